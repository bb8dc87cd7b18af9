//! The site as the newsroom keeps it: sections, storylines, pages, navigation, settings.

use crate::harness::{Paper, copy};
use courant::publish::Wanted;

fn place(paper: &Paper, cookie: &str, kind: &str, name: &str) -> serde_json::Value {
    let head = [("cookie", cookie), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let answer = paper.send("POST", "/newsroom/places", &head, serde_json::json!({ "kind": kind, "name": name }).to_string().as_bytes());
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

#[test]
fn a_section_named_while_writing_keeps_its_name_and_is_known_from_its_first_story_on() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    paper.publish("Harbour wakes", "world", "Text.");
    let before = paper.get("/").bytes;
    let made = place(&paper, &cookie, "section", "Arts & Letters");
    assert_eq!((made["slug"].as_str(), made["name"].as_str()), (Some("arts-letters"), Some("Arts & Letters")));
    let storyline = place(&paper, &cookie, "storyline", "The Long Count");
    assert_eq!(storyline["slug"], "the-long-count");
    assert_eq!(place(&paper, &cookie, "section", "Arts letters")["name"], "Arts & Letters", "the same slug is the same section");
    assert_eq!(paper.get("/").bytes, before);
    assert_eq!(paper.get("/arts-letters").text(), paper.get("/none").text());
    assert!(!paper.get("/api/v1/sections").text().contains("arts-letters"));
    let mut words = copy("A book is read", "arts-letters", "Text.");
    words.head.storyline = "the-long-count".into();
    let story = paper.publish_as(&words, &Wanted::default());
    let page = paper.until(&story.path, |a| a.status == 200).text();
    assert!(page.contains("Arts &amp; Letters") && page.contains("The Long Count"), "{page}");
    paper.until("/", |front| front.text().contains("Arts &amp; Letters"));
}

#[test]
fn a_reserved_word_or_no_name_is_no_section() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let head = [("cookie", cookie.as_str()), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    for name in ["Newsroom", "Privacy", "…", "", &"x".repeat(200)] {
        let answer = paper.send("POST", "/newsroom/places", &head, serde_json::json!({ "kind": "section", "name": name }).to_string().as_bytes());
        assert_eq!(answer.status, 422, "{name}");
        assert!(!answer.json()["next"].as_str().unwrap_or_default().is_empty());
    }
}

#[test]
fn a_renamed_section_takes_its_stories_feeds_and_drafts_along() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.publish("Rates rise", "business", "Text of rates.");
    let answer = paper.form(&cookie, "/newsroom/sections/business", "name=Economy&slug=economy&intro=Money+and+work.");
    assert_eq!(answer.status, 303, "{}", answer.text());
    for (old, new) in [("/business", "/economy"), ("/business/feed.atom", "/economy/feed.atom"), ("/business/feed.json", "/economy/feed.json")] {
        let moved = paper.get(old);
        assert_eq!((moved.status, moved.header("location")), (301, new));
    }
    let page = paper.get("/economy").text();
    assert!(page.contains("Rates rise") && page.contains("Money and work."), "{page}");
    assert!(paper.get(&story.path).text().contains("href=\"/economy\""));
    assert!(paper.get("/search?q=rates&section=economy").text().contains("rates-rise"));
    // A draft, or a file, that still says the old slug goes where the section went.
    let later = paper.publish_as(&copy("Rates fall", "business", "Text."), &Wanted::default());
    assert!(later.made.is_empty());
    paper.until("/economy", |a| a.text().contains("Rates fall"));
    assert_eq!(paper.form(&cookie, "/newsroom/sections/economy", "name=Business&slug=business&intro=").status, 303, "back again");
    assert_eq!(paper.get("/business").status, 200);
    assert_eq!(paper.get("/economy").header("location"), "/business");
}

