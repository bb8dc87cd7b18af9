//! `/newsroom/stories/{id}/revisions`: every revision, two of them compared by words, and one made the draft again.

use super::desk::Desk;
use super::shell::{Answer, Number, render, see, shell, with_flash};
use super::times;
use crate::app::App;
use crate::http::{Failure, Query, Signed};
use crate::publish;
use axum::extract::{Path, State};
use courant_news::copy::Copy;
use courant_news::diff::{self, Comparison, Fate, LineDiff, Piece, Was};
use courant_news::permit::Edit;
use courant_news::story::{State as StoryState, StoryId};
use courant_render::newsroom::{Button, Compared, DiffLine, DiffPiece, RevisionRow, Revisions};
use courant_store::Problem;
use courant_store::revisions::RevisionLine;
use courant_store::stories::Story;
use std::sync::Arc;

/// Lines that are the same are shown this many before and after a change.
const AROUND: usize = 2;

/// The page.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, Number(id): Number, query: Query) -> Answer {
    app.blocking(move |app| {
        let page = shell(app, &signed.actor, "Revisions", "stories");
        let view = app.store.read(|read| {
            let (Some(story), Some(draft)) = (read.story(id)?, read.draft(id)?) else { return Err(Failure::missing("such story")) };
            let desk = Desk::new(app, read)?;
            let lines = read.revisions_of(id)?;
            let (from, to) = asked(&query, &lines);
            let base = format!("/newsroom/stories/{id}/revisions");
            let rows = lines.iter().map(|line| row(&desk, &story, line, &base, (&from, &to))).collect::<Result<Vec<_>, _>>()?;
            let saved = desk.short(story.draft_at).text;
            Ok(Revisions {
                page: with_flash(page, &query),
                story: desk.places(&story, &draft.head, "revisions"),
                zone: times::zone_name(desk.now, &desk.paper.zone),
                draft: to == Which::Draft,
                draft_says: format!("saved {saved} by {}", desk.name(&story.draft_by)?),
                draft_changes: lines.first().map(|l| format!("{base}?from={}&to=draft", l.number)).unwrap_or_default(),
                compared: if query.0.text("to").is_empty() { None } else { compared(&desk, id, &draft, &lines, (&from, &to))? },
                rows,
            })
        })?;
        render(app, 200, "revisions.html", &view)
    })
    .await
}

/// Makes a revision the draft again.
///
/// # Errors
/// [`Failure`] 404, 409 while the story is spiked, or of the store.
pub async fn restore(State(app): State<Arc<App>>, signed: Signed, Path((story, number)): Path<(String, String)>) -> Answer {
    app.blocking(move |app| {
        let (Ok(story), Ok(number)) = (story.parse(), number.parse()) else { return Err(Failure::missing("such revision")) };
        publish::restore(&app.store, signed.actor.permit::<Edit>()?, app.clock.now(), story, number)?;
        Ok(see(&format!("/newsroom/stories/{story}/revisions?done=restored")))
    })
    .await
}

/// One side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Draft,
    Number(i64),
    Nothing,
}

/// The two that are asked for; at first the newest two.
fn asked(query: &Query, lines: &[RevisionLine]) -> (Which, Which) {
    let newest = lines.first().map_or(Which::Nothing, |l| Which::Number(l.number));
    let to = match query.0.text("to") {
        "draft" | "" => Which::Draft,
        text => text.parse().map_or(newest, Which::Number),
    };
    let before = match to {
        Which::Number(number) => Which::Number(number - 1),
        _ => newest,
    };
    let from = query.0.text("from").parse().map_or(before, Which::Number);
    let there = |which: Which| match which {
        Which::Number(number) if !lines.iter().any(|l| l.number == number) => Which::Nothing,
        other => other,
    };
    (there(from), there(to))
}

