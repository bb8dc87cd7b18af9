//! What is wrong with a bundle, for the people who wrote it.

/// One sentence and a next step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Problem {
    /// What is wrong, naming the record.
    pub sentence: String,
    /// What to do.
    pub next: String,
}

impl Problem {
    /// A sentence and a next step.
    pub fn new(sentence: impl Into<String>, next: impl Into<String>) -> Problem {
        Problem { sentence: sentence.into(), next: next.into() }
    }
}

/// Text from outside in quotation marks: cut at 80 characters, control characters shown as such, so that it cannot forge a line.
pub fn quoted(text: &str) -> String {
    let shown = text.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c });
    let rest = if text.chars().nth(80).is_some() { "…" } else { "" };
    format!("‘{}{rest}’", shown.collect::<String>())
}
