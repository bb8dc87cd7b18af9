//! `/newsroom/searches`: a filter of the list, kept under a name.

use super::shell::{Answer, Number, see};
use super::stories::Asked;
use crate::app::App;
use crate::http::{Failure, Form, Signed, form};
use axum::extract::State;
use courant_render::newsroom::{Link, SavedSearch};
use courant_store::{Problem, Read};
use std::sync::Arc;

/// Keeps a search; one of the same name is replaced.
///
/// # Errors
/// [`Failure`] 422 without a name, or of the store.
pub async fn keep(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let person = signed.actor.person.ok_or_else(|| Failure::new(403, "A token keeps no searches.", "Sign in as a person."))?;
        let name: String = form.text("name").chars().take(60).collect();
        if name.is_empty() {
            return Err(Failure::invalid("A search is kept under a name.", "Go back and write one."));
        }
        // Only what the list itself would put into an address is kept.
        let query = Asked::read(&Form(form::pairs(form.text("query")))).query();
        app.store.write(&signed.actor, app.clock.now(), |tx| tx.keep_search(person, &name, &query))?;
        Ok(see(&format!("/newsroom/stories?{query}{}done=kept", if query.is_empty() { "" } else { "&" })))
    })
    .await
}

/// Drops one.
///
/// # Errors
/// [`Failure`] 404 when it is not one's own, or of the store.
pub async fn end(State(app): State<Arc<App>>, signed: Signed, Number(id): Number) -> Answer {
    app.blocking(move |app| {
        let person = signed.actor.person.unwrap_or_default();
        if !app.store.write(&signed.actor, app.clock.now(), |tx| tx.end_search(id, person))? {
            return Err(Failure::missing("such search"));
        }
        Ok(see("/newsroom/stories?done=dropped"))
    })
    .await
}

/// Searches that somebody keeps; `now` is the query that is shown.
pub(super) fn of(read: &Read<'_>, person: Option<i64>, now: &str) -> Result<Vec<SavedSearch>, Problem> {
    let Some(person) = person else { return Ok(Vec::new()) };
    let search = |s: courant_store::flow::Search| SavedSearch {
        link: Link { name: s.name, current: !now.is_empty() && s.query == now, url: format!("/newsroom/stories?{}", s.query) },
        end: format!("/newsroom/searches/{}/end", s.id),
    };
    Ok(read.searches_of(person)?.into_iter().map(search).collect())
}
