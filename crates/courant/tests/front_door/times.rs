//! Schedule and embargo: to the second, across clock changes, and nothing before.

use crate::harness::{Paper, copy};
use courant::publish::{self, Wanted};
use courant_news::permit::{Actor, Publish};
use courant_news::story::State;
use jiff::{SignedDuration, Timestamp};

fn in_minutes(paper: &Paper, minutes: i64) -> Option<Timestamp> {
    Some(paper.now() + SignedDuration::from_mins(minutes))
}

#[test]
fn a_scheduled_story_is_released_at_its_second() {
    let paper = Paper::new();
    let story = paper.publish_as(&copy("Set for later", "world", "Text."), &Wanted { published: in_minutes(&paper, 10), ..Wanted::default() });
    assert_eq!(story.state, State::Scheduled);
    paper.pass(SignedDuration::from_millis(10 * 60_000 - 1));
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(paper.get(&story.path).status, 404, "a millisecond early");
    paper.pass(SignedDuration::from_millis(1));
    let page = paper.until(&story.path, |a| a.status == 200);
    assert!(page.text().contains("28 March 2018, 09:40 KST"));
}

#[test]
fn an_embargo_holds_whatever_else_is_set() {
    let paper = Paper::new();
    let wanted = Wanted { published: in_minutes(&paper, 5), embargo: in_minutes(&paper, 30), ..Wanted::default() };
    let story = paper.publish_as(&copy("Under embargo", "world", "Text."), &wanted);
    paper.pass(SignedDuration::from_mins(29));
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(paper.get(&story.path).status, 404);
    paper.pass(SignedDuration::from_mins(1));
    assert!(paper.until(&story.path, |a| a.status == 200).text().contains("10:00 KST"));
}

#[test]
fn an_update_with_a_time_leaves_the_live_text_until_then() {
    let paper = Paper::new();
    let story = paper.publish("Fares stay", "world", "Old text.");
    paper.publish_as(&copy("Fares stay", "world", "New text."), &Wanted { published: in_minutes(&paper, 10), ..Wanted::default() });
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(paper.get(&story.path).text().contains("Old text."));
    paper.pass(SignedDuration::from_mins(10));
    paper.until(&story.path, |a| a.text().contains("New text."));
}

#[test]
fn a_time_that_was_taken_back_releases_nothing() {
    let paper = Paper::new();
    let story = paper.publish_as(&copy("Taken back", "world", "Text."), &Wanted { published: in_minutes(&paper, 10), ..Wanted::default() });
    let actor = Actor::command_line();
    publish::unschedule(&paper.app.store, actor.permit::<Publish>().expect("permit"), paper.now(), story.story).expect("taken back");
    paper.pass(SignedDuration::from_mins(60));
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(paper.get(&story.path).status, 404);
    let waits = paper.app.store.read(|read| read.next_due(courant::publish::RELEASE)).expect("reads");
    assert_eq!(waits, None, "the job is done and did nothing");
}

#[test]
fn a_release_that_was_missed_while_the_server_was_down_is_made_once() {
    let paper = Paper::new();
    let story = paper.publish_as(&copy("Missed", "world", "Text."), &Wanted { published: in_minutes(&paper, 10), ..Wanted::default() });
    paper.pass(SignedDuration::from_hours(5));
    paper.until(&story.path, |a| a.status == 200);
    let lines = paper.app.store.read(|read| read.journal_of(story.story, 50)).expect("reads");
    let published = lines.iter().filter(|l| matches!(l.change, courant_news::change::Change::StoryPublished { .. })).count();
    assert_eq!(published, 1);
}

#[test]
fn a_withdrawn_story_stays_gone_while_a_time_is_set_and_after_it_was_taken_back() {
    let paper = Paper::new();
    let story = paper.publish("Ferry sinks", "business", "It did not.");
    let actor = Actor::command_line();
    let permit = || actor.permit::<Publish>().expect("permit");
    courant::publish::withdraw(&paper.app.store, permit(), paper.now(), story.story, "Wrong.").expect("withdrawn");
    paper.until(&story.path, |a| a.status == 410);
    let later = Wanted { published: in_minutes(&paper, 60), ..Wanted::default() };
    let zone = &paper.app.pages.paper().zone;
    courant::publish::publish(&paper.app.store, permit(), zone, paper.now(), story.story, &later).expect("a time");
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(paper.get(&story.path).status, 410);
    courant::publish::unschedule(&paper.app.store, permit(), paper.now(), story.story).expect("taken back");
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(paper.get(&story.path).status, 410);
}

#[test]
fn a_correction_that_came_with_a_time_which_was_taken_back_is_never_seen_and_can_come_again() {
    let paper = Paper::new();
    let story = paper.publish("Ferry fares rise", "business", "By a tenth.");
    let actor = Actor::command_line();
    let permit = || actor.permit::<Publish>().expect("permit");
    let zone = &paper.app.pages.paper().zone;
    let correction = courant_news::correction::Correction {
        kind: courant_news::correction::Kind::Correction,
        was: "A tenth.".into(),
        now: "A fifth.".into(),
        why: "We misread the tariff.".into(),
    };
    let later = Wanted { published: in_minutes(&paper, 60), correction: Some(correction.clone()), ..Wanted::default() };
    courant::publish::publish(&paper.app.store, permit(), zone, paper.now(), story.story, &later).expect("a time");
    courant::publish::unschedule(&paper.app.store, permit(), paper.now(), story.story).expect("taken back");
    courant::publish::publish_copy(
        &paper.app.store,
        permit(),
        zone,
        paper.now(),
        courant::publish::Target::Story(story.story),
        &copy("Ferry fares rise", "business", "By a tenth, from Monday."),
        &Wanted::default(),
    )
    .expect("updated");
    let page = paper.until(&story.path, |a| a.text().contains("from Monday")).text();
    assert!(!page.contains("misread the tariff"), "{page}");
    let again = Wanted { correction: Some(correction), ..Wanted::default() };
    courant::publish::publish(&paper.app.store, permit(), zone, paper.now(), story.story, &again).expect("corrected");
    paper.until(&story.path, |a| a.text().contains("misread the tariff"));
}

#[test]
fn an_update_that_waits_puts_no_word_on_the_breaking_bar() {
    let paper = Paper::new();
    let story = paper.publish("Minister speaks", "world", "She spoke.");
    let actor = Actor::command_line();
    let zone = &paper.app.pages.paper().zone;
    let wanted = Wanted { published: in_minutes(&paper, 60), bar: in_minutes(&paper, 120), ..Wanted::default() };
    let refused = courant::publish::publish_copy(
        &paper.app.store,
        actor.permit::<Publish>().expect("permit"),
        zone,
        paper.now(),
        courant::publish::Target::Story(story.story),
        &copy("Minister resigns", "world", "She resigned."),
        &wanted,
    )
    .expect_err("refused");
    assert!(refused.to_string().contains("before the update is out"), "{refused}");
    assert!(!paper.get("/").text().contains("Minister resigns"));
}
