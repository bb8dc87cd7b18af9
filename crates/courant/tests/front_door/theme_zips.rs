//! A theme is sent in as a zip: checked whole before anybody sees it, looked at by who may, used by one action, undone by
//! another; and one that was good and fails later never takes the paper down.

use crate::harness::{Answer, Paper};
use crate::zip::{Entry, zip};
use courant_news::permit::{Actor, ManageSite, Role};

const TOML: &str = "name = \"Evening\"\n[light]\nink = \"#223344\"\n";
const ABOUT: &str = "{% extends \"base.html\" %}\n{% block content %}<h1 class=\"evening\">{{ page.title }}</h1>{{ body_html|safe }}{% endblock %}";
const PNG: &[u8] = include_bytes!("../../../courant-render/theme/assets/share.png");

fn sent(paper: &Paper, cookie: &str, path: &str, name: &str, bytes: &[u8]) -> Answer {
    let mut body = format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes();
    body.extend(bytes);
    body.extend(b"\r\n--edge--\r\n");
    let head =
        [("cookie", cookie), ("content-type", "multipart/form-data; boundary=edge"), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    paper.send("POST", path, &head, &body)
}

fn upload(paper: &Paper, cookie: &str, entries: &[Entry]) -> Answer {
    sent(paper, cookie, "/newsroom/themes", "evening.zip", &zip(entries))
}

/// Sends a sound theme in; the address of its page.
fn kept(paper: &Paper, cookie: &str, entries: &[Entry]) -> String {
    let answer = upload(paper, cookie, entries);
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").split('?').next().expect("a path").to_owned()
}

fn css(paper: &Paper, page: &str) -> String {
    let address = page.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a style sheet").to_owned();
    paper.get(&address).text()
}

/// The public pages, as one text.
fn paper_as_read(paper: &Paper) -> String {
    let front = paper.get("/").text();
    css(paper, &front) + &front + &paper.get("/about").text() + &paper.get("/world").text()
}

#[test]
fn a_theme_comes_in_as_a_zip_is_looked_at_used_undone_and_deleted() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    paper.publish("Harbour wakes", "world", "Text.");
    let before = paper_as_read(&paper);
    let style = ".evening { color: var(--ink) }\n";
    // A folder around it, and what a Mac adds, as such zips come.
    let files = [
        Entry::new("Evening/theme.toml", TOML),
        Entry::new("Evening/theme.css", style),
        Entry::new("Evening/templates/about.html", ABOUT),
        Entry::new("Evening/templates/", ""),
        Entry::new("__MACOSX/Evening/._theme.toml", "x"),
        Entry::new("Evening/.DS_Store", "x"),
        Entry::new("Evening/LICENSE.txt", "OFL"),
    ];
    let url = kept(&paper, &cookie, &files);
    assert_eq!(paper_as_read(&paper), before, "readers have nothing of it yet");
    let page = paper.shown(&cookie, &url);
    assert!(page.contains("about.html") && page.contains("1 line of its own") && page.contains("Use this theme"), "{page}");
    for (kind, holds) in [("front", "Harbour wakes"), ("story", "<p>Text.</p>"), ("section", "Harbour wakes")] {
        for (scheme, dark) in [("light", "not all"), ("dark", "@media all")] {
            let shown = paper.shown(&cookie, &format!("{url}/preview/{kind}/{scheme}"));
            let sheet = shown.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a style sheet");
            assert!(shown.contains(holds) && sheet.starts_with(&format!("{url}/assets/{scheme}/")), "{kind}: {shown}");
            let sheet = paper.shown(&cookie, sheet);
            assert!(
                sheet.contains("--ink: #223344") && sheet.contains(".evening {") && sheet.contains(dark) && !sheet.contains("prefers-color-scheme")
            );
        }
    }
    assert_eq!(paper_as_read(&paper), before, "looking changes nothing");

    assert_eq!(paper.form(&cookie, &format!("{url}/use"), "").status, 303);
    let now = paper_as_read(&paper);
    assert!(now.contains("class=\"evening\"") && now.contains(".evening {") && now.contains("--ink: #223344"), "{now}");
    let page = paper.shown(&cookie, "/newsroom/theme?done=theme");
    assert!(page.contains("in use") && page.contains("value=\"undo\">Undo"), "{page}");
    let trail = paper.shown(&cookie, "/newsroom/audit");
    assert_eq!(trail.matches("chose the theme ‘Evening’").count(), 1);
    assert!(trail.contains("brought in the theme ‘Evening’"));

    assert_eq!(paper.form(&cookie, "/newsroom/theme", "do=undo").status, 303);
    assert_eq!(paper_as_read(&paper), before);
    assert_eq!(paper.form(&cookie, &format!("{url}/use"), "").status, 303);
    assert_eq!(paper.form(&cookie, &format!("{url}/removal"), "").status, 303);
    assert_eq!(paper_as_read(&paper), now, "what is in use is a copy of its own");
    let gone = paper.page(&url, &cookie);
    assert!(gone.status == 404 && !paper.shown(&cookie, "/newsroom/theme").contains(&url));
}

