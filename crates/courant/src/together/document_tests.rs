use super::*;
use courant_news::body::{Block, Cell, Document, Href, Inline, Level, ListItem, Mark, Picture, Ref, Row};
use proptest::prelude::{any, *};
use yrs::Update;
use yrs::updates::decoder::Decode;

fn said(shared: &Shared) -> Copy {
    shared.read(&Head::default()).expect("reads").copy
}

fn paragraphs(texts: &[&str]) -> Copy {
    let blocks = texts.iter().map(|text| Block::Paragraph(vec![Inline::text(*text)])).collect();
    Copy { head: Head::default(), body: Document::new(blocks).expect("valid") }
}

/// Another replica of a document.
fn twin(of: &Shared) -> Shared {
    let twin = Shared::new();
    send(of, &twin);
    twin
}

fn send(from: &Shared, to: &Shared) {
    let update = Update::decode_v1(&from.since(&to.state())).expect("decodes");
    to.doc.transact_mut().apply_update(update).expect("applies");
}

#[test]
fn a_copy_that_says_the_same_makes_no_update() {
    let copy = paragraphs(&["One.", "Two 😀 평양 مرحبا."]);
    let shared = Shared::of(&copy);
    assert_eq!(said(&shared), copy);
    assert!(shared.write(&copy).is_none());
}

#[test]
fn what_two_write_in_different_words_of_one_paragraph_stands_side_by_side() {
    let a = Shared::of(&paragraphs(&["The 😀 harbour was quiet on Monday.", "Nothing moved."]));
    let b = twin(&a);
    a.write(&paragraphs(&["The 😀 harbour was loud on Monday.", "Nothing moved."]));
    b.write(&paragraphs(&["The 😀 harbour was quiet on Tuesday.", "Nothing moved.", "مرحبا"]));
    send(&a, &b);
    send(&b, &a);
    assert_eq!(said(&a), said(&b));
    assert_eq!(said(&a).body.plain_text(), "The 😀 harbour was loud on Tuesday.\n\nNothing moved.\n\nمرحبا");
}

#[test]
fn a_paragraph_made_another_kind_by_two_at_once_stands_once_with_what_a_third_writes_in_it() {
    let a = Shared::of(&paragraphs(&["First.", "The bell rang."]));
    let (b, c) = (twin(&a), twin(&a));
    let with = |block: Block| Copy {
        head: Head::default(),
        body: Document::new(vec![Block::Paragraph(vec![Inline::text("First.")]), block]).expect("valid"),
    };
    let heading = Block::Heading { level: Level::Two, content: vec![Inline::text("The bell rang.")] };
    let quote = Block::PullQuote { cite: String::new(), content: vec![Inline::text("The bell rang.")] };
    a.write(&with(heading.clone()));
    b.write(&with(quote));
    c.write(&paragraphs(&["First.", "The bell rang twice."]));
    for _ in 0..2 {
        for (from, to) in [(&a, &b), (&b, &c), (&c, &a)] {
            send(from, to);
        }
    }
    assert_eq!(said(&a), said(&b));
    assert_eq!(said(&a), said(&c));
    assert_eq!(said(&a).body.plain_text(), "First.\n\nThe bell rang twice.");
    // And back again, in its place.
    a.write(&paragraphs(&["First.", "The bell rang twice."]));
    assert_eq!(said(&a), paragraphs(&["First.", "The bell rang twice."]));
}

#[test]
fn a_sentence_of_a_file_and_words_being_typed_stay_each_whole_in_one_block() {
    let (old, new, typed) = ("The harbour was quiet, and the crane stood.", "From the file, this comes and comes again.", " ж жжж жж");
    let places = old.char_indices().map(|(at, _)| at).chain([old.len()]);
    for place in places.filter(|at| *at == 0 || *at == old.len() || old[*at..].starts_with(' ') || old[..*at].ends_with(' ')) {
        let server = Shared::of(&paragraphs(&[old]));
        let window = twin(&server);
        // Letter by letter, as somebody types who has not seen the file.
        let letters: Vec<char> = old[..place].chars().chain(typed.chars()).collect();
        for count in place + 1..=letters.len() {
            let text: String = letters[..count].iter().chain(old[place..].chars().collect::<Vec<_>>().iter()).collect();
            type_one(&window, &text, count - 1);
        }
        server.write(&paragraphs(&[new]));
        send(&window, &server);
        send(&server, &window);
        let text = said(&server).body.plain_text();
        assert_eq!(said(&window), said(&server));
        assert!(text.contains(new) && text.contains(typed.trim()), "typed at {place}: {text}");
        assert_eq!(text.chars().count(), new.chars().count() + typed.chars().count(), "{text}");
    }
}

