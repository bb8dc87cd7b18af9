//! The desk's own pages: a story's facts, the day book, revisions, corrections.

use serde::Serialize;

use super::{Button, Choice, Field, Link, Shell, StoryRow, When};

/// A move that is open to whoever looks.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MoveForm {
    /// What is sent as `move`.
    pub word: &'static str,
    /// Words on the button.
    pub label: &'static str,
    /// What it does, one sentence.
    pub says: String,
    /// Whether a note is asked for.
    pub noted: bool,
    /// The note as typed.
    pub note: Field,
}

/// Who writes a story, by when, how long: a form. POSTs `desk`, `person`, `due`, `length`, `priority`, `note`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AssignmentForm {
    /// Where it is sent; empty when it cannot be changed.
    pub action: String,
    /// Desks; the template puts 'No desk' (empty) before them.
    pub desks: Vec<Choice>,
    /// People; the template puts 'Nobody yet' (empty) before them.
    pub people: Vec<Choice>,
    /// By when, `2018-03-29T06:00`.
    pub due: Field,
    /// Words wanted.
    pub length: Field,
    /// Priorities.
    pub priorities: Vec<Choice>,
    /// Note to the writer.
    pub note: Field,
    /// What is wrong with the whole; may be empty.
    pub error: String,
    /// 'Seoul time, KST (UTC+9)'.
    pub zone: String,
}

/// One line of the record.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RecordLine {
    /// When.
    pub at: When,
    /// Who.
    pub by: String,
    /// What, a phrase that follows the name: 'submitted it for review'.
    pub says: String,
}

/// Where a story's pages are: `story` in the templates.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StoryPlaces {
    /// `/newsroom/stories/{id}`.
    pub url: String,
    /// Headline or slugline; empty: none yet.
    pub headline: String,
    /// BCP 47.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Word of its state.
    pub state: String,
    /// The state with its time.
    pub state_text: String,
    /// Its page for readers; empty while there is none.
    pub public_url: String,
    /// Which of its pages this is: `facts`, `notes`, `revisions`, `corrections`.
    pub here: &'static str,
}

/// A story's facts. Template `facts.html`.
///
/// POST to `{url}/moves`: `move`, `note`, `version`. POST to `assignment_form.action`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Facts {
    /// Around it.
    pub page: Shell,
    /// The story.
    pub story: StoryPlaces,
    /// The version that is looked at.
    pub version: i64,
    /// Who moved it where it stands, and when: 'Sent back by Mina Seo, 09:12'; may be empty.
    pub moved: String,
    /// What they said.
    pub moved_note: String,
    /// Words it has, and is to have: '412 of 600 words'.
    pub words: String,
    /// Moves that are open.
    pub moves: Vec<MoveForm>,
    /// What stands in the way of others, one sentence; may be empty.
    pub may_not: String,
    /// Who writes it.
    pub assignment_form: AssignmentForm,
    /// What happened, newest first.
    pub record: Vec<RecordLine>,
}

/// A day of the day book.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Day {
    /// 'Wednesday 28 March 2018'.
    pub day: When,
    /// Whether it is today.
    pub today: bool,
    /// What is planned.
    pub rows: Vec<StoryRow>,
}

/// The day book. Template `day-book.html`.
///
/// GET: `view` (`week` or empty), `day`, `desk`, `person`. POST to `/newsroom/day-book`: `slugline` and as [`AssignmentForm`].
#[derive(Clone, Debug, Default, Serialize)]
pub struct DayBook {
    /// Around it.
    pub page: Shell,
    /// 'Seoul time, KST'.
    pub zone: String,
    /// Whether days stand beside each other.
    pub week: bool,
    /// 'Monday 26 March to Sunday 1 April 2018'.
    pub span: String,
    /// The first day, for the form.
    pub day: String,
    /// Days.
    pub days: Vec<Day>,
    /// Address of what came before.
    pub before: String,
    /// Address of what comes after.
    pub after: String,
    /// Address of today.
    pub now: String,
    /// Address of the other view.
    pub other: String,
    /// Desks to filter by.
    pub desks: Vec<Choice>,
    /// People to filter by.
    pub people: Vec<Choice>,
    /// Whether a filter is set.
    pub filtered: bool,
    /// Working label of a new story.
    pub slugline: Field,
    /// A new story.
    pub plan_form: AssignmentForm,
    /// Whether the form stands open.
    pub planning: bool,
    /// The calendar.
    pub calendar: Calendar,
}

