//! Reading: stories, sections and storylines, as far as readers may see them.

use super::ask::Asked;
use super::story::Stories;
use super::{OPENAPI, answer, day, json_page, no_story, unreadable_address};
use crate::app::App;
use crate::http::Failure;
use crate::pages::Page;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::Response;
use courant_news::visible::{Sight, sight};
use courant_store::lists::{Live, Place, Which};
use courant_store::places::Storyline;
use courant_store::{Problem, Read};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;

/// Stories looked through for one page of a list with several filters. What is further back is on the next page.
const MOST_LOOKED_AT: usize = 2000;

/// Parts of a story's address.
pub(super) type StoryPath = Result<Path<(String, String, String, String)>, PathRejection>;

/// `GET /api/v1/stories`.
pub(super) async fn stories(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    answer(app, parts.method, parts.headers, move |app| {
        let asked = Asked::read(&query)?;
        look(app, |stories| Ok(Some(list(stories, &asked)?)))
    })
    .await
}

/// `GET /api/v1/stories/{year}/{month}/{day}/{slug}`.
pub(super) async fn story(State(app): State<Arc<App>>, path: StoryPath, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    answer(app, parts.method, parts.headers, move |app| {
        let Path((year, month, date, slug)) = path.map_err(unreadable_address)?;
        let day = day(&year, &month, &date)?;
        let found = look_at(app, &day, &slug, |stories, live| stories.with_text(live).map(Some))?;
        Ok(json_page(&found.ok_or_else(no_story)?))
    })
    .await
}

/// `GET /api/v1/sections`.
pub(super) async fn sections(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    answer(app, parts.method, parts.headers, |app| {
        look(app, |stories| {
            let section = |s: &courant_store::places::Section| {
                let address = format!("/{}", s.slug);
                json!({ "slug": s.slug, "name": s.name, "url": stories.absolute(&address), "address": address })
            };
            Ok(Some(json!({ "sections": stories.sections.iter().map(section).collect::<Vec<_>>() })))
        })
    })
    .await
}

/// `GET /api/v1/storylines`: those with a story that may be seen.
pub(super) async fn storylines(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    answer(app, parts.method, parts.headers, |app| {
        look(app, |stories| {
            let mut seen = Vec::new();
            for storyline in stories.read.storylines()? {
                if !stories.read.live(&Which::Storyline(storyline.slug.clone()), stories.now, None, 1)?.is_empty() {
                    seen.push(storyline_json(stories, &storyline));
                }
            }
            Ok(Some(json!({ "storylines": seen })))
        })
    })
    .await
}

/// `GET /api/v1/storylines/{slug}`.
pub(super) async fn storyline(State(app): State<Arc<App>>, path: Result<Path<String>, PathRejection>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    answer(app, parts.method, parts.headers, move |app| {
        let Path(slug) = path.map_err(unreadable_address)?;
        let missing = || Failure::new(404, "There is no storyline at this address.", "Look for it with GET /api/v1/storylines.");
        match look(app, |stories| one_storyline(stories, &slug)) {
            Err(failure) if failure.status == 404 => Err(missing()),
            other => other,
        }
    })
    .await
}

/// `GET /api/v1/openapi.json`.
pub(super) async fn description(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    answer(app, parts.method, parts.headers, |_| Ok(Page::new("application/json", OPENAPI))).await
}

/// Makes a page from one snapshot of the store; nothing there is 404.
fn look(app: &App, make: impl FnOnce(&Stories<'_>) -> Result<Option<Value>, Problem>) -> Result<Page, Failure> {
    let made = snapshot(app, make)?;
    Ok(json_page(&made.ok_or_else(no_story)?))
}

fn snapshot<T>(app: &App, make: impl FnOnce(&Stories<'_>) -> Result<T, Problem>) -> Result<T, Failure> {
    let (paper, now) = (app.pages.paper(), app.clock.now());
    Ok(app.store.read(|read| make(&Stories::new(&paper, read, now)?))?)
}

/// Makes something of the story at an address, if it may be seen.
///
/// # Errors
/// [`Failure`] 410 when it was withdrawn, 404 when readers never had it.
pub(super) fn look_at<T>(
    app: &App,
    day: &str,
    slug: &str,
    make: impl FnOnce(&Stories<'_>, &Live) -> Result<Option<T>, Problem>,
) -> Result<Option<T>, Failure> {
    enum Found<T> {
        Gone,
        Here(Option<T>),
    }
    let found = snapshot(app, |stories| {
        Ok(match visible(stories.read, day, slug, stories.now)? {
            (Sight::Gone, _) => Found::Gone,
            (Sight::Shown, Some(live)) => Found::Here(make(stories, &live)?),
            _ => Found::Here(None),
        })
    })?;
    match found {
        Found::Gone => Err(Failure::new(410, "This story was withdrawn.", "Remove your copy of it.")),
        Found::Here(made) => Ok(made),
    }
}

fn visible(read: &Read<'_>, day: &str, slug: &str, now: Timestamp) -> Result<(Sight, Option<Live>), Problem> {
    let Some(row) = read.story_at(day, slug)? else { return Ok((Sight::Unknown, None)) };
    Ok((sight(&row.standing(), now), read.live_story(row.id, now)?))
}

fn list(stories: &Stories<'_>, asked: &Asked) -> Result<Value, Problem> {
    let (found, older) = matching(stories, asked)?;
    let found = found.iter().map(|live| stories.json(live)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "stories": found, "older": older.map(|place| asked.older(place)) }))
}

/// The stories for which all filters hold, and the place after which there may be more.
fn matching(stories: &Stories<'_>, asked: &Asked) -> Result<(Vec<Live>, Option<Place>), Problem> {
    let which = asked.which();
    let (mut found, mut before, mut looked) = (Vec::<Live>::new(), asked.before, 0);
    let batch = asked.limit + 1;
    loop {
        let list = stories.read.live(&which, stories.now, before, batch as i64)?;
        let (count, end) = (list.len(), list.last().map(Live::place));
        for live in list.into_iter().filter(|live| asked.takes(&live.head, &stories.paper.site.language)) {
            if found.len() == asked.limit {
                let place = found.last().map(Live::place);
                return Ok((found, place));
            }
            found.push(live);
        }
        looked += count;
        before = end;
        if count < batch {
            return Ok((found, None));
        }
        if looked >= MOST_LOOKED_AT {
            return Ok((found, before));
        }
    }
}

fn storyline_json(stories: &Stories<'_>, storyline: &Storyline) -> Value {
    let address = format!("/storylines/{}", storyline.slug);
    json!({ "slug": storyline.slug, "title": storyline.title, "intro": storyline.intro, "url": stories.absolute(&address), "address": address })
}

fn one_storyline(stories: &Stories<'_>, slug: &str) -> Result<Option<Value>, Problem> {
    let Some(storyline) = stories.read.storyline(slug)? else { return Ok(None) };
    let mut value = storyline_json(stories, &storyline);
    let list = list(stories, &Asked::storyline(slug))?;
    // A storyline whose only stories wait for their time must not be known of.
    if list["stories"].as_array().is_none_or(Vec::is_empty) {
        return Ok(None);
    }
    value["stories"] = list["stories"].clone();
    value["older"] = list["older"].clone();
    Ok(Some(value))
}
