//! `GET /newsroom/sign-in` and `POST /newsroom/sessions`: coming in by address and password.

use super::shell::{Answer, entrance, render, see, with_flash};
use super::{cookie, device};
use crate::app::App;
use crate::http::{Form, Peer, Query};
use crate::people::entrance::{self as way_in, Browser, Entered};
use axum::extract::State;
use axum::http::HeaderMap;
use courant_render::newsroom::SignIn;
use std::sync::Arc;

/// Said whether or not there is such an account.
const WRONG: &str = "Address and password do not belong together. Check both and try again.";
pub(super) const TOO_OFTEN: &str = "Too many attempts. Wait a quarter of an hour, come in with a passkey or from a browser where you have signed in before, \
                                    or ask whoever runs this paper for a sign-in link.";

/// The form.
///
/// # Errors
/// [`crate::http::Failure`] 500 when the template does not fit.
pub async fn show(State(app): State<Arc<App>>, query: Query) -> Answer {
    let view = SignIn {
        page: with_flash(entrance(&app, "Sign in"), &query),
        back: back(query.0.text("back")).unwrap_or_default().to_owned(),
        ..SignIn::default()
    };
    render(&app, 200, "sign-in.html", &view)
}

/// Opens a session, or the step that asks for the second factor.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn enter(State(app): State<Arc<App>>, Peer(address): Peer, headers: HeaderMap, form: Form) -> Answer {
    let browser = device::browser_of(address, &headers);
    app.blocking(move |app| check(app, &browser, &form)).await
}

fn check(app: &App, browser: &Browser, form: &Form) -> Answer {
    let (email, back) = (form.text("email"), back(form.text("back")).unwrap_or_default());
    let refuse = |status, error: &str| {
        let view = SignIn { page: entrance(app, "Sign in"), email: email.to_owned(), back: back.to_owned(), error: error.to_owned() };
        render(app, status, "sign-in.html", &view)
    };
    match way_in::by_password(app, email, form.raw("password"), back, browser)? {
        Entered::In(entered) => Ok(cookie::into_session(app, see(or_start(&entered.back)), &entered)),
        Entered::Second(code) => Ok(cookie::second_step(app, &code)),
        Entered::TooOften => refuse(429, TOO_OFTEN),
        Entered::Wrong | Entered::Over => refuse(422, WRONG),
    }
}

/// A path to go to, or the start page.
pub(super) fn or_start(path: &str) -> &str {
    if path.is_empty() { "/newsroom" } else { path }
}

/// A path to return to, if it is one of the newsroom's own: a link must not lead out of it, nor into an end of the way in.
pub(super) fn back(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/newsroom")?;
    let inside = rest.is_empty() || rest.starts_with(['/', '?']);
    let plain = path.len() < 500 && path.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    let entrance = ["/sign-in", "/welcome", "/sign-out"].iter().any(|p| rest.starts_with(p));
    (inside && plain && !entrance).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_never_leads_out_of_the_newsroom() {
        for good in ["/newsroom", "/newsroom/stories/7", "/newsroom?done=welcome"] {
            assert_eq!(back(good), Some(good));
        }
        for bad in [
            "",
            "https://evil.example/newsroom",
            "//evil.example",
            "/newsroomx",
            "/newsroom/\\evil",
            "/newsroom/\r\nset-cookie:x",
            "/newsroom/sign-in?back=x",
        ] {
            assert_eq!(back(bad), None, "{bad}");
        }
    }
}
