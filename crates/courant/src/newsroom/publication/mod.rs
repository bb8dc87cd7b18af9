//! `/newsroom/stories/{id}/publication`: the last page before publishing, updating and scheduling.

mod checks;
mod goes;
mod view;
mod wanted;

use super::shell::{Answer, Number, render, see};
use super::{flash, readers};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::links;
use crate::publish::{self, LONGEST_BREAKING, Outcome, Refusal};
use axum::extract::State;
use courant_news::permit::{Publish, PushAlert};
use courant_news::story::{State as StoryState, StoryId};
use courant_render::newsroom::Flash;
use courant_store::Problem;
use courant_store::stories::Story;
use jiff::Timestamp;
use std::sync::Arc;

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    /// The form as it was sent.
    pub form: Option<Form>,
    /// Fields with what is wrong with them.
    pub errors: Vec<(&'static str, String)>,
    /// What is wrong with the whole.
    pub problem: Option<Flash>,
    /// Code of what has just been done.
    pub done: String,
}

/// The page.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, query: Query) -> Answer {
    let done = query.0.text("done").to_owned();
    app.blocking(move |app| page(app, &signed, story, 200, &Typed { done, ..Typed::default() })).await
}

/// Publishes the draft that was looked at, now or at a time.
///
/// # Errors
/// [`Failure`] 404, or of the store; what can be mended comes back with the page.
pub async fn publish(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, form: Form) -> Answer {
    app.blocking(move |app| carry_out(app, &signed, story, form)).await
}

/// The page with a slug that could not be taken, and why.
pub(super) fn with_slug(app: &App, signed: &Signed, story: StoryId, form: Form, error: String) -> Answer {
    page(app, signed, story, 422, &Typed { form: Some(form), errors: vec![("slug", error)], ..Typed::default() })
}

/// The page with what was typed and what is wrong with it.
pub(super) fn page(app: &App, signed: &Signed, story: StoryId, status: u16, typed: &Typed) -> Answer {
    links::look_at(app, story);
    let view = app.store.read(|read| view::publication(app, read, signed, story, typed))?;
    render(app, status, "publication.html", &view)
}

fn carry_out(app: &App, signed: &Signed, story: StoryId, form: Form) -> Answer {
    let permit = signed.actor.permit::<Publish>()?;
    let (now, zone) = (app.clock.now(), &app.pages.paper().zone);
    let row = app.store.read(|read| read.story(story))?.ok_or_else(|| Failure::missing("such story"))?;
    let refuse = |form, errors, problem| page(app, signed, story, 422, &Typed { form: Some(form), errors, problem, ..Typed::default() });
    let mut asked = match wanted::read(&form, zone, now, row.state == StoryState::Published) {
        Ok(asked) => asked,
        Err(errors) => return refuse(form, errors, None),
    };
    if let Some(until) = asked.breaking
        && let Some(sentence) = no_bar(app, signed, &row, until, asked.at(now))?
    {
        return refuse(form, vec![("breaking_until", sentence)], None);
    }
    asked.wanted.bar = asked.breaking;
    asked.wanted.origin = app.pages.paper().origin.clone();
    match publish::publish(&app.store, permit, zone, now, story, &asked.wanted) {
        Ok(outcome) => {
            readers::wait(app);
            Ok(see(&format!("/newsroom/stories/{story}/publication?done={}", code(&outcome))))
        }
        Err(refusal @ (Refusal::Breaches(_) | Refusal::Invalid { .. } | Refusal::NotNow(_))) => {
            let problem = flash::problem(refusal.to_string(), refusal.next());
            refuse(form, Vec::new(), Some(problem))
        }
        Err(other) => Err(other.into()),
    }
}

fn code(outcome: &Outcome) -> &'static str {
    match (outcome.state, outcome.updated) {
        (StoryState::Scheduled, _) => "scheduled",
        (_, true) => "updated",
        (_, false) => "published",
    }
}

/// Why the breaking bar could not be switched, before anything is published.
fn no_bar(app: &App, signed: &Signed, row: &Story, until: Timestamp, at: Timestamp) -> Result<Option<String>, Failure> {
    if let Err(refused) = signed.actor.permit::<PushAlert>() {
        return Ok(Some(refused.to_string()));
    }
    let now = app.clock.now();
    let (bar, head) = app.store.read(|read| Ok::<_, Problem>((read.breaking()?, read.draft_head(row.id)?)))?;
    Ok(if head.headline.trim().chars().count() > LONGEST_BREAKING {
        Some(format!("The bar holds at most {LONGEST_BREAKING} characters and the headline has more; write the bar’s own words under Front."))
    } else if until <= at {
        Some("The bar would end before readers have the story; choose a later time.".into())
    } else if at > now && row.live_revision.is_some() {
        Some(format!("{} Switch it under Front when the update is out.", publish::EARLY_BAR))
    } else if at > now && bar.stands(now) && bar.story != Some(row.id) {
        Some("The bar leads to another story now and would go off at once; switch it under Front when this story is out.".into())
    } else {
        None
    })
}
