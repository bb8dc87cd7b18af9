//! Notes to colleagues: said beside a story, by whom the table lets, and never to a reader.

use crate::desk::{get, person, post};
use crate::harness::{Answer, Paper, copy, signed};
use crate::together::window::Window;
use courant::people;
use courant_news::permit::{Actor, ManagePeople, Role};
use courant_store::Problem;
use serde_json::Value;

const PLACE: &str = "epoch=one&from=%7B%22item%22%3A%7B%22client%22%3A7%2C%22clock%22%3A3%7D%2C%22assoc%22%3A0%7D&to=%7B%22item%22%3A%7B%22client%22%3A7%2C%22clock%22%3A9%7D%2C%22assoc%22%3A-1%7D";

/// Sends a form as the editor does: the answer is JSON.
fn send(paper: &Paper, cookie: &str, path: &str, body: &str) -> Answer {
    let head = [
        ("cookie", cookie),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
        ("accept", "application/json"),
    ];
    paper.send("POST", path, &head, body.as_bytes())
}

fn notes(paper: &Paper, cookie: &str, story: i64) -> Value {
    let answer = paper.send("GET", &format!("/newsroom/stories/{story}/notes"), &[("cookie", cookie), ("accept", "application/json")], b"");
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// Leaves a note; its number.
fn note(paper: &Paper, cookie: &str, story: i64, text: &str) -> i64 {
    let answer = send(
        paper,
        cookie,
        &format!("/newsroom/stories/{story}/notes"),
        &format!("text={}&quote=Tuesday&{PLACE}", text.replace(' ', "+").replace('@', "%40")),
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["note"].as_i64().expect("a number")
}

fn start(paper: &Paper, cookie: &str) -> String {
    paper.shown(cookie, "/newsroom")
}

fn journal(paper: &Paper, story: i64) -> Vec<String> {
    let lines = paper.app.store.read(|read| read.journal_of(story, 100)).expect("reads");
    lines.iter().rev().map(|line| serde_json::to_value(&line.change).expect("JSON")["kind"].as_str().expect("a kind").to_owned()).collect()
}

#[test]
fn a_note_is_left_on_words_answered_done_and_opened_again_and_each_is_one_line_of_the_journal() {
    let paper = Paper::new();
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Editor);
    let (_, bo) = person(&paper, "Bo Lind", Role::Reporter);
    let story = paper.draft(&copy("Fares rise", "world", "The fare rises on Tuesday."));
    let before = paper.app.store.read(|read| read.draft(story)).expect("reads");
    let id = note(&paper, &ana, story, "Was it not Monday?");
    let path = format!("/newsroom/stories/{story}/notes/{id}");
    assert_eq!(send(&paper, &bo, &format!("{path}/replies"), "text=Tuesday+it+is.").status, 200);
    assert_eq!(send(&paper, &bo, &format!("{path}/state"), "state=done").status, 200);
    let all = notes(&paper, &ana, story);
    let one = &all["notes"][0];
    assert_eq!((one["quote"].as_str(), one["epoch"].as_str(), one["done"]["by"].as_str()), (Some("Tuesday"), Some("one"), Some("Bo Lind")), "{all}");
    assert!(one["from"].as_str().is_some_and(|from| from.contains("\"clock\":3")));
    let said: Vec<_> = one["remarks"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|r| (r["by"].as_str().expect("a name"), r["text"].as_str().expect("words"), r["mine"].as_bool().expect("a word")))
        .collect();
    assert_eq!(said, [("Ana Ruiz", "Was it not Monday?", true), ("Bo Lind", "Tuesday it is.", false)]);
    assert_eq!(send(&paper, &ana, &format!("{path}/state"), "state=open").status, 200);
    assert_eq!(send(&paper, &ana, &format!("{path}/state"), "state=open").status, 200);
    assert_eq!(journal(&paper, story), ["story_created", "note_written", "note_answered", "note_done", "note_reopened"]);
    assert_eq!(send(&paper, &ana, &format!("{path}/state"), "state=done").status, 200);
    assert_eq!(send(&paper, &bo, &format!("{path}/replies"), "text=One+more+thing.").status, 200);
    assert!(notes(&paper, &ana, story)["notes"][0]["done"].is_null(), "an answer opens it again");
    assert_eq!(paper.app.store.read(|read| read.draft(story)).expect("reads"), before, "the draft is as it was");
    let record = get(&paper, &ana, &format!("/newsroom/stories/{story}/facts")).text();
    assert!(record.contains("left a note to colleagues") && !record.contains("Monday"), "{record}");
}

#[test]
fn whoever_is_mentioned_finds_it_on_the_start_page_until_it_is_seen_answered_or_done() {
    let paper = Paper::new();
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Editor);
    let (_, bo) = person(&paper, "Bo Lind", Role::Reporter);
    let (_, cy) = person(&paper, "Cy Ode", Role::Reporter);
    let story = paper.draft(&copy("Fares rise", "world", "The fare rises on Tuesday."));
    let id = note(&paper, &ana, story, "@Bo Lind, is it Monday?");
    let (path, link) = (format!("/newsroom/stories/{story}/notes/{id}"), format!("/newsroom/stories/{story}#note-{id}"));
    let page = start(&paper, &bo);
    assert!(page.contains("Ana Ruiz mentions you in a note: ‘@Bo Lind, is it Monday?’") && page.contains(&link), "{page}");
    assert!(!start(&paper, &ana).contains(&link) && !start(&paper, &cy).contains(&link));
    assert_eq!(notes(&paper, &bo, story)["notes"][0]["called"], true);
    assert_eq!(send(&paper, &bo, &format!("{path}/replies"), "text=No.").status, 200);
    assert!(!start(&paper, &bo).contains(&link), "who answers has seen it");
    assert!(start(&paper, &ana).contains("Bo Lind answered a note in which you wrote: ‘No.’"));
    assert_eq!(send(&paper, &ana, &format!("{path}/seen"), "").status, 200);
    assert!(!start(&paper, &ana).contains(&link));
    // A change of the words calls whoever they name now, and nobody twice.
    let remark = notes(&paper, &bo, story)["notes"][0]["remarks"][1]["id"].as_i64().expect("a number");
    assert_eq!(send(&paper, &bo, &format!("{path}/remarks/{remark}"), "text=No.+%40cy-ode+knows.").status, 200);
    assert!(start(&paper, &cy).contains(&link));
    assert_eq!(send(&paper, &ana, &format!("{path}/state"), "state=done").status, 200);
    assert!(!start(&paper, &cy).contains(&link), "what is done calls nobody");
    // Who was dismissed is not called, and is not offered.
    let actor = Actor::command_line();
    let (dee, _) = person(&paper, "Dee Fox", Role::Reporter);
    people::dismiss(&paper.app.store, actor.permit::<ManagePeople>().expect("permit"), paper.now(), dee).expect("dismissed");
    note(&paper, &ana, story, "@Dee Fox?");
    assert!(paper.app.store.read(|read| read.note_calls(dee, 9)).expect("reads").is_empty());
    assert!(!notes(&paper, &ana, story)["people"].to_string().contains("Dee Fox"));
}

