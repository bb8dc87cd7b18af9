//! Bundles: a storyline's whole ledger as one JSON text, and how one is read from outside.

use super::claim::{Claim, Finding};
use super::event::Event;
use super::expectation::Expectation;
use super::problem::{Problem, quoted};
use super::source::Source;
use super::statement::Statement;
use crate::slug::Slug;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Most bytes of a bundle.
pub const LARGEST: usize = 128 << 20;

/// A storyline's ledger. Lists come in any order: nothing but the order of what is printed depends on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Bundle {
    /// What it is about.
    pub storyline: Storyline,
    /// Who says things.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// What can be true or false.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// What was said.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// What was promised.
    #[serde(default)]
    pub expectations: Vec<Expectation>,
    /// What happened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// What the newsroom found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// What tests expect of it; nothing here reads it.
    #[serde(default, skip_serializing)]
    pub expected: IgnoredAny,
}

/// The developing story that a ledger belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Storyline {
    /// Its name.
    pub slug: Slug,
    /// For people.
    pub title: String,
    /// The zone in which its days begin and end, by its IANA name.
    pub time_zone: String,
    /// Sources that an editor declared to be one origin.
    #[serde(default)]
    pub not_independent: Vec<NotIndependent>,
}

/// An editor's declaration that sources do not speak independently of each other: their roots count as one origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct NotIndependent {
    /// Two sources or more.
    pub sources: Vec<Slug>,
    /// Why, shown with it.
    pub reason: String,
}

const FORM: &str = "docs/LEDGER.md shows the form of a bundle.";

impl Bundle {
    /// Reads a bundle's form; [`Ledger::new`](super::Ledger::new) checks what it says.
    ///
    /// # Errors
    /// A sentence that names the record, when it is too large, no JSON, or of another form.
    pub fn read(bytes: &[u8]) -> Result<Bundle, Problem> {
        if bytes.len() > LARGEST {
            let sentence = format!("The bundle is larger than {} MB.", LARGEST >> 20);
            return Err(Problem::new(sentence, "A bundle is one storyline; keep files and pictures out of it."));
        }
        // A mark at the start, as some editors write it, is no JSON.
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        serde_json::from_slice(bytes).map_err(|error| misformed(bytes, &error))
    }
}

fn misformed(bytes: &[u8], error: &serde_json::Error) -> Problem {
    let place = format!("line {}, column {}", error.line(), error.column());
    if !error.is_data() {
        let why = without_place(&error.to_string());
        return Problem::new(format!("The bundle is not JSON: {why} at {place}."), format!("Mend it there; {FORM}"));
    }
    let (record, why) = culprit(bytes).unwrap_or_else(|| ("the bundle".to_owned(), without_place(&error.to_string())));
    Problem::new(format!("In {record}, {place}: {why}."), format!("Mend it there; {FORM}"))
}

/// serde_json's sentence without its last words, which say the place.
fn without_place(text: &str) -> String {
    let text = text.rfind(" at line ").map_or(text, |at| &text[..at]);
    let text: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().count() > 300 { text.chars().take(300).chain("…".chars()).collect() } else { text }
}

/// The first record that is of another form, and what is wrong with it. Only on the way to an error, so reading twice is no matter.
fn culprit(bytes: &[u8]) -> Option<(String, String)> {
    let whole: Value = serde_json::from_slice(bytes).ok()?;
    if let Some(storyline) = whole.get("storyline")
        && let Err(error) = Storyline::deserialize(storyline)
    {
        return Some(("the storyline".to_owned(), without_place(&error.to_string())));
    }
    odd::<Source>(&whole, "sources", "source")
        .or_else(|| odd::<Claim>(&whole, "claims", "claim"))
        .or_else(|| odd::<Statement>(&whole, "statements", "statement"))
        .or_else(|| odd::<Expectation>(&whole, "expectations", "expectation"))
        .or_else(|| odd::<Event>(&whole, "events", "event"))
        .or_else(|| odd::<Finding>(&whole, "findings", "finding"))
}

fn odd<T: DeserializeOwned>(whole: &Value, list: &str, kind: &str) -> Option<(String, String)> {
    let records = whole.get(list)?.as_array()?;
    records.iter().enumerate().find_map(|(at, record)| {
        let error = T::deserialize(record).err()?;
        let slug = record.get("slug").and_then(Value::as_str).map(quoted);
        let name = slug.unwrap_or_else(|| format!("number {} of {list}", at + 1));
        Some((format!("the {kind} {name}"), without_place(&error.to_string())))
    })
}
