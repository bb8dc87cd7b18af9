//! `GET /newsroom`: what needs somebody, one's own drafts, what is coming and what went out today.

use super::desk::Desk;
use super::shell::{Answer, render, shell, with_flash};
use super::{attention, searches, times};
use crate::app::App;
use crate::http::{Query, Signed};
use axum::extract::State;
use courant_news::story::State as StoryState;
use courant_render::newsroom::{Start, StoryRow, When};
use courant_render::times::long_date;
use courant_store::Problem;
use courant_store::lists::Which;
use std::sync::Arc;

/// Most rows of each list.
const MOST: i64 = 50;

/// The page.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| {
        let page = with_flash(shell(app, &signed.actor, "Start", "start"), &query);
        let view = app.store.read(|read| {
            let desk = Desk::new(app, read)?;
            let today = desk.now.to_zoned_datetime(desk.paper.zone.clone()).date();
            Ok::<_, Problem>(Start {
                page,
                today: When { iso: today.to_string(), text: long_date(today, desk.words()) },
                zone: times::zone_name(desk.now, &desk.paper.zone),
                attention: attention::list(&desk, &signed.actor)?,
                mine: rows(&desk, &read.stories_of(&signed.actor.id, signed.actor.person, MOST)?)?,
                in_review: rows(&desk, &read.stories_of_state(StoryState::InReview, MOST)?)?,
                searches: searches::of(read, signed.actor.person, "")?,
                scheduled: waiting(&desk)?,
                published: published_today(&desk)?,
            })
        })?;
        render(app, 200, "start.html", &view)
    })
    .await
}

fn rows(desk: &Desk<'_>, stories: &[courant_store::stories::Story]) -> Result<Vec<StoryRow>, Problem> {
    stories.iter().map(|story| desk.row(story, &desk.read.draft_head(story.id)?)).collect()
}

/// What waits for its time, updates too, next to come first: with the words that will go out and their time.
fn waiting(desk: &Desk<'_>) -> Result<Vec<StoryRow>, Problem> {
    let row = |story: &courant_store::stories::Story| {
        let copy = desk.read.revision(story.pending_revision.unwrap_or_default())?.unwrap_or_default();
        let row = desk.row(story, &copy.head)?;
        let note = if story.state == StoryState::Published { "update".to_owned() } else { row.note };
        Ok(StoryRow { published: story.pending_at.map(|at| desk.short(at)).unwrap_or_default(), note, ..row })
    };
    desk.read.stories_pending(MOST)?.iter().map(row).collect()
}

fn published_today(desk: &Desk<'_>) -> Result<Vec<StoryRow>, Problem> {
    let zone = &desk.paper.zone;
    let today = desk.now.to_zoned_datetime(zone.clone()).date();
    let newest = desk.read.live(&Which::All, desk.now, None, MOST)?;
    let mut rows = Vec::new();
    for live in newest.iter().filter(|l| l.published_at.to_zoned_datetime(zone.clone()).date() == today) {
        if let Some(story) = desk.read.story(live.story)? {
            rows.push(desk.row(&story, &live.head)?);
        }
    }
    Ok(rows)
}
