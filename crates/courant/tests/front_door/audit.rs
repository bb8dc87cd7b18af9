//! The audit trail: in words, filtered, and found out when it was touched.

use crate::harness::Paper;
use courant_news::permit::Role;

fn sql(paper: &Paper, text: &str) {
    let connection = rusqlite::Connection::open(paper.app.data.join("newsroom.db")).expect("opens");
    connection.execute_batch(text).expect("runs");
}

fn broken(paper: &Paper) -> Vec<String> {
    paper.app.store.read(|r| r.broken_journal()).expect("reads")
}

fn with_lines() -> Paper {
    let paper = Paper::new();
    for name in ["Ana", "Bo", "Cy", "Di", "Ed", "Flo"] {
        paper.somebody(name, Role::Reporter);
    }
    assert_eq!(broken(&paper), Vec::<String>::new());
    paper
}

#[test]
fn a_line_that_was_edited_removed_or_put_in_is_found_and_named() {
    for (text, said) in [
        ("UPDATE journal SET actor = 'person:1' WHERE seq = 4", "Line 4 of the journal is not as it was written"),
        ("UPDATE journal SET at = at + 1 WHERE seq = 12", "Line 12 of the journal is not as it was written"),
        (
            r#"UPDATE journal SET change = replace(change, '"person":2', '"person":3') WHERE seq = 3"#,
            "Line 3 of the journal is not as it was written",
        ),
        ("DELETE FROM journal WHERE seq = 5", "Line 5 of the journal was removed"),
        ("DELETE FROM journal WHERE seq IN (5, 6, 7)", "Lines 5 to 7 of the journal were removed"),
        ("DELETE FROM journal WHERE seq = 12", "ends with line 11: what followed was removed"),
        (
            "INSERT INTO journal (at, actor, change) SELECT at, actor, change FROM journal WHERE seq = 3",
            "Line 13 of the journal is not as it was written",
        ),
        ("UPDATE journal SET previous_hash = '', hash = '' WHERE seq = 7", "Line 7 of the journal is not as it was written"),
        (
            "UPDATE journal SET previous_hash = (SELECT previous_hash FROM journal WHERE seq = 5), hash = (SELECT hash FROM journal WHERE seq = 5), \
             at = (SELECT at FROM journal WHERE seq = 5), actor = (SELECT actor FROM journal WHERE seq = 5), change = (SELECT change FROM journal WHERE seq = 5) \
             WHERE seq = 7",
            "Line 7 of the journal does not follow line 6",
        ),
    ] {
        let paper = with_lines();
        sql(&paper, text);
        let found = broken(&paper);
        assert!(found.iter().any(|f| f.contains(said)), "{text}: {found:?}");
    }
}

#[test]
fn lines_written_after_a_break_do_not_hide_it() {
    let paper = with_lines();
    sql(&paper, "UPDATE journal SET actor = 'person:1' WHERE seq = 4");
    paper.somebody("Gus", Role::Reporter);
    assert_eq!(broken(&paper).len(), 1, "{:?}", broken(&paper));
}

#[test]
fn the_trail_says_who_changed_what_from_what_to_what() {
    let paper = Paper::new();
    let (olga, owner) = paper.somebody("Olga", Role::Owner);
    let (ana, _) = paper.somebody("Ana", Role::Reporter);
    paper.post(&format!("/newsroom/people/{ana}/role"), &owner, "role=editor");
    paper.post(&format!("/newsroom/people/{ana}/dismissal"), &owner, "");
    let story = paper.publish("Harbour wakes", "world", "Text.").story;
    let plain = |text: String| text.split('<').filter_map(|p| p.split_once('>')).map(|(_, t)| t).collect::<String>();
    let all = plain(paper.page("/newsroom/audit", &owner).text());
    for said in [
        "Olga changed the role of Ana from reporter to editor",
        "Olga dismissed Ana",
        "published the story ‘Harbour wakes’: version 1",
        "Olga signed in by password",
    ] {
        assert!(all.contains(said), "{said}: {all}");
    }
    let of_story = plain(paper.page(&format!("/newsroom/audit?story={story}"), &owner).text());
    assert!(of_story.contains("Harbour wakes") && !of_story.contains("dismissed"), "{of_story}");
    let of_ana = plain(paper.page(&format!("/newsroom/audit?person={ana}"), &owner).text());
    assert!(of_ana.contains("dismissed Ana") && !of_ana.contains("Harbour") && !of_ana.contains("gave Olga"), "{of_ana}");
    assert!(plain(paper.page(&format!("/newsroom/audit?person={olga}"), &owner).text()).contains("Olga dismissed Ana"));
    assert!(plain(paper.page("/newsroom/audit?day=2018-03-28", &owner).text()).contains("dismissed"));
    assert!(plain(paper.page("/newsroom/audit?day=2018-03-27", &owner).text()).contains("No line is like that"));
}

#[test]
fn a_page_of_the_trail_stays_what_it_was_while_the_journal_grows() {
    let paper = Paper::new();
    let (owner, cookie) = paper.somebody("Olga", Role::Owner);
    for _ in 0..120 {
        paper.cookie_of(owner);
    }
    let first = paper.page("/newsroom/audit", &cookie).text();
    let next = first.split("rel=\"next\" href=\"").nth(1).and_then(|r| r.split('"').next()).expect("a next page").replace("&amp;", "&");
    let trail = |text: &str| text.split("class=\"trail\"").nth(1).and_then(|r| r.split("</ol>").next()).unwrap_or_default().to_owned();
    let before = trail(&paper.page(&next, &cookie).text());
    assert!(before.contains("gave Olga an account"));
    paper.cookie_of(owner);
    assert_eq!(trail(&paper.page(&next, &cookie).text()), before);
}

#[test]
fn no_statement_of_the_store_edits_or_removes_a_line() {
    for statement in courant_store::statements() {
        let text = statement.text().to_uppercase();
        assert!(!text.contains("UPDATE JOURNAL ") && !text.contains("DELETE FROM JOURNAL "), "{}", statement.name);
    }
}
