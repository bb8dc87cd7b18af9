//! HTML from outside → document: cleaned by the allow-list, parsed as browsers do, and built into the model.
//!
//! What the model has no place for keeps its words: a heading in a quotation becomes a paragraph, a quotation in a
//! quotation joins the outer one, a picture or table in a list follows the list.

use super::{address, sanitize::sanitize};
use courant_news::body::limits::{MAX_BYTES, MAX_DEPTH};
use courant_news::body::{Block, BodyError, Document, Inline, Level, ListItem, Mark, Picture, Ref};
use courant_news::framing::{Crop, Focus, Framing};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::collections::HashMap;

mod apart;
mod table;

/// Reads HTML from anywhere.
///
/// # Errors
/// A document that breaks a rule of the model or its limits.
pub fn document(html: &str) -> Result<Document, BodyError> {
    cleaned(&sanitize(html))
}

/// Reads HTML that `sanitize` returned.
pub(super) fn cleaned(html: &str) -> Result<Document, BodyError> {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), false).one(html);
    let mut builder = Builder::default();
    builder.find_notes(&dom.document);
    let mut flow = Flow::new(Inside::Document, 0);
    builder.walk_children(&dom.document, &[], &mut flow);
    builder.flush(&mut flow);
    if builder.note_bytes > MAX_BYTES {
        return Err(BodyError {
            sentence: "the document repeats its footnotes beyond 4 MB".into(),
            next: "refer to a long footnote once".into(),
            block: None,
        });
    }
    Document::new(flow.blocks)
}

/// Where blocks are being put.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Document,
    /// A list item or a quotation: paragraphs and lists only.
    Narrow,
    /// A fact box: headings, paragraphs, lists and tables.
    FactBox,
    /// Running text only: a heading, a cell, a footnote.
    Words,
}

/// Blocks that are finished, and the running text that is not.
struct Flow {
    inside: Inside,
    depth: usize,
    blocks: Vec<Block>,
    run: Vec<Inline>,
}

impl Flow {
    fn new(inside: Inside, depth: usize) -> Self {
        Flow { inside, depth, blocks: Vec::new(), run: Vec::new() }
    }
}

#[derive(Default)]
struct Builder {
    /// Footnotes by their identifier.
    notes: HashMap<String, Vec<Inline>>,
    /// Footnotes whose sign stands somewhere in the text.
    signs: std::collections::HashSet<String>,
    /// Bytes of footnotes put into the text.
    note_bytes: usize,
    /// Pictures and tables that follow the block they stood in.
    hoisted: Vec<Block>,
}

/// Name of an element.
fn name(node: &Handle) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

fn attribute(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    attrs.borrow().iter().find(|attr| &*attr.name.local == wanted).map(|attr| attr.value.to_string())
}

fn has_class(node: &Handle, wanted: &str) -> bool {
    attribute(node, "class").is_some_and(|classes| classes.split_ascii_whitespace().any(|class| class == wanted))
}

fn children(node: &Handle) -> Vec<Handle> {
    node.children.borrow().clone()
}

/// Text in a node as it is, without markup.
fn raw_text(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ if name(node) == "br" => "\n".to_owned(),
        _ => children(node).iter().map(raw_text).collect(),
    }
}

impl Builder {
    fn walk_children(&mut self, node: &Handle, marks: &[Mark], flow: &mut Flow) {
        for child in children(node) {
            self.walk(&child, marks, flow);
        }
    }

    fn walk(&mut self, node: &Handle, marks: &[Mark], flow: &mut Flow) {
        if let NodeData::Text { contents } = &node.data {
            push_text(&mut flow.run, &contents.borrow(), marks);
            return;
        }
        match name(node) {
            "" => self.walk_children(node, marks, flow),
            "br" => flow.run.push(Inline::HardBreak { marks: marks.to_vec() }),
            "img" => self.picture(node, flow, None),
            "sup" if has_class(node, "footnote-reference") => self.footnote(node, marks, flow),
            // The number before a note's words; the page counts for itself.
            "sup" if has_class(node, "footnote-definition-label") => {}
            "strong" | "b" | "em" | "i" | "s" | "del" | "strike" | "code" | "sub" | "sup" | "a" | "span" | "cite" | "q" => {
                let marks = with_mark(marks, node);
                self.walk_children(node, &marks, flow);
            }
            _ => self.block(node, marks, flow),
        }
    }

