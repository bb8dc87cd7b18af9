//! Bundles that cannot be right: one sentence each, which names the record.

use super::*;
use serde_json::json;

/// The small bundle with one thing changed.
fn with(change: impl Fn(&mut Value)) -> Value {
    let mut good = bundle(&[said("one", "leader", &["envoys"], 5, 10, "supports")]);
    change(&mut good);
    good
}

#[test]
fn a_round_in_part_of_names_its_sources() {
    let sentence = refused(&with(|b| b["sources"][0]["part_of"] = json!("agency")));
    assert_eq!(sentence, "The source ‘north’ is part of itself by a round: ‘north’ in ‘agency’ in ‘north’.");
    assert_eq!(refused(&with(|b| b["sources"][0]["part_of"] = json!("north"))), "The source ‘north’ is part of itself.");
}

#[test]
fn a_name_that_nobody_has_is_said_with_the_record_that_uses_it() {
    type Change = Box<dyn Fn(&mut Value)>;
    let cases: [(&str, Change, &str); 8] = [
        (
            "via",
            Box::new(|b| b["statements"][0]["via"] = json!(["envoys", "nobody"])),
            "The statement ‘one’ came via ‘nobody’, which is no source of this bundle.",
        ),
        (
            "speaker",
            Box::new(|b| b["statements"][0]["speaker"] = json!("nobody")),
            "The statement ‘one’ has the speaker ‘nobody’, which is no source of this bundle.",
        ),
        (
            "stance",
            Box::new(|b| b["statements"][0]["stances"][0]["claim"] = json!("nothing")),
            "The statement ‘one’ takes a stance on ‘nothing’, which is no claim of this bundle.",
        ),
        (
            "about",
            Box::new(|b| b["claims"][0]["about"] = json!(["nobody"])),
            "The claim ‘ready’ is about ‘nobody’, which is no source of this bundle.",
        ),
        (
            "part_of",
            Box::new(|b| b["sources"][0]["part_of"] = json!("nobody")),
            "The source ‘north’ is part of ‘nobody’, which is no source of this bundle.",
        ),
        (
            "together",
            Box::new(|b| b["storyline"]["not_independent"] = json!([{ "sources": ["north", "nobody"], "reason": "So." }])),
            "A declaration of not_independent sources names ‘nobody’, which is no source of this bundle.",
        ),
        (
            "from",
            Box::new(|b| b["expectations"] = json!([{ "slug": "e", "text": "They meet", "due": "2018", "from": "nothing" }])),
            "The expectation ‘e’ comes from ‘nothing’, which is no statement of this bundle.",
        ),
        (
            "first-hand",
            Box::new(|b| b["statements"][0]["first_hand"] = json!({ "relay": "wire", "reason": "So." })),
            "The statement ‘one’ is first-hand by ‘wire’, which is none of its relays.",
        ),
    ];
    for (name, change, sentence) in cases {
        assert_eq!(refused(&with(change)), sentence, "{name}");
    }
}

#[test]
fn a_slug_that_stands_twice_is_named_with_both_places() {
    for (list, kind) in [("sources", "source"), ("claims", "claim"), ("statements", "statement")] {
        let sentence = refused(&with(|b| {
            let first = b[list][0].clone();
            b[list].as_array_mut().unwrap().push(first);
        }));
        assert!(sentence.starts_with(&format!("The {kind} ‘")) && sentence.contains("stands twice, as number 1 and number "), "{sentence}");
    }
}

#[test]
fn what_is_of_another_form_is_named_with_its_place() {
    let cases: [(Value, &str, &str); 9] = [
        (with(|b| b["statements"][0] = json!(1)), "the statement number 1 of statements", "invalid type: integer `1`, expected an object"),
        (with(|b| b["statements"][0]["said"] = json!("2018-02-30")), "the statement ‘one’", "‘2018-02-30’ is not a date: that month has no such day"),
        (
            with(|b| b["statements"][0]["learnt"] = json!("2018-03-05")),
            "the statement ‘one’",
            "‘2018-03-05’ is not an instant; write it as 2018-03-28T00:30:00Z",
        ),
        (with(|b| b["statements"][0]["spoke"] = json!(1)), "the statement ‘one’", "unknown field `spoke`"),
        (with(|b| b["statements"][0]["stances"][0]["stance"] = json!("doubts")), "the statement ‘one’", "unknown variant `doubts`"),
        (with(|b| b["sources"][2]["kind"] = json!("ministry")), "the source ‘agency’", "unknown variant `ministry`"),
        (with(|b| b["sources"][2]["slug"] = json!("An Agency")), "the source ‘An Agency’", "‘An Agency’ is not a slug"),
        (with(|b| drop(b["claims"][0].as_object_mut().unwrap().remove("slug"))), "the claim number 1 of claims", "missing field `slug`"),
        (with(|b| b["more"] = json!([])), "the bundle", "unknown field `more`"),
    ];
    for (bundle, record, why) in cases {
        let sentence = refused(&bundle);
        assert!(sentence.starts_with(&format!("In {record}, line 1, column ")) && sentence.contains(why), "{sentence}");
    }
    assert!(refused(&with(|b| b["storyline"]["time_zone"] = json!("Asia/Nowhere"))).contains("‘talks’ has the time zone ‘Asia/Nowhere’"));
}

