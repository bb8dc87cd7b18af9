use super::*;
use crate::framing::{Crop, Focus, Framing};
use proptest::prelude::*;
use serde_json::{Value, json};

fn doc(blocks: Value) -> Value {
    json!({ "type": "doc", "content": blocks })
}

fn paragraph(text: &str) -> Value {
    json!({ "type": "paragraph", "content": [{ "type": "text", "text": text }] })
}

fn refusal(blocks: Value) -> String {
    Document::from_json(&doc(blocks)).expect_err("must be refused").to_string()
}

#[test]
fn a_heading_of_level_seven_is_refused_with_its_place() {
    let heading = json!({ "type": "heading", "attrs": { "level": 7 } });
    assert_eq!(refusal(json!([paragraph("a"), paragraph("b"), heading])), "the third block is a heading of level 7; use 2, 3 or 4");
}

#[test]
fn unknown_nodes_marks_and_attributes_are_refused() {
    let marked = |mark: Value| json!([{ "type": "paragraph", "content": [{ "type": "text", "text": "x", "marks": [mark] }] }]);
    insta::assert_snapshot!(
        [
            refusal(json!([{ "type": "iframe" }])),
            refusal(json!([{ "type": "paragraph", "content": [{ "type": "image" }] }])),
            refusal(marked(json!({ "type": "blink" }))),
            refusal(marked(json!({ "type": "strong", "attrs": { "style": "x" } }))),
            refusal(marked(json!({ "type": "claim", "attrs": { "ref": "two words" } }))),
            refusal(json!([{ "type": "paragraph", "onclick": "alert(1)" }])),
            refusal(json!([{ "type": "picture", "attrs": { "picture": "../../etc/passwd" } }])),
            refusal(json!([{ "type": "bullet_list", "content": [{ "type": "list_item", "content": [{ "type": "heading" }] }] }])),
            refusal(json!([{ "type": "blockquote", "content": [{ "type": "rule" }] }])),
            refusal(json!([{ "type": "table", "content": [{ "type": "table_row" }] }])),
            refusal(json!([{ "type": "bullet_list" }])),
            Document::from_json(&json!([])).expect_err("an array is no document").to_string(),
        ]
        .join("\n")
    );
}