#[test]
fn every_mistake_is_said_at_once_with_file_and_line_and_nothing_is_changed() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    paper.publish("Harbour wakes", "world", "Text.");
    let before = paper_as_read(&paper);
    let refused = upload(
        &paper,
        &cookie,
        &[
            Entry::new("theme.toml", TOML),
            Entry::new("logo.svg", "<svg/>"),
            Entry::new("run.js", "alert(1)"),
            Entry::new("templates/deep/x.html", "x"),
        ],
    );
    let text = refused.text();
    assert_eq!(refused.status, 422, "{text}");
    for file in ["logo.svg", "run.js", "templates/deep/x.html"] {
        assert!(text.contains(&format!("{file} is no file of a theme")), "{file}: {text}");
    }
    let refused = upload(
        &paper,
        &cookie,
        &[
            Entry::new("theme.toml", "name = \"x\"\nfront = [\"lead\", \"cellar\"]\n[dark]\nink = \"red\"\n[fonts]\nserif = \"gone.woff2\"\n"),
            Entry::new("theme.css", "a { color: red }\nb { background: url(https://evil.example/x.png) }\n"),
            Entry::new("a.woff2", "<script>alert(1)</script>"),
            Entry::new("templates/about.html", [b"x\n".as_slice(), &[0xff]].concat()),
        ],
    );
    for says in [
        "theme.toml, line 2: front: ‘cellar’ is no part of the front",
        "theme.toml, line 4: dark.ink is no colour",
        "theme.toml, line 6: gone.woff2 is not in the theme",
        "theme.css, line 2: url() cannot be used",
        "a.woff2 is no WOFF2 font",
        "about.html, line 2: this is no UTF-8",
    ] {
        assert!(refused.status == 422 && refused.text().contains(says), "{says}: {}", refused.text());
    }
    let broken = [
        Entry::new("theme.toml", TOML),
        Entry::new("templates/about.html", "{% extends \"base.html\" %}\n{% block content %}\n{{ page.title|nothing }}{% endblock %}"),
        Entry::new("templates/list.html", "{% for a in teasers %}\n{{ a ~ a }}{% endfor %}"),
        Entry::new("templates/story.html", "\n\n{% if %}"),
    ];
    let refused = upload(&paper, &cookie, &broken);
    for says in ["list.html, line 2", "story.html, line 3"] {
        assert!(refused.status == 422 && refused.text().contains(says), "{says}: {}", refused.text());
    }
    let refused = upload(&paper, &cookie, &broken[..2]);
    assert!(refused.status == 422 && refused.text().contains("about.html, line 3"), "{}", refused.text());
    assert_eq!(paper_as_read(&paper), before);
    assert!(paper.shown(&cookie, "/newsroom/theme").contains("There is none yet"), "none of them is kept");
}

