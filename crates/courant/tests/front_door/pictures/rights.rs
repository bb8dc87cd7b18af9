//! Rights with an end: readers have a picture until the last instant of its last day, and nowhere after that.

use super::{describe, media, pictured, upload};
use crate::harness::Paper;
use courant::config::{Config, Site};
use courant::publish::{self, Wanted};
use courant_news::change::Change;
use courant_news::permit::{Actor, Publish, Role};
use jiff::SignedDuration;
use serde_json::json;

/// Every public address at which a story's picture could show.
fn surfaces(path: &str) -> Vec<String> {
    let mut all: Vec<String> = [
        "/",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/sitemap-2018-03.xml",
        "/sitemap-news.xml",
        "/search?q=crane",
        "/api/v1/stories",
        "/corrections",
    ]
    .map(String::from)
    .into();
    for list in ["", "/world", "/people/ana-ruiz", "/tags/harbour"] {
        all.extend(["", "/feed.atom", "/feed.rss", "/feed.json"].map(|feed| format!("{list}{feed}")));
    }
    all.retain(|path| !path.is_empty());
    all.extend([path.to_owned(), format!("/api/v1/stories{path}"), format!("/api/v1/stories{path}/markdown")]);
    all
}

fn ended_lines(paper: &Paper) -> usize {
    let lines = paper.app.store.read(|read| read.journal_after(0, 10_000)).expect("reads");
    lines.iter().filter(|line| matches!(line.change, Change::PictureEnded { .. })).count()
}

#[test]
fn readers_have_a_picture_until_the_last_instant_of_its_last_day_and_nowhere_after() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let lead = upload(&paper, &cookie, 10, &json!({ "alt": "A quay", "rights_end": "2018-03-29" }));
    let text = upload(&paper, &cookie, 20, &json!({ "alt": "A crane", "rights_end": "2018-03-29" }));
    let free = upload(&paper, &cookie, 30, &json!({ "alt": "A gull" }));
    let other = paper.publish_as(&pictured("Gulls return", &free, &free), &Wanted::default()).path;
    paper.pass(SignedDuration::from_mins(1));
    let story = paper.publish_as(&pictured("Harbour wakes", &lead, &text), &Wanted::default()).path;
    paper.until(&story, |a| a.text().contains(&lead[..32]) && a.text().contains(&text[..32]));
    let before: Vec<_> = surfaces(&story).into_iter().filter(|path| paper.get(path).text().contains(&lead[..32])).collect();
    for wanted in [&story, "/", "/feed.atom", "/feed.json", "/feed.rss", "/sitemap-2018-03.xml", "/api/v1/stories"] {
        assert!(before.iter().any(|path| path == wanted), "{wanted} shows no picture, so that it leaves there says nothing");
    }
    let files = ["320.jpg", "640.webp", "640.jpg"].map(|file| media(&lead, file));

    paper.at("2018-03-29T14:59:59.999Z");
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!((paper.get(&files[0]).status, ended_lines(&paper)), (200, 0), "the last instant of the day in Seoul");

    paper.at("2018-03-29T15:00:00Z");
    let start = std::time::Instant::now();
    for file in files.iter().chain(&[media(&text, "640.jpg")]) {
        let gone = paper.until(file, |a| a.status == 410);
        assert!(gone.header("cache-control").contains("no-") || !gone.header("cache-control").contains("max-age=86400"), "{gone:?}");
    }
    paper.until(&story, |a| !a.text().contains(&lead[..32]));
    assert!(start.elapsed().as_secs() < 2, "withdrawn means 410 everywhere within two seconds");
    for path in surfaces(&story) {
        let page = paper.get(&path).text();
        assert!(!page.contains(&lead[..32]) && !page.contains(&text[..32]), "{path} still names the picture: {page}");
    }
    let page = paper.get(&story);
    assert_eq!((page.status, page.text().matches("This picture is no longer available.").count()), (200, 1), "a line in the text, none for the lead");
    assert!(page.text().contains("/assets/") && page.text().contains("og:image"), "the paper's own picture stands for sharing");
    // Whoever knew the page by its ETag gets the new one.
    let asked = paper.send("GET", &story, &[("if-none-match", page.header("etag"))], b"");
    assert_eq!(asked.status, 304);
    assert!(paper.get(&other).text().contains(&free[..32]), "another picture stays");
    assert_eq!(ended_lines(&paper), 2);

    // In the newsroom it is still to be seen, and a later day brings it back.
    assert_eq!(paper.page(&format!("/newsroom/media/{lead}/640.jpg"), &cookie).status, 200);
    for id in [&lead, &text] {
        assert_eq!(describe(&paper, &cookie, id, &json!({ "rights_end": "2018-04-30" })).status, 200);
    }
    paper.until(&story, |a| a.text().contains(&lead[..32]) && a.text().contains(&text[..32]));
    assert_eq!(paper.get(&files[0]).status, 200);
}

