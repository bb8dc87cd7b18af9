//! Running text as Markdown. Where Markdown's signs would not be read back, HTML's tags stand instead.

use courant_news::body::{Inline, Mark};

/// Whether the text may go over several lines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Line breaks end a line.
    Many,
    /// One line, breaks as `<br>`: headings, cells, notes.
    Single,
}

/// Pieces of a text in order.
enum Piece<'d> {
    Open(&'d Mark),
    Close(&'d Mark),
    Text(&'d str, bool),
    Break,
    Note(&'d [Inline]),
}

/// How a mark is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Signs,
    Tags,
}

/// The text as Markdown; its footnotes are appended to `notes` and numbered by their place there.
pub(super) fn markdown<'d>(content: &'d [Inline], line: Line, notes: &mut Vec<&'d [Inline]>) -> String {
    let pieces = pieces(content);
    let mut writer = Writer { out: String::new(), forms: Vec::new(), line };
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(mark) => writer.open(&pieces, index, mark),
            Piece::Close(mark) => writer.close(mark),
            Piece::Text(text, false) => writer.text(text),
            Piece::Text(text, true) => writer.code(text),
            Piece::Break => {
                let kept = writer.out.trim_end_matches(' ').len();
                writer.out.truncate(kept);
                writer.out.push_str(if line == Line::Many { "\\\n" } else { "<br>" });
            }
            Piece::Note(words) => {
                notes.push(words);
                writer.bracket(&format!("[^{}]", notes.len()));
            }
        }
    }
    writer.out.trim_matches(' ').to_owned()
}

/// The words of a link on one line, without links in them; signs of footnotes are left to the caller, who finds the
/// notes at the end of `notes`.
pub(super) fn link_text<'d>(content: &'d [Inline], notes: &mut Vec<&'d [Inline]>) -> String {
    let mut words = Vec::new();
    for inline in content {
        let unlinked = |marks: &[Mark]| marks.iter().filter(|mark| !matches!(mark, Mark::Link(_)) && mark.reference().is_none()).cloned().collect();
        match inline {
            Inline::Text { text, marks } => words.push(Inline::Text { text: text.clone(), marks: unlinked(marks) }),
            Inline::HardBreak { marks } => words.push(Inline::HardBreak { marks: unlinked(marks) }),
            Inline::Footnote { content, .. } => notes.push(content),
        }
    }
    markdown(&words, Line::Single, &mut Vec::new())
}

/// Marks as properly nested pieces, the longer around the shorter; code is part of its text.
fn pieces(content: &[Inline]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut open: Vec<&Mark> = Vec::new();
    for (index, inline) in content.iter().enumerate() {
        let keep = open.iter().position(|mark| !inline.marks().contains(mark)).unwrap_or(open.len());
        pieces.extend(open.drain(keep..).rev().map(Piece::Close));
        let mut coming: Vec<&Mark> = inline.marks().iter().filter(|mark| **mark != Mark::Code && !open.contains(mark)).collect();
        coming.sort_by_cached_key(|mark| std::cmp::Reverse(content[index..].iter().take_while(|inline| inline.marks().contains(mark)).count()));
        for mark in coming {
            pieces.push(Piece::Open(mark));
            open.push(mark);
        }
        pieces.push(match inline {
            Inline::Text { text, marks } => Piece::Text(text, marks.contains(&Mark::Code)),
            Inline::HardBreak { .. } => Piece::Break,
            Inline::Footnote { content, .. } => Piece::Note(content),
        });
    }
    pieces.extend(open.into_iter().rev().map(Piece::Close));
    pieces
}

struct Writer<'d> {
    out: String,
    /// Open marks with their form.
    forms: Vec<(&'d Mark, Form)>,
    line: Line,
}

