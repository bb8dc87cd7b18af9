use super::*;
use courant_news::body::{Block, Href, Inline, Level, LinkCard, Mark, Recording};
use proptest::prelude::*;
use serde_json::{Value, json};

fn pictures(id: &str, _: &Framing) -> Option<view::Picture> {
    let files = |kind: &str| [320, 640].map(|width| view::Rendition { url: format!("/media/{}/{width}.{kind}", &id[..32]), width }).to_vec();
    id.starts_with('a').then(|| view::Picture {
        url: format!("/media/{}/640.jpg", &id[..32]),
        width: 1600,
        height: 900,
        webp: files("webp"),
        jpeg: files("jpg"),
        alt: "From the record".into(),
        caption: "Caption of the record".into(),
        credit: "Record/Agency".into(),
        focus: (5, 4),
        gone: false,
    })
}

fn media(id: &str) -> Option<view::MediaFile> {
    let file = |name: &str, media_type: &str, format: &str, width| view::MediaFile {
        url: format!("/media/files/{}/{name}", &id[..32]),
        media_type: media_type.into(),
        format: format.into(),
        bytes: 4200,
        seconds: 252,
        width,
        height: width / 16 * 9,
    };
    match id.chars().next() {
        Some('1') => Some(file("audio.mp3", "audio/mpeg", "MP3", 0)),
        Some('2') => Some(file("video.mp4", "video/mp4", "MP4", 640)),
        Some('3') => Some(file("captions.vtt", "text/vtt", "WebVTT", 0)),
        _ => None,
    }
}

const SHOWN: Shown<'static> = Shown { pictures: &pictures, media: &media };

fn text(text: &str, marks: Value) -> Value {
    json!({ "type": "text", "text": text, "marks": marks })
}

fn link(href: &str) -> Value {
    json!({ "type": "link", "attrs": { "href": href } })
}

fn claim(reference: &str) -> Value {
    json!({ "type": "claim", "attrs": { "ref": reference } })
}

fn document(blocks: Value) -> Document {
    Document::from_json(&json!({ "type": "doc", "content": blocks })).expect("a valid document")
}

fn page(blocks: Value) -> String {
    body_html(&document(blocks), &|id| pictures(id, &Framing::default()), &BodyWords::default())
}

fn paragraph(content: Value) -> Value {
    json!({ "type": "paragraph", "content": content })
}

fn words(words: &str) -> Value {
    paragraph(json!([text(words, json!([]))]))
}

fn everything() -> Document {
    let heading = |level: u8, words: &str| json!({ "type": "heading", "attrs": { "level": level }, "content": [text(words, json!([]))] });
    let cell = |kind: &str, content: Value| json!({ "type": kind, "attrs": { "colspan": 1, "rowspan": 1, "colwidth": null }, "content": content });
    let item = |content: Value| json!({ "type": "list_item", "content": content });
    let picture = |id: &str, alt: &str, caption: &str| json!({ "type": "picture", "attrs": { "picture": id.repeat(64), "alt": alt, "caption": caption, "credit": "" } });
    document(json!([
        heading(2, "What’s known"), heading(2, "What’s known"), heading(3, "평양 & Beijing"), { "type": "heading", "attrs": { "level": 4 } },
        paragraph(json!([
            text("He ", json!([])), text("is ", json!([claim("visit")])), text("ready", json!([claim("visit"), { "type": "strong" }, link("https://example.org/?a=1&b=\u{27}2\u{27}")])),
            { "type": "hard_break" }, text("<script>alert(1)</script>", json!([{ "type": "code" }])),
            { "type": "footnote", "content": [text("Said ", json!([])), text("Xinhua", json!([link("/world")]))] }, text(".", json!([])),
        ])),
        { "type": "paragraph" },
        { "type": "bullet_list", "content": [item(json!([words("one")])), item(json!([words("two"), { "type": "ordered_list", "attrs": { "start": 3 }, "content": [item(json!([words("a"), words("b")]))] }]))] },
        { "type": "blockquote", "content": [words("“We are ready.”")] },
        { "type": "pull_quote", "attrs": { "cite": "Kim <Jong-un>" }, "content": [text("Ready", json!([{ "type": "em" }]))] },
        { "type": "table", "content": [
            { "type": "table_row", "content": [cell("table_header", json!([words("Day")])), cell("table_header", json!([words("Place")]))] },
            { "type": "table_row", "content": [cell("table_header", json!([words("26")])), cell("table_cell", json!([words("Beijing"), words("by train")]))] },
        ] },
        picture("a", "A \"green\" train", "The train & the station"), picture("a", "", ""), picture("b", "Unknown", ""),
        { "type": "rule" },
        { "type": "code_block", "content": [{ "type": "text", "text": "a < b\n\tc" }] },
    ]))
}