#[test]
fn a_section_is_retired_only_empty_or_into_another() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.publish("A play", "theatre", "Text.");
    paper.publish("A concert", "culture", "Text.");
    let refused = paper.form(&cookie, "/newsroom/sections/theatre/retirement", "into=");
    assert!(refused.status == 422 && refused.text().contains("not empty"), "{}", refused.text());
    assert_eq!(paper.form(&cookie, "/newsroom/sections/theatre/retirement", "into=culture").status, 303);
    assert_eq!(paper.get("/theatre/feed.rss").header("location"), "/culture/feed.rss");
    assert!(paper.get("/culture").text().contains("A play"));
    assert!(paper.get(&story.path).text().contains("href=\"/culture\""));
    assert_eq!(paper.form(&cookie, "/newsroom/sections", "add=section&name=Chess").status, 303);
    assert_eq!(paper.form(&cookie, "/newsroom/sections/chess/retirement", "into=").status, 303);
    assert!(!paper.shown(&cookie, "/newsroom/sections").contains("section-chess"));
}

#[test]
fn sections_stand_in_the_order_that_was_chosen_and_a_hidden_one_is_still_there() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    paper.publish("One", "world", "Text.");
    paper.publish("Two", "sport", "Text.");
    let nav = |paper: &Paper| {
        paper.get("/").text().split("<nav class=\"sections\"").nth(1).expect("a navigation").split("</nav>").next().expect("an end").to_owned()
    };
    assert!(nav(&paper).find("/world") < nav(&paper).find("/sport"));
    assert_eq!(paper.form(&cookie, "/newsroom/sections", "slug=world&slug=sport&move-up=sport").status, 303);
    assert!(nav(&paper).find("/sport") < nav(&paper).find("/world"));
    assert_eq!(paper.form(&cookie, "/newsroom/sections/world", "name=World&slug=world&intro=&hidden=on").status, 303);
    assert!(!nav(&paper).contains("/world") && paper.get("/world").status == 200);
    let placed = "item=page:about&item=section:sport&masthead=page:about&masthead=section:sport&footer=section:sport&save=navigation";
    assert_eq!(paper.form(&cookie, "/newsroom/navigation", placed).status, 303);
    assert!(nav(&paper).find("/about") < nav(&paper).find("/sport"));
    let footer = paper.get("/").text().split("class=\"colophon\"").nth(1).expect("a footer").to_owned();
    assert!(!footer.contains("href=\"/about\""));
}

#[test]
fn a_page_is_seen_when_it_is_published_and_keeps_what_it_said() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    assert_eq!(paper.get("/imprint").text(), paper.get("/none").text());
    let words = |version: i64, text: &str, button: &str| format!("version={version}&title=Imprint&markdown={text}&do={button}");
    assert_eq!(paper.form(&cookie, "/newsroom/pages/imprint", &words(0, "Draft+words.", "save")).status, 303);
    assert_eq!(paper.get("/imprint").status, 404, "a draft is nowhere");
    assert!(!paper.get("/").text().contains("href=\"/imprint\""));
    assert!(paper.shown(&cookie, "/newsroom/pages/imprint/preview").contains("Draft words."));
    let script = "%23%23+Who%0A%0A%3Cscript%3Ealert(1)%3C/script%3E%0A%0A**Ana**+%5Bx%5D(javascript:alert(1))";
    let refused = paper.form(&cookie, "/newsroom/pages/imprint", &words(1, script, "publish"));
    assert_eq!(refused.status, 422, "a link that may not stand there is named: {}", refused.text());
    assert_eq!(
        paper.form(&cookie, "/newsroom/pages/imprint", &words(2, "%23%23+Who%0A%0A%3Cscript%3Ealert(1)%3C/script%3E%0A%0A**Ana**", "publish")).status,
        303
    );
    let page = paper.get("/imprint").text();
    assert!(page.contains("<strong>Ana</strong>") && !page.contains("<script>alert"), "{page}");
    assert!(paper.get("/").text().contains("href=\"/imprint\"") && paper.get("/sitemap-pages.xml").text().contains("/imprint"));
    let conflict = paper.form(&cookie, "/newsroom/pages/imprint", &words(1, "Mine", "save"));
    assert!(conflict.status == 422 && conflict.text().contains("Mine") && conflict.text().contains("meanwhile"));
    assert_eq!(paper.form(&cookie, "/newsroom/pages/imprint", &words(3, "Changed", "publish")).status, 303);
    assert_eq!(paper.form(&cookie, "/newsroom/pages/imprint", "version=4&restore=1").status, 303);
    assert!(paper.shown(&cookie, "/newsroom/pages/imprint").contains("**Ana**"));
    assert!(paper.get("/imprint").text().contains("Changed"));
    assert_eq!(paper.form(&cookie, "/newsroom/pages/imprint", "do=withdraw").status, 303);
    assert_eq!(paper.get("/imprint").status, 404);
    assert!(paper.app.store.read(|read| read.broken_texts()).expect("reads").is_empty());
}

