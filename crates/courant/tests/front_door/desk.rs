//! The desk's flow: moves, assignments, the day book, finding a story.

use crate::harness::{Answer, Paper, copy, signed};
use courant::people;
use courant_news::copy::{Copy, Head};
use courant_news::permit::{Actor, ManagePeople, ROLES, Role};
use courant_news::story::{MOVES, Move, STATES, State};
use jiff::SignedDuration;

/// Somebody with a role, signed in: number and cookie.
pub fn person(paper: &Paper, name: &str, role: Role) -> (i64, String) {
    paper.somebody(name, role)
}

/// Desks to assign stories to.
fn desks(paper: &Paper) {
    let actor = Actor::command_line();
    for name in ["World", "Sport"] {
        people::add_desk(&paper.app.store, actor.permit::<ManagePeople>().expect("permit"), paper.now(), name).expect("added");
    }
}

pub fn post(paper: &Paper, cookie: &str, path: &str, body: &str) -> Answer {
    paper.form(cookie, path, body)
}

pub fn get(paper: &Paper, cookie: &str, path: &str) -> Answer {
    paper.page(path, cookie)
}

pub fn state(paper: &Paper, story: i64) -> State {
    paper.app.store.read(|read| read.story(story)).expect("reads").expect("there").state
}

fn make(paper: &Paper, cookie: &str, story: i64, body: &str) -> Answer {
    post(paper, cookie, &format!("/newsroom/stories/{story}/moves"), body)
}

/// A story in a state, brought there by what people do.
fn story_in(paper: &Paper, owner: &str, wanted: State) -> i64 {
    story_of(paper, owner, wanted, "Ana Ruiz")
}

/// The same, signed by somebody.
fn story_of(paper: &Paper, owner: &str, wanted: State, name: &str) -> i64 {
    let story = paper.draft(&signed(&format!("A story that is {}", wanted.word()), name));
    let publish = |body: &str| {
        let answer = post(paper, owner, &format!("/newsroom/stories/{story}/publication"), &format!("version=1&{body}"));
        assert_eq!(answer.status, 303, "{}", answer.text());
    };
    match wanted {
        State::Draft => {}
        State::InReview => assert_eq!(make(paper, owner, story, "move=submit").status, 303),
        State::Ready => assert_eq!(make(paper, owner, story, "move=ready").status, 303),
        State::Spiked => assert_eq!(make(paper, owner, story, "move=spike").status, 303),
        State::Scheduled => publish("when=at&at=2018-03-29T06:00"),
        State::Published => publish("when=now"),
        State::Withdrawn => {
            publish("when=now");
            assert_eq!(post(paper, owner, &format!("/newsroom/stories/{story}/withdrawal"), "reason=Wrong").status, 303);
        }
    }
    assert_eq!(state(paper, story), wanted);
    story
}

#[test]
fn every_move_of_every_state_by_every_role_is_as_the_table_says() {
    let paper = Paper::new();
    let (_, owner) = person(&paper, "Olga Own", Role::Owner);
    let people: Vec<(Role, String)> = ROLES.into_iter().map(|role| (role, person(&paper, &format!("Person {}", role.word()), role).1)).collect();
    let here = [Move::Submit, Move::SendBack, Move::Finish, Move::TakeUp, Move::Spike];
    for from in STATES {
        for wanted in MOVES.into_iter().filter(|m| here.contains(m)) {
            for (role, cookie) in &people {
                let actor = Actor::person(1, "", role.grants().to_vec());
                let story = story_of(&paper, &owner, from, &format!("Person {}", role.word()));
                let answer = make(&paper, cookie, story, &format!("move={}&note=A+word", wanted.word()));
                let (status, to) = match from.rule(wanted).map(|rule| rule.permits(&actor)) {
                    Err(_) => (409, from),
                    Ok(Err(_)) => (403, from),
                    Ok(Ok(to)) => (303, to),
                };
                assert_eq!((answer.status, state(&paper, story)), (status, to), "{wanted:?} of {from:?} by {role:?}: {}", answer.text());
            }
        }
    }
}