#[test]
fn a_hostile_template_is_refused_before_anybody_sees_it() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let before = paper_as_read(&paper);
    let endless = "{% for a in second %}".repeat(14) + "x" + &"{% endfor %}".repeat(14);
    let long = "{% for a in second %}".repeat(9) + &"x".repeat(2000) + &"{% endfor %}".repeat(9);
    for (what, text, says) in [
        ("a loop without end", endless.as_str(), "front.html, line 1: the page takes too long"),
        ("a page over the limit", long.as_str(), "front.html, line 1: the page "),
        ("recursion", "\n{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}", "front.html, line 2"),
        ("a file from outside", "{% include \"/etc/passwd\" %}", "front.html, line 1"),
        ("a script", "<script src=\"/x.js\"></script>", "a theme writes no &lt;script&gt;"),
        ("a script in two halves", "{{ \"<scr\"|cat(\"ipt>\")|safe }}", "a theme writes no &lt;script&gt;"),
        ("a page that leads on", "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example\">", "a theme writes no &lt;meta http-equiv&gt;"),
        ("a form of the newsroom", "<form method=post action=\"/newsroom/people\">", "leads to the search alone"),
        ("drafts", "{{ store.drafts[0].headline }}", "front.html, line 1"),
        ("a text made long", "{{ page.title * 100000000 }}", "front.html, line 1"),
        ("a filter that is none", "{{ page.title|indent(100000000) }}", "front.html, line 1"),
    ] {
        let refused = upload(&paper, &cookie, &[Entry::new("theme.toml", TOML), Entry::new("templates/front.html", text)]);
        assert!(refused.status == 422 && refused.text().contains(says), "{what}: {} {}", refused.status, refused.text());
    }
    assert_eq!(paper_as_read(&paper), before);
}

#[test]
fn a_hostile_zip_is_refused_and_nothing_is_unpacked() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let toml = || Entry::new("theme.toml", TOML);
    let with = |entry: Entry| vec![toml(), entry];
    let named = |name: &[u8]| Entry { name: name.to_vec(), ..Entry::new("", "x") };
    let cases: Vec<(&str, Vec<Entry>, &str)> = vec![
        ("a bomb", with(Entry::new("templates/about.html", vec![b' '; 60 << 10])), "unpacks to more than 100 times its size"),
        ("a larger bomb", with(Entry::new("templates/about.html", vec![b' '; 8 << 20])), "is larger than 64 KB"),
        ("a bomb that lies", with(Entry { claims: Some(100), ..Entry::new("templates/about.html", vec![b' '; 8 << 20]) }), "is broken in the zip"),
        ("a size that is none", with(Entry { claims: Some(60 << 10), ..Entry::new("templates/about.html", "x") }), "unpacks to more than 100 times"),
        ("a way out", with(named(b"../../../tmp/x.html")), "leads out of the theme"),
        ("a way out further in", with(named(b"templates/../../x.html")), "leads out of the theme"),
        ("an absolute name", with(named(b"/etc/passwd")), "leads out of the theme"),
        ("a name of Windows", with(named(b"..\\..\\x.html")), "is no name of a file of a theme"),
        ("a drive", with(named(b"C:x.html")), "is no name of a file of a theme"),
        ("letters that look like others", with(named("templates/аbout.html".as_bytes())), "is no name of a file of a theme"),
        ("a name that runs backwards", with(named("templates/\u{202e}lmth.txt".as_bytes())), "is no name of a file of a theme"),
        ("a name with a zero", with(named(b"templates/a\0.html")), "is no name of a file of a theme"),
        ("two of one name", vec![toml(), toml()], "is in the zip twice"),
        ("two that differ in case", with(Entry::new("THEME.toml", TOML)), "is in the zip twice"),
        ("a link", with(Entry { mode: 0o120777, ..Entry::new("templates/about.html", "/etc/passwd") }), "is a link"),
        ("a locked file", with(Entry { flags: 1, ..Entry::new("templates/about.html", ABOUT) }), "is locked with a password"),
        (
            "two names for one file",
            with(Entry { local_name: Some(b"templates/other.html".to_vec()), ..Entry::new("templates/about.html", ABOUT) }),
            "is broken in the zip",
        ),
        ("too many files", (0..130).map(|n| Entry::new(&format!("templates/_{n}.html"), "x")).collect(), "more than 120 files"),
        ("a zip in the zip", with(Entry::new("more.zip", zip(&[toml()]))), "is no file of a theme"),
        ("nothing of a theme", vec![Entry::new("templates/about.html", ABOUT)], "theme.toml is missing"),
        ("nothing", vec![], "theme.toml is missing"),
    ];
    for (what, entries, says) in cases {
        let refused = upload(&paper, &cookie, &entries);
        assert!(refused.status == 422 && refused.text().contains(says), "{what}: {} {}", refused.status, refused.text());
    }
    let raw = |bytes: &[u8]| sent(&paper, &cookie, "/newsroom/themes", "x.zip", bytes);
    assert!(raw(b"no zip at all").text().contains("is no zip"));
    assert_eq!(raw(b"").status, 422);
    let sound = zip(&[toml()]);
    for cut in (1..sound.len()).step_by(7) {
        assert_eq!(raw(&sound[..cut]).status, 422, "cut at {cut}");
    }
    // Any byte of it may be another: it is taken as it is, or refused, and never anything else.
    for at in (0..sound.len()).step_by(3) {
        let mut other = sound.clone();
        other[at] ^= 0x55;
        assert!(matches!(raw(&other).status, 303 | 422), "changed at {at}");
    }
    assert_eq!(sent(&paper, &cookie, "/newsroom/themes", "x.zip", &vec![0; 5 << 20]).status, 413);
}

