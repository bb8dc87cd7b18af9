//! One-time links: into an empty paper, and into one's account without a password.

use super::codes::{self, Code};
use super::entrance::{Browser, Entered, after_first};
use super::may_manage;
use crate::app::App;
use crate::publish::Refusal;
use courant_news::change::Change;
use courant_news::permit::{Actor, ManagePeople, Permit};
use courant_store::Store;
use courant_store::accounts::Purpose;
use jiff::{SignedDuration, Timestamp};

/// How long a set-up link is good.
const SET_UP: SignedDuration = SignedDuration::from_hours(48);
/// How long a sign-in link is good.
const SIGN_IN: SignedDuration = SignedDuration::from_hours(24);

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

/// Makes a link that signs a person in, once: from the command line.
///
/// # Errors
/// [`Refusal::Store`].
pub fn sign_in_link(store: &Store, now: Timestamp, person: i64) -> Result<String, Refusal> {
    make(store, &Actor::command_line(), now, person)
}

/// Makes a link that signs a person in, once: by somebody who manages people.
///
/// # Errors
/// [`Refusal::NotPermitted`] for an account that may do more than the actor.
pub fn link_for(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, person: i64) -> Result<String, Refusal> {
    make(store, permit.actor(), now, person)
}

fn make(store: &Store, actor: &Actor, now: Timestamp, person: i64) -> Result<String, Refusal> {
    let code = Code::new()?;
    store.act(actor, now, |tx| {
        may_manage(tx, actor, person)?;
        tx.account_of(person)?.ok_or_else(|| Refusal::Missing("such account".into()))?;
        tx.add_link(&code.hash(), &Purpose::SignIn(person), now + SIGN_IN)?;
        Ok::<_, Refusal>(((), Change::LinkMade { person }))
    })?;
    Ok(format!("/newsroom/welcome/{}", code.text()))
}

/// What a link's code is for, while it is good.
///
/// # Errors
/// [`Refusal::Store`].
pub fn link(store: &Store, now: Timestamp, code: &str) -> Result<Option<Purpose>, Refusal> {
    Ok(store.read(|read| read.link(&codes::hash(code), now))?)
}

/// Uses a sign-in link up: its person is in, or has only the second factor left. `None` when it is not good any more.
///
/// # Errors
/// [`Refusal::Store`].
pub fn enter_by_link(app: &App, code: &str, browser: &Browser) -> Result<Option<Entered>, Refusal> {
    let (now, hash) = (app.clock.now(), codes::hash(code));
    let account = app.store.write(&Actor::command_line(), now, |tx| {
        let Some(Purpose::SignIn(person)) = tx.link(&hash, now)? else { return Ok::<_, Refusal>(None) };
        let account = tx.account_of(person)?;
        Ok(if account.is_some() && tx.use_link(&hash)? { account } else { None })
    })?;
    account.map(|a| after_first(app, a.person, &a.email, "", browser, "link")).transpose()
}
