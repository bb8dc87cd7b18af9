//! Corrections: what was wrong, what stands now, and why.

use serde::{Deserialize, Serialize};

/// Kind of a correction, from lightest to gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// New facts; nothing was wrong.
    Update,
    /// True, but could be misread.
    Clarification,
    /// A fact was wrong.
    Correction,
    /// The story should not have stood.
    Retraction,
}

impl Kind {
    /// The word in copy, journal and table.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Update => "update",
            Kind::Clarification => "clarification",
            Kind::Correction => "correction",
            Kind::Retraction => "retraction",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Kind> {
        [Kind::Update, Kind::Clarification, Kind::Correction, Kind::Retraction].into_iter().find(|k| k.word() == word)
    }

    /// Whether it stands above the text as well as at its end.
    pub fn stands_first(self) -> bool {
        matches!(self, Kind::Correction | Kind::Retraction)
    }
}

/// A correction as filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Kind.
    pub kind: Kind,
    /// Old words; may be empty.
    #[serde(default)]
    pub was: String,
    /// New words; may be empty.
    #[serde(default)]
    pub now: String,
    /// Reason, for readers.
    pub why: String,
}