#[test]
fn a_story_goes_from_reporter_to_editor_and_back_with_a_note_and_is_kept_on_the_way() {
    let paper = Paper::new();
    let (_, reporter) = person(&paper, "Rita Rep", Role::Reporter);
    let (_, editor) = person(&paper, "Ed Itor", Role::Editor);
    let story = paper.draft(&signed("Fares rise", "Rita Rep"));
    assert_eq!(make(&paper, &reporter, story, "move=submit&version=1&note=Please+read").status, 303);
    assert!(get(&paper, &editor, "/newsroom").text().contains("In review <span class=\"count\">1</span>"));
    let refused = make(&paper, &editor, story, "move=send-back&note=");
    assert!(refused.status == 422 && refused.text().contains("sent back with a note"), "{}", refused.text());
    assert_eq!(make(&paper, &editor, story, "move=send-back&note=Who+says+so%3F").status, 303);
    let facts = get(&paper, &reporter, &format!("/newsroom/stories/{story}/facts")).text();
    assert!(facts.contains("Sent back by Ed Itor") && facts.contains("Who says so?"), "{facts}");
    let kept = paper.app.store.read(|read| read.revisions_of(story)).expect("reads");
    assert_eq!(kept.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["submitted"], "the same words are one revision");
}

#[test]
fn what_somebody_changed_meanwhile_is_not_submitted_unread() {
    let paper = Paper::new();
    let (_, reporter) = person(&paper, "Rita Rep", Role::Reporter);
    let story = paper.draft(&signed("Fares rise", "Rita Rep"));
    let answer = make(&paper, &reporter, story, "move=submit&version=7");
    assert!(answer.status == 422 && answer.text().contains("changed this story after you had looked at it"), "{}", answer.text());
    assert_eq!(state(&paper, story), State::Draft);
}

#[test]
fn a_spiked_story_comes_back_for_thirty_days_and_stays_in_the_record_after_that() {
    let paper = Paper::new();
    let (_, editor) = person(&paper, "Ed Itor", Role::Editor);
    let story = story_in(&paper, &editor, State::Spiked);
    paper.pass(SignedDuration::from_hours(30 * 24 + 1));
    // A session that was not used for so long has ended.
    let cookie = paper.sign_in();
    let late = make(&paper, &cookie, story, "move=take-up");
    assert!(late.status == 409 && late.text().contains("more than 30 days ago"), "{}", late.text());
    let facts = get(&paper, &cookie, &format!("/newsroom/stories/{story}/facts"));
    assert!(facts.status == 200 && facts.text().contains("stay in the record") && facts.text().contains("spiked it."), "{}", facts.text());
    let young = story_in(&paper, &cookie, State::Spiked);
    assert_eq!(make(&paper, &cookie, young, "move=take-up").status, 303);
    assert_eq!(state(&paper, young), State::Draft);
}

#[test]
fn an_assignment_is_one_line_that_says_what_it_was_and_what_it_is() {
    let paper = Paper::new();
    desks(&paper);
    let (writer, reporter) = person(&paper, "Rita Rep", Role::Reporter);
    let (_, editor) = person(&paper, "Ed Itor", Role::Editor);
    let story = paper.draft(&copy("Fares rise", "world", "Text."));
    let path = format!("/newsroom/stories/{story}/assignment");
    let body = format!("person={writer}&desk=world&due=2018-03-28T14:00&length=600&priority=urgent&note=Ring+the+port");
    assert_eq!(post(&paper, &editor, &path, &body).status, 303);
    let lines = paper.app.store.read(|read| read.journal_of(story, 10)).expect("reads");
    assert!(matches!(&lines[0].change, courant_news::change::Change::StoryAssigned { to, .. } if to.person == Some(writer)), "{lines:?}");
    assert_eq!(post(&paper, &editor, &path, &body).status, 303);
    assert_eq!(paper.app.store.read(|read| read.journal_of(story, 10)).expect("reads").len(), lines.len(), "the same again is no change");
    let facts = get(&paper, &editor, &format!("/newsroom/stories/{story}/facts")).text();
    assert!(facts.contains("writer nobody → Rita Rep") && facts.contains("of 600 words"), "{facts}");
    let start = get(&paper, &reporter, "/newsroom").text();
    assert!(start.contains("Fares rise") && start.contains("Rita Rep") && start.contains("urgent") && start.contains("14:00"), "{start}");
    let refused = post(&paper, &editor, &path, "person=999&priority=normal");
    assert!(refused.status == 422 && refused.text().contains("nobody with this number"), "{}", refused.text());
    let refused = post(&paper, &editor, &path, "length=many&priority=normal&due=soon");
    assert!(refused.status == 422 && refused.text().contains("a number of words"), "{}", refused.text());
}

