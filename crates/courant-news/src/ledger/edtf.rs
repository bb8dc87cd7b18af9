//! Dates with their precision: EDTF level 1 (ISO 8601-2:2019, annex A; the Library of Congress' specification of 2019).
//!
//! Levels 0 and 1 whole, level 2 refused. One addition: `../..`, open at both ends, for what was promised without a date.

use super::problem::quoted;
use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest text that is looked at, in bytes.
pub const LONGEST: usize = 64;

/// A date, a moment or an interval, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Edtf {
    /// `2018-03-28`, `2018-04`, `2018~`, `201X`, `2018-21`
    Date(Date),
    /// `2018-03-28T09:30:00+09:00`
    Moment(Moment),
    /// `2018-05/2018-06`, `../2018-05`, `2018-05/`
    Interval(End, End),
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// It is dated.
    Date(Date),
    /// `..`: there is none.
    Open,
    /// Nothing: there is one, and nobody knows when.
    Unknown,
}

/// A date of some precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    /// Astronomical: 0 is a leap year, -1 comes before it. Of a decade or century its first year.
    pub year: i64,
    /// How much of it is said.
    pub part: Part,
    /// How sure it is.
    pub doubt: Doubt,
}

/// What of a year is meant. Months count from 1, days from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// `20XX`
    Century,
    /// `201X`
    Decade,
    /// `2018`
    Year,
    /// `2018-21` to `-24`: spring, summer, autumn, winter. Of the northern half, by whole months; winter ends in the next year.
    Season(i8),
    /// `2018-XX`: some month of it.
    SomeMonth,
    /// `2018-XX-XX`: some day of it.
    SomeDay,
    /// `2018-03`
    Month(i8),
    /// `2018-03-XX`: some day of the month.
    SomeDayOf(i8),
    /// `2018-03-28`
    Day(i8, i8),
}

/// The mark behind a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// None.
    Sure,
    /// `?`
    Uncertain,
    /// `~`
    About,
    /// `%`: both.
    Both,
}

/// A second of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Its date and time; a leap second is the one before it.
    pub at: civil::DateTime,
    /// It was written as second 60.
    pub leap: bool,
    /// How far it is from UTC; none: a time of the storyline's zone.
    pub shift: Shift,
}

/// How far a clock is from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shift {
    /// Not said.
    Local,
    /// `Z`
    Utc,
    /// `+09`, in hours.
    Hours(i8),
    /// `+09:30`, in minutes.
    Minutes(i16),
}

/// The first or last instant of a date in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// This one. Beyond the years that instants reach, the nearest that there is.
    At(Timestamp),
    /// There is none: an open end.
    Open,
    /// Nobody knows.
    Unknown,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text} is not a date: {why}")]
pub struct NotADate {
    /// What was written, in quotation marks and cut short.
    pub text: String,
    /// What is wrong with it.
    pub why: &'static str,
}

const SHAPE: &str = "it is not of EDTF level 1, such as 2018-03-28, 2018-04, 2018-05/2018-06, ../2018-05 or 2018~";
const MONTH: &str = "a month is 01 to 12, a season 21 to 24";
const DAY: &str = "that month has no such day";
const TIME: &str = "a time is hh:mm:ss, from 00:00:00 to 23:59:59, then nothing, Z or a shift such as +09:00";
const ORDER: &str = "its end is before its start";
const NOTHING: &str = "an interval names at least one date, or is ../..";

impl Edtf {
    /// Reads a date. No text of any kind panics.
    ///
    /// # Errors
    /// [`NotADate`] with what is wrong.
    pub fn parse(text: &str) -> Result<Edtf, NotADate> {
        let found = if text.len() > LONGEST { Err(SHAPE) } else { read(text) };
        found.map_err(|why| NotADate { text: quoted(text), why })
    }

    /// Its first instant; the zone counts where no shift is written.
    pub fn first(&self, zone: &TimeZone) -> Edge {
        match self {
            Edtf::Date(date) => Edge::At(start_of(date.first_day(), zone)),
            Edtf::Moment(moment) => Edge::At(moment.instant(zone)),
            Edtf::Interval(end, _) => end.edge(|date| start_of(date.first_day(), zone)),
        }
    }

