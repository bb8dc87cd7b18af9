//! Front matter, and what people get wrong in it.

use crate::wire::{CopyFile, CopyState, read_copy};

const NEEDED: &str = "headline: A ship came in\nsection: world\n";

fn copy(front: &str) -> String {
    format!("---\n{front}---\n\nIt did.\n")
}

fn read(text: &str) -> CopyFile {
    read_copy("ship.md", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn problem(text: &str) -> String {
    read_copy("ship.md", text.as_bytes()).expect_err("a problem").to_string()
}

#[test]
fn every_key_is_read() {
    let front = "headline: 1984\nstandfirst: >-\n  Two\n  lines\nslug: ship\nslugline: SHIP-1\nlanguage: en-GB\nbyline: [Ann Onymous, B. Ware]\ntags: Korea\n\
        section: world\nstoryline: ships\ndateline: {place: Haemun, date: 2018-03-28}\npublished: 2018-03-28T09:30:00+09:00\n\
        embargo: 2018-03-28T01:00:00Z\nbreaking_until: 2018-03-28T12:00:00+09:00\n\
        picture: {file: ./pictures/a ship.jpg, alt: A ship, caption: 'It: comes', credit: Us, focus: [0.5, 1]}\n\
        correction: {kind: clarification, was: a boat, now: a ship, why: It is larger.}\nstate: ready\n";
    insta::assert_debug_snapshot!(read(&copy(front)));
}

#[test]
fn words_that_yaml_takes_for_something_else_stay_words() {
    let read = read(&copy("headline: No\nstandfirst: 1_000\nsection: world\ntags: [2018, yes, 007, 1e3]\nbyline: true\n"));
    assert_eq!((read.head.headline.as_str(), read.head.standfirst.as_str()), ("No", "1_000"));
    assert_eq!(read.head.tags, ["2018", "yes", "007", "1e3"]);
    assert_eq!(read.head.bylines[0].name, "true");
}

#[test]
fn a_correction_may_come_with_a_first_filing() {
    let read = read(&copy(&format!("{NEEDED}correction:\n  kind: correction\n  why: We had it wrong.\n")));
    assert_eq!(read.correction.expect("a correction").why, "We had it wrong.");
    assert_eq!(read.state, CopyState::Published);
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_matter() {
    let unix = read(&copy(NEEDED));
    let windows = format!("\u{feff}{}", copy(NEEDED).replace('\n', "\r\n"));
    assert_eq!(read(&windows), unix);
    assert_eq!(read(&copy(NEEDED).replace('\n', "\r")), unix);
}

#[test]
fn what_is_wrong_is_said_with_line_and_key() {
    let with = |line: &str| problem(&copy(&format!("{NEEDED}{line}\n")));
    let problems = [
        problem("Just text.\n"),
        problem("---\nheadline: x\n"),
        problem(""),
        problem("---\n---\ntext\n"),
        problem("---\n# nothing\nheadline:\nsection: world\n---\n"),
        problem("---\nheadline: x\n---\n"),
        with("embargo: tomorrow"),
        with("published: 2018-03-28"),
        with("kicker: Korea"),
        with("headline: again"),
        with("state: live"),
        with("slug: Two Words"),
        with("language: english"),
        with("dateline: Beijing"),
        with("dateline: {place: Beijing, date: 28 March}"),
        with("dateline:\n  place: Beijing\n  day: 2018-03-28"),
        with("picture: lead.jpg"),
        with("picture: {file: ../lead.jpg, alt: x}"),
        with("picture:\n  file: /etc/lead.jpg\n  alt: x"),
        with("picture: {file: lead.jpg}"),
        with("picture: {file: lead.jpg, alt: x, focus: [2, 0.5]}"),
        with("picture: {file: lead.jpg, alt: x, focus: middle}"),
        with("correction: {kind: oops, why: x}"),
        with("correction: {kind: update}"),
        with("tags: {a: b}"),
        with("tags: [[a]]"),
        with("standfirst: a: b"),
        with("standfirst: 'open"),
        with("\tslug: x"),
        with("standfirst: &a x\nslugline: *a"),
        with("standfirst: !mine x"),
        with(&format!("tags: [{}]", "a, ".repeat(1_500))),
        with(&format!("tags: {}{}", "[".repeat(300), "]".repeat(300))),
        with("<<: {slug: x}"),
        with("? [a, b]\n: c"),
    ];
    insta::assert_snapshot!(problems.join("\n"));
}

#[test]
fn text_that_is_not_utf_8_is_refused_with_its_place() {
    let mut bytes = copy(NEEDED).into_bytes();
    bytes[30] = 0xff;
    let problem = read_copy("ship.md", &bytes).expect_err("a problem").to_string();
    assert_eq!(problem, "ship.md, line 3: byte 31 is no UTF-8; save the file as UTF-8.");
}

#[test]
fn a_file_beyond_4_mb_is_refused() {
    let bytes = vec![b'a'; crate::wire::LONGEST_FILE + 1];
    assert!(read_copy("ship.md", &bytes).is_err_and(|problem| problem.sentence.contains("4194305 bytes")));
}
