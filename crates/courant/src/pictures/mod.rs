//! Pictures: what comes in is checked, what is stored is clean, what goes out is small.
//!
//! ```text
//! bytes → inspect (kind, size, limits, really decoded) → master (turned, sRGB, stripped, rights kept) → files
//! master → rendition (a width, WebP or JPEG, rights kept) → files → reader
//! ```
//!
//! Nothing here knows HTTP or the database. All of it is slow (tens of milliseconds to seconds) and hungry (up to
//! [`inspect::DECODE_BUDGET`]): call it off the runtime's threads, one picture at a time.

mod colour;
mod container;
mod decode;
pub mod files;
pub mod inspect;
pub mod metadata;
pub mod rendition;
#[cfg(test)]
mod tests;

pub use files::{FileProblem, Files, PictureId};
pub use inspect::{Inspected, Kind, PictureProblem, inspect};
pub use metadata::{Rights, Suggested};
pub use rendition::{Format, Master, MasterFormat, WIDTHS, master, rendition, widths_for};
