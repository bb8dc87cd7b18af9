//! Links to other sites: looked at in the background, told on the last page, and of published stories after some days.

use crate::desk::{get, post};
use crate::elsewhere::{Site, client, nobody};
use crate::harness::{Paper, copy};
use courant::config::Config;
use courant_news::body::Document;
use courant_news::copy::Copy;
use courant_store::links::{MOST_OF_HOST, MOST_WAITING, Urgency};
use jiff::SignedDuration;
use serde_json::json;
use std::time::{Duration, Instant};

/// A story with a paragraph for each link, after one without.
fn linking(to: &[&str]) -> Copy {
    let mut blocks = vec![json!({ "type": "paragraph", "content": [{ "type": "text", "text": "The harbour was quiet." }] })];
    blocks.extend(to.iter().map(|to| {
        json!({ "type": "paragraph", "content": [{ "type": "text", "text": "Read more", "marks": [{ "type": "link", "attrs": { "href": to } }] }] })
    }));
    let body = json!({ "type": "doc", "content": blocks });
    Copy { body: Document::from_json(&body).expect("a document"), ..copy("Links", "world", "") }
}

/// Asks for a page until it is as wanted.
fn until(paper: &Paper, cookie: &str, path: &str, what: &str, wanted: impl Fn(&str) -> bool) -> String {
    let end = Instant::now() + Duration::from_secs(15);
    loop {
        let text = get(paper, cookie, path).text();
        if wanted(&text) {
            return text;
        }
        assert!(Instant::now() < end, "{path} did not come to say {what}: {text}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn wait(what: &str, wanted: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(15);
    while !wanted() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn looked_at(text: &str) -> bool {
    !text.contains("being looked at")
}

#[test]
fn a_dead_link_is_told_on_the_last_page_with_the_way_to_its_place_and_nobody_waits_for_it() {
    let site = Site::paths(vec![("/here", 200, String::new()), ("/closed", 403, String::new()), ("/slow", 200, String::new())]);
    let slow = Site::new(|_, _| std::thread::sleep(Duration::from_secs(30)));
    let paper = Paper::asking(Config::default(), client(&[("alive.example", &site), ("slow.example", &slow)]));
    let cookie = paper.sign_in();
    let links =
        ["http://alive.example/here", "http://alive.example/gone", "http://alive.example/closed", "http://slow.example/", "http://10.0.0.7/wiki"];
    let story = paper.draft(&linking(&links));
    let path = format!("/newsroom/stories/{story}/publication");
    let begun = Instant::now();
    let first = get(&paper, &cookie, &path).text();
    assert!(begun.elapsed() < Duration::from_secs(2), "the page waited for other sites");
    assert!(first.contains("links to other sites are being looked at") && first.contains("data-asking"), "{first}");
    let text = until(&paper, &cookie, &path, "what was found", looked_at);
    assert!(text.contains("The link to http://alive.example/gone leads to nothing: that site has no such page (404)."), "{text}");
    assert!(text.contains(&format!("/newsroom/stories/{story}#block-3")), "{text}");
    assert!(text.contains("http://10.0.0.7/wiki leads inside a network; readers cannot reach it."), "{text}");
    assert!(text.contains("http://alive.example/closed could not be looked at: that site does not answer programs (403)."), "{text}");
    assert!(text.contains("http://slow.example/ could not be looked at: the site did not answer in time."), "{text}");
    assert!(!text.contains("The link to http://alive.example/here"), "{text}");
    assert_eq!(text.matches("Look again</strong> The link to").count(), 2, "what could not be looked at is no warning: {text}");
    assert_eq!(post(&paper, &cookie, &path, "version=1&when=now").status, 303, "a dead link never stops a story");
}

#[test]
fn a_draft_is_looked_at_as_soon_as_it_is_saved_and_a_site_is_not_asked_again_before_its_time() {
    let site = Site::paths(vec![("/here", 200, String::new())]);
    let paper = Paper::asking(Config::default(), client(&[("alive.example", &site)]));
    let cookie = paper.sign_in();
    let asked = |path: &str| site.asked().iter().filter(|head| head.split(' ').nth(1) == Some(path)).count();
    let story = paper.draft(&linking(&["http://alive.example/here", "http://alive.example/gone"]));
    let path = format!("/newsroom/stories/{story}/publication");
    wait("nobody asked", || asked("/here") == 1 && asked("/gone") == 2);
    until(&paper, &cookie, &path, "what was found", |text| text.contains("no such page"));
    // What stands to be asked once the page has been opened; what is due is asked within a second or two.
    let waits = || !paper.app.store.read(|read| read.link_hosts(paper.now(), 9)).expect("reads").is_empty();
    wait("all was asked", || !waits());
    paper.pass(SignedDuration::from_mins(59));
    get(&paper, &cookie, &path);
    assert!(!waits(), "a dead one is not asked within the hour");
    paper.pass(SignedDuration::from_mins(2));
    get(&paper, &cookie, &path);
    wait("a dead one is asked after an hour", || asked("/gone") == 4 && !waits());
    assert_eq!(asked("/here"), 1, "a good one is not");
    paper.pass(SignedDuration::from_hours(24));
    get(&paper, &cookie, &path);
    wait("a good one is asked after a day", || asked("/here") == 2);
}

#[test]
fn what_was_to_be_asked_is_asked_after_a_restart() {
    let site = Site::paths(vec![("/here", 200, String::new())]);
    let paper = Paper::asking(Config { ask_other_sites: Some(false), ..Config::default() }, client(&[("alive.example", &site)]));
    let actor = courant_news::permit::Actor::scheduler();
    paper
        .app
        .store
        .write(&actor, paper.now(), |tx| tx.want_links(&[("http://alive.example/here", "alive.example".into())], Urgency::Waited))
        .expect("noted");
    std::thread::sleep(Duration::from_millis(500));
    assert!(site.asked().is_empty());
    let paper = paper.again();
    wait("nobody asked", || site.asked().len() == 1);
    let known = || paper.app.store.read(|read| read.link_known("http://alive.example/here")).expect("reads").expect("known");
    wait("nothing was kept", || known().checked_at.is_some());
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(site.asked().len(), 1, "once");
}

#[test]
fn a_newsroom_that_is_set_not_to_ask_asks_nobody_and_says_so() {
    let site = Site::paths(Vec::new());
    let paper = Paper::asking(Config { ask_other_sites: Some(false), ..Config::default() }, client(&[("alive.example", &site)]));
    let cookie = paper.sign_in();
    let story = paper.draft(&linking(&["http://alive.example/gone"]));
    let text = get(&paper, &cookie, &format!("/newsroom/stories/{story}/publication")).text();
    assert!(text.contains("this server is set not to ask them") && !text.contains("data-asking"), "{text}");
    std::thread::sleep(Duration::from_millis(2500));
    assert!(site.asked().is_empty());
}

#[test]
fn what_could_not_be_looked_up_is_no_dead_link() {
    let paper = Paper::asking(Config::default(), nobody());
    let cookie = paper.sign_in();
    let story = paper.draft(&linking(&["https://paper.example/"]));
    let path = format!("/newsroom/stories/{story}/publication");
    let text = until(&paper, &cookie, &path, "what was found", looked_at);
    assert!(text.contains("could not be looked at: the name service did not answer.") && text.contains(">Open it</a>"), "{text}");
}

#[test]
fn a_link_of_a_published_story_needs_attention_when_it_was_dead_three_days_running() {
    let answers = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let told = std::sync::Arc::clone(&answers);
    let site = Site::new(move |_, stream| {
        let status = if told.load(std::sync::atomic::Ordering::SeqCst) { 200 } else { 404 };
        let _ = std::io::Write::write_all(stream, format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n").as_bytes());
    });
    let paper = Paper::asking(Config::default(), client(&[("alive.example", &site)]));
    let cookie = paper.sign_in();
    let url = "http://alive.example/gone";
    let outcome = paper.publish_as(&linking(&[url]), &Default::default());
    let days = || paper.app.store.read(|read| read.link_known(url)).expect("reads").map_or(0, |known| known.dead_days);
    let says = "leads to nothing: that site has no such page (404).";
    for night in 1..=3 {
        wait(&format!("night {night}: {} days", days()), || days() == night);
        let start = get(&paper, &cookie, "/newsroom").text();
        assert_eq!(start.contains(says), night == 3, "night {night}: {start}");
        if night < 3 {
            paper.pass(SignedDuration::from_hours(24));
        }
    }
    let start = get(&paper, &cookie, "/newsroom").text();
    assert!(start.contains(&format!("/newsroom/stories/{}#block-2", outcome.story)), "{start}");
    answers.store(true, std::sync::atomic::Ordering::SeqCst);
    paper.pass(SignedDuration::from_hours(24));
    until(&paper, &cookie, "/newsroom", "that it is well", |text| !text.contains(says));
    let jobs = paper.app.store.read(|read| read.jobs_waiting()).expect("reads");
    assert_eq!(
        jobs,
        1 + paper.app.store.read(|read| read.next_due("renditions")).expect("reads").iter().count() as i64,
        "one night is planned, and no more"
    );
}

#[test]
fn what_waits_to_be_asked_is_bounded_and_an_editor_comes_before_an_import() {
    let paper = Paper::asking(Config { ask_other_sites: Some(false), ..Config::default() }, nobody());
    let actor = courant_news::permit::Actor::scheduler();
    let want = |links: &[(String, String)], urgency| {
        let links: Vec<(&str, String)> = links.iter().map(|(url, host)| (url.as_str(), host.clone())).collect();
        paper.app.store.write(&actor, paper.now(), |tx| tx.want_links(&links, urgency)).expect("noted");
    };
    let of = |host: &str, n: i64| -> Vec<(String, String)> { (0..n).map(|i| (format!("http://{host}/{i:05}"), host.to_owned())).collect() };
    let known = |url: &str| paper.app.store.read(|read| read.link_known(url)).expect("reads").is_some();
    let first = || paper.app.store.read(|read| read.link_hosts(paper.now(), 1)).expect("reads").pop();
    want(&of("many.example", MOST_OF_HOST + 1), Urgency::Draft);
    let (last, beyond) = (format!("http://many.example/{:05}", MOST_OF_HOST - 1), format!("http://many.example/{MOST_OF_HOST:05}"));
    assert!(known(&last) && !known(&beyond));
    want(&[(beyond.clone(), "many.example".into())], Urgency::Waited);
    assert!(known(&beyond), "an editor's question is taken");
    let all: Vec<_> = (0..MOST_WAITING / 100).flat_map(|i| of(&format!("h{i:04}.example"), 100)).collect();
    want(&all, Urgency::Draft);
    let left_out = all.last().expect("some").clone();
    assert!(!known(&left_out.0) && known(&all[0].0));
    want(std::slice::from_ref(&left_out), Urgency::Waited);
    assert!(known(&left_out.0));
    want(&[(last, "many.example".into())], Urgency::Waited);
    let raised = paper.app.store.read(|read| read.link_of_host("h0000.example", paper.now())).expect("reads");
    assert_eq!(raised.as_deref(), Some("http://h0000.example/00000"));
    want(&[("http://h0000.example/00042".into(), "h0000.example".into())], Urgency::Waited);
    let raised = paper.app.store.read(|read| read.link_of_host("h0000.example", paper.now())).expect("reads");
    assert_eq!(raised.as_deref(), Some("http://h0000.example/00042"), "a question that waits is raised");
    paper.pass(SignedDuration::from_hours(23));
    want(&[("http://h0000.example/00042".into(), "h0000.example".into())], Urgency::Waited);
    paper.pass(SignedDuration::from_hours(2));
    assert_eq!(first().as_deref(), Some("h0000.example"), "what was asked again stands");
    want(&of("other.example", 1), Urgency::Draft);
    assert!(!known(&all[0].0) && !known(&beyond), "what nobody asked again for a day is dropped");
}

#[test]
fn a_record_that_cannot_be_read_and_a_draft_of_tomorrow_keep_no_other_links_from_being_looked_at() {
    let site = Site::paths(vec![("/first", 200, String::new()), ("/second", 200, String::new())]);
    let paper = Paper::asking(Config { ask_other_sites: Some(false), ..Config::default() }, client(&[("alive.example", &site)]));
    let broken = paper.draft(&linking(&["http://alive.example/broken"]));
    let tomorrow = paper.draft(&linking(&["http://alive.example/first"]));
    let spiked = paper.draft(&linking(&["http://alive.example/spiked"]));
    let cookie = paper.sign_in();
    assert_eq!(post(&paper, &cookie, &format!("/newsroom/stories/{spiked}/moves"), "move=spike").status, 303);
    let connection = rusqlite::Connection::open(paper.app.data.join("newsroom.db")).expect("opens");
    connection.execute("UPDATE stories SET draft = '{' WHERE id = ?1", [broken]).expect("breaks");
    connection.execute("UPDATE stories SET draft_at = draft_at + 86400000 WHERE id = ?1", [tomorrow]).expect("moves");
    drop(connection);
    let paper = paper.again();
    let asked = |path: &str| site.asked().iter().any(|head| head.split(' ').nth(1) == Some(path));
    wait("the first was not asked", || asked("/first"));
    paper.draft(&linking(&["http://alive.example/second"]));
    wait("the second was not asked", || asked("/second"));
    assert!(!asked("/spiked"), "nobody is going to publish it");
}
