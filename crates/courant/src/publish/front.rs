//! Arranging the front and switching the breaking bar.

use super::Refusal;
use courant_news::change::Change;
use courant_news::front::Layout;
use courant_news::permit::{Arrange, Permit, PushAlert};
use courant_store::fronts::Breaking;
use courant_store::jobs::Job;
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Longest words of the breaking bar, in characters.
pub const LONGEST_BREAKING: usize = 160;

/// Kind of the job that arranges a front at its time.
pub const ARRANGE: &str = "arrange";

/// Most plans that wait for one front.
const MOST_PLANS: usize = 50;

/// Sets the layout of a front over version `base`; returns the new version.
///
/// # Errors
/// [`Refusal::Invalid`] when somebody arranged it meanwhile, or a story stands in it twice.
pub fn arrange_front(store: &Store, permit: Permit<'_, Arrange>, now: Timestamp, front: &str, base: i64, layout: &Layout) -> Result<i64, Refusal> {
    no_twice(layout)?;
    store.act(permit.actor(), now, |tx| {
        let (there, version) = tx.front(front)?;
        if version != base {
            return Err(Refusal::invalid(
                format!("{} arranged this front meanwhile.", last_by(tx, front)?),
                "What you typed still stands below: save again to put it in the place of theirs, or load the page to see theirs.",
            ));
        }
        if there == *layout {
            return Ok((version, None));
        }
        let version = tx.set_front(front, layout)?;
        Ok((version, Some(Change::FrontArranged { front: front.to_owned(), version })))
    })
}

/// Puts an earlier arrangement of a front back, as a new version.
///
/// # Errors
/// [`Refusal::Missing`] when it never had that version.
pub fn restore_front(store: &Store, permit: Permit<'_, Arrange>, now: Timestamp, front: &str, version: i64) -> Result<i64, Refusal> {
    store.act(permit.actor(), now, |tx| {
        // Version 0 is the front before anybody arranged it.
        let layout = match version {
            0 => Layout::default(),
            _ => tx.front_version(front, version)?.ok_or_else(|| Refusal::Missing("such arrangement".into()))?.layout,
        };
        let (there, current) = tx.front(front)?;
        if there == layout {
            return Ok((current, None));
        }
        let version = tx.set_front(front, &layout)?;
        Ok((version, Some(Change::FrontArranged { front: front.to_owned(), version })))
    })
}

/// Plans an arrangement that a front takes at an instant; returns its number.
///
/// # Errors
/// [`Refusal::Invalid`] when the instant is past.
pub fn plan_front(store: &Store, permit: Permit<'_, Arrange>, now: Timestamp, front: &str, at: Timestamp, layout: &Layout) -> Result<i64, Refusal> {
    if at <= now {
        return Err(Refusal::invalid("This time is past.", "Choose a later one."));
    }
    no_twice(layout)?;
    store.act(permit.actor(), now, |tx| {
        if tx.plans(front)?.len() >= MOST_PLANS {
            return Err(Refusal::invalid(format!("{MOST_PLANS} changes of this front are planned already."), "Cancel one first."));
        }
        let plan = tx.add_plan(front, layout, at)?;
        tx.add_job(ARRANGE, &format!("{ARRANGE}:{plan}"), &serde_json::json!({ "plan": plan }), at)?;
        Ok((plan, Change::FrontPlanned { front: front.to_owned(), plan, at }))
    })
}

/// Changes what a plan arranges, over version `base` of it.
///
/// # Errors
/// [`Refusal::Invalid`] when somebody changed it meanwhile, or it no longer waits.
pub fn change_plan(store: &Store, permit: Permit<'_, Arrange>, now: Timestamp, plan: i64, base: i64, layout: &Layout) -> Result<(), Refusal> {
    no_twice(layout)?;
    store.act(permit.actor(), now, |tx| {
        let row = tx.plan(plan)?.ok_or_else(|| Refusal::Missing("such plan".into()))?;
        if !row.waits {
            return Err(Refusal::invalid("This change has been carried out or cancelled.", "Arrange the front itself."));
        }
        if row.layout != *layout && !tx.set_plan(plan, base, layout)? {
            let sentence = format!("{} changed this plan meanwhile.", tx.actor_name(&row.by)?);
            return Err(Refusal::invalid(sentence, "What you typed still stands below: save again to put it in the place of theirs."));
        }
        Ok(((), Change::FrontPlanned { front: row.front, plan, at: row.due }))
    })
}

