//! Who writes a story, by when, how long, how urgent: what a desk decides about a story besides its words.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How urgent a story is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Before everything else.
    Urgent,
    /// Before what is usual.
    High,
    /// As usual.
    #[default]
    Normal,
    /// When there is time.
    Low,
}

/// Every priority, most urgent first.
pub const PRIORITIES: [Priority; 4] = [Priority::Urgent, Priority::High, Priority::Normal, Priority::Low];

impl Priority {
    /// The word in table, journal and forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Priority::Urgent => "urgent",
            Priority::High => "high",
            Priority::Normal => "normal",
            Priority::Low => "low",
        }
    }

    /// The word on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Priority::Urgent => "Urgent",
            Priority::High => "High",
            Priority::Normal => "Normal",
            Priority::Low => "Low",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Priority> {
        PRIORITIES.into_iter().find(|p| p.word() == word)
    }
}

/// Most words that a story can be asked to have.
pub const MOST_WORDS: i64 = 100_000;
/// Most characters of a note to the writer.
pub const LONGEST_NOTE: usize = 2000;

/// What a desk has decided about a story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assignment {
    /// Slug of the desk that owns it; empty: none.
    pub desk: String,
    /// Number of the person who writes it.
    pub person: Option<i64>,
    /// By when it is wanted.
    pub due: Option<Timestamp>,
    /// How many words it should have.
    pub length: Option<i64>,
    /// How urgent it is.
    pub priority: Priority,
    /// Note to the writer, never public.
    pub note: String,
}

impl Assignment {
    /// What cannot be meant: each field with a sentence. Whether desk and person are there, only the paper knows.
    #[must_use]
    pub fn check(&self) -> Vec<(&'static str, String)> {
        let mut errors = Vec::new();
        if self.length.is_some_and(|n| !(1..=MOST_WORDS).contains(&n)) {
            errors.push(("length", format!("Write a number of words from 1 to {MOST_WORDS}, or nothing.")));
        }
        if self.note.chars().count() > LONGEST_NOTE {
            errors.push(("note", format!("The note is longer than {LONGEST_NOTE} characters; shorten it.")));
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_that_cannot_be_meant_is_told_at_its_field() {
        let with = |length| Assignment { length: Some(length), ..Assignment::default() }.check();
        assert!(with(600).is_empty());
        assert_eq!(with(0)[0].0, "length");
        assert_eq!(with(MOST_WORDS + 1)[0].0, "length");
    }

    #[test]
    fn a_line_of_the_journal_from_before_a_field_was_there_is_still_read() {
        assert_eq!(serde_json::from_str::<Assignment>("{}").expect("reads"), Assignment::default());
    }
}
