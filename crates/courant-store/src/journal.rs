//! The journal: one line an action, and the cursors of those who follow it.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use courant_news::change::Change;
use courant_news::story::StoryId;
use jiff::Timestamp;

statements! {
    JOURNAL_ADD = "INSERT INTO journal (at, actor, story_id, change, previous_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING seq";
    JOURNAL_AFTER = "SELECT seq, at, actor, change FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2";
    JOURNAL_LAST = "SELECT seq, at FROM journal ORDER BY seq DESC LIMIT 1";
    JOURNAL_OF_STORY = "SELECT seq, at, actor, change FROM journal WHERE story_id = ?1 ORDER BY seq DESC LIMIT ?2";
    JOURNAL_OF_PICTURE = "SELECT j.seq, j.at, j.actor, j.change FROM picture_lines p JOIN journal j ON j.seq = p.seq WHERE p.picture_id = ?1 ORDER BY p.seq DESC LIMIT ?2";
    PICTURE_LINE_ADD = "INSERT INTO picture_lines (picture_id, seq) VALUES (?1, ?2) ON CONFLICT (picture_id, seq) DO NOTHING";
    JOURNAL_LAST_LIKE = "SELECT seq, at, actor, change FROM journal WHERE change LIKE ?1 ORDER BY seq DESC LIMIT 1";
    JOURNAL_TRAIL = "SELECT seq, at, actor, change FROM journal WHERE seq < ?1 AND (story_id = ?2 OR ?2 = 0) AND (actor = ?3 OR ?3 = '' OR change LIKE ?4 OR change LIKE ?5) AND at >= ?6 AND at < ?7 ORDER BY seq DESC LIMIT ?8";
    CURSOR_GET = "SELECT seq FROM cursors WHERE follower = ?1";
    CURSOR_SET = "INSERT INTO cursors (follower, seq) VALUES (?1, ?2) ON CONFLICT (follower) DO UPDATE SET seq = excluded.seq";
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number, growing.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who: `person:3`, `token:2`, `command-line`, `scheduler`.
    pub actor: String,
    /// What.
    pub change: Change,
}

/// What is asked of the audit trail; `None` everywhere: everything.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// Lines before this number, so that a page stays what it was while the journal grows.
    pub before: Option<i64>,
    /// About this story.
    pub story: Option<StoryId>,
    /// By this person, or about them.
    pub person: Option<i64>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
}

fn line(row: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, i64, String, String)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn read_line((seq, at, actor, change): (i64, i64, String, String)) -> Result<Line, Problem> {
    Ok(Line { seq, at: instant(at), actor, change: serde_json::from_str(&change)? })
}

impl Write<'_> {
    pub(crate) fn journal(&self, change: &Change) -> Result<(), Problem> {
        let text = serde_json::to_string(change)?;
        let (previous, story) = (self.journal_end_hash()?, change.story());
        let hash = crate::chain::line_hash(&previous, self.now(), &self.actor, story, &text);
        let seq = self.insert(&JOURNAL_ADD, (self.now(), &self.actor, story, text, previous, &hash))?;
        for picture in change.pictures() {
            self.run(&PICTURE_LINE_ADD, (picture, seq))?;
        }
        self.set_journal_end(seq, &hash)
    }

    /// A second line in the same transaction, where one act changes two things that have lines of their own.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn also(&self, change: &Change) -> Result<(), Problem> {
        self.journal(change)
    }

    /// Moves a follower's cursor.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn set_cursor(&self, follower: &str, seq: i64) -> Result<(), Problem> {
        self.run(&CURSOR_SET, (follower, seq)).map(drop)
    }
}

impl Read<'_> {
    /// Lines after a number, oldest first, at most `most`.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn journal_after(&self, seq: i64, most: i64) -> Result<Vec<Line>, Problem> {
        self.all(&JOURNAL_AFTER, (seq, most), line)?.into_iter().map(read_line).collect()
    }

    /// Number and instant of the last line.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn journal_last(&self) -> Result<Option<(i64, Timestamp)>, Problem> {
        self.one(&JOURNAL_LAST, [], |row| Ok((row.get(0)?, instant(row.get(1)?))))
    }

    /// The last lines about a story, newest first.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn journal_of(&self, story: StoryId, most: i64) -> Result<Vec<Line>, Problem> {
        self.all(&JOURNAL_OF_STORY, (story, most), line)?.into_iter().map(read_line).collect()
    }

    /// The last lines about a picture, newest first.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn journal_of_picture(&self, picture: &str, most: i64) -> Result<Vec<Line>, Problem> {
        self.all(&JOURNAL_OF_PICTURE, (picture, most), line)?.into_iter().map(read_line).collect()
    }

    /// Lines as the audit trail asks for them, newest first.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn journal_trail(&self, asked: &Trail, most: i64) -> Result<Vec<Line>, Problem> {
        let person = asked.person.unwrap_or_default();
        let (actor, inside, last) = match asked.person {
            // A change names the person it is about by number, before its next field or at its end.
            Some(_) => (format!("person:{person}"), format!("%\"person\":{person},%"), format!("%\"person\":{person}}}%")),
            None => Default::default(),
        };
        let from = asked.from.map_or(i64::MIN, Timestamp::as_millisecond);
        let to = asked.to.map_or(i64::MAX, Timestamp::as_millisecond);
        let before = asked.before.unwrap_or(i64::MAX);
        let params = rusqlite::params![before, asked.story.unwrap_or_default(), actor, inside, last, from, to, most];
        self.all(&JOURNAL_TRAIL, params, line)?.into_iter().map(read_line).collect()
    }

    /// The last line that switched the breaking bar.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn breaking_switched(&self) -> Result<Option<Line>, Problem> {
        // A change is written with its kind first.
        self.one(&JOURNAL_LAST_LIKE, [r#"{"kind":"breaking_switched"%"#], line)?.map(read_line).transpose()
    }

    /// A follower's cursor; 0 at first.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn cursor(&self, follower: &str) -> Result<i64, Problem> {
        Ok(self.one(&CURSOR_GET, [follower], |row| row.get(0))?.unwrap_or(0))
    }
}

/// Writes down which of the lines there are tell of which picture.
pub(crate) fn fill_picture_lines(connection: &rusqlite::Connection) -> Result<(), Problem> {
    let mut lines = connection.prepare("SELECT seq, change FROM journal WHERE change LIKE '{\"kind\":\"picture_%'")?;
    let mut add = connection.prepare("INSERT INTO picture_lines (picture_id, seq) VALUES (?1, ?2)")?;
    let mut rows = lines.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, text): (i64, String) = (row.get(0)?, row.get(1)?);
        for picture in serde_json::from_str::<Change>(&text)?.pictures() {
            add.execute((picture, seq))?;
        }
    }
    Ok(())
}
