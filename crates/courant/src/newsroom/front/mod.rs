//! `/newsroom/fronts/{slug}`: lead and pinned slots of the paper's front (`/newsroom/front`) and of each section's, what is
//! coming, the switch of the breaking bar, changes that wait for their time, and what stood before.

mod arrangement;
mod history;
pub(super) mod plans;
mod view;

pub(super) use view::BarTyped;

use super::shell::{Answer, render, see};
use super::{flash, readers};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::pages;
use crate::publish::{self, Refusal};
use arrangement::Act;
use axum::extract::{Path, State};
use courant_news::front::Layout;
use courant_news::permit::Arrange;
use courant_news::story::StoryId;
use courant_render::newsroom::{Field, Flash};
use courant_store::fronts::Plan;
use courant_store::lists::{Live, Which};
use courant_store::places::Section;
use courant_store::{Problem, Read};
use jiff::Timestamp;
use std::sync::Arc;

/// The front of the paper.
const FRONT: &str = "front";

/// How many of the newest stories the rule looks at, as the front's page does.
const LOOKED_AT: i64 = 120;

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
    /// Time of a new plan, with what is wrong with it.
    plan_at: Option<Field>,
    /// Story that was moved, and which way: its button keeps the focus.
    moved: (StoryId, String),
}

impl Typed {
    fn asked(query: &Query) -> Typed {
        let text = |name: &str| query.0.text(name).chars().take(200).collect::<String>();
        let moved = (query.0.number("moved").unwrap_or_default(), text("way"));
        Typed { q: text("q"), flash: flash::of(query.0.text("done")), moved, ..Typed::default() }
    }
}

/// Which front: of the paper, or of a section; as it is, or as it is planned.
#[derive(Clone, Debug)]
struct Place {
    /// Key in the store: `front`, `section:world`.
    key: String,
    /// Last part of its address in the newsroom.
    slug: String,
    /// The section, with its name.
    section: Option<Section>,
    /// The plan that is being edited.
    plan: Option<Plan>,
}

impl Place {
    fn find(read: &Read<'_>, slug: &str) -> Result<Place, Failure> {
        if slug == FRONT {
            return Ok(Place { key: FRONT.into(), slug: FRONT.into(), section: None, plan: None });
        }
        let section = read.sections_all()?.into_iter().find(|s| s.slug == slug).ok_or_else(|| Failure::missing("such front"))?;
        Ok(Place { key: format!("section:{slug}"), slug: slug.to_owned(), section: Some(section), plan: None })
    }

    fn with_plan(read: &Read<'_>, slug: &str, plan: i64) -> Result<Place, Failure> {
        let place = Place::find(read, slug)?;
        let plan = read.plan(plan)?.filter(|plan| plan.front == place.key && plan.waits);
        Ok(Place { plan: Some(plan.ok_or_else(|| Failure::missing("such planned change"))?), ..place })
    }

    /// Its address in the newsroom.
    fn url(&self) -> String {
        let base = self.base();
        self.plan.as_ref().map_or(base.clone(), |plan| format!("{base}/plans/{}", plan.id))
    }

    /// The address of the front itself.
    fn base(&self) -> String {
        format!("/newsroom/fronts/{}", courant_news::slug::in_address(&self.slug))
    }

    /// What stands, or will, with its version.
    fn kept(&self, read: &Read<'_>) -> Result<(Layout, i64), Problem> {
        match &self.plan {
            Some(plan) => Ok((plan.layout.clone(), plan.version)),
            None => read.front(&self.key),
        }
    }

    /// The instant that it is arranged for.
    fn at(&self, now: Timestamp) -> Timestamp {
        self.plan.as_ref().map_or(now, |plan| plan.due.max(now))
    }

    /// Stories that can stand on it, newest first: published then, and of its section.
    fn stories(&self, read: &Read<'_>, now: Timestamp) -> Result<Vec<Live>, Problem> {
        let mut list = pages::stories_at(read, self.at(now))?;
        if let Some(section) = &self.section {
            list.retain(|live| live.head.section == section.slug);
            if self.plan.is_none() {
                return read.live(&Which::Section(section.slug.clone()), now, None, LOOKED_AT);
            }
        }
        Ok(list)
    }

    /// Whether a story can stand on it.
    fn takes(&self, read: &Read<'_>, now: Timestamp, story: StoryId) -> Result<bool, Problem> {
        let live = read.live_story(story, now)?;
        let of_section = |live: &Live| self.section.as_ref().is_none_or(|s| s.slug == live.head.section);
        Ok(live.as_ref().is_some_and(of_section) || (live.is_none() && self.stories(read, now)?.iter().any(|l| l.story == story)))
    }
}

