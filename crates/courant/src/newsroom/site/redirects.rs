//! `/newsroom/redirects`: what leads on, made by hand or by a changed slug; and `POST /newsroom/stories/{id}/address`.

use super::{done, part, wait};
use crate::app::App;
use crate::http::{Form, Query, Signed};
use crate::newsroom::desk::Desk;
use crate::newsroom::publication;
use crate::newsroom::shell::{Answer, Number, render, see};
use crate::pages::Address;
use crate::publish::{self, Refusal};
use axum::extract::State;
use courant_news::permit::{ManageSite, Publish};
use courant_render::newsroom::{Field, Flash, RedirectRow, Redirects};
use courant_store::Problem;
use std::sync::Arc;

/// Redirects shown.
const MOST: i64 = 500;

/// The page.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub(in crate::newsroom) async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| page(app, &signed, 200, done(&query), [Field::default(), Field::default()], query.0.text("try"))).await
}

/// Makes one.
///
/// # Errors
/// [`crate::http::Failure`] of the store; what can be mended comes back with the page.
pub(in crate::newsroom) async fn make(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let (from, to) = (form.text("from"), form.text("to"));
        let refuse = |at: usize, error: String| {
            let mut fields = [from, to].map(|text| Field { value: text.to_owned(), error: String::new() });
            fields[at].error = error;
            page(app, &signed, 422, None, fields, "")
        };
        if status(app, from)? == Some(200) {
            return refuse(0, "There is a page at this address, which readers would lose. Take that down first.".into());
        }
        match publish::make_redirect(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), from, to) {
            Ok(()) => {
                wait(app);
                Ok(see("/newsroom/redirects?done=redirect"))
            }
            Err(Refusal::Invalid { sentence, next }) => {
                let of_target = sentence.contains("leads to a path") || sentence.contains("leads back");
                refuse(usize::from(of_target), format!("{sentence} {next}"))
            }
            Err(other) => Err(other.into()),
        }
    })
    .await
}

/// Ends one that was made by hand.
///
/// # Errors
/// As [`make`].
pub(in crate::newsroom) async fn end(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        publish::end_redirect(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), form.text("from"))?;
        wait(app);
        Ok(see("/newsroom/redirects?done=redirect-ended"))
    })
    .await
}

/// Gives a story that readers have another slug.
///
/// # Errors
/// As [`make`]; what can be mended comes back with the publication page.
pub(in crate::newsroom) async fn readdress(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, form: Form) -> Answer {
    app.blocking(move |app| match publish::readdress(&app.store, signed.actor.permit::<Publish>()?, app.clock.now(), story, form.text("slug")) {
        Ok(_) => {
            wait(app);
            Ok(see(&format!("/newsroom/stories/{story}/publication?done=readdressed")))
        }
        Err(Refusal::Invalid { sentence, next }) => publication::with_slug(app, &signed, story, form.clone(), format!("{sentence} {next}")),
        Err(other) => Err(other.into()),
    })
    .await
}

/// What readers of a path get: the status, where it is an address or leads on.
fn status(app: &App, path: &str) -> Result<Option<u16>, crate::http::Failure> {
    let now = app.clock.now();
    let path = path.trim_end_matches('/');
    Ok(match Address::parse(if path.is_empty() { "/" } else { path }, None) {
        Some(address) => Some(app.pages.get(&address, now)?.status),
        None => app.pages.elsewhere(path, now)?.map(|page| page.status),
    })
}

fn gets(app: &App, path: &str) -> Result<String, crate::http::Failure> {
    if path.is_empty() {
        return Ok(String::new());
    }
    let now = app.clock.now();
    let found = match Address::parse(path, None) {
        Some(address) => Some(app.pages.get(&address, now)?),
        None => app.pages.elsewhere(path, now)?.map(Arc::new),
    };
    Ok(match found.as_ref().map(|page| (page.status, page.location.as_deref())) {
        Some((200, _)) => "Readers get a page (200).".into(),
        Some((301, Some(to))) => format!("Readers are led to {to} (301)."),
        Some((410, _)) => "Readers are told that it was withdrawn (410).".into(),
        _ => "Readers are told that there is nothing (404).".into(),
    })
}

fn page(app: &App, signed: &Signed, code: u16, flash: Option<Flash>, [from, to]: [Field; 2], tried: &str) -> Answer {
    let gets = gets(app, tried)?;
    let (page, tabs) = part(app, signed, "Redirects", flash);
    let rows = app.store.read(|read| {
        let desk = Desk::new(app, read)?;
        let mut rows = Vec::new();
        for r in read.redirects(MOST)? {
            let story = r.story.map(|id| read.story(id)).transpose()?.flatten().and_then(|s| s.path());
            let by = desk.name(&r.by)?;
            rows.push(RedirectRow {
                to: story.unwrap_or(r.to),
                from: r.from,
                says: if r.by_hand { format!("made by {by}") } else { format!("the address was changed by {by}; for ever") },
                at: desk.short(r.at),
                by_hand: r.by_hand,
            });
        }
        Ok::<_, Problem>(rows)
    })?;
    render(app, code, "redirects.html", &Redirects { page, tabs, from, to, tried: tried.to_owned(), gets, rows })
}
