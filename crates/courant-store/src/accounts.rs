//! Accounts, grants, sessions and one-time links. Codes are kept as hashes only.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use courant_news::permit::{Actor, Grant, Role};
use jiff::Timestamp;

statements! {
    ACCOUNT_ADD = "INSERT INTO accounts (person_id, email, password_hash, created_at, role) VALUES (?1, ?2, ?3, ?4, ?5)";
    ACCOUNT_BY_EMAIL = "SELECT a.person_id, p.name, a.email, a.password_hash FROM accounts a JOIN people p ON p.id = a.person_id WHERE a.email = ?1 AND a.ended_at IS NULL";
    ACCOUNT_BY_PERSON = "SELECT a.person_id, p.name, a.email, a.password_hash FROM accounts a JOIN people p ON p.id = a.person_id WHERE a.person_id = ?1 AND a.ended_at IS NULL";
    ACCOUNTS = "SELECT a.person_id, p.name, a.email, a.password_hash FROM accounts a JOIN people p ON p.id = a.person_id WHERE a.ended_at IS NULL ORDER BY p.name";
    ACCOUNTS_ANY = "SELECT count(*) FROM accounts";
    ACCOUNT_ANY = "SELECT person_id FROM accounts WHERE email = ?1";
    PASSWORD_SET = "UPDATE accounts SET password_hash = ?2 WHERE person_id = ?1";
    GRANTS_OF = "SELECT grant_word FROM grants WHERE holder = ?1 ORDER BY grant_word";
    GRANT_ADD = "INSERT INTO grants (holder, grant_word) VALUES (?1, ?2) ON CONFLICT (holder, grant_word) DO NOTHING";
    SESSION_ADD = "INSERT INTO sessions (code_hash, person_id, device, created_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?4) RETURNING id";
    SESSION_GET = "SELECT s.id, s.person_id, p.name, s.seen_at, p.slug, a.role FROM sessions s JOIN people p ON p.id = s.person_id JOIN accounts a ON a.person_id = s.person_id WHERE s.code_hash = ?1 AND s.ended_at IS NULL AND a.ended_at IS NULL AND s.seen_at > ?2";
    SESSION_SEEN = "UPDATE sessions SET seen_at = ?2 WHERE id = ?1";
    SESSIONS_OF = "SELECT id, device, created_at, seen_at FROM sessions WHERE person_id = ?1 AND ended_at IS NULL AND seen_at > ?2 ORDER BY seen_at DESC";
    SESSION_END = "UPDATE sessions SET ended_at = ?3 WHERE id = ?1 AND person_id = ?2 AND ended_at IS NULL";
    SESSIONS_END_OTHERS = "UPDATE sessions SET ended_at = ?3 WHERE person_id = ?1 AND id <> ?2 AND ended_at IS NULL";
    SESSIONS_END_ALL = "UPDATE sessions SET ended_at = ?2 WHERE person_id = ?1 AND ended_at IS NULL";
    LINK_ADD = "INSERT INTO links (code_hash, purpose, person_id, created_at, ends_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    LINK_GET = "SELECT purpose, person_id FROM links WHERE code_hash = ?1 AND used_at IS NULL AND ends_at > ?2";
    LINK_USE = "UPDATE links SET used_at = ?2 WHERE code_hash = ?1 AND used_at IS NULL AND ends_at > ?2";
    LINKS_END_OF = "UPDATE links SET used_at = ?3 WHERE used_at IS NULL AND (person_id = ?1 OR made_by = ?2)";
    LINKS_END = "UPDATE links SET used_at = ?2 WHERE purpose = ?1 AND used_at IS NULL";
    PERSON_NAME = "SELECT name FROM people WHERE id = ?1";
    TOKEN_NAME = "SELECT name FROM tokens WHERE id = ?1";
}

