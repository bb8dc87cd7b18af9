//! The day book for calendars: a secret address for each person, given, ended and answered.

use super::day_book::{self, Shown};
use super::desk::Desk;
use super::desks;
use super::shell::{Answer, see};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::people::codes::{self, Code};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use courant_news::change::Change;
use courant_news::copy::Head;
use courant_news::story::State as StoryState;
use courant_render::calendar::{Calendar, Event, ics};
use courant_store::Problem;
use courant_store::stories::Story;
use jiff::SignedDuration;
use std::sync::Arc;

/// How far back and ahead a calendar reaches.
const BACK: SignedDuration = SignedDuration::from_hours(14 * 24);
const AHEAD: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Most events.
const MOST: i64 = 2000;

/// Gives whoever is signed in an address; the one before ends. It is shown this once: only its hash is kept.
///
/// # Errors
/// [`Failure`] for a token, which has no calendar, or of the store.
pub async fn give(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let person = person(&signed)?;
        let code = Code::new()?;
        let desk: String = form.text("desk").chars().take(100).collect();
        let (now, mine) = (app.clock.now(), form.text("mine") == "on");
        app.store.act(&signed.actor, now, |tx| {
            tx.add_calendar(&code.hash(), person, &desk, mine)?;
            Ok::<_, Problem>(((), Change::CalendarGiven { person }))
        })?;
        let url = format!("{}/newsroom/calendar/{}.ics", app.pages.paper().origin, code.text());
        day_book::page(app, &signed, 200, &Query::default(), &Shown { calendar: url, ..Shown::default() })
    })
    .await
}

/// Ends the address.
///
/// # Errors
/// As [`give`].
pub async fn end(State(app): State<Arc<App>>, signed: Signed) -> Answer {
    app.blocking(move |app| {
        let person = person(&signed)?;
        app.store.act(&signed.actor, app.clock.now(), |tx| {
            let had = tx.calendar_of(person)?.is_some();
            tx.end_calendars(person)?;
            Ok::<_, Problem>(((), had.then_some(Change::CalendarEnded { person })))
        })?;
        Ok(see("/newsroom/day-book?done=calendar-ended"))
    })
    .await
}

fn person(signed: &Signed) -> Result<i64, Failure> {
    signed.actor.person.ok_or_else(|| Failure::new(403, "A token has no calendar.", "Sign in as a person."))
}

/// The calendar. An address that is none, has ended, or whose person may no longer see drafts or owes a
/// second factor, leads nowhere.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn file(State(app): State<Arc<App>>, Path(file): Path<String>) -> Answer {
    app.blocking(move |app| {
        let missing = || Failure::missing("such page");
        let code = file.strip_suffix(".ics").filter(|code| code.len() == 64).ok_or_else(missing)?;
        let text = app.store.read(|read| {
            let kept = read.calendar(&codes::hash(code))?.ok_or_else(missing)?;
            let member = read.member(kept.person)?.ok_or_else(missing)?;
            if !member.has_factor() && read.factor_roles()?.contains(&member.role) {
                return Err(missing());
            }
            let desk = Desk::new(app, read)?;
            let mut events = Vec::new();
            for (story, head) in read.stories_planned(desk.now - BACK, desk.now + AHEAD, MOST)? {
                let wanted =
                    (kept.desk.is_empty() || story.assignment.desk == kept.desk) && (!kept.mine || story.assignment.person == Some(kept.person));
                if wanted {
                    events.push(event(&desk, &story, &head)?);
                }
            }
            Ok::<_, Failure>(ics(&Calendar { name: format!("{}: day book", desk.paper.site.name), events }, desk.now))
        })?;
        let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
        Ok(([kind], text).into_response())
    })
    .await
}

fn event(desk: &Desk<'_>, story: &Story, head: &Head) -> Result<Event, Failure> {
    let plan = &story.assignment;
    let writer = plan.person.map(|id| desk.name(&format!("person:{id}"))).transpose()?;
    let label = [&head.slugline, &head.headline].into_iter().map(|t| t.trim()).find(|t| !t.is_empty()).unwrap_or("Story without headline");
    let mut lines = vec![desk.state_text(story)];
    lines.extend(Some(&plan.desk).filter(|d| !d.is_empty()).map(|d| format!("Desk: {}", desks::name(desk, d))));
    lines.extend(plan.length.map(|n| format!("{n} words")));
    lines.extend(Some(&plan.note).filter(|n| !n.is_empty()).cloned());
    Ok(Event {
        uid: format!("story-{}@{}", story.id, desk.paper.host()),
        at: plan.due.or(story.pending_at).unwrap_or(desk.now),
        changed: story.draft_at,
        summary: writer.map_or(label.to_owned(), |name| format!("{label} ({name})")),
        description: lines.join("\n"),
        url: format!("{}/newsroom/stories/{}/facts", desk.paper.origin, story.id),
        settled: matches!(story.state, StoryState::Scheduled | StoryState::Published),
    })
}
