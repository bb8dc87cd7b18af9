//! Times in words: with their zone, in the page's language, never only 'two hours ago'.

use crate::sentence::Sentence;
use crate::theme::Words;
use crate::view::When;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

fn word<'w>(words: &'w Words, key: &str) -> &'w str {
    words.get(key).map_or("", String::as_str)
}

/// '28 March 2018'.
pub fn date(day: Date, words: &Words) -> String {
    word(words, "date")
        .replace("{day}", &day.day().to_string())
        .replace("{month}", word(words, &format!("month_{}", day.month())))
        .replace("{year}", &day.year().to_string())
}

/// 'Wednesday, 28 March 2018'.
pub fn long_date(day: Date, words: &Words) -> String {
    let weekday = format!("weekday_{}", day.weekday().to_monday_one_offset());
    word(words, "date_long").replace("{weekday}", word(words, &weekday)).replace("{date}", &date(day, words))
}

/// 'Beijing, 28 March 2018'; either part may be missing.
pub fn dateline(place: &str, day: Option<Date>, words: &Words) -> Sentence {
    let day = day.map(|day| date(day, words)).unwrap_or_default();
    if place.is_empty() || day.is_empty() {
        return Sentence::new().value(place).text(day);
    }
    let pattern = word(words, "dateline").replace("{date}", &day);
    let (before, after) = pattern.split_once("{place}").unwrap_or(("", &pattern));
    Sentence::new().text(before).value(place).text(after)
}

/// An instant in a zone: '28 March 2018, 09:30 KST'.
pub fn when(at: Timestamp, zone: &TimeZone, words: &Words) -> When {
    let local = at.to_zoned_datetime(zone.clone());
    let text = word(words, "date_time")
        .replace("{date}", &date(local.date(), words))
        .replace("{time}", &local.strftime("%H:%M").to_string())
        .replace("{zone}", &abbreviation(&local));
    When { iso: iso(&local), text }
}

/// A day: '28 March 2018', machine form `2018-03-28`.
pub fn day(day: Date, words: &Words) -> When {
    When { iso: day.to_string(), text: date(day, words) }
}

/// RFC 3339 with the zone's offset, to the second.
pub fn iso(local: &ZonedDateTime) -> String {
    local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// '4:12', '1:02:03'; empty for 0 seconds, which means that the length is not known.
pub fn length(seconds: u32) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, 0) => String::new(),
        (0, minutes, seconds) => format!("{minutes}:{seconds:02}"),
        (hours, minutes, seconds) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// 'KST'; zones that only have a number for a name are written 'UTC+3'.
pub fn abbreviation(local: &ZonedDateTime) -> String {
    let name = local.strftime("%Z").to_string();
    if name.starts_with(['+', '-']) { format!("UTC{}", name.replace("+0", "+").replace("-0", "-")) } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;

    #[test]
    fn a_time_is_written_with_its_zone_in_the_page_s_language() {
        let theme = Theme::house().expect("house theme");
        let at: Timestamp = "2018-03-28T00:30:00Z".parse().expect("time");
        let seoul = TimeZone::get("Asia/Seoul").expect("zone");
        let english = when(at, &seoul, theme.words("en"));
        assert_eq!((english.text.as_str(), english.iso.as_str()), ("28 March 2018, 09:30 KST", "2018-03-28T09:30:00+09:00"));
        assert!(when(at, &seoul, theme.words("fr")).text.contains("28 mars 2018"));
        let dubai = TimeZone::get("Asia/Dubai").expect("zone");
        assert!(when(at, &dubai, theme.words("en")).text.ends_with("04:30 UTC+4"));
    }

    #[test]
    fn a_dateline_has_its_place_its_day_or_both() {
        let theme = Theme::house().expect("house theme");
        let day = Some(Date::constant(2018, 3, 28));
        let english = |place, day| dateline(place, day, theme.words("en"));
        assert_eq!(english("بكين", day), Sentence::new().value("بكين").text(", 28 March 2018"));
        assert_eq!(english("Beijing", None).to_string(), "Beijing");
        assert_eq!(english("", day).to_string(), "28 March 2018");
        assert!(english("", None).is_empty());
    }
}
