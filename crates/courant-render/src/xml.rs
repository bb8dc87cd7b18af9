//! The one place that writes XML: everything given to it is escaped, and characters that XML 1.0
//! forbids are left out, so what comes out is well-formed whatever comes in.

use std::borrow::Cow;

/// An attribute: name, value as plain text.
pub type Attribute<'a> = (&'static str, &'a str);

/// Writes a document element by element. Names are literals of this crate; values are anything.
#[derive(Debug)]
pub struct Writer {
    out: String,
    open: Vec<&'static str>,
}

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl Writer {
    /// Begins a document in UTF-8 with its declaration.
    pub fn new() -> Self {
        Self { out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), open: Vec::new() }
    }

    /// Opens an element that holds elements.
    pub fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.out.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the element opened last; nothing when none is open.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.end(name);
        }
    }

    /// An element that holds text only.
    pub fn leaf(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.tag(name, attributes);
        self.out.push('>');
        escape_into(&mut self.out, text, in_text);
        self.end(name);
    }

    /// A leaf that is left out when its text is empty.
    pub fn leaf_if_any(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        if !text.is_empty() {
            self.leaf(name, attributes, text);
        }
    }

    /// An element without content. Attributes with an empty value are left out, as everywhere.
    pub fn empty(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.out.push_str("/>\n");
    }

    /// Bytes written so far, for formats with a limit.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing has been written; never so, as the declaration always is.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Closes what is still open and gives the document.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape_into(&mut self.out, value, in_attribute);
            self.out.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }
}

/// Whether XML 1.0 (fifth edition, production 2, `Char`) allows the character.
pub fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The text with markup, quotes and white space other than spaces as references and illegal
/// characters left out: safe as content and as a quoted attribute, of XML and of HTML.
pub fn escape(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| is_legal(c) && in_attribute(c).is_none()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    escape_into(&mut out, text, in_attribute);
    Cow::Owned(out)
}

fn escape_into(out: &mut String, text: &str, reference: fn(char) -> Option<&'static str>) {
    for c in text.chars().filter(|c| is_legal(*c)) {
        match reference(c) {
            Some(reference) => out.push_str(reference),
            None => out.push(c),
        }
    }
}

// A parser reads a bare carriage return as a line feed.
fn in_text(c: char) -> Option<&'static str> {
    Some(match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '\r' => "&#13;",
        _ => return None,
    })
}

// A parser reads bare white space in an attribute as spaces.
fn in_attribute(c: char) -> Option<&'static str> {
    Some(match c {
        '"' => "&quot;",
        '\t' => "&#9;",
        '\n' => "&#10;",
        _ => return in_text(c),
    })
}
