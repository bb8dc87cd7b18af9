//! Atom (RFC 4287), with Media RSS for pictures and RFC 5005 links between pages.

use super::{Entry, Feed, media, rfc3339, whole_text};
use crate::xml::Writer;

/// The feed as an Atom document.
pub fn atom(feed: &Feed) -> String {
    let mut out = Writer::new();
    out.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xmlns:media", "http://search.yahoo.com/mrss/"), ("xml:lang", &feed.language)]);
    out.leaf("id", &[], &feed.id);
    out.leaf("title", &[], &feed.title);
    out.leaf_if_any("subtitle", &[], &feed.subtitle);
    out.leaf("updated", &[], &rfc3339(feed.updated));
    link(&mut out, "alternate", "text/html", &feed.home);
    link(&mut out, "self", ATOM, &feed.self_urls.atom);
    if let Some(newest) = &feed.newest {
        link(&mut out, "first", ATOM, &newest.atom);
    }
    if let Some(older) = &feed.older {
        link(&mut out, "next", ATOM, &older.atom);
    }
    out.leaf_if_any("icon", &[], &feed.icon);
    // Stands for every entry without a byline; Atom demands one or the other.
    person(&mut out, &feed.title, &feed.home);
    out.leaf("generator", &[], "Courant");
    for each in &feed.entries {
        entry(&mut out, each, feed);
    }
    out.finish()
}

const ATOM: &str = "application/atom+xml";

fn entry(out: &mut Writer, entry: &Entry, feed: &Feed) {
    // Said only where it differs from the feed's.
    let language = if entry.language == feed.language { "" } else { &entry.language };
    out.open("entry", &[("xml:lang", language)]);
    out.leaf("id", &[], &entry.id);
    out.leaf("title", &[], &entry.title);
    link(out, "alternate", "text/html", &entry.url);
    out.leaf("published", &[], &rfc3339(entry.published));
    out.leaf("updated", &[], &rfc3339(entry.updated));
    for (name, url) in &entry.authors {
        person(out, name, url);
    }
    for (term, label) in &entry.categories {
        out.empty("category", &[("term", term), ("label", label)]);
    }
    for one in &entry.attachments {
        let length = one.bytes.to_string();
        out.empty("link", &[("rel", "enclosure"), ("type", &one.media_type), ("length", &length), ("title", &one.title), ("href", &one.url)]);
    }
    out.leaf_if_any("summary", &[], &entry.summary);
    out.leaf("content", &[("type", "html")], &whole_text(entry));
    if let Some(picture) = &entry.picture {
        media(out, picture);
    }
    out.close();
}

fn link(out: &mut Writer, rel: &str, media_type: &str, href: &str) {
    out.empty("link", &[("rel", rel), ("type", media_type), ("href", href)]);
}

fn person(out: &mut Writer, name: &str, url: &str) {
    out.open("author", &[]);
    out.leaf("name", &[], name);
    out.leaf_if_any("uri", &[], url);
    out.close();
}
