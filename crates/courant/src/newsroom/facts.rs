//! `GET /newsroom/stories/{id}/facts`: where a story stands, who writes it by when, and what happened to it.

use super::assignment::{self, Errors};
use super::desk::{Desk, capital};
use super::record;
use super::shell::{Answer, Number, render, shell, with_flash};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use axum::extract::State;
use courant_news::permit::{Actor, Refused};
use courant_news::story::{Move, SPIKE_LASTS, State as StoryState, StoryId, comes_back};
use courant_render::newsroom::{Facts, Field, Flash, MoveForm};
use courant_store::Problem;
use courant_store::stories::Story;
use std::sync::Arc;

/// Most lines of the record shown.
const MOST: i64 = 100;
/// Moves that are made here; the others are made on the publication page.
const HERE: [Move; 5] = [Move::Submit, Move::Finish, Move::SendBack, Move::TakeUp, Move::Spike];

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    /// The form as it was sent.
    pub form: Option<Form>,
    /// Fields with what is wrong with them.
    pub errors: Errors,
    /// What is wrong with the whole.
    pub problem: Option<Flash>,
    /// The address's query, for what has just been done.
    pub query: Query,
}

/// The page.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, query: Query) -> Answer {
    app.blocking(move |app| page(app, &signed, story, 200, &Typed { query, ..Typed::default() })).await
}

/// The page with what was typed.
pub(super) fn page(app: &App, signed: &Signed, id: StoryId, status: u16, typed: &Typed) -> Answer {
    let view = app.store.read(|read| {
        let (Some(story), Some(copy)) = (read.story(id)?, read.draft(id)?) else { return Err(Failure::missing("such story")) };
        let desk = Desk::new(app, read)?;
        let places = desk.places(&story, &copy.head, "facts");
        let mut page = with_flash(shell(app, &signed.actor, format!("Facts of ‘{}’", places.headline), "stories"), &typed.query);
        page.flash = typed.problem.clone().or(page.flash);
        // A form that was sent is that of the assignment or that of a move, which has no desk.
        let assigned = typed.form.as_ref().filter(|f| f.0.iter().any(|(name, _)| name == "priority"));
        let said = typed.form.as_ref().filter(|f| !f.text("move").is_empty());
        let (moves, may_not) = moves(&desk, &story, &signed.actor, said);
        Ok(Facts {
            page,
            version: story.draft_version,
            moved: moved(&desk, &story)?,
            moved_note: story.move_note.clone(),
            words: words(copy.body.words(), story.assignment.length),
            moves,
            may_not,
            assignment_form: assignment::form(&desk, format!("/newsroom/stories/{id}/assignment"), &story.assignment, assigned, &typed.errors)?,
            record: record::lines(&desk, id, MOST)?,
            story: places,
        })
    })?;
    render(app, status, "facts.html", &view)
}

/// '412 of 600 words'.
fn words(has: usize, wanted: Option<i64>) -> String {
    match wanted {
        Some(wanted) => format!("It has {has} of {wanted} words."),
        None => format!("It has {has} words."),
    }
}

fn moved(desk: &Desk<'_>, story: &Story) -> Result<String, Problem> {
    let (Some(at), false) = (story.moved_at, story.moved_by.is_empty()) else { return Ok(String::new()) };
    let (by, at) = (desk.name(&story.moved_by)?, desk.when(at).text);
    Ok(match story.state {
        StoryState::Draft if story.move_note.is_empty() => format!("Taken up again by {by}, {at}."),
        StoryState::Draft => format!("Sent back by {by}, {at}."),
        StoryState::InReview => format!("Submitted for review by {by}, {at}."),
        StoryState::Ready => format!("Marked ready by {by}, {at}."),
        StoryState::Withdrawn => format!("Withdrawn by {by}, {at}."),
        StoryState::Spiked => {
            let until = desk.when(story.moved_at.unwrap_or(desk.now) + SPIKE_LASTS).text;
            let back = if comes_back(story.moved_at.unwrap_or(desk.now), desk.now).is_ok() {
                format!("It can be taken up again until {until}.")
            } else {
                "It can no longer be taken up; its words stay in the record.".into()
            };
            format!("Spiked by {by}, {at}. {back}")
        }
        _ => String::new(),
    })
}

/// Moves that are open to somebody, and a sentence about those that others make.
fn moves(desk: &Desk<'_>, story: &Story, actor: &Actor, typed: Option<&Form>) -> (Vec<MoveForm>, String) {
    let (mut open, mut missing): (Vec<MoveForm>, Option<Refused>) = (Vec::new(), None);
    for wanted in HERE {
        let Ok(rule) = story.state.rule(wanted) else { continue };
        let back = story.state == StoryState::Spiked && rule.to != StoryState::Spiked;
        if rule.to == story.state || (back && comes_back(story.moved_at.unwrap_or(story.draft_at), desk.now).is_err()) {
            continue;
        }
        match rule.permits(actor) {
            Ok(_) => open.push(MoveForm {
                word: wanted.word(),
                label: wanted.label(),
                says: says(wanted, story.state).into(),
                noted: matches!(wanted, Move::Submit | Move::SendBack),
                note: Field {
                    value: typed.filter(|f| f.text("move") == wanted.word()).map(|f| f.text("note").to_owned()).unwrap_or_default(),
                    error: String::new(),
                },
            }),
            Err(refused) => missing = missing.or(Some(refused)),
        }
    }
    (open, missing.map(|r| capital(&r.to_string())).unwrap_or_default())
}

fn says(wanted: Move, state: StoryState) -> &'static str {
    match (wanted, state) {
        (Move::Submit, _) => "The desk finds it under ‘In review’; what it says now is kept as a revision.",
        (Move::SendBack, _) => "It becomes a draft again, with your note for who writes it; what it says now is kept as a revision.",
        (Move::TakeUp, StoryState::Spiked) => "It becomes a draft again.",
        (Move::TakeUp, _) => "It becomes a draft again and leaves the desk’s list.",
        (Move::Finish, StoryState::Spiked) => "It comes back at once as ready; whoever may publish finds it on their start page.",
        (Move::Finish, _) => "Whoever may publish finds it on their start page.",
        (Move::Spike, StoryState::Scheduled) => "It is dropped unpublished and its time is taken back. For 30 days it can be taken up again.",
        _ => "It is dropped unpublished. For 30 days it can be taken up again.",
    }
}
