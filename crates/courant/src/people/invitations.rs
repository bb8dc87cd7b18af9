//! Invitations: a link with which somebody new chooses name and password.

use super::accounts::{NewPerson, give_account};
use super::codes::{self, Code};
use super::{known_desks, may_give};
use crate::publish::Refusal;
use courant_news::change::Change;
use courant_news::permit::{ManagePeople, Permit, Role};
use courant_store::Store;
use jiff::{SignedDuration, Timestamp};

/// How long an invitation is good.
const GOOD: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Whom to invite.
#[derive(Clone, Debug)]
pub struct Joining {
    /// Name, which they may change.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Slugs of desks.
    pub desks: Vec<String>,
}

/// Invites somebody; gives the path of the link, which is shown once and kept nowhere.
///
/// # Errors
/// [`Refusal::Invalid`] for an address that is none or has an account; [`Refusal::NotPermitted`] for a role that may do
/// more than the actor.
pub fn invite(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, who: &Joining) -> Result<String, Refusal> {
    may_give(permit.actor(), who.role.grants())?;
    // What is asked of a new account is asked here too, with a password that will do.
    let asked = NewPerson { name: who.name.clone(), email: who.email.clone(), password: "lantern quarry seventeen moth".into() };
    let asked = asked.checked().map_err(|(_, sentence)| Refusal::invalid(sentence, "Nobody was invited."))?;
    let code = Code::new()?;
    store.act(permit.actor(), now, |tx| {
        if tx.address_taken(&asked.email)? {
            return Err(Refusal::invalid(
                format!("{} has an account.", asked.email),
                "Look for it in the list; who was dismissed can be taken back.",
            ));
        }
        for old in tx.invitations_open()?.iter().filter(|i| i.email == asked.email) {
            tx.end_invitation(old.id)?;
        }
        let desks = known_desks(tx, &who.desks)?;
        let id = tx.add_invitation(&code.hash(), (&asked.name, &asked.email), who.role, &desks, now + GOOD)?;
        Ok(((), Change::Invited { invitation: id, name: asked.name.clone(), role: who.role.word().into(), again: false }))
    })?;
    Ok(path(&code))
}

fn path(code: &Code) -> String {
    format!("/newsroom/welcome/{}", code.text())
}

/// Makes an invitation's link again; the one before has ended.
///
/// # Errors
/// [`Refusal::Missing`] when it was used or ended.
pub fn invite_again(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, id: i64) -> Result<String, Refusal> {
    let code = Code::new()?;
    store.act(permit.actor(), now, |tx| {
        let invitation = tx.invitation(id)?.filter(|i| i.ended_at.is_none()).ok_or_else(|| Refusal::Missing("such invitation".into()))?;
        may_give(permit.actor(), invitation.role.grants())?;
        tx.invite_again(id, &code.hash(), now + GOOD)?;
        Ok::<_, Refusal>(((), Change::Invited { invitation: id, name: invitation.name, role: invitation.role.word().into(), again: true }))
    })?;
    Ok(path(&code))
}

/// Takes an invitation back.
///
/// # Errors
/// [`Refusal::Missing`] when it was used or ended.
pub fn end_invitation(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, id: i64) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let invitation = tx.invitation(id)?.ok_or_else(|| Refusal::Missing("such invitation".into()))?;
        if !tx.end_invitation(id)? {
            return Err(Refusal::Missing("such invitation".into()));
        }
        Ok(((), Change::InvitationEnded { invitation: id, name: invitation.name }))
    })
}

/// Makes the account of an invitation, which is used up with it; `None` when the link is not good any more. The address
/// is the one that was invited, whatever the form says.
///
/// # Errors
/// [`Refusal::Invalid`] when the address has an account by now.
pub fn accept(store: &Store, now: Timestamp, code: &str, new: &NewPerson, password_hash: &str) -> Result<Option<i64>, Refusal> {
    let actor = courant_news::permit::Actor::command_line();
    store.act(&actor, now, |tx| {
        let Some(invitation) = tx.invitation_by_code(&codes::hash(code), now)? else { return Ok((None, None)) };
        if !tx.end_invitation(invitation.id)? {
            return Ok((None, None));
        }
        let new = NewPerson { email: invitation.email.clone(), ..new.clone() };
        // A byline's name opens the byline only when the inviter wrote it.
        let person = give_account(tx, &new, password_hash, invitation.role.grants(), invitation.name == new.name)?;
        tx.set_desks_of(person, &invitation.desks)?;
        Ok((Some(person), Some(Change::PersonAdded { person })))
    })
}
