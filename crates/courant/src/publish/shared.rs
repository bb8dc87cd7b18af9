//! Drafts that several people write: who may write which story, and the one place where a copy becomes the draft.

use super::Refusal;
use crate::together::{self, Seen};
use courant_news::copy::Copy;
use courant_news::permit::{Actor, Edit, Grant, Permit, Refused};
use courant_store::Write;
use courant_store::stories::Story;

/// Whether somebody may write this very story: everybody's with ‘edit-desk’, with ‘edit-own’ what they have begun.
///
/// # Errors
/// [`Refused`] with the grant that is missing.
pub fn may_write(actor: &Actor, story: &Story) -> Result<(), Refused> {
    if actor.has(Grant::EditDesk) {
        return Ok(());
    }
    if !actor.has(Grant::EditOwn) {
        return Err(Refused(Grant::EditOwn));
    }
    if story.created_by == actor.id { Ok(()) } else { Err(Refused(Grant::EditDesk)) }
}

/// Saves as the draft what its shared document says, in the transaction that appends to that. Returns the version.
///
/// # Errors
/// [`Refusal::Store`].
pub fn keep_shared(tx: &Write<'_>, permit: Permit<'_, Edit>, story: &Story, copy: &Copy) -> Result<i64, Refusal> {
    may_write(permit.actor(), story)?;
    tx.save_draft(story.id, story.draft_version, copy)?;
    Ok(story.draft_version + 1)
}

/// Saves a copy as the draft, and into the shared document where the story has one: whoever writes it at that moment
/// sees it come, and what they write stays.
pub(super) fn put_draft(tx: &Write<'_>, story: &Story, copy: &Copy, seen: Seen) -> Result<(), Refusal> {
    let said = together::write_copy(tx, story.id, copy, seen)?;
    tx.save_draft(story.id, story.draft_version, &said)?;
    Ok(())
}
