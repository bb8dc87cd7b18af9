//! Planning a story before a word is written, and saying who writes it by when.

use super::{Refusal, may_change};
use courant_news::assignment::Assignment;
use courant_news::change::Change;
use courant_news::copy::Copy;
use courant_news::permit::{Actor, Edit, Grant, Permit, Refused};
use courant_news::story::{State, StoryId};
use courant_store::stories::Story;
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Begins a story that is only planned: a working label, and who writes it by when.
///
/// # Errors
/// [`Refusal::Invalid`] for a value that cannot be meant.
pub fn plan(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, copy: &Copy, to: &Assignment) -> Result<StoryId, Refusal> {
    store.act(permit.actor(), now, |tx| {
        check(tx, to, "")?;
        may_give(permit.actor(), &Assignment::default(), to)?;
        let story = tx.add_story(copy)?;
        tx.set_assignment(story, to)?;
        Ok((story, Change::StoryPlanned { story, to: to.clone() }))
    })
}

/// Says who writes a story, by when, how long, how urgent; one line of the journal says what it was and what it is.
///
/// # Errors
/// [`Refusal::Missing`], [`Refusal::NotPermitted`], [`Refusal::NotYours`], or [`Refusal::Invalid`] for a value that cannot be meant.
pub fn assign(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, story: StoryId, to: &Assignment) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row: Story = tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))?;
        if row.state == State::Spiked {
            return Err(courant_news::story::NotNow("The story is spiked; take it up again first.").into());
        }
        if row.assignment == *to {
            return Ok(((), None));
        }
        check(tx, to, &row.assignment.desk)?;
        may_give(permit.actor(), &row.assignment, to)?;
        // What nobody has written yet may be taken by whoever has time; a story that somebody writes is theirs to give.
        let takes = Assignment { person: to.person, ..row.assignment.clone() } == *to && row.assignment.person.is_none();
        let copy = tx.draft(story)?.unwrap_or_default();
        let is_planned = copy.body.is_empty() && copy.head.headline.trim().is_empty();
        if !(takes && is_planned) {
            may_change(tx, permit.actor(), &row)?;
        }
        tx.set_assignment(story, to)?;
        Ok(((), Some(Change::StoryAssigned { story, from: row.assignment, to: to.clone() })))
    })
}

fn check(tx: &Write<'_>, to: &Assignment, desk_now: &str) -> Result<(), Refusal> {
    if !to.desk.is_empty() && to.desk != desk_now && !tx.desks()?.iter().any(|d| d.slug == to.desk) {
        return Err(Refusal::invalid(format!("There is no desk ‘{}’.", to.desk), "Choose a desk from the list, or add it under People."));
    }
    if let Some((_, sentence)) = to.check().into_iter().next() {
        return Err(Refusal::invalid(sentence, "Nothing was changed."));
    }
    if let Some(person) = to.person
        && !tx.people()?.iter().any(|p| p.id == person)
    {
        return Err(Refusal::invalid("There is nobody with this number.", "Choose a person from the list."));
    }
    Ok(())
}

/// Who may change other people's stories gives them out; anybody may take one that nobody has, and give it back.
fn may_give(actor: &Actor, from: &Assignment, to: &Assignment) -> Result<(), Refusal> {
    let takes = |person: Option<i64>| person.is_none() || person == actor.person;
    if actor.has(Grant::EditDesk) || (takes(from.person) && takes(to.person)) { Ok(()) } else { Err(Refused(Grant::EditDesk).into()) }
}
