//! A document as lines of tokens, whatever its blocks are.

use serde_json::Value;

/// A word, a run of space or one sign, with how it is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub text: String,
    /// Marks in words, in the document's order: `strong`, `link to /world`.
    pub marks: Vec<String>,
}

/// One line of a text: a paragraph, an item, a cell, or something without words of its own such as a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub kind: String,
    pub tokens: Vec<Token>,
}

impl Line {
    /// How alike two lines are, 1 to 100; 0 when they have too little in common to be one line that changed.
    pub(super) fn alike(&self, other: &Line) -> u32 {
        let words = |line: &Line| {
            let mut words: Vec<String> = line.tokens.iter().map(|t| t.text.to_lowercase()).filter(|t| t.chars().any(char::is_alphanumeric)).collect();
            words.sort_unstable();
            words
        };
        let (a, b) = (words(self), words(other));
        if a.is_empty() && b.is_empty() {
            return if self.kind == other.kind { 100 } else { 0 };
        }
        let (mut i, mut j, mut both) = (0, 0, 0_usize);
        while i < a.len() && j < b.len() {
            match a[i].cmp(&b[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
            }
        }
        let percent = 200 * both / (a.len() + b.len());
        if percent >= 35 { u32::try_from(percent).unwrap_or(100) } else { 0 }
    }
}

/// The lines of a document in its JSON form, in reading order; empty ones are left out.
pub(super) fn lines(document: &Value) -> Vec<Line> {
    let mut out = Vec::new();
    for block in children(document) {
        read(block, "", &mut out);
    }
    out
}

/// A text without formatting as tokens.
pub(super) fn plain(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    push(text, &[], &mut out);
    out
}

fn children(node: &Value) -> &[Value] {
    node["content"].as_array().map_or(&[], Vec::as_slice)
}

fn is_inline(node: &Value) -> bool {
    matches!(node["type"].as_str(), Some("text" | "hard_break" | "footnote"))
}

fn read(node: &Value, around: &str, out: &mut Vec<Line>) {
    let content = children(node);
    let kind = kind(node, around);
    if !content.is_empty() && !content.iter().any(is_inline) {
        // Attributes of a block with blocks in it (the title of a box, say) are words too.
        attributes(node, &kind, out);
        for child in content {
            read(child, &kind, out);
        }
        return;
    }
    let mut tokens = Vec::new();
    inline(content, &[], &mut tokens);
    let words = !tokens.is_empty();
    if words {
        out.push(Line { kind: kind.clone(), tokens });
    }
    let found = out.len();
    attributes(node, &kind, out);
    if !words && found == out.len() && node["type"] == "rule" {
        out.push(Line { kind, tokens: Vec::new() });
    }
}

/// What a line is, for people: `heading 2`, `bullet list item`, `table header`.
fn kind(node: &Value, around: &str) -> String {
    let own = node["type"].as_str().unwrap_or("block").replace('_', " ");
    let own = match node["attrs"]["level"].as_u64() {
        Some(level) => format!("{own} {level}"),
        None => own,
    };
    match (around, own.as_str()) {
        ("", _) => own,
        // A paragraph inside something is that something.
        (_, "paragraph") => around.to_owned(),
        (list, "list item") => format!("{} item", list.trim_end_matches(" item")),
        (_, _) => own,
    }
}

/// Attributes that hold words or name a thing: alternative text, caption, credit, who said it.
fn attributes(node: &Value, kind: &str, out: &mut Vec<Line>) {
    let Some(attributes) = node["attrs"].as_object() else { return };
    for (name, value) in attributes {
        let text = match (name.as_str(), value) {
            ("picture", Value::String(id)) => id.chars().take(12).collect(),
            (_, Value::String(text)) => text.clone(),
            _ => continue,
        };
        if !text.trim().is_empty() {
            let name = if name == "picture" { String::new() } else { format!(", {}", name.replace('_', " ")) };
            out.push(Line { kind: format!("{kind}{name}"), tokens: plain(&text) });
        }
    }
}

fn inline(content: &[Value], around: &[String], out: &mut Vec<Token>) {
    for node in content {
        let mut marks = around.to_vec();
        marks.extend(node["marks"].as_array().map_or(&[][..], Vec::as_slice).iter().map(mark));
        match node["type"].as_str() {
            Some("text") => push(node["text"].as_str().unwrap_or_default(), &marks, out),
            Some("hard_break") => out.push(Token { text: "\n".into(), marks }),
            _ => {
                marks.push("footnote".into());
                inline(children(node), &marks, out);
            }
        }
    }
}

fn mark(mark: &Value) -> String {
    let name = mark["type"].as_str().unwrap_or_default().replace('_', " ");
    match (mark["attrs"]["href"].as_str(), mark["attrs"]["ref"].as_str()) {
        (Some(href), _) => format!("{name} to {href}"),
        (_, Some(reference)) => format!("{name} {reference}"),
        _ => name,
    }
}

/// Words are runs of letters and digits with the apostrophes and hyphens inside them; an ideograph or kana is a word. A
/// word that is set in two ways is one word, so that setting half of it strong changes no word.
fn push(text: &str, marks: &[String], out: &mut Vec<Token>) {
    for c in text.chars() {
        let now = class(c);
        match out.last_mut() {
            Some(token) if now != 0 && token.text.chars().last().map(class) == Some(now) && is_note(&token.marks) == is_note(marks) => {
                token.text.push(c);
                blend(&mut token.marks, marks);
            }
            _ => out.push(Token { text: c.into(), marks: marks.to_vec() }),
        }
    }
}

/// What may grow together: 1 letters, 2 space; 0 stands alone.
fn class(c: char) -> u8 {
    match c {
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '\n' => 0,
        c if c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '\u{300}'..='\u{36f}') => 1,
        c if c.is_whitespace() => 2,
        _ => 0,
    }
}

fn is_note(marks: &[String]) -> bool {
    marks.iter().any(|m| m == "footnote")
}

/// Marks that only a part of a word has are told as that.
fn blend(all: &mut Vec<String>, marks: &[String]) {
    if all == marks {
        return;
    }
    let part = |mark: &str| format!("partly {}", mark.trim_start_matches("partly "));
    for mark in all.iter_mut().filter(|m| !marks.contains(m)) {
        *mark = part(mark);
    }
    for mark in marks {
        if !all.contains(mark) && !all.contains(&part(mark)) {
            all.push(part(mark));
        }
    }
}