#[test]
fn only_who_said_it_changes_or_deletes_it_and_deleted_words_are_nowhere_but_the_audit_says_so() {
    let paper = Paper::new();
    let (_, olga) = person(&paper, "Olga Own", Role::Owner);
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Reporter);
    let story = paper.draft(&signed("Fares rise", "Ana Ruiz"));
    let id = note(&paper, &ana, story, "A hasty word.");
    let remark = notes(&paper, &ana, story)["notes"][0]["remarks"][0]["id"].as_i64().expect("a number");
    let path = format!("/newsroom/stories/{story}/notes/{id}/remarks/{remark}");
    let refused = send(&paper, &olga, &path, "text=Another+word.");
    assert!(refused.status == 403 && refused.text().contains("only what you wrote yourself"), "{}", refused.text());
    assert_eq!(send(&paper, &olga, &format!("{path}/deletion"), "").status, 403);
    assert_eq!(send(&paper, &ana, &path, "text=A+better+word.").status, 200);
    let page = get(&paper, &olga, &format!("/newsroom/stories/{story}/notes")).text();
    assert!(page.contains("A better word.") && page.contains("changed since") && !page.contains("hasty"), "{page}");
    assert_eq!(send(&paper, &olga, &format!("/newsroom/stories/{story}/notes/{id}/replies"), "text=Quite.").status, 200);
    assert_eq!(send(&paper, &ana, &format!("{path}/deletion"), "").status, 200);
    let page = get(&paper, &olga, &format!("/newsroom/stories/{story}/notes")).text();
    assert!(page.contains("Taken back by its writer.") && page.contains("Quite.") && !page.contains("better word"), "{page}");
    assert_eq!(send(&paper, &ana, &path, "text=Back+again.").status, 404, "what is deleted stays so");
    let audit = get(&paper, &olga, "/newsroom/audit").text();
    assert!(audit.contains("deleted what they had said in the note") && !audit.contains("better word") && !audit.contains("hasty"), "{audit}");
    // When nothing is left in it, the note is gone with the words it stood on.
    let last = notes(&paper, &olga, story)["notes"][0]["remarks"][1]["id"].as_i64().expect("a number");
    assert_eq!(send(&paper, &olga, &format!("/newsroom/stories/{story}/notes/{id}/remarks/{last}/deletion"), "").status, 200);
    assert_eq!(notes(&paper, &olga, story)["notes"].as_array().map(Vec::len), Some(0));
    assert_eq!(send(&paper, &olga, &format!("/newsroom/stories/{story}/notes/{id}/replies"), "text=Hello").status, 404);
    for line in paper.app.store.read(|read| read.journal_of(story, 100)).expect("reads") {
        assert!(!serde_json::to_string(&line.change).expect("JSON").contains("word"), "{line:?}");
    }
}

