//! The API: what its description says is what its doors do.

use crate::harness::{Answer, Paper, copy};
use courant::http::Access;
use courant::people;
use courant::publish::Wanted;
use courant_news::permit::{Actor, GRANTS, Grant, ManagePeople};
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const STORIES: &str = "/api/v1/stories";

pub fn bearer(paper: &Paper, name: &str, grants: &[Grant]) -> String {
    let actor = Actor::command_line();
    let permit = actor.permit::<ManagePeople>().expect("permit");
    format!("Bearer {}", people::add_token(&paper.app.store, permit, paper.now(), name, None, grants).expect("added").text())
}

fn post(paper: &Paper, token: &str, media_type: &str, body: &str) -> Answer {
    paper.send("POST", STORIES, &[("authorization", token), ("content-type", media_type)], body.as_bytes())
}

fn post_json(paper: &Paper, token: &str, body: &Value) -> Answer {
    post(paper, token, "application/json", &body.to_string())
}

fn train() -> Value {
    json!({
        "headline": "A train to Beijing", "slug": "a-train-to-beijing", "section": "world", "storyline": "korea-talks", "tags": ["Korea"],
        "bylines": [{ "name": "Mara Ode" }], "dateline": { "place": "Beijing", "date": "2018-03-28" },
        "published": "2018-03-28T09:30:00+09:00", "markdown": "The train left on **Tuesday**."
    })
}

/// Method and path of everything under `/api` in the description.
fn described() -> BTreeSet<(String, String)> {
    let file: Value = serde_json::from_str(courant::api::OPENAPI).expect("the description is JSON");
    let paths = file["paths"].as_object().expect("paths");
    let methods = ["get", "put", "post", "delete", "patch"];
    let operations =
        paths.iter().flat_map(|(path, item)| methods.iter().filter(|m| item.get(**m).is_some()).map(|m| (m.to_uppercase(), path.clone())));
    operations.collect()
}

#[test]
fn the_description_and_the_table_of_routes_name_the_same_doors() {
    let paper = Paper::new();
    let (_, table) = courant::doors::doors(&paper.app);
    let served: BTreeSet<_> = table.iter().filter(|e| e.path.starts_with("/api")).map(|e| (e.method.to_string(), e.path.to_owned())).collect();
    assert_eq!(served, described());
}

#[test]
fn the_description_says_which_doors_need_a_token() {
    let file: Value = serde_json::from_str(courant::api::OPENAPI).expect("JSON");
    let paper = Paper::new();
    let (_, table) = courant::doors::doors(&paper.app);
    for entry in table.iter().filter(|e| e.path.starts_with("/api")) {
        let asks = file["paths"][entry.path][entry.method.as_str().to_lowercase()].get("security").is_some();
        assert_eq!(asks, matches!(entry.access, Access::Token(_)), "{} {}", entry.method, entry.path);
    }
}

#[test]
fn a_story_sent_as_json_is_read_back_by_api_and_page() {
    let paper = Paper::new();
    let token = bearer(&paper, "desk", &GRANTS);
    let answer = post_json(&paper, &token, &train());
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json(), json!({ "slug": "a-train-to-beijing", "address": "/2018/03/28/a-train-to-beijing", "state": "published" }));
    let location = answer.header("location").to_owned();
    assert_eq!(location, "/api/v1/stories/2018/03/28/a-train-to-beijing");
    let story = paper.get(&location).json();
    assert_eq!(
        (&story["section"]["slug"], &story["storyline"]["slug"], &story["bylines"][0]["slug"]),
        (&json!("world"), &json!("korea-talks"), &json!("mara-ode"))
    );
    assert_eq!((&story["published"], &story["updated"], &story["corrected"]), (&json!("2018-03-28T00:30:00Z"), &Value::Null, &json!(false)));
    assert!(story["body_html"].as_str().expect("HTML").contains("<strong>Tuesday</strong>"), "{story}");
    assert_eq!(story["body"]["content"][0]["type"], "paragraph");
    paper.until("/2018/03/28/a-train-to-beijing", |a| a.status == 200);
    let lists = ["/api/v1/storylines/korea-talks", "/api/v1/stories?section=world&tag=korea&person=mara-ode&language=EN"];
    for list in lists {
        assert_eq!(paper.get(list).json()["stories"][0]["slug"], "a-train-to-beijing", "{list}");
    }
    assert_eq!(paper.get("/api/v1/stories?section=world&tag=none").json(), json!({ "stories": [], "older": null }));
}

