//! What is wrong with a file of copy.

use courant_news::body::BodyError;
use std::fmt;

/// What is wrong with a file of copy: where, what, and what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyProblem {
    /// Name of the file, as given.
    pub file: String,
    /// Line, from 1.
    pub line: Option<u32>,
    /// Key of the front matter.
    pub key: Option<String>,
    /// What is wrong, without a stop: ‘tomorrow’ is no RFC 3339 time.
    pub sentence: String,
    /// What to do, without a stop: write 2018-03-28T09:30:00+09:00.
    pub next: String,
}

impl CopyProblem {
    pub(super) fn new(sentence: impl Into<String>, next: impl Into<String>) -> Self {
        CopyProblem { sentence: sentence.into(), next: next.into(), ..CopyProblem::default() }
    }

    pub(super) fn at(mut self, line: usize) -> Self {
        self.line = u32::try_from(line).ok().filter(|line| *line > 0);
        self
    }

    pub(super) fn on(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    pub(super) fn in_file(mut self, name: &str) -> Self {
        self.file = name.to_owned();
        self
    }
}

impl From<BodyError> for CopyProblem {
    fn from(error: BodyError) -> Self {
        CopyProblem::new(error.sentence, error.next)
    }
}

impl fmt::Display for CopyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        f.write_str(": ")?;
        if let Some(key) = &self.key {
            write!(f, "`{key}`: ")?;
        }
        write!(f, "{}; {}.", self.sentence, self.next)
    }
}

impl std::error::Error for CopyProblem {}

/// The first letters of what somebody wrote, on one line, for a sentence.
pub(super) fn short(text: &str) -> String {
    let mut shown: String = text.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    shown
}
