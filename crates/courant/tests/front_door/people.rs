//! People: invited, given roles, dismissed, taken back.

use crate::harness::{Answer, PASSWORD, Paper, signed};
use courant::people;
use courant_news::permit::{Actor, Grant, ManagePeople, Role};

fn link_on(answer: &Answer) -> String {
    let text = answer.text();
    let path = text.split("/newsroom/welcome/").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    assert!(!path.is_empty(), "no link on the page: {text}");
    format!("/newsroom/welcome/{path}")
}

const ABOUT_ANA: &str = "name=Ana+Ruiz&password=harbour+crane+tuesday&email=eve%40evil.example";

#[test]
fn an_invitation_gives_one_person_the_role_and_desks_it_names_and_nothing_else() {
    let paper = Paper::new();
    let (_, owner) = paper.somebody("Olga", Role::Owner);
    assert_eq!(paper.post("/newsroom/desks", &owner, "name=World").status, 303);
    let made = paper.post("/newsroom/people", &owner, "name=Ana&email=Ana%40Paper.example&role=editor&desk=world");
    assert_eq!(made.status, 200, "{}", made.text());
    let link = link_on(&made);
    assert!(!paper.page("/newsroom/people", &owner).text().contains(&link), "the link is shown once");
    let page = paper.page(&link, "");
    assert!(page.status == 200 && page.text().contains("ana@paper.example"));
    let joined = paper.post(&link, "", ABOUT_ANA);
    assert_eq!(joined.status, 303, "{}", joined.text());
    let ana = joined.cookie("courant_session");
    assert_eq!(paper.page("/newsroom", &ana).status, 200);
    assert_eq!(paper.page("/newsroom/people", &ana).status, 403);
    let member = paper.app.store.read(|r| r.member_by_email("ana@paper.example")).expect("reads").expect("the invited address, not the form's");
    assert_eq!((member.role, member.name.as_str()), (Role::Editor, "Ana Ruiz"));
    assert_eq!(paper.app.store.read(|r| r.desks_of(member.person)).expect("reads"), ["world"]);
    assert_eq!(paper.page(&link, "").status, 410, "the link works once");
    assert_eq!(paper.post(&link, "", ABOUT_ANA).status, 410);
}

#[test]
fn an_invitation_ends_after_seven_days_or_when_it_is_made_again_or_taken_back() {
    let paper = Paper::new();
    let (_, owner) = paper.somebody("Olga", Role::Owner);
    let first = link_on(&paper.post("/newsroom/people", &owner, "name=Ana&email=ana%40paper.example&role=reporter"));
    let second = link_on(&paper.post("/newsroom/invitations/1/link", &owner, ""));
    assert_eq!((paper.page(&first, "").status, paper.page(&second, "").status), (410, 200));
    paper.pass(jiff::SignedDuration::from_hours(24 * 7));
    assert_eq!(paper.page(&second, "").status, 410);
    let third = link_on(&paper.post("/newsroom/invitations/1/link", &owner, ""));
    assert_eq!(paper.post("/newsroom/invitations/1/end", &owner, "").status, 303);
    assert_eq!(paper.post(&third, "", ABOUT_ANA).status, 410);
    assert_eq!(paper.post("/newsroom/invitations/1/link", &owner, "").status, 404);
}

