//! The body of a shared document as a plain tree, as y-prosemirror 1.3 writes it: an element for each node, named
//! after its type, its attributes as JSON values; a text for each run of inline text, its marks as formatting
//! (`name` → attributes). Line breaks and footnotes are elements, and carry no marks there. An element that was made
//! another kind which holds the same stays where it is and says its kind in the attribute `as`, so that two who make it
//! so at once do not double it and what others write in it stays.

use serde_json::{Map, Number, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{Any, Array, ArrayRef, Out, ReadTxn, Text, TransactionMut, Xml, XmlElementPrelim, XmlElementRef, XmlFragment, XmlTextPrelim, XmlTextRef};

/// How deep elements may stand inside one another; the document model allows a quarter of it.
pub(super) const DEEPEST: usize = 48;

/// Kinds that hold the same, so that one can become the other in its place; `editor/src/together/read.ts` has the same table.
const ALIKE: [&[&str]; 3] = [&["paragraph", "heading", "pull_quote"], &["bullet_list", "ordered_list"], &["table_cell", "table_header"]];

/// The attribute with which an element says that it is another kind than its name.
pub(super) const AS: &str = "as";

/// Whether an element of one kind can become the other in its place.
pub(super) fn alike(one: &str, other: &str) -> bool {
    one == other || ALIKE.iter().any(|kinds| kinds.contains(&one) && kinds.contains(&other))
}

/// What an element is now. Attributes of the kind that it was go unsaid.
fn as_now(name: String, mut attrs: Map<String, Value>) -> (String, Map<String, Value>) {
    let now = match attrs.remove(AS) {
        Some(Value::String(now)) if now != name && alike(&name, &now) => now,
        _ => name,
    };
    attrs.retain(|key, _| match now.as_str() {
        "paragraph" | "bullet_list" => false,
        "heading" => key == "level",
        "pull_quote" => key == "cite",
        "ordered_list" => key == "start",
        _ => true,
    });
    (now, attrs)
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// An element.
    Element {
        /// Type of the node.
        name: String,
        /// Its attributes.
        attrs: Map<String, Value>,
        /// What stands in it.
        children: Vec<Node>,
    },
    /// A run of text.
    Text(Vec<Run>),
    /// What no editor writes, with the words in it.
    Odd(String),
}

/// Words with the same marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Run {
    pub text: String,
    pub marks: BTreeMap<String, Value>,
}

/// The tree is deeper than any editor makes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooDeep;