#[test]
fn markdown_and_json_are_the_same_story_and_never_a_second_one() {
    let paper = Paper::new();
    let token = bearer(&paper, "desk", &GRANTS);
    assert_eq!(post_json(&paper, &token, &train()).status, 201);
    let markdown = "---\nheadline: A train to Beijing\nslug: a-train-to-beijing\nsection: world\npublished: 2018-03-28T09:30:00+09:00\ncorrection: {kind: correction, was: 22 cars, now: 21 cars, why: We counted an engine.}\n---\n\nThe train of 21 cars left.\n";
    assert_eq!(post(&paper, &token, "text/markdown; charset=utf-8", markdown).status, 200);
    let story = paper.get("/api/v1/stories/2018/03/28/a-train-to-beijing").json();
    assert_eq!((&story["corrected"], &story["corrections"][0]["now"]), (&json!(true), &json!("21 cars")));
    paper.pass(SignedDuration::from_mins(5));
    assert_eq!(post(&paper, &token, "text/markdown", markdown).status, 200);
    assert_eq!(paper.get("/api/v1/stories/2018/03/28/a-train-to-beijing").json(), story, "the same copy again changes nothing");
    assert_eq!(paper.get(STORIES).json()["stories"].as_array().expect("a list").len(), 1);
}

#[test]
fn a_draft_sent_twice_is_one_story_and_published_later_is_the_same() {
    let paper = Paper::new();
    let token = bearer(&paper, "desk", &GRANTS);
    let mut story = train();
    for (state, status) in [("draft", 201), ("draft", 200), ("ready", 200)] {
        story["state"] = state.into();
        let answer = post_json(&paper, &token, &story);
        assert_eq!((answer.status, answer.json()), (status, json!({ "slug": "a-train-to-beijing", "address": "", "state": state })));
    }
    let hidden = paper.get("/api/v1/stories/2018/03/28/a-train-to-beijing");
    let never = paper.get("/api/v1/stories/2018/03/28/never-was");
    assert_eq!((hidden.status, hidden.bytes), (404, never.bytes));
    story["state"] = "published".into();
    assert_eq!(post_json(&paper, &token, &story).status, 200);
    assert_eq!(paper.get(STORIES).json()["stories"].as_array().expect("a list").len(), 1);
}

#[test]
fn what_waits_for_its_time_is_answered_as_what_never_was() {
    let paper = Paper::new();
    let later = Some(paper.now() + SignedDuration::from_hours(1));
    let embargoed = paper.publish_as(&copy("Harbour wakes", "world", "Text."), &Wanted { embargo: later, ..Wanted::default() });
    let hidden = paper.get(&format!("{STORIES}{}", embargoed.path));
    let never = paper.get("/api/v1/stories/2018/03/28/never-was");
    assert_eq!((hidden.status, &hidden.bytes, hidden.header("etag")), (404, &never.bytes, never.header("etag")));
    assert_eq!(paper.get(STORIES).json()["stories"], json!([]));
    paper.pass(SignedDuration::from_hours(2));
    paper.until(STORIES, |a| a.json()["stories"].as_array().is_some_and(|list| list.len() == 1));
}

