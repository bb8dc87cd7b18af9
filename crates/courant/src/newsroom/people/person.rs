//! `/newsroom/people/{id}`: one person: role, grants, desks, second factor, dismissal.

use super::{all, desk_choices, factor_words, role_choices};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::newsroom::shell::{Answer, Number, render, see, shell, with_flash};
use crate::newsroom::{flash, times};
use crate::people;
use crate::publish::Refusal;
use axum::extract::State;
use courant_news::permit::{GRANTS, Grant, ManagePeople, Permit, Role};
use courant_render::newsroom::{Choice, Flash, OnePerson};
use courant_store::{Problem, Store};
use jiff::Timestamp;
use std::sync::Arc;

/// The page.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, Number(person): Number, query: Query) -> Answer {
    app.blocking(move |app| page(app, &signed, person, 200, &query, None, String::new())).await
}

/// Does one thing to a person, and shows the page with what came of it.
fn act(
    app: &App,
    signed: &Signed,
    person: i64,
    done: &str,
    action: impl FnOnce(&Store, Permit<'_, ManagePeople>, Timestamp) -> Result<(), Refusal>,
) -> Answer {
    match action(&app.store, signed.actor.permit::<ManagePeople>()?, app.clock.now()) {
        Ok(()) => Ok(see(&format!("/newsroom/people/{person}?done={done}"))),
        Err(refusal @ (Refusal::Invalid { .. } | Refusal::NotPermitted(_))) => {
            let status = if matches!(refusal, Refusal::NotPermitted(_)) { 403 } else { 422 };
            let flash = flash::problem(refusal.to_string(), refusal.next());
            page(app, signed, person, status, &Query::default(), Some(flash), String::new())
        }
        Err(other) => Err(other.into()),
    }
}

/// Gives a role with exactly its grants.
///
/// # Errors
/// [`Failure`] 404, or of the store; so for all that follow.
pub async fn role(State(app): State<Arc<App>>, signed: Signed, Number(person): Number, form: Form) -> Answer {
    app.blocking(move |app| {
        let role = Role::from_word(form.text("role")).ok_or_else(|| Failure::invalid("There is no such role.", "Choose one of the list."))?;
        act(app, &signed, person, "role", |store, permit, now| people::set_role(store, permit, now, person, role))
    })
    .await
}

/// Gives and takes single grants: those ticked are given, the others taken.
pub async fn grants(State(app): State<Arc<App>>, signed: Signed, Number(person): Number, form: Form) -> Answer {
    app.blocking(move |app| {
        let wanted: Vec<Grant> = all(&form, "grant").iter().filter_map(|w| Grant::from_word(w)).collect();
        let taken: Vec<Grant> = GRANTS.into_iter().filter(|g| !wanted.contains(g)).collect();
        act(app, &signed, person, "grants", |store, permit, now| people::change_grants(store, permit, now, person, &wanted, &taken))
    })
    .await
}

/// Sets desks.
pub async fn desks(State(app): State<Arc<App>>, signed: Signed, Number(person): Number, form: Form) -> Answer {
    app.blocking(move |app| {
        let wanted = all(&form, "desk");
        act(app, &signed, person, "desks", |store, permit, now| people::set_desks(store, permit, now, person, &wanted))
    })
    .await
}

/// Dismisses.
pub async fn dismiss(State(app): State<Arc<App>>, signed: Signed, Number(person): Number) -> Answer {
    app.blocking(move |app| act(app, &signed, person, "dismissed", |store, permit, now| people::dismiss(store, permit, now, person))).await
}

/// Takes back.
pub async fn take_back(State(app): State<Arc<App>>, signed: Signed, Number(person): Number) -> Answer {
    app.blocking(move |app| act(app, &signed, person, "returned", |store, permit, now| people::take_back(store, permit, now, person))).await
}

/// Takes second factors away.
pub async fn reset_factors(State(app): State<Arc<App>>, signed: Signed, Number(person): Number) -> Answer {
    app.blocking(move |app| act(app, &signed, person, "factors-reset", |store, permit, now| people::reset_factors(store, permit, now, person))).await
}

/// Makes a link that signs them in once; the page shows it, once.
pub async fn link(State(app): State<Arc<App>>, signed: Signed, Number(person): Number) -> Answer {
    app.blocking(move |app| match people::link_for(&app.store, signed.actor.permit::<ManagePeople>()?, app.clock.now(), person) {
        Ok(path) => page(app, &signed, person, 200, &Query::default(), None, format!("{}{path}", app.pages.paper().origin)),
        Err(refusal) => act(app, &signed, person, "", |_, _, _| Err(refusal)),
    })
    .await
}

fn page(app: &App, signed: &Signed, person: i64, status: u16, query: &Query, flash: Option<Flash>, link: String) -> Answer {
    let (now, paper) = (app.clock.now(), app.pages.paper());
    let when = |at| times::short(at, now, &paper.zone, paper.words("en"));
    let view = app.store.read(|read| {
        let Some(member) = read.member(person)? else { return Ok(None) };
        let (held, of, desks) = (read.grants(&format!("person:{person}"))?, read.desks_of(person)?, read.desks()?);
        let mut page = with_flash(shell(app, &signed.actor, member.name.clone(), "people"), query);
        page.flash = flash.or(page.flash);
        let grant = |g: Grant| Choice { value: g.word().into(), name: g.act().into(), chosen: held.contains(&g) };
        Ok::<_, Problem>(Some(OnePerson {
            page,
            action: format!("/newsroom/people/{person}"),
            role: member.role.word().into(),
            differs: held.len() != member.role.grants().len() || member.role.grants().iter().any(|g| !held.contains(g)),
            roles: role_choices(|r| r == member.role),
            grants: GRANTS.into_iter().map(grant).collect(),
            desks: desk_choices(&desks, &of),
            factor: factor_words(&member),
            last_seen: member.seen_at.map(when).unwrap_or_default(),
            ended: member.ended_at.map(when).unwrap_or_default(),
            audit: format!("/newsroom/audit?person={person}"),
            byline: format!("/people/{}", member.slug),
            name: member.name,
            email: member.email,
            link,
        }))
    })?;
    let view = view.ok_or_else(|| Failure::missing("such person"))?;
    render(app, status, "person.html", &view)
}
