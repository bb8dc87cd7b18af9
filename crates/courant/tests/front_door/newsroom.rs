//! What the newsroom does.

use crate::harness::{Paper, copy};

fn form(cookie: &str) -> [(&str, &str); 3] {
    [("cookie", cookie), ("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")]
}

#[test]
fn a_set_up_link_gives_one_person_an_account_and_then_has_ended() {
    let paper = Paper::new();
    let link = courant::people::set_up_link(&paper.app.store, paper.now()).expect("made").expect("nobody has an account");
    let page = paper.send("GET", &link, &[("accept", "text/html")], b"");
    assert!(page.status == 200 && page.text().contains("password"));
    let body = b"name=Ana+Ruiz&email=Ana%40Paper.example&password=harbour+crane+tuesday";
    let answer = paper.send("POST", &link, &form(""), body);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    assert!(answer.header("set-cookie").contains("HttpOnly") && answer.header("set-cookie").contains("Path=/newsroom"));
    let start = paper.send("GET", "/newsroom", &[("cookie", &cookie), ("accept", "text/html")], b"");
    assert!(start.status == 200 && start.text().contains("Ana Ruiz"), "{}", start.text());
    assert_ne!(paper.send("POST", &link, &form(""), body).status, 303, "the link works once");
    assert!(courant::people::set_up_link(&paper.app.store, paper.now()).expect("reads").is_none());
}

#[test]
fn sign_in_does_not_tell_who_has_an_account() {
    let paper = Paper::new();
    paper.sign_in();
    let known = paper.send("POST", "/newsroom/sessions", &form(""), b"email=ana%40paper.example&password=wrong+words+entirely");
    let unknown = paper.send("POST", "/newsroom/sessions", &form(""), b"email=eve%40paper.example&password=wrong+words+entirely");
    assert_eq!(known.status, unknown.status);
    assert_eq!(known.text().replace("ana@", ""), unknown.text().replace("eve@", ""));
    let right = paper.send("POST", "/newsroom/sessions", &form(""), b"email=ana%40paper.example&password=harbour+crane+tuesday");
    assert_eq!(right.status, 303);
}

#[test]
fn an_ended_session_is_out() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    assert_eq!(paper.send("GET", "/newsroom", &[("cookie", &cookie)], b"").status, 200);
    assert_eq!(paper.send("POST", "/newsroom/sign-out", &form(&cookie), b"").status, 303);
    assert_eq!(paper.send("GET", "/newsroom", &[("cookie", &cookie)], b"").status, 401);
}

#[test]
fn a_draft_is_saved_over_the_version_it_began_from_and_never_over_a_newer_one() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.draft(&copy("First words", "world", "Text."));
    let save = |base: i64, words: &str| {
        let body = serde_json::json!({ "base": base, "copy": copy(words, "world", "Text.") }).to_string();
        let head = [("cookie", cookie.as_str()), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        paper.send("PUT", &format!("/newsroom/stories/{story}/draft"), &head, body.as_bytes())
    };
    assert_eq!(save(1, "Second words").json()["version"], 2);
    let refused = save(1, "Other words");
    assert_eq!((refused.status, refused.json()["version"].as_i64()), (409, Some(2)));
    assert_eq!(refused.json()["copy"]["headline"], "Second words");
    assert_eq!(save(1, "Second words").status, 200, "the same words again are saved");
}

#[test]
fn a_draft_that_is_no_document_is_refused_with_a_sentence() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.draft(&copy("Words", "world", "Text."));
    let head = [("cookie", cookie.as_str()), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let refused = |copy: &str| {
        let body = format!(r#"{{"base":1,"copy":{copy}}}"#);
        let answer = paper.send("PUT", &format!("/newsroom/stories/{story}/draft"), &head, body.as_bytes());
        assert_eq!(answer.status, 422, "{}", answer.text());
        let told = answer.json();
        assert!(told["next"].as_str().is_some_and(|next| next.ends_with('.') && !next.contains("browser")), "{told}");
        told["error"].as_str().unwrap_or_default().to_owned()
    };
    let script = refused(r#"{"headline":"x","body":{"type":"doc","content":[{"type":"script"}]}}"#);
    assert!(script.starts_with("In the field ‘body’, the first block"), "{script}");
    assert_eq!(refused(r#"{"headline":"x","dateline":{"place":"Haemun","date":"12018-03-28"}}"#), "The field ‘dateline.date’ is no day.");
}

#[test]
fn a_dateline_that_has_only_its_place_yet_does_not_keep_the_rest_from_being_saved() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.draft(&copy("Words", "world", "Text."));
    let head = [("cookie", cookie.as_str()), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let body = r#"{"base":1,"copy":{"headline":"New words","dateline":{"place":"Haemun","date":""},"body":{"type":"doc","content":[{"type":"paragraph"}]}}}"#;
    let answer = paper.send("PUT", &format!("/newsroom/stories/{story}/draft"), &head, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}