#[test]
fn a_withdrawn_story_is_gone_and_withdrawing_it_again_changes_nothing() {
    let paper = Paper::new();
    let token = bearer(&paper, "desk", &[Grant::Publish]);
    let outcome = paper.publish("Harbour wakes", "world", "Text.");
    let door = format!("{STORIES}{}/withdrawal", outcome.path);
    let head = [("authorization", token.as_str()), ("content-type", "application/json")];
    for _ in 0..2 {
        let answer = paper.send("POST", &door, &head, br#"{"note": "Published by mistake."}"#);
        assert_eq!((answer.status, &answer.json()["state"]), (200, &json!("withdrawn")));
    }
    assert_eq!(paper.get(&format!("{STORIES}{}", outcome.path)).status, 410);
    assert_eq!(paper.send("POST", &door.replace("harbour-wakes", "never-was"), &head, br#"{"note": ""}"#).status, 404);
    assert_eq!(paper.send("POST", &door, &head, br#"{"notes": ""}"#).status, 422);
}

#[test]
fn paging_neither_skips_nor_repeats_when_stories_arrive() {
    let paper = Paper::new();
    for number in 0..5 {
        paper.pass(SignedDuration::from_secs(1));
        paper.publish_as(&copy(&format!("Story {number}"), "world", "Text."), &Wanted::default());
    }
    let mut address = format!("{STORIES}?section=world&limit=2");
    let mut seen = Vec::new();
    loop {
        let page = paper.get(&address).json();
        seen.extend(page["stories"].as_array().expect("a list").iter().map(|s| s["slug"].as_str().expect("a slug").to_owned()));
        paper.pass(SignedDuration::from_secs(1));
        paper.publish_as(&copy(&format!("Late {}", seen.len()), "world", "Text."), &Wanted::default());
        match page["older"].as_str() {
            Some(older) => older.clone_into(&mut address),
            None => break,
        }
    }
    assert_eq!(seen, ["story-4", "story-3", "story-2", "story-1", "story-0"]);
}

#[test]
fn a_client_that_has_the_answer_gets_304_and_scripts_of_other_sites_may_read() {
    let paper = Paper::new();
    paper.publish("Harbour wakes", "world", "Text.");
    for path in [STORIES, "/api/v1/sections", "/api/v1/storylines", "/api/v1/openapi.json", "/api/v1/stories/2018/03/28/harbour-wakes"] {
        let first = paper.get(path);
        assert_eq!(
            (first.status, first.header("access-control-allow-origin"), first.header("content-type")),
            (200, "*", "application/json"),
            "{path}"
        );
        assert_eq!(paper.send("GET", path, &[("if-none-match", first.header("etag"))], b"").status, 304, "{path}");
    }
}

#[test]
fn every_refusal_is_a_sentence_and_a_next_step() {
    let paper = Paper::new();
    let token = bearer(&paper, "desk", &GRANTS);
    let with = |key: &str, value: Value| {
        let mut story = train();
        story[key] = value;
        story.to_string()
    };
    let markdown = "---\nheadline: A\nsection: world\npicture: {file: lead.jpg, alt: A train}\n---\n\nText.\n";
    let sent = [
        ("application/json", "{".to_owned(), 400, "line 1"),
        ("application/json", "[]".to_owned(), 422, "object"),
        ("text/html", "x".to_owned(), 415, "text/markdown"),
        ("application/json", with("headlin", json!("x")), 422, "headlin"),
        ("application/json", with("published", json!("tomorrow")), 422, "published"),
        ("application/json", with("body", json!({ "type": "doc" })), 422, "body"),
        ("application/json", with("picture", json!({ "picture": "f".repeat(64), "alt": "A train" })), 422, "library"),
        ("application/json", with("picture", json!({ "picture": "../../secret.jpg", "alt": "A train" })), 422, "no file comes"),
        ("application/json", with("state", json!("scheduled")), 422, "state"),
        ("application/json", with("headline", json!(5)), 422, "`headline`: it is no text"),
        ("application/json", with("dateline", json!({ "place": "Haemun", "date": "12018-03-28" })), 422, "`dateline.date`: it is no day"),
        ("application/json", with("bylines", json!([{ "name": {} }])), 422, "`bylines.name`: it is no text"),
        ("application/json", with("section", json!("newsroom")), 422, "newsroom"),
        ("text/markdown", markdown.to_owned(), 422, "Line 4"),
        ("text/markdown", "x".repeat((4 << 20) + 1), 413, "larger"),
    ];
    for (media_type, body, status, word) in sent {
        let answer = post(&paper, &token, media_type, &body);
        let sentences = answer.json();
        let (error, next) = (sentences["error"].as_str().unwrap_or_default(), sentences["next"].as_str().unwrap_or_default());
        assert_eq!(answer.status, status, "{error}");
        assert!(error.contains(word) && error.ends_with('.') && next.ends_with('.'), "{error} / {next}");
        assert!(!["expected", "invalid type"].iter().any(|parser| error.contains(parser)), "{error}");
    }
    assert_eq!(paper.get(STORIES).json()["stories"], json!([]), "nothing of what was refused is there");
    for path in ["/api/v1/stories?limit=0", "/api/v1/stories/2018/02/30/x", "/api/v1/stories/18/3/8/x"] {
        let answer = paper.get(path);
        assert_eq!((answer.status, answer.json()["next"].is_string()), (400, true), "{path}");
    }
}

#[test]
fn a_token_does_what_it_is_granted_and_no_more() {
    let paper = Paper::new();
    let token = bearer(&paper, "publish only", &[Grant::Publish]);
    let mut story = train();
    story["state"] = "draft".into();
    assert_eq!(post_json(&paper, &token, &story).status, 403);
    story["state"] = "published".into();
    story["breaking_until"] = json!(paper.now() + SignedDuration::from_hours(1));
    assert_eq!(post_json(&paper, &token, &story).status, 403, "the bar needs its own grant");
    assert_eq!(paper.get(STORIES).json()["stories"], json!([]), "a refusal publishes nothing");
    let token = bearer(&paper, "desk", &[Grant::Publish, Grant::PushAlert]);
    assert_eq!(post_json(&paper, &token, &story).status, 201);
    let bar = paper.app.store.read(|read| read.breaking()).expect("reads");
    assert_eq!((bar.words.as_str(), bar.story.is_some()), ("A train to Beijing", true));
}

#[test]
fn markdown_that_was_read_can_be_sent_back_and_changes_nothing() {
    let paper = Paper::new();
    let token = bearer(&paper, "desk", &GRANTS);
    let mut story = train();
    story["slugline"] = "KOREA-TRAIN-SECRET-LABEL".into();
    story["standfirst"] = "Two: governments \"confirm\" a visit.".into();
    assert_eq!(post_json(&paper, &token, &story).status, 201);
    let door = "/api/v1/stories/2018/03/28/a-train-to-beijing";
    let (before, markdown) = (paper.get(door), paper.get(&format!("{door}/markdown")));
    assert!(!markdown.text().contains("SECRET-LABEL"), "the working label is not public: {}", markdown.text());
    let answer = post(&paper, &token, "text/markdown", &markdown.text());
    assert_eq!(answer.status, 200, "{}", answer.text());
    let after = paper.get(door).json();
    for key in ["headline", "standfirst", "section", "storyline", "bylines", "dateline", "tags", "published", "body"] {
        assert_eq!(after[key], before.json()[key], "{key}");
    }
}
