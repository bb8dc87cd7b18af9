//! By the front door: requests in, rankings out.

#![allow(clippy::unwrap_used)]

mod crashes;

use std::net::{IpAddr, Ipv4Addr};

use super::*;

const FIREFOX: &[u8] = b"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_522_195_200 + second).unwrap() // 2018-03-28T00:00:00Z plus; before 2020 is pulled up
}

/// A time after 2020, in hours from 2026-01-01T00:00:00Z.
fn hours(hour: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + hour * 3600).unwrap()
}

fn reader(number: u32) -> ViewRequest<'static> {
    ViewRequest {
        method: "GET",
        status: 200,
        address: IpAddr::V4(Ipv4Addr::from(number)),
        user_agent: Some(FIREFOX),
        sec_purpose: None,
        purpose: None,
        x_moz: None,
    }
}

fn with_agent(agent: &str) -> Result<(), NotCounted> {
    bots::counts(&ViewRequest { user_agent: Some(agent.as_bytes()), ..reader(1) })
}

fn open(folder: &Path, now: Timestamp) -> Audience {
    Audience::open(folder, now).unwrap()
}

#[test]
fn a_view_is_counted_and_ranked_after_a_flush() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), hours(0));
    for (number, story) in [(1, 7), (2, 7), (3, 9), (4, 8)] {
        audience.view(&reader(number), story, hours(0)).unwrap();
    }
    assert_eq!(audience.health().waiting, 4);
    audience.flush(hours(0)).unwrap();
    assert_eq!(audience.most_viewed(Window::Today, 10), [(7, 2), (9, 1), (8, 1)]);
    assert_eq!(audience.most_viewed(Window::Week, 1), [(7, 2)]);
    assert_eq!(audience.most_viewed_among(Window::Today, 1, |story| story != 7), [(9, 1)]);
    assert_eq!(audience.most_viewed(Window::Today, 0), []);
    assert_eq!(audience.views_of(7).unwrap(), 2);
    assert_eq!(audience.health(), Health { waiting: 0, room: ring::SLOTS, spilled: 0, lost: 0 });
}

#[test]
fn views_slide_out_of_the_windows_and_stay_in_the_sum() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), hours(0));
    audience.view(&reader(1), 7, hours(0)).unwrap();
    let ranked = |now: i64| {
        audience.flush(hours(now)).unwrap();
        (audience.most_viewed(Window::Today, 9).len(), audience.most_viewed(Window::Week, 9).len())
    };
    assert_eq!(ranked(23), (1, 1));
    assert_eq!(ranked(24), (0, 1));
    assert_eq!(ranked(167), (0, 1));
    assert_eq!(ranked(168), (0, 0));
    assert_eq!(ranked(300), (0, 0));
    assert_eq!(audience.views_of(7).unwrap(), 1);
    drop(audience);
    assert_eq!(open(folder.path(), hours(301)).views_of(7).unwrap(), 1);
}

#[test]
fn repeats_within_minutes_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), at(0));
    let view = |number, story, second| audience.view(&reader(number), story, at(second));
    assert_eq!(view(1, 7, 0), Ok(()));
    assert_eq!(view(1, 7, 1), Err(NotCounted::Repeat));
    assert_eq!(view(1, 7, 299), Err(NotCounted::Repeat));
    assert_eq!(view(1, 8, 299), Ok(()));
    assert_eq!(view(2, 7, 299), Ok(()));
    assert_eq!(view(1, 7, 601), Ok(()));
    let other_browser = ViewRequest { user_agent: Some(b"Mozilla/5.0 Other"), ..reader(1) };
    assert_eq!(audience.view(&other_browser, 7, at(601)), Ok(()));
}

#[test]
fn a_page_that_reloads_itself_counts_again_after_ten_minutes_at_the_latest() {
    let repeats = Repeats::new(at(0)).unwrap();
    let views = (0..3600).step_by(20).filter(|s| !repeats.is_repeat(reader(1).address, FIREFOX, 7, at(*s))).count();
    assert!((6..=13).contains(&views), "{views}");
}

#[test]
fn readers_of_one_household_over_ipv6_are_one_and_mapped_ipv4_is_ipv4() {
    let repeats = Repeats::new(at(0)).unwrap();
    let repeat = |address: &str| repeats.is_repeat(address.parse().unwrap(), FIREFOX, 7, at(0));
    assert!(!repeat("2001:db8:1:2::1"));
    assert!(repeat("2001:db8:1:2:ffff::9"));
    assert!(!repeat("2001:db8:1:3::1"));
    assert!(!repeat("192.0.2.1"));
    assert!(repeat("::ffff:192.0.2.1"));
}

#[test]
fn memory_for_repeats_is_bounded_under_a_flood() {
    let repeats = Repeats::new(at(0)).unwrap();
    for number in 0..600_000 {
        repeats.is_repeat(reader(number).address, FIREFOX, 7, at(0));
    }
    assert!(repeats.len() <= 2 * 16 * 14 * 1024, "{}", repeats.len());
    assert!(repeats.len() > 200_000);
}

