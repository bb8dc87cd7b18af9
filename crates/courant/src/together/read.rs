//! Reading the body leniently: what the merge of valid edits may leave is mended here, and no word is dropped.
//!
//! A block that the document model takes is taken as it is. Otherwise it is rebuilt: what came out empty (a list whose
//! items two people deleted) is nothing, what stands where it may not becomes paragraphs, unknown marks and addresses
//! that no link may have fall away from their words. The shared document itself is not touched.

use super::tree::{Node, Run, TooDeep};
use courant_news::body::{Block, BodyError, Document, Inline, limits};
use courant_news::framing::{Crop, Focus};
use serde_json::{Map, Value, json};

/// Why no document of the model can be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    /// Deeper than any editor nests.
    #[error("the text is nested deeper than an editor makes it; use fewer levels")]
    TooDeep,
    /// Beyond a limit of the model.
    #[error(transparent)]
    Body(#[from] BodyError),
}

impl From<TooDeep> for Unreadable {
    fn from(_: TooDeep) -> Unreadable {
        Unreadable::TooDeep
    }
}

/// The body, and a sentence for each thing that had to be mended.
pub(super) fn body(nodes: &[Node]) -> Result<(Document, Vec<String>), Unreadable> {
    let (mut blocks, mut mender) = (Vec::new(), Mender::default());
    for node in nodes {
        if let Some(whole) = taken(json_of(node)) {
            blocks.extend(whole);
            continue;
        }
        for mended in mender.block(node, 1) {
            match taken(mended) {
                Some(whole) => blocks.extend(whole),
                None => {
                    mender.repairs.push("A part that the document model does not know became a paragraph.".into());
                    blocks.extend(plain_paragraphs(node));
                }
            }
        }
    }
    Ok((Document::new(blocks)?, mender.repairs))
}

/// The block, when the model takes it.
fn taken(block: Value) -> Option<Vec<Block>> {
    Document::from_json(&json!({ "type": "doc", "content": [block] })).ok().map(Document::into_blocks)
}

fn plain_paragraphs(node: &Node) -> Vec<Block> {
    let words = words_of(node);
    if words.is_empty() { Vec::new() } else { vec![Block::Paragraph(vec![Inline::text(words)])] }
}

fn words_of(node: &Node) -> String {
    let mut words = String::new();
    node.words(&mut words);
    words.trim().to_owned()
}

/// A node as the model's JSON, as it stands.
fn json_of(node: &Node) -> Value {
    match node {
        Node::Element { name, attrs, children } => {
            let mut content = Vec::new();
            for child in children {
                match child {
                    Node::Text(runs) => content.extend(runs.iter().filter(|run| !run.text.is_empty()).map(text)),
                    other => content.push(json_of(other)),
                }
            }
            element(name, attrs.clone(), content)
        }
        // Neither may stand where a node is expected; the mender makes a paragraph of it.
        Node::Text(_) | Node::Odd(_) => json!({ "type": "text" }),
    }
}

fn element(name: &str, attrs: Map<String, Value>, content: Vec<Value>) -> Value {
    let mut out = json!({ "type": name });
    if !attrs.is_empty() {
        out["attrs"] = Value::Object(attrs);
    }
    if !content.is_empty() {
        out["content"] = Value::Array(content);
    }
    out
}

fn text(run: &Run) -> Value {
    let marks: Vec<Value> = run.marks.iter().map(|(name, attrs)| mark(name, attrs)).collect();
    let mut out = json!({ "type": "text", "text": run.text });
    if !marks.is_empty() {
        out["marks"] = Value::Array(marks);
    }
    out
}

fn mark(name: &str, attrs: &Value) -> Value {
    // y-prosemirror adds a hash where a mark may stand several times on the same words.
    let name = name.split("--").next().unwrap_or(name);
    match attrs {
        Value::Object(attrs) if !attrs.is_empty() => json!({ "type": name, "attrs": attrs }),
        _ => json!({ "type": name }),
    }
}

#[derive(Default)]
struct Mender {
    repairs: Vec<String>,
}

/// Depth from which everything becomes paragraphs.
const FLAT_FROM: usize = limits::MAX_DEPTH;

