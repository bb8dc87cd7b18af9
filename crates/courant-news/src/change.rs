//! Changes: what one line of the journal says. Followers read them; nothing else tells them what happened.

use crate::assignment::Assignment;
use crate::story::StoryId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One change, as its action wrote it. The fields are what their names say; ids are those of the store.
#[allow(missing_docs)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// A story was begun.
    StoryCreated { story: StoryId },
    /// A story was handed in, sent back, marked finished, dropped or taken up again; `revision` is what it said then.
    StoryMoved {
        story: StoryId,
        from: String,
        to: String,
        #[serde(default)]
        note: String,
        #[serde(default)]
        revision: Option<i64>,
    },
    /// A story was planned before a word of it was written.
    StoryPlanned { story: StoryId, to: Assignment },
    /// Who writes a story, by when, how long, how urgent.
    StoryAssigned { story: StoryId, from: Assignment, to: Assignment },
    /// An older revision became the draft again; `kept` is what the draft said before, `revision` what it says now.
    StoryRestored { story: StoryId, number: i64, kept: i64, revision: i64 },
    /// A correction was filed by itself, without an update.
    CorrectionFiled { story: StoryId, correction: i64, corrects: Option<i64> },
    /// Somebody left a note to colleagues. What it says is not in the journal; so for all lines about notes.
    NoteWritten { story: StoryId, note: i64 },
    /// Somebody answered a note; one that was done is open again by it.
    NoteAnswered { story: StoryId, note: i64, remark: i64 },
    /// Somebody changed what they had said in a note.
    NoteEdited { story: StoryId, note: i64, remark: i64 },
    /// Somebody took back what they had said in a note; nobody can read it any more.
    NoteDeleted { story: StoryId, note: i64, remark: i64 },
    /// A note is done.
    NoteDone { story: StoryId, note: i64 },
    /// A note that was done is open again.
    NoteReopened { story: StoryId, note: i64 },
    /// A revision is live from now on.
    StoryPublished { story: StoryId, revision: i64, previous: Option<i64>, note: String },
    /// A revision will be live at an instant.
    StoryScheduled { story: StoryId, revision: i64, at: Timestamp, embargo: Option<Timestamp> },
    /// A time that was set was taken back.
    StoryUnscheduled { story: StoryId, revision: i64 },
    /// A story was taken down.
    StoryWithdrawn { story: StoryId, note: String },
    /// The front was arranged.
    FrontArranged { front: String, version: i64 },
    /// The breaking bar was switched.
    BreakingSwitched { words: String, story: Option<StoryId>, until: Option<Timestamp> },
    /// A picture came in.
    PictureAdded { picture: String },
    /// A picture's words, rights or focal point changed; `what` says from what to what.
    PictureChanged {
        picture: String,
        #[serde(default)]
        what: String,
    },
    /// The last day on which a picture may be shown is over: readers do not get it any more.
    PictureEnded { picture: String, last_day: String },
    /// Another picture stands wherever this one stood; a line of its own follows for each story.
    PictureReplaced { picture: String, by: String, stories: i64 },
    /// A story shows another picture in place of one. `revision` is live now in place of `previous`; `waiting` is the one
    /// that waits for its time now.
    StoryPictureReplaced {
        story: StoryId,
        picture: String,
        by: String,
        #[serde(default)]
        revision: Option<i64>,
        #[serde(default)]
        previous: Option<i64>,
        #[serde(default)]
        waiting: Option<i64>,
    },
    /// A media file came in.
    MediaFileAdded { file: String },
    /// A section, storyline or the site's own words changed.
    SiteChanged { what: String },
    /// A section or storyline got its name, of which readers know nothing yet.
    PlaceNamed { what: String },
    /// A section was changed: its words, order or place in the navigation.
    SectionChanged { section: String, what: String },
    /// A section's stories moved to another: it was renamed or merged.
    SectionMoved { from: String, to: String },
    /// A storyline was changed.
    StorylineChanged { storyline: String, what: String },
    /// Records of a storyline's ledger were filed.
    LedgerFiled { storyline: String, added: usize, changed: usize },
    /// A page that is not news is live, in this revision.
    PagePublished { page: String, revision: i64 },
    /// A page that is not news was taken down.
    PageWithdrawn { page: String },
    /// The site's own settings changed.
    SettingsChanged { what: String },
    /// A redirect was made.
    RedirectMade { from: String, to: String },
    /// A redirect that was made by hand was ended.
    RedirectEnded { from: String },
    /// A story has another address; the old one leads to it for ever.
    StoryReaddressed { story: StoryId, from: String, to: String },
    /// An arrangement of a front will stand from an instant on.
    FrontPlanned { front: String, plan: i64, at: Timestamp },
    /// A planned arrangement was taken back.
    FrontPlanCancelled { front: String, plan: i64 },
    /// Another theme is used.
    ThemeChanged { theme: String },
    /// A theme came in, which readers do not have yet.
    ThemeKept { theme: i64, name: String },
    /// A theme that was kept was deleted.
    ThemeDropped { theme: i64, name: String },
    /// Somebody got an account.
    PersonAdded { person: i64 },
    /// Somebody came in; `by` is password, password and code, password and recovery code, password and passkey, passkey, link.
    SignedIn { person: i64, by: String },
    /// Somebody went out.
    SignedOut { person: i64 },
    /// Sessions of somebody were ended: one of them, all others, or all.
    SessionsEnded { person: i64, which: String },
    /// Somebody was invited, or invited again with a new link.
    Invited { invitation: i64, name: String, role: String, again: bool },
    /// An invitation was taken back.
    InvitationEnded { invitation: i64, name: String },
    /// A link was made that signs somebody in once.
    LinkMade { person: i64 },
    /// Somebody's name changed.
    PersonRenamed { person: i64, from: String, to: String },
    /// Somebody has another role, and exactly its grants.
    RoleChanged { person: i64, from: String, to: String },
    /// Single grants were given or taken.
    GrantsChanged { person: i64, given: Vec<String>, taken: Vec<String> },
    /// Somebody works on other desks.
    DesksChanged { person: i64, from: Vec<String>, to: Vec<String> },
    /// Somebody may not come in any more.
    PersonDismissed { person: i64 },
    /// Somebody may come in again.
    PersonReturned { person: i64 },
    /// A second factor came, went, or gave new recovery codes: `what` says which.
    FactorChanged { person: i64, what: String },
    /// A passkey was added or taken away.
    PasskeyChanged { person: i64, name: String, added: bool },
    /// Other roles need a second factor.
    FactorRolesChanged { from: Vec<String>, to: Vec<String> },
    /// A desk was made, renamed or put elsewhere.
    DeskChanged { desk: String, from: String, to: String },
    /// Somebody's password changed.
    PasswordChanged { person: i64 },
    /// Somebody has an address of the day book for calendars; the one before has ended.
    CalendarGiven { person: i64 },
    /// Somebody's address for calendars was ended.
    CalendarEnded { person: i64 },
    /// A token was added.
    TokenAdded { token: i64 },
    /// A token was ended.
    TokenEnded { token: i64 },
}

