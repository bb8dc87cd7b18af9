//! Copy as a Yjs document, and back. Pure: no store, no clock.
//!
//! The document has the body as an XML fragment, a text for each line of the head, and a map and two arrays for the
//! rest ([`TEXTS`], [`KEYS`], `bylines`, `tags`). Fields of the head that have no place here are left as they were.

use super::diff::{hunks, word_hunks, words};
use super::read::{self, Unreadable};
use super::tree::{self, Node, Run, any, formatting, plain, units};
use courant_news::copy::{Byline, Copy, Dateline, Head, PictureUse};
use courant_news::framing::{Crop, Focus, Framing};
use serde_json::{Map as Object, Value, json};
use std::collections::BTreeMap;
use std::ops::Range;
use yrs::updates::encoder::Encode;
use yrs::{
    Any, Array, ArrayRef, ClientID, Doc, GetString, Map, MapRef, OffsetKind, Options, Out, ReadTxn, StateVector, Text, TextRef, Transact,
    TransactionMut, Xml, XmlFragment, XmlFragmentRef, XmlOut, XmlTextRef,
};

/// Names of the texts, in the order of [`lines`].
pub(super) const TEXTS: [&str; 9] =
    ["headline", "standfirst", "kicker", "slugline", "slug", "dateline_place", "picture_alt", "picture_caption", "picture_credit"];
/// Keys of the map `head`.
const KEYS: [&str; 7] = ["language", "section", "storyline", "dateline_date", "picture", "picture_crop", "picture_focus"];
/// Names of everything at the root; an update that names anything else is none of ours.
pub(super) const ROOTS: [&str; 13] = [
    "body",
    "head",
    "bylines",
    "tags",
    "headline",
    "standfirst",
    "kicker",
    "slugline",
    "slug",
    "dateline_place",
    "picture_alt",
    "picture_caption",
    "picture_credit",
];

/// A document with handles to its parts.
pub(super) struct Shared {
    pub doc: Doc,
    pub body: XmlFragmentRef,
    texts: [TextRef; 9],
    head: MapRef,
    bylines: ArrayRef,
    tags: ArrayRef,
}

/// What a document says.
pub(super) struct Reading {
    pub copy: Copy,
    /// What had to be mended, a sentence each.
    pub repairs: Vec<String>,
}

impl Shared {
    /// An empty one. Nothing is ever collected: undo over a reload and kept words need what was deleted.
    pub fn new() -> Shared {
        // 32 bits, as Yjs chooses them.
        let client = getrandom::u32().map_or_else(|_| ClientID::random().get() & 0xffff_ffff, u64::from);
        let options = Options { client_id: ClientID::new(client), skip_gc: true, offset_kind: OffsetKind::Utf16, ..Options::default() };
        let doc = Doc::with_options(options);
        Shared {
            body: doc.get_or_insert_xml_fragment("body"),
            texts: TEXTS.map(|name| doc.get_or_insert_text(name)),
            head: doc.get_or_insert_map("head"),
            bylines: doc.get_or_insert_array("bylines"),
            tags: doc.get_or_insert_array("tags"),
            doc,
        }
    }

    /// One that says what a copy says.
    pub fn of(copy: &Copy) -> Shared {
        let shared = Shared::new();
        shared.write(copy);
        shared
    }

    /// Makes it say what a copy says, changing as little as that takes; the update (lib0 v1), or `None` when it said
    /// so already.
    pub fn write(&self, copy: &Copy) -> Option<Vec<u8>> {
        let mut txn = self.doc.transact_mut();
        for (text, line) in self.texts.iter().zip(lines(&copy.head)) {
            set_text(text, &mut txn, line);
        }
        let values = keys(&copy.head);
        for (key, value) in KEYS.iter().zip(values) {
            let there = string(self.head.get(&txn, key));
            match value {
                Some(value) if there.as_deref() != Some(value.as_str()) => drop(self.head.insert(&mut txn, *key, value)),
                None if there.is_some() => drop(self.head.remove(&mut txn, key)),
                _ => {}
            }
        }
        let bylines: Vec<Value> = copy.head.bylines.iter().map(|b| json!({ "name": b.name, "slug": b.slug })).collect();
        set_array(&self.bylines, &mut txn, &bylines);
        let tags: Vec<Value> = copy.head.tags.iter().map(|tag| json!(tag)).collect();
        set_array(&self.tags, &mut txn, &tags);
        let new = nodes(content(&copy.body.to_json()));
        match tree::children(&self.body, &txn, 0) {
            Ok(old) => set_children(&self.body, &mut txn, &old, &new),
            Err(tree::TooDeep) => {
                let all = XmlFragment::len(&self.body, &txn);
                self.body.remove_range(&mut txn, 0, all);
                set_children(&self.body, &mut txn, &[], &new);
            }
        }
        txn.has_changes().then(|| txn.encode_update_v1())
    }

