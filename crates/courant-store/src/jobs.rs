//! Jobs: work to do once at or after an instant, kept in the transaction that wanted it.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use jiff::Timestamp;

statements! {
    JOB_ADD = "INSERT INTO jobs (kind, firing, payload, due_at, attempts, failure) VALUES (?1, ?2, ?3, ?4, 0, '') ON CONFLICT (firing) DO NOTHING";
    JOB_NEXT = "SELECT id, kind, payload, due_at, attempts FROM jobs WHERE done_at IS NULL AND kind = ?1 AND due_at <= ?2 ORDER BY due_at, id LIMIT 1";
    JOB_NEXT_DUE = "SELECT due_at FROM jobs WHERE done_at IS NULL AND kind = ?1 ORDER BY due_at, id LIMIT 1";
    JOB_DONE = "UPDATE jobs SET done_at = ?2 WHERE id = ?1 AND done_at IS NULL";
    JOB_FAILED = "UPDATE jobs SET attempts = attempts + 1, due_at = ?2, failure = ?3 WHERE id = ?1";
    JOBS_WAITING = "SELECT count(*) FROM jobs WHERE done_at IS NULL";
}

/// A job that is due.
#[derive(Clone, Debug)]
pub struct Job {
    /// Number.
    pub id: i64,
    /// What to do: `release`, `renditions`.
    pub kind: String,
    /// With what, as JSON.
    pub payload: serde_json::Value,
    /// Since when it is due.
    pub due: Timestamp,
    /// How often it was tried before.
    pub attempts: i64,
}

impl Write<'_> {
    /// Adds a job; a second one with the same `firing` is none.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn add_job(&self, kind: &str, firing: &str, payload: &serde_json::Value, due: Timestamp) -> Result<(), Problem> {
        self.run(&JOB_ADD, (kind, firing, payload.to_string(), due.as_millisecond())).map(drop)
    }

    /// Marks a job done. In one transaction with its effect this makes it run once; `false` when it was done already.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn job_done(&self, id: i64) -> Result<bool, Problem> {
        Ok(self.run(&JOB_DONE, (id, self.now()))? == 1)
    }

    /// Puts a job that failed off to a later instant.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn job_failed(&self, id: i64, again: Timestamp, why: &str) -> Result<(), Problem> {
        self.run(&JOB_FAILED, (id, again.as_millisecond(), why)).map(drop)
    }
}

impl Read<'_> {
    /// The job of a kind that is due longest.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn next_job(&self, kind: &str, now: Timestamp) -> Result<Option<Job>, Problem> {
        let found = self.one(&JOB_NEXT, (kind, now.as_millisecond()), |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get(3)?, row.get(4)?))
        })?;
        found
            .map(|(id, kind, payload, due, attempts)| Ok(Job { id, kind, payload: serde_json::from_str(&payload)?, due: instant(due), attempts }))
            .transpose()
    }

    /// When the next job of a kind is due.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn next_due(&self, kind: &str) -> Result<Option<Timestamp>, Problem> {
        self.one(&JOB_NEXT_DUE, [kind], |row| Ok(instant(row.get(0)?)))
    }

    /// How many jobs are not done yet.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn jobs_waiting(&self) -> Result<i64, Problem> {
        Ok(self.one(&JOBS_WAITING, [], |row| row.get(0))?.unwrap_or(0))
    }
}
