//! A storyline's ledger is filed from a bundle.

use super::Refusal;
use super::places::{not_led_away, sound_name};
use courant_news::change::Change;
use courant_news::ledger::Ledger;
use courant_news::permit::{Permit, Publish};
use courant_store::ledger::Filed;
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Files a ledger under its storyline, which is made if it is not there. Filed again, what changed gets its next version and nothing is
/// doubled; what the bundle does not name stays. Returns the storyline's slug and what was done.
///
/// # Errors
/// [`Refusal::Invalid`] when another storyline has a record by one of its slugs, or when together with what is there already it cannot
/// be right. Nothing is filed then.
pub fn file_ledger(store: &Store, permit: Permit<'_, Publish>, now: Timestamp, ledger: &Ledger) -> Result<(String, Filed), Refusal> {
    let wanted = &ledger.bundle().storyline;
    store.act(permit.actor(), now, |tx| {
        let slug = tx.storyline_now(wanted.slug.as_str())?;
        if tx.storyline(&slug)?.is_none() {
            not_led_away(tx, &format!("/storylines/{slug}"))?;
            tx.keep_storyline(&slug, &sound_name(&wanted.title)?, "")?;
        }
        if let Some(taken) = tx.ledger_taken(&slug, ledger.bundle())? {
            let sentence = format!("The slug ‘{}’ in {} is one of the storyline ‘{}’ already.", taken.slug, taken.kind, taken.storyline);
            return Err(Refusal::invalid(sentence, "Give the record another slug: slugs of the ledger are the newsroom's, not a storyline's."));
        }
        let filed = tx.file_ledger(&slug, ledger)?;
        holds_together(tx, &slug)?;
        let grew = filed.renamed || filed.added + filed.changed > 0;
        let change = grew.then(|| Change::LedgerFiled { storyline: slug.clone(), added: filed.added, changed: filed.changed });
        Ok(((slug, filed), change))
    })
}

/// What stands now, with what was there before: one bundle may be right and another too, and both together not. (Sources cannot come
/// round by that: whatever a bundle names, it names up to the root.)
fn holds_together(tx: &Write<'_>, storyline: &str) -> Result<(), Refusal> {
    if let Some(bundle) = tx.ledger(storyline)? {
        Ledger::new(bundle).map_err(|p| Refusal::invalid(format!("With what is filed already: {}", p.sentence), p.next))?;
    }
    Ok(())
}
