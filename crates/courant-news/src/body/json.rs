//! Document → JSON, in the form of ProseMirror's `Node.toJSON`: empty `content`, `marks` and `attrs` are left out.

use super::model::{Block, Cell, Document, Inline, ListItem, Mark, Row};
use serde_json::{Map, Value, json};

impl Document {
    /// The document as ProseMirror writes it; `Document::from_json` is the inverse.
    #[must_use]
    pub fn to_json(&self) -> Value {
        node("doc", None, self.blocks().iter().map(block).collect())
    }
}

impl serde::Serialize for Document {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

fn node(kind: &str, attrs: Option<Value>, content: Vec<Value>) -> Value {
    let mut map = Map::new();
    map.insert("type".into(), kind.into());
    if let Some(attrs) = attrs {
        map.insert("attrs".into(), attrs);
    }
    if !content.is_empty() {
        map.insert("content".into(), Value::Array(content));
    }
    Value::Object(map)
}

fn block(block: &Block) -> Value {
    match block {
        Block::Paragraph(content) => node("paragraph", None, inlines(content)),
        Block::Heading { level, content } => node("heading", Some(json!({ "level": level.number() })), inlines(content)),
        Block::BulletList(list) => node("bullet_list", None, items(list)),
        Block::OrderedList { start, items: list } => node("ordered_list", Some(json!({ "start": start })), items(list)),
        Block::Blockquote(blocks) => node("blockquote", None, blocks.iter().map(self::block).collect()),
        Block::PullQuote { cite, content } => node("pull_quote", Some(json!({ "cite": cite })), inlines(content)),
        Block::Table(rows) => node("table", None, rows.iter().map(row).collect()),
        Block::Picture(picture) => node(
            "picture",
            Some(json!({ "picture": picture.picture, "alt": picture.alt, "caption": picture.caption, "credit": picture.credit })),
            Vec::new(),
        ),
        Block::Rule => node("rule", None, Vec::new()),
        Block::CodeBlock(text) if text.is_empty() => node("code_block", None, Vec::new()),
        Block::CodeBlock(text) => node("code_block", None, vec![json!({ "type": "text", "text": text })]),
    }
}

fn items(items: &[ListItem]) -> Vec<Value> {
    items.iter().map(|item| node("list_item", None, item.0.iter().map(block).collect())).collect()
}

fn row(row: &Row) -> Value {
    node("table_row", None, row.0.iter().map(cell).collect())
}

fn cell(cell: &Cell) -> Value {
    let kind = if cell.header { "table_header" } else { "table_cell" };
    let attrs = json!({ "colspan": cell.colspan, "rowspan": cell.rowspan, "colwidth": null });
    node(kind, Some(attrs), cell.paragraphs.iter().map(|paragraph| node("paragraph", None, inlines(paragraph))).collect())
}

fn inlines(content: &[Inline]) -> Vec<Value> {
    content.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> Value {
    let mut value = match inline {
        Inline::Text { text, .. } => json!({ "type": "text", "text": text }),
        Inline::HardBreak { .. } => node("hard_break", None, Vec::new()),
        Inline::Footnote { content, .. } => node("footnote", None, inlines(content)),
    };
    if !inline.marks().is_empty() {
        value["marks"] = inline.marks().iter().map(mark).collect();
    }
    value
}

fn mark(mark: &Mark) -> Value {
    match (mark, mark.reference()) {
        (Mark::Link(href), _) => json!({ "type": "link", "attrs": { "href": href.as_str() } }),
        (_, Some(reference)) => json!({ "type": mark.name(), "attrs": { "ref": reference.as_str() } }),
        _ => json!({ "type": mark.name() }),
    }
}
