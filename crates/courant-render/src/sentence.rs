//! Sentences with values in them that may run in another direction.

use serde::Serialize;
use std::fmt;

/// Words in which names, places and titles stand that people wrote. Beside them an Arabic name would take the comma and the
/// figures that follow along to its other side, so templates put every value into a `<bdi>`. Displayed as plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Sentence(Vec<Part>);

/// Words of ours, or a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The words.
    pub text: String,
    /// Whether it is a value, which stands apart from the direction of what is around it.
    pub value: bool,
}

impl Sentence {
    /// Nothing yet.
    pub fn new() -> Sentence {
        Sentence::default()
    }

    /// With words of ours; empty ones add nothing.
    #[must_use]
    pub fn text(self, words: impl Into<String>) -> Sentence {
        self.with(words.into(), false)
    }

    /// With a value; an empty one adds nothing.
    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Sentence {
        self.with(value.into(), true)
    }

    /// With values as English lists them: 'Mina Seo, Tomas Reyl and Ana Ruiz'.
    #[must_use]
    pub fn list<'n>(self, values: impl IntoIterator<Item = &'n str>) -> Sentence {
        let values: Vec<&str> = values.into_iter().filter(|value| !value.is_empty()).collect();
        let last = values.len().saturating_sub(1);
        values.iter().enumerate().fold(self, |sentence, (index, value)| {
            let before = if index == 0 {
                ""
            } else if index == last {
                " and "
            } else {
                ", "
            };
            sentence.text(before).value(*value)
        })
    }

    /// With another one after it.
    #[must_use]
    pub fn then(mut self, other: Sentence) -> Sentence {
        self.0.extend(other.0);
        self
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn with(mut self, text: String, value: bool) -> Sentence {
        if !text.is_empty() {
            self.0.push(Part { text, value });
        }
        self
    }
}

impl From<String> for Sentence {
    fn from(words: String) -> Sentence {
        Sentence::new().text(words)
    }
}

impl From<&str> for Sentence {
    fn from(words: &str) -> Sentence {
        Sentence::new().text(words)
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| f.write_str(&part.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_a_byline_prints_them() {
        let listed = |names: &[&str]| Sentence::new().list(names.iter().copied()).to_string();
        assert_eq!(listed(&["Mina Seo"]), "Mina Seo");
        assert_eq!(listed(&["Mina Seo", "Tomas Reyl", "Ana Ruiz"]), "Mina Seo, Tomas Reyl and Ana Ruiz");
        assert_eq!(listed(&["Mina Seo", "", "Ana Ruiz"]), "Mina Seo and Ana Ruiz");
        assert!(Sentence::new().list([]).is_empty());
    }
}
