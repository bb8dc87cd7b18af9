//! People: accounts, roles, desks, invitations, passwords, second factors, sessions, one-time links and tokens.
//!
//! Everything that changes any of them is an action with its line of the journal, as for stories.

pub mod attempts;
pub mod codes;
mod common;
pub mod entrance;
pub mod passwords;
pub mod seal;
pub mod totp;
pub mod webauthn;

mod accounts;
mod factors;
mod invitations;
mod links;
mod passkeys;
mod sessions;
mod team;
mod tokens;

pub use accounts::{NewPerson, add_person, change_password, rename, reset_password, set_up};
pub use factors::{Confirmed, begin_code_app, check_code, confirm_code_app, new_recovery_codes, reset_factors, stop_code_app};
pub use invitations::{Joining, accept, end_invitation, invite, invite_again};
pub use links::{enter_by_link, link, link_for, set_up_link, sign_in_link};
pub use passkeys::{add_passkey, challenge, check_passkey, drop_passkey};
pub use sessions::{check_password, end_other_sessions, end_session, open_session, session, sign_out};
pub use team::{add_desk, change_grants, dismiss, move_desk, rename_desk, require_factor, set_desks, set_role, take_back};
pub use tokens::{add_token, end_token, token};

use crate::publish::Refusal;
use courant_news::permit::{Actor, Grant, Refused};
use courant_store::team::Member;
use courant_store::{Problem, Read};

/// A person as the one who acts for themselves.
fn themselves(person: i64) -> Actor {
    Actor::person(person, "", Vec::new())
}

/// Somebody of the newsroom; `Missing` when there is none of that number.
fn member(read: &Read<'_>, person: i64) -> Result<Member, Refusal> {
    read.member(person)?.ok_or_else(|| Refusal::Missing("such person".into()))
}

/// Nobody gives what they do not hold.
fn may_give(actor: &Actor, grants: &[Grant]) -> Result<(), Refusal> {
    grants.iter().find(|g| !actor.has(**g)).map_or(Ok(()), |g| Err(Refused(*g).into()))
}

/// Nobody changes the account of somebody who may do more than they may: that would be a way to get it.
fn may_manage(read: &Read<'_>, actor: &Actor, person: i64) -> Result<(), Refusal> {
    may_give(actor, &read.grants(&format!("person:{person}"))?)
}

/// A paper that nobody can run any more cannot be mended from inside.
fn keeps_an_owner(read: &Read<'_>, before: i64) -> Result<(), Refusal> {
    if before > 0 && read.owners()? == 0 {
        return Err(Refusal::invalid("This is the last owner of the paper.", "Make somebody else owner first."));
    }
    Ok(())
}

/// The system could not: it gives no random numbers, or a sealed secret cannot be opened.
fn system(error: &std::io::Error) -> Refusal {
    Refusal::invalid(format!("The system could not do it: {error}."), "Try again; if it stays so, the log of the server says more.")
}

/// Slugs of desks that are there.
fn known_desks(read: &Read<'_>, desks: &[String]) -> Result<Vec<String>, Refusal> {
    let known = read.desks()?;
    match desks.iter().find(|slug| !known.iter().any(|d| d.slug == **slug)) {
        Some(slug) => Err(Refusal::invalid(format!("There is no desk ‘{slug}’."), "Add it first.")),
        None => Ok(known.into_iter().map(|d| d.slug).filter(|slug| desks.contains(slug)).collect()),
    }
}

/// Names of everybody, for what the journal calls actors.
///
/// # Errors
/// A [`Problem`] of the database.
pub fn name_of(read: &Read<'_>, actor: &str) -> Result<String, Problem> {
    read.actor_name(actor)
}