    /// What it says; `base` gives the fields of the head that a document does not hold.
    ///
    /// # Errors
    /// [`Unreadable`] when no document of the model can be made of it, whatever is mended.
    pub fn read(&self, base: &Head) -> Result<Reading, Unreadable> {
        let txn = self.doc.transact();
        let mut head = base.clone();
        let [headline, standfirst, kicker, slugline, slug, place, alt, caption, credit] = self.texts.each_ref().map(|text| text.get_string(&txn));
        (head.headline, head.standfirst, head.kicker, head.slugline, head.slug) = (headline, standfirst, kicker, slugline, slug);
        let [language, section, storyline, date, picture, crop, focus] = KEYS.map(|key| string(self.head.get(&txn, key)));
        head.language = language.unwrap_or_default();
        head.section = section.unwrap_or_default();
        head.storyline = storyline.unwrap_or_default();
        let date = date.and_then(|date| date.parse().ok());
        head.dateline = (!place.is_empty() || date.is_some()).then_some(Dateline { place, date });
        // What does not lie inside the picture says nothing: no edit may keep the rest from being read.
        let framing = Framing {
            crop: Crop::read(&crop.unwrap_or_default()).unwrap_or_default(),
            focus: Focus::read(&focus.unwrap_or_default()).unwrap_or_default(),
        };
        head.picture = picture.map(|picture| PictureUse { picture, alt, caption, credit, framing });
        head.bylines = items(&self.bylines, &txn).iter().map(byline).collect();
        head.tags = items(&self.tags, &txn).iter().map(|tag| tag.as_str().unwrap_or_default().to_owned()).filter(|tag| !tag.is_empty()).collect();
        let (body, repairs) = read::body(&tree::children(&self.body, &txn, 0)?)?;
        Ok(Reading { copy: Copy { head, body }, repairs })
    }

    /// What somebody lacks who has this much (lib0 v1).
    pub fn since(&self, state: &StateVector) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(state)
    }

    /// All of it (lib0 v1).
    pub fn whole(&self) -> Vec<u8> {
        self.since(&StateVector::default())
    }

    /// How much of each writer it has.
    pub fn state(&self) -> StateVector {
        self.doc.transact().state_vector()
    }

    /// The same, encoded (lib0 v1).
    pub fn state_v1(&self) -> Vec<u8> {
        self.state().encode_v1()
    }
}

fn lines(head: &Head) -> [&str; 9] {
    let place = head.dateline.as_ref().map_or("", |d| d.place.as_str());
    let words = head.picture.as_ref().map_or(["", "", ""], |p| [p.alt.as_str(), p.caption.as_str(), p.credit.as_str()]);
    [&head.headline, &head.standfirst, &head.kicker, &head.slugline, &head.slug, place, words[0], words[1], words[2]]
}

fn keys(head: &Head) -> [Option<String>; 7] {
    let filled = |text: &String| (!text.is_empty()).then(|| text.clone());
    let date = head.dateline.as_ref().and_then(|d| d.date).map(|date| date.to_string());
    let picture = head.picture.as_ref();
    let (crop, focus) = (picture.and_then(|p| p.framing.crop), picture.and_then(|p| p.framing.focus));
    [
        filled(&head.language),
        filled(&head.section),
        filled(&head.storyline),
        date,
        picture.map(|p| p.picture.clone()),
        crop.map(|crop| crop.to_string()),
        focus.map(|focus| focus.to_string()),
    ]
}

fn string(out: Option<Out>) -> Option<String> {
    match out {
        Some(Out::Any(Any::String(text))) => Some(text.to_string()),
        _ => None,
    }
}

fn items<T: ReadTxn>(array: &ArrayRef, txn: &T) -> Vec<Value> {
    let value = |out| match out {
        Out::Any(any) => plain(&any),
        _ => Value::Null,
    };
    array.iter(txn).map(value).collect()
}

