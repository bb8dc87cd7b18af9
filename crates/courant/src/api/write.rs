//! Publishing and withdrawing, with a token.

use super::input::{self, Kind};
use super::read::StoryPath;
use super::{STORIES, day, unreadable_address};
use crate::app::App;
use crate::http::{Failure, Signed, read_body};
use crate::import::{self, Filed, Filing};
use crate::pages::Paper;
use crate::wire;
use axum::Extension;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use courant_news::permit::Publish;
use serde_json::json;
use std::sync::Arc;

/// Most bytes of copy.
const LONGEST_COPY: usize = 4 << 20;
/// Most bytes of a withdrawal.
const LONGEST_WITHDRAWAL: usize = 64 << 10;

fn filing<'a>(app: &'a App, paper: &'a Paper) -> Filing<'a> {
    Filing { store: &app.store, media: &app.media, zone: &paper.zone, origin: &paper.origin, language: &paper.site.language, now: app.clock.now() }
}

fn receipt(filed: &Filed) -> Json<serde_json::Value> {
    Json(json!({ "slug": filed.slug, "address": filed.address, "state": filed.state }))
}

/// `POST /api/v1/stories`.
pub(super) async fn publish(State(app): State<Arc<App>>, Extension(signed): Extension<Signed>, request: Request) -> Result<Response, Failure> {
    let kind = input::kind(request.headers())?;
    let bytes = read_body(request.into_body(), LONGEST_COPY, "copy").await?;
    let filed = app
        .blocking(move |app| {
            let copy = match kind {
                Kind::Markdown => wire::read_copy("", &bytes).map_err(|problem| import::failure(&problem))?.into(),
                Kind::Json => input::copy(&bytes)?,
            };
            import::file(&filing(app, &app.pages.paper()), &signed.actor, copy, None)
        })
        .await?;
    let mut response = receipt(&filed).into_response();
    if !filed.existed {
        *response.status_mut() = StatusCode::CREATED;
        if !filed.address.is_empty() {
            let location = HeaderValue::from_str(&format!("{STORIES}{}", percent(&filed.address)));
            response.headers_mut().extend(location.ok().map(|value| (header::LOCATION, value)));
        }
    }
    Ok(response)
}

/// A path whose letters beyond ASCII are percent-encoded, as a header needs them (RFC 3986, section 2).
fn percent(path: &str) -> String {
    path.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii() {
            out.push(b as char)
        } else {
            out.push_str(&format!("%{b:02X}"))
        }
        out
    })
}

/// `POST /api/v1/stories/{year}/{month}/{day}/{slug}/withdrawal`.
pub(super) async fn withdraw(
    State(app): State<Arc<App>>,
    Extension(signed): Extension<Signed>,
    path: StoryPath,
    request: Request,
) -> Result<Response, Failure> {
    let Path((year, month, date, slug)) = path.map_err(unreadable_address)?;
    let day = day(&year, &month, &date)?;
    if input::kind(request.headers())? != Kind::Json {
        return Err(Failure::new(415, "A withdrawal comes as application/json.", "Set the header Content-Type."));
    }
    let bytes = read_body(request.into_body(), LONGEST_WITHDRAWAL, "withdrawal").await?;
    let filed = app
        .blocking(move |app| {
            let note = input::withdrawal(&bytes)?;
            let row = app.store.read(|read| read.story_once_at(&day, &slug))?.ok_or_else(super::no_story)?;
            import::take_down(&filing(app, &app.pages.paper()), signed.actor.permit::<Publish>()?, &row, &note)
        })
        .await?;
    Ok(receipt(&filed).into_response())
}
