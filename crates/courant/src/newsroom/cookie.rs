//! The newsroom's cookies: a session's code, the code of a browser that is known, the code of who owes a second factor.
//! All for the newsroom's own paths and for no script.

use super::shell::see;
use crate::app::App;
use crate::http::{COOKIE, DEVICE_COOKIE, STEP_COOKIE};
use crate::people::codes::Code;
use crate::people::entrance::In;
use axum::http::{HeaderValue, header};
use axum::response::Response;

const DAY: i64 = 86_400;
const DAYS: i64 = courant_store::accounts::SESSION_DAYS;
/// How long a browser is known without anybody signing in.
const DEVICE_DAYS: i64 = 400;
/// As long as a step is good.
const STEP_SECONDS: i64 = 600;

/// Signed in: the answer carries the cookies of session and browser.
pub(super) fn into_session(app: &App, mut response: Response, entered: &In) -> Response {
    add(app, &mut response, STEP_COOKIE, "", 0);
    add(app, &mut response, DEVICE_COOKIE, entered.device.text(), DEVICE_DAYS * DAY);
    add(app, &mut response, COOKIE, entered.session.text(), DAYS * DAY);
    response
}

/// 303 to a path, signed in by a session.
pub(super) fn signed_in(app: &App, code: &Code, to: &str) -> Response {
    let mut response = see(to);
    add(app, &mut response, COOKIE, code.text(), DAYS * DAY);
    response
}

/// 303 to the page that asks for the second factor.
pub(super) fn second_step(app: &App, code: &Code) -> Response {
    let mut response = see("/newsroom/sign-in/second");
    add(app, &mut response, STEP_COOKIE, code.text(), STEP_SECONDS);
    response
}

/// 303 to a path, with the session's code taken out of the browser.
pub(super) fn signed_out(app: &App, to: &str) -> Response {
    let mut response = see(to);
    add(app, &mut response, COOKIE, "", 0);
    response
}

fn add(app: &App, response: &mut Response, name: &str, value: &str, seconds: i64) {
    let secure = if app.pages.paper().origin.starts_with("https://") { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/newsroom; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
