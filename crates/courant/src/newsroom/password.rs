//! `POST /newsroom/password`: changing one's own password.

use super::account;
use super::shell::{Answer, render, see};
use crate::app::App;
use crate::http::{Failure, Form, Peer, Signed};
use crate::people::{self, passwords};
use axum::extract::State;
use std::net::IpAddr;
use std::sync::Arc;

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
        let view = courant_render::newsroom::Account { current_error: current.into(), password_error: new.into(), ..account::view(app, signed)? };
        render(app, status, "account.html", &view)
    };
    let account = app.store.read(|read| read.account_of(person))?.ok_or_else(|| Failure::missing("such account"))?;
    match account::right_password(app, signed, address, form.raw("current")) {
        Ok(true) => {}
        Ok(false) => return refuse(422, "This is not your present password. Try again.", ""),
        Err(failure) if failure.status == 429 => return refuse(429, "Too many attempts. Wait a quarter of an hour.", ""),
        Err(other) => return Err(other),
    }
    let new = form.raw("password");
    if let Err(sentence) = passwords::check(new, &[&account.name, &account.email, &app.pages.paper().site.name]) {
        return refuse(422, "", &sentence);
    }
    let hash = match passwords::hash(new) {
        Ok(hash) => hash,
        Err(sentence) => return refuse(422, "", &sentence),
    };
    people::change_password(&app.store, &signed.actor, now, person, signed.session, &hash)?;
    Ok(see("/newsroom/account?done=password"))
}
