//! Promise 7: what may not be seen is indistinguishable from what never was, on every surface. The surfaces are taken
//! from the router's table and the public addresses; one without a rule here fails.

use crate::harness::{Paper, copy};
use courant::http::Access;
use courant::publish::PageWords;
use courant::publish::Wanted;
use courant_news::front::{Layout, Slot};
use courant_news::permit::{Actor, Arrange, Edit, ManageSite};
use jiff::SignedDuration;

const SECRET: &str = "zanzibar-marmalade";

/// Every public surface, with the addresses at which a story of the paper could show.
fn surfaces(slug: &str) -> Vec<String> {
    let mut all: Vec<String> = [
        "/",
        "/about",
        "/imprint",
        "/privacy",
        "/pages/house-rules",
        "/old/secret-page.html",
        "/to-the-secret",
        "/connect",
        "/corrections",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/sitemap-2018-03.xml",
        "/sitemap-news.xml",
        "/robots.txt",
        "/manifest.webmanifest",
        "/opensearch.xml",
        "/favicon.svg",
        "/healthz",
        "/search?q=zanzibar",
        "/search?q=marmalade&sort=best",
        "/search?q=harbour",
        "/api/v1/stories",
        "/api/v1/stories?tag=harbour",
        "/api/v1/stories?tag=secret-tag-zanzibar-marmalade",
        "/api/v1/stories?storyline=zanzibar-marmalade",
        "/api/v1/sections",
        "/api/v1/storylines",
        "/api/v1/openapi.json",
        "/none",
        "/newsroom/sign-in",
        "/newsroom/calendar/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.ics",
    ]
    .map(String::from)
    .into();
    for list in [
        "",
        "/world",
        "/people/ana-ruiz",
        "/tags/harbour",
        "/storylines/zanzibar-marmalade",
        "/zanzibar-marmalade",
        "/tags/secret-tag-zanzibar-marmalade",
        "/people/zanzibar-marmalade",
    ] {
        all.extend(["", "/feed.atom", "/feed.rss", "/feed.json"].map(|feed| format!("{list}{feed}")));
    }
    all.retain(|path| !path.is_empty());
    all.push(format!("/2018/03/28/{slug}"));
    all.push(format!("/api/v1/stories/2018/03/28/{slug}"));
    all.push(format!("/api/v1/stories/2018/03/28/{slug}/markdown"));
    all.push("/api/v1/storylines/zanzibar-marmalade".to_owned());
    all
}

/// Each public route of the table with an address in [`surfaces`] that reaches it.
fn is_covered(path: &str, surfaces: &[String]) -> bool {
    let pattern: Vec<&str> = path.split('/').collect();
    surfaces.iter().any(|surface| {
        let parts: Vec<&str> = surface.split('?').next().unwrap_or_default().split('/').collect();
        parts.len() == pattern.len() && parts.iter().zip(&pattern).all(|(s, p)| s == p || p.starts_with('{'))
    })
}

fn secret_copy(word: &str) -> courant_news::copy::Copy {
    let mut copy = copy(&format!("{word} deal is done"), "world", &format!("Nobody knows of {word}."));
    copy.head.tags.push(format!("Secret tag {word}"));
    copy.head.storyline = word.to_owned();
    copy.head.section = word.to_owned();
    copy.head.bylines.push(courant_news::copy::Byline { name: word.to_owned(), slug: word.to_owned() });
    copy
}

#[test]
fn a_secret_word_is_in_no_byte_that_a_reader_can_fetch() {
    let paper = Paper::new();
    paper.publish("Harbour wakes", "world", "Text.");
    let actor = Actor::command_line();
    let wanted = |published, embargo| Wanted { published, embargo, ..Wanted::default() };
    let later = Some(paper.now() + SignedDuration::from_hours(2));
    let before: Vec<_> = surfaces(&format!("{SECRET}-deal-is-done")).iter().map(|path| (path.clone(), paper.get(path))).collect();

    let draft = paper.draft(&secret_copy(SECRET));
    // A section and a storyline named while writing, redirects that lead to what waits, a planned front: none is known of.
    let named = |name| courant::publish::name_section(&paper.app.store, actor.permit::<Edit>().expect("permit"), paper.now(), name);
    named("Zanzibar marmalade").expect("named");
    courant::publish::name_storyline(&paper.app.store, actor.permit::<Edit>().expect("permit"), paper.now(), "Zanzibar marmalade").expect("named");
    let lead = |from: &str, to: &str| {
        courant::publish::make_redirect(&paper.app.store, actor.permit::<ManageSite>().expect("permit"), paper.now(), from, to).expect("made")
    };
    lead("/to-the-secret", "/2018/03/28/zanzibar-marmalade-deal-is-done");
    lead("/old/secret-page.html", "/zanzibar-marmalade");
    // A theme that is kept and not used.
    let theme = r#"{"look":{"name":"Zanzibar marmalade"},"templates":{"about.html":"Zanzibar marmalade"}}"#;
    courant::publish::keep_theme(&paper.app.store, actor.permit::<ManageSite>().expect("permit"), paper.now(), "Zanzibar marmalade", theme)
        .expect("kept");
    let text = PageWords { title: "House rules of Zanzibar", markdown: "Marmalade is allowed." };
    courant::publish::begin_page(&paper.app.store, actor.permit::<ManageSite>().expect("permit"), paper.now(), "house-rules", text).expect("begun");
    let layout = Layout { lead: Some(Slot { story: draft, kicker: "Zanzibar".into() }), ..Layout::default() };
    let at = paper.now() + SignedDuration::from_hours(1);
    courant::publish::plan_front(&paper.app.store, actor.permit::<Arrange>().expect("permit"), paper.now(), "front", at, &layout).expect("planned");
    let scheduled = paper.publish_as(&secret_copy(&format!("{SECRET}-scheduled")), &wanted(later, None));
    let embargoed = paper.publish_as(&secret_copy(SECRET), &wanted(None, later));
    let spiked = paper.draft(&secret_copy(&format!("{SECRET}-spiked")));
    courant::publish::spike(&paper.app.store, actor.permit::<Edit>().expect("permit"), paper.now(), spiked).expect("spiked");
    courant::publish::finish(&paper.app.store, actor.permit::<Edit>().expect("permit"), paper.now(), draft).expect("finished");
    std::thread::sleep(std::time::Duration::from_millis(500));

    for (path, old) in &before {
        let new = paper.get(path);
        // The one the reader asked for may stand on the page that answers it; the index must not have more.
        let text = new
            .text()
            .replace("value=\"zanzibar\"", "")
            .replace("value=\"marmalade\"", "")
            .replace("Search: zanzibar", "")
            .replace("Search: marmalade", "");
        assert!(!text.contains("zanzibar") && !text.contains("marmalade"), "{path} tells of it: {text}");
        assert_eq!((new.status, &new.bytes, new.header("etag")), (old.status, &old.bytes, old.header("etag")), "{path} changed");
    }
    for hidden in [&scheduled.path, &embargoed.path] {
        let answer = paper.get(hidden);
        assert_eq!((answer.status, answer.text()), (404, paper.get("/2018/03/28/never-was").text()), "{hidden}");
    }
}