#[test]
fn the_last_day_is_a_whole_one_across_a_clock_change() {
    let paper = Paper::with(Config { site: Site { time_zone: "Europe/Berlin".into(), ..Site::default() }, ..Config::default() });
    let cookie = paper.sign_in();
    // 28 October 2018 has 25 hours in Berlin and ends at 23:00 UTC.
    let id = upload(&paper, &cookie, 10, &json!({ "alt": "A quay", "rights_end": "2018-10-28" }));
    let story = paper.publish_as(&pictured("Harbour wakes", &id, &id), &Wanted::default()).path;
    paper.until(&story, |a| a.text().contains(&id[..32]));
    paper.at("2018-10-28T22:59:59.999Z");
    std::thread::sleep(std::time::Duration::from_millis(400));
    let file = paper.get(&media(&id, "640.jpg"));
    assert_eq!((file.status, file.header("cache-control")), (200, "public, max-age=0, must-revalidate"));
    paper.at("2018-10-28T23:00:00Z");
    paper.until(&media(&id, "640.jpg"), |a| a.status == 410);
    // What has ended stays so when the clock goes back.
    paper.at("2018-10-28T12:00:00Z");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(paper.get(&media(&id, "640.jpg")).status, 410);
    assert_eq!(describe(&paper, &paper.sign_in(), &id, &json!({ "caption": "The quay" })).status, 200);
    assert_eq!(paper.get(&media(&id, "640.jpg")).status, 410, "other words give nothing back");
}

#[test]
fn an_end_is_carried_out_once_by_however_many_and_caches_keep_nothing_beyond_it() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let id = upload(&paper, &cookie, 10, &json!({ "alt": "A quay", "rights_end": "2018-03-28" }));
    let story = paper.publish_as(&pictured("Harbour wakes", &id, &id), &Wanted::default()).path;
    paper.until(&story, |a| a.text().contains(&id[..32]));
    // 09:30 in Seoul: 14 hours and a half are left.
    assert_eq!(paper.get(&media(&id, "640.jpg")).header("cache-control"), "public, max-age=52200, must-revalidate");
    let (store, zone, later) = (&paper.app.store, paper.app.pages.paper().zone, paper.now() + SignedDuration::from_hours(15));
    let ended: Vec<Option<String>> = std::thread::scope(|scope| {
        let run = || publish::end_rights(store, Actor::scheduler().permit::<Publish>().expect("permit"), &zone, later).expect("runs");
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(run)).collect();
        threads.into_iter().map(|t| t.join().expect("joins")).collect()
    });
    assert_eq!(ended.into_iter().flatten().collect::<Vec<_>>(), [id]);
    assert_eq!(ended_lines(&paper), 1);
}

#[test]
fn a_picture_that_no_reader_had_is_as_unknown_after_its_end_as_before() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let id = upload(&paper, &cookie, 10, &json!({ "alt": "A quay", "rights_end": "2018-03-28" }));
    let same = |answer: crate::harness::Answer| {
        let never = paper.get(&media(&"0".repeat(64), "640.jpg"));
        (answer.status, answer.text()) == (never.status, never.text())
    };
    assert!(same(paper.get(&media(&id, "640.jpg"))));
    paper.at("2018-03-28T15:00:00Z");
    for _ in 0..100 {
        if ended_lines(&paper) == 1 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(ended_lines(&paper), 1);
    assert!(same(paper.get(&media(&id, "640.jpg"))));
    // A story published with it goes out without it, and whoever publishes is told before.
    let mut copy = pictured("Harbour wakes", &id, &id);
    copy.head.headline = "Harbour sleeps".into();
    let story = paper.draft(&copy);
    let last_page = paper.shown(&cookie, &format!("/newsroom/stories/{story}/publication"));
    assert!(last_page.contains("The lead picture: its rights ended on 28 March 2018, so readers will not get it"), "{last_page}");
    let outcome = paper.publish_as(&copy, &Wanted::default());
    let page = paper.until(&outcome.path, |a| a.status == 200).text();
    assert!(!page.contains(&id[..32]) && page.contains("This picture is no longer available."), "{page}");
    assert_ne!(paper.get(&media(&id, "640.jpg")).status, 200);
}

