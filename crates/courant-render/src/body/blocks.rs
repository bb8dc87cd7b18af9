//! Blocks as elements.

use super::escape::{escape, escape_into};
use super::{BodyWords, Shown, Target};
use crate::view;
use courant_news::body::{Block, Cell, Document, Inline, Level, ListItem, Picture, Row, inline_text};
use std::collections::HashMap;

/// `sizes` of a picture in the text: the column is 42 em of the body's type at most.
pub const SIZES: &str = "(min-width: 46em) 42em, 100vw";

/// `sizes` of a picture in a gallery: two or three in a row, all of a phone's width.
const GALLERY_SIZES: &str = "(min-width: 70rem) 20rem, (min-width: 30rem) 50vw, 100vw";

/// Letters of a heading that go into its id.
const LONGEST_ID: usize = 60;

pub(super) struct Writer<'d, 'w> {
    pub(super) out: String,
    pub(super) notes: Vec<&'d [Inline]>,
    pub(super) target: Target<'w>,
    /// Inside a link of a block's own: links of the text are not opened there, and signs of footnotes wait.
    pub(super) in_link: bool,
    pub(super) waiting: Vec<usize>,
    pub(super) shown: Shown<'w>,
    pub(super) words: &'w BodyWords,
    ids: HashMap<String, usize>,
}

impl<'d, 'w> Writer<'d, 'w> {
    pub(super) fn new(shown: Shown<'w>, words: &'w BodyWords, target: Target<'w>) -> Self {
        Writer { out: String::new(), notes: Vec::new(), target, in_link: false, waiting: Vec::new(), shown, words, ids: HashMap::new() }
    }

    pub(super) fn document(mut self, doc: &'d Document) -> String {
        for block in doc.blocks() {
            self.block(block);
            if !self.out.is_empty() && !self.out.ends_with('\n') {
                self.out.push('\n');
            }
        }
        self.footnotes();
        self.out
    }

    /// `page` on a page, `feed` in a feed: a tag with and without its class.
    pub(super) fn tag(&mut self, page: &str, feed: &str) {
        self.out.push_str(if self.target == Target::Page { page } else { feed });
    }

    fn block(&mut self, block: &'d Block) {
        match block {
            Block::Paragraph(content) => self.paragraph(content),
            Block::Heading { level, content } => {
                let id = self.id(content);
                self.heading(*level, content, &id);
            }
            Block::BulletList(items) => {
                self.out.push_str("<ul>");
                self.items(items);
                self.out.push_str("</ul>");
            }
            Block::OrderedList { start, items } => {
                self.out.push_str(&if *start == 1 { "<ol>".to_owned() } else { format!("<ol start=\"{start}\">") });
                self.items(items);
                self.out.push_str("</ol>");
            }
            Block::Blockquote(blocks) => {
                self.out.push_str("<blockquote>");
                blocks.iter().for_each(|block| self.block(block));
                self.out.push_str("</blockquote>");
            }
            Block::PullQuote { cite, content } => self.pull_quote(cite, content),
            Block::Table(rows) => self.table(rows),
            Block::Picture(picture) => self.picture(picture, SIZES),
            Block::LinkCard(card) => self.link_card(card),
            Block::FactBox(blocks) => self.fact_box(blocks),
            Block::Gallery(pictures) => self.gallery(pictures),
            Block::Recording(one) => self.recording(one),
            Block::Rule => self.out.push_str("<hr>"),
            Block::CodeBlock(text) => {
                self.out.push_str("<pre><code>");
                escape_into(&mut self.out, text);
                self.out.push_str("</code></pre>");
            }
        }
    }

    fn heading(&mut self, level: Level, content: &'d [Inline], id: &str) {
        if blank(content) {
            return;
        }
        let number = level.number();
        self.out.push_str(&format!("<h{number}"));
        if self.target == Target::Page {
            self.out.push_str(&format!(" id=\"{}\"", escape(id)));
        }
        self.out.push('>');
        self.inlines(content);
        self.out.push_str(&format!("</h{number}>"));
    }

    /// A box named by its first heading. A quotation in a feed: readers there know no other box.
    fn fact_box(&mut self, blocks: &'d [Block]) {
        let start = self.out.len();
        let named = blocks.iter().find_map(|block| match block {
            Block::Heading { content, .. } if !blank(content) => Some(content),
            _ => None,
        });
        let mut name = named.map(|content| self.id(content));
        let label = match &name {
            Some(id) => format!("aria-labelledby=\"{}\"", escape(id)),
            None => format!("aria-label=\"{}\"", escape(&self.words.facts)),
        };
        self.tag(&format!("<aside class=\"fact-box\" {label}>"), "<blockquote>");
        let inside = self.out.len();
        for block in blocks {
            match (block, &name) {
                (Block::Heading { level, content }, Some(id)) if !blank(content) => {
                    let id = id.clone();
                    self.heading(*level, content, &id);
                    name = None;
                }
                _ => self.block(block),
            }
        }
        if self.out.len() == inside {
            self.out.truncate(start);
            return;
        }
        self.tag("</aside>", "</blockquote>");
    }

