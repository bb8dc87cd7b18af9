//! What readers get.

use crate::harness::{Paper, copy};
use courant::publish::Wanted;
use courant_news::copy::{Byline, Dateline};
use courant_news::correction::{Correction, Kind};
use courant_news::permit::{Actor, Publish};

#[test]
fn a_published_story_is_on_the_front_in_its_section_feeds_sitemap_and_search() {
    let paper = Paper::new();
    let story = paper.publish("Crane wakes the harbour", "business", "The crane is waking everybody at four.");
    assert_eq!(story.path, "/2018/03/28/crane-wakes-the-harbour");
    for path in [
        "/",
        "/business",
        "/feed.atom",
        "/feed.rss",
        "/feed.json",
        "/business/feed.atom",
        "/people/ana-ruiz",
        "/tags/harbour",
        "/sitemap-2018-03.xml",
        "/sitemap-news.xml",
    ] {
        assert!(paper.get(path).text().contains("crane-wakes-the-harbour"), "{path}");
    }
    let found = paper.get("/search?q=wake").text();
    assert!(found.contains("crane-wakes-the-harbour") && found.contains("<mark>waking</mark>"), "stems are found: {found}");
    let page = paper.get(&story.path);
    let text = page.text();
    assert!(text.contains("Published on") && text.contains("28 March 2018, 09:30 KST"), "{text}");
    assert!(text.contains("\"@type\":\"NewsArticle\"") && text.contains("Most Viewed"));
    assert_eq!(page.header("set-cookie"), "");
}

#[test]
fn the_paper_s_feeds_carry_its_name_on_every_page_and_a_list_s_its_own_too() {
    let paper = Paper::new();
    let story = paper.publish("Crane wakes the harbour", "business", "The crane is waking everybody at four.");
    for (path, feed, title) in [
        (story.path.as_str(), "/feed.atom", "The Small Paper"),
        ("/", "/feed.rss", "The Small Paper"),
        ("/about", "/feed.json", "The Small Paper"),
        ("/business", "/business/feed.atom", "Business | The Small Paper"),
    ] {
        let page = paper.get(path).text();
        assert!(page.contains(&format!("href=\"{feed}\" title=\"{title}\">")), "{path}: {page}");
    }
    assert!(paper.get("/business/feed.atom").text().contains("<title>Business | The Small Paper</title>"));
}

#[test]
fn four_other_stories_of_the_storyline_stand_below_a_story() {
    let paper = Paper::new();
    let copy = |n: usize| {
        let mut copy = copy(&format!("Crane report {n}"), "business", "It is awake.");
        copy.head.storyline = "harbour-cranes".into();
        copy
    };
    let first = paper.publish_as(&copy(1), &Wanted::default());
    for n in 2..8 {
        paper.publish_as(&copy(n), &Wanted::default());
    }
    let page = paper.until(&first.path, |a| a.text().contains("Crane report 7")).text();
    assert_eq!(page.matches("class=\"teaser knot").count(), 4, "{page}");
}

#[test]
fn names_and_places_in_another_direction_keep_it_to_themselves() {
    let paper = Paper::new();
    let mut copy = copy("Crane wakes the harbour", "business", "It is awake.");
    copy.head.bylines = ["مها الخطيب", "سلمى حداد"].map(|name| Byline { name: name.into(), slug: String::new() }).into();
    copy.head.dateline = Some(Dateline { place: "بكين".into(), date: Some(jiff::civil::date(2018, 3, 28)) });
    let story = paper.publish_as(&copy, &Wanted::default());
    let page = paper.until(&story.path, |a| a.status == 200).text();
    assert!(page.contains("<bdi>بكين</bdi>, 28 March 2018"), "{page}");
    assert!(page.contains("<bdi>مها الخطيب</bdi>") && page.contains("<bdi>سلمى حداد</bdi>"), "{page}");
    assert!(page.contains("\"dateline\":\"بكين, 28 March 2018\""), "{page}");
}

#[test]
fn a_withdrawn_story_is_gone_everywhere() {
    let paper = Paper::new();
    let story = paper.publish("Ferry sinks at its berth", "business", "It did not.");
    let actor = Actor::command_line();
    courant::publish::withdraw(&paper.app.store, actor.permit::<Publish>().expect("permit"), paper.now(), story.story, "It was wrong.")
        .expect("withdrawn");
    paper.until(&story.path, |a| a.status == 410);
    paper.until("/search?q=ferry", |a| !a.text().contains("ferry-sinks"));
    for path in
        ["/", "/business", "/feed.atom", "/feed.rss", "/feed.json", "/people/ana-ruiz", "/tags/harbour", "/sitemap-2018-03.xml", "/sitemap-news.xml"]
    {
        paper.until(path, |a| !a.text().contains("ferry-sinks"));
    }
}

