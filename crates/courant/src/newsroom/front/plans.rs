//! A front at other times: changes that wait, a preview of an instant to come, and what stood before.

use super::{FRONT, Place, Typed, act, page};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::newsroom::desk::{Desk, capital};
use crate::newsroom::readers;
use crate::newsroom::shell::{Answer, see};
use crate::pages::{self, Future};
use crate::publish::{self, Refusal};
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse};
use courant_news::permit::Arrange;
use courant_news::zone;
use courant_render::newsroom::Field;
use courant_store::Problem;
use jiff::Timestamp;
use std::sync::Arc;

/// Plans a change from the time that was typed on, which begins as the front is now.
///
/// # Errors
/// [`Failure`] 404, or of the store; what can be mended comes back with the page.
pub(in crate::newsroom) async fn begin(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| {
        let place = app.store.read(|read| Place::find(read, &slug))?;
        let refuse = |error: String| {
            let field = Field { value: form.text("at").to_owned(), error };
            page(app, &signed, &place, 422, &Typed { plan_at: Some(field), ..Typed::default() })
        };
        let at = match instant(app, form.text("at")) {
            Ok(at) => at,
            Err(sentence) => return refuse(sentence),
        };
        let layout = app.store.read(|read| read.front(&place.key))?.0;
        match publish::plan_front(&app.store, signed.actor.permit::<Arrange>()?, app.clock.now(), &place.key, at, &layout) {
            Ok(plan) => Ok(see(&format!("{}/plans/{plan}?done=plan-made", place.base()))),
            Err(Refusal::Invalid { sentence, next }) => refuse(format!("{sentence} {next}")),
            Err(other) => Err(other.into()),
        }
    })
    .await
}

/// The editor of a planned change.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub(in crate::newsroom) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((slug, plan)): Path<(String, String)>,
    query: Query,
) -> Answer {
    app.blocking(move |app| page(app, &signed, &planned(app, &slug, &plan)?, 200, &Typed::asked(&query))).await
}

/// Does to a planned change what the pressed button says.
///
/// # Errors
/// As [`show`]; what can be mended comes back with the page.
pub(in crate::newsroom) async fn change(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((slug, plan)): Path<(String, String)>,
    form: Form,
) -> Answer {
    app.blocking(move |app| act(app, &signed, &planned(app, &slug, &plan)?, &form)).await
}

/// Takes a planned change back.
///
/// # Errors
/// As [`show`].
pub(in crate::newsroom) async fn cancel(State(app): State<Arc<App>>, signed: Signed, Path((slug, plan)): Path<(String, String)>) -> Answer {
    app.blocking(move |app| {
        let place = planned(app, &slug, &plan)?;
        let plan = place.plan.as_ref().map_or(0, |plan| plan.id);
        publish::cancel_plan(&app.store, signed.actor.permit::<Arrange>()?, app.clock.now(), plan)?;
        Ok(see(&format!("{}?done=plan-cancelled", place.base())))
    })
    .await
}

/// Puts an earlier arrangement back.
///
/// # Errors
/// As [`show`].
pub(in crate::newsroom) async fn restore(State(app): State<Arc<App>>, signed: Signed, Path(slug): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| {
        let place = app.store.read(|read| Place::find(read, &slug))?;
        let version = form.number("restore").ok_or_else(|| Failure::missing("such arrangement"))?;
        publish::restore_front(&app.store, signed.actor.permit::<Arrange>()?, app.clock.now(), &place.key, version)?;
        readers::wait(app);
        Ok(see(&format!("{}?done=front-restored", place.base())))
    })
    .await
}

/// The front as it will stand at an instant, or as a plan (`plan`) would make it at its own.
///
/// # Errors
/// [`Failure`] 404, 422 for a time that cannot be read, or of the store.
pub(in crate::newsroom) async fn preview(State(app): State<Arc<App>>, Path(slug): Path<String>, query: Query) -> Answer {
    app.blocking(move |app| {
        let place = match query.0.text("plan") {
            "" => app.store.read(|read| Place::find(read, &slug))?,
            plan => planned(app, &slug, plan)?,
        };
        let at = match &place.plan {
            Some(plan) => plan.due,
            None => instant(app, query.0.text("at")).map_err(|sentence| Failure::invalid(sentence, "Go back and choose another time."))?,
        };
        let text = app.store.read(|read| Ok::<_, Problem>(Desk::new(app, read)?.when(at).text))?;
        let future = Future {
            section: (place.slug != FRONT).then(|| place.slug.clone()),
            layout: place.plan.map(|plan| plan.layout),
            at,
            line: format!("Preview of {text}: what is scheduled until then is in. Readers do not see this page."),
        };
        let html = app.pages.paper().apart().or_stand_in(app.clock.now(), |paper| pages::front_preview(&app.store, paper, &future))?;
        Ok(Html(html).into_response())
    })
    .await
}

fn planned(app: &App, slug: &str, plan: &str) -> Result<Place, Failure> {
    let plan = plan.parse().map_err(|_| Failure::missing("such planned change"))?;
    app.store.read(|read| Place::with_plan(read, slug, plan))
}

/// An instant to come, typed in the paper's zone.
fn instant(app: &App, text: &str) -> Result<Timestamp, String> {
    if text.is_empty() {
        return Err("Choose a date and a time.".into());
    }
    match zone::instant(text, &app.pages.paper().zone) {
        Ok(at) if at > app.clock.now() => Ok(at),
        Ok(_) => Err("This time is past; choose a later one.".into()),
        Err(e) => Err(format!("{}.", capital(&e.to_string()))),
    }
}
