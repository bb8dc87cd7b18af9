//! `/newsroom/welcome/{code}`: what a one-time link opens. A sign-in link signs its person in; a set-up link asks the
//! first person who they are.

use super::shell::{Answer, entrance, render, see};
use super::{cookie, device};
use crate::app::App;
use crate::http::{Failure, Form, session_code};
use crate::people::{self, NewPerson, passwords};
use crate::publish::Refusal;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use courant_render::newsroom::{Field, Welcome};
use courant_store::accounts::Purpose;
use std::sync::Arc;

/// Opens the link.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, Path(code): Path<String>, method: Method, headers: HeaderMap) -> Answer {
    if method != Method::GET || looks_ahead(&headers) {
        // A browser that fetches pages before they are asked for must not use the link up.
        return Err(Failure::new(503, "This link works once, so it is opened only when somebody follows it.", "Open it in a tab."));
    }
    app.blocking(move |app| open(app, &code, &headers)).await
}

/// Makes the first account.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn set_up(State(app): State<Arc<App>>, Path(code): Path<String>, headers: HeaderMap, form: Form) -> Answer {
    app.blocking(move |app| make(app, &code, &headers, &form)).await
}

fn open(app: &App, code: &str, headers: &HeaderMap) -> Answer {
    let now = app.clock.now();
    match people::link(&app.store, now, code)? {
        Some(Purpose::SetUp) => render(app, 200, "welcome.html", &form_page(app, code)),
        Some(Purpose::SignIn(_)) => match people::enter_by_link(&app.store, now, code, &device::words(headers))? {
            Some(session) => Ok(cookie::signed_in(app, &session, "/newsroom")),
            None => ended(app),
        },
        // Who follows the link a second time in the browser it signed in is in already.
        None => match session_code(headers).map(|code| people::session(app, &code)).transpose()?.flatten() {
            Some(_) => Ok(see("/newsroom")),
            None => ended(app),
        },
    }
}

fn make(app: &App, code: &str, headers: &HeaderMap, form: &Form) -> Answer {
    let now = app.clock.now();
    if people::link(&app.store, now, code)? != Some(Purpose::SetUp) {
        return ended(app);
    }
    let given = NewPerson { name: form.text("name").into(), email: form.text("email").into(), password: form.raw("password").into() };
    let refuse = |field: &str, error: String| {
        let mut view = form_page(app, code);
        view.name.value = form.text("name").to_owned();
        view.email.value = form.text("email").to_owned();
        match field {
            "name" => view.name.error = error,
            "email" => view.email.error = error,
            _ => view.password_error = error,
        }
        render(app, 422, "welcome.html", &view)
    };
    let new = match given.checked() {
        Ok(new) => new,
        Err((field, error)) => return refuse(field, error),
    };
    let hash = match passwords::hash(&new.password) {
        Ok(hash) => hash,
        Err(error) => return refuse("password", error),
    };
    match people::set_up(&app.store, now, code, &new, &hash) {
        Ok(Some(person)) => {
            let session = people::open_session(&app.store, now, person, &device::words(headers))?;
            Ok(cookie::signed_in(app, &session, "/newsroom?done=welcome"))
        }
        Ok(None) => ended(app),
        Err(Refusal::Invalid { sentence, next }) => refuse("email", format!("{sentence} {next}")),
        Err(other) => Err(other.into()),
    }
}

fn form_page(app: &App, code: &str) -> Welcome {
    let empty = Field::default();
    let action = format!("/newsroom/welcome/{}", crate::http::form::encode(code));
    Welcome { page: entrance(app, "Welcome"), action, first: true, name: empty.clone(), email: empty, ..Welcome::default() }
}

/// The same page for a link that was used, has ended, or never was.
fn ended(app: &App) -> Answer {
    render(app, 410, "welcome.html", &Welcome { page: entrance(app, "This link has ended"), ended: true, ..Welcome::default() })
}

/// Whether a browser only looks ahead (`Sec-Purpose`, W3C Fetch Metadata; `Purpose` and `X-Moz` of older ones).
fn looks_ahead(headers: &HeaderMap) -> bool {
    let ahead = |value: &str| ["prefetch", "prerender", "preview"].iter().any(|word| value.contains(word));
    ["sec-purpose", "purpose", "x-purpose", "x-moz"].iter().filter_map(|name| headers.get(*name)?.to_str().ok()).any(ahead)
}
