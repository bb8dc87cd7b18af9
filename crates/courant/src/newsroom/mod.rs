//! The newsroom's screens.

use crate::app::App;
use crate::http::Failure;
use axum::response::{Html, IntoResponse, Response};
use courant_render::newsroom::{Problem, Shell};
use std::sync::Arc;

/// A refusal as a page, for a person who is looking; `person` is who is signed in, or empty.
pub fn problem_page(app: &Arc<App>, person: &str, failure: &Failure) -> Response {
    let paper = app.pages.paper();
    let page = Shell {
        site_name: paper.site.name.clone(),
        title: failure.sentence.clone(),
        person: person.to_owned(),
        place: "",
        flash: None,
        assets: paper.assets.addresses().clone(),
    };
    let view = Problem { page, status: failure.status, what: failure.sentence.clone(), next: failure.next.clone(), link: None, reference: String::new() };
    let status = axum::http::StatusCode::from_u16(failure.status).unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
    match paper.theme.newsroom("problem.html", &view) {
        Ok(html) => (status, Html(html)).into_response(),
        Err(e) => {
            tracing::error!(error = %e, "the newsroom's problem page");
            (status, format!("{} {}\n", failure.sentence, failure.next)).into_response()
        }
    }
}