    /// Its last instant: the nanosecond before the next day, or the next second, begins.
    pub fn last(&self, zone: &TimeZone) -> Edge {
        match self {
            Edtf::Date(date) => Edge::At(end_of(date.last_day(), zone)),
            Edtf::Moment(moment) => {
                let second = SignedDuration::from_nanos(999_999_999);
                Edge::At(moment.instant(zone).checked_add(second).unwrap_or(Timestamp::MAX))
            }
            Edtf::Interval(_, end) => end.edge(|date| end_of(date.last_day(), zone)),
        }
    }

    /// Its last instant, where it has one that is known.
    pub fn last_instant(&self, zone: &TimeZone) -> Option<Timestamp> {
        match self.last(zone) {
            Edge::At(at) => Some(at),
            Edge::Open | Edge::Unknown => None,
        }
    }
}

impl End {
    fn edge(&self, instant: impl Fn(&Date) -> Timestamp) -> Edge {
        match self {
            End::Date(date) => Edge::At(instant(date)),
            End::Open => Edge::Open,
            End::Unknown => Edge::Unknown,
        }
    }
}

/// A day of the calendar: year, month, day.
type Day = (i64, i8, i8);

impl Date {
    fn first_day(&self) -> Day {
        match self.part {
            Part::Season(season) => (self.year, 3 * (season - 20), 1),
            Part::Month(month) | Part::SomeDayOf(month) => (self.year, month, 1),
            Part::Day(month, day) => (self.year, month, day),
            _ => (self.year, 1, 1),
        }
    }

    fn last_day(&self) -> Day {
        let end_of_month = |year, month| (year, month, days_in(year, month));
        match self.part {
            Part::Century => (self.year + 99, 12, 31),
            Part::Decade => (self.year + 9, 12, 31),
            Part::Year | Part::SomeMonth | Part::SomeDay => (self.year, 12, 31),
            Part::Season(24) => end_of_month(self.year + 1, 2),
            Part::Season(season) => end_of_month(self.year, 3 * (season - 20) + 2),
            Part::Month(month) | Part::SomeDayOf(month) => end_of_month(self.year, month),
            Part::Day(month, day) => (self.year, month, day),
        }
    }
}

impl Moment {
    fn instant(&self, zone: &TimeZone) -> Timestamp {
        let zone = match self.shift {
            Shift::Local => zone.clone(),
            Shift::Utc => TimeZone::UTC,
            Shift::Hours(hours) => fixed(i32::from(hours) * 60),
            Shift::Minutes(minutes) => fixed(i32::from(minutes)),
        };
        instant_of(self.at, &zone)
    }
}

/// A clock so many minutes from UTC.
fn fixed(minutes: i32) -> TimeZone {
    jiff::tz::Offset::from_seconds(minutes * 60).map_or(TimeZone::UTC, TimeZone::fixed)
}

/// A skipped time is taken after the gap, one that happens twice the first time: midnight is then the day's first instant.
fn instant_of(at: civil::DateTime, zone: &TimeZone) -> Timestamp {
    let nearest = if at.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    zone.to_ambiguous_timestamp(at).compatible().unwrap_or(nearest)
}

fn start_of((year, month, day): Day, zone: &TimeZone) -> Timestamp {
    let nearest = if year < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let civil = i16::try_from(year).ok().and_then(|year| civil::Date::new(year, month, day).ok());
    civil.map_or(nearest, |date| instant_of(date.at(0, 0, 0, 0), zone))
}

fn end_of((year, month, day): Day, zone: &TimeZone) -> Timestamp {
    let next = if day < days_in(year, month) {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    };
    let next = start_of(next, zone);
    // Beyond the range the nearest is the answer itself: nothing lies between it and the day.
    if next == Timestamp::MAX { next } else { next.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(Timestamp::MIN) }
}

fn days_in(year: i64, month: i8) -> i8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

type Read<T> = Result<T, &'static str>;

