//! Bounds what a parser of HTML has to do: a first, coarse pass in linear time, before any tree is built.
//!
//! A tree builder repairs markup, and repairs can be made to cost the square of the text: thousands of open elements,
//! formatting that is built again in every paragraph, a tag with a million attributes. What leaves here is properly
//! nested, at most `DEEPEST` levels deep, and made of listed elements with listed attributes only. It is no boundary
//! of security: the sanitizer reads all of it again with a real parser and decides by itself.

use super::sanitize::{TAGS, attributes, classes};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

mod scan;

use scan::{Scan, Token};

/// How deep elements may stand in one another; deeper ones lose their tags and keep their words.
const DEEPEST: usize = 60;

/// Most elements of one text, above what a document may hold; further ones lose their tags too.
const MOST_ELEMENTS: usize = 120_000;

const BLOCKS: [&str; 23] = [
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
    "figure",
    "figcaption",
    "hr",
    "pre",
];
const TABLE_PARTS: [&str; 7] = ["table", "thead", "tbody", "tfoot", "tr", "td", "th"];
const VOID: [&str; 3] = ["br", "hr", "img"];

type Listed = HashMap<&'static str, HashSet<&'static str>>;
static ATTRIBUTES: LazyLock<Listed> = LazyLock::new(attributes);
static CLASSES: LazyLock<Listed> = LazyLock::new(classes);

/// The same words and structure, bounded.
pub(super) fn tidy(html: &str) -> String {
    let mut writer = Writer { out: String::with_capacity(html.len() + 16), stack: Vec::new(), over: HashMap::new(), opened: 0 };
    for token in Scan::new(html) {
        match token {
            Token::Text(text) => writer.out.push_str(text),
            Token::LessThan => writer.out.push_str("&lt;"),
            Token::Start { name, attributes } => {
                if let Some(name) = listed(&name) {
                    writer.start(name, &attributes);
                }
            }
            Token::End(name) => {
                if let Some(name) = listed(&name) {
                    writer.end(name);
                }
            }
        }
    }
    writer.close_to(0);
    writer.out
}

fn listed(name: &str) -> Option<&'static str> {
    TAGS.into_iter().find(|tag| *tag == name)
}

struct Writer {
    out: String,
    stack: Vec<&'static str>,
    /// Elements that were too deep, by name, so that their ends close nothing else.
    over: HashMap<&'static str, usize>,
    /// Elements written so far.
    opened: usize,
}

impl Writer {
    fn close_to(&mut self, length: usize) {
        while self.stack.len() > length {
            if let Some(name) = self.stack.pop() {
                self.out.push_str("</");
                self.out.push_str(name);
                self.out.push('>');
            }
        }
    }

    /// Place of the innermost open element of `names` that no element of `bounds` stands around.
    fn find(&self, names: &[&str], bounds: &[&str]) -> Option<usize> {
        let found = self.stack.iter().rposition(|open| names.contains(open) || bounds.contains(open))?;
        names.contains(&self.stack[found]).then_some(found)
    }

    fn close(&mut self, names: &[&str], bounds: &[&str]) {
        if let Some(found) = self.find(names, bounds) {
            self.close_to(found);
        }
    }

    fn start(&mut self, name: &'static str, attributes: &[(String, &str)]) {
        if !self.make_room(name) {
            return;
        }
        if self.stack.len() >= DEEPEST || self.opened >= MOST_ELEMENTS {
            if !VOID.contains(&name) {
                *self.over.entry(name).or_default() += 1;
            }
            return;
        }
        self.open(name, attributes);
    }

    /// Closes what the element ends by beginning; says whether it may stand here.
    fn make_room(&mut self, name: &str) -> bool {
        const CELL: [&str; 3] = ["td", "th", "table"];
        let around = self.stack.iter().rev().find(|open| TABLE_PARTS.contains(open)).copied();
        let in_cell = matches!(around, None | Some("td" | "th"));
        match name {
            "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" if around.is_none() => return false,
            "thead" | "tbody" | "tfoot" => {
                self.close(&["thead", "tbody", "tfoot", "tr"], &["table"]);
                self.close(&["thead", "tbody", "tfoot"], &["table"]);
            }
            "tr" => self.close(&["tr"], &["table"]),
            "td" | "th" => {
                self.close(&["td", "th"], &["table"]);
                if self.find(&["tr"], &["table"]).is_none() {
                    self.start("tr", &[]);
                }
            }
            // Anything between the cells has no place there.
            _ if !in_cell => return false,
            _ if BLOCKS.contains(&name) => {
                self.close(&["p"], &CELL);
                if matches!(self.stack.last(), Some(&("h1" | "h2" | "h3" | "h4" | "h5" | "h6"))) {
                    self.close_to(self.stack.len() - 1);
                }
                match name {
                    "li" => self.close(&["li"], &["ul", "ol", "td", "th", "table"]),
                    "dt" | "dd" => self.close(&["dt", "dd"], &["dl", "td", "th", "table"]),
                    _ => {}
                }
            }
            "a" => self.close(&["a"], &CELL),
            _ => {}
        }
        true
    }

    fn open(&mut self, name: &'static str, attributes: &[(String, &str)]) {
        self.opened += 1;
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            let known = match attribute.as_str() {
                "class" => CLASSES.get(name).is_some_and(|classes| value.split_ascii_whitespace().any(|class| classes.contains(class))),
                other => ATTRIBUTES.get(name).is_some_and(|listed| listed.contains(other)),
            };
            if known {
                self.out.push_str(&format!(" {attribute}=\"{}\"", value.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")));
            }
        }
        self.out.push('>');
        if !VOID.contains(&name) {
            self.stack.push(name);
        }
    }

    fn end(&mut self, name: &'static str) {
        if let Some(over) = self.over.get_mut(name).filter(|over| **over > 0) {
            *over -= 1;
            return;
        }
        let bounds: &[&str] = match name {
            "table" => &[],
            _ if TABLE_PARTS.contains(&name) => &["table"],
            _ => &["td", "th", "table"],
        };
        self.close(&[name], bounds);
    }
}
