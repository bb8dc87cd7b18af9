//! The people of a newsroom as those see them who manage them: role, grants, desks, dismissal.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, maybe_instant};
use courant_news::permit::{Grant, Role};
use jiff::Timestamp;

macro_rules! members {
    ($rest:literal) => {
        concat!(
            "SELECT a.person_id, p.name, p.slug, a.email, a.role, a.ended_at, ",
            "(SELECT max(s.seen_at) FROM sessions s WHERE s.person_id = a.person_id), ",
            "(SELECT count(*) FROM code_apps c WHERE c.person_id = a.person_id AND c.confirmed_at IS NOT NULL), ",
            "(SELECT count(*) FROM passkeys k WHERE k.person_id = a.person_id) ",
            "FROM accounts a JOIN people p ON p.id = a.person_id ",
            $rest
        )
    };
}

statements! {
    MEMBERS = members!("ORDER BY a.ended_at IS NOT NULL, p.name, a.person_id");
    MEMBER = members!("WHERE a.person_id = ?1");
    MEMBER_BY_EMAIL = members!("WHERE a.email = ?1");
    ROLE_SET = "UPDATE accounts SET role = ?2 WHERE person_id = ?1";
    GRANTS_CLEAR = "DELETE FROM grants WHERE holder = ?1";
    GRANT_TAKE = "DELETE FROM grants WHERE holder = ?1 AND grant_word = ?2";
    PERSON_RENAME = "UPDATE people SET name = ?2 WHERE id = ?1";
    ACCOUNT_END = "UPDATE accounts SET ended_at = ?2 WHERE person_id = ?1 AND ended_at IS NULL";
    ACCOUNT_RETURN = "UPDATE accounts SET ended_at = NULL WHERE person_id = ?1 AND ended_at IS NOT NULL";
    OWNERS = "SELECT count(*) FROM accounts a JOIN grants g ON g.holder = 'person:' || a.person_id AND g.grant_word = 'manage-people' WHERE a.role = 'owner' AND a.ended_at IS NULL";
    DESKS = "SELECT slug, name FROM desks ORDER BY rank, name";
    DESK_ADD = "INSERT INTO desks (slug, name, rank) VALUES (?1, ?2, (SELECT COALESCE(max(rank), 0) + 1 FROM desks)) ON CONFLICT (slug) DO NOTHING";
    DESK_RENAME = "UPDATE desks SET name = ?2 WHERE slug = ?1";
    DESK_RANK = "UPDATE desks SET rank = ?2 WHERE slug = ?1";
    DESKS_OF = "SELECT d.slug FROM desk_people p JOIN desks d ON d.slug = p.desk WHERE p.person_id = ?1 ORDER BY d.rank, d.name";
    DESK_PEOPLE_CLEAR = "DELETE FROM desk_people WHERE person_id = ?1";
    DESK_PERSON_ADD = "INSERT INTO desk_people (desk, person_id) VALUES (?1, ?2) ON CONFLICT (desk, person_id) DO NOTHING";
    FACTOR_ROLES = "SELECT value FROM settings WHERE name = 'second_factor_roles'";
    FACTOR_ROLES_SET = "INSERT INTO settings (name, value) VALUES ('second_factor_roles', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
}

/// Somebody with an account, or with one that has ended.
#[derive(Clone, Debug)]
pub struct Member {
    /// Number.
    pub person: i64,
    /// As bylines print it.
    pub name: String,
    /// As bylines name them.
    pub slug: String,
    /// Address to sign in with.
    pub email: String,
    /// What they are in the newsroom.
    pub role: Role,
    /// When they were dismissed.
    pub ended_at: Option<Timestamp>,
    /// When one of their sessions was used last.
    pub seen_at: Option<Timestamp>,
    /// Whether an app gives them codes.
    pub codes: bool,
    /// How many passkeys they have.
    pub passkeys: i64,
}

impl Member {
    /// Whether they have a second factor.
    pub fn has_factor(&self) -> bool {
        self.codes || self.passkeys > 0
    }
}

/// A desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: String,
}

fn member(row: &rusqlite::Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        person: row.get(0)?,
        name: row.get(1)?,
        slug: row.get(2)?,
        email: row.get(3)?,
        // A word that no role has gives nothing: the grants decide.
        role: Role::from_word(&row.get::<_, String>(4)?).unwrap_or(Role::Reporter),
        ended_at: maybe_instant(row.get(5)?),
        seen_at: maybe_instant(row.get(6)?),
        codes: row.get::<_, i64>(7)? > 0,
        passkeys: row.get(8)?,
    })
}