    fn block(&mut self, node: &Handle, marks: &[Mark], flow: &mut Flow) {
        self.flush(flow);
        match name(node) {
            tag @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                let level = Level::nearest(tag[1..].parse().unwrap_or(2));
                let content = self.words(node, marks);
                if !content.is_empty() {
                    self.put(Block::Heading { level, content }, flow);
                }
            }
            "ul" | "ol" => self.list(node, marks, flow),
            "blockquote" => self.quote(node, marks, flow),
            "aside" if has_class(node, "pull-quote") => self.pull_quote(node, marks, flow),
            "aside" | "div" | "p" if self.stands_apart(node, flow) => {}
            "table" => {
                if let Some(table) = self.table(node) {
                    self.put(table, flow);
                }
            }
            "figure" => self.figure(node, marks, flow),
            "hr" => self.put(Block::Rule, flow),
            "pre" => {
                let code = raw_text(node);
                self.put(Block::CodeBlock(code.strip_suffix('\n').unwrap_or(&code).to_owned()), flow);
            }
            // A note whose sign stands in the text is put there; any other stays where it was written.
            "div" if has_class(node, "footnote-definition") && attribute(node, "id").is_some_and(|id| self.signs.contains(&id)) => {}
            _ => self.walk_children(node, marks, flow),
        }
        self.flush(flow);
    }

    /// Ends the paragraph that is being written.
    fn flush(&mut self, flow: &mut Flow) {
        let run = trimmed(std::mem::take(&mut flow.run));
        if !run.is_empty() {
            flow.blocks.push(Block::Paragraph(run));
        }
        if flow.inside == Inside::Document {
            flow.blocks.append(&mut self.hoisted);
        }
    }

    /// Puts a block where it may stand; in narrower places it becomes what may stand there.
    fn put(&mut self, block: Block, flow: &mut Flow) {
        if flow.inside == Inside::Document {
            flow.blocks.push(block);
            return;
        }
        if flow.inside == Inside::FactBox && matches!(block, Block::Heading { .. } | Block::Table(_)) {
            flow.blocks.push(block);
            return;
        }
        match block {
            Block::Picture(_) | Block::Table(_) | Block::LinkCard(_) | Block::Gallery(_) | Block::Recording(_) => self.hoisted.push(block),
            Block::FactBox(inner) => inner.into_iter().for_each(|block| self.put(block, flow)),
            Block::Rule => {}
            Block::Blockquote(inner) => flow.blocks.extend(inner),
            Block::Heading { content, .. } => flow.blocks.push(Block::Paragraph(content)),
            Block::PullQuote { mut content, cite } => {
                if !cite.is_empty() {
                    content.push(Inline::text(format!(" — {cite}")));
                }
                flow.blocks.push(Block::Paragraph(content));
            }
            Block::CodeBlock(code) => flow.blocks.push(Block::Paragraph(code_lines(&code))),
            Block::BulletList(items) | Block::OrderedList { items, .. } if flow.inside == Inside::Words => {
                flow.blocks.extend(items.into_iter().flat_map(|item| item.0));
            }
            block => flow.blocks.push(block),
        }
    }

    fn list(&mut self, node: &Handle, marks: &[Mark], flow: &mut Flow) {
        // A list that stands too deep gives its items' words to what it stands in.
        let deep = flow.depth + 2 >= MAX_DEPTH;
        let mut items = Vec::new();
        for child in children(node) {
            let mut inner = Flow::new(if deep { Inside::Words } else { Inside::Narrow }, flow.depth + 1);
            self.walk_item(&child, marks, &mut inner);
            self.flush(&mut inner);
            if deep {
                flow.blocks.append(&mut inner.blocks);
            } else if !inner.blocks.is_empty() {
                if !matches!(inner.blocks.first(), Some(Block::Paragraph(_))) {
                    inner.blocks.insert(0, Block::Paragraph(Vec::new()));
                }
                items.push(ListItem(inner.blocks));
            } else if name(&child) == "li" {
                items.push(ListItem(vec![Block::Paragraph(Vec::new())]));
            }
        }
        if items.is_empty() {
            return;
        }
        let list = match name(node) {
            "ol" => Block::OrderedList { start: attribute(node, "start").and_then(|start| start.parse().ok()).unwrap_or(1), items },
            _ => Block::BulletList(items),
        };
        self.put(list, flow);
    }

    fn walk_item(&mut self, child: &Handle, marks: &[Mark], inner: &mut Flow) {
        match name(child) {
            "li" => self.walk_children(child, marks, inner),
            _ => self.walk(child, marks, inner),
        }
    }

    fn quote(&mut self, node: &Handle, marks: &[Mark], flow: &mut Flow) {
        if flow.inside != Inside::Document {
            self.walk_children(node, marks, flow);
            return;
        }
        let mut inner = Flow::new(Inside::Narrow, flow.depth + 1);
        self.walk_children(node, marks, &mut inner);
        self.flush(&mut inner);
        if !inner.blocks.is_empty() {
            self.put(Block::Blockquote(inner.blocks), flow);
        }
    }

    fn pull_quote(&mut self, node: &Handle, marks: &[Mark], flow: &mut Flow) {
        let mut inner = Flow::new(Inside::Words, 0);
        let mut cite = String::new();
        for child in children(node) {
            if has_class(&child, "cite") || name(&child) == "cite" {
                cite = squeezed(&raw_text(&child));
            } else {
                self.walk(&child, marks, &mut inner);
            }
        }
        self.flush(&mut inner);
        let content = joined(inner.blocks);
        if !content.is_empty() {
            self.put(Block::PullQuote { cite, content }, flow);
        }
    }

    /// Running text of everything in a node; paragraphs are parted by line breaks.
    fn words(&mut self, node: &Handle, marks: &[Mark]) -> Vec<Inline> {
        joined(self.paragraphs(node, marks))
    }

    /// Paragraphs of everything in a node.
    fn paragraphs(&mut self, node: &Handle, marks: &[Mark]) -> Vec<Block> {
        let mut inner = Flow::new(Inside::Words, 0);
        self.walk_children(node, marks, &mut inner);
        self.flush(&mut inner);
        inner.blocks
    }

    fn picture(&mut self, node: &Handle, flow: &mut Flow, caption: Option<(String, String)>) {
        let Some(picture) = attribute(node, "src").and_then(|src| address::picture(&src)) else { return };
        let (caption, credit) = caption.unwrap_or_else(|| (squeezed(&attribute(node, "title").unwrap_or_default()), String::new()));
        let alt = squeezed(&attribute(node, "alt").unwrap_or_default());
        // The words before it end here; in narrow places the picture follows later and the words run on.
        if flow.inside == Inside::Document {
            self.flush(flow);
        }
        self.put(Block::Picture(Picture { picture, alt, caption, credit, framing: framing(node) }), flow);
    }

    /// A picture with its caption; the credit is in a `cite` of the caption. Other figures are what is in them.
    fn figure(&mut self, node: &Handle, marks: &[Mark], flow: &mut Flow) {
        let parts = children(node);
        let image = parts.iter().find(|part| name(part) == "img");
        let words = parts.iter().find(|part| name(part) == "figcaption");
        let (Some(image), Some(words)) = (image, words) else {
            self.walk_children(node, marks, flow);
            return;
        };
        self.picture(image, flow, Some(caption_and_credit(words)));
    }

    /// Learns every footnote before the text is read: its words may stand after its sign.
    fn find_notes(&mut self, root: &Handle) {
        let mut stack = vec![root.clone()];
        let mut definitions = Vec::new();
        while let Some(node) = stack.pop() {
            if name(&node) == "sup" && has_class(&node, "footnote-reference") {
                self.signs.extend(note_id(&node));
            }
            if name(&node) == "div" && has_class(&node, "footnote-definition") {
                definitions.push(node.clone());
            }
            stack.extend(children(&node));
        }
        for node in definitions {
            let Some(id) = attribute(&node, "id").filter(|id| self.signs.contains(id)) else { continue };
            let mut content = self.words(&node, &[]);
            content.retain(|inline| !matches!(inline, Inline::Footnote { .. }));
            self.notes.entry(id).or_insert(content);
        }
    }

    fn footnote(&mut self, node: &Handle, marks: &[Mark], flow: &mut Flow) {
        let Some(content) = note_id(node).and_then(|id| self.notes.get(&id)) else { return };
        self.note_bytes += 16 + content.iter().map(|inline| if let Inline::Text { text, .. } = inline { text.len() } else { 16 }).sum::<usize>();
        if self.note_bytes <= MAX_BYTES {
            flow.run.push(Inline::Footnote { content: content.clone(), marks: marks.to_vec() });
        }
    }
}