impl Mender {
    fn note(&mut self, sentence: &str) {
        self.repairs.push(sentence.to_owned());
    }

    /// What becomes of a block: none, itself, or several.
    fn block(&mut self, node: &Node, depth: usize) -> Vec<Value> {
        let Node::Element { name, attrs, children } = node else {
            self.note("Words outside any paragraph became one.");
            return self.paragraphs(std::slice::from_ref(node));
        };
        if depth > FLAT_FROM {
            self.note("A part nested too deep became a paragraph.");
            return self.as_words(node);
        }
        match name.as_str() {
            "paragraph" => vec![element(name, Map::new(), self.inlines(children, false))],
            "heading" => {
                let level = attrs.get("level").and_then(Value::as_u64).unwrap_or(2).clamp(2, 4);
                vec![json!({ "type": "heading", "attrs": { "level": level }, "content": self.inlines(children, false) })]
            }
            "pull_quote" => {
                let (cite, rest) = self.attribute(attrs, "cite");
                let quote = json!({ "type": name, "attrs": { "cite": cite }, "content": self.inlines(children, false) });
                std::iter::once(quote).chain(rest).collect()
            }
            "code_block" => {
                let words = words_of(&Node::Element { name: name.clone(), attrs: Map::new(), children: children.clone() });
                vec![element(name, Map::new(), if words.is_empty() { vec![] } else { vec![json!({ "type": "text", "text": words })] })]
            }
            "bullet_list" | "ordered_list" => self.list(name, attrs, children, depth),
            "list_item" => self.flow(children, depth),
            "blockquote" => {
                let content = self.flow(children, depth);
                if content.is_empty() { vec![] } else { vec![element(name, Map::new(), content)] }
            }
            "table" => self.table(children),
            "picture" => self.picture(node, attrs),
            "rule" => vec![json!({ "type": "rule" })],
            _ => {
                self.note("A part of an unknown kind became a paragraph.");
                self.as_words(node)
            }
        }
    }

    fn as_words(&mut self, node: &Node) -> Vec<Value> {
        let words = words_of(node);
        if words.is_empty() { vec![] } else { vec![paragraph(&words)] }
    }

    fn paragraphs(&mut self, nodes: &[Node]) -> Vec<Value> {
        let content = self.inlines(nodes, false);
        if content.is_empty() { vec![] } else { vec![element("paragraph", Map::new(), content)] }
    }

    /// Paragraphs and lists, as list items and quotations hold them.
    fn flow(&mut self, children: &[Node], depth: usize) -> Vec<Value> {
        let mut out = Vec::new();
        for child in children {
            let blocks = self.block(child, depth + 1);
            if blocks.iter().all(|b| matches!(b["type"].as_str(), Some("paragraph" | "bullet_list" | "ordered_list"))) {
                out.extend(blocks);
            } else {
                self.note("A part that may not stand in a list or quotation became a paragraph.");
                out.extend(self.as_words(child));
            }
        }
        out
    }

    fn list(&mut self, name: &str, attrs: &Map<String, Value>, children: &[Node], depth: usize) -> Vec<Value> {
        let mut items = Vec::new();
        for child in children {
            let mut content = match child {
                Node::Element { name, children, .. } if name == "list_item" => self.flow(children, depth),
                other => self.flow(std::slice::from_ref(other), depth),
            };
            if content.first().is_some_and(|first| first["type"] != "paragraph") {
                content.insert(0, json!({ "type": "paragraph" }));
            }
            if !content.is_empty() {
                items.push(json!({ "type": "list_item", "content": content }));
            }
        }
        if items.is_empty() {
            return vec![];
        }
        let mut kept = Map::new();
        if name == "ordered_list" {
            kept.insert("start".into(), json!(attrs.get("start").and_then(Value::as_u64).unwrap_or(1).min(u64::from(limits::MAX_START))));
        }
        vec![element(name, kept, items)]
    }

