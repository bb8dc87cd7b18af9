//! Promises 1 and 2: several people write one story at once, and what was acknowledged is kept.

mod apart;
pub mod window;

use crate::harness::{Paper, copy};
use courant::publish::{self, Target, Wanted};
use courant_news::body::{Block, Document, Inline};
use courant_news::copy::Copy;
use courant_news::permit::{Actor, Edit, GRANTS, Grant, Publish, Role};
use serde_json::json;
use std::time::{Duration, Instant};
use window::{Window, connect, insert_block, make_heading, person, type_into};
use yrs::{Text, XmlFragment};

fn story(paper: &Paper) -> i64 {
    let blocks = ["The harbour was quiet.", "Nothing moved.", "A crane stood."].map(|text| Block::Paragraph(vec![Inline::text(text)]));
    paper.draft(&Copy { body: Document::new(blocks.to_vec()).expect("valid"), ..copy("Harbour wakes", "world", "") })
}

fn draft(paper: &Paper, story: i64) -> Copy {
    paper.app.store.read(|read| read.draft(story)).expect("reads").expect("a draft")
}

/// Revisions that keep words, with their numbers.
fn revisions(paper: &Paper, story: i64) -> Vec<(i64, String)> {
    all_revisions(paper, story).into_iter().filter(|(name, ..)| name == "kept").map(|(_, number, text)| (number, text)).collect()
}

fn all_revisions(paper: &Paper, story: i64) -> Vec<(String, i64, String)> {
    let lines = paper.app.store.read(|read| read.revisions_of(story)).expect("reads");
    let text = |id| paper.app.store.read(|read| read.revision(id)).expect("reads").expect("there").body.plain_text();
    lines.into_iter().map(|line| (line.name, line.number, text(line.id))).collect()
}

fn updates(paper: &Paper, story: i64) -> usize {
    paper.app.store.read(|read| read.draft_updates(story, 0)).expect("reads").len()
}

#[test]
fn two_writers_see_each_other_and_each_others_names() {
    let paper = Paper::new();
    let story = story(&paper);
    let (ana, ben) = (person(&paper, "Ana", &GRANTS), person(&paper, "Ben", &GRANTS));
    let (mut a, mut b) = (Window::open(&paper, story, &ana), Window::open(&paper, story, &ben));
    assert_eq!(a.text(), "The harbour was quiet.\nNothing moved.\nA crane stood.");
    assert_eq!((a.headline().as_str(), a.may.as_str(), a.epoch.clone()), ("Harbour wakes", "edit", b.epoch.clone()));

    let n = a.write(|body, headline, txn| {
        type_into(body, txn, 0, " 😀 مرحبا");
        headline.push(txn, " early");
    });
    a.until_acked(n);
    b.until("Ana's words", |b| b.text().contains("quiet. 😀 مرحبا"));
    assert_eq!(b.last("update")["by"], "Ana");
    let ack = a.last("ack");
    assert!(ack["saved"].as_str().is_some_and(|saved| saved.ends_with("KST")) && ack["version"] == 2, "{ack}");
    let saved = draft(&paper, story);
    assert!(saved.body.plain_text().contains("quiet. 😀 مرحبا"));
    assert_eq!(saved.head.headline, "Harbour wakes early");

    b.send(&json!({ "t": "here", "state": { "cursor": 3, "name": "Somebody else" } }));
    a.until("Ben's place", |a| a.count("here") == 1);
    let here = a.last("here").clone();
    assert_eq!((&here["name"], &here["state"]["cursor"]), (&json!("Ben"), &json!(3)));
    let mut late = Window::open(&paper, story, &ana);
    late.until("who is there", |w| w.last("here")["name"] == "Ben");
    drop(b);
    a.until("Ben gone", |a| a.last("here")["state"].is_null());
    assert_eq!((&a.last("here")["client"], &a.last("here")["id"]), (&here["client"], &here["id"]));
}