fn read(text: &str) -> Read<Edtf> {
    if let Some((from, to)) = text.split_once('/') {
        return interval(end(from)?, end(to)?);
    }
    match text.split_once('T') {
        Some((day, time)) => Ok(Edtf::Moment(moment(day, time)?)),
        None => Ok(Edtf::Date(date(text)?)),
    }
}

fn end(text: &str) -> Read<End> {
    match text {
        "" => Ok(End::Unknown),
        ".." => Ok(End::Open),
        _ => {
            let date = date(text)?;
            // Unspecified digits in an interval are level 2.
            let vague = matches!(date.part, Part::Century | Part::Decade | Part::SomeMonth | Part::SomeDay | Part::SomeDayOf(_));
            if vague { Err(SHAPE) } else { Ok(End::Date(date)) }
        }
    }
}

fn interval(from: End, to: End) -> Read<Edtf> {
    match (from, to) {
        (End::Date(a), End::Date(b)) if a.first_day() > b.last_day() => Err(ORDER),
        (End::Unknown, End::Unknown | End::Open) | (End::Open, End::Unknown) => Err(NOTHING),
        _ => Ok(Edtf::Interval(from, to)),
    }
}

fn date(text: &str) -> Read<Date> {
    let (text, doubt) = match text.as_bytes().last() {
        Some(b'?') => (&text[..text.len() - 1], Doubt::Uncertain),
        Some(b'~') => (&text[..text.len() - 1], Doubt::About),
        Some(b'%') => (&text[..text.len() - 1], Doubt::Both),
        _ => (text, Doubt::Sure),
    };
    if let Some(long) = text.strip_prefix('Y') {
        return Ok(Date { year: long_year(long)?, part: Part::Year, doubt });
    }
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (head, tail) = digits.split_at_checked(4).ok_or(SHAPE)?;
    let (year, part) = match (head.as_bytes(), tail) {
        ([_, _, b'X', b'X'], "") if sign > 0 => (number(&head[..2])? * 100, Part::Century),
        ([_, _, _, b'X'], "") if sign > 0 => (number(&head[..3])? * 10, Part::Decade),
        _ => {
            let year = sign * number(head)?;
            (year, rest(year, tail)?)
        }
    };
    // There is one year 0, and it is written 0000.
    if year == 0 && sign < 0 { Err(SHAPE) } else { Ok(Date { year, part, doubt }) }
}

/// What follows the year.
fn rest(year: i64, text: &str) -> Read<Part> {
    if text.is_empty() {
        return Ok(Part::Year);
    }
    let text = text.strip_prefix('-').ok_or(SHAPE)?;
    let (month, day) = text.split_once('-').map_or((text, None), |(month, day)| (month, Some(day)));
    match (month, day) {
        ("XX", None) => return Ok(Part::SomeMonth),
        ("XX", Some("XX")) => return Ok(Part::SomeDay),
        _ => {}
    }
    let month = two(month)?;
    match (month, day) {
        (21..=24, None) => Ok(Part::Season(month)),
        (1..=12, None) => Ok(Part::Month(month)),
        (1..=12, Some("XX")) => Ok(Part::SomeDayOf(month)),
        (1..=12, Some(day)) => {
            let day = two(day)?;
            if (1..=days_in(year, month)).contains(&day) { Ok(Part::Day(month, day)) } else { Err(DAY) }
        }
        _ => Err(MONTH),
    }
}

/// A year of more than four digits, at most eighteen, without its `Y`.
fn long_year(text: &str) -> Read<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    if (5..=18).contains(&digits.len()) && !digits.starts_with('0') { Ok(sign * number(digits)?) } else { Err(SHAPE) }
}

fn moment(day: &str, time: &str) -> Read<Moment> {
    let date = date(day)?;
    let Date { part: Part::Day(month, day), doubt: Doubt::Sure, .. } = date else { return Err(SHAPE) };
    let (clock, shift) = time.split_at_checked(8).ok_or(TIME)?;
    let clock: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = clock[..] else { return Err(TIME) };
    let (hour, minute, second) = (two(hour)?, two(minute)?, two(second)?);
    // A leap second is the second before, for every purpose but how it was written.
    let leap = second == 60;
    if second > 60 {
        return Err(TIME);
    }
    let year = i16::try_from(date.year).map_err(|_| SHAPE)?;
    let at = civil::DateTime::new(year, month, day, hour, minute, second.min(59), 0).map_err(|_| TIME)?;
    Ok(Moment { at, leap, shift: shift_of(shift)? })
}

