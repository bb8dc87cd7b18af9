//! Rights of a picture that end: until when readers may have it. The last day is a day in the paper's zone; when it ends
//! there is for the calendar of that zone to say, so a day of 23 or of 25 hours is a whole one.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// From how many days before its last day a picture is warned of.
pub const WARN_DAYS: i64 = 30;

/// How rights stand on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No end is known.
    Free,
    /// They end, but not soon.
    Lasting(Date),
    /// They end within [`WARN_DAYS`].
    Ending(Date),
    /// The last day is over: readers do not get the picture.
    Ended(Date),
}

/// The first instant at which a picture may no longer be shown: the start of the day after its last one. `None` at the
/// end of the calendar.
#[must_use]
pub fn end_of(last_day: Date, zone: &TimeZone) -> Option<Timestamp> {
    Some(last_day.tomorrow().ok()?.to_zoned_datetime(zone.clone()).ok()?.timestamp())
}

/// Whether the last day is over at an instant.
#[must_use]
pub fn is_over(last_day: Date, zone: &TimeZone, now: Timestamp) -> bool {
    end_of(last_day, zone).is_some_and(|end| now >= end)
}

/// The day on which an instant falls in a zone.
#[must_use]
pub fn day(now: Timestamp, zone: &TimeZone) -> Date {
    now.to_zoned_datetime(zone.clone()).date()
}

/// The last day that is warned of on a day.
#[must_use]
pub fn warned_until(today: Date) -> Date {
    today.checked_add(WARN_DAYS.days()).unwrap_or(Date::MAX)
}

/// How rights with this last day stand at an instant. `ended` is whether the picture was taken from readers: what was
/// stays so, wherever the clock goes.
#[must_use]
pub fn standing(last_day: Option<Date>, ended: bool, zone: &TimeZone, now: Timestamp) -> Standing {
    let Some(last_day) = last_day else { return Standing::Free };
    if ended || is_over(last_day, zone, now) {
        Standing::Ended(last_day)
    } else if last_day <= warned_until(day(now, zone)) {
        Standing::Ending(last_day)
    } else {
        Standing::Lasting(last_day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).expect("known zone")
    }

    #[test]
    fn the_last_day_ends_with_its_last_instant_in_the_paper_s_zone() {
        assert_eq!(end_of(date(2018, 3, 28), &zone("Asia/Seoul")).unwrap().to_string(), "2018-03-28T15:00:00Z");
    }

    #[test]
    fn a_day_across_a_clock_change_is_a_whole_one() {
        // 25 March 2018 has 23 hours in Berlin, 28 October has 25.
        assert_eq!(end_of(date(2018, 3, 25), &zone("Europe/Berlin")).unwrap().to_string(), "2018-03-25T22:00:00Z");
        assert_eq!(end_of(date(2018, 10, 28), &zone("Europe/Berlin")).unwrap().to_string(), "2018-10-28T23:00:00Z");
        // On 4 November 2018 the clocks of São Paulo went from 0 to 1: the day before ends where that day begins.
        assert_eq!(end_of(date(2018, 11, 3), &zone("America/Sao_Paulo")).unwrap().to_string(), "2018-11-04T03:00:00Z");
    }

    #[test]
    fn rights_are_warned_of_from_thirty_days_before() {
        let (utc, now) = (zone("UTC"), "2018-03-28T12:00:00Z".parse().unwrap());
        let standing = |day| standing(Some(day), false, &utc, now);
        assert_eq!(standing(date(2018, 4, 27)), Standing::Ending(date(2018, 4, 27)));
        assert_eq!(standing(date(2018, 4, 28)), Standing::Lasting(date(2018, 4, 28)));
        assert_eq!(standing(date(2018, 3, 28)), Standing::Ending(date(2018, 3, 28)));
        assert_eq!(standing(date(2018, 3, 27)), Standing::Ended(date(2018, 3, 27)));
    }
}