#[test]
fn what_was_acknowledged_is_there_after_a_restart_and_what_was_not_is_sent_again() {
    let paper = Paper::new();
    let story = story(&paper);
    let cookie = person(&paper, "Ana", &GRANTS);
    let mut a = Window::open(&paper, story, &cookie);
    // More than between two whole documents.
    for number in 0..205 {
        let n = a.write(|body, _, txn| type_into(body, txn, 1, &format!(" {number}")));
        a.until_acked(n);
    }
    a.hold(|body, _, txn| type_into(body, txn, 2, " Not sent yet."));
    let paper = paper.again();
    assert!(draft(&paper, story).body.plain_text().contains("Nothing moved. 0 1 2"));
    a.pump();
    assert_eq!(a.closed, Some(1012), "the server says that it starts again");
    a.come_back(&paper, story, &cookie);
    assert_eq!(a.last("doc")["reset"], false);
    a.send_held();
    let text = draft(&paper, story).body.plain_text();
    assert!(text.contains(" 204") && text.contains("Not sent yet."), "{text}");
    let b = Window::open(&paper, story, &cookie);
    assert_eq!(b.text(), a.text());
    let rows = updates(&paper, story);
    // The same again is nothing new.
    let n = a.send_all();
    a.until_acked(n);
    assert_eq!(updates(&paper, story), rows);
}

#[test]
fn a_window_of_another_document_is_given_this_one() {
    let paper = Paper::new();
    let story = story(&paper);
    let cookie = person(&paper, "Ana", &GRANTS);
    let mut a = Window::open(&paper, story, &cookie);
    a.epoch = Some("another".into());
    a.hello();
    assert_eq!(a.last("doc")["reset"], true);
}

#[test]
fn what_other_ways_of_saving_write_comes_to_open_windows_and_no_word_goes() {
    let paper = Paper::new();
    let story = story(&paper);
    let cookie = person(&paper, "Ana", &GRANTS);
    let mut a = Window::open(&paper, story, &cookie);
    let typed = a.write_apart(|body, _, txn| type_into(body, txn, 0, " Typed meanwhile."));
    let mut said = draft(&paper, story);
    said.body =
        Document::new(vec![Block::Paragraph(vec![Inline::text("The harbour was quiet.")]), Block::Paragraph(vec![Inline::text("Much moved.")])])
            .expect("valid");
    let body = json!({ "base": 1, "copy": said }).to_string();
    let answer = paper.send("PUT", &format!("/newsroom/stories/{story}/draft"), &[("cookie", &cookie)], body.as_bytes());
    assert_eq!((answer.status, &answer.json()["version"]), (200, &json!(2)), "{}", answer.text());
    a.until("what was put", |a| a.text().contains("Much moved."));
    let n = a.send_update(&typed);
    a.until_acked(n);
    assert_eq!(draft(&paper, story).body.plain_text(), "The harbour was quiet. Typed meanwhile.\n\nMuch moved.");
    assert_eq!(a.text(), "The harbour was quiet. Typed meanwhile.\nMuch moved.");

    // A file that knows nothing of what was typed: the story is what it says, and the words are kept.
    let actor = Actor::command_line();
    let file = copy("Harbour wakes", "world", "From a file.");
    let zone = &paper.app.pages.paper().zone;
    publish::publish_copy(
        &paper.app.store,
        actor.permit::<Publish>().expect("permit"),
        zone,
        paper.now(),
        Target::Story(story),
        &file,
        &Wanted::default(),
    )
    .expect("published");
    a.until("the file", |a| a.text() == "From a file." && a.count("kept") == 1);
    let kept = revisions(&paper, story);
    assert!(kept.iter().any(|(number, text)| text.contains("Typed meanwhile.") && a.last("kept")["revision"] == *number), "{kept:?}");
    a.until("published", |a| a.last("story")["state"] == "published");
    assert!(a.last("story")["address"].as_str().is_some_and(|address| address.contains("/2018/03/28/")), "{}", a.last("story"));
}

