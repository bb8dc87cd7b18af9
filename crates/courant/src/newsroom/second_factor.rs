//! `/newsroom/account/second-factor`: setting up an app that gives codes, recovery codes, and taking them away.

use super::account::right_password;
use super::shell::{Answer, render, see, shell};
use crate::app::App;
use crate::http::{Failure, Form, Peer, Signed};
use crate::people::{self, Confirmed, totp};
use axum::extract::State;
use courant_render::newsroom::{RecoveryCodes, SecondFactor};
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;
use std::sync::Arc;

/// The picture to photograph, the secret to type, and the form for the first code.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed) -> Answer {
    app.blocking(move |app| page(app, &signed, 200, "")).await
}

fn page(app: &App, signed: &Signed, status: u16, error: &str) -> Answer {
    let person = signed.actor.person.unwrap_or_default();
    let member = app.store.read(|read| read.member(person))?.ok_or_else(|| Failure::missing("such account"))?;
    if member.codes {
        return Ok(see("/newsroom/account"));
    }
    let secret = people::begin_code_app(app, person)?;
    let text = totp::base32(&secret);
    let grouped: Vec<&str> = text.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect();
    let (path, size) = drawn(&totp::uri(&app.pages.paper().site.name, &member.email, &secret));
    let view = SecondFactor {
        page: shell(app, &signed.actor, "Second factor", "account"),
        owed: signed.actor.owes_factor,
        secret: grouped.join(" "),
        path,
        size,
        error: error.to_owned(),
    };
    render(app, status, "second-factor.html", &view)
}

/// The code as one path of squares on a grid, with the quiet zone that scanners want (ISO/IEC 18004), and its size.
fn drawn(text: &str) -> (String, i32) {
    const QUIET: i32 = 4;
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return (String::new(), 0) };
    let mut path = String::new();
    for (x, y) in (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y)) {
        let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
    }
    (path, code.size() + 2 * QUIET)
}

/// Takes the first code.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn confirm(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| match people::confirm_code_app(app, signed.actor.person.unwrap_or_default(), signed.session, form.text("code"))? {
        Confirmed::Yes(codes) => recovery(app, &signed, codes),
        Confirmed::Wrong => page(app, &signed, 422, "This is not the app’s code of this moment. Check the clock of your phone and try the next one."),
    })
    .await
}

fn recovery(app: &App, signed: &Signed, codes: Vec<String>) -> Answer {
    let view = RecoveryCodes { page: shell(app, &signed.actor, "Recovery codes", "account"), codes };
    render(app, 200, "recovery-codes.html", &view)
}

/// Turns the app off, with the password.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn stop(State(app): State<Arc<App>>, signed: Signed, Peer(address): Peer, form: Form) -> Answer {
    app.blocking(move |app| {
        if !right_password(app, &signed, address, form.raw("current"))? {
            return Ok(see("/newsroom/account?done=wrong-password"));
        }
        people::stop_code_app(app, signed.actor.person.unwrap_or_default())?;
        Ok(see("/newsroom/account?done=app-off"))
    })
    .await
}

/// Makes new recovery codes, with the password.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn new_codes(State(app): State<Arc<App>>, signed: Signed, Peer(address): Peer, form: Form) -> Answer {
    app.blocking(move |app| {
        if !right_password(app, &signed, address, form.raw("current"))? {
            return Ok(see("/newsroom/account?done=wrong-password"));
        }
        let codes = people::new_recovery_codes(app, signed.actor.person.unwrap_or_default())?;
        recovery(app, &signed, codes)
    })
    .await
}
