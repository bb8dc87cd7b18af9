//! What the checks find before a story goes out. The rules are `courant_news::check`; here stands what they need to know
//! of the paper around the story, and what only the newsroom's page asks.

use crate::newsroom::desk::{Desk, capital, number};
use crate::pages::Address;
use crate::pages::address::What;
use courant_news::check::{self, Around, Found, Outside, Own};
use courant_news::copy::Copy;
use courant_news::rights::{Standing, standing};
use courant_news::slug::{RESERVED, Slug};
use courant_news::story::State;
use courant_news::visible::{Sight, sight};
use courant_render::newsroom::Check;
use courant_render::times::date;
use courant_store::Problem;
use courant_store::lists::Which;
use courant_store::stories::Story;

/// Things that are looked at here.
const OF_THE_PAPER: [Look; 5] = [places, pictures, media_files, same_headline, changed];
/// Most findings shown.
const MOST: usize = 40;
/// Most links that are looked at.
const MOST_LINKS: usize = 300;

type Look = fn(&Desk<'_>, &Story, &Copy, &mut Vec<Found>) -> Result<(), Problem>;

/// What was found, blocking first, and how many checks found nothing, in a sentence.
pub(super) fn run(desk: &Desk<'_>, story: &Story, copy: &Copy) -> Result<(Vec<Check>, String), Problem> {
    let (mut found, mut passed) = check::run(copy, &around(desk, story, copy)?);
    for look in OF_THE_PAPER {
        let before = found.len();
        look(desk, story, copy, &mut found)?;
        passed += usize::from(found.len() == before);
    }
    found.sort_by_key(|f| !f.blocks);
    found.truncate(MOST);
    let editor = format!("/newsroom/stories/{}", story.id);
    let passed = match passed {
        1 => "One check found nothing.".into(),
        n => format!("{} checks found nothing.", capital(&number(n))),
    };
    Ok((found.into_iter().map(|f| shown(f, &editor)).collect(), passed))
}

/// With the link that leads to its place in the editor.
fn shown(found: Found, editor: &str) -> Check {
    let url = if found.place.is_empty() { editor.to_owned() } else { format!("{editor}#{}", found.place) };
    Check { blocks: found.blocks, next: next(&found.place).into(), says: found.says, url }
}

fn next(place: &str) -> &'static str {
    match place {
        "headline" => "Go to the headline",
        "standfirst" => "Go to the standfirst",
        "kicker" => "Go to the kicker",
        "section" => "Choose a section",
        "storyline" => "Choose the storyline",
        "language" => "Choose the language",
        "slug" => "Change the slug",
        "picture" => "Describe the lead picture",
        "bylines" => "Add a byline",
        "dateline" => "Write the dateline",
        "body" => "Go to the text",
        place if place.starts_with("block-") => "Go to the place",
        _ => "Go to the story",
    }
}

fn around(desk: &Desk<'_>, story: &Story, copy: &Copy) -> Result<Around, Problem> {
    let mut around =
        Around { at: Some(story.pending_at.unwrap_or(desk.now).max(desk.now)), released: story.released_at.is_some(), ..Around::default() };
    let slug = copy.head.slug.trim();
    if !slug.is_empty() && !around.released {
        around.slug_taken = desk.read.story_once_at(&super::goes::day(desk, story), slug)?.is_some_and(|other| other.id != story.id);
    }
    for href in copy.body.links().into_iter().take(MOST_LINKS) {
        if let Some(path) = own_path(href, &desk.paper.origin) {
            if let Some(own) = own(desk, path)? {
                around.own.push((href.to_owned(), own));
            }
        } else if href.starts_with("http") {
            let outside = match desk.read.link_check(href)? {
                None => Outside::Unknown,
                Some((says, _)) if says.is_empty() => Outside::Answers,
                Some((says, _)) => Outside::Dead(says),
            };
            around.outside.push((href.to_owned(), outside));
        }
    }
    Ok(around)
}

/// What is there, and is what it is used as.
fn media_files(desk: &Desk<'_>, _: &Story, copy: &Copy, found: &mut Vec<Found>) -> Result<(), Problem> {
    for one in copy.body.recordings() {
        for (id, wanted) in [(&one.file, one.medium.word()), (&one.captions, "captions")] {
            match desk.read.media_file(id)? {
                _ if id.is_empty() => {}
                None => found
                    .push(Found::breach("body", "The story uses a recording or captions that are not here; upload them again, or take them out.")),
                Some(file) if file.format.kind() != wanted => {
                    let sentence = format!("A file that is used as {wanted} is {}; choose another.", file.format.name());
                    found.push(Found::breach("body", sentence));
                }
                Some(_) => {}
            }
        }
    }
    Ok(())
}