#[test]
fn only_addresses_that_cannot_run_or_leave_unseen_are_links() {
    for good in [
        "https://example.org/a?b=c#d",
        "HTTP://example.org",
        "mailto:desk@example.org",
        "tel:+82-2-555-0100",
        "/world",
        "/",
        "#fn-1",
        "https://ko.example/평양",
    ] {
        assert!(Href::parse(good).is_ok(), "{good}");
    }
    let bad = [
        "",
        "#",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\u{1}javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "https:example.org",
        "http:///x",
        "http://",
        "mailto:",
        "tel:abc",
        "world/korea",
        "https://example.org/a b",
        "/\t/evil.example",
        "blob:https://example.org/x",
        "https://example.org/\u{202e}gpj",
        "claim:x",
        "view-source:https://example.org",
        "https://?x",
    ];
    for bad in bad {
        assert!(Href::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn too_deep_and_too_many_is_refused() {
    let mut value = paragraph("end");
    for _ in 0..40 {
        value = json!({ "type": "bullet_list", "content": [{ "type": "list_item", "content": [paragraph("x"), value] }] });
    }
    assert!(refusal(json!([value])).contains("too deep"));
    let many: Vec<Value> = (0..limits::MAX_NODES + 1).map(|_| json!({ "type": "rule" })).collect();
    assert!(refusal(Value::Array(many)).contains("too large"));
    let long = "x".repeat(limits::MAX_BYTES + 1);
    assert!(refusal(json!([paragraph(&long)])).contains("4 MB"));
}

#[test]
fn neighbouring_texts_with_the_same_marks_become_one_and_control_characters_go() {
    let document = Document::from_json(&doc(json!([{ "type": "paragraph", "content": [
        { "type": "text", "text": "one\u{0} ", "marks": [{ "type": "em" }, { "type": "strong" }] },
        { "type": "text", "text": "two\n", "marks": [{ "type": "strong" }, { "type": "em" }, { "type": "em" }] },
        { "type": "text", "text": "" },
    ] }])))
    .expect("valid");
    let expected = Inline::Text { text: "one two ".into(), marks: vec![Mark::Strong, Mark::Em] };
    assert_eq!(document.blocks(), [Block::Paragraph(vec![expected])]);
}

#[test]
fn a_footnote_is_not_part_of_a_link_and_holds_no_footnote() {
    let link = json!([{ "type": "link", "attrs": { "href": "/world" } }, { "type": "em" }]);
    let note = json!({ "type": "footnote", "marks": link, "content": [{ "type": "text", "text": "n" }] });
    let document = Document::from_json(&doc(json!([{ "type": "paragraph", "content": [note.clone()] }]))).expect("valid");
    let expected = Inline::Footnote { content: vec![Inline::text("n")], marks: vec![Mark::Em] };
    assert_eq!(document.blocks(), [Block::Paragraph(vec![expected])]);
    let nested = json!({ "type": "footnote", "content": [note] });
    assert!(refusal(json!([{ "type": "paragraph", "content": [nested] }])).contains("footnote inside a footnote"));
}

#[test]
fn text_words_excerpt_pictures_and_links_are_told() {
    let id = "ab".repeat(32);
    let document = Document::from_json(&doc(json!([
        { "type": "heading", "attrs": { "level": 2 }, "content": [{ "type": "text", "text": "What is known" }] },
        { "type": "paragraph", "content": [
            { "type": "text", "text": "Mr. Kim's visit, " },
            { "type": "text", "text": "officials say", "marks": [{ "type": "link", "attrs": { "href": "/world" } }, { "type": "claim", "attrs": { "ref": "visit" } }] },
            { "type": "footnote", "content": [{ "type": "text", "text": "Xinhua." }] },
            { "type": "text", "text": ", ended." },
        ] },
        { "type": "picture", "attrs": { "picture": id, "alt": "A train", "caption": "Beijing", "credit": "" } },
        { "type": "bullet_list", "content": [{ "type": "list_item", "content": [paragraph("one"), paragraph("two")] }, { "type": "list_item", "content": [paragraph("北京")] }] },
    ]))).expect("valid");
    assert_eq!(document.plain_text(), "What is known\n\nMr. Kim's visit, officials say, ended.\n\none\ntwo\n北京\n\nXinhua.");
    assert!(document.search_text().ends_with("Beijing\n\nA train"));
    assert_eq!(document.words(), 3 + 6 + 2 + 2 + 1);
    assert_eq!(document.excerpt(16), "Mr. Kim's…");
    assert_eq!(document.excerpt(400), "Mr. Kim's visit, officials say, ended.");
    assert_eq!(document.pictures(), [id.as_str()]);
    assert_eq!(document.links(), ["/world"]);
    assert_eq!(document.ledger_marks().len(), 1);
    assert!(!document.is_empty());
    assert!(Document::from_json(&doc(json!([{ "type": "paragraph" }]))).expect("valid").is_empty());
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let mark = prop_oneof![
        Just(Mark::Strong),
        Just(Mark::Em),
        Just(Mark::Strike),
        Just(Mark::Code),
        Just(Mark::Sub),
        Just(Mark::Sup),
        "[a-z]{1,5}".prop_map(|slug| Mark::Claim(Ref::parse(&slug).expect("a slug"))),
        Just(Mark::Date(Ref::parse("2018-03-28/2018-04").expect("a date"))),
    ];
    let link = proptest::option::of("/[a-z]{1,5}".prop_map(|path| Mark::Link(Href::parse(&path).expect("a path"))));
    (proptest::collection::vec(mark, 0..4), link).prop_map(|(mut marks, link)| {
        marks.extend(link);
        marks
    })
}

fn runs() -> impl Strategy<Value = Vec<Inline>> {
    let run = prop_oneof![
        4 => (any::<String>(), marks()).prop_map(|(text, marks)| Inline::Text { text, marks }),
        1 => marks().prop_map(|marks| Inline::HardBreak { marks }),
    ];
    proptest::collection::vec(run, 0..5)
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    (runs(), proptest::option::of((runs(), marks()))).prop_map(|(mut content, note)| {
        content.extend(note.map(|(content, marks)| Inline::Footnote { content, marks }));
        content
    })
}

fn flow() -> impl Strategy<Value = Block> {
    inlines().prop_map(Block::Paragraph).prop_recursive(3, 12, 3, |inner| {
        let item = (inlines(), proptest::collection::vec(inner, 0..3)).prop_map(|(first, mut rest)| {
            rest.insert(0, Block::Paragraph(first));
            ListItem(rest)
        });
        let items = proptest::collection::vec(item, 1..3).boxed();
        prop_oneof![items.clone().prop_map(Block::BulletList), (0u32..1000, items).prop_map(|(start, items)| Block::OrderedList { start, items }),]
    })
}

fn block() -> impl Strategy<Value = Block> {
    let level = prop_oneof![Just(Level::Two), Just(Level::Three), Just(Level::Four)];
    let cell = (any::<bool>(), 1u16..4, 1u16..4, proptest::collection::vec(inlines(), 1..3))
        .prop_map(|(header, colspan, rowspan, paragraphs)| Cell { header, colspan, rowspan, paragraphs });
    let row = proptest::collection::vec(cell, 1..4).prop_map(Row);
    prop_oneof![
        flow(),
        (level, inlines()).prop_map(|(level, content)| Block::Heading { level, content }),
        proptest::collection::vec(flow(), 1..3).prop_map(Block::Blockquote),
        (any::<String>(), inlines()).prop_map(|(cite, content)| Block::PullQuote { cite, content }),
        proptest::collection::vec(row, 1..3).prop_map(Block::Table),
        ("[0-9a-f]{64}", any::<String>(), any::<String>(), any::<String>(), framing())
            .prop_map(|(picture, alt, caption, credit, framing)| { Block::Picture(Picture { picture, alt, caption, credit, framing }) }),
        Just(Block::Rule),
        any::<String>().prop_map(Block::CodeBlock),
        more_blocks(),
    ]
}

fn framing() -> impl Strategy<Value = Framing> {
    let crop = (0u16..900, 0u16..900, 50u16..100, 50u16..100).prop_map(|(x, y, w, h)| Crop::new(x, y, w, h).expect("inside"));
    let focus = (0u16..=1000, 0u16..=1000).prop_map(|(x, y)| Focus::new(x, y).expect("inside"));
    (proptest::option::of(crop), proptest::option::of(focus)).prop_map(|(crop, focus)| Framing { crop, focus })
}

fn more_blocks() -> impl Strategy<Value = Block> {
    let paragraphs = || proptest::collection::vec(inlines(), 0..3);
    let id = || prop_oneof![Just(String::new()), "[0-9a-f]{64}"];
    let picture = ("[0-9a-f]{64}", any::<String>()).prop_map(|(picture, alt)| Picture { picture, alt, ..Picture::default() });
    let heading = inlines().prop_map(|content| Block::Heading { level: Level::Three, content });
    let href = proptest::option::of("https://[a-z]{1,5}/[a-z]{0,5}".prop_map(|address| Href::card(&address).expect("an address")));
    let medium = prop_oneof![Just(Medium::Audio), Just(Medium::Video)];
    prop_oneof![
        (href, any::<String>(), paragraphs()).prop_map(|(href, source, paragraphs)| Block::LinkCard(LinkCard { href, source, paragraphs })),
        proptest::collection::vec(prop_oneof![heading, flow()], 0..3).prop_map(Block::FactBox),
        proptest::collection::vec(picture, 0..3).prop_map(Block::Gallery),
        (medium, [id(), id(), id()], any::<String>(), paragraphs()).prop_map(|(medium, [file, captions, poster], credit, paragraphs)| {
            let film = |id: String| if medium == Medium::Video { id } else { String::new() };
            Block::Recording(Recording { medium, file, captions: film(captions), poster: film(poster), credit, paragraphs })
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_gives_back_the_same_document(blocks in proptest::collection::vec(block(), 0..4)) {
        let document = Document::new(blocks).expect("valid");
        prop_assert_eq!(&Document::from_json(&document.to_json()).expect("its own JSON"), &document);
        let text = serde_json::to_string(&document).expect("text");
        prop_assert_eq!(&serde_json::from_str::<Document>(&text).expect("its own text"), &document);
        prop_assert_eq!(Document::new(document.clone().into_blocks()).expect("normal form is stable"), document);
    }
}

#[test]
fn a_link_card_leads_to_a_page_by_https_and_shows_its_host() {
    let card = |href: &str| json!([{ "type": "link_card", "attrs": { "href": href, "source": "" }, "content": [paragraph("Title")] }]);
    for bad in
        ["http://example.org/a", "mailto:a@b.example", "/world", "javascript:alert(1)", "https://paper.example@evil.example/", "HTTPS://example.org"]
    {
        assert!(refusal(card(bad)).contains("is a link card for"), "{bad}");
    }
    let document = Document::from_json(&doc(card("https://www.example.org/a?b"))).expect("valid");
    assert_eq!(document.link_cards().next().expect("a card").host(), "example.org");
    assert_eq!(document.links(), ["https://www.example.org/a?b"]);
    assert!(Document::from_json(&doc(card(""))).expect("a card is written over a while").links().is_empty());
}

#[test]
fn a_fact_box_holds_headings_lists_and_tables_and_refuses_the_rest_with_a_sentence() {
    let cell = json!({ "type": "table_cell", "content": [paragraph("x")] });
    let table = json!({ "type": "table", "content": [{ "type": "table_row", "content": [cell] }] });
    let heading = json!({ "type": "heading", "attrs": { "level": 3 }, "content": [{ "type": "text", "text": "In short" }] });
    let list = json!({ "type": "bullet_list", "content": [{ "type": "list_item", "content": [paragraph("y")] }] });
    let good = json!([{ "type": "fact_box", "content": [heading, paragraph("a"), list, table] }]);
    assert_eq!(Document::from_json(&doc(good)).expect("valid").plain_text(), "In short\na\ny\nx");
    for bad in ["picture", "fact_box", "link_card", "gallery", "audio", "blockquote", "rule"] {
        let attrs = if bad == "picture" { json!({ "picture": "ab".repeat(32) }) } else { Value::Null };
        let inner = json!({ "type": bad, "attrs": attrs, "content": if bad == "blockquote" { json!([paragraph("q")]) } else { Value::Null } });
        assert!(refusal(json!([{ "type": "fact_box", "content": [inner] }])).contains("stands in a fact box"), "{bad}");
    }
    assert!(refusal(json!([{ "type": "blockquote", "content": [{ "type": "fact_box" }] }])).contains("stands in a quotation"));
    assert!(refusal(json!([{ "type": "gallery", "content": [paragraph("x")] }])).contains("leave only pictures in a gallery"));
}

#[test]
fn what_two_edits_leave_empty_is_valid_and_shows_nothing() {
    let kinds = ["link_card", "fact_box", "gallery", "audio", "video"];
    let blocks: Vec<Value> = kinds.iter().map(|kind| json!({ "type": kind })).collect();
    assert!(Document::from_json(&doc(Value::Array(blocks))).expect("valid").is_empty());
}

#[test]
fn pictures_and_files_of_the_new_blocks_are_found_and_can_be_replaced() {
    let id = |c: &str| c.repeat(64);
    let picture = |c: &str| json!({ "type": "picture", "attrs": { "picture": id(c), "alt": c } });
    let document = Document::from_json(&doc(json!([
        picture("a"),
        { "type": "gallery", "content": [picture("b"), picture("a")] },
        { "type": "video", "attrs": { "file": id("c"), "captions": id("d"), "poster": id("e") }, "content": [paragraph("A film"), paragraph("He says: yes.")] },
    ])))
    .expect("valid");
    assert_eq!(document.pictures(), [id("a"), id("b"), id("e")]);
    assert_eq!(document.media_files(), [id("c"), id("d")]);
    assert_eq!(document.pictures_with_alt().len(), 3);
    assert_eq!(document.plain_text(), "A film");
    assert!(document.search_text().ends_with("He says: yes."));
    let other = document.map_pictures(|old| (old != id("b")).then(|| old.replace('e', "f"))).map_media_files(|_| None);
    assert_eq!(other.pictures(), [id("a"), id("f")]);
    assert!(other.media_files().is_empty());
}