/// Every block that was not there from the first, with footnotes and tables in them.
fn more() -> Document {
    let note = json!({ "type": "footnote", "content": [text("A note", json!([]))] });
    let heading = json!({ "type": "heading", "attrs": { "level": 3 }, "content": [text("In <short>", json!([]))] });
    let picture = |id: &str, alt: &str, caption: &str| json!({ "type": "picture", "attrs": { "picture": id.repeat(64), "alt": alt, "caption": caption, "credit": "" } });
    let cell = json!({ "type": "table_cell", "content": [words("Wonsan")] });
    let table = json!({ "type": "table", "content": [{ "type": "table_row", "content": [cell] }] });
    let card =
        |href: &str, source: &str, content: Value| json!({ "type": "link_card", "attrs": { "href": href, "source": source }, "content": content });
    let film = json!({ "file": "2".repeat(64), "captions": "3".repeat(64), "poster": "a".repeat(64), "credit": "Ana & co" });
    document(json!([
        card("https://www.example.org/a?b=\"c\"&d".replace('"', "'").as_str(), "Yonhap", json!([
            paragraph(json!([text("The ", json!([])), text("post", json!([{ "type": "em" }, link("/other")])), note])), words("What it says & why."),
        ])),
        card("https://example.org/", "example.org", json!([])),
        card("", "Nobody", json!([words("not yet")])),
        { "type": "fact_box", "content": [
            heading, paragraph(json!([text("A fact", json!([])), note])),
            { "type": "bullet_list", "content": [{ "type": "list_item", "content": [words("one")] }] }, table,
        ] },
        { "type": "fact_box", "content": [words("No heading")] },
        { "type": "fact_box", "content": [{ "type": "paragraph" }] },
        { "type": "gallery", "content": [picture("a", "First", "The first"), picture("b", "Unknown", ""), picture("a", "Second", "")] },
        { "type": "gallery" },
        { "type": "audio", "attrs": { "file": "1".repeat(64), "credit": "Ana" }, "content": [paragraph(json!([text("An interview", json!([])), note])), words("Q: Ready?"), words("A: Yes.")] },
        { "type": "video", "attrs": film, "content": [words("A film")] },
        { "type": "video", "attrs": { "file": "2".repeat(64) } },
        { "type": "audio", "content": [words("not chosen yet")] },
    ]))
}

#[test]
fn cards_boxes_galleries_and_recordings_stand_on_a_page() {
    let html = story_html(&more(), SHOWN, &BodyWords { language: "ko".into(), ..BodyWords::default() });
    assert_sound(&html);
    insta::assert_snapshot!(html);
}

#[test]
fn cards_boxes_galleries_and_recordings_stand_in_a_feed_with_absolute_addresses() {
    let html = story_feed_html(&more(), SHOWN, &BodyWords::default(), "https://paper.example");
    assert_sound(&html);
    assert!(!html.contains("class=") && !html.contains("\"/") && !html.contains(" id="), "{html}");
    insta::assert_snapshot!(html);
}

#[test]
fn every_kind_of_block_stands_on_a_page() {
    let html = body_html(&everything(), &|id| pictures(id, &Framing::default()), &BodyWords::default());
    assert_sound(&html);
    insta::assert_snapshot!(html);
}

#[test]
fn every_kind_of_block_stands_in_a_feed_with_absolute_addresses() {
    let html = feed_html(&everything(), &|id| pictures(id, &Framing::default()), &BodyWords::default(), "https://paper.example");
    assert_sound(&html);
    assert!(!html.contains("class=") && !html.contains("\"/") && !html.contains(" id="), "{html}");
    insta::assert_snapshot!(html);
}

#[test]
fn overlapping_marks_are_closed_and_opened_in_order() {
    let html = page(json!([paragraph(json!([
        text("a", json!([{ "type": "em" }])),
        text("b", json!([{ "type": "em" }, { "type": "strong" }])),
        text("c", json!([{ "type": "strong" }])),
    ]))]));
    assert_eq!(html, "<p><em>a<strong>b</strong></em><strong>c</strong></p>\n");
}

#[test]
fn a_mark_that_holds_a_link_is_one_element() {
    let html =
        page(json!([paragraph(json!(
            [text("a", json!([claim("x")])), text("b", json!([link("/b"), claim("x")])), text("c", json!([claim("x")])),]
        ))]));
    assert_eq!(html, "<p><span class=\"mark mark-claim\">a<a href=\"/b\">b</a>c</span></p>\n");
}

#[test]
fn a_first_row_of_headers_is_no_head_when_it_reaches_below() {
    let cell = json!({ "type": "table_header", "attrs": { "rowspan": 2 }, "content": [words("x")] });
    let html = page(json!([{ "type": "table", "content": [{ "type": "table_row", "content": [cell] }] }]));
    assert!(html.contains("<table><tbody><tr><th scope=\"row\" rowspan=\"2\">x</th></tr></tbody></table>"), "{html}");
}

