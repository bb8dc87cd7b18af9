//! Copy → Markdown with front matter: what `read_copy` reads back as the same.

use super::CopyState;
use courant_news::copy::{Copy, Dateline};
use courant_news::correction::Correction;
use jiff::Timestamp;
use jiff::tz::TimeZone;

mod blocks;
mod inline;

/// What is written beside the copy itself.
pub struct Export<'e> {
    /// The copy. Its kicker and the slugs of its bylines have no key in Markdown copy and are not written.
    pub copy: &'e Copy,
    /// State.
    pub state: CopyState,
    /// Published on.
    pub published: Option<Timestamp>,
    /// Not to be seen before.
    pub embargo: Option<Timestamp>,
    /// Breaking until.
    pub breaking_until: Option<Timestamp>,
    /// The last correction.
    pub correction: Option<&'e Correction>,
    /// Zone whose offset times are written with.
    pub zone: &'e TimeZone,
    /// Finds the file of a picture by its identifier. One it does not know is written by its identifier.
    pub pictures: &'e dyn Fn(&str) -> Option<ExportPicture>,
}

/// Where an exported picture lies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportPicture {
    /// Path beside the copy: `pictures/lead.jpg`.
    pub file: String,
    /// Focus, shares of width and height.
    pub focus: Option<(f64, f64)>,
}

impl Export<'_> {
    /// The file.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = String::from("---\n");
        self.words(&mut out);
        for (key, time) in [("published", self.published), ("embargo", self.embargo), ("breaking_until", self.breaking_until)] {
            if let Some(time) = time {
                out.push_str(&format!("{key}: {}\n", time.display_with_offset(self.zone.to_offset(time))));
            }
        }
        self.picture(&mut out);
        if let Some(correction) = self.correction {
            out.push_str(&format!("correction:\n  kind: {}\n", correction.kind.word()));
            line(&mut out, "  was", &correction.was);
            line(&mut out, "  now", &correction.now);
            line(&mut out, "  why", &correction.why);
        }
        if self.state != CopyState::default() {
            line(&mut out, "state", self.state.word());
        }
        out.push_str("---\n\n");
        out.push_str(&blocks::markdown(&self.copy.body, &|id| (self.pictures)(id).map(|picture| picture.file)));
        out
    }

    fn words(&self, out: &mut String) {
        let head = &self.copy.head;
        for (key, text) in [
            ("headline", &head.headline),
            ("standfirst", &head.standfirst),
            ("slug", &head.slug),
            ("slugline", &head.slugline),
            ("language", &head.language),
        ] {
            line(out, key, text);
        }
        let names: Vec<&str> = head.bylines.iter().map(|byline| byline.name.as_str()).collect();
        list(out, "byline", &names);
        if let Some(Dateline { place, date }) = &head.dateline {
            out.push_str("dateline:\n");
            line(out, "  place", place);
            line(out, "  date", &date.map(|date| date.to_string()).unwrap_or_default());
        }
        line(out, "section", &head.section);
        line(out, "storyline", &head.storyline);
        list(out, "tags", &head.tags.iter().map(String::as_str).collect::<Vec<_>>());
    }

    fn picture(&self, out: &mut String) {
        let Some(used) = &self.copy.head.picture else { return };
        let found = (self.pictures)(&used.picture).unwrap_or_else(|| ExportPicture { file: used.picture.clone(), focus: None });
        out.push_str("picture:\n");
        for (key, text) in [("  file", &found.file), ("  alt", &used.alt), ("  caption", &used.caption), ("  credit", &used.credit)] {
            line(out, key, text);
        }
        let own = used.framing.focus.map(|focus| (share(focus.point().0), share(focus.point().1)));
        if let Some((x, y)) = own.or(found.focus) {
            out.push_str(&format!("  focus: [{x}, {y}]\n"));
        }
        if let Some(crop) = used.framing.crop {
            let parts: Vec<String> = crop.to_string().split(',').map(|n| share(n.parse().unwrap_or_default()).to_string()).collect();
            out.push_str(&format!("  crop: [{}]\n", parts.join(", ")));
        }
    }
}

/// Thousandths as a share.
fn share(thousandths: u16) -> f64 {
    f64::from(thousandths) / 1000.0
}

fn line(out: &mut String, key: &str, text: &str) {
    if !text.is_empty() {
        out.push_str(&format!("{key}: {}\n", scalar(text)));
    }
}

fn list(out: &mut String, key: &str, texts: &[&str]) {
    match texts {
        [] => {}
        [only] => line(out, key, only),
        many => {
            out.push_str(&format!("{key}:\n"));
            for text in many {
                out.push_str(&format!("  - {}\n", scalar(text)));
            }
        }
    }
}

/// A text as a YAML scalar: plain where no YAML reader could take it for anything else, in double quotes otherwise.
fn scalar(text: &str) -> String {
    let plain = |c: char| {
        c.is_alphanumeric() || matches!(c, ' ' | '-' | '–' | '—' | '.' | ',' | ';' | '(' | ')' | '?' | '!' | '/' | '\'' | '’' | '‘' | '“' | '”')
    };
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    // A time or a day begins with a digit and needs no quotes in our keys, but a number in a list would lose its form.
    let begins = text.chars().next().is_some_and(char::is_alphabetic) || (text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok());
    if begins && text.chars().all(plain) && !text.ends_with(' ') && !words.contains(&text.to_ascii_lowercase().as_str()) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => quoted.push_str(&format!("\\u{:04x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
