//! Rules about the copy alone.

use super::{Around, Found, LONGEST_ALERT, block};
use crate::body::Block;
use crate::copy::Copy;

/// What `Copy::check` finds, but for the pictures in the text: those are told with their place.
pub(super) fn itself(copy: &Copy, _: &Around, found: &mut Vec<Found>) {
    let own = copy.check().into_iter().filter(|f| !(f.blocks && f.place == "body"));
    found.extend(own.map(|f| Found { blocks: f.blocks, place: f.place.to_owned(), says: f.sentence }));
}

fn pictures(copy: &Copy) -> impl Iterator<Item = (usize, &crate::body::Picture)> {
    copy.body.blocks().iter().enumerate().filter_map(|(at, b)| if let Block::Picture(picture) = b { Some((at, picture)) } else { None })
}

pub(super) fn alternative_texts(copy: &Copy, _: &Around, found: &mut Vec<Found>) {
    for (at, _) in pictures(copy).filter(|(_, p)| p.alt.trim().is_empty()) {
        found.push(Found::breach(block(at), "A picture in the text has no alt text; say in a few words what it shows."));
    }
}

pub(super) fn credits(copy: &Copy, _: &Around, found: &mut Vec<Found>) {
    for (at, _) in pictures(copy).filter(|(_, p)| p.credit.trim().is_empty()) {
        found.push(Found::warning(block(at), "A picture in the text has no credit; say whose it is."));
    }
}

pub(super) fn dateline(copy: &Copy, _: &Around, found: &mut Vec<Found>) {
    match &copy.head.dateline {
        Some(line) if !line.place.trim().is_empty() && line.date.is_some() => {}
        Some(line) if line.place.trim().is_empty() && line.date.is_none() => missing(found),
        Some(line) if line.date.is_none() => found.push(Found::warning("dateline", "The dateline has a place but no day; add the day.")),
        Some(_) => found.push(Found::warning("dateline", "The dateline has a day but no place; add where it was filed.")),
        None => missing(found),
    }
}

fn missing(found: &mut Vec<Found>) {
    found.push(Found::warning("dateline", "The story has no dateline; say where and when it was filed."));
}

pub(super) fn alert(copy: &Copy, _: &Around, found: &mut Vec<Found>) {
    let long = copy.head.headline.trim().chars().count();
    // From 110 on the rule of feeds speaks, and one sentence about a headline is enough.
    if (LONGEST_ALERT + 1..=110).contains(&long) {
        found.push(Found::warning("headline", format!("The headline is longer than {LONGEST_ALERT} characters; alerts on phones will cut it.")));
    }
}

pub(super) fn slug(copy: &Copy, around: &Around, found: &mut Vec<Found>) {
    let slug = copy.head.slug.trim();
    if around.slug_taken && !around.released && !slug.is_empty() {
        found.push(Found::breach("slug", format!("Another story of that day has the slug ‘{slug}’; choose another.")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::{Document, Picture};
    use crate::copy::{Dateline, Head};

    fn with(head: Head, blocks: Vec<Block>) -> Copy {
        Copy { head, body: Document::new(blocks).expect("a document") }
    }

    fn run(rule: super::super::Look, copy: &Copy, around: &Around) -> Vec<Found> {
        let mut found = Vec::new();
        rule(copy, around, &mut found);
        found
    }

    #[test]
    fn a_picture_without_alt_text_or_credit_is_told_at_its_block() {
        let picture = Block::Picture(Picture { picture: "ab".repeat(32), ..Picture::default() });
        let copy = with(Head::default(), vec![Block::Paragraph(Vec::new()), picture]);
        let alt = run(alternative_texts, &copy, &Around::default());
        assert_eq!((alt.len(), alt[0].place.as_str(), alt[0].blocks), (1, "block-2", true));
        let credit = run(credits, &copy, &Around::default());
        assert_eq!((credit.len(), credit[0].place.as_str(), credit[0].blocks), (1, "block-2", false));
        assert!(run(itself, &copy, &Around::default()).iter().all(|f| !f.says.contains("in the text has no alt")), "told once");
    }

    #[test]
    fn a_dateline_wants_place_and_day() {
        let line = |place: &str, date: Option<&str>| {
            let dateline = Some(Dateline { place: place.into(), date: date.map(|d| d.parse().expect("a day")) });
            run(super::dateline, &with(Head { dateline, ..Head::default() }, Vec::new()), &Around::default()).len()
        };
        assert_eq!((line("Beijing", Some("2018-03-28")), line("Beijing", None), line("", Some("2018-03-28")), line("", None)), (0, 1, 1, 1));
    }

    #[test]
    fn a_headline_that_an_alert_would_cut_is_told_once() {
        let found =
            |letters: usize| run(alert, &with(Head { headline: "a".repeat(letters), ..Head::default() }, Vec::new()), &Around::default()).len();
        assert_eq!((found(90), found(91), found(110), found(111)), (0, 1, 1, 0));
    }

    #[test]
    fn a_slug_that_another_story_of_the_day_has_stops_it() {
        let copy = with(Head { slug: "talks".into(), ..Head::default() }, Vec::new());
        let around = |slug_taken, released| Around { slug_taken, released, ..Around::default() };
        assert!(run(slug, &copy, &around(true, false))[0].blocks);
        assert!(run(slug, &copy, &around(true, true)).is_empty() && run(slug, &copy, &around(false, false)).is_empty());
    }
}