#[test]
fn notes_to_colleagues_are_in_no_byte_that_leaves_the_newsroom_s_own_screens() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let story = paper.publish("Harbour wakes", "world", "Text.");
    let slug = story.path.rsplit('/').next().expect("a slug").to_owned();
    let before: Vec<_> = surfaces(&slug).iter().map(|path| (path.clone(), paper.get(path))).collect();
    let form = |path: &str, body: &str| {
        let answer = paper.form(&cookie, &format!("/newsroom/stories/{}/notes{path}", story.story), body);
        assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    };
    form("", "text=The+zanzibar+source+called&quote=the+marmalade+deal");
    form("/1/replies", "text=Never+print+marmalade");
    form("", "text=Zanzibar+again");
    form("/2/state", "state=done");
    let draft = paper.draft(&copy("Tides turn", "world", "Text."));
    assert_eq!(paper.form(&cookie, &format!("/newsroom/stories/{draft}/notes"), "text=zanzibar&quote=marmalade").status, 303);
    std::thread::sleep(std::time::Duration::from_millis(500));
    for (path, old) in &before {
        let new = paper.get(path);
        assert_eq!((new.status, &new.bytes, new.header("etag")), (old.status, &old.bytes, old.header("etag")), "{path} changed");
    }
    // Publishing it again with the notes open: what readers, feeds and exports have says nothing of them.
    assert_eq!(paper.form(&cookie, &format!("/newsroom/stories/{}/publication", story.story), "version=1&when=now").status, 303);
    std::thread::sleep(std::time::Duration::from_millis(500));
    let tells = |text: String| {
        let text = text
            .replace("value=\"zanzibar\"", "")
            .replace("value=\"marmalade\"", "")
            .replace("Search: zanzibar", "")
            .replace("Search: marmalade", "");
        text.to_lowercase().contains("zanzibar") || text.contains("marmalade")
    };
    for (path, _) in &before {
        assert!(!tells(paper.get(path).text()), "{path} tells of it");
    }
    // Nor do revisions and their comparison, the preview, the editor's copy, the newsroom's search, lists and the journal.
    let base = format!("/newsroom/stories/{}", story.story);
    for path in [
        format!("{base}/revisions?from=1&to=draft"),
        format!("{base}/revisions"),
        format!("{base}/preview"),
        format!("{base}/facts"),
        format!("{base}/publication"),
        format!("{base}/corrections"),
        base.clone(),
        "/newsroom/stories?q=tides".into(),
        "/newsroom/day-book".into(),
        "/newsroom/audit".into(),
    ] {
        assert!(!tells(paper.shown(&cookie, &path)), "{path} tells of it");
    }
    for query in ["zanzibar", "marmalade"] {
        let head = [("cookie", cookie.as_str()), ("accept", "application/json")];
        let found = paper.send("GET", &format!("/newsroom/find?q={query}"), &head, b"").text();
        assert!(!found.contains("Harbour") && !found.contains("Tides"), "{found}");
    }
    let actor = Actor::command_line();
    let permit = actor.permit::<courant_news::permit::ManagePeople>().expect("permit");
    let token = courant::people::add_token(&paper.app.store, permit, paper.now(), "all", None, &courant_news::permit::GRANTS).expect("added");
    let (bearer, (_, table)) = (format!("Bearer {}", token.text()), courant::doors::doors(&paper.app));
    for entry in table.iter().filter(|e| matches!(e.access, Access::Token(_)) && e.method == "GET") {
        let path = entry.path.replace("{slug}", &slug);
        assert!(!tells(paper.send("GET", &path, &[("authorization", &bearer)], b"").text()), "{path} tells of it");
    }
}

#[test]
fn every_public_route_of_the_table_is_crawled() {
    let paper = Paper::new();
    let (_, table) = courant::doors::doors(&paper.app);
    let surfaces = surfaces("x");
    for entry in table.iter().filter(|e| e.access == Access::Public && e.method == "GET") {
        // Files are named by their hash: front_door/media_files.rs and the pictures' tests have their rules.
        let is_picture = matches!(entry.path, "/media/{picture}/{file}" | "/media/files/{file}/{name}");
        assert!(is_picture || is_covered(entry.path, &surfaces), "{} has no rule in this test", entry.path);
    }
}