#[test]
fn who_types_at_the_end_of_words_that_a_file_replaces_goes_on_after_its_own() {
    let server = Shared::of(&paragraphs(&["From the file."]));
    let window = twin(&server);
    let type_on = |letter: char| {
        let there = said(&window).body.plain_text();
        type_one(&window, &format!("{there}{letter}"), there.chars().count());
    };
    type_on('ж');
    type_on('ж');
    send(&window, &server);
    // Not sent yet when the file comes.
    type_on('ц');
    server.write(&paragraphs(&["From the file, again."]));
    send(&window, &server);
    send(&server, &window);
    type_on('ц');
    send(&window, &server);
    assert_eq!(said(&server).body.plain_text(), "From the file, again.цц");
}

/// Types the one letter of a text at a place that is not in the first paragraph yet.
fn type_one(window: &Shared, text: &str, at: usize) {
    let mut txn = window.doc.transact_mut();
    let Some(XmlOut::Element(block)) = window.body.get(&txn, 0) else { panic!("no paragraph") };
    let Some(XmlOut::Text(words)) = block.get(&txn, 0) else { panic!("no text") };
    let letter: String = text.chars().skip(at).take(1).collect();
    words.insert(&mut txn, index(at), &letter);
}

#[test]
fn equal_blocks_stay_so_that_words_typed_there_stay() {
    let a = Shared::of(&paragraphs(&["First.", "Middle.", "Last."]));
    let b = twin(&a);
    a.write(&paragraphs(&["First.", "Last."]));
    b.write(&paragraphs(&["First, more.", "Middle.", "Last, more."]));
    send(&a, &b);
    send(&b, &a);
    assert_eq!(said(&a).body.plain_text(), "First, more.\n\nLast, more.");
}

#[test]
fn fields_of_the_head_that_a_document_does_not_hold_are_left() {
    let copy = Copy { head: Head { headline: "Harbour".into(), ..Head::default() }, ..Copy::default() };
    let shared = Shared::of(&copy);
    let base = Head { headline: "old".into(), tags: vec!["old".into()], ..Head::default() };
    let read = shared.read(&base).expect("reads").copy.head;
    assert_eq!((read.headline.as_str(), read.tags.len()), ("Harbour", 0));
}

#[test]
fn an_emptied_paragraph_keeps_its_text_for_what_somebody_types_there() {
    let a = Shared::of(&paragraphs(&["Gone soon."]));
    let b = twin(&a);
    let empty = Copy { head: Head::default(), body: Document::new(vec![Block::Paragraph(vec![])]).expect("valid") };
    a.write(&empty);
    assert!(a.write(&empty).is_none());
    b.write(&paragraphs(&["Gone soon. Typed."]));
    send(&a, &b);
    send(&b, &a);
    assert!(said(&a).body.plain_text().contains("Typed"));
}

// The document model's generator, kept to what Yjs' document can hold: one mark of a name on the same words, none on
// line breaks and footnotes.
fn text_marks() -> impl Strategy<Value = Vec<Mark>> {
    let mark = prop_oneof![Just(Mark::Strong), Just(Mark::Em), Just(Mark::Strike), Just(Mark::Code), Just(Mark::Sub), Just(Mark::Sup)];
    let claim = proptest::option::of("[a-z]{1,5}".prop_map(|slug| Mark::Claim(Ref::parse(&slug).expect("a slug"))));
    let link = proptest::option::of("/[a-z]{1,5}".prop_map(|path| Mark::Link(Href::parse(&path).expect("a path"))));
    (proptest::collection::vec(mark, 0..3), claim, link).prop_map(|(mut marks, claim, link)| {
        marks.extend(claim);
        marks.extend(link);
        marks
    })
}

fn runs() -> impl Strategy<Value = Vec<Inline>> {
    let run = prop_oneof![
        4 => ("[a-c 😀é평م]{0,8}", text_marks()).prop_map(|(text, marks)| Inline::Text { text, marks }),
        1 => Just(Inline::HardBreak { marks: vec![] }),
    ];
    proptest::collection::vec(run, 0..5)
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    (runs(), proptest::option::of(runs())).prop_map(|(mut content, note)| {
        content.extend(note.map(|content| Inline::Footnote { content, marks: vec![] }));
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
        prop_oneof![items.clone().prop_map(Block::BulletList), (0u32..1000, items).prop_map(|(start, items)| Block::OrderedList { start, items })]
    })
}

