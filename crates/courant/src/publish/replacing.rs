//! Putting another picture wherever one is used: drafts, what waits, and what readers have, all in one commit.

use super::{Refusal, release, shared};
use crate::together::Seen;
use courant_news::change::Change;
use courant_news::copy::{Copy, Replacement};
use courant_news::permit::{Permit, Publish};
use courant_news::story::StoryId;
use courant_store::lists::PictureSight;
use courant_store::pictures::Picture;
use courant_store::stories::Story;
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Name of the revisions that are made by it.
const NAME: &str = "picture replaced";

/// What is to be put in place of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replace {
    /// Whether alt text, caption and credit of the new picture come with it; otherwise each use keeps its own.
    pub takes_words: bool,
    /// Whether crops and focal points of uses stay.
    pub keeps_framing: bool,
}

/// Puts a picture of the library wherever another is used. Returns how many stories have changed.
///
/// What readers have becomes a revision of its own with the times of the one before: a picture is no update of the news.
/// Addresses of the old picture answer 410 from this commit on. Whoever writes one of the stories sees it come.
///
/// # Errors
/// [`Refusal::Missing`] when there is no such picture; [`Refusal::Invalid`] when the new one may not or cannot stand there.
pub fn replace_picture(store: &Store, permit: Permit<'_, Publish>, now: Timestamp, old: &str, new: &str, how: Replace) -> Result<i64, Refusal> {
    store.act(permit.actor(), now, |tx| {
        let missing = || Refusal::Missing("such picture".into());
        let (old, new) = (tx.picture(old)?.ok_or_else(missing)?, tx.picture(new)?.ok_or_else(missing)?);
        let replacement = checked(&old, &new, how)?;
        let was_public = tx.picture_sight(&old, None, now)? != PictureSight::Unknown;
        let mut stories = tx.stories_using(&old.id)?;
        // What waits for its time is in no table of uses.
        stories.extend(tx.stories_waiting()?);
        stories.sort_unstable();
        stories.dedup();
        let mut changed = 0;
        for story in stories {
            if let Some(change) = in_story(tx, story, &old.id, &replacement)? {
                tx.also(&change)?;
                changed += 1;
            }
        }
        tx.set_replaced(&old.id, &new.id, was_public)?;
        Ok((changed, Change::PictureReplaced { picture: old.id, by: new.id, stories: changed }))
    })
}

fn checked(old: &Picture, new: &Picture, how: Replace) -> Result<Replacement, Refusal> {
    let refuse = |sentence: &str, next: &str| Err(Refusal::invalid(sentence, next));
    if old.id == new.id {
        return refuse("This is the same picture.", "Choose another one.");
    }
    if old.replaced_by.is_some() {
        return refuse("Another picture stands in the place of this one already.", "Replace that one.");
    }
    if new.replaced_by.as_ref().is_some_and(|by| *by != old.id) {
        return refuse("Another picture stands in the place of the new one.", "Choose that one, or a picture that was not replaced.");
    }
    if new.ended_at.is_some() {
        return refuse("The rights of the new picture have ended.", "Choose another one, or set a later last day first.");
    }
    if how.takes_words && new.alt.trim().is_empty() {
        return refuse("The new picture has no alternative text, which every story needs.", "Describe it first, or let each story keep its words.");
    }
    let words = how.takes_words.then(|| [new.alt.clone(), new.caption.clone(), new.credit.clone()]);
    Ok(Replacement { picture: new.id.clone(), words, keeps_framing: how.keeps_framing })
}

/// The draft, what readers have and what waits, in this order: what waits stays the newest, as a correction that comes
/// with it is seen by readers as soon as it is not.
fn in_story(tx: &Write<'_>, story: StoryId, old: &str, new: &Replacement) -> Result<Option<Change>, Refusal> {
    let Some(row) = tx.story(story)? else { return Ok(None) };
    let mut draft = tx.draft(story)?.unwrap_or_default();
    let in_draft = draft.replace_picture(old, new);
    if in_draft {
        shared::put_draft(tx, &row, &draft, Seen::All)?;
    }
    let live = revised(tx, &row, row.live_revision, old, new, false)?;
    if let Some((revision, copy)) = &live {
        tx.swap_live(story, *revision, copy)?;
    }
    let waiting = revised(tx, &row, row.pending_revision, old, new, live.is_some())?;
    if let (Some((revision, _)), Some(at)) = (&waiting, row.pending_at) {
        tx.swap_pending(story, row.live_revision, *revision)?;
        release::add_job(tx, story, *revision, at)?;
    }
    if !in_draft && live.is_none() && waiting.is_none() {
        return Ok(None);
    }
    let previous = live.as_ref().and(row.live_revision);
    Ok(Some(Change::StoryPictureReplaced {
        story,
        picture: old.to_owned(),
        by: new.picture.clone(),
        revision: live.map(|(revision, _)| revision),
        previous,
        waiting: waiting.map(|(revision, _)| revision),
    }))
}

/// A new revision that says what one says, with the new picture; none where it does not use the old one, unless `always`.
fn revised(tx: &Write<'_>, row: &Story, revision: Option<i64>, old: &str, new: &Replacement, always: bool) -> Result<Option<(i64, Copy)>, Refusal> {
    let Some(revision) = revision else { return Ok(None) };
    let mut copy = tx.revision(revision)?.unwrap_or_default();
    if !copy.replace_picture(old, new) && !always {
        return Ok(None);
    }
    Ok(Some((tx.keep_new_revision(row.id, &copy, NAME, "")?, copy)))
}

/// A copy in which every picture that another has taken the place of is that one: for what comes back from elsewhere or
/// from before. `false` when there was none.
///
/// # Errors
/// [`Refusal::Store`].
pub(super) fn follow(tx: &Write<'_>, copy: &mut Copy) -> Result<bool, Refusal> {
    let mut any = false;
    for id in copy.pictures() {
        if let Some(by) = tx.picture(&id)?.and_then(|picture| picture.replaced_by) {
            any |= copy.replace_picture(&id, &Replacement { picture: by, words: None, keeps_framing: false });
        }
    }
    Ok(any)
}
