//! Promise 15: who may do what, walked over the router's own table.

use crate::harness::{Paper, copy, signed};
use courant::http::{Access, Entry};
use courant::people;
use courant_news::permit::{Actor, GRANTS, Grant, ManagePeople, ROLES, Role};

/// A path whose parameters name nothing that is there.
fn nowhere(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "999999" } else { part }).collect::<Vec<_>>().join("/")
}

fn table(paper: &Paper) -> Vec<Entry> {
    courant::doors::doors(&paper.app).1
}

fn ask(paper: &Paper, entry: &Entry, path: &str, cookie: &str) -> u16 {
    let body = serde_json::json!({ "base": 1, "copy": copy("Words", "world", "Text.") }).to_string();
    let (kind, body) = match path.rsplit('/').next() {
        _ if entry.method == "GET" => ("text/plain", ""),
        Some("moves") => ("application/x-www-form-urlencoded", "move=submit&note=Read+it"),
        Some("assignment") => ("application/x-www-form-urlencoded", "priority=high"),
        _ => ("application/json", body.as_str()),
    };
    paper.send(entry.method.as_str(), path, &[("cookie", cookie), ("sec-fetch-site", "same-origin"), ("content-type", kind)], body.as_bytes()).status
}

#[test]
fn every_role_may_use_exactly_the_routes_that_its_grants_name() {
    let paper = Paper::new();
    for role in ROLES {
        let (_, cookie) = paper.somebody(role.word(), role);
        for entry in table(&paper) {
            let admitted = match entry.access {
                Access::Person(grant) => role.grants().contains(&grant),
                Access::Own => true,
                _ => continue,
            };
            let status = ask(&paper, &entry, &nowhere(entry.path), &cookie);
            let refused = matches!(status, 401 | 403);
            assert_eq!(refused, !admitted, "{} {} as {}: {status}", entry.method, entry.path, role.word());
        }
    }
}

#[test]
fn a_grant_that_is_taken_while_the_page_is_open_is_gone_with_the_next_request() {
    let paper = Paper::new();
    paper.somebody("owner", Role::Owner);
    let actor = Actor::command_line();
    for grant in GRANTS {
        let (person, cookie) = paper.somebody_with(&format!("Holder of {}", grant.word()), &GRANTS);
        let routes: Vec<Entry> = table(&paper).into_iter().filter(|e| e.access == Access::Person(grant)).collect();
        for entry in &routes {
            assert_ne!(ask(&paper, entry, &nowhere(entry.path), &cookie), 403, "{} {} before", entry.method, entry.path);
        }
        let permit = actor.permit::<ManagePeople>().expect("permit");
        people::change_grants(&paper.app.store, permit, paper.now(), person, &[], &[grant]).expect("taken");
        for entry in &routes {
            assert_eq!(ask(&paper, entry, &nowhere(entry.path), &cookie), 403, "{} {} after {}", entry.method, entry.path, grant.word());
        }
    }
}

#[test]
fn a_reporter_changes_no_story_of_somebody_else_by_any_route() {
    let paper = Paper::new();
    let (_, ana) = paper.somebody("Ana", Role::Reporter);
    let (_, bo) = paper.somebody("Bo", Role::Reporter);
    let (_, cy) = paper.somebody("Cy", Role::Editor);
    let begin = || paper.draft(&signed("Harbour wakes", "Ana")).to_string();
    let mine = |e: &Entry| e.method != "GET" && e.path.starts_with("/newsroom/stories/{id}") && e.access == Access::Person(Grant::EditOwn);
    let routes: Vec<Entry> = table(&paper).into_iter().filter(mine).collect();
    assert!(routes.len() >= 4);
    for entry in routes {
        let (story, same) = (begin(), |path: &str, story: &str| path.replace("{id}", story).replace("{number}", "1"));
        let path = same(entry.path, &story);
        assert_eq!(ask(&paper, &entry, &path, &bo), 403, "{} {} by another reporter", entry.method, entry.path);
        assert_ne!(ask(&paper, &entry, &path, &ana), 403, "{} {} by its own", entry.method, entry.path);
        assert_ne!(ask(&paper, &entry, &same(entry.path, &begin()), &cy), 403, "{} {} by an editor", entry.method, entry.path);
    }
}

#[test]
fn a_byline_makes_a_story_one_s_own_and_a_token_changes_only_what_it_filed() {
    let paper = Paper::new();
    let (_, bo) = paper.somebody("Bo", Role::Reporter);
    let mut by = copy("Harbour wakes", "world", "Text.");
    let put = Entry { method: axum::http::Method::PUT, path: "", access: Access::Own };
    let story = paper.draft(&by);
    assert_eq!(ask(&paper, &put, &format!("/newsroom/stories/{story}/draft"), &bo), 403);
    by.head.bylines[0].name = "Bo".into();
    let story = paper.draft(&by);
    assert_eq!(ask(&paper, &put, &format!("/newsroom/stories/{story}/draft"), &bo), 200);

    let actor = Actor::command_line();
    let token = |name: &str| {
        let permit = actor.permit::<ManagePeople>().expect("permit");
        people::add_token(&paper.app.store, permit, paper.now(), name, None, &[Grant::EditOwn, Grant::Publish]).expect("added").text().to_owned()
    };
    let (first, second) = (token("first"), token("second"));
    let file = |code: &str, words: &str| {
        let markdown = format!(
            "---\nheadline: Tide tables\nslug: tide-tables\nsection: world\nstate: draft\npublished: 2018-03-27T10:00:00+09:00\n---\n\n{words}\n"
        );
        let head = [("authorization", format!("Bearer {code}")), ("content-type", "text/markdown".to_owned())];
        let head: Vec<(&str, &str)> = head.iter().map(|(n, v)| (*n, v.as_str())).collect();
        paper.send("POST", "/api/v1/stories", &head, markdown.as_bytes())
    };
    let filed = file(&first, "One.");
    assert!(filed.status < 300, "{}", filed.text());
    assert_eq!(file(&second, "Two.").status, 403);
    assert!(file(&first, "Three.").status < 300);
}