/// The front of the paper.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(app: State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    show_one(app, signed, Path(FRONT.into()), query).await
}

/// A front.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show_one(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, query: Query) -> Answer {
    app.blocking(move |app| {
        let place = app.store.read(|read| Place::find(read, &slug))?;
        page(app, &signed, &place, 200, &Typed::asked(&query))
    })
    .await
}

/// Does to the front of the paper what the pressed button says.
///
/// # Errors
/// As [`arrange_one`].
pub async fn arrange(app: State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    arrange_one(app, signed, Path(FRONT.into()), form).await
}

/// Does what the pressed button says.
///
/// # Errors
/// [`Failure`] 404, or of the store; what can be mended comes back with the page.
pub async fn arrange_one(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| {
        let place = app.store.read(|read| Place::find(read, &slug))?;
        act(app, &signed, &place, &form)
    })
    .await
}

/// The page with a breaking bar that could not be switched as it was typed.
pub(super) fn with_bar(app: &App, signed: &Signed, bar: BarTyped) -> Answer {
    let place = app.store.read(|read| Place::find(read, FRONT))?;
    page(app, signed, &place, 422, &Typed { bar: Some(bar), ..Typed::default() })
}

fn page(app: &App, signed: &Signed, place: &Place, status: u16, typed: &Typed) -> Answer {
    let view = app.store.read(|read| view::editor(app, read, signed, place, typed))?;
    render(app, status, "front.html", &view)
}

fn act(app: &App, signed: &Signed, place: &Place, form: &Form) -> Answer {
    if form.0.iter().any(|(name, _)| name.starts_with("coming_")) {
        return coming(app, signed, place, form);
    }
    let act = Act::read(form).ok_or_else(|| Failure::invalid("This form names no button.", "Load the page of the front again."))?;
    let refuse = |sentence: String, next: &str, layout| {
        page(app, signed, place, 422, &Typed { layout, flash: Some(flash::problem(sentence, next)), ..Typed::default() })
    };
    let typed = match arrangement::typed(form) {
        Ok(layout) => layout,
        Err(sentence) => return refuse(sentence.into(), "Shorten it and save again.", None),
    };
    if let Some(story) = act.comes_on()
        && !app.store.read(|read| place.takes(read, app.clock.now(), story))?
    {
        return refuse("Readers cannot see this story there, so it cannot stand on this front.".into(), "Publish it first.", Some(typed));
    }
    let mut layout = match arrangement::after(typed.clone(), act) {
        Ok(layout) => layout,
        Err(sentence) => return refuse(sentence.into(), "Take one off first.", Some(typed)),
    };
    layout.coming = app.store.read(|read| place.kept(read))?.0.coming;
    keep(app, signed, place, form.number("version").unwrap_or(-1), &layout, &act.done())
}

fn coming(app: &App, signed: &Signed, place: &Place, form: &Form) -> Answer {
    let removed = form.number("remove-coming").and_then(|n| usize::try_from(n).ok());
    let lines = arrangement::coming(form, removed);
    if lines.iter().any(|line| line.errors.iter().any(|e| !e.is_empty())) {
        return page(app, signed, place, 422, &Typed { coming: Some(lines), ..Typed::default() });
    }
    // This form holds nothing of the slots, so they stay as they are now.
    let (mut layout, version) = app.store.read(|read| place.kept(read))?;
    layout.coming = lines.into_iter().map(|line| line.coming).collect();
    keep(app, signed, place, version, &layout, "coming")
}

fn keep(app: &App, signed: &Signed, place: &Place, base: i64, layout: &Layout, done: &str) -> Answer {
    let (permit, now) = (signed.actor.permit::<Arrange>()?, app.clock.now());
    let kept = match &place.plan {
        Some(plan) => publish::change_plan(&app.store, permit, now, plan.id, base, layout),
        None => publish::arrange_front(&app.store, permit, now, &place.key, base, layout).map(drop),
    };
    match kept {
        Ok(()) if place.plan.is_some() => Ok(see(&format!("{}?done={}", place.url(), done.replacen("front", "plan", 1)))),
        Ok(()) => {
            readers::wait(app);
            Ok(see(&format!("{}?done={done}", place.url())))
        }
        // What was typed stays on the page: no kicker is lost because somebody else was quicker.
        Err(Refusal::Invalid { sentence, next }) => {
            let typed = Typed { layout: Some(layout.clone()), flash: Some(flash::problem(sentence, next)), ..Typed::default() };
            page(app, signed, place, 409, &typed)
        }
        Err(other) => Err(other.into()),
    }
}
