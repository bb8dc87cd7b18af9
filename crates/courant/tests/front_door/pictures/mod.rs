//! The picture library: what is found in it, until when readers have a picture, what takes its place, how uses cut it.

mod crops;
mod library;
mod replacing;
mod rights;

use crate::harness::{Answer, Paper, copy};
use courant_news::body::Document;
use courant_news::copy::{Copy, PictureUse};
use courant_news::framing::Framing;
use serde_json::{Value, json};

/// A picture of one colour, 640 × 360.
fn png(colour: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 640, 360);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().expect("writes").write_image_data(&[colour; 640 * 360 * 3]).expect("writes");
    bytes
}

/// Brings a picture in by the door and describes it; its id.
fn upload(paper: &Paper, cookie: &str, colour: u8, words: &Value) -> String {
    let head = [("cookie", cookie), ("sec-fetch-site", "same-origin"), ("accept", "application/json")];
    let taken = paper.send("POST", &format!("/newsroom/pictures?name=p{colour}.png"), &head, &png(colour));
    assert_eq!(taken.status, 201, "{}", taken.text());
    let id = taken.json()["id"].as_str().expect("an id").to_owned();
    let described = describe(paper, cookie, &id, words);
    assert_eq!(described.status, 200, "{}", described.text());
    id
}

fn describe(paper: &Paper, cookie: &str, id: &str, words: &Value) -> Answer {
    let head = [("cookie", cookie), ("sec-fetch-site", "same-origin"), ("content-type", "application/json"), ("accept", "application/json")];
    paper.send("PUT", &format!("/newsroom/pictures/{id}"), &head, words.to_string().as_bytes())
}

/// A copy with a lead picture and a picture in the text.
fn pictured(headline: &str, lead: &str, text: &str) -> Copy {
    let words = |id: &str| json!({ "picture": id, "alt": "A crane", "caption": "The crane at four", "credit": "The paper" });
    let blocks = [
        json!({ "type": "paragraph", "content": [{ "type": "text", "text": "The crane hums." }] }),
        json!({ "type": "picture", "attrs": words(text) }),
    ];
    let body = Document::from_json(&json!({ "type": "doc", "content": blocks })).expect("a document");
    let mut copy = Copy { body, ..copy(headline, "world", "") };
    copy.head.picture = Some(PictureUse {
        picture: lead.into(),
        alt: "A quay".into(),
        caption: "The quay at five".into(),
        credit: "Ana Ruiz".into(),
        framing: Framing::default(),
    });
    copy
}

/// The address of a picture's file for readers.
fn media(id: &str, file: &str) -> String {
    format!("/media/{}/{file}", &id[..32])
}
