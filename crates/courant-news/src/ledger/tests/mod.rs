//! The ledger's tests: dates, the scenario, the rule's cases, bad bundles, and properties over random ledgers against a
//! model of the rule that was written straight from its words.

mod bad;
mod cases;
mod dates;
mod model;
mod properties;
mod random;
mod scenario;

use super::{Bundle, Ledger};
use jiff::Timestamp;
use serde_json::{Value, json};

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn ledger(bundle: &Value) -> Ledger {
    Ledger::read(bundle.to_string().as_bytes()).expect("a sound bundle")
}

/// A small bundle: North and South with a speaker and an outlet each, a claim about the North, and these statements.
fn bundle(statements: &[Value]) -> Value {
    let source = |slug: &str, part_of: Option<&str>| json!({ "slug": slug, "name": slug, "kind": "organisation", "part_of": part_of });
    json!({
        "storyline": { "slug": "talks", "title": "Talks", "time_zone": "Asia/Seoul", "not_independent": [] },
        "sources": [
            source("north", None), source("leader", Some("north")), source("agency", Some("north")),
            source("south", None), source("envoys", Some("south")), source("daily", None), source("wire", None),
        ],
        "claims": [{ "slug": "ready", "text": "The North is ready", "about": ["leader"] }],
        "statements": statements,
        "expectations": [],
    })
}

/// A statement of that small bundle, said on a day in March 2018 and learnt at an hour of it (UTC).
fn said(slug: &str, speaker: &str, via: &[&str], day: i8, hour: i8, stance: &str) -> Value {
    json!({
        "slug": slug, "speaker": speaker, "via": via, "said": format!("2018-03-{day:02}"), "learnt": format!("2018-03-{day:02}T{hour:02}:00:00Z"),
        "stances": [{ "claim": "ready", "stance": stance }],
    })
}

/// Reads a bundle that must be refused, and gives its sentence.
fn refused(bundle: &Value) -> String {
    let problem = Ledger::read(bundle.to_string().as_bytes()).expect_err("a bad bundle");
    assert!(problem.sentence.ends_with('.') && !problem.sentence.contains('\n') && !problem.next.is_empty(), "{problem:?}");
    problem.sentence
}

fn printed(ledger: &Ledger, as_of: &str) -> Value {
    serde_json::to_value(ledger.report(at(as_of))).expect("a report")
}

fn whole(bundle: &Bundle) -> Value {
    serde_json::to_value(bundle).expect("a bundle")
}
