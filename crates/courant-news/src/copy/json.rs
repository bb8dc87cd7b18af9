//! Copy as JSON. What is no copy is told by its field and in words, since serde's are about types of Rust.

use super::Copy;
use crate::body::{BodyError, Document};
use crate::framing;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

/// Why JSON is no copy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct NoCopy {
    /// Which field is wrong: 'The field ‘dateline.date’ is no day.'
    pub sentence: String,
    /// What to do, one sentence.
    pub next: String,
    /// What the parser said, for the log.
    pub cause: String,
}

impl Copy {
    /// Reads copy as a form of the newsroom sends it. A field that is left out is empty.
    ///
    /// # Errors
    /// The first field that is not written as it has to be.
    pub fn from_json(value: &Value) -> Result<Copy, NoCopy> {
        Copy::deserialize(value).map_err(|error| {
            let (sentence, next) = misfit(value, &COPY, "").unwrap_or_else(|| ("The copy cannot be read.".into(), "Undo the last change.".into()));
            NoCopy { sentence, next, cause: error.to_string() }
        })
    }
}

/// How a value is written.
enum Shape {
    Text,
    /// A day; empty and absent while nobody has chosen one.
    Day,
    Body,
    List(&'static Shape),
    Fields(&'static [(&'static str, Shape)]),
    /// May be `null`.
    Maybe(&'static Shape),
    /// A rectangle of a picture.
    Crop,
    /// A point of a picture.
    Focus,
}

use Shape::{Body, Day, Fields, List, Maybe, Text};

const COPY: Shape = Fields(&[
    ("headline", Text),
    ("standfirst", Text),
    ("slug", Text),
    ("slugline", Text),
    ("language", Text),
    ("kicker", Text),
    ("bylines", List(&Fields(&[("name", Text), ("slug", Text)]))),
    ("dateline", Maybe(&Fields(&[("place", Text), ("date", Maybe(&Day))]))),
    ("section", Text),
    ("storyline", Text),
    ("tags", List(&Text)),
    (
        "picture",
        Maybe(&Fields(&[
            ("picture", Text),
            ("alt", Text),
            ("caption", Text),
            ("credit", Text),
            ("crop", Maybe(&Shape::Crop)),
            ("focus", Maybe(&Shape::Focus)),
        ])),
    ),
    ("body", Body),
]);

/// The first value that does not have its shape: which field that is, and how it is written.
fn misfit(value: &Value, shape: &Shape, path: &str) -> Option<(String, String)> {
    let wrong = |what: &str, next: &str| Some((format!("The field ‘{path}’ is {what}."), next.to_owned()));
    match shape {
        Maybe(_) if value.is_null() => None,
        Maybe(shape) => misfit(value, shape, path),
        Text if value.is_string() => None,
        Text => wrong("no text", "Write it as a text."),
        Day if value.as_str().is_some_and(|day| day.is_empty() || day.parse::<Date>().is_ok()) => None,
        Day => wrong("no day", "Write it as 2018-03-28."),
        Shape::Crop if value.as_str().is_some_and(|text| framing::Crop::read(text).is_ok()) => None,
        Shape::Crop => wrong("no crop", "Write left, top, width and height in thousandths, inside the picture: 100,50,800,600."),
        Shape::Focus if value.as_str().is_some_and(|text| framing::Focus::read(text).is_ok()) => None,
        Shape::Focus => wrong("no focal point", "Write two whole numbers from 0 to 1000: 500,400."),
        Body => Document::from_json(value).err().map(|error| in_body(path, &error)),
        List(shape) => match value.as_array() {
            Some(list) => list.iter().enumerate().find_map(|(index, value)| misfit(value, shape, &format!("{path}[{index}]"))),
            None => wrong("no list", "Write it as a list."),
        },
        Fields(fields) => match value.as_object() {
            Some(map) => fields.iter().find_map(|(key, shape)| {
                let path = if path.is_empty() { (*key).to_owned() } else { format!("{path}.{key}") };
                map.get(*key).and_then(|value| misfit(value, shape, &path))
            }),
            None => wrong("no object", "Write it as an object with its keys."),
        },
    }
}

