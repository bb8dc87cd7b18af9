//! JSON → document. Everything that is not in the model is refused: nothing a person wrote is dropped in silence.

use super::error::{BodyError, Place};
use super::limits::{MAX_DEPTH, MAX_NODES};
use super::link::{Href, Ref};
use super::model::{Block, Cell, Document, Inline, Level, LinkCard, ListItem, Mark, Medium, Picture, Recording, Row};
use crate::framing::{Crop, Focus, Framing, NotAFraming};
use serde_json::{Map, Value};

/// Attributes of a picture.
const PICTURE: [&str; 6] = ["picture", "alt", "caption", "credit", "crop", "focus"];

impl Document {
    /// Reads ProseMirror's JSON: `{"type":"doc","content":[…]}`.
    ///
    /// # Errors
    /// The first node, mark, attribute, nesting or size that is not allowed, with the block where.
    pub fn from_json(value: &Value) -> Result<Self, BodyError> {
        let mut parser = Parser::default();
        let doc = parser.object(value)?;
        if parser.kind(doc)? != "doc" {
            return Err(parser.place.error("is not a document", "send {\"type\":\"doc\",\"content\":[…]}"));
        }
        let blocks = parser.blocks(doc)?;
        Document::new(blocks)
    }
}

impl<'de> serde::Deserialize<'de> for Document {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Document::from_json(&value).map_err(serde::de::Error::custom)
    }
}

type Object = Map<String, Value>;
type Parsed<T> = Result<T, BodyError>;

#[derive(Default)]
struct Parser {
    place: Place,
    nodes: usize,
}