#[test]
fn a_theme_that_is_not_used_is_seen_only_by_who_may_choose_it() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let (_, reporter) = paper.somebody("Bo", Role::Reporter);
    paper.publish("Harbour wakes", "world", "Text.");
    let url = kept(&paper, &cookie, &[Entry::new("theme.toml", TOML), Entry::new("templates/about.html", ABOUT)]);
    let front = paper.shown(&cookie, &format!("{url}/preview/front/dark"));
    let sheet = front.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a style sheet");
    assert!(paper.shown(&cookie, sheet).contains("#223344"));
    let public = sheet.replace(&format!("{url}/assets/dark"), "/assets");
    for path in [url.clone(), format!("{url}/preview/front/dark"), format!("{url}/preview/story/any"), format!("{url}/zip"), sheet.to_owned()] {
        assert_eq!(paper.get(&path).status, 401, "{path}");
        assert_eq!(paper.page(&path, &reporter).status, 403, "{path}");
    }
    assert_eq!(paper.get(&public).status, 404, "{public}");
    assert_eq!(sent(&paper, &reporter, "/newsroom/themes", "x.zip", &zip(&[Entry::new("theme.toml", TOML)])).status, 403);
    for path in ["/newsroom/themes/99", "/newsroom/themes/99/zip", "/newsroom/themes/x/zip", "/newsroom/themes/99/preview/front/dark"] {
        assert_eq!(paper.page(path, &cookie).status, 404, "{path}");
    }
}

#[test]
fn the_house_theme_goes_out_as_a_zip_and_comes_back_the_same() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    paper.publish("Harbour wakes", "world", "Text.");
    let words = |page: String| page.split("/assets/").map(|part| part.split_once('/').map_or(part, |(_, rest)| rest).to_owned()).collect::<String>();
    let before = ["/", "/about", "/world"].map(|path| words(paper.get(path).text()));
    let out = paper.page("/newsroom/themes/house/zip", &cookie);
    assert!(out.header("content-type") == "application/zip" && out.header("content-disposition").contains("house.zip"));
    let back = sent(&paper, &cookie, "/newsroom/themes", "house.zip", &out.bytes);
    assert_eq!(back.status, 303, "{}", back.text());
    let url = back.header("location").split('?').next().expect("a path").to_owned();
    assert_eq!(paper.form(&cookie, &format!("{url}/use"), "").status, 303);
    assert_eq!(["/", "/about", "/world"].map(|path| words(paper.get(path).text())), before);
    // What is in use, with its logo, goes the same way.
    assert_eq!(sent(&paper, &cookie, "/newsroom/theme/logo", "logo.png", PNG).status, 303);
    let out = paper.page("/newsroom/themes/used/zip", &cookie);
    let back = sent(&paper, &cookie, "/newsroom/themes", "used.zip", &out.bytes);
    assert!(back.status == 303, "{}", back.text());
}

