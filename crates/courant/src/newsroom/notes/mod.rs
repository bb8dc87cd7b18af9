//! `/newsroom/stories/{id}/notes`: notes to colleagues, as a page for everybody and as JSON for the editor.

mod list;

use super::shell::{Answer, Number, see};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed, wants_html};
use crate::publish::{self, Refusal, Said, Stands};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use courant_news::permit::Comment;
use courant_news::story::StoryId;
use courant_store::notes::Anchor;
use list::Typed;
use std::sync::Arc;

/// A note and something said in it, from the path of a form.
type Place = (i64, i64);

/// The notes: a page, or JSON where no page is wanted.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, query: Query, headers: HeaderMap) -> Answer {
    app.blocking(move |app| {
        if wants_html(&headers) {
            return list::page(app, &signed, story, 200, &Typed { query, ..Typed::default() });
        }
        Ok(axum::Json(list::json(app, &signed, story, None)?).into_response())
    })
    .await
}

/// Leaves a note.
///
/// # Errors
/// [`Failure`] 403, 404, 422, or of the store.
pub async fn write(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, headers: HeaderMap, form: Form) -> Answer {
    app.blocking(move |app| {
        let stands = Stands { quote: form.text("quote").into(), anchor: anchor(&form) };
        let done = publish::write_note(&app.store, signed.actor.permit::<Comment>()?, app.clock.now(), story, &said(&form), &stands);
        answer(
            app,
            &signed,
            story,
            &headers,
            done.map(Some),
            "noted",
            Typed { text: form.text("text").into(), quote: stands.quote, ..Typed::default() },
        )
    })
    .await
}

/// Answers a note.
///
/// # Errors
/// As [`write`].
pub async fn reply(State(app): State<Arc<App>>, signed: Signed, path: Path<(String, String)>, headers: HeaderMap, form: Form) -> Answer {
    app.blocking(move |app| {
        let (story, note) = two(&path.0)?;
        let done = publish::answer_note(&app.store, signed.actor.permit::<Comment>()?, app.clock.now(), story, note, &said(&form));
        let typed = Typed { note, text: form.text("text").into(), ..Typed::default() };
        answer(app, &signed, story, &headers, done.map(|_| Some(note)), "note-answered", typed)
    })
    .await
}

/// Changes what one said oneself.
///
/// # Errors
/// As [`write`].
pub async fn change(State(app): State<Arc<App>>, signed: Signed, path: Path<(String, String, String)>, headers: HeaderMap, form: Form) -> Answer {
    app.blocking(move |app| {
        let (story, place) = three(&path.0)?;
        let done = publish::edit_remark(&app.store, signed.actor.permit::<Comment>()?, app.clock.now(), story, place, form.text("text"));
        let typed = Typed { remark: place.1, text: form.text("text").into(), ..Typed::default() };
        answer(app, &signed, story, &headers, done.map(|()| Some(place.0)), "note-changed", typed)
    })
    .await
}

/// Takes back what one said oneself.
///
/// # Errors
/// As [`write`].
pub async fn take_back(State(app): State<Arc<App>>, signed: Signed, path: Path<(String, String, String)>, headers: HeaderMap) -> Answer {
    app.blocking(move |app| {
        let (story, place) = three(&path.0)?;
        let done = publish::delete_remark(&app.store, signed.actor.permit::<Comment>()?, app.clock.now(), story, place);
        answer(app, &signed, story, &headers, done.map(|()| None), "note-deleted", Typed::default())
    })
    .await
}

/// Marks a note done, or open again.
///
/// # Errors
/// As [`write`].
pub async fn settle(State(app): State<Arc<App>>, signed: Signed, path: Path<(String, String)>, headers: HeaderMap, form: Form) -> Answer {
    app.blocking(move |app| {
        let (story, note) = two(&path.0)?;
        let wanted = match form.text("state") {
            "done" => Ok(true),
            "open" => Ok(false),
            _ => Err(Refusal::invalid("A note is done or open.", "Choose one of the two.")),
        };
        let permit = signed.actor.permit::<Comment>()?;
        let done = wanted.and_then(|wanted| publish::settle_note(&app.store, permit, app.clock.now(), story, note, wanted).map(|()| wanted));
        let code = if matches!(done, Ok(true)) { "note-done" } else { "note-open" };
        answer(app, &signed, story, &headers, done.map(|done| (!done).then_some(note)), code, Typed::default())
    })
    .await
}

