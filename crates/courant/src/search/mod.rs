//! Search over published text, in a database of its own that holds nothing else: what is not there cannot leak.
//!
//! It follows the journal. Its cursor moves in the transaction that writes its rows, so a crash repeats nothing and
//! skips nothing.

mod door;
mod question;

pub use door::answer;
pub use question::{Asked, Sort};

use courant_news::change::Change;
use courant_news::story::StoryId;
use courant_news::visible::{Sight, sight};
use courant_store::journal::Line;
use courant_store::{Problem, Store};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const VERSION: i64 = 1;
const SCHEMA: &str = "
CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL);
INSERT INTO progress (id, seq) VALUES (1, 0);
CREATE TABLE found (story INTEGER PRIMARY KEY, section TEXT NOT NULL, published_at INTEGER NOT NULL);
CREATE INDEX found_by_publication ON found (published_at, story);
CREATE VIRTUAL TABLE words USING fts5 (headline, standfirst, body, tokenize = \"porter unicode61 remove_diacritics 2\");
";
/// Headlines weigh most, then standfirsts.
const BEST: &str = "SELECT f.story, snippet(words, 2, char(57344), char(57345), '…', 30) FROM words JOIN found f ON f.story = words.rowid
 WHERE words MATCH ?1 AND (?2 = '' OR f.section = ?2) AND f.published_at >= ?3 AND f.published_at < ?4 ORDER BY bm25(words, 8.0, 3.0, 1.0), f.published_at DESC LIMIT ?5 OFFSET ?6";
const NEWEST: &str = "SELECT f.story, snippet(words, 2, char(57344), char(57345), '…', 30) FROM words JOIN found f ON f.story = words.rowid
 WHERE words MATCH ?1 AND (?2 = '' OR f.section = ?2) AND f.published_at >= ?3 AND f.published_at < ?4 ORDER BY f.published_at DESC, f.story DESC LIMIT ?5 OFFSET ?6";
/// In all; FTS5's snippets and window functions do not go together.
const COUNT: &str = "SELECT count(*) FROM words JOIN found f ON f.story = words.rowid
 WHERE words MATCH ?1 AND (?2 = '' OR f.section = ?2) AND f.published_at >= ?3 AND f.published_at < ?4";

/// A story that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Story.
    pub story: StoryId,
    /// Words around the find; U+E000 and U+E001 stand around what was asked for.
    pub excerpt: String,
}

/// The index.
pub struct Search {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Search {
    /// Opens or makes `search.db`. An index of another version is made anew from the journal.
    ///
    /// # Errors
    /// [`Problem`] when the folder cannot be written.
    pub fn open(data: &Path) -> Result<Search, Problem> {
        let path = data.join("search.db");
        let connection = crate::index::open(&path, SCHEMA, VERSION)?;
        Ok(Search { path, writer: Mutex::new(connection), readers: Mutex::default() })
    }

    /// How far the journal was followed.
    pub fn cursor(&self) -> i64 {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.query_row("SELECT seq FROM progress", [], |row| row.get(0)).unwrap_or(0)
    }

    /// Follows lines of the journal: each story they name is looked at as it stands now, so a line told twice changes nothing.
    ///
    /// # Errors
    /// [`Problem`]; then nothing of these lines was kept.
    pub fn follow(&self, store: &Store, lines: &[Line], now: Timestamp) -> Result<(), Problem> {
        let mut stories: Vec<StoryId> = lines.iter().filter_map(|line| line.change.story()).collect();
        stories.sort_unstable();
        stories.dedup();
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for line in lines {
            // A section that was renamed or merged takes its stories along, whatever their revisions say.
            if let Change::SectionMoved { from, to } = &line.change {
                tx.execute("UPDATE found SET section = ?2 WHERE section = ?1", (from, to))?;
            }
        }
        for story in stories {
            tx.execute("DELETE FROM words WHERE rowid = ?1", [story])?;
            tx.execute("DELETE FROM found WHERE story = ?1", [story])?;
            let Some((copy, published)) = shown(store, story, now)? else { continue };
            let head = &copy.head;
            tx.execute(
                "INSERT INTO words (rowid, headline, standfirst, body) VALUES (?1, ?2, ?3, ?4)",
                (story, &head.headline, format!("{} {} {}", head.standfirst, head.tags.join(" "), bylines(head)), copy.body.search_text()),
            )?;
            tx.execute("INSERT INTO found (story, section, published_at) VALUES (?1, ?2, ?3)", (story, &head.section, published.as_millisecond()))?;
        }
        if let Some(last) = lines.last() {
            tx.execute("UPDATE progress SET seq = ?1", [last.seq])?;
        }
        Ok(tx.commit()?)
    }

    /// Finds stories; also how many there are in all.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn find(&self, asked: &Asked, zone: &TimeZone, most: usize) -> Result<(Vec<Hit>, u64), Problem> {
        let Some(matching) = asked.fts() else { return Ok((Vec::new(), 0)) };
        let reader = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match reader {
            Some(reader) => reader,
            None => Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?,
        };
        let (from, to) = asked.between(zone);
        let sql = if asked.sort == Sort::Best { BEST } else { NEWEST };
        let total: i64 = reader.prepare_cached(COUNT)?.query_row((&matching, &asked.section, from, to), |row| row.get(0))?;
        let hits = reader
            .prepare_cached(sql)?
            .query_map((&matching, &asked.section, from, to, most as i64, asked.skip as i64), |row| {
                Ok(Hit { story: row.get(0)?, excerpt: row.get(1)? })
            })?
            .collect::<Result<Vec<_>, _>>()?;
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < 4 {
            readers.push(reader);
        }
        Ok((hits, total.unsigned_abs()))
    }
}

fn bylines(head: &courant_news::copy::Head) -> String {
    head.bylines.iter().map(|b| b.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn shown(store: &Store, story: StoryId, now: Timestamp) -> Result<Option<(courant_news::copy::Copy, Timestamp)>, Problem> {
    store.read(|read| {
        let Some(row) = read.story(story)? else { return Ok(None) };
        let (Sight::Shown, Some(revision)) = (sight(&row.standing(), now), row.live_revision) else { return Ok(None) };
        let section = read.live_story(story, now)?.map(|live| live.head.section);
        let copy = read.revision(revision)?.map(|mut copy| {
            copy.head.section = section.unwrap_or(copy.head.section);
            copy
        });
        Ok(copy.zip(row.published_at))
    })
}