fn row(desk: &Desk<'_>, story: &Story, line: &RevisionLine, base: &str, chosen: (&Which, &Which)) -> Result<RevisionRow, Problem> {
    let stands = if story.live_revision == Some(line.id) && story.state == StoryState::Published {
        "readers have it".into()
    } else if story.pending_revision == Some(line.id) {
        story.pending_at.map(|at| format!("goes out {}", desk.short(at).text)).unwrap_or_default()
    } else {
        String::new()
    };
    let this = Which::Number(line.number);
    Ok(RevisionRow {
        number: line.number,
        name: line.name.clone(),
        note: line.note.clone(),
        at: desk.short(line.made_at),
        by: desk.name(&line.made_by)?,
        stands,
        changes: if line.number > 1 { format!("{base}?from={}&to={}", line.number - 1, line.number) } else { String::new() },
        restore: (story.state != StoryState::Spiked).then(|| Button {
            action: format!("{base}/{}/restoration", line.number),
            words: "Restore".into(),
            ..Button::default()
        }),
        from: *chosen.0 == this,
        to: *chosen.1 == this,
    })
}

fn compared(
    desk: &Desk<'_>,
    story: StoryId,
    draft: &Copy,
    lines: &[RevisionLine],
    (from, to): (&Which, &Which),
) -> Result<Option<Compared>, Problem> {
    let side = |which: &Which| -> Result<Option<(String, Copy)>, Problem> {
        Ok(match which {
            Which::Nothing => None,
            Which::Draft => Some(("the draft as it is now".to_owned(), draft.clone())),
            Which::Number(number) => {
                let line = lines.iter().find(|l| l.number == *number);
                let by = line.map(|l| desk.name(&l.made_by)).transpose()?.unwrap_or_default();
                let words = line.map(|l| format!("revision {number} ({} {} by {by})", l.name, desk.short(l.made_at).text));
                words.zip(desk.read.revision_numbered(story, *number)?.map(|(_, copy)| copy))
            }
        })
    };
    let (Some((from, old)), Some((to, new))) = (side(from)?, side(to)?) else { return Ok(None) };
    let found = diff::compare(&old, &new);
    Ok(Some(Compared {
        from,
        to,
        says: says(&found),
        fields: found.fields.iter().map(|f| DiffLine { what: "changed", kind: f.name.into(), pieces: pieces(&f.pieces) }).collect(),
        lines: shown(&found.lines),
    }))
}

fn says(found: &Comparison) -> String {
    if found.is_same() {
        return "They say the very same.".into();
    }
    let count = |n: usize, one: &str, many: &str| if n == 1 { format!("one {one}") } else { format!("{n} {many}") };
    format!(
        "{} came in, {} went out, {} set otherwise.",
        super::desk::capital(&count(found.added, "word", "words")),
        count(found.removed, "word", "words"),
        count(found.restyled, "passage is", "passages are"),
    )
}

fn pieces(pieces: &[Piece]) -> Vec<DiffPiece> {
    let piece = |p: &Piece| {
        let (what, how) = match (&p.was, p.gone) {
            (Was::There, true) => ("removed", ""),
            (Was::There, false) => ("same", ""),
            (Was::Absent, _) => ("added", ""),
            (Was::Styled(how), _) => ("styled", how.as_str()),
        };
        DiffPiece { what, text: p.text.clone(), how: how.to_owned() }
    };
    pieces.iter().map(piece).collect()
}

/// Lines that changed with those around them; what lies between is counted.
fn shown(lines: &[LineDiff]) -> Vec<DiffLine> {
    let near = |at: usize| lines[at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len())].iter().any(|l| l.fate != Fate::Same);
    let (mut out, mut skipped): (Vec<DiffLine>, usize) = (Vec::new(), 0);
    let gap = |skipped: usize| DiffLine {
        what: "skipped",
        kind: if skipped == 1 { "one line is the same".into() } else { format!("{skipped} lines are the same") },
        pieces: Vec::new(),
    };
    for (at, line) in lines.iter().enumerate() {
        if !near(at) {
            skipped += 1;
            continue;
        }
        if skipped > 0 {
            out.push(gap(std::mem::take(&mut skipped)));
        }
        let what = match line.fate {
            Fate::Same => "same",
            Fate::Changed => "changed",
            Fate::Added => "added",
            Fate::Removed => "removed",
        };
        let kind = line.kind_before.as_ref().map_or(line.kind.clone(), |was| format!("{}, was {was}", line.kind));
        out.push(DiffLine { what, kind, pieces: pieces(&line.pieces) });
    }
    if skipped > 0 {
        out.push(gap(skipped));
    }
    out
}