#[test]
fn a_logo_from_a_file_is_drawn_anew_and_what_could_carry_a_script_is_none() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    assert!(!paper.get("/").text().contains("class=\"logo\""));
    let tail = [PNG, b"<script>alert(1)</script>"].concat();
    assert_eq!(sent(&paper, &cookie, "/newsroom/theme/logo", "../../logo.png", &tail).status, 303);
    let front = paper.get("/").text();
    let address = front.split("class=\"logo\" src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a logo");
    let logo = paper.get(address);
    assert!(logo.header("content-type") == "image/webp" && logo.bytes.starts_with(b"RIFF") && !logo.text().contains("script"));
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let refused = sent(&paper, &cookie, "/newsroom/theme/logo", "logo.png", svg);
    assert!(refused.status == 422 && refused.text().contains("The logo: "), "{}", refused.text());
    assert_eq!(sent(&paper, &cookie, "/newsroom/theme/logo", "logo.png", &vec![0; 600 << 10]).status, 413);
    assert_eq!(paper.get("/").text(), front);
}

#[test]
fn a_picture_of_a_theme_goes_to_readers_without_what_a_camera_wrote_into_it() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let photo = [PNG, b"SECRETPLACE"].concat();
    let about = ABOUT.replace("<h1", "<img alt=\"\" src=\"{{ page.assets[\"theme-photo.png\"] }}\"><h1");
    let files = [Entry::new("theme.toml", TOML), Entry::new("templates/about.html", about), Entry::new("photo.png", photo)];
    let url = kept(&paper, &cookie, &files);
    assert_eq!(paper.form(&cookie, &format!("{url}/use"), "").status, 303);
    let page = paper.get("/about").text();
    let address = page.split("<img alt=\"\" src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a picture");
    let sent = paper.get(address);
    assert!(sent.status == 200 && sent.bytes.starts_with(b"RIFF") && !sent.text().contains("SECRETPLACE"), "{address}");
}

#[test]
fn every_part_of_the_front_is_put_in_order_and_switched_off_without_script() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    for n in 0..12 {
        paper.publish_as(&crate::harness::copy(&format!("Story {n}"), if n % 2 == 0 { "world" } else { "sport" }, "Text."), &Default::default());
    }
    paper.publish("Newest", "world", "Text.");
    let places = |front: &str, marks: &[&str]| marks.iter().map(|mark| front.find(mark)).collect::<Vec<_>>();
    let page = paper.shown(&cookie, "/newsroom/theme");
    for part in ["lead", "lead_links", "second", "breaking_news", "coming", "strips", "most_viewed", "connect", "strip:world", "strip:sport"] {
        assert!(page.contains(&format!("name=\"part\" value=\"{part}\"")) && page.contains(&format!("name=\"move-up\" value=\"{part}\"")), "{part}");
    }
    // Moving shows the page again and saves nothing.
    let before = paper.get("/").text();
    let moved = paper.form(&cookie, "/newsroom/theme", "part=lead&part=second&part=strips&show=lead&show=strips&move-up=second");
    let text = moved.text();
    assert!(moved.status == 200 && text.contains("Not saved yet") && text.find("value=\"second\"") < text.find("value=\"lead\""), "{text}");
    assert!(text.contains("value=\"second\" disabled") && paper.get("/").text() == before);
    let order = "part=strip:sport&part=connect&part=breaking_news&part=second&part=lead&part=strips&part=most_viewed&part=coming";
    let shown = "&show=strip:sport&show=connect&show=breaking_news&show=lead&show=strips";
    assert_eq!(paper.form(&cookie, "/newsroom/theme", &format!("{order}{shown}&serif=georgia")).status, 303);
    let front = paper.get("/").text();
    let marks = places(&front, &["id=\"strip-sport\"", "id=\"connect-part\"", "id=\"breaking-news\"", "class=\"lead-block\"", "id=\"strip-world\""]);
    assert!(marks.iter().all(Option::is_some) && marks.is_sorted(), "{marks:?} {front}");
    assert!(["second-rank", "most-viewed", "connect-head"].iter().all(|gone| !front.contains(gone)), "{front}");
    assert!(paper.get("/about").text().contains("connect-head"), "other pages keep their foot");
    assert!(css(&paper, &front).contains("--serif: Georgia"));
    let none = paper.form(&cookie, "/newsroom/theme", "part=lead&part=connect&show=connect");
    assert!(none.status == 422 && none.text().contains("A front without any part is none"), "{}", none.text());
    assert_eq!(paper.get("/").text(), front);
}

