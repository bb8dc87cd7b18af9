//! Replacing a picture everywhere.

use super::{describe, media, pictured, upload};
use crate::harness::Paper;
use crate::together::window::{Window, person};
use courant::publish::{self, Wanted};
use courant_news::change::Change;
use courant_news::correction::{Correction, Kind};
use courant_news::framing::{Crop, Framing};
use courant_news::permit::{Actor, Edit, GRANTS, Role};
use jiff::SignedDuration;
use serde_json::json;

fn lead(paper: &Paper, story: i64) -> (String, String, Framing) {
    let copy = paper.app.store.read(|read| read.draft(story)).expect("reads").expect("a draft");
    let lead = copy.head.picture.expect("a lead picture");
    (lead.picture, lead.credit, lead.framing)
}

fn replace(paper: &Paper, cookie: &str, old: &str, new: &str, how: &str) -> crate::harness::Answer {
    paper.form(cookie, &format!("/newsroom/pictures/{old}/replacement"), &format!("by={new}{how}"))
}

#[test]
fn every_use_shows_the_new_picture_in_the_same_commit() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let old = upload(&paper, &cookie, 10, &json!({ "alt": "The old quay" }));
    let new = upload(&paper, &cookie, 20, &json!({ "alt": "The new quay", "caption": "Rebuilt", "credit": "AP" }));
    let mut copy = pictured("Harbour wakes", &old, &old);
    copy.head.picture.as_mut().expect("a lead").framing.crop = Crop::new(0, 0, 500, 500);
    copy.head.slug = "harbour-wakes".into();
    let out = paper.publish_as(&copy, &Wanted::default());
    // An update that waits, with a correction that comes with it.
    let mut update = copy.clone();
    update.head.headline = "Harbour wakes up".into();
    let correction = Correction { kind: Kind::Correction, was: "four".into(), now: "five".into(), why: "A misreading.".into() };
    let at = paper.now() + SignedDuration::from_hours(1);
    paper.publish_as(&update, &Wanted { published: Some(at), correction: Some(correction), ..Wanted::default() });
    let draft = paper.draft(&pictured("Cranes", &old, &old));
    let ana = person(&paper, "Ana", &GRANTS);
    let mut window = Window::open(&paper, draft, &ana);
    let before = paper.until(&out.path, |a| a.text().contains(&old[..32])).text();
    assert_eq!(paper.get(&media(&old, "c0-0-500-500-320.jpg")).status, 200);

    let done = replace(&paper, &cookie, &old, &new, "&words=take");
    assert_eq!((done.status, done.header("location")), (303, format!("/newsroom/pictures/{new}?done=replaced").as_str()));
    let page = paper.until(&out.path, |a| a.text().contains(&new[..32])).text();
    assert!(!page.contains(&old[..32]) && page.contains("Rebuilt") && page.contains(">AP<"), "{page}");
    assert!(!page.contains("misreading"), "a correction that waits stays unseen: {page}");
    let times = |page: &str| page.matches("<time").count();
    assert_eq!(times(&page), times(&before), "a picture is no update of the news");
    for file in ["640.jpg", "320.webp", "c0-0-500-500-320.jpg"] {
        assert_eq!(paper.get(&media(&old, file)).status, 410, "{file}");
    }
    assert_eq!(paper.get(&media(&new, "640.jpg")).status, 200);
    assert_eq!(lead(&paper, draft), (new.clone(), "AP".into(), Framing::default()));
    window.until("the new picture", |w| w.head("picture").as_ref() == Some(&new));
    assert_eq!((window.attribute(1, "picture"), window.attribute(1, "credit")), (Some(new.clone()), Some("AP".into())));

    paper.pass(SignedDuration::from_hours(1));
    let later = paper.until(&out.path, |a| a.text().contains("Harbour wakes up")).text();
    assert!(later.contains(&new[..32]) && !later.contains(&old[..32]) && later.contains("misreading"), "{later}");
    let lines = paper.app.store.read(|read| read.journal_after(0, 1000)).expect("reads");
    assert!(lines.iter().any(|l| matches!(&l.change, Change::PictureReplaced { stories: 2, .. })), "one line for the whole");
    let history = paper.shown(&cookie, &format!("/newsroom/pictures/{old}"));
    assert!(history.contains("Another picture stands wherever this one stood"), "{history}");
    assert!(paper.app.store.read(|read| read.broken_journal()).expect("reads").is_empty());
}

