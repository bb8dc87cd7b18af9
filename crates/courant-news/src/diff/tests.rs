//! Comparing copies.

use super::*;
use crate::body::Document;
use proptest::prelude::*;
use serde_json::{Value, json};

fn copy(headline: &str, blocks: Value) -> Copy {
    let body = Document::from_json(&json!({ "type": "doc", "content": blocks })).expect("a document");
    Copy { head: Head { headline: headline.into(), ..Head::default() }, body }
}

fn paragraph(text: &str) -> Value {
    json!({ "type": "paragraph", "content": [{ "type": "text", "text": text }] })
}

fn told(line: &LineDiff) -> String {
    let piece = |p: &Piece| match (&p.was, p.gone) {
        (Was::There, true) => format!("[-{}-]", p.text),
        (Was::There, false) => p.text.clone(),
        (Was::Absent, _) => format!("{{+{}+}}", p.text),
        (Was::Styled(how), _) => format!("<{}|{how}>", p.text),
    };
    line.pieces.iter().map(piece).collect()
}

#[test]
fn a_word_that_changed_is_told_in_its_sentence() {
    let old = copy("Talks begin", json!([paragraph("The talks begin on Monday in Beijing."), paragraph("Nobody knows more.")]));
    let new = copy("Talks begin", json!([paragraph("The talks begin on Tuesday in Beijing."), paragraph("Nobody knows more.")]));
    let found = compare(&old, &new);
    assert!(found.fields.is_empty());
    assert_eq!(told(&found.lines[0]), "The talks begin on [-Monday-]{+Tuesday+} in Beijing.");
    assert_eq!((found.lines[1].fate, found.added, found.removed, found.restyled), (Fate::Same, 1, 1, 0));
}

#[test]
fn formatting_that_changed_is_not_told_as_words() {
    let strong = json!({ "type": "paragraph", "content": [
        { "type": "text", "text": "The talks " },
        { "type": "text", "text": "begin", "marks": [{ "type": "strong" }] },
        { "type": "text", "text": " on Monday." }] });
    let found = compare(&copy("A", json!([paragraph("The talks begin on Monday.")])), &copy("A", json!([strong])));
    assert_eq!(told(&found.lines[0]), "The talks <begin|now strong> on Monday.");
    assert_eq!((found.added, found.removed, found.restyled), (0, 0, 1));
}

#[test]
fn half_a_word_set_strong_is_still_the_same_word() {
    let half = json!({ "type": "paragraph", "content": [
        { "type": "text", "text": "About for" },
        { "type": "text", "text": "ty minutes", "marks": [{ "type": "strong" }] }] });
    let found = compare(&copy("A", json!([paragraph("About forty minutes")])), &copy("A", json!([half])));
    assert_eq!(told(&found.lines[0]), "About <forty|now partly strong>< minutes|now strong>");
    assert_eq!((found.added, found.removed), (0, 0));
}

#[test]
fn a_paragraph_that_came_or_went_is_one_line() {
    let old = copy("A", json!([paragraph("First of all."), paragraph("Second thoughts here."), paragraph("Third.")]));
    let new = copy("B", json!([paragraph("First of all."), paragraph("Third."), paragraph("A wholly new ending")]));
    let found = compare(&old, &new);
    let fates: Vec<Fate> = found.lines.iter().map(|l| l.fate).collect();
    assert_eq!(fates, [Fate::Same, Fate::Removed, Fate::Same, Fate::Added]);
    assert_eq!(found.fields[0].name, "Headline");
}

#[test]
fn a_paragraph_made_a_heading_is_told_as_that() {
    let heading = json!({ "type": "heading", "attrs": { "level": 2 }, "content": [{ "type": "text", "text": "What next" }] });
    let found = compare(&copy("A", json!([paragraph("What next")])), &copy("A", json!([heading])));
    assert_eq!((found.lines[0].kind.as_str(), found.lines[0].kind_before.as_deref()), ("heading 2", Some("paragraph")));
    assert_eq!((found.added, found.removed), (0, 0));
}

#[test]
fn items_cells_and_alternative_texts_are_lines_of_their_own() {
    let list = |second: &str| {
        let item = |text: &str| json!({ "type": "list_item", "content": [paragraph(text)] });
        json!([{ "type": "bullet_list", "content": [item("One ship"), item(second)] },
            { "type": "picture", "attrs": { "picture": "ab".repeat(32), "alt": "A ship", "caption": "", "credit": second } }])
    };
    let found = compare(&copy("A", list("Two boats")), &copy("A", list("Two ferries")));
    let changed: Vec<&str> = found.lines.iter().filter(|l| l.fate != Fate::Same).map(|l| l.kind.as_str()).collect();
    assert_eq!(changed, ["bullet list item", "picture, credit"]);
}

proptest! {
    /// Whatever was written, both texts can be read back from the comparison, and a text compared with itself is the same.
    #[test]
    fn nothing_is_lost_in_a_comparison(
        old in proptest::collection::vec("[ab c.,é字]{1,12}", 0..8),
        new in proptest::collection::vec("[ab c.,é字]{1,12}", 0..8),
    ) {
        let paragraphs = |texts: &[String]| Value::Array(texts.iter().map(|t| paragraph(t)).collect());
        let (a, b) = (copy("A", paragraphs(&old)), copy("A", paragraphs(&new)));
        let found = compare(&a, &b);
        let mut side = [String::new(), String::new()];
        for line in &found.lines {
            for piece in &line.pieces {
                if piece.was != Was::Absent { side[0].push_str(&piece.text); }
                if !piece.gone { side[1].push_str(&piece.text); }
            }
        }
        let text = |c: &Copy| lines(&c.body.to_json()).iter().flat_map(|l| &l.tokens).map(|t| t.text.as_str()).collect::<String>();
        prop_assert_eq!(&side[0], &text(&a));
        prop_assert_eq!(&side[1], &text(&b));
        prop_assert!(compare(&a, &a).is_same());
    }
}
