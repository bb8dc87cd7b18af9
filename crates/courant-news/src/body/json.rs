//! Document → JSON, in the form of ProseMirror's `Node.toJSON`: empty `content`, `marks` and `attrs` are left out.

use super::model::{Block, Cell, Document, Inline, LinkCard, ListItem, Mark, Medium, Picture, Recording, Row};
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
        Block::Picture(one) => picture(one),
        Block::LinkCard(card) => link_card(card),
        Block::FactBox(blocks) => node("fact_box", None, blocks.iter().map(self::block).collect()),
        Block::Gallery(pictures) => node("gallery", None, pictures.iter().map(picture).collect()),
        Block::Recording(one) => recording(one),
        Block::Rule => node("rule", None, Vec::new()),
        Block::CodeBlock(text) if text.is_empty() => node("code_block", None, Vec::new()),
        Block::CodeBlock(text) => node("code_block", None, vec![json!({ "type": "text", "text": text })]),
    }
}

fn picture(picture: &Picture) -> Value {
    let mut attrs = json!({ "picture": picture.picture, "alt": picture.alt, "caption": picture.caption, "credit": picture.credit });
    let framing = &picture.framing;
    for (key, text) in [("crop", framing.crop.map(|crop| crop.to_string())), ("focus", framing.focus.map(|focus| focus.to_string()))] {
        // As in the editor: what a use does not say is not written.
        if let Some(text) = text {
            attrs[key] = text.into();
        }
    }
    node("picture", Some(attrs), Vec::new())
}

fn link_card(card: &LinkCard) -> Value {
    let attrs = json!({ "href": card.href.as_ref().map_or("", |href| href.as_str()), "source": card.source });
    node("link_card", Some(attrs), paragraphs(&card.paragraphs))
}

fn recording(one: &Recording) -> Value {
    let attrs = match one.medium {
        Medium::Audio => json!({ "file": one.file, "credit": one.credit }),
        Medium::Video => json!({ "file": one.file, "captions": one.captions, "poster": one.poster, "credit": one.credit }),
    };
    node(one.medium.word(), Some(attrs), paragraphs(&one.paragraphs))
}

fn paragraphs(paragraphs: &[Vec<Inline>]) -> Vec<Value> {
    paragraphs.iter().map(|paragraph| node("paragraph", None, inlines(paragraph))).collect()
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
    node(kind, Some(attrs), paragraphs(&cell.paragraphs))
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
