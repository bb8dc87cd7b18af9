//! Notes to colleagues. Nothing that makes pages, feeds, exports or search reads these tables.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant, maybe_instant};
use courant_news::note::Colleague;
use courant_news::story::StoryId;
use jiff::Timestamp;

macro_rules! note_columns {
    ($rest:literal) => {
        concat!("SELECT n.id, n.story_id, n.made_at, n.quote, n.epoch, n.anchor_from, n.anchor_to, n.done_at, n.done_by FROM notes n ", $rest)
    };
}

macro_rules! remark_columns {
    ($rest:literal) => {
        concat!("SELECT r.id, r.note_id, r.person_id, p.name, r.made_at, r.text, r.edited_at, r.deleted_at FROM note_remarks r JOIN people p ON p.id = r.person_id ", $rest)
    };
}

statements! {
    NOTES_OF = note_columns!("WHERE n.story_id = ?1 AND EXISTS (SELECT 1 FROM note_remarks r WHERE r.note_id = n.id AND r.deleted_at IS NULL) ORDER BY n.id");
    NOTE_GET = note_columns!("WHERE n.id = ?1 AND EXISTS (SELECT 1 FROM note_remarks r WHERE r.note_id = n.id AND r.deleted_at IS NULL)");
    NOTES_COUNT = "SELECT count(*) FROM notes n WHERE n.story_id = ?1 AND EXISTS (SELECT 1 FROM note_remarks r WHERE r.note_id = n.id AND r.deleted_at IS NULL)";
    NOTES_SIZE = "SELECT (SELECT coalesce(sum(length(r.text)), 0) FROM note_remarks r JOIN notes n ON n.id = r.note_id WHERE n.story_id = ?1) + (SELECT coalesce(sum(length(n.quote)), 0) FROM notes n WHERE n.story_id = ?1)";
    NOTES_OPEN = "SELECT count(*) FROM notes n WHERE n.story_id = ?1 AND n.done_at IS NULL AND EXISTS (SELECT 1 FROM note_remarks r WHERE r.note_id = n.id AND r.deleted_at IS NULL)";
    NOTE_ADD = "INSERT INTO notes (story_id, made_at, quote, epoch, anchor_from, anchor_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id";
    NOTE_ANCHOR = "UPDATE notes SET epoch = ?2, anchor_from = ?3, anchor_to = ?4 WHERE id = ?1 AND epoch = ?5 AND anchor_from = ?6 AND anchor_to = ?7";
    NOTE_DONE = "UPDATE notes SET done_at = ?2, done_by = ?3 WHERE id = ?1 AND done_at IS NULL";
    NOTE_REOPEN = "UPDATE notes SET done_at = NULL, done_by = NULL WHERE id = ?1 AND done_at IS NOT NULL";
    NOTE_EMPTY = "UPDATE notes SET quote = '', epoch = '', anchor_from = '', anchor_to = '' WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM note_remarks r WHERE r.note_id = notes.id AND r.deleted_at IS NULL)";
    REMARKS_OF_STORY = remark_columns!("JOIN notes n ON n.id = r.note_id WHERE n.story_id = ?1 ORDER BY r.id");
    REMARKS_OF_NOTE = remark_columns!("WHERE r.note_id = ?1 ORDER BY r.id");
    REMARK_SENT = remark_columns!("WHERE r.person_id = ?1 AND r.sending = ?2");
    REMARK_ADD = "INSERT INTO note_remarks (note_id, person_id, made_at, text, sending) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    REMARK_EDIT = "UPDATE note_remarks SET text = ?2, edited_at = ?3 WHERE id = ?1 AND deleted_at IS NULL";
    REMARK_DELETE = "UPDATE note_remarks SET text = '', deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL";
    CALL_ADD = "INSERT INTO note_calls (remark_id, person_id, mentioned) VALUES (?1, ?2, ?3) ON CONFLICT (remark_id, person_id) DO NOTHING";
    CALLS_DROP = "DELETE FROM note_calls WHERE remark_id = ?1 AND seen_at IS NULL AND mentioned = 1";
    CALLS_SEEN = "UPDATE note_calls SET seen_at = ?3 WHERE person_id = ?1 AND seen_at IS NULL AND remark_id IN (SELECT r.id FROM note_remarks r WHERE r.note_id = ?2 AND r.id <= ?4)";
    CALLS_IN = "SELECT DISTINCT r.note_id FROM note_calls c JOIN note_remarks r ON r.id = c.remark_id JOIN notes n ON n.id = r.note_id WHERE c.person_id = ?1 AND c.seen_at IS NULL AND n.story_id = ?2 AND n.done_at IS NULL AND r.deleted_at IS NULL";
    CALLS_TO = "SELECT n.story_id, n.id, p.name, r.text, r.made_at, c.mentioned FROM note_calls c JOIN note_remarks r ON r.id = c.remark_id JOIN notes n ON n.id = r.note_id JOIN people p ON p.id = r.person_id WHERE c.person_id = ?1 AND r.id IN (SELECT max(last.id) FROM note_calls asked JOIN note_remarks last ON last.id = asked.remark_id JOIN notes about ON about.id = last.note_id WHERE asked.person_id = ?1 AND asked.seen_at IS NULL AND about.done_at IS NULL AND last.deleted_at IS NULL GROUP BY last.note_id) ORDER BY r.id DESC LIMIT ?2";
    COLLEAGUES = "SELECT p.id, p.name, p.slug FROM people p JOIN accounts a ON a.person_id = p.id WHERE a.ended_at IS NULL AND EXISTS (SELECT 1 FROM grants g WHERE g.holder = 'person:' || p.id AND g.grant_word = 'comment') ORDER BY p.name, p.id";
    NOTES_VERSION = "SELECT version FROM note_versions WHERE story_id = ?1";
    NOTES_CHANGED = "INSERT INTO note_versions (story_id, version) VALUES (?1, 1) ON CONFLICT (story_id) DO UPDATE SET version = note_versions.version + 1";
}

