//! The text of a story as HTML: from the typed document model to a fixed set of elements, everything escaped.
//!
//! Whatever the document holds, what comes out is balanced, valid inside `<article>` and made only of the elements in
//! `ELEMENTS`: nothing of a document is ever copied without escaping, and links are checked again.

mod blocks;
mod escape;
mod inline;

use crate::view;
use courant_news::body::Document;

pub use blocks::SIZES;
pub use escape::escape;

/// Every element a rendered body may hold.
pub const ELEMENTS: [&str; 33] = [
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "aside",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "picture",
    "source",
    "img",
    "figcaption",
    "span",
    "hr",
    "pre",
    "code",
    "strong",
    "em",
    "s",
    "sub",
    "sup",
    "a",
    "br",
    "section",
];

/// Words of the page's language that stand in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyWords {
    /// Name of a table that scrolls sideways: 'Table'.
    pub table: String,
    /// Name of the footnotes: 'Notes'.
    pub notes: String,
    /// Name of the link from a footnote back into the text: 'Back to the text'.
    pub back: String,
}

impl Default for BodyWords {
    fn default() -> Self {
        BodyWords { table: "Table".into(), notes: "Notes".into(), back: "Back to the text".into() }
    }
}

/// Where the HTML is going.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target<'a> {
    /// A page of this site.
    Page,
    /// A feed reader or a mail: no classes, no fragments, addresses absolute with this origin.
    Feed(&'a str),
}

/// The text as it stands on a page. `pictures` finds a picture by its identifier; one it does not know is left out.
#[must_use]
pub fn body_html(doc: &Document, pictures: &dyn Fn(&str) -> Option<view::Picture>, words: &BodyWords) -> String {
    blocks::Writer::new(pictures, words, Target::Page).document(doc)
}

/// The text as it stands in a feed or a mail: addresses absolute, no classes, no links inside the text.
/// `origin` is the site's address without a slash at the end.
#[must_use]
pub fn feed_html(doc: &Document, pictures: &dyn Fn(&str) -> Option<view::Picture>, words: &BodyWords, origin: &str) -> String {
    blocks::Writer::new(pictures, words, Target::Feed(origin)).document(doc)
}

#[cfg(test)]
mod tests;
