//! What is wrong with a document, in words for the person who wrote it.

use std::fmt;

/// A rule a document breaks: where and what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyError {
    /// Where and what: 'the third block is a heading of level 7'.
    pub sentence: String,
    /// What to do: 'use 2, 3 or 4'.
    pub next: String,
    /// Index of the block, from 0, when one block is to blame.
    pub block: Option<usize>,
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.sentence, self.next)
    }
}

impl std::error::Error for BodyError {}

/// Where in a document one is: the block, and steps inside it.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    steps: Vec<(&'static str, usize)>,
}

impl Place {
    pub(super) fn enter(&mut self, what: &'static str, index: usize) {
        self.steps.push((what, index));
    }

    pub(super) fn leave(&mut self) {
        self.steps.pop();
    }

    pub(super) fn depth(&self) -> usize {
        self.steps.iter().filter(|(what, _)| *what == "block").count()
    }

    /// `verb` continues the sentence: 'is a heading of level 7'.
    pub(super) fn error(&self, verb: impl fmt::Display, next: impl Into<String>) -> BodyError {
        BodyError { sentence: format!("{self} {verb}"), next: next.into(), block: self.steps.first().map(|step| step.1) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WORDS: [&str; 10] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
        let Some(((_, index), inside)) = self.steps.split_first() else {
            return f.write_str("the document");
        };
        match WORDS.get(*index) {
            Some(word) => write!(f, "the {word} block")?,
            None => write!(f, "block {}", index + 1)?,
        }
        for (number, (what, index)) in inside.iter().enumerate() {
            write!(f, "{}{what} {}", if number == 0 { " (" } else { ", " }, index + 1)?;
        }
        if inside.is_empty() { Ok(()) } else { f.write_str(")") }
    }
}
