//! `POST /newsroom/stories/{id}/schedule-end`: takes back a time that was set.

use super::readers;
use super::shell::{Answer, Number, see};
use crate::app::App;
use crate::http::Signed;
use crate::publish;
use axum::extract::State;
use courant_news::permit::Publish;
use std::sync::Arc;

/// Takes it back. It holds whatever the draft says meanwhile: nothing going out is what was asked for.
///
/// # Errors
/// [`crate::http::Failure`] 404, 409 when there is no time to take back, or of the store.
pub async fn take_back(State(app): State<Arc<App>>, signed: Signed, Number(story): Number) -> Answer {
    app.blocking(move |app| {
        publish::unschedule(&app.store, signed.actor.permit::<Publish>()?, app.clock.now(), story)?;
        readers::wait(app);
        Ok(see(&format!("/newsroom/stories/{story}/publication?done=unscheduled")))
    })
    .await
}
