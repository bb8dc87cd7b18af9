//! Addresses of public pages: from path and query to what is asked for. What is no address gets no page and no
//! place in memory.

use courant_news::slug::in_address;
use courant_render::sitemap::Listed;
use courant_store::lists::Place;

/// Formats of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    /// Atom.
    Atom,
    /// RSS.
    Rss,
    /// JSON Feed.
    Json,
}

/// A list of stories with an address of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// `/{section}`.
    Section(String),
    /// `/storylines/{slug}`.
    Storyline(String),
    /// `/people/{slug}`.
    Person(String),
    /// `/tags/{slug}`.
    Tag(String),
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// `/`.
    Front,
    /// `/{yyyy}/{mm}/{dd}/{slug}`.
    Story {
        /// `2018-03-28`.
        day: String,
        /// Slug.
        slug: String,
    },
    /// A list.
    List(List),
    /// A feed: of all stories, or of a list.
    Feed(Option<List>, FeedFormat),
    /// A page that is not news: `/about`, `/imprint`, `/privacy`, `/pages/{slug}`.
    Text(String),
    /// `/connect`.
    Connect,
    /// `/corrections`.
    Corrections,
    /// `/sitemap.xml`.
    SitemapIndex,
    /// `/sitemap-2018-03.xml`.
    Sitemap(Listed, usize),
    /// `/sitemap-news.xml`.
    SitemapNews,
    /// `/robots.txt`.
    Robots,
    /// `/manifest.webmanifest`.
    Manifest,
    /// `/opensearch.xml`.
    OpenSearch,
    /// `/favicon.svg`, `/favicon.ico`.
    Favicon,
}

/// What is asked for and from where in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// What.
    pub what: What,
    /// Older than this place; corrections use only its number.
    pub before: Option<Place>,
}

impl std::hash::Hash for Address {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.what.hash(state);
        self.before.map(|p| (p.published_at, p.story)).hash(state);
    }
}

impl Address {
    /// Reads a path, still percent-encoded, and a query.
    pub fn parse(path: &str, query: Option<&str>) -> Option<Address> {
        let path = decode(path)?;
        let what = What::parse(&path)?;
        let pages = matches!(what, What::List(_) | What::Feed(..) | What::Corrections);
        let before = query.filter(|_| pages).and_then(|q| q.split('&').find_map(|pair| pair.strip_prefix("before=")));
        Some(Address { what, before: before.and_then(|text| text.parse().ok()) })
    }
}

impl What {
    fn parse(path: &str) -> Option<What> {
        match path {
            "/" => return Some(What::Front),
            "/about" | "/imprint" | "/privacy" => return Some(What::Text(path.trim_start_matches('/').to_owned())),
            "/connect" => return Some(What::Connect),
            "/corrections" => return Some(What::Corrections),
            "/sitemap.xml" => return Some(What::SitemapIndex),
            "/sitemap-news.xml" => return Some(What::SitemapNews),
            "/robots.txt" => return Some(What::Robots),
            "/manifest.webmanifest" => return Some(What::Manifest),
            "/opensearch.xml" => return Some(What::OpenSearch),
            "/favicon.svg" | "/favicon.ico" => return Some(What::Favicon),
            _ => {}
        }
        if let Some((listed, part)) = Listed::parse(path) {
            return Some(What::Sitemap(listed, part));
        }
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if let Some((last, list)) = parts.split_last()
            && let Some(format) = feed_format(last)
        {
            return match list {
                [] => Some(What::Feed(None, format)),
                list => Some(What::Feed(Some(list_of(list)?), format)),
            };
        }
        match parts.as_slice() {
            ["pages", slug] => (is_slug(slug) && !FIXED.contains(slug)).then(|| What::Text((*slug).to_owned())),
            [year, month, day, slug] => {
                let day = format!("{year}-{month}-{day}");
                let real = day.parse::<jiff::civil::Date>().is_ok_and(|d| d.to_string() == day);
                (real && is_slug(slug)).then(|| What::Story { day, slug: (*slug).to_owned() })
            }
            list => list_of(list).map(What::List),
        }
    }
}

/// Pages that have an address of one word.
pub const FIXED: &[&str] = &["about", "imprint", "privacy"];