impl Parser {
    fn object<'v>(&mut self, value: &'v Value) -> Parsed<&'v Object> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.place.error("makes the story too large", "split it into several stories"));
        }
        value.as_object().ok_or_else(|| self.place.error("holds something that is not a node", "send an object with a type"))
    }

    fn kind<'v>(&self, node: &'v Object) -> Parsed<&'v str> {
        for (key, value) in node {
            if !matches!(key.as_str(), "type" | "attrs" | "content" | "marks" | "text") && !value.is_null() {
                return Err(self.place.error(format!("holds the unknown key ‘{}’", short(key)), "take it out"));
            }
        }
        node.get("type").and_then(Value::as_str).ok_or_else(|| self.place.error("holds a node without a type", "say what it is"))
    }

    fn content<'v>(&self, node: &'v Object) -> Parsed<&'v [Value]> {
        match node.get("content") {
            None | Some(Value::Null) => Ok(&[]),
            Some(Value::Array(nodes)) => Ok(nodes),
            Some(_) => Err(self.place.error("has content that is not a list", "send a list of nodes")),
        }
    }

    /// The attributes, none of which may be outside `known` unless it is null.
    fn attrs<'v>(&self, node: &'v Object, known: &[&str]) -> Parsed<Option<&'v Object>> {
        let attrs = match node.get("attrs") {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Object(attrs)) => attrs,
            Some(_) => return Err(self.place.error("has attributes that are not an object", "send {\"name\":value}")),
        };
        match attrs.iter().find(|(key, value)| !known.contains(&key.as_str()) && !value.is_null()) {
            Some((key, _)) => Err(self.place.error(format!("has the unknown attribute ‘{}’", short(key)), "take it out")),
            None => Ok(Some(attrs)),
        }
    }

    fn text_attr(&self, attrs: Option<&Object>, key: &str) -> Parsed<String> {
        match attrs.and_then(|attrs| attrs.get(key)) {
            None | Some(Value::Null) => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(_) => Err(self.place.error(format!("has a ‘{key}’ that is not a text"), "write it in quotes")),
        }
    }

    fn number_attr(&self, attrs: Option<&Object>, key: &str, absent: u64) -> Parsed<u64> {
        match attrs.and_then(|attrs| attrs.get(key)) {
            None | Some(Value::Null) => Ok(absent),
            Some(value) => {
                value.as_u64().ok_or_else(|| self.place.error(format!("has a ‘{key}’ that is not a whole number"), "write a number such as 1"))
            }
        }
    }

    fn no_content(&self, node: &Object, what: &str) -> Parsed<()> {
        if self.content(node)?.is_empty() {
            return Ok(());
        }
        Err(self.place.error(format!("is a {what} with content"), "put the words beside it"))
    }

    fn blocks(&mut self, parent: &Object) -> Parsed<Vec<Block>> {
        let mut blocks = Vec::new();
        for (index, value) in self.content(parent)?.iter().enumerate() {
            self.place.enter("block", index);
            if self.place.depth() > MAX_DEPTH {
                return Err(self.place.error("stands too deep inside other blocks", "use fewer levels of lists and quotations"));
            }
            blocks.push(self.block(value)?);
            self.place.leave();
        }
        Ok(blocks)
    }

    fn block(&mut self, value: &Value) -> Parsed<Block> {
        let node = self.object(value)?;
        let kind = self.kind(node)?;
        let known: &[&str] = match kind {
            "heading" => &["level"],
            "ordered_list" => &["start"],
            "pull_quote" => &["cite"],
            "picture" => &PICTURE,
            "link_card" => &["href", "source"],
            "audio" => &["file", "credit"],
            "video" => &["file", "captions", "poster", "credit"],
            _ => &[],
        };
        let attrs = self.attrs(node, known)?;
        Ok(match kind {
            "paragraph" => Block::Paragraph(self.inlines(node)?),
            "heading" => Block::Heading { level: self.level(attrs)?, content: self.inlines(node)? },
            "bullet_list" => Block::BulletList(self.items(node)?),
            "ordered_list" => {
                let start = self.number_attr(attrs, "start", 1)?;
                let items = self.items(node)?;
                Block::OrderedList { start: u32::try_from(start).unwrap_or(u32::MAX), items }
            }
            "blockquote" => Block::Blockquote(self.blocks(node)?),
            "pull_quote" => Block::PullQuote { cite: self.text_attr(attrs, "cite")?, content: self.inlines(node)? },
            "table" => Block::Table(self.rows(node)?),
            "picture" => Block::Picture(self.picture(node, attrs)?),
            "link_card" => self.link_card(node, attrs)?,
            "fact_box" => Block::FactBox(self.blocks(node)?),
            "gallery" => Block::Gallery(self.pictures(node)?),
            "audio" => self.recording(Medium::Audio, node, attrs)?,
            "video" => self.recording(Medium::Video, node, attrs)?,
            "rule" => {
                self.no_content(node, "rule")?;
                Block::Rule
            }
            "code_block" => Block::CodeBlock(self.code(node)?),
            other => {
                return Err(self.place.error(
                    format!("is of the unknown type ‘{}’", short(other)),
                    "use paragraph, heading, bullet_list, ordered_list, blockquote, pull_quote, table, picture, rule, code_block, link_card, fact_box, \
                     gallery, audio or video",
                ));
            }
        })
    }

    fn level(&self, attrs: Option<&Object>) -> Parsed<Level> {
        let number = self.number_attr(attrs, "level", 2)?;
        Level::from_number(number).ok_or_else(|| self.place.error(format!("is a heading of level {number}"), "use 2, 3 or 4"))
    }

    fn picture(&self, node: &Object, attrs: Option<&Object>) -> Parsed<Picture> {
        self.no_content(node, "picture")?;
        let id = self.text_attr(attrs, "picture")?;
        if !is_id(&id) {
            return Err(self.place.error("is a picture without a proper identifier", "choose the picture again"));
        }
        Ok(Picture {
            picture: id,
            alt: self.text_attr(attrs, "alt")?,
            caption: self.text_attr(attrs, "caption")?,
            credit: self.text_attr(attrs, "credit")?,
            framing: self.framing(attrs)?,
        })
    }

    fn framing(&self, attrs: Option<&Object>) -> Parsed<Framing> {
        let wrong = |why: NotAFraming| self.place.error(format!("has {why}"), "write thousandths of its sides, such as 100,50,800,600 or 500,400");
        Ok(Framing {
            crop: Crop::read(&self.text_attr(attrs, "crop")?).map_err(wrong)?,
            focus: Focus::read(&self.text_attr(attrs, "focus")?).map_err(wrong)?,
        })
    }

    fn pictures(&mut self, parent: &Object) -> Parsed<Vec<Picture>> {
        let mut pictures = Vec::new();
        for (index, value) in self.content(parent)?.iter().enumerate() {
            self.place.enter("picture", index);
            let node = self.object(value)?;
            if self.kind(node)? != "picture" {
                return Err(self.place.error("is not a picture", "leave only pictures in a gallery"));
            }
            let attrs = self.attrs(node, &PICTURE)?;
            pictures.push(self.picture(node, attrs)?);
            self.place.leave();
        }
        Ok(pictures)
    }

    fn link_card(&mut self, node: &Object, attrs: Option<&Object>) -> Parsed<Block> {
        let address = self.text_attr(attrs, "href")?;
        let href = match address.trim() {
            "" => None,
            address => Some(Href::card(address).map_err(|why| {
                self.place.error(format!("is a link card for ‘{}’, {why}", short(address)), "write an address that begins with https://")
            })?),
        };
        let source = self.text_attr(attrs, "source")?;
        Ok(Block::LinkCard(LinkCard { href, source, paragraphs: self.paragraphs(node)? }))
    }

    fn recording(&mut self, medium: Medium, node: &Object, attrs: Option<&Object>) -> Parsed<Block> {
        let id = |key: &str| match self.text_attr(attrs, key)? {
            id if id.is_empty() || is_id(&id) => Ok(id),
            _ => Err(self.place.error(format!("has a ‘{key}’ without a proper identifier"), "choose the file again")),
        };
        let (file, captions, poster) = (id("file")?, id("captions")?, id("poster")?);
        let credit = self.text_attr(attrs, "credit")?;
        Ok(Block::Recording(Recording { medium, file, captions, poster, credit, paragraphs: self.paragraphs(node)? }))
    }

    fn paragraphs(&mut self, parent: &Object) -> Parsed<Vec<Vec<Inline>>> {
        let mut paragraphs = Vec::new();
        for value in self.content(parent)? {
            let paragraph = self.object(value)?;
            if self.kind(paragraph)? != "paragraph" {
                return Err(self.place.error("holds something else than paragraphs", "leave only paragraphs in it"));
            }
            self.attrs(paragraph, &[])?;
            paragraphs.push(self.inlines(paragraph)?);
        }
        Ok(paragraphs)
    }

    fn code(&mut self, node: &Object) -> Parsed<String> {
        let mut code = String::new();
        for value in self.content(node)? {
            let text = self.object(value)?;
            match (self.kind(text)?, text.get("text").and_then(Value::as_str)) {
                ("text", Some(words)) => code.push_str(words),
                _ => return Err(self.place.error("is a code block with something else than text", "leave only text in it")),
            }
        }
        Ok(code)
    }

    fn items(&mut self, parent: &Object) -> Parsed<Vec<ListItem>> {
        let mut items = Vec::new();
        for (index, value) in self.content(parent)?.iter().enumerate() {
            self.place.enter("item", index);
            let node = self.object(value)?;
            if self.kind(node)? != "list_item" {
                return Err(self.place.error("is not a list item", "put it into an item of the list"));
            }
            self.attrs(node, &[])?;
            items.push(ListItem(self.blocks(node)?));
            self.place.leave();
        }
        Ok(items)
    }

    fn rows(&mut self, parent: &Object) -> Parsed<Vec<Row>> {
        let mut rows = Vec::new();
        for (index, value) in self.content(parent)?.iter().enumerate() {
            self.place.enter("row", index);
            let node = self.object(value)?;
            if self.kind(node)? != "table_row" {
                return Err(self.place.error("is not a row of a table", "put it into a row"));
            }
            self.attrs(node, &[])?;
            let mut cells = Vec::new();
            for (index, value) in self.content(node)?.iter().enumerate() {
                self.place.enter("cell", index);
                cells.push(self.cell(value)?);
                self.place.leave();
            }
            rows.push(Row(cells));
            self.place.leave();
        }
        Ok(rows)
    }

    fn cell(&mut self, value: &Value) -> Parsed<Cell> {
        let node = self.object(value)?;
        let header = match self.kind(node)? {
            "table_header" => true,
            "table_cell" => false,
            _ => return Err(self.place.error("is not a cell of a table", "put it into a cell")),
        };
        // Widths of columns are the style sheet's; the editor's are not kept.
        let attrs = self.attrs(node, &["colspan", "rowspan", "colwidth"])?;
        let colspan = u16::try_from(self.number_attr(attrs, "colspan", 1)?).unwrap_or(u16::MAX);
        let rowspan = u16::try_from(self.number_attr(attrs, "rowspan", 1)?).unwrap_or(u16::MAX);
        Ok(Cell { header, colspan, rowspan, paragraphs: self.paragraphs(node)? })
    }

    fn inlines(&mut self, parent: &Object) -> Parsed<Vec<Inline>> {
        self.inlines_within(parent, false)
    }

    fn inlines_within(&mut self, parent: &Object, in_footnote: bool) -> Parsed<Vec<Inline>> {
        let mut content = Vec::new();
        for value in self.content(parent)? {
            let node = self.object(value)?;
            let kind = self.kind(node)?;
            let marks = self.marks(node)?;
            self.attrs(node, &[])?;
            content.push(match kind {
                "text" => match node.get("text").and_then(Value::as_str) {
                    Some(text) => Inline::Text { text: text.to_owned(), marks },
                    None => return Err(self.place.error("holds a text without words", "send {\"type\":\"text\",\"text\":\"…\"}")),
                },
                "hard_break" => {
                    self.no_content(node, "line break")?;
                    Inline::HardBreak { marks }
                }
                "footnote" if in_footnote => {
                    return Err(self.place.error("has a footnote inside a footnote", "put the inner one into the text of the outer"));
                }
                "footnote" => Inline::Footnote { content: self.inlines_within(node, true)?, marks },
                other => {
                    return Err(self.place.error(format!("holds the unknown inline type ‘{}’", short(other)), "use text, hard_break or footnote"));
                }
            });
        }
        Ok(content)
    }

    fn marks(&self, node: &Object) -> Parsed<Vec<Mark>> {
        match node.get("marks") {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(marks)) => marks.iter().map(|mark| self.mark(mark)).collect(),
            Some(_) => Err(self.place.error("has marks that are not a list", "send a list of marks")),
        }
    }

    fn mark(&self, value: &Value) -> Parsed<Mark> {
        let node = value.as_object().ok_or_else(|| self.place.error("has a mark that is not an object", "send {\"type\":\"strong\"}"))?;
        let kind = self.kind(node)?;
        let plain = match kind {
            "strong" => Some(Mark::Strong),
            "em" => Some(Mark::Em),
            "strike" => Some(Mark::Strike),
            "code" => Some(Mark::Code),
            "sub" => Some(Mark::Sub),
            "sup" => Some(Mark::Sup),
            _ => None,
        };
        if let Some(mark) = plain {
            self.attrs(node, &[])?;
            return Ok(mark);
        }
        if kind == "link" {
            let href = self.text_attr(self.attrs(node, &["href"])?, "href")?;
            return Href::parse(&href).map(Mark::Link).map_err(|why| {
                let next = "use http, https, mailto, tel or a path on this site such as /world";
                self.place.error(format!("has a link to ‘{}’, {why}", short(&href)), next)
            });
        }
        if !matches!(kind, "claim" | "said" | "source" | "date" | "expectation") {
            let next = "use strong, em, strike, code, sub, sup, link, claim, said, source, date or expectation";
            return Err(self.place.error(format!("has the unknown mark ‘{}’", short(kind)), next));
        }
        let reference = self.text_attr(self.attrs(node, &["ref"])?, "ref")?;
        Ref::parse(&reference).and_then(|reference| Mark::ledger(kind, reference)).ok_or_else(|| {
            self.place.error(format!("has a {kind} mark that refers to ‘{}’", short(&reference)), "refer to a slug or a date, without spaces")
        })
    }
}

/// Whether a text is an identifier of the store: 64 lower-case hex digits.
fn is_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// The first letters of what somebody sent, for an error message, without control characters.
fn short(text: &str) -> String {
    let mut shown: String = text.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    shown
}