/// What readers find at a path of the paper; none where this is not known of stories.
fn own(desk: &Desk<'_>, path: &str) -> Result<Option<Own>, Problem> {
    if path == "/newsroom" || path.starts_with("/newsroom/") {
        return Ok(Some(Own::Newsroom));
    }
    let Some(Address { what: What::Story { day, slug }, .. }) = Address::parse(path, None) else { return Ok(None) };
    let Some(row) = desk.read.story_at(&day, &slug)? else { return Ok(Some(Own::Nothing)) };
    Ok(Some(match sight(&row.standing(), desk.now) {
        Sight::Shown => Own::Shown,
        Sight::Gone => Own::Withdrawn,
        Sight::Unknown => {
            let embargo = row.embargo.filter(|at| *at > desk.now && matches!(row.state, State::Scheduled | State::Published));
            match embargo.or(row.pending_at) {
                Some(at) => Own::Waits { at, embargo: embargo.is_some(), at_text: desk.when(at).text },
                None => Own::Nothing,
            }
        }
    }))
}

/// The path of a link that stays on this paper, without query and fragment.
fn own_path<'h>(href: &'h str, origin: &str) -> Option<&'h str> {
    let path = href.strip_prefix(origin).unwrap_or(href);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.starts_with('/').then_some(path)
}

fn places(desk: &Desk<'_>, _: &Story, copy: &Copy, found: &mut Vec<Found>) -> Result<(), Problem> {
    let section = copy.head.section.trim();
    if !section.is_empty() && (RESERVED.contains(&section) || Slug::new(section).is_err()) {
        found.push(Found::breach("section", format!("‘{section}’ cannot be a section; choose another.")));
    } else if !section.is_empty() && !desk.is_section(section)? {
        found.push(Found::warning("section", format!("There is no section ‘{section}’ yet; this story will make it.")));
    }
    Ok(())
}

fn pictures(desk: &Desk<'_>, _: &Story, copy: &Copy, found: &mut Vec<Found>) -> Result<(), Problem> {
    let lead = copy.head.picture.as_ref().map(|p| p.picture.as_str());
    for id in copy.pictures() {
        let is_lead = lead == Some(id.as_str());
        let place = if is_lead { "picture" } else { "body" };
        let Some(picture) = desk.read.picture_now(&id)? else {
            found.push(Found::breach(place, "The story uses a picture that is not in the library; upload it again, or take it out."));
            continue;
        };
        let what = if is_lead { "The lead picture: its rights" } else { "A picture in the text: its rights" };
        let on = |day| date(day, desk.words());
        match standing(picture.rights_end, picture.ended_at.is_some(), &desk.paper.zone, desk.now) {
            Standing::Ended(day) => {
                found.push(Found::warning(place, format!("{what} ended on {}, so readers will not get it; choose another.", on(day))))
            }
            Standing::Ending(day) => {
                found.push(Found::warning(place, format!("{what} end on {}; after that day readers do not get it any more.", on(day))));
            }
            Standing::Free | Standing::Lasting(_) => {}
        }
    }
    Ok(())
}

fn same_headline(desk: &Desk<'_>, story: &Story, copy: &Copy, found: &mut Vec<Found>) -> Result<(), Problem> {
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
        found.push(Found::warning("headline", "Another story of the day has the same headline."));
    }
    Ok(())
}

fn changed(desk: &Desk<'_>, story: &Story, _: &Copy, found: &mut Vec<Found>) -> Result<(), Problem> {
    if story.live_revision.is_some() && desk.is_shown(story) && !desk.has_changes(story)? {
        found.push(Found::warning("", "Nothing has changed since readers got it."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_stays_on_the_paper_by_its_path_or_its_whole_address() {
        let origin = "https://paper.example";
        assert_eq!(own_path("/2018/03/28/talks?x#y", origin), Some("/2018/03/28/talks"));
        assert_eq!(own_path("https://paper.example/world", origin), Some("/world"));
        assert_eq!(own_path("https://elsewhere.example/world", origin), None);
        assert_eq!(own_path("#notes", origin), None);
    }
}
