//! Front matter: YAML between `---` lines, with the keys of docs on copy and no others, read within budgets.

use super::problem::{CopyProblem, short};
use super::{CopyState, PictureFile, STATES, address};
use courant_news::copy::{Byline, Dateline, Head, LONGEST_HEADLINE, LONGEST_LINE, MOST_NAMES};
use courant_news::correction::{Correction, Kind};
use courant_news::framing::Crop;
use courant_news::{language, slug::Slug};
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use serde_saphyr::{Error, Spanned};
use std::fmt;

/// Longest front matter, in bytes.
const LONGEST: usize = 64 * 1024;

type Read<T> = Result<T, CopyProblem>;

/// What front matter says.
pub(super) struct Front {
    pub(super) head: Head,
    pub(super) picture: Option<PictureFile>,
    pub(super) published: Option<Timestamp>,
    pub(super) embargo: Option<Timestamp>,
    pub(super) breaking_until: Option<Timestamp>,
    pub(super) correction: Option<Correction>,
    pub(super) state: CopyState,
}

/// Front matter, text, and the line the text begins on. Lines end in `\n` here.
pub(super) fn split(text: &str) -> Read<(&str, &str, usize)> {
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if !is_fence(first) {
        let next = "begin it with a line of `---`, then `headline:` and `section:`, then `---` again";
        return Err(CopyProblem::new("the file does not begin with front matter", next).at(1));
    }
    let mut end = first.len();
    for (number, line) in lines.enumerate() {
        if is_fence(line) {
            return Ok((&text[first.len()..end], &text[end + line.len()..], number + 3));
        }
        end += line.len();
        if end > LONGEST {
            return Err(CopyProblem::new("the front matter is longer than 64 KB", "close it with a line of `---`").at(1));
        }
    }
    Err(CopyProblem::new("the front matter has no end", "close it with a line of `---` before the text").at(1))
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Keys {
    headline: Option<Text>,
    standfirst: Option<Text>,
    slug: Option<Text>,
    slugline: Option<Text>,
    language: Option<Text>,
    byline: Option<Spanned<Names>>,
    tags: Option<Spanned<Names>>,
    section: Option<Text>,
    storyline: Option<Text>,
    dateline: Option<Spanned<DatelineKeys>>,
    published: Option<Text>,
    embargo: Option<Text>,
    breaking_until: Option<Text>,
    picture: Option<Spanned<PictureKeys>>,
    correction: Option<Spanned<CorrectionKeys>>,
    state: Option<Text>,
}

type Text = Spanned<String>;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct DatelineKeys {
    place: Option<Text>,
    date: Option<Text>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PictureKeys {
    file: Option<Text>,
    alt: Option<Text>,
    caption: Option<Text>,
    credit: Option<Text>,
    focus: Option<Spanned<Vec<f64>>>,
    crop: Option<Spanned<Vec<f64>>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct CorrectionKeys {
    kind: Option<Text>,
    was: Option<Text>,
    now: Option<Text>,
    why: Option<Text>,
}

/// A list of texts, or one text.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> serde::de::Visitor<'de> for OneOrMany {
            type Value = Names;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }
            fn visit_str<E>(self, text: &str) -> Result<Names, E> {
                Ok(Names(vec![text.to_owned()]))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Names, E> {
                Ok(Names(vec![number.to_string()]))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Names, E> {
                Ok(Names(vec![number.to_string()]))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Names, E> {
                Ok(Names(vec![number.to_string()]))
            }
            fn visit_bool<E>(self, word: bool) -> Result<Names, E> {
                Ok(Names(vec![word.to_string()]))
            }
            fn visit_unit<E>(self) -> Result<Names, E> {
                Ok(Names(Vec::new()))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = list.next_element()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

/// Reads front matter whose first line is line `first` of its file.
pub(super) fn read(yaml: &str, first: usize) -> Read<Front> {
    // A separator of lines that was pasted into a text is a space here; one that is written `\u2028` is meant.
    let yaml = &yaml.replace(['\u{2028}', '\u{2029}'], " ");
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 2_000,
            max_nodes: 1_000,
            max_depth: 4,
            flow_nesting_limit: 4,
            max_documents: 1,
            max_aliases: 0,
            max_anchors: 0,
            max_merge_keys: 0,
            max_total_scalar_bytes: LONGEST,
        },
        strict_booleans: true,
        with_snippet: false,
        reject_unsupported_tags: true,
    };
    let keys: Keys = if yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        Keys::default()
    } else {
        serde_saphyr::from_str_with_options(yaml, options).map_err(|error| yaml_problem(&error, yaml, first))?
    };
    Reader { yaml, first }.front(keys)
}

struct Reader<'y> {
    yaml: &'y str,
    first: usize,
}

impl Reader<'_> {
    fn line<T>(&self, value: &Spanned<T>) -> usize {
        usize::try_from(value.referenced.line()).map_or(0, |line| if line == 0 { 0 } else { line + self.first - 1 })
    }

    /// Line of a key at the left margin.
    fn line_of(&self, key: &str) -> usize {
        let found = self.yaml.lines().position(|line| key_of(line) == Some(key));
        found.map_or(0, |index| index + self.first)
    }

    fn wrong<T>(&self, key: &str, value: &Spanned<T>, sentence: impl Into<String>, next: impl Into<String>) -> CopyProblem {
        CopyProblem::new(sentence, next).on(key).at(self.line(value))
    }

    /// A text on one line; empty when absent.
    fn text(&self, key: &str, value: &Option<Text>, longest: usize) -> Read<String> {
        let Some(value) = value else { return Ok(String::new()) };
        let text = one_line(&value.value);
        if text.chars().count() > longest {
            return Err(self.wrong(key, value, format!("the text is longer than {longest} characters"), "shorten it"));
        }
        Ok(text)
    }

    fn slug(&self, key: &str, value: &Option<Text>) -> Read<String> {
        let text = self.text(key, value, LONGEST_LINE)?;
        if let Some(value) = value
            && !text.is_empty()
            && Slug::new(&text).is_err()
        {
            let next = format!("use lower-case letters, digits and hyphens, such as {}", Slug::from_headline(&text));
            return Err(self.wrong(key, value, format!("‘{}’ is no slug", short(&text)), next));
        }
        Ok(text)
    }

    fn time(&self, key: &str, value: &Option<Text>) -> Read<Option<Timestamp>> {
        let Some(value) = value.as_ref().filter(|value| !value.value.trim().is_empty()) else { return Ok(None) };
        let wrong = |_| self.wrong(key, value, format!("‘{}’ is no RFC 3339 time", short(&value.value)), "write 2018-03-28T09:30:00+09:00");
        value.value.trim().parse().map(Some).map_err(wrong)
    }

    fn names(&self, key: &str, value: Option<Spanned<Names>>) -> Read<Vec<String>> {
        let Some(value) = value else { return Ok(Vec::new()) };
        let names: Vec<String> = value.value.0.iter().map(|name| one_line(name)).filter(|name| !name.is_empty()).collect();
        if names.len() > MOST_NAMES {
            return Err(self.wrong(key, &value, format!("there are {} of them", names.len()), format!("keep at most {MOST_NAMES}")));
        }
        if let Some(long) = names.iter().find(|name| name.chars().count() > 200) {
            return Err(self.wrong(key, &value, format!("‘{}’ is longer than 200 characters", short(long)), "shorten it"));
        }
        Ok(names)
    }

    fn front(&self, keys: Keys) -> Read<Front> {
        let needed = |key: &str, text: &str, next: &str| match text.is_empty() {
            true => Err(CopyProblem::new("it is needed and not there", next).on(key).at(self.line_of(key).max(1))),
            false => Ok(()),
        };
        let head = Head {
            headline: self.text("headline", &keys.headline, LONGEST_HEADLINE)?,
            standfirst: self.text("standfirst", &keys.standfirst, LONGEST_LINE)?,
            slug: self.slug("slug", &keys.slug)?,
            slugline: self.text("slugline", &keys.slugline, LONGEST_LINE)?,
            language: self.language(&keys.language)?,
            kicker: String::new(),
            bylines: self.names("byline", keys.byline)?.into_iter().map(|name| Byline { name, slug: String::new() }).collect(),
            dateline: self.dateline(keys.dateline)?,
            section: self.slug("section", &keys.section)?,
            storyline: self.slug("storyline", &keys.storyline)?,
            tags: self.names("tags", keys.tags)?,
            picture: None,
        };
        needed("headline", &head.headline, "write `headline:` and the headline")?;
        needed("section", &head.section, "write `section:` and the slug of a section, such as world")?;
        Ok(Front {
            head,
            picture: keys.picture.map(|picture| self.picture(picture)).transpose()?,
            published: self.time("published", &keys.published)?,
            embargo: self.time("embargo", &keys.embargo)?,
            breaking_until: self.time("breaking_until", &keys.breaking_until)?,
            correction: keys.correction.map(|correction| self.correction(correction)).transpose()?,
            state: self.state(&keys.state)?,
        })
    }

    fn language(&self, value: &Option<Text>) -> Read<String> {
        let text = self.text("language", value, LONGEST_LINE)?;
        match value {
            Some(value) if !text.is_empty() && !language::is_tag(&text) => {
                Err(self.wrong("language", value, format!("‘{}’ is no language tag", short(&text)), "write one such as en, fr or ar"))
            }
            _ => Ok(text),
        }
    }

    fn state(&self, value: &Option<Text>) -> Read<CopyState> {
        let Some(value) = value else { return Ok(CopyState::default()) };
        let word = value.value.trim();
        let known = STATES.iter().find(|(_, known)| *known == word).map(|(state, _)| *state);
        known
            .ok_or_else(|| self.wrong("state", value, format!("‘{}’ is no state", short(word)), "write draft, ready, published, withdrawn or spiked"))
    }

    fn dateline(&self, value: Option<Spanned<DatelineKeys>>) -> Read<Option<Dateline>> {
        let Some(value) = value else { return Ok(None) };
        let place = self.text("dateline.place", &value.value.place, 200)?;
        let date = match &value.value.date {
            Some(date) if !date.value.trim().is_empty() => {
                let wrong = |_| self.wrong("dateline.date", date, format!("‘{}’ is no day", short(&date.value)), "write 2018-03-28");
                Some(date.value.trim().parse::<Date>().map_err(wrong)?)
            }
            _ => None,
        };
        Ok((!place.is_empty() || date.is_some()).then_some(Dateline { place, date }))
    }

    fn picture(&self, value: Spanned<PictureKeys>) -> Read<PictureFile> {
        let keys = &value.value;
        let line = match self.line_of("picture") {
            0 => self.line(&value),
            line => line,
        };
        let missing = |key: &str, next: &str| CopyProblem::new("it is needed and not there", next).on(key).at(line);
        let file = self.text("picture.file", &keys.file, LONGEST_LINE)?;
        let Some(file_key) = keys.file.as_ref().filter(|_| !file.is_empty()) else {
            return Err(missing("picture.file", "write the path of the picture, relative to this file"));
        };
        let Some(file) = address::beside(&file) else {
            let sentence = format!("‘{}’ is no path inside the folder of this file", short(&file));
            return Err(self.wrong("picture.file", file_key, sentence, "put the picture there and write a path such as pictures/lead.jpg"));
        };
        let alt = self.text("picture.alt", &keys.alt, LONGEST_LINE)?;
        if alt.is_empty() {
            return Err(missing("picture.alt", "say in a few words what the picture shows"));
        }
        Ok(PictureFile {
            file: file.to_owned(),
            alt,
            caption: self.text("picture.caption", &keys.caption, LONGEST_LINE)?,
            credit: self.text("picture.credit", &keys.credit, LONGEST_LINE)?,
            focus: self.focus(&keys.focus)?,
            crop: self.crop(&keys.crop)?,
            line: u32::try_from(line).unwrap_or_default(),
        })
    }

    fn focus(&self, value: &Option<Spanned<Vec<f64>>>) -> Read<Option<(f64, f64)>> {
        let Some(value) = value else { return Ok(None) };
        match value.value.as_slice() {
            [x, y] if (0.0..=1.0).contains(x) && (0.0..=1.0).contains(y) => Ok(Some((*x, *y))),
            _ => Err(self.wrong("picture.focus", value, "it is no point of the picture", "write two numbers from 0 to 1, such as [0.5, 0.4]")),
        }
    }

    fn crop(&self, value: &Option<Spanned<Vec<f64>>>) -> Read<Option<Crop>> {
        let Some(value) = value else { return Ok(None) };
        let share = |n: &f64| (0.0..=1.0).contains(n).then(|| (n * 1000.0).round().to_string());
        let parts: Option<Vec<String>> = value.value.iter().map(share).collect();
        match parts.and_then(|parts| Crop::read(&parts.join(",")).ok()) {
            Some(crop) if value.value.len() == 4 => Ok(crop),
            _ => {
                let next = "write left, top, width and height as numbers from 0 to 1, such as [0.1, 0, 0.8, 0.9]";
                Err(self.wrong("picture.crop", value, "it is no part of the picture", next))
            }
        }
    }

    fn correction(&self, value: Spanned<CorrectionKeys>) -> Read<Correction> {
        let keys = &value.value;
        let line = self.line_of("correction");
        let missing = |key: &str, next: &str| CopyProblem::new("it is needed and not there", next).on(key).at(line);
        let kinds = "write correction, clarification, update or retraction";
        let Some(kind) = &keys.kind else { return Err(missing("correction.kind", kinds)) };
        let known = Kind::from_word(kind.value.trim());
        let kind = known.ok_or_else(|| self.wrong("correction.kind", kind, format!("‘{}’ is no kind of correction", short(&kind.value)), kinds))?;
        let why = self.text("correction.why", &keys.why, LONGEST_LINE)?;
        if why.is_empty() {
            return Err(missing("correction.why", "tell readers why in one sentence"));
        }
        Ok(Correction {
            kind,
            was: self.text("correction.was", &keys.was, LONGEST_LINE)?,
            now: self.text("correction.now", &keys.now, LONGEST_LINE)?,
            why,
        })
    }
}

/// The words on one line: every run of spaces and line ends is one space, control characters are gone. A no-break
/// space is a sign of its own and stays, and so does a separator of lines that was written as an escape.
fn one_line(text: &str) -> String {
    let is_gap = |c: char| c.is_ascii_whitespace() || matches!(c, '\u{b}' | '\u{85}');
    let words = text.split(is_gap).map(|word| word.chars().filter(|c| !c.is_control()).collect::<String>());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// The key at the left margin of a line.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    let key = key.trim_end().trim_matches(['"', '\'']);
    (!key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')).then_some(key)
}

/// What YAML or the kind of a value got wrong, in our words, with the key it happened under.
fn yaml_problem(error: &Error, yaml: &str, first: usize) -> CopyProblem {
    let error = error.without_snippet();
    let line = error.location().and_then(|location| usize::try_from(location.line()).ok()).unwrap_or(0);
    // The line itself, or the last one above it at the left margin.
    let key = yaml.lines().take(line).filter(|line| !line.starts_with([' ', '\t', '-', '#', ']', '}'])).last().and_then(key_of);
    let problem = match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            let problem = CopyProblem::new("there is no such key", format!("use {}", expected.join(", ")));
            let full = match key {
                Some(key) if key != field => format!("{key}.{field}"),
                _ => short(field),
            };
            return problem.on(&full).at(line + first - 1);
        }
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            return CopyProblem::new("the key stands twice", "keep one of them").on(&short(key)).at(line + first - 1);
        }
        Error::Budget { .. } => {
            CopyProblem::new("the front matter holds too much, or anchors and aliases", "keep to the keys of copy, each written out")
        }
        Error::UnsupportedTag { tag, .. } => CopyProblem::new(format!("the tag ‘{}’ means nothing here", short(tag)), "take it out"),
        Error::SerdeInvalidType { .. }
        | Error::SerdeInvalidValue { .. }
        | Error::Unexpected { .. }
        | Error::InvalidScalar { .. }
        | Error::NullIntoString { .. } => CopyProblem::new("the value is not of the right kind", wanted(key.unwrap_or_default())),
        _ => CopyProblem::new(
            "the front matter is no YAML here",
            "check the indentation, and put a text that holds a colon or begins with a quote in quotes",
        ),
    };
    let problem = problem.at(if line == 0 { first } else { line + first - 1 });
    match key {
        Some(key) => problem.on(key),
        None => problem,
    }
}

/// How the value of a key is written.
fn wanted(key: &str) -> &'static str {
    match key {
        "byline" | "tags" => "write a text, or a list of texts such as [Korea, Diplomacy]",
        "dateline" => "write {place: Beijing, date: 2018-03-28}",
        "picture" => "write {file: lead.jpg, alt: …, caption: …, credit: …, focus: [0.5, 0.4], crop: [0.1, 0, 0.8, 0.9]}",
        "correction" => "write {kind: correction, was: …, now: …, why: …}",
        "published" | "embargo" | "breaking_until" => "write 2018-03-28T09:30:00+09:00",
        _ => "write a text",
    }
}
