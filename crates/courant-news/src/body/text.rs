//! What a document says and uses: plain text, length, excerpt, pictures, links.

use super::model::{Block, Document, Inline, LinkCard, Mark, Picture, Recording};

impl Document {
    /// The words in reading order, paragraphs separated by an empty line, list items and rows by a line end. Footnotes
    /// follow at the end; captions of pictures and transcripts of recordings are not in it.
    #[must_use]
    pub fn plain_text(&self) -> String {
        let mut parts = Vec::new();
        for block in self.blocks() {
            let text = block_text(block);
            if !text.trim().is_empty() {
                parts.push(text.trim_end().to_owned());
            }
        }
        self.each_inline(&mut |inline| {
            if let Inline::Footnote { content, .. } = inline {
                let text = inline_text(content);
                if !text.trim().is_empty() {
                    parts.push(text);
                }
            }
        });
        parts.join("\n\n")
    }

    /// Everything a reader may search for: the plain text, then captions and alternative texts of pictures, and
    /// transcripts of recordings.
    #[must_use]
    pub fn search_text(&self) -> String {
        let mut text = self.plain_text();
        let mut add = |words: &str| {
            if !words.trim().is_empty() {
                text.push_str("\n\n");
                text.push_str(words);
            }
        };
        for picture in self.each_picture() {
            add(&picture.caption);
            add(&picture.alt);
        }
        for recording in self.recordings() {
            recording.transcript().iter().for_each(|paragraph| add(&inline_text(paragraph)));
        }
        text
    }

    /// Words, footnotes included. An ideograph or kana counts as one word, as counting by spaces would find none.
    #[must_use]
    pub fn words(&self) -> usize {
        let mut count = 0;
        let mut in_word = false;
        for c in self.plain_text().chars() {
            let ideograph = matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
            let begins = c.is_alphanumeric() && !ideograph && !in_word;
            count += usize::from(ideograph || begins);
            in_word = !ideograph && (c.is_alphanumeric() || (in_word && !c.is_whitespace()));
        }
        count
    }

    /// The first words of the paragraphs, at most `letters` characters, cut between words with '…'.
    #[must_use]
    pub fn excerpt(&self, letters: usize) -> String {
        let mut text = String::new();
        for block in self.blocks() {
            if let Block::Paragraph(content) = block {
                for word in inline_text(content).split_whitespace() {
                    text.push_str(if text.is_empty() { "" } else { " " });
                    text.push_str(word);
                }
                if text.chars().nth(letters).is_some() {
                    break;
                }
            }
        }
        let Some((cut, _)) = text.char_indices().nth(letters) else { return text };
        let head = &text[..text[..cut].char_indices().last().map_or(0, |(last, _)| last)];
        // Without spaces (Chinese, Japanese) any letter is a place to cut.
        let end = head.rfind(' ').filter(|space| *space > head.len() / 2).unwrap_or(head.len());
        format!("{}…", head[..end].trim_end_matches([',', ';', ':', '.', ' ', '–', '—']))
    }

    /// Every picture with its words, in reading order, those of galleries too.
    pub fn each_picture(&self) -> impl Iterator<Item = &Picture> {
        self.blocks().iter().flat_map(|block| match block {
            Block::Picture(picture) => std::slice::from_ref(picture),
            Block::Gallery(pictures) => pictures,
            _ => &[],
        })
    }

    /// Every recording, in reading order.
    pub fn recordings(&self) -> impl Iterator<Item = &Recording> {
        self.blocks().iter().filter_map(|block| if let Block::Recording(one) = block { Some(one) } else { None })
    }

    /// Every link card, in reading order.
    pub fn link_cards(&self) -> impl Iterator<Item = &LinkCard> {
        self.blocks().iter().filter_map(|block| if let Block::LinkCard(card) = block { Some(card) } else { None })
    }

    /// Identifiers of the pictures used, each once: those of the text in reading order, then those that stand before a
    /// film.
    #[must_use]
    pub fn pictures(&self) -> Vec<&str> {
        let all = self.each_picture().map(|picture| picture.picture.as_str());
        each_once(all.chain(self.posters()))
    }

    /// Still pictures of films.
    pub fn posters(&self) -> impl Iterator<Item = &str> {
        self.recordings().map(|one| one.poster.as_str()).filter(|id| !id.is_empty())
    }

    /// Identifiers of the media files used (recordings, then captions), each once.
    #[must_use]
    pub fn media_files(&self) -> Vec<&str> {
        each_once(self.recordings().map(|one| one.file.as_str()).chain(self.recordings().map(|one| one.captions.as_str())))
    }

    /// Identifier and alternative text of every picture, in reading order.
    #[must_use]
    pub fn pictures_with_alt(&self) -> Vec<(&str, &str)> {
        self.each_picture().map(|picture| (picture.picture.as_str(), picture.alt.as_str())).collect()
    }

