//! Fronts: of the paper and of sections, at other times, and what stood before.

use crate::harness::{Paper, copy};
use courant::publish::Wanted;
use jiff::SignedDuration;

fn version(page: &str) -> String {
    page.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a version").to_owned()
}

#[test]
fn a_section_has_a_front_of_its_own() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let old = paper.publish("Old but good", "sport", "Text.");
    paper.publish("Newest of sport", "sport", "Text.");
    let world = paper.publish("Of the world", "world", "Text.");
    let body = format!("version=0&lead=&make-lead={}", old.story);
    assert_eq!(paper.form(&cookie, "/newsroom/fronts/sport", &body).status, 303);
    let list = |paper: &Paper| paper.get("/sport").text().split("Most Viewed").next().unwrap_or_default().to_owned();
    assert!(list(&paper).find("old-but-good") < list(&paper).find("newest-of-sport"), "{}", list(&paper));
    let kicker = format!("version=1&lead={}&lead_kicker=From+the+archive&save=front", old.story);
    assert_eq!(paper.form(&cookie, "/newsroom/fronts/sport", &kicker).status, 303);
    assert!(list(&paper).contains("From the archive"));
    let refused = paper.form(&cookie, "/newsroom/fronts/sport", &format!("version=2&lead=&add={}", world.story));
    assert_eq!(refused.status, 422, "a story of another section cannot stand there");
    assert_eq!(paper.send("GET", "/newsroom/fronts/none", &[("cookie", &cookie)], b"").status, 404);
}

#[test]
fn a_kicker_typed_while_somebody_else_arranged_the_front_is_not_lost() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.publish("Crane wakes", "world", "Text.");
    let other = paper.publish("Ferry", "world", "Text.");
    assert_eq!(paper.form(&cookie, "/newsroom/front", &format!("version=0&lead={}&lead_kicker=&save=front", other.story)).status, 303);
    let refused = paper.form(&cookie, "/newsroom/front", &format!("version=0&lead={}&lead_kicker=Harbour+at+four&save=front", story.story));
    assert_eq!(refused.status, 409);
    let page = refused.text();
    assert!(page.contains("Harbour at four") && page.contains("Ana Ruiz arranged this front meanwhile"), "{page}");
    let again = format!("version={}&lead={}&lead_kicker=Harbour+at+four&save=front", version(&page), story.story);
    assert_eq!(paper.form(&cookie, "/newsroom/front", &again).status, 303);
    assert!(paper.get("/").text().contains("Harbour at four"));
}

#[test]
fn any_earlier_arrangement_can_be_put_back_and_the_history_says_who_changed_what() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let one = paper.publish("Crane wakes", "world", "Text.");
    let two = paper.publish("Ferry sails", "world", "Text.");
    for (version, lead) in [(0, one.story), (1, two.story)] {
        assert_eq!(paper.form(&cookie, "/newsroom/front", &format!("version={version}&lead={lead}&lead_kicker=K{version}&save=front")).status, 303);
    }
    assert!(paper.get("/").text().contains("K1"));
    let page = paper.shown(&cookie, "/newsroom/fronts/front");
    let history = page.split("id=\"history\"").nth(1).expect("a history");
    assert!(history.contains("Lead: ‘Ferry sails’.") && history.contains("Lead: ‘Crane wakes’.") && history.contains("Ana Ruiz"), "{history}");
    assert_eq!(paper.form(&cookie, "/newsroom/fronts/front/history", "restore=1").status, 303);
    let front = paper.get("/").text();
    assert!(front.contains("K0") && !front.contains("K1"));
    assert_eq!(paper.form(&cookie, "/newsroom/fronts/front/history", "restore=2").status, 303, "undo is undone");
    assert!(paper.get("/").text().contains("K1"));
}

#[test]
fn a_planned_change_stands_from_its_time_on_once() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.publish("Crane wakes", "world", "Text.");
    paper.publish("Ferry sails", "world", "Text.");
    let begun = paper.form(&cookie, "/newsroom/fronts/front/plans", "at=2018-03-28T12:00");
    assert_eq!(begun.status, 303, "{}", begun.text());
    let plan = begun.header("location").split('?').next().expect("a path").to_owned();
    let lead = format!("version=1&lead={}&lead_kicker=At+noon&save=front", story.story);
    assert_eq!(paper.form(&cookie, &plan, &lead).status, 303);
    assert!(!paper.get("/").text().contains("At noon"));
    assert!(paper.shown(&cookie, "/newsroom/front").contains("28 March 2018, 12:00 KST"));
    let id = plan.rsplit('/').next().expect("a number");
    assert!(paper.shown(&cookie, &format!("/newsroom/fronts/front/preview?plan={id}")).contains("At noon"));
    let past = paper.form(&cookie, "/newsroom/fronts/front/plans", "at=2018-03-27T12:00");
    assert!(past.status == 422 && past.text().contains("past"));
    // A second one, cancelled.
    let second = paper.form(&cookie, "/newsroom/fronts/front/plans", "at=2018-03-28T12:01");
    let second = second.header("location").split('?').next().expect("a path").to_owned();
    assert_eq!(paper.form(&cookie, &format!("{second}/cancel"), "").status, 303);
    paper.pass(SignedDuration::from_hours(3));
    paper.until("/", |a| a.text().contains("At noon"));
    assert_eq!(paper.send("GET", &plan, &[("cookie", &cookie)], b"").status, 404, "it no longer waits");
    let versions = paper.app.store.read(|read| read.front_versions("front", 10)).expect("reads");
    assert_eq!(versions.len(), 1, "it was carried out once, and the cancelled one never: {versions:?}");
    paper.pass(SignedDuration::from_hours(1));
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(paper.app.store.read(|read| read.front_versions("front", 10)).expect("reads").len(), 1);
}

#[test]
fn a_preview_shows_what_will_stand_at_an_hour_and_is_kept_nowhere() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    paper.publish("Crane wakes", "world", "Text.");
    let at = Some(paper.now() + SignedDuration::from_hours(2));
    paper.publish_as(&copy("Comes at half past eleven", "harbour-news", "Text."), &Wanted { published: at, ..Wanted::default() });
    let bar = "words=Something+breaks&story=&until=2018-03-28T10:30&switch=on";
    assert_eq!(paper.form(&cookie, "/newsroom/breaking", bar).status, 303);
    assert!(paper.get("/").text().contains("Something breaks"));
    let look = |time: &str| paper.send("GET", &format!("/newsroom/fronts/front/preview?at=2018-03-28T{time}"), &[("cookie", &cookie)], b"");
    let (early, late) = (look("10:00"), look("12:00"));
    assert!(early.text().contains("Something breaks") && !early.text().contains("half past eleven"));
    assert!(!late.text().contains("Something breaks") && late.text().contains("Comes at half past eleven"), "{}", late.text());
    assert_eq!(late.header("cache-control"), "no-store");
    assert!(late.text().contains("noindex"));
    assert!(!paper.get("/").text().contains("half past eleven"));
    assert_eq!(look("99:00").status, 422);
}
