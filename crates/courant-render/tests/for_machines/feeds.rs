use crate::{at, elements, legal, texts};
use courant_render::feed::{Addresses, Attachment, CorrectionNote, Entry, Feed, Picture, atom, json, rss, story_id, tag_uri};
use jiff::civil::date;
use proptest::prelude::*;

const HOST: &str = "lantern.example";

fn feed() -> Feed {
    Feed {
        id: tag_uri(HOST, date(2018, 1, 1), "feed/world"),
        title: "World & more".into(),
        subtitle: "Reports from abroad".into(),
        home: format!("https://{HOST}/world"),
        self_urls: Addresses::new(&format!("https://{HOST}/world/feed"), ""),
        updated: at("2018-03-28T02:10:00Z"),
        language: "en".into(),
        icon: format!("https://{HOST}/icon.png"),
        entries: vec![report(), in_arabic()],
        older: Some(Addresses::new(&format!("https://{HOST}/world/feed"), "before=41&limit=2")),
        newest: None,
    }
}

fn attachment(name: &str, media_type: &str, title: &str) -> Attachment {
    Attachment { url: format!("https://{HOST}/media/files/0a/{name}"), media_type: media_type.into(), bytes: 4200, seconds: 252, title: title.into() }
}

fn report() -> Entry {
    Entry {
        id: story_id(HOST, date(2018, 3, 28), 42),
        url: format!("https://{HOST}/2018/03/28/a-train-to-beijing"),
        title: "A train to Beijing: \"talks\" <soon>".into(),
        summary: "Two governments confirm a visit.".into(),
        content_html: "<p>The train left on <em>Sunday</em>.</p>\n<p>It’s back &amp; home.</p>".into(),
        language: "en".into(),
        authors: vec![("Mara Ode".into(), format!("https://{HOST}/people/mara-ode")), ("Wire staff".into(), String::new())],
        categories: vec![("world".into(), "World".into()), ("korea".into(), "Korea".into())],
        published: at("2018-03-28T00:30:00.25Z"),
        updated: at("2018-03-28T02:10:00Z"),
        picture: Some(Picture {
            url: format!("https://{HOST}/media/0a/1280.jpg"),
            media_type: "image/jpeg".into(),
            width: 1280,
            height: 720,
            alt: "A green train at a \"quiet\" platform".into(),
            caption: "The platform on Sunday.".into(),
            credit: "Drawing: Courant".into(),
        }),
        attachments: vec![attachment("audio.mp3", "audio/mpeg", "A guard's whistle & steam"), attachment("video.mp4", "video/mp4", "")],
        corrections: vec![CorrectionNote { heading: "Correction, 28 March 2018:".into(), text: "The train had 21 cars, not <22>.".into() }],
        corrections_first: true,
    }
}

fn in_arabic() -> Entry {
    Entry {
        id: story_id(HOST, date(2018, 3, 27), 41),
        url: format!("https://{HOST}/2018/03/27/qitar"),
        title: "قطار إلى بكين".into(),
        content_html: "<p>غادر القطار يوم الأحد.</p>".into(),
        language: "ar".into(),
        published: at("2018-03-27T09:00:00Z"),
        updated: at("2018-03-27T09:00:00Z"),
        ..Entry::default()
    }
}

#[test]
fn an_atom_feed_carries_the_whole_text() {
    insta::assert_snapshot!(atom(&feed()));
}

#[test]
fn an_rss_feed_carries_the_whole_text() {
    insta::assert_snapshot!(rss(&feed()));
}

#[test]
fn a_json_feed_carries_the_whole_text() {
    let value: serde_json::Value = serde_json::from_str(&json(&feed())).expect("JSON");
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("JSON"));
}

#[test]
fn an_empty_feed_is_still_a_feed() {
    let empty = Feed { entries: Vec::new(), older: None, subtitle: String::new(), icon: String::new(), ..feed() };
    for name in ["id", "title", "updated"] {
        assert_eq!(texts(&atom(&empty), name).len(), 1, "{name}");
    }
    // The description that RSS demands falls back to the title.
    assert_eq!(texts(&rss(&empty), "description"), ["World & more"]);
    let value: serde_json::Value = serde_json::from_str(&json(&empty)).expect("JSON");
    assert_eq!(value["items"], serde_json::json!([]));
    assert!(value.get("next_url").is_none());
}

