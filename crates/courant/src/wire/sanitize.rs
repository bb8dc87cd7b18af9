//! The allow-list for HTML that comes in from outside.
//!
//! What is not on the list is taken out: elements lose their tags and keep their words, elements whose words are no
//! words (scripts, styles, drawings, raw text) go as a whole. Every element on the list is plain HTML: no SVG, no
//! MathML, nothing with an own parsing mode. The result is parsed and cleaned again until it no longer changes, so a
//! text that reads differently the second time (mutation XSS) does not get through.

use super::address;
use super::tidy;
use ammonia::{Builder, UrlRelative};
use courant_news::framing::{Crop, Focus};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Elements that may stand in cleaned HTML.
pub const TAGS: [&str; 45] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "aside",
    "div",
    "section",
    "article",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "img",
    "hr",
    "pre",
    "code",
    "strong",
    "b",
    "em",
    "i",
    "s",
    "del",
    "strike",
    "sub",
    "sup",
    "a",
    "br",
    "cite",
    "span",
    "q",
];

/// Elements that go with everything in them: scripts, styles, other languages, and all whose content HTML reads as raw
/// text in one place and as markup in another.
pub const GONE: [&str; 24] = [
    "script",
    "style",
    "svg",
    "math",
    "noscript",
    "template",
    "title",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
    "select",
    "option",
    "optgroup",
    "selectedcontent",
    "datalist",
    "object",
    "embed",
    "applet",
    "head",
    "frameset",
    "listing",
];

/// Schemes of links: what browsers follow, and the ledger's marks.
pub const SCHEMES: [&str; 9] = ["http", "https", "mailto", "tel", "claim", "said", "source", "date", "expectation"];

/// The title by which a link that stands alone is a card.
pub const CARD: &str = "card";

/// The attributes by which a `span` marks words for the ledger.
pub const LEDGER_DATA: [&str; 5] = ["data-claim", "data-said", "data-source", "data-date", "data-expectation"];

/// How often a text is cleaned before it is taken for an attack.
const ROUNDS: usize = 6;

/// Cleans HTML. The result is a fixed point: cleaned again it is the same. A text that keeps changing comes back as
/// what was written, shown as text.
#[must_use]
pub fn sanitize(html: &str) -> String {
    let mut text = tidy::tidy(html);
    for _ in 0..ROUNDS {
        let next = tidy::tidy(&ALLOWED.clean(&text).to_string());
        if next == text {
            return text;
        }
        text = next;
    }
    format!("<p>{}</p>", courant_render::body::escape(html))
}

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut allowed = Builder::empty();
    allowed
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(GONE))
        .tag_attributes(attributes())
        .generic_attributes(HashSet::new())
        .allowed_classes(classes())
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(|element, attribute, value| attribute_value(element, attribute, value).map(Cow::Borrowed))
        .link_rel(None)
        .strip_comments(true)
        .id_prefix(None);
    allowed
});

/// Attributes by element, classes apart.
pub(super) fn attributes() -> HashMap<&'static str, HashSet<&'static str>> {
    HashMap::from([
        ("a", HashSet::from(["href", "title"])),
        ("img", HashSet::from(["src", "alt", "title", "data-crop", "data-focus"])),
        ("ol", HashSet::from(["start"])),
        ("td", HashSet::from(["colspan", "rowspan"])),
        ("th", HashSet::from(["colspan", "rowspan"])),
        ("div", HashSet::from(["id"])),
        ("span", HashSet::from(LEDGER_DATA)),
    ])
}

/// Classes that say what an element is; no other class means anything here.
pub(super) fn classes() -> HashMap<&'static str, HashSet<&'static str>> {
    HashMap::from([
        ("sup", HashSet::from(["footnote-reference", "footnote-definition-label"])),
        ("div", HashSet::from(["footnote-definition", "gallery"])),
        ("aside", HashSet::from(["pull-quote", "link-card", "fact-box", "audio", "video"])),
        ("p", HashSet::from(["cite"])),
    ])
}

/// The value if the attribute may have it.
pub(super) fn attribute_value<'v>(element: &str, attribute: &str, value: &'v str) -> Option<&'v str> {
    let good = match (element, attribute) {
        ("a", "href") => address::is_link(value),
        ("a", "title") => value == CARD,
        ("img", "data-crop") => Crop::read(value).is_ok(),
        ("img", "data-focus") => Focus::read(value).is_ok(),
        ("img", "src") => address::picture(value).is_some(),
        ("ol", "start") | ("td" | "th", "colspan" | "rowspan") => matches!(value.len(), 1..=9) && value.bytes().all(|b| b.is_ascii_digit()),
        ("div", "id") => matches!(value.len(), 1..=200),
        ("span", name) if name.starts_with("data-") => courant_news::body::Ref::parse(value).is_some(),
        _ => true,
    };
    good.then_some(value)
}
