//! `GET /newsroom/find?q=`: stories by their words while somebody types, as JSON.

use super::desk::Desk;
use super::shell::Answer;
use crate::app::App;
use crate::http::{Query, Signed};
use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use courant_store::Problem;
use serde_json::{Value, json};
use std::sync::Arc;

/// Most stories offered.
const MOST: usize = 10;

/// `{"stories":[{"url","headline","state","state_text","section","changed"}]}`, those with the words in their headline first.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn find(State(app): State<Arc<App>>, _: Signed, query: Query) -> Answer {
    app.blocking(move |app| {
        let found = app.finder.suggest(query.0.text("q"), MOST)?;
        let stories = app.store.read(|read| {
            let desk = Desk::new(app, read)?;
            let mut out: Vec<Value> = Vec::with_capacity(found.len());
            for id in found {
                let Some(story) = read.story(id)? else { continue };
                let row = desk.row(&story, &read.draft_head(id)?)?;
                let headline = if row.headline.is_empty() { "No headline yet".to_owned() } else { row.headline };
                out.push(json!({ "url": row.url, "headline": headline, "state": row.state, "state_text": row.state_text, "section": row.section, "changed": row.changed.text }));
            }
            Ok::<_, Problem>(out)
        })?;
        Ok(Json(json!({ "stories": stories })).into_response())
    })
    .await
}
