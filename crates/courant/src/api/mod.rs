//! `/api/v1`: reading what readers may see, and publishing with a token. What each address takes and gives is written
//! down in `openapi.json`; a test keeps the two the same.

mod ask;
mod input;
mod markdown;
mod read;
mod story;
mod write;

use crate::app::App;
use crate::http::{Access, Failure, Routes, page};
use crate::pages::Page;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, header};
use axum::response::IntoResponse;
use courant_news::permit::Grant;
use std::sync::Arc;

/// The description of the API, OpenAPI 3.1.
pub const OPENAPI: &str = include_str!("../openapi.json");

const STORIES: &str = "/api/v1/stories";

/// Adds the routes of the API.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/api/v1/stories", Access::Public, read::stories)
        .add(Method::GET, "/api/v1/stories/{year}/{month}/{day}/{slug}", Access::Public, read::story)
        .add(Method::GET, "/api/v1/stories/{year}/{month}/{day}/{slug}/markdown", Access::Public, markdown::story)
        .add(Method::GET, "/api/v1/sections", Access::Public, read::sections)
        .add(Method::GET, "/api/v1/storylines", Access::Public, read::storylines)
        .add(Method::GET, "/api/v1/storylines/{slug}", Access::Public, read::storyline)
        .add(Method::GET, "/api/v1/openapi.json", Access::Public, read::description)
        .add(Method::POST, "/api/v1/stories", Access::Token(Grant::Publish), write::publish)
        .add(Method::POST, "/api/v1/stories/{year}/{month}/{day}/{slug}/withdrawal", Access::Token(Grant::Publish), write::withdraw)
}

/// Answers a read: conditional, packed, and open to scripts of every site, as it holds nothing but what everybody may read.
async fn answer(
    app: Arc<App>,
    method: Method,
    headers: HeaderMap,
    make: impl FnOnce(&App) -> Result<Page, Failure> + Send + 'static,
) -> Response<Body> {
    let mut response = match app.blocking(make).await {
        Ok(made) => page(&made, &method, &headers),
        Err(failure) => failure.into_response(),
    };
    let open = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::ACCESS_CONTROL_EXPOSE_HEADERS, "etag")];
    response.headers_mut().extend(open.map(|(name, value): (HeaderName, &'static str)| (name, HeaderValue::from_static(value))));
    response
}

fn json_page(value: &serde_json::Value) -> Page {
    Page::new("application/json", value.to_string())
}

/// What a story that readers never had and one that never was are answered with.
fn no_story() -> Failure {
    Failure::new(404, "There is no story at this address.", "Look for it with GET /api/v1/stories.")
}

/// The day of an address, `2018-03-28`.
fn day(year: &str, month: &str, day: &str) -> Result<String, Failure> {
    let text = format!("{year}-{month}-{day}");
    let real = text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == text);
    let wrong = || Failure::new(400, "The address names no day of the calendar.", "Write it as /api/v1/stories/2018/03/28/slug.");
    if real { Ok(text) } else { Err(wrong()) }
}

fn unreadable_address<E>(_: E) -> Failure {
    Failure::new(400, "The address is not written in UTF-8.", "Percent-encode its letters as UTF-8.")
}
