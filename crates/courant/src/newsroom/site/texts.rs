//! `/newsroom/pages`: the pages that are not news, and beginning one.

use super::{done, mendable, part};
use crate::app::App;
use crate::http::{Form, Query, Signed};
use crate::newsroom::desk::Desk;
use crate::newsroom::shell::{Answer, render, see};
use crate::pages::address::{FIXED, text_path};
use crate::publish::{self, PageWords};
use axum::extract::State;
use courant_news::permit::ManageSite;
use courant_render::newsroom::{Field, Flash, PageRow, PagesList, When};
use courant_store::Problem;
use std::sync::Arc;

/// The list.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub(in crate::newsroom) async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    let flash = done(&query);
    app.blocking(move |app| page(app, &signed, 200, flash, [Field::default(), Field::default()])).await
}

/// Begins a page.
///
/// # Errors
/// [`crate::http::Failure`] of the store; what can be mended comes back with the page.
pub(in crate::newsroom) async fn begin(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let words = PageWords { title: form.text("title"), markdown: "" };
        match publish::begin_page(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), form.text("slug"), words) {
            Ok(slug) => Ok(see(&format!("/newsroom/pages/{}", courant_news::slug::in_address(&slug)))),
            Err(refusal) => {
                let error = mendable(refusal)?;
                let field = |name: &str, error: &str| Field { value: form.text(name).to_owned(), error: error.to_owned() };
                let of_slug = error.contains("slug");
                let (title, slug) = if of_slug { ("", error.as_str()) } else { (error.as_str(), "") };
                page(app, &signed, 422, None, [field("title", title), field("slug", slug)])
            }
        }
    })
    .await
}

fn page(app: &App, signed: &Signed, status: u16, flash: Option<Flash>, [title, slug]: [Field; 2]) -> Answer {
    let (page, tabs) = part(app, signed, "Pages", flash);
    let rows = app.store.read(|read| {
        let desk = Desk::new(app, read)?;
        let texts = read.texts()?;
        let mut rows = Vec::with_capacity(texts.len() + FIXED.len());
        for text in &texts {
            let shown = read.shown_text(&text.slug)?;
            let same = shown.as_ref().is_some_and(|s| s.title == text.title && s.markdown == text.markdown);
            let note = match (&shown, same) {
                (None, _) => "not published",
                (_, true) => "readers have it",
                (_, false) => "changes not published",
            };
            rows.push(PageRow {
                url: format!("/newsroom/pages/{}", courant_news::slug::in_address(&text.slug)),
                title: text.title.clone(),
                path: text_path(&text.slug),
                live: shown.is_some(),
                note: note.into(),
                saved: desk.short(text.at),
                by: desk.name(&text.by)?,
            });
        }
        // What a paper is expected to have is offered until it has it.
        for slug in FIXED.iter().filter(|slug| !texts.iter().any(|t| t.slug == **slug)) {
            let about = *slug == "about" && !app.config.site.about.is_empty();
            rows.push(PageRow {
                url: format!("/newsroom/pages/{slug}"),
                title: crate::newsroom::desk::capital(slug),
                path: text_path(slug),
                live: about,
                note: if about { "readers have what the configuration file says" } else { "not written yet" }.into(),
                saved: When::default(),
                by: String::new(),
            });
        }
        Ok::<_, Problem>(rows)
    })?;
    render(app, status, "site-pages.html", &PagesList { page, tabs, rows, title, slug })
}