/// Says that one has seen a note, up to the remark `last`. As JSON: `{version}`.
///
/// # Errors
/// As [`write`].
pub async fn seen(State(app): State<Arc<App>>, signed: Signed, path: Path<(String, String)>, headers: HeaderMap, form: Form) -> Answer {
    app.blocking(move |app| {
        let (story, note) = two(&path.0)?;
        let done = publish::see_note(&app.store, signed.actor.permit::<Comment>()?, app.clock.now(), story, note, last(&form));
        if done.is_ok() && !wants_html(&headers) {
            return Ok(axum::Json(list::version(app, story)?).into_response());
        }
        answer(app, &signed, story, &headers, done.map(|()| Some(note)), "note-seen", Typed::default())
    })
    .await
}

/// Puts a note where its words are now, from where it was; the editor does this by itself. As JSON: `{version, one}`, the note
/// as it is then.
///
/// # Errors
/// As [`write`].
pub async fn put_on(State(app): State<Arc<App>>, signed: Signed, path: Path<(String, String)>, headers: HeaderMap, form: Form) -> Answer {
    app.blocking(move |app| {
        let (story, note) = two(&path.0)?;
        let done = publish::anchor_note(&app.store, signed.actor.permit::<Comment>()?, app.clock.now(), story, note, &was(&form), &anchor(&form));
        if done.is_ok() && !wants_html(&headers) {
            return Ok(axum::Json(list::one(app, &signed, story, note)?).into_response());
        }
        answer(app, &signed, story, &headers, done.map(|()| Some(note)), "", Typed::default())
    })
    .await
}

fn said(form: &Form) -> Said {
    Said { text: form.text("text").into(), sending: form.text("sending").into(), last: last(form) }
}

/// The last remark that was in sight.
fn last(form: &Form) -> Option<i64> {
    form.text("last").parse().ok()
}

fn was(form: &Form) -> Anchor {
    Anchor { epoch: form.text("was_epoch").into(), from: form.text("was_from").into(), to: form.text("was_to").into() }
}

fn anchor(form: &Form) -> Anchor {
    Anchor { epoch: form.text("epoch").into(), from: form.text("from").into(), to: form.text("to").into() }
}

fn two(path: &(String, String)) -> Result<(StoryId, i64), Failure> {
    path.0.parse().ok().zip(path.1.parse().ok()).ok_or_else(|| Failure::missing("such note"))
}

fn three(path: &(String, String, String)) -> Result<(StoryId, Place), Failure> {
    let (story, note) = two(&(path.0.clone(), path.1.clone()))?;
    Ok((story, (note, path.2.parse().map_err(|_| Failure::missing("such note"))?)))
}

/// To the note on the page, or all notes as JSON; what can be mended comes back with the words that were typed.
fn answer(app: &App, signed: &Signed, story: StoryId, headers: &HeaderMap, done: Result<Option<i64>, Refusal>, code: &str, typed: Typed) -> Answer {
    match done {
        Ok(note) if wants_html(headers) => {
            let place = note.map(|note| format!("#note-{note}")).unwrap_or_default();
            Ok(see(&format!("/newsroom/stories/{story}/notes?done={code}{place}")))
        }
        Ok(note) => Ok(axum::Json(list::json(app, signed, story, note)?).into_response()),
        Err(refusal @ (Refusal::Invalid { .. } | Refusal::SentBefore)) if wants_html(headers) => {
            let status = if matches!(refusal, Refusal::SentBefore) { 409 } else { 422 };
            let problem = format!("{refusal} {}", refusal.next());
            list::page(app, signed, story, status, &Typed { problem, ..typed })
        }
        Err(other) => Err(other.into()),
    }
}
