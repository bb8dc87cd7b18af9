//! `/newsroom/people`: who works here, who is invited, which desks there are.

pub mod desks;
pub mod person;

use super::shell::{Answer, Number, render, see, shell, with_flash};
use super::{flash, times};
use crate::app::App;
use crate::http::{Form, Query, Signed};
use crate::people::{self, Joining};
use crate::publish::Refusal;
use axum::extract::State;
use courant_news::permit::{ManagePeople, ROLES, Role};
use courant_render::newsroom::{Choice, DeskRow, Flash, InvitationRow, People, PersonRow};
use courant_store::team::{Desk, Member};
use courant_store::{Problem, Read};
use std::sync::Arc;

/// What was typed, what is wrong with it, or the link that was made.
#[derive(Default)]
pub(super) struct Said {
    name: String,
    email: String,
    role: String,
    desks: Vec<String>,
    link: String,
    flash: Option<Flash>,
}

/// The list.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| page(app, &signed, 200, &query, Said::default())).await
}

/// Invites somebody; the page shows the link, once.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn invite(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let (name, email) = (form.text("name").to_owned(), form.text("email").to_owned());
        let desks = all(&form, "desk");
        let role = Role::from_word(form.text("role")).unwrap_or(Role::Reporter);
        let who = Joining { name: name.clone(), email: email.clone(), role, desks: desks.clone() };
        match people::invite(&app.store, signed.actor.permit::<ManagePeople>()?, app.clock.now(), &who) {
            Ok(path) => shown_once(app, &signed, &path),
            Err(refusal @ (Refusal::Invalid { .. } | Refusal::NotPermitted(_))) => {
                let flash = Some(flash::problem(refusal.to_string(), refusal.next()));
                let said = Said { name, email, role: role.word().into(), desks, flash, ..Said::default() };
                page(app, &signed, 422, &Query::default(), said)
            }
            Err(other) => Err(other.into()),
        }
    })
    .await
}

/// Makes the link of an invitation again.
///
/// # Errors
/// [`crate::http::Failure`] 404 when it was used or ended.
pub async fn invite_again(State(app): State<Arc<App>>, signed: Signed, Number(id): Number) -> Answer {
    app.blocking(move |app| {
        let path = people::invite_again(&app.store, signed.actor.permit::<ManagePeople>()?, app.clock.now(), id)?;
        shown_once(app, &signed, &path)
    })
    .await
}

fn shown_once(app: &App, signed: &Signed, path: &str) -> Answer {
    page(app, signed, 200, &Query::default(), Said { link: format!("{}{path}", app.pages.paper().origin), ..Said::default() })
}

/// Takes an invitation back.
///
/// # Errors
/// [`crate::http::Failure`] 404 when it was used or ended.
pub async fn end_invitation(State(app): State<Arc<App>>, signed: Signed, Number(id): Number) -> Answer {
    app.blocking(move |app| {
        people::end_invitation(&app.store, signed.actor.permit::<ManagePeople>()?, app.clock.now(), id)?;
        Ok(see("/newsroom/people?done=invitation-ended"))
    })
    .await
}

/// Says which roles need a second factor.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn rule(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let wanted = all(&form, "role");
        let roles: Vec<Role> = ROLES.into_iter().filter(|r| wanted.iter().any(|w| w == r.word())).collect();
        people::require_factor(&app.store, signed.actor.permit::<ManagePeople>()?, app.clock.now(), &roles)?;
        Ok(see("/newsroom/people?done=factor-rule"))
    })
    .await
}

/// Every value of a name.
pub(super) fn all(form: &Form, name: &str) -> Vec<String> {
    form.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.trim().to_owned()).collect()
}

/// Desks to choose of.
pub(super) fn desk_choices(desks: &[Desk], chosen: &[String]) -> Vec<Choice> {
    desks.iter().map(|d| Choice { value: d.slug.clone(), name: d.name.clone(), chosen: chosen.contains(&d.slug) }).collect()
}

/// Roles to choose of.
pub(super) fn role_choices(chosen: impl Fn(Role) -> bool) -> Vec<Choice> {
    ROLES.into_iter().map(|r| Choice { value: r.word().into(), name: r.word().into(), chosen: chosen(r) }).collect()
}

/// 'app and 2 passkeys'.
pub(super) fn factor_words(member: &Member) -> String {
    let keys = match member.passkeys {
        0 => String::new(),
        1 => "a passkey".into(),
        n => format!("{n} passkeys"),
    };
    let app = if member.codes { "app" } else { "" };
    [app, keys.as_str()].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" and ")
}

fn desk_names(read: &Read<'_>, desks: &[Desk], person: i64) -> Result<String, Problem> {
    let of = read.desks_of(person)?;
    Ok(desks.iter().filter(|d| of.contains(&d.slug)).map(|d| d.name.as_str()).collect::<Vec<_>>().join(", "))
}

pub(super) fn page(app: &App, signed: &Signed, status: u16, query: &Query, said: Said) -> Answer {
    let (now, paper) = (app.clock.now(), app.pages.paper());
    let when = |at| times::short(at, now, &paper.zone, paper.words("en"));
    let mut shell = with_flash(shell(app, &signed.actor, "People", "people"), query);
    shell.flash = said.flash.or(shell.flash);
    let view = app.store.read(|read| {
        let (desks, factor_roles) = (read.desks()?, read.factor_roles()?);
        let mut people = Vec::new();
        for member in read.members()? {
            people.push(PersonRow {
                url: format!("/newsroom/people/{}", member.person),
                role: member.role.word().into(),
                desks: desk_names(read, &desks, member.person)?,
                last_seen: member.seen_at.map(when).unwrap_or_default(),
                factor: factor_words(&member),
                lacks: member.ended_at.is_none() && factor_roles.contains(&member.role) && !member.has_factor(),
                ended: member.ended_at.map(when).unwrap_or_default(),
                name: member.name,
                email: member.email,
            });
        }
        let mut invitations = Vec::new();
        for one in read.invitations_open()? {
            invitations.push(InvitationRow {
                id: one.id.to_string(),
                role: one.role.word().into(),
                by: read.actor_name(&one.made_by)?,
                over: one.ends_at <= now,
                ends: when(one.ends_at),
                name: one.name,
                email: one.email,
            });
        }
        let role = Role::from_word(&said.role).unwrap_or(Role::Reporter);
        let last = desks.len();
        let rows = desks.iter().enumerate().map(|(n, d)| DeskRow {
            action: format!("/newsroom/desks/{}", crate::http::form::encode(&d.slug)),
            id: d.slug.clone(),
            name: d.name.clone(),
            first: n == 0,
            last: n + 1 == last,
        });
        Ok::<_, Problem>(People {
            page: shell,
            link: said.link,
            people,
            invitations,
            name: said.name,
            email: said.email,
            roles: role_choices(|r| r == role),
            desk_choices: desk_choices(&desks, &said.desks),
            desks: rows.collect(),
            factor_roles: role_choices(|r| factor_roles.contains(&r)),
        })
    })?;
    render(app, status, "people.html", &view)
}