#[test]
fn the_same_slug_and_day_again_is_an_update_with_its_correction() {
    let paper = Paper::new();
    let story = paper.publish("Ferry fares rise", "business", "By a tenth.");
    let wanted = Wanted {
        correction: Some(Correction {
            kind: Kind::Correction,
            was: "By a tenth.".into(),
            now: "By a fifth.".into(),
            why: "We misread the tariff.".into(),
        }),
        ..Wanted::default()
    };
    let again = paper.publish_as(&copy("Ferry fares rise", "business", "By a fifth."), &wanted);
    assert_eq!((again.story, again.updated), (story.story, true));
    let page = paper.until(&story.path, |a| a.text().contains("By a fifth.")).text();
    assert!(page.contains("We misread the tariff.") && page.contains("Updated"));
    assert!(paper.get("/corrections").text().contains("We misread the tariff."));
    assert!(page.contains("CorrectionComment"));
}

#[test]
fn a_reader_who_has_a_page_gets_304() {
    let paper = Paper::new();
    let story = paper.publish("Kites over the bay", "culture", "Many kites.");
    for path in [story.path.as_str(), "/", "/feed.atom"] {
        let first = paper.get(path);
        let second = paper.send("GET", path, &[("if-none-match", first.header("etag"))], b"");
        assert_eq!((second.status, second.bytes.len()), (304, 0), "{path}");
    }
}

#[test]
fn paging_does_not_drift_when_stories_arrive() {
    let paper = Paper::new();
    for number in 0..45 {
        paper.publish_as(&copy(&format!("Story number {number:02}"), "world", "Text."), &Wanted::default());
    }
    let first = paper.until("/world", |a| a.text().contains("number-44")).text();
    let older = first.split("href=\"/world?before=").nth(1).and_then(|rest| rest.split('"').next()).expect("a link to older stories").to_owned();
    let before = paper.get(&format!("/world?before={older}")).text();
    paper.publish("One more arrives", "world", "Text.");
    let after = paper.get(&format!("/world?before={older}")).text();
    let list = |html: &str| html.split("Most Viewed").next().unwrap_or_default().matches("/2018/03/28/story-number-").count();
    assert_eq!(list(&before), list(&after));
    assert!(before.contains("story-number-24") && after.contains("story-number-24") && !after.contains("story-number-25"));
}

#[test]
fn most_viewed_ranks_what_people_read_and_leaves_robots_and_repeats_out() {
    let paper = Paper::new();
    let quiet = paper.publish("A quiet story", "world", "Text.");
    let read = paper.publish("A story people read", "world", "Text.");
    paper.publish("The newest story", "world", "Text.");
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    paper.send("GET", &read.path, &[("user-agent", agent)], b"");
    for _ in 0..5 {
        paper.send("GET", &quiet.path, &[("user-agent", "Googlebot/2.1")], b"");
        paper.send("GET", &quiet.path, &[("user-agent", agent), ("sec-purpose", "prefetch")], b"");
    }
    paper.app.audience.flush(paper.now()).expect("flushes");
    assert_eq!(paper.app.audience.views_of(read.story as u32).expect("counts"), 1);
    assert_eq!(paper.app.audience.views_of(quiet.story as u32).expect("counts"), 0);
    paper.app.pages.follow_ranking();
    let front = paper.get("/").text();
    let ranked = front.split("Most Viewed").nth(1).expect("a ranking");
    assert!(ranked.find("a-story-people-read") < ranked.find("the-newest-story"), "{ranked}");
}

#[test]
fn an_address_that_is_none_gets_a_page_that_helps() {
    let paper = Paper::new();
    let answer = paper.get("/no/such/page");
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("There is no page at this address"));
    assert_eq!(paper.get("/2018/03/28/no-such-story").text(), answer.text(), "the same bytes for every address");
    assert_eq!(paper.send("POST", "/", &[], b"x").status, 405);
    assert_eq!(paper.get("/%ff%fe").status, 404);
}

#[test]
fn every_answer_carries_the_policy_that_keeps_scripts_out() {
    let paper = Paper::new();
    for path in ["/", "/none", "/search?q=x", "/feed.atom", "/newsroom/sign-in", "/api/v1/stories", "/media/0/1.jpg", "/favicon.svg"] {
        let policy = paper.get(path).header("content-security-policy").to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
    }
}
