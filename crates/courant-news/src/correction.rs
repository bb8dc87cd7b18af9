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

/// Most characters of each part of a correction.
pub const LONGEST: usize = 2000;

impl Correction {
    /// What keeps it from being filed: each field with a sentence.
    #[must_use]
    pub fn check(&self) -> Vec<(&'static str, String)> {
        let mut errors = Vec::new();
        if self.why.trim().is_empty() {
            errors.push(("why", "Say why, in words for readers.".to_owned()));
        }
        if self.kind == Kind::Correction && self.was.trim().is_empty() && self.now.trim().is_empty() {
            errors.push(("was", "Say what it said, or below what it says now.".to_owned()));
        }
        for (name, text) in [("was", &self.was), ("now", &self.now), ("why", &self.why)] {
            if text.chars().count() > LONGEST {
                errors.push((name, format!("This is longer than {LONGEST} characters; shorten it.")));
            }
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_says_what_and_why() {
        let filed = |kind, was: &str, why: &str| Correction { kind, was: was.into(), now: String::new(), why: why.into() }.check();
        assert_eq!(filed(Kind::Correction, "", "A slip.")[0].0, "was");
        assert_eq!(filed(Kind::Update, "", "")[0].0, "why");
        assert_eq!(filed(Kind::Clarification, &"x".repeat(LONGEST + 1), "It could be misread.")[0].0, "was");
        assert!(filed(Kind::Retraction, "", "It should not have stood.").is_empty());
    }
}
