//! Any edits of three writers, in any order, with stretches apart: all end with the same document, the draft says the
//! same, and what somebody typed is there unless somebody took it out.

use super::window::{Window, block, insert_block, make_heading, person, text_of, type_into};
use super::{all_revisions, draft, story};
use crate::harness::Paper;
use courant::publish::{self, Target, Wanted};
use courant_news::body::{Block, Document, Inline};
use courant_news::permit::{Actor, GRANTS, Publish};
use courant_store::Store;
use proptest::prelude::*;
use yrs::{Text, XmlFragment};

#[derive(Clone, Debug)]
enum Step {
    /// Types a word of its own.
    Type(u32),
    /// Begins a paragraph with a word of its own.
    Begin(u32),
    /// Takes a block out.
    Remove(u32),
    /// Makes a heading of a block.
    Head(u32),
    /// Takes letters out of a block.
    Cut(u32, u32),
    /// Sends what it has kept to itself, and takes in what came.
    Meet,
    /// Connects anew.
    Reload,
    /// A file comes that lacks a block of the draft and has one of its own.
    File(u32),
    /// The server is stopped and started.
    Restart,
}

fn step() -> impl Strategy<Value = (usize, Step)> {
    let what = prop_oneof![
        6 => any::<u32>().prop_map(Step::Type),
        2 => any::<u32>().prop_map(Step::Begin),
        1 => any::<u32>().prop_map(Step::Remove),
        1 => any::<u32>().prop_map(Step::Head),
        1 => (any::<u32>(), any::<u32>()).prop_map(|(at, len)| Step::Cut(at, len)),
        4 => Just(Step::Meet),
        1 => Just(Step::Reload),
        1 => any::<u32>().prop_map(Step::File),
        1 => Just(Step::Restart),
    ];
    (0usize..3, what)
}

fn do_step(window: &mut Window, step: &Step, word: &str) {
    window.hold(|body, _, txn| {
        let len = body.len(txn);
        if len == 0 {
            return insert_block(body, txn, 0, "paragraph", word);
        }
        match step {
            Step::Type(at) => type_into(body, txn, at % len, word),
            Step::Begin(at) => insert_block(body, txn, at % (len + 1), "paragraph", word),
            Step::Remove(at) => body.remove_range(txn, at % len, 1),
            Step::Head(at) => make_heading(body, txn, at % len),
            Step::Cut(at, most) => {
                let text = text_of(body, txn, at % len);
                let there = Text::len(&text, txn);
                // Whole words only, so that what was typed can be looked for.
                let cut = there.min(most % 8);
                if cut == there {
                    text.remove_range(txn, 0, cut);
                }
            }
            Step::Meet | Step::Reload | Step::File(_) | Step::Restart => {}
        }
        let _ = block(body, txn, 0);
    });
}

/// What `courant story publish` does from another process: the draft but for one block, and a new one.
fn write_file(paper: &Paper, story: i64, at: u32, word: &str) {
    let mut copy = draft(paper, story);
    let mut blocks = copy.body.into_blocks();
    if !blocks.is_empty() {
        blocks.remove(at as usize % blocks.len());
    }
    blocks.push(Block::Paragraph(vec![Inline::text(word)]));
    copy.body = Document::new(blocks).expect("valid");
    let elsewhere = Store::open(&paper.app.data).expect("opens");
    let actor = Actor::command_line();
    let (permit, zone) = (actor.permit::<Publish>().expect("permit"), &paper.app.pages.paper().zone);
    publish::publish_copy(&elsewhere, permit, zone, paper.now(), Target::Story(story), &copy, &Wanted::default()).expect("published");
}

/// Cases: few with every change, a thousand in the drills.
fn cases() -> u32 {
    std::env::var("COURANT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn three_writers_with_stretches_apart_end_equal_and_lose_nothing(steps in proptest::collection::vec(step(), 1..60)) {
        let mut paper = Paper::new();
        let story = story(&paper);
        let cookies = ["Ana", "Ben", "Cho"].map(|name| person(&paper, name, &GRANTS));
        let mut windows: Vec<Window> = cookies.iter().map(|cookie| Window::open(&paper, story, cookie)).collect();
        let (mut typed, mut taken) = (Vec::new(), String::new());
        for (number, (who, step)) in steps.iter().enumerate() {
            let word = format!(" w{number}é😀");
            let window = &mut windows[*who];
            match step {
                Step::Meet => window.send_held(),
                Step::Reload => {
                    window.come_back(&paper, story, &cookies[*who]);
                    window.send_held();
                }
                Step::File(at) => {
                    write_file(&paper, story, *at, word.trim());
                    typed.push(word.trim().to_owned());
                }
                Step::Restart => {
                    paper = paper.again();
                    for (window, cookie) in windows.iter_mut().zip(&cookies) {
                        window.come_back(&paper, story, cookie);
                        window.send_held();
                    }
                }
                other => {
                    // What somebody sees as they take something out, they have taken out.
                    if let Step::Remove(at) | Step::Cut(at, _) = other {
                        taken.push_str(&window.block_text(*at));
                    }
                    do_step(window, other, &word);
                    if matches!(other, Step::Type(_) | Step::Begin(_)) {
                        typed.push(word.trim().to_owned());
                    }
                }
            }
        }
        for window in &mut windows {
            window.send_held();
        }
        let last = windows.iter().map(|w| w.acked.values().max().copied().unwrap_or(0).max(w.seq)).max().unwrap_or(0);
        let mut all = Vec::new();
        for window in &mut windows {
            window.until("everybody's words", |w| w.seq.max(w.acked.values().max().copied().unwrap_or(0)) >= last);
            window.hello();
            all.push((window.text(), window.state()));
        }
        prop_assert_eq!(&all[0], &all[1]);
        prop_assert_eq!(&all[1], &all[2]);
        let said = draft(&paper, story);
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(flat(&said.body.plain_text()), flat(&all[0].0));
        prop_assert!(Document::new(said.body.clone().into_blocks()).is_ok());
        let kept = all_revisions(&paper, story);
        for word in typed {
            let there = all[0].0.contains(&word) || taken.contains(&word) || kept.iter().any(|(.., text)| text.contains(&word));
            prop_assert!(there, "{word} went without a word; the draft: {} kept: {kept:?}", all[0].0);
        }
    }
}
