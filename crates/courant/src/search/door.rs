//! The door for readers: `/search?q=`, a form that works without script.

use super::{Asked, Hit, Sort};
use crate::app::App;
use crate::http::{Failure, page};
use crate::pages::{Page, PageProblem, Sheet, UNRANKED};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use courant_render::body::escape;
use courant_render::view::{SearchPage, Teaser};
use std::sync::Arc;

/// Results on a page.
const PER_PAGE: usize = 20;

/// Answers `/search`.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn answer(State(app): State<Arc<App>>, request: Request) -> Result<Response<Body>, Failure> {
    let (parts, _) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let made = app.blocking(move |app| make(app, &query)).await?;
    Ok(page(&made, &parts.method, &parts.headers))
}

fn make(app: &App, query: &str) -> Result<Page, Failure> {
    let now = app.clock.now();
    let pairs = crate::http::form::pairs(query);
    let asked = Asked::from_pairs(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let paper = app.pages.paper();
    let (hits, total) = app.search.find(&asked, &paper.zone, PER_PAGE)?;
    // All of the page in one theme: what stands in for a theme has its own style sheet and logo.
    let html = app.store.read(|read| {
        paper.or_stand_in(now, |paper| Ok(paper.draw("search.html", &view(&Sheet::new(paper, read, now, &UNRANKED), &asked, &hits, total)?)?))
    })?;
    Ok(Page { cache: "no-store", ..Page::html(html) })
}

fn view(sheet: &Sheet<'_>, asked: &Asked, hits: &[Hit], total: u64) -> Result<SearchPage, PageProblem> {
    let word = |key: &str| sheet.paper.word(key);
    let title = if asked.words.is_empty() { word("search").to_owned() } else { format!("{}: {}", word("search"), asked.words) };
    let mut frame = sheet.frame("", &title, word("search_label"))?;
    frame.noindex = true;
    let more = asked.skip + hits.len() < usize::try_from(total).unwrap_or(usize::MAX);
    let mut teasers = Vec::with_capacity(hits.len());
    for hit in hits {
        let found = sheet.teasers_of(&[hit.story])?;
        teasers.extend(found.into_iter().map(|teaser| Teaser { excerpt_html: excerpt(hit), ..teaser }));
    }
    Ok(SearchPage {
        older: if more && !hits.is_empty() { asked.address(asked.skip + PER_PAGE) } else { String::new() },
        page: frame,
        query: asked.words.clone(),
        section: asked.section.clone(),
        from: asked.from.map(|d| d.to_string()).unwrap_or_default(),
        to: asked.to.map(|d| d.to_string()).unwrap_or_default(),
        sort: if asked.sort == Sort::Best { "best" } else { "newest" }.to_owned(),
        teasers,
        total,
        problem: String::new(),
    })
}

fn excerpt(hit: &Hit) -> String {
    escape(&hit.excerpt).replace('\u{e000}', "<mark>").replace('\u{e001}', "</mark>")
}
