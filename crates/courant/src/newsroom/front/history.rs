//! What stood on a front, what will, and what each changed, in words.

use super::Place;
use crate::newsroom::desk::Desk;
use courant_news::front::{Layout, Slot};
use courant_news::story::StoryId;
use courant_news::zone;
use courant_render::newsroom::Sentence;
use courant_render::newsroom::{Arranged, Field, Planned};
use courant_store::Problem;
use courant_store::fronts::Plan;
use jiff::{SignedDuration, ToSpan};

/// Characters of a headline in a line of the history.
const HEADLINE: usize = 60;

/// Tomorrow at six: when a morning's front is usually wanted.
pub(super) fn tomorrow(desk: &Desk<'_>) -> Field {
    let zone = &desk.paper.zone;
    let day = desk.now.to_zoned_datetime(zone.clone()).date().checked_add(1.day()).ok();
    let six = day.and_then(|day| day.at(6, 0, 0, 0).to_zoned_datetime(zone.clone()).ok()).map(|at| at.timestamp());
    Field { value: zone::field(six.unwrap_or(desk.now + SignedDuration::from_hours(12)), zone), error: String::new() }
}

/// Changes of a front that wait, against what stands there before each.
pub(super) fn plans(desk: &Desk<'_>, place: &Place, stands: &Layout) -> Result<Vec<Planned>, Problem> {
    let mut before = stands.clone();
    let mut out = Vec::new();
    for plan in desk.read.plans(&place.key)? {
        out.push(planned(desk, place, &plan, &before)?);
        before = plan.layout;
    }
    Ok(out)
}

/// One change that waits.
pub(super) fn planned(desk: &Desk<'_>, place: &Place, plan: &Plan, before: &Layout) -> Result<Planned, Problem> {
    let url = format!("{}/plans/{}", place.base(), plan.id);
    Ok(Planned {
        at: desk.when(plan.due),
        by: desk.name(&plan.by)?,
        says: changes(desk, before, &plan.layout)?,
        cancel: format!("{url}/cancel"),
        url,
    })
}

/// Arrangements that the front had, newest first.
pub(super) fn arrangements(desk: &Desk<'_>, place: &Place, most: i64) -> Result<Vec<Arranged>, Problem> {
    let versions = desk.read.front_versions(&place.key, most + 1)?;
    let none = Layout::default();
    let mut out = Vec::new();
    for (n, version) in versions.iter().enumerate().take(usize::try_from(most).unwrap_or(usize::MAX)) {
        let before = versions.get(n + 1).map_or(&none, |v| &v.layout);
        let says = changes(desk, before, &version.layout)?;
        out.push(Arranged { version: version.version, at: desk.short(version.at), by: desk.name(&version.by)?, says });
    }
    Ok(out)
}

/// What is other than before: 'Lead: ‘The talks’. Took off ‘Ferry’.'
fn changes(desk: &Desk<'_>, before: &Layout, after: &Layout) -> Result<String, Problem> {
    let names = |stories: Vec<StoryId>| -> Result<String, Problem> {
        let names = stories.into_iter().map(|story| headline(desk, story)).collect::<Result<Vec<_>, _>>()?;
        Ok(Sentence::new().list(names.iter().map(String::as_str)).to_string())
    };
    let stories = |layout: &Layout| layout.pinned.iter().map(|s| s.story).collect::<Vec<_>>();
    let lead = |layout: &Layout| layout.lead.as_ref().map(|s| s.story);
    let (old, new) = (stories(before), stories(after));
    let mut says = Vec::new();
    match (lead(before), lead(after)) {
        (old, Some(story)) if old != Some(story) => says.push(format!("Lead: {}.", headline(desk, story)?)),
        (Some(_), None) => says.push("No lead is set: it leads by rule.".into()),
        _ => {}
    }
    let pinned: Vec<_> = new.iter().copied().filter(|s| !old.contains(s)).collect();
    let off: Vec<_> = old.iter().copied().filter(|s| !new.contains(s) && lead(after) != Some(*s)).collect();
    let same = |list: &[StoryId], other: &[StoryId]| list.iter().copied().filter(|s| other.contains(s)).collect::<Vec<_>>();
    let moved = same(&old, &new) != same(&new, &old);
    if !pinned.is_empty() {
        says.push(format!("Pinned {}.", names(pinned)?));
    }
    if !off.is_empty() {
        says.push(format!("Took off {}.", names(off)?));
    }
    if moved {
        says.push("Another order.".into());
    }
    let kicker = |layout: &Layout, slot: &Slot| {
        let there = layout.lead.iter().chain(&layout.pinned).find(|s| s.story == slot.story);
        there.is_some_and(|s| s.kicker != slot.kicker)
    };
    if after.lead.iter().chain(&after.pinned).any(|slot| kicker(before, slot)) {
        says.push("Other kickers.".into());
    }
    if before.coming != after.coming {
        says.push("What is coming.".into());
    }
    Ok(if says.is_empty() { "The same as before.".into() } else { says.join(" ") })
}

fn headline(desk: &Desk<'_>, story: StoryId) -> Result<String, Problem> {
    let live = desk.read.live_story(story, desk.now)?.map(|live| live.head.headline);
    let headline = live.map_or_else(|| Ok(desk.read.draft_head(story)?.headline), Ok::<_, Problem>)?;
    let short: String = headline.chars().take(HEADLINE).collect();
    Ok(if short == headline { format!("‘{headline}’") } else { format!("‘{}…’", short.trim_end()) })
}