/// Takes a plan back.
///
/// # Errors
/// [`Refusal::Invalid`] when it no longer waits.
pub fn cancel_plan(store: &Store, permit: Permit<'_, Arrange>, now: Timestamp, plan: i64) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = tx.plan(plan)?.ok_or_else(|| Refusal::Missing("such plan".into()))?;
        if !tx.end_plan(plan, false)? {
            return Err(Refusal::invalid("This change has been carried out or cancelled.", "Put an earlier arrangement back instead."));
        }
        Ok(((), Change::FrontPlanCancelled { front: row.front, plan }))
    })
}

/// Carries a plan out if it still waits: the job is done in the transaction that arranges the front, so it happens once.
/// Returns whether the front changed.
///
/// # Errors
/// [`Refusal::Store`].
pub fn carry_out_plan(store: &Store, permit: Permit<'_, Arrange>, now: Timestamp, job: &Job) -> Result<bool, Refusal> {
    let plan = job.payload["plan"].as_i64().unwrap_or_default();
    store.act(permit.actor(), now, |tx| {
        if !tx.job_done(job.id)? || !tx.end_plan(plan, true)? {
            return Ok((false, None));
        }
        let Some(row) = tx.plan(plan)? else { return Ok((false, None)) };
        let version = tx.set_front(&row.front, &row.layout)?;
        Ok((true, Some(Change::FrontArranged { front: row.front, version })))
    })
}

fn no_twice(layout: &Layout) -> Result<(), Refusal> {
    let mut stories: Vec<_> = layout.lead.iter().chain(&layout.pinned).map(|slot| slot.story).collect();
    stories.sort_unstable();
    if stories.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Refusal::invalid("A story stands on this front twice.", "Take one of the two out."));
    }
    Ok(())
}

fn last_by(tx: &Write<'_>, front: &str) -> Result<String, Refusal> {
    match tx.front_versions(front, 1)?.first() {
        Some(last) => Ok(tx.actor_name(&last.by)?),
        None => Ok("Somebody".into()),
    }
}

/// Switches the breaking bar; empty words switch it off.
///
/// # Errors
/// [`Refusal::Invalid`] when the words are too long, the end is past, or the story is not published.
pub fn switch_breaking(store: &Store, permit: Permit<'_, PushAlert>, now: Timestamp, breaking: &Breaking) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| Ok(((), set_bar(tx, permit, breaking)?)))
}

/// Switches the bar in a transaction that does more; the line for the journal.
pub(super) fn set_bar(tx: &Write<'_>, _: Permit<'_, PushAlert>, breaking: &Breaking) -> Result<Change, Refusal> {
    let words = breaking.words.trim().to_owned();
    if words.chars().count() > LONGEST_BREAKING {
        return Err(Refusal::invalid(format!("The breaking bar holds at most {LONGEST_BREAKING} characters."), "Shorten the words."));
    }
    if !words.is_empty() && breaking.until.is_some_and(|until| until <= tx.at) {
        return Err(Refusal::invalid("The end of the breaking bar is past.", "Choose a later time."));
    }
    let breaking = if words.is_empty() { Breaking::default() } else { Breaking { words, ..breaking.clone() } };
    if let Some(story) = breaking.story
        && tx.story(story)?.is_none()
    {
        return Err(Refusal::Missing("such story".into()));
    }
    tx.set_breaking(&breaking)?;
    Ok(Change::BreakingSwitched { words: breaking.words, story: breaking.story, until: breaking.until })
}