#[test]
fn who_may_only_comment_leaves_notes_on_every_story_and_a_note_is_found_only_in_its_own() {
    let paper = Paper::new();
    let (_, reader) = paper.somebody_with("Rhea", &[courant_news::permit::Grant::Comment]);
    let (_, other) = paper.somebody_with("Otto", &[courant_news::permit::Grant::EditOwn]);
    let (story, another) = (paper.draft(&copy("Fares rise", "world", "Text.")), paper.draft(&copy("Fares fall", "world", "Text.")));
    let id = note(&paper, &reader, story, "A thought.");
    assert_eq!(send(&paper, &other, &format!("/newsroom/stories/{story}/notes"), "text=A+thought.").status, 403);
    for (path, body) in
        [("replies", "text=A"), ("state", "state=done"), ("seen", ""), ("anchor", PLACE), ("remarks/1", "text=A"), ("remarks/1/deletion", "")]
    {
        assert_eq!(send(&paper, &reader, &format!("/newsroom/stories/{another}/notes/{id}/{path}"), body).status, 404, "{path}");
    }
    assert_eq!(send(&paper, &reader, "/newsroom/stories/99/notes", "text=A+thought.").status, 404);
    // A note is moved to other words only by who may write there.
    let moved = send(&paper, &reader, &format!("/newsroom/stories/{story}/notes/{id}/anchor"), PLACE);
    assert!(moved.status == 403 && moved.text().contains("stories that you began"), "{}", moved.text());
}

#[test]
fn what_is_too_long_empty_or_no_place_is_refused_with_a_sentence_and_the_words_stay_in_the_form() {
    let paper = Paper::new();
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Reporter);
    let story = paper.draft(&signed("Fares rise", "Ana Ruiz"));
    let path = format!("/newsroom/stories/{story}/notes");
    let long = "x".repeat(4001);
    for body in [
        "text=",
        "text=+%0A+",
        "quote=x",
        &format!("text={long}"),
        "text=A&epoch=e&from=1&to=2",
        "text=A&epoch=e&from=%7B%7D&to=%7B%7D",
        "text=A&from=x",
        "text=A&sending=%C3%A9",
        &format!("text=A&sending={}", "s".repeat(65)),
    ] {
        let answer = send(&paper, &ana, &path, body);
        assert_eq!(answer.status, 422, "{}", &body[..body.len().min(60)]);
        assert!(answer.json()["error"].as_str().is_some_and(|s| s.ends_with('.')) && answer.json()["next"] != "", "{}", answer.text());
    }
    let page = post(&paper, &ana, &path, &format!("text={long}&quote=Tuesday"));
    assert!(
        page.status == 422
            && page.text().contains(&long)
            && page.text().contains("value=\"Tuesday\"")
            && page.text().contains("at most 4000 characters")
    );
    let id = note(&paper, &ana, story, "One.");
    let page = post(&paper, &ana, &format!("{path}/{id}/replies"), &format!("text={long}"));
    assert!(page.status == 422 && page.text().contains(&format!("id=\"reply-{id}-error\"")), "{}", page.text());
    assert_eq!(post(&paper, &ana, &format!("{path}/{id}/state"), "state=gone").status, 422);
    assert_eq!(notes(&paper, &ana, story)["notes"].as_array().map(Vec::len), Some(1));
    // What is sent twice, because the answer did not arrive, stands once.
    for _ in 0..2 {
        assert_eq!(send(&paper, &ana, &path, "text=Twice&sending=abc").json()["note"], id + 1);
        assert_eq!(send(&paper, &ana, &format!("{path}/{id}/replies"), "text=Twice&sending=def").status, 200);
    }
    assert_eq!(notes(&paper, &ana, story)["notes"][0]["remarks"].as_array().map(Vec::len), Some(2));
}

