//! What needs a person, most urgent first: what should be out and is not, what stands wrong on the front, what waits
//! for a decision.

use super::desk::Desk;
use super::picture_words;
use courant_news::check::asking::DAYS_DEAD;
use courant_news::check::place;
use courant_news::permit::{Actor, Grant};
use courant_news::rights::{day, warned_until};
use courant_news::story::{State, StoryId};
use courant_render::newsroom::{Attention, Link};
use courant_store::Problem;
use courant_store::stories::Story;
use jiff::SignedDuration;

/// How late a release may be before somebody should know.
const LATE: SignedDuration = SignedDuration::from_secs(10);
/// How long something over its time is still news.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Most stories of a kind that are looked at.
const MOST: i64 = 30;
/// Most characters of what somebody says in a note.
const BRIEF: usize = 160;

fn link(name: impl Into<String>, url: impl Into<String>) -> Link {
    Link { name: name.into(), url: url.into(), current: false }
}

/// Everything that needs a person who has these grants.
pub(super) fn list(desk: &Desk<'_>, actor: &Actor) -> Result<Vec<Attention>, Problem> {
    let mut found = Vec::new();
    if actor.has(Grant::ManageSite) {
        found.extend(theme(desk));
    }
    if actor.has(Grant::Publish) {
        waiting(desk, &mut found)?;
    }
    if actor.has(Grant::Arrange) {
        breaking(desk, &mut found)?;
        front(desk, &mut found)?;
    }
    if actor.has(Grant::Publish) {
        ready(desk, &mut found)?;
    }
    late(desk, actor, &mut found)?;
    if actor.has(Grant::Publish) {
        dead_links(desk, &mut found)?;
    }
    notes(desk, actor, &mut found)?;
    if actor.has(Grant::EditOwn) {
        rights(desk, &mut found)?;
    }
    Ok(found)
}

/// A theme that failed readers.
fn theme(desk: &Desk<'_>) -> Option<Attention> {
    let said = desk.paper.trouble.said()?;
    let what = if said.aside {
        "The theme failed and is set aside; readers have the last good one"
    } else {
        "The theme failed on a page; readers have it in the last good one"
    };
    let since = said.at.map(|at| desk.short(at)).unwrap_or_default();
    Some(Attention { says: format!("{what}. {}", said.sentence), next: link("Change the theme", "/newsroom/theme"), since, ..Attention::default() })
}

/// Notes in which somebody names this person or answers them, each once with what was said last, until it is done or seen.
fn notes(desk: &Desk<'_>, actor: &Actor, found: &mut Vec<Attention>) -> Result<(), Problem> {
    let Some(person) = actor.person.filter(|_| actor.has(Grant::Comment)) else { return Ok(()) };
    let page =
        |story: StoryId| if actor.has(Grant::EditOwn) { format!("/newsroom/stories/{story}") } else { format!("/newsroom/stories/{story}/notes") };
    for call in desk.read.note_calls(person, MOST)? {
        let Some(story) = desk.read.story(call.story)? else { continue };
        let did = if call.mentioned { "mentions you in a note" } else { "answered a note in which you wrote" };
        let says = format!("{} {did}: ‘{}’", call.by, brief(&call.text));
        let next = link("Go to the note", format!("{}#note-{}", page(call.story), call.note));
        let story = Link { url: page(story.id), ..about(desk, &story)? };
        found.push(Attention { says, next, story, since: desk.short(call.at) });
    }
    Ok(())
}

/// The first words of what somebody says, on one line.
fn brief(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= BRIEF { line } else { line.chars().take(BRIEF).chain(['…']).collect() }
}

/// What is over its time: all of it for who looks after a desk, one's own for who writes.
fn late(desk: &Desk<'_>, actor: &Actor, found: &mut Vec<Attention>) -> Result<(), Problem> {
    let late = desk.read.stories_late(desk.now - LOOK_BACK, desk.now, MOST * 4)?;
    let own = |story: &Story| story.assignment.person.is_some() && story.assignment.person == actor.person;
    for story in late.iter().filter(|story| actor.has(Grant::EditDesk) || own(story)).take(MOST as usize) {
        let writer = story.assignment.person.map(|id| desk.name(&format!("person:{id}"))).transpose()?;
        let says = match writer {
            Some(name) if !own(story) => format!("It is over its time; {name} writes it."),
            Some(_) => "It is over its time.".into(),
            None => "It is over its time, and nobody writes it.".into(),
        };
        let next = link("See its facts", format!("/newsroom/stories/{}/facts", story.id));
        let due = story.assignment.due.map(|at| desk.short(at)).unwrap_or_default();
        found.push(Attention { says, next, story: about(desk, story)?, since: due });
    }
    Ok(())
}

/// Links of what readers have that lead nowhere, once that has lasted some days.
fn dead_links(desk: &Desk<'_>, found: &mut Vec<Attention>) -> Result<(), Problem> {
    for dead in desk.read.dead_live_links(DAYS_DEAD, MOST)? {
        let Some(story) = desk.read.story(dead.story)?.filter(|story| desk.is_shown(story)) else { continue };
        // The night looked at what readers had then; it may have been mended since.
        let copy = desk.read.revision(story.live_revision.unwrap_or_default())?.unwrap_or_default();
        if !copy.body.links().contains(&dead.url.as_str()) {
            continue;
        }
        let says = format!("Its link to {} {}.", dead.url, dead.says);
        let next = link("Go to the place", format!("/newsroom/stories/{}#{}", story.id, place(&copy, &dead.url)));
        found.push(Attention { says, next, story: about(desk, &story)?, since: dead.since.map(|at| desk.short(at)).unwrap_or_default() });
    }
    Ok(())
}