#[test]
fn a_theme_that_was_good_and_becomes_too_slow_with_a_big_front_gives_way_to_the_last_good_one() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let first = kept(&paper, &cookie, &[Entry::new("theme.toml", TOML), Entry::new("templates/about.html", ABOUT)]);
    assert_eq!(paper.form(&cookie, &format!("{first}/use"), "").status, 303);
    // Three stories in the fixture, four on a front that is full: 3^9 is little, 4^9 is too much.
    let slow = "{% extends \"base.html\" %}\n{% block content %}<p class=\"night\"></p>\n".to_owned()
        + &"{% for a in second %}".repeat(9)
        + &"{% endfor %}".repeat(9)
        + "{% endblock %}";
    let about = ABOUT.replace("evening", "night");
    let night = [Entry::new("theme.toml", "name = \"Night\"\n"), Entry::new("templates/front.html", slow), Entry::new("templates/about.html", about)];
    let second = kept(&paper, &cookie, &night);
    assert_eq!(paper.form(&cookie, &format!("{second}/use"), "").status, 303);
    assert!(paper.get("/").text().contains("class=\"night\""), "it is good while the front is small");
    for n in 0..14 {
        paper.publish_as(&crate::harness::copy(&format!("Story {n}"), "world", "Text."), &Default::default());
    }
    paper.publish("Newest", "world", "Text.");
    let front = paper.get("/");
    assert!(front.status == 200 && front.text().contains("second-rank") && !front.text().contains("class=\"night\""), "{}", front.text());
    assert!(css(&paper, &front.text()).contains("--ink: #223344"), "the last good theme, with its own style sheet");
    assert!(paper.get("/about").text().contains("class=\"night\""), "pages that can be drawn are");
    let says = "front.html, line 3: the page takes too long";
    let page = paper.shown(&cookie, "/newsroom/theme");
    assert!(page.contains(says) && page.contains("readers have that page in the last good theme"), "{page}");
    assert!(paper.shown(&cookie, "/newsroom").contains(says), "the start page of who manages the site says it");
    let (_, reporter) = paper.somebody("Bo", Role::Reporter);
    assert!(!paper.shown(&reporter, "/newsroom").contains(says), "and of nobody else");
    // After a start it is the same.
    let paper = paper.again();
    let cookie = paper.sign_in();
    assert!(paper.get("/").text().contains("second-rank") && paper.get("/about").text().contains("class=\"night\""));
    assert_eq!(paper.form(&cookie, "/newsroom/theme", "do=house").status, 303);
    assert!(!paper.shown(&cookie, "/newsroom").contains(says) && !paper.get("/about").text().contains("class=\"night\""));
}

#[test]
fn a_theme_for_which_there_is_no_time_gives_way_to_the_house_in_its_colours() {
    let paper = Paper::with(courant::config::Config { theme_milliseconds: Some(0), ..Default::default() });
    let cookie = paper.sign_in();
    let zipped = [Entry::new("theme.toml", TOML), Entry::new("templates/about.html", ABOUT)];
    let refused = upload(&paper, &cookie, &zipped);
    assert!(refused.status == 422 && refused.text().contains("the page takes too long"), "{}", refused.text());
    // As it would be on a machine that was quicker when it was taken.
    let theme = serde_json::json!({ "look": { "name": "Evening", "light": { "ink": "#223344" } }, "templates": { "about.html": ABOUT } }).to_string();
    let actor = Actor::command_line();
    courant::publish::set_theme(&paper.app.store, actor.permit::<ManageSite>().expect("permit"), paper.now(), &theme, "Evening").expect("set");
    let about = paper.until("/about", |answer| css(&paper, &answer.text()).contains("--ink: #223344"));
    assert!(about.status == 200 && !about.text().contains("class=\"evening\""), "{}", about.text());
    for page in ["/", "/connect", "/search?q=x", "/corrections"] {
        let page = paper.get(page).text();
        assert!(css(&paper, &page).contains("--ink: #223344"), "{page}");
    }
    assert!(paper.shown(&cookie, "/newsroom/theme").contains("is set aside"));
}
