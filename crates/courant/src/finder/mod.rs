//! Finding any story in the newsroom, drafts too: by words, state, person, desk, section, day. A database of its own,
//! beside that of readers' search and never mixed with it: what readers can ask must not hold a draft.
//!
//! It follows the journal for what moves, and looks every few seconds at drafts that were saved since: a draft is saved
//! each second, and nobody looks for a word that fast.

mod question;

pub use question::{Order, Wanted};

use courant_news::change::Change;
use courant_news::copy::Copy;
use courant_news::story::{STATES, StoryId};
use courant_store::journal::Line;
use courant_store::stories::Story;
use courant_store::{Problem, Store};
use question::prefix;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const VERSION: i64 = 2;
/// An index for each order holds all that is filtered by, so that a filter that few stories pass is a walk along it.
const SCHEMA: &str = "
CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, saved_at INTEGER NOT NULL);
INSERT INTO progress (id, seq, saved_at) VALUES (1, -1, 0);
CREATE TABLE found (story INTEGER PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, rank INTEGER NOT NULL, section TEXT NOT NULL, desk TEXT NOT NULL,
 writer INTEGER NOT NULL, author TEXT NOT NULL, headline TEXT NOT NULL, byline TEXT NOT NULL, changed_at INTEGER NOT NULL, published_at INTEGER NOT NULL, due_at INTEGER NOT NULL);
CREATE INDEX found_changed ON found (changed_at, story, state, section, desk, writer, author, published_at, due_at);
CREATE INDEX found_published ON found (published_at, story, state, section, desk, writer, author, changed_at, due_at);
CREATE INDEX found_headline ON found (headline, story, state, section, desk, writer, author, changed_at, published_at, due_at);
CREATE INDEX found_byline ON found (byline, story, state, section, desk, writer, author, changed_at, published_at, due_at);
CREATE INDEX found_section ON found (section, changed_at, story);
CREATE INDEX found_state ON found (state, changed_at, story);
CREATE VIRTUAL TABLE words USING fts5 (headline, body, content = '', contentless_delete = 1, prefix = '2 3', tokenize = \"unicode61 remove_diacritics 2\");
";
/// A save that was under way while its neighbour was looked at may bear an earlier instant by this much.
const OVERLAP_MS: i64 = 5000;
/// Stories read at a time.
const AT_ONCE: i64 = 200;

/// The index.
pub struct Finder {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Finder {
    /// Opens or makes `newsroom-search.db`. An index of another version is made anew from the stories.
    ///
    /// # Errors
    /// [`Problem`] when the folder cannot be written.
    pub fn open(data: &Path) -> Result<Finder, Problem> {
        let path = data.join("newsroom-search.db");
        let connection = crate::index::open(&path, SCHEMA, VERSION)?;
        Ok(Finder { path, writer: Mutex::new(connection), readers: Mutex::default() })
    }

    /// How far the journal was followed; -1 while the index is new.
    pub fn cursor(&self) -> i64 {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.query_row("SELECT seq FROM progress", [], |row| row.get(0)).unwrap_or(0)
    }

    /// Follows lines of the journal: each story they name is looked at as it stands now.
    ///
    /// # Errors
    /// [`Problem`]; then nothing of these lines was kept.
    pub fn follow(&self, store: &Store, lines: &[Line]) -> Result<(), Problem> {
        let Some(last) = lines.last() else { return Ok(()) };
        let mut stories: Vec<StoryId> = lines.iter().filter_map(|line| line.change.story()).collect();
        stories.sort_unstable();
        stories.dedup();
        let read = read(store, &stories)?;
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for line in lines {
            if let Change::SectionMoved { from, to } = &line.change {
                tx.execute("UPDATE found SET section = ?2 WHERE section = ?1", (from, to))?;
            }
        }
        read.iter().try_for_each(|(story, copy)| keep(&tx, story, copy))?;
        tx.execute("UPDATE progress SET seq = ?1", [last.seq])?;
        Ok(tx.commit()?)
    }

    /// Looks at drafts that were saved since the last time, all of them in a new index. `stopping` ends it early.
    ///
    /// # Errors
    /// [`Problem`]; what was looked at before it stays kept.
    pub fn look_at_drafts(&self, store: &Store, stopping: impl Fn() -> bool) -> Result<(), Problem> {
        let (seq, saved_at) = self.progress()?;
        if seq < 0 {
            // Whatever the journal says until now is in the stories themselves.
            let last = store.read(|read| read.journal_last())?.map_or(0, |(seq, _)| seq);
            self.writer.lock().unwrap_or_else(PoisonError::into_inner).execute("UPDATE progress SET seq = ?1", [last])?;
        }
        let mut place = (saved_at - OVERLAP_MS, 0);
        while !stopping() {
            let saved = store.read(|read| read.drafts_saved(place, AT_ONCE))?;
            let Some((last, _, at)) = saved.last().copied() else { break };
            place = (at, last);
            self.keep_saved(store, &saved, at)?;
        }
        Ok(())
    }

    fn progress(&self) -> Result<(i64, i64), Problem> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(writer.query_row("SELECT seq, saved_at FROM progress", [], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    fn keep_saved(&self, store: &Store, saved: &[(StoryId, i64, i64)], at: i64) -> Result<(), Problem> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut new = Vec::new();
        {
            let mut known = writer.prepare_cached("SELECT 1 FROM found WHERE story = ?1 AND version = ?2")?;
            for (story, version, _) in saved {
                if !known.exists((story, version))? {
                    new.push(*story);
                }
            }
        }
        let read = read(store, &new)?;
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        read.iter().try_for_each(|(story, copy)| keep(&tx, story, copy))?;
        tx.execute("UPDATE progress SET saved_at = max(saved_at, ?1)", [at])?;
        Ok(tx.commit()?)
    }

    /// Stories as wanted, in order, and how many there are in all.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn find(&self, wanted: &Wanted, most: usize) -> Result<(Vec<StoryId>, usize), Problem> {
        self.with_reader(|reader| wanted.run(reader, most))
    }

    /// Stories for somebody who is typing: those with the words in their headline or slugline first, newest first.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn suggest(&self, typed: &str, most: usize) -> Result<Vec<StoryId>, Problem> {
        let Some(words) = prefix(typed) else { return Ok(Vec::new()) };
        self.with_reader(|reader| {
            let mut out: Vec<StoryId> = Vec::new();
            let mut statement = reader.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2")?;
            for question in [format!("headline : ({words})"), words.clone()] {
                if out.len() < most {
                    let rows = statement.query_map((&question, (most * 2) as i64), |row| row.get(0))?;
                    for story in rows {
                        let story = story?;
                        if !out.contains(&story) {
                            out.push(story);
                        }
                    }
                }
            }
            out.truncate(most);
            Ok(out)
        })
    }

    fn with_reader<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Problem>) -> Result<T, Problem> {
        let reader = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match reader {
            Some(reader) => reader,
            None => Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?,
        };
        let result = work(&reader);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < 4 {
            readers.push(reader);
        }
        result
    }
}