#[test]
fn a_reporter_takes_what_nobody_has_and_gives_nothing_to_others() {
    let paper = Paper::new();
    let (own, reporter) = person(&paper, "Rita Rep", Role::Reporter);
    let (other, _) = person(&paper, "Theo Two", Role::Reporter);
    let written = paper.draft(&copy("Fares rise", "world", "Text."));
    assert_eq!(
        post(&paper, &reporter, &format!("/newsroom/stories/{written}/assignment"), &format!("person={own}&priority=normal")).status,
        403,
        "what somebody writes is not taken from them"
    );
    let story = paper.draft(&Copy { head: Head { slugline: "FARES".into(), ..Head::default() }, ..Copy::default() });
    let path = format!("/newsroom/stories/{story}/assignment");
    assert_eq!(post(&paper, &reporter, &path, &format!("person={other}&priority=normal")).status, 403);
    assert_eq!(post(&paper, &reporter, &path, &format!("person={own}&priority=normal")).status, 303);
}

#[test]
fn what_is_over_its_time_needs_attention() {
    let paper = Paper::new();
    let (writer, reporter) = person(&paper, "Rita Rep", Role::Reporter);
    let (_, editor) = person(&paper, "Ed Itor", Role::Editor);
    let plan = format!("slugline=PORT&due=2018-03-28T10:00&person={writer}&priority=normal");
    assert_eq!(post(&paper, &editor, "/newsroom/day-book", &plan).status, 303);
    assert!(!get(&paper, &editor, "/newsroom").text().contains("over its time"));
    paper.pass(SignedDuration::from_hours(1));
    assert!(get(&paper, &editor, "/newsroom").text().contains("It is over its time; Rita Rep writes it."));
    assert!(get(&paper, &reporter, "/newsroom").text().contains("It is over its time."));
}

#[test]
fn a_story_stands_in_the_day_book_before_a_word_is_written() {
    let paper = Paper::new();
    desks(&paper);
    let (writer, _) = person(&paper, "Rita Rep", Role::Reporter);
    let (_, editor) = person(&paper, "Ed Itor", Role::Editor);
    let missing = post(&paper, &editor, "/newsroom/day-book", "slugline=&due=&priority=normal");
    assert!(missing.status == 422 && missing.text().contains("Write a label") && missing.text().contains("Say by when"), "{}", missing.text());
    let plan = format!("slugline=SUMMIT+PREVIEW&due=2018-03-30T18:00&person={writer}&desk=world&length=800&priority=high&note=Map+wanted");
    let planned = post(&paper, &editor, "/newsroom/day-book", &plan);
    assert_eq!((planned.status, planned.header("location")), (303, "/newsroom/day-book?day=2018-03-30&done=planned"));
    let list = get(&paper, &editor, "/newsroom/day-book").text();
    assert!(list.contains("SUMMIT PREVIEW") && list.contains("Rita Rep") && list.contains("800 words") && list.contains("Map wanted"), "{list}");
    let week = get(&paper, &editor, "/newsroom/day-book?view=week").text();
    assert!(week.contains("Monday, 26 March 2018") && week.contains("Sunday, 1 April 2018") && week.contains("SUMMIT PREVIEW"), "{week}");
    assert!(!get(&paper, &editor, "/newsroom/day-book?desk=sport").text().contains("SUMMIT PREVIEW"));
    assert!(get(&paper, &editor, &format!("/newsroom/day-book?person={writer}")).text().contains("SUMMIT PREVIEW"));
    assert!(get(&paper, &editor, "/newsroom/day-book?day=9999-12-31").status < 500);
    assert_eq!(get(&paper, &editor, "/newsroom/day-book?day=-9999-01-01").status, 200);
}

