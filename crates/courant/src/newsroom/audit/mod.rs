//! `/newsroom/audit`: who changed what, when, from which version to which. Nothing here can be changed.

mod words;

use super::desk::Desk;
use super::shell::{Answer, render, shell};
use super::times;
use crate::app::App;
use crate::http::form::encode;
use crate::http::{Form, Query, Signed};
use axum::extract::State;
use courant_render::newsroom::{Audit, AuditRow, Choice, Paging};
use courant_store::Problem;
use courant_store::journal::{Line, Trail};
use jiff::civil::Date;
use std::sync::Arc;

/// Lines of a page.
const MOST: i64 = 100;

/// The trail, newest first.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, Query(asked): Query) -> Answer {
    app.blocking(move |app| {
        let trail = trail(app, &asked);
        let (now, paper) = (app.clock.now(), app.pages.paper());
        let filtered = trail.story.is_some() || trail.person.is_some() || trail.from.is_some();
        let view = app.store.read(|read| {
            let mut lines = read.journal_trail(&trail, MOST + 1)?;
            let more = lines.len() > MOST as usize;
            lines.truncate(MOST as usize);
            let rows = rows(&Desk::new(app, read)?, &lines)?;
            let after = if more { lines.last().map(|l| next(&asked, l.seq)).unwrap_or_default() } else { String::new() };
            let members =
                read.members()?.into_iter().map(|m| Choice { value: m.person.to_string(), name: m.name, chosen: trail.person == Some(m.person) });
            let (seq, hash) = read.journal_end()?;
            Ok::<_, Problem>(Audit {
                page: shell(app, &signed.actor, "Audit trail", "audit"),
                zone: times::zone_name(now, &paper.zone),
                people: members.collect(),
                story: trail.story.map(|s| s.to_string()).unwrap_or_default(),
                day: asked.text("day").parse::<Date>().map(|d| d.to_string()).unwrap_or_default(),
                filtered,
                rows,
                paging: Paging { after, ..Paging::default() },
                last: seq,
                mark: hash.chars().take(16).collect(),
            })
        })?;
        render(app, 200, "audit.html", &view)
    })
    .await
}

/// Lines of the journal in words.
pub(super) fn rows(desk: &Desk<'_>, lines: &[Line]) -> Result<Vec<AuditRow>, Problem> {
    let row = |line: &Line| {
        Ok(AuditRow {
            seq: line.seq,
            when: desk.short(line.at),
            who: desk.name(&line.actor)?,
            what: words::what(desk.read, &line.change)?,
            story: line.change.story().map(|s| format!("/newsroom/stories/{s}")).unwrap_or_default(),
        })
    };
    lines.iter().map(row).collect()
}

fn trail(app: &App, asked: &Form) -> Trail {
    let zone = &app.pages.paper().zone;
    let day = asked.text("day").parse::<Date>().ok();
    let begin = |d: Date| d.to_zoned_datetime(zone.clone()).ok().map(|z| z.timestamp());
    Trail {
        before: asked.number("before"),
        story: asked.number("story"),
        person: asked.number("person"),
        from: day.and_then(begin),
        to: day.and_then(|d| d.tomorrow().ok()).and_then(begin),
    }
}

/// The page after, named by the number of its line: it stays the same while the journal grows.
fn next(asked: &Form, before: i64) -> String {
    let mut url = format!("/newsroom/audit?before={before}");
    for name in ["story", "person", "day"] {
        if !asked.text(name).is_empty() {
            url.push_str(&format!("&{name}={}", encode(asked.text(name))));
        }
    }
    url
}
