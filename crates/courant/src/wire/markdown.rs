//! Markdown → HTML → document. CommonMark with tables and footnotes; raw HTML in it goes through the sanitizer.

use super::problem::{CopyProblem, short};
use super::{address, html, sanitize};
use courant_news::body::Document;
use courant_render::body::{BodyWords, body_html, escape};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

/// How deep quotations, lists and emphasis may stand in one another.
const DEEPEST: usize = 40;

/// A text that was read.
pub(super) struct Read {
    pub(super) document: Document,
    /// Files of pictures with their lines.
    pub(super) pictures: Vec<(String, u32)>,
}

/// Markdown as HTML for a page, without pictures: what the site says about itself. What cannot be read as Markdown
/// within the limits is shown as plain text.
#[must_use]
pub fn markdown_html(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let document = if depth_problem(&text, 1).is_none() { html::document(&written(&events(&text))).ok() } else { None };
    match document {
        Some(document) => body_html(&document, &|_| None, &BodyWords::default()),
        None => format!("<p>{}</p>\n", escape(text.trim())),
    }
}

/// Markdown as a document, for a page that is not news. Pictures have no place there yet.
///
/// # Errors
/// As copy from outside: a link that may not stand there, a picture, nesting or size beyond the limits.
pub fn markdown_document(text: &str) -> Result<Document, CopyProblem> {
    let read = read(&text.replace("\r\n", "\n"), 1)?;
    if !read.document.pictures().is_empty() || read.document.recordings().next().is_some() {
        return Err(CopyProblem::new("a page holds no pictures or recordings", "take them out, or publish a story with them and link to it"));
    }
    Ok(read.document)
}

/// Reads the text of copy that begins on line `first` of its file.
///
/// # Errors
/// A link or picture that may not stand there, nesting or size beyond the limits.
pub(super) fn read(text: &str, first: usize) -> Result<Read, CopyProblem> {
    if let Some(problem) = depth_problem(text, first) {
        return Err(problem);
    }
    let mut lines = Lines { text, at: 0, line: first };
    let mut pictures = Vec::new();
    for (event, range) in parser(text).into_offset_iter() {
        let line = lines.of(range.start);
        match &event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => check_link(*link_type, dest_url).map_err(|problem| problem.at(line))?,
            Event::Start(Tag::Image { dest_url, .. }) => match address::picture(dest_url) {
                Some(picture) => {
                    pictures.extend(picture.strip_prefix("file:").map(|file| (file.to_owned(), u32::try_from(line).unwrap_or_default())))
                }
                None => {
                    let sentence = format!("the picture ‘{}’ is no file inside the folder of this copy", short(dest_url));
                    return Err(CopyProblem::new(sentence, "put it there and write a path such as pictures/lead.jpg").at(line));
                }
            },
            _ => {}
        }
    }
    let document = html::cleaned(&sanitize::sanitize(&written(&events(text))))?;
    let files = document.pictures().into_iter().chain(document.media_files()).filter_map(|id| id.strip_prefix("file:"));
    let pictures = files.map(|file| (file.to_owned(), line_of(file, &mut pictures, text, first))).collect();
    Ok(Read { document, pictures })
}

/// The line a picture was met on; one written as HTML stands where its file is named.
fn line_of(file: &str, met: &mut Vec<(String, u32)>, text: &str, first: usize) -> u32 {
    match met.iter().position(|(known, _)| known == file) {
        Some(index) => met.remove(index).1,
        None => u32::try_from(first + text.lines().position(|line| line.contains(file)).unwrap_or(0)).unwrap_or_default(),
    }
}

fn check_link(kind: LinkType, destination: &str) -> Result<(), CopyProblem> {
    if kind == LinkType::Email || address::is_link(destination) {
        return Ok(());
    }
    let next = "use http, https, mailto, tel, a path on this site such as /world, or claim:, said:, source:, date:, expectation: and a slug or day";
    Err(CopyProblem::new(format!("the link to ‘{}’ is no address", short(destination)), next))
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES)
}

fn events(text: &str) -> Vec<Event<'_>> {
    parser(text).collect()
}

fn written(events: &[Event<'_>]) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events.iter().cloned());
    html
}

/// The first place where too much stands in one another.
fn depth_problem(text: &str, first: usize) -> Option<CopyProblem> {
    let too_deep = |line: usize| Some(CopyProblem::new("quotations or lists stand too deep in one another", "use fewer levels").at(line));
    // Before the parser sees it: a line of a million signs costs it a million blocks.
    if let Some(line) = text.lines().position(|line| signs(line) > DEEPEST) {
        return too_deep(first + line);
    }
    let mut depth = 0_usize;
    for (event, range) in parser(text).into_offset_iter() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            let line = Lines { text, at: 0, line: first }.of(range.start);
            return too_deep(line);
        }
    }
    None
}

/// Signs of quotations and lists at the start of a line.
fn signs(line: &str) -> usize {
    let mut rest = line.trim_start_matches([' ', '\t']);
    let mut count = 0;
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let behind = match rest.as_bytes() {
            [b'>', ..] => &rest[1..],
            [b'-' | b'+' | b'*', b' ' | b'\t', ..] => &rest[2..],
            bytes if (1..=9).contains(&digits) && matches!(bytes.get(digits..digits + 2), Some([b'.' | b')', b' ' | b'\t'])) => &rest[digits + 2..],
            _ => return count,
        };
        count += 1;
        rest = behind.trim_start_matches([' ', '\t']);
    }
}

/// Counts lines as offsets come, mostly in order.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let ends = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
        if offset >= self.at {
            self.line += ends(self.at, offset);
        } else {
            self.line -= ends(offset, self.at);
        }
        self.at = offset;
        self.line
    }
}
