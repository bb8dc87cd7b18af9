//! `POST /newsroom/stories/{id}/spike`: drops a story that readers never had.

use super::flash;
use super::publication::{Typed, page};
use super::shell::{Answer, Number, see};
use crate::app::App;
use crate::http::{Failure, Form, Signed};
use crate::publish;
use axum::extract::State;
use courant_news::permit::Publish;
use std::sync::Arc;

/// Drops it, unless somebody has written on it after it was looked at.
///
/// # Errors
/// [`Failure`] 404, 409 where the state does not allow it, or of the store.
pub async fn spike(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, form: Form) -> Answer {
    app.blocking(move |app| {
        let permit = signed.actor.permit::<Publish>()?;
        let row = app.store.read(|read| read.story(story))?.ok_or_else(|| Failure::missing("such story"))?;
        if form.number("version") != Some(row.draft_version) {
            let problem = flash::problem("Somebody changed this story after you had looked at it.", "Read what it says now, then spike it.");
            return page(app, &signed, story, 422, &Typed { problem: Some(problem), ..Typed::default() });
        }
        publish::spike(&app.store, permit, app.clock.now(), story)?;
        Ok(see(&format!("/newsroom/stories/{story}/publication?done=spiked")))
    })
    .await
}
