//! Copy leaving by feed: one list of stories, written as Atom, RSS and JSON Feed with whole text.
//!
//! Pure: the caller chooses what may be seen, words what people read and gives every address
//! absolute. Nothing here looks at the clock, so the same feed gives the same bytes, and an `ETag`
//! over them is enough for conditional requests.

mod atom;
mod json;
mod rss;

pub use atom::atom;
pub use json::json;
pub use rss::rss;

use crate::xml::{self, Writer};
use courant_news::language::direction;
use jiff::{Timestamp, civil::Date};

/// Media type of [`atom`] (RFC 4287).
pub const ATOM_TYPE: &str = "application/atom+xml; charset=utf-8";
/// Media type of [`rss`].
pub const RSS_TYPE: &str = "application/rss+xml; charset=utf-8";
/// Media type of [`json`] (JSON Feed 1.1).
pub const JSON_TYPE: &str = "application/feed+json; charset=utf-8";

/// The same page of a feed in each format, as absolute addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// `…/feed.atom`.
    pub atom: String,
    /// `…/feed.rss`.
    pub rss: String,
    /// `…/feed.json`.
    pub json: String,
}

impl Addresses {
    /// From what stands before the extension (`https://paper.example/world/feed`) and a query
    /// without its question mark, which may be empty (`before=…`).
    pub fn new(stem: &str, query: &str) -> Self {
        let mark = if query.is_empty() { "" } else { "?" };
        let with = |extension: &str| format!("{stem}.{extension}{mark}{query}");
        Self { atom: with("atom"), rss: with("rss"), json: with("json") }
    }
}

/// A feed: the paper's, a section's, a storyline's, a person's or a tag's.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// Never changes, see [`tag_uri`].
    pub id: String,
    /// Title, plain text.
    pub title: String,
    /// One line below it, plain text; may be empty.
    pub subtitle: String,
    /// Absolute address of the page this is the feed of.
    pub home: String,
    /// Where this very page of the feed is.
    pub self_urls: Addresses,
    /// Latest change of any entry; the founding day of an empty feed.
    pub updated: Timestamp,
    /// BCP 47.
    pub language: String,
    /// Absolute address of a square picture; may be empty.
    pub icon: String,
    /// Stories, newest first.
    pub entries: Vec<Entry>,
    /// The page with older stories (RFC 5005, section 3); `None` on the last.
    pub older: Option<Addresses>,
    /// The page with the newest stories; `None` on that page itself.
    pub newest: Option<Addresses>,
}

/// A story in a feed.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Never changes, see [`story_id`].
    pub id: String,
    /// Absolute address of its page.
    pub url: String,
    /// Headline, plain text.
    pub title: String,
    /// Standfirst, plain text; may be empty.
    pub summary: String,
    /// The whole text, sanitised, every address absolute. Lead picture and corrections are not in
    /// it: they are added from the fields below.
    pub content_html: String,
    /// BCP 47.
    pub language: String,
    /// Bylines in order: name, absolute address of the person's page (may be empty).
    pub authors: Vec<(String, String)>,
    /// Section, storyline, tags: term (slug), label (words).
    pub categories: Vec<(String, String)>,
    /// Published on.
    pub published: Timestamp,
    /// Updated on; the same as `published` when it never was.
    pub updated: Timestamp,
    /// Lead picture.
    pub picture: Option<Picture>,
    /// Sounds and films in reading order.
    pub attachments: Vec<Attachment>,
    /// Corrections in the order of the page.
    pub corrections: Vec<CorrectionNote>,
    /// Whether they stand above the text, as corrections and retractions do.
    pub corrections_first: bool,
}

/// A sound or a film of the paper's own.
#[derive(Clone, Debug, Default)]
pub struct Attachment {
    /// Absolute address.
    pub url: String,
    /// Media type, `audio/mpeg`.
    pub media_type: String,
    /// Bytes.
    pub bytes: u64,
    /// Whole seconds; 0 when it is not known.
    pub seconds: u32,
    /// Plain text; may be empty.
    pub title: String,
}

/// A lead picture. The file should be one that every reader shows: JPEG, about 1280 wide.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// Absolute address.
    pub url: String,
    /// Media type, `image/jpeg`.
    pub media_type: String,
    /// Pixels of this file.
    pub width: u32,
    /// Pixels of this file.
    pub height: u32,
    /// Words for those who cannot see it.
    pub alt: String,
    /// May be empty.
    pub caption: String,
    /// May be empty.
    pub credit: String,
}