#[test]
fn dismissal_ends_sessions_tokens_and_links_at_once_and_can_be_taken_back() {
    let paper = Paper::new();
    let (_, owner) = paper.somebody("Olga", Role::Owner);
    let (ana, cookie) = paper.somebody("Ana", Role::Owner);
    let made = paper.post("/newsroom/tokens", &cookie, "name=wire&grant=publish");
    let code = made.text().split("value=\"").filter_map(|p| p.split('"').next()).find(|v| v.len() == 64).expect("a token").to_owned();
    let bearer = format!("Bearer {code}");
    let api = || paper.send("POST", "/api/v1/stories", &[("authorization", &bearer), ("content-type", "text/markdown")], b"x").status;
    let invited = link_on(&paper.post("/newsroom/people", &cookie, "name=Eve&email=eve%40paper.example&role=owner"));
    let way_in = people::sign_in_link(&paper.app.store, paper.now(), ana).expect("made");
    assert!(api() != 401 && paper.page(&invited, "").status == 200 && paper.page("/newsroom", &cookie).status == 200);

    assert_eq!(paper.post(&format!("/newsroom/people/{ana}/dismissal"), &owner, "").status, 303);
    assert_eq!(paper.page("/newsroom", &cookie).status, 303, "led to sign in");
    assert_eq!(paper.send("PUT", "/newsroom/stories/1/draft", &[("cookie", &cookie)], b"{}").status, 401);
    assert_eq!((api(), paper.page(&invited, "").status, paper.page(&way_in, "").status), (401, 410, 410));
    let sign_in = || paper.post("/newsroom/sessions", "", &format!("email=ana%40paper.example&password={}", PASSWORD.replace(' ', "+")));
    assert_eq!(sign_in().status, 422);
    let person = paper.app.store.read(|r| r.person("ana")).expect("reads");
    assert!(person.is_some(), "the person and their bylines stay");

    assert_eq!(paper.post(&format!("/newsroom/people/{ana}/return"), &owner, "").status, 303);
    assert_eq!(paper.page("/newsroom", &cookie).status, 303, "the old session stays ended");
    assert_eq!((sign_in().status, api()), (303, 401));
}

#[test]
fn the_last_owner_stays() {
    let paper = Paper::new();
    let (owner, cookie) = paper.somebody("Olga", Role::Owner);
    let own = |act: &str, body: &str| paper.post(&format!("/newsroom/people/{owner}/{act}"), &cookie, body);
    for (act, body) in [("dismissal", ""), ("role", "role=editor"), ("grants", "grant=publish")] {
        let answer = own(act, body);
        assert!(answer.status == 422 && answer.text().contains("last owner"), "{act}: {}", answer.status);
    }
    let (_, second) = paper.somebody("Oskar", Role::Owner);
    assert_eq!(own("role", "role=editor").status, 303);
    assert_eq!(paper.page("/newsroom/people", &cookie).status, 403, "gone with the next request");
    assert_eq!(paper.page("/newsroom/people", &second).status, 200);
}

#[test]
fn nobody_gives_what_they_do_not_hold_nor_takes_over_who_holds_more() {
    let paper = Paper::new();
    let (owner, _) = paper.somebody("Olga", Role::Owner);
    let (clerk, cookie) = paper.somebody_with("Clerk", &[Grant::Comment, Grant::EditOwn, Grant::ManagePeople]);
    let (ana, _) = paper.somebody("Ana", Role::Reporter);
    let all = "grant=comment&grant=edit-own&grant=manage-people&grant=publish";
    assert_eq!(paper.post(&format!("/newsroom/people/{clerk}/grants"), &cookie, all).status, 403);
    assert_eq!(paper.post(&format!("/newsroom/people/{ana}/role"), &cookie, "role=publisher").status, 403);
    assert_eq!(paper.post("/newsroom/people", &cookie, "name=Eve&email=eve%40paper.example&role=owner").status, 422);
    assert_eq!(paper.post("/newsroom/tokens", &cookie, "name=wire&grant=publish").status, 422);
    for act in ["dismissal", "link", "second-factor-reset", "role", "desks"] {
        assert_eq!(paper.post(&format!("/newsroom/people/{owner}/{act}"), &cookie, "role=reporter").status, 403, "{act}");
    }
    assert_eq!(paper.post(&format!("/newsroom/people/{ana}/dismissal"), &cookie, "").status, 303);
}

