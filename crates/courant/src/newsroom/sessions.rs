//! `/newsroom/sessions`: where a person is signed in, and ending it there.

use super::shell::{Answer, Number, render, see, shell, with_flash};
use super::{cookie, times};
use crate::app::App;
use crate::http::{Failure, Query, Signed};
use crate::people;
use axum::extract::State;
use courant_render::newsroom::{Session, Sessions};
use courant_store::Problem;
use std::sync::Arc;

/// The list.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| {
        let mut view = view(app, &signed)?;
        view.page = with_flash(view.page, &query);
        render(app, 200, "sessions.html", &view)
    })
    .await
}

/// Ends one.
///
/// # Errors
/// [`Failure`] 404 when it is not this person's, or of the store.
pub async fn end(State(app): State<Arc<App>>, signed: Signed, Number(session): Number) -> Answer {
    app.blocking(move |app| {
        let person = signed.actor.person.unwrap_or_default();
        people::end_session(&app.store, &signed.actor, app.clock.now(), person, session)?;
        if session == signed.session {
            return Ok(cookie::signed_out(app, "/newsroom/sign-in?done=signed-out"));
        }
        Ok(see("/newsroom/sessions?done=session"))
    })
    .await
}

/// Ends all but the one that asks.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn end_others(State(app): State<Arc<App>>, signed: Signed) -> Answer {
    app.blocking(move |app| {
        let person = signed.actor.person.unwrap_or_default();
        people::end_other_sessions(&app.store, &signed.actor, app.clock.now(), person, signed.session)?;
        Ok(see("/newsroom/sessions?done=sessions"))
    })
    .await
}

/// The page of sessions and password.
pub(super) fn view(app: &App, signed: &Signed) -> Result<Sessions, Failure> {
    let (now, paper) = (app.clock.now(), app.pages.paper());
    let person = signed.actor.person.unwrap_or_default();
    let (account, mut list) = app.store.read(|read| Ok::<_, Problem>((read.account_of(person)?, read.sessions_of(person, now)?)))?;
    list.sort_by_key(|s| (s.id != signed.session, std::cmp::Reverse(s.seen_at)));
    let when = |at| times::short(at, now, &paper.zone, paper.words("en"));
    let others = list.iter().any(|s| s.id != signed.session);
    let sessions = list.into_iter().map(|s| Session {
        device: s.device,
        began: when(s.created_at),
        last_seen: when(s.seen_at),
        current: s.id == signed.session,
        end: format!("/newsroom/sessions/{}/end", s.id),
        id: s.id.to_string(),
    });
    Ok(Sessions {
        page: shell(app, &signed.actor, "Sessions and password", "sessions"),
        email: account.map(|a| a.email).unwrap_or_default(),
        sessions: sessions.collect(),
        end_others: if others { "/newsroom/sessions/end-others".into() } else { String::new() },
        ..Sessions::default()
    })
}
