//! Slugs: the part of an address that a person can read.

use serde::{Deserialize, Serialize};

/// Longest slug, in bytes.
pub const LONGEST: usize = 80;

/// First path segments that belong to the program, so no section may take them.
pub const RESERVED: &[&str] = &[
    "about",
    "api",
    "assets",
    "claims",
    "connect",
    "corrections",
    "favicon",
    "feed",
    "front",
    "healthz",
    "imprint",
    "live",
    "media",
    "metrics",
    "newsroom",
    "opensearch",
    "pages",
    "people",
    "privacy",
    "robots",
    "search",
    "sitemap",
    "sources",
    "storylines",
    "tags",
];

/// Lower-case letters, digits and single hyphens, never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a text is no slug.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not a slug; use lower-case letters, digits and hyphens, at most {LONGEST} characters")]
pub struct NotASlug(pub String);

impl Slug {
    /// Takes a text that already is a slug.
    ///
    /// # Errors
    /// [`NotASlug`] when it has other characters, doubled or outer hyphens, or is too long.
    pub fn new(text: &str) -> Result<Slug, NotASlug> {
        let sound = !text.is_empty()
            && text.len() <= LONGEST
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--")
            && text.chars().all(|c| c == '-' || c.is_alphanumeric() && c.to_lowercase().eq([c]));
        if sound { Ok(Slug(text.to_owned())) } else { Err(NotASlug(text.chars().take(100).collect())) }
    }

    /// Makes a slug from a headline: letters with accents become plain, everything else a hyphen, cut at a word.
    /// Letters of scripts without case or a Latin counterpart stay as they are. A headline without any letter
    /// or digit gives `untitled`.
    pub fn from_headline(headline: &str) -> Slug {
        let mut out = String::new();
        for c in headline.chars().flat_map(char::to_lowercase) {
            match plain(c) {
                Some(text) => out.push_str(text),
                None if c.is_alphanumeric() => out.push(c),
                None if matches!(c, '\'' | '’' | '‘' | '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}') => {}
                None if out.ends_with('-') || out.is_empty() => {}
                None => out.push('-'),
            }
        }
        let cut = cut_at_word(out.trim_matches('-'), LONGEST);
        if cut.is_empty() { Slug("untitled".to_owned()) } else { Slug(cut.to_owned()) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A slug as it stands in an address: percent-encoded where it is not ASCII (RFC 3986, section 2.1), so that feeds,
/// sitemaps and headers may carry it.
pub fn in_address(slug: &str) -> std::borrow::Cow<'_, str> {
    if slug.is_ascii() {
        return slug.into();
    }
    let encoded = slug.bytes().map(|b| if b.is_ascii() { char::from(b).to_string() } else { format!("%{b:02X}") });
    encoded.collect::<String>().into()
}

/// The slug of a part of an address, as [`in_address`] wrote it.
pub fn from_address(part: &str) -> String {
    let (bytes, mut out, mut at) = (part.as_bytes(), Vec::with_capacity(part.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let hex = part.get(at + 1..at + 3).filter(|_| *byte == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(hex.unwrap_or(*byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn cut_at_word(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match text[..end].rfind('-') {
        Some(hyphen) if hyphen > 0 => text[..hyphen].trim_end_matches('-'),
        _ => text[..end].trim_end_matches('-'),
    }
}

/// Latin letters with marks, by their plain letters.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' | 'å' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ė' => "e",
        'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ł' | 'ľ' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ő' | 'ō' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        _ => return None,
    })
}

impl std::borrow::Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Slug {
    type Error = NotASlug;
    fn try_from(text: String) -> Result<Slug, NotASlug> {
        Slug::new(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> String {
        slug.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_headline_becomes_a_readable_slug() {
        let slug = |h: &str| Slug::from_headline(h).to_string();
        assert_eq!(slug("Kim’s visit to Xi: first word from Beijing"), "kims-visit-to-xi-first-word-from-beijing");
        assert_eq!(slug("Höhenflug – Łódź & Ærø"), "hoehenflug-lodz-aeroe");
        assert_eq!(slug("قمة بيونغ تشانغ"), "قمة-بيونغ-تشانغ");
        assert_eq!(slug("!!!"), "untitled");
        // A capital of mathematics that has no small letter.
        assert_eq!(slug("\u{1d400} plan"), "\u{1d400}-plan");
    }

    proptest! {
        #[test]
        fn whatever_the_headline_the_slug_is_a_slug(headline in "\\PC{0,200}") {
            let slug = Slug::from_headline(&headline);
            prop_assert_eq!(Slug::new(slug.as_str()), Ok(slug.clone()));
        }
    }
}
