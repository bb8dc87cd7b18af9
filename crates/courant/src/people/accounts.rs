//! Accounts: how somebody gets one, and what they change about it themselves.

use super::{codes, may_give, passwords, themselves};
use crate::publish::Refusal;
use courant_news::change::Change;
use courant_news::permit::{Actor, GRANTS, Grant, ManagePeople, Permit, ROLES, Role};
use courant_store::accounts::Purpose;
use courant_store::{Store, Write};
use jiff::Timestamp;

/// What a person gives to get an account.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// As bylines print it.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Password.
    pub password: String,
}

impl NewPerson {
    /// Checks what was given; the address comes back in lower case.
    ///
    /// # Errors
    /// The field and what is wrong with it.
    pub fn checked(mut self) -> Result<NewPerson, (&'static str, String)> {
        self.name = self.name.trim().to_owned();
        self.email = self.email.trim().to_lowercase();
        if self.name.is_empty() || self.name.chars().count() > 100 {
            return Err(("name", "Write your name as bylines print it.".into()));
        }
        let sound = self.email.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.len() > 2 && !host.contains('@'));
        if !sound || self.email.len() > 254 || self.email.chars().any(char::is_whitespace) {
            return Err(("email", "Write an e-mail address, such as name@paper.example.".into()));
        }
        passwords::check(&self.password, &[&self.name, &self.email]).map_err(|sentence| ("password", sentence))?;
        Ok(self)
    }
}

/// The highest role whose grants are all there.
fn role_of(grants: &[Grant]) -> Role {
    ROLES.into_iter().rev().find(|role| role.grants().iter().all(|g| grants.contains(g))).unwrap_or(Role::Reporter)
}

/// Gives a person an account. One action, one line of the journal.
///
/// # Errors
/// [`Refusal::Invalid`] when the address has an account; [`Refusal::NotPermitted`] for a grant that the actor lacks.
pub fn add_person(
    store: &Store,
    permit: Permit<'_, ManagePeople>,
    now: Timestamp,
    new: &NewPerson,
    password_hash: &str,
    grants: &[Grant],
) -> Result<i64, Refusal> {
    may_give(permit.actor(), grants)?;
    store.act(permit.actor(), now, |tx| {
        let person = give_account(tx, new, password_hash, grants, true)?;
        Ok((person, Change::PersonAdded { person }))
    })
}

/// Gives an account. `may_adopt`: the name was written by somebody who may say whose byline it is, so that a person of
/// that name who has bylines but no account gets this one, and with it what her bylines let her change.
pub(super) fn give_account(tx: &Write<'_>, new: &NewPerson, password_hash: &str, grants: &[Grant], may_adopt: bool) -> Result<i64, Refusal> {
    if tx.address_taken(&new.email)? {
        return Err(Refusal::invalid(
            format!("{} has an account.", new.email),
            "Use another address; somebody who was dismissed can be taken back on the people page.",
        ));
    }
    let person = match tx.person(courant_news::slug::Slug::from_headline(&new.name).as_str())? {
        Some(known) if may_adopt && known.name == new.name && tx.member(known.id)?.is_none() => known,
        _ => tx.add_person(&new.name)?,
    };
    tx.add_account(person.id, &new.email, password_hash, role_of(grants), grants)?;
    tx.end_set_up_links()?;
    Ok(person.id)
}

/// Makes the first account by a set-up link, which is used up with it; `None` when the link is not good any more.
///
/// # Errors
/// [`Refusal`].
pub fn set_up(store: &Store, now: Timestamp, code: &str, new: &NewPerson, password_hash: &str) -> Result<Option<i64>, Refusal> {
    // The link is the permission: whoever holds it may make the first account, and no other.
    store.act(&Actor::command_line(), now, |tx| {
        let hash = codes::hash(code);
        if tx.link(&hash, now)? != Some(Purpose::SetUp) || !tx.use_link(&hash)? {
            return Ok((None, None));
        }
        let person = give_account(tx, new, password_hash, &GRANTS, true)?;
        Ok((Some(person), Some(Change::PersonAdded { person })))
    })
}

/// Sets a person's password and ends their other sessions and the address of their calendar.
///
/// # Errors
/// [`Refusal`].
pub fn change_password(store: &Store, actor: &Actor, now: Timestamp, person: i64, kept_session: i64, password_hash: &str) -> Result<(), Refusal> {
    store.act(actor, now, |tx| {
        tx.set_password(person, password_hash)?;
        tx.end_other_sessions(person, kept_session)?;
        tx.drop_devices(person)?;
        tx.end_calendars(person)?;
        Ok(((), Change::PasswordChanged { person }))
    })
}

/// Sets somebody else's password and ends all their sessions.
///
/// # Errors
/// [`Refusal`].
pub fn reset_password(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, person: i64, password_hash: &str) -> Result<(), Refusal> {
    change_password(store, permit.actor(), now, person, 0, password_hash)
}

/// Changes one's own name; the slug, and with it the page and old bylines, stays.
///
/// # Errors
/// [`Refusal::Invalid`] for no name or a very long one.
pub fn rename(store: &Store, now: Timestamp, person: i64, name: &str) -> Result<(), Refusal> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Refusal::invalid("A name has one to a hundred characters.", "Write your name as bylines print it."));
    }
    store.act(&themselves(person), now, |tx| {
        let from = super::member(tx, person)?.name;
        tx.rename_person(person, name)?;
        let change = (from != name).then(|| Change::PersonRenamed { person, from, to: name.to_owned() });
        Ok(((), change))
    })
}
