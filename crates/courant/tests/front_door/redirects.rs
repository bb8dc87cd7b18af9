//! Addresses that lead on: changed slugs for ever, hand-made ones until they are ended, and none that betrays a story.

use crate::harness::{Paper, copy};
use courant::publish::Wanted;
use courant_news::permit::{Actor, Publish};
use jiff::SignedDuration;

fn readdress(paper: &Paper, cookie: &str, story: i64, slug: &str) -> u16 {
    paper.form(cookie, &format!("/newsroom/stories/{story}/address"), &format!("slug={slug}")).status
}

#[test]
fn a_changed_slug_leads_on_for_ever_and_may_be_changed_back() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.publish("Crane wakes the harbour", "business", "Text.");
    let page = paper.shown(&cookie, &format!("/newsroom/stories/{}/publication", story.story));
    assert!(page.contains("Change the address") && page.contains("value=\"crane-wakes-the-harbour\""), "{page}");
    assert_eq!(readdress(&paper, &cookie, story.story, "crane-at-four"), 303);
    assert_eq!(readdress(&paper, &cookie, story.story, "the-crane"), 303);
    for old in ["crane-wakes-the-harbour", "crane-at-four"] {
        let moved = paper.get(&format!("/2018/03/28/{old}"));
        assert_eq!((moved.status, moved.header("location")), (301, "/2018/03/28/the-crane"), "{old} leads there in one step");
        assert_eq!(moved.header("cache-control"), paper.get("/2018/03/28/the-crane").header("cache-control"));
    }
    assert!(paper.get("/feed.json").text().contains("/2018/03/28/the-crane"));
    assert!(paper.get("/search?q=crane").text().contains("/2018/03/28/the-crane"));
    assert_eq!(readdress(&paper, &cookie, story.story, "crane-wakes-the-harbour"), 303, "back to the first");
    assert_eq!(paper.get(&story.path).status, 200);
    assert_eq!(paper.get("/2018/03/28/the-crane").header("location"), story.path);
    assert_eq!(paper.get("/2018/03/28/crane-at-four").header("location"), story.path);
}

#[test]
fn an_address_that_leads_on_is_no_other_story_s() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.publish("First title", "world", "Text.");
    let other = paper.publish("Another", "world", "Text.");
    assert_eq!(readdress(&paper, &cookie, story.story, "second-title"), 303);
    assert_eq!(readdress(&paper, &cookie, other.story, "first-title"), 422);
    assert_eq!(readdress(&paper, &cookie, other.story, "second-title"), 422);
    assert_eq!(readdress(&paper, &cookie, other.story, "No%20Slug"), 422);
    // The same file again, under the address it was filed at, is an update of the story that has moved.
    let again = paper.publish_as(&copy("First title", "world", "Better text."), &Wanted::default());
    assert_eq!((again.story, again.path.as_str()), (story.story, "/2018/03/28/second-title"));
}

#[test]
fn a_redirect_to_what_may_not_be_seen_is_as_if_there_were_none() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.publish("Crane wakes", "business", "Text.");
    assert_eq!(readdress(&paper, &cookie, story.story, "crane"), 303);
    paper.until("/2018/03/28/crane-wakes", |a| a.status == 301);
    let actor = Actor::command_line();
    courant::publish::withdraw(&paper.app.store, actor.permit::<Publish>().expect("permit"), paper.now(), story.story, "").expect("withdrawn");
    paper.until("/2018/03/28/crane-wakes", |a| a.status == 410);
    let waits = Wanted { published: Some(paper.now() + SignedDuration::from_hours(2)), ..Wanted::default() };
    let waiting = paper.publish_as(&copy("Comes later", "world", "Text."), &waits);
    let made = paper.form(&cookie, "/newsroom/redirects", &format!("from=/later&to={}", waiting.path));
    assert_eq!(made.status, 303, "{}", made.text());
    let (led, none) = (paper.get("/later"), paper.get("/none"));
    assert_eq!((led.status, led.text()), (404, none.text()));
    paper.pass(SignedDuration::from_hours(3));
    assert_eq!(paper.until("/later", |a| a.status == 301).header("location"), waiting.path);
}

#[test]
fn a_hand_made_redirect_leads_in_one_step_and_never_round() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    paper.publish("Crane wakes", "business", "Text.");
    let make = |from: &str, to: &str| paper.form(&cookie, "/newsroom/redirects", &format!("from={from}&to={to}"));
    assert_eq!(make("/2014/old.html", "/somewhere").status, 303);
    assert_eq!(make("/somewhere", "/business").status, 303);
    assert_eq!(paper.get("/2014/old.html").header("location"), "/business", "chains collapse");
    assert_eq!(paper.get("/2014/old.html?utm=1").status, 301);
    for (from, to) in [
        ("/elsewhere", "/elsewhere"),
        ("/business", "/2014/old.html"),
        ("/newsroom/x", "/business"),
        ("/a", "javascript:alert(1)"),
        ("/a", "//evil.example"),
        ("/a", "http://plain.example/"),
        ("//a", "/business"),
        ("/a%0d%0aset-cookie:x", "/business"),
        ("/business", "/"),
    ] {
        let refused = make(from, to);
        assert_eq!(refused.status, 422, "{from} → {to}");
    }
    assert_eq!(make("/archive", "https://archive.example/all").status, 303);
    assert_eq!(paper.get("/archive").header("location"), "https://archive.example/all");
    let page = paper.shown(&cookie, "/newsroom/redirects?try=/archive");
    assert!(page.contains("https://archive.example/all (301)"), "{page}");
    assert_eq!(paper.form(&cookie, "/newsroom/redirects/end", "from=/archive").status, 303);
    assert_eq!(paper.get("/archive").status, 404);
}
