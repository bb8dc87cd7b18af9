//! `GET /newsroom/stories/{id}`: the page around the editor, with what the editor starts from.

use super::desk::Desk;
use super::picture_words::record;
use super::shell::{Answer, Number, render, shell, with_flash};
use crate::app::App;
use crate::http::{Failure, Query, Signed};
use axum::extract::State;
use courant_news::copy::Copy;
use courant_render::newsroom::{Editor, ScriptJson};
use courant_store::Problem;
use courant_store::stories::Story;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Most tags that are offered.
const MOST_TAGS: i64 = 300;

/// The editor.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, query: Query) -> Answer {
    app.blocking(move |app| {
        let (title, bootstrap) = app.store.read(|read| {
            let (Some(row), Some(copy)) = (read.story(story)?, read.draft(story)?) else { return Err(Failure::missing("such story")) };
            let title = if copy.head.headline.trim().is_empty() { "Story without headline".to_owned() } else { copy.head.headline.clone() };
            Ok((title, bootstrap(&Desk::new(app, read)?, &row, &copy)?))
        })?;
        let bootstrap = ScriptJson::of(&bootstrap).map_err(Problem::from)?;
        let page = with_flash(shell(app, &signed.actor, title, "stories"), &query);
        render(app, 200, "editor.html", &Editor { page, bootstrap, notes_url: format!("/newsroom/stories/{story}/notes") })
    })
    .await
}

fn bootstrap(desk: &Desk<'_>, row: &Story, copy: &Copy) -> Result<Value, Problem> {
    let read = desk.read;
    let mut pictures = Map::new();
    for id in copy.pictures() {
        if let Some(picture) = read.picture(&id)? {
            pictures.insert(id, record(&picture));
        }
    }
    let mut files = Map::new();
    for id in copy.media_files() {
        if let Some(file) = read.media_file(&id)? {
            files.insert(id, super::media_files::record(&file));
        }
    }
    // Only an address that readers have had is fixed.
    let address = row.path().filter(|_| row.released_at.is_some()).map(|path| format!("{}{path}", desk.paper.origin)).unwrap_or_default();
    let sections: Vec<Value> = desk.sections().iter().map(|s| json!({ "slug": s.slug, "name": s.name })).collect();
    let storylines: Vec<Value> = read.storylines()?.into_iter().map(|s| json!({ "slug": s.slug, "title": s.title })).collect();
    let people: Vec<Value> = read.people()?.into_iter().map(|p| json!({ "slug": p.slug, "name": p.name })).collect();
    Ok(json!({
        "id": row.id, "length": row.assignment.length.unwrap_or(0),
        "version": row.draft_version,
        "state": row.state.word(),
        "state_text": desk.state_text(row),
        "address": address,
        "copy": copy,
        "sections": sections,
        "storylines": storylines,
        "people": people,
        "tags": read.tags_known(MOST_TAGS)?,
        "zone": courant_news::zone::name(&desk.paper.zone),
        "pictures": pictures,
        "files": files,
    }))
}
