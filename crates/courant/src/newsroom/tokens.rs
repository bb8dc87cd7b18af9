//! `/newsroom/tokens`: what programs come in with.

use super::people::all;
use super::shell::{Answer, Number, render, see, shell, with_flash};
use super::{flash, times};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::people;
use crate::publish::Refusal;
use axum::extract::State;
use courant_news::permit::{GRANTS, Grant, ManagePeople};
use courant_render::newsroom::{Choice, Flash, TokenRow, Tokens};
use courant_store::Problem;
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::Arc;

/// The list.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| page(app, &signed, 200, &query, &Form::default(), String::new(), None)).await
}

/// Makes one; the page shows it, once.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn add(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let grants: Vec<Grant> = all(&form, "grant").iter().filter_map(|w| Grant::from_word(w)).collect();
        let permit = signed.actor.permit::<ManagePeople>()?;
        let made = if grants.is_empty() {
            Err(Refusal::invalid("A token without grants can do nothing.", "Choose what it may do."))
        } else {
            end_of(app, form.text("until")).and_then(|ends| people::add_token(&app.store, permit, app.clock.now(), form.text("name"), ends, &grants))
        };
        match made {
            Ok(code) => page(app, &signed, 200, &Query::default(), &Form::default(), code.text().to_owned(), None),
            Err(refusal @ (Refusal::Invalid { .. } | Refusal::NotPermitted(_))) => {
                let flash = flash::problem(refusal.to_string(), refusal.next());
                page(app, &signed, 422, &Query::default(), &form, String::new(), Some(flash))
            }
            Err(other) => Err(other.into()),
        }
    })
    .await
}

/// The end of a day of the paper; empty: never.
fn end_of(app: &App, day: &str) -> Result<Option<Timestamp>, Refusal> {
    if day.is_empty() {
        return Ok(None);
    }
    let end = day.parse::<Date>().ok().and_then(|d| d.tomorrow().ok()).and_then(|d| d.to_zoned_datetime(app.pages.paper().zone.clone()).ok());
    end.map(|end| Some(end.timestamp())).ok_or_else(|| Refusal::invalid("This is no day.", "Write it as 2026-12-31."))
}

/// Ends one.
///
/// # Errors
/// [`Failure`] 404 when it has ended.
pub async fn end(State(app): State<Arc<App>>, signed: Signed, Number(id): Number) -> Answer {
    app.blocking(move |app| {
        let named = app.store.read(|read| read.tokens())?.into_iter().find(|t| t.id == id).ok_or_else(|| Failure::missing("such token"))?;
        people::end_token(&app.store, signed.actor.permit::<ManagePeople>()?, app.clock.now(), &named.name)?;
        Ok(see("/newsroom/tokens?done=token-ended"))
    })
    .await
}

fn page(app: &App, signed: &Signed, status: u16, query: &Query, form: &Form, code: String, flash: Option<Flash>) -> Answer {
    let (now, paper) = (app.clock.now(), app.pages.paper());
    let when = |at| times::short(at, now, &paper.zone, paper.words("en"));
    let chosen = all(form, "grant");
    let mut page = with_flash(shell(app, &signed.actor, "Tokens", "tokens"), query);
    page.flash = flash.or(page.flash);
    let tokens = app.store.read(|read| {
        let mut rows = Vec::new();
        for token in read.tokens()?.into_iter().rev() {
            let grants = read.grants(&format!("token:{}", token.id))?;
            rows.push(TokenRow {
                action: format!("/newsroom/tokens/{}/end", token.id),
                grants: grants.iter().map(|g| g.word()).collect::<Vec<_>>().join(", "),
                made: when(token.created_at),
                by: if token.made_by.is_empty() { String::new() } else { read.actor_name(&token.made_by)? },
                ends: token.ended_at.or(token.ends_at).map(when).unwrap_or_default(),
                in_use: token.in_use(now),
                name: token.name,
            });
        }
        Ok::<_, Problem>(rows)
    })?;
    let grants = GRANTS.into_iter().filter(|g| signed.actor.has(*g));
    let view = Tokens {
        page,
        code,
        tokens,
        name: form.text("name").to_owned(),
        until: form.text("until").to_owned(),
        grants: grants.map(|g| Choice { value: g.word().into(), name: g.act().into(), chosen: chosen.iter().any(|c| c == g.word()) }).collect(),
    };
    render(app, status, "tokens.html", &view)
}
