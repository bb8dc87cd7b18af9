//! Blocks that stand apart from the running text: link cards, fact boxes, galleries, recordings.
//!
//! They are written as HTML around Markdown: `<aside class="link-card">`, `<aside class="fact-box">`,
//! `<div class="gallery">`, `<aside class="audio">`, `<aside class="video">`. A link alone in its paragraph with the title
//! `card` is a card too. docs/API.md shows each.

use super::{Builder, Flow, Inside, attribute, children, has_class, joined, name, raw_text, squeezed};
use crate::wire::{address, sanitize::CARD};
use courant_news::body::{Block, Href, Inline, LinkCard, Mark, Medium, Picture, Recording};
use markup5ever_rcdom::{Handle, NodeData};

impl Builder {
    /// Reads the block if it is one of these; whether it was.
    pub(super) fn stands_apart(&mut self, node: &Handle, flow: &mut Flow) -> bool {
        let block = match name(node) {
            "p" => lone_card(node).map(|href| self.card_of(&href, node, Vec::new(), String::new())),
            "div" if has_class(node, "gallery") => Some(gallery(node)),
            "aside" if has_class(node, "fact-box") => Some(self.fact_box(node, flow.depth)),
            "aside" if has_class(node, "link-card") => self.link_card(node),
            "aside" if has_class(node, "audio") => Some(self.recording(Medium::Audio, node)),
            "aside" if has_class(node, "video") => Some(self.recording(Medium::Video, node)),
            _ => None,
        };
        let was = block.is_some();
        if let Some(block) = block {
            self.put(block, flow);
        }
        was
    }

    fn fact_box(&mut self, node: &Handle, depth: usize) -> Block {
        let mut inner = Flow::new(Inside::FactBox, depth + 1);
        self.walk_children(node, &[], &mut inner);
        self.flush(&mut inner);
        Block::FactBox(inner.blocks)
    }

    /// A card with a note: the paragraph of the link is its title, `cite` its source, all else the note.
    fn link_card(&mut self, node: &Handle) -> Option<Block> {
        let parts = children(node);
        let title = parts.iter().find_map(|part| lone_card(part).map(|href| (href, part.clone())))?;
        let mut source = String::new();
        let mut rest = Flow::new(Inside::Words, 0);
        for part in parts {
            if has_class(&part, "cite") {
                source = squeezed(&raw_text(&part));
            } else if !std::rc::Rc::ptr_eq(&part, &title.1) {
                self.walk(&part, &[], &mut rest);
            }
        }
        self.flush(&mut rest);
        Some(self.card_of(&title.0, &title.1, paragraphs(rest.blocks), source))
    }

    fn card_of(&mut self, href: &Href, title: &Handle, note: Vec<Vec<Inline>>, source: String) -> Block {
        let mut words = joined(self.paragraphs_of(title));
        for inline in &mut words {
            without_links(inline);
        }
        let paragraphs = if words.is_empty() && note.is_empty() { Vec::new() } else { [vec![words], note].concat() };
        Block::LinkCard(LinkCard { href: Some(href.clone()), source, paragraphs })
    }

    /// The first picture without words is the file, with the credit as its title; `captions` and `poster` name theirs.
    fn recording(&mut self, medium: Medium, node: &Handle) -> Block {
        let mut one = Recording { medium, ..Recording::default() };
        let film = |id: String| if medium == Medium::Video { id } else { String::new() };
        for image in images(node) {
            let Some(id) = attribute(&image, "src").and_then(|src| address::picture(&src)) else { continue };
            match attribute(&image, "alt").unwrap_or_default().as_str() {
                "captions" => one.captions = film(id),
                "poster" => one.poster = film(id),
                _ if one.file.is_empty() => {
                    one.file = id;
                    one.credit = squeezed(&attribute(&image, "title").unwrap_or_default());
                }
                _ => {}
            }
        }
        let mut inner = Flow::new(Inside::Words, 0);
        for part in children(node) {
            if images(&part).is_empty() {
                self.walk(&part, &[], &mut inner);
            }
        }
        self.flush(&mut inner);
        one.paragraphs = paragraphs(inner.blocks);
        Block::Recording(one)
    }

    fn paragraphs_of(&mut self, node: &Handle) -> Vec<Block> {
        self.paragraphs(node, &[])
    }
}

/// The address, when a paragraph holds one link marked as a card and at most signs of footnotes beside it.
fn lone_card(node: &Handle) -> Option<Href> {
    if name(node) != "p" {
        return None;
    }
    let mut found = None;
    for part in children(node) {
        match name(&part) {
            "a" if found.is_none() && attribute(&part, "title").as_deref() == Some(CARD) => {
                found = Some(Href::card(address::href(&attribute(&part, "href")?)?.as_str()).ok()?);
            }
            "sup" if has_class(&part, "footnote-reference") => {}
            "" if matches!(&part.data, NodeData::Text { contents } if contents.borrow().trim().is_empty()) => {}
            _ => return None,
        }
    }
    found
}

fn gallery(node: &Handle) -> Block {
    let pictures = figures(node).into_iter().filter_map(|(image, words)| {
        let picture = address::picture(&attribute(&image, "src")?)?;
        let alt = squeezed(&attribute(&image, "alt").unwrap_or_default());
        let (caption, credit) = match words {
            Some(words) => super::caption_and_credit(&words),
            None => (squeezed(&attribute(&image, "title").unwrap_or_default()), String::new()),
        };
        Some(Picture { picture, alt, caption, credit, framing: super::framing(&image) })
    });
    Block::Gallery(pictures.collect())
}

/// Every picture in a node, with the caption of the figure it stands in.
fn figures(node: &Handle) -> Vec<(Handle, Option<Handle>)> {
    if name(node) == "figure" {
        let words = children(node).into_iter().find(|part| name(part) == "figcaption");
        return images(node).into_iter().map(|image| (image, words.clone())).collect();
    }
    match name(node) {
        "img" => vec![(node.clone(), None)],
        _ => children(node).iter().flat_map(figures).collect(),
    }
}

fn images(node: &Handle) -> Vec<Handle> {
    if name(node) == "img" { vec![node.clone()] } else { children(node).iter().flat_map(images).collect() }
}

fn paragraphs(blocks: Vec<Block>) -> Vec<Vec<Inline>> {
    blocks.into_iter().filter_map(|block| if let Block::Paragraph(content) = block { Some(content) } else { None }).collect()
}

fn without_links(inline: &mut Inline) {
    let marks = match inline {
        Inline::Text { marks, .. } | Inline::HardBreak { marks } | Inline::Footnote { marks, .. } => marks,
    };
    marks.retain(|mark| !matches!(mark, Mark::Link(_)));
}
