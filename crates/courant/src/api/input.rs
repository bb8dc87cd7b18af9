//! Copy as JSON: read key by key, so that every refusal names the key and says how it is written.

use crate::http::Failure;
use crate::import::{self, Incoming, LeadPicture};
use crate::wire::read_copy;
use axum::http::{HeaderMap, header};
use courant_news::body::Document;
use courant_news::copy::{Byline, Dateline, Head, LONGEST_HEADLINE, LONGEST_LINE, MOST_NAMES};
use courant_news::correction::{Correction, Kind as CorrectionKind};
use courant_news::framing::{Crop, Focus};
use courant_news::slug::Slug;
use courant_news::story::State;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// How copy comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `text/markdown`.
    Markdown,
    /// `application/json`.
    Json,
}

/// What a request says it carries.
///
/// # Errors
/// [`Failure`] 415.
pub(super) fn kind(headers: &HeaderMap) -> Result<Kind, Failure> {
    let value = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let mut parts = value.split(';').map(str::trim);
    let kind = match parts.next() {
        Some("text/markdown") => Kind::Markdown,
        Some("application/json") => Kind::Json,
        _ => return Err(Failure::new(415, "Copy comes as text/markdown or application/json.", "Set the header Content-Type.")),
    };
    let other = parts.filter_map(|p| p.strip_prefix("charset=")).any(|c| !matches!(c.trim_matches('"'), "utf-8" | "utf8" | "us-ascii"));
    if other {
        return Err(Failure::new(415, "Copy comes in UTF-8.", "Write it in UTF-8 and say so, or leave the charset out of Content-Type."));
    }
    Ok(kind)
}

const KEYS: [&str; 18] = [
    "headline",
    "standfirst",
    "slug",
    "slugline",
    "language",
    "kicker",
    "bylines",
    "dateline",
    "section",
    "storyline",
    "tags",
    "picture",
    "body",
    "markdown",
    "published",
    "embargo",
    "breaking_until",
    "state",
];

/// Reads copy.
///
/// # Errors
/// [`Failure`] 400 when it is no JSON, 422 with the key that is wrong.
pub(super) fn copy(bytes: &[u8]) -> Result<Incoming, Failure> {
    let value = json(bytes)?;
    let mut keys = KEYS.to_vec();
    keys.push("correction");
    let object = Object::of(&value, "", &keys)?;
    let head = head(&object)?;
    let (body, body_pictures) = text(&object)?;
    Ok(Incoming {
        file_name: String::new(),
        head,
        picture: object.inner("picture", &["picture", "alt", "caption", "credit", "crop", "focus"])?.map(|p| picture(&p)).transpose()?,
        published: object.time("published")?,
        embargo: object.time("embargo")?,
        breaking_until: object.time("breaking_until")?,
        correction: object.inner("correction", &["kind", "was", "now", "why"])?.map(|c| correction(&c)).transpose()?,
        state: state(&object)?,
        body,
        body_pictures,
    })
}

/// Reads a withdrawal; its note.
///
/// # Errors
/// As [`copy`].
pub(super) fn withdrawal(bytes: &[u8]) -> Result<String, Failure> {
    let value = json(bytes)?;
    let object = Object::of(&value, "", &["note"])?;
    if !object.map.contains_key("note") {
        return Err(object.wrong("note", "it is needed and not there", "Say in one sentence why, or leave it empty."));
    }
    object.line("note", LONGEST_LINE)
}

fn json(bytes: &[u8]) -> Result<Value, Failure> {
    serde_json::from_slice(bytes).map_err(|e| {
        let sentence = format!("The body is no JSON: it goes wrong at line {}, column {}.", e.line(), e.column());
        Failure::new(400, sentence, "Write it as one JSON object in UTF-8.")
    })
}

fn head(object: &Object<'_>) -> Result<Head, Failure> {
    let head = Head {
        headline: object.line("headline", LONGEST_HEADLINE)?,
        standfirst: object.line("standfirst", LONGEST_LINE)?,
        slug: object.line("slug", courant_news::slug::LONGEST)?,
        slugline: object.line("slugline", LONGEST_LINE)?,
        language: object.line("language", LONGEST_LINE)?,
        kicker: object.line("kicker", LONGEST_LINE)?,
        bylines: object.list("bylines")?.iter().map(byline).collect::<Result<_, _>>()?,
        dateline: object.inner("dateline", &["place", "date"])?.map(|d| dateline(&d)).transpose()?,
        section: object.slug("section")?,
        storyline: object.slug("storyline")?,
        tags: object
            .list("tags")?
            .iter()
            .map(|tag| line_of(tag, LONGEST_LINE).map_err(|(s, n)| object.wrong("tags", &s, &n)))
            .collect::<Result<_, _>>()?,
        picture: None,
    };
    for (key, value) in [("headline", &head.headline), ("section", &head.section)] {
        if value.is_empty() {
            return Err(object.wrong(key, "it is needed and not there", "Give it a text."));
        }
    }
    Ok(head)
}