fn block() -> impl Strategy<Value = Block> {
    let level = prop_oneof![Just(Level::Two), Just(Level::Three), Just(Level::Four)];
    let cell = (any::<bool>(), 1u16..4, 1u16..4, proptest::collection::vec(inlines(), 1..3))
        .prop_map(|(header, colspan, rowspan, paragraphs)| Cell { header, colspan, rowspan, paragraphs });
    let row = proptest::collection::vec(cell, 1..4).prop_map(Row);
    prop_oneof![
        4 => flow(),
        1 => (level, inlines()).prop_map(|(level, content)| Block::Heading { level, content }),
        1 => proptest::collection::vec(flow(), 1..3).prop_map(Block::Blockquote),
        1 => (any::<String>(), inlines()).prop_map(|(cite, content)| Block::PullQuote { cite, content }),
        1 => proptest::collection::vec(row, 1..3).prop_map(Block::Table),
        1 => ("[0-9a-f]{64}", any::<String>(), any::<String>(), framing())
            .prop_map(|(picture, alt, caption, framing)| Block::Picture(Picture { picture, alt, caption, credit: String::new(), framing })),
        1 => Just(Block::Rule),
        1 => any::<String>().prop_map(Block::CodeBlock),
    ]
}

fn framing() -> impl Strategy<Value = Framing> {
    let crop = (0u16..900, 0u16..900, 50u16..100, 50u16..100).prop_map(|(x, y, w, h)| Crop::new(x, y, w, h).expect("inside"));
    let focus = (0u16..=1000, 0u16..=1000).prop_map(|(x, y)| Focus::new(x, y).expect("inside"));
    (proptest::option::of(crop), proptest::option::of(focus)).prop_map(|(crop, focus)| Framing { crop, focus })
}

fn copies() -> impl Strategy<Value = Copy> {
    let names = proptest::collection::vec(("[a-zé]{1,6}", "[a-z]{0,4}"), 0..3);
    let dateline = proptest::option::of(("[a-z]{1,6}", proptest::option::of(1i16..28)));
    let picture = proptest::option::of(("[0-9a-f]{64}", any::<String>(), framing()));
    let lines = (any::<String>(), any::<String>(), "[a-z]{0,4}", "[a-z]{0,4}");
    (lines, names, proptest::collection::vec("[a-z]{1,5}", 0..3), dateline, picture, proptest::collection::vec(block(), 0..5)).prop_map(
        |((headline, standfirst, slug, section), names, tags, dateline, picture, blocks)| Copy {
            head: Head {
                headline,
                standfirst,
                slug,
                section,
                bylines: names.into_iter().map(|(name, slug)| Byline { name, slug }).collect(),
                tags,
                dateline: dateline.map(|(place, day)| Dateline { place, date: day.map(|d| jiff::civil::date(2018, 3, d as i8)) }),
                picture: picture.map(|(picture, alt, framing)| PictureUse { picture, alt, framing, ..PictureUse::default() }),
                ..Head::default()
            },
            body: Document::new(blocks).expect("valid"),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_document_says_what_the_copy_said_that_it_was_made_of(copy in copies()) {
        let shared = Shared::of(&copy);
        let reading = shared.read(&Head::default()).expect("reads");
        prop_assert_eq!(&reading.copy, &copy);
        prop_assert_eq!(reading.repairs, Vec::<String>::new());
        prop_assert_eq!(said(&twin(&shared)), copy);
    }

    #[test]
    fn whatever_it_said_it_says_what_is_written_into_it(a in copies(), b in copies()) {
        let shared = Shared::of(&a);
        let there = twin(&shared);
        let update = shared.write(&b);
        prop_assert_eq!(&said(&shared), &b);
        prop_assert!(shared.write(&b).is_none());
        // The update alone brings another replica there.
        if let Some(update) = update {
            there.doc.transact_mut().apply_update(Update::decode_v1(&update).expect("decodes")).expect("applies");
        }
        prop_assert_eq!(said(&there), b);
    }

    #[test]
    fn two_that_write_apart_agree_afterwards(a in copies(), b in copies(), c in copies()) {
        let one = Shared::of(&a);
        let two = twin(&one);
        one.write(&b);
        two.write(&c);
        send(&one, &two);
        send(&two, &one);
        prop_assert_eq!(said(&one), said(&two));
    }
}
