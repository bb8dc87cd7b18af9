//! `/newsroom/sessions`: ending sessions of one's own; the list stands on one's own page.

use super::cookie;
use super::shell::{Answer, Number, see};
use crate::app::App;
use crate::http::Signed;
use crate::people;
use axum::extract::State;
use std::sync::Arc;

/// Ends one.
///
/// # Errors
/// [`crate::http::Failure`] 404 when it is not this person's, or of the store.
pub async fn end(State(app): State<Arc<App>>, signed: Signed, Number(session): Number) -> Answer {
    app.blocking(move |app| {
        let person = signed.actor.person.unwrap_or_default();
        people::end_session(&app.store, &signed.actor, app.clock.now(), person, session)?;
        if session == signed.session {
            return Ok(cookie::signed_out(app, "/newsroom/sign-in?done=signed-out"));
        }
        Ok(see("/newsroom/account?done=session"))
    })
    .await
}

/// Ends all but the one that asks.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn end_others(State(app): State<Arc<App>>, signed: Signed) -> Answer {
    app.blocking(move |app| {
        let person = signed.actor.person.unwrap_or_default();
        people::end_other_sessions(&app.store, &signed.actor, app.clock.now(), person, signed.session)?;
        Ok(see("/newsroom/account?done=sessions"))
    })
    .await
}
