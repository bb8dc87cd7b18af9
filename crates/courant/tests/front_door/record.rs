//! Revisions and corrections: what a story said, and what was wrong.

use crate::desk::{get, person, post};
use crate::harness::{Paper, copy};
use courant_news::permit::Role;

fn save(paper: &Paper, cookie: &str, story: i64, base: i64, text: &str) {
    let body = serde_json::json!({ "base": base, "copy": copy("Fares rise", "world", text) }).to_string();
    let head = [("cookie", cookie), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let answer = paper.send("PUT", &format!("/newsroom/stories/{story}/draft"), &head, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[test]
fn two_revisions_are_compared_by_words_and_an_older_one_is_restored_without_losing_any() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.draft(&copy("Fares rise", "world", "The fare rises on Monday."));
    let publish = |version: i64| {
        let answer = post(&paper, &cookie, &format!("/newsroom/stories/{story}/publication"), &format!("version={version}&when=now"));
        assert_eq!(answer.status, 303, "{}", answer.text());
    };
    publish(1);
    save(&paper, &cookie, story, 1, "The fare rises on Tuesday.");
    publish(2);
    let page = get(&paper, &cookie, &format!("/newsroom/stories/{story}/revisions?from=1&to=2")).text();
    assert!(page.contains("The fare rises on <del>Monday</del><ins>Tuesday</ins>."), "{page}");
    assert!(page.contains("One word came in, one word went out"), "{page}");
    save(&paper, &cookie, story, 2, "Words of a draft that nobody has published.");
    let restored = post(&paper, &cookie, &format!("/newsroom/stories/{story}/revisions/1/restoration"), "");
    assert_eq!((restored.status, restored.header("location")), (303, format!("/newsroom/stories/{story}/revisions?done=restored").as_str()));
    let (names, draft) =
        paper.app.store.read(|read| Ok::<_, courant_store::Problem>((read.revisions_of(story)?, read.draft(story)?))).expect("reads");
    let names: Vec<&str> = names.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["restored", "before restoring", "updated", "published"]);
    assert!(draft.expect("there").body.plain_text().contains("Monday"));
    let kept = get(&paper, &cookie, &format!("/newsroom/stories/{story}/revisions?from=2&to=3")).text();
    assert!(kept.contains("nobody has published"), "{kept}");
    let path = paper.app.store.read(|read| read.story(story)).expect("reads").and_then(|s| s.path()).expect("a path");
    assert!(paper.until(&path, |a| a.status == 200).text().contains("Tuesday"), "readers see no change");
    assert_eq!(post(&paper, &cookie, &format!("/newsroom/stories/{story}/revisions/99/restoration"), "").status, 404);
    assert!(paper.app.store.read(|read| read.broken_revisions()).expect("reads").is_empty(), "the chain of hashes holds");
}

#[test]
fn a_correction_filed_by_itself_stands_everywhere_at_once_and_a_wrong_one_is_corrected_visibly() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.publish("Fares rise", "world", "A tenth.");
    let path = format!("/newsroom/stories/{}/corrections", story.story);
    let filed = post(&paper, &cookie, &path, "kind=correction&was=A+tenth&now=A+fifth&why=We+misread+the+table.&corrects=0");
    assert_eq!(filed.status, 303, "{}", filed.text());
    for surface in [&story.path, "/corrections", "/feed.json", "/feed.atom"] {
        paper.until(surface, |a| a.text().contains("We misread the table."));
    }
    let page = paper.get(&story.path).text();
    assert!(page.contains("CorrectionComment") && page.contains("2018-03-28T09:30"), "{page}");
    let wrong = post(&paper, &cookie, &path, "kind=correction&was=A+fifth&now=A+quarter&why=The+table+was+old.&corrects=1");
    assert_eq!(wrong.status, 303, "{}", wrong.text());
    let page = paper.until(&story.path, |a| a.text().contains("The table was old.")).text();
    assert!(
        page.contains("We misread the table.") && page.contains("This was itself corrected.") && page.contains("href=\"#correction-2\""),
        "{page}"
    );
    assert!(paper.until("/feed.json", |a| a.text().contains("The table was old.")).text().contains("This was itself corrected."));
    assert!(paper.get("/corrections").text().contains("This corrects an earlier note."));
    let again = post(&paper, &cookie, &path, "kind=correction&was=A&now=B&why=Once+more&corrects=1");
    assert!(again.status == 422 && again.text().contains("was corrected already"), "{}", again.text());
    let desk = get(&paper, &cookie, &path).text();
    assert!(desk.contains("id=\"correction-1\"") && desk.contains("This was itself corrected"), "{desk}");
}

#[test]
fn a_retraction_says_so_above_the_headline() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.publish("Fares rise", "world", "A tenth.");
    assert!(!paper.get(&story.path).text().contains("This story was retracted."));
    let path = format!("/newsroom/stories/{}/corrections", story.story);
    assert_eq!(post(&paper, &cookie, &path, "kind=retraction&why=None+of+it+happened.").status, 303);
    let page = paper.until(&story.path, |a| a.text().contains("None of it happened.")).text();
    assert!(page.find("This story was retracted.") < page.find("<h1"), "{page}");
}

#[test]
fn a_correction_needs_readers_a_reason_and_the_grant() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let (_, reporter) = person(&paper, "Rita Rep", Role::Reporter);
    let draft = paper.draft(&copy("Fares rise", "world", "Text."));
    let path = format!("/newsroom/stories/{draft}/corrections");
    assert_eq!(post(&paper, &cookie, &path, "kind=update&why=New+facts").status, 409);
    let story = paper.publish("Fares fall", "world", "Text.").story;
    let path = format!("/newsroom/stories/{story}/corrections");
    assert!(post(&paper, &cookie, &path, "kind=update&why=").text().contains("Say why, in words for readers."));
    assert_eq!(post(&paper, &reporter, &path, "kind=update&why=New+facts").status, 403);
    assert!(get(&paper, &reporter, &path).text().contains("You may not publish"));
}
