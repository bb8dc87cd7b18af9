//! The text of a story as HTML: from the typed document model to a fixed set of elements, everything escaped.
//!
//! Whatever the document holds, what comes out is balanced, valid inside `<article>` and made only of the elements in
//! `ELEMENTS`: nothing of a document is ever copied without escaping, and links are checked again.

mod blocks;
mod card;
mod escape;
mod inline;
mod recording;

use crate::view;
use courant_news::body::Document;
use courant_news::framing::Framing;

pub use blocks::SIZES;
pub use escape::escape;

/// Every element a rendered body may hold.
pub const ELEMENTS: [&str; 39] = [
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
    "audio",
    "video",
    "track",
    "details",
    "summary",
    "bdi",
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
    /// Name of a fact box without a heading: 'Facts'.
    pub facts: String,
    /// Name of a gallery: 'Pictures'.
    pub gallery: String,
    /// Name of the words of a recording: 'Transcript'.
    pub transcript: String,
    /// Name of a film's captions in its menu: 'Captions'.
    pub captions: String,
    /// Name of a sound without a caption: 'Recording'.
    pub audio: String,
    /// Name of a film without a caption: 'Video'.
    pub video: String,
    /// What stands where a picture stood that readers may not have any more: 'This picture is no longer available.'
    pub picture_gone: String,
    /// BCP 47 of the text: what a film's captions are in.
    pub language: String,
}

impl Default for BodyWords {
    fn default() -> Self {
        BodyWords::from_words(&|_| None, "")
    }
}

impl BodyWords {
    /// From the words of a page's language by key (`table`, `notes`, `back_to_text`, `facts`, …); English where there is
    /// none. `language` is BCP 47 and may be empty.
    #[must_use]
    pub fn from_words(word: &dyn Fn(&str) -> Option<String>, language: &str) -> Self {
        let word = |key: &str, or: &str| word(key).unwrap_or_else(|| or.to_owned());
        BodyWords {
            table: word("table", "Table"),
            notes: word("notes", "Notes"),
            back: word("back_to_text", "Back to the text"),
            facts: word("facts", "Facts"),
            gallery: word("gallery", "Pictures"),
            transcript: word("transcript", "Transcript"),
            captions: word("captions", "Captions"),
            audio: word("audio", "Recording"),
            video: word("video", "Video"),
            picture_gone: word("picture_gone", "This picture is no longer available."),
            language: language.to_owned(),
        }
    }
}

/// Finds what a body shows by its identifier.
#[derive(Clone, Copy)]
pub struct Shown<'w> {
    /// A picture as it is cut here; one that is not found is left out.
    pub pictures: &'w dyn Fn(&str, &Framing) -> Option<view::Picture>,
    /// A media file: a recording or captions; a recording that is not found is left out.
    pub media: &'w dyn Fn(&str) -> Option<view::MediaFile>,
}

/// Where the HTML is going.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target<'a> {
    /// A page of this site.
    Page,
    /// A feed reader or a mail: no classes, no fragments, addresses absolute with this origin.
    Feed(&'a str),
}

/// The text of a story as it stands on a page.
#[must_use]
pub fn story_html(doc: &Document, shown: Shown<'_>, words: &BodyWords) -> String {
    blocks::Writer::new(shown, words, Target::Page).document(doc)
}

/// The text of a story as it stands in a feed or a mail: addresses absolute, no classes, no links inside the text.
/// `origin` is the site's address without a slash at the end.
#[must_use]
pub fn story_feed_html(doc: &Document, shown: Shown<'_>, words: &BodyWords, origin: &str) -> String {
    blocks::Writer::new(shown, words, Target::Feed(origin)).document(doc)
}

/// A text without recordings, as it stands on a page. `pictures` finds a picture by its identifier.
#[must_use]
pub fn body_html(doc: &Document, pictures: &dyn Fn(&str) -> Option<view::Picture>, words: &BodyWords) -> String {
    story_html(doc, Shown { pictures: &|id, _| pictures(id), media: &|_| None }, words)
}

/// A text without recordings, as [`story_feed_html`] writes it.
#[must_use]
pub fn feed_html(doc: &Document, pictures: &dyn Fn(&str) -> Option<view::Picture>, words: &BodyWords, origin: &str) -> String {
    story_feed_html(doc, Shown { pictures: &|id, _| pictures(id), media: &|_| None }, words, origin)
}

#[cfg(test)]
mod tests;
