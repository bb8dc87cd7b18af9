//! What goes where, in words for a desk.

use crate::newsroom::desk::Desk;
use courant_news::copy::Copy;
use courant_news::slug::Slug;
use courant_news::story::State;
use courant_render::newsroom::{Goes, Sentence};
use courant_store::Problem;
use courant_store::stories::{Story, path};

/// The day of the address, as far as it is known now: for ever the same once readers have had it.
pub(super) fn day(desk: &Desk<'_>, story: &Story) -> String {
    match (&story.day, story.released_at) {
        (Some(day), Some(_)) => day.clone(),
        _ => story.pending_published_at.or(story.pending_at).unwrap_or(desk.now).to_zoned_datetime(desk.paper.zone.clone()).date().to_string(),
    }
}

/// The lines.
pub(super) fn lines(desk: &Desk<'_>, story: &Story, copy: &Copy) -> Result<Vec<Goes>, Problem> {
    let head = &copy.head;
    let (section, shown) = (desk.section(&head.section), desk.is_shown(story));
    let line = |name: &str, says: Sentence| Goes { name: name.into(), says, url: String::new() };
    let mut lines = vec![address(desk, story, copy, shown)];
    let in_section =
        if head.section.is_empty() { "None is chosen yet.".into() } else { Sentence::new().value(&section).text(", in its place by time.") };
    lines.push(line("Section", in_section));
    let storyline = if head.storyline.is_empty() { None } else { desk.read.storyline(&head.storyline)? };
    let storyline = storyline.map(|s| s.title).or_else(|| Some(head.storyline.clone()).filter(|s| !s.is_empty()));
    if let Some(title) = &storyline {
        lines.push(line("Storyline", Sentence::new().text("‘").value(title).text("’, with its other stories beside each.")));
    }
    let names = head.byline_slugs();
    if !names.is_empty() {
        lines.push(line("Bylines", Sentence::new().text("The pages of ").list(names.iter().map(|(_, name)| name.as_str())).text(".")));
    }
    let tags = head.tag_slugs();
    if !tags.is_empty() {
        lines.push(line("Tags", Sentence::new().list(tags.iter().map(|(_, name)| name.as_str())).text(".")));
    }
    lines.push(line("Front", front(desk, story, &section)?));
    let feeds = Sentence::new().text("Those of ").list(["the paper", &section, storyline.as_deref().unwrap_or_default()]);
    lines.push(line("Feeds", feeds.text(", with the whole text, in Atom, RSS and JSON").text(if shown { ", as an update." } else { "." })));
    lines.push(line(
        "Search",
        if shown { "Found by its new words within a second.".into() } else { "Found within a second, and in the news sitemap for two days.".into() },
    ));
    Ok(lines)
}

fn address(desk: &Desk<'_>, story: &Story, copy: &Copy, shown: bool) -> Goes {
    let name = "Address".to_owned();
    match story.path().filter(|_| story.released_at.is_some()) {
        Some(path) if shown => Goes { name, says: "Stays the same:".into(), url: format!("{}{path}", desk.paper.origin) },
        Some(path) => Goes { name, says: format!("The one readers knew: {}{path}", desk.paper.origin).into(), url: String::new() },
        None => {
            let slug = Some(copy.head.slug.trim().to_owned())
                .filter(|s| !s.is_empty())
                .unwrap_or_else(|| Slug::from_headline(&copy.head.headline).to_string());
            let says = format!(
                "{}{}; the day is the one on which it goes out, and from then on it stays.",
                desk.paper.origin,
                path(&day(desk, story), &slug)
            );
            Goes { name, says: says.into(), url: String::new() }
        }
    }
}

fn front(desk: &Desk<'_>, story: &Story, section: &str) -> Result<Sentence, Problem> {
    let (layout, _) = desk.read.front("front")?;
    Ok(if layout.lead.as_ref().is_some_and(|s| s.story == story.id) {
        "It is set as the lead.".into()
    } else if let Some(at) = layout.pinned.iter().position(|s| s.story == story.id) {
        format!("Pinned in place {}.", at + 1).into()
    } else if story.state == State::Published {
        "Where the rule puts it by its time; an update does not move it.".into()
    } else {
        let among = if section.is_empty() { Sentence::new() } else { Sentence::from(" and in ").value(section) };
        let lead = if layout.lead.is_none() { "No lead is set, so it can lead by rule; otherwise it" } else { "It" };
        Sentence::new().text(lead).text(" stands under Breaking News").then(among).text(" by rule.")
    })
}
