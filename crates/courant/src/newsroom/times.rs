//! Times as a desk reads them: dense lists say the zone once, forms say it with its offset.

use courant_render::newsroom::When;
use courant_render::theme::Words;
use courant_render::times;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A time in a list: '09:12' today, '27 March, 18:05' this year, '3 May 2017' before; what is still to come
/// keeps its time of day.
pub(super) fn short(at: Timestamp, now: Timestamp, zone: &TimeZone, words: &Words) -> When {
    let (local, today) = (at.to_zoned_datetime(zone.clone()), now.to_zoned_datetime(zone.clone()));
    let month = words.get(&format!("month_{}", local.month())).map_or("", String::as_str);
    let text = if local.date() == today.date() {
        local.strftime("%H:%M").to_string()
    } else if local.year() == today.year() {
        format!("{} {month}, {}", local.day(), local.strftime("%H:%M"))
    } else if at > now {
        format!("{}, {}", times::date(local.date(), words), local.strftime("%H:%M"))
    } else {
        times::date(local.date(), words)
    };
    When { iso: times::iso(&local), text }
}

/// 'Seoul time, KST'.
pub(super) fn zone_name(now: Timestamp, zone: &TimeZone) -> String {
    let short = times::abbreviation(&now.to_zoned_datetime(zone.clone()));
    match courant_news::zone::name(zone).rsplit('/').next() {
        Some(city) if !city.eq_ignore_ascii_case(&short) => format!("{} time, {short}", city.replace('_', " ")),
        _ => short,
    }
}

/// 'Seoul time, KST (UTC+9)'.
pub(super) fn zone_with_offset(now: Timestamp, zone: &TimeZone) -> String {
    let name = zone_name(now, zone);
    let offset = now.to_zoned_datetime(zone.clone()).strftime("%:z").to_string();
    let (hours, minutes) = offset.split_once(':').unwrap_or((&offset, "00"));
    let hours = hours.replace("+0", "+").replace("-0", "-");
    let offset = if minutes == "00" { format!("UTC{hours}") } else { format!("UTC{hours}:{minutes}") };
    if name.contains("UTC") { name } else { format!("{name} ({offset})") }
}

/// The time of day with seconds and zone, '09:30:05 KST': when something was saved.
pub(super) fn clock(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned_datetime(zone.clone());
    format!("{} {}", local.strftime("%H:%M:%S"), times::abbreviation(&local))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).expect("known zone")
    }

    #[test]
    fn a_time_in_a_list_is_as_short_as_its_distance_allows() {
        let theme = courant_render::theme::Theme::house().expect("house theme");
        let now = at("2018-03-28T00:30:00Z");
        let text = |then: &str| short(at(then), now, &zone("Asia/Seoul"), theme.words("en")).text;
        assert_eq!(text("2018-03-28T00:12:00Z"), "09:12");
        assert_eq!(text("2018-03-27T09:05:00Z"), "27 March, 18:05");
        assert_eq!(text("2017-05-03T00:00:00Z"), "3 May 2017");
        assert_eq!(text("2018-12-31T21:00:00Z"), "1 January 2019, 06:00");
    }

    #[test]
    fn a_zone_is_named_by_its_city_and_offset() {
        let now = at("2018-03-28T00:30:00Z");
        assert_eq!(zone_with_offset(now, &zone("Asia/Seoul")), "Seoul time, KST (UTC+9)");
        assert_eq!(zone_with_offset(now, &zone("America/New_York")), "New York time, EDT (UTC-4)");
        assert_eq!(zone_with_offset(now, &zone("Asia/Kolkata")), "Kolkata time, IST (UTC+5:30)");
        assert_eq!(zone_with_offset(now, &zone("Asia/Dubai")), "Dubai time, UTC+4");
        assert_eq!(zone_with_offset(now, &TimeZone::UTC), "UTC");
    }
}
