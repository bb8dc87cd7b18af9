//! Sections and storylines with their names.

use super::Refusal;
use courant_news::change::Change;
use courant_news::permit::{ManagePeople, Permit};
use courant_store::Store;
use courant_store::places::{Section, Storyline};
use jiff::Timestamp;

/// Makes sections and storylines that are not there yet, in order.
///
/// # Errors
/// [`Refusal::Store`].
pub fn keep_places(
    store: &Store,
    permit: Permit<'_, ManagePeople>,
    now: Timestamp,
    sections: &[Section],
    storylines: &[Storyline],
) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let mut made = Vec::new();
        for section in sections {
            if tx.keep_section(&section.slug, &section.name)? {
                made.push(section.slug.as_str());
            }
        }
        for storyline in storylines {
            if tx.keep_storyline(&storyline.slug, &storyline.title, &storyline.intro)? {
                made.push(storyline.slug.as_str());
            }
        }
        let change = (!made.is_empty()).then(|| Change::SiteChanged { what: made.join(", ") });
        Ok(((), change))
    })
}
