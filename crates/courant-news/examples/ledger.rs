//! Times the ledger's rule for `bench/ledger` and prints a Markdown table. Ratios say whether it grows as sorting does.

use courant_news::ledger::Ledger;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::{Duration, Instant};

const RUNS: usize = 7;
const SOURCES: usize = 60;
const STANCES: [&str; 7] = ["supports", "supports", "supports", "denies", "supports", "declines", "withdraws"];

/// One claim with so many statements, of which so many others are about something else; order left to arithmetic.
fn bundle(statements: usize, others: usize) -> Value {
    let pick = |n: usize, of: usize| n.wrapping_mul(2_654_435_761) % 1_000_003 % of;
    let source = |n: usize| json!({ "slug": format!("source-{n}"), "name": "Source", "kind": "outlet", "part_of": (!n.is_multiple_of(3)).then(|| format!("source-{}", n - 1)) });
    let begin: Timestamp = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * 17_600);
    let statement = |n: usize| {
        let learnt = begin + SignedDuration::from_mins(i64::try_from(pick(n, 400_000)).unwrap_or(0));
        let via: Vec<String> = (0..n % 3).map(|k| format!("source-{}", pick(n + k, SOURCES))).collect();
        let claim = if n < statements { "one" } else { "other" };
        json!({
            "slug": format!("statement-{}", pick(n, 1_000_003)), "speaker": format!("source-{}", pick(n + 7, SOURCES)), "via": via,
            "said": learnt.strftime("%Y-%m-%d").to_string(), "learnt": learnt.to_string(), "paraphrase": "It is so, and it has been for a while.",
            "stances": [{ "claim": claim, "stance": STANCES[pick(n, 7)] }],
        })
    };
    json!({
        "storyline": { "slug": "bench", "title": "Bench", "time_zone": "Asia/Seoul" },
        "sources": (0..SOURCES).map(source).collect::<Vec<_>>(),
        "claims": [{ "slug": "one", "text": "It is so", "about": ["source-0"] }, { "slug": "other", "text": "It is not so" }],
        "statements": (0..statements + others).map(statement).collect::<Vec<_>>(),
    })
}

/// The median, lowest and highest time of some runs.
fn measured(mut work: impl FnMut()) -> [Duration; 3] {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    [times[RUNS / 2], times[0], times[RUNS - 1]]
}

fn row(name: &str, [median, low, high]: [Duration; 3], times: u32, against: Option<Duration>) -> Duration {
    let us = |d: Duration| d.as_secs_f64() * 1e6 / f64::from(times);
    let ratio = against.map_or_else(|| "1".to_owned(), |one| format!("{:.2}", (median / times).as_secs_f64() / one.as_secs_f64()));
    println!("| {name} | **{:.0} µs** | {:.0}–{:.0} µs | {ratio} |", us(median), us(low), us(high));
    median / times
}

fn read(bundle: &Value) -> Result<Ledger, Box<dyn std::error::Error>> {
    Ok(Ledger::read(bundle.to_string().as_bytes())?)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("| status of one claim | median of {RUNS} | range | as many times as with 1,000 |\n|---|---:|---:|---:|");
    let now = Timestamp::MAX;
    let mut thousand = None;
    for (statements, times) in [(1_000, 100u32), (10, 10_000), (100, 1_000), (10_000, 10)] {
        let ledger = read(&bundle(statements, 0))?;
        let time = measured(|| (0..times).for_each(|_| drop(black_box(ledger.assess(0, now)))));
        let one = row(&format!("{statements} statements"), time, times, thousand);
        thousand = thousand.or(Some(one));
    }
    let ledger = read(&bundle(1_000, 99_000))?;
    let time = measured(|| (0..100).for_each(|_| drop(black_box(ledger.assess(0, now)))));
    row("1,000 statements among 100,000", time, 100, thousand);
    let text = bundle(1_000, 99_000).to_string();
    let time = measured(|| drop(black_box(Ledger::read(text.as_bytes()))));
    row(&format!("reading and checking those 100,000 ({} MB)", text.len() / 1_000_000), time, 1, thousand);
    Ok(())
}
