use crate::at;
use courant_render::json_ld::{Article, Collection, Correction, Image, Publisher, breadcrumbs, collection_page, news_article, script, web_site};
use proptest::prelude::*;
use serde_json::{Value, json};

const ORIGIN: &str = "https://lantern.example";

fn publisher() -> Publisher {
    Publisher {
        name: "The Harbour Lantern".into(),
        origin: ORIGIN.into(),
        strapline: "News by daylight".into(),
        language: "en".into(),
        logo: Some(Image { url: format!("{ORIGIN}/icon-512.png"), width: 512, height: 512, ..Image::default() }),
        ..Publisher::default()
    }
}

fn article() -> Article {
    Article {
        url: format!("{ORIGIN}/2018/03/28/a-train-to-beijing"),
        headline: "A train to Beijing".into(),
        description: "Two governments confirm a visit.".into(),
        images: vec![Image {
            url: format!("{ORIGIN}/media/0a/1280.jpg"),
            width: 1280,
            height: 720,
            caption: "The platform.".into(),
            credit: "Drawing: Courant".into(),
        }],
        published: at("2018-03-28T00:30:00Z"),
        updated: at("2018-03-28T02:10:00Z"),
        authors: vec![("Mara Ode".into(), format!("{ORIGIN}/people/mara-ode"))],
        section: "World".into(),
        keywords: vec!["Korea".into(), "China".into()],
        language: "en".into(),
        dateline: "Beijing, 28 March 2018".into(),
        place: "Beijing".into(),
        corrections: vec![Correction { text: "The train had 21 cars, not 22.".into(), at: at("2018-03-28T02:10:00Z") }],
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON")
}

#[test]
fn a_story_is_a_news_article() {
    insta::assert_snapshot!(pretty(&news_article(&article(), &publisher())));
}

#[test]
fn a_story_with_nothing_but_a_headline_says_nothing_empty() {
    let bare = Article { url: format!("{ORIGIN}/2018/03/28/bare"), headline: "Bare".into(), ..Article::default() };
    let value = news_article(&bare, &publisher());
    for key in ["image", "keywords", "dateline", "locationCreated", "correction", "description"] {
        assert!(value.get(key).is_none(), "{key}");
    }
    // Without a byline the paper answers for it.
    assert_eq!(value["author"][0]["@type"], "NewsMediaOrganization");
}

#[test]
fn the_front_says_how_to_search() {
    insta::assert_snapshot!(pretty(&web_site(&publisher())));
}

#[test]
fn a_list_page_names_its_stories_and_its_trail() {
    let collection = Collection {
        url: format!("{ORIGIN}/people/mara-ode"),
        name: "Mara Ode".into(),
        language: "en".into(),
        stories: vec![("A train to Beijing".into(), article().url)],
        person: Some(("Mara Ode".into(), format!("{ORIGIN}/people/mara-ode"))),
        ..Collection::default()
    };
    let trail = [("The Harbour Lantern".to_owned(), format!("{ORIGIN}/")), ("Mara Ode".to_owned(), collection.url.clone())];
    let both = json!([collection_page(&collection, &publisher()), breadcrumbs(&trail)]);
    insta::assert_snapshot!(pretty(&both));
}

#[test]
fn a_long_headline_is_cut_at_a_word_and_at_110_characters_at_most() {
    let mut long = article();
    long.headline = "word ".repeat(40).trim().to_owned();
    let cut = news_article(&long, &publisher())["headline"].clone();
    let cut = cut.as_str().expect("text");
    assert!(cut.ends_with("word…") && cut.chars().count() <= 110, "{cut}");
    long.headline = "語".repeat(200);
    let cut = news_article(&long, &publisher())["headline"].clone();
    assert_eq!(cut.as_str().expect("text").chars().count(), 110);
    long.headline = "x".repeat(110);
    assert_eq!(news_article(&long, &publisher())["headline"], long.headline);
}

#[test]
fn no_values_give_no_script() {
    assert_eq!(script(&[]), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_ends_the_script_element(text in any::<String>(), markup in "(</script>|<!--|&lt;|\u{2028}|\u{2029}|<script)") {
        let mut story = article();
        story.headline = format!("{markup}{text}").chars().take(100).collect();
        story.keywords = vec![text.clone()];
        let value = news_article(&story, &publisher());
        let out = script(&[value.clone(), breadcrumbs(&[(text.clone(), text)])]);
        let breaks = out.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
        prop_assert!(!breaks);
        let read: Value = serde_json::from_str(&out).expect("JSON");
        prop_assert_eq!(&read[0], &value);
    }
}
