//! Beginning a story and saving its draft.

use super::{Refusal, may_change};
use crate::together::Seen;
use courant_news::change::Change;
use courant_news::copy::Copy;
use courant_news::permit::{Edit, Permit};
use courant_news::story::StoryId;
use courant_store::Store;
use jiff::Timestamp;

/// Begins a story with a draft, which may be empty.
///
/// # Errors
/// [`Refusal::Store`].
pub fn create(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, draft: &Copy) -> Result<StoryId, Refusal> {
    store.act(permit.actor(), now, |tx| {
        let story = tx.add_story(draft)?;
        Ok((story, Change::StoryCreated { story }))
    })
}

/// A draft that was saved.
#[derive(Clone, Copy, Debug)]
pub struct Saved {
    /// Its version, the base of the next save.
    pub version: i64,
}

/// Saves a draft over version `base`. What readers have does not change, and the journal does not grow: a draft is
/// saved every second, and the revision that is published is what the record keeps.
///
/// # Errors
/// [`Refusal::Moved`] when somebody saved since; the words of both are kept. [`Refusal::NotYours`].
pub fn save_draft(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, story: StoryId, base: i64, draft: &Copy) -> Result<Saved, Refusal> {
    store.write(permit.actor(), now, |tx| {
        let row = tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))?;
        may_change(tx, permit.actor(), &row)?;
        if row.draft_version == base {
            super::shared::put_draft(tx, &row, draft, Seen::All)?;
            return Ok(Saved { version: base + 1 });
        }
        let copy = tx.draft(story)?.unwrap_or_default();
        // The answer to a save may be lost on the way: the same words again are saved, not a conflict.
        if copy == *draft {
            return Ok(Saved { version: row.draft_version });
        }
        Err(Refusal::Moved { version: row.draft_version, by: tx.actor_name(&row.draft_by)?, copy: Box::new(copy) })
    })
}