/// The path of a page that is not news.
pub fn text_path(slug: &str) -> String {
    let folder = if FIXED.contains(&slug) { "" } else { "/pages" };
    format!("{folder}/{}", in_address(slug))
}

fn list_of(parts: &[&str]) -> Option<List> {
    let (kind, slug) = match parts {
        [slug] => ("", *slug),
        [kind, slug] => (*kind, *slug),
        _ => return None,
    };
    if !is_slug(slug) {
        return None;
    }
    let slug = slug.to_owned();
    match kind {
        "" if courant_news::slug::RESERVED.contains(&slug.as_str()) => None,
        "" => Some(List::Section(slug)),
        "storylines" => Some(List::Storyline(slug)),
        "people" => Some(List::Person(slug)),
        "tags" => Some(List::Tag(slug)),
        _ => None,
    }
}

impl List {
    /// Its path.
    pub fn path(&self) -> String {
        in_address(&self.plain_path()).into_owned()
    }

    /// Its path, percent-decoded, as redirects keep it.
    pub fn plain_path(&self) -> String {
        match self {
            List::Section(slug) => format!("/{slug}"),
            List::Storyline(slug) => format!("/storylines/{slug}"),
            List::Person(slug) => format!("/people/{slug}"),
            List::Tag(slug) => format!("/tags/{slug}"),
        }
    }
}

impl Address {
    /// The path whose redirect is looked up where there is no page, percent-decoded, and what follows it: the name of
    /// a feed, a place in a list.
    pub(super) fn to_be_moved(&self) -> Option<(String, String)> {
        let before = self.before.map(|place| format!("?before={place}")).unwrap_or_default();
        Some(match &self.what {
            What::Story { day, slug } => (courant_store::redirects::story_path(day, slug), String::new()),
            What::List(list) => (list.plain_path(), before),
            What::Feed(Some(list), format) => (list.plain_path(), format!("/{}{before}", format.name())),
            What::Text(slug) => (text_path(slug), String::new()),
            _ => return None,
        })
    }
}

impl FeedFormat {
    /// The file's name.
    fn name(self) -> &'static str {
        match self {
            FeedFormat::Atom => "feed.atom",
            FeedFormat::Rss => "feed.rss",
            FeedFormat::Json => "feed.json",
        }
    }
}

fn feed_format(name: &str) -> Option<FeedFormat> {
    match name {
        "feed.atom" => Some(FeedFormat::Atom),
        "feed.rss" => Some(FeedFormat::Rss),
        "feed.json" => Some(FeedFormat::Json),
        _ => None,
    }
}

fn is_slug(text: &str) -> bool {
    courant_news::slug::Slug::new(text).is_ok()
}

/// Percent-decoding (RFC 3986, section 2.1); `None` when it is no UTF-8.
pub(super) fn decode(path: &str) -> Option<String> {
    if !path.contains('%') {
        return Some(path.to_owned());
    }
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            let pair = path.get(at + 1..at + 3)?;
            out.push(u8::from_str_radix(pair, 16).ok()?);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(path: &str) -> Option<What> {
        Address::parse(path, None).map(|a| a.what)
    }

    #[test]
    fn only_days_of_the_calendar_are_addresses_of_stories() {
        assert!(matches!(what("/2018/03/28/kim-met-xi"), Some(What::Story { .. })));
        assert_eq!(what("/2018/02/30/kim-met-xi"), None);
        assert_eq!(what("/2018/3/28/kim-met-xi"), None);
    }

    #[test]
    fn a_name_of_the_program_is_no_section() {
        assert_eq!(what("/newsroom"), None);
        assert_eq!(what("/world"), Some(What::List(List::Section("world".into()))));
        assert_eq!(what("/world/feed.atom"), Some(What::Feed(Some(List::Section("world".into())), FeedFormat::Atom)));
        assert_eq!(what("/search/feed.atom"), None);
    }

    #[test]
    fn an_encoded_slug_is_the_same_address() {
        assert_eq!(what("/tags/%D9%82%D9%85%D8%A9"), what("/tags/قمة"));
        assert_eq!(what("/tags/%ff"), None);
    }
}
