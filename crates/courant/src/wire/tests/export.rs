//! Copy that goes out and comes back.

use crate::wire::export::{Export, ExportPicture};
use crate::wire::{CopyFile, CopyState, read_copy};
use courant_news::body::{Block, Cell, Document, Href, Inline, Level, LinkCard, ListItem, Mark, Medium, Picture, Recording, Ref, Row};
use courant_news::copy::{Copy, PictureUse};
use courant_news::framing::{Crop, Focus, Framing};
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn written(file: &CopyFile) -> String {
    let framing = |crop| Framing { crop, focus: None };
    let lead =
        |p: crate::wire::PictureFile| PictureUse { picture: p.file, alt: p.alt, caption: p.caption, credit: p.credit, framing: framing(p.crop) };
    let picture = file.picture.clone().map(lead);
    let copy = Copy { head: courant_news::copy::Head { picture, ..file.head.clone() }, body: file.body.clone() };
    let zone = TimeZone::get("Asia/Seoul").expect("a zone");
    let focus = file.picture.as_ref().and_then(|picture| picture.focus);
    let pictures = |id: &str| Some(ExportPicture { file: id.strip_prefix("file:").unwrap_or(id).to_owned(), focus });
    let (state, published, embargo, breaking_until) = (file.state, file.published, file.embargo, file.breaking_until);
    Export { copy: &copy, state, published, embargo, breaking_until, correction: file.correction.as_ref(), zone: &zone, pictures: &pictures }
        .markdown()
}

/// The same but for lines, which move.
fn without_lines(mut file: CopyFile) -> CopyFile {
    file.body_pictures.iter_mut().for_each(|(_, line)| *line = 0);
    if let Some(picture) = &mut file.picture {
        picture.line = 0;
    }
    file
}

fn framing() -> impl Strategy<Value = Framing> {
    let crop = (0u16..900, 0u16..900, 50u16..100, 50u16..100).prop_map(|(x, y, w, h)| Crop::new(x, y, w, h).expect("inside"));
    let focus = (0u16..=1000, 0u16..=1000).prop_map(|(x, y)| Focus::new(x, y).expect("inside"));
    (proptest::option::of(crop), proptest::option::of(focus)).prop_map(|(crop, focus)| Framing { crop, focus })
}

