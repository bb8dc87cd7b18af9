//! Pictures in words: as a card of the library, as the editor knows them, how their rights stand, who uses them.

use super::desk::{Desk, number};
use crate::pictures::widths_for;
use courant_news::copy::Copy;
use courant_news::rights::{Standing, day, standing};
use courant_render::newsroom::{Link, PictureCard, PictureUsedIn};
use courant_render::times::date;
use courant_store::Problem;
use courant_store::pictures::Picture;
use courant_store::stories::Story;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Most stories that are named.
const MOST_STORIES: usize = 50;

/// The address of a picture's JPEG, about `wanted` pixels wide: the widest one that is no wider, or the narrowest.
pub(super) fn file(picture: &Picture, wanted: u32) -> String {
    let widths = widths_for(picture.width);
    let width = widths.iter().copied().filter(|w| *w <= wanted).max().or_else(|| widths.iter().copied().min()).unwrap_or(picture.width);
    format!("/newsroom/media/{}/{width}.jpg", picture.id)
}

/// A picture as the editor knows it.
pub(super) fn record(picture: &Picture) -> Value {
    json!({
        "id": picture.id,
        "width": picture.width,
        "height": picture.height,
        "src": file(picture, 640),
        "focus": [f64::from(picture.focus.0) / 1000.0, f64::from(picture.focus.1) / 1000.0],
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
        "creator": picture.creator,
        "rights": picture.rights,
        "rights_end": picture.rights_end,
        "ended": picture.ended_at.is_some(),
    })
}

/// A picture as the library shows it.
pub(super) fn card(desk: &Desk<'_>, picture: &Picture) -> Result<PictureCard, Problem> {
    let per_cent = |n: u16| u8::try_from((n + 5) / 10).unwrap_or(50).min(100);
    let (state, state_says) = rights(desk, picture);
    Ok(PictureCard {
        id: picture.id.clone(),
        url: format!("/newsroom/pictures/{}", picture.id),
        src: file(picture, 320),
        src_large: file(picture, 640),
        width: picture.width,
        height: picture.height,
        alt: picture.alt.clone(),
        caption: picture.caption.clone(),
        credit: picture.credit.clone(),
        rights: picture.rights.clone(),
        focus: (per_cent(picture.focus.0), per_cent(picture.focus.1)),
        used: used(desk, picture)?,
        added: desk.short(picture.added_at),
        state,
        state_says,
    })
}

fn used(desk: &Desk<'_>, picture: &Picture) -> Result<String, Problem> {
    let published = usize::try_from(desk.read.stories_showing(&picture.id)?).unwrap_or(0);
    Ok(match published {
        0 if desk.read.stories_using(&picture.id)?.is_empty() => "In no story".into(),
        0 => "In no published story".into(),
        1 => "In one published story".into(),
        n => format!("In {} published stories", number(n)),
    })
}

/// How the rights stand: a word, and a sentence without its full stop; nothing where no end is known.
pub(super) fn rights(desk: &Desk<'_>, picture: &Picture) -> (&'static str, String) {
    if picture.replaced_by.is_some() {
        return ("replaced", "Replaced by another picture".into());
    }
    let (zone, now) = (&desk.paper.zone, desk.now);
    let on = |last: Date| date(last, desk.words());
    match standing(picture.rights_end, picture.ended_at.is_some(), zone, now) {
        Standing::Free => ("free", String::new()),
        Standing::Lasting(last) => ("lasting", format!("Rights until {}", on(last))),
        Standing::Ending(last) => ("ending", format!("Rights end on {}, {}", on(last), in_days(day(now, zone), last))),
        Standing::Ended(last) => ("ended", format!("Rights ended on {}", on(last))),
    }
}

fn in_days(today: Date, last: Date) -> String {
    match usize::try_from(today.until(last).map_or(0, |span| span.get_days())).unwrap_or(0) {
        0 => "today".into(),
        1 => "tomorrow".into(),
        n => format!("in {} days", number(n)),
    }
}

/// Stories that use a picture, and how many more there are than are named.
pub(super) fn used_in(desk: &Desk<'_>, picture: &Picture) -> Result<(Vec<PictureUsedIn>, usize), Problem> {
    let all = desk.read.stories_using(&picture.id)?;
    let more = all.len().saturating_sub(MOST_STORIES);
    // The newest have the largest numbers.
    let named = all.iter().rev().take(MOST_STORIES).filter_map(|id| desk.read.story(*id).transpose());
    let rows = named.map(|story| one_use(desk, &story?, &picture.id)).collect::<Result<_, Problem>>()?;
    Ok((rows, more))
}

fn one_use(desk: &Desk<'_>, story: &Story, id: &str) -> Result<PictureUsedIn, Problem> {
    let draft = desk.read.draft(story.id)?.unwrap_or_default();
    let live = story.live_revision.map(|revision| desk.read.revision(revision)).transpose()?.flatten();
    let shown = desk.is_shown(story) && live.as_ref().is_some_and(|copy| copy.pictures().iter().any(|p| p == id));
    let (in_draft, in_live) = (places(&draft, id), live.as_ref().map(|copy| places(copy, id)).unwrap_or_default());
    let place = match (in_draft.is_empty(), in_live.is_empty()) {
        (true, _) => format!("{in_live}, no more in the draft"),
        (false, true) if live.is_some() => format!("{in_draft}, only in the draft"),
        _ => in_draft,
    };
    let name = [draft.head.headline, draft.head.slugline].into_iter().find(|t| !t.trim().is_empty()).unwrap_or_else(|| "No headline yet".into());
    Ok(PictureUsedIn {
        story: Link { name, url: format!("/newsroom/stories/{}", story.id), current: false },
        state: story.state.label().to_owned(),
        place,
        shown,
    })
}

fn places(copy: &Copy, id: &str) -> String {
    let lead = copy.head.picture.as_ref().is_some_and(|p| p.picture == id);
    let text = copy.body.each_picture().any(|p| p.picture == id);
    let film = copy.body.recordings().any(|one| one.poster == id);
    let named = [(lead, "lead picture"), (text, "in the text"), (film, "still picture of a film")];
    named.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32) -> Picture {
        Picture { id: "a".repeat(64), width, height: 400, ..Picture::default() }
    }

    #[test]
    fn a_narrow_picture_is_shown_at_its_own_width() {
        assert!(file(&picture(500), 640).ends_with("/500.jpg"));
        assert!(file(&picture(200), 640).ends_with("/200.jpg"));
        assert!(file(&picture(4000), 640).ends_with("/640.jpg"));
    }
}
