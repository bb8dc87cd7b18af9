//! What the site says to programs: feeds, sitemaps, JSON-LD and the small well-known files.

mod feeds;
mod json_ld;
mod sitemaps;
mod well_known;

use jiff::Timestamp;
use quick_xml::{Reader, events::Event};

/// An instant, written as RFC 3339.
fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// An element met in a document: its name, its attributes and the text directly in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

/// Reads a document to its end and gives its elements in the order of their ends. Fails unless it
/// is well-formed: nesting, references, legal characters, one root.
fn elements(document: &str) -> Vec<Element> {
    assert!(document.chars().all(courant_render::xml::is_legal), "an illegal character in {document:?}");
    let mut reader = Reader::from_str(document);
    reader.config_mut().enable_all_checks(true);
    let (mut open, mut ended, mut roots) = (Vec::new(), Vec::new(), 0);
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) => {
                roots += usize::from(open.is_empty());
                open.push(element(&tag));
            }
            Event::Empty(tag) => {
                roots += usize::from(open.is_empty());
                ended.push(element(&tag));
            }
            Event::End(_) => ended.extend(open.pop()),
            Event::Text(text) => {
                let text: &str = &text;
                assert!(!text.contains("]]>"), "a bare CDATA end");
                push(&mut open, text);
            }
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                let text = quick_xml::escape::unescape(&format!("&{name};")).expect("a reference XML knows").into_owned();
                push(&mut open, &text);
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("nothing here writes {other:?}"),
        }
    }
    assert!(open.is_empty(), "unclosed: {open:?}");
    assert_eq!(roots, 1, "one root");
    ended
}

fn element(tag: &quick_xml::events::BytesStart<'_>) -> Element {
    let attributes = tag.attributes().map(|attribute| {
        let attribute = attribute.expect("a well-formed attribute");
        let value: &str = &attribute.value;
        assert!(!value.contains('<'), "a bare < in an attribute");
        let value = quick_xml::escape::unescape(value).expect("references XML knows");
        let key = attribute.key.as_ref().to_owned();
        (key, value.into_owned())
    });
    Element { name: tag.name().as_ref().to_owned(), attributes: attributes.collect(), text: String::new() }
}

fn push(open: &mut [Element], text: &str) {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None => assert_eq!(text.trim(), "", "text outside the root"),
    }
}

/// Texts of all elements of that name.
fn texts(document: &str, name: &str) -> Vec<String> {
    elements(document).into_iter().filter(|element| element.name == name).map(|element| element.text).collect()
}

/// The text as XML can hold it.
fn legal(text: &str) -> String {
    text.chars().filter(|c| courant_render::xml::is_legal(*c)).collect()
}