fn read(store: &Store, stories: &[StoryId]) -> Result<Vec<(Story, Copy)>, Problem> {
    store.read(|read| {
        let one = |id: &StoryId| {
            let Some((story, mut copy)) = read.story(*id)?.zip(read.draft(*id)?) else { return Ok(None) };
            // A draft may still name its section by the slug it had before.
            copy.head.section = read.section_now(&copy.head.section)?;
            Ok(Some((story, copy)))
        };
        stories.iter().filter_map(|id| one(id).transpose()).collect()
    })
}

fn keep(tx: &Transaction<'_>, story: &Story, copy: &Copy) -> Result<(), Problem> {
    let (head, plan) = (&copy.head, &story.assignment);
    let names: Vec<&str> = head.bylines.iter().map(|b| b.name.as_str()).collect();
    let headline = if head.headline.trim().is_empty() { &head.slugline } else { &head.headline };
    let rank = STATES.iter().position(|s| *s == story.state).unwrap_or(0);
    let at = |at: Option<jiff::Timestamp>| at.map_or(0, jiff::Timestamp::as_millisecond);
    tx.prepare_cached(
        "INSERT OR REPLACE INTO found (story, version, state, rank, section, desk, writer, author, headline, byline, changed_at, published_at, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(rusqlite::params![
        story.id,
        story.draft_version,
        story.state.word(),
        rank as i64,
        head.section,
        plan.desk,
        plan.person.unwrap_or(0),
        story.created_by,
        headline.trim().to_lowercase(),
        names.first().map(|n| n.to_lowercase()).unwrap_or_default(),
        story.draft_at.as_millisecond(),
        at(story.pending_at.or(story.published_at)),
        at(plan.due),
    ])?;
    let text = format!("{} {} {} {} {}", head.standfirst, head.kicker, names.join(" "), head.tags.join(" "), copy.body.search_text());
    tx.prepare_cached("INSERT OR REPLACE INTO words (rowid, headline, body) VALUES (?1, ?2, ?3)")?.execute((
        story.id,
        format!("{} {}", head.headline, head.slugline),
        text,
    ))?;
    Ok(())
}
