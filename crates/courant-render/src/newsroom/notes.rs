//! A story's notes to colleagues, as a plain page.

use serde::Serialize;

use super::{Field, Shell, StoryPlaces, When};

/// One thing said in a note.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RemarkRow {
    /// Number.
    pub id: i64,
    /// Who.
    pub by: String,
    /// When.
    pub at: When,
    /// What; empty when it was deleted.
    pub text: String,
    /// Whether it was changed since.
    pub edited: bool,
    /// Whether it was taken back.
    pub deleted: bool,
    /// Where its writer changes it; empty for everybody else. POST `text`; its `deletion`: nothing.
    pub action: String,
    /// The words in the form that changes it.
    pub text_field: Field,
}

/// A note with its replies.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoteRow {
    /// Number.
    pub id: i64,
    /// Where its forms go: POST `text`, `sending`, `last` to its `replies`; `state` (`done` or `open`) to its `state`; `last` to its `seen`.
    pub url: String,
    /// Where it is in the text; empty for who may not write.
    pub editor_url: String,
    /// The words it stood on; empty: the whole story.
    pub quote: String,
    /// 'Ana Ruiz, 09:30'; empty while it is open.
    pub done: String,
    /// Whether it asks for the attention of who looks.
    pub called: bool,
    /// The last thing said; its forms send it as `last`.
    pub last: i64,
    /// What was said, oldest first.
    pub remarks: Vec<RemarkRow>,
    /// The reply as typed.
    pub reply: Field,
}

/// A story's notes. Template `notes.html`.
///
/// POST to `action`: `text`, `quote`, `sending`. POST to each note's address: see [`NoteRow`].
#[derive(Clone, Debug, Default, Serialize)]
pub struct Notes {
    /// Around it.
    pub page: Shell,
    /// The story.
    pub story: StoryPlaces,
    /// 'Seoul time, KST'.
    pub zone: String,
    /// Where a new one is sent.
    pub action: String,
    /// The new note as typed.
    pub text: Field,
    /// The words it is to stand on, as typed.
    pub quote: Field,
    /// Open notes, oldest first.
    pub open: Vec<NoteRow>,
    /// Done ones, oldest first.
    pub done: Vec<NoteRow>,
    /// Names this page's act of sending, so that a form that is sent twice stands once.
    pub sending: String,
}
