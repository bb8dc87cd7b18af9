//! Sitemaps (sitemaps.org 0.9): an index of months and lasting pages, their URL sets with pictures,
//! and the news sitemap of the last 48 hours. Pure; the caller passes what may be seen.

use crate::feed::rfc3339;
use crate::xml::Writer;
use jiff::{SignedDuration, Timestamp};

/// Media type of everything here.
pub const TYPE: &str = "application/xml; charset=utf-8";
/// Addresses in one file. The protocol allows 50,000 and 50 MB; with pictures the second comes
/// first, so a file is cut well below both.
pub const PART: usize = 10_000;
/// Files that an index may name (sitemaps.org).
const MOST_CHILDREN: usize = 50_000;
/// Pictures of one page that are named; the extension allows 1,000.
const MOST_PICTURES: usize = 20;
/// No pictures are written beyond this size, so that a file stays below 50 MB whatever it holds.
const PICTURES_UP_TO: usize = 30_000_000;
/// Stories in a news sitemap (Google).
const MOST_NEWS: usize = 1_000;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const IMAGE: &str = "http://www.google.com/schemas/sitemap-image/1.1";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";

/// What a sitemap below the index lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Listed {
    /// The front, sections, storylines, people, tags and texts.
    Pages,
    /// Stories whose address is in this month.
    Month {
        /// Year as in the address.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
}

impl Listed {
    /// Path of a part, counted from 1: `/sitemap-2018-03.xml`, then `/sitemap-2018-03-2.xml`.
    pub fn path(self, part: usize) -> String {
        let stem = match self {
            Self::Pages => "pages".to_owned(),
            Self::Month { year, month } => format!("{year:04}-{month:02}"),
        };
        if part <= 1 { format!("/sitemap-{stem}.xml") } else { format!("/sitemap-{stem}-{part}.xml") }
    }

    /// What a path asks for, and which part of it; `None` when it is no such path. Only the exact
    /// spelling that [`Listed::path`] writes is one, so each file has one address.
    pub fn parse(path: &str) -> Option<(Self, usize)> {
        let stem = path.strip_prefix("/sitemap-")?.strip_suffix(".xml")?;
        let mut words = stem.split('-');
        let listed = match words.next()? {
            "pages" => Self::Pages,
            year => Self::Month { year: year.parse().ok()?, month: words.next()?.parse().ok().filter(|m| (1..=12).contains(m))? },
        };
        let part = words.next().map_or(Some(1), |part| part.parse().ok())?;
        (listed.path(part) == path).then_some((listed, part))
    }
}

/// A line of the index.
#[derive(Clone, Debug)]
pub struct Child {
    /// What it lists.
    pub listed: Listed,
    /// How many pages; beyond [`PART`] it has several files.
    pub pages: usize,
    /// Latest change of any of them.
    pub updated: Timestamp,
}

/// A page in a URL set.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Absolute address.
    pub url: String,
    /// Latest change, when it is known.
    pub updated: Option<Timestamp>,
    /// Absolute addresses of pictures on it.
    pub pictures: Vec<String>,
}

/// A story in the news sitemap.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// Absolute address.
    pub url: String,
    /// Headline.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// Published on.
    pub published: Timestamp,
}

/// `/sitemap.xml`. The origin has no slash at the end. What has no pages is left out.
pub fn index(origin: &str, children: &[Child]) -> String {
    let mut out = Writer::new();
    out.open("sitemapindex", &[("xmlns", SITEMAP)]);
    let files = children.iter().flat_map(|child| (1..=child.pages.div_ceil(PART)).map(move |part| (child, part)));
    for (child, part) in files.take(MOST_CHILDREN) {
        out.open("sitemap", &[]);
        out.leaf("loc", &[], &format!("{origin}{}", child.listed.path(part)));
        out.leaf("lastmod", &[], &rfc3339(child.updated));
        out.close();
    }
    out.finish()
}

/// One file of a URL set: its part, counted from 1, of all the pages listed. `None` when there is
/// no such part, which is a 404.
pub fn url_set(pages: &[Page], part: usize) -> Option<String> {
    let pages = pages.chunks(PART).nth(part.checked_sub(1)?)?;
    let mut out = Writer::new();
    out.open("urlset", &[("xmlns", SITEMAP), ("xmlns:image", IMAGE)]);
    for page in pages {
        out.open("url", &[]);
        out.leaf("loc", &[], &page.url);
        if let Some(updated) = page.updated {
            out.leaf("lastmod", &[], &rfc3339(updated));
        }
        if out.len() < PICTURES_UP_TO {
            for picture in page.pictures.iter().take(MOST_PICTURES) {
                out.open("image:image", &[]);
                out.leaf("image:loc", &[], picture);
                out.close();
            }
        }
        out.close();
    }
    Some(out.finish())
}

/// `/sitemap-news.xml` (Google News): the stories published within the 48 hours before `now`, at
/// most 1,000, in the order given. `publication` is the paper's name as it stands on its front.
pub fn news(publication: &str, stories: &[News], now: Timestamp) -> String {
    let mut out = Writer::new();
    out.open("urlset", &[("xmlns", SITEMAP), ("xmlns:news", NEWS)]);
    let age = |story: &News| now.duration_since(story.published);
    let recent = stories.iter().filter(|s| (SignedDuration::ZERO..=SignedDuration::from_hours(48)).contains(&age(s)));
    for story in recent.take(MOST_NEWS) {
        out.open("url", &[]);
        out.leaf("loc", &[], &story.url);
        out.open("news:news", &[]);
        out.open("news:publication", &[]);
        out.leaf("news:name", &[], publication);
        out.leaf("news:language", &[], &news_language(&story.language));
        out.close();
        out.leaf("news:publication_date", &[], &rfc3339(story.published));
        out.leaf("news:title", &[], &story.title);
        out.close();
        out.close();
    }
    out.finish()
}

// Google wants ISO 639 alone, and for Chinese `zh-cn` or `zh-tw`.
fn news_language(language: &str) -> String {
    let language = language.to_ascii_lowercase();
    let mut parts = language.split('-');
    let primary = parts.next().unwrap_or_default();
    if primary != "zh" {
        return primary.to_owned();
    }
    let traditional = parts.any(|part| ["hant", "tw", "hk", "mo"].contains(&part));
    if traditional { "zh-tw" } else { "zh-cn" }.to_owned()
}