fn returns(file: CopyFile) {
    let text = written(&file);
    let back = read_copy(&file.file_name, text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    pretty_assertions(&without_lines(back.clone()), &without_lines(file), &text);
    assert_eq!(written(&back), text, "the second export is the first");
}

fn pretty_assertions(back: &CopyFile, file: &CopyFile, text: &str) {
    for (one, other) in back.body.blocks().iter().zip(file.body.blocks()) {
        assert_eq!(one, other, "in\n{text}");
    }
    assert_eq!(back, file, "in\n{text}");
}

#[test]
fn every_story_of_the_demo_paper_comes_back_from_its_export() {
    for (name, bytes) in super::stories::stories() {
        returns(read_copy(&name, &bytes).unwrap_or_else(|problem| panic!("{problem}")));
    }
}

#[test]
fn an_export_looks_like_copy() {
    let (name, bytes) = super::stories::stories().into_iter().find(|(name, _)| name.contains("kim-met-xi")).expect("the lead");
    insta::assert_snapshot!(written(&read_copy(&name, &bytes).expect("copy")));
}

fn file(blocks: Vec<Block>) -> CopyFile {
    let mut file = read_copy("a.md", b"---\nheadline: A\nsection: world\n---\n").expect("copy");
    file.body = Document::new(blocks).expect("a document");
    file
}

fn reference(name: &str) -> Mark {
    Mark::ledger(name, Ref::parse("a(b)|c&amp;").expect("a reference")).expect("a mark")
}

fn text(text: &str, marks: &[Mark]) -> Inline {
    Inline::Text { text: text.into(), marks: marks.to_vec() }
}

fn words(words: &str) -> Block {
    Block::Paragraph(vec![Inline::text(words)])
}

fn cell(header: bool, words: &str) -> Cell {
    Cell { header, colspan: 1, rowspan: 1, paragraphs: vec![vec![Inline::text(words)]] }
}

#[test]
fn every_kind_of_block_comes_back() {
    let link = |address: &str| Mark::Link(Href::parse(address).expect("an address"));
    let item = |text: &str| ListItem(vec![words(text)]);
    let picture = |credit: &str| {
        Block::Picture(Picture {
            picture: "file:pictures/a (1) 50%.jpg".into(),
            alt: "A [\"ship\"] & co".into(),
            caption: "It \"comes\" \\ &amp; goes".into(),
            credit: credit.into(),
            framing: Framing::default(),
        })
    };
    let blocks = vec![
        Block::Heading { level: Level::Two, content: vec![Inline::text("In C #")] },
        words("1. no list"),
        words("- none"),
        words("# no heading"),
        words("> no quotation"),
        words("| no | table |"),
        words("+ + +"),
        words("***"),
        words("~~~"),
        words("[a]: /b"),
        Block::Paragraph(vec![
            Inline::text("two"),
            Inline::HardBreak { marks: vec![] },
            Inline::text("=== lines"),
            Inline::HardBreak { marks: vec![] },
            Inline::text("|---|"),
        ]),
        Block::Paragraph(vec![
            text("Wow!", &[]),
            text("a ", &[reference("claim")]),
            text("b", &[reference("claim"), link("/x?a=1&copy;=(2)")]),
            text(" c", &[reference("claim")]),
            Inline::Footnote {
                content: vec![
                    text("- so ", &[]),
                    text("he", &[Mark::Em]),
                    Inline::HardBreak { marks: vec![] },
                    text("said", &[link("https://example.org/")]),
                ],
                marks: vec![reference("claim")],
            },
            text(".", &[]),
        ]),
        Block::Paragraph(vec![
            text("a", &[Mark::Em]),
            text("b", &[Mark::Em, Mark::Strong]),
            text("c", &[Mark::Strong]),
            text("``", &[Mark::Code]),
            text("d`", &[Mark::Code, Mark::Strike]),
            text("2", &[Mark::Sup]),
            text("i", &[Mark::Sub]),
        ]),
        Block::BulletList(vec![
            item("a"),
            ListItem(vec![
                words("b"),
                Block::BulletList(vec![item("c")]),
                Block::BulletList(vec![item("d")]),
                words("e"),
                Block::OrderedList { start: 7, items: vec![item("f"), item("g")] },
            ]),
        ]),
        Block::BulletList(vec![item("h")]),
        Block::OrderedList { start: 9, items: vec![item("i"), item("j")] },
        Block::Blockquote(vec![words("k"), Block::BulletList(vec![item("l")]), words("m")]),
        Block::Blockquote(vec![words("n")]),
        Block::PullQuote { cite: "Kim <Jong> & co".into(), content: vec![Inline::text("- ready "), text("now", &[reference("said")])] },
        Block::PullQuote { cite: String::new(), content: vec![Inline::text("x")] },
        Block::Table(vec![
            Row(vec![cell(true, "a|b"), cell(true, "")]),
            Row(vec![
                cell(false, "|"),
                Cell {
                    header: false,
                    colspan: 1,
                    rowspan: 1,
                    paragraphs: vec![vec![text("x|y", &[Mark::Code]), Inline::HardBreak { marks: vec![] }, text("z", &[reference("date")])]],
                },
            ]),
        ]),
        Block::Table(vec![
            Row(vec![Cell { colspan: 2, ..cell(true, "a") }]),
            Row(vec![
                cell(true, "# b"),
                Cell { header: false, colspan: 1, rowspan: 1, paragraphs: vec![vec![Inline::text("c")], vec![Inline::text("d|e")]] },
            ]),
        ]),
        picture(""),
        picture("Us & them"),
        Block::Rule,
        Block::CodeBlock("a\n```\n\n  <b>\n".into()),
        Block::CodeBlock(String::new()),
    ];
    let blocks = blocks.into_iter().map(|block| match block {
        Block::Table(mut rows) => {
            rows.iter_mut().flat_map(|row| &mut row.0).for_each(|cell| {
                cell.paragraphs.iter_mut().for_each(|p| p.retain(|inline| !matches!(inline, Inline::Text { text, .. } if text.is_empty())))
            });
            Block::Table(rows)
        }
        block => block,
    });
    let mut file = file(blocks.collect());
    file.body_pictures = vec![("pictures/a (1) 50%.jpg".into(), 0); 1];
    let text = written(&file);
    let back = read_copy("a.md", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    for (one, other) in back.body.blocks().iter().zip(file.body.blocks()) {
        assert_eq!(one, other, "in\n{text}");
    }
    assert_eq!(back.body, file.body, "in\n{text}");
    insta::assert_snapshot!(text);
}

/// Words without spaces at their edges, of letters and every sign Markdown knows.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[a-z]{1,4}", 2 => "[a-c*_`\\[\\]<>&;#!~|().:+=1\\\\\"'-]{1,6}", 1 => "[“”é한ق]{1,3}", 1 => Just("&amp;".to_owned()), 1 => Just("<b>".to_owned())]
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let ledger = |name: &'static str| "[ab]{1,2}".prop_map(move |r| Mark::ledger(name, Ref::parse(&r).expect("a slug")).expect("a mark"));
    let mark = prop_oneof![Just(Mark::Strong), Just(Mark::Em), Just(Mark::Strike), Just(Mark::Sup), Just(Mark::Sub), ledger("claim"), ledger("date")];
    let link = proptest::option::weighted(0.2, prop_oneof![Just("/a"), Just("https://example.org/?a=1&b=(2)"), Just("mailto:a@b.example")]);
    (proptest::collection::vec(mark, 0..3), link).prop_map(|(mut marks, link)| {
        marks.extend(link.map(|link| Mark::Link(Href::parse(link).expect("an address"))));
        marks
    })
}

/// Running text in the form that HTML keeps: no space at an edge, none after another, none beside a line break.
fn running() -> impl Strategy<Value = Vec<Inline>> {
    let piece = (0..12u8, word(), marks());
    proptest::collection::vec(piece, 1..7).prop_map(|pieces| {
        let mut content = Vec::new();
        for (kind, word, marks) in pieces {
            let joins = !matches!(content.last(), None | Some(Inline::HardBreak { .. }));
            match kind {
                0 if joins => content.push(Inline::HardBreak { marks: Vec::new() }),
                1 if joins => content.push(Inline::Footnote { content: vec![Inline::Text { text: word.clone(), marks }], marks: Vec::new() }),
                2 => content.push(Inline::Text { text: word.replace(['`', '\\'], "x"), marks: [marks, vec![Mark::Code]].concat() }),
                3..=7 if joins => {
                    content.push(Inline::text(" "));
                    content.push(Inline::Text { text: word.clone(), marks });
                }
                _ => content.push(Inline::Text { text: word.clone(), marks }),
            }
        }
        content.push(Inline::text("."));
        content
    })
}

fn block() -> impl Strategy<Value = Block> {
    let paragraph = running().prop_map(Block::Paragraph).boxed();
    let item = (running(), proptest::collection::vec(paragraph.clone(), 0..2))
        .prop_map(|(first, rest)| ListItem([vec![Block::Paragraph(first)], rest].concat()));
    let list = proptest::collection::vec(item, 1..3).prop_map(Block::BulletList).boxed();
    let nested = (running(), list.clone()).prop_map(|(first, list)| ListItem(vec![Block::Paragraph(first), list]));
    let numbers = (0..1000u32, proptest::collection::vec(nested, 1..3)).prop_map(|(start, items)| Block::OrderedList { start, items }).boxed();
    let table = (1..4usize, 1..3usize).prop_flat_map(|(columns, rows)| {
        let row = move |header| {
            proptest::collection::vec(running().prop_map(move |words| Cell { header, colspan: 1, rowspan: 1, paragraphs: vec![words] }), columns)
                .prop_map(Row)
        };
        (row(true), proptest::collection::vec(row(false), rows)).prop_map(|(head, rows)| Block::Table([vec![head], rows].concat()))
    });
    prop_oneof![
        4 => paragraph.clone(),
        1 => running().prop_map(|content| Block::Heading { level: Level::Three, content }),
        1 => list.clone(),
        1 => numbers.clone(),
        1 => proptest::collection::vec(prop_oneof![paragraph, list, numbers], 1..3).prop_map(Block::Blockquote),
        1 => (running(), "[a-z<&]{0,5}").prop_map(|(content, cite)| Block::PullQuote { cite, content }),
        1 => table,
        1 => Just(Block::Rule),
        1 => "[a-c`~<&\n ]{0,9}".prop_map(Block::CodeBlock),
        3 => apart(),
    ]
}

/// Blocks that stand apart, as copy can say them: a title without links, footnotes at its end, nothing empty.
fn apart() -> impl Strategy<Value = Block> {
    let plain = || {
        running().prop_map(|content| {
            let plain = |inline: Inline| match inline {
                Inline::Text { text, marks } => {
                    let marks = marks.into_iter().filter(|mark| !matches!(mark, Mark::Link(_)) && mark.reference().is_none()).collect();
                    Some(Inline::Text { text, marks })
                }
                Inline::HardBreak { .. } => Some(inline),
                Inline::Footnote { .. } => None,
            };
            let mut content: Vec<Inline> = content.into_iter().filter_map(plain).collect();
            content.push(Inline::Footnote { content: vec![Inline::text("n")], marks: Vec::new() });
            content
        })
    };
    let note = || proptest::collection::vec(running(), 0..3);
    let file = |end: &'static str| "[a-z0-9]{1,4}".prop_map(move |name| format!("file:{name}.{end}"));
    let picture = || {
        (file("jpg"), word(), word(), prop_oneof![Just(String::new()), word()], framing())
            .prop_map(|(picture, alt, caption, credit, framing)| Picture { picture, alt, caption, credit, framing })
    };
    let heading = running().prop_map(|content| Block::Heading { level: Level::Three, content });
    let list = proptest::collection::vec(running().prop_map(|words| ListItem(vec![Block::Paragraph(words)])), 1..3).prop_map(Block::BulletList);
    let href = prop_oneof![Just("https://example.org/"), Just("https://a.example/b?c=(d)&copy;=e")].prop_map(|href| Href::card(href).ok());
    let paragraphs = |title: Vec<Inline>, rest: Vec<Vec<Inline>>| [vec![title], rest].concat();
    prop_oneof![
        (href, "[a-z<&]{0,5}", plain(), note())
            .prop_map(move |(href, source, title, rest)| { Block::LinkCard(LinkCard { href, source, paragraphs: paragraphs(title, rest) }) }),
        proptest::collection::vec(prop_oneof![heading, running().prop_map(Block::Paragraph), list], 1..4).prop_map(Block::FactBox),
        proptest::collection::vec(picture(), 1..4).prop_map(Block::Gallery),
        (file("mp3"), "[a-z\"]{0,5}", note()).prop_map(|(file, credit, paragraphs)| Block::Recording(Recording {
            file,
            credit,
            paragraphs,
            ..Recording::default()
        })),
        (file("mp4"), file("vtt"), file("jpg"), note()).prop_map(|(file, captions, poster, paragraphs)| {
            Block::Recording(Recording { medium: Medium::Video, file, captions, poster, credit: String::new(), paragraphs })
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_comes_back(blocks in proptest::collection::vec(block(), 1..4)) {
        let file = file(blocks);
        let text = written(&file);
        let back = read_copy("a.md", text.as_bytes()).map_err(|problem| TestCaseError::fail(format!("{problem}\n{text}")))?;
        prop_assert_eq!(&back.body, &file.body, "in\n{}", text);
    }

    #[test]
    fn whatever_the_words_of_front_matter_they_come_back(headline in "\\PC{1,40}", tags in proptest::collection::vec("\\PC{1,12}", 0..4)) {
        let clean = |text: &str| text.split_ascii_whitespace().collect::<Vec<_>>().join(" ").trim().to_owned();
        prop_assume!(!clean(&headline).is_empty() && !headline.contains(['\u{2028}', '\u{2029}']));
        let mut file = file(vec![words("x")]);
        file.head.headline = clean(&headline);
        file.head.tags = tags.iter().map(|tag| clean(tag)).filter(|tag| !tag.is_empty()).collect();
        file.state = CopyState::Draft;
        let text = written(&file);
        let back = read_copy("a.md", text.as_bytes()).map_err(|problem| TestCaseError::fail(format!("{problem}\n{text}")))?;
        prop_assert_eq!(back.head, file.head);
        prop_assert_eq!(back.state, CopyState::Draft);
    }
}

#[test]
fn a_separator_of_lines_inside_a_tag_or_a_headline_comes_back() {
    let mut file = file(vec![words("x")]);
    file.head.headline = "one\u{2028}two".into();
    file.head.tags = vec!["a\u{2028}A".into(), "b\u{2029}B".into()];
    returns(file);
    let pasted = read_copy("a.md", "---\nheadline: one\u{2028}two\nsection: world\n---\n".as_bytes()).expect("copy");
    assert_eq!(pasted.head.headline, "one two", "one that was pasted is a space");
}

#[test]
fn blocks_that_stand_apart_look_like_copy_that_a_person_could_have_written() {
    let card = |source: &str, note: Option<&str>| {
        let rest = note.map(|note| vec![Inline::text(note)]);
        let paragraphs = [Some(vec![Inline::text("The statement in full")]), rest].into_iter().flatten().collect();
        Block::LinkCard(LinkCard { href: Href::card("https://example.org/a").ok(), source: source.into(), paragraphs })
    };
    let picture = |name: &str| Picture { picture: format!("file:{name}.jpg"), alt: "A quay".into(), caption: "Before".into(), ..Picture::default() };
    let heading = Block::Heading { level: Level::Three, content: vec![Inline::text("In short")] };
    let table = Block::Table(vec![Row(vec![cell(true, "a")]), Row(vec![cell(false, "b")])]);
    let film = Recording {
        medium: Medium::Video,
        file: "file:crane.mp4".into(),
        captions: "file:crane.vtt".into(),
        poster: "file:crane.jpg".into(),
        credit: "Ana Ruiz".into(),
        paragraphs: vec![vec![Inline::text("The crane turns.")], vec![Inline::text("(Wind.)")]],
    };
    let mut file = file(vec![
        card("", None),
        card("Yonhap", Some("In Korean.")),
        Block::FactBox(vec![heading, words("A fact."), table]),
        Block::Gallery(vec![picture("one"), picture("two")]),
        Block::Recording(Recording { file: "file:bell.mp3".into(), paragraphs: vec![vec![Inline::text("The bell.")]], ..Recording::default() }),
        Block::Recording(film),
    ]);
    let files = ["one.jpg", "two.jpg", "crane.jpg", "bell.mp3", "crane.mp4", "crane.vtt"];
    file.body_pictures = files.map(|name| (name.to_owned(), 0)).to_vec();
    insta::assert_snapshot!(written(&file));
    returns(file);
}

#[test]
fn a_link_is_a_card_only_when_it_stands_alone_and_says_so() {
    let kinds = |text: &str| {
        let copy = read_copy("a.md", format!("---\nheadline: A\nsection: world\n---\n\n{text}\n").as_bytes()).expect("copy");
        copy.body.blocks().iter().map(|block| matches!(block, Block::LinkCard(_))).collect::<Vec<_>>()
    };
    assert_eq!(kinds("[A](https://a.example/ \"card\")"), [true]);
    assert_eq!(kinds("[A](https://a.example/ \"card\") and more"), [false]);
    assert_eq!(kinds("[A](https://a.example/)"), [false]);
    assert_eq!(kinds("[A](http://a.example/ \"card\")"), [false], "a card leads by https only");
    assert_eq!(kinds("> [A](https://a.example/ \"card\")"), [true], "a card in a quotation stands after it");
}