#[test]
fn words_typed_into_a_passage_that_was_taken_out_are_kept() {
    let paper = Paper::new();
    let story = story(&paper);
    let (ana, ben) = (person(&paper, "Ana", &GRANTS), person(&paper, "Ben", &GRANTS));
    let (mut a, mut b) = (Window::open(&paper, story, &ana), Window::open(&paper, story, &ben));
    // Ben makes a heading of it, Ana is apart and types into the paragraph.
    let typed = a.write_apart(|body, _, txn| type_into(body, txn, 1, " But a gull cried."));
    let n = b.write(|body, _, txn| make_heading(body, txn, 1));
    b.until_acked(n);
    let n = a.send_update(&typed);
    a.until_acked(n);
    a.until("told", |a| a.count("kept") == 1);
    b.until("told", |b| b.count("kept") == 1);
    let kept = revisions(&paper, story);
    let (number, _) = kept.iter().find(|(_, text)| text.contains("But a gull cried.")).expect("kept");
    assert_eq!(a.last("kept")["revision"], *number);
    assert!(a.last("kept")["sentence"].as_str().is_some_and(|s| s.contains(&number.to_string())));

    // The other way round: Ana's words are in, and Ben takes the passage out without having seen them.
    a.until("even", |a| a.text() == "The harbour was quiet.\nNothing moved.\nA crane stood.");
    let gone = b.write_apart(|body, _, txn| body.remove_range(txn, 2, 1));
    let n = a.write(|body, _, txn| type_into(body, txn, 2, " It creaked."));
    a.until_acked(n);
    let n = b.send_update(&gone);
    b.until_acked(n);
    a.until("told", |a| a.count("kept") == 2);
    assert!(revisions(&paper, story).iter().any(|(_, text)| text.contains("It creaked.")));
    assert!(!draft(&paper, story).body.plain_text().contains("It creaked."));
    // Ben is away while he takes a passage out, Ana types there meanwhile; as he comes back he is first told of it.
    a.until("even", |a| a.text() == b.text());
    b.until("even", |b| a.text() == b.text());
    b.hold(|body, _, txn| body.remove_range(txn, 1, 1));
    let n = a.write(|body, _, txn| type_into(body, txn, 1, " A dog barked."));
    a.until_acked(n);
    b.come_back(&paper, story, &ben);
    b.send_held();
    a.until("told", |a| a.count("kept") == 3);
    assert!(revisions(&paper, story).iter().any(|(_, text)| text.contains("A dog barked.")));
    // What is taken out by somebody who saw it is nobody's loss.
    a.until("even", |a| a.text() == b.text());
    let before = revisions(&paper, story).len();
    let n = a.write(|body, _, txn| body.remove_range(txn, 0, 1));
    a.until_acked(n);
    assert_eq!(revisions(&paper, story).len(), before);
}

#[test]
fn another_site_cannot_open_a_window_and_a_plain_request_is_told_so() {
    let paper = Paper::new();
    let story = story(&paper);
    let cookie = person(&paper, "Ana", &GRANTS);
    let path = format!("/newsroom/stories/{story}/together");
    let socket =
        [("cookie", cookie.as_str()), ("upgrade", "websocket"), ("sec-websocket-version", "13"), ("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==")];
    for head in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
        let answer = paper.send("GET", &path, &[&socket[..], &[head]].concat(), b"");
        assert_eq!(answer.status, 403, "{head:?}");
        assert!(answer.text().contains("another site"));
    }
    assert_eq!(paper.send("GET", &path, &[("cookie", &cookie)], b"").status, 426);
    assert_eq!(paper.send("GET", "/newsroom/stories/999/together", &[("cookie", &cookie)], b"").status, 404);
}

#[test]
fn who_may_not_write_this_story_reads_along() {
    let paper = Paper::new();
    let story = story(&paper);
    let (ana, rita) = (person(&paper, "Ana", &GRANTS), person(&paper, "Rita", Role::Reporter.grants()));
    let (mut a, mut r) = (Window::open(&paper, story, &ana), Window::open(&paper, story, &rita));
    assert_eq!(r.may, "read");
    let n = r.write(|body, _, txn| type_into(body, txn, 0, " Not mine."));
    r.until("refused", |r| r.last("refused")["n"] == n);
    assert!(r.last("refused")["error"].as_str().is_some_and(|e| e.contains("edit-desk")));
    let n = a.write(|body, _, txn| type_into(body, txn, 0, " Mine."));
    a.until_acked(n);
    r.until("Ana's words", |r| r.text().contains("Mine."));
    let body = json!({ "base": 2, "copy": draft(&paper, story) }).to_string();
    assert_eq!(paper.send("PUT", &format!("/newsroom/stories/{story}/draft"), &[("cookie", &rita)], body.as_bytes()).status, 403);
    assert!(!draft(&paper, story).body.plain_text().contains("Not mine."));
    let reader = person(&paper, "Nora", &[Grant::Arrange]);
    assert_eq!(paper.send("GET", &format!("/newsroom/stories/{story}/together"), &[("cookie", &reader)], b"").status, 403);
}

