//! The other moves of a story: finish, unschedule, withdraw, spike.

use super::{Refusal, may_change};
use courant_news::change::Change;
use courant_news::permit::{Edit, Permit, Publish};
use courant_news::story::{Move, State, StoryId};
use courant_store::stories::Story;
use courant_store::{Store, Write};
use jiff::Timestamp;

fn row(tx: &Write<'_>, story: StoryId) -> Result<Story, Refusal> {
    tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))
}

fn moved(story: &Story, to: State) -> Change {
    Change::StoryMoved { story: story.id, from: story.state.word().into(), to: to.word().into() }
}

/// Marks a draft finished.
///
/// # Errors
/// [`Refusal::NotYours`]; /// [`Refusal::NotNow`] when the state does not allow it; so for every function here.
pub fn finish(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, story: StoryId) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = row(tx, story)?;
        may_change(tx, permit.actor(), &row)?;
        row.state.may(Move::Finish)?;
        tx.set_state(story, State::Ready)?;
        Ok(((), moved(&row, State::Ready)))
    })
}

/// Drops a story that readers never had.
pub fn spike(store: &Store, permit: Permit<'_, Publish>, now: Timestamp, story: StoryId) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = row(tx, story)?;
        row.state.may(Move::Spike)?;
        tx.unset_pending(story, State::Spiked)?;
        Ok(((), moved(&row, State::Spiked)))
    })
}

/// Takes back a time that was set.
pub fn unschedule(store: &Store, permit: Permit<'_, Publish>, now: Timestamp, story: StoryId) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = row(tx, story)?;
        row.state.may(Move::Unschedule)?;
        let Some(revision) = row.pending_revision else {
            return Err(courant_news::story::NotNow("The story has no time set, so there is none to take back.").into());
        };
        let state = if row.state == State::Published { State::Published } else { State::Draft };
        tx.unset_pending(story, state)?;
        Ok(((), Change::StoryUnscheduled { story, revision }))
    })
}

/// Takes a story down: 410 for readers from this commit on. A time that waits is taken back with it.
pub fn withdraw(store: &Store, permit: Permit<'_, Publish>, now: Timestamp, story: StoryId, note: &str) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = row(tx, story)?;
        row.state.may(Move::Withdraw)?;
        tx.unset_pending(story, State::Withdrawn)?;
        tx.set_state(story, State::Withdrawn)?;
        Ok(((), Change::StoryWithdrawn { story, note: note.trim().to_owned() }))
    })
}