#[test]
fn a_token_ends_on_its_day_and_when_somebody_ends_it() {
    let paper = Paper::new();
    let (_, owner) = paper.somebody("Olga", Role::Owner);
    let token = |body: &str| {
        let text = paper.post("/newsroom/tokens", &owner, body).text();
        text.split("value=\"").filter_map(|p| p.split('"').next()).find(|v| v.len() == 64).expect("a token").to_owned()
    };
    let status = |code: &str| {
        let bearer = format!("Bearer {code}");
        paper.send("POST", "/api/v1/stories", &[("authorization", &bearer), ("content-type", "text/markdown")], b"x").status
    };
    let (short, long) = (token("name=short&grant=publish&until=2018-03-28"), token("name=long&grant=publish"));
    assert!(status(&short) != 401 && status(&long) != 401);
    assert_eq!(paper.post("/newsroom/tokens", &owner, "name=past&grant=publish&until=2018-03-01").status, 422);
    assert_eq!(paper.post("/newsroom/tokens", &owner, "name=nothing").status, 422);
    paper.pass(jiff::SignedDuration::from_hours(15));
    assert_eq!((status(&short), status(&long) != 401), (401, true), "it ends with the paper's day");
    assert_eq!(paper.post("/newsroom/tokens/2/end", &owner, "").status, 303);
    assert_eq!(status(&long), 401);
}

#[test]
fn desks_are_added_renamed_and_put_in_order() {
    let paper = Paper::new();
    let (ana, owner) = paper.somebody("Olga", Role::Owner);
    for name in ["World", "Sport", "Culture"] {
        assert_eq!(paper.post("/newsroom/desks", &owner, &format!("name={name}")).status, 303);
    }
    assert_eq!(paper.post("/newsroom/desks", &owner, "name=sport").status, 422);
    assert_eq!(paper.post("/newsroom/desks/sport", &owner, "name=Sports").status, 303);
    assert_eq!(paper.post("/newsroom/desks/culture", &owner, "move=up").status, 303);
    assert_eq!(paper.post("/newsroom/desks/none", &owner, "move=up").status, 404);
    let names: Vec<String> = paper.app.store.read(|r| r.desks()).expect("reads").into_iter().map(|d| d.name).collect();
    assert_eq!(names, ["World", "Culture", "Sports"]);
    let actor = Actor::command_line();
    let permit = actor.permit::<ManagePeople>().expect("permit");
    assert!(people::set_desks(&paper.app.store, permit, paper.now(), ana, &["none".into()]).is_err());
}

#[test]
fn who_is_invited_takes_over_a_byline_only_when_the_inviter_wrote_its_name() {
    let paper = Paper::new();
    let (_, owner) = paper.somebody("Olga", Role::Owner);
    paper.publish_as(&signed("Her first story", "Ana Ruiz"), &courant::publish::Wanted::default());
    let story = paper.draft(&signed("Her second story", "Ana Ruiz"));
    let byline = paper.app.store.read(|r| r.person("ana-ruiz")).expect("reads").expect("a person with a byline").id;
    let join = |name: &str, email: &str| {
        let link = link_on(&paper.post("/newsroom/people", &owner, &format!("name={name}&email={email}&role=reporter")));
        let joined = paper.post(&link, "", ABOUT_ANA);
        assert_eq!(joined.status, 303, "{}", joined.text());
        let person = paper.app.store.read(|r| r.member_by_email(email)).expect("reads").expect("an account").person;
        (person, joined.cookie("courant_session"))
    };
    let hand_in = |cookie: &str| paper.post(&format!("/newsroom/stories/{story}/moves"), cookie, "move=submit").status;
    let (eve, cookie) = join("Eve", "eve@paper.example");
    assert_ne!(eve, byline, "another person of the same name");
    assert_eq!(hand_in(&cookie), 403, "her story is not theirs");
    let (ana, cookie) = join("Ana+Ruiz", "ana@paper.example");
    assert_eq!(ana, byline);
    assert_eq!(hand_in(&cookie), 303);
}
