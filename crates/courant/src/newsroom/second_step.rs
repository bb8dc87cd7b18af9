//! `/newsroom/sign-in/second`: the second factor, after the password.

use super::shell::{Answer, entrance, render, see};
use super::sign_in::{TOO_OFTEN, or_start};
use super::{cookie, device};
use crate::app::App;
use crate::http::{Form, Peer, STEP_COOKIE, cookie as cookie_of};
use crate::people::entrance::{self as way_in, Browser, Entered};
use axum::extract::State;
use axum::http::HeaderMap;
use courant_render::newsroom::SecondStep;
use std::sync::Arc;

/// The form.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let code = cookie_of(&headers, STEP_COOKIE).unwrap_or_default();
    app.blocking(move |app| page(app, 200, &code, "")).await
}

/// Takes a code of the app, or for recovery.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn enter(State(app): State<Arc<App>>, Peer(address): Peer, headers: HeaderMap, form: Form) -> Answer {
    let code = cookie_of(&headers, STEP_COOKIE).unwrap_or_default();
    let browser = device::browser_of(address, &headers);
    app.blocking(move |app| check(app, &code, form.text("code"), &browser)).await
}

fn check(app: &App, step: &str, given: &str, browser: &Browser) -> Answer {
    match way_in::by_code(app, step, given, browser)? {
        Entered::In(entered) => Ok(cookie::into_session(app, see(or_start(&entered.back)), &entered)),
        Entered::TooOften => page(app, 429, step, TOO_OFTEN),
        Entered::Wrong => page(app, 422, step, "This code is not right, or was used before. Wait for the next one and try again."),
        Entered::Second(_) | Entered::Over => page(app, 422, "", ""),
    }
}

fn page(app: &App, status: u16, step: &str, error: &str) -> Answer {
    let Some((_, codes, passkeys)) = way_in::step(app, step)? else {
        return Ok(see("/newsroom/sign-in?done=step-over"));
    };
    let view = SecondStep { page: entrance(app, "Second factor"), codes, passkeys, error: error.to_owned() };
    render(app, status, "second-step.html", &view)
}
