//! The front as the desk arranges it.

use serde::Serialize;

use super::{Choice, Field, Shell, When};

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

/// The front editor. Template `front.html`.
///
/// POST to `/newsroom/front`, in document order with repeated names: `version`; `lead` (story number or empty) then
/// `lead_kicker`; for each pinned slot `slot` then `kicker`; and the button pressed: `save` = `front`, or one of
/// `move-up`, `move-down`, `remove`, `make-lead`, `add` = story number (the lead is taken off by `remove` too).
/// Fields hold for every button, so that a kicker being typed is not lost.
/// Coming: POST to `/newsroom/front` with repeated `coming_what`, `coming_due`, `coming_url` (the last row is blank),
/// and `save` = `coming` or `remove-coming` = row number from 0.
/// Candidates: GET `/newsroom/front` with `q`.
/// Breaking: POST to `/newsroom/breaking` with `words`, `story` (number or empty), `until`, and the button `switch` = `on` or `off`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FrontEditor {
    /// Around it.
    pub page: Shell,
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
