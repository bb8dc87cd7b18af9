//! `counts.db`: views by story and hour, older ones by day, in a database of their own.
//!
//! Hours are counted since 1970 UTC, days likewise. The row in `ring` says up to where the ring's records are in the counts;
//! it changes in the same transaction as they do.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use super::ring::Ring;
use super::{AudienceProblem, Tally};

/// Hours are kept this long, then summed into days: a week's window, and a day to spare.
pub const KEEP_HOURS: i64 = 8 * 24;
/// `user_version` of the schema below.
const FORMAT: i64 = 1;
const SCHEMA: &str = "
    CREATE TABLE views (story INTEGER NOT NULL, hour INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (story, hour)) WITHOUT ROWID;
    CREATE INDEX views_by_hour ON views (hour);
    CREATE TABLE days (story INTEGER NOT NULL, day INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (story, day)) WITHOUT ROWID;
    CREATE TABLE ring (one INTEGER PRIMARY KEY CHECK (one = 1), id INTEGER NOT NULL, tail INTEGER NOT NULL);
    INSERT INTO ring VALUES (1, 0, 0);
    PRAGMA user_version = 1;
";

/// Views of one story in one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Story.
    pub story: u32,
    /// Hour since 1970 UTC.
    pub hour: i64,
    /// Views.
    pub n: u64,
}

/// The open database.
pub struct Counts {
    connection: Connection,
    /// The ring's id, and the id and tail that the database has now (as stored: 64 bits, signed).
    ring: i64,
    committed: (i64, i64),
    compacted: i64,
}

impl Counts {
    /// Opens or makes the database.
    ///
    /// # Errors
    /// If it cannot be used, or is newer than this program.
    pub fn open(path: &Path) -> Result<Self, AudienceProblem> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(2))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // The ring's slots are emptied after a commit, so the commit must have reached the disk.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "cache_size", -1024)?;
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > FORMAT {
            return Err(AudienceProblem::Newer { found, known: FORMAT });
        }
        if found == 0 {
            let transaction = connection.transaction()?;
            transaction.execute_batch(SCHEMA)?;
            transaction.commit()?;
        }
        let committed = connection.query_row("SELECT id, tail FROM ring", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self { connection, ring: 0, committed, compacted: i64::MIN })
    }

    /// Tells the ring how far its records are counted. A ring that the database has never seen is not counted yet.
    pub fn bind(&mut self, ring: &Ring) {
        self.ring = ring.id() as i64;
        let (id, tail) = self.committed;
        ring.settle(if id == self.ring { tail as u64 } else { 0 });
    }

    /// Adds a tally and notes, in the same transaction, that the ring is counted up to `tail`.
    ///
    /// # Errors
    /// Then nothing has changed.
    pub(crate) fn add(&mut self, tally: &Tally, tail: u64) -> Result<(), AudienceProblem> {
        let next = (self.ring, tail as i64);
        if tally.is_empty() && next == self.committed {
            return Ok(());
        }
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        {
            let mut add = transaction.prepare_cached(
                "INSERT INTO views (story, hour, n) VALUES (?1, ?2, ?3)
                 ON CONFLICT (story, hour) DO UPDATE SET n = n + excluded.n",
            )?;
            for ((story, hour), n) in tally {
                add.execute(params![story, hour, *n as i64])?;
            }
        }
        let (id, before) = self.committed;
        let moved = transaction.execute("UPDATE ring SET id = ?1, tail = ?2 WHERE id = ?3 AND tail = ?4", params![next.0, next.1, id, before])?;
        if moved != 1 {
            return Err(AudienceProblem::Elsewhere);
        }
        transaction.commit()?;
        self.committed = next;
        Ok(())
    }

    /// Sums hours older than [`KEEP_HOURS`] into days, at most once an hour.
    ///
    /// # Errors
    /// Then nothing has changed.
    pub fn compact(&mut self, hour: i64) -> Result<(), AudienceProblem> {
        if hour == self.compacted {
            return Ok(());
        }
        let oldest = hour - KEEP_HOURS;
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO days (story, day, n) SELECT story, hour / 24, SUM(n) FROM views WHERE hour < ?1 GROUP BY story, hour / 24
             ON CONFLICT (story, day) DO UPDATE SET n = n + excluded.n",
            [oldest],
        )?;
        transaction.execute("DELETE FROM views WHERE hour < ?1", [oldest])?;
        transaction.commit()?;
        self.compacted = hour;
        Ok(())
    }

    /// The rows of all hours after `hour`.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn since(&self, hour: i64) -> Result<Vec<Row>, AudienceProblem> {
        self.between(hour, i64::MAX)
    }

    /// The rows of the hours after `from` up to `to`, `to` included.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn between(&self, from: i64, to: i64) -> Result<Vec<Row>, AudienceProblem> {
        let mut select = self.connection.prepare_cached("SELECT story, hour, n FROM views WHERE hour > ?1 AND hour <= ?2")?;
        let rows = select.query_map([from, to], |row| Ok(Row { story: row.get(0)?, hour: row.get(1)?, n: row.get::<_, i64>(2)?.unsigned_abs() }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All views of a story.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn total(&self, story: u32) -> Result<u64, AudienceProblem> {
        let mut select = self.connection.prepare_cached(
            "SELECT (SELECT COALESCE(SUM(n), 0) FROM views WHERE story = ?1) + (SELECT COALESCE(SUM(n), 0) FROM days WHERE story = ?1)",
        )?;
        Ok(select.query_row([story], |row| row.get::<_, i64>(0)).optional()?.unwrap_or(0).unsigned_abs())
    }

    /// Fails at once where it would wait for another connection.
    #[cfg(test)]
    pub(super) fn give_up_waiting(&self) {
        let _ = self.connection.busy_timeout(Duration::ZERO);
    }
}