/// How long a session lasts without being used.
pub const SESSION_DAYS: i64 = 30;

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Person.
    pub person: i64,
    /// Name.
    pub name: String,
    /// E-mail address, the name to sign in with.
    pub email: String,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
}

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Number.
    pub id: i64,
    /// Browser and system, in words.
    pub device: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Used last.
    pub seen_at: Timestamp,
}

/// What a link is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Make the first account.
    SetUp,
    /// Sign a person in.
    SignIn(i64),
}

fn account(row: &rusqlite::Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account { person: row.get(0)?, name: row.get(1)?, email: row.get(2)?, password_hash: row.get(3)? })
}

fn oldest_session(now: Timestamp) -> i64 {
    now.as_millisecond() - SESSION_DAYS * 86_400_000
}

impl Read<'_> {
    /// An account by e-mail address, lower-case.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn account(&self, email: &str) -> Result<Option<Account>, Problem> {
        self.one(&ACCOUNT_BY_EMAIL, [email], account)
    }

    /// An account by person.
    pub fn account_of(&self, person: i64) -> Result<Option<Account>, Problem> {
        self.one(&ACCOUNT_BY_PERSON, [person], account)
    }

    /// All accounts by name.
    pub fn accounts(&self) -> Result<Vec<Account>, Problem> {
        self.all(&ACCOUNTS, [], account)
    }

    /// Whether anybody has, or had, an account.
    pub fn has_accounts(&self) -> Result<bool, Problem> {
        Ok(self.one(&ACCOUNTS_ANY, [], |row| row.get::<_, i64>(0))?.unwrap_or(0) > 0)
    }

    /// Whether this address has, or had, an account: it is one person's for ever.
    pub fn address_taken(&self, email: &str) -> Result<bool, Problem> {
        Ok(self.one(&ACCOUNT_ANY, [email], |row| row.get::<_, i64>(0))?.is_some())
    }

    /// Grants of a holder, `person:3` or `token:2`.
    pub fn grants(&self, holder: &str) -> Result<Vec<Grant>, Problem> {
        let words = self.all(&GRANTS_OF, [holder], |row| row.get::<_, String>(0))?;
        Ok(words.iter().filter_map(|w| Grant::from_word(w)).collect())
    }

    /// Who a session belongs to, with its number and when it was seen last.
    pub fn session(&self, code_hash: &str, now: Timestamp) -> Result<Option<(Actor, i64, Timestamp)>, Problem> {
        let found = self.one(&SESSION_GET, (code_hash, oldest_session(now)), |row| {
            let who = (row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(4)?, row.get::<_, String>(5)?);
            Ok((who, row.get::<_, i64>(0)?, instant(row.get(3)?)))
        })?;
        let Some(((person, name, slug, role), session, seen)) = found else { return Ok(None) };
        let grants = self.grants(&format!("person:{person}"))?;
        let actor = Actor::person(person, &name, grants).at_desks(slug, self.desks_of(person)?);
        let owes = self.factor_wanted_of(&role)? && !self.has_factor(person)?;
        Ok(Some((if owes { actor.owing_factor() } else { actor }, session, seen)))
    }

    /// Sessions of a person, last used first.
    pub fn sessions_of(&self, person: i64, now: Timestamp) -> Result<Vec<Session>, Problem> {
        self.all(&SESSIONS_OF, (person, oldest_session(now)), |row| {
            Ok(Session { id: row.get(0)?, device: row.get(1)?, created_at: instant(row.get(2)?), seen_at: instant(row.get(3)?) })
        })
    }

    /// What a link is for, while it is good.
    pub fn link(&self, code_hash: &str, now: Timestamp) -> Result<Option<Purpose>, Problem> {
        let found = self.one(&LINK_GET, (code_hash, now.as_millisecond()), |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?)))?;
        Ok(found.and_then(|(purpose, person)| match (purpose.as_str(), person) {
            ("set_up", _) => Some(Purpose::SetUp),
            ("sign_in", Some(person)) => Some(Purpose::SignIn(person)),
            _ => None,
        }))
    }

    /// An actor of the journal as people read it; one that is not there any more by what the journal calls it.
    pub fn actor_name(&self, actor: &str) -> Result<String, Problem> {
        let (kind, number) = actor.split_once(':').unwrap_or((actor, ""));
        let number: i64 = number.parse().unwrap_or_default();
        let name: Option<String> = match kind {
            "person" => self.one(&PERSON_NAME, [number], |row| row.get(0))?,
            "token" => self.one(&TOKEN_NAME, [number], |row| row.get(0))?.map(|name: String| format!("token {name}")),
            "command-line" => Some("the command line".into()),
            "scheduler" => Some("the scheduler".into()),
            _ => None,
        };
        Ok(name.unwrap_or_else(|| actor.to_owned()))
    }
}