/// Pictures that readers see and will not see any more, and those that have just left their stories.
fn rights(desk: &Desk<'_>, found: &mut Vec<Attention>) -> Result<(), Problem> {
    let zone = &desk.paper.zone;
    let today = day(desk.now, zone);
    let from = day(desk.now - LOOK_BACK, zone);
    for picture in desk.read.pictures_ending(from, warned_until(today), MOST)? {
        let (state, says) = picture_words::rights(desk, &picture);
        let says = match state {
            "ended" => format!("{says}: readers do not get this picture any more, and stories stand without it."),
            _ => format!("{says}: after that readers do not get this picture any more."),
        };
        let name = if picture.caption.is_empty() { "Picture without caption".into() } else { picture.caption.clone() };
        let page = format!("/newsroom/pictures/{}", picture.id);
        let next = link("Extend its rights, or put another in its place", format!("{page}#rights"));
        found.push(Attention { says, next, story: link(name, page), ..Attention::default() });
    }
    Ok(())
}

fn about(desk: &Desk<'_>, story: &Story) -> Result<Link, Problem> {
    let head = desk.read.draft_head(story.id)?;
    let name = [head.headline, head.slugline].into_iter().find(|t| !t.trim().is_empty()).unwrap_or_else(|| "No headline yet".into());
    Ok(link(name, format!("/newsroom/stories/{}", story.id)))
}

fn waiting(desk: &Desk<'_>, found: &mut Vec<Attention>) -> Result<(), Problem> {
    for story in desk.read.stories_pending(MOST)? {
        let page = format!("/newsroom/stories/{}/publication", story.id);
        let due = story.pending_at.unwrap_or(desk.now);
        if desk.now.duration_since(due) > LATE {
            let says = "Its time has passed and readers do not have it.".into();
            found.push(Attention { says, next: link("Look at it, or publish it now", page), story: about(desk, &story)?, since: desk.short(due) });
        } else if desk.has_changes_since_set(&story)? {
            let says = format!("It was changed after its time was set; at {} readers get it as it was.", desk.short(due).text);
            found.push(Attention {
                says,
                next: link("Set the time again to send the changes", page),
                story: about(desk, &story)?,
                since: desk.short(story.draft_at),
            });
        }
    }
    Ok(())
}

fn breaking(desk: &Desk<'_>, found: &mut Vec<Attention>) -> Result<(), Problem> {
    let bar = desk.read.breaking()?;
    if !bar.stands(desk.now) {
        return Ok(());
    }
    let next = link("Switch it under Front", "/newsroom/front#breaking");
    let story = bar.story.map(|id| desk.read.story(id)).transpose()?.flatten();
    if let Some(story) = story.filter(|s| s.state != State::Scheduled && !desk.is_shown(s)) {
        let says = "The breaking bar leads to a story that readers cannot see, so they do not see the bar.".into();
        found.push(Attention { says, next, story: about(desk, &story)?, ..Attention::default() });
    } else if bar.until.is_none() {
        let says = format!("The breaking bar, ‘{}’, has no end.", bar.words);
        found.push(Attention { says, next, ..Attention::default() });
    }
    Ok(())
}

fn front(desk: &Desk<'_>, found: &mut Vec<Attention>) -> Result<(), Problem> {
    let (layout, _) = desk.read.front("front")?;
    let places = layout.lead.iter().map(|s| (s, "lead")).chain(layout.pinned.iter().map(|s| (s, "pinned")));
    for (slot, place) in places {
        let Some(story) = desk.read.story(slot.story)? else { continue };
        if !desk.is_shown(&story) {
            let what = if place == "lead" { "The lead of the front" } else { "A story pinned on the front" };
            let says = format!("{what} cannot be seen by readers ({}); the rule fills its place.", story.state.label().to_lowercase());
            let next = link("Choose another", format!("/newsroom/front#{place}"));
            found.push(Attention { says, next, story: about(desk, &story)?, ..Attention::default() });
        }
    }
    Ok(())
}

/// What a reporter has finished waits for whoever may publish.
fn ready(desk: &Desk<'_>, found: &mut Vec<Attention>) -> Result<(), Problem> {
    for story in desk.read.stories_of_state(State::Ready, MOST)? {
        let (says, next) = match first_breach(desk, story.id)? {
            Some(sentence) => (format!("Ready, but it cannot go out: {sentence}"), link("See what stands in the way", publication(story.id))),
            None => ("Ready, and waits for a decision.".into(), link("Look it over and publish", publication(story.id))),
        };
        found.push(Attention { says, next, story: about(desk, &story)?, since: desk.short(story.draft_at) });
    }
    Ok(())
}

fn publication(story: StoryId) -> String {
    format!("/newsroom/stories/{story}/publication")
}

fn first_breach(desk: &Desk<'_>, story: StoryId) -> Result<Option<String>, Problem> {
    let copy = desk.read.draft(story)?.unwrap_or_default();
    Ok(copy.check().into_iter().find(|f| f.blocks).map(|f| f.sentence))
}
