//! Rules about links: on the paper, elsewhere, and to stories that wait for their time.

use super::{Around, Found, block};
use crate::copy::Copy;
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

/// What readers find at an address of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Own {
    /// What is there.
    Shown,
    /// A story that was withdrawn.
    Withdrawn,
    /// Nothing, yet or at all.
    Nothing,
    /// A story that waits for an instant.
    Waits {
        /// When readers will have it.
        at: Timestamp,
        /// Whether an embargo holds it.
        embargo: bool,
        /// The instant for people.
        at_text: String,
    },
    /// The newsroom, where readers cannot go.
    Newsroom,
}

/// What was found at an address elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// It answers.
    Answers,
    /// It was not looked at yet.
    Unknown,
    /// It could not be looked at, which says nothing about it: why, to follow 'The link to … '.
    Unclear(String),
    /// It does not answer, or says that nothing is there: why, to follow 'The link to … '.
    Dead(String),
}

/// Scheme, host and port of the web as browsers read them, and the path, in one spelling: no name before the host, no
/// dot at its end, lower case, nothing escaped in the host, no `.` and `..` in the path. The two usual ports are one, for
/// http and https are one paper.
struct Web {
    host: String,
    port: u16,
    path: String,
}

impl Web {
    fn read(address: &str) -> Option<Web> {
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let host = url.host_str()?.trim_end_matches('.').to_owned();
        let port = url.port_or_known_default().map(|port| if port == 80 { 443 } else { port })?;
        Some(Web { host, port, path: url.path().to_owned() })
    }
}

/// The path of a link that stays on the paper, without query and fragment, in the spelling that browsers ask for.
/// `origin` is the paper's own address; a link that spells it out, however it does, is as much the paper's own, whether
/// it says http or https.
#[must_use]
pub fn own_path(href: &str, origin: &str) -> Option<String> {
    if href.starts_with('/') {
        // Against any host at all: only its path is wanted.
        return if href.starts_with("//") { None } else { Web::read(&format!("https://paper.invalid{href}")).map(|web| web.path) };
    }
    let (there, here) = (Web::read(href)?, Web::read(origin)?);
    (there.host == here.host && there.port == here.port).then_some(there.path)
}

/// Day and slug of the story that a link on the paper leads to.
#[must_use]
pub fn own_story(href: &str, origin: &str) -> Option<(String, String)> {
    let path = own_path(href, origin)?;
    let parts: Vec<String> = path.strip_prefix('/')?.split('/').map(crate::slug::from_address).collect();
    let [year, month, day, slug] = parts.as_slice() else { return None };
    let day = format!("{year}-{month}-{day}");
    let real = day.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == day);
    (real && !slug.is_empty()).then(|| (day, slug.clone()))
}

