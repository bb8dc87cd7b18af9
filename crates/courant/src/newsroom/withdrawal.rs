//! `POST /newsroom/stories/{id}/withdrawal`: takes a published story down.

use super::publication::{Typed, page};
use super::readers;
use super::shell::{Answer, Number, see};
use crate::app::App;
use crate::http::{Form, Signed};
use crate::publish;
use axum::extract::State;
use courant_news::permit::Publish;
use std::sync::Arc;

/// Most characters of a reason.
const LONGEST: usize = 2000;

/// Takes it down. Whatever the draft says meanwhile: what has to go must not wait for a colleague who is typing.
///
/// # Errors
/// [`crate::http::Failure`] 404, 409 where the state does not allow it, or of the store.
pub async fn withdraw(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, form: Form) -> Answer {
    app.blocking(move |app| {
        let permit = signed.actor.permit::<Publish>()?;
        let reason = form.text("reason");
        let error = match reason.chars().count() {
            0 => "Say why; it is kept in the journal with your name.".to_owned(),
            n if n > LONGEST => format!("The reason is longer than {LONGEST} characters; shorten it."),
            _ => String::new(),
        };
        if !error.is_empty() {
            return page(app, &signed, story, 422, &Typed { errors: vec![("reason", error)], form: Some(form), ..Typed::default() });
        }
        publish::withdraw(&app.store, permit, app.clock.now(), story, reason)?;
        readers::wait(app);
        Ok(see(&format!("/newsroom/stories/{story}/publication?done=withdrawn")))
    })
    .await
}
