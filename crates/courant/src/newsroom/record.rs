//! What happened to a story, line by line of the journal, as phrases that follow a name.

use super::desk::Desk;
use super::desks;
use courant_news::assignment::Assignment;
use courant_news::change::Change;
use courant_news::story::{State, StoryId};
use courant_render::newsroom::RecordLine;
use courant_store::Problem;

/// The last lines about a story, newest first.
pub(super) fn lines(desk: &Desk<'_>, story: StoryId, most: i64) -> Result<Vec<RecordLine>, Problem> {
    let mut out = Vec::new();
    for line in desk.read.journal_of(story, most)? {
        if let Some(says) = phrase(desk, &line.change)? {
            out.push(RecordLine { at: desk.short(line.at), by: desk.name(&line.actor)?, says });
        }
    }
    Ok(out)
}

fn phrase(desk: &Desk<'_>, change: &Change) -> Result<Option<String>, Problem> {
    let noted = |says: &str, note: &str| if note.is_empty() { format!("{says}.") } else { format!("{says}: ‘{note}’") };
    Ok(Some(match change {
        Change::StoryCreated { .. } => "began it.".into(),
        Change::StoryMoved { from, to, note, .. } => noted(moved(from, to), note),
        Change::StoryPlanned { to, .. } => format!("planned it: {}.", assignment(desk, &Assignment::default(), to)?),
        Change::StoryAssigned { from, to, .. } => format!("changed {}.", assignment(desk, from, to)?),
        Change::StoryReaddressed { from, to, .. } => format!("moved it from {from} to {to}."),
        Change::StoryRestored { number, .. } => format!("made revision {number} the draft again."),
        Change::StoryPublished { previous, note, .. } => noted(if previous.is_some() { "published an update" } else { "published it" }, note),
        Change::StoryScheduled { at, embargo, .. } => {
            let held = if embargo.is_some() { ", under embargo" } else { "" };
            format!("set its time: {}{held}.", desk.when(*at).text)
        }
        Change::StoryUnscheduled { .. } => "took its time back.".into(),
        Change::StoryWithdrawn { note, .. } => noted("withdrew it", note),
        Change::CorrectionFiled { corrects, .. } => {
            if corrects.is_some() {
                "corrected a correction.".into()
            } else {
                "filed a correction.".into()
            }
        }
        Change::NoteWritten { .. } => "left a note to colleagues.".into(),
        Change::NoteAnswered { .. } => "answered a note.".into(),
        Change::NoteEdited { .. } => "changed what they had said in a note.".into(),
        Change::NoteDeleted { .. } => "took back what they had said in a note.".into(),
        Change::NoteDone { .. } => "marked a note done.".into(),
        Change::NoteReopened { .. } => "opened a note again.".into(),
        Change::BreakingSwitched { words, .. } => format!("put ‘{words}’ on the breaking bar."),
        _ => return Ok(None),
    }))
}

fn moved(from: &str, to: &str) -> &'static str {
    match (State::from_word(from), State::from_word(to)) {
        (_, Some(State::InReview)) => "submitted it for review",
        (_, Some(State::Ready)) => "marked it ready",
        (_, Some(State::Spiked)) => "spiked it",
        (Some(State::Spiked), _) => "took it up again from the spike",
        (Some(State::InReview | State::Ready), Some(State::Draft)) => "made it a draft again",
        _ => "moved it",
    }
}

/// What differs between two assignments, worded: 'the writer: nobody → Mina Seo; due: – → 28 March 2018, 14:00 KST'.
fn assignment(desk: &Desk<'_>, from: &Assignment, to: &Assignment) -> Result<String, Problem> {
    let person = |id: Option<i64>| id.map_or(Ok("nobody".to_owned()), |id| desk.name(&format!("person:{id}")));
    let name = |slug: &str| if slug.is_empty() { "none".to_owned() } else { desks::name(desk, slug) };
    let time = |at: Option<jiff::Timestamp>| at.map_or("none".to_owned(), |at| desk.when(at).text);
    let words = |n: Option<i64>| n.map_or("none".to_owned(), |n| format!("{n} words"));
    let mut parts = Vec::new();
    let mut part = |what: &str, was: String, now: String| {
        if was != now {
            parts.push(format!("{what} {was} → {now}"));
        }
    };
    part("writer", person(from.person)?, person(to.person)?);
    part("desk", name(&from.desk), name(&to.desk));
    part("due", time(from.due), time(to.due));
    part("length", words(from.length), words(to.length));
    part("priority", from.priority.word().into(), to.priority.word().into());
    if from.note != to.note {
        parts.push(if to.note.is_empty() { "the note was taken away".into() } else { format!("note ‘{}’", to.note) });
    }
    Ok(if parts.is_empty() { "nothing decided yet".into() } else { parts.join("; ") })
}
