//! Releasing what waits for its time: one job a firing, done in the transaction that makes the story live.

use super::Refusal;
use courant_news::change::Change;
use courant_news::permit::{Permit, Publish};
use courant_news::story::{State, StoryId};
use courant_store::jobs::Job;
use courant_store::stories::Release;
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Kind of the job.
pub const RELEASE: &str = "release";

pub(super) fn add_job(tx: &Write<'_>, story: StoryId, revision: i64, at: Timestamp) -> Result<(), Refusal> {
    // One row a firing, never 'the leader does it'. The version of the draft tells a time set again after it was taken back.
    let firing = format!("{RELEASE}:{story}:{revision}:{}:{}", at.as_millisecond(), tx.at.as_millisecond());
    let payload = serde_json::json!({ "story": story, "revision": revision, "at": at });
    Ok(tx.add_job(RELEASE, &firing, &payload, at)?)
}

/// Makes live what the job says, if it is still wanted: a time taken back or set anew leaves its job behind,
/// which then does nothing. Returns whether readers have something new.
///
/// # Errors
/// [`Refusal::Store`].
pub fn release(store: &Store, permit: Permit<'_, Publish>, now: Timestamp, job: &Job) -> Result<bool, Refusal> {
    let story = job.payload["story"].as_i64().unwrap_or_default();
    let revision = job.payload["revision"].as_i64().unwrap_or_default();
    store.act(permit.actor(), now, |tx| {
        if !tx.job_done(job.id)? {
            return Ok((false, None));
        }
        let Some(row) = tx.story(story)? else { return Ok((false, None)) };
        let waits = matches!(row.state, State::Scheduled | State::Published) && row.pending_revision == Some(revision);
        let due = row.pending_at.is_some_and(|at| at <= now && at == job.due);
        let (true, true, Some(copy)) = (waits, due, tx.revision(revision)?) else { return Ok((false, None)) };
        let published_at = row.pending_published_at.unwrap_or(now);
        let first = row.released_at.is_none();
        let updated_at = if first { None } else { Some(now) };
        let note = row.pending_note.clone();
        super::publication::make_live(tx, story, &Release { revision, published_at, updated_at, note: note.clone(), embargo: row.embargo }, &copy)?;
        Ok((true, Some(Change::StoryPublished { story, revision, previous: row.live_revision, note })))
    })
}