    /// Pictures one after another; the style sheet lays them out.
    fn gallery(&mut self, pictures: &[Picture]) {
        let start = self.out.len();
        let label = escape(&self.words.gallery);
        self.tag(&format!("<div class=\"gallery\" role=\"group\" aria-label=\"{label}\">"), "");
        let inside = self.out.len();
        let shown = |picture: &&Picture| (self.shown.pictures)(&picture.picture, &picture.framing).is_some_and(|p| !p.gone);
        let there: Vec<&Picture> = pictures.iter().filter(shown).collect();
        // One of many is not missed; a gallery without any says so once.
        let shown = if there.is_empty() { pictures.iter().take(1).collect() } else { there };
        shown.into_iter().for_each(|picture| self.picture(picture, GALLERY_SIZES));
        if self.out.len() == inside {
            self.out.truncate(start);
            return;
        }
        self.tag("</div>", "");
    }

    pub(super) fn paragraph(&mut self, content: &'d [Inline]) {
        if blank(content) {
            return;
        }
        self.out.push_str("<p>");
        self.inlines(content);
        self.out.push_str("</p>");
    }

    fn items(&mut self, items: &'d [ListItem]) {
        for item in items {
            self.out.push_str("<li>");
            match item.0.as_slice() {
                [Block::Paragraph(only)] => self.inlines(only),
                // The usual nested list: its heading words need no paragraph of their own.
                [Block::Paragraph(first), rest @ ..] if rest.iter().all(|block| !matches!(block, Block::Paragraph(_))) => {
                    self.inlines(first);
                    rest.iter().for_each(|block| self.block(block));
                }
                blocks => blocks.iter().for_each(|block| self.block(block)),
            }
            self.out.push_str("</li>");
        }
    }

    fn pull_quote(&mut self, cite: &str, content: &'d [Inline]) {
        if blank(content) {
            return;
        }
        self.tag("<aside class=\"pull-quote\"><p>", "<blockquote><p>");
        self.inlines(content);
        self.out.push_str("</p>");
        if !cite.is_empty() {
            self.tag("<p class=\"cite\">", "<p>— ");
            escape_into(&mut self.out, cite);
            self.out.push_str("</p>");
        }
        self.tag("</aside>", "</blockquote>");
    }

