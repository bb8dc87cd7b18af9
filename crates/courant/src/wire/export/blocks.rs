//! Blocks as Markdown.

use super::inline::{self, Line};
use courant_news::body::{Block, Cell, Document, Inline, LinkCard, ListItem, Picture, Recording, Row};
use courant_render::body::escape;

type Files<'f> = &'f dyn Fn(&str) -> Option<String>;

/// The document as Markdown, footnotes at its end. `files` finds the path of a picture by its identifier.
pub(super) fn markdown(document: &Document, files: Files<'_>) -> String {
    let mut writer = Writer { notes: Vec::new(), files };
    let mut out = writer.blocks(document.blocks());
    if !out.is_empty() {
        out.push('\n');
    }
    let notes = std::mem::take(&mut writer.notes);
    for (index, content) in notes.iter().enumerate() {
        let words = inline::markdown(content, Line::Single, &mut writer.notes);
        out.push_str(&format!("\n[^{}]: {words}\n", index + 1));
    }
    out
}

struct Writer<'d, 'f> {
    notes: Vec<&'d [Inline]>,
    files: Files<'f>,
}

impl<'d> Writer<'d, '_> {
    fn inlines(&mut self, content: &'d [Inline], line: Line) -> String {
        inline::markdown(content, line, &mut self.notes)
    }

    /// Blocks one after another, a blank line between them.
    fn blocks(&mut self, blocks: &'d [Block]) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut before: Option<&Block> = None;
        for block in blocks {
            let text = self.block(block);
            if text.is_empty() {
                continue;
            }
            if before.is_some_and(|before| is_list(before) && is_list(block)) {
                // Without something between them two lists are one.
                parts.push("<!-- -->".to_owned());
            }
            parts.push(text);
            before = Some(block);
        }
        parts.join("\n\n")
    }

    fn block(&mut self, block: &'d Block) -> String {
        match block {
            Block::Paragraph(content) => self.inlines(content, Line::Many),
            Block::Heading { level, content } => {
                let words = self.inlines(content, Line::Single);
                let words = words.strip_suffix('#').map_or(words.clone(), |rest| format!("{rest}\\#"));
                if words.is_empty() { words } else { format!("{} {words}", "#".repeat(usize::from(level.number()))) }
            }
            Block::BulletList(items) => self.items(items, |_| "- ".to_owned()),
            Block::OrderedList { start, items } => self.items(items, |index| format!("{}. ", u64::from(*start) + index)),
            Block::Blockquote(blocks) => {
                let inner = self.blocks(blocks);
                inner.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
            }
            Block::PullQuote { cite, content } => {
                let words = self.inlines(content, Line::Many);
                let cite = if cite.is_empty() { String::new() } else { format!("<p class=\"cite\">{}</p>\n\n", escape(cite)) };
                if words.is_empty() { words } else { format!("<aside class=\"pull-quote\">\n\n{words}\n\n{cite}</aside>") }
            }
            Block::Table(rows) if is_plain(rows) => self.plain_table(rows),
            Block::Table(rows) => self.table(rows),
            Block::Picture(picture) => self.picture(picture),
            Block::LinkCard(card) => self.link_card(card),
            Block::FactBox(blocks) => around("<aside class=\"fact-box\">", &[self.blocks(blocks)], "</aside>"),
            Block::Gallery(pictures) => {
                let pictures: Vec<String> = pictures.iter().map(|picture| self.picture(picture)).collect();
                around("<div class=\"gallery\">", &pictures, "</div>")
            }
            Block::Recording(one) => self.recording(one),
            Block::Rule => "* * *".to_owned(),
            Block::CodeBlock(text) => {
                let fence = "`".repeat(inline::longest_run(text, '`').max(2) + 1);
                if text.is_empty() { format!("{fence}\n{fence}") } else { format!("{fence}\n{text}\n{fence}") }
            }
        }
    }

    fn items(&mut self, items: &'d [ListItem], sign: impl Fn(u64) -> String) -> String {
        let loose = items.iter().any(|item| item.0.iter().skip(1).any(|block| !is_list(block)));
        let mut out = String::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                out.push_str(if loose { "\n\n" } else { "\n" });
            }
            let sign = sign(index as u64);
            let text = self.item(item);
            let indent = " ".repeat(sign.len());
            for (number, line) in text.lines().enumerate() {
                match number {
                    0 => out.push_str(&format!("{sign}{line}")),
                    _ if line.is_empty() => out.push('\n'),
                    _ => out.push_str(&format!("\n{indent}{line}")),
                }
            }
            if text.is_empty() {
                out.push_str(sign.trim_end());
            }
        }
        out
    }

    fn item(&mut self, item: &'d ListItem) -> String {
        match item.0.as_slice() {
            [first @ Block::Paragraph(_), Block::BulletList(_), ..] => {
                let words = self.block(first);
                let rest = self.blocks(&item.0[1..]);
                format!("{words}\n{rest}")
            }
            blocks => self.blocks(blocks),
        }
    }

    fn plain_table(&mut self, rows: &'d [Row]) -> String {
        let mut lines = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.0.iter().map(|cell| self.plain_cell(cell)).collect();
            lines.push(format!("| {} |", cells.join(" | ")));
            if index == 0 {
                lines.push(format!("|{}", "---|".repeat(row.0.len())));
            }
        }
        lines.join("\n")
    }

    fn plain_cell(&mut self, cell: &'d Cell) -> String {
        let first: &'d [Inline] = cell.paragraphs.first().map_or(&[], Vec::as_slice);
        inline::pipes(&self.inlines(first, Line::Single))
    }

    /// A table with what a table of pipes cannot say: HTML around Markdown, which a blank line ends and begins.
    fn table(&mut self, rows: &'d [Row]) -> String {
        let mut out = String::from("<table>\n");
        for row in rows {
            out.push_str("<tr>\n");
            for cell in &row.0 {
                let name = if cell.header { "th" } else { "td" };
                let spans = [("colspan", cell.colspan), ("rowspan", cell.rowspan)];
                let spans: String = spans.iter().filter(|(_, span)| *span > 1).map(|(key, span)| format!(" {key}=\"{span}\"")).collect();
                let words: Vec<String> =
                    cell.paragraphs.iter().map(|words| self.inlines(words, Line::Many)).filter(|words| !words.is_empty()).collect();
                match words.as_slice() {
                    [] => out.push_str(&format!("<{name}{spans}></{name}>\n")),
                    words => out.push_str(&format!("<{name}{spans}>\n\n{}\n\n</{name}>\n", words.join("\n\n"))),
                }
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table>");
        out
    }

    /// A link alone in its paragraph with the title `card`, and what else the card says around it. A card without an
    /// address is not finished and says nothing that copy could hold but its words.
    fn link_card(&mut self, card: &'d LinkCard) -> String {
        let notes_before = self.notes.len();
        let title = inline::link_text(card.title(), &mut self.notes);
        let signs: String = (notes_before + 1..=self.notes.len()).map(|number| format!("[^{number}]")).collect();
        let rest: Vec<String> = card.paragraphs.iter().skip(1).map(|words| self.inlines(words, Line::Many)).collect();
        let Some(href) = &card.href else {
            return [vec![title + &signs], rest].concat().into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n\n");
        };
        let title = format!("[{title}]({} \"card\"){signs}", inline::destination(href.as_str()));
        if rest.iter().all(String::is_empty) && card.source.is_empty() {
            return title;
        }
        let source = if card.source.is_empty() { String::new() } else { format!("<p class=\"cite\">{}</p>", escape(&card.source)) };
        around("<aside class=\"link-card\">", &[vec![title], rest, vec![source]].concat(), "</aside>")
    }

    /// The files as pictures, the file itself without words and with the credit as its title.
    fn recording(&mut self, one: &'d Recording) -> String {
        let mut parts = Vec::new();
        if !one.file.is_empty() {
            let credit = if one.credit.is_empty() { String::new() } else { format!(" \"{}\"", inline::title(&one.credit)) };
            parts.push(format!("![]({}{credit})", inline::destination(&self.path(&one.file))));
        }
        for (words, id) in [("captions", &one.captions), ("poster", &one.poster)] {
            if !id.is_empty() {
                parts.push(format!("![{words}]({})", inline::destination(&self.path(id))));
            }
        }
        parts.extend(one.paragraphs.iter().map(|words| self.inlines(words, Line::Many)).collect::<Vec<_>>());
        around(&format!("<aside class=\"{}\">", one.medium.word()), &parts, "</aside>")
    }

    fn path(&self, id: &str) -> String {
        let file = (self.files)(id);
        file.as_deref().unwrap_or_else(|| id.strip_prefix("file:").unwrap_or(id)).replace('%', "%25")
    }

    fn picture(&self, picture: &Picture) -> String {
        let path = self.path(&picture.picture);
        if !picture.credit.is_empty() || !picture.framing.is_plain() {
            let (alt, caption, credit) = (escape(&picture.alt), escape(&picture.caption), escape(&picture.credit));
            let said = |name: &str, value: Option<String>| value.map_or(String::new(), |value| format!(" {name}=\"{value}\""));
            let framing = [
                said("data-crop", picture.framing.crop.map(|crop| crop.to_string())),
                said("data-focus", picture.framing.focus.map(|focus| focus.to_string())),
            ]
            .concat();
            let credit = if credit.is_empty() { credit } else { format!(" <cite>{credit}</cite>") };
            return format!("<figure><img src=\"{}\" alt=\"{alt}\"{framing}><figcaption>{caption}{credit}</figcaption></figure>", escape(&path));
        }
        let title = if picture.caption.is_empty() { String::new() } else { format!(" \"{}\"", inline::title(&picture.caption)) };
        format!("![{}]({}{title})", inline::escaped(&picture.alt), inline::destination(&path))
    }
}

/// HTML around Markdown, which blank lines end and begin; nothing around nothing.
fn around(start: &str, parts: &[String], end: &str) -> String {
    let inner: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if inner.is_empty() { String::new() } else { format!("{start}\n\n{}\n\n{end}", inner.join("\n\n")) }
}

fn is_list(block: &Block) -> bool {
    matches!(block, Block::BulletList(_) | Block::OrderedList { .. })
}

/// Whether a table of pipes can say it: a head row, as many cells in every row, one paragraph in each.
fn is_plain(rows: &[Row]) -> bool {
    let columns = rows.first().map_or(0, |row| row.0.len());
    rows.iter().enumerate().all(|(index, row)| {
        row.0.len() == columns
            && row.0.iter().all(|cell| cell.header == (index == 0) && cell.colspan == 1 && cell.rowspan == 1 && cell.paragraphs.len() == 1)
    })
}
