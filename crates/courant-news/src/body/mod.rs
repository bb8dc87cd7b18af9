//! The text of a story: a small document model, the same in the editor (ProseMirror), in the store (JSON) and on pages.
//!
//! A `Document` is valid by construction: `Document::from_json` and `Document::new` are the only ways to make one, and
//! both check structure, addresses and limits. The body is kept in this one form; HTML and Markdown are made from it.

mod check;
mod error;
mod json;
pub mod limits;
mod link;
mod model;
mod parse;
mod text;

pub use error::BodyError;
pub use link::{Href, Ref};
pub use model::{Block, Cell, Document, Inline, Level, LinkCard, ListItem, Mark, Medium, Picture, Recording, Row};
pub use text::inline_text;

#[cfg(test)]
mod tests;