#[test]
fn hostile_words_come_out_as_words() {
    let paper = Paper::new();
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Reporter);
    let story = paper.draft(&signed("Fares rise", "Ana Ruiz"));
    let hostile = "%3Cscript%3Ealert(1)%3C/script%3E%00%22%20onfocus%3D%22x%27%3B--%E2%80%AE%F0%9F%98%80%ED%A0%80";
    assert_eq!(send(&paper, &ana, &format!("/newsroom/stories/{story}/notes"), &format!("text={hostile}&quote={hostile}")).status, 200);
    for path in [format!("/newsroom/stories/{story}/notes"), "/newsroom".to_owned(), format!("/newsroom/stories/{story}/facts")] {
        let page = get(&paper, &ana, &path).text();
        assert!(!page.contains("<script>alert") && !page.contains("\" onfocus=\"") && !page.contains('\0'), "{page}");
    }
    let kept = notes(&paper, &ana, story)["notes"][0]["remarks"][0]["text"].as_str().expect("words").to_owned();
    assert!(kept.starts_with("<script>alert(1)</script>\"") && kept.contains('😀') && !kept.contains('\0'), "{kept}");
}

#[test]
fn notes_stay_with_their_names_when_somebody_is_dismissed() {
    let paper = Paper::new();
    let (_, olga) = person(&paper, "Olga Own", Role::Owner);
    let (bo, cookie) = person(&paper, "Bo Lind", Role::Reporter);
    let story = paper.draft(&copy("Fares rise", "world", "Text."));
    let id = note(&paper, &cookie, story, "Ask the harbour office.");
    assert_eq!(send(&paper, &cookie, &format!("/newsroom/stories/{story}/notes/{id}/state"), "state=done").status, 200);
    let actor = Actor::command_line();
    people::dismiss(&paper.app.store, actor.permit::<ManagePeople>().expect("permit"), paper.now(), bo).expect("dismissed");
    let page = get(&paper, &olga, &format!("/newsroom/stories/{story}/notes")).text();
    assert!(page.contains("<bdi>Bo Lind</bdi>") && page.contains("Ask the harbour office.") && page.contains("Done: Bo Lind, 09:30"), "{page}");
    assert_eq!(send(&paper, &cookie, &format!("/newsroom/stories/{story}/notes"), "text=Still+here").status, 401);
    assert_eq!(post(&paper, &olga, &format!("/newsroom/stories/{story}/notes/{id}/replies"), "text=Did+anybody%3F").status, 303);
}

