//! `GET /newsroom/stories/{id}/together`: the WebSocket by which several people write one story.

use super::desk::Desk;
use super::shell::{Answer, Number};
use super::times::clock;
use crate::app::App;
use crate::http::{Failure, Signed, session_code};
use crate::together::{Person, Seat, Standing, Words, upgrade};
use axum::extract::State;
use axum::http::HeaderMap;
use courant_store::stories::Story;
use courant_store::{Problem, Read};
use std::sync::Arc;

/// Opens a window on a story.
///
/// # Errors
/// [`Failure`] 403 for another site, 404, 426.
pub async fn open(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, headers: HeaderMap) -> Answer {
    let found = app.blocking(move |app| Ok(app.store.read(|read| read.story(story))?)).await?;
    if found.is_none() {
        return Err(Failure::missing("such story"));
    }
    let code = session_code(&headers).unwrap_or_default();
    let person = Person { actor: signed.actor, code };
    upgrade(&headers, Seat { app, person, story, words: Words { clock, story: told } })
}

/// State in words, and the address that readers have had.
fn told(app: &App, read: &Read<'_>, row: &Story) -> Result<Standing, Problem> {
    let desk = Desk::new(app, read)?;
    let address = row.path().filter(|_| row.released_at.is_some()).map(|path| format!("{}{path}", desk.paper.origin)).unwrap_or_default();
    Ok(Standing { state: row.state.word(), text: desk.state_text(row), address })
}
