//! Sounds, films and captions: taken in by the newsroom, given to readers in parts, hidden until a story is out.

use crate::harness::{Answer, Paper, copy};
use courant::publish::Wanted;
use courant_news::body::Document;
use courant_news::permit::{Actor, Publish};
use jiff::SignedDuration;
use serde_json::{Value, json};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/recordings").join(name)).expect("a fixture")
}

fn upload(paper: &Paper, cookie: &str, name: &str, bytes: &[u8]) -> Answer {
    paper.send("POST", &format!("/newsroom/media-files?name={name}"), &[("cookie", cookie), ("accept", "application/json")], bytes)
}

fn taken(paper: &Paper, cookie: &str, name: &str) -> Value {
    let answer = upload(paper, cookie, name, &fixture(name));
    assert_eq!(answer.status, 201, "{name}: {}", answer.text());
    answer.json()
}

fn public(record: &Value) -> String {
    let id = record["id"].as_str().expect("an id");
    let name = record["src"].as_str().and_then(|src| src.rsplit('/').next()).expect("a name");
    format!("/media/files/{}/{name}", &id[..32])
}

fn paragraph(words: &str) -> Value {
    json!({ "type": "paragraph", "content": [{ "type": "text", "text": words }] })
}

fn story(headline: &str, blocks: Value) -> courant_news::copy::Copy {
    let mut copy = copy(headline, "world", "x");
    copy.body = Document::from_json(&json!({ "type": "doc", "content": blocks })).expect("a document");
    copy
}

fn sound(record: &Value) -> Value {
    json!({ "type": "audio", "attrs": { "file": record["id"], "credit": "Ana Ruiz" }, "content": [paragraph("The bell of the pier"), paragraph("(It rings once.)")] })
}

fn film(record: &Value, captions: &Value) -> Value {
    json!({ "type": "video", "attrs": { "file": record["id"], "captions": captions["id"] }, "content": [paragraph("The crane turns")] })
}

#[test]
fn a_recording_reaches_readers_with_its_story_and_not_before() {
    let paper = Paper::new();
    paper.publish("Harbour wakes", "world", "Text.");
    let cookie = paper.sign_in();
    let nothing = paper.get(&format!("/media/files/{}/audio.mp3", "0".repeat(32)));
    assert_eq!(nothing.status, 404);
    let bell = taken(&paper, &cookie, "tone.mp3");
    assert_eq!((bell["kind"].as_str(), bell["seconds"].as_i64()), (Some("audio"), Some(1)));
    let (crane, words) = (taken(&paper, &cookie, "film.mp4"), taken(&paper, &cookie, "captions.vtt"));
    let address = public(&bell);
    let hidden = |why: &str| {
        for path in [&address, &public(&crane), &public(&words)] {
            for head in [&[][..], &[("range", "bytes=0-3")], &[("if-none-match", "*")]] {
                let answer = paper.send("GET", path, head, b"");
                assert_eq!((answer.status, &answer.bytes), (404, &nothing.bytes), "{why}: {path}");
                assert_eq!(answer.header("etag"), "", "{why}");
            }
        }
    };
    hidden("uploaded");
    let draft = story("Bell and crane", json!([paragraph("Hear it."), sound(&bell), film(&crane, &words)]));
    paper.draft(&draft);
    hidden("in a draft");
    let later = Some(paper.now() + SignedDuration::from_hours(1));
    let out = paper.publish_as(&draft, &Wanted { published: later, ..Wanted::default() });
    hidden("scheduled");
    paper.pass(SignedDuration::from_secs(3601));
    let page = paper.until(&out.path, |a| a.status == 200).text();
    assert!(page.contains(&format!("<audio controls preload=\"none\" src=\"{address}\"")), "{page}");
    assert!(page.contains("<track kind=\"captions\"") && page.contains("<summary>Transcript</summary>"), "{page}");
    let answer = paper.get(&address);
    assert_eq!((answer.status, answer.header("content-type"), answer.header("x-content-type-options")), (200, "audio/mpeg", "nosniff"));
    assert!(answer.header("cache-control").contains("max-age=86400"));
    assert!(answer.header("content-security-policy").contains("media-src 'self'"));
    assert!(!answer.text().contains("Zanzibar"), "what is stored names nobody");
    assert_eq!(paper.get(&public(&words)).header("content-type"), "text/vtt; charset=utf-8");
    // Another name of the same file is no address.
    assert_eq!(paper.get(&address.replace("audio.mp3", "audio.wav")).status, 404);
    let actor = Actor::command_line();
    courant::publish::withdraw(&paper.app.store, actor.permit::<Publish>().expect("permit"), paper.now(), out.story, "").expect("withdrawn");
    paper.until(&address, |a| a.status == 410);
}

