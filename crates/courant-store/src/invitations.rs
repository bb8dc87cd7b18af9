//! Invitations: links by which somebody new comes in. The code is kept as its hash only.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant, maybe_instant};
use courant_news::permit::Role;
use jiff::Timestamp;

macro_rules! invitations {
    ($rest:literal) => {
        concat!("SELECT id, name, email, role, desks, made_at, made_by, ends_at, ended_at FROM invitations ", $rest)
    };
}

statements! {
    INVITATION_ADD = "INSERT INTO invitations (code_hash, name, email, role, desks, made_at, made_by, ends_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id";
    INVITATION_BY_CODE = invitations!("WHERE code_hash = ?1 AND ended_at IS NULL AND ends_at > ?2");
    INVITATION_GET = invitations!("WHERE id = ?1");
    INVITATIONS_OPEN = invitations!("WHERE ended_at IS NULL ORDER BY id DESC");
    INVITATION_AGAIN = "UPDATE invitations SET code_hash = ?2, ends_at = ?3, made_by = ?4 WHERE id = ?1 AND ended_at IS NULL";
    INVITATION_END = "UPDATE invitations SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL";
    INVITATIONS_END_OF = "UPDATE invitations SET ended_at = ?2 WHERE made_by = ?1 AND ended_at IS NULL";
}

/// An invitation.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Number.
    pub id: i64,
    /// The name that was given; the person may change it.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Role they will have.
    pub role: Role,
    /// Slugs of the desks they will work on.
    pub desks: Vec<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// Who made the link, as the journal names actors.
    pub made_by: String,
    /// Until when the link is good.
    pub ends_at: Timestamp,
    /// When it was used or ended.
    pub ended_at: Option<Timestamp>,
}

fn invitation(row: &rusqlite::Row<'_>) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        role: Role::from_word(&row.get::<_, String>(3)?).unwrap_or(Role::Reporter),
        desks: serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default(),
        made_at: instant(row.get(5)?),
        made_by: row.get(6)?,
        ends_at: instant(row.get(7)?),
        ended_at: maybe_instant(row.get(8)?),
    })
}

impl Read<'_> {
    /// The invitation of a link, while it is good.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn invitation_by_code(&self, code_hash: &str, now: Timestamp) -> Result<Option<Invitation>, Problem> {
        self.one(&INVITATION_BY_CODE, (code_hash, now.as_millisecond()), invitation)
    }

    /// An invitation by number.
    pub fn invitation(&self, id: i64) -> Result<Option<Invitation>, Problem> {
        self.one(&INVITATION_GET, [id], invitation)
    }

    /// Invitations that nobody has used and nobody ended, newest first; those whose time is over too.
    pub fn invitations_open(&self) -> Result<Vec<Invitation>, Problem> {
        self.all(&INVITATIONS_OPEN, [], invitation)
    }
}

impl Write<'_> {
    /// Makes an invitation.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn add_invitation(
        &self,
        code_hash: &str,
        (name, email): (&str, &str),
        role: Role,
        desks: &[String],
        ends_at: Timestamp,
    ) -> Result<i64, Problem> {
        let desks = serde_json::to_string(desks)?;
        let params = (code_hash, name, email, role.word(), desks, self.now(), &self.actor, ends_at.as_millisecond());
        self.insert(&INVITATION_ADD, params)
    }

    /// Gives an invitation a new link and time; the old link has ended. `false` when it was used or ended.
    pub fn invite_again(&self, id: i64, code_hash: &str, ends_at: Timestamp) -> Result<bool, Problem> {
        Ok(self.run(&INVITATION_AGAIN, (id, code_hash, ends_at.as_millisecond(), &self.actor))? == 1)
    }

    /// Uses an invitation up, or ends it; `false` when it was before.
    pub fn end_invitation(&self, id: i64) -> Result<bool, Problem> {
        Ok(self.run(&INVITATION_END, (id, self.now()))? == 1)
    }

    /// Ends every invitation whose link a person made.
    pub fn end_invitations_of(&self, person: i64) -> Result<usize, Problem> {
        self.run(&INVITATIONS_END_OF, (format!("person:{person}"), self.now()))
    }
}
