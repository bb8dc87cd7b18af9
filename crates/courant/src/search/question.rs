//! What a reader asks: words and phrases, a section, days, an order. Whatever is typed is a question; none is an error.

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Most words looked at.
const MOST_WORDS: usize = 24;
/// How far results can be paged.
const DEEPEST: usize = 1000;

/// Order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    /// Best first.
    Best,
}

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// As typed.
    pub words: String,
    /// Section slug; empty: all.
    pub section: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Order.
    pub sort: Sort,
    /// Results to skip.
    pub skip: usize,
}

impl Asked {
    /// Reads the fields of the form; what cannot be read is as if it were not there.
    pub fn from_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Asked {
        let mut asked = Asked::default();
        for (name, value) in pairs {
            let value = value.trim();
            match name {
                "q" => asked.words = value.chars().take(300).collect(),
                "section" => asked.section = value.chars().take(80).collect(),
                "from" => asked.from = value.parse().ok(),
                "to" => asked.to = value.parse().ok(),
                "sort" => asked.sort = if value == "best" { Sort::Best } else { Sort::Newest },
                "skip" => asked.skip = value.parse().unwrap_or(0).min(DEEPEST),
                _ => {}
            }
        }
        asked
    }

    /// The question in FTS5's language: every word and every "phrase in quotes" must be there; a word after a hyphen
    /// that stands alone must not. Everything is quoted, so nothing typed can be an operator. `None`: nothing to look for.
    pub fn fts(&self) -> Option<String> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        for (part, quoted) in parts(&self.words).into_iter().take(MOST_WORDS) {
            let (list, text) = match part.strip_prefix('-') {
                Some(rest) if !quoted => (&mut unwanted, rest.to_owned()),
                _ => (&mut wanted, part),
            };
            if text.chars().any(char::is_alphanumeric) {
                list.push(format!("\"{}\"", text.replace('"', " ").replace('\0', "")));
            }
        }
        if wanted.is_empty() {
            return None;
        }
        let wanted = format!("({})", wanted.join(" AND "));
        Some(unwanted.into_iter().fold(wanted, |all, word| format!("{all} NOT {word}")))
    }

    /// First and past-the-last millisecond of the days asked for.
    pub fn between(&self, zone: &TimeZone) -> (i64, i64) {
        let start = |day: Date| day.to_zoned_datetime(zone.clone()).ok().map(|z| z.timestamp().as_millisecond());
        let from = self.from.and_then(start).unwrap_or(i64::MIN);
        let to = self.to.and_then(|day| day.tomorrow().ok()).and_then(start).unwrap_or(i64::MAX);
        (from, to)
    }

    /// Its address, skipping `skip` results.
    pub fn address(&self, skip: usize) -> String {
        let mut out = format!("/search?q={}", encode(&self.words));
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                out.push_str(&format!("&{name}={}", encode(value)));
            }
        };
        add("section", &self.section);
        add("from", &self.from.map(|d| d.to_string()).unwrap_or_default());
        add("to", &self.to.map(|d| d.to_string()).unwrap_or_default());
        add("sort", if self.sort == Sort::Best { "best" } else { "" });
        add("skip", &if skip == 0 { String::new() } else { skip.to_string() });
        out
    }
}

fn parts(text: &str) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    for (number, piece) in text.split(['"', '“', '”', '«', '»']).enumerate() {
        if number % 2 == 1 {
            out.push((piece.trim().to_owned(), true));
        } else {
            out.extend(piece.split_whitespace().map(|word| (word.to_owned(), false)));
        }
    }
    out.retain(|(part, _)| !part.is_empty());
    out
}

/// Percent-encoding for a value in a query (RFC 3986).
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, b| {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(b as char),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{b:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(words: &str) -> Asked {
        Asked { words: words.into(), ..Asked::default() }
    }

    #[test]
    fn words_phrases_and_exclusions_are_told_apart() {
        assert_eq!(asked("kim \"state news agency\" -trump").fts().as_deref(), Some("(\"kim\" AND \"state news agency\") NOT \"trump\""));
        assert_eq!(asked("NEAR( OR *").fts().as_deref(), Some("(\"NEAR(\" AND \"OR\")"));
        assert_eq!(asked("  \"\" - ").fts(), None);
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_breaks_the_search(words in "\\PC{0,60}") {
            let db = rusqlite::Connection::open_in_memory().expect("opens");
            db.execute_batch("CREATE VIRTUAL TABLE words USING fts5 (body)").expect("makes");
            if let Some(fts) = asked(&words).fts() {
                let answer: Result<i64, _> = db.query_row("SELECT count(*) FROM words WHERE words MATCH ?1", [&fts], |r| r.get(0));
                prop_assert!(answer.is_ok(), "{fts}: {answer:?}");
            }
        }
    }
}
