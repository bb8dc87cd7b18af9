//! The front as the desk arranges it.

use serde::Serialize;

use super::{Choice, Field, Link, Shell, When};

/// A place on the front with a story in it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Slot {
    /// Number of the story.
    pub id: i64,
    /// Its editor.
    pub url: String,
    /// Headline.
    pub headline: String,
    /// BCP 47 of the headline.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Kicker set for the front; may be empty.
    pub kicker: String,
    /// Its section's name.
    pub section: String,
    /// Published on.
    pub published: When,
    /// Lead picture about 320 wide; may be empty. Shown beside the lead.
    pub picture_url: String,
    /// What is to be known, one phrase: 'withdrawn, leaves the front'; may be empty.
    pub note: String,
}

/// A story that could be put on the front.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Candidate {
    /// Number of the story.
    pub id: i64,
    /// Its editor.
    pub url: String,
    /// Headline.
    pub headline: String,
    /// BCP 47 of the headline.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its section's name.
    pub section: String,
    /// Published on.
    pub published: When,
    /// Where the rule has put it without anybody's doing: 'second rank by rule'; may be empty.
    pub stands: String,
}

/// Something that is coming, as it is edited.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ComingRow {
    /// What is due.
    pub what: Field,
    /// When: '30 April 2018', 'May 2018'.
    pub due: Field,
    /// Where to read about it, a path on the paper; may be empty.
    pub url: Field,
}

/// The switch of the breaking bar.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BreakingForm {
    /// Whether it is on now.
    pub on: bool,
    /// 'On since 28 March 2018, 09:30 KST, until 12:30 KST, switched by Mina Seo.'; empty when off.
    pub says: String,
    /// Words of the bar.
    pub words: Field,
    /// Stories it can lead to; the template puts 'No story yet' (empty) before them.
    pub stories: Vec<Choice>,
    /// Until when, `2018-03-28T12:30` in the paper's zone.
    pub until: Field,
}

/// A change of the front that waits for its time.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Planned {
    /// From when it stands.
    pub at: When,
    /// Who changed it last.
    pub by: String,
    /// What it changes, in words.
    pub says: String,
    /// Its editor.
    pub url: String,
    /// Where it is cancelled.
    pub cancel: String,
}

/// An arrangement that the front had.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Arranged {
    /// Number.
    pub version: i64,
    /// When.
    pub at: When,
    /// Who.
    pub by: String,
    /// What it changed, in words.
    pub says: String,
}

/// The editor of a front, of the paper or of a section, as it is or as it is planned. Template `front.html`.
///
/// POST to `action`, in document order with repeated names: `version`; `lead` (story number or empty) then
/// `lead_kicker`; for each pinned slot `slot` then `kicker`; and the button pressed: `save` = `front`, or one of
/// `move-up`, `move-down`, `remove`, `make-lead`, `add` = story number (the lead is taken off by `remove` too).
/// Fields hold for every button, so that a kicker being typed is not lost.
/// Coming: POST to `action` with repeated `coming_what`, `coming_due`, `coming_url` (the last row is blank),
/// and `save` = `coming` or `remove-coming` = row number from 0.
/// Candidates: GET `action` with `q`. Undo: POST to `history_action` with `restore` = version. A change to come: POST to
/// `plan_action` with `at`. Preview: GET `preview_action` with `at`.
/// Breaking: POST to `/newsroom/breaking` with `words`, `story` (number or empty), `until`, and the button `switch` = `on` or `off`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FrontEditor {
    /// Around it.
    pub page: Shell,
    /// 'Front', or the section's name.
    pub title: String,
    /// Fronts that there are.
    pub fronts: Vec<Link>,
    /// Where this one is sent.
    pub action: String,
    /// Its public page.
    pub see_url: String,
    /// Whether it is the front of the paper: only that one has what is coming and the breaking bar.
    pub whole: bool,
    /// The plan that is being edited; none: the front as it is.
    pub plan: Option<Planned>,
    /// Changes that wait for their time.
    pub plans: Vec<Planned>,
    /// Where a plan is begun.
    pub plan_action: String,
    /// Time of a new plan.
    pub plan_at: Field,
    /// Where a preview is looked at.
    pub preview_action: String,
    /// Time of the preview.
    pub preview_at: String,
    /// Where an earlier arrangement is put back.
    pub history_action: String,
    /// Arrangements, newest first; the first is the one that stands.
    pub history: Vec<Arranged>,
    /// Story whose button has the focus after a move; 0: none.
    pub moved: i64,
    /// `up` or `down`: which of its buttons.
    pub way: String,
    /// Why this person cannot switch the bar; empty when they can.
    pub may_not_push: String,
    /// The arrangement that was looked at; saving over another one is refused.
    pub version: u64,
    /// 'Seoul time, KST (UTC+9)'.
    pub zone: String,
    /// The lead; without one the newest story leads by rule.
    pub lead: Option<Slot>,
    /// What leads while nothing is set, a sentence; may be empty.
    pub lead_by_rule: String,
    /// Pinned slots in order.
    pub slots: Vec<Slot>,
    /// How many slots may be pinned.
    pub slots_most: usize,
    /// Words looked for among candidates.
    pub q: String,
    /// Stories that could be added, newest first; those on the front already are left out.
    pub candidates: Vec<Candidate>,
    /// What is coming.
    pub coming: Vec<ComingRow>,
    /// The breaking bar.
    pub breaking: BreakingForm,
}
