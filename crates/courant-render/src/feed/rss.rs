//! RSS 2.0, with the extensions readers know: Atom links, `content:encoded`, Dublin Core names and
//! Media RSS pictures.

use super::{Entry, Feed, media, rfc822, rfc3339, whole_text};
use crate::xml::Writer;

/// The feed as an RSS 2.0 document.
pub fn rss(feed: &Feed) -> String {
    let mut out = Writer::new();
    out.open(
        "rss",
        &[
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:media", "http://search.yahoo.com/mrss/"),
        ],
    );
    out.open("channel", &[]);
    out.leaf("title", &[], &feed.title);
    out.leaf("link", &[], &feed.home);
    // A description is required, so the title stands in for a missing one.
    let subtitle = if feed.subtitle.is_empty() { &feed.title } else { &feed.subtitle };
    out.leaf("description", &[], subtitle);
    out.leaf_if_any("language", &[], &feed.language);
    out.leaf("lastBuildDate", &[], &rfc822(feed.updated));
    out.leaf("generator", &[], "Courant");
    link(&mut out, "self", &feed.self_urls.rss);
    if let Some(newest) = &feed.newest {
        link(&mut out, "first", &newest.rss);
    }
    if let Some(older) = &feed.older {
        link(&mut out, "next", &older.rss);
    }
    image(&mut out, feed);
    for each in &feed.entries {
        item(&mut out, each, feed);
    }
    out.finish()
}

// The specification allows GIF, JPEG and PNG.
fn image(out: &mut Writer, feed: &Feed) {
    if feed.icon.is_empty() || feed.icon.ends_with(".svg") {
        return;
    }
    out.open("image", &[]);
    out.leaf("url", &[], &feed.icon);
    out.leaf("title", &[], &feed.title);
    out.leaf("link", &[], &feed.home);
    out.close();
}

fn item(out: &mut Writer, entry: &Entry, feed: &Feed) {
    out.open("item", &[]);
    out.leaf("title", &[], &entry.title);
    out.leaf("link", &[], &entry.url);
    out.leaf("guid", &[("isPermaLink", "false")], &entry.id);
    out.leaf("pubDate", &[], &rfc822(entry.published));
    if entry.updated != entry.published {
        out.leaf("atom:updated", &[], &rfc3339(entry.updated));
    }
    for (name, _) in &entry.authors {
        out.leaf("dc:creator", &[], name);
    }
    if entry.language != feed.language {
        out.leaf_if_any("dc:language", &[], &entry.language);
    }
    for (term, label) in &entry.categories {
        out.leaf("category", &[], if label.is_empty() { term } else { label });
    }
    out.leaf_if_any("description", &[], &entry.summary);
    out.leaf("content:encoded", &[], &whole_text(entry));
    // One enclosure to an item: readers take the first, and some refuse more.
    if let Some(one) = entry.attachments.first() {
        out.empty("enclosure", &[("url", &one.url), ("length", &one.bytes.to_string()), ("type", &one.media_type)]);
    }
    if let Some(picture) = &entry.picture {
        media(out, picture);
    }
    out.close();
}

fn link(out: &mut Writer, rel: &str, href: &str) {
    out.empty("atom:link", &[("rel", rel), ("type", "application/rss+xml"), ("href", href)]);
}
