//! JSON-LD in the words of schema.org, for search engines: what a page is, said to machines.
//!
//! Each function gives a value; [`script`] turns those of one page into text that is safe inside a
//! `<script type="application/ld+json">`. Addresses are absolute, texts plain.

use crate::feed::rfc3339;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// The longest headline that Google's guidelines for articles have named.
const LONGEST_HEADLINE: usize = 110;

/// A picture.
#[derive(Clone, Debug, Default)]
pub struct Image {
    /// Absolute address; JPEG or PNG.
    pub url: String,
    /// Pixels of this file; 0 when unknown.
    pub width: u32,
    /// Pixels of this file; 0 when unknown.
    pub height: u32,
    /// May be empty.
    pub caption: String,
    /// May be empty.
    pub credit: String,
}

/// The paper.
#[derive(Clone, Debug, Default)]
pub struct Publisher {
    /// Its name.
    pub name: String,
    /// Absolute address without a slash at the end.
    pub origin: String,
    /// One line under the name; may be empty.
    pub strapline: String,
    /// BCP 47.
    pub language: String,
    /// Name in law; may be empty, as what follows.
    pub legal_name: String,
    /// Where to write.
    pub email: String,
    /// Where to call.
    pub telephone: String,
    /// Postal address in one line.
    pub address: String,
    /// Year or day of founding.
    pub founded: String,
    /// Its mark, when it has one.
    pub logo: Option<Image>,
}

/// A correction of a story.
#[derive(Clone, Debug)]
pub struct Correction {
    /// What was wrong and what is right.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// A sound or a film.
#[derive(Clone, Debug, Default)]
pub struct Media {
    /// A film; otherwise a sound.
    pub video: bool,
    /// What it is called.
    pub name: String,
    /// Absolute address of the file.
    pub url: String,
    /// Media type.
    pub media_type: String,
    /// Whole seconds; 0 when it is not known.
    pub seconds: u32,
    /// Absolute address of the picture that stands before a film; may be empty.
    pub thumbnail: String,
    /// What is said in it; may be empty.
    pub transcript: String,
    /// Published on.
    pub published: Timestamp,
}

/// A story.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Absolute canonical address.
    pub url: String,
    /// Headline in full.
    pub headline: String,
    /// Standfirst; may be empty.
    pub description: String,
    /// Lead picture first; the same picture may stand in several sizes.
    pub images: Vec<Image>,
    /// Published on.
    pub published: Timestamp,
    /// Updated on; the same as `published` when it never was.
    pub updated: Timestamp,
    /// Bylines in order: name, absolute address (may be empty).
    pub authors: Vec<(String, String)>,
    /// Name of its section.
    pub section: String,
    /// Words of its tags.
    pub keywords: Vec<String>,
    /// BCP 47.
    pub language: String,
    /// 'Beijing, 28 March 2018'; may be empty.
    pub dateline: String,
    /// 'Beijing'; may be empty.
    pub place: String,
    /// Corrections, newest first.
    pub corrections: Vec<Correction>,
    /// Sounds and films in reading order.
    pub media: Vec<Media>,
}

/// `NewsArticle`.
pub fn news_article(article: &Article, publisher: &Publisher) -> Value {
    let organisation = organisation(publisher);
    let authors =
        if article.authors.is_empty() { vec![organisation.clone()] } else { article.authors.iter().map(|(name, url)| person(name, url)).collect() };
    let place = if article.place.is_empty() { Value::Null } else { json!({"@type": "Place", "name": article.place}) };
    let corrections = article.corrections.iter().map(|correction| {
        json!({
            "@type": "CorrectionComment",
            "text": correction.text,
            "datePublished": rfc3339(correction.at),
        })
    });
    without_gaps(json!({
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": format!("{}#story", article.url),
        "url": article.url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.url},
        "headline": headline(&article.headline),
        "description": article.description,
        "image": article.images.iter().map(image).collect::<Vec<_>>(),
        "datePublished": rfc3339(article.published),
        "dateModified": rfc3339(article.updated),
        "author": authors,
        "publisher": organisation,
        "articleSection": article.section,
        "keywords": article.keywords,
        "inLanguage": article.language,
        "isAccessibleForFree": true,
        "dateline": article.dateline,
        "locationCreated": place,
        "correction": corrections.collect::<Vec<_>>(),
        "associatedMedia": article.media.iter().map(media).collect::<Vec<_>>(),
    }))
}

/// `WebSite` with its search.
pub fn web_site(publisher: &Publisher) -> Value {
    let origin = &publisher.origin;
    without_gaps(json!({
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": format!("{origin}/#site"),
        "url": format!("{origin}/"),
        "name": publisher.name,
        "description": publisher.strapline,
        "inLanguage": publisher.language,
        "publisher": organisation(publisher),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": format!("{origin}/search?q={{search_term_string}}"),
            },
            "query-input": "required name=search_term_string",
        },
    }))
}

