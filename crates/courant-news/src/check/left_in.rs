//! Words that were a note to oneself: in brackets, or the marks a desk leaves for what is still to come.

use super::{Around, Found, block};
use crate::copy::Copy;
use serde_json::Value;

/// Marks for what is to come, as words of their own and in capitals.
const MARKS: [&str; 7] = ["TK", "TKTK", "TKTKTK", "XXX", "XXXX", "TODO", "FIXME"];

pub(super) fn words(copy: &Copy, _: &Around, found: &mut Vec<Found>) {
    let head = &copy.head;
    for (place, text) in [("headline", &head.headline), ("standfirst", &head.standfirst), ("kicker", &head.kicker)] {
        if let Some(words) = left_in(text) {
            found.push(told(place.to_owned(), &words));
        }
    }
    if let Some(used) = &head.picture
        && let Some(words) = left_in(&used.caption).or_else(|| left_in(&used.alt))
    {
        found.push(told("picture".into(), &words));
    }
    for (at, node) in copy.body.to_json()["content"].as_array().into_iter().flatten().enumerate() {
        let mut text = String::new();
        gather(node, &mut text);
        if let Some(words) = left_in(&text) {
            found.push(told(block(at), &words));
        }
    }
}

fn told(place: String, words: &str) -> Found {
    Found::warning(place, format!("‘{words}’ looks like a note that was left in; take it out, or leave it if it is meant."))
}

/// All words of a block, those in attributes too.
fn gather(node: &Value, out: &mut String) {
    if node["type"] == "code_block" {
        return;
    }
    if let Some(text) = node["text"].as_str() {
        out.push_str(text);
    }
    for name in ["alt", "caption", "cite", "title"] {
        if let Some(text) = node["attrs"][name].as_str() {
            out.push(' ');
            out.push_str(text);
        }
    }
    for child in node["content"].as_array().into_iter().flatten() {
        gather(child, out);
    }
    if !matches!(node["type"].as_str(), Some("text" | "footnote")) {
        out.push(' ');
    }
}

/// The first such words: in square brackets, with them; a bracket that stands alone; or a mark.
#[must_use]
pub fn left_in(text: &str) -> Option<String> {
    if let Some(start) = text.find(['[', ']']) {
        let rest = &text[start..];
        let double = rest.starts_with("[[").then(|| rest.find("]]").map(|end| end + 2)).flatten();
        let end = double.or_else(|| rest.find(']').filter(|_| rest.starts_with('[')).map(|end| end + 1)).unwrap_or(1);
        let words: String = rest[..end].chars().take(60).collect();
        return Some(if words.len() < end { format!("{words}…") } else { words });
    }
    text.split(|c: char| !c.is_alphanumeric()).find(|word| MARKS.contains(word)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Document;

    #[test]
    fn words_left_in_brackets_are_found() {
        assert_eq!(left_in("He is [check age] old.").as_deref(), Some("[check age]"));
        assert_eq!(left_in("See [[talks]] first").as_deref(), Some("[[talks]]"));
        assert_eq!(left_in("A bracket] alone").as_deref(), Some("]"));
        assert_eq!(left_in("An open [ one").as_deref(), Some("["));
        assert_eq!(left_in("None (but these)"), None);
    }

    #[test]
    fn marks_for_what_is_to_come_are_found_as_words_of_their_own() {
        assert_eq!(left_in("The sum of TK dollars").as_deref(), Some("TK"));
        assert_eq!(left_in("Name XXX, 43").as_deref(), Some("XXX"));
        assert_eq!(left_in("The ATKINS report of XXXVII pages; tk"), None);
    }

    #[test]
    fn the_place_is_the_block_where_the_words_stand() {
        let body = serde_json::json!({ "type": "doc", "content": [
            { "type": "paragraph", "content": [{ "type": "text", "text": "All is well." }] },
            { "type": "bullet_list", "content": [{ "type": "list_item", "content": [
                { "type": "paragraph", "content": [{ "type": "text", "text": "A " }, { "type": "text", "text": "[CHECK]", "marks": [{ "type": "strong" }] }] }] }] }] });
        let copy = Copy { body: Document::from_json(&body).expect("a document"), ..Copy::default() };
        let mut found = Vec::new();
        words(&copy, &Around::default(), &mut found);
        assert_eq!((found.len(), found[0].place.as_str(), found[0].blocks), (1, "block-2", false));
    }
}
