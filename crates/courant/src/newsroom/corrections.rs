//! `/newsroom/stories/{id}/corrections`: what was corrected, and one filed by itself.

use super::desk::Desk;
use super::shell::{Answer, Number, render, see, shell, with_flash};
use super::{readers, times};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::publish::{self, Refusal};
use axum::extract::State;
use courant_news::correction::{Correction, Kind};
use courant_news::permit::{Grant, Publish, Refused};
use courant_news::story::{State as StoryState, StoryId};
use courant_render::newsroom::{Choice, CorrectionRow, Corrections, Field};
use courant_store::Problem;
use courant_store::revisions::Filed;
use courant_store::stories::Story;
use std::sync::Arc;

/// Kinds with their names, the usual first.
const KINDS: [(Kind, &str); 4] =
    [(Kind::Correction, "Correction"), (Kind::Clarification, "Clarification"), (Kind::Update, "Update"), (Kind::Retraction, "Retraction")];

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    form: Form,
    errors: Vec<(&'static str, String)>,
    error: String,
}

/// The page.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, query: Query) -> Answer {
    app.blocking(move |app| page(app, &signed, story, 200, &query, &Typed { form: query.0.clone(), ..Typed::default() })).await
}

/// Files one.
///
/// # Errors
/// [`Failure`] 404, 409 unless readers have the story, or of the store; what can be mended comes back with the page.
pub async fn file(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, form: Form) -> Answer {
    app.blocking(move |app| {
        let permit = signed.actor.permit::<Publish>()?;
        let back = |form, errors, error| page(app, &signed, story, 422, &Query::default(), &Typed { form, errors, error });
        let Some(kind) = Kind::from_word(form.text("kind")) else { return back(form, Vec::new(), "Choose a kind from the list.".into()) };
        let text = |name: &str| form.text(name).to_owned();
        let correction = Correction { kind, was: text("was"), now: text("now"), why: text("why") };
        let errors = correction.check();
        if !errors.is_empty() {
            return back(form, errors, String::new());
        }
        let corrects = form.number("corrects").filter(|id| *id > 0);
        match publish::file_correction(&app.store, permit, app.clock.now(), story, &correction, corrects) {
            Ok(_) => {
                readers::wait(app);
                Ok(see(&format!("/newsroom/stories/{story}/corrections?done=corrected")))
            }
            Err(Refusal::Invalid { sentence, next }) => back(form, Vec::new(), format!("{sentence} {next}")),
            Err(other) => Err(other.into()),
        }
    })
    .await
}

fn page(app: &App, signed: &Signed, id: StoryId, status: u16, query: &Query, typed: &Typed) -> Answer {
    let page = with_flash(shell(app, &signed.actor, "Corrections", "stories"), query);
    let view = app.store.read(|read| {
        let Some(story) = read.story(id)? else { return Err(Failure::missing("such story")) };
        let desk = Desk::new(app, read)?;
        let filed = read.corrections_filed(id)?;
        let may_not = may_not(&story, signed);
        let field = |name: &str| Field {
            value: typed.form.text(name).to_owned(),
            error: typed.errors.iter().find(|(n, _)| *n == name).map(|(_, e)| e.clone()).unwrap_or_default(),
        };
        let wrong = typed.form.number("corrects").and_then(|id| filed.iter().find(|f| f.id == id && f.corrected_by.is_none()));
        Ok(Corrections {
            page,
            story: desk.places(&story, &read.draft_head(id)?, "corrections"),
            zone: times::zone_name(desk.now, &desk.paper.zone),
            rows: filed.iter().map(|f| row(&desk, &story, f, may_not.is_empty())).collect::<Result<_, _>>()?,
            action: if may_not.is_empty() { format!("/newsroom/stories/{id}/corrections") } else { String::new() },
            may_not,
            kinds: KINDS
                .map(|(kind, name)| Choice { value: kind.word().into(), name: name.into(), chosen: typed.form.text("kind") == kind.word() })
                .into(),
            was: field("was"),
            now: field("now"),
            why: field("why"),
            error: typed.error.clone(),
            corrects: wrong.map_or(0, |f| f.id),
            corrects_says: wrong.map(|f| f.correction.why.clone()).unwrap_or_default(),
        })
    })?;
    render(app, status, "corrections.html", &view)
}

fn may_not(story: &Story, signed: &Signed) -> String {
    if story.state != StoryState::Published {
        return "Readers do not have this story, so there is nothing to correct.".into();
    }
    if signed.actor.has(Grant::Publish) { String::new() } else { Refused(Grant::Publish).to_string() }
}

fn row(desk: &Desk<'_>, story: &Story, filed: &Filed, may: bool) -> Result<CorrectionRow, Problem> {
    let c = &filed.correction;
    let waits = story.live_revision.is_none_or(|live| filed.revision > live);
    Ok(CorrectionRow {
        id: filed.id,
        kind: KINDS.iter().find(|(kind, _)| *kind == c.kind).map_or("", |(_, name)| name).to_owned(),
        was: c.was.clone(),
        now: c.now.clone(),
        why: c.why.clone(),
        at: desk.when(filed.at),
        by: desk.name(&filed.by)?,
        waits: if waits { "waits with its update".into() } else { String::new() },
        corrects: filed.corrects.unwrap_or(0),
        corrected_by: filed.corrected_by.unwrap_or(0),
        correct: if may && !waits && filed.corrected_by.is_none() {
            format!("/newsroom/stories/{}/corrections?corrects={}", story.id, filed.id)
        } else {
            String::new()
        },
    })
}