/// `BreadcrumbList`: name and absolute address, the front first, the page itself last.
pub fn breadcrumbs(trail: &[(String, String)]) -> Value {
    let items = trail.iter().zip(1..).map(|((name, url), position)| json!({"@type": "ListItem", "position": position, "name": name, "item": url}));
    json!({
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": items.collect::<Vec<Value>>(),
    })
}

/// A list of stories: section, storyline, person, tag, corrections, search.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Absolute canonical address.
    pub url: String,
    /// Heading.
    pub name: String,
    /// One or two sentences; may be empty.
    pub description: String,
    /// BCP 47.
    pub language: String,
    /// Stories in their order on the page: headline, absolute address.
    pub stories: Vec<(String, String)>,
    /// What the list is about, when it is a person: name, absolute address.
    pub person: Option<(String, String)>,
}

/// `CollectionPage` with its stories as an `ItemList`.
pub fn collection_page(collection: &Collection, publisher: &Publisher) -> Value {
    let items = collection
        .stories
        .iter()
        .zip(1..)
        .map(|((name, url), position)| json!({"@type": "ListItem", "position": position, "name": name, "url": url}));
    let about = collection.person.as_ref();
    without_gaps(json!({
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "@id": format!("{}#list", collection.url),
        "url": collection.url,
        "name": collection.name,
        "description": collection.description,
        "inLanguage": collection.language,
        "about": about.map_or(Value::Null, |(name, url)| person(name, url)),
        "isPartOf": {"@type": "WebSite", "@id": format!("{}/#site", publisher.origin), "name": publisher.name, "url": format!("{}/", publisher.origin)},
        "mainEntity": {"@type": "ItemList", "itemListElement": items.collect::<Vec<Value>>()},
    }))
}

/// The values of one page as the text of one script element: one object, or an array of several.
/// `<`, `>`, `&` and the line separators of JavaScript are written as escapes, so no text can end
/// the element or begin a comment in it.
pub fn script(values: &[Value]) -> String {
    let text = match values {
        [] => return String::new(),
        [one] => one.to_string(),
        many => json!(many).to_string(),
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

const CONTEXT: &str = "https://schema.org";

fn organisation(publisher: &Publisher) -> Value {
    without_gaps(json!({
        "@type": "NewsMediaOrganization",
        "@id": format!("{}/#publisher", publisher.origin),
        "name": publisher.name,
        "url": format!("{}/", publisher.origin),
        "logo": publisher.logo.as_ref().map_or(Value::Null, image),
        "legalName": publisher.legal_name,
        "email": publisher.email,
        "telephone": publisher.telephone,
        "address": publisher.address,
        "foundingDate": publisher.founded,
        "correctionsPolicy": format!("{}/corrections", publisher.origin),
    }))
}

fn person(name: &str, url: &str) -> Value {
    without_gaps(json!({"@type": "Person", "name": name, "url": url}))
}

fn image(image: &Image) -> Value {
    without_gaps(json!({
        "@type": "ImageObject",
        "url": image.url,
        "width": (image.width > 0).then_some(image.width),
        "height": (image.height > 0).then_some(image.height),
        "caption": image.caption,
        "creditText": image.credit,
    }))
}

fn media(media: &Media) -> Value {
    without_gaps(json!({
        "@type": if media.video { "VideoObject" } else { "AudioObject" },
        "name": media.name,
        "description": media.name,
        "contentUrl": media.url,
        "encodingFormat": media.media_type,
        "duration": if media.seconds > 0 { format!("PT{}S", media.seconds) } else { String::new() },
        "thumbnailUrl": media.thumbnail,
        "transcript": media.transcript,
        "uploadDate": rfc3339(media.published),
    }))
}

// At the last word that fits; a headline without spaces, as in Chinese, is cut where it must be.
fn headline(full: &str) -> String {
    if full.chars().count() <= LONGEST_HEADLINE {
        return full.to_owned();
    }
    let kept: String = full.chars().take(LONGEST_HEADLINE - 1).collect();
    let cut = kept.rfind(char::is_whitespace).filter(|at| *at > kept.len() / 2);
    let kept = cut.map_or(kept.as_str(), |at| &kept[..at]);
    let kept = kept.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-".contains(c));
    format!("{kept}…")
}

// What is empty is not said.
fn without_gaps(value: Value) -> Value {
    let Value::Object(fields) = value else {
        return value;
    };
    let said = fields.into_iter().filter(|(_, value)| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    });
    Value::Object(said.collect::<Map<_, _>>())
}