#[test]
fn without_a_script_everything_is_done_by_forms() {
    let paper = Paper::new();
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Editor);
    let (_, bo) = person(&paper, "Bo Lind", Role::Reporter);
    let story = paper.draft(&copy("Fares rise", "world", "The fare rises on Tuesday."));
    let path = format!("/newsroom/stories/{story}/notes");
    let left = post(&paper, &ana, &path, "text=%40Bo+Lind+look&quote=on+Tuesday&sending=page:1");
    assert_eq!((left.status, left.header("location")), (303, format!("{path}?done=noted#note-1").as_str()));
    let page = get(&paper, &bo, &path).text();
    for part in [
        "<q dir=\"auto\">on Tuesday</q>",
        "@Bo Lind look",
        "Mark done",
        ">Seen</button>",
        "/notes/1/replies",
        "No reader ever does".to_lowercase().as_str(),
    ] {
        assert!(page.to_lowercase().contains(&part.to_lowercase()), "{part}: {page}");
    }
    assert!(!page.contains("Change or delete"), "what others said has no such form");
    assert_eq!(post(&paper, &bo, &format!("{path}/1/seen"), "").status, 303);
    assert!(!get(&paper, &bo, &path).text().contains(">Seen</button>"));
    assert_eq!(post(&paper, &bo, &format!("{path}/1/replies"), "text=Yes.").header("location"), format!("{path}?done=note-answered#note-1"));
    assert_eq!(post(&paper, &bo, &format!("{path}/1/state"), "state=done").header("location"), format!("{path}?done=note-done"));
    assert!(get(&paper, &ana, &path).text().contains("Done: Bo Lind"));
    let facts = get(&paper, &ana, &format!("/newsroom/stories/{story}/revisions")).text();
    assert!(facts.contains(&format!("href=\"{path}\"")), "the story's pages lead there");
}

#[test]
fn the_checks_warn_of_open_notes_and_never_stop_the_story() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.draft(&copy("Fares rise", "world", "Text."));
    let page = |paper: &Paper| get(paper, &cookie, &format!("/newsroom/stories/{story}/publication")).text();
    assert!(!page(&paper).contains("still open"));
    let id = note(&paper, &cookie, story, "One.");
    let shown = page(&paper);
    assert!(shown.contains("One note is still open.") && shown.contains("Publish now</button>"), "{shown}");
    note(&paper, &cookie, story, "Two.");
    let shown = page(&paper);
    assert!(shown.contains("Two notes are still open.") && shown.contains(&format!("href=\"/newsroom/stories/{story}#notes\"")), "{shown}");
    assert_eq!(send(&paper, &cookie, &format!("/newsroom/stories/{story}/notes/{id}/state"), "state=done").status, 200);
    assert!(page(&paper).contains("One note is still open."));
    assert_eq!(post(&paper, &cookie, &format!("/newsroom/stories/{story}/publication"), "version=1&when=now").status, 303);
}

#[test]
fn open_windows_hear_of_notes_also_from_another_process_and_an_old_document_moves_none() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.draft(&copy("Fares rise", "world", "The fare rises on Tuesday."));
    let mut window = Window::open(&paper, story, &cookie);
    let id = note(&paper, &cookie, story, "One.");
    window.until("news of notes", |w| w.count("notes") == 1);
    let version = window.last("notes")["version"].as_i64();
    assert_eq!(version, notes(&paper, &cookie, story)["version"].as_i64());
    // Another process writes the same database.
    let other = courant_store::Store::open(&paper.app.data).expect("opens");
    let actor = paper.app.store.read(|read| Ok::<_, Problem>(read.accounts()?[0].person)).expect("reads");
    let actor = Actor::person(actor, "Ana Ruiz", courant_news::permit::GRANTS.to_vec());
    courant::publish::settle_note(&other, actor.permit().expect("permit"), paper.now(), story, id, true).expect("done");
    window.until("news of the other process", |w| w.count("notes") == 2);
    // The anchor follows the words in the document that stands, and only there.
    let path = format!("/newsroom/stories/{story}/notes/{id}/anchor");
    assert_eq!(send(&paper, &cookie, &path, PLACE).status, 200);
    assert_eq!(notes(&paper, &cookie, story)["notes"][0]["epoch"], "one", "as it was written; nothing was moved");
    let epoch = window.epoch.clone().expect("an epoch");
    let place = PLACE.replace("epoch=one", &format!("epoch={epoch}"));
    // A window that does not know where it is now moves nothing, and hears where it is.
    let lagging = send(&paper, &cookie, &path, &format!("{place}&was_epoch=older")).json();
    assert_eq!((lagging["one"]["epoch"].as_str(), lagging["notes"].is_null()), (Some("one"), true), "{lagging}");
    let was = format!("was_{}", PLACE.replace("&from", "&was_from").replace("&to", "&was_to"));
    let moved = send(&paper, &cookie, &path, &format!("{place}&{was}"));
    assert_eq!((moved.status, moved.json()["one"]["epoch"].as_str()), (200, Some(epoch.as_str())), "{}", moved.text());
    assert_eq!(notes(&paper, &cookie, story)["notes"][0]["epoch"], epoch.as_str());
    let lines = journal(&paper, story);
    assert_eq!(lines, ["story_created", "note_written", "note_done"], "keeping a note on its words is no line");
}

