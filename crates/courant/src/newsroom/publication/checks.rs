//! What the checks find before a story goes out. The rules are `courant_news::check`; here stands what they need to know
//! of the paper around the story, and what only the newsroom's page asks.

use crate::links;
use crate::newsroom::desk::{Desk, capital, number};
use courant_news::check::{self, Around, Found, Outside, Own};
use courant_news::copy::Copy;
use courant_news::rights::{Standing, standing};
use courant_news::slug::{RESERVED, Slug};
use courant_news::visible::{Sight, sight};
use courant_render::newsroom::{Check, UnclearLink};
use courant_render::times::date;
use courant_store::Problem;
use courant_store::lists::Which;
use courant_store::stories::Story;

/// Things that are looked at here.
const OF_THE_PAPER: [Look; 6] = [places, pictures, media_files, same_headline, changed, notes];
/// Most findings shown.
const MOST: usize = 40;
/// Most links that are looked at.
const MOST_LINKS: usize = 300;

type Look = fn(&Desk<'_>, &Story, &Copy, &mut Vec<Found>) -> Result<(), Problem>;

/// What was looked at.
pub(super) struct Looked {
    /// What was found, blocking first.
    pub found: Vec<Check>,
    /// How many checks found nothing, in a sentence.
    pub passed: String,
    /// Links to other sites of which nothing is known yet.
    pub open: usize,
    /// Links to other sites that could not be looked at.
    pub unclear: Vec<UnclearLink>,
}

/// Looks at everything.
pub(super) fn run(desk: &Desk<'_>, story: &Story, copy: &Copy) -> Result<Looked, Problem> {
    let around = around(desk, story, copy)?;
    let (mut found, mut passed) = check::run(copy, &around);
    for look in OF_THE_PAPER {
        let before = found.len();
        look(desk, story, copy, &mut found)?;
        passed += usize::from(found.len() == before);
    }
    found.sort_by_key(|f| !f.blocks);
    found.truncate(MOST);
    let editor = format!("/newsroom/stories/{}", story.id);
    let of = |wanted: fn(&Outside) -> bool| around.outside.iter().filter(|(_, what)| wanted(what)).count();
    let unclear = unclear(copy, &around, &editor);
    let open = of(|what| *what == Outside::Unknown);
    // A rule that could not look at everything has not found nothing.
    if open + unclear.len() > 0 && of(|what| matches!(what, Outside::Dead(_))) == 0 {
        passed = passed.saturating_sub(1);
    }
    let passed = match passed {
        1 => "One check found nothing.".into(),
        n => format!("{} checks found nothing.", capital(&number(n))),
    };
    Ok(Looked { found: found.into_iter().map(|f| shown(f, &editor)).collect(), passed, open, unclear })
}

/// No warning: a site that does not talk to programs says nothing about its page. An editor can open it.
fn unclear(copy: &Copy, around: &Around, editor: &str) -> Vec<UnclearLink> {
    let note = |(href, what): &(String, Outside)| match what {
        Outside::Unclear(why) => Some(UnclearLink {
            says: format!("The link to {href} {why}."),
            url: format!("{editor}#{}", check::place(copy, href)),
            href: href.clone(),
        }),
        _ => None,
    };
    around.outside.iter().filter_map(note).take(MOST).collect()
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
        "notes" => "Read them",
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
        if let Some(own) = own(desk, href)? {
            around.own.push((href.to_owned(), own));
        }
    }
    for href in links::of(copy, &desk.paper.origin) {
        around.outside.push((href.to_owned(), desk.read.link_known(href)?.unwrap_or_default().found));
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

/// What readers find at a link of the paper; none where it leads elsewhere, or this is not known of stories.
fn own(desk: &Desk<'_>, href: &str) -> Result<Option<Own>, Problem> {
    let origin = &desk.paper.origin;
    if check::own_path(href, origin).is_some_and(|path| path == "/newsroom" || path.starts_with("/newsroom/")) {
        return Ok(Some(Own::Newsroom));
    }
    let Some((day, slug)) = check::own_story(href, origin) else { return Ok(None) };
    let Some(row) = desk.read.story_at(&day, &slug)? else { return Ok(Some(Own::Nothing)) };
    Ok(Some(match sight(&row.standing(), desk.now) {
        Sight::Shown => Own::Shown,
        Sight::Gone => Own::Withdrawn,
        Sight::Unknown => {
            let embargo = row.embargo.filter(|_| check::is_embargoed(row.state, row.embargo, desk.now));
            match embargo.or(row.pending_at) {
                Some(at) => Own::Waits { at, embargo: embargo.is_some(), at_text: desk.when(at).text },
                None => Own::Nothing,
            }
        }
    }))
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

/// Notes never stop a story: they are said among colleagues.
fn notes(desk: &Desk<'_>, story: &Story, _: &Copy, found: &mut Vec<Found>) -> Result<(), Problem> {
    match desk.read.notes_open(story.id)? {
        0 => {}
        1 => found.push(Found::warning("notes", "One note is still open.")),
        n => found.push(Found::warning("notes", format!("{} notes are still open.", capital(&number(usize::try_from(n).unwrap_or(usize::MAX)))))),
    }
    Ok(())
}
