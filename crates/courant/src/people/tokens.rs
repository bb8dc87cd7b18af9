//! Tokens for programs.

use super::codes::{self, Code};
use super::may_give;
use crate::app::App;
use crate::http::Failure;
use crate::publish::Refusal;
use courant_news::change::Change;
use courant_news::permit::{Actor, Grant, ManagePeople, Permit};
use courant_store::Store;
use jiff::Timestamp;

/// Whom a token's code belongs to.
///
/// # Errors
/// [`Failure`] of the store.
pub fn token(app: &App, code: &str) -> Result<Option<Actor>, Failure> {
    Ok(app.store.read(|read| read.token(&codes::hash(code), app.clock.now()))?)
}

/// Makes a token with grants; returns its code, which is shown once and kept nowhere.
///
/// # Errors
/// [`Refusal::Invalid`] when the name is taken or the end is past; [`Refusal::NotPermitted`] for a grant that the actor lacks.
pub fn add_token(
    store: &Store,
    permit: Permit<'_, ManagePeople>,
    now: Timestamp,
    name: &str,
    ends: Option<Timestamp>,
    grants: &[Grant],
) -> Result<Code, Refusal> {
    may_give(permit.actor(), grants)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Refusal::invalid("A token has a name of one to a hundred characters.", "Name it after the program that will use it."));
    }
    if ends.is_some_and(|end| end <= now) {
        return Err(Refusal::invalid("The end of the token is past.", "Choose a later day."));
    }
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
