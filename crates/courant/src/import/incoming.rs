//! Copy as it came in, whatever it was written in.

use crate::wire::{CopyFile, PictureFile};
use courant_news::body::Document;
use courant_news::copy::Head;
use courant_news::correction::Correction;
use courant_news::framing::Crop;
use courant_news::story::State;
use jiff::Timestamp;

/// Copy from outside, read and not yet filed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// Name of the file, for sentences; empty when it is none.
    pub file_name: String,
    /// All but text and lead picture.
    pub head: Head,
    /// Lead picture.
    pub picture: Option<LeadPicture>,
    /// Published on; none: now.
    pub published: Option<Timestamp>,
    /// Not to be seen before.
    pub embargo: Option<Timestamp>,
    /// Breaking until.
    pub breaking_until: Option<Timestamp>,
    /// Correction that comes with it.
    pub correction: Option<Correction>,
    /// State that it asks for; none: published.
    pub state: Option<State>,
    /// The text. A picture is an id of the library, or `file:` and a path beside the copy.
    pub body: Document,
    /// Paths of pictures in the text with the line of each.
    pub body_pictures: Vec<(String, u32)>,
}

/// A lead picture as copy names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeadPicture {
    /// An id of the library, or a path beside the copy.
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
    pub crop: Option<Crop>,
    /// Line of its key; 0 when it has none.
    pub line: u32,
}

impl From<CopyFile> for Incoming {
    fn from(copy: CopyFile) -> Incoming {
        let lead = |p: PictureFile| LeadPicture {
            file: p.file,
            alt: p.alt,
            caption: p.caption,
            credit: p.credit,
            focus: p.focus,
            crop: p.crop,
            line: p.line,
        };
        Incoming {
            file_name: copy.file_name,
            head: copy.head,
            picture: copy.picture.map(lead),
            published: copy.published,
            embargo: copy.embargo,
            breaking_until: copy.breaking_until,
            correction: copy.correction,
            state: State::from_word(copy.state.word()),
            body: copy.body,
            body_pictures: copy.body_pictures,
        }
    }
}
