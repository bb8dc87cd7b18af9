//! Addresses a link may have, and references of the ledger's marks.

use super::limits::{MAX_ATTRIBUTE, MAX_REF};
use std::fmt;

/// The address of a link: `http`, `https`, `mailto`, `tel`, or a path on this site that begins with one `/` or `#`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Href(String);

impl Href {
    /// Reads an address. The reason for a refusal continues a sentence: 'has a link to ‘x’, …'.
    ///
    /// # Errors
    /// Anything browsers could read as another scheme or another host: control characters and spaces (dropped by
    /// browsers), a backslash (read as a slash), `//host`, any scheme that is not on the list.
    pub fn parse(address: &str) -> Result<Self, &'static str> {
        if address.len() > MAX_ATTRIBUTE {
            return Err("which is too long for an address");
        }
        if address.chars().any(|c| c.is_control() || c.is_whitespace() || is_invisible(c) || "\\<>\"`".contains(c)) {
            return Err("which holds a space or a character no address may hold");
        }
        if let Some(rest) = address.strip_prefix('/') {
            return if rest.starts_with('/') { Err("which leaves this site without saying how") } else { Ok(Href(address.into())) };
        }
        if address.starts_with('#') && address.len() > 1 {
            return Ok(Href(address.into()));
        }
        let (scheme, rest) = address.split_once(':').ok_or("which is not a full address")?;
        let good = match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '?', '#', ':'])),
            "mailto" => rest.contains('@') && !rest.starts_with('@'),
            "tel" => rest.chars().any(|c| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_alphanumeric() || "+-.()*#;=".contains(c)),
            _ => return Err("whose scheme is not http, https, mailto or tel"),
        };
        if good { Ok(Href(address.into())) } else { Err("which is not a full address") }
    }

    /// Reads the address of a link card: `https`, and nothing before the host, which is shown to readers and must not
    /// be dressed up (`https://paper.example@evil.example`).
    ///
    /// # Errors
    /// As [`Href::parse`], and any other scheme, or a name before the host.
    pub fn card(address: &str) -> Result<Self, &'static str> {
        let href = Href::parse(address)?;
        let rest = href.0.strip_prefix("https://").ok_or("which does not begin with https://")?;
        if rest.split(['/', '?', '#']).next().is_some_and(|host| host.contains('@')) {
            return Err("which has a name before its host");
        }
        Ok(href)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it leads to a page elsewhere.
    #[must_use]
    pub fn is_external(&self) -> bool {
        self.0.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"))
    }
}

impl fmt::Display for Href {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a mark of the ledger refers to: a slug, or a date as EDTF.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref(String);

impl Ref {
    /// Reads a reference: 1 to 200 bytes without spaces, control characters, `<`, `>`, quotes, `%` and backslash.
    #[must_use]
    pub fn parse(reference: &str) -> Option<Self> {
        let good = !reference.is_empty()
            && reference.len() <= MAX_REF
            && reference.chars().all(|c| !(c.is_control() || c.is_whitespace() || is_invisible(c) || "<>\"'`%\\".contains(c)));
        good.then(|| Ref(reference.into()))
    }

    /// The reference.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Characters that hide or turn what stands around them: no business in an address.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}') || is_noncharacter(c)
}

/// Code points Unicode keeps for internal use; XML 1.0 forbids some of them.
pub(super) fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32) & 0xfffe == 0xfffe
}
