//! JSON Feed 1.1 (jsonfeed.org).

use super::{Entry, Feed, rfc3339, whole_text};
use serde_json::{Map, Value, json as value};

/// The feed as a JSON Feed document.
pub fn json(feed: &Feed) -> String {
    let mut out = Map::new();
    out.insert("version".to_owned(), value!("https://jsonfeed.org/version/1.1"));
    out.insert("title".to_owned(), value!(feed.title));
    out.insert("home_page_url".to_owned(), value!(feed.home));
    out.insert("feed_url".to_owned(), value!(feed.self_urls.json));
    text(&mut out, "description", &feed.subtitle);
    text(&mut out, "icon", &feed.icon);
    text(&mut out, "language", &feed.language);
    if let Some(older) = &feed.older {
        text(&mut out, "next_url", &older.json);
    }
    out.insert("authors".to_owned(), value!([{"name": feed.title, "url": feed.home}]));
    let items: Vec<Value> = feed.entries.iter().map(item).collect();
    out.insert("items".to_owned(), Value::Array(items));
    Value::Object(out).to_string()
}

fn item(entry: &Entry) -> Value {
    let mut out = Map::new();
    out.insert("id".to_owned(), value!(entry.id));
    out.insert("url".to_owned(), value!(entry.url));
    out.insert("title".to_owned(), value!(entry.title));
    text(&mut out, "summary", &entry.summary);
    out.insert("content_html".to_owned(), value!(whole_text(entry)));
    text(&mut out, "language", &entry.language);
    out.insert("date_published".to_owned(), value!(rfc3339(entry.published)));
    out.insert("date_modified".to_owned(), value!(rfc3339(entry.updated)));
    if let Some(picture) = &entry.picture {
        text(&mut out, "image", &picture.url);
    }
    if !entry.attachments.is_empty() {
        let attachments = entry.attachments.iter().map(|one| {
            let mut out = Map::new();
            out.insert("url".to_owned(), value!(one.url));
            out.insert("mime_type".to_owned(), value!(one.media_type));
            text(&mut out, "title", &one.title);
            out.insert("size_in_bytes".to_owned(), value!(one.bytes));
            if one.seconds > 0 {
                out.insert("duration_in_seconds".to_owned(), value!(one.seconds));
            }
            Value::Object(out)
        });
        out.insert("attachments".to_owned(), attachments.collect());
    }
    if !entry.authors.is_empty() {
        let authors = entry.authors.iter().map(|(name, url)| {
            let mut author = Map::new();
            author.insert("name".to_owned(), value!(name));
            text(&mut author, "url", url);
            Value::Object(author)
        });
        out.insert("authors".to_owned(), authors.collect());
    }
    if !entry.categories.is_empty() {
        let tags = entry.categories.iter();
        let tags = tags.map(|(term, label)| if label.is_empty() { term } else { label });
        out.insert("tags".to_owned(), tags.cloned().collect());
    }
    Value::Object(out)
}

// The specification asks that what has no value be left out.
fn text(out: &mut Map<String, Value>, key: &str, words: &str) {
    if !words.is_empty() {
        out.insert(key.to_owned(), value!(words));
    }
}