/// Links of a text that lead to other sites.
pub fn elsewhere<'c>(copy: &'c Copy, origin: &'c str) -> impl Iterator<Item = &'c str> {
    let web = |href: &&str| href.split_once("://").is_some_and(|(s, _)| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https"));
    copy.body.links().into_iter().filter(web).filter(move |href| own_path(href, origin).is_none())
}

/// Whether an embargo hides a story at an instant: its state, and until when it is not to be seen.
#[must_use]
pub fn is_embargoed(state: crate::story::State, embargo: Option<Timestamp>, at: Timestamp) -> bool {
    use crate::story::State;
    matches!(state, State::Scheduled | State::Published) && embargo.is_some_and(|until| until > at)
}

/// The anchor of the first block in which a link stands.
#[must_use]
pub fn place(copy: &Copy, href: &str) -> String {
    let json = copy.body.to_json();
    let at = json["content"].as_array().into_iter().flatten().position(|node| has(node, href));
    at.map_or("body".to_owned(), block)
}

fn has(node: &Value, href: &str) -> bool {
    let marked = node["marks"].as_array().into_iter().flatten().any(|m| m["attrs"]["href"] == href);
    marked || node["attrs"]["href"] == href || node["content"].as_array().into_iter().flatten().any(|child| has(child, href))
}

pub(super) fn own(copy: &Copy, around: &Around, found: &mut Vec<Found>) {
    for (href, what) in &around.own {
        let says = match what {
            Own::Shown => continue,
            Own::Waits { embargo: true, .. } => continue,
            Own::Waits { at, .. } if around.at.is_some_and(|goes| goes >= *at) => continue,
            Own::Waits { at_text, .. } => format!("The link to {href} leads to a story that is not out before {at_text}."),
            Own::Withdrawn => format!("The link to {href} leads to a story that was withdrawn."),
            Own::Nothing => format!("The link to {href} leads to nothing that readers can see yet, and tells them of it."),
            Own::Newsroom => format!("The link to {href} leads into the newsroom, where readers cannot go."),
        };
        found.push(Found::warning(place(copy, href), says));
    }
}

/// A link tells of the story it leads to, by its slug at least: so it must not be out before that story's embargo ends.
pub(super) fn embargoes(copy: &Copy, around: &Around, found: &mut Vec<Found>) {
    for (href, what) in &around.own {
        if let Own::Waits { at, embargo: true, at_text } = what
            && around.at.is_none_or(|goes| goes < *at)
        {
            let says = format!("The link to {href} would break the embargo of that story; take it out, or publish after {at_text}.");
            found.push(Found::breach(place(copy, href), says));
        }
    }
}

pub(super) fn outside(copy: &Copy, around: &Around, found: &mut Vec<Found>) {
    for (href, what) in &around.outside {
        if let Outside::Dead(why) = what {
            found.push(Found::warning(place(copy, href), format!("The link to {href} {why}.")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Document;

    fn copy() -> Copy {
        let linked = serde_json::json!({ "type": "doc", "content": [
            { "type": "paragraph", "content": [{ "type": "text", "text": "One." }] },
            { "type": "paragraph", "content": [{ "type": "text", "text": "two", "marks": [{ "type": "link", "attrs": { "href": "/2018/03/28/talks" } }] }] }] });
        Copy { body: Document::from_json(&linked).expect("a document"), ..Copy::default() }
    }

    #[test]
    fn a_link_stays_on_the_paper_by_its_path_or_its_whole_address() {
        let origin = "https://paper.example";
        for (href, path) in [
            ("/2018/03/28/talks?x#y", Some("/2018/03/28/talks")),
            ("https://paper.example/world", Some("/world")),
            ("http://Paper.Example/world#a", Some("/world")),
            ("https://paper.example", Some("/")),
            ("https://paper.example?x", Some("/")),
            ("https://paper.example./world", Some("/world")),
            ("https://paper.example:443/world", Some("/world")),
            ("http://paper.example:80/world", Some("/world")),
            ("http://paper.example:443/world", Some("/world")),
            ("https://x@paper.example/world", Some("/world")),
            ("https://x:y@PAPER.example.:443/world", Some("/world")),
            ("https://p%61per.example/world", Some("/world")),
            ("HTTPS://ｐaper.example/world", Some("/world")),
            ("https://paper.example/a/../world", Some("/world")),
            ("/a/%2e%2E/world", Some("/world")),
            ("https://paper.example@elsewhere.example/world", None),
            ("https://paper.example.evil.example/world", None),
            ("https://paper.example:8443/world", None),
            ("https://elsewhere.example/world", None),
            ("//elsewhere.example/world", None),
            ("#notes", None),
            ("mailto:ana@paper.example", None),
        ] {
            assert_eq!(own_path(href, origin).as_deref(), path, "{href}");
        }
        assert_eq!(own_path("https://paper.example/world", ""), None);
        let talks = Some(("2018-03-28".to_owned(), "talks".to_owned()));
        assert_eq!((own_story("https://paper.example/2018/03/28/talks?x", origin), own_story("/2018/03/28/talks", "")), (talks.clone(), talks));
        let hidden = Some(("2018-03-28".to_owned(), "talks".to_owned()));
        assert_eq!(own_story("https://x@p%61per.example./2018/%303/./28/t%61lks", origin), hidden);
        assert_eq!(own_path("http://news.example:8080/a", "http://News.example:8080/").as_deref(), Some("/a"));
        assert_eq!((own_story("/2018/02/31/talks", origin), own_story("/world", origin)), (None, None));
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn with(what: Own, goes: i64) -> Vec<Found> {
        let around = Around { at: Some(at(goes)), own: vec![("/2018/03/28/talks".into(), what)], ..Around::default() };
        let mut found = Vec::new();
        own(&copy(), &around, &mut found);
        embargoes(&copy(), &around, &mut found);
        found
    }

    #[test]
    fn a_link_to_what_readers_cannot_see_is_told_at_its_block() {
        for what in [Own::Withdrawn, Own::Nothing, Own::Newsroom] {
            let found = with(what, 50);
            assert_eq!((found.len(), found[0].place.as_str(), found[0].blocks), (1, "block-2", false));
        }
        assert!(with(Own::Shown, 50).is_empty());
    }

    #[test]
    fn a_link_that_would_break_an_embargo_stops_the_story_until_it_ends() {
        let waits = |embargo| Own::Waits { at: at(100), embargo, at_text: "10:00".into() };
        assert!(with(waits(true), 99)[0].blocks);
        assert!(with(waits(true), 100).is_empty());
        assert!(!with(waits(false), 99)[0].blocks, "a schedule without embargo is no promise to others");
        assert!(with(waits(false), 100).is_empty());
    }

    #[test]
    fn a_dead_link_elsewhere_is_a_warning_and_one_not_looked_at_is_nothing() {
        let href = "https://elsewhere.example/x".to_owned();
        let around = Around { outside: vec![(href.clone(), Outside::Dead("answers 404".into())), (href, Outside::Unknown)], ..Around::default() };
        let mut found = Vec::new();
        outside(&copy(), &around, &mut found);
        assert_eq!(found, [Found::warning("body", "The link to https://elsewhere.example/x answers 404.")]);
    }
}