#[test]
fn a_calendar_has_a_secret_address_that_ends_when_it_is_ended_or_made_anew() {
    let paper = Paper::new();
    let (writer, editor) = person(&paper, "Ed Itor", Role::Editor);
    let plan = format!("slugline=SUMMIT+PREVIEW&due=2018-03-30T18:00&person={writer}&priority=normal");
    assert_eq!(post(&paper, &editor, "/newsroom/day-book", &plan).status, 303);
    let address = |body: &str| {
        let page = post(&paper, &editor, "/newsroom/day-book/calendar", body).text();
        let start = page.find("/newsroom/calendar/").expect("an address");
        page[start..].split('"').next().expect("ends").to_owned()
    };
    let first = address("desk=&mine=");
    let file = paper.get(&first);
    assert_eq!((file.status, file.header("content-type")), (200, "text/calendar; charset=utf-8"));
    assert!(file.text().contains("SUMMARY:SUMMIT PREVIEW (Ed Itor)\r\n") && file.text().contains("DTSTART:20180330T090000Z"), "{}", file.text());
    let second = address("desk=sport&mine=on");
    assert!(!paper.get(&second).text().contains("SUMMIT"), "of another desk");
    assert_eq!(paper.get(&first).status, 404, "the first has ended");
    assert_eq!(post(&paper, &editor, "/newsroom/day-book/calendar-end", "").status, 303);
    assert_eq!((paper.get(&second).status, paper.get(&second).text()), (404, paper.get(&first).text()));
}

#[test]
fn a_calendar_ends_with_dismissal_and_with_the_password_waits_for_a_second_factor_and_stands_in_the_trail() {
    let paper = Paper::new();
    let (_, owner) = person(&paper, "Olga", Role::Owner);
    let (ed, editor) = person(&paper, "Ed Itor", Role::Editor);
    let address = |cookie: &str| {
        let page = post(&paper, cookie, "/newsroom/day-book/calendar", "desk=&mine=").text();
        let start = page.find("/newsroom/calendar/").expect("an address");
        page[start..].split('"').next().expect("ends").to_owned()
    };
    let first = address(&editor);
    assert_eq!(paper.get(&first).status, 200);
    let rule = |role: &str| assert_eq!(post(&paper, &owner, "/newsroom/second-factor-rule", role).status, 303);
    rule("role=editor");
    assert_eq!(paper.get(&first).status, 404, "who owes a second factor reads nothing");
    rule("");
    assert_eq!(paper.get(&first).status, 200);

    let change = "current=harbour+crane+tuesday&password=lantern+quarry+seventeen+moth";
    assert_eq!(post(&paper, &editor, "/newsroom/password", change).header("location"), "/newsroom/account?done=password");
    assert_eq!(paper.get(&first).status, 404, "another password");

    let second = address(&editor);
    assert_eq!(paper.get(&second).status, 200);
    for act in ["dismissal", "return"] {
        assert_eq!(post(&paper, &owner, &format!("/newsroom/people/{ed}/{act}"), "").status, 303);
        assert_eq!(paper.get(&second).status, 404, "{act}");
    }

    address(&owner);
    assert_eq!(post(&paper, &owner, "/newsroom/day-book/calendar-end", "").status, 303);
    let trail = get(&paper, &owner, "/newsroom/audit").text();
    for words in ["gave Ed Itor an address of the day book for calendars", "gave Olga an address", "ended the calendar address of Olga"] {
        assert!(trail.contains(words), "{words}: {trail}");
    }
}