    fn table(&mut self, children: &[Node]) -> Vec<Value> {
        let (mut rows, mut beside) = (Vec::new(), Vec::new());
        for child in children {
            let Node::Element { name, children: cells, .. } = child else {
                beside.extend(self.as_words(child));
                continue;
            };
            if name != "table_row" {
                self.note("Words in a table that stood in no row became a paragraph.");
                beside.extend(self.as_words(child));
                continue;
            }
            let mut row = Vec::new();
            for cell in cells {
                if row.len() == limits::MAX_COLUMNS {
                    self.note("A cell beyond the last column became a paragraph.");
                    beside.extend(self.as_words(cell));
                } else {
                    row.push(self.cell(cell));
                }
            }
            if !row.is_empty() {
                rows.push(json!({ "type": "table_row", "content": row }));
            }
        }
        let tables = rows.chunks(limits::MAX_ROWS).map(|rows| json!({ "type": "table", "content": rows }));
        tables.chain(beside).collect()
    }

    fn cell(&mut self, node: &Node) -> Value {
        let (kind, attrs, children) = match node {
            Node::Element { name, attrs, children } if name == "table_cell" || name == "table_header" => {
                (name.as_str(), attrs.clone(), children.as_slice())
            }
            other => ("table_cell", Map::new(), std::slice::from_ref(other)),
        };
        let span = |key: &str, most: usize| attrs.get(key).and_then(Value::as_u64).unwrap_or(1).clamp(1, most as u64);
        let mut content = Vec::new();
        for child in children {
            let blocks = self.block(child, FLAT_FROM - 1);
            if blocks.iter().all(|b| b["type"] == "paragraph") {
                content.extend(blocks);
            } else {
                self.note("A part that may not stand in a cell became a paragraph.");
                content.extend(self.as_words(child));
            }
        }
        if content.is_empty() {
            content.push(json!({ "type": "paragraph" }));
        }
        let attrs = json!({ "colspan": span("colspan", limits::MAX_COLUMNS), "rowspan": span("rowspan", limits::MAX_ROWS) });
        json!({ "type": kind, "attrs": attrs, "content": content })
    }

    fn picture(&mut self, node: &Node, attrs: &Map<String, Value>) -> Vec<Value> {
        let id = attrs.get("picture").and_then(Value::as_str).unwrap_or_default();
        if id.starts_with("pending:") {
            // On its way into the library: it has its place in the shared draft until then.
            return vec![];
        }
        if id.len() != 64 || !id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            self.note("A picture that is not in the library left its words as a paragraph.");
            return self.as_words(node);
        }
        let (mut kept, mut rest) = (Map::new(), Vec::new());
        kept.insert("picture".into(), json!(id));
        for (key, sound) in [("crop", (|text| Crop::read(text).is_ok()) as fn(&str) -> bool), ("focus", |text| Focus::read(text).is_ok())] {
            match attrs.get(key).and_then(Value::as_str) {
                Some(text) if sound(text) => drop(kept.insert(key.into(), json!(text))),
                Some(_) => self.note("A crop or focal point outside its picture fell away."),
                None => {}
            }
        }
        for key in ["alt", "caption", "credit"] {
            let (value, beyond) = self.attribute(attrs, key);
            kept.insert(key.into(), json!(value));
            rest.extend(beyond);
        }
        std::iter::once(element("picture", kept, vec![])).chain(rest).collect()
    }

    /// A text attribute; one that is too long goes on as a paragraph.
    fn attribute(&mut self, attrs: &Map<String, Value>, key: &str) -> (String, Vec<Value>) {
        let value = attrs.get(key).and_then(Value::as_str).unwrap_or_default();
        if value.len() <= limits::MAX_ATTRIBUTE {
            return (value.to_owned(), vec![]);
        }
        self.note("A caption or credit that is too long became a paragraph.");
        (String::new(), vec![paragraph(value)])
    }

    fn inlines(&mut self, nodes: &[Node], in_footnote: bool) -> Vec<Value> {
        let mut out = Vec::new();
        for node in nodes {
            match node {
                Node::Text(runs) => out.extend(runs.iter().filter(|run| !run.text.is_empty()).map(|run| self.text(run))),
                Node::Odd(words) if words.is_empty() => {}
                Node::Odd(words) => out.push(json!({ "type": "text", "text": words })),
                Node::Element { name, .. } if name == "hard_break" => out.push(json!({ "type": "hard_break" })),
                Node::Element { name, children, .. } if name == "footnote" && !in_footnote => {
                    out.push(element(name, Map::new(), self.inlines(children, true)));
                }
                other => {
                    self.note("A part that may not stand among words left its words there.");
                    let words = words_of(other);
                    if !words.is_empty() {
                        out.push(json!({ "type": "text", "text": words }));
                    }
                }
            }
        }
        out
    }

    fn text(&mut self, run: &Run) -> Value {
        let mut marks: Vec<Value> = Vec::new();
        for (name, attrs) in &run.marks {
            let mark = mark(name, attrs);
            let second_link = mark["type"] == "link" && marks.iter().any(|m| m["type"] == "link");
            if second_link || marks.len() == limits::MAX_MARKS || !is_mark(&mark) {
                self.note("A mark that the document model does not know fell away; its words stand.");
            } else {
                marks.push(mark);
            }
        }
        let mut out = json!({ "type": "text", "text": run.text });
        if !marks.is_empty() {
            out["marks"] = Value::Array(marks);
        }
        out
    }
}