#[test]
fn who_is_signed_out_is_told_within_five_seconds_and_writes_nothing_more() {
    let paper = Paper::new();
    let story = story(&paper);
    let cookie = person(&paper, "Ana", &GRANTS);
    let (mut idle, mut a) = (Window::open(&paper, story, &cookie), Window::open(&paper, story, &cookie));
    let code = courant::people::codes::hash(cookie.split('=').nth(1).expect("a code"));
    let (actor, session, _) = paper.app.store.read(|read| read.session(&code, paper.now())).expect("reads").expect("signed in");
    courant::people::end_session(&paper.app.store, &actor, paper.now(), actor.person.expect("a person"), session).expect("ended");
    let begun = Instant::now();
    a.write(|body, _, txn| type_into(body, txn, 0, " Too late."));
    a.until("the end", |a| a.count("end") == 1);
    assert!(a.last("end")["error"].as_str().is_some_and(|e| e.contains("signed out")));
    idle.until("the end", |w| w.count("end") == 1);
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(!draft(&paper, story).body.plain_text().contains("Too late."));
}

#[test]
fn what_is_too_large_or_no_update_is_refused_with_a_sentence_and_the_window_stays() {
    let paper = Paper::new();
    let story = story(&paper);
    let cookie = person(&paper, "Ana", &GRANTS);
    let mut a = Window::open(&paper, story, &cookie);
    let n = a.write(|_, headline, txn| headline.insert(txn, 0, &"x".repeat(7 << 20)));
    a.until("refused", |a| a.last("refused")["n"] == n);
    assert!(a.last("refused")["error"].as_str().is_some_and(|e| e.contains("larger")), "{}", a.last("refused"));
    // Smaller than a message may be, larger than a story.
    let mut b = Window::open(&paper, story, &cookie);
    let n = b.write(|body, _, txn| type_into(body, txn, 0, &"x".repeat(4 << 20)));
    b.until("refused", |b| b.last("refused")["n"] == n);
    assert!(b.last("refused")["error"].as_str().is_some_and(|e| e.contains("4 MB")), "{}", b.last("refused"));
    let mut c = Window::open(&paper, story, &cookie);
    for garbage in [&b"nonsense"[..], &[1, 1, 5, 0, 0x04, 1, 4, b'e', b'v', b'i', b'l', 1, b'x', 0], &[0xff; 100], &[]] {
        let n = c.send_update(garbage);
        c.until("refused", |c| c.last("refused")["n"] == n);
    }
    c.send(&json!({ "t": "no such thing" }));
    c.until("refused", |c| c.last("refused")["n"].is_null() && c.count("refused") == 5);
    let n = c.write(|body, _, txn| type_into(body, txn, 0, " Sound."));
    c.until_acked(n);
    assert_eq!(draft(&paper, story).body.plain_text(), "The harbour was quiet. Sound.\n\nNothing moved.\n\nA crane stood.");
}

#[test]
fn an_update_whose_beginning_was_lost_asks_for_it() {
    let paper = Paper::new();
    let story = story(&paper);
    let cookie = person(&paper, "Ana", &GRANTS);
    let mut a = Window::open(&paper, story, &cookie);
    a.write_apart(|body, _, txn| type_into(body, txn, 0, " Lost on the way."));
    a.write(|body, _, txn| type_into(body, txn, 0, " Second."));
    a.until("the document again", |a| a.count("doc") == 2 && a.count("refused") == 1);
    let n = a.send_all();
    a.until_acked(n);
    assert!(draft(&paper, story).body.plain_text().contains("Lost on the way. Second."));
}

#[test]
fn open_windows_see_a_story_move_and_the_tick_goes_on() {
    let paper = Paper::new();
    let story = story(&paper);
    let cookie = person(&paper, "Ana", &GRANTS);
    let mut a = Window::open(&paper, story, &cookie);
    a.write(|body, _, txn| insert_block(body, txn, 0, "paragraph", "First of all."));
    std::thread::sleep(Duration::from_millis(400));
    publish::spike(&paper.app.store, Actor::command_line().permit::<Edit>().expect("permit"), paper.now(), story).expect("spiked");
    a.until("spiked", |a| a.last("story")["state"] == "spiked");
    assert_eq!(a.last("story")["state_text"], "Spiked");
    let mut raw = connect(&paper, story, &cookie);
    let begun = Instant::now();
    let mut ticks = 0;
    while ticks < 3 && begun.elapsed() < Duration::from_secs(5) {
        ticks += usize::from(raw.read().is_ok_and(|m| m.to_text().is_ok_and(|t| t.contains("tick"))));
    }
    assert_eq!(ticks, 3);
}
