//! What an editor wants to know before a story goes out. Every rule is a pure function of the copy and of what the
//! paper around it knows; breaches stop publication, warnings never do.

pub mod asking;
mod copy;
mod left_in;
mod links;

use crate::copy::Copy;
use jiff::Timestamp;

pub use left_in::left_in;
pub use links::{Outside, Own, elsewhere, is_embargoed, own_path, own_story, place};

/// Most characters that an alert on a phone shows of a headline.
pub const LONGEST_ALERT: usize = 90;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whether it stops publication.
    pub blocks: bool,
    /// The place: a field of the copy (`headline`), `block-3` for the third block of the text, or empty.
    pub place: String,
    /// What it is and what to do, one sentence.
    pub says: String,
}

impl Found {
    /// Something that stops publication.
    pub fn breach(place: impl Into<String>, says: impl Into<String>) -> Found {
        Found { blocks: true, place: place.into(), says: says.into() }
    }

    /// Something that can be right.
    pub fn warning(place: impl Into<String>, says: impl Into<String>) -> Found {
        Found { blocks: false, place: place.into(), says: says.into() }
    }
}

/// What the rules need to know of the paper around a story.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// When the story would go out.
    pub at: Option<Timestamp>,
    /// Each link that stays on the paper, with what readers find there.
    pub own: Vec<(String, Own)>,
    /// Each link that leads elsewhere, with what was found there last.
    pub outside: Vec<(String, Outside)>,
    /// Whether another story of its day has the wanted slug.
    pub slug_taken: bool,
    /// Whether readers have had it: its address no longer changes.
    pub released: bool,
}

/// A rule.
type Look = fn(&Copy, &Around, &mut Vec<Found>);

/// Every rule, each with what it looks for.
pub const RULES: [(&str, Look); 10] = [
    ("the copy itself", copy::itself),
    ("alternative texts", copy::alternative_texts),
    ("credits", copy::credits),
    ("dateline", copy::dateline),
    ("headline for alerts", copy::alert),
    ("slug", copy::slug),
    ("words left in", left_in::words),
    ("links on the paper", links::own),
    ("embargoes of linked stories", links::embargoes),
    ("links elsewhere", links::outside),
];

/// Runs every rule: what was found, breaches first, and how many rules found nothing.
#[must_use]
pub fn run(copy: &Copy, around: &Around) -> (Vec<Found>, usize) {
    let (mut found, mut passed) = (Vec::new(), 0);
    for (_, look) in RULES {
        let before = found.len();
        look(copy, around, &mut found);
        passed += usize::from(found.len() == before);
    }
    found.sort_by_key(|f| !f.blocks);
    (found, passed)
}

/// The anchor of a block in the editor, by its place from 0.
#[must_use]
pub fn block(at: usize) -> String {
    format!("block-{}", at + 1)
}
