//! Copy as it comes over the wire: Markdown with front matter, and HTML from outside; and copy back to Markdown.
//!
//! Whatever comes in goes one way: Markdown → HTML → [`sanitize`] → document. Nothing of it reaches a page in any other
//! form than a checked `Document`.

mod address;
pub mod export;
mod front_matter;
pub mod html;
pub mod markdown;
mod problem;
pub mod sanitize;
mod tidy;

use courant_news::body::Document;
use courant_news::copy::Head;
use courant_news::correction::Correction;
use jiff::Timestamp;

pub use markdown::{markdown_document, markdown_html};
pub use problem::CopyProblem;

/// Longest file of copy, in bytes.
pub const LONGEST_FILE: usize = 4 * 1024 * 1024;

/// A file of copy that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyFile {
    /// Its name, as given.
    pub file_name: String,
    /// All but text and lead picture: `head.picture` is `None` until the picture is stored.
    pub head: Head,
    /// Lead picture, a file beside the copy.
    pub picture: Option<PictureFile>,
    /// Published on; absent: now.
    pub published: Option<Timestamp>,
    /// Not to be seen before.
    pub embargo: Option<Timestamp>,
    /// Breaking until.
    pub breaking_until: Option<Timestamp>,
    /// A correction that comes with it; with a first filing too, when the story stood elsewhere before.
    pub correction: Option<Correction>,
    /// The state it is to have.
    pub state: CopyState,
    /// The text. A picture beside the copy has `file:` and its path as identifier.
    pub body: Document,
    /// Files of pictures in the text with the line of each, in reading order.
    pub body_pictures: Vec<(String, u32)>,
}

/// A lead picture beside the copy.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureFile {
    /// Path relative to the copy, inside its folder; never with `..`.
    pub file: String,
    /// Words for those who cannot see it.
    pub alt: String,
    /// Caption; may be empty.
    pub caption: String,
    /// Credit; may be empty.
    pub credit: String,
    /// Focus: shares of width and height from the top left, 0 to 1.
    pub focus: Option<(f64, f64)>,
    /// The part that is shown.
    pub crop: Option<courant_news::framing::Crop>,
    /// Line of the key `picture`, from 1.
    pub line: u32,
}

/// The state that copy asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CopyState {
    /// Being written.
    Draft,
    /// Finished.
    Ready,
    /// Out, or scheduled when `published` lies ahead.
    #[default]
    Published,
    /// Taken down.
    Withdrawn,
    /// Dropped.
    Spiked,
}

/// Every state with its word in copy.
pub(super) const STATES: [(CopyState, &str); 5] = [
    (CopyState::Draft, "draft"),
    (CopyState::Ready, "ready"),
    (CopyState::Published, "published"),
    (CopyState::Withdrawn, "withdrawn"),
    (CopyState::Spiked, "spiked"),
];

impl CopyState {
    /// The word in copy.
    #[must_use]
    pub fn word(self) -> &'static str {
        STATES.iter().find(|(state, _)| *state == self).map_or("published", |(_, word)| word)
    }
}

/// Reads a file of copy: front matter in YAML between `---` lines, then Markdown. UTF-8, with or without a byte order
/// mark, lines ended in any of the usual ways.
///
/// # Errors
/// The first thing that is wrong, with line and key.
pub fn read_copy(file_name: &str, bytes: &[u8]) -> Result<CopyFile, CopyProblem> {
    read(bytes).map_err(|problem| problem.in_file(file_name)).map(|mut copy| {
        copy.file_name = file_name.to_owned();
        copy
    })
}

fn read(bytes: &[u8]) -> Result<CopyFile, CopyProblem> {
    if bytes.len() > LONGEST_FILE {
        return Err(CopyProblem::new(format!("the file has {} bytes", bytes.len()), "keep it under 4 MB, or split the story"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let line = 1 + bytes[..at].iter().filter(|b| **b == b'\n').count();
        CopyProblem::new(format!("byte {} is no UTF-8", at + 1), "save the file as UTF-8").at(line)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let (yaml, body, body_line) = front_matter::split(&text)?;
    let front = front_matter::read(yaml, 2)?;
    let read = markdown::read(body, body_line)?;
    Ok(CopyFile {
        file_name: String::new(),
        head: front.head,
        picture: front.picture,
        published: front.published,
        embargo: front.embargo,
        breaking_until: front.breaking_until,
        correction: front.correction,
        state: front.state,
        body: read.document,
        body_pictures: read.pictures,
    })
}

#[cfg(test)]
mod tests;