#[test]
fn a_clock_set_back_neither_panics_nor_stops_counting() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), hours(500));
    audience.view(&reader(1), 7, hours(500)).unwrap();
    audience.flush(hours(500)).unwrap();
    audience.view(&reader(1), 7, hours(400)).unwrap();
    audience.flush(hours(400)).unwrap();
    assert_eq!(audience.most_viewed(Window::Today, 9), [(7, 2)]);
    assert_eq!(audience.view(&reader(1), 7, at(0)), Ok(()));
    audience.flush(at(0)).unwrap();
    assert_eq!(audience.views_of(7).unwrap(), 3);
}

#[test]
fn browsers_of_people_are_counted() {
    for agent in [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/440.0;FBDV/iPhone14,2]",
        "Mozilla/5.0 (Linux; Android 9; CUBOT_P20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 YaBrowser/24.4 Mobile Safari/537.36",
        "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1; Trident/6.0)",
        "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80/190.275; U; en) Presto/2.5.25 Version/10.54",
        "Lynx/2.9.0 libwww-FM/2.14 SSL-MM/1.4.1",
        "w3m/0.5.3",
    ] {
        assert_eq!(with_agent(agent), Ok(()), "{agent}");
    }
}

#[test]
fn robots_previews_monitors_and_tools_are_left_out() {
    use NotCounted::{Bot, LinkPreview, Monitor, NotABrowser, Tool};
    for (agent, reason) in [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", Bot),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0", Bot),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", Bot),
        ("Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)", Bot),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot", Bot),
        ("Mozilla/5.0 (Linux; Android 6.0.1) AppleWebKit/537.36 (compatible; GoogleOther)", Bot),
        ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers)", Bot),
        ("facebookexternalhit/1.1", LinkPreview),
        ("WhatsApp/2.23.20.0 A", LinkPreview),
        ("Mozilla/5.0 (Windows NT 6.1) SkypeUriPreview Preview/0.5", LinkPreview),
        ("Slack-ImgProxy (+https://api.slack.com/robots)", LinkPreview),
        ("Mozilla/5.0 (compatible; StatusCake)", Monitor),
        ("Pingdom.com_bot_version_1.4", Monitor),
        ("Mozilla/5.0 (Linux; Android 11) Chrome/119.0 Mobile Safari/537.36 Chrome-Lighthouse", Monitor),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0 Safari/537.36", Tool),
        ("curl/8.5.0", Tool),
        ("python-requests/2.32.3", Tool),
        ("Go-http-client/2.0", Tool),
        ("MyApp/1 CFNetwork/1490.0.4 Darwin/23.2.0", NotABrowser),
        ("x", NotABrowser),
    ] {
        assert_eq!(with_agent(agent), Err(reason), "{agent}");
    }
    assert_eq!(with_agent("  "), Err(NotCounted::NoUserAgent));
    assert_eq!(bots::counts(&ViewRequest { user_agent: None, ..reader(1) }), Err(NotCounted::NoUserAgent));
    assert_eq!(bots::counts(&ViewRequest { user_agent: Some(&[0xFF; 70_000]), ..reader(1) }), Err(NotABrowser));
}

#[test]
fn only_pages_that_somebody_asked_to_see_are_views() {
    let counted = |change: fn(&mut ViewRequest<'static>)| {
        let mut request = reader(1);
        change(&mut request);
        bots::counts(&request)
    };
    assert_eq!(counted(|_| ()), Ok(()));
    assert_eq!(counted(|r| r.status = 304), Ok(()));
    assert_eq!(counted(|r| r.method = "HEAD"), Err(NotCounted::Method));
    for status in [206, 301, 404, 410, 500, 503] {
        assert_eq!(bots::counts(&ViewRequest { status, ..reader(1) }), Err(NotCounted::Status), "{status}");
    }
    assert_eq!(counted(|r| r.sec_purpose = Some(b"prefetch;prerender")), Err(NotCounted::Prefetch));
    assert_eq!(counted(|r| r.purpose = Some(b"Preview")), Err(NotCounted::Prefetch));
    assert_eq!(counted(|r| r.x_moz = Some(b"prefetch")), Err(NotCounted::Prefetch));
}

#[test]
fn every_reason_not_to_count_is_told_to_people() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/COUNTING.md")).unwrap();
    for (step, _) in bots::STEPS {
        assert!(page.contains(step), "docs/COUNTING.md does not tell of the step '{step}'");
    }
}

#[test]
fn counts_of_a_newer_courant_are_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path(), hours(0)));
    let database = rusqlite::Connection::open(folder.path().join("counts.db")).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    let problem = Audience::open(folder.path(), hours(0)).err().unwrap();
    assert!(problem.to_string().contains("written by a newer Courant"), "{problem}");
}

#[test]
fn no_address_and_no_user_agent_reaches_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), hours(0));
    let address = Ipv4Addr::new(203, 0, 113, 77);
    audience.view(&ViewRequest { address: address.into(), ..reader(1) }, 7, hours(0)).unwrap();
    audience.flush(hours(0)).unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for trace in [&address.octets()[..], b"203.0.113.77", b"Firefox"] {
            assert!(!bytes.windows(trace.len()).any(|w| w == trace));
        }
    }
}
