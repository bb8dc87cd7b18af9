//! What the checks find before a story goes out: what the copy itself says, and what only the paper around it knows.

use crate::newsroom::desk::{Desk, capital, number};
use crate::pages::Address;
use crate::pages::address::What;
use courant_news::copy::Copy;
use courant_news::slug::{RESERVED, Slug};
use courant_news::visible::{Sight, sight};
use courant_render::newsroom::Check;
use courant_store::Problem;
use courant_store::lists::Which;
use courant_store::stories::Story;

/// Things that `Copy::check` looks at, each of which can be right.
const OF_THE_COPY: usize = 18;
/// Things that are looked at here.
const OF_THE_PAPER: [Look; 7] = [places, pictures, media_files, links, brackets, same_headline, changed];
/// Most findings shown.
const MOST: usize = 40;

type Look = fn(&Desk<'_>, &Story, &Copy, &mut Found) -> Result<(), Problem>;

/// What was found, blocking first, and how many checks found nothing, in a sentence.
pub(super) fn run(desk: &Desk<'_>, story: &Story, copy: &Copy) -> Result<(Vec<Check>, String), Problem> {
    let mut found = Found { editor: format!("/newsroom/stories/{}", story.id), checks: Vec::new() };
    for finding in copy.check() {
        found.add(finding.blocks, finding.place, finding.sentence);
    }
    let mut passed = OF_THE_COPY.saturating_sub(found.checks.len());
    for look in OF_THE_PAPER {
        let before = found.checks.len();
        look(desk, story, copy, &mut found)?;
        passed += usize::from(found.checks.len() == before);
    }
    let mut checks = found.checks;
    checks.sort_by_key(|c| !c.blocks);
    checks.truncate(MOST);
    let passed = match passed {
        1 => "One check passed.".into(),
        n => format!("{} checks passed.", capital(&number(n))),
    };
    Ok((checks, passed))
}

struct Found {
    editor: String,
    checks: Vec<Check>,
}

impl Found {
    /// `place` is a field of the copy: the link leads to it in the editor.
    fn add(&mut self, blocks: bool, place: &str, says: impl Into<String>) {
        let url = if place.is_empty() { self.editor.clone() } else { format!("{}#{place}", self.editor) };
        let check = Check { blocks, says: says.into(), next: next(place).into(), url };
        // Three pictures without alt text are one thing to mend.
        if !self.checks.iter().any(|c| c.says == check.says) {
            self.checks.push(check);
        }
    }
}

fn next(place: &str) -> &'static str {
    match place {
        "headline" => "Go to the headline",
        "standfirst" => "Go to the standfirst",
        "section" => "Choose a section",
        "storyline" => "Choose the storyline",
        "language" => "Choose the language",
        "slug" => "Change the slug",
        "picture" => "Describe the lead picture",
        "bylines" => "Add a byline",
        "body" => "Go to the text",
        _ => "Go to the story",
    }
}

fn places(desk: &Desk<'_>, story: &Story, copy: &Copy, found: &mut Found) -> Result<(), Problem> {
    let section = copy.head.section.trim();
    if !section.is_empty() && (RESERVED.contains(&section) || Slug::new(section).is_err()) {
        found.add(true, "section", format!("‘{section}’ cannot be a section; choose another."));
    } else if !section.is_empty() && !desk.sections().iter().any(|s| s.slug == section) {
        found.add(false, "section", format!("There is no section ‘{section}’ yet; this story will make it."));
    }
    let slug = copy.head.slug.trim();
    if story.released_at.is_none() && !slug.is_empty() {
        let day = super::goes::day(desk, story);
        if desk.read.story_at(&day, slug)?.is_some_and(|other| other.id != story.id) {
            found.add(true, "slug", format!("Another story of that day has the slug ‘{slug}’; choose another."));
        }
    }
    Ok(())
}

/// What is there, and is what it is used as.
fn media_files(desk: &Desk<'_>, _: &Story, copy: &Copy, found: &mut Found) -> Result<(), Problem> {
    for one in copy.body.recordings() {
        for (id, wanted) in [(&one.file, one.medium.word()), (&one.captions, "captions")] {
            match desk.read.media_file(id)? {
                _ if id.is_empty() => {}
                None => found.add(true, "body", "The story uses a recording or captions that are not here; upload them again, or take them out."),
                Some(file) if file.format.kind() != wanted => {
                    let sentence = format!("A file that is used as {wanted} is {}; choose another.", file.format.name());
                    found.add(true, "body", sentence);
                }
                Some(_) => {}
            }
        }
    }
    Ok(())
}