/// What a note stands on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The shared document in which the two ends are places; empty: there are none.
    pub epoch: String,
    /// Before its first word: a Yjs relative position as JSON.
    pub from: String,
    /// After its last word.
    pub to: String,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Number.
    pub id: i64,
    /// The story.
    pub story: StoryId,
    /// When it was written.
    pub made_at: Timestamp,
    /// The words it stood on; empty: the whole story.
    pub quote: String,
    /// Where they are.
    pub anchor: Anchor,
    /// Since when it is done, and by whom.
    pub done: Option<(Timestamp, i64)>,
}

/// One thing said in a note; the first of them is the note itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Number.
    pub id: i64,
    /// The note.
    pub note: i64,
    /// Who said it.
    pub person: i64,
    /// Their name.
    pub name: String,
    /// When.
    pub made_at: Timestamp,
    /// What; empty when it was deleted.
    pub text: String,
    /// When it was changed last.
    pub edited_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// Somebody's attention is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The story.
    pub story: StoryId,
    /// The note.
    pub note: i64,
    /// Who asks.
    pub by: String,
    /// What they say.
    pub text: String,
    /// Since when.
    pub at: Timestamp,
    /// Whether they name the person; otherwise they answered.
    pub mentioned: bool,
}

fn note(row: &rusqlite::Row<'_>) -> rusqlite::Result<Note> {
    let done: Option<i64> = row.get(7)?;
    let by: Option<i64> = row.get(8)?;
    Ok(Note {
        id: row.get(0)?,
        story: row.get(1)?,
        made_at: instant(row.get(2)?),
        quote: row.get(3)?,
        anchor: Anchor { epoch: row.get(4)?, from: row.get(5)?, to: row.get(6)? },
        done: done.map(instant).zip(by),
    })
}

fn remark(row: &rusqlite::Row<'_>) -> rusqlite::Result<Remark> {
    Ok(Remark {
        id: row.get(0)?,
        note: row.get(1)?,
        person: row.get(2)?,
        name: row.get(3)?,
        made_at: instant(row.get(4)?),
        text: row.get(5)?,
        edited_at: maybe_instant(row.get(6)?),
        deleted_at: maybe_instant(row.get(7)?),
    })
}