#[test]
fn what_is_no_json_is_said_with_its_place() {
    let sentence = Ledger::read(b"{\n  \"storyline\": {\"slug\" }").unwrap_err().sentence;
    assert!(sentence.starts_with("The bundle is not JSON: ") && sentence.contains("at line 2, column "), "{sentence}");
    let deep = "[".repeat(100_000);
    assert!(Ledger::read(deep.as_bytes()).is_err());
    let deep = format!("{{\"expected\": {}", "[".repeat(100_000));
    assert!(Ledger::read(deep.as_bytes()).is_err());
    assert!(Ledger::read(b"\xff\xfe").is_err());
}

#[test]
fn stances_and_outcomes_that_contradict_each_other_are_refused() {
    let twice =
        with(|b| b["statements"][0]["stances"] = json!([{ "claim": "ready", "stance": "supports" }, { "claim": "ready", "stance": "denies" }]));
    assert_eq!(refused(&twice), "The statement ‘one’ takes two stances on the claim ‘ready’.");
    let expected = |outcomes: Value| {
        with(move |b| {
            b["expectations"] = json!([{ "slug": "e", "text": "They meet", "due": "2018", "learnt": "2018-01-01T00:00:00Z", "outcomes": outcomes }])
        })
    };
    let at = "2018-02-01T00:00:00Z";
    assert!(
        refused(&expected(json!([{ "at": at, "outcome": "kept" }, { "at": at, "outcome": "broken" }])))
            .contains("‘e’ has two outcomes at 2018-02-01")
    );
    assert!(refused(&expected(json!([{ "at": at, "outcome": "moved" }]))).contains("‘e’ was moved, and nothing says to which"));
    assert!(refused(&expected(json!([{ "at": at, "outcome": "moved", "to": "e" }]))).contains("‘e’ was moved to itself"));
    assert!(refused(&expected(json!([{ "at": at, "outcome": "moved", "to": "f" }]))).contains("‘e’ was moved to ‘f’, which is no expectation"));
    assert!(refused(&expected(json!([{ "at": at, "outcome": "kept", "to": "e" }]))).contains("‘e’ has an outcome with to"));
    let nowhere = with(|b| b["expectations"] = json!([{ "slug": "e", "text": "They meet", "due": "2018" }]));
    assert!(refused(&nowhere).contains("‘e’ says neither"));
}

#[test]
fn versions_that_are_no_chain_are_refused() {
    let version = |slug: &str, corrects: &str, corrected: &str| {
        let mut version = said(slug, "leader", &["envoys"], 5, 10, "supports");
        version["corrects"] = json!(corrects);
        version["corrected"] = json!(corrected);
        version
    };
    let more = |more: Vec<Value>| with(move |b| b["statements"].as_array_mut().unwrap().extend(more.clone()));
    assert!(refused(&more(vec![version("two", "one", "2018-03-05T10:00:00Z")])).contains("before there was anything to correct"));
    assert!(refused(&more(vec![version("two", "two", "2018-03-06T10:00:00Z")])).contains("before there was anything to correct"));
    assert!(
        refused(&more(vec![version("two", "three", "2018-03-06T10:00:00Z"), version("three", "two", "2018-03-07T10:00:00Z")]))
            .contains("before there was")
    );
    assert!(
        refused(&more(vec![version("two", "one", "2018-03-06T10:00:00Z"), version("three", "one", "2018-03-07T10:00:00Z")]))
            .contains("both correct ‘one’")
    );
    assert!(refused(&with(|b| b["statements"][0]["corrects"] = json!("one"))).contains("one of corrects and corrected"));
}

#[test]
fn declarations_without_a_reason_and_lists_without_end_are_refused() {
    assert!(
        refused(&with(|b| b["storyline"]["not_independent"] = json!([{ "sources": ["north", "south"], "reason": " " }]))).contains("has no reason")
    );
    assert!(
        refused(&with(|b| b["storyline"]["not_independent"] = json!([{ "sources": ["north", "north"], "reason": "So." }])))
            .contains("names 1 of them")
    );
    assert!(refused(&with(|b| b["statements"][0]["via"] = json!(vec!["wire"; 21]))).contains("more than 20 relays"));
    assert!(refused(&with(|b| b["statements"][0]["paraphrase"] = json!("so ".repeat(10_000)))).contains("a text of more than"));
    assert!(refused(&with(|b| b["claims"][0]["text"] = json!("  "))).contains("The claim ‘ready’ has an empty text"));
}

#[test]
fn a_chain_of_a_hundred_thousand_sources_is_walked_without_a_stack() {
    let mut long = bundle(&[]);
    let link = |n: usize| json!({ "slug": format!("s{n}"), "name": "s", "kind": "outlet", "part_of": (n > 0).then(|| format!("s{}", n - 1)) });
    long["sources"] = (0..100_000).rev().map(link).collect();
    long["claims"] = json!([]);
    let ledger = ledger(&long);
    assert_eq!(ledger.root(ledger.source("s99999").unwrap()), ledger.source("s0").unwrap());
}