#[test]
fn a_player_gets_the_part_it_asks_for() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let bell = taken(&paper, &cookie, "tone.wav");
    let out = paper.publish_as(&story("Bell", json!([paragraph("Hear it."), sound(&bell)])), &Wanted::default());
    paper.until(&out.path, |a| a.status == 200);
    let address = public(&bell);
    let whole = paper.get(&address);
    let (length, etag) = (whole.bytes.len(), whole.header("etag").to_owned());
    assert_eq!((whole.header("accept-ranges"), whole.header("content-length")), ("bytes", length.to_string().as_str()));
    let part = |head: &[(&str, &str)]| paper.send("GET", &address, head, b"");
    let middle = part(&[("range", "bytes=4-11")]);
    assert_eq!((middle.status, middle.bytes.as_slice()), (206, &whole.bytes[4..12]));
    assert_eq!(middle.header("content-range"), format!("bytes 4-11/{length}"));
    let end = part(&[("range", "bytes=-5"), ("if-range", &etag)]);
    assert_eq!((end.status, end.bytes.as_slice()), (206, &whole.bytes[length - 5..]));
    assert_eq!(part(&[("range", "bytes=0-"), ("if-range", "\"another\"")]).status, 200);
    let beyond = part(&[("range", &format!("bytes={length}-"))]);
    assert_eq!((beyond.status, beyond.header("content-range")), (416, format!("bytes */{length}").as_str()));
    assert_eq!(part(&[("if-none-match", &etag)]).status, 304);
    let head = paper.send("HEAD", &address, &[], b"");
    assert_eq!((head.status, head.bytes.len(), head.header("content-length")), (200, 0, length.to_string().as_str()));
    // The newsroom's own door asks who is there.
    let own = bell["src"].as_str().expect("an address");
    assert_eq!(paper.get(own).status, 401);
    assert_eq!(paper.send("GET", own, &[("cookie", &cookie), ("range", "bytes=0-0")], b"").status, 206);
}

