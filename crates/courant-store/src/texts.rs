//! Pages that are not news: a draft in Markdown, and revisions chained as those of stories are.

use crate::revisions::chain_hash;
use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use courant_news::body::Document;
use jiff::Timestamp;

statements! {
    TEXTS = "SELECT slug, title, markdown, version, saved_at, saved_by, live_revision FROM texts ORDER BY slug";
    TEXT_GET = "SELECT slug, title, markdown, version, saved_at, saved_by, live_revision FROM texts WHERE slug = ?1";
    TEXT_ADD = "INSERT INTO texts (slug, title, markdown, version, saved_at, saved_by) VALUES (?1, ?2, ?3, 1, ?4, ?5) ON CONFLICT (slug) DO NOTHING";
    TEXT_SAVE = "UPDATE texts SET title = ?2, markdown = ?3, version = version + 1, saved_at = ?4, saved_by = ?5 WHERE slug = ?1 AND version = ?6";
    TEXT_LIVE = "UPDATE texts SET live_revision = ?2 WHERE slug = ?1";
    TEXT_SHOWN = "SELECT r.title, r.body, r.made_at, r.markdown FROM texts t JOIN text_revisions r ON r.id = t.live_revision WHERE t.slug = ?1";
    TEXTS_SHOWN = "SELECT t.slug, r.title FROM texts t JOIN text_revisions r ON r.id = t.live_revision ORDER BY t.slug";
    TEXT_REVISION_ADD = "INSERT INTO text_revisions (slug, number, title, markdown, body, made_at, made_by, previous_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id";
    TEXT_REVISION_LAST = "SELECT id, number, title, markdown, hash FROM text_revisions WHERE slug = ?1 ORDER BY number DESC LIMIT 1";
    TEXT_REVISIONS = "SELECT id, number, title, markdown, made_at, made_by FROM text_revisions WHERE slug = ?1 ORDER BY number DESC LIMIT ?2";
    TEXT_CHAIN = "SELECT slug, number, title, body, previous_hash, hash FROM text_revisions ORDER BY slug, number";
}

/// A page that is not news, as the newsroom has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// The draft.
    pub markdown: String,
    /// Grows with each save.
    pub version: i64,
    /// When it was saved last.
    pub at: Timestamp,
    /// Who saved it.
    pub by: String,
    /// The revision that readers have.
    pub live: Option<i64>,
}

/// A page as readers have it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownText {
    /// Title.
    pub title: String,
    /// Text.
    pub body: Document,
    /// When it was published.
    pub at: Timestamp,
    /// What it was written as.
    pub markdown: String,
}

/// A revision of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRevision {
    /// Id.
    pub id: i64,
    /// Number, from 1.
    pub number: i64,
    /// Title.
    pub title: String,
    /// What it was written as.
    pub markdown: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
}

fn text(row: &rusqlite::Row<'_>) -> rusqlite::Result<Text> {
    Ok(Text {
        slug: row.get(0)?,
        title: row.get(1)?,
        markdown: row.get(2)?,
        version: row.get(3)?,
        at: instant(row.get(4)?),
        by: row.get(5)?,
        live: row.get(6)?,
    })
}

impl Read<'_> {
    /// Pages by slug.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn texts(&self) -> Result<Vec<Text>, Problem> {
        self.all(&TEXTS, [], text)
    }

    /// A page.
    pub fn text(&self, slug: &str) -> Result<Option<Text>, Problem> {
        self.one(&TEXT_GET, [slug], text)
    }

    /// A page as readers have it; `None` while they have none.
    pub fn shown_text(&self, slug: &str) -> Result<Option<ShownText>, Problem> {
        let found = self.one(&TEXT_SHOWN, [slug], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?, row.get::<_, String>(3)?))
        })?;
        let shown = |(title, body, at, markdown): (String, String, i64, String)| {
            Ok(ShownText { title, body: serde_json::from_str(&body)?, at: instant(at), markdown })
        };
        found.map(shown).transpose()
    }

    /// Slug and title of every page that readers have.
    pub fn shown_texts(&self) -> Result<Vec<(String, String)>, Problem> {
        self.all(&TEXTS_SHOWN, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Revisions of a page, newest first.
    pub fn text_revisions(&self, slug: &str, most: i64) -> Result<Vec<TextRevision>, Problem> {
        self.all(&TEXT_REVISIONS, (slug, most), |row| {
            Ok(TextRevision {
                id: row.get(0)?,
                number: row.get(1)?,
                title: row.get(2)?,
                markdown: row.get(3)?,
                at: instant(row.get(4)?),
                by: row.get(5)?,
            })
        })
    }

    /// Checks the hash chain of every page; one sentence for each break.
    pub fn broken_texts(&self) -> Result<Vec<String>, Problem> {
        type Link = (String, i64, String, String, String, String);
        let rows: Vec<Link> = self.all(&TEXT_CHAIN, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))?;
        let (mut broken, mut last) = (Vec::new(), (String::new(), String::new()));
        for (slug, number, title, body, previous, hash) in rows {
            let expected = if last.0 == slug { last.1.as_str() } else { "" };
            if previous != expected || chain_hash(&previous, &title, &body) != hash {
                broken.push(format!("Revision {number} of the page ‘{slug}’ is not as it was saved; restore it from a backup."));
            }
            last = (slug, hash);
        }
        Ok(broken)
    }
}

impl Write<'_> {
    /// Begins a page; `false` when there is one of that slug.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn add_text(&self, slug: &str, title: &str, markdown: &str) -> Result<bool, Problem> {
        Ok(self.run(&TEXT_ADD, (slug, title, markdown, self.now(), &self.actor))? == 1)
    }

    /// Saves a page's draft over version `base`; `false` when it has moved on since.
    pub fn save_text(&self, slug: &str, base: i64, title: &str, markdown: &str) -> Result<bool, Problem> {
        Ok(self.run(&TEXT_SAVE, (slug, title, markdown, self.now(), &self.actor, base))? == 1)
    }

    /// Keeps a revision of a page, the last one where it says the same, and makes it the one that readers have.
    pub fn publish_text(&self, slug: &str, title: &str, markdown: &str, body: &Document) -> Result<i64, Problem> {
        let last = self.one(&TEXT_REVISION_LAST, [slug], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?, row.get::<_, String>(4)?))
        })?;
        let (number, previous) = match last {
            Some((id, _, old_title, old_markdown, _)) if old_title == title && old_markdown == markdown => {
                self.run(&TEXT_LIVE, (slug, id))?;
                return Ok(id);
            }
            Some((_, number, _, _, hash)) => (number + 1, hash),
            None => (1, String::new()),
        };
        let body = serde_json::to_string(body)?;
        let hash = chain_hash(&previous, title, &body);
        let id = self.insert(&TEXT_REVISION_ADD, rusqlite::params![slug, number, title, markdown, body, self.now(), self.actor, previous, hash])?;
        self.run(&TEXT_LIVE, (slug, id))?;
        Ok(id)
    }

    /// Takes a page from readers; the draft and every revision stay.
    pub fn withdraw_text(&self, slug: &str) -> Result<(), Problem> {
        self.run(&TEXT_LIVE, (slug, None::<i64>)).map(drop)
    }
}
