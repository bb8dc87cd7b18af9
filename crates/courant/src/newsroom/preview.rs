//! `GET /newsroom/stories/{id}/preview`: the draft as its page will be, for the newsroom only.

use super::desk::Desk;
use super::shell::{Answer, Number};
use crate::app::App;
use crate::http::Failure;
use crate::pages;
use axum::extract::State;
use axum::response::{Html, IntoResponse};
use std::sync::Arc;

/// The page.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show(State(app): State<Arc<App>>, Number(story): Number) -> Answer {
    app.blocking(move |app| {
        let line = app.store.read(|read| {
            let row = read.story(story)?.ok_or_else(|| Failure::missing("such story"))?;
            let desk = Desk::new(app, read)?;
            let saved = super::times::clock(row.draft_at, &desk.paper.zone);
            Ok::<_, Failure>(format!(
                "Preview of version {}, saved {saved}. {}. Readers do not see this page.",
                row.draft_version,
                desk.state_text(&row)
            ))
        })?;
        let now = app.clock.now();
        let html = app
            .pages
            .paper()
            .apart()
            .or_stand_in(now, |paper| pages::preview(&app.store, paper, now, story, &line))?
            .ok_or_else(|| Failure::missing("such story"))?;
        Ok(Html(html).into_response())
    })
    .await
}
