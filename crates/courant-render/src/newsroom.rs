//! What the newsroom's templates are given. Plain data, already worded, zoned and addressed.
//!
//! Texts are plain text and are escaped by the templates. An empty text means 'none', so that a template can ask
//! `{% if row.kicker %}`. Every context carries its [`Shell`] as `page`. The names of form fields stand with the
//! context of the page that shows the form.

mod flow;
mod front;
mod notes;
mod people;
mod pictures;
mod publication;
mod site;
mod stories;
mod team;
mod theme;

pub use flow::{
    AssignmentForm, Calendar, Compared, CorrectionRow, Corrections, Day, DayBook, DiffLine, DiffPiece, Facts, MoveForm, RecordLine, RevisionRow,
    Revisions, SavedSearch, StoryPlaces,
};
pub use front::{Arranged, BreakingForm, Candidate, ComingRow, FrontEditor, Planned, Slot};
pub use notes::{NoteRow, Notes, RemarkRow};
pub use people::{Account, OwnPasskey, Problem, RecoveryCodes, SecondFactor, SecondStep, Session, SignIn, Welcome};
pub use pictures::{MediaFileRow, MediaFileUse, MediaFiles, PictureCard, PictureEditor, PictureReplacement, PictureUsedIn, Pictures};
pub use publication::{Check, CorrectionForm, Goes, Publication, UnclearLink, Withdrawal};
pub use site::{
    NavigationEditor, NavigationRow, PageEditor, PageRow, PagesList, RedirectRow, Redirects, SectionRow, Sections, Settings, StorylineRow,
    Storylines, TextVersion,
};
pub use stories::{Attention, Column, Editor, Start, Stories, StoryRow};
pub use team::{Audit, AuditRow, DeskRow, InvitationRow, OnePerson, People, PersonRow, TokenRow, Tokens};
pub use theme::{KeptRow, KeptTheme, LookRow, PartRow, ThemeEditor};

use std::collections::BTreeMap;

use serde::Serialize;

pub use crate::sentence::Sentence;
pub use crate::view::{Link, When};

/// What stands around every newsroom page: `page` in the templates.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shell {
    /// The paper's name.
    pub site_name: String,
    /// Title of this page without the paper's name, for `<title>`.
    pub title: String,
    /// Who is signed in; empty when nobody is, and then there is no navigation.
    pub person: String,
    /// Whether who is signed in manages people.
    pub manages: bool,
    /// Which part this is: `start`, `stories`, `day-book`, `pictures`, `front`, `site`, `people`, `tokens`, `audit`, `account` or empty.
    pub place: &'static str,
    /// Where this person changes the site; empty when they may not.
    pub site: &'static str,
    /// The one sentence about what has just been done.
    pub flash: Option<Flash>,
    /// Hashed addresses of assets by plain name: `page.assets["newsroom.css"]`. A script that is not there is not loaded.
    pub assets: BTreeMap<String, String>,
}

/// One sentence and a next step, above the page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Flash {
    /// `done`, `note` or `problem`. A problem is announced at once by screen readers.
    pub kind: &'static str,
    /// What happened, one sentence.
    pub says: String,
    /// What to do now, one sentence; may be empty.
    pub next: String,
    /// Where that is done.
    pub link: Option<Link>,
    /// Takes back what was done.
    pub undo: Option<Button>,
}

/// A button with a form of its own: POSTs `name=value` to `action`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Button {
    /// Address it posts to.
    pub action: String,
    /// Name of the one field.
    pub name: String,
    /// Value of the one field.
    pub value: String,
    /// Words on the button.
    pub words: String,
}

/// A form field as it was sent, with what is wrong with it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    /// What stands in it.
    pub value: String,
    /// What is wrong and what to do, one or two sentences; empty when nothing is.
    pub error: String,
}

/// One entry of a list to choose from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub name: String,
    /// Whether it is chosen now.
    pub chosen: bool,
}

/// One page of a longer list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Paging {
    /// '51–100 of 312 stories'.
    pub says: String,
    /// Address of the page before; empty on the first.
    pub before: String,
    /// Address of the page after; empty on the last.
    pub after: String,
}