fn byline(value: &Value) -> Byline {
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    match value {
        Value::String(name) => Byline { name: name.clone(), slug: String::new() },
        _ => Byline { name: text("name"), slug: text("slug") },
    }
}

fn set_array(array: &ArrayRef, txn: &mut TransactionMut<'_>, new: &[Value]) {
    let old = items(array, txn);
    for hunk in hunks(&old, new).into_iter().rev() {
        let at = index(hunk.old.start);
        if !hunk.old.is_empty() {
            array.remove_range(txn, at, index(hunk.old.len()));
        }
        for (nth, value) in new[hunk.new].iter().enumerate() {
            array.insert(txn, at + index(nth), any(value));
        }
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// One replacement in a text: where in UTF-16 units, how many go, and which bytes of the new text come.
struct Edit {
    at: u32,
    gone: u32,
    new: Range<usize>,
}

/// What makes the old text the new one, last place first, so that earlier places stay true.
fn edits(old: &str, new: &str) -> Vec<Edit> {
    let (a, b) = (words(old), words(new));
    let bytes = |words: &[&str]| words.iter().map(|w| w.len()).sum::<usize>();
    let mut found = Vec::new();
    for hunk in word_hunks(&a, &b).into_iter().rev() {
        let (from, to) = (bytes(&a[..hunk.old.start]), bytes(&a[..hunk.old.end]));
        let (begin, end) = (bytes(&b[..hunk.new.start]), bytes(&b[..hunk.new.end]));
        let (head, tail) = match (&a[hunk.old], &b[hunk.new]) {
            ([gone], [come]) => in_common(gone, come),
            _ => (0, 0),
        };
        let (from, to) = (from + head, to - tail);
        found.push(Edit { at: units(&old[..from]), gone: units(&old[from..to]), new: begin + head..end - tail });
    }
    found
}

/// Bytes with which two words both begin and end, when that is most of them: then only the letters between differ.
fn in_common(gone: &str, come: &str) -> (usize, usize) {
    let head: usize = gone.chars().zip(come.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let tail: usize = gone[head..].chars().rev().zip(come[head..].chars().rev()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    if (head + tail) * 2 >= gone.len().max(come.len()) { (head, tail) } else { (0, 0) }
}

/// Takes words out after others were put in before them. The other way round the new words would have the same
/// neighbour as what somebody types at the end of the old ones, and come between two of their letters.
fn take_out<X: Text>(text: &X, txn: &mut TransactionMut<'_>, at: u32, gone: u32) {
    if gone > 0 {
        text.remove_range(txn, at, gone);
    }
}

fn set_text(text: &TextRef, txn: &mut TransactionMut<'_>, new: &str) {
    let (runs, whole) = tree::runs(text, txn);
    if !whole {
        let all = Text::len(text, txn);
        text.remove_range(txn, 0, all);
        return text.insert(txn, 0, new);
    }
    let old: String = runs.into_iter().map(|run| run.text).collect();
    for edit in edits(&old, new) {
        let come = units(&new[edit.new.clone()]);
        text.insert(txn, edit.at, &new[edit.new]);
        take_out(text, txn, edit.at + come, edit.gone);
    }
}

fn set_children<F: XmlFragment + AsRef<ArrayRef>>(parent: &F, txn: &mut TransactionMut<'_>, old: &[Node], new: &[Node]) {
    if let ([Node::Text(runs)], [], Some(XmlOut::Text(text))) = (old, new, parent.get(txn, 0)) {
        // Emptied, not taken out: what somebody else types there meanwhile stays.
        return set_runs(&text, txn, runs, &[]);
    }
    for hunk in hunks(old, new).into_iter().rev() {
        let (gone, come) = (&old[hunk.old.clone()], &new[hunk.new.clone()]);
        let both = gone.len().min(come.len());
        let at = index(hunk.old.start);
        if gone.len() > both {
            parent.remove_range(txn, at + index(both), index(gone.len() - both));
        }
        for (nth, node) in come[both..].iter().enumerate() {
            tree::insert(parent, txn, at + index(both + nth), node);
        }
        for nth in (0..both).rev() {
            set_node(parent, txn, at + index(nth), &gone[nth], &come[nth]);
        }
    }
}

fn set_node<F: XmlFragment>(parent: &F, txn: &mut TransactionMut<'_>, at: u32, old: &Node, new: &Node) {
    match (old, new, parent.get(txn, at)) {
        (Node::Element { name, attrs, children }, Node::Element { name: same, attrs: wanted, children: come }, Some(XmlOut::Element(element)))
            if tree::alike(name, same) =>
        {
            if name != same && element.try_tag().is_some_and(|tag| **tag == **same) {
                element.remove_attribute(txn, &tree::AS);
            } else if name != same {
                element.insert_attribute(txn, tree::AS, same.as_str());
            }
            for (key, value) in wanted.iter().filter(|(key, value)| attrs.get(*key) != Some(value)) {
                element.insert_attribute(txn, key.as_str(), any(value));
            }
            for key in attrs.keys().filter(|key| !wanted.contains_key(*key)) {
                element.remove_attribute(txn, key);
            }
            set_children(&element, txn, children, come);
        }
        (Node::Text(runs), Node::Text(come), Some(XmlOut::Text(text))) => set_runs(&text, txn, runs, come),
        _ => {
            parent.remove_range(txn, at, 1);
            tree::insert(parent, txn, at, new);
        }
    }
}

/// First the words, then the marks: so that both are changed only where they differ.
fn set_runs(text: &XmlTextRef, txn: &mut TransactionMut<'_>, old: &[Run], new: &[Run]) {
    let join = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    let (before, after) = (join(old), join(new));
    for edit in edits(&before, &after) {
        let (mut at, mut begin) = (edit.at, 0);
        for run in new {
            let range = begin.max(edit.new.start)..(begin + run.text.len()).min(edit.new.end);
            if !range.is_empty() {
                text.insert_with_attributes(txn, at, &after[range.clone()], formatting(&run.marks));
                at += units(&after[range]);
            }
            begin += run.text.len();
        }
        take_out(text, txn, at, edit.gone);
    }
    set_marks(text, txn, new);
}

fn set_marks(text: &XmlTextRef, txn: &mut TransactionMut<'_>, new: &[Run]) {
    let (there, _) = tree::runs(text, txn);
    let spans = |runs: &[Run]| {
        let mut at = 0;
        let span = |run: &Run| {
            at += units(&run.text);
            (at - units(&run.text)..at, run.marks.clone())
        };
        runs.iter().map(span).collect::<Vec<(Range<u32>, BTreeMap<String, Value>)>>()
    };
    for (have, marks) in spans(&there) {
        for (want, wanted) in spans(new) {
            let range = have.start.max(want.start)..have.end.min(want.end);
            if range.is_empty() || marks == wanted {
                continue;
            }
            let mut change: BTreeMap<String, Value> =
                wanted.iter().filter(|(name, value)| marks.get(*name) != Some(value)).map(|(n, v)| (n.clone(), v.clone())).collect();
            change.extend(marks.keys().filter(|name| !wanted.contains_key(*name)).map(|name| (name.clone(), Value::Null)));
            text.format(txn, range.start, range.end - range.start, formatting(&change));
        }
    }
}

fn content(node: &Value) -> &[Value] {
    node["content"].as_array().map_or(&[], Vec::as_slice)
}

/// The model's JSON as nodes of the tree.
fn nodes(content: &[Value]) -> Vec<Node> {
    let mut found: Vec<Node> = Vec::new();
    for value in content {
        let name = value["type"].as_str().unwrap_or_default();
        if name == "text" {
            let run = Run { text: value["text"].as_str().unwrap_or_default().to_owned(), marks: marks(&value["marks"]) };
            match found.last_mut() {
                Some(Node::Text(runs)) if runs.last().is_some_and(|last| last.marks == run.marks) => {
                    if let Some(last) = runs.last_mut() {
                        last.text.push_str(&run.text);
                    }
                }
                Some(Node::Text(runs)) => runs.push(run),
                _ => found.push(Node::Text(vec![run])),
            }
            continue;
        }
        let attrs: Object<String, Value> =
            value["attrs"].as_object().into_iter().flatten().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect();
        found.push(Node::Element { name: name.to_owned(), attrs, children: nodes(self::content(value)) });
    }
    found
}

fn marks(value: &Value) -> BTreeMap<String, Value> {
    let mark = |mark: &Value| {
        let attrs = if mark["attrs"].is_object() { mark["attrs"].clone() } else { json!({}) };
        (mark["type"].as_str().unwrap_or_default().to_owned(), attrs)
    };
    value.as_array().into_iter().flatten().map(mark).collect()
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
