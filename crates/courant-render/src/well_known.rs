//! The small files that programs look for: robots.txt, the web manifest, the search description.

use crate::xml::Writer;
use serde_json::{Value, json};

/// Media type of [`robots`].
pub const ROBOTS_TYPE: &str = "text/plain; charset=utf-8";
/// Media type of [`manifest`].
pub const MANIFEST_TYPE: &str = "application/manifest+json";
/// Media type of [`open_search`].
pub const OPEN_SEARCH_TYPE: &str = "application/opensearchdescription+xml; charset=utf-8";

/// `/robots.txt` (RFC 9309): everything for readers may be crawled; the newsroom, the API, the live
/// stream and lists made by search may not. The origin has no slash at the end.
pub fn robots(origin: &str) -> String {
    // `$` ends a path: a section named newsroom-life stays open.
    format!(
        "User-agent: *\n\
         Disallow: /newsroom$\n\
         Disallow: /newsroom/\n\
         Disallow: /api/\n\
         Disallow: /live$\n\
         Disallow: /search?\n\
         \n\
         Sitemap: {origin}/sitemap.xml\n\
         Sitemap: {origin}/sitemap-news.xml\n"
    )
}

/// An icon of the site.
#[derive(Clone, Debug, Default)]
pub struct Icon {
    /// Address, absolute path or whole.
    pub url: String,
    /// Media type, `image/png`.
    pub media_type: String,
    /// `192x192`, or `any` for SVG.
    pub sizes: String,
    /// Whether it may be cut to a shape: its middle four fifths hold all that matters.
    pub maskable: bool,
}

/// What the web manifest says.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The paper's name.
    pub name: String,
    /// One line under the name; may be empty.
    pub strapline: String,
    /// Absolute address without a slash at the end.
    pub origin: String,
    /// BCP 47.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// `#rrggbb` of the masthead.
    pub theme_colour: String,
    /// `#rrggbb` of the paper.
    pub background_colour: String,
    /// Icons.
    pub icons: Vec<Icon>,
}

/// `/manifest.webmanifest` (W3C Web Application Manifest).
pub fn manifest(site: &Site) -> String {
    let icons = site.icons.iter().map(|icon| {
        let purpose = if icon.maskable { "maskable" } else { "any" };
        json!({"src": icon.url, "type": icon.media_type, "sizes": icon.sizes, "purpose": purpose})
    });
    // Minimal-ui keeps the browser's way back: this is a paper of many pages.
    let mut out = json!({
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "name": site.name,
        "short_name": shortened(&site.name, 12),
        "lang": site.language,
        "dir": if site.dir == "rtl" { "rtl" } else { "ltr" },
        "categories": ["news"],
        "icons": icons.collect::<Vec<Value>>(),
    });
    let more = [("description", &site.strapline), ("theme_color", &site.theme_colour), ("background_color", &site.background_colour)];
    for (key, words) in more.into_iter().filter(|(_, words)| !words.is_empty()) {
        out[key] = json!(words);
    }
    out.to_string()
}

/// `/opensearch.xml` (OpenSearch 1.1). The icon is an absolute address; without one, no picture.
pub fn open_search(site: &Site, icon: Option<&Icon>) -> String {
    let origin = &site.origin;
    let mut out = Writer::new();
    let namespace = "http://a9.com/-/spec/opensearch/1.1/";
    out.open("OpenSearchDescription", &[("xmlns", namespace)]);
    out.leaf("ShortName", &[], &shortened(&site.name, 16));
    let said = if site.strapline.is_empty() { &site.name } else { &site.strapline };
    out.leaf("Description", &[], &said.chars().take(1024).collect::<String>());
    out.empty("Url", &[("type", "text/html"), ("method", "get"), ("template", &format!("{origin}/search?q={{searchTerms}}"))]);
    out.empty("Url", &[("type", "application/opensearchdescription+xml"), ("rel", "self"), ("template", &format!("{origin}/opensearch.xml"))]);
    if let Some(icon) = icon {
        out.leaf("Image", &[("type", &icon.media_type)], &icon.url);
    }
    out.leaf_if_any("Language", &[], &site.language);
    out.leaf("InputEncoding", &[], "UTF-8");
    out.leaf("OutputEncoding", &[], "UTF-8");
    out.finish()
}

// At a word where one fits: 'The Harbour Lantern' becomes 'The Harbour'.
fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let kept: String = name.chars().take(most + 1).collect();
    match kept.rfind(char::is_whitespace) {
        Some(at) if at > 0 => kept[..at].trim_end().to_owned(),
        _ => kept.chars().take(most).collect(),
    }
}
