//! People: accounts, passwords, sessions, one-time links and tokens.

pub mod attempts;
pub mod codes;
pub mod passwords;

use crate::app::App;
use crate::http::Failure;
use crate::publish::Refusal;
use codes::Code;
use courant_news::change::Change;
use courant_news::permit::{Actor, GRANTS, Grant, ManagePeople, Permit};
use courant_store::accounts::{Account, Purpose};
use courant_store::{Store, Write};
use jiff::{SignedDuration, Timestamp};

/// How long a set-up link is good.
const SET_UP: SignedDuration = SignedDuration::from_hours(48);
/// How long a sign-in link is good.
const SIGN_IN: SignedDuration = SignedDuration::from_hours(24);
/// How stale 'seen last' may be before it is written again.
const SEEN_EVERY: SignedDuration = SignedDuration::from_secs(60);

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

/// Gives a person an account. One action, one line of the journal.
///
/// # Errors
/// [`Refusal::Invalid`] when the address has an account.
pub fn add_person(
    store: &Store,
    permit: Permit<'_, ManagePeople>,
    now: Timestamp,
    new: &NewPerson,
    password_hash: &str,
    grants: &[Grant],
) -> Result<i64, Refusal> {
    store.act(permit.actor(), now, |tx| {
        let person = give_account(tx, new, password_hash, grants)?;
        Ok((person, Change::PersonAdded { person }))
    })
}

fn give_account(tx: &Write<'_>, new: &NewPerson, password_hash: &str, grants: &[Grant]) -> Result<i64, Refusal> {
    if tx.account(&new.email)?.is_some() {
        return Err(Refusal::invalid(
            format!("{} has an account.", new.email),
            "Use another address, or set a new password with `courant person passwd`.",
        ));
    }
    let person = match tx.person(courant_news::slug::Slug::from_headline(&new.name).as_str())? {
        // A person with bylines but no account gets the account; otherwise the name is somebody else's.
        Some(known) if known.name == new.name && tx.account_of(known.id)?.is_none() => known,
        _ => tx.add_person(&new.name)?,
    };
    tx.add_account(person.id, &new.email, password_hash, grants)?;
    tx.end_set_up_links()?;
    Ok(person.id)
}

/// Makes the link by which the first person gets an account; `None` when somebody has one.
///
/// # Errors
/// [`Refusal::Store`].
pub fn set_up_link(store: &Store, now: Timestamp) -> Result<Option<String>, Refusal> {
    if store.read(|read| read.has_accounts())? {
        return Ok(None);
    }
    let code = Code::new()?;
    store.write(&Actor::command_line(), now, |tx| {
        tx.end_set_up_links()?;
        Ok::<_, Refusal>(tx.add_link(&code.hash(), &Purpose::SetUp, now + SET_UP)?)
    })?;
    Ok(Some(format!("/newsroom/welcome/{}", code.text())))
}

/// Makes a link that signs a person in, once.
///
/// # Errors
/// [`Refusal::Store`].
pub fn sign_in_link(store: &Store, now: Timestamp, person: i64) -> Result<String, Refusal> {
    let code = Code::new()?;
    store.write(&Actor::command_line(), now, |tx| Ok::<_, Refusal>(tx.add_link(&code.hash(), &Purpose::SignIn(person), now + SIGN_IN)?))?;
    Ok(format!("/newsroom/welcome/{}", code.text()))
}

/// What a link's code is for, while it is good.
///
/// # Errors
/// [`Refusal::Store`].
pub fn link(store: &Store, now: Timestamp, code: &str) -> Result<Option<Purpose>, Refusal> {
    Ok(store.read(|read| read.link(&codes::hash(code), now))?)
}

/// Uses a sign-in link up and opens a session; `None` when it is not good any more.
///
/// # Errors
/// [`Refusal::Store`].
pub fn enter_by_link(store: &Store, now: Timestamp, code: &str, device: &str) -> Result<Option<Code>, Refusal> {
    let session = Code::new()?;
    store.write(&Actor::command_line(), now, |tx| {
        let hash = codes::hash(code);
        let Some(Purpose::SignIn(person)) = tx.link(&hash, now)? else { return Ok(None) };
        if !tx.use_link(&hash)? {
            return Ok(None);
        }
        tx.add_session(&session.hash(), person, device)?;
        Ok(Some(session.clone()))
    })
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
        let person = give_account(tx, new, password_hash, &GRANTS)?;
        Ok((Some(person), Some(Change::PersonAdded { person })))
    })
}

