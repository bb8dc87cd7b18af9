//! The newsroom's one cookie: a session's code, for the newsroom's own paths and for no script.

use super::shell::see;
use crate::app::App;
use crate::http::COOKIE;
use crate::people::codes::Code;
use axum::http::{HeaderValue, header};
use axum::response::Response;

const DAYS: i64 = courant_store::accounts::SESSION_DAYS;

/// 303 to a path, signed in by a session.
pub(super) fn signed_in(app: &App, code: &Code, to: &str) -> Response {
    with_cookie(app, see(to), code.text(), DAYS * 86_400)
}

/// 303 to a path, with the session's code taken out of the browser.
pub(super) fn signed_out(app: &App, to: &str) -> Response {
    with_cookie(app, see(to), "", 0)
}

fn with_cookie(app: &App, mut response: Response, code: &str, seconds: i64) -> Response {
    let secure = if app.pages.paper().origin.starts_with("https://") { "; Secure" } else { "" };
    let text = format!("{COOKIE}={code}; Path=/newsroom; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    response.headers_mut().extend(HeaderValue::from_str(&text).ok().map(|value| (header::SET_COOKIE, value)));
    response
}
