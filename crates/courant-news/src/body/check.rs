//! The rules of a document, and its normal form.

use super::error::{BodyError, Place};
use super::limits::{MAX_ATTRIBUTE, MAX_BYTES, MAX_COLUMNS, MAX_DEPTH, MAX_MARKS, MAX_NODES, MAX_ROWS, MAX_START};
use super::link::is_noncharacter;
use super::model::{Block, Inline, ListItem, Mark, Picture, Row};

/// Normalises and checks; gives the blocks back when every rule holds.
pub(super) fn checked(mut blocks: Vec<Block>) -> Result<Vec<Block>, BodyError> {
    let mut check = Check::default();
    check.blocks(&mut blocks, Inside::Document)?;
    Ok(blocks)
}

/// What a block stands in: it decides which blocks are allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Document,
    Item,
    Quote,
    FactBox,
}

#[derive(Default)]
struct Check {
    nodes: usize,
    bytes: usize,
    place: Place,
}

impl Check {
    fn node(&mut self) -> Result<(), BodyError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.place.error("makes the story too large", "split it into several stories"));
        }
        Ok(())
    }

    fn count_bytes(&mut self, bytes: usize) -> Result<(), BodyError> {
        self.bytes += bytes;
        if self.bytes > MAX_BYTES {
            return Err(self.place.error("makes the story longer than 4 MB", "split it into several stories"));
        }
        Ok(())
    }

    fn blocks(&mut self, blocks: &mut [Block], inside: Inside) -> Result<(), BodyError> {
        for (index, block) in blocks.iter_mut().enumerate() {
            self.place.enter("block", index);
            self.node()?;
            if self.place.depth() > MAX_DEPTH {
                return Err(self.place.error("stands too deep inside other blocks", "use fewer levels of lists and quotations"));
            }
            let flow = matches!(block, Block::Paragraph(_) | Block::BulletList(_) | Block::OrderedList { .. });
            match inside {
                Inside::Item if index == 0 && !matches!(block, Block::Paragraph(_)) => {
                    return Err(self.place.error("begins a list item with something else than a paragraph", "put words first"));
                }
                Inside::Item if !flow => {
                    return Err(self.place.error("stands in a list item", "only paragraphs and lists may stand there"));
                }
                Inside::Quote if !flow => {
                    return Err(self.place.error("stands in a quotation", "only paragraphs and lists may stand there"));
                }
                Inside::FactBox if !flow && !matches!(block, Block::Heading { .. } | Block::Table(_)) => {
                    return Err(self.place.error("stands in a fact box", "only headings, paragraphs, lists and tables may stand there"));
                }
                _ => self.block(block)?,
            }
            self.place.leave();
        }
        Ok(())
    }

    fn block(&mut self, block: &mut Block) -> Result<(), BodyError> {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => self.inlines(content),
            Block::PullQuote { cite, content } => {
                self.attribute(cite)?;
                self.inlines(content)
            }
            Block::BulletList(items) => self.items(items),
            Block::OrderedList { start, items } => {
                if *start > MAX_START {
                    return Err(self.place.error(format!("is a list that starts at {start}"), "start below a billion"));
                }
                self.items(items)
            }
            Block::Blockquote(blocks) => {
                if blocks.is_empty() {
                    return Err(self.place.error("is a quotation without words", "take it out or write it"));
                }
                self.blocks(blocks, Inside::Quote)
            }
            Block::Table(rows) => self.rows(rows),
            Block::Picture(one) => self.picture(one),
            Block::LinkCard(card) => {
                let bytes = card.href.as_ref().map_or(0, |href| href.as_str().len());
                self.count_bytes(bytes)?;
                self.attribute(&mut card.source)?;
                self.paragraphs(&mut card.paragraphs)
            }
            Block::FactBox(blocks) => self.blocks(blocks, Inside::FactBox),
            Block::Gallery(pictures) => {
                for (index, one) in pictures.iter_mut().enumerate() {
                    self.place.enter("picture", index);
                    self.node()?;
                    self.picture(one)?;
                    self.place.leave();
                }
                Ok(())
            }
            Block::Recording(one) => {
                for value in [&mut one.file, &mut one.captions, &mut one.poster, &mut one.credit] {
                    self.attribute(value)?;
                }
                self.paragraphs(&mut one.paragraphs)
            }
            Block::Rule => Ok(()),
            Block::CodeBlock(text) => {
                *text = clean(&text.replace("\r\n", "\n"), true);
                self.count_bytes(text.len())
            }
        }
    }

    fn items(&mut self, items: &mut [ListItem]) -> Result<(), BodyError> {
        if items.is_empty() {
            return Err(self.place.error("is a list without items", "take it out or add an item"));
        }
        for (index, item) in items.iter_mut().enumerate() {
            self.place.enter("item", index);
            self.node()?;
            if item.0.is_empty() {
                return Err(self.place.error("is an empty list item", "put a paragraph into it"));
            }
            self.blocks(&mut item.0, Inside::Item)?;
            self.place.leave();
        }
        Ok(())
    }

    fn rows(&mut self, rows: &mut [Row]) -> Result<(), BodyError> {
        if rows.is_empty() || rows.len() > MAX_ROWS {
            return Err(self.place.error(format!("is a table of {} rows", rows.len()), format!("use 1 to {MAX_ROWS}")));
        }
        for (index, row) in rows.iter_mut().enumerate() {
            self.place.enter("row", index);
            self.node()?;
            if row.0.is_empty() || row.0.len() > MAX_COLUMNS {
                return Err(self.place.error(format!("has {} cells", row.0.len()), format!("use 1 to {MAX_COLUMNS}")));
            }
            for (index, cell) in row.0.iter_mut().enumerate() {
                self.place.enter("cell", index);
                self.node()?;
                let (columns, rows) = (usize::from(cell.colspan), usize::from(cell.rowspan));
                if !(1..=MAX_COLUMNS).contains(&columns) || !(1..=MAX_ROWS).contains(&rows) {
                    return Err(self.place.error(format!("spans {columns} columns and {rows} rows"), "use 1 for a plain cell"));
                }
                if cell.paragraphs.is_empty() {
                    return Err(self.place.error("is a cell without a paragraph", "put an empty paragraph into it"));
                }
                self.paragraphs(&mut cell.paragraphs)?;
                self.place.leave();
            }
            self.place.leave();
        }
        Ok(())
    }

    fn picture(&mut self, picture: &mut Picture) -> Result<(), BodyError> {
        self.attribute(&mut picture.picture)?;
        self.attribute(&mut picture.alt)?;
        self.attribute(&mut picture.caption)?;
        self.attribute(&mut picture.credit)
    }

    fn paragraphs(&mut self, paragraphs: &mut [Vec<Inline>]) -> Result<(), BodyError> {
        for paragraph in paragraphs {
            self.node()?;
            self.inlines(paragraph)?;
        }
        Ok(())
    }

    fn inlines(&mut self, content: &mut Vec<Inline>) -> Result<(), BodyError> {
        for inline in content.iter_mut() {
            self.node()?;
            self.marks(inline)?;
            match inline {
                Inline::Text { text, .. } => {
                    *text = clean(text, false);
                    self.count_bytes(text.len())?;
                }
                Inline::HardBreak { .. } => {}
                Inline::Footnote { content, .. } => {
                    if content.iter().any(|inner| matches!(inner, Inline::Footnote { .. })) {
                        return Err(self.place.error("has a footnote inside a footnote", "put the inner one into the text of the outer"));
                    }
                    self.inlines(content)?;
                }
            }
        }
        merge(content);
        Ok(())
    }

    fn marks(&mut self, inline: &mut Inline) -> Result<(), BodyError> {
        let is_footnote = matches!(inline, Inline::Footnote { .. });
        let marks = inline.marks_mut();
        // A footnote's sign is a link itself, and links do not nest.
        marks.retain(|mark| !(is_footnote && matches!(mark, Mark::Link(_))));
        marks.sort();
        marks.dedup();
        if marks.len() > MAX_MARKS {
            return Err(self.place.error("has too many marks on the same words", "take some out"));
        }
        if marks.iter().filter(|mark| matches!(mark, Mark::Link(_))).count() > 1 {
            return Err(self.place.error("has two links on the same words", "keep one of them"));
        }
        let bytes = marks.iter().map(|mark| match mark {
            Mark::Link(href) => href.as_str().len(),
            other => other.reference().map_or(0, |reference| reference.as_str().len()),
        });
        let bytes = bytes.sum();
        self.count_bytes(bytes)
    }

    fn attribute(&mut self, value: &mut String) -> Result<(), BodyError> {
        *value = clean(value, false).trim().to_owned();
        if value.len() > MAX_ATTRIBUTE {
            return Err(self.place.error("has a caption, credit or other field that is too long", "shorten it to 2,000 letters"));
        }
        self.count_bytes(value.len())
    }
}

/// Without characters that neither HTML nor XML can carry. Line ends and tabs are kept in preformatted text and are
/// spaces elsewhere: a line break is a node of its own.
fn clean(text: &str, preformatted: bool) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\t' if preformatted => Some(c),
            '\n' | '\t' | '\r' => Some(if preformatted { '\n' } else { ' ' }),
            c if c.is_control() || is_noncharacter(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Joins neighbouring texts with the same marks and drops empty ones.
fn merge(content: &mut Vec<Inline>) {
    let mut merged: Vec<Inline> = Vec::with_capacity(content.len());
    for inline in content.drain(..) {
        if let Inline::Text { text, marks } = &inline {
            if text.is_empty() {
                continue;
            }
            if let Some(Inline::Text { text: before, marks: same }) = merged.last_mut()
                && same == marks
            {
                before.push_str(text);
                continue;
            }
        }
        merged.push(inline);
    }
    *content = merged;
}
