//! The last page before publishing: what the checks find, and what stops a story.

use crate::desk::{get, post, state};
use crate::harness::{Paper, copy};
use courant::publish::Wanted;
use courant_news::body::Document;
use courant_news::copy::Copy;
use courant_news::story::State;
use jiff::SignedDuration;
use serde_json::json;

fn linking(to: &str) -> Copy {
    let text = json!({ "type": "text", "text": "Read more", "marks": [{ "type": "link", "attrs": { "href": to } }] });
    let body = json!({ "type": "doc", "content": [{ "type": "paragraph" }, { "type": "paragraph", "content": [text] }] });
    Copy { body: Document::from_json(&body).expect("a document"), ..copy("A link", "world", "") }
}

fn page(paper: &Paper, cookie: &str, copy: &Copy) -> (i64, String) {
    let story = paper.draft(copy);
    (story, get(paper, cookie, &format!("/newsroom/stories/{story}/publication")).text())
}

#[test]
fn a_link_that_would_break_an_embargo_stops_the_story_on_the_page_and_in_the_action() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let wanted = Wanted { embargo: Some(paper.now() + SignedDuration::from_hours(2)), ..Wanted::default() };
    let held = paper.publish_as(&copy("Deal is done", "world", "Text."), &wanted);
    let (story, text) = page(&paper, &cookie, &linking(&held.path));
    assert!(text.contains("would break the embargo") && text.contains(&format!("/newsroom/stories/{story}#block-2")), "{text}");
    assert!(!text.contains("Publish now</button>"));
    let path = format!("/newsroom/stories/{story}/publication");
    let answer = post(&paper, &cookie, &path, "version=1&when=now");
    assert_eq!((answer.status, state(&paper, story)), (422, State::Draft), "{}", answer.text());
    let after = post(&paper, &cookie, &path, "version=1&when=at&at=2018-03-28T11:30");
    assert_eq!(after.status, 303, "after the embargo it may go out: {}", after.text());
}

#[test]
fn a_link_that_spells_out_the_papers_address_is_as_much_its_own() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let wanted = Wanted { embargo: Some(paper.now() + SignedDuration::from_hours(2)), ..Wanted::default() };
    let held = paper.publish_as(&copy("Deal is done", "world", "Text."), &wanted);
    let grants = [courant_news::permit::Grant::Publish, courant_news::permit::Grant::EditDesk];
    let token = crate::api::bearer(&paper, "Program", &grants);
    for whole in [format!("http://{}{}", paper.address, held.path), format!("https://{}{}?from=mail#end", paper.address, held.path)] {
        let (story, text) = page(&paper, &cookie, &linking(&whole));
        assert!(text.contains("would break the embargo") && !text.contains("being looked at"), "{text}");
        let answer = post(&paper, &cookie, &format!("/newsroom/stories/{story}/publication"), "version=1&when=now");
        assert_eq!((answer.status, state(&paper, story)), (422, State::Draft), "{}", answer.text());
        // A file that a program sends is looked at by the same eyes.
        let sent = format!("---\nheadline: By a program\nsection: world\n---\n\nSee [this]({whole}).\n");
        let head = [("authorization", token.as_str()), ("content-type", "text/markdown")];
        let answer = paper.send("POST", "/api/v1/stories", &head, sent.as_bytes());
        assert!(answer.status == 422 && answer.text().contains("would break the embargo"), "{} {}", answer.status, answer.text());
    }
}

#[test]
fn warnings_lead_to_their_place_and_never_stop_a_story() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let gone = paper.publish("Withdrawn story", "world", "Text.");
    assert_eq!(post(&paper, &cookie, &format!("/newsroom/stories/{}/withdrawal", gone.story), "reason=Wrong").status, 303);
    let (story, text) = page(&paper, &cookie, &linking(&gone.path));
    assert!(text.contains("leads to a story that was withdrawn") && text.contains("no dateline"), "{text}");
    let (_, left) = page(&paper, &cookie, &copy("Sum of TK", "world", "He is [CHECK] old."));
    assert!(left.contains("‘TK’ looks like a note") && left.contains("‘[CHECK]’") && left.contains("#block-1"), "{left}");
    assert_eq!(post(&paper, &cookie, &format!("/newsroom/stories/{story}/publication"), "version=1&when=now").status, 303);
}

#[test]
fn the_breaking_bar_is_switched_in_the_commit_that_publishes_or_nothing_is() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.draft(&copy("Bridge falls", "world", "Text."));
    let path = format!("/newsroom/stories/{story}/publication");
    let answer = post(&paper, &cookie, &path, "version=1&when=now&breaking=on&breaking_until=2018-03-28T12:00");
    assert_eq!(answer.status, 303, "{}", answer.text());
    let (bar, lines) = paper.app.store.read(|read| Ok::<_, courant_store::Problem>((read.breaking()?, read.journal_of(story, 10)?))).expect("reads");
    assert_eq!((bar.words.as_str(), bar.story), ("Bridge falls", Some(story)));
    assert_eq!(lines[0].at, lines[1].at, "one transaction, a line for each");
    let permit = courant_news::permit::Actor::person(1, "No alerts", vec![courant_news::permit::Grant::Publish]);
    let other = paper.draft(&copy("Bridge stands", "world", "Text."));
    let wanted = Wanted { bar: Some(paper.now() + SignedDuration::from_hours(1)), ..Wanted::default() };
    let zone = &paper.app.pages.paper().zone;
    let refused = courant::publish::publish(&paper.app.store, permit.permit().expect("permit"), zone, paper.now(), other, &wanted);
    assert!(refused.is_err());
    assert_eq!(state(&paper, other), State::Draft, "who may not switch the bar has published nothing either");
}
