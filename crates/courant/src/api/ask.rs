//! What a list is asked for: filters, place and length, from the query.

use super::STORIES;
use crate::http::{Failure, form};
use courant_news::copy::Head;
use courant_news::language;
use courant_store::lists::{Place, Which};

/// Stories in a list when nothing else is asked.
pub(super) const LIMIT: usize = 30;
const MOST: usize = 100;
/// Longest slug and longest cursor, in characters.
const LONGEST: (usize, usize) = (80, 64);

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Asked {
    pub section: String,
    pub storyline: String,
    pub tag: String,
    pub person: String,
    pub language: String,
    pub before: Option<Place>,
    pub limit: usize,
}

fn wrong(sentence: impl Into<String>, next: impl Into<String>) -> Failure {
    Failure::new(400, sentence, next)
}

impl Asked {
    /// The newest of a storyline.
    pub fn storyline(slug: &str) -> Asked {
        Asked { storyline: slug.to_owned(), limit: LIMIT, ..Asked::default() }
    }

    /// Reads a query.
    ///
    /// # Errors
    /// [`Failure`] 400 with the value that is wrong.
    pub fn read(query: &str) -> Result<Asked, Failure> {
        let mut asked = Asked { limit: LIMIT, ..Asked::default() };
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in form::pairs(query) {
            asked.take(&name, value)?;
            if seen.contains(&name) {
                return Err(wrong(format!("‘{name}’ stands twice in the query."), "Keep one of them."));
            }
            seen.push(name);
        }
        Ok(asked)
    }

    fn take(&mut self, name: &str, value: String) -> Result<(), Failure> {
        let letters = value.chars().count();
        let field = match name {
            "section" => &mut self.section,
            "storyline" => &mut self.storyline,
            "tag" => &mut self.tag,
            "person" => &mut self.person,
            "language" if language::is_tag(&value) => &mut self.language,
            "language" => return Err(wrong("The language is no language tag.", "Write one such as en, fr or ar, or leave it out.")),
            "before" => {
                let place = (letters <= LONGEST.1).then(|| value.parse().ok()).flatten();
                let wrong =
                    || wrong("The place ‘before’ does not come from this list.", "Take it from ‘older’ in an earlier answer, or leave it out.");
                self.before = Some(place.ok_or_else(wrong)?);
                return Ok(());
            }
            "limit" => {
                let number = value.parse().ok().filter(|n| (1..=MOST).contains(n));
                let wrong = || wrong(format!("The limit must be a whole number from 1 to {MOST}."), "Leave it out or choose one in that range.");
                self.limit = number.ok_or_else(wrong)?;
                return Ok(());
            }
            other => {
                let name: String = other.chars().filter(|c| !c.is_control()).take(40).collect();
                return Err(wrong(format!("There is no filter ‘{name}’."), "Use section, storyline, tag, person, language, before and limit."));
            }
        };
        if value.is_empty() || letters > LONGEST.0 {
            return Err(wrong(
                format!("The {name} must be a slug of 1 to {} characters.", LONGEST.0),
                "Leave it out or write the slug from its address.",
            ));
        }
        *field = value;
        Ok(())
    }

    /// The list to look through: the one that is likely the shortest.
    pub fn which(&self) -> Which {
        let lists = [
            (&self.tag, Which::Tag as fn(String) -> Which),
            (&self.person, Which::Person),
            (&self.storyline, Which::Storyline),
            (&self.section, Which::Section),
        ];
        lists.into_iter().find(|(slug, _)| !slug.is_empty()).map_or(Which::All, |(slug, which)| which(slug.clone()))
    }

    /// Whether all filters hold for a story; `site` is the language of those that name none.
    pub fn takes(&self, head: &Head, site: &str) -> bool {
        let own = if head.language.is_empty() { site } else { &head.language };
        let is = |asked: &str, own: &str| asked.is_empty() || asked == own;
        is(&self.section, &head.section)
            && is(&self.storyline, &head.storyline)
            && (self.tag.is_empty() || head.tag_slugs().iter().any(|(slug, _)| *slug == self.tag))
            && (self.person.is_empty() || head.byline_slugs().iter().any(|(slug, _)| *slug == self.person))
            && (self.language.is_empty() || self.language.eq_ignore_ascii_case(own))
    }

    /// The address of the rest of the list after a place.
    pub fn older(&self, place: Place) -> String {
        let filters =
            [("section", &self.section), ("storyline", &self.storyline), ("tag", &self.tag), ("person", &self.person), ("language", &self.language)];
        let mut out = format!("{STORIES}?");
        for (name, value) in filters.into_iter().filter(|(_, value)| !value.is_empty()) {
            out.push_str(&format!("{name}={}&", encode(value)));
        }
        out.push_str(&format!("before={place}"));
        if self.limit != LIMIT {
            out.push_str(&format!("&limit={}", self.limit));
        }
        out
    }
}

/// Percent-encoding of a value in a query (RFC 3986, section 2).
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, b| {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(b as char),
            _ => out.push_str(&format!("%{b:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_value_is_answered_with_a_sentence() {
        for (query, word) in [
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("limit=ten", "limit"),
            ("before=yesterday", "before"),
            ("language=klingon", "language"),
            ("section=", "section"),
            ("sectoin=world", "sectoin"),
            ("tag=a&tag=b", "twice"),
        ] {
            let failure = Asked::read(query).expect_err(query);
            assert_eq!(failure.status, 400, "{query}");
            assert!(failure.sentence.contains(word), "{query}: {}", failure.sentence);
        }
    }

    #[test]
    fn the_next_page_keeps_every_filter() {
        let asked = Asked::read("section=world&tag=%D9%82%D9%85%D8%A9&language=en&limit=7").expect("reads");
        let place: Place = "1522197000000-42".parse().expect("a place");
        let older = asked.older(place);
        let (path, query) = older.split_once('?').expect("a query");
        assert_eq!(path, "/api/v1/stories");
        assert_eq!(Asked::read(query).expect("reads"), Asked { before: Some(place), ..asked });
    }
}
