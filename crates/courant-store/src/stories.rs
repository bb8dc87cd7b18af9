//! Stories: their row, their draft, and what each move writes.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant, maybe_instant};
use courant_news::assignment::{Assignment, Priority};
use courant_news::copy::{Copy, Head};
use courant_news::story::{State, StoryId};
use courant_news::visible::Standing;
use jiff::Timestamp;

macro_rules! story_fields {
    () => {
        "SELECT id, state, day, slug, draft_version, draft_at, draft_by, created_at, created_by, live_revision, published_at, released_at, \
         updated_at, update_note, embargo_at, pending_revision, pending_at, pending_published_at, pending_note, withdrawn_at, \
         desk, assigned_to, due_at, words_wanted, priority, brief, moved_at, moved_by, move_note"
    };
}

macro_rules! story_columns {
    () => {
        concat!(story_fields!(), " FROM stories ")
    };
}

statements! {
    STORY_ADD = "INSERT INTO stories (state, draft, draft_version, draft_at, draft_by, created_at, created_by) VALUES ('draft', ?1, 1, ?2, ?3, ?2, ?3) RETURNING id";
    STORY_GET = concat!(story_columns!(), "WHERE id = ?1");
    STORY_AT = concat!(story_columns!(), "WHERE day = ?1 AND slug = ?2");
    STORY_BY_SLUG = concat!(story_columns!(), "WHERE slug = ?1 ORDER BY day DESC LIMIT 2");
    STORIES_OF_STATE = concat!(story_columns!(), "WHERE state = ?1 ORDER BY draft_at DESC, id DESC LIMIT ?2");
    STORIES_CHANGED = concat!(story_columns!(), "WHERE (draft_at, id) < (?1, ?2) ORDER BY draft_at DESC, id DESC LIMIT ?3");
    STORIES_OF_PERSON = concat!(story_columns!(), "WHERE id IN (SELECT id FROM stories WHERE created_by = ?1 AND state IN ('draft', 'in_review', 'ready') UNION SELECT id FROM stories WHERE assigned_to = ?2 AND state IN ('draft', 'in_review', 'ready')) ORDER BY draft_at DESC, id DESC LIMIT ?3");
    STORIES_PENDING = concat!(story_columns!(), "WHERE pending_at IS NOT NULL AND state IN ('scheduled', 'published') ORDER BY pending_at, id LIMIT ?1");
    STORIES_HEADS = concat!(story_fields!(), ", draft FROM stories WHERE (draft_at, id) < (?1, ?2) ORDER BY draft_at DESC, id DESC LIMIT ?3");
    STORIES_PLANNED = concat!(story_fields!(), ", draft FROM stories WHERE id IN (SELECT id FROM stories WHERE due_at >= ?1 AND due_at < ?2 UNION SELECT id FROM stories WHERE pending_at >= ?1 AND pending_at < ?2) AND state <> 'spiked' ORDER BY coalesce(due_at, pending_at), id LIMIT ?3");
    STORIES_LATE = concat!(story_columns!(), "WHERE due_at >= ?1 AND due_at < ?2 AND state IN ('draft', 'in_review', 'ready') ORDER BY due_at DESC, id DESC LIMIT ?3");
    DRAFTS_SAVED = "SELECT id, draft_version, draft_at FROM stories WHERE (draft_at, id) > (?1, ?2) ORDER BY draft_at, id LIMIT ?3";
    STORIES_COUNT = "SELECT count(*) FROM stories";
    DRAFT_GET = "SELECT draft FROM stories WHERE id = ?1";
    DRAFT_SAVE = "UPDATE stories SET draft = ?2, draft_version = draft_version + 1, draft_at = ?3, draft_by = ?4 WHERE id = ?1 AND draft_version = ?5";
    STORY_STATE = "UPDATE stories SET state = ?2, withdrawn_at = ?3, moved_at = ?4, moved_by = ?5, move_note = ?6 WHERE id = ?1";
    STORY_ASSIGN = "UPDATE stories SET desk = ?2, assigned_to = ?3, due_at = ?4, words_wanted = ?5, priority = ?6, brief = ?7 WHERE id = ?1";
    STORY_CORRECTED = "UPDATE stories SET updated_at = ?2 WHERE id = ?1";
    STORY_ADDRESS = "UPDATE stories SET day = ?2, slug = ?3 WHERE id = ?1";
    STORY_LIVE = "UPDATE stories SET state = 'published', live_revision = ?2, published_at = ?3, released_at = ?4, updated_at = ?5, update_note = ?6, embargo_at = ?7, section = ?8, storyline = ?9, language = ?10, pending_revision = NULL, pending_at = NULL, pending_published_at = NULL, pending_note = '', withdrawn_at = NULL WHERE id = ?1";
    STORY_PENDING = "UPDATE stories SET state = ?2, pending_revision = ?3, pending_at = ?4, pending_published_at = ?5, pending_note = ?6, embargo_at = ?7 WHERE id = ?1";
    STORY_UNPEND = "UPDATE stories SET state = ?2, pending_revision = NULL, pending_at = NULL, pending_published_at = NULL, pending_note = '', embargo_at = NULL WHERE id = ?1";
    TAGS_CLEAR = "DELETE FROM live_tags WHERE story_id = ?1";
    TAG_ADD = "INSERT INTO live_tags (story_id, slug, name) VALUES (?1, ?2, ?3)";
    BYLINES_CLEAR = "DELETE FROM live_people WHERE story_id = ?1";
    BYLINE_ADD = "INSERT INTO live_people (story_id, slug) VALUES (?1, ?2) ON CONFLICT (story_id, slug) DO NOTHING";
}

