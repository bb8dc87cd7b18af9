//! `POST /newsroom/places`: names a section or storyline while a story is being written. Readers know nothing of it
//! before its first story is out.

use crate::app::App;
use crate::http::{Failure, Signed, read_body};
use crate::newsroom::shell::Answer;
use crate::publish;
use axum::Json;
use axum::extract::{Extension, Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use courant_news::permit::Edit;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

#[derive(Deserialize)]
struct Wanted {
    kind: String,
    name: String,
}

/// Takes `{"kind": "section" | "storyline", "name"}`, answers 201 `{"slug", "name"}`.
///
/// # Errors
/// [`Failure`] 422 with a sentence when there can be none of that name.
pub(in crate::newsroom) async fn name(State(app): State<Arc<App>>, Extension(signed): Extension<Signed>, request: Request) -> Answer {
    let bytes = read_body(request.into_body(), 16 << 10, "name").await?;
    let unreadable = |_| Failure::invalid("This is no name of a section or storyline.", "Load the page of the story again.");
    let wanted: Wanted = serde_json::from_slice(&bytes).map_err(unreadable)?;
    app.blocking(move |app| {
        let (permit, now) = (signed.actor.permit::<Edit>()?, app.clock.now());
        let (slug, name) = match wanted.kind.as_str() {
            "section" => publish::name_section(&app.store, permit, now, &wanted.name).map(|s| (s.slug, s.name))?,
            "storyline" => publish::name_storyline(&app.store, permit, now, &wanted.name).map(|s| (s.slug, s.title))?,
            _ => return Err(Failure::invalid("Only sections and storylines are named here.", "Load the page of the story again.")),
        };
        Ok((StatusCode::CREATED, Json(json!({ "slug": slug, "name": name }))).into_response())
    })
    .await
}