    fn table(&mut self, rows: &'d [Row]) {
        if self.target == Target::Page {
            // Scrolls sideways on a phone; reachable by keyboard, so it needs a role and a name.
            let label = escape(&self.words.table);
            self.out.push_str(&format!("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">"));
        }
        self.out.push_str("<table>");
        let (head, body) = match rows.split_first() {
            // A cell that reaches below the head would be cut off there.
            Some((first, rest)) if first.0.iter().all(|cell| cell.header && cell.rowspan == 1) => (Some(first), rest),
            _ => (None, rows),
        };
        if let Some(row) = head {
            self.out.push_str("<thead>");
            self.row(row, "col");
            self.out.push_str("</thead>");
        }
        if !body.is_empty() {
            self.out.push_str("<tbody>");
            body.iter().for_each(|row| self.row(row, "row"));
            self.out.push_str("</tbody>");
        }
        self.out.push_str("</table>");
        self.tag("</div>", "");
    }

    fn row(&mut self, row: &'d Row, scope: &str) {
        self.out.push_str("<tr>");
        row.0.iter().for_each(|cell| self.cell(cell, scope));
        self.out.push_str("</tr>");
    }

    fn cell(&mut self, cell: &'d Cell, scope: &str) {
        // A header without words heads nothing, and screen readers would read it as one.
        let heads = cell.header && cell.paragraphs.iter().any(|paragraph| !inline_text(paragraph).trim().is_empty());
        let name = if heads { "th" } else { "td" };
        self.out.push_str(&format!("<{name}"));
        if heads {
            self.out.push_str(&format!(" scope=\"{scope}\""));
        }
        for (attribute, span) in [("colspan", cell.colspan), ("rowspan", cell.rowspan)] {
            if span > 1 {
                self.out.push_str(&format!(" {attribute}=\"{span}\""));
            }
        }
        self.out.push('>');
        match cell.paragraphs.as_slice() {
            [only] => self.inlines(only),
            paragraphs => paragraphs.iter().for_each(|paragraph| self.paragraph(paragraph)),
        }
        self.out.push_str(&format!("</{name}>"));
    }

    fn picture(&mut self, node: &Picture, sizes: &str) {
        let Some(picture) = (self.shown.pictures)(&node.picture, &node.framing) else { return };
        if picture.gone {
            let words = escape(&self.words.picture_gone);
            self.tag(&format!("<p class=\"picture-gone\">{words}</p>"), &format!("<p>{words}</p>"));
            return;
        }
        // The story's own words go first; what it leaves out is taken from the picture's record, except the caption.
        let alt = if node.alt.is_empty() { &picture.alt } else { &node.alt };
        let credit = if node.credit.is_empty() { &picture.credit } else { &node.credit };
        self.tag("<figure class=\"picture\"><picture>", "<figure>");
        let size = format!("width=\"{}\" height=\"{}\"", picture.width, picture.height);
        let alt = escape(alt);
        match self.target {
            Target::Page => {
                if !picture.webp.is_empty() {
                    let set = source_set(&picture.webp);
                    self.out.push_str(&format!("<source type=\"image/webp\" srcset=\"{set}\" sizes=\"{sizes}\">"));
                }
                let set = match picture.jpeg.as_slice() {
                    [] => String::new(),
                    files => format!(" srcset=\"{}\" sizes=\"{sizes}\"", source_set(files)),
                };
                let (x, y) = (picture.focus.0.min(10), picture.focus.1.min(10));
                let src = escape(&picture.url);
                self.out.push_str(&format!(
                    "<img src=\"{src}\"{set} alt=\"{alt}\" {size} loading=\"lazy\" decoding=\"async\" class=\"fx-{x} fy-{y}\"></picture>"
                ));
            }
            Target::Feed(origin) => {
                let src = escape(&format!("{origin}{}", picture.url));
                self.out.push_str(&format!("<img src=\"{src}\" alt=\"{alt}\" {size}>"));
            }
        }
        let captions = [("caption", &node.caption), ("credit", credit)];
        let captions: Vec<String> = captions.iter().filter(|(_, words)| !words.is_empty()).map(|(class, words)| self.caption(class, words)).collect();
        if !captions.is_empty() {
            self.out.push_str(&format!("<figcaption>{}</figcaption>", captions.join(" ")));
        }
        self.out.push_str("</figure>");
    }

    pub(super) fn caption(&self, class: &str, words: &str) -> String {
        match self.target {
            Target::Page => format!("<span class=\"{class}\">{}</span>", escape(words)),
            Target::Feed(_) => escape(words),
        }
    }

    fn footnotes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        if notes.is_empty() {
            return;
        }
        if self.target == Target::Page {
            self.out.push_str(&format!("<section class=\"footnotes\" aria-label=\"{}\"><ol>", escape(&self.words.notes)));
        } else {
            self.out.push_str("<hr><ol>");
        }
        let back = escape(&self.words.back);
        for (index, content) in notes.into_iter().enumerate() {
            let number = index + 1;
            if self.target == Target::Page {
                self.out.push_str(&format!("<li id=\"fn-{number}\">"));
                self.inlines(content);
                self.out.push_str(&format!(" <a class=\"footnote-back\" href=\"#fnref-{number}\" aria-label=\"{back}\">↩</a></li>"));
            } else {
                self.out.push_str("<li>");
                self.inlines(content);
                self.out.push_str("</li>");
            }
        }
        self.tag("</ol></section>\n", "</ol>\n");
    }

    /// An id from the words of a heading, once only in this text. The prefix keeps it apart from the page's own ids.
    fn id(&mut self, content: &[Inline]) -> String {
        let mut slug = String::new();
        for c in inline_text(content).chars().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() {
                slug.push(c);
            } else if !slug.ends_with('-') && !slug.is_empty() && !matches!(c, '\'' | '’') {
                slug.push('-');
            }
            if slug.chars().count() >= LONGEST_ID {
                break;
            }
        }
        let slug = format!("h-{}", slug.trim_matches('-'));
        let mut id = slug.clone();
        // 'h-a-2' may be a heading of its own, so each candidate is looked up.
        while self.ids.contains_key(&id) {
            let count = self.ids.entry(slug.clone()).or_insert(1);
            *count += 1;
            id = format!("{slug}-{count}");
        }
        self.ids.insert(id.clone(), 1);
        id
    }
}

fn source_set(files: &[view::Rendition]) -> String {
    files.iter().map(|file| format!("{} {}w", escape(&file.url), file.width)).collect::<Vec<_>>().join(", ")
}

pub(super) fn blank(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text { text, .. } => text.trim().is_empty(),
        Inline::HardBreak { .. } => true,
        Inline::Footnote { .. } => false,
    })
}
