//! Crops and focal points of single uses.

use super::{media, pictured, upload};
use crate::harness::Paper;
use crate::together::window::{Window, person};
use courant::pictures::inspect::inspect;
use courant::publish::Wanted;
use courant_news::copy::Copy;
use courant_news::framing::{Crop, Focus, Framing};
use courant_news::permit::GRANTS;
use serde_json::{Value, json};

fn framing(crop: &str, focus: &str) -> Framing {
    Framing { crop: Crop::read(crop).expect("a crop"), focus: Focus::read(focus).expect("a point") }
}

/// Copy whose lead is cut one way and whose picture in the text another.
fn cropped(id: &str) -> Copy {
    let mut copy = pictured("Harbour wakes", id, id);
    copy.head.picture.as_mut().expect("a lead").framing = framing("250,0,500,1000", "300,200");
    let mut json = serde_json::to_value(&copy).expect("plain");
    json["body"]["content"][1]["attrs"]["crop"] = "0,500,1000,500".into();
    Copy::from_json(&json).expect("copy")
}

#[test]
fn each_use_is_shown_as_it_is_cut_and_readers_can_order_no_other_cut() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let id = upload(&paper, &cookie, 10, &json!({ "alt": "A quay" }));
    let (lead, text, other) = ("c250-0-500-1000-320", "c0-500-1000-500-640", "c100-100-500-500-320");
    let draft = paper.draft(&cropped(&id));
    for name in [lead, text, other] {
        assert_eq!(paper.get(&media(&id, &format!("{name}.jpg"))).status, 404, "{name} of a draft");
    }
    let out = paper.publish_as(&cropped(&id), &Wanted::default());
    let page = paper.until(&out.path, |a| a.status == 200).text();
    assert!(page.contains(lead) && page.contains(text), "{page}");
    // 320 × 360 of 640 × 360, and the focal point of this use inside it: a tenth across, a fifth down.
    assert!(page.contains("width=\"320\" height=\"360\"") && page.contains("fx-1 fy-2"), "{page}");
    let bytes = |path: &str| {
        let answer = paper.get(path);
        assert_eq!(answer.status, 200, "{path}");
        let found = inspect(&answer.bytes).expect("a picture");
        (found.width, found.height)
    };
    assert_eq!(bytes(&media(&id, &format!("{lead}.jpg"))), (320, 360));
    assert_eq!(bytes(&media(&id, &format!("{text}.webp"))), (640, 180));
    let never = paper.get(&media(&"0".repeat(64), "320.jpg")).text();
    for name in
        [other, "320", "640", "c250-0-500-1000-640", "c0250-0-500-1000-320", "c250-0-500-1000-0320", "c-320", "c0-0-1000-1000-640", "c9999-0-1-1-320"]
    {
        let refused = paper.get(&media(&id, &format!("{name}.jpg")));
        assert_eq!((refused.status, refused.text()), (404, never.clone()), "{name}");
    }
    // The newsroom may try any, and nothing of it is kept on the disk.
    assert_eq!(paper.page(&format!("/newsroom/media/{id}/{other}.jpg"), &cookie).status, 200);
    assert_eq!(paper.get(&media(&id, &format!("{other}.jpg"))).status, 404);
    // A cut that the next revision does not show is gone with it.
    let mut plain = cropped(&id);
    plain.head.picture.as_mut().expect("a lead").framing = Framing::default();
    paper.publish_as(&plain, &Wanted::default());
    paper.until(&media(&id, &format!("{lead}.jpg")), |a| a.status == 404);
    assert!(paper.get("/feed.json").text().contains(text) && draft > 0);
}

