//! `/newsroom/desks`: adding, renaming and ordering desks; they stand on the people page.

use super::{Said, page};
use crate::app::App;
use crate::http::{Form, Query, Signed};
use crate::newsroom::flash;
use crate::newsroom::shell::{Answer, see};
use crate::people;
use crate::publish::Refusal;
use axum::extract::{Path, State};
use courant_news::permit::ManagePeople;
use std::sync::Arc;

/// Adds one.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn add(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let permit = signed.actor.permit::<ManagePeople>()?;
        answer(app, &signed, people::add_desk(&app.store, permit, app.clock.now(), form.text("name")).map(drop))
    })
    .await
}

/// Renames one, or moves it up or down.
///
/// # Errors
/// [`crate::http::Failure`] 404, or of the store.
pub async fn change(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| {
        let (permit, now) = (signed.actor.permit::<ManagePeople>()?, app.clock.now());
        let done = match form.text("move") {
            "up" => people::move_desk(&app.store, permit, now, &slug, true),
            "down" => people::move_desk(&app.store, permit, now, &slug, false),
            _ => people::rename_desk(&app.store, permit, now, &slug, form.text("name")),
        };
        answer(app, &signed, done)
    })
    .await
}

fn answer(app: &App, signed: &Signed, done: Result<(), Refusal>) -> Answer {
    match done {
        Ok(()) => Ok(see("/newsroom/people?done=desk#desks")),
        Err(refusal @ Refusal::Invalid { .. }) => {
            let flash = Some(flash::problem(refusal.to_string(), refusal.next()));
            page(app, signed, 422, &Query::default(), Said { flash, ..Said::default() })
        }
        Err(other) => Err(other.into()),
    }
}
