//! Times as people pick them: a local date and time in the site's zone, across clock changes.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};

/// Why a picked time cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATime {
    /// No date and time could be read.
    #[error("‘{0}’ is not a date and time; write it as 2018-03-28T09:30")]
    Unreadable(String),
    /// The clocks are put forward over it.
    #[error("{0} does not exist in {1}: the clocks go forward over it; choose a time before or after")]
    Skipped(String, String),
    /// Out of the calendar's range.
    #[error("{0} is out of range; choose a nearer time")]
    OutOfRange(String),
}

/// The instant of a local time such as `2018-03-28T09:30` in a zone. A time that happens twice, when the
/// clocks go back, is taken the first time: early is what a waiting desk would rather see, and the answer
/// shows the offset.
///
/// # Errors
/// [`NotATime`] with a sentence.
pub fn instant(local: &str, zone: &TimeZone) -> Result<Timestamp, NotATime> {
    let civil: DateTime = local.trim().parse().map_err(|_| NotATime::Unreadable(local.chars().take(40).collect()))?;
    let ambiguous = zone.to_ambiguous_timestamp(civil);
    if let AmbiguousOffset::Gap { .. } = ambiguous.offset() {
        return Err(NotATime::Skipped(civil.strftime("%-d %B %Y, %H:%M").to_string(), name(zone)));
    }
    ambiguous.earlier().map_err(|_| NotATime::OutOfRange(local.to_owned()))
}

/// The zone's name, `UTC` when it has none.
pub fn name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}

/// The value for a date-and-time field: `2018-03-28T09:30`.
pub fn field(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The first instant of the day after `now` in a zone.
pub fn next_midnight(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let today = now.to_zoned_datetime(zone.clone());
    today.tomorrow().and_then(|t: ZonedDateTime| t.start_of_day()).map_or(now, |z| z.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).expect("known zone")
    }

    #[test]
    fn a_time_in_seoul_is_nine_hours_ahead_of_utc() {
        assert_eq!(instant("2018-03-28T09:30", &zone("Asia/Seoul")).unwrap().to_string(), "2018-03-28T00:30:00Z");
    }

    #[test]
    fn a_time_over_which_the_clocks_go_forward_is_refused() {
        let refused = instant("2018-03-25T02:30", &zone("Europe/Berlin")).unwrap_err();
        assert!(refused.to_string().contains("does not exist in Europe/Berlin"), "{refused}");
    }

    #[test]
    fn a_time_that_happens_twice_is_taken_the_first_time() {
        assert_eq!(instant("2018-10-28T02:30", &zone("Europe/Berlin")).unwrap().to_string(), "2018-10-28T00:30:00Z");
    }

    #[test]
    fn what_a_field_shows_is_read_back() {
        let berlin = zone("Europe/Berlin");
        let at: Timestamp = "2018-07-01T10:15:00Z".parse().unwrap();
        assert_eq!(instant(&field(at, &berlin), &berlin).unwrap(), at);
    }
}
