//! Every template, with its context, through the engine that serves it.

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::*;

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source).expect("template parses");
    }
    environment
}

fn rendered(template: &str, context: &impl Serialize) -> String {
    let environment = environment();
    let template = environment.get_template(template).expect("template is there");
    template.render(minijinja::value::Serde(context)).expect("template renders")
}

fn shell() -> Shell {
    let assets = ["newsroom.css", "newsroom.js", "newsroom-editor.css"];
    Shell {
        site_name: "The Courant".into(),
        title: "Stories".into(),
        person: "Mina Seo".into(),
        place: "stories",
        assets: assets.iter().map(|name| ((*name).to_owned(), format!("/assets/0a1b/{name}"))).collect(),
        ..Shell::default()
    }
}

#[test]
fn every_page_renders_with_nothing_in_it() {
    rendered("welcome.html", &Welcome { page: shell(), ..Welcome::default() });
    rendered("sign-in.html", &SignIn { page: shell(), ..SignIn::default() });
    rendered("start.html", &Start { page: shell(), ..Start::default() });
    rendered("stories.html", &Stories { page: shell(), ..Stories::default() });
    rendered("editor.html", &Editor { page: shell(), ..Editor::default() });
    rendered("publication.html", &Publication { page: shell(), ..Publication::default() });
    rendered("front.html", &FrontEditor { page: shell(), ..FrontEditor::default() });
    rendered("pictures.html", &Pictures { page: shell(), ..Pictures::default() });
    rendered("picture.html", &PictureEditor { page: shell(), ..PictureEditor::default() });
    rendered("media-files.html", &MediaFiles { page: shell(), ..MediaFiles::default() });
    rendered("replacement.html", &PictureReplacement { page: shell(), chosen: Some(PictureCard::default()), ..PictureReplacement::default() });
    rendered("account.html", &Account { page: shell(), ..Account::default() });
    rendered("second-step.html", &SecondStep { page: shell(), ..SecondStep::default() });
    rendered("second-factor.html", &SecondFactor { page: shell(), ..SecondFactor::default() });
    rendered("recovery-codes.html", &RecoveryCodes { page: shell(), ..RecoveryCodes::default() });
    rendered("people.html", &People { page: shell(), ..People::default() });
    rendered("person.html", &OnePerson { page: shell(), ..OnePerson::default() });
    rendered("tokens.html", &Tokens { page: shell(), ..Tokens::default() });
    rendered("audit.html", &Audit { page: shell(), ..Audit::default() });
    rendered("facts.html", &Facts { page: shell(), ..Facts::default() });
    rendered("day-book.html", &DayBook { page: shell(), ..DayBook::default() });
    rendered("revisions.html", &Revisions { page: shell(), compared: Some(Compared::default()), ..Revisions::default() });
    let remarks = vec![RemarkRow { action: "/x".into(), ..RemarkRow::default() }];
    rendered("notes.html", &Notes { page: shell(), open: vec![NoteRow { remarks, called: true, ..NoteRow::default() }], ..Notes::default() });
    rendered("corrections.html", &Corrections { page: shell(), ..Corrections::default() });
    rendered("problem.html", &Problem { page: shell(), ..Problem::default() });
}

#[test]
fn a_headline_cannot_bring_markup_into_a_list() {
    let row = StoryRow { headline: "<script>alert(1)</script>".into(), url: "\"onfocus=\"alert(1)".into(), ..StoryRow::default() };
    let html = rendered("stories.html", &Stories { page: shell(), stories: vec![row], ..Stories::default() });
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(!html.contains("href=\"\"onfocus"), "{html}");
    assert!(html.contains("&lt;script&gt;"), "{html}");
}

#[test]
fn a_name_in_another_direction_keeps_it_to_itself() {
    let says = Sentence::from("The pages of ").list(["مها الخطيب", "سلمى <b>", "Mina Seo"]).text(".");
    let goes = vec![Goes { name: "Bylines".into(), says: says.clone(), url: String::new() }];
    let html = rendered("publication.html", &Publication { page: shell(), goes, byline: says, ..Publication::default() });
    let wanted = "The pages of <bdi>مها الخطيب</bdi>, <bdi>سلمى &lt;b&gt;</bdi> and <bdi>Mina Seo</bdi>.";
    assert_eq!(html.matches(wanted).count(), 2, "{html}");
}

#[test]
fn a_story_cannot_end_the_script_element_that_carries_it() {
    let copy = serde_json::json!({"headline": "</script><script>alert(1)</script>\u{2028}&"});
    let bootstrap = ScriptJson::of(&copy).expect("plain JSON");
    let html = rendered("editor.html", &Editor { page: shell(), bootstrap: bootstrap.clone(), notes_url: "/newsroom/stories/7/notes".into() });
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(html.contains(bootstrap.as_str()), "it is placed as it is: {html}");
    let back: serde_json::Value = serde_json::from_str(bootstrap.as_str()).expect("still JSON");
    assert_eq!(back, copy);
}

#[test]
fn what_stops_publishing_takes_the_button_away() {
    let page = |blocked| Publication { page: shell(), action: "/newsroom/stories/7/publication".into(), blocked, ..Publication::default() };
    assert!(rendered("publication.html", &page(false)).contains("Publish now</button>"));
    let html = rendered("publication.html", &page(true));
    assert!(!html.contains("Publish now</button>"), "{html}");
    assert!(html.contains("It cannot go out yet."), "{html}");
}

#[test]
fn nobody_signed_in_sees_no_navigation() {
    let html = rendered("sign-in.html", &SignIn { page: Shell { person: String::new(), ..shell() }, ..SignIn::default() });
    assert!(!html.contains("<nav"), "{html}");
    assert!(!html.contains("Sign out"), "{html}");
}
