//! Revisions: immutable saved states, chained by hashes so that damage is found; and the corrections filed with them.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use courant_news::copy::{Copy, Head};
use courant_news::correction::{Correction, Kind};
use courant_news::story::StoryId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

macro_rules! corrections {
    () => {
        "SELECT c.id, c.story_id, c.kind, c.was, c.now, c.why, c.filed_at, c.corrects, \
         (SELECT max(n.id) FROM corrections n WHERE n.corrects = c.id AND n.revision_id <= s.live_revision), c.filed_by, c.revision_id \
         FROM corrections c JOIN stories s ON s.id = c.story_id "
    };
}

statements! {
    REVISION_ADD = "INSERT INTO revisions (story_id, number, head, body, name, note, made_at, made_by, previous_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id";
    REVISION_LAST = "SELECT id, number, head, body, hash FROM revisions WHERE story_id = ?1 ORDER BY number DESC LIMIT 1";
    REVISION_GET = "SELECT head, body FROM revisions WHERE id = ?1";
    REVISION_NUMBER = "SELECT number FROM revisions WHERE id = ?1";
    REVISION_MADE = "SELECT made_at FROM revisions WHERE id = ?1";
    REVISION_CHAIN = "SELECT story_id, number, head, body, previous_hash, hash FROM revisions WHERE (story_id, number) > (?1, ?2) ORDER BY story_id, number LIMIT ?3";
    REVISIONS_OF = "SELECT id, number, name, note, made_at, made_by FROM revisions WHERE story_id = ?1 ORDER BY number DESC";
    REVISION_NUMBERED = "SELECT id, head, body FROM revisions WHERE story_id = ?1 AND number = ?2";
    CORRECTION_ADD = "INSERT INTO corrections (story_id, revision_id, kind, was, now, why, filed_at, filed_by, corrects) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id";
    CORRECTIONS_DROP = "DELETE FROM corrections WHERE story_id = ?1 AND revision_id > (SELECT coalesce(s.live_revision, 0) FROM stories s WHERE s.id = ?1)";
    CORRECTION_SAME = "SELECT id FROM corrections WHERE story_id = ?1 AND kind = ?2 AND was = ?3 AND now = ?4 AND why = ?5";
    CORRECTIONS_OF = concat!(corrections!(), "WHERE c.story_id = ?1 AND c.revision_id <= s.live_revision ORDER BY c.id DESC");
    CORRECTIONS_FILED = concat!(corrections!(), "WHERE c.story_id = ?1 ORDER BY c.id DESC");
    CORRECTIONS_LIVE = concat!(corrections!(), "WHERE c.revision_id <= s.live_revision AND s.state = 'published' AND s.released_at <= ?1 AND (s.embargo_at IS NULL OR s.embargo_at <= ?1) AND c.id < ?2 ORDER BY c.id DESC LIMIT ?3");
}

/// A revision as a list shows it.
#[derive(Clone, Debug)]
pub struct RevisionLine {
    /// Id.
    pub id: i64,
    /// Number within its story, from 1.
    pub number: i64,
    /// Why it was made: `published`, `scheduled`, `updated`.
    pub name: String,
    /// Note.
    pub note: String,
    /// When.
    pub made_at: Timestamp,
    /// Who.
    pub made_by: String,
}

/// A correction as filed.
#[derive(Clone, Debug)]
pub struct Filed {
    /// Id, growing.
    pub id: i64,
    /// Story.
    pub story: StoryId,
    /// What.
    pub correction: Correction,
    /// When.
    pub at: Timestamp,
    /// The one that it corrects.
    pub corrects: Option<i64>,
    /// The newest that readers see which corrects this one.
    pub corrected_by: Option<i64>,
    /// Who filed it.
    pub by: String,
    /// The revision that carries it.
    pub revision: i64,
}

/// SHA-256 over the previous hash, the head and the body, each ended by a line feed; lower-case hex.
pub fn chain_hash(previous: &str, head: &str, body: &str) -> String {
    let mut hash = Sha256::new();
    for part in [previous, head, body] {
        hash.update(part.as_bytes());
        hash.update(b"\n");
    }
    hex(&hash.finalize())
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

impl Write<'_> {
    /// Keeps a copy as a revision; when the last one has the very same words, that one. Returns its id.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn keep_revision(&self, story: StoryId, copy: &Copy, name: &str, note: &str) -> Result<i64, Problem> {
        self.revision_of(story, copy, name, note, false)
    }

    /// Keeps a copy as a revision of its own, also when the last one has the very same words: for what comes with it at a
    /// time of its own. Returns its id.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn keep_new_revision(&self, story: StoryId, copy: &Copy, name: &str, note: &str) -> Result<i64, Problem> {
        self.revision_of(story, copy, name, note, true)
    }

    fn revision_of(&self, story: StoryId, copy: &Copy, name: &str, note: &str, always: bool) -> Result<i64, Problem> {
        let head = serde_json::to_string(&copy.head)?;
        let body = serde_json::to_string(&copy.body)?;
        let last = self.one(&REVISION_LAST, [story], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?, row.get::<_, String>(4)?))
        })?;
        let (number, previous) = match last {
            Some((id, _, last_head, last_body, _)) if !always && last_head == head && last_body == body => return Ok(id),
            Some((_, number, _, _, hash)) => (number + 1, hash),
            None => (1, String::new()),
        };
        let hash = chain_hash(&previous, &head, &body);
        self.insert(&REVISION_ADD, rusqlite::params![story, number, head, body, name, note, self.now(), self.actor, previous, hash])
    }

    /// Drops the corrections that came with a time which was taken back: readers never had them.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn drop_waiting_corrections(&self, story: StoryId) -> Result<(), Problem> {
        self.run(&CORRECTIONS_DROP, [story]).map(drop)
    }

    /// Files a correction with the revision that carries it; the same one again is the one there is.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn file_correction(&self, story: StoryId, revision: i64, c: &Correction, corrects: Option<i64>) -> Result<i64, Problem> {
        if let Some(id) = self.one(&CORRECTION_SAME, (story, c.kind.word(), &c.was, &c.now, &c.why), |row| row.get(0))? {
            return Ok(id);
        }
        self.insert(&CORRECTION_ADD, (story, revision, c.kind.word(), &c.was, &c.now, &c.why, self.now(), &self.actor, corrects))
    }
}

