//! Tokens for programs: a name for the journal, grants, an end. The code is kept as its hash only.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant, maybe_instant};
use courant_news::permit::{Actor, Grant};
use jiff::Timestamp;

statements! {
    TOKEN_ADD = "INSERT INTO tokens (name, code_hash, created_at, ends_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    TOKEN_GET = "SELECT id, name FROM tokens WHERE code_hash = ?1 AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > ?2)";
    TOKEN_BY_NAME = "SELECT id FROM tokens WHERE name = ?1";
    TOKENS = "SELECT id, name, created_at, ends_at, ended_at, made_by FROM tokens ORDER BY id";
    TOKEN_END = "UPDATE tokens SET ended_at = ?2 WHERE name = ?1 AND ended_at IS NULL";
    TOKENS_END_OF = "UPDATE tokens SET ended_at = ?2 WHERE made_by = ?1 AND ended_at IS NULL";
}

/// A token as a list shows it.
#[derive(Clone, Debug)]
pub struct Token {
    /// Number.
    pub id: i64,
    /// Name.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it is good.
    pub ends_at: Option<Timestamp>,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// Who made it, as the journal names actors; empty for one from before that was kept.
    pub made_by: String,
}

impl Token {
    /// Whether it is good at an instant.
    pub fn in_use(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && self.ends_at.is_none_or(|end| end > now)
    }
}

impl Read<'_> {
    /// Who a token is, while it is good.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn token(&self, code_hash: &str, now: Timestamp) -> Result<Option<Actor>, Problem> {
        let found = self.one(&TOKEN_GET, (code_hash, now.as_millisecond()), |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        found.map(|(id, name)| Ok(Actor::token(id, &name, self.grants(&format!("token:{id}"))?))).transpose()
    }

    /// All tokens, oldest first.
    pub fn tokens(&self) -> Result<Vec<Token>, Problem> {
        self.all(&TOKENS, [], |row| {
            Ok(Token {
                id: row.get(0)?,
                name: row.get(1)?,
                created_at: instant(row.get(2)?),
                ends_at: maybe_instant(row.get(3)?),
                ended_at: maybe_instant(row.get(4)?),
                made_by: row.get(5)?,
            })
        })
    }

    /// Whether a token of this name was ever made.
    pub fn token_named(&self, name: &str) -> Result<bool, Problem> {
        Ok(self.one(&TOKEN_BY_NAME, [name], |row| row.get::<_, i64>(0))?.is_some())
    }
}

impl Write<'_> {
    /// Makes a token with grants.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn add_token(&self, name: &str, code_hash: &str, ends_at: Option<Timestamp>, grants: &[Grant]) -> Result<i64, Problem> {
        let id = self.insert(&TOKEN_ADD, (name, code_hash, self.now(), ends_at.map(Timestamp::as_millisecond), &self.actor))?;
        self.give(&format!("token:{id}"), grants)?;
        Ok(id)
    }

    /// Ends a token; `None` when there is none of that name in use.
    pub fn end_token(&self, name: &str) -> Result<Option<i64>, Problem> {
        let id = self.one(&TOKEN_BY_NAME, [name], |row| row.get::<_, i64>(0))?;
        Ok(if self.run(&TOKEN_END, (name, self.now()))? == 1 { id } else { None })
    }

    /// Ends every token that a person made.
    pub fn end_tokens_of(&self, person: i64) -> Result<usize, Problem> {
        self.run(&TOKENS_END_OF, (format!("person:{person}"), self.now()))
    }
}
