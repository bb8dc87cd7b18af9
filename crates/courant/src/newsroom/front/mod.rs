//! `/newsroom/front`: lead, pinned slots, what is coming, and the switch of the breaking bar.

mod arrangement;
mod view;

pub(super) use view::BarTyped;

use super::shell::{Answer, render, see};
use super::{flash, readers};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::publish::{self, Refusal};
use arrangement::Act;
use axum::extract::State;
use courant_news::front::Layout;
use courant_news::permit::Arrange;
use courant_render::newsroom::Flash;
use std::sync::Arc;

/// The front of the paper.
const FRONT: &str = "front";

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    /// Lead and pinned slots, instead of those kept.
    layout: Option<Layout>,
    /// What is coming, instead of what is kept.
    coming: Option<Vec<arrangement::Line>>,
    /// The breaking bar, instead of the one kept.
    bar: Option<BarTyped>,
    /// What is wrong with the whole, or what has just been done.
    flash: Option<Flash>,
    /// Words looked for among candidates.
    q: String,
}

/// The page.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    let typed = Typed { q: query.0.text("q").chars().take(200).collect(), flash: flash::of(query.0.text("done")), ..Typed::default() };
    app.blocking(move |app| page(app, &signed, 200, &typed)).await
}

/// Does what the pressed button says.
///
/// # Errors
/// [`Failure`] of the store; what can be mended comes back with the page.
pub async fn arrange(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(
        move |app| if form.0.iter().any(|(name, _)| name.starts_with("coming_")) { coming(app, &signed, &form) } else { slots(app, &signed, &form) },
    )
    .await
}

/// The page with a breaking bar that could not be switched as it was typed.
pub(super) fn with_bar(app: &App, signed: &Signed, bar: BarTyped) -> Answer {
    page(app, signed, 422, &Typed { bar: Some(bar), ..Typed::default() })
}

fn page(app: &App, signed: &Signed, status: u16, typed: &Typed) -> Answer {
    let view = app.store.read(|read| view::editor(app, read, signed, typed))?;
    render(app, status, "front.html", &view)
}

fn slots(app: &App, signed: &Signed, form: &Form) -> Answer {
    let act = Act::read(form).ok_or_else(|| Failure::invalid("This form names no button.", "Load the page of the front again."))?;
    let refuse = |sentence: String, next: &str, layout| {
        page(app, signed, 422, &Typed { layout, flash: Some(flash::problem(sentence, next)), ..Typed::default() })
    };
    let typed = match arrangement::typed(form) {
        Ok(layout) => layout,
        Err(sentence) => return refuse(sentence.into(), "Shorten it and save again.", None),
    };
    if let Some(story) = act.comes_on()
        && app.store.read(|read| read.live_story(story, app.clock.now()))?.is_none()
    {
        return refuse("Readers cannot see this story, so it cannot stand on the front.".into(), "Publish it first.", Some(typed));
    }
    let mut layout = match arrangement::after(typed.clone(), act) {
        Ok(layout) => layout,
        Err(sentence) => return refuse(sentence.into(), "Take one off first.", Some(typed)),
    };
    layout.coming = app.store.read(|read| read.front(FRONT))?.0.coming;
    keep(app, signed, form.number("version").unwrap_or(-1), &layout, "front")
}

fn coming(app: &App, signed: &Signed, form: &Form) -> Answer {
    let removed = form.number("remove-coming").and_then(|n| usize::try_from(n).ok());
    let lines = arrangement::coming(form, removed);
    if lines.iter().any(|line| line.errors.iter().any(|e| !e.is_empty())) {
        return page(app, signed, 422, &Typed { coming: Some(lines), ..Typed::default() });
    }
    // This form holds nothing of the slots, so they stay as they are now.
    let (mut layout, version) = app.store.read(|read| read.front(FRONT))?;
    layout.coming = lines.into_iter().map(|line| line.coming).collect();
    keep(app, signed, version, &layout, "coming")
}

fn keep(app: &App, signed: &Signed, base: i64, layout: &Layout, done: &str) -> Answer {
    let permit = signed.actor.permit::<Arrange>()?;
    match publish::arrange_front(&app.store, permit, app.clock.now(), FRONT, base, layout) {
        Ok(_) => {
            readers::wait(app);
            Ok(see(&format!("/newsroom/front?done={done}")))
        }
        Err(Refusal::Invalid { sentence, next }) => {
            page(app, signed, 422, &Typed { flash: Some(flash::problem(sentence, next)), ..Typed::default() })
        }
        Err(other) => Err(other.into()),
    }
}