#[test]
fn a_page_of_another_name_stands_under_pages() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let begun = paper.form(&cookie, "/newsroom/pages", "title=House+rules&slug=");
    assert_eq!(begun.header("location"), "/newsroom/pages/house-rules");
    assert_eq!(paper.form(&cookie, "/newsroom/pages/house-rules", "version=1&title=House+rules&markdown=Be+kind.&do=publish").status, 303);
    assert!(paper.get("/pages/house-rules").text().contains("Be kind."));
    assert_eq!(paper.get("/pages/about").status, 404);
    assert_eq!(paper.form(&cookie, "/newsroom/pages", "title=House+rules&slug=").status, 422);
}

#[test]
fn settings_hold_at_once_and_a_new_zone_leaves_addresses_as_they_were() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    // 00:30 UTC: the 28th in Seoul, still the 27th in New York.
    let story = paper.publish("Night ferry", "world", "Text.");
    let form = "name=The+Large+Paper&strapline=Says+who&language=en&time_zone=America/New_York&follow_name=Mastodon&follow_what=Headlines&follow_url=https://social.example/@paper&legal_name=Large+Paper+Ltd&founded=1921";
    let answer = paper.form(&cookie, "/newsroom/settings", form);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let front = paper.get("/").text();
    assert!(front.contains("The Large Paper") && front.contains("Says who") && front.contains("27 March 2018"), "{front}");
    assert!(paper.get("/connect").text().contains("https://social.example/@paper"));
    let page = paper.get(&story.path).text();
    assert!(page.contains("27 March 2018, 20:30 EDT") && page.contains("Large Paper Ltd"), "{page}");
    assert!(paper.get("/sitemap-2018-03.xml").text().contains(&story.path));
    let again = paper.publish_as(&copy("Night ferry", "world", "More."), &Wanted { published: None, ..Wanted::default() });
    assert_ne!(again.path, story.path, "a new story has the day of the new zone");
    for (field, bad) in [("time_zone", "Mars/Base"), ("language", "%3Cb%3E"), ("name", ""), ("founded", "long+ago"), ("follow_url", "javascript:x")] {
        let typed: Vec<String> =
            form.split('&').map(|pair| if pair.starts_with(&format!("{field}=")) { format!("{field}={bad}") } else { pair.into() }).collect();
        let refused = paper.form(&cookie, "/newsroom/settings", &typed.join("&"));
        assert_eq!(refused.status, 422, "{field}");
        assert!(refused.text().contains("aria-invalid"), "{field}");
    }
}

#[test]
fn a_storyline_is_renamed_with_its_feeds_and_read_from_the_first_story_on() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let mut first = copy("Chapter one", "world", "Text.");
    first.head.storyline = "talks".into();
    let mut second = copy("Chapter two", "world", "Text.");
    second.head.storyline = "talks".into();
    paper.publish_as(&first, &Wanted::default());
    paper.publish_as(&second, &Wanted::default());
    assert_eq!(paper.form(&cookie, "/newsroom/storylines/talks", "name=The+talks&slug=korea-talks&intro=From+January+on.&order=oldest").status, 303);
    let page = paper.until("/storylines/korea-talks", |a| a.status == 200).text();
    let list = page.split("Most Viewed").next().unwrap_or_default();
    assert!(list.find("Chapter one") < list.find("Chapter two") && page.contains("From January on."), "{page}");
    assert_eq!(paper.get("/storylines/talks/feed.atom").header("location"), "/storylines/korea-talks/feed.atom");
    let mut other = copy("Chapter three", "world", "Text.");
    other.head.storyline = "more-talks".into();
    paper.publish_as(&other, &Wanted::default());
    assert_eq!(paper.form(&cookie, "/newsroom/storylines/more-talks/merger", "into=korea-talks").status, 303);
    assert_eq!(paper.get("/storylines/more-talks").header("location"), "/storylines/korea-talks");
    assert!(paper.get("/storylines/korea-talks").text().contains("Chapter three"));
}