impl Node {
    /// Its words, texts separated by a space where an element ends.
    pub(super) fn words(&self, out: &mut String) {
        match self {
            Node::Text(runs) => runs.iter().for_each(|run| out.push_str(&run.text)),
            Node::Odd(words) => out.push_str(words),
            Node::Element { attrs, children, .. } => {
                for key in ["cite", "alt", "caption", "credit"] {
                    if let Some(Value::String(words)) = attrs.get(key).filter(|v| v.as_str().is_some_and(|s| !s.is_empty())) {
                        out.push_str(words);
                        out.push(' ');
                    }
                }
                for child in children {
                    child.words(out);
                    if matches!(child, Node::Element { .. }) && !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
            }
        }
    }
}

/// Reads what stands in a fragment or element.
pub(super) fn children<F: XmlFragment + AsRef<ArrayRef>, T: ReadTxn>(parent: &F, txn: &T, depth: usize) -> Result<Vec<Node>, TooDeep> {
    if depth > DEEPEST {
        return Err(TooDeep);
    }
    // As an array: a walk over XML nodes would end at the first thing that is none.
    let array: &ArrayRef = parent.as_ref();
    array.iter(txn).map(|out| node(out, txn, depth)).collect()
}

fn node<T: ReadTxn>(out: Out, txn: &T, depth: usize) -> Result<Node, TooDeep> {
    Ok(match out {
        Out::YXmlElement(element) => {
            let mut attrs = Map::new();
            for (key, value) in element.attributes(txn) {
                match value {
                    Out::Any(any) => {
                        attrs.insert(key.to_owned(), plain(&any));
                    }
                    // An attribute that is a tree of its own is nothing that an editor writes, and could be of any depth.
                    _ => return Err(TooDeep),
                }
            }
            let name = element.try_tag().map_or(String::new(), |tag| tag.to_string());
            let (name, attrs) = as_now(name, attrs);
            Node::Element { name, attrs, children: children(&element, txn, depth + 1)? }
        }
        Out::YXmlText(text) => match runs(&text, txn) {
            (runs, true) => Node::Text(runs),
            (runs, false) => Node::Odd(runs.into_iter().map(|run| run.text).collect()),
        },
        Out::YText(text) => Node::Odd(yrs::GetString::get_string(&text, txn)),
        Out::Any(Any::String(words)) => Node::Odd(words.to_string()),
        Out::Any(_) => Node::Odd(String::new()),
        _ => return Err(TooDeep),
    })
}

/// The runs of a text, and whether there is nothing else in it.
pub(super) fn runs<X: Text, T: ReadTxn>(text: &X, txn: &T) -> (Vec<Run>, bool) {
    let (mut found, mut whole) = (Vec::<Run>::new(), true);
    for part in text.diff(txn, YChange::identity) {
        let Out::Any(Any::String(words)) = part.insert else {
            whole = false;
            continue;
        };
        let marks: BTreeMap<String, Value> =
            part.attributes.iter().flat_map(|a| a.iter()).map(|(key, value)| (key.to_string(), plain(value))).filter(|(_, v)| !v.is_null()).collect();
        match found.last_mut() {
            Some(last) if last.marks == marks => last.text.push_str(&words),
            _ => found.push(Run { text: words.to_string(), marks }),
        }
    }
    (found, whole)
}

/// Puts a node into a fragment or element.
pub(super) fn insert<F: XmlFragment>(parent: &F, txn: &mut TransactionMut<'_>, index: u32, node: &Node) {
    match node {
        Node::Text(runs) => {
            let text = parent.insert(txn, index, XmlTextPrelim::new(""));
            push(&text, txn, runs);
        }
        Node::Element { name, attrs, children } => {
            let element: XmlElementRef = parent.insert(txn, index, XmlElementPrelim::empty(name.as_str()));
            for (key, value) in attrs {
                element.insert_attribute(txn, key.as_str(), any(value));
            }
            for (at, child) in children.iter().enumerate() {
                insert(&element, txn, u32::try_from(at).unwrap_or(u32::MAX), child);
            }
        }
        Node::Odd(words) => {
            let text = parent.insert(txn, index, XmlTextPrelim::new(""));
            text.push(txn, words);
        }
    }
}

fn push(text: &XmlTextRef, txn: &mut TransactionMut<'_>, runs: &[Run]) {
    let mut at = 0;
    for run in runs {
        text.insert_with_attributes(txn, at, &run.text, formatting(&run.marks));
        at += units(&run.text);
    }
}

/// Marks as Yjs' formatting.
pub(super) fn formatting(marks: &BTreeMap<String, Value>) -> Attrs {
    marks.iter().map(|(name, value)| (Arc::from(name.as_str()), any(value))).collect()
}

/// Length as Yjs counts it: UTF-16 code units.
pub(super) fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// A value of Yjs as JSON. Bytes and `undefined` are null; a number without fraction is an integer, whatever it came as.
pub(super) fn plain(any: &Any) -> Value {
    match any {
        Any::Null | Any::Undefined | Any::Buffer(_) => Value::Null,
        Any::Bool(yes) => Value::Bool(*yes),
        Any::Number(yrs::Number::Int(number)) => Value::from(*number),
        #[allow(clippy::cast_possible_truncation)]
        Any::Number(yrs::Number::Float(number)) if number.fract() == 0.0 && number.abs() < 9e15 => Value::from(*number as i64),
        Any::Number(yrs::Number::Float(number)) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        Any::String(text) => Value::from(text.as_ref()),
        Any::Array(items) => items.iter().map(plain).collect(),
        Any::Map(entries) => Value::Object(entries.iter().map(|(k, v)| (k.clone(), plain(v))).collect()),
    }
}

/// JSON as a value of Yjs.
pub(super) fn any(value: &Value) -> Any {
    match value {
        Value::Null => Any::Null,
        Value::Bool(yes) => Any::Bool(*yes),
        Value::Number(number) => match number.as_i64() {
            Some(int) => Any::Number(yrs::Number::Int(int)),
            None => Any::Number(yrs::Number::Float(number.as_f64().unwrap_or_default())),
        },
        Value::String(text) => Any::String(Arc::from(text.as_str())),
        Value::Array(items) => Any::Array(items.iter().map(any).collect::<Vec<_>>().into()),
        Value::Object(entries) => Any::Map(Arc::new(entries.iter().map(|(k, v)| (k.clone(), any(v))).collect::<HashMap<_, _>>())),
    }
}