#[test]
fn crops_and_focal_points_come_back_from_every_way_of_writing() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let id = upload(&paper, &cookie, 10, &json!({ "alt": "A quay" }));
    let copy = cropped(&id);
    let wanted = |copy: &Copy| (copy.head.picture.as_ref().expect("a lead").framing, copy.cuts());
    let out = paper.publish_as(&copy, &Wanted::default());
    paper.until(&out.path, |a| a.status == 200);
    // Markdown out, and the same text in again.
    let markdown = paper.get(&format!("/api/v1/stories{}/markdown", out.path)).text();
    assert!(
        markdown.contains("crop: [0.25, 0, 0.5, 1]") && markdown.contains("focus: [0.3, 0.2]") && markdown.contains("data-crop=\"0,500,1000,500\""),
        "{markdown}"
    );
    let token = token(&paper);
    let sent = |kind: &str, body: &str| paper.send("POST", "/api/v1/stories", &[("authorization", &token), ("content-type", kind)], body.as_bytes());
    let again = sent("text/markdown", &markdown);
    assert!(again.status < 300, "{}", again.text());
    let draft = |story| paper.app.store.read(|read| read.draft(story)).expect("reads").expect("a draft");
    assert_eq!(wanted(&draft(out.story)), wanted(&copy));
    // JSON by the API.
    let api = |crop: &str, focus: &str| {
        let picture = json!({ "picture": id, "alt": "A quay", "crop": crop, "focus": focus });
        json!({ "headline": "Harbour sleeps", "section": "world", "slug": "harbour-sleeps", "picture": picture, "body": copy.body }).to_string()
    };
    let filed = sent("application/json", &api("250,0,500,1000", "300,200"));
    assert!(filed.status < 300, "{}", filed.text());
    let path = filed.json()["address"].as_str().expect("an address").to_owned();
    assert!(paper.until(&path, |a| a.status == 200).text().contains("c250-0-500-1000-320"));
    for (crop, focus) in [("0,0,2000,10", ""), ("a", ""), ("", "1001,0"), ("0,0,10,10", "")] {
        let refused = sent("application/json", &api(crop, focus));
        assert_eq!(refused.status, 422, "{crop} {focus}: {}", refused.text());
        assert!(refused.json()["error"].as_str().is_some_and(|e| e.contains("does not lie inside the picture")), "{}", refused.text());
    }
    // The shared document, from one window to another.
    let ana = person(&paper, "Ana", &GRANTS);
    let mut window = Window::open(&paper, out.story, &ana);
    let said = [window.head("picture_crop"), window.head("picture_focus"), window.attribute(1, "crop"), window.attribute(1, "focus")];
    assert_eq!(said, [Some("250,0,500,1000".into()), Some("300,200".into()), Some("0,500,1000,500".into()), None]);
    let (n, m) = (window.set_head("picture_crop", "0,0,500,500"), window.set_attribute(1, "focus", "100,100"));
    window.until_acked(n);
    window.until_acked(m);
    let saved = draft(out.story);
    assert_eq!(saved.head.picture.as_ref().expect("a lead").framing, framing("0,0,500,500", "300,200"));
    assert_eq!(saved.body.each_picture().next().expect("a picture").framing, framing("0,500,1000,500", "100,100"));
}

#[test]
fn a_crop_outside_the_picture_is_refused_by_the_draft_and_falls_away_in_the_shared_document() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let id = upload(&paper, &cookie, 10, &json!({ "alt": "A quay" }));
    let story = paper.draft(&cropped(&id));
    let put = |copy: &Value| {
        let head = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("content-type", "application/json")];
        paper.send("PUT", &format!("/newsroom/stories/{story}/draft"), &head, json!({ "base": 1, "copy": copy }).to_string().as_bytes())
    };
    for bad in [json!("501,0,500,500"), json!("0,0,49,49"), json!([0, 0, 1, 1]), json!("1e3,0,500,500"), json!("0,0,500,500; drop")] {
        let mut copy = serde_json::to_value(cropped(&id)).expect("plain");
        copy["picture"]["crop"] = bad.clone();
        let refused = put(&copy);
        assert!(refused.status == 422 && refused.text().contains("picture.crop"), "{bad}: {}", refused.text());
        let mut copy = serde_json::to_value(cropped(&id)).expect("plain");
        copy["body"]["content"][1]["attrs"]["crop"] = bad.clone();
        assert_eq!(put(&copy).status, 422, "{bad}");
    }
    let ana = person(&paper, "Ana", &GRANTS);
    let mut window = Window::open(&paper, story, &ana);
    let n = window.set_head("picture_crop", "0,0,5000,1");
    window.until_acked(n);
    let n = window.set_attribute(1, "crop", "-1,0,500,500");
    window.until_acked(n);
    let draft = paper.app.store.read(|read| read.draft(story)).expect("reads").expect("a draft");
    assert_eq!(draft.head.picture.expect("the picture stays").framing, framing("", "300,200"));
    assert_eq!(draft.body.each_picture().map(|p| (p.picture.as_str(), p.framing.crop)).collect::<Vec<_>>(), [(id.as_str(), None)]);
}

fn token(paper: &Paper) -> String {
    use courant_news::permit::{Actor, ManagePeople};
    let actor = Actor::command_line();
    let permit = actor.permit::<ManagePeople>().expect("permit");
    let token = courant::people::add_token(&paper.app.store, permit, paper.now(), "wire", None, &GRANTS).expect("added");
    format!("Bearer {}", token.text())
}