/// A story without its words.
#[derive(Clone, Debug)]
pub struct Story {
    /// Number.
    pub id: StoryId,
    /// State.
    pub state: State,
    /// Day part of its address, `2018-03-28`; set at first publication or schedule.
    pub day: Option<String>,
    /// Slug part of its address.
    pub slug: Option<String>,
    /// Grows with each save of the draft.
    pub draft_version: i64,
    /// When the draft was saved last.
    pub draft_at: Timestamp,
    /// Who saved it last.
    pub draft_by: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Who began it.
    pub created_by: String,
    /// The revision that readers have, or had.
    pub live_revision: Option<i64>,
    /// What stands as Published on.
    pub published_at: Option<Timestamp>,
    /// From when the live revision may be seen.
    pub released_at: Option<Timestamp>,
    /// What stands as Updated.
    pub updated_at: Option<Timestamp>,
    /// Note of the last update.
    pub update_note: String,
    /// Not before.
    pub embargo: Option<Timestamp>,
    /// The revision that waits for its time.
    pub pending_revision: Option<i64>,
    /// Its time.
    pub pending_at: Option<Timestamp>,
    /// What will stand as Published on.
    pub pending_published_at: Option<Timestamp>,
    /// Its note.
    pub pending_note: String,
    /// When it was taken down.
    pub withdrawn_at: Option<Timestamp>,
    /// Who writes it, by when, how long.
    pub assignment: Assignment,
    /// When it was handed in, sent back, marked ready, spiked or withdrawn last.
    pub moved_at: Option<Timestamp>,
    /// Who did that.
    pub moved_by: String,
    /// What they said with it.
    pub move_note: String,
}

impl Story {
    /// What decides whether it may be seen.
    pub fn standing(&self) -> Standing {
        Standing { state: self.state, released_at: self.released_at, embargo: self.embargo, withdrawn: self.withdrawn_at.is_some() }
    }

    /// Its public path, `/2018/03/28/slug`, once it has one.
    pub fn path(&self) -> Option<String> {
        Some(path(self.day.as_deref()?, self.slug.as_deref()?))
    }
}

/// The public path of a day and a slug.
pub fn path(day: &str, slug: &str) -> String {
    format!("/{}/{}", day.replace('-', "/"), courant_news::slug::in_address(slug))
}

fn story(row: &rusqlite::Row<'_>) -> rusqlite::Result<Story> {
    Ok(Story {
        id: row.get(0)?,
        // A word that no state has is a damaged record; a draft is what harms least.
        state: State::from_word(&row.get::<_, String>(1)?).unwrap_or(State::Draft),
        day: row.get(2)?,
        slug: row.get(3)?,
        draft_version: row.get(4)?,
        draft_at: instant(row.get(5)?),
        draft_by: row.get(6)?,
        created_at: instant(row.get(7)?),
        created_by: row.get(8)?,
        live_revision: row.get(9)?,
        published_at: maybe_instant(row.get(10)?),
        released_at: maybe_instant(row.get(11)?),
        updated_at: maybe_instant(row.get(12)?),
        update_note: row.get(13)?,
        embargo: maybe_instant(row.get(14)?),
        pending_revision: row.get(15)?,
        pending_at: maybe_instant(row.get(16)?),
        pending_published_at: maybe_instant(row.get(17)?),
        pending_note: row.get(18)?,
        withdrawn_at: maybe_instant(row.get(19)?),
        assignment: Assignment {
            desk: row.get(20)?,
            person: row.get(21)?,
            due: maybe_instant(row.get(22)?),
            length: row.get(23)?,
            priority: Priority::from_word(&row.get::<_, String>(24)?).unwrap_or_default(),
            note: row.get(25)?,
        },
        moved_at: maybe_instant(row.get(26)?),
        moved_by: row.get(27)?,
        move_note: row.get(28)?,
    })
}