/// JSON that may stand inside a `<script type="application/json">` element. It can only be made by [`ScriptJson::of`],
/// so a template that places it as it is cannot be made to end the element.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct ScriptJson(String);

impl Default for ScriptJson {
    fn default() -> Self {
        Self("null".to_owned())
    }
}

impl ScriptJson {
    /// Writes a value as JSON with `<`, `>`, `&` and the two line separators of Unicode as `\u` escapes. In JSON these
    /// five only ever occur inside texts, where the escape means the same.
    ///
    /// # Errors
    /// When the value cannot be JSON, for instance a map whose keys are not texts.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        let json = serde_json::to_string(value)?;
        let mut safe = String::with_capacity(json.len() + 64);
        for c in json.chars() {
            match c {
                '<' => safe.push_str("\\u003c"),
                '>' => safe.push_str("\\u003e"),
                '&' => safe.push_str("\\u0026"),
                '\u{2028}' => safe.push_str("\\u2028"),
                '\u{2029}' => safe.push_str("\\u2029"),
                other => safe.push(other),
            }
        }
        Ok(Self(safe))
    }

    /// The escaped JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The newsroom's templates by the names they call each other; they want an environment of their own, since the
/// public theme has a `front.html` too.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", include_str!("../newsroom/templates/base.html")),
    ("parts.html", include_str!("../newsroom/templates/parts.html")),
    ("welcome.html", include_str!("../newsroom/templates/welcome.html")),
    ("sign-in.html", include_str!("../newsroom/templates/sign-in.html")),
    ("start.html", include_str!("../newsroom/templates/start.html")),
    ("stories.html", include_str!("../newsroom/templates/stories.html")),
    ("editor.html", include_str!("../newsroom/templates/editor.html")),
    ("publication.html", include_str!("../newsroom/templates/publication.html")),
    ("front.html", include_str!("../newsroom/templates/front.html")),
    ("picture-parts.html", include_str!("../newsroom/templates/picture-parts.html")),
    ("media-files.html", include_str!("../newsroom/templates/media-files.html")),
    ("replacement.html", include_str!("../newsroom/templates/replacement.html")),
    ("pictures.html", include_str!("../newsroom/templates/pictures.html")),
    ("picture.html", include_str!("../newsroom/templates/picture.html")),
    ("second-step.html", include_str!("../newsroom/templates/second-step.html")),
    ("account.html", include_str!("../newsroom/templates/account.html")),
    ("second-factor.html", include_str!("../newsroom/templates/second-factor.html")),
    ("recovery-codes.html", include_str!("../newsroom/templates/recovery-codes.html")),
    ("people.html", include_str!("../newsroom/templates/people.html")),
    ("person.html", include_str!("../newsroom/templates/person.html")),
    ("tokens.html", include_str!("../newsroom/templates/tokens.html")),
    ("audit.html", include_str!("../newsroom/templates/audit.html")),
    ("facts.html", include_str!("../newsroom/templates/facts.html")),
    ("day-book.html", include_str!("../newsroom/templates/day-book.html")),
    ("revisions.html", include_str!("../newsroom/templates/revisions.html")),
    ("notes.html", include_str!("../newsroom/templates/notes.html")),
    ("corrections.html", include_str!("../newsroom/templates/corrections.html")),
    ("site-parts.html", include_str!("../newsroom/templates/site-parts.html")),
    ("sections.html", include_str!("../newsroom/templates/sections.html")),
    ("storylines.html", include_str!("../newsroom/templates/storylines.html")),
    ("site-pages.html", include_str!("../newsroom/templates/site-pages.html")),
    ("site-page.html", include_str!("../newsroom/templates/site-page.html")),
    ("navigation.html", include_str!("../newsroom/templates/navigation.html")),
    ("settings.html", include_str!("../newsroom/templates/settings.html")),
    ("redirects.html", include_str!("../newsroom/templates/redirects.html")),
    ("theme.html", include_str!("../newsroom/templates/theme.html")),
    ("kept-theme.html", include_str!("../newsroom/templates/kept-theme.html")),
    ("theme-parts.html", include_str!("../newsroom/templates/theme-parts.html")),
    ("problem.html", include_str!("../newsroom/templates/problem.html")),
];

#[cfg(test)]
mod tests;
