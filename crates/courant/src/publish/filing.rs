//! Filing copy from outside as a draft, under the address that it will have.

use super::moves::{moved, open};
use super::{Refusal, may_change};
use crate::together::Seen;
use courant_news::change::Change;
use courant_news::copy::Copy;
use courant_news::permit::{Edit, Permit};
use courant_news::slug::Slug;
use courant_news::story::{Move, State, StoryId};
use courant_store::Store;
use jiff::Timestamp;

/// Files copy as a draft of the story with this day and slug, or of a new one that gets them: the same file again is
/// the same story. What readers have does not change. With `finished` it is marked ready too.
///
/// # Errors
/// [`Refusal::NotNow`] when it is to be marked ready and its state does not allow it. [`Refusal::NotYours`].
pub fn file_draft(
    store: &Store,
    permit: Permit<'_, Edit>,
    now: Timestamp,
    (day, slug): (&str, &Slug),
    copy: &Copy,
    finished: bool,
) -> Result<StoryId, Refusal> {
    store.act(permit.actor(), now, |tx| {
        let Some(row) = tx.story_once_at(day, slug.as_str())? else {
            let story = tx.add_story(copy)?;
            tx.set_address(story, day, slug.as_str())?;
            if finished {
                let row = tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))?;
                tx.set_state(story, open(&row, Move::Finish, permit.actor(), now)?, "")?;
            }
            return Ok((story, Some(Change::StoryCreated { story })));
        };
        may_change(tx, permit.actor(), &row)?;
        if finished {
            open(&row, Move::Finish, permit.actor(), now)?;
        }
        if tx.draft(row.id)?.unwrap_or_default() != *copy {
            super::shared::put_draft(tx, &row, copy, Seen::Perhaps)?;
        }
        if !finished || row.state == State::Ready {
            return Ok((row.id, None));
        }
        tx.set_state(row.id, State::Ready, "")?;
        Ok((row.id, Some(moved(&row, State::Ready, "", None))))
    })
}