    /// Addresses of the links used, in reading order, each once; those of link cards at the end.
    #[must_use]
    pub fn links(&self) -> Vec<&str> {
        let mut seen = std::collections::HashSet::new();
        let mut links = Vec::new();
        self.each_inline(&mut |inline| {
            for mark in inline.marks() {
                if let Mark::Link(href) = mark
                    && seen.insert(href.as_str())
                {
                    links.push(href.as_str());
                }
            }
        });
        for href in self.link_cards().filter_map(|card| card.href.as_ref()) {
            if seen.insert(href.as_str()) {
                links.push(href.as_str());
            }
        }
        links
    }

    /// Marks of the ledger used, in reading order, each once.
    #[must_use]
    pub fn ledger_marks(&self) -> Vec<&Mark> {
        let mut seen = std::collections::BTreeSet::new();
        let mut marks = Vec::new();
        self.each_inline(&mut |inline| {
            marks.extend(inline.marks().iter().filter(|mark| mark.reference().is_some() && seen.insert(*mark)));
        });
        marks
    }

    /// Whether there is nothing to read or to see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let shows = |block: &Block| match block {
            Block::Picture(_) => true,
            Block::Gallery(pictures) => !pictures.is_empty(),
            Block::LinkCard(card) => card.href.is_some(),
            Block::Recording(one) => !one.file.is_empty(),
            block => !block_text(block).trim().is_empty(),
        };
        !self.blocks().iter().any(shows) && self.plain_text().is_empty()
    }

    /// Calls `visit` for every inline in reading order; the content of a footnote follows its footnote.
    pub fn each_inline<'d>(&'d self, visit: &mut dyn FnMut(&'d Inline)) {
        each_in_blocks(self.blocks(), visit);
    }
}

/// What is not empty, each once, in the order given.
fn each_once<'d>(all: impl Iterator<Item = &'d str>) -> Vec<&'d str> {
    let mut seen = std::collections::HashSet::new();
    all.filter(|id| !id.is_empty() && seen.insert(*id)).collect()
}

/// The words of `content`, without footnotes; a line break is a line end.
#[must_use]
pub fn inline_text(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text { text, .. } => text.as_str(),
            Inline::HardBreak { .. } => "\n",
            Inline::Footnote { .. } => "",
        })
        .collect()
}

fn block_text(block: &Block) -> String {
    let lines = |blocks: &[Block]| blocks.iter().map(block_text).collect::<Vec<_>>().join("\n");
    match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => inline_text(content),
        Block::PullQuote { cite, content } if cite.is_empty() => inline_text(content),
        Block::PullQuote { cite, content } => format!("{}\n{cite}", inline_text(content)),
        Block::BulletList(items) | Block::OrderedList { items, .. } => items.iter().map(|item| lines(&item.0)).collect::<Vec<_>>().join("\n"),
        Block::Blockquote(blocks) | Block::FactBox(blocks) => lines(blocks),
        Block::LinkCard(card) => card.paragraphs.iter().map(|p| inline_text(p)).collect::<Vec<_>>().join("\n"),
        Block::Recording(one) => inline_text(one.caption()),
        Block::Table(rows) => {
            let cell = |cell: &super::Cell| cell.paragraphs.iter().map(|p| inline_text(p)).collect::<Vec<_>>().join(" ");
            rows.iter().map(|row| row.0.iter().map(cell).collect::<Vec<_>>().join("\t")).collect::<Vec<_>>().join("\n")
        }
        Block::Picture(_) | Block::Gallery(_) | Block::Rule => String::new(),
        Block::CodeBlock(text) => text.clone(),
    }
}

fn each_in_blocks<'d>(blocks: &'d [Block], visit: &mut dyn FnMut(&'d Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } | Block::PullQuote { content, .. } => each_in(content, visit),
            Block::BulletList(items) | Block::OrderedList { items, .. } => items.iter().for_each(|item| each_in_blocks(&item.0, visit)),
            Block::Blockquote(blocks) | Block::FactBox(blocks) => each_in_blocks(blocks, visit),
            Block::LinkCard(LinkCard { paragraphs, .. }) | Block::Recording(Recording { paragraphs, .. }) => {
                paragraphs.iter().for_each(|paragraph| each_in(paragraph, visit));
            }
            Block::Table(rows) => {
                rows.iter().flat_map(|row| &row.0).flat_map(|cell| &cell.paragraphs).for_each(|paragraph| each_in(paragraph, visit));
            }
            Block::Picture(_) | Block::Gallery(_) | Block::Rule | Block::CodeBlock(_) => {}
        }
    }
}

fn each_in<'d>(content: &'d [Inline], visit: &mut dyn FnMut(&'d Inline)) {
    for inline in content {
        visit(inline);
        if let Inline::Footnote { content, .. } = inline {
            each_in(content, visit);
        }
    }
}