#[test]
fn other_words_under_the_same_name_are_refused_and_what_stands_stays() {
    let paper = Paper::new();
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Reporter);
    let story = paper.draft(&signed("Fares rise", "Ana Ruiz"));
    let path = format!("/newsroom/stories/{story}/notes");
    let id = send(&paper, &ana, &path, "text=First&sending=a").json()["note"].as_i64().expect("a number");
    assert_eq!(send(&paper, &ana, &format!("{path}/{id}/replies"), "text=First&sending=b").status, 200);
    for (path, body) in [(path.clone(), "text=First+and+more&sending=a"), (format!("{path}/{id}/replies"), "text=First+and+more&sending=b")] {
        let again = send(&paper, &ana, &path, body);
        assert!(again.status == 409 && again.json()["error"].as_str().is_some_and(|s| s.contains("other words")), "{}", again.text());
        let page = post(&paper, &ana, &path, body);
        assert!(page.status == 409 && page.text().contains(">First and more</textarea>"), "the words stay in the form: {}", page.text());
    }
    assert!(!notes(&paper, &ana, story).to_string().contains("and more"));
}

#[test]
fn emptied_notes_count_no_more_and_what_all_say_together_has_an_end() {
    let paper = Paper::new();
    let (who, ana) = person(&paper, "Ana Ruiz", Role::Reporter);
    let story = paper.draft(&signed("Fares rise", "Ana Ruiz"));
    let path = format!("/newsroom/stories/{story}/notes");
    let actor = Actor::person(who, "Ana Ruiz", courant_news::permit::GRANTS.to_vec());
    let fill = |many: usize, text: &str| {
        let add = |tx: &courant_store::Write<'_>| {
            let mut made = Vec::new();
            for n in 0..many {
                let note = tx.add_note(story, "", &courant_store::notes::Anchor::default())?;
                made.push((tx.add_remark(note, who, text, &format!("{}:{n}", text.len()))?, note));
            }
            Ok::<_, Problem>(made)
        };
        paper.app.store.write(&actor, paper.now(), add).expect("written")
    };
    let made = fill(1000, "x");
    let full = send(&paper, &ana, &path, "text=One+more");
    assert!(full.status == 422 && full.text().contains("at most 1000 notes"), "{}", full.text());
    let empty = |tx: &courant_store::Write<'_>| made.iter().try_for_each(|(remark, note)| tx.delete_remark(*remark, *note));
    paper.app.store.write(&actor, paper.now(), empty).expect("emptied");
    assert_eq!(send(&paper, &ana, &path, "text=One+more").status, 200, "nobody can close a story to notes for good");
    fill(249, &"y".repeat(4000));
    let long = "z".repeat(4000);
    let last = send(&paper, &ana, &path, &format!("text={long}"));
    assert!(last.status == 422 && last.text().contains("1,000,000 characters together"), "{}", last.text());
    assert_eq!(send(&paper, &ana, &path, "text=A+short+one").status, 200);
}