fn shift_of(text: &str) -> Read<Shift> {
    let (sign, digits) = match text.as_bytes().first() {
        None => return Ok(Shift::Local),
        Some(b'Z') if text.len() == 1 => return Ok(Shift::Utc),
        Some(b'+') => (1, &text[1..]),
        Some(b'-') => (-1, &text[1..]),
        _ => return Err(TIME),
    };
    let (hours, minutes) = digits.split_once(':').map_or((digits, None), |(h, m)| (h, Some(m)));
    let hours = two(hours)?;
    let Some(minutes) = minutes.map(two).transpose()? else {
        // -00 would say that the shift is not known, which is to leave it out.
        return if hours > 14 || sign < 0 && hours == 0 { Err(TIME) } else { Ok(Shift::Hours(sign * hours)) };
    };
    let total = i16::from(hours) * 60 + i16::from(minutes);
    let odd = minutes > 59 || total > 14 * 60 || sign < 0 && total == 0;
    if odd { Err(TIME) } else { Ok(Shift::Minutes(i16::from(sign) * total)) }
}

/// Two digits.
fn two(text: &str) -> Read<i8> {
    if text.len() == 2 { number(text).and_then(|n| i8::try_from(n).map_err(|_| SHAPE)) } else { Err(SHAPE) }
}

/// Digits and nothing else, at most eighteen.
fn number(text: &str) -> Read<i64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().map_err(|_| SHAPE) } else { Err(SHAPE) }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Edtf::Date(date) => date.fmt(f),
            Edtf::Moment(moment) => moment.fmt(f),
            Edtf::Interval(from, to) => write!(f, "{from}/{to}"),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Date(date) => date.fmt(f),
            End::Open => f.write_str(".."),
            End::Unknown => Ok(()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, year) = (if self.year < 0 { "-" } else { "" }, self.year.unsigned_abs());
        match self.part {
            Part::Century => write!(f, "{:02}XX", year / 100)?,
            Part::Decade => write!(f, "{:03}X", year / 10)?,
            _ if year > 9999 => write!(f, "Y{sign}{year}")?,
            _ => write!(f, "{sign}{year:04}")?,
        }
        match self.part {
            Part::Century | Part::Decade | Part::Year => {}
            Part::Season(month) | Part::Month(month) => write!(f, "-{month:02}")?,
            Part::SomeMonth => f.write_str("-XX")?,
            Part::SomeDay => f.write_str("-XX-XX")?,
            Part::SomeDayOf(month) => write!(f, "-{month:02}-XX")?,
            Part::Day(month, day) => write!(f, "-{month:02}-{day:02}")?,
        }
        f.write_str(match self.doubt {
            Doubt::Sure => "",
            Doubt::Uncertain => "?",
            Doubt::About => "~",
            Doubt::Both => "%",
        })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at;
        let day = Date { year: at.year().into(), part: Part::Day(at.month(), at.day()), doubt: Doubt::Sure };
        let second = if self.leap { 60 } else { at.second() };
        write!(f, "{day}T{:02}:{:02}:{second:02}", at.hour(), at.minute())?;
        let sign = |minutes: i16| if minutes < 0 { '-' } else { '+' };
        match self.shift {
            Shift::Local => Ok(()),
            Shift::Utc => f.write_str("Z"),
            Shift::Hours(hours) => write!(f, "{}{:02}", sign(hours.into()), hours.unsigned_abs()),
            Shift::Minutes(m) => write!(f, "{}{:02}:{:02}", sign(m), m.unsigned_abs() / 60, m.unsigned_abs() % 60),
        }
    }
}

impl TryFrom<String> for Edtf {
    type Error = NotADate;
    fn try_from(text: String) -> Result<Edtf, NotADate> {
        Edtf::parse(&text)
    }
}

impl From<Edtf> for String {
    fn from(date: Edtf) -> String {
        date.to_string()
    }
}