fn byline(value: &Value) -> Result<Byline, Failure> {
    let object = Object::of(value, "bylines.", &["name", "slug"])?;
    let byline = Byline { name: object.line("name", LONGEST_LINE)?, slug: object.slug("slug")? };
    if byline.name.is_empty() { Err(object.wrong("name", "it is needed and not there", "Write the name as it is printed.")) } else { Ok(byline) }
}

fn dateline(object: &Object<'_>) -> Result<Dateline, Failure> {
    let date = match object.map.get("date") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let day = value.as_str().and_then(|text| text.parse().ok());
            Some(day.ok_or_else(|| object.wrong("date", "it is no day", "Write it as 2018-03-28."))?)
        }
    };
    Ok(Dateline { place: object.line("place", LONGEST_LINE)?, date })
}

fn picture(object: &Object<'_>) -> Result<LeadPicture, Failure> {
    let wrong = |key: &str, next: &str| object.wrong(key, "it does not lie inside the picture", next);
    let focus = Focus::read(&object.line("focus", LONGEST_LINE)?).map_err(|_| wrong("focus", "Write two whole numbers from 0 to 1000: 500,400."))?;
    let crop = Crop::read(&object.line("crop", LONGEST_LINE)?)
        .map_err(|_| wrong("crop", "Write left, top, width and height in thousandths: 100,50,800,600."))?;
    let share = |thousandths: u16| f64::from(thousandths) / 1000.0;
    let picture = LeadPicture {
        file: object.line("picture", LONGEST_LINE)?,
        alt: object.line("alt", LONGEST_LINE)?,
        caption: object.line("caption", LONGEST_LINE)?,
        credit: object.line("credit", LONGEST_LINE)?,
        focus: focus.map(|focus| (share(focus.point().0), share(focus.point().1))),
        crop,
        line: 0,
    };
    if picture.file.is_empty() {
        return Err(object.wrong("picture", "it is needed and not there", "Write the id of a picture that was uploaded in the newsroom."));
    }
    Ok(picture)
}

fn correction(object: &Object<'_>) -> Result<Correction, Failure> {
    let kind = CorrectionKind::from_word(&object.line("kind", LONGEST_LINE)?);
    let wrong = || object.wrong("kind", "it is no kind of correction", "Write correction, clarification, update or retraction.");
    let correction = Correction {
        kind: kind.ok_or_else(wrong)?,
        was: object.line("was", LONGEST_LINE)?,
        now: object.line("now", LONGEST_LINE)?,
        why: object.line("why", LONGEST_LINE)?,
    };
    if correction.why.is_empty() {
        Err(object.wrong("why", "it is needed and not there", "Tell readers why in one sentence."))
    } else {
        Ok(correction)
    }
}

fn state(object: &Object<'_>) -> Result<Option<State>, Failure> {
    if !object.map.contains_key("state") {
        return Ok(None);
    }
    let known = State::from_word(&object.line("state", LONGEST_LINE)?).filter(|state| *state != State::Scheduled);
    known.map(Some).ok_or_else(|| object.wrong("state", "it is no state", "Write draft, ready, published, withdrawn or spiked."))
}

type Text = (Document, Vec<(String, u32)>);

/// The text: a document, or Markdown.
fn text(object: &Object<'_>) -> Result<Text, Failure> {
    match (object.map.get("body"), object.map.get("markdown")) {
        (Some(_), Some(_)) => Err(object.wrong("markdown", "the text stands in ‘body’ too", "Keep one of the two.")),
        (None, None) => Ok(Text::default()),
        (Some(body), None) => {
            let document = Document::from_json(body).map_err(|e| object.wrong("body", &e.sentence, &format!("{}.", e.next)))?;
            Ok((document, Vec::new()))
        }
        (None, Some(markdown)) => {
            let text = markdown.as_str().ok_or_else(|| object.wrong("markdown", "it is no text", "Write the text as Markdown."))?;
            from_markdown(text)
        }
    }
}