#[test]
fn seen_is_only_what_was_in_sight_and_a_long_talk_hides_no_other_note() {
    let paper = Paper::new();
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Editor);
    let (_, bo) = person(&paper, "Bo Lind", Role::Reporter);
    let story = paper.draft(&copy("Fares rise", "world", "The fare rises on Tuesday."));
    let (first, second) = (note(&paper, &ana, story, "@Bo Lind, is it Monday?"), note(&paper, &ana, story, "@Bo Lind, and here?"));
    let path = format!("/newsroom/stories/{story}/notes/{second}");
    let shown = notes(&paper, &bo, story)["notes"][1]["remarks"][0]["id"].as_i64().expect("a number");
    assert_eq!(send(&paper, &ana, &format!("{path}/replies"), "text=Quick,+@Bo+Lind").status, 200);
    let seen = send(&paper, &bo, &format!("{path}/seen"), &format!("last={shown}")).json();
    assert!(seen["version"].is_i64() && seen["notes"].is_null(), "{seen}");
    assert!(start(&paper, &bo).contains("Quick, @Bo Lind"), "it came after what was shown");
    assert_eq!(send(&paper, &bo, &format!("{path}/replies"), &format!("text=Yes.&last={shown}")).status, 200);
    assert!(start(&paper, &bo).contains("Quick, @Bo Lind"), "it was not in sight when this was answered");
    for n in 0..130 {
        assert_eq!(send(&paper, &ana, &format!("{path}/replies"), &format!("text=Line+{n}+@Bo+Lind")).status, 200);
    }
    let page = start(&paper, &bo);
    assert!(page.contains(&format!("#note-{first}")) && page.contains("Line 129") && !page.contains("Line 128"), "{page}");
}

#[test]
fn an_edit_of_a_reply_still_calls_who_wrote_before() {
    let paper = Paper::new();
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Editor);
    let (_, bo) = person(&paper, "Bo Lind", Role::Reporter);
    let story = paper.draft(&copy("Fares rise", "world", "The fare rises on Tuesday."));
    let id = note(&paper, &ana, story, "Is it Monday?");
    let path = format!("/newsroom/stories/{story}/notes/{id}");
    assert_eq!(send(&paper, &bo, &format!("{path}/replies"), "text=%40Ana+Ruiz,+no.").status, 200);
    let reply = notes(&paper, &bo, story)["notes"][0]["remarks"][1]["id"].as_i64().expect("a number");
    assert_eq!(send(&paper, &bo, &format!("{path}/remarks/{reply}"), "text=It+is+not.").status, 200);
    assert!(start(&paper, &ana).contains("Bo Lind answered a note in which you wrote: ‘It is not.’"));
}

#[test]
fn who_may_not_write_is_led_to_no_editor() {
    let paper = Paper::new();
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Editor);
    let (_, rhea) = paper.somebody_with("Rhea", &[courant_news::permit::Grant::Comment]);
    let story = paper.draft(&copy("Fares rise", "world", "The fare rises on Tuesday."));
    let id = note(&paper, &rhea, story, "Is it Monday?");
    assert_eq!(send(&paper, &ana, &format!("/newsroom/stories/{story}/notes/{id}/replies"), "text=No.").status, 200);
    let plain = get(&paper, &rhea, &format!("/newsroom/stories/{story}/notes"));
    assert!(plain.status == 200 && !plain.text().contains(&format!("/newsroom/stories/{story}#note-{id}")), "{}", plain.text());
}

#[test]
fn words_that_were_deleted_or_changed_are_in_no_byte_of_the_database_or_of_a_backup() {
    let paper = Paper::new();
    let (_, ana) = person(&paper, "Ana Ruiz", Role::Reporter);
    let story = paper.draft(&signed("Fares rise", "Ana Ruiz"));
    let id = note(&paper, &ana, story, "Harebell harebell.");
    let remark = notes(&paper, &ana, story)["notes"][0]["remarks"][0]["id"].as_i64().expect("a number");
    let path = format!("/newsroom/stories/{story}/notes/{id}/remarks/{remark}");
    let long = "Foxglove ".repeat(400);
    assert_eq!(send(&paper, &ana, &path, &format!("text={}", long.replace(' ', "+"))).status, 200);
    let copy = paper.app.data.join("copy.db");
    let anywhere = |word: &str| {
        let _ = std::fs::remove_file(&copy);
        paper.app.store.backup(&copy).expect("copied");
        ["newsroom.db", "newsroom.db-wal", "copy.db"].iter().any(|name| {
            let bytes = std::fs::read(paper.app.data.join(name)).unwrap_or_default();
            bytes.windows(word.len()).any(|part| part == word.as_bytes())
        })
    };
    assert!(!anywhere("arebell") && anywhere("oxglove"), "the first words are gone");
    assert_eq!(send(&paper, &ana, &format!("{path}/deletion"), "").status, 200);
    assert!(!anywhere("oxglove") && !anywhere("Tuesday"));
}