impl Write<'_> {
    /// Gives a person an account with a role and grants.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn add_account(&self, person: i64, email: &str, password_hash: &str, role: Role, grants: &[Grant]) -> Result<(), Problem> {
        self.run(&ACCOUNT_ADD, (person, email, password_hash, self.now(), role.word()))?;
        self.give(&format!("person:{person}"), grants)
    }

    /// Gives a holder grants.
    pub fn give(&self, holder: &str, grants: &[Grant]) -> Result<(), Problem> {
        for grant in grants {
            self.run(&GRANT_ADD, (holder, grant.word()))?;
        }
        Ok(())
    }

    /// Sets a password's hash.
    pub fn set_password(&self, person: i64, password_hash: &str) -> Result<(), Problem> {
        self.run(&PASSWORD_SET, (person, password_hash)).map(drop)
    }

    /// Opens a session.
    pub fn add_session(&self, code_hash: &str, person: i64, device: &str) -> Result<i64, Problem> {
        self.insert(&SESSION_ADD, (code_hash, person, device, self.now()))
    }

    /// Notes that a session was used.
    pub fn session_seen(&self, session: i64) -> Result<(), Problem> {
        self.run(&SESSION_SEEN, (session, self.now())).map(drop)
    }

    /// Ends a session of a person; `false` when there is none.
    pub fn end_session(&self, session: i64, person: i64) -> Result<bool, Problem> {
        Ok(self.run(&SESSION_END, (session, person, self.now()))? == 1)
    }

    /// Ends all sessions of a person but one.
    pub fn end_other_sessions(&self, person: i64, kept: i64) -> Result<usize, Problem> {
        self.run(&SESSIONS_END_OTHERS, (person, kept, self.now()))
    }

    /// Ends every session of a person.
    pub fn end_sessions(&self, person: i64) -> Result<usize, Problem> {
        self.run(&SESSIONS_END_ALL, (person, self.now()))
    }

    /// Ends the links to a person's account and those that they made.
    pub fn end_links_of(&self, person: i64) -> Result<(), Problem> {
        self.run(&LINKS_END_OF, (person, format!("person:{person}"), self.now())).map(drop)
    }

    /// Makes a one-time link.
    pub fn add_link(&self, code_hash: &str, purpose: &Purpose, ends_at: Timestamp) -> Result<(), Problem> {
        let (word, person) = match purpose {
            Purpose::SetUp => ("set_up", None),
            Purpose::SignIn(person) => ("sign_in", Some(*person)),
        };
        self.run(&LINK_ADD, (code_hash, word, person, self.now(), ends_at.as_millisecond(), &self.actor)).map(drop)
    }

    /// Uses a link up; `false` when it was used or has ended.
    pub fn use_link(&self, code_hash: &str) -> Result<bool, Problem> {
        Ok(self.run(&LINK_USE, (code_hash, self.now()))? == 1)
    }

    /// Ends every set-up link.
    pub fn end_set_up_links(&self) -> Result<(), Problem> {
        self.run(&LINKS_END, ("set_up", self.now())).map(drop)
    }
}
