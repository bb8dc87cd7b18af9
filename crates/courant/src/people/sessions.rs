//! Sessions: whose a code is, and how it ends. Whoever holds a connection open asks [`session`] again.

use super::codes::{self, Code};
use super::{passwords, themselves};
use crate::app::App;
use crate::http::Failure;
use crate::publish::Refusal;
use courant_news::change::Change;
use courant_news::permit::Actor;
use courant_store::accounts::Account;
use courant_store::{Store, Write};
use jiff::{SignedDuration, Timestamp};

/// How stale 'seen last' may be before it is written again.
const SEEN_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// Opens a session for a person who came in by their password.
///
/// # Errors
/// [`Refusal::Store`].
pub fn open_session(store: &Store, now: Timestamp, person: i64, device: &str) -> Result<Code, Refusal> {
    let code = Code::new()?;
    store.act(&themselves(person), now, |tx| Ok::<_, Refusal>(((), begin(tx, &code, person, device, "password")?)))?;
    Ok(code)
}

/// Writes a session and gives the line of the journal for it.
pub(super) fn begin(tx: &Write<'_>, code: &Code, person: i64, device: &str, by: &str) -> Result<Change, Refusal> {
    tx.add_session(&code.hash(), person, device)?;
    Ok(Change::SignedIn { person, by: by.to_owned() })
}

/// Ends a session of a person.
///
/// # Errors
/// [`Refusal::Missing`] when it is not theirs, or has ended.
pub fn end_session(store: &Store, actor: &Actor, now: Timestamp, person: i64, session: i64) -> Result<(), Refusal> {
    end(store, actor, now, person, session, Change::SessionsEnded { person, which: "one".into() })
}

/// Ends the session that asks.
///
/// # Errors
/// [`Refusal::Missing`] when it has ended.
pub fn sign_out(store: &Store, actor: &Actor, now: Timestamp, person: i64, session: i64) -> Result<(), Refusal> {
    end(store, actor, now, person, session, Change::SignedOut { person })
}

fn end(store: &Store, actor: &Actor, now: Timestamp, person: i64, session: i64, change: Change) -> Result<(), Refusal> {
    store.act(actor, now, |tx| if tx.end_session(session, person)? { Ok(((), change)) } else { Err(Refusal::Missing("such session".into())) })
}

/// Ends every session of a person but one.
///
/// # Errors
/// [`Refusal::Store`].
pub fn end_other_sessions(store: &Store, actor: &Actor, now: Timestamp, person: i64, kept: i64) -> Result<(), Refusal> {
    store.act(actor, now, |tx| {
        let ended = tx.end_other_sessions(person, kept)?;
        Ok(((), (ended > 0).then(|| Change::SessionsEnded { person, which: "others".into() })))
    })
}

/// Whom a session's code belongs to, with the number of the session. Three look-ups by key: cheap enough to be asked
/// for each update over an open connection, which is how a dismissal or a lost grant reaches it.
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
