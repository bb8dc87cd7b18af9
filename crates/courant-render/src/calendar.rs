//! iCalendar (RFC 5545): planned stories as events, folded and escaped by hand.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A calendar.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub events: Vec<Event>,
}

/// An instant at which something is due.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// For ever the same for the same thing.
    pub uid: String,
    /// When.
    pub at: Timestamp,
    /// Last changed.
    pub changed: Timestamp,
    /// What.
    pub summary: String,
    /// More of it; lines by `\n`.
    pub description: String,
    /// Absolute address.
    pub url: String,
    /// Whether it is settled; otherwise it is tentative.
    pub settled: bool,
}

/// Most octets of a line before it is folded (section 3.1).
const LONGEST: usize = 75;

/// The calendar as text, lines ended by CR LF.
pub fn ics(calendar: &Calendar, now: Timestamp) -> String {
    let mut out = String::new();
    for (name, value) in [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Courant//Day book//EN"), ("CALSCALE", "GREGORIAN")] {
        line(&mut out, &format!("{name}:{value}"));
    }
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(&calendar.name)));
    line(&mut out, &format!("NAME:{}", escaped(&calendar.name)));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT15M");
    for event in &calendar.events {
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}", escaped(&event.uid)));
        line(&mut out, &format!("DTSTAMP:{}", stamp(now)));
        // Without an end it takes no time (section 3.6.1): a deadline blocks nobody's day.
        line(&mut out, &format!("DTSTART:{}", stamp(event.at)));
        line(&mut out, &format!("LAST-MODIFIED:{}", stamp(event.changed)));
        line(&mut out, &format!("SUMMARY:{}", escaped(&event.summary)));
        if !event.description.is_empty() {
            line(&mut out, &format!("DESCRIPTION:{}", escaped(&event.description)));
        }
        // A URI is not escaped (section 3.3.13); whatever would break the line is not in one of ours.
        line(&mut out, &format!("URL:{}", event.url.replace(['\r', '\n'], "")));
        line(&mut out, if event.settled { "STATUS:CONFIRMED" } else { "STATUS:TENTATIVE" });
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// `20180328T003000Z` (section 3.3.5, form 2).
fn stamp(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// TEXT (section 3.3.11); other control characters are not allowed in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded so that none is longer than 75 octets and no character is cut (section 3.1).
fn line(out: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(summary: &str) -> String {
        let at: Timestamp = "2018-03-28T00:30:00Z".parse().expect("an instant");
        let event = Event {
            uid: "story-7@paper.example".into(),
            at,
            changed: at,
            summary: summary.into(),
            url: "https://paper.example/newsroom/stories/7".into(),
            ..Event::default()
        };
        ics(&Calendar { name: "Day book".into(), events: vec![event] }, at)
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_unfolding_gives_the_text_back() {
        let text = calendar(&"북미 회담, in short; ".repeat(20));
        assert!(text.split("\r\n").all(|l| l.len() <= 75), "{text}");
        let whole = text.replace("\r\n ", "");
        assert!(whole.contains(&format!("SUMMARY:{}\r\n", "북미 회담\\, in short\\; ".repeat(20))), "{whole}");
        assert!(!text.replace("\r\n", "").contains('\n'), "every line ends with CR LF");
    }

    #[test]
    fn a_headline_cannot_bring_a_line_of_its_own() {
        let text = calendar("One\r\nATTENDEE:mailto:eve@evil.example\u{7}");
        assert!(text.contains("SUMMARY:One\\nATTENDEE"), "{text}");
        assert!(!text.contains("\r\nATTENDEE"));
    }

    #[test]
    fn a_deadline_is_told_in_utc() {
        assert!(calendar("A").contains("DTSTART:20180328T003000Z\r\n"));
    }
}
