//! `POST /newsroom/stories/{id}/finish`: says that a draft is finished and waits for whoever may publish.

use super::shell::{Answer, Number, see};
use crate::app::App;
use crate::http::Signed;
use crate::publish;
use axum::extract::State;
use courant_news::permit::Edit;
use std::sync::Arc;

/// Marks it ready; a spiked story is taken up again by it.
///
/// # Errors
/// [`crate::http::Failure`] 404, 409 where the state does not allow it, or of the store.
pub async fn finish(State(app): State<Arc<App>>, signed: Signed, Number(story): Number) -> Answer {
    app.blocking(move |app| {
        publish::finish(&app.store, signed.actor.permit::<Edit>()?, app.clock.now(), story)?;
        Ok(see(&format!("/newsroom/stories/{story}/publication?done=ready")))
    })
    .await
}
