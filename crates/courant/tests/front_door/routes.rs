//! Promise 15: every route has a role rule and a cross-site rule.

use crate::harness::Paper;
use courant::http::Access;
use courant::people;
use courant_news::permit::{Actor, GRANTS, Grant, ManagePeople};

/// A path with something in its parameters.
fn filled(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/")
}

#[test]
fn no_route_of_the_newsroom_answers_who_is_not_signed_in() {
    let paper = Paper::new();
    let (_, table) = courant::doors::doors(&paper.app);
    let guarded: Vec<_> =
        table.iter().filter(|e| matches!(e.access, Access::Person(_) | Access::Own | Access::SettingUp | Access::Token(_))).collect();
    assert!(guarded.len() > 15, "the table has the newsroom's routes");
    for entry in guarded {
        let answer = paper.send(entry.method.as_str(), &filled(entry.path), &[], b"{}");
        assert_eq!(answer.status, 401, "{} {}", entry.method, entry.path);
    }
}

#[test]
fn every_grant_is_asked_for_on_every_route_that_names_it() {
    let paper = Paper::new();
    let (_, table) = courant::doors::doors(&paper.app);
    for missing in GRANTS {
        let grants: Vec<Grant> = GRANTS.into_iter().filter(|g| *g != missing).collect();
        let cookie = person(&paper, &format!("{}@paper.example", missing.word()), &grants);
        for entry in table.iter().filter(|e| e.access == Access::Person(missing)) {
            let answer = paper.send(entry.method.as_str(), &filled(entry.path), &[("cookie", &cookie)], b"{}");
            assert_eq!(answer.status, 403, "{} {} without {}", entry.method, entry.path, missing.word());
        }
    }
}

#[test]
fn a_request_that_another_site_makes_changes_nothing() {
    let paper = Paper::new();
    let cookie = person(&paper, "ana@paper.example", &GRANTS);
    let (_, table) = courant::doors::doors(&paper.app);
    for entry in table.iter().filter(|e| e.method != "GET" && !matches!(e.access, Access::Token(_))) {
        for head in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
            let answer = paper.send(entry.method.as_str(), &filled(entry.path), &[("cookie", &cookie), head], b"{}");
            assert_eq!(answer.status, 403, "{} {} with {head:?}", entry.method, entry.path);
        }
    }
}

#[test]
fn a_token_without_the_grant_is_refused() {
    let paper = Paper::new();
    let actor = Actor::command_line();
    let permit = actor.permit::<ManagePeople>().expect("permit");
    let weak = people::add_token(&paper.app.store, permit, paper.now(), "weak", None, &[Grant::EditOwn]).expect("added");
    let (_, table) = courant::doors::doors(&paper.app);
    for entry in table.iter().filter(|e| e.access == Access::Token(Grant::Publish)) {
        let bearer = format!("Bearer {}", weak.text());
        assert_eq!(paper.send(entry.method.as_str(), &filled(entry.path), &[("authorization", &bearer)], b"{}").status, 403, "{}", entry.path);
        assert_eq!(paper.send(entry.method.as_str(), &filled(entry.path), &[("authorization", "Bearer wrong")], b"{}").status, 401, "{}", entry.path);
    }
}

fn person(paper: &Paper, email: &str, grants: &[Grant]) -> String {
    let actor = Actor::command_line();
    let new = people::NewPerson { name: email.into(), email: email.into(), password: "harbour crane tuesday".into() };
    let hash = people::passwords::hash(&new.password).expect("hashes");
    let id = people::add_person(&paper.app.store, actor.permit::<ManagePeople>().expect("permit"), paper.now(), &new, &hash, grants).expect("added");
    format!("courant_session={}", people::open_session(&paper.app.store, paper.now(), id, "Test").expect("session").text())
}