#[test]
fn older_pages_lead_back_to_the_newest() {
    let second = Feed { newest: Some(feed().self_urls), self_urls: feed().older.expect("older"), ..feed() };
    let links: Vec<(String, String)> = elements(&atom(&second))
        .into_iter()
        .filter(|element| element.name == "link")
        .map(|link| {
            let value = |key: &str| {
                let found = link.attributes.iter().find(|(name, _)| name == key);
                found.map(|(_, value)| value.clone()).unwrap_or_default()
            };
            (value("rel"), value("href"))
        })
        .collect();
    let first = format!("https://{HOST}/world/feed.atom");
    assert!(links.contains(&("first".into(), first.clone())));
    assert!(links.contains(&("self".into(), format!("{first}?before=41&limit=2"))));
}

#[test]
fn a_story_keeps_its_id_when_it_is_moved_and_rewritten() {
    let mut moved = report();
    moved.url = format!("https://{HOST}/2018/03/28/another-slug");
    moved.title = "Another headline".into();
    let before = texts(&atom(&Feed { entries: vec![report()], ..feed() }), "id");
    let after = texts(&atom(&Feed { entries: vec![moved], ..feed() }), "id");
    assert_eq!(before, after);
    assert!(before.contains(&"tag:lantern.example,2018-03-28:story/42".to_owned()));
}

#[test]
fn a_tag_uri_follows_rfc_4151_for_any_configured_host() {
    let day = date(2018, 3, 28);
    let cases = [
        ("Lantern.Example:8080", "tag:lantern.example,2018-03-28:story/7"),
        ("127.0.0.1:8080", "tag:127.0.0.1,2018-03-28:story/7"),
        ("[::1]:8080", "tag:1,2018-03-28:story/7"),
        ("", "tag:localhost,2018-03-28:story/7"),
        ("-bad-.example", "tag:bad.example,2018-03-28:story/7"),
    ];
    for (host, wanted) in cases {
        assert_eq!(story_id(host, day, 7), wanted);
    }
    assert_eq!(tag_uri(HOST, day, "tag/où?#"), "tag:lantern.example,2018-03-28:tag/o%C3%B9%3F%23");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_well_formed_feeds_that_say_it(title in any::<String>(), body in any::<String>()) {
        let mut entry = report();
        entry.title = title.clone();
        entry.content_html = body.clone();
        entry.language = body.clone();
        entry.url = title.clone();
        entry.authors = vec![(title.clone(), body.clone())];
        entry.categories = vec![(title.clone(), body.clone())];
        entry.corrections[0].text = title.clone();
        let feed = Feed { entries: vec![entry], ..feed() };
        let wanted = legal(&title);
        prop_assert_eq!(&texts(&atom(&feed), "title")[1], &wanted);
        prop_assert_eq!(&texts(&rss(&feed), "dc:creator")[0], &wanted);
        prop_assert!(texts(&atom(&feed), "content")[0].contains(&legal(&body)));
        let value: serde_json::Value = serde_json::from_str(&json(&feed)).expect("JSON");
        prop_assert_eq!(&value["items"][0]["title"], &serde_json::json!(title));
    }

    #[test]
    fn any_host_and_name_give_an_address_without_white_space(host in any::<String>(), name in any::<String>()) {
        let uri = tag_uri(&host, date(2018, 3, 28), &name);
        prop_assert!(uri.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"#".contains(&b)), "{}", uri);
    }
}

#[test]
fn characters_that_xml_forbids_are_left_out() {
    let mut entry = report();
    entry.title = "a\u{0}b\u{8}c\u{B}d\u{FFFE}e\u{FFFF}f\tg\r\n]]>".into();
    let feed = Feed { entries: vec![entry], ..feed() };
    assert_eq!(texts(&atom(&feed), "title")[1], "abcdef\tg\r\n]]>");
}