impl<'d> Writer<'d> {
    fn open(&mut self, pieces: &[Piece<'d>], index: usize, mark: &'d Mark) {
        let form = self.form(pieces, index, mark);
        self.forms.push((mark, form));
        match (mark, form) {
            (Mark::Strong, Form::Signs) => self.out.push_str("**"),
            (Mark::Em, Form::Signs) => self.out.push('*'),
            (_, Form::Signs) => self.bracket("["),
            (mark, Form::Tags) => {
                let tag = tag(mark);
                let data = mark.reference().map_or(String::new(), |r| format!(" data-{}=\"{}\"", mark.name(), r.as_str().replace('&', "&amp;")));
                self.out.push_str(&format!("<{tag}{data}>"));
            }
        }
    }

    fn close(&mut self, mark: &Mark) {
        match self.forms.pop() {
            Some((Mark::Strong, Form::Signs)) => self.out.push_str("**"),
            Some((Mark::Em, Form::Signs)) => self.out.push('*'),
            Some((Mark::Link(href), Form::Signs)) => self.out.push_str(&format!("]({})", destination(href.as_str()))),
            Some((ledger, Form::Signs)) => {
                let reference = ledger.reference().map_or("", |reference| reference.as_str());
                self.out.push_str(&format!("]({})", destination(&format!("{}:{reference}", ledger.name()))));
            }
            Some((_, Form::Tags)) => self.out.push_str(&format!("</{}>", tag(mark))),
            None => {}
        }
    }

    fn form(&self, pieces: &[Piece<'d>], index: usize, mark: &Mark) -> Form {
        let end = (index..pieces.len()).find(|at| matches!(pieces[*at], Piece::Close(closed) if closed == mark)).unwrap_or(index);
        match mark {
            Mark::Strong | Mark::Em if self.emphasis_reads_back(pieces, index, end) => Form::Signs,
            Mark::Link(_) => Form::Signs,
            _ if mark.reference().is_some() => {
                // Links do not nest, and a footnote's sign is one.
                let within = &pieces[index + 1..end];
                let holds_link = within.iter().any(|piece| matches!(piece, Piece::Note(_) | Piece::Open(Mark::Link(_))));
                let in_link =
                    self.forms.iter().any(|(open, form)| *form == Form::Signs && (open.reference().is_some() || matches!(open, Mark::Link(_))));
                if holds_link || in_link { Form::Tags } else { Form::Signs }
            }
            _ => Form::Tags,
        }
    }

    /// Whether stars around these pieces are read as emphasis (CommonMark's rules of flanking), judged on the safe side.
    fn emphasis_reads_back(&self, pieces: &[Piece<'d>], index: usize, end: usize) -> bool {
        let is_emphasis =
            |piece: Option<&Piece<'_>>| matches!(piece, Some(Piece::Open(Mark::Strong | Mark::Em) | Piece::Close(Mark::Strong | Mark::Em)));
        let apart = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || is_punctuation(c));
        let first = pieces.get(index + 1);
        let last = end.checked_sub(1).and_then(|last| pieces.get(last));
        let begins_well = match first {
            Some(Piece::Text(text, code)) => *code || !text.starts_with(char::is_whitespace),
            Some(Piece::Break) | None => false,
            _ => true,
        };
        let ends_well = match last {
            Some(Piece::Text(text, code)) => *code || !text.ends_with(char::is_whitespace),
            Some(Piece::Break) | None => false,
            _ => true,
        };
        let after = match pieces.get(end + 1) {
            Some(Piece::Text(text, false)) => text.chars().next(),
            _ => None,
        };
        let before = index.checked_sub(1).and_then(|before| pieces.get(before));
        begins_well && ends_well && !is_emphasis(before) && !is_emphasis(pieces.get(end + 1)) && apart(self.out.chars().next_back()) && apart(after)
    }

    /// Writes something that begins with `[`; a `!` before it would make it a picture, the sign of a footnote a link.
    fn bracket(&mut self, text: &str) {
        if self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
        if self.after_sign() {
            self.out.push_str("<!-- -->");
        }
        self.out.push_str(text);
    }

    /// Whether the sign of a footnote was written last; nothing else ends in a `]` that is not escaped.
    fn after_sign(&self) -> bool {
        self.out.ends_with(']') && !self.out.ends_with("\\]")
    }

    fn at_line_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    fn text(&mut self, text: &str) {
        let at_start = self.at_line_start();
        let text = if at_start { text.trim_start_matches(' ') } else { text };
        // Digits stand before the sign that would make them a list.
        let digits = if at_start { list_number(text) } else { 0 };
        let guarded = digits > 0 || (at_start && begins_block(text, self.line)) || (self.after_sign() && text.starts_with(['(', ':']));
        self.out.push_str(&text[..digits]);
        let rest = &text[digits..];
        let mut before = self.out.chars().next_back();
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if (at == 0 && guarded) || needs_escape(c, before, chars.peek().map(|(_, c)| *c), &rest[at..]) {
                self.out.push('\\');
            }
            self.out.push(c);
            before = Some(c);
        }
    }

    fn code(&mut self, text: &str) {
        let fence = "`".repeat(longest_run(text, '`') + 1);
        // A sign of the same kind right before would join the fence.
        if self.out.ends_with('`') {
            self.out.push_str("<!-- -->");
        }
        let edge = text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' '));
        let space = if edge { " " } else { "" };
        self.out.push_str(&format!("{fence}{space}{text}{space}{fence}"));
    }
}

fn tag(mark: &Mark) -> &'static str {
    match mark {
        Mark::Strong => "strong",
        Mark::Em => "em",
        Mark::Strike => "s",
        Mark::Sub => "sub",
        Mark::Sup => "sup",
        _ => "span",
    }
}

/// Signs that begin or end a word in Markdown's sense. Others count as letters, which is the safe side.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || "“”‘’«»‹›„‚–—…¿¡、。，：；「」『』（）،؛؟·".contains(c)
}

/// Length of a number at the start that `.` or `)` would make a list.
fn list_number(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = text.as_bytes().get(digits);
    if (1..=9).contains(&digits) && matches!(sign, Some(b'.' | b')')) { digits } else { 0 }
}

/// Whether the first character would begin a block, an underline or a row of a table.
fn begins_block(text: &str, line: Line) -> bool {
    text.starts_with(['#', '>', '-', '+', '=', '~', ':']) || (line == Line::Many && text.starts_with('|'))
}

fn needs_escape(c: char, before: Option<char>, after: Option<char>, rest: &str) -> bool {
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' => true,
        '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
        '&' => is_reference(rest),
        _ => false,
    }
}

/// Whether a text begins with a character reference: `&amp;`, `&#8212;`.
fn is_reference(text: &str) -> bool {
    text[1..].find(';').is_some_and(|end| end > 0 && end <= 40 && text[1..=end].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#'))
}

/// Plain words where no block can begin: the alt text of a picture.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if needs_escape(c, before, chars.peek().map(|(_, c)| *c), &text[at..]) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Words between the quotes of a title.
pub(super) fn title(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.char_indices() {
        if matches!(c, '"' | '\\') || (c == '&' && is_reference(&text[at..])) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// An address between the brackets of a link.
pub(super) fn destination(address: &str) -> String {
    let mut out = String::new();
    for (at, c) in address.char_indices() {
        match c {
            '&' if is_reference(&address[at..]) => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    if out.contains(['(', ')', ' ']) || out.is_empty() { format!("<{out}>") } else { out }
}

/// The text with `|` escaped as a cell needs it, in code as well.
pub(super) fn pipes(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The longest run of `sign`.
pub(super) fn longest_run(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(str::len).max().unwrap_or(0)
}
