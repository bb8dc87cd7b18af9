//! Copy with pictures beside it, as the command line files it.

use crate::harness::Paper;
use courant::http::Failure;
use courant::import::{Filed, Filing, file_copy};
use courant::wire::read_copy;
use courant_news::permit::Actor;
use std::path::Path;

fn file(paper: &Paper, folder: &Path, text: &str) -> Result<Filed, Failure> {
    let site = paper.app.pages.paper();
    let filing = Filing {
        store: &paper.app.store,
        media: &paper.app.media,
        zone: &site.zone,
        origin: &site.origin,
        language: &site.site.language,
        now: paper.now(),
    };
    let copy = read_copy("story.md", text.as_bytes()).expect("the copy is well written");
    file_copy(&filing, &Actor::command_line(), copy, Some(folder))
}

fn with_picture(path: &str) -> String {
    format!(
        "---\nheadline: Harbour wakes\nsection: world\npicture: {{file: {path}, alt: A crane, credit: The paper, focus: [0.25, 0.75]}}\n---\n\nText.\n\n![A quay]({path})\n"
    )
}

/// A picture of one colour.
fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 640, 360);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().expect("writes").write_image_data(&[200; 640 * 360 * 3]).expect("writes");
    bytes
}

#[test]
fn pictures_beside_the_copy_come_into_the_library_with_their_words() {
    let (paper, folder) = (Paper::new(), tempfile::tempdir().expect("a folder"));
    std::fs::create_dir(folder.path().join("pictures")).expect("makes");
    std::fs::write(folder.path().join("pictures/crane.png"), png()).expect("writes");
    let filed = file(&paper, folder.path(), &with_picture("pictures/crane.png")).expect("files");
    assert_eq!((filed.state, filed.made.as_slice()), ("published", ["section world".to_owned()].as_slice()));
    let story = paper.get(&format!("/api/v1/stories{}", filed.address)).json();
    assert_eq!(
        (&story["picture"]["alt"], &story["picture"]["credit"], &story["picture"]["width"]),
        (&"A crane".into(), &"The paper".into(), &640.into())
    );
    assert!(story["body_html"].as_str().expect("HTML").contains("alt=\"A quay\""), "{story}");
    let record = paper.app.store.read(|read| read.pictures(10)).expect("reads");
    assert_eq!((record.len(), record[0].focus, record[0].credit.as_str()), (1, (250, 750), "The paper"));
    let url = story["picture"]["url"].as_str().expect("an address").replace(&paper.app.pages.paper().origin, "");
    assert_eq!(paper.get(&url).header("content-type"), "image/jpeg");
    let again = file(&paper, folder.path(), &with_picture("pictures/crane.png")).expect("files");
    assert!(again.existed && again.address == filed.address);
}

#[test]
fn a_picture_that_is_not_inside_the_folder_is_refused_and_nothing_is_published() {
    let (paper, folder) = (Paper::new(), tempfile::tempdir().expect("a folder"));
    let copies = folder.path().join("copies");
    std::fs::create_dir(&copies).expect("makes");
    std::fs::write(folder.path().join("outside.png"), png()).expect("writes");
    std::os::unix::fs::symlink(folder.path().join("outside.png"), copies.join("link.png")).expect("links");
    std::fs::create_dir(copies.join("folder.png")).expect("makes");
    std::fs::write(copies.join("broken.png"), b"no picture").expect("writes");
    for (path, word) in [("link.png", "leads out"), ("missing.png", "missing.png"), ("folder.png", "no file"), ("broken.png", "broken.png")] {
        let failure = file(&paper, &copies, &with_picture(path)).expect_err(path);
        assert!(failure.sentence.starts_with("story.md") && failure.sentence.contains(word), "{}", failure.sentence);
        assert!(failure.next.ends_with('.'), "{}", failure.next);
    }
    assert_eq!(paper.get("/api/v1/stories").json()["stories"], serde_json::json!([]));
    assert!(paper.app.store.read(|read| read.pictures(10)).expect("reads").is_empty());
}

#[test]
fn copy_sent_again_after_its_embargo_is_the_same_story() {
    let (paper, folder) = (Paper::new(), tempfile::tempdir().expect("a folder"));
    let text =
        "---\nheadline: Harbour wakes\nsection: world\npublished: 2018-03-27T09:00:00+09:00\nembargo: 2018-03-29T09:00:00+09:00\n---\n\nText.\n";
    let first = file(&paper, folder.path(), text).expect("files");
    assert_eq!((first.state, first.address.as_str(), first.existed), ("scheduled", "/2018/03/29/harbour-wakes", false));
    paper.pass(jiff::SignedDuration::from_hours(72));
    paper.until(&first.address, |a| a.status == 200);
    let again = file(&paper, folder.path(), text).expect("files");
    assert_eq!((again.state, again.address, again.existed), ("published", first.address, true));
    assert_eq!(paper.get("/api/v1/stories").json()["stories"][0]["published"], "2018-03-29T00:00:00Z");
}
