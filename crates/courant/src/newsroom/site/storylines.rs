//! `/newsroom/storylines`: named, introduced, put in order, merged.

use super::sections::count;
use super::{done, mendable, new_name, part, value, wait};
use crate::app::App;
use crate::http::{Form, Query, Signed};
use crate::newsroom::shell::{Answer, render, see};
use crate::publish;
use axum::extract::{Path, State};
use courant_news::permit::{Arrange, Edit};
use courant_render::newsroom::{Choice, Field, Flash, StorylineRow, Storylines};
use courant_store::Problem;
use courant_store::lists::Which;
use courant_store::places::Storyline;
use std::sync::Arc;

#[derive(Default)]
struct Typed {
    slug: String,
    words: Option<(Storyline, String)>,
    error: String,
    new_name: Field,
    flash: Option<Flash>,
}

/// The page.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub(in crate::newsroom) async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    let typed = Typed { flash: done(&query), ..Typed::default() };
    app.blocking(move |app| page(app, &signed, 200, typed)).await
}

/// Adds one.
///
/// # Errors
/// [`crate::http::Failure`] of the store; what can be mended comes back with the page.
pub(in crate::newsroom) async fn add(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| match publish::name_storyline(&app.store, signed.actor.permit::<Edit>()?, app.clock.now(), form.text("name")) {
        Ok(_) => Ok(see("/newsroom/storylines?done=storyline-added")),
        Err(refusal) => page(app, &signed, 422, Typed { new_name: new_name(&form, refusal)?, ..Typed::default() }),
    })
    .await
}

/// Changes one.
///
/// # Errors
/// As [`add`].
pub(in crate::newsroom) async fn change(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| {
        let storyline = Storyline {
            slug: slug.clone(),
            title: form.text("name").to_owned(),
            intro: form.text("intro").to_owned(),
            oldest_first: form.text("order") == "oldest",
        };
        let wanted = form.text("slug").to_owned();
        let changed = publish::change_storyline(&app.store, signed.actor.permit::<Arrange>()?, app.clock.now(), &storyline, &wanted);
        after(app, &signed, changed, "storyline", Typed { slug, words: Some((storyline, wanted)), ..Typed::default() })
    })
    .await
}

/// Merges one into another.
///
/// # Errors
/// As [`add`].
pub(in crate::newsroom) async fn merge(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| {
        let merged = publish::merge_storyline(&app.store, signed.actor.permit::<Arrange>()?, app.clock.now(), &slug, form.text("into"));
        after(app, &signed, merged, "storyline-merged", Typed { slug, ..Typed::default() })
    })
    .await
}

fn after(app: &App, signed: &Signed, result: Result<(), publish::Refusal>, code: &str, typed: Typed) -> Answer {
    match result {
        Ok(()) => {
            wait(app);
            Ok(see(&format!("/newsroom/storylines?done={code}")))
        }
        Err(refusal) => {
            let error = mendable(refusal)?;
            page(app, signed, 422, Typed { error, ..typed })
        }
    }
}

fn page(app: &App, signed: &Signed, status: u16, typed: Typed) -> Answer {
    let (page, tabs) = part(app, signed, "Storylines", typed.flash.clone());
    let now = app.clock.now();
    let rows = app.store.read(|read| {
        let all = read.storylines()?;
        let row = |storyline: &Storyline| -> Result<StorylineRow, Problem> {
            let mine = typed.slug == storyline.slug;
            let words = typed.words.as_ref().filter(|_| mine);
            let (words, slug) = words.map_or((storyline, storyline.slug.as_str()), |(s, slug)| (s, slug.as_str()));
            let seen = !read.live(&Which::Storyline(storyline.slug.clone()), now, None, 1)?.is_empty();
            let path = format!("/storylines/{}", courant_news::slug::in_address(&storyline.slug));
            let others = all.iter().filter(|s| s.slug != storyline.slug);
            Ok(StorylineRow {
                slug: storyline.slug.clone(),
                title: storyline.title.clone(),
                name: Field { value: words.title.clone(), error: if mine { typed.error.clone() } else { String::new() } },
                new_slug: value(slug),
                intro: value(&words.intro),
                oldest_first: words.oldest_first,
                note: count(read.storyline_uses(&storyline.slug)?, "story", "stories"),
                url: if seen { path } else { String::new() },
                others: others.map(|s| Choice { value: s.slug.clone(), name: s.title.clone(), chosen: false }).collect(),
                open: mine,
            })
        };
        all.iter().map(row).collect::<Result<Vec<_>, Problem>>()
    })?;
    render(app, status, "storylines.html", &Storylines { page, tabs, rows, new_name: typed.new_name })
}
