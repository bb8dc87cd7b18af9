//! `POST /newsroom/sign-out`: ends the session that asks.

use super::cookie;
use super::shell::Answer;
use crate::app::App;
use crate::http::Signed;
use crate::people;
use axum::extract::State;
use std::sync::Arc;

/// Ends it; from this commit on its code opens nothing.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn leave(State(app): State<Arc<App>>, signed: Signed) -> Answer {
    app.blocking(move |app| {
        let person = signed.actor.person.unwrap_or_default();
        people::sign_out(&app.store, &signed.actor, app.clock.now(), person, signed.session)?;
        Ok(cookie::signed_out(app, "/newsroom/sign-in?done=signed-out"))
    })
    .await
}
