//! Fronts and the breaking bar.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, maybe_instant};
use courant_news::front::Layout;
use courant_news::story::StoryId;
use jiff::Timestamp;

statements! {
    FRONT_GET = "SELECT layout, version FROM fronts WHERE slug = ?1";
    FRONT_SET = "INSERT INTO fronts (slug, layout, version, changed_at, changed_by) VALUES (?1, ?2, 1, ?3, ?4) ON CONFLICT (slug) DO UPDATE SET layout = excluded.layout, version = fronts.version + 1, changed_at = excluded.changed_at, changed_by = excluded.changed_by";
    BREAKING_GET = "SELECT words, story_id, ends_at FROM breaking WHERE id = 1";
    BREAKING_SET = "INSERT INTO breaking (id, words, story_id, ends_at) VALUES (1, ?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET words = excluded.words, story_id = excluded.story_id, ends_at = excluded.ends_at";
}

/// The breaking bar as it was switched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breaking {
    /// Its words; empty: off.
    pub words: String,
    /// The story it leads to.
    pub story: Option<StoryId>,
    /// Until when.
    pub until: Option<Timestamp>,
}

impl Breaking {
    /// Whether it stands at an instant.
    pub fn stands(&self, now: Timestamp) -> bool {
        !self.words.is_empty() && self.until.is_none_or(|until| until > now)
    }
}

impl Read<'_> {
    /// A front's layout with its version; the empty one, version 0, at first.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn front(&self, slug: &str) -> Result<(Layout, i64), Problem> {
        let found = self.one(&FRONT_GET, [slug], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        found.map_or(Ok((Layout::default(), 0)), |(layout, version)| Ok((serde_json::from_str(&layout)?, version)))
    }

    /// The breaking bar.
    pub fn breaking(&self) -> Result<Breaking, Problem> {
        let found = self.one(&BREAKING_GET, [], |row| Ok(Breaking { words: row.get(0)?, story: row.get(1)?, until: maybe_instant(row.get(2)?) }))?;
        Ok(found.unwrap_or_default())
    }
}

impl Write<'_> {
    /// Sets a front's layout; returns its version.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn set_front(&self, slug: &str, layout: &Layout) -> Result<i64, Problem> {
        self.run(&FRONT_SET, (slug, serde_json::to_string(layout)?, self.now(), &self.actor))?;
        Ok(self.front(slug)?.1)
    }

    /// Switches the breaking bar.
    pub fn set_breaking(&self, breaking: &Breaking) -> Result<(), Problem> {
        self.run(&BREAKING_SET, (&breaking.words, breaking.story, breaking.until.map(Timestamp::as_millisecond))).map(drop)
    }
}