#[test]
fn what_is_no_recording_is_refused_with_a_sentence_and_leaves_nothing() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    for (name, bytes) in
        [("a.mp3", b"<script>alert(1)</script>".to_vec()), ("a.mp4", fixture("film.mp4")[..2000].to_vec()), ("a.svg", b"<svg/>".to_vec())]
    {
        let answer = upload(&paper, &cookie, name, &bytes);
        assert_eq!(answer.status, 422, "{name}: {}", answer.text());
        assert!(
            answer.json()["error"].as_str().is_some_and(|e| e.ends_with('.')) && answer.json()["next"].as_str().is_some_and(|n| n.ends_with('.'))
        );
    }
    let length = format!("{}", 501_u64 << 20);
    let mut answer = None;
    for _ in 0..1 {
        let mut stream = std::net::TcpStream::connect(paper.address).expect("connects");
        let head = format!(
            "POST /newsroom/media-files HTTP/1.1\r\nhost: a\r\ncookie: {cookie}\r\naccept: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        std::io::Write::write_all(&mut stream, head.as_bytes()).expect("sends");
        let mut bytes = [0; 12];
        std::io::Read::read_exact(&mut stream, &mut bytes).expect("answers");
        answer = Some(bytes);
    }
    assert_eq!(answer.as_ref().map(|bytes| &bytes[..]), Some(&b"HTTP/1.1 413"[..]));
    let left: Vec<_> = std::fs::read_dir(paper.app.data.join("media-files")).expect("reads").flatten().map(|e| e.file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(paper.send("GET", "/newsroom/media-files", &[("cookie", &cookie)], b"").json().as_array().is_some_and(Vec::is_empty));
}

#[test]
fn a_story_with_a_recording_that_is_not_here_cannot_be_published() {
    let paper = Paper::new();
    let missing = json!({ "id": "ab".repeat(32) });
    let actor = Actor::command_line();
    let zone = &paper.app.pages.paper().zone;
    let refused = courant::publish::publish_copy(
        &paper.app.store,
        actor.permit::<Publish>().expect("permit"),
        zone,
        paper.now(),
        courant::publish::Target::ByAddress,
        &story("Bell", json!([sound(&missing)])),
        &Wanted::default(),
    );
    assert!(refused.is_err());
}

#[test]
fn feeds_and_search_engines_find_the_recordings_of_a_story() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let (bell, crane, words) = (taken(&paper, &cookie, "tone.mp3"), taken(&paper, &cookie, "film.webm"), taken(&paper, &cookie, "captions.vtt"));
    let out = paper.publish_as(&story("Bell and crane", json!([sound(&bell), film(&crane, &words)])), &Wanted::default());
    let page = paper.until(&out.path, |a| a.status == 200).text();
    let feed = paper.until("/feed.json", |a| a.text().contains("attachments")).json();
    let attachment = &feed["items"][0]["attachments"][0];
    let origin = format!("http://{}", paper.address);
    assert_eq!(attachment["url"], format!("{origin}{}", public(&bell)));
    assert_eq!((attachment["mime_type"].as_str(), attachment["duration_in_seconds"].as_i64()), (Some("audio/mpeg"), Some(1)));
    assert_eq!(attachment["size_in_bytes"], bell["bytes"]);
    let rss = paper.get("/feed.rss").text();
    assert_eq!(rss.matches("<enclosure ").count(), 1, "{rss}");
    assert!(rss.contains(&format!("url=\"{origin}{}\"", public(&bell))) && rss.contains("type=\"audio/mpeg\""), "{rss}");
    assert_eq!(paper.get("/feed.atom").text().matches("rel=\"enclosure\"").count(), 2);
    assert!(page.contains("\"AudioObject\"") && page.contains("\"VideoObject\"") && page.contains("(It rings once.)"), "{page}");
    paper.until("/search?q=rings", |a| a.text().contains("Bell and crane"));
}

#[test]
fn the_last_page_asks_for_transcript_and_captions_and_refuses_what_is_used_as_something_else() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let (bell, crane) = (taken(&paper, &cookie, "tone.mp3"), taken(&paper, &cookie, "film.mp4"));
    let bare = json!({ "type": "audio", "attrs": { "file": bell["id"] }, "content": [paragraph("Bell")] });
    let uncaptioned = json!({ "type": "video", "attrs": { "file": crane["id"] }, "content": [paragraph("Crane"), paragraph("(Wind.)")] });
    let wrong = json!({ "type": "audio", "attrs": { "file": crane["id"] }, "content": [paragraph("x"), paragraph("y")] });
    let card = json!({ "type": "link_card", "content": [paragraph("No address")] });
    let id = paper.draft(&story("Bell", json!([bare, uncaptioned, wrong, card])));
    let page = paper.send("GET", &format!("/newsroom/stories/{id}/publication"), &[("cookie", &cookie)], b"").text();
    for sentence in ["has no transcript", "has no captions", "used as audio is MP4", "link card has no address"] {
        assert!(page.contains(sentence), "{sentence}: {page}");
    }
}

#[test]
fn the_page_of_sound_and_film_finds_by_name_kind_and_use() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let captions = b"WEBVTT\n\n00:00.000 --> 00:01.000\nThe crane hums.\n";
    let head = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let taken = paper.send("POST", "/newsroom/media-files?name=Crane_100%25.vtt", &head, captions);
    assert_eq!(taken.status, 201, "{}", taken.text());
    for (query, is_there) in [
        ("", true),
        ("?q=crane", true),
        ("?q=100%25", true),
        ("?q=%25", true),
        ("?q=gull", false),
        ("?kind=captions", true),
        ("?kind=audio", false),
        ("?uses=used", false),
        ("?uses=unused", true),
        ("?before=x", true),
    ] {
        let page = paper.shown(&cookie, &format!("/newsroom/media-files{query}"));
        assert_eq!(page.contains("Crane_100%.vtt"), is_there, "{query}: {page}");
    }
    let json = paper.send("GET", "/newsroom/media-files", &[("cookie", &cookie), ("accept", "application/json")], b"").json();
    assert_eq!(json[0]["kind"], "captions");
}
