//! Restoring an older revision: the draft says again what it said then, and nothing of what it said now is lost.

use super::{Refusal, may_change, tidied};
use crate::together::Seen;
use courant_news::change::Change;
use courant_news::permit::{Edit, Permit};
use courant_news::story::{NotNow, State, StoryId};
use courant_store::Store;
use jiff::Timestamp;

/// Makes a revision the draft again. What the draft says now is kept as a revision first, and what it says then is
/// one more: revisions only grow. What readers have does not change. Returns the number of the new one.
///
/// # Errors
/// [`Refusal::Missing`] when there is no such revision, [`Refusal::NotYours`], [`Refusal::NotNow`] while the story is spiked.
pub fn restore(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, story: StoryId, number: i64) -> Result<i64, Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))?;
        may_change(tx, permit.actor(), &row)?;
        if row.state == State::Spiked {
            return Err(NotNow("The story is spiked; take it up again first.").into());
        }
        let (_, mut copy) = tx.revision_numbered(story, number)?.ok_or_else(|| Refusal::Missing("such revision".into()))?;
        // What another picture has taken the place of does not come back with older words.
        super::replacing::follow(tx, &mut copy)?;
        let draft = tidied(tx.draft(story)?.unwrap_or_default());
        let kept = tx.keep_revision(story, &draft, "before restoring", "")?;
        let copy = super::shared::put_draft(tx, &row, &copy, Seen::All)?;
        let revision = tx.keep_revision(story, &copy, "restored", &format!("from revision {number}"))?;
        let newest = tx.revisions_of(story)?.first().map_or(0, |r| r.number);
        Ok((newest, Change::StoryRestored { story, number, kept, revision }))
    })
}
