//! Any edits of three writers, in any order, with stretches apart: all end with the same document, the draft says the
//! same, and what somebody typed is there unless somebody took it out.

use super::window::{Window, block, insert_block, make_heading, person, text_of, type_into};
use super::{draft, revisions, story};
use crate::harness::Paper;
use courant_news::permit::GRANTS;
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
    ];
    (0usize..3, what)
}

fn do_step(window: &mut Window, step: &Step, word: &str) {
    window.write_apart(|body, _, txn| {
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
            Step::Meet | Step::Reload => {}
        }
        let _ = block(body, txn, 0);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn three_writers_with_stretches_apart_end_equal_and_lose_nothing(steps in proptest::collection::vec(step(), 1..60)) {
        let paper = Paper::new();
        let story = story(&paper);
        let cookies = ["Ana", "Ben", "Cho"].map(|name| person(&paper, name, &GRANTS));
        let mut windows: Vec<Window> = cookies.iter().map(|cookie| Window::open(&paper, story, cookie)).collect();
        let (mut typed, mut taken) = (Vec::new(), String::new());
        for (number, (who, step)) in steps.iter().enumerate() {
            let word = format!(" w{number}é😀");
            let window = &mut windows[*who];
            match step {
                Step::Meet => {
                    let n = window.send_all();
                    window.until_acked(n);
                }
                Step::Reload => {
                    window.come_back(&paper, story, &cookies[*who]);
                    window.until_acked(1);
                }
                other => {
                    // What somebody sees as they take something out, they have taken out.
                    if matches!(other, Step::Remove(_) | Step::Cut(..)) {
                        taken.push_str(&window.text());
                    }
                    do_step(window, other, &word);
                    if matches!(other, Step::Type(_) | Step::Begin(_)) {
                        typed.push(word.trim().to_owned());
                    }
                }
            }
        }
        for window in &mut windows {
            let n = window.send_all();
            window.until_acked(n);
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
        prop_assert!(courant_news::body::Document::new(said.body.clone().into_blocks()).is_ok());
        let kept = revisions(&paper, story);
        for word in typed {
            let there = all[0].0.contains(&word) || taken.contains(&word) || kept.iter().any(|(_, text)| text.contains(&word));
            prop_assert!(there, "{word} went without a word; the draft: {} kept: {kept:?}", all[0].0);
        }
    }
}
