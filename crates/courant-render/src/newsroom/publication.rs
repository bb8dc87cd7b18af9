//! The last page before publishing.

use serde::Serialize;

use super::{Choice, Field, Sentence, Shell, When};

/// One line of 'what goes where'.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Goes {
    /// 'Address', 'Section', 'Storyline', 'Feeds', 'Front', 'Search'.
    pub name: String,
    /// What happens there, a phrase.
    pub says: Sentence,
    /// Where it is; may be empty.
    pub url: String,
}

/// Something the checks found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Check {
    /// Whether it stands in the way of publishing; otherwise it is a warning.
    pub blocks: bool,
    /// What is wrong, one sentence.
    pub says: String,
    /// Words of the link back to the place: 'Write the alternative text'.
    pub next: String,
    /// That place: `/newsroom/stories/7#picture`.
    pub url: String,
}

/// A link to another site of which nothing could be found out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UnclearLink {
    /// What was tried, one sentence.
    pub says: String,
    /// Its place: `/newsroom/stories/7#block-3`.
    pub url: String,
    /// Where it leads, for somebody to open.
    pub href: String,
}

/// A correction as it is being written.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CorrectionForm {
    /// `correction`, `clarification`, `update`, `retraction`; the template puts 'No correction' (empty) before them.
    pub kinds: Vec<Choice>,
    /// What it said.
    pub was: Field,
    /// What it says now.
    pub now: Field,
    /// Why.
    pub why: Field,
    /// What is wrong with the whole of it; may be empty.
    pub error: String,
}

/// Taking a published story down.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Withdrawal {
    /// `/newsroom/stories/{id}/withdrawal`.
    pub action: String,
    /// Why; kept in the journal.
    pub reason: Field,
    /// Who will see what, one or two sentences: 'Readers of this address, of links and of feeds get "withdrawn" (410) …'.
    pub says: String,
}

/// The last page before publishing, updating, scheduling; also where a story is withdrawn. Template `publication.html`.
///
/// POST to `action`: `version`, `when` (`now` or `at`), `at`, `embargo` (not when already published), `breaking` (`on`),
/// `breaking_until`; when already published also `note`, `correction` (kind or empty), `was`, `now`, `why`. Times are `2018-03-29T06:00` in the paper's zone.
/// POST to `cancel`: `version`; to `spike`: `move`, `version`. POST to `withdrawal.action`: `version`, `reason`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Publication {
    /// Around it.
    pub page: Shell,
    /// The editor of this story.
    pub edit_url: String,
    /// Preview as the page will be.
    pub preview_url: String,
    /// The page readers have now; empty while there is none.
    pub public_url: String,
    /// `draft`, `ready`, `scheduled`, `published`, `withdrawn` or `spiked`.
    pub state: String,
    /// The state in words with its time: 'Scheduled for 29 March 2018, 06:00 KST'.
    pub state_text: String,
    /// The version that was looked at; publishing another one is refused.
    pub version: u64,
    /// Kicker; may be empty.
    pub kicker: String,
    /// Headline.
    pub headline: String,
    /// Standfirst; may be empty.
    pub standfirst: String,
    /// 'By Mina Seo · Beijing, 28 March 2018'; may be empty.
    pub byline: Sentence,
    /// BCP 47 of the story.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Lead picture, address of a rendition about 640 wide; empty when there is none.
    pub picture_url: String,
    /// Its alternative text.
    pub picture_alt: String,
    /// What goes where.
    pub goes: Vec<Goes>,
    /// What the checks found, blocking ones first.
    pub checks: Vec<Check>,
    /// 'Nine checks passed.'; may be empty.
    pub passed: String,
    /// 'Two links to other sites are being looked at.', or that they are not; may be empty.
    pub looking: String,
    /// Whether some are being looked at: the page then looks again.
    pub asking: bool,
    /// Links to other sites that could not be looked at.
    pub unclear: Vec<UnclearLink>,
    /// Whether something stands in the way: there is no publish button then.
    pub blocked: bool,
    /// Whether readers have a version already: the words are 'update' then, and note and correction are offered.
    pub published: bool,
    /// `/newsroom/stories/{id}/publication`; empty when it may not be published (then `may_not` says why).
    pub action: String,
    /// Why this person cannot publish it, one sentence and a next step; may be empty.
    pub may_not: String,
    /// Whether 'at a time' is chosen.
    pub later: bool,
    /// The time, `2018-03-29T06:00`.
    pub at: Field,
    /// Embargo; not shown when already published.
    pub embargo: Field,
    /// 'Seoul time, KST (UTC+9)'.
    pub zone: String,
    /// IANA name, for the script that spells the time out on the button: 'Asia/Seoul'.
    pub zone_name: String,
    /// What time it is there now.
    pub now: When,
    /// Note for readers about this update.
    pub note: Field,
    /// Correction; shown when already published.
    pub correction: CorrectionForm,
    /// Whether it goes on the breaking bar.
    pub breaking: bool,
    /// Until when it stays there.
    pub breaking_until: Field,
    /// What the bar shows now and would be replaced, one sentence; may be empty.
    pub breaking_now: String,
    /// Where 'Cancel the schedule' posts to; empty when it is not scheduled.
    pub cancel: String,
    /// Revisions of this story, its facts and corrections.
    pub facts_url: String,
    /// Where 'Spike' posts to (with `move`); empty when it cannot be spiked.
    pub spike: String,
    /// Where another slug is sent (`slug`); empty when the address is not settled or this person may not.
    pub address: String,
    /// The slug.
    pub slug: Field,
    /// Taking it down; only when it is published.
    pub withdrawal: Option<Withdrawal>,
}
