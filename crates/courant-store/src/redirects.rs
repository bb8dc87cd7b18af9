//! Redirects: addresses that lead on, kept for ever unless they were made by hand. Targets are never redirects
//! themselves: whoever adds one makes those that led to its start lead to its end.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use crate::stories::Story;
use courant_news::story::StoryId;
use jiff::Timestamp;

statements! {
    REDIRECT_GET = "SELECT from_path, to_path, story_id, by_hand, made_at, made_by FROM redirects WHERE from_path = ?1";
    REDIRECTS = "SELECT from_path, to_path, story_id, by_hand, made_at, made_by FROM redirects ORDER BY made_at DESC, from_path LIMIT ?1";
    REDIRECT_SET = "INSERT INTO redirects (from_path, to_path, story_id, by_hand, made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (from_path) DO UPDATE SET to_path = excluded.to_path, story_id = excluded.story_id, by_hand = excluded.by_hand, made_at = excluded.made_at, made_by = excluded.made_by";
    REDIRECT_TURN = "UPDATE redirects SET to_path = ?2 WHERE to_path = ?1 AND from_path <> ?2";
    REDIRECT_DROP = "DELETE FROM redirects WHERE from_path = ?1";
    REDIRECTS_TO = "SELECT count(*) FROM redirects WHERE to_path = ?1";
}

/// A redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Where it begins: a path of this site, percent-decoded.
    pub from: String,
    /// Where it leads: a path of this site or an https address; empty when it leads to a story.
    pub to: String,
    /// The story it leads to, wherever that stands now.
    pub story: Option<StoryId>,
    /// Whether somebody made it; otherwise a slug was changed.
    pub by_hand: bool,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
}

fn redirect(row: &rusqlite::Row<'_>) -> rusqlite::Result<Redirect> {
    Ok(Redirect {
        from: row.get(0)?,
        to: row.get(1)?,
        story: row.get(2)?,
        by_hand: row.get::<_, i64>(3)? == 1,
        at: instant(row.get(4)?),
        by: row.get(5)?,
    })
}

/// The path of a story's address as redirects keep paths: percent-decoded.
pub fn story_path(day: &str, slug: &str) -> String {
    format!("/{}/{slug}", day.replace('-', "/"))
}

impl Read<'_> {
    /// The redirect of a path.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn redirect(&self, from: &str) -> Result<Option<Redirect>, Problem> {
        self.one(&REDIRECT_GET, [from], redirect)
    }

    /// The story that stands at an address, or did before its slug was changed.
    pub fn story_once_at(&self, day: &str, slug: &str) -> Result<Option<Story>, Problem> {
        if let Some(there) = self.story_at(day, slug)? {
            return Ok(Some(there));
        }
        match self.redirect(&story_path(day, slug))?.filter(|r| !r.by_hand).and_then(|r| r.story) {
            Some(story) => self.story(story),
            None => Ok(None),
        }
    }

    /// Redirects, newest first.
    pub fn redirects(&self, most: i64) -> Result<Vec<Redirect>, Problem> {
        self.all(&REDIRECTS, [most], redirect)
    }

    /// How many redirects lead to a path.
    pub fn redirects_to(&self, path: &str) -> Result<i64, Problem> {
        Ok(self.one(&REDIRECTS_TO, [path], |row| row.get(0))?.unwrap_or(0))
    }
}

impl Write<'_> {
    /// Sets a redirect; those that led to its start lead to its end from now on.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn set_redirect(&self, from: &str, to: &str, story: Option<StoryId>, by_hand: bool) -> Result<(), Problem> {
        if story.is_none() {
            self.run(&REDIRECT_TURN, [from, to])?;
        }
        self.run(&REDIRECT_SET, (from, to, story, i64::from(by_hand), self.now(), &self.actor)).map(drop)
    }

    /// Ends a redirect; returns whether there was one.
    pub fn drop_redirect(&self, from: &str) -> Result<bool, Problem> {
        Ok(self.run(&REDIRECT_DROP, [from])? == 1)
    }
}