impl Change {
    /// The story it is about, if any.
    pub fn story(&self) -> Option<StoryId> {
        match self {
            Change::StoryCreated { story }
            | Change::StoryMoved { story, .. }
            | Change::StoryPlanned { story, .. }
            | Change::StoryAssigned { story, .. }
            | Change::StoryRestored { story, .. }
            | Change::CorrectionFiled { story, .. }
            | Change::StoryPublished { story, .. }
            | Change::StoryScheduled { story, .. }
            | Change::StoryUnscheduled { story, .. }
            | Change::StoryWithdrawn { story, .. }
            | Change::NoteWritten { story, .. }
            | Change::NoteAnswered { story, .. }
            | Change::NoteEdited { story, .. }
            | Change::NoteDeleted { story, .. }
            | Change::NoteDone { story, .. }
            | Change::NoteReopened { story, .. }
            | Change::StoryPictureReplaced { story, .. }
            | Change::StoryReaddressed { story, .. } => Some(*story),
            Change::BreakingSwitched { story, .. } => *story,
            _ => None,
        }
    }

    /// The pictures it is about.
    pub fn pictures(&self) -> Vec<&str> {
        match self {
            Change::PictureAdded { picture } | Change::PictureChanged { picture, .. } | Change::PictureEnded { picture, .. } => vec![picture],
            Change::PictureReplaced { picture, by, .. } => vec![picture, by],
            _ => Vec::new(),
        }
    }

    /// Whether a reader could notice it: what is not public must not even refresh a page.
    pub fn is_public(&self) -> bool {
        matches!(
            self,
            Change::StoryPublished { .. }
                | Change::CorrectionFiled { .. }
                | Change::StoryWithdrawn { .. }
                | Change::FrontArranged { .. }
                | Change::BreakingSwitched { .. }
                | Change::PictureChanged { .. }
                | Change::PictureEnded { .. }
                | Change::PictureReplaced { .. }
                | Change::StoryPictureReplaced { .. }
                | Change::SiteChanged { .. }
                | Change::StoryScheduled { .. }
                | Change::SectionChanged { .. }
                | Change::SectionMoved { .. }
                | Change::StorylineChanged { .. }
                | Change::PagePublished { .. }
                | Change::PageWithdrawn { .. }
                | Change::SettingsChanged { .. }
                | Change::RedirectMade { .. }
                | Change::RedirectEnded { .. }
                | Change::StoryReaddressed { .. }
                | Change::ThemeChanged { .. }
                | Change::PersonRenamed { .. }
        )
    }
}