fn filed(row: &rusqlite::Row<'_>) -> rusqlite::Result<Filed> {
    Ok(Filed {
        id: row.get(0)?,
        story: row.get(1)?,
        correction: Correction {
            kind: Kind::from_word(&row.get::<_, String>(2)?).unwrap_or(Kind::Correction),
            was: row.get(3)?,
            now: row.get(4)?,
            why: row.get(5)?,
        },
        at: instant(row.get(6)?),
        corrects: row.get(7)?,
        corrected_by: row.get(8)?,
        by: row.get(9)?,
        revision: row.get(10)?,
    })
}

impl Read<'_> {
    /// The copy of a revision.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn revision(&self, id: i64) -> Result<Option<Copy>, Problem> {
        let found = self.one(&REVISION_GET, [id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        found.map(|(head, body)| Ok(Copy { head: serde_json::from_str::<Head>(&head)?, body: serde_json::from_str(&body)? })).transpose()
    }

    /// When a revision was made.
    pub fn revision_made(&self, id: i64) -> Result<Option<Timestamp>, Problem> {
        self.one(&REVISION_MADE, [id], |row| Ok(instant(row.get(0)?)))
    }

    /// The number of a revision in its story, counted from 1.
    pub fn revision_number(&self, id: i64) -> Result<Option<i64>, Problem> {
        self.one(&REVISION_NUMBER, [id], |row| row.get(0))
    }

    /// Revisions of a story, newest first.
    pub fn revisions_of(&self, story: StoryId) -> Result<Vec<RevisionLine>, Problem> {
        self.all(&REVISIONS_OF, [story], |row| {
            Ok(RevisionLine {
                id: row.get(0)?,
                number: row.get(1)?,
                name: row.get(2)?,
                note: row.get(3)?,
                made_at: instant(row.get(4)?),
                made_by: row.get(5)?,
            })
        })
    }

    /// Corrections that readers see on a story, newest first.
    pub fn corrections_of(&self, story: StoryId) -> Result<Vec<Filed>, Problem> {
        self.all(&CORRECTIONS_OF, [story], filed)
    }

    /// Corrections filed with a story, those that wait with an update too, newest first.
    pub fn corrections_filed(&self, story: StoryId) -> Result<Vec<Filed>, Problem> {
        self.all(&CORRECTIONS_FILED, [story], filed)
    }

    /// Id and copy of a revision by its number within its story.
    pub fn revision_numbered(&self, story: StoryId, number: i64) -> Result<Option<(i64, Copy)>, Problem> {
        let found = self.one(&REVISION_NUMBERED, (story, number), |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))?;
        found.map(|(id, head, body)| Ok((id, Copy { head: serde_json::from_str::<Head>(&head)?, body: serde_json::from_str(&body)? }))).transpose()
    }

    /// All corrections that readers see, newest first, before an id.
    pub fn corrections_live(&self, now: Timestamp, before: Option<i64>, most: i64) -> Result<Vec<Filed>, Problem> {
        self.all(&CORRECTIONS_LIVE, (now.as_millisecond(), before.unwrap_or(i64::MAX), most), filed)
    }

    /// Checks every revision's hash chain; returns one sentence for each break.
    pub fn broken_revisions(&self) -> Result<Vec<String>, Problem> {
        let mut broken = Vec::new();
        let (mut at, mut expected) = ((0, 0), String::new());
        loop {
            let rows = self.all(&REVISION_CHAIN, (at.0, at.1, 200), |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, String>(3)?,
                    row.get::<_, String>(4)?,
                    row.get::<_, String>(5)?,
                ))
            })?;
            if rows.is_empty() {
                return Ok(broken);
            }
            for (story, number, head, body, previous, hash) in rows {
                if story != at.0 {
                    expected.clear();
                }
                if previous != expected || chain_hash(&previous, &head, &body) != hash {
                    broken.push(format!("Revision {number} of story {story} is not as it was saved; restore it from a backup."));
                }
                at = (story, number);
                expected = hash;
            }
        }
    }
}
