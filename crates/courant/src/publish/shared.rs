//! Drafts that several people write: the one place where a copy becomes the draft.

use super::{Refusal, may_change};
use crate::together::{self, Seen};
use courant_news::copy::Copy;
use courant_news::permit::{Edit, Permit};
use courant_store::Write;
use courant_store::stories::Story;

/// Saves as the draft what its shared document says, in the transaction that appends to that. Returns the version.
///
/// # Errors
/// [`Refusal::Store`].
pub fn keep_shared(tx: &Write<'_>, permit: Permit<'_, Edit>, story: &Story, copy: &Copy) -> Result<i64, Refusal> {
    may_change(tx, permit.actor(), story)?;
    tx.save_draft(story.id, story.draft_version, copy)?;
    Ok(story.draft_version + 1)
}

/// Saves a copy as the draft, and into the shared document where the story has one: whoever writes it at that moment
/// sees it come, and what they write stays. Returns what the draft says then.
pub(super) fn put_draft(tx: &Write<'_>, story: &Story, copy: &Copy, seen: Seen) -> Result<Copy, Refusal> {
    let said = together::write_copy(tx, story.id, copy, seen)?;
    tx.save_draft(story.id, story.draft_version, &said)?;
    Ok(said)
}
