//! Themes that are kept: what is in one, as JSON, is known to who reads it.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use jiff::Timestamp;

statements! {
    THEME_ADD = "INSERT INTO themes (name, theme, added_at, added_by) VALUES (?1, ?2, ?3, ?4) RETURNING id";
    THEME_GET = "SELECT id, name, theme, added_at, added_by FROM themes WHERE id = ?1";
    THEMES = "SELECT id, name, '', added_at, added_by FROM themes ORDER BY id DESC LIMIT 100";
    THEMES_COUNT = "SELECT count(*) FROM themes";
    THEME_DROP = "DELETE FROM themes WHERE id = ?1";
}

/// A theme that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTheme {
    /// Number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What is in it, as JSON; empty in lists.
    pub theme: String,
    /// When it came in.
    pub added_at: Timestamp,
    /// Who brought it in.
    pub added_by: String,
}

fn theme(row: &rusqlite::Row<'_>) -> rusqlite::Result<KeptTheme> {
    Ok(KeptTheme { id: row.get(0)?, name: row.get(1)?, theme: row.get(2)?, added_at: instant(row.get(3)?), added_by: row.get(4)? })
}

impl Read<'_> {
    /// A theme that is kept.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn theme(&self, id: i64) -> Result<Option<KeptTheme>, Problem> {
        self.one(&THEME_GET, [id], theme)
    }

    /// Themes that are kept, newest first, without what is in them.
    pub fn themes(&self) -> Result<Vec<KeptTheme>, Problem> {
        self.all(&THEMES, [], theme)
    }

    /// How many there are.
    pub fn themes_count(&self) -> Result<i64, Problem> {
        Ok(self.one(&THEMES_COUNT, [], |row| row.get(0))?.unwrap_or_default())
    }
}

impl Write<'_> {
    /// Keeps a theme; its number.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn add_theme(&self, name: &str, json: &str) -> Result<i64, Problem> {
        self.insert(&THEME_ADD, (name, json, self.now(), &self.actor))
    }

    /// Drops a theme; whether there was one.
    pub fn drop_theme(&self, id: i64) -> Result<bool, Problem> {
        Ok(self.run(&THEME_DROP, [id])? == 1)
    }
}
