//! `/newsroom/password`: changing one's own password.

use super::sessions;
use super::shell::{Answer, render, see};
use crate::app::App;
use crate::http::{Failure, Form, Peer, Signed};
use crate::people::{self, passwords};
use axum::extract::State;
use std::net::IpAddr;
use std::sync::Arc;

/// The form; it stands below the list of sessions.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed) -> Answer {
    app.blocking(move |app| render(app, 200, "sessions.html", &sessions::view(app, &signed)?)).await
}

/// Changes it and ends every other session.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn change(State(app): State<Arc<App>>, signed: Signed, Peer(address): Peer, form: Form) -> Answer {
    app.blocking(move |app| check(app, &signed, address, &form)).await
}

fn check(app: &App, signed: &Signed, address: IpAddr, form: &Form) -> Answer {
    let (now, person) = (app.clock.now(), signed.actor.person.unwrap_or_default());
    let refuse = |status, current: &str, new: &str| {
        let view = courant_render::newsroom::Sessions { current_error: current.into(), password_error: new.into(), ..sessions::view(app, signed)? };
        render(app, status, "sessions.html", &view)
    };
    let account = app.store.read(|read| read.account_of(person))?.ok_or_else(|| Failure::missing("such account"))?;
    // A session that was left open must not be a way to try passwords.
    if !app.attempts.begin(&account.email, address, now) {
        return refuse(429, "Too many attempts. Wait a quarter of an hour.", "");
    }
    if people::check_password(&app.store, &account.email, form.raw("current"))?.is_none() {
        return refuse(422, "This is not your present password. Try again.", "");
    }
    app.attempts.succeeded(&account.email, address);
    let new = form.raw("password");
    if let Err(sentence) = passwords::check(new, &[&account.name, &account.email]) {
        return refuse(422, "", &sentence);
    }
    let hash = match passwords::hash(new) {
        Ok(hash) => hash,
        Err(sentence) => return refuse(422, "", &sentence),
    };
    people::change_password(&app.store, &signed.actor, now, person, signed.session, &hash)?;
    Ok(see("/newsroom/sessions?done=password"))
}
