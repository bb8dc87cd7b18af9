//! The table of routes off the hot path. Every route says who may use it when it is added, so one without a rule does
//! not compile, and tests walk the table.

use super::{COOKIE, Failure, is_cross_site, with_security};
use crate::app::App;
use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodFilter, on};
use courant_news::permit::{Actor, Grant};
use std::sync::Arc;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody; what it shows is asked of `sight`.
    Public,
    /// Everybody on the way into the newsroom: it shows nothing of any story.
    Entrance,
    /// Who is signed in and has the grant.
    Person(Grant),
    /// Whoever is signed in, for what is their own.
    Own,
    /// Whoever is signed in, even while a second factor that their role requires is not set up: for setting it up.
    SettingUp,
    /// A token with the grant.
    Token(Grant),
}

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Method.
    pub method: Method,
    /// Path with its parameters in braces.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// Who is signed in, as handlers are given it.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The person with their grants.
    pub actor: Actor,
    /// Number of the session; 0 for a token.
    pub session: i64,
}

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Signed, Failure> {
        parts.extensions.get().cloned().ok_or_else(signed_out)
    }
}

fn signed_out() -> Failure {
    Failure::new(401, "You are signed out.", "Sign in, then try again.")
}

/// Routes being added.
pub struct Routes {
    app: Arc<App>,
    router: Router<Arc<App>>,
    /// The table.
    pub entries: Vec<Entry>,
}

impl Routes {
    /// None yet.
    pub fn new(app: &Arc<App>) -> Routes {
        Routes { app: Arc::clone(app), router: Router::new(), entries: Vec::new() }
    }

    /// Adds a route with who may use it.
    #[must_use]
    pub fn add<H, T>(mut self, method: Method, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::TRACE);
        let guarded = on(filter, handler).layer(from_fn_with_state((Arc::clone(&self.app), access), guard));
        self.router = self.router.route(path, guarded);
        self.entries.push(Entry { method, path, access });
        self
    }

    /// The router and the table.
    pub fn finish(self) -> (Router, Vec<Entry>) {
        (self.router.with_state(self.app), self.entries)
    }
}

async fn guard(State((app, access)): State<(Arc<App>, Access)>, mut request: Request, next: Next) -> Response {
    let html = wants_html(request.headers()) && !matches!(access, Access::Public | Access::Token(_));
    let admitted = match admit(&app, access, request.method().clone(), request.headers().clone()).await {
        Ok(Some(signed)) => {
            request.extensions_mut().insert(signed.clone());
            Ok(Some(signed))
        }
        other => other,
    };
    let (reading, back) = (request.method() == Method::GET, request.uri().path().to_owned());
    let name = admitted.as_ref().ok().and_then(|s| s.as_ref()).map(|s| s.actor.name.clone()).unwrap_or_default();
    let mut response = match admitted {
        Ok(_) => next.run(request).await,
        Err(Refuse::SignIn) if html && reading => Redirect::to(&format!("/newsroom/sign-in?back={back}")).into_response(),
        Err(Refuse::SignIn) => signed_out().into_response(),
        Err(Refuse::SetUp) if html && reading => Redirect::to("/newsroom/account/second-factor").into_response(),
        Err(Refuse::SetUp) => {
            Failure::new(403, "Your role needs a second factor.", "Set it up on your own page; your words are kept in this browser.").into_response()
        }
        Err(Refuse::With(failure)) => failure.into_response(),
    };
    if html && let Some(failure) = response.extensions_mut().remove::<Failure>() {
        response = crate::newsroom::problem_page(&app, &name, &failure);
    }
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    with_security(response)
}

enum Refuse {
    SignIn,
    SetUp,
    With(Failure),
}

async fn admit(app: &Arc<App>, access: Access, method: Method, headers: HeaderMap) -> Result<Option<Signed>, Refuse> {
    let cookie_door = matches!(access, Access::Person(_) | Access::Own | Access::SettingUp | Access::Entrance);
    if cookie_door && is_cross_site(&method, &headers) {
        let failure = Failure::new(403, "This request came from another site.", "Open the newsroom in a tab of its own and do it there.");
        return Err(Refuse::With(failure));
    }
    let (signed, needed) = match access {
        Access::Public | Access::Entrance => return Ok(None),
        Access::Own | Access::SettingUp => (signed_in(app, &headers).await?, None),
        Access::Person(grant) => (signed_in(app, &headers).await?, Some(grant)),
        Access::Token(grant) => (token(app, &headers).await?, Some(grant)),
    };
    if signed.actor.owes_factor && access != Access::SettingUp {
        return Err(Refuse::SetUp);
    }
    match needed {
        Some(grant) if !signed.actor.has(grant) => Err(Refuse::With(courant_news::permit::Refused(grant).into())),
        _ => Ok(Some(signed)),
    }
}

async fn signed_in(app: &Arc<App>, headers: &HeaderMap) -> Result<Signed, Refuse> {
    let code = session_code(headers).ok_or(Refuse::SignIn)?;
    let found = app.blocking(move |app| crate::people::session(app, &code)).await.map_err(Refuse::With)?;
    found.map(|(actor, session)| Signed { actor, session }).ok_or(Refuse::SignIn)
}

async fn token(app: &Arc<App>, headers: &HeaderMap) -> Result<Signed, Refuse> {
    let refused = || {
        Refuse::With(Failure::new(
            401,
            "The token is missing, wrong or has ended.",
            "Send it as `Authorization: Bearer …`; `courant token add` makes one.",
        ))
    };
    let value = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).ok_or_else(refused)?;
    let (scheme, code) = value.split_once(' ').ok_or_else(refused)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(refused());
    }
    let code = code.trim().to_owned();
    let found = app.blocking(move |app| crate::people::token(app, &code)).await.map_err(Refuse::With)?;
    found.map(|actor| Signed { actor, session: 0 }).ok_or_else(refused)
}

/// The session's code from its cookie.
pub(crate) fn session_code(headers: &HeaderMap) -> Option<String> {
    cookie(headers, COOKIE)
}

/// A cookie's value.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    cookies.filter_map(|c| c.trim().split_once('=')).find(|(n, _)| *n == name).map(|(_, value)| value.to_owned())
}

/// Whether a person is looking: the answer may be a page.
pub(crate) fn wants_html(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"))
}
