//! The moves of a story that are no publication: hand in, send back, mark ready, take up, spike, unschedule, withdraw.
//! What is open to whom stands in one table, `State::rule`.

use super::{Refusal, may_change, tidied};
use courant_news::change::Change;
use courant_news::permit::{Actor, Edit, Permit, Publish};
use courant_news::story::{Move, NotNow, State, StoryId, comes_back};
use courant_store::stories::Story;
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Most characters of what is said with a move.
pub const LONGEST_NOTE: usize = 2000;

/// Asks the table: the state that the move leads to.
///
/// # Errors
/// [`Refusal::NotNow`] when the state does not allow it, or it was spiked too long ago; [`Refusal::NotPermitted`].
pub(super) fn open(row: &Story, wanted: Move, actor: &Actor, now: Timestamp) -> Result<State, Refusal> {
    let to = row.state.rule(wanted)?.permits(actor)?;
    if row.state == State::Spiked && to != State::Spiked {
        comes_back(row.moved_at.unwrap_or(row.draft_at), now)?;
    }
    Ok(to)
}

fn row(tx: &Write<'_>, story: StoryId) -> Result<Story, Refusal> {
    tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))
}

/// Makes a move that changes nothing but where a story stands. Handing in and sending back keep what it says then as a
/// revision. `looked_at` is the version of the draft that was looked at; another one is refused.
///
/// # Errors
/// As the table says; [`Refusal::NotYours`]; [`Refusal::Invalid`] for a move that is not made here, a note that is missing or too long, or a
/// draft that somebody changed meanwhile.
pub fn make_move(
    store: &Store,
    permit: Permit<'_, Edit>,
    now: Timestamp,
    story: StoryId,
    wanted: Move,
    note: &str,
    looked_at: Option<i64>,
) -> Result<State, Refusal> {
    if !matches!(wanted, Move::Submit | Move::SendBack | Move::Finish | Move::TakeUp | Move::Spike) {
        return Err(Refusal::invalid(format!("‘{}’ is done on the publication page.", wanted.label()), "Go to ‘Publish’."));
    }
    let note = note.trim();
    if note.chars().count() > LONGEST_NOTE {
        return Err(Refusal::invalid(format!("The note is longer than {LONGEST_NOTE} characters."), "Shorten it."));
    }
    store.act(permit.actor(), now, |tx| {
        let row = row(tx, story)?;
        may_change(tx, permit.actor(), &row)?;
        let to = open(&row, wanted, permit.actor(), now)?;
        if wanted == Move::SendBack && note.is_empty() {
            return Err(Refusal::invalid("A story is sent back with a note.", "Say in a sentence what is missing."));
        }
        if looked_at.is_some_and(|version| version != row.draft_version) {
            let sentence = format!("{} changed this story after you had looked at it.", tx.actor_name(&row.draft_by)?);
            return Err(Refusal::invalid(sentence, "Read what it says now and decide again."));
        }
        let name = match wanted {
            Move::Submit => Some("submitted"),
            Move::SendBack => Some("sent back"),
            _ => None,
        };
        let copy = tx.draft(story)?.unwrap_or_default();
        let revision = name.map(|name| tx.keep_revision(story, &tidied(copy), name, note)).transpose()?;
        if row.pending_revision.is_some() {
            tx.drop_waiting_corrections(story)?;
            tx.unset_pending(story, to)?;
        }
        tx.set_state(story, to, note)?;
        Ok((to, moved(&row, to, note, revision)))
    })
}

pub(super) fn moved(story: &Story, to: State, note: &str, revision: Option<i64>) -> Change {
    Change::StoryMoved { story: story.id, from: story.state.word().into(), to: to.word().into(), note: note.to_owned(), revision }
}

/// Marks a story ready.
///
/// # Errors
/// As [`make_move`].
pub fn finish(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, story: StoryId) -> Result<(), Refusal> {
    make_move(store, permit, now, story, Move::Finish, "", None).map(drop)
}

/// Drops a story that readers never had.
///
/// # Errors
/// As [`make_move`].
pub fn spike(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, story: StoryId) -> Result<(), Refusal> {
    make_move(store, permit, now, story, Move::Spike, "", None).map(drop)
}

/// Takes back a time that was set.
///
/// # Errors
/// As the table says.
pub fn unschedule(store: &Store, permit: Permit<'_, Publish>, now: Timestamp, story: StoryId) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = row(tx, story)?;
        let to = open(&row, Move::Unschedule, permit.actor(), now)?;
        let Some(revision) = row.pending_revision else {
            return Err(NotNow("The story has no time set, so there is none to take back.").into());
        };
        // What readers have had goes back to what it was to them.
        let to = match (row.released_at, row.withdrawn_at) {
            (Some(_), Some(_)) => State::Withdrawn,
            (Some(_), None) => State::Published,
            (None, _) => to,
        };
        tx.drop_waiting_corrections(story)?;
        tx.unset_pending(story, to)?;
        Ok(((), Change::StoryUnscheduled { story, revision }))
    })
}

/// Takes a story down: 410 for readers from this commit on. A time that waits is taken back with it.
///
/// # Errors
/// As the table says.
pub fn withdraw(store: &Store, permit: Permit<'_, Publish>, now: Timestamp, story: StoryId, note: &str) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = row(tx, story)?;
        let to = open(&row, Move::Withdraw, permit.actor(), now)?;
        tx.drop_waiting_corrections(story)?;
        tx.unset_pending(story, to)?;
        tx.set_state(story, to, note.trim())?;
        Ok(((), Change::StoryWithdrawn { story, note: note.trim().to_owned() }))
    })
}
