//! Expectations: what was promised or scheduled, by when, and what came of it.

use super::edtf::Edtf;
use crate::slug::Slug;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Something promised or scheduled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Expectation {
    /// Its name.
    pub slug: Slug,
    /// What, in our words.
    pub text: String,
    /// Who is to do it.
    #[serde(default)]
    pub who: Vec<Slug>,
    /// By when: ‘by May 2018’ is `../2018-05`, without a date `../..`.
    pub due: Edtf,
    /// The statement it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Slug>,
    /// When we learnt it, where that is not when we learnt the statement.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::instant::optional")]
    pub learnt: Option<Timestamp>,
    /// What came of it, one after the other.
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
}

/// What came of an expectation at some instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Outcome {
    /// Since when.
    #[serde(with = "super::instant")]
    pub at: Timestamp,
    /// What.
    pub outcome: Word,
    /// The expectation it was moved to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Slug>,
}

/// What can come of an expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// It stands, again.
    Open,
    /// It happened.
    Kept,
    /// It will not happen, though it was promised.
    Broken,
    /// Another has taken its place.
    Moved,
    /// Called off.
    Cancelled,
}

/// Where an expectation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Still to come.
    Open,
    /// Nothing came of it, and its last instant has passed.
    Late,
    /// It happened.
    Kept,
    /// It will not happen, though it was promised.
    Broken,
    /// Another has taken its place.
    Moved,
    /// Called off.
    Cancelled,
}

impl State {
    /// Its word in records and for people.
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Late => "late",
            State::Kept => "kept",
            State::Broken => "broken",
            State::Moved => "moved",
            State::Cancelled => "cancelled",
        }
    }
}

impl Expectation {
    /// The outcome that stands at an instant.
    pub fn outcome(&self, as_of: Timestamp) -> Option<&Outcome> {
        self.outcomes.iter().filter(|o| o.at <= as_of).max_by_key(|o| o.at)
    }

    /// Where it stands at an instant at which it is known.
    pub fn state(&self, zone: &TimeZone, as_of: Timestamp) -> State {
        match self.outcome(as_of).map_or(Word::Open, |o| o.outcome) {
            Word::Kept => State::Kept,
            Word::Broken => State::Broken,
            Word::Moved => State::Moved,
            Word::Cancelled => State::Cancelled,
            Word::Open if self.due.last_instant(zone).is_some_and(|last| last < as_of) => State::Late,
            Word::Open => State::Open,
        }
    }
}
