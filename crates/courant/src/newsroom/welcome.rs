//! `/newsroom/welcome/{code}`: what a one-time link opens. A sign-in link signs its person in; a set-up link asks the
//! first person who they are, an invitation somebody new.

use super::shell::{Answer, entrance, render, see};
use super::sign_in::or_start;
use super::{cookie, device, times};
use crate::app::App;
use crate::http::{Failure, Form, Peer, session_code};
use crate::people::codes::hash;
use crate::people::entrance::{Browser, Entered};
use crate::people::{self, NewPerson, passwords};
use crate::publish::Refusal;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use courant_render::newsroom::{Field, Welcome};
use courant_store::accounts::Purpose;
use courant_store::invitations::Invitation;
use std::sync::Arc;

/// Opens the link.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, Path(code): Path<String>, method: Method, Peer(address): Peer, headers: HeaderMap) -> Answer {
    if method != Method::GET || looks_ahead(&headers) {
        // A browser that fetches pages before they are asked for must not use the link up.
        return Err(Failure::new(503, "This link works once, so it is opened only when somebody follows it.", "Open it in a tab."));
    }
    let (browser, session) = (device::browser_of(address, &headers), session_code(&headers));
    app.blocking(move |app| open(app, &code, session.as_deref(), &browser)).await
}

/// Makes the account: the first one, or that of an invitation.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn set_up(State(app): State<Arc<App>>, Path(code): Path<String>, Peer(address): Peer, headers: HeaderMap, form: Form) -> Answer {
    let browser = device::browser_of(address, &headers);
    app.blocking(move |app| make(app, &code, &browser, &form)).await
}

/// Whom a link lets set up an account.
enum For {
    First,
    Invited(Box<Invitation>),
}

fn whom(app: &App, code: &str) -> Result<Option<For>, Failure> {
    let now = app.clock.now();
    if people::link(&app.store, now, code)? == Some(Purpose::SetUp) {
        return Ok(Some(For::First));
    }
    Ok(app.store.read(|read| read.invitation_by_code(&hash(code), now))?.map(|i| For::Invited(Box::new(i))))
}

fn open(app: &App, code: &str, session: Option<&str>, browser: &Browser) -> Answer {
    if let Some(whom) = whom(app, code)? {
        return render(app, 200, "welcome.html", &form_page(app, code, &whom));
    }
    match people::enter_by_link(app, code, browser)? {
        Some(Entered::In(entered)) => Ok(cookie::into_session(app, see(or_start(&entered.back)), &entered)),
        Some(Entered::Second(step)) => Ok(cookie::second_step(app, &step)),
        // Who follows the link a second time in the browser it signed in is in already.
        _ => match session.map(|code| people::session(app, code)).transpose()?.flatten() {
            Some(_) => Ok(see("/newsroom")),
            None => ended(app),
        },
    }
}

fn make(app: &App, code: &str, browser: &Browser, form: &Form) -> Answer {
    let now = app.clock.now();
    let Some(whom) = whom(app, code)? else { return ended(app) };
    let email = match &whom {
        For::First => form.text("email").to_owned(),
        For::Invited(invitation) => invitation.email.clone(),
    };
    let given = NewPerson { name: form.text("name").into(), email: email.clone(), password: form.raw("password").into() };
    let refuse = |field: &str, error: String| {
        let mut view = form_page(app, code, &whom);
        view.name.value = form.text("name").to_owned();
        view.email.value = email.clone();
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
    let password = match passwords::hash(&new.password) {
        Ok(password) => password,
        Err(error) => return refuse("password", error),
    };
    let made = match &whom {
        For::First => people::set_up(&app.store, now, code, &new, &password),
        For::Invited(_) => people::accept(&app.store, now, code, &new, &password),
    };
    match made {
        Ok(Some(person)) => {
            let session = people::open_session(&app.store, now, person, &browser.words)?;
            Ok(cookie::signed_in(app, &session, "/newsroom?done=welcome"))
        }
        Ok(None) => ended(app),
        Err(Refusal::Invalid { sentence, next }) => refuse("email", format!("{sentence} {next}")),
        Err(other) => Err(other.into()),
    }
}

fn form_page(app: &App, code: &str, whom: &For) -> Welcome {
    let action = format!("/newsroom/welcome/{}", crate::http::form::encode(code));
    let page = Welcome { page: entrance(app, "Welcome"), action, first: true, ..Welcome::default() };
    let For::Invited(invitation) = whom else { return page };
    let paper = app.pages.paper();
    let ends = times::short(invitation.ends_at, app.clock.now(), &paper.zone, paper.words("en")).text;
    let field = |value: &str| Field { value: value.to_owned(), error: String::new() };
    Welcome { first: false, role: invitation.role.word().into(), name: field(&invitation.name), email: field(&invitation.email), ends, ..page }
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
