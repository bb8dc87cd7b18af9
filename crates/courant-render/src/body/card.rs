//! Link cards: a title that leads to a page elsewhere, who is behind it, a note. Nothing of that page is loaded.

use super::blocks::Writer;
use super::escape::escape;
use courant_news::body::LinkCard;

impl<'d> Writer<'d, '_> {
    /// A card without an address is not shown; one without a title shows where it leads.
    pub(super) fn link_card(&mut self, card: &'d LinkCard) {
        let Some(href) = &card.href else { return };
        self.tag("<div class=\"link-card\"><p class=\"card-title\">", "<blockquote><p>");
        self.as_link(href, card.title(), card.host());
        self.out.push_str("</p>");
        card.paragraphs.iter().skip(1).for_each(|paragraph| self.paragraph(paragraph));
        let host = card.host();
        let source =
            if card.source.is_empty() || card.source.eq_ignore_ascii_case(host) { String::new() } else { format!("{} · ", escape(&card.source)) };
        self.tag("<p class=\"card-source\">", "<p>");
        self.out.push_str(&source);
        // A host is read from left to right in every language.
        self.tag("<bdi>", "");
        self.out.push_str(&escape(host));
        self.tag("</bdi></p></div>", "</p></blockquote>");
    }
}