#[test]
fn an_end_is_warned_of_from_thirty_days_before_in_three_places() {
    let paper = Paper::new();
    let (_, reporter) = paper.somebody("Bo", Role::Reporter);
    let cookie = paper.sign_in();
    let id = upload(&paper, &cookie, 10, &json!({ "alt": "A quay", "caption": "The old quay", "rights_end": "2018-04-28" }));
    let outcome = paper.publish_as(&pictured("Harbour wakes", &id, &id), &Wanted::default());
    let publication = format!("/newsroom/stories/{}/publication", outcome.story);
    let places = [
        ("/newsroom", "Rights end on"),
        ("/newsroom/pictures", "The rights of one picture in a published story end within 30 days."),
        (&publication, "its rights end on 28 April 2018"),
    ];
    for (page, words) in places {
        assert!(!paper.shown(&cookie, page).contains(words), "31 days before, {page} says nothing");
    }
    paper.pass(SignedDuration::from_hours(24));
    for (page, words) in places {
        let shown = paper.shown(&cookie, page);
        assert!(shown.contains(words), "30 days before, {page} warns: {shown}");
    }
    assert!(paper.shown(&reporter, "/newsroom").contains("The old quay"), "whoever may edit pictures is told");
    assert!(paper.shown(&cookie, &format!("/newsroom/pictures/{id}")).contains("Rights end on 28 April 2018, in 30 days"));
}

#[test]
fn who_may_not_publish_takes_no_picture_from_readers_and_gives_none_back() {
    let paper = Paper::new();
    let (_, editor) = paper.somebody("Cy", Role::Editor);
    let cookie = paper.sign_in();
    let (shown, unused) = (upload(&paper, &cookie, 10, &json!({ "alt": "A quay" })), upload(&paper, &cookie, 20, &json!({ "alt": "A crane" })));
    let story = paper.publish_as(&pictured("Harbour wakes", &shown, &shown), &Wanted::default()).path;
    paper.until(&story, |a| a.text().contains(&shown[..32]));
    let past = json!({ "rights_end": "2018-03-27" });
    assert_eq!(describe(&paper, &editor, &shown, &past).status, 403);
    assert_eq!(describe(&paper, &editor, &unused, &past).status, 200);
    assert_eq!(describe(&paper, &editor, &shown, &json!({ "rights_end": "2018-04-30" })).status, 200, "an end to come may be noted by all");
    assert_eq!(describe(&paper, &cookie, &shown, &past).status, 200);
    paper.until(&media(&shown, "640.jpg"), |a| a.status == 410);
    assert_eq!(describe(&paper, &editor, &shown, &json!({ "rights_end": "" })).status, 403);
    // By the form, with a sentence.
    let form = "alt=A+quay&focus_x=50&focus_y=50&rights_end=2018-13-40";
    let refused = paper.form(&cookie, &format!("/newsroom/pictures/{shown}"), form);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Write a day such as 2018-03-28, or leave it empty."), "{}", refused.text());
    let back = paper.form(&cookie, &format!("/newsroom/pictures/{shown}"), "alt=A+quay&focus_x=50&focus_y=50&rights_end=");
    assert!(back.header("location").ends_with("?done=picture-back"), "{}", back.header("location"));
    paper.until(&media(&shown, "640.jpg"), |a| a.status == 200);
    let history = paper.shown(&cookie, &format!("/newsroom/pictures/{shown}"));
    assert!(history.contains("last day of rights from 2018-03-27 to none"), "{history}");
}