/// How a picture is cut here; what cannot be read says nothing.
fn framing(image: &Handle) -> Framing {
    let said = |name: &str| attribute(image, name).unwrap_or_default();
    Framing { crop: Crop::read(&said("data-crop")).unwrap_or_default(), focus: Focus::read(&said("data-focus")).unwrap_or_default() }
}

/// The words of a caption, and the credit in its `cite`.
fn caption_and_credit(words: &Handle) -> (String, String) {
    let credit = children(words).iter().find(|part| name(part) == "cite").map(raw_text).unwrap_or_default();
    let caption: String = children(words).iter().filter(|part| name(part) != "cite").map(raw_text).collect();
    (squeezed(&caption), squeezed(&credit))
}

fn note_id(sign: &Handle) -> Option<String> {
    let link = children(sign).into_iter().find(|child| name(child) == "a")?;
    address::decode(attribute(&link, "href")?.strip_prefix('#')?)
}

/// The marks inside an element.
fn with_mark(marks: &[Mark], node: &Handle) -> Vec<Mark> {
    let mut marks = marks.to_vec();
    let link = |marks: &mut Vec<Mark>| {
        let href = attribute(node, "href")?;
        let mark = address::ledger(&href).or_else(|| address::href(&href).map(Mark::Link))?;
        // Links do not stand in links.
        (!matches!(mark, Mark::Link(_)) || !marks.iter().any(|mark| matches!(mark, Mark::Link(_)))).then(|| marks.push(mark))
    };
    match name(node) {
        "strong" | "b" => marks.push(Mark::Strong),
        "em" | "i" | "cite" => marks.push(Mark::Em),
        "s" | "del" | "strike" => marks.push(Mark::Strike),
        "code" => marks.push(Mark::Code),
        "sub" => marks.push(Mark::Sub),
        "sup" => marks.push(Mark::Sup),
        "a" => {
            link(&mut marks);
        }
        "span" => {
            let mark = |kind: &str| Mark::ledger(kind, Ref::parse(&attribute(node, &format!("data-{kind}"))?)?);
            marks.extend(["claim", "said", "source", "date", "expectation"].into_iter().filter_map(mark));
        }
        _ => {}
    }
    marks
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Text without outer white space, every run of it one space.
fn squeezed(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Appends text as HTML shows it: white space is one space, and none after another or after a line break.
fn push_text(run: &mut Vec<Inline>, text: &str, marks: &[Mark]) {
    let mut out = String::with_capacity(text.len());
    let mut after_space = match run.last() {
        Some(Inline::Text { text, .. }) => text.ends_with(' '),
        Some(Inline::HardBreak { .. }) | None => true,
        Some(Inline::Footnote { .. }) => false,
    };
    for c in text.chars() {
        let space = is_space(c);
        if !(space && after_space) {
            out.push(if space { ' ' } else { c });
        }
        after_space = space;
    }
    if !out.is_empty() {
        run.push(Inline::Text { text: out, marks: marks.to_vec() });
    }
}

/// Without white space and line breaks at either end, nor a space before a line break.
fn trimmed(mut run: Vec<Inline>) -> Vec<Inline> {
    while let Some(last) = run.last_mut() {
        match last {
            Inline::Text { text, .. } => {
                let length = text.trim_end_matches(' ').len();
                text.truncate(length);
                if length > 0 {
                    break;
                }
            }
            Inline::HardBreak { .. } => {}
            Inline::Footnote { .. } => break,
        }
        run.pop();
    }
    let leading = run.iter().take_while(|inline| matches!(inline, Inline::HardBreak { .. })).count();
    run.drain(..leading);
    for index in 1..run.len() {
        if matches!(run[index], Inline::HardBreak { .. })
            && let Inline::Text { text, .. } = &mut run[index - 1]
        {
            text.truncate(text.trim_end_matches(' ').len());
        }
    }
    run
}

/// The paragraphs as one run, parted by line breaks.
fn joined(blocks: Vec<Block>) -> Vec<Inline> {
    let mut run = Vec::new();
    for block in blocks {
        if let Block::Paragraph(content) = block {
            if !run.is_empty() {
                run.push(Inline::HardBreak { marks: Vec::new() });
            }
            run.extend(content);
        }
    }
    run
}

/// Code where no code block may stand: a line each.
fn code_lines(code: &str) -> Vec<Inline> {
    let mut run = Vec::new();
    for (number, line) in code.lines().enumerate() {
        if number > 0 {
            run.push(Inline::HardBreak { marks: Vec::new() });
        }
        run.push(Inline::Text { text: line.to_owned(), marks: vec![Mark::Code] });
    }
    run
}
