//! What stands around every page of the newsroom, and how a page becomes an answer.

use super::flash;
use crate::app::App;
use crate::http::{Failure, Query};
use crate::pages::PageProblem;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use courant_news::permit::{Actor, Grant};
use courant_render::newsroom::{Link, Problem, Shell};
use serde::Serialize;
use std::sync::Arc;

/// What a handler answers.
pub(super) type Answer = Result<Response, Failure>;

/// The shell of a page for who is signed in; `place` is which part of the newsroom it is.
pub(super) fn shell(app: &App, actor: &Actor, title: impl Into<String>, place: &'static str) -> Shell {
    let (manages, site) = (actor.has(Grant::ManagePeople), super::site::first_part(actor));
    Shell { manages, site, ..outside(app, &actor.name, title.into(), place) }
}

/// The shell of a page that somebody sees who is not signed in.
pub(super) fn entrance(app: &App, title: &str) -> Shell {
    outside(app, "", title.to_owned(), "")
}

fn outside(app: &App, person: &str, title: String, place: &'static str) -> Shell {
    let paper = app.pages.paper();
    let assets = paper.assets.addresses().clone();
    Shell { site_name: paper.site.name.clone(), title, person: person.to_owned(), place, assets, ..Shell::default() }
}

/// A shell that says what has just been done, as `?done=` names it.
pub(super) fn with_flash(mut page: Shell, query: &Query) -> Shell {
    page.flash = flash::of(query.0.text("done"));
    page
}

/// A page as an answer.
///
/// # Errors
/// [`Failure`] 500 when the template does not fit.
pub(super) fn render<T: Serialize>(app: &App, status: u16, template: &str, view: &T) -> Answer {
    let html = app.pages.paper().theme.newsroom(template, view).map_err(PageProblem::from)?;
    Ok((StatusCode::from_u16(status).unwrap_or(StatusCode::OK), Html(html)).into_response())
}

/// 303 to a path of this site.
pub(super) fn see(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// A number in a path; anything else is an address that leads nowhere.
pub(super) struct Number(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Number, Failure> {
        let text = Path::<String>::from_request_parts(parts, state).await.ok();
        text.and_then(|Path(text)| text.parse().ok()).map(Number).ok_or_else(|| Failure::missing("such page"))
    }
}

/// Answers what is no address of the newsroom.
///
/// # Errors
/// [`Failure`] 404.
pub async fn nothing_here() -> Answer {
    Err(Failure::missing("such page"))
}

/// A refusal as a page, for a person who is looking; `person` is who is signed in, or empty.
pub fn problem_page(app: &Arc<App>, person: &str, failure: &Failure) -> Response {
    let link = |name: &str, url: &str| Link { name: name.into(), url: url.into(), current: false };
    let (sentence, next) = (failure.sentence.clone(), failure.next.clone());
    let view = Problem {
        page: outside(app, person, sentence.clone(), ""),
        status: failure.status,
        what: sentence,
        next,
        link: Some(if person.is_empty() { link("Sign in", "/newsroom/sign-in") } else { link("Go to the start page", "/newsroom") }),
        reference: String::new(),
    };
    render(app, failure.status, "problem.html", &view).unwrap_or_else(|_| {
        let status = StatusCode::from_u16(failure.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, format!("{} {}\n", failure.sentence, failure.next)).into_response()
    })
}