fn in_body(path: &str, error: &BodyError) -> (String, String) {
    let mut letters = error.next.chars();
    let next = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>();
    (format!("In the field ‘{path}’, {}.", error.sentence), format!("{next}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refusal(value: Value) -> (String, String) {
        let refused = Copy::from_json(&value).expect_err("refused");
        assert!(!refused.cause.is_empty());
        (refused.sentence, refused.next)
    }

    #[test]
    fn the_field_that_is_wrong_is_named_in_words() {
        for (copy, sentence, next) in [
            (json!({ "headline": 5 }), "The field ‘headline’ is no text.", "Write it as a text."),
            (json!({ "dateline": { "place": "Haemun", "date": "12018-03-28" } }), "The field ‘dateline.date’ is no day.", "Write it as 2018-03-28."),
            (json!({ "bylines": [{ "name": "Ana" }, { "name": null }] }), "The field ‘bylines[1].name’ is no text.", "Write it as a text."),
            (json!({ "tags": "harbour" }), "The field ‘tags’ is no list.", "Write it as a list."),
            (
                json!({ "picture": { "crop": "0,0,2000,500" } }),
                "The field ‘picture.crop’ is no crop.",
                "Write left, top, width and height in thousandths, inside the picture: 100,50,800,600.",
            ),
            (
                json!({ "picture": { "focus": [0.5, 0.5] } }),
                "The field ‘picture.focus’ is no focal point.",
                "Write two whole numbers from 0 to 1000: 500,400.",
            ),
            (json!({ "picture": "lead.jpg" }), "The field ‘picture’ is no object.", "Write it as an object with its keys."),
            (
                json!({ "body": { "type": "doc", "content": [{ "type": "heading", "attrs": { "level": 7 } }] } }),
                "In the field ‘body’, the first block is a heading of level 7.",
                "Use 2, 3 or 4.",
            ),
        ] {
            assert_eq!(refusal(copy), (sentence.to_owned(), next.to_owned()));
        }
    }

    /// The table of shapes says the same as the types: a field that came to one and not to the other is found here.
    #[test]
    fn every_field_has_its_shape() {
        let full = json!({
            "headline": "", "standfirst": "", "slug": "", "slugline": "", "language": "", "kicker": "", "section": "", "storyline": "",
            "bylines": [{ "name": "", "slug": "" }], "dateline": { "place": "", "date": "2018-03-28" }, "tags": [""],
            "picture": { "picture": "", "alt": "", "caption": "", "credit": "", "crop": "100,50,800,600", "focus": "500,400" },
            "body": { "type": "doc", "content": [{ "type": "paragraph" }] },
        });
        let keys: Vec<String> = serde_json::to_value(Copy::default()).expect("plain").as_object().expect("an object").keys().cloned().collect();
        assert_eq!(keys.len(), full.as_object().expect("an object").len());
        for key in keys {
            for value in [
                json!(5),
                json!(null),
                json!("x"),
                json!([5]),
                json!([null]),
                json!({ "name": 5 }),
                json!([{ "slug": 5 }]),
                json!({ "date": "x" }),
                json!({ "crop": "x" }),
                json!({ "focus": "1,1,1" }),
                json!(true),
            ] {
                let mut copy = full.clone();
                copy[&key] = value.clone();
                let read = Copy::from_json(&copy);
                assert_eq!(read.is_err(), misfit(&copy, &COPY, "").is_some(), "{key}: {value}: {read:?}");
                if let Err(refused) = read {
                    assert!(refused.sentence.contains(&format!("‘{key}")), "{key}: {value}: {}", refused.sentence);
                }
            }
        }
    }
}