/// A correction as it is read in the text, already worded in the story's language.
#[derive(Clone, Debug, Default)]
pub struct CorrectionNote {
    /// 'Correction, 28 March 2018'.
    pub heading: String,
    /// What was wrong and what is right, plain text.
    pub text: String,
}

/// A `tag:` URI (RFC 4151) for something this site names: host, a day on which the site had that
/// host, and what is named (`story/7`, `feed/world`). Port, user and anything else that the syntax
/// does not allow is left out or percent-encoded, so any configured host gives a valid URI.
pub fn tag_uri(host: &str, day: Date, what: &str) -> String {
    let host = host.rsplit('@').next().unwrap_or_default();
    // An IPv6 address has no place in the syntax; its digits still tell hosts apart.
    let name = if host.starts_with('[') { host.split(']').next().unwrap_or_default() } else { host.split(':').next().unwrap_or_default() };
    let name: Vec<String> = name
        .split('.')
        .map(|part| {
            let part: String = part.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            part.trim_matches('-').to_ascii_lowercase()
        })
        .filter(|part| !part.is_empty())
        .collect();
    let name = if name.is_empty() { "localhost".to_owned() } else { name.join(".") };
    format!("tag:{name},{}:{}", day.strftime("%Y-%m-%d"), percent(what))
}

/// A story's id in every feed: from the host, the day of its first publication (in the site's zone,
/// as in its address) and its number. None of these changes when the story is moved or rewritten.
pub fn story_id(host: &str, first_published: Date, story: i64) -> String {
    tag_uri(host, first_published, &format!("story/{story}"))
}

fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// RFC 3339 in UTC, to the second.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// RFC 822 as RSS wants it, with a year of four digits.
fn rfc822(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The lead picture, the corrections and the text as one piece of HTML. Feed readers do not know
/// the direction of a text, so right-to-left is said around it.
fn whole_text(entry: &Entry) -> String {
    let mut out = String::with_capacity(entry.content_html.len() + 512);
    let rtl = direction(&entry.language) == "rtl";
    if rtl {
        let language = xml::escape(&entry.language);
        out.push_str(&format!("<div lang=\"{language}\" dir=\"rtl\">"));
    }
    if entry.corrections_first {
        push_corrections(&mut out, &entry.corrections);
    }
    if let Some(picture) = &entry.picture {
        push_figure(&mut out, picture);
    }
    out.push_str(&entry.content_html);
    if !entry.corrections_first {
        push_corrections(&mut out, &entry.corrections);
    }
    if rtl {
        out.push_str("</div>");
    }
    out
}

fn push_corrections(out: &mut String, notes: &[CorrectionNote]) {
    for note in notes {
        let (heading, text) = (xml::escape(&note.heading), xml::escape(&note.text));
        out.push_str(&format!("<p><strong>{heading}</strong> {text}</p>"));
    }
}

fn push_figure(out: &mut String, picture: &Picture) {
    out.push_str(&format!("<figure><img src=\"{}\" alt=\"{}\"", xml::escape(&picture.url), xml::escape(&picture.alt)));
    if picture.width > 0 && picture.height > 0 {
        let (width, height) = (picture.width, picture.height);
        out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    out.push('>');
    let words: Vec<_> = [&picture.caption, &picture.credit].into_iter().filter(|words| !words.is_empty()).map(|words| xml::escape(words)).collect();
    if !words.is_empty() {
        out.push_str(&format!("<figcaption>{}</figcaption>", words.join(" ")));
    }
    out.push_str("</figure>");
}

/// Media RSS for the lead picture, the same in Atom and RSS.
fn media(out: &mut Writer, picture: &Picture) {
    let pixels = |n: u32| {
        if n == 0 { String::new() } else { n.to_string() }
    };
    out.open(
        "media:content",
        &[
            ("url", &picture.url),
            ("type", &picture.media_type),
            ("medium", "image"),
            ("width", &pixels(picture.width)),
            ("height", &pixels(picture.height)),
        ],
    );
    out.leaf_if_any("media:title", &[("type", "plain")], &picture.caption);
    out.leaf_if_any("media:description", &[("type", "plain")], &picture.alt);
    out.leaf_if_any("media:credit", &[], &picture.credit);
    out.close();
}
