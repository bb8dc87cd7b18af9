//! Arranging the front and switching the breaking bar.

use super::Refusal;
use courant_news::change::Change;
use courant_news::front::Layout;
use courant_news::permit::{Arrange, Permit, PushAlert};
use courant_store::fronts::Breaking;
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Longest words of the breaking bar, in characters.
pub const LONGEST_BREAKING: usize = 160;

/// Sets the layout of a front over version `base`; returns the new version.
///
/// # Errors
/// [`Refusal::Invalid`] when somebody arranged it meanwhile, or a story stands in it twice.
pub fn arrange_front(store: &Store, permit: Permit<'_, Arrange>, now: Timestamp, front: &str, base: i64, layout: &Layout) -> Result<i64, Refusal> {
    store.act(permit.actor(), now, |tx| {
        let (_, version) = tx.front(front)?;
        if version != base {
            return Err(Refusal::invalid("Somebody arranged this front meanwhile.", "Look at it as it is now and make your change again."));
        }
        let mut stories: Vec<_> = layout.lead.iter().chain(&layout.pinned).map(|slot| slot.story).collect();
        stories.sort_unstable();
        if stories.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Refusal::invalid("A story stands on this front twice.", "Take one of the two out."));
        }
        let version = tx.set_front(front, layout)?;
        Ok((version, Change::FrontArranged { front: front.to_owned(), version }))
    })
}

/// Switches the breaking bar; empty words switch it off.
///
/// # Errors
/// [`Refusal::Invalid`] when the words are too long, the end is past, or the story is not published.
pub fn switch_breaking(store: &Store, permit: Permit<'_, PushAlert>, now: Timestamp, breaking: &Breaking) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| Ok(((), set_bar(tx, permit, breaking)?)))
}

/// Switches the bar in a transaction that does more; the line for the journal.
pub(super) fn set_bar(tx: &Write<'_>, _: Permit<'_, PushAlert>, breaking: &Breaking) -> Result<Change, Refusal> {
    let words = breaking.words.trim().to_owned();
    if words.chars().count() > LONGEST_BREAKING {
        return Err(Refusal::invalid(format!("The breaking bar holds at most {LONGEST_BREAKING} characters."), "Shorten the words."));
    }
    if !words.is_empty() && breaking.until.is_some_and(|until| until <= tx.at) {
        return Err(Refusal::invalid("The end of the breaking bar is past.", "Choose a later time."));
    }
    let breaking = if words.is_empty() { Breaking::default() } else { Breaking { words, ..breaking.clone() } };
    if let Some(story) = breaking.story
        && tx.story(story)?.is_none()
    {
        return Err(Refusal::Missing("such story".into()));
    }
    tx.set_breaking(&breaking)?;
    Ok(Change::BreakingSwitched { words: breaking.words, story: breaking.story, until: breaking.until })
}
