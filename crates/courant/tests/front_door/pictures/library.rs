//! Finding pictures.

use super::{describe, pictured, upload};
use crate::harness::{Answer, Paper};
use courant::publish::Wanted;
use serde_json::json;

fn found(paper: &Paper, cookie: &str, query: &str) -> Vec<String> {
    let answer = asked(paper, cookie, query);
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    answer.json()["pictures"].as_array().expect("a list").iter().map(|p| p["alt"].as_str().expect("words").to_owned()).collect()
}

fn asked(paper: &Paper, cookie: &str, query: &str) -> Answer {
    paper.send("GET", &format!("/newsroom/pictures{query}"), &[("cookie", cookie), ("accept", "application/json")], b"")
}

#[test]
fn pictures_are_found_by_words_dates_rights_and_use() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let quay = upload(
        &paper,
        &cookie,
        10,
        &json!({ "alt": "Quay", "caption": "Ölhafen at dawn", "credit": "Reuters/Mina Seo", "rights": "One year, 100% web", "rights_end": "2018-04-10", "made_on": "2017-12-31" }),
    );
    let crane = upload(&paper, &cookie, 20, &json!({ "alt": "Crane", "creator": "Ana Ruiz", "made_on": "2018-01-01" }));
    upload(&paper, &cookie, 30, &json!({ "alt": "Gull", "credit": "AP", "rights_end": "2018-03-20" }));
    paper.publish_as(&pictured("Harbour wakes", &quay, &quay), &Wanted::default());
    paper.draft(&pictured("Cranes", &crane, &crane));

    for (query, alts) in [
        ("", vec!["Gull", "Crane", "Quay"]),
        ("?q=%C3%B6lhafen+DAWN", vec!["Quay"]),
        ("?q=mina", vec!["Quay"]),
        ("?q=ruiz", vec!["Crane"]),
        ("?q=year", vec!["Quay"]),
        ("?q=gull", vec!["Gull"]),
        ("?q=gull+quay", vec![]),
        // Signs of the database's own are signs of the text.
        ("?q=100%25", vec!["Quay"]),
        ("?q=%25", vec!["Quay"]),
        ("?q=_", vec![]),
        ("?q=%21", vec![]),
        ("?q=%27%3B+DROP", vec![]),
        ("?rights=free", vec!["Crane"]),
        ("?rights=ending", vec!["Quay"]),
        ("?rights=ended", vec!["Gull"]),
        ("?rights=nonsense", vec!["Gull", "Crane", "Quay"]),
        ("?uses=used", vec!["Crane", "Quay"]),
        ("?uses=unused", vec!["Gull"]),
        ("?missing=credit", vec!["Crane"]),
        ("?date=made&from=2018-01-01", vec!["Crane"]),
        ("?date=made&to=2017-12-31", vec!["Quay"]),
        ("?from=2018-03-28&to=2018-03-28", vec!["Gull", "Crane", "Quay"]),
        ("?from=2018-03-29", vec![]),
        ("?to=2018-03-27", vec![]),
        ("?from=yesterday", vec!["Gull", "Crane", "Quay"]),
        ("?before=nonsense", vec!["Gull", "Crane", "Quay"]),
    ] {
        let mut got = found(&paper, &cookie, query);
        let mut alts = alts;
        // All came in within one instant, so their order is that of their ids.
        got.sort();
        alts.sort_unstable();
        assert_eq!(got, alts, "{query}");
    }
    let page = paper.shown(&cookie, "/newsroom/pictures?from=yesterday&q=gull");
    assert!(
        page.contains("Write a day such as 2018-03-28.") && page.contains("Rights ended on 20 March 2018") && page.contains("/320.jpg"),
        "{page}"
    );
}

#[test]
fn a_page_further_on_stays_what_it_was_while_pictures_come_in() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    for colour in 0..50 {
        upload(&paper, &cookie, colour, &json!({ "alt": format!("Number {colour:02}") }));
        paper.pass(jiff::SignedDuration::from_secs(1));
    }
    let first = asked(&paper, &cookie, "").json();
    assert_eq!((first["total"].as_i64(), first["pictures"].as_array().map(Vec::len)), (Some(50), Some(48)));
    let next = first["next"].as_str().expect("an address").trim_start_matches("/newsroom/pictures").to_owned();
    assert_eq!(found(&paper, &cookie, &next), ["Number 01", "Number 00"]);
    upload(&paper, &cookie, 60, &json!({ "alt": "Later" }));
    assert_eq!(found(&paper, &cookie, &next), ["Number 01", "Number 00"]);
    let page = paper.shown(&cookie, "/newsroom/pictures");
    assert!(
        page.contains(&format!("href=\"/newsroom/pictures{}", next.split('-').next().unwrap_or_default())) || page.contains("rel=\"next\""),
        "{page}"
    );
}

#[test]
fn a_picture_s_page_says_where_it_is_used_and_what_happened_to_it() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let id = upload(&paper, &cookie, 10, &json!({ "alt": "Quay", "caption": "The quay" }));
    paper.publish_as(&pictured("Harbour wakes", &id, &id), &Wanted::default());
    paper.draft(&pictured("Cranes <b>rest</b>", &id, &id));
    describe(&paper, &cookie, &id, &json!({ "credit": "AP" }));
    let page = paper.shown(&cookie, &format!("/newsroom/pictures/{id}"));
    for words in [
        "Harbour wakes",
        "Cranes &lt;b&gt;rest&lt;/b&gt;",
        "lead picture, in the text",
        "readers see it",
        "credit from nothing to ‘AP’",
        "brought in the picture",
        "Replace it everywhere",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(paper.page("/newsroom/pictures/none", &cookie).status, 404);
}
