//! Random ledgers: few sources, few instants and wide dates, so that much coincides.

use super::*;
use proptest::prelude::*;

/// How many cases: ten thousand, or the part of them that `COURANT_DRILL_PART` says (a tenth if nothing does).
pub fn cases() -> u32 {
    let part = std::env::var("COURANT_DRILL_PART").ok().and_then(|part| part.parse::<u32>().ok());
    10_000 / part.unwrap_or(10).max(1)
}

/// The instants at which things are learnt: `2018-03-01T00:00:00Z` and so many times six hours.
pub fn tick(n: u32) -> Timestamp {
    at("2018-03-01T00:00:00Z") + jiff::SignedDuration::from_hours(6 * i64::from(n))
}

/// How many ticks there are.
pub const TICKS: u32 = 24;

const SAID: &[&str] = &[
    "2018-03-01",
    "2018-03-02",
    "2018-03-03",
    "2018-03",
    "2018",
    "2018-03-02/2018-03-04",
    "2018-03-02/..",
    "../2018-03-03",
    "2018-03-02T09:00:00",
    "2018-03-02T09:00:00Z",
    "2018-02~",
    "201X",
];
const STANCES: &[&str] = &["supports", "supports", "supports", "denies", "denies", "declines", "withdraws"];
/// Slugs whose order is not the order in which they are made.
const NAMES: &[&str] = &["f", "b", "h", "a", "e", "c", "g", "d"];

fn sources() -> impl Strategy<Value = Vec<Value>> {
    // Part of one that comes before, or of none: never a round.
    prop::collection::vec(any::<prop::sample::Index>(), 2..8).prop_map(|parents| {
        let parent = |at: usize, parent: &prop::sample::Index| Some(parent.index(2 * at + 2)).filter(|p| *p < at).map(|p| NAMES[p]);
        let source =
            |(at, p): (usize, &prop::sample::Index)| json!({ "slug": NAMES[at], "name": NAMES[at], "kind": "outlet", "part_of": parent(at, p) });
        parents.iter().enumerate().map(source).collect()
    })
}

type Said = (
    prop::sample::Index,
    Vec<prop::sample::Index>,
    prop::sample::Index,
    u32,
    Vec<(bool, prop::sample::Index)>,
    Option<prop::sample::Index>,
    Option<u32>,
);

fn one() -> impl Strategy<Value = Said> {
    let any_one = any::<prop::sample::Index>;
    let via = prop::collection::vec(any_one(), 0..3);
    let stances = prop::collection::vec((prop::bool::weighted(0.7), any_one()), 2);
    (any_one(), via, any_one(), 0..TICKS, stances, prop::option::weighted(0.1, any_one()), prop::option::weighted(0.1, 1..8u32))
}

fn statement(at: usize, (speaker, via, said, learnt, stances, first_hand, corrects): Said, sources: usize) -> Value {
    let name = |index: prop::sample::Index| NAMES[index.index(sources)];
    let via: Vec<&str> = via.into_iter().map(name).collect();
    let stances = stances.into_iter().enumerate().filter(|(_, (takes, _))| *takes);
    let stances: Vec<Value> =
        stances.map(|(claim, (_, stance))| json!({ "claim": format!("claim-{claim}"), "stance": STANCES[stance.index(STANCES.len())] })).collect();
    // The slugs of statements run against the order in which they are made, half of the time.
    let slug = if at.is_multiple_of(2) { format!("s{at:03}") } else { format!("s{:03}", 900 - at) };
    let mut made = json!({ "slug": slug, "speaker": name(speaker), "via": via, "said": SAID[said.index(SAID.len())], "learnt": tick(learnt).to_string(), "stances": stances });
    if let (Some(relay), false) = (first_hand, via.is_empty()) {
        made["first_hand"] = json!({ "relay": via[relay.index(via.len())], "reason": "It was there." });
    }
    if let Some(later) = corrects {
        made["wants"] = json!(later);
    }
    made
}

/// Lets some statements correct the one before them, later than that one stands.
fn with_versions(mut statements: Vec<Value>) -> Vec<Value> {
    for at in 0..statements.len() {
        let Some(later) = statements[at].as_object_mut().and_then(|s| s.remove("wants")).and_then(|w| w.as_i64()) else { continue };
        if at == 0 {
            continue;
        }
        let old = &statements[at - 1];
        let since = |s: &Value| at_of(s.get("corrected").unwrap_or(&s["learnt"]));
        let when = since(old).max(at_of(&statements[at]["learnt"])) + jiff::SignedDuration::from_hours(3 * later);
        let old = old["slug"].clone();
        statements[at]["corrects"] = old;
        statements[at]["corrected"] = json!(when.to_string());
    }
    statements
}

fn at_of(value: &Value) -> Timestamp {
    at(value.as_str().expect("an instant"))
}

/// A bundle as JSON: two claims, up to sixteen statements, sometimes declarations and versions, some expectations.
pub fn ledgers() -> impl Strategy<Value = Value> {
    let zone = prop::sample::select(vec!["Asia/Seoul", "UTC", "America/Los_Angeles"]);
    let about = prop::collection::vec(any::<prop::sample::Index>(), 0..3);
    let together = prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 2..4), 0..2);
    let due = prop::sample::select(vec!["../..", "2018-03-02", "../2018-03-03", "2018-03", "2018-03-03/"]);
    let outcomes = prop::collection::btree_map(0..TICKS, prop::sample::select(vec!["open", "kept", "broken", "cancelled"]), 0..3);
    let expectations = prop::collection::vec((due, 0..TICKS, outcomes), 0..3);
    (zone, sources(), about, together, prop::collection::vec(one(), 0..16), expectations).prop_map(
        |(zone, sources, about, together, said, expectations)| {
            let name = |index: &prop::sample::Index| NAMES[index.index(sources.len())];
            let about: Vec<&str> = about.iter().map(name).collect();
            let declared =
                together.iter().map(|group| group.iter().map(name).collect::<std::collections::BTreeSet<_>>()).filter(|group| group.len() > 1);
            let declared: Vec<Value> = declared.map(|group| json!({ "sources": group, "reason": "One owner." })).collect();
            let statements = said.into_iter().enumerate().map(|(at, one)| statement(at, one, sources.len())).collect();
            let expectations = expectations.into_iter().enumerate().map(|(at, (due, learnt, outcomes))| {
                let outcomes: Vec<Value> = outcomes.into_iter().map(|(n, word)| json!({ "at": tick(n).to_string(), "outcome": word })).collect();
                json!({ "slug": format!("e{at}"), "text": "They meet", "due": due, "learnt": tick(learnt).to_string(), "outcomes": outcomes })
            });
            json!({
                "storyline": { "slug": "random", "title": "Random", "time_zone": zone, "not_independent": declared },
                "sources": sources,
                "claims": [{ "slug": "claim-0", "text": "So", "about": about }, { "slug": "claim-1", "text": "Not so", "about": [] }],
                "statements": with_versions(statements),
                "expectations": expectations.collect::<Vec<_>>(),
            })
        },
    )
}
