use crate::{at, elements, legal, texts};
use courant_render::sitemap::{Child, Listed, News, PART, Page, index, news, url_set};
use proptest::prelude::*;

const ORIGIN: &str = "https://lantern.example";
const MARCH: Listed = Listed::Month { year: 2018, month: 3 };

fn news_story(published: &str, language: &str) -> News {
    News {
        url: format!("{ORIGIN}/2018/03/28/talks?at={published}&lang={language}"),
        title: "Talks & trains".into(),
        language: language.into(),
        published: at(published),
    }
}

#[test]
fn the_index_names_a_file_for_each_month() {
    let updated = at("2018-03-28T02:10:00Z");
    let children = [
        Child { listed: Listed::Pages, pages: 12, updated },
        Child { listed: MARCH, pages: PART + 1, updated },
        Child { listed: Listed::Month { year: 2018, month: 2 }, pages: 0, updated },
    ];
    insta::assert_snapshot!(index(ORIGIN, &children));
}

#[test]
fn a_url_set_names_pages_and_their_pictures() {
    let pages = [
        Page {
            url: format!("{ORIGIN}/2018/03/28/talks"),
            updated: Some(at("2018-03-28T02:10:00Z")),
            pictures: vec![format!("{ORIGIN}/media/0a/1280.jpg")],
        },
        Page { url: format!("{ORIGIN}/about"), ..Page::default() },
    ];
    insta::assert_snapshot!(url_set(&pages, 1).expect("a part"));
}

#[test]
fn a_long_month_is_cut_into_parts_within_the_limits() {
    let page = Page {
        url: format!("{ORIGIN}/2018/03/28/{}", "a".repeat(1000)),
        updated: None,
        pictures: vec![format!("{ORIGIN}/media/{}.jpg", "b".repeat(120)); 25],
    };
    let pages = vec![page; PART + 1];
    let first = url_set(&pages, 1).expect("a first part");
    assert!(first.len() <= 50 * 1024 * 1024, "{}", first.len());
    assert_eq!(first.matches("<loc>").count(), PART);
    assert_eq!(texts(&url_set(&pages, 2).expect("a second part"), "loc").len(), 1);
    assert!(url_set(&pages, 3).is_none());
    assert!(url_set(&pages, 0).is_none());
}

#[test]
fn a_file_has_one_address() {
    for (listed, part) in [(MARCH, 1), (MARCH, 2), (Listed::Pages, 1), (Listed::Pages, 12)] {
        assert_eq!(Listed::parse(&listed.path(part)), Some((listed, part)));
    }
    assert_eq!(MARCH.path(1), "/sitemap-2018-03.xml");
    let others = [
        "/sitemap-2018-3.xml",
        "/sitemap-+2018-03.xml",
        "/sitemap-2018-13.xml",
        "/sitemap-2018-03-1.xml",
        "/sitemap-2018-03-0.xml",
        "/sitemap-2018-03-2-2.xml",
        "/sitemap-2018.xml",
        "/sitemap-news.xml",
        "/sitemap.xml",
        "/sitemap-.xml",
        "/sitemap-pages-03.xml",
    ];
    for path in others {
        assert_eq!(Listed::parse(path), None, "{path}");
    }
}

#[test]
fn the_news_sitemap_holds_the_last_48_hours_and_nothing_to_come() {
    let now = at("2018-03-28T12:00:00Z");
    let stories = [
        news_story("2018-03-28T12:00:01Z", "en"),
        news_story("2018-03-28T12:00:00Z", "en-GB"),
        news_story("2018-03-26T12:00:00Z", "zh-Hant"),
        news_story("2018-03-26T11:59:59Z", "en"),
    ];
    insta::assert_snapshot!(news("The Harbour Lantern", &stories, now));
}

#[test]
fn the_news_sitemap_holds_at_most_a_thousand_stories() {
    let now = at("2018-03-28T12:00:00Z");
    let stories = vec![news_story("2018-03-28T11:00:00Z", "en"); 1001];
    assert_eq!(texts(&news("The Lantern", &stories, now), "loc").len(), 1000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_well_formed_sitemaps_that_say_it(text in any::<String>()) {
        let now = at("2018-03-28T12:00:00Z");
        let story = News { title: text.clone(), url: text.clone(), language: text.clone(), published: now };
        prop_assert_eq!(&texts(&news(&text, &[story], now), "news:title")[0], &legal(&text));
        let page = Page { url: text.clone(), updated: Some(now), pictures: vec![text.clone()] };
        let set = url_set(&[page], 1).expect("a part");
        prop_assert_eq!(&texts(&set, "image:loc")[0], &legal(&text));
        elements(&index(&text, &[Child { listed: MARCH, pages: 1, updated: now }]));
    }

    #[test]
    fn no_path_is_read_as_another(path in "/sitemap-[-+0-9a-z]{0,14}\\.xml") {
        if let Some((listed, part)) = Listed::parse(&path) {
            prop_assert_eq!(listed.path(part), path);
        }
    }
}