/// The address for calendars. POST to `/newsroom/day-book/calendar`: `desk`, `mine`; to `/newsroom/day-book/calendar-end`: nothing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Calendar {
    /// The address, shown once, when it was just made.
    pub url: String,
    /// Since when there is one; empty: there is none.
    pub since: When,
    /// What it holds: 'all desks', 'what you write'.
    pub holds: String,
}

/// A revision in the list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RevisionRow {
    /// Number.
    pub number: i64,
    /// Why it was made: 'submitted', 'published'.
    pub name: String,
    /// Note.
    pub note: String,
    /// When.
    pub at: When,
    /// Who.
    pub by: String,
    /// What readers have to do with it: 'Readers have it', 'Waits for 06:00'; may be empty.
    pub stands: String,
    /// Address of its comparison with the one before.
    pub changes: String,
    /// Takes it as the draft; none where that is not open.
    pub restore: Option<Button>,
    /// Whether it is chosen as the older of two.
    pub from: bool,
    /// Whether it is chosen as the newer of two.
    pub to: bool,
}

/// A run of words in a comparison.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DiffPiece {
    /// `same`, `added`, `removed` or `styled`.
    pub what: &'static str,
    /// The words.
    pub text: String,
    /// How their setting changed: 'now strong'.
    pub how: String,
}

/// A line of a comparison.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DiffLine {
    /// `same`, `changed`, `added`, `removed`.
    pub what: &'static str,
    /// Name of the field, or kind of the block: 'Headline', 'paragraph, was heading 2'.
    pub kind: String,
    /// Words.
    pub pieces: Vec<DiffPiece>,
}

/// Two revisions beside each other.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Compared {
    /// 'Revision 2, published 09:12 by Mina Seo'.
    pub from: String,
    /// As `from`.
    pub to: String,
    /// 'Twelve words came in, three went out, one passage is set otherwise.'
    pub says: String,
    /// Fields that differ.
    pub fields: Vec<DiffLine>,
    /// Lines of the text; long runs of lines that are the same are cut to their ends.
    pub lines: Vec<DiffLine>,
}

/// Revisions of a story. Template `revisions.html`.
///
/// GET: `from`, `to` (a number, or `draft`). POST to `restore.action`: nothing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Revisions {
    /// Around it.
    pub page: Shell,
    /// The story.
    pub story: StoryPlaces,
    /// 'Seoul time, KST'.
    pub zone: String,
    /// Revisions, newest first.
    pub rows: Vec<RevisionRow>,
    /// Whether the draft is chosen as the newer of two.
    pub draft: bool,
    /// What the draft is: 'saved 09:30 by Mina Seo'.
    pub draft_says: String,
    /// Address of what the draft changed since the newest revision.
    pub draft_changes: String,
    /// The comparison asked for.
    pub compared: Option<Compared>,
}

/// A correction as the desk sees it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CorrectionRow {
    /// Number, its anchor.
    pub id: i64,
    /// 'Correction'.
    pub kind: String,
    /// What it said.
    pub was: String,
    /// What it says now.
    pub now: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: When,
    /// Who filed it.
    pub by: String,
    /// 'Waits with the update'; may be empty.
    pub waits: String,
    /// Number of the one that it corrects; 0: none.
    pub corrects: i64,
    /// Number of the one that corrects it; 0: none.
    pub corrected_by: i64,
    /// Address of the form that corrects it; empty when it was corrected.
    pub correct: String,
}

/// Corrections of a story. Template `corrections.html`.
///
/// GET: `corrects`. POST to `action`: `kind`, `was`, `now`, `why`, `corrects`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Corrections {
    /// Around it.
    pub page: Shell,
    /// The story.
    pub story: StoryPlaces,
    /// 'Seoul time, KST'.
    pub zone: String,
    /// Newest first.
    pub rows: Vec<CorrectionRow>,
    /// Where a new one is sent; empty when it cannot be filed.
    pub action: String,
    /// Why not, one sentence; may be empty.
    pub may_not: String,
    /// Kinds.
    pub kinds: Vec<Choice>,
    /// What it said.
    pub was: Field,
    /// What it says now.
    pub now: Field,
    /// Why.
    pub why: Field,
    /// What is wrong with the whole; may be empty.
    pub error: String,
    /// The one that is corrected; 0: none.
    pub corrects: i64,
    /// What that one says.
    pub corrects_says: String,
}

/// A search that somebody keeps.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SavedSearch {
    /// Leads to what it finds.
    pub link: Link,
    /// Drops it.
    pub end: String,
}
