//! `/newsroom/pictures`: the library, and the door by which a picture comes in.

use super::desk::Desk;
use super::picture::{card, record};
use super::shell::{Answer, render, shell, with_flash};
use crate::app::App;
use crate::http::form::encode;
use crate::http::{Failure, Form, Query, Signed, read_body, wants_html};
use crate::pictures::PictureProblem;
use crate::pictures::inspect::MAX_BYTES;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use courant_news::permit::Edit;
use courant_render::newsroom::{Paging, Pictures};
use courant_store::Problem;
use courant_store::pictures::Picture;
use serde_json::Value;
use std::sync::Arc;

/// Pictures on a page.
const PER_PAGE: usize = 48;
/// Most pictures that are looked at for words, newest first.
const LOOKED_AT: i64 = 5000;
/// Most pictures that the editor's library offers.
const OFFERED: i64 = 300;

/// The library: a page, or JSON for the editor, which asks for it by `Accept`.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, headers: HeaderMap, query: Query) -> Answer {
    let json = !wants_html(&headers) && headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("application/json"));
    app.blocking(move |app| if json { offered(app) } else { page(app, &signed, &query) }).await
}

/// Takes a picture in: the body is the file, `name` in the query is what it was called.
///
/// # Errors
/// [`Failure`] 413 before a byte of a larger one is read, 422 for what is no sound picture, or of the disk.
pub async fn upload(State(app): State<Arc<App>>, signed: Signed, query: Query, headers: HeaderMap, body: Body) -> Answer {
    let too_large = |bytes: u64| {
        let problem = PictureProblem::TooManyBytes { bytes };
        Failure::new(413, problem.to_string(), problem.next())
    };
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if let Some(bytes) = declared.filter(|n| *n > MAX_BYTES as u64) {
        return Err(too_large(bytes));
    }
    let bytes = read_body(body, MAX_BYTES, "picture").await?;
    let name = query.0.text("name").to_owned();
    app.blocking(move |app| {
        let picture = app.media.take_in(&app.store, signed.actor.permit::<Edit>()?, app.clock.now(), &name, &bytes)?;
        Ok((StatusCode::CREATED, Json(record(&picture))).into_response())
    })
    .await
}

fn offered(app: &App) -> Answer {
    let pictures = app.store.read(|read| read.pictures(OFFERED))?;
    Ok(Json(pictures.iter().map(record).collect::<Vec<Value>>()).into_response())
}

fn page(app: &App, signed: &Signed, query: &Query) -> Answer {
    let asked = Asked::read(&query.0);
    let page = with_flash(shell(app, &signed.actor, "Pictures", "pictures"), query);
    let view = app.store.read(|read| {
        let desk = Desk::new(app, read)?;
        let uses = read.pictures_used()?;
        let found: Vec<Picture> = read.pictures(LOOKED_AT)?.into_iter().filter(|p| asked.takes(p)).collect();
        let shown = found.iter().skip(asked.skip).take(PER_PAGE);
        let cards: Vec<_> = shown.map(|p| card(&desk, p, uses.get(&p.id).copied().unwrap_or(0))).collect();
        Ok::<_, Problem>(Pictures {
            page,
            q: asked.q.clone(),
            missing: asked.missing.to_owned(),
            filtered: !asked.q.is_empty() || !asked.missing.is_empty(),
            limits: format!("JPEG, PNG, WebP or GIF, up to {} MB each.", MAX_BYTES >> 20),
            accept: "image/jpeg,image/png,image/webp,image/gif".into(),
            paging: asked.paging(cards.len(), found.len()),
            pictures: cards,
        })
    })?;
    render(app, 200, "pictures.html", &view)
}

/// What is asked for.
struct Asked {
    q: String,
    /// `alt`, `credit` or empty.
    missing: &'static str,
    skip: usize,
}

impl Asked {
    fn read(form: &Form) -> Asked {
        Asked {
            q: form.text("q").chars().take(200).collect(),
            missing: ["alt", "credit"].into_iter().find(|m| *m == form.text("missing")).unwrap_or_default(),
            skip: form.number("skip").and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
        }
    }

    fn takes(&self, picture: &Picture) -> bool {
        let words = format!("{} {} {} {}", picture.caption, picture.credit, picture.alt, picture.file_name).to_lowercase();
        let gap = match self.missing {
            "alt" => picture.alt.trim().is_empty(),
            "credit" => picture.credit.trim().is_empty(),
            _ => true,
        };
        gap && self.q.to_lowercase().split_whitespace().all(|word| words.contains(word))
    }

    fn address(&self, skip: usize) -> String {
        let skip = if skip == 0 { String::new() } else { skip.to_string() };
        let pairs = [("q", self.q.as_str()), ("missing", self.missing), ("skip", &skip)];
        let pairs: Vec<String> = pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| format!("{n}={}", encode(v))).collect();
        if pairs.is_empty() { "/newsroom/pictures".into() } else { format!("/newsroom/pictures?{}", pairs.join("&")) }
    }

    fn paging(&self, shown: usize, total: usize) -> Paging {
        let noun = if total == 1 { "picture" } else { "pictures" };
        let says = match shown {
            0 => String::new(),
            n if n == total => format!("{total} {noun}"),
            n => format!("{}–{} of {total} {noun}", self.skip + 1, self.skip + n),
        };
        Paging {
            says,
            before: if self.skip > 0 { self.address(self.skip.saturating_sub(PER_PAGE)) } else { String::new() },
            after: if self.skip + shown < total { self.address(self.skip + PER_PAGE) } else { String::new() },
        }
    }
}
