//! EDTF levels 0 and 1, with the examples of the Library of Congress' specification.

use super::super::edtf::{Edge, Edtf};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

/// Every example of levels 0 and 1, with its first and last day; `..` is open, nothing is not known.
const EXAMPLES: &[(&str, &str, &str)] = &[
    ("1985-04-12", "1985-04-12", "1985-04-12"),
    ("1985-04", "1985-04-01", "1985-04-30"),
    ("1985", "1985-01-01", "1985-12-31"),
    ("1964/2008", "1964-01-01", "2008-12-31"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31"),
    ("2005/2006-02", "2005-01-01", "2006-02-28"),
    ("2001-21", "2001-03-01", "2001-05-31"),
    ("2001-22", "2001-06-01", "2001-08-31"),
    ("2001-23", "2001-09-01", "2001-11-30"),
    ("2003-24", "2003-12-01", "2004-02-29"),
    ("1984?", "1984-01-01", "1984-12-31"),
    ("2004-06~", "2004-06-01", "2004-06-30"),
    ("2004-06-11%", "2004-06-11", "2004-06-11"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("20XX", "2000-01-01", "2099-12-31"),
    ("2004-XX", "2004-01-01", "2004-12-31"),
    ("1985-04-XX", "1985-04-01", "1985-04-30"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31"),
    ("1985-04-12/..", "1985-04-12", ".."),
    ("1985-04/..", "1985-04-01", ".."),
    ("1985/..", "1985-01-01", ".."),
    ("../1985-04-12", "..", "1985-04-12"),
    ("../1985-04", "..", "1985-04-30"),
    ("../1985", "..", "1985-12-31"),
    ("1985-04-12/", "1985-04-12", ""),
    ("1985-04/", "1985-04-01", ""),
    ("1985/", "1985-01-01", ""),
    ("/1985-04-12", "", "1985-04-12"),
    ("/1985-04", "", "1985-04-30"),
    ("/1985", "", "1985-12-31"),
    ("1984~/2004-06", "1984-01-01", "2004-06-30"),
    ("1984/2004-06~", "1984-01-01", "2004-06-30"),
    ("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08"),
    ("-1985", "-001985-01-01", "-001985-12-31"),
    ("0000", "0000-01-01", "0000-12-31"),
    // Not the standard's: a promise without a date.
    ("../..", "..", ".."),
];

fn day(edge: Edge) -> String {
    match edge {
        Edge::At(at) => at.to_zoned_datetime(TimeZone::UTC).date().to_string(),
        Edge::Open => "..".to_owned(),
        Edge::Unknown => String::new(),
    }
}

#[test]
fn the_standards_examples_are_read_and_written_back() {
    for (text, first, last) in EXAMPLES {
        let date = Edtf::parse(text).unwrap();
        assert_eq!(date.to_string(), *text);
        assert_eq!((day(date.first(&TimeZone::UTC)), day(date.last(&TimeZone::UTC))), ((*first).to_owned(), (*last).to_owned()), "{text}");
    }
}

#[test]
fn a_time_of_day_is_a_second_in_its_own_shift_or_in_the_zone() {
    let seoul = TimeZone::get("Asia/Seoul").unwrap();
    let first = |text: &str| match Edtf::parse(text).unwrap().first(&seoul) {
        Edge::At(at) => at.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(first("1985-04-12T23:20:30Z"), "1985-04-12T23:20:30Z");
    assert_eq!(first("1985-04-12T23:20:30-04"), "1985-04-13T03:20:30Z");
    assert_eq!(first("1985-04-12T23:20:30+04:30"), "1985-04-12T18:50:30Z");
    assert_eq!(first("1985-04-12T23:20:30"), "1985-04-12T14:20:30Z");
    for text in ["1985-04-12T23:20:30", "1985-04-12T23:20:30-04", "1985-04-12T23:20:30+04:30", "2016-12-31T23:59:60Z", "2018-01-01T00:00:00-03:30"] {
        assert_eq!(Edtf::parse(text).unwrap().to_string(), text);
    }
    let last = Edtf::parse("2018-03-28T00:30:00Z").unwrap().last_instant(&seoul);
    assert_eq!(last, Some("2018-03-28T00:30:00.999999999Z".parse::<Timestamp>().unwrap()));
}

#[test]
fn days_begin_and_end_in_the_storylines_zone_also_when_clocks_change() {
    let last = |text: &str, zone: &str| Edtf::parse(text).unwrap().last_instant(&TimeZone::get(zone).unwrap()).unwrap().to_string();
    assert_eq!(last("../2018-04-30", "Asia/Seoul"), "2018-04-30T14:59:59.999999999Z");
    assert_eq!(last("../2018-05", "America/New_York"), "2018-06-01T03:59:59.999999999Z");
    // The day is 23 hours long, and the next begins at 01:00, since midnight is skipped.
    assert_eq!(last("2018-11-03", "America/Sao_Paulo"), "2018-11-04T02:59:59.999999999Z");
    let first = Edtf::parse("2018-11-04").unwrap().first(&TimeZone::get("America/Sao_Paulo").unwrap());
    assert_eq!(first, Edge::At("2018-11-04T03:00:00Z".parse().unwrap()));
}

#[test]
fn years_out_of_reach_are_read_and_their_instants_are_the_nearest() {
    for (text, at) in [("Y170000002", Timestamp::MAX), ("Y-170000002", Timestamp::MIN), ("9999", Timestamp::MAX)] {
        let date = Edtf::parse(text).unwrap();
        assert_eq!(date.to_string(), text);
        let last = date.last_instant(&TimeZone::UTC).unwrap();
        assert!(last == at || at.duration_since(last) < jiff::SignedDuration::from_hours(72), "{text}: {last}");
    }
}

#[test]
fn what_is_no_date_of_level_one_is_refused_with_a_reason() {
    let refused = [
        "",
        " ",
        "2018-02-30",
        "2018-04-31",
        "1900-02-29",
        "2018-13",
        "2018-00",
        "2018-25",
        "2018-1",
        "20180328",
        "2018-3-28",
        "18-03-28",
        "2018-05/2018-04",
        "/",
        "../",
        "/..",
        "2018/2019/2020",
        "-0000",
        "Y2018",
        "Y02018",
        "Y1234567890123456789",
        "Y17E7",
        "2018-03-28T24:00:00Z",
        "2018-03-28T09:30",
        "2018-03-28T09:30:00+15",
        "2018-03-28T09:30:00-00:00",
        "2018-03~-28",
        "?2018",
        "1XXX",
        "XXXX",
        "20X8",
        "2018-XX-28",
        "-20XX",
        "2004-06-XX/2004-07-03",
        "{2018,2019}",
        "[2018..2019]",
        "2018-03-28Z",
        "２０１８",
        "2018–03",
        "2018-03-28T０9:30:00",
        "2018?~",
        "1950S2",
    ];
    for text in refused {
        let problem = Edtf::parse(text).expect_err(text).to_string();
        assert!(problem.starts_with('‘') && problem.contains("is not a date: "), "{problem}");
    }
    assert_eq!(Edtf::parse("2018-02-30").unwrap_err().to_string(), "‘2018-02-30’ is not a date: that month has no such day");
    assert!(!Edtf::parse("2018\n\u{1b}[31m").unwrap_err().to_string().contains(['\n', '\u{1b}']));
}

/// The kept library's answer, as far as it is of level 1.
fn theirs(text: &str) -> Option<edtf_core::Edtf> {
    edtf_core::Edtf::parse(text).ok().filter(|e| e.level() <= 1)
}

fn their_day(bound: edtf_core::Bound) -> String {
    match bound {
        edtf_core::Bound::Date(d) => format!("{}-{}-{}", d.year, d.month, d.day),
        edtf_core::Bound::NegativeInfinity | edtf_core::Bound::PositiveInfinity => "..".to_owned(),
        edtf_core::Bound::Unknown => String::new(),
    }
}

fn our_day(edge: Edge) -> String {
    match edge {
        Edge::At(at) => {
            let date = at.to_zoned_datetime(TimeZone::UTC).date();
            format!("{}-{}-{}", date.year(), date.month(), date.day())
        }
        other => day(other),
    }
}

/// Texts that are dates or nearly are.
fn nearly() -> impl Strategy<Value = String> {
    let year = prop_oneof!["[0-9]{4}", "-[0-9]{4}", "[12][0-9X]{3}", "Y-?[0-9]{3,9}", "20[0-9]X", "19XX"];
    let rest = prop_oneof![Just(String::new()), "-[0-2][0-9]", "-XX", "-XX-XX", "-[01][0-9]-[0-3][0-9]", "-0[1-9]-XX", "-(0[1-9]|1[0-2])-[012][0-9]"];
    let one = (year, rest, "[?~%]{0,1}").prop_map(|(year, rest, doubt)| format!("{year}{rest}{doubt}"));
    let end = prop_oneof![6 => one.clone(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    let time =
        ("20[0-9]{2}-0[1-9]-[012][0-9]", "[0-2][0-9]:[0-6][0-9]:[0-6][0-9]", prop_oneof!["", "Z", "[+-][01][0-9]", "[+-][01][0-9]:[0-6][0-9]"]);
    prop_oneof![4 => one, 3 => (end.clone(), end).prop_map(|(a, b)| format!("{a}/{b}")), 1 => time.prop_map(|(day, time, shift)| format!("{day}T{time}{shift}"))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::random::cases(), ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_any_kind_panics(text in "\\PC{0,80}|[-0-9XYTZ:./?~%+]{0,40}") {
        if let Ok(date) = Edtf::parse(&text) {
            for zone in ["Asia/Seoul", "America/Sao_Paulo", "Pacific/Apia"] {
                let zone = TimeZone::get(zone).unwrap();
                let _ = (date.first(&zone), date.last(&zone));
            }
            prop_assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn a_date_never_ends_before_it_begins(text in nearly()) {
        if let Ok(date) = Edtf::parse(&text)
            && let (Edge::At(first), Edge::At(last)) = (date.first(&TimeZone::UTC), date.last(&TimeZone::UTC))
        {
            prop_assert!(first <= last, "{}: {} to {}", text, first, last);
        }
    }

    #[test]
    fn another_reader_of_the_standard_reads_the_same(text in nearly()) {
        let ours = Edtf::parse(&text).ok().filter(|_| text != "../..");
        let theirs = theirs(&text);
        prop_assert_eq!(ours.is_some(), theirs.is_some(), "{}: {:?}, {:?}", &text, ours, theirs);
        if let (Some(ours), Some(theirs)) = (ours, theirs)
            && !text.contains('Y') && !text.contains('T') && !text.contains("9999") && !text.contains("99XX")
        {
            let (a, b) = (ours.first(&TimeZone::UTC), ours.last(&TimeZone::UTC));
            let bounds = theirs.bounds();
            prop_assert_eq!((our_day(a), our_day(b)), (their_day(bounds.earliest), their_day(bounds.latest)), "{}", text);
        }
    }
}