/// Asks until the answer is as wanted: the index follows by itself.
fn until(paper: &Paper, cookie: &str, path: &str, wanted: impl Fn(&str) -> bool) -> String {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let text = get(paper, cookie, path).text();
        if wanted(&text) {
            return text;
        }
        assert!(std::time::Instant::now() < end, "{path} did not become as wanted: {text}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn any_story_is_found_by_words_of_its_draft_and_what_is_known_of_it() {
    let paper = Paper::new();
    desks(&paper);
    let (id, editor) = person(&paper, "Ed Itor", Role::Editor);
    let first = paper.draft(&copy("Harbour wakes", "world", "A walrus was seen at the quay."));
    paper.draft(&copy("Council meets", "politics", "Nothing was decided."));
    until(&paper, &editor, "/newsroom/stories?q=walr", |t| t.contains("Harbour wakes") && !t.contains("Council meets"));
    until(&paper, &editor, "/newsroom/stories?section=politics", |t| t.contains("Council meets") && !t.contains("Harbour wakes"));
    assert_eq!(post(&paper, &editor, &format!("/newsroom/stories/{first}/assignment"), &format!("person={id}&desk=world&priority=low")).status, 303);
    let one = |text: &str| text.contains("Harbour wakes") && !text.contains("Council meets");
    until(&paper, &editor, &format!("/newsroom/stories?person={id}"), one);
    until(&paper, &editor, "/newsroom/stories?desk=world", one);
    until(&paper, &editor, "/newsroom/stories?day=2018-03-28&sort=headline", |t| t.find("Council meets") < t.find("Harbour wakes"));
    assert!(get(&paper, &editor, "/newsroom/stories?day=2018-03-27").text().contains("No story is like that"));
    assert_eq!(make(&paper, &editor, first, "move=submit").status, 303);
    until(&paper, &editor, "/newsroom/stories?state=in_review", one);
    assert!(get(&paper, &editor, "/newsroom/stories?q=%22%2A%28+NEAR").status == 200, "signs are no operators");
}

#[test]
fn a_story_is_found_while_its_first_words_are_typed() {
    let paper = Paper::new();
    let (_, editor) = person(&paper, "Ed Itor", Role::Editor);
    paper.draft(&copy("A quiet day", "world", "The harbour slept."));
    let story = paper.draft(&copy("Harbour wakes", "world", "Text."));
    until(&paper, &editor, "/newsroom/find?q=har", |t| t.contains("A quiet day"));
    let found = get(&paper, &editor, "/newsroom/find?q=Harb").json();
    assert_eq!(found["stories"][0]["url"], format!("/newsroom/stories/{story}"), "a headline comes before a text: {found}");
    assert_eq!(found["stories"][1]["headline"], "A quiet day");
    assert_eq!(get(&paper, &editor, "/newsroom/find?q=").json()["stories"], serde_json::json!([]));
}

#[test]
fn a_draft_that_was_saved_is_found_by_its_new_words() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.draft(&copy("First words", "world", "Text."));
    until(&paper, &cookie, "/newsroom/find?q=first", |t| t.contains("First words"));
    let body = serde_json::json!({ "base": 1, "copy": copy("First words", "world", "Now a narwhal.") }).to_string();
    let head = [("cookie", cookie.as_str()), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    assert_eq!(paper.send("PUT", &format!("/newsroom/stories/{story}/draft"), &head, body.as_bytes()).status, 200);
    until(&paper, &cookie, "/newsroom/find?q=narw", |t| t.contains("First words"));
}

#[test]
fn a_search_is_kept_under_a_name_for_one_person() {
    let paper = Paper::new();
    let (_, editor) = person(&paper, "Ed Itor", Role::Editor);
    let (_, other) = person(&paper, "Rita Rep", Role::Reporter);
    assert_eq!(post(&paper, &editor, "/newsroom/searches", "name=World+drafts&query=state%3Ddraft%26section%3Dworld%26evil%3D%22%3E").status, 303);
    let start = get(&paper, &editor, "/newsroom").text();
    assert!(start.contains("href=\"/newsroom/stories?state=draft&amp;section=world\">World drafts</a>"), "{start}");
    assert!(!get(&paper, &other, "/newsroom").text().contains("World drafts"));
    let end = |cookie: &str| post(&paper, cookie, "/newsroom/searches/1/end", "").status;
    assert_eq!((end(&other), end(&editor), end(&editor)), (404, 303, 404));
}
