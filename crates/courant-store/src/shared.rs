//! Shared drafts: one Yjs document a story, kept as its updates (lib0 v1 encoding) and, now and then, whole.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use courant_news::story::StoryId;
use jiff::Timestamp;

statements! {
    SHARED_GET = "SELECT epoch, since, seq FROM drafts_shared WHERE story_id = ?1";
    SHARED_BEGIN = "INSERT INTO drafts_shared (story_id, epoch, since, seq, made_at) VALUES (?1, ?2, ?3, ?3, ?4) ON CONFLICT (story_id) DO UPDATE SET epoch = excluded.epoch, since = excluded.since, seq = excluded.seq, made_at = excluded.made_at";
    SHARED_SEQ = "UPDATE drafts_shared SET seq = ?2 WHERE story_id = ?1";
    UPDATE_ADD = "INSERT INTO draft_updates (story_id, seq, at, made_by, bytes, kept) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    UPDATES_AFTER = "SELECT seq, at, made_by, bytes, kept FROM draft_updates WHERE story_id = ?1 AND seq > ?2 ORDER BY seq";
    UPDATES_LAST = "SELECT max(seq) FROM draft_updates WHERE story_id = ?1";
    SNAPSHOT_ADD = "INSERT INTO draft_snapshots (story_id, seq, bytes) VALUES (?1, ?2, ?3) ON CONFLICT (story_id, seq) DO NOTHING";
    SNAPSHOT_BEFORE = "SELECT seq, bytes FROM draft_snapshots WHERE story_id = ?1 AND seq >= ?2 AND seq <= ?3 ORDER BY seq DESC LIMIT 1";
    SNAPSHOTS_DROP = "DELETE FROM draft_snapshots WHERE story_id = ?1 AND seq < ?2";
}

/// Which document a story has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedDraft {
    /// Random text that names the document.
    pub epoch: String,
    /// Number of its first update, which holds all that it began with.
    pub since: i64,
    /// Number of its last update.
    pub seq: i64,
}

/// One commit to a shared draft.
#[derive(Clone, Debug)]
pub struct DraftUpdate {
    /// Number within the story, growing by one.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who, as the journal names actors.
    pub made_by: String,
    /// A Yjs update, lib0 v1.
    pub bytes: Vec<u8>,
    /// Number of the revision that keeps words which this update took out of sight.
    pub kept: Option<i64>,
}

impl Read<'_> {
    /// The shared draft of a story, if it has one.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn shared_draft(&self, story: StoryId) -> Result<Option<SharedDraft>, Problem> {
        self.one(&SHARED_GET, [story], |row| Ok(SharedDraft { epoch: row.get(0)?, since: row.get(1)?, seq: row.get(2)? }))
    }

    /// Updates after a number, in order.
    pub fn draft_updates(&self, story: StoryId, after: i64) -> Result<Vec<DraftUpdate>, Problem> {
        self.all(&UPDATES_AFTER, (story, after), |row| {
            Ok(DraftUpdate { seq: row.get(0)?, at: instant(row.get(1)?), made_by: row.get(2)?, bytes: row.get(3)?, kept: row.get(4)? })
        })
    }

    /// The newest whole document between two numbers, with its number.
    pub fn draft_snapshot(&self, story: StoryId, since: i64, until: i64) -> Result<Option<(i64, Vec<u8>)>, Problem> {
        self.one(&SNAPSHOT_BEFORE, (story, since, until), |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

impl Write<'_> {
    /// Begins a document with the update that makes it; a document that was there before is given up, its rows stay.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn begin_shared_draft(&self, story: StoryId, epoch: &str, bytes: &[u8]) -> Result<SharedDraft, Problem> {
        let last: Option<i64> = self.one(&UPDATES_LAST, [story], |row| row.get(0))?.flatten();
        let since = last.unwrap_or(0) + 1;
        self.run(&SHARED_BEGIN, (story, epoch, since, self.now()))?;
        self.run(&UPDATE_ADD, (story, since, self.now(), &self.actor, bytes, None::<i64>))?;
        Ok(SharedDraft { epoch: epoch.to_owned(), since, seq: since })
    }

    /// Appends an update under its number.
    pub fn add_draft_update(&self, story: StoryId, seq: i64, bytes: &[u8], kept: Option<i64>) -> Result<(), Problem> {
        self.run(&UPDATE_ADD, (story, seq, self.now(), &self.actor, bytes, kept))?;
        self.run(&SHARED_SEQ, (story, seq)).map(drop)
    }

    /// Keeps the whole document as of an update; of older ones only those from `oldest` on stay.
    pub fn keep_draft_snapshot(&self, story: StoryId, seq: i64, bytes: &[u8], oldest: i64) -> Result<(), Problem> {
        self.run(&SNAPSHOT_ADD, (story, seq, bytes))?;
        self.run(&SNAPSHOTS_DROP, (story, oldest)).map(drop)
    }
}