#[test]
fn a_replacement_neither_takes_a_correction_from_readers_nor_gives_them_one_that_waits() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let old = upload(&paper, &cookie, 10, &json!({ "alt": "The old quay" }));
    let new = upload(&paper, &cookie, 20, &json!({ "alt": "The new quay" }));
    let correction = |why: &str| Some(Correction { kind: Kind::Correction, was: "four".into(), now: "five".into(), why: why.into() });
    let mut copy = pictured("Harbour wakes", &old, &old);
    copy.head.slug = "harbour-wakes".into();
    let out = paper.publish_as(&copy, &Wanted::default());
    copy.head.headline = "Harbour wakes up".into();
    paper.publish_as(&copy, &Wanted { correction: correction("A misreading."), ..Wanted::default() });
    paper.until(&out.path, |a| a.text().contains("misreading"));
    // What readers have waits once more, unchanged.
    let at = Some(paper.now() + SignedDuration::from_hours(1));
    paper.publish_as(&copy, &Wanted { published: at, ..Wanted::default() });
    assert_eq!(replace(&paper, &cookie, &old, &new, "").status, 303);
    let page = paper.until(&out.path, |a| a.text().contains(&new[..32])).text();
    assert!(page.contains("misreading"), "{page}");
    // A correction that waits on a revision before the last one that waits.
    let mut copy = paper.app.store.read(|read| read.draft(out.story)).expect("reads").expect("a draft");
    copy.head.headline = "Harbour wakes late".into();
    paper.publish_as(&copy, &Wanted { published: at, correction: correction("A slip."), ..Wanted::default() });
    copy.head.headline = "Harbour wakes later".into();
    paper.publish_as(&copy, &Wanted { published: at, ..Wanted::default() });
    let third = upload(&paper, &cookie, 30, &json!({ "alt": "The third quay" }));
    assert_eq!(replace(&paper, &cookie, &new, &third, "").status, 303);
    let page = paper.until(&out.path, |a| a.text().contains(&third[..32])).text();
    assert!(page.contains("misreading") && !page.contains("A slip."), "{page}");
    paper.pass(SignedDuration::from_hours(1));
    paper.until(&out.path, |a| a.text().contains("Harbour wakes later") && a.text().contains("misreading"));
}

#[test]
fn each_story_keeps_its_words_and_crops_where_that_is_chosen() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let (old, new) = (upload(&paper, &cookie, 10, &json!({ "alt": "Old" })), upload(&paper, &cookie, 20, &json!({ "alt": "" })));
    let mut copy = pictured("Harbour wakes", &old, &old);
    let framing = Framing { crop: Crop::new(0, 0, 500, 500), focus: None };
    copy.head.picture.as_mut().expect("a lead").framing = framing;
    let out = paper.publish_as(&copy, &Wanted::default());
    let refused = replace(&paper, &cookie, &old, &new, "&words=take");
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("The new picture has no alternative text"), "{}", refused.text());
    assert_eq!(replace(&paper, &cookie, &old, &new, "&words=keep&framing=keep").status, 303);
    assert_eq!(lead(&paper, out.story), (new.clone(), "Ana Ruiz".into(), framing));
    assert_eq!(paper.get(&media(&new, "c0-0-500-500-320.jpg")).status, 200);
    // A mistake is put right the same way: the old one comes back, at its old address.
    assert_eq!(replace(&paper, &cookie, &new, &old, "&words=keep&framing=keep").status, 303);
    paper.until(&out.path, |a| a.text().contains(&old[..32]));
    assert_eq!((paper.get(&media(&old, "640.jpg")).status, paper.get(&media(&new, "640.jpg")).status), (200, 410));
}

#[test]
fn what_is_no_replacement_is_refused_and_who_may_not_publish_replaces_nothing() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let (old, new) = (upload(&paper, &cookie, 10, &json!({ "alt": "Old" })), upload(&paper, &cookie, 20, &json!({ "alt": "New" })));
    let ended = upload(&paper, &cookie, 30, &json!({ "alt": "Ended", "rights_end": "2018-03-01" }));
    for (by, status) in [(old.as_str(), 422), (ended.as_str(), 422), ("0", 404), ("", 404)] {
        assert_eq!(replace(&paper, &cookie, &old, by, "").status, status, "{by}");
    }
    assert_eq!(replace(&paper, &cookie, &"0".repeat(64), &new, "").status, 404);
    for role in [Role::Reporter, Role::Editor] {
        let (_, somebody) = paper.somebody(role.word(), role);
        assert_eq!(replace(&paper, &somebody, &old, &new, "").status, 403, "{}", role.word());
        let page = paper.shown(&somebody, &format!("/newsroom/pictures/{old}/replacement?by={new}"));
        assert!(page.contains("You may not publish") && !page.contains("name=\"by\""), "{page}");
    }
    assert_eq!(describe(&paper, &cookie, &old, &json!({})).json()["alt"], "Old");
}

#[test]
fn an_older_revision_does_not_bring_the_old_picture_back() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let (old, new) = (upload(&paper, &cookie, 10, &json!({ "alt": "Old" })), upload(&paper, &cookie, 20, &json!({ "alt": "New" })));
    let out = paper.publish_as(&pictured("Harbour wakes", &old, &old), &Wanted::default());
    assert_eq!(replace(&paper, &cookie, &old, &new, "").status, 303);
    let actor = Actor::command_line();
    publish::restore(&paper.app.store, actor.permit::<Edit>().expect("permit"), paper.now(), out.story, 1).expect("restored");
    assert_eq!(lead(&paper, out.story).0, new);
    // Copy that still names it, from a file or an editor that was offline, is published with the new one.
    paper.publish_as(&pictured("Harbour wakes", &old, &old), &Wanted::default());
    assert_eq!(lead(&paper, out.story).0, new);
    let page = paper.until(&out.path, |a| a.status == 200).text();
    assert!(page.contains(&new[..32]) && !page.contains(&old[..32]), "{page}");
}
