//! What those may do who manage people: roles, grants, desks, dismissal.

use super::{keeps_an_owner, known_desks, may_give, may_manage, member};
use crate::publish::Refusal;
use courant_news::change::Change;
use courant_news::permit::{Grant, ManagePeople, Permit, Role};
use courant_news::slug::Slug;
use courant_store::Store;
use jiff::Timestamp;

/// Gives a person a role and exactly its grants.
///
/// # Errors
/// [`Refusal::Invalid`] for the last owner; [`Refusal::NotPermitted`] where somebody may do more than the actor, before
/// or after.
pub fn set_role(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, person: i64, role: Role) -> Result<(), Refusal> {
    may_give(permit.actor(), role.grants())?;
    store.act(permit.actor(), now, |tx| {
        let (before, owners) = (member(tx, person)?, tx.owners()?);
        may_manage(tx, permit.actor(), person)?;
        tx.set_role(person, role)?;
        keeps_an_owner(tx, owners)?;
        Ok(((), Change::RoleChanged { person, from: before.role.word().into(), to: role.word().into() }))
    })
}

/// Gives single grants and takes others.
///
/// # Errors
/// As [`set_role`].
pub fn change_grants(
    store: &Store,
    permit: Permit<'_, ManagePeople>,
    now: Timestamp,
    person: i64,
    give: &[Grant],
    take: &[Grant],
) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let owners = tx.owners()?;
        member(tx, person)?;
        may_manage(tx, permit.actor(), person)?;
        let holder = format!("person:{person}");
        let held = tx.grants(&holder)?;
        let give: Vec<Grant> = give.iter().copied().filter(|g| !held.contains(g)).collect();
        let take: Vec<Grant> = take.iter().copied().filter(|g| held.contains(g)).collect();
        may_give(permit.actor(), &give)?;
        tx.give(&holder, &give)?;
        tx.take(&holder, &take)?;
        keeps_an_owner(tx, owners)?;
        let words = |grants: &[Grant]| grants.iter().map(|g| g.word().to_owned()).collect::<Vec<_>>();
        let changed = !give.is_empty() || !take.is_empty();
        Ok(((), changed.then(|| Change::GrantsChanged { person, given: words(&give), taken: words(&take) })))
    })
}

/// Sets the desks a person works on; none: all of them.
///
/// # Errors
/// [`Refusal::Invalid`] for a desk that is not there.
pub fn set_desks(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, person: i64, desks: &[String]) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        member(tx, person)?;
        may_manage(tx, permit.actor(), person)?;
        let (from, to) = (tx.desks_of(person)?, known_desks(tx, desks)?);
        tx.set_desks_of(person, &to)?;
        Ok(((), (from != to).then_some(Change::DesksChanged { person, from, to })))
    })
}

/// Dismisses a person: their account, sessions, links, calendar, invitations and tokens they made end in this commit. Bylines,
/// stories and history stay.
///
/// # Errors
/// [`Refusal::Invalid`] for the last owner.
pub fn dismiss(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, person: i64) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let owners = tx.owners()?;
        member(tx, person)?;
        may_manage(tx, permit.actor(), person)?;
        if !tx.end_account(person)? {
            return Ok(((), None));
        }
        keeps_an_owner(tx, owners)?;
        tx.end_sessions(person)?;
        tx.end_links_of(person)?;
        tx.end_invitations_of(person)?;
        tx.end_tokens_of(person)?;
        tx.drop_devices(person)?;
        tx.end_calendars(person)?;
        Ok(((), Some(Change::PersonDismissed { person })))
    })
}

/// Takes a person back who was dismissed, with the role they had. They sign in anew.
///
/// # Errors
/// [`Refusal::Missing`].
pub fn take_back(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, person: i64) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        member(tx, person)?;
        may_manage(tx, permit.actor(), person)?;
        Ok(((), tx.return_account(person)?.then_some(Change::PersonReturned { person })))
    })
}

/// Says which roles need a second factor.
///
/// # Errors
/// [`Refusal::Store`].
pub fn require_factor(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, roles: &[Role]) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let before = tx.factor_roles()?;
        tx.set_factor_roles(roles)?;
        let words = |roles: &[Role]| roles.iter().map(|r| r.word().to_owned()).collect::<Vec<_>>();
        Ok(((), (before != roles).then(|| Change::FactorRolesChanged { from: words(&before), to: words(roles) })))
    })
}

fn desk_name(name: &str) -> Result<&str, Refusal> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Refusal::invalid("A desk has a name of one to sixty characters.", "Write it as people say it, such as World."));
    }
    Ok(name)
}

/// Makes a desk, last in order; gives its slug.
///
/// # Errors
/// [`Refusal::Invalid`] when there is one of that name.
pub fn add_desk(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, name: &str) -> Result<String, Refusal> {
    let name = desk_name(name)?;
    let slug = Slug::from_headline(name).to_string();
    store.act(permit.actor(), now, |tx| {
        if !tx.add_desk(&slug, name)? {
            return Err(Refusal::invalid(format!("There is a desk ‘{slug}’."), "Choose another name."));
        }
        Ok((slug.clone(), Change::DeskChanged { desk: slug.clone(), from: String::new(), to: name.to_owned() }))
    })
}

/// Renames a desk; its slug stays.
///
/// # Errors
/// [`Refusal::Missing`].
pub fn rename_desk(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, slug: &str, name: &str) -> Result<(), Refusal> {
    let name = desk_name(name)?;
    store.act(permit.actor(), now, |tx| {
        let from = tx.desks()?.into_iter().find(|d| d.slug == slug).ok_or_else(|| Refusal::Missing("such desk".into()))?.name;
        tx.rename_desk(slug, name)?;
        Ok(((), (from != name).then(|| Change::DeskChanged { desk: slug.to_owned(), from, to: name.to_owned() })))
    })
}

/// Moves a desk one place up or down.
///
/// # Errors
/// [`Refusal::Missing`].
pub fn move_desk(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, slug: &str, up: bool) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let mut order: Vec<String> = tx.desks()?.into_iter().map(|d| d.slug).collect();
        let at = order.iter().position(|s| s == slug).ok_or_else(|| Refusal::Missing("such desk".into()))?;
        let to = if up { at.saturating_sub(1) } else { (at + 1).min(order.len() - 1) };
        order.swap(at, to);
        tx.order_desks(&order)?;
        let place = |n: usize| format!("place {}", n + 1);
        Ok(((), (at != to).then(|| Change::DeskChanged { desk: slug.to_owned(), from: place(at), to: place(to) })))
    })
}