impl Read<'_> {
    /// Everybody who has, or had, an account; those who have it first, by name.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn members(&self) -> Result<Vec<Member>, Problem> {
        self.all(&MEMBERS, [], member)
    }

    /// One of them.
    pub fn member(&self, person: i64) -> Result<Option<Member>, Problem> {
        self.one(&MEMBER, [person], member)
    }

    /// One of them by address, lower-case.
    pub fn member_by_email(&self, email: &str) -> Result<Option<Member>, Problem> {
        self.one(&MEMBER_BY_EMAIL, [email], member)
    }

    /// How many owners may still manage people.
    pub fn owners(&self) -> Result<i64, Problem> {
        Ok(self.one(&OWNERS, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// Desks in order.
    pub fn desks(&self) -> Result<Vec<Desk>, Problem> {
        self.all(&DESKS, [], |row| Ok(Desk { slug: row.get(0)?, name: row.get(1)? }))
    }

    /// Slugs of a person's desks.
    pub fn desks_of(&self, person: i64) -> Result<Vec<String>, Problem> {
        self.all(&DESKS_OF, [person], |row| row.get(0))
    }

    /// Roles that need a second factor.
    pub fn factor_roles(&self) -> Result<Vec<Role>, Problem> {
        let text: Option<String> = self.one(&FACTOR_ROLES, [], |row| row.get(0))?;
        Ok(text.unwrap_or_default().split(' ').filter_map(Role::from_word).collect())
    }

    pub(crate) fn factor_wanted_of(&self, role: &str) -> Result<bool, Problem> {
        let text: Option<String> = self.one(&FACTOR_ROLES, [], |row| row.get(0))?;
        Ok(text.is_some_and(|roles| roles.split(' ').any(|one| one == role)))
    }
}

impl Write<'_> {
    /// Gives a person a role and exactly its grants.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn set_role(&self, person: i64, role: Role) -> Result<(), Problem> {
        let holder = format!("person:{person}");
        self.run(&ROLE_SET, (person, role.word()))?;
        self.run(&GRANTS_CLEAR, [&holder])?;
        self.give(&holder, role.grants())
    }

    /// Takes grants from a holder.
    pub fn take(&self, holder: &str, grants: &[Grant]) -> Result<(), Problem> {
        for grant in grants {
            self.run(&GRANT_TAKE, (holder, grant.word()))?;
        }
        Ok(())
    }

    /// Sets a person's name; the slug, and with it their page, stays.
    pub fn rename_person(&self, person: i64, name: &str) -> Result<(), Problem> {
        self.run(&PERSON_RENAME, (person, name)).map(drop)
    }

    /// Ends an account; `false` when it has ended or never was.
    pub fn end_account(&self, person: i64) -> Result<bool, Problem> {
        Ok(self.run(&ACCOUNT_END, (person, self.now()))? == 1)
    }

    /// Opens an account again; `false` when it has not ended.
    pub fn return_account(&self, person: i64) -> Result<bool, Problem> {
        Ok(self.run(&ACCOUNT_RETURN, [person])? == 1)
    }

    /// Makes a desk, last in order; `false` when there is one of that slug.
    pub fn add_desk(&self, slug: &str, name: &str) -> Result<bool, Problem> {
        Ok(self.run(&DESK_ADD, (slug, name))? == 1)
    }

    /// Renames a desk; `false` when there is none.
    pub fn rename_desk(&self, slug: &str, name: &str) -> Result<bool, Problem> {
        Ok(self.run(&DESK_RENAME, (slug, name))? == 1)
    }

    /// Puts desks in this order.
    pub fn order_desks(&self, slugs: &[String]) -> Result<(), Problem> {
        for (rank, slug) in (1_i64..).zip(slugs) {
            self.run(&DESK_RANK, (slug, rank))?;
        }
        Ok(())
    }

    /// Sets the desks of a person.
    pub fn set_desks_of(&self, person: i64, desks: &[String]) -> Result<(), Problem> {
        self.run(&DESK_PEOPLE_CLEAR, [person])?;
        for desk in desks {
            self.run(&DESK_PERSON_ADD, (desk, person))?;
        }
        Ok(())
    }

    /// Sets which roles need a second factor.
    pub fn set_factor_roles(&self, roles: &[Role]) -> Result<(), Problem> {
        let words: Vec<&str> = roles.iter().map(|r| r.word()).collect();
        self.run(&FACTOR_ROLES_SET, [words.join(" ")]).map(drop)
    }
}
