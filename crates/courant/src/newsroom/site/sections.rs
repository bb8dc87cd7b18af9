//! `/newsroom/sections`: added, renamed, described, put in order, hidden from the navigation, retired.

use super::{all, done, mendable, moved, new_name, part, value, wait};
use crate::app::App;
use crate::http::{Form, Query, Signed};
use crate::newsroom::shell::{Answer, render, see};
use crate::publish;
use axum::extract::{Path, State};
use courant_news::permit::{Edit, ManageSite};
use courant_render::newsroom::{Choice, Field, Flash, SectionRow, Sections};
use courant_store::places::Section;
use courant_store::{Problem, Read};
use std::sync::Arc;

/// What was typed for one section, and what is wrong with it.
#[derive(Default)]
struct Typed {
    slug: String,
    words: Option<(Section, String)>,
    error: String,
    retire: String,
    new_name: Field,
    flash: Option<Flash>,
    moved: String,
    way: String,
}

/// The page.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub(in crate::newsroom) async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    let typed = Typed { flash: done(&query), moved: query.0.text("moved").to_owned(), way: query.0.text("way").to_owned(), ..Typed::default() };
    app.blocking(move |app| page(app, &signed, 200, typed)).await
}

/// Adds a section, or puts them in order.
///
/// # Errors
/// [`crate::http::Failure`] of the store; what can be mended comes back with the page.
pub(in crate::newsroom) async fn add(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let (now, permit) = (app.clock.now(), signed.actor.permit::<ManageSite>()?);
        if form.text("add") != "section" {
            let (order, slug, way) = moved(all(&form, "slug"), &form);
            publish::order_sections(&app.store, permit, now, &order)?;
            wait(app);
            return Ok(see(&format!("/newsroom/sections?done=order&moved={}&way={way}", crate::http::form::encode(&slug))));
        }
        match publish::name_section(&app.store, signed.actor.permit::<Edit>()?, now, form.text("name")) {
            Ok(_) => Ok(see("/newsroom/sections?done=section-added")),
            Err(refusal) => page(app, &signed, 422, Typed { new_name: new_name(&form, refusal)?, ..Typed::default() }),
        }
    })
    .await
}

/// Changes one.
///
/// # Errors
/// As [`add`].
pub(in crate::newsroom) async fn change(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| {
        let section = Section {
            slug: slug.clone(),
            name: form.text("name").to_owned(),
            intro: form.text("intro").to_owned(),
            hidden: form.text("hidden") == "on",
            known: false,
        };
        let wanted = form.text("slug").to_owned();
        match publish::change_section(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), &section, &wanted) {
            Ok(()) => {
                wait(app);
                Ok(see("/newsroom/sections?done=section"))
            }
            Err(refusal) => {
                let error = mendable(refusal)?;
                page(app, &signed, 422, Typed { slug, words: Some((section, wanted)), error, ..Typed::default() })
            }
        }
    })
    .await
}

/// Retires one, into another or altogether.
///
/// # Errors
/// As [`add`].
pub(in crate::newsroom) async fn retire(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| {
        match publish::retire_section(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), &slug, form.text("into")) {
            Ok(()) => {
                wait(app);
                Ok(see("/newsroom/sections?done=section-retired"))
            }
            Err(refusal) => {
                let retire = mendable(refusal)?;
                page(app, &signed, 422, Typed { slug, retire, ..Typed::default() })
            }
        }
    })
    .await
}

fn page(app: &App, signed: &Signed, status: u16, typed: Typed) -> Answer {
    let (page, tabs) = part(app, signed, "Sections", typed.flash.clone());
    let rows = app.store.read(|read| {
        let sections = read.sections_all()?;
        sections.iter().map(|section| row(read, section, &sections, &typed)).collect::<Result<Vec<_>, Problem>>()
    })?;
    let view = Sections { page, tabs, rows, new_name: typed.new_name, moved: typed.moved, way: typed.way };
    render(app, status, "sections.html", &view)
}

fn row(read: &Read<'_>, section: &Section, all: &[Section], typed: &Typed) -> Result<SectionRow, Problem> {
    let (stories, drafts) = read.section_uses(&section.slug)?;
    let mine = typed.slug == section.slug;
    let (words, slug) = typed.words.as_ref().filter(|_| mine).map_or((section, section.slug.as_str()), |(s, slug)| (s, slug.as_str()));
    let error = if mine { typed.error.clone() } else { String::new() };
    let about_slug = error.contains("slug") || error.contains("address");
    let note = match (section.known, drafts) {
        (false, 0) => "waits for its first story; readers do not know it".to_owned(),
        (false, n) => format!("waits for its first story; in {} being written", count(n, "story", "stories")),
        (true, 0) => count(stories, "story", "stories"),
        (true, n) => format!("{}, {} being written", count(stories, "story", "stories"), n),
    };
    let path = format!("/{}", courant_news::slug::in_address(&section.slug));
    Ok(SectionRow {
        slug: section.slug.clone(),
        title: section.name.clone(),
        name: Field { value: words.name.clone(), error: if about_slug { String::new() } else { error.clone() } },
        new_slug: Field { value: slug.to_owned(), error: if about_slug { error } else { String::new() } },
        intro: value(&words.intro),
        hidden: words.hidden,
        note,
        url: if section.known { path } else { String::new() },
        front_url: format!("/newsroom/fronts/{}", courant_news::slug::in_address(&section.slug)),
        empty: stories + drafts == 0,
        others: all
            .iter()
            .filter(|s| s.slug != section.slug)
            .map(|s| Choice { value: s.slug.clone(), name: s.name.clone(), chosen: false })
            .collect(),
        retire_error: if mine { typed.retire.clone() } else { String::new() },
        open: mine,
    })
}

/// 'no stories', '1 story', '12 stories'.
pub(super) fn count(n: i64, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}