fn paragraph(words: &str) -> Value {
    json!({ "type": "paragraph", "content": [{ "type": "text", "text": words }] })
}

fn is_mark(mark: &Value) -> bool {
    taken(json!({ "type": "paragraph", "content": [{ "type": "text", "text": "x", "marks": [mark] }] })).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn words(text: &str) -> Node {
        Node::Text(vec![Run { text: text.into(), marks: BTreeMap::new() }])
    }

    fn el(name: &str, children: Vec<Node>) -> Node {
        Node::Element { name: name.into(), attrs: Map::new(), children }
    }

    #[test]
    fn what_two_edits_left_empty_is_nothing_and_is_no_repair() {
        let left = [
            el("bullet_list", vec![]),
            el("blockquote", vec![]),
            el("table", vec![el("table_row", vec![])]),
            el("ordered_list", vec![el("list_item", vec![])]),
        ];
        let (document, repairs) = body(&left).expect("reads");
        assert!(document.blocks().is_empty());
        assert_eq!(repairs, Vec::<String>::new());
    }

    #[test]
    fn no_word_is_lost_wherever_it_stands() {
        let link = Run {
            text: "link".into(),
            marks: BTreeMap::from([("link".into(), json!({ "href": "javascript:alert(1)" })), ("blink".into(), json!({}))]),
        };
        let odd = [
            words("alpha"),
            Node::Odd("bravo".into()),
            el("gallery", vec![el("paragraph", vec![words("charlie")])]),
            el(
                "bullet_list",
                vec![
                    el("heading", vec![words("delta")]),
                    el("list_item", vec![el("bullet_list", vec![el("list_item", vec![el("paragraph", vec![words("echo")])])])]),
                ],
            ),
            el("blockquote", vec![el("table", vec![el("table_row", vec![el("table_cell", vec![words("foxtrot")])])])]),
            el(
                "table",
                vec![
                    el("paragraph", vec![words("golf")]),
                    el(
                        "table_row",
                        vec![
                            words("hotel"),
                            el("table_cell", vec![el("bullet_list", vec![el("list_item", vec![el("paragraph", vec![words("india")])])])]),
                        ],
                    ),
                ],
            ),
            el(
                "paragraph",
                vec![
                    Node::Text(vec![link]),
                    el("footnote", vec![words("juliet"), el("footnote", vec![words("kilo")])]),
                    el("paragraph", vec![words("lima")]),
                ],
            ),
            el("picture", vec![words("mike")]),
            el("code_block", vec![el("paragraph", vec![words("november")])]),
        ];
        let (document, repairs) = body(&odd).expect("reads");
        let text = document.plain_text();
        for word in
            ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "link", "juliet", "kilo", "lima", "mike", "november"]
        {
            assert!(text.contains(word), "{word} is not in {text}");
        }
        assert!(!repairs.is_empty());
        assert!(document.links().is_empty());
    }

    #[test]
    fn deep_lists_become_flat_with_all_their_words() {
        let mut node = el("list_item", vec![el("paragraph", vec![words("deepest")])]);
        for _ in 0..40 {
            node = el("list_item", vec![el("paragraph", vec![words("level")]), el("bullet_list", vec![node])]);
        }
        let (document, _) = body(&[el("bullet_list", vec![node])]).expect("reads");
        assert!(document.plain_text().contains("deepest"));
    }
}
