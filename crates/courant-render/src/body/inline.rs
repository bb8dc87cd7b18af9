//! Running text: marks as properly nested elements, footnote signs.

use super::Target;
use super::blocks::Writer;
use super::escape::{escape, escape_into};
use courant_news::body::{Href, Inline, Mark};

impl<'d> Writer<'d, '_> {
    /// Writes `content`. An element stays open as long as its mark runs on; where two marks overlap without one
    /// holding the other, the shorter one is closed and opened again.
    pub(super) fn inlines(&mut self, content: &'d [Inline]) {
        let mut open: Vec<&Mark> = Vec::new();
        for (index, inline) in content.iter().enumerate() {
            let keep = open.iter().position(|mark| !inline.marks().contains(mark)).unwrap_or(open.len());
            while open.len() > keep {
                if let Some(mark) = open.pop() {
                    self.close(mark);
                }
            }
            let mut coming: Vec<&Mark> = inline.marks().iter().filter(|mark| !open.contains(mark)).collect();
            // The longest first, so that it holds the others; the sort is stable, so marks of one length keep their order.
            coming.sort_by_cached_key(|mark| std::cmp::Reverse(extent(content, index, mark)));
            for mark in coming {
                self.open(mark);
                open.push(mark);
            }
            self.piece(inline);
        }
        while let Some(mark) = open.pop() {
            self.close(mark);
        }
    }

    fn piece(&mut self, inline: &'d Inline) {
        match inline {
            Inline::Text { text, .. } => escape_into(&mut self.out, text),
            Inline::HardBreak { .. } => self.out.push_str("<br>"),
            Inline::Footnote { content, .. } => {
                self.notes.push(content);
                let number = self.notes.len();
                if self.in_link {
                    self.waiting.push(number);
                } else {
                    self.sign(number);
                }
            }
        }
    }

    fn sign(&mut self, number: usize) {
        self.out.push_str(&match self.target {
            Target::Page => format!("<sup class=\"footnote-ref\"><a id=\"fnref-{number}\" href=\"#fn-{number}\">{number}</a></sup>"),
            Target::Feed(_) => format!("<sup>{number}</sup>"),
        });
    }

    /// Writes `content` as the words of one link to `href`. Links in it are not opened, as links do not nest, and signs
    /// of its footnotes follow the link.
    pub(super) fn as_link(&mut self, href: &Href, content: &'d [Inline], or: &str) {
        let Some(tag) = link(href, self.target) else { return };
        self.out.push_str(&tag);
        self.in_link = true;
        let start = self.out.len();
        self.inlines(content);
        self.in_link = false;
        if super::blocks::blank(content) || self.out.len() == start {
            escape_into(&mut self.out, or);
        }
        self.out.push_str("</a>");
        for number in std::mem::take(&mut self.waiting) {
            self.sign(number);
        }
    }

    fn open(&mut self, mark: &Mark) {
        match mark {
            Mark::Link(_) if self.in_link => {}
            Mark::Link(href) => {
                if let Some(tag) = link(href, self.target) {
                    self.out.push_str(&tag);
                }
            }
            Mark::Strong => self.out.push_str("<strong>"),
            Mark::Em => self.out.push_str("<em>"),
            Mark::Strike => self.out.push_str("<s>"),
            Mark::Sub => self.out.push_str("<sub>"),
            Mark::Sup => self.out.push_str("<sup>"),
            Mark::Code => self.out.push_str("<code>"),
            ledger if self.target == Target::Page => {
                self.out.push_str(&format!("<span class=\"mark mark-{}\">", ledger.name()));
            }
            _ => {}
        }
    }

    fn close(&mut self, mark: &Mark) {
        self.out.push_str(match mark {
            Mark::Link(href) if !self.in_link && link(href, self.target).is_some() => "</a>",
            Mark::Link(_) => "",
            Mark::Strong => "</strong>",
            Mark::Em => "</em>",
            Mark::Strike => "</s>",
            Mark::Sub => "</sub>",
            Mark::Sup => "</sup>",
            Mark::Code => "</code>",
            _ if self.target == Target::Page => "</span>",
            _ => "",
        });
    }
}

/// How many pieces from `index` on carry `mark` without a gap.
fn extent(content: &[Inline], index: usize, mark: &Mark) -> usize {
    content[index..].iter().take_while(|inline| inline.marks().contains(mark)).count()
}

/// The opening tag of a link; none where it would lead nowhere. The address was checked when the document was made; it
/// is checked again here because this is the last place before a browser.
fn link(href: &Href, target: Target<'_>) -> Option<String> {
    let href = Href::parse(href.as_str()).ok()?;
    let rel = if href.is_external() { " rel=\"noopener\"" } else { "" };
    let address = match target {
        Target::Feed(_) if href.as_str().starts_with('#') => return None,
        Target::Feed(origin) if href.as_str().starts_with('/') => format!("{origin}{href}"),
        _ => href.to_string(),
    };
    Some(format!("<a href=\"{}\"{rel}>", escape(&address)))
}