/// Opens a session for a person.
///
/// # Errors
/// [`Refusal::Store`].
pub fn open_session(store: &Store, now: Timestamp, person: i64, device: &str) -> Result<Code, Refusal> {
    let code = Code::new()?;
    let actor = Actor::command_line();
    store.write(&actor, now, |tx| Ok::<_, Refusal>(tx.add_session(&code.hash(), person, device)?))?;
    Ok(code)
}

/// Ends a session of a person.
///
/// # Errors
/// [`Refusal::Missing`] when it is not theirs, or has ended.
pub fn end_session(store: &Store, actor: &Actor, now: Timestamp, person: i64, session: i64) -> Result<(), Refusal> {
    store.write(actor, now, |tx| if tx.end_session(session, person)? { Ok(()) } else { Err(Refusal::Missing("such session".into())) })
}

/// Ends every session of a person but one.
///
/// # Errors
/// [`Refusal::Store`].
pub fn end_other_sessions(store: &Store, actor: &Actor, now: Timestamp, person: i64, kept: i64) -> Result<(), Refusal> {
    store.write(actor, now, |tx| Ok(tx.end_other_sessions(person, kept).map(drop)?))
}

/// Whom a session's code belongs to, with the number of the session.
///
/// # Errors
/// [`Failure`] of the store.
pub fn session(app: &App, code: &str) -> Result<Option<(Actor, i64)>, Failure> {
    let now = app.clock.now();
    let Some((actor, session, seen)) = app.store.read(|read| read.session(&codes::hash(code), now))? else { return Ok(None) };
    if now.duration_since(seen) > SEEN_EVERY {
        // A disk that is full must not sign people out.
        let _ = app.store.write(&actor, now, |tx| tx.session_seen(session));
    }
    Ok(Some((actor, session)))
}

/// Whom a token's code belongs to.
///
/// # Errors
/// [`Failure`] of the store.
pub fn token(app: &App, code: &str) -> Result<Option<Actor>, Failure> {
    Ok(app.store.read(|read| read.token(&codes::hash(code), app.clock.now()))?)
}

/// The account behind an address and password. A wrong address takes as long as a wrong password, and both are
/// answered alike.
///
/// # Errors
/// [`Refusal`]; `None` when they do not belong together.
pub fn check_password(store: &Store, email: &str, password: &str) -> Result<Option<Account>, Refusal> {
    let account = store.read(|read| read.account(&email.trim().to_lowercase()))?;
    let hash = account.as_ref().map_or(passwords::DECOY, |a| a.password_hash.as_str());
    let right = passwords::verify(password, hash);
    Ok(account.filter(|_| right))
}

/// Sets a person's password and ends their other sessions.
///
/// # Errors
/// [`Refusal`].
pub fn change_password(store: &Store, actor: &Actor, now: Timestamp, person: i64, kept_session: i64, password_hash: &str) -> Result<(), Refusal> {
    store.act(actor, now, |tx| {
        tx.set_password(person, password_hash)?;
        tx.end_other_sessions(person, kept_session)?;
        Ok(((), Change::PasswordChanged { person }))
    })
}

/// Makes a token with grants; returns its code, which is shown once and kept nowhere.
///
/// # Errors
/// [`Refusal::Invalid`] when the name is taken.
pub fn add_token(
    store: &Store,
    permit: Permit<'_, ManagePeople>,
    now: Timestamp,
    name: &str,
    ends: Option<Timestamp>,
    grants: &[Grant],
) -> Result<Code, Refusal> {
    let code = Code::new()?;
    store.act(permit.actor(), now, |tx| {
        if tx.token_named(name)? {
            return Err(Refusal::invalid(format!("There was a token named ‘{name}’."), "Choose another name; the journal tells them apart by it."));
        }
        let token = tx.add_token(name, &code.hash(), ends, grants)?;
        Ok((code.clone(), Change::TokenAdded { token }))
    })
}

/// Ends a token.
///
/// # Errors
/// [`Refusal::Missing`] when none of that name is in use.
pub fn end_token(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, name: &str) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let token = tx.end_token(name)?.ok_or_else(|| Refusal::Missing(format!("token named ‘{name}’ in use")))?;
        Ok(((), Change::TokenEnded { token }))
    })
}