/// Markdown is read where copy is read, below front matter that is thrown away.
fn from_markdown(text: &str) -> Result<Text, Failure> {
    const FRONT: &str = "---\nheadline: x\nsection: x\n---\n";
    let below = FRONT.lines().count();
    let read = read_copy("", format!("{FRONT}{text}").as_bytes()).map_err(|mut problem| {
        problem.line = problem.line.map(|line| line.saturating_sub(u32::try_from(below).unwrap_or(0)).max(1));
        problem.key = problem.key.or(Some("markdown".into()));
        import::failure(&problem)
    })?;
    let read = Incoming::from(read);
    Ok((read.body, read.body_pictures))
}

/// A JSON object being read.
struct Object<'v> {
    map: &'v Map<String, Value>,
    path: &'static str,
}

impl<'v> Object<'v> {
    fn of(value: &'v Value, path: &'static str, keys: &[&str]) -> Result<Object<'v>, Failure> {
        let place = path.trim_end_matches('.');
        let Some(map) = value.as_object() else {
            let what = if place.is_empty() { "The body is no JSON object.".to_owned() } else { format!("`{place}`: it is no JSON object.") };
            return Err(Failure::invalid(what, format!("Write an object with the keys {}.", keys.join(", "))));
        };
        match map.keys().find(|key| !keys.contains(&key.as_str())) {
            Some(key) => {
                let key: String = key.chars().filter(|c| !c.is_control()).take(60).collect();
                Err(Failure::invalid(format!("There is no key ‘{path}{key}’."), format!("Use {}.", keys.join(", "))))
            }
            None => Ok(Object { map, path }),
        }
    }

    fn wrong(&self, key: &str, sentence: &str, next: &str) -> Failure {
        let mut letters = next.chars();
        let next: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        Failure::invalid(format!("`{}{key}`: {sentence}.", self.path), next)
    }

    /// A text on one line; empty when it is absent.
    fn line(&self, key: &str, longest: usize) -> Result<String, Failure> {
        self.map.get(key).map_or(Ok(String::new()), |value| line_of(value, longest).map_err(|(s, n)| self.wrong(key, &s, &n)))
    }

    fn slug(&self, key: &str) -> Result<String, Failure> {
        let text = self.line(key, LONGEST_LINE)?;
        if !text.is_empty() && Slug::new(&text).is_err() {
            return Err(self.wrong(key, "it is no slug", "Use lower-case letters, digits and single hyphens, at most 80 characters."));
        }
        Ok(text)
    }

    fn time(&self, key: &str) -> Result<Option<Timestamp>, Failure> {
        match self.map.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let time = value.as_str().and_then(|text| text.parse().ok());
                time.map(Some).ok_or_else(|| self.wrong(key, "it is no RFC 3339 time", "Write it as 2018-03-28T09:30:00+09:00."))
            }
        }
    }

    fn list(&self, key: &str) -> Result<&'v [Value], Failure> {
        match self.map.get(key) {
            None => Ok(&[]),
            Some(Value::Array(list)) if list.len() <= MOST_NAMES => Ok(list),
            Some(Value::Array(_)) => Err(self.wrong(key, &format!("it has more than {MOST_NAMES} entries"), "Keep the most important.")),
            Some(_) => Err(self.wrong(key, "it is no list", "Write it in square brackets.")),
        }
    }

    /// An object in it; absent and null are none.
    fn inner(&self, key: &'static str, keys: &[&str]) -> Result<Option<Object<'v>>, Failure> {
        let path = match key {
            "picture" => "picture.",
            "correction" => "correction.",
            _ => "dateline.",
        };
        self.map.get(key).filter(|value| !value.is_null()).map(|value| Object::of(value, path, keys)).transpose()
    }
}

/// Words on one line: every run of white space is one space, control characters are gone, as in front matter.
fn line_of(value: &Value, longest: usize) -> Result<String, (String, String)> {
    let Some(text) = value.as_str() else { return Err(("it is no text".into(), "Write it in quotes.".into())) };
    let words = text.split_whitespace().map(|word| word.chars().filter(|c| !c.is_control()).collect::<String>());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if line.chars().count() > longest {
        return Err((format!("it is longer than {longest} characters"), "Shorten it.".into()));
    }
    Ok(line)
}
