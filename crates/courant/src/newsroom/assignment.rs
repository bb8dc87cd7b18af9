//! `POST /newsroom/stories/{id}/assignment`: who writes a story, by when, how long; and the form, shared with the day book.

use super::desk::{Desk, capital};
use super::shell::{Answer, Number, see};
use super::{desks, facts, flash, times};
use crate::app::App;
use crate::http::{Form, Signed};
use crate::publish::{self, Refusal};
use axum::extract::State;
use courant_news::assignment::{Assignment, PRIORITIES, Priority};
use courant_news::permit::Edit;
use courant_news::zone;
use courant_render::newsroom::{AssignmentForm, Choice, Field};
use courant_store::Problem;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Fields with what is wrong with them.
pub(super) type Errors = Vec<(&'static str, String)>;

/// Changes it.
///
/// # Errors
/// [`crate::http::Failure`] 403, 404, 409, or of the store; what can be mended comes back with the page.
pub async fn assign(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, form: Form) -> Answer {
    app.blocking(move |app| {
        let permit = signed.actor.permit::<Edit>()?;
        let (to, errors) = read(&form, &app.pages.paper().zone);
        let back =
            |form, errors, problem| facts::page(app, &signed, story, 422, &facts::Typed { form: Some(form), errors, problem, ..Default::default() });
        if !errors.is_empty() {
            return back(form, errors, None);
        }
        match publish::assign(&app.store, permit, app.clock.now(), story, &to) {
            Ok(()) => Ok(see(&format!("/newsroom/stories/{story}/facts?done=assigned"))),
            Err(refusal @ Refusal::Invalid { .. }) => back(form, Errors::new(), Some(flash::problem(refusal.to_string(), refusal.next()))),
            Err(other) => Err(other.into()),
        }
    })
    .await
}

/// Reads the form: what it says, as far as it can be read, and each field that cannot.
pub(super) fn read(form: &Form, zone: &TimeZone) -> (Assignment, Errors) {
    let mut errors = Errors::new();
    let due = match zone::instant(form.text("due"), zone) {
        _ if form.text("due").is_empty() => None,
        Ok(at) => Some(at),
        Err(e) => {
            errors.push(("due", format!("{}.", capital(&e.to_string()))));
            None
        }
    };
    let length = match (form.text("length"), form.number("length")) {
        ("", _) => None,
        (_, Some(words)) => Some(words),
        (_, None) => Some(0),
    };
    let to = Assignment {
        desk: form.text("desk").chars().take(100).collect(),
        person: form.number("person"),
        due,
        length,
        priority: Priority::from_word(form.text("priority")).unwrap_or_default(),
        note: form.text("note").to_owned(),
    };
    errors.extend(to.check());
    (to, errors)
}

/// The form, with what was typed and what is wrong with it.
pub(super) fn form(desk: &Desk<'_>, action: String, now: &Assignment, typed: Option<&Form>, errors: &Errors) -> Result<AssignmentForm, Problem> {
    let zone = &desk.paper.zone;
    let chosen = |name: &str, otherwise: String| typed.map_or(otherwise, |form| form.text(name).to_owned());
    let field = |name: &str, otherwise: String| Field {
        value: chosen(name, otherwise),
        error: errors.iter().find(|(n, _)| *n == name).map(|(_, error)| error.clone()).unwrap_or_default(),
    };
    let priority = chosen("priority", now.priority.word().into());
    Ok(AssignmentForm {
        action,
        desks: desks::choices(desk, &chosen("desk", now.desk.clone())),
        people: desks::people(desk, typed.map_or(now.person, |form| form.number("person")))?,
        due: field("due", now.due.map(|at| zone::field(at, zone)).unwrap_or_default()),
        length: field("length", now.length.map(|n| n.to_string()).unwrap_or_default()),
        priorities: PRIORITIES.map(|p| Choice { value: p.word().into(), name: p.label().into(), chosen: p.word() == priority }).into(),
        note: field("note", now.note.clone()),
        error: String::new(),
        zone: times::zone_with_offset(desk.now, zone),
    })
}
