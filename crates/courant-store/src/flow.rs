//! What a desk keeps for its own work: saved searches, addresses of calendars.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use jiff::Timestamp;

statements! {
    SEARCHES_OF = "SELECT id, name, query FROM searches WHERE person_id = ?1 ORDER BY name LIMIT 100";
    SEARCH_KEEP = "INSERT INTO searches (person_id, name, query, created_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (person_id, name) DO UPDATE SET query = excluded.query";
    SEARCH_END = "DELETE FROM searches WHERE id = ?1 AND person_id = ?2";
    CALENDAR_ADD = "INSERT INTO calendars (code_hash, person_id, desk, mine, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    CALENDARS_END = "UPDATE calendars SET ended_at = ?2 WHERE person_id = ?1 AND ended_at IS NULL";
    CALENDAR_OF = "SELECT person_id, desk, mine, created_at FROM calendars WHERE person_id = ?1 AND ended_at IS NULL";
    CALENDAR_GET = "SELECT c.person_id, c.desk, c.mine, c.created_at FROM calendars c JOIN accounts a ON a.person_id = c.person_id WHERE c.code_hash = ?1 AND c.ended_at IS NULL AND a.ended_at IS NULL AND EXISTS (SELECT 1 FROM grants g WHERE g.holder = 'person:' || c.person_id AND g.grant_word = 'edit-own')";
}

/// A search that somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The query of the list's address: `state=draft&q=talks`.
    pub query: String,
}

/// An address of the day book for calendars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Whose it is.
    pub person: i64,
    /// Of one desk only; empty: of all.
    pub desk: String,
    /// Only what that person writes.
    pub mine: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

fn calendar(row: &rusqlite::Row<'_>) -> rusqlite::Result<Calendar> {
    Ok(Calendar { person: row.get(0)?, desk: row.get(1)?, mine: row.get::<_, i64>(2)? == 1, created_at: instant(row.get(3)?) })
}

impl Read<'_> {
    /// Searches that somebody keeps, by name.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn searches_of(&self, person: i64) -> Result<Vec<Search>, Problem> {
        self.all(&SEARCHES_OF, [person], |row| Ok(Search { id: row.get(0)?, name: row.get(1)?, query: row.get(2)? }))
    }

    /// The calendar that somebody has.
    pub fn calendar_of(&self, person: i64) -> Result<Option<Calendar>, Problem> {
        self.one(&CALENDAR_OF, [person], calendar)
    }

    /// The calendar of a code, while it has not ended and its person may still read drafts.
    pub fn calendar(&self, code_hash: &str) -> Result<Option<Calendar>, Problem> {
        self.one(&CALENDAR_GET, [code_hash], calendar)
    }
}

impl Write<'_> {
    /// Keeps a search; one of the same name is replaced.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn keep_search(&self, person: i64, name: &str, query: &str) -> Result<(), Problem> {
        self.run(&SEARCH_KEEP, (person, name, query, self.now())).map(drop)
    }

    /// Drops a search of somebody.
    pub fn end_search(&self, id: i64, person: i64) -> Result<bool, Problem> {
        Ok(self.run(&SEARCH_END, (id, person))? == 1)
    }

    /// Gives somebody an address for calendars; the one before ends.
    pub fn add_calendar(&self, code_hash: &str, person: i64, desk: &str, mine: bool) -> Result<(), Problem> {
        self.end_calendars(person)?;
        self.run(&CALENDAR_ADD, (code_hash, person, desk, i64::from(mine), self.now())).map(drop)
    }

    /// Ends the address that somebody has.
    pub fn end_calendars(&self, person: i64) -> Result<(), Problem> {
        self.run(&CALENDARS_END, (person, self.now())).map(drop)
    }
}
