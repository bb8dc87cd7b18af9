//! The form of the publication page, read: times in the paper's zone, note, correction, breaking bar.

use crate::http::Form;
use crate::newsroom::desk::capital;
use crate::publish::Wanted;
use courant_news::correction::{Correction, Kind};
use courant_news::visible::release_at;
use courant_news::zone;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Most characters of a note, and of each part of a correction.
const LONGEST: usize = 2000;

/// What the form asks for.
#[derive(Debug)]
pub(super) struct Asked {
    pub wanted: Wanted,
    /// Until when the breaking bar is to carry the headline.
    pub breaking: Option<Timestamp>,
}

impl Asked {
    /// When readers would have it.
    pub(super) fn at(&self, now: Timestamp) -> Timestamp {
        release_at(self.wanted.published, self.wanted.embargo, now)
    }
}

/// Fields with what is wrong with them.
type Errors = Vec<(&'static str, String)>;

/// Reads the form. `published` is whether readers have the story: then there is a note and a correction, and no embargo.
///
/// # Errors
/// Each field that cannot be taken, with a sentence.
pub(super) fn read(form: &Form, zone: &TimeZone, now: Timestamp, published: bool) -> Result<Asked, Errors> {
    let mut errors = Errors::new();
    let mut wanted = Wanted { looked_at: Some(form.number("version").unwrap_or_default()), ..Wanted::default() };
    if form.text("when") == "at" {
        wanted.published = future(form, "at", zone, now, "Choose a date and a time, or ‘Now’.", &mut errors);
    }
    if !published && !form.text("embargo").is_empty() {
        wanted.embargo = future(form, "embargo", zone, now, "", &mut errors);
    }
    if published {
        wanted.note = form.text("note").to_owned();
        if wanted.note.chars().count() > LONGEST {
            errors.push(("note", format!("The note is longer than {LONGEST} characters; shorten it.")));
        }
        wanted.correction = correction(form, &mut errors);
    }
    let mut breaking = None;
    if form.text("breaking") == "on" {
        breaking = future(form, "breaking_until", zone, now, "Choose until when it stands on the bar.", &mut errors);
    }
    if errors.is_empty() { Ok(Asked { wanted, breaking }) } else { Err(errors) }
}

fn future(form: &Form, name: &'static str, zone: &TimeZone, now: Timestamp, missing: &str, errors: &mut Errors) -> Option<Timestamp> {
    let text = form.text(name);
    let error = match zone::instant(text, zone) {
        _ if text.is_empty() => missing.to_owned(),
        Ok(at) if at > now => return Some(at),
        Ok(_) => "This time is past; choose a later one.".to_owned(),
        Err(e) => format!("{}.", capital(&e.to_string())),
    };
    errors.push((name, error));
    None
}

fn correction(form: &Form, errors: &mut Errors) -> Option<Correction> {
    let [was, now, why] = ["was", "now", "why"].map(|name| form.text(name).to_owned());
    let kind = form.text("correction");
    if kind.is_empty() {
        if [&was, &now, &why].iter().any(|text| !text.is_empty()) {
            errors.push(("correction", "Choose the kind of the correction, or empty its three fields.".into()));
        }
        return None;
    }
    let Some(kind) = Kind::from_word(kind) else {
        errors.push(("correction", "Choose a kind from the list.".into()));
        return None;
    };
    let correction = Correction { kind, was, now, why };
    errors.extend(correction.check());
    Some(correction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str, published: bool) -> Result<Asked, Errors> {
        let now = "2018-03-28T00:30:00Z".parse().expect("an instant");
        read(&Form(crate::http::form::pairs(query)), &TimeZone::get("Europe/Berlin").expect("zone"), now, published)
    }

    fn field(query: &str, published: bool) -> &'static str {
        asked(query, published).expect_err("refused")[0].0
    }

    #[test]
    fn a_time_is_read_in_the_zone_of_the_paper() {
        let asked = asked("version=3&when=at&at=2018-07-01T06:00&embargo=2018-07-01T07:00", false).expect("read");
        assert_eq!(asked.wanted.published.expect("set").to_string(), "2018-07-01T04:00:00Z");
        assert_eq!(asked.at("2018-03-28T00:30:00Z".parse().expect("an instant")).to_string(), "2018-07-01T05:00:00Z");
        assert_eq!(asked.wanted.looked_at, Some(3));
    }

    #[test]
    fn a_time_that_cannot_be_meant_is_refused_at_its_field() {
        assert_eq!(field("when=at&at=", false), "at");
        assert_eq!(field("when=at&at=2017-03-28T09:30", false), "at", "past");
        assert_eq!(field("when=at&at=2019-03-31T02:30", false), "at", "the clocks go forward over it");
        assert_eq!(field("when=now&embargo=tomorrow", false), "embargo");
        assert_eq!(field("when=now&breaking=on", false), "breaking_until");
    }

    #[test]
    fn an_empty_time_beside_now_is_no_matter() {
        let asked = asked("when=now&at=2017-01-01T00:00&embargo=&breaking_until=2017-01-01T00:00", false).expect("read");
        assert!(asked.wanted.published.is_none() && asked.wanted.embargo.is_none() && asked.breaking.is_none());
    }

    #[test]
    fn a_correction_has_a_kind_and_a_reason() {
        assert_eq!(field("when=now&was=A+tenth", true), "correction");
        assert_eq!(field("when=now&correction=clarification&was=A+tenth", true), "why");
        assert!(asked("when=now&correction=correction&was=A&now=B&why=C", true).expect("read").wanted.correction.is_some());
        assert!(
            asked("when=now&correction=correction&was=A&now=B&why=C", false).expect("read").wanted.correction.is_none(),
            "nobody has read it yet"
        );
    }
}