impl Read<'_> {
    /// Notes of a story in which something still stands, oldest first.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn notes_of(&self, story: StoryId) -> Result<Vec<Note>, Problem> {
        self.all(&NOTES_OF, [story], note)
    }

    /// A note in which something still stands.
    pub fn note(&self, id: i64) -> Result<Option<Note>, Problem> {
        self.one(&NOTE_GET, [id], note)
    }

    /// How many notes of a story still say something.
    pub fn notes_standing(&self, story: StoryId) -> Result<i64, Problem> {
        Ok(self.one(&NOTES_COUNT, [story], |row| row.get(0))?.unwrap_or(0))
    }

    /// How many characters the notes of a story have together, with the words they stand on.
    pub fn notes_size(&self, story: StoryId) -> Result<i64, Problem> {
        Ok(self.one(&NOTES_SIZE, [story], |row| row.get(0))?.unwrap_or(0))
    }

    /// How many notes of a story are open.
    pub fn notes_open(&self, story: StoryId) -> Result<i64, Problem> {
        Ok(self.one(&NOTES_OPEN, [story], |row| row.get(0))?.unwrap_or(0))
    }

    /// Everything said in the notes of a story, oldest first.
    pub fn remarks_of(&self, story: StoryId) -> Result<Vec<Remark>, Problem> {
        self.all(&REMARKS_OF_STORY, [story], remark)
    }

    /// Everything said in a note, oldest first.
    pub fn remarks_in(&self, note: i64) -> Result<Vec<Remark>, Problem> {
        self.all(&REMARKS_OF_NOTE, [note], remark)
    }

    /// What somebody said by one act of sending.
    pub fn remark_sent(&self, person: i64, sending: &str) -> Result<Option<Remark>, Problem> {
        self.one(&REMARK_SENT, (person, sending), remark)
    }

    /// Open notes of a story that ask for somebody's attention.
    pub fn notes_calling(&self, person: i64, story: StoryId) -> Result<Vec<i64>, Problem> {
        self.all(&CALLS_IN, (person, story), |row| row.get(0))
    }

    /// Notes that ask for somebody's attention, each with what was said last, newest first.
    pub fn note_calls(&self, person: i64, most: i64) -> Result<Vec<Call>, Problem> {
        self.all(&CALLS_TO, (person, most), |row| {
            Ok(Call {
                story: row.get(0)?,
                note: row.get(1)?,
                by: row.get(2)?,
                text: row.get(3)?,
                at: instant(row.get(4)?),
                mentioned: row.get::<_, i64>(5)? == 1,
            })
        })
    }

    /// Everybody who can be mentioned: they may come in, and read notes.
    pub fn colleagues(&self) -> Result<Vec<Colleague>, Problem> {
        self.all(&COLLEAGUES, [], |row| Ok(Colleague { person: row.get(0)?, name: row.get(1)?, slug: row.get(2)? }))
    }

    /// Grows with every change of a story's notes.
    pub fn notes_version(&self, story: StoryId) -> Result<i64, Problem> {
        Ok(self.one(&NOTES_VERSION, [story], |row| row.get(0))?.unwrap_or(0))
    }
}

impl Write<'_> {
    /// Adds a note; what it says is added by [`Write::add_remark`].
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn add_note(&self, story: StoryId, quote: &str, anchor: &Anchor) -> Result<i64, Problem> {
        self.insert(&NOTE_ADD, (story, self.now(), quote, &anchor.epoch, &anchor.from, &anchor.to))
    }

    /// Puts a note's anchor elsewhere, when it still is `was`; whether it was.
    pub fn anchor_note(&self, note: i64, was: &Anchor, anchor: &Anchor) -> Result<bool, Problem> {
        Ok(self.run(&NOTE_ANCHOR, (note, &anchor.epoch, &anchor.from, &anchor.to, &was.epoch, &was.from, &was.to))? == 1)
    }

    /// Marks a note done, or open again; whether that changed anything.
    pub fn settle_note(&self, note: i64, done_by: Option<i64>) -> Result<bool, Problem> {
        Ok(match done_by {
            Some(person) => self.run(&NOTE_DONE, (note, self.now(), person))?,
            None => self.run(&NOTE_REOPEN, [note])?,
        } == 1)
    }

    /// Adds what somebody says in a note.
    pub fn add_remark(&self, note: i64, person: i64, text: &str, sending: &str) -> Result<i64, Problem> {
        self.insert(&REMARK_ADD, (note, person, self.now(), text, sending))
    }

    /// Changes what was said.
    pub fn edit_remark(&self, remark: i64, text: &str) -> Result<(), Problem> {
        self.run(&REMARK_EDIT, (remark, text, self.now())).map(drop)
    }

    /// Takes the words away; when nothing is left in the note, also those it stood on.
    pub fn delete_remark(&self, remark: i64, note: i64) -> Result<(), Problem> {
        self.run(&REMARK_DELETE, (remark, self.now()))?;
        self.run(&NOTE_EMPTY, [note]).map(drop)
    }

    /// Asks for somebody's attention.
    pub fn call(&self, remark: i64, person: i64, mentioned: bool) -> Result<(), Problem> {
        self.run(&CALL_ADD, (remark, person, i64::from(mentioned))).map(drop)
    }

    /// Takes back mentions that nobody has seen.
    pub fn drop_mentions(&self, remark: i64) -> Result<(), Problem> {
        self.run(&CALLS_DROP, [remark]).map(drop)
    }

    /// Somebody has seen a note up to a remark.
    pub fn note_seen(&self, person: i64, note: i64, last: i64) -> Result<bool, Problem> {
        Ok(self.run(&CALLS_SEEN, (person, note, self.now(), last))? > 0)
    }

    /// Something of a story's notes has changed.
    pub fn notes_changed(&self, story: StoryId) -> Result<(), Problem> {
        self.run(&NOTES_CHANGED, [story]).map(drop)
    }
}