fn pictures(desk: &Desk<'_>, _: &Story, copy: &Copy, found: &mut Found) -> Result<(), Problem> {
    let lead = copy.head.picture.as_ref().map(|p| p.picture.as_str());
    for id in copy.pictures() {
        if desk.read.picture(&id)?.is_none() {
            let place = if lead == Some(id.as_str()) { "picture" } else { "body" };
            found.add(true, place, "The story uses a picture that is not in the library; upload it again, or take it out.");
        }
    }
    Ok(())
}

/// A link to what readers cannot see is a broken link, and tells of a story before its time.
fn links(desk: &Desk<'_>, _: &Story, copy: &Copy, found: &mut Found) -> Result<(), Problem> {
    for href in copy.body.links() {
        let Some(path) = own_path(href, &desk.paper.origin) else { continue };
        if path == "/newsroom" || path.starts_with("/newsroom/") {
            found.add(false, "body", format!("The link to {path} leads into the newsroom, where readers cannot go."));
            continue;
        }
        let Some(Address { what: What::Story { day, slug }, .. }) = Address::parse(path, None) else { continue };
        let seen = desk.read.story_at(&day, &slug)?.map_or(Sight::Unknown, |row| sight(&row.standing(), desk.now));
        match seen {
            Sight::Shown => {}
            Sight::Gone => found.add(false, "body", format!("The link to {path} leads to a story that was withdrawn.")),
            Sight::Unknown => {
                found.add(false, "body", format!("The link to {path} leads to nothing that readers can see yet, and tells them of it."))
            }
        }
    }
    Ok(())
}

/// The path of a link that stays on this paper, without query and fragment.
fn own_path<'h>(href: &'h str, origin: &str) -> Option<&'h str> {
    let path = href.strip_prefix(origin).unwrap_or(href);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.starts_with('/').then_some(path)
}

fn brackets(_: &Desk<'_>, _: &Story, copy: &Copy, found: &mut Found) -> Result<(), Problem> {
    let text = copy.body.plain_text();
    for (place, text) in [("headline", &copy.head.headline), ("standfirst", &copy.head.standfirst), ("body", &text)] {
        if let Some(words) = in_brackets(text) {
            found.add(false, place, format!("‘{words}’ stands in brackets; is it a note that was left in?"));
        }
    }
    Ok(())
}

/// The first words in square brackets, with them, or a bracket that stands alone.
fn in_brackets(text: &str) -> Option<String> {
    let start = text.find(['[', ']'])?;
    let rest = &text[start..];
    let end = rest.find(']').filter(|_| rest.starts_with('[')).map_or(1, |end| end + 1);
    let words: String = rest[..end].chars().take(60).collect();
    Some(if words.len() < end { format!("{words}…") } else { words })
}

fn same_headline(desk: &Desk<'_>, story: &Story, copy: &Copy, found: &mut Found) -> Result<(), Problem> {
    let headline = copy.head.headline.trim().to_lowercase();
    let date = |at: jiff::Timestamp| at.to_zoned_datetime(desk.paper.zone.clone()).date();
    if headline.is_empty() {
        return Ok(());
    }
    let today: Vec<_> = desk.read.live(&Which::All, desk.now, None, 200)?.into_iter().filter(|l| date(l.published_at) == date(desk.now)).collect();
    let mut same = today.iter().any(|l| l.story != story.id && l.head.headline.trim().to_lowercase() == headline);
    for other in desk.read.stories_pending(200)?.iter().filter(|s| s.id != story.id) {
        same = same || desk.read.draft_head(other.id)?.headline.trim().to_lowercase() == headline;
    }
    if same {
        found.add(false, "headline", "Another story of the day has the same headline.");
    }
    Ok(())
}

fn changed(desk: &Desk<'_>, story: &Story, _: &Copy, found: &mut Found) -> Result<(), Problem> {
    if story.live_revision.is_some() && desk.is_shown(story) && !desk.has_changes(story)? {
        found.add(false, "", "Nothing has changed since readers got it.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_left_in_brackets_are_found() {
        assert_eq!(in_brackets("He is [check age] old.").as_deref(), Some("[check age]"));
        assert_eq!(in_brackets("A bracket] alone").as_deref(), Some("]"));
        assert_eq!(in_brackets("An open [ one").as_deref(), Some("["));
        assert_eq!(in_brackets("None (but these)"), None);
    }

    #[test]
    fn a_link_stays_on_the_paper_by_its_path_or_its_whole_address() {
        let origin = "https://paper.example";
        assert_eq!(own_path("/2018/03/28/talks?x#y", origin), Some("/2018/03/28/talks"));
        assert_eq!(own_path("https://paper.example/world", origin), Some("/world"));
        assert_eq!(own_path("https://elsewhere.example/world", origin), None);
        assert_eq!(own_path("#notes", origin), None);
    }
}