fn with_draft(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Story, String)> {
    Ok((story(row)?, row.get(29)?))
}

impl Read<'_> {
    /// A story by number.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn story(&self, id: StoryId) -> Result<Option<Story>, Problem> {
        self.one(&STORY_GET, [id], story)
    }

    /// A story by the day and slug of its address, whatever its state: the caller asks `sight`.
    pub fn story_at(&self, day: &str, slug: &str) -> Result<Option<Story>, Problem> {
        self.one(&STORY_AT, [day, slug], story)
    }

    /// Stories with a slug, newest day first, at most two: the command line takes a bare slug when it is unique.
    pub fn stories_by_slug(&self, slug: &str) -> Result<Vec<Story>, Problem> {
        self.all(&STORY_BY_SLUG, [slug], story)
    }

    /// Stories of a state, last changed first.
    pub fn stories_of_state(&self, state: State, most: i64) -> Result<Vec<Story>, Problem> {
        self.all(&STORIES_OF_STATE, (state.word(), most), story)
    }

    /// All stories, last changed first, after a place in that order.
    pub fn stories_changed(&self, before: Option<(Timestamp, StoryId)>, most: i64) -> Result<Vec<Story>, Problem> {
        let (at, id) = before.map_or((i64::MAX, i64::MAX), |(at, id)| (at.as_millisecond(), id));
        self.all(&STORIES_CHANGED, (at, id, most), story)
    }

    /// Stories that somebody began or is to write and nobody has published, last changed first.
    pub fn stories_of(&self, actor: &str, person: Option<i64>, most: i64) -> Result<Vec<Story>, Problem> {
        self.all(&STORIES_OF_PERSON, (actor, person, most), story)
    }

    /// Stories with a revision that waits for its time, next to come first.
    pub fn stories_pending(&self, most: i64) -> Result<Vec<Story>, Problem> {
        self.all(&STORIES_PENDING, [most], story)
    }

    /// As [`Read::stories_changed`], each with its draft but for the text.
    pub fn stories_with_heads(&self, before: Option<(Timestamp, StoryId)>, most: i64) -> Result<Vec<(Story, Head)>, Problem> {
        let (at, id) = before.map_or((i64::MAX, i64::MAX), |(at, id)| (at.as_millisecond(), id));
        let rows = self.all(&STORIES_HEADS, (at, id, most), with_draft)?;
        rows.into_iter().map(|(story, draft)| Ok((story, serde_json::from_str(&draft)?))).collect()
    }

    /// What is due, or goes out, from an instant and before another, in that order: each with its draft but for the text.
    pub fn stories_planned(&self, from: Timestamp, to: Timestamp, most: i64) -> Result<Vec<(Story, Head)>, Problem> {
        let rows = self.all(&STORIES_PLANNED, (from.as_millisecond(), to.as_millisecond(), most), with_draft)?;
        rows.into_iter().map(|(story, draft)| Ok((story, serde_json::from_str(&draft)?))).collect()
    }

    /// What was due from an instant and before another and is not out, last due first.
    pub fn stories_late(&self, from: Timestamp, to: Timestamp, most: i64) -> Result<Vec<Story>, Problem> {
        self.all(&STORIES_LATE, (from.as_millisecond(), to.as_millisecond(), most), story)
    }

    /// Number, version and instant in milliseconds of drafts saved after a place in that order, first saved first.
    pub fn drafts_saved(&self, (at, id): (i64, StoryId), most: i64) -> Result<Vec<(StoryId, i64, i64)>, Problem> {
        self.all(&DRAFTS_SAVED, (at, id, most), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// How many stories there are.
    pub fn stories_count(&self) -> Result<i64, Problem> {
        Ok(self.one(&STORIES_COUNT, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// All of the draft but its text.
    pub fn draft_head(&self, id: StoryId) -> Result<Head, Problem> {
        let text: Option<String> = self.one(&DRAFT_GET, [id], |row| row.get(0))?;
        Ok(text.map(|t| serde_json::from_str(&t)).transpose()?.unwrap_or_default())
    }

    /// The draft's copy.
    pub fn draft(&self, id: StoryId) -> Result<Option<Copy>, Problem> {
        let text: Option<String> = self.one(&DRAFT_GET, [id], |row| row.get(0))?;
        Ok(text.map(|t| serde_json::from_str(&t)).transpose()?)
    }
}

/// What a release makes live.
#[derive(Clone, Debug)]
pub struct Release {
    /// Revision.
    pub revision: i64,
    /// What stands as Published on.
    pub published_at: Timestamp,
    /// What stands as Updated; none at first publication.
    pub updated_at: Option<Timestamp>,
    /// Note for readers.
    pub note: String,
    /// Embargo that was set, kept for the record.
    pub embargo: Option<Timestamp>,
}

/// What waits for its time.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Revision.
    pub revision: i64,
    /// When it is to be released.
    pub at: Timestamp,
    /// What will stand as Published on.
    pub published_at: Timestamp,
    /// Note for readers.
    pub note: String,
    /// Not before.
    pub embargo: Option<Timestamp>,
}

impl Write<'_> {
    /// Begins a story with a draft.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn add_story(&self, draft: &Copy) -> Result<StoryId, Problem> {
        let id = self.insert(&STORY_ADD, (serde_json::to_string(draft)?, self.now(), &self.actor))?;
        self.set_draft_uses(id, draft)?;
        Ok(id)
    }

    /// Saves the draft over version `base`; `false` when it has moved on since.
    pub fn save_draft(&self, id: StoryId, base: i64, draft: &Copy) -> Result<bool, Problem> {
        let text = serde_json::to_string(draft)?;
        let saved = self.run(&DRAFT_SAVE, (id, text, self.now(), &self.actor, base))? == 1;
        if saved {
            self.set_draft_uses(id, draft)?;
        }
        Ok(saved)
    }

    /// Sets a state that changes nothing else, with what who moved it said.
    pub fn set_state(&self, id: StoryId, state: State, note: &str) -> Result<(), Problem> {
        let withdrawn = (state == State::Withdrawn).then(|| self.now());
        self.run(&STORY_STATE, (id, state.word(), withdrawn, self.now(), &self.actor, note)).map(drop)
    }

    /// Sets who writes a story, by when, how long.
    pub fn set_assignment(&self, id: StoryId, to: &Assignment) -> Result<(), Problem> {
        let due = to.due.map(Timestamp::as_millisecond);
        self.run(&STORY_ASSIGN, (id, &to.desk, to.person, due, to.length, to.priority.word(), &to.note)).map(drop)
    }

    /// Says on a story that readers have that it was corrected now.
    pub fn set_corrected(&self, id: StoryId) -> Result<(), Problem> {
        self.run(&STORY_CORRECTED, (id, self.now())).map(drop)
    }

    /// Gives a story its address.
    pub fn set_address(&self, id: StoryId, day: &str, slug: &str) -> Result<(), Problem> {
        self.run(&STORY_ADDRESS, (id, day, slug)).map(drop)
    }

    /// Makes a revision the one that readers have.
    pub fn set_live(&self, id: StoryId, release: &Release, copy: &Copy) -> Result<(), Problem> {
        let head = &copy.head;
        let times = (release.published_at.as_millisecond(), self.now(), release.updated_at.map(Timestamp::as_millisecond));
        self.run(
            &STORY_LIVE,
            rusqlite::params![
                id,
                release.revision,
                times.0,
                times.1,
                times.2,
                release.note,
                release.embargo.map(Timestamp::as_millisecond),
                head.section,
                head.storyline,
                head.language
            ],
        )?;
        self.run(&TAGS_CLEAR, [id])?;
        for (slug, name) in head.tag_slugs() {
            self.run(&TAG_ADD, (id, slug, name))?;
        }
        self.run(&BYLINES_CLEAR, [id])?;
        for (slug, name) in head.byline_slugs() {
            self.keep_person(&slug, &name)?;
            self.run(&BYLINE_ADD, (id, slug))?;
        }
        self.set_picture_uses(id, copy)?;
        self.set_media_uses(id, copy)
    }

    /// Sets a revision to wait for its time, with the state the story has meanwhile.
    pub fn set_pending(&self, id: StoryId, state: State, pending: &Pending) -> Result<(), Problem> {
        let embargo = pending.embargo.map(Timestamp::as_millisecond);
        let (at, published) = (pending.at.as_millisecond(), pending.published_at.as_millisecond());
        self.run(&STORY_PENDING, (id, state.word(), pending.revision, at, published, &pending.note, embargo)).map(drop)
    }

    /// Takes a time back.
    pub fn unset_pending(&self, id: StoryId, state: State) -> Result<(), Problem> {
        self.run(&STORY_UNPEND, (id, state.word())).map(drop)
    }
}