#[test]
fn ids_of_headings_are_never_twice() {
    let heading = |words: &str| json!({ "type": "heading", "content": [text(words, json!([]))] });
    let html = page(json!([heading("a"), heading("a 2"), heading("a"), heading("?"), heading("!"), heading("a")]));
    let ids: Vec<&str> = html.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids, ["h-a", "h-a-2", "h-a-3", "h-", "h--2", "h-a-4"]);
}

/// Walks the HTML: elements from the list, properly nested, no link in a link, no `on…` and no `style`.
fn assert_sound(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("unfinished tag in {html}"));
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        assert!(ELEMENTS.contains(&name), "{name} in {html}");
        assert!(name != "a" || !open.contains(&"a"), "a link in a link: {html}");
        for attribute in tag.split('"').step_by(2).filter_map(|part| part.trim().strip_suffix('=')) {
            let attribute = attribute.rsplit(' ').next().unwrap_or_default();
            assert!(!attribute.starts_with("on") && attribute != "style", "{attribute} in {html}");
        }
        if !["img", "source", "br", "hr", "track"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} left open in {html}");
}

fn runs() -> impl Strategy<Value = Vec<Inline>> {
    let refs =
        |name: &'static str| "[ab]".prop_map(move |slug| Mark::ledger(name, courant_news::body::Ref::parse(&slug).expect("a slug")).expect("a mark"));
    let mark = prop_oneof![Just(Mark::Strong), Just(Mark::Em), Just(Mark::Sup), Just(Mark::Code), refs("claim"), refs("said")];
    let link = proptest::option::of("/[ab]".prop_map(|path| Mark::Link(courant_news::body::Href::parse(&path).expect("a path"))));
    let marks = (proptest::collection::vec(mark, 0..4), link).prop_map(|(mut marks, link)| {
        marks.extend(link);
        marks
    });
    let run = (0..6u8, "[a-c<>&\"']{0,3}", marks).prop_map(|(kind, text, marks)| match kind {
        0 => Inline::HardBreak { marks },
        1 => Inline::Footnote { content: vec![Inline::Text { text, marks: marks.clone() }], marks },
        _ => Inline::Text { text, marks },
    });
    proptest::collection::vec(run, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_marks_the_html_is_properly_nested(content in runs()) {
        let card = LinkCard { href: Href::card("https://example.org/").ok(), source: String::new(), paragraphs: vec![content.clone(), content.clone()] };
        let recording = Recording { file: "1".repeat(64), paragraphs: vec![content.clone(), content.clone()], ..Recording::default() };
        let boxed = Block::FactBox(vec![Block::Heading { level: Level::Three, content: content.clone() }, Block::Paragraph(content.clone())]);
        let blocks = vec![Block::Paragraph(content), Block::LinkCard(card), Block::Recording(recording), boxed];
        let doc = Document::new(blocks).expect("valid");
        assert_sound(&story_html(&doc, SHOWN, &BodyWords::default()));
        assert_sound(&story_feed_html(&doc, SHOWN, &BodyWords::default(), "https://paper.example"));
    }
}

#[test]
fn where_a_picture_stood_that_readers_may_not_have_stands_one_quiet_line() {
    let gone = |_: &str, _: &Framing| Some(view::Picture { gone: true, ..view::Picture::default() });
    let shown = Shown { pictures: &gone, media: &media };
    let picture =
        |id: &str| json!({ "type": "picture", "attrs": { "picture": id.repeat(64), "alt": "A quay", "caption": "The quay", "credit": "AP" } });
    let film = json!({ "type": "video", "attrs": { "file": "2".repeat(64), "poster": "a".repeat(64) } });
    let text = document(json!([picture("a"), { "type": "gallery", "content": [picture("a"), picture("b")] }, film]));
    let html = story_html(&text, shown, &BodyWords::default());
    assert_eq!(html.matches("This picture is no longer available.").count(), 2, "{html}");
    assert!(!html.contains("The quay") && !html.contains("poster") && !html.contains("<img"), "{html}");
    let mixed = |id: &str, _: &Framing| Some(view::Picture { gone: id.starts_with('b'), url: "/media/a/640.jpg".into(), ..view::Picture::default() });
    let gallery = document(json!([{ "type": "gallery", "content": [picture("a"), picture("b")] }]));
    let html = story_html(&gallery, Shown { pictures: &mixed, media: &media }, &BodyWords::default());
    assert_eq!((html.matches("<img").count(), html.matches("no longer").count()), (1, 0), "one of several is not missed: {html}");
}
