//! `/newsroom/pages/{slug}`: a page that is not news is written, looked at, published, taken down.

use super::{done, part, value, wait};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::newsroom::desk::Desk;
use crate::newsroom::flash;
use crate::newsroom::shell::{Answer, render, see};
use crate::pages::{self, address::FIXED, address::text_path};
use crate::publish::{self, PageWords, Refusal};
use crate::wire;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse};
use courant_news::permit::ManageSite;
use courant_render::newsroom::{Field, Flash, PageEditor, TextVersion};
use courant_store::Problem;
use courant_store::texts::Text;
use std::sync::Arc;

/// Revisions shown.
const MOST: i64 = 50;

#[derive(Default)]
struct Typed {
    words: Option<(String, String)>,
    /// Whether what somebody else saved is to stand beside it.
    beside: bool,
    error: String,
    flash: Option<Flash>,
}

/// The editor of a page.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub(in crate::newsroom) async fn show(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, query: Query) -> Answer {
    let typed = Typed { flash: done(&query), ..Typed::default() };
    app.blocking(move |app| page(app, &signed, 200, &slug, typed)).await
}

/// What is saved, as the page will be.
///
/// # Errors
/// As [`show`].
pub(in crate::newsroom) async fn preview(State(app): State<Arc<App>>, Path(slug): Path<String>) -> Answer {
    app.blocking(move |app| {
        let text = found(app, &slug)?;
        let body = wire::markdown_document(&text.markdown).map_err(|p| Failure::invalid(capital(&p.to_string()), p.next.clone()))?;
        let line = "Preview of what is saved. Readers do not see this page.";
        let now = app.clock.now();
        let drawn = |paper: &pages::Paper| pages::text_preview(&app.store, paper, now, (&slug, &text.title), &body, line);
        let html = app.pages.paper().apart().or_stand_in(now, drawn)?;
        Ok(Html(html).into_response())
    })
    .await
}

/// Saves, publishes, takes down, or takes an earlier revision into the draft.
///
/// # Errors
/// As [`show`]; what can be mended comes back with the page.
pub(in crate::newsroom) async fn act(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| carry_out(app, &signed, &slug, &form)).await
}

fn carry_out(app: &App, signed: &Signed, slug: &str, form: &Form) -> Answer {
    let (permit, now) = (signed.actor.permit::<ManageSite>()?, app.clock.now());
    let back = |code: &str| Ok(see(&format!("/newsroom/pages/{}?done={code}", courant_news::slug::in_address(slug))));
    if form.text("do") == "withdraw" {
        publish::withdraw_page(&app.store, permit, now, slug)?;
        wait(app);
        return back("page-withdrawn");
    }
    let base = form.number("version").unwrap_or(-1);
    if let Some(number) = form.number("restore") {
        let old = app.store.read(|read| read.text_revisions(slug, i64::MAX))?.into_iter().find(|r| r.number == number);
        let old = old.ok_or_else(|| Failure::missing("such revision"))?;
        publish::save_page(&app.store, permit, now, slug, base, PageWords { title: &old.title, markdown: &old.markdown })?;
        return back("page-restored");
    }
    let markdown = form.raw("markdown").replace("\r\n", "\n");
    let words = PageWords { title: form.text("title"), markdown: &markdown };
    let typed = |error: String, beside| Typed { words: Some((form.text("title").to_owned(), markdown.clone())), beside, error, flash: None };
    // One of the expected pages is made by the first save of its words.
    if base == 0 && app.store.read(|read| read.text(slug))?.is_none() && FIXED.contains(&slug) {
        if let Err(Refusal::Invalid { sentence, next }) = publish::begin_page(&app.store, permit, now, slug, words) {
            return page(app, signed, 422, slug, typed(format!("{sentence} {next}"), false));
        }
        return finish(app, signed, slug, form, 1, typed(String::new(), false));
    }
    match publish::save_page(&app.store, permit, now, slug, base, words) {
        Ok(version) => finish(app, signed, slug, form, version, typed(String::new(), false)),
        Err(Refusal::Invalid { sentence, next }) => page(app, signed, 422, slug, typed(format!("{sentence} {next}"), true)),
        Err(other) => Err(other.into()),
    }
}

fn finish(app: &App, signed: &Signed, slug: &str, form: &Form, version: i64, typed: Typed) -> Answer {
    let address = format!("/newsroom/pages/{}", courant_news::slug::in_address(slug));
    if form.text("do") != "publish" {
        return Ok(see(&format!("{address}?done=page-saved")));
    }
    let markdown = typed.words.as_ref().map(|(_, m)| m.clone()).unwrap_or_default();
    let body = match wire::markdown_document(&markdown) {
        Ok(body) => body,
        Err(problem) => {
            let error = format!("It is saved, but cannot be published: {problem}; {}.", problem.next);
            return page(app, signed, 422, slug, Typed { error, ..typed });
        }
    };
    publish::publish_page(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), slug, version, &body)?;
    wait(app);
    Ok(see(&format!("{address}?done=page-published")))
}

fn found(app: &App, slug: &str) -> Result<Text, Failure> {
    let text = app.store.read(|read| read.text(slug))?;
    text.ok_or_else(|| Failure::missing("such page"))
}

fn page(app: &App, signed: &Signed, status: u16, slug: &str, typed: Typed) -> Answer {
    let error = typed.error.clone();
    let flash = if error.is_empty() { typed.flash.clone() } else { Some(flash::problem(error.clone(), "")) };
    let (page, tabs) = part(app, signed, "Pages", flash);
    let view = app.store.read(|read| {
        let text = read.text(slug)?;
        if text.is_none() && !FIXED.contains(&slug) {
            return Err(Failure::missing("such page"));
        }
        let desk = Desk::new(app, read)?;
        let (title, markdown) = match (&typed.words, &text) {
            (Some(words), _) => words.clone(),
            (None, Some(text)) => (text.title.clone(), text.markdown.clone()),
            (None, None) => (capital(slug), if slug == "about" { app.config.site.about.clone() } else { String::new() }),
        };
        let live = text.as_ref().and_then(|t| t.live);
        let shown = read.shown_text(slug)?;
        let versions = read.text_revisions(slug, MOST)?;
        let versions = versions.iter().map(|v| {
            Ok(TextVersion { number: v.number, at: desk.when(v.at), by: desk.name(&v.by)?, title: v.title.clone(), live: live == Some(v.id) })
        });
        let says = match &shown {
            Some(shown) if text.as_ref().is_some_and(|t| t.markdown == shown.markdown && t.title == shown.title) => {
                format!("Readers have it as published on {}.", desk.when(shown.at).text)
            }
            Some(shown) => format!("Readers have what was published on {}; the draft says something else.", desk.when(shown.at).text),
            None => "Readers do not have it.".into(),
        };
        Ok(PageEditor {
            page,
            tabs,
            slug: slug.to_owned(),
            path: text_path(slug),
            live: live.is_some(),
            says,
            version: text.as_ref().map_or(0, |t| t.version),
            title: value(title),
            markdown: Field { value: markdown, error: String::new() },
            theirs: text.filter(|_| typed.beside).map(|t| t.markdown).unwrap_or_default(),
            versions: versions.collect::<Result<_, Problem>>()?,
        })
    })?;
    render(app, status, "site-page.html", &view)
}

fn capital(text: &str) -> String {
    crate::newsroom::desk::capital(text)
}
