//! Themes are data (promise 20): a form or a folder, tried before anybody sees it, with the last good one kept.

use crate::harness::Paper;
use std::fs;

fn folder(paper: &Paper, name: &str, files: &[(&str, &str)]) {
    let root = paper.app.data.join("themes").join(name);
    fs::create_dir_all(root.join("templates")).expect("made");
    for (file, text) in files {
        fs::write(root.join(file), text).expect("written");
    }
}

fn css(paper: &Paper) -> String {
    let front = paper.get("/").text();
    let address = front.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a style sheet").to_owned();
    paper.get(&address).text()
}

#[test]
fn colours_and_parts_of_the_front_are_changed_by_form_and_undone() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    paper.publish("Harbour wakes", "world", "Text.");
    assert!(paper.get("/").text().contains("Most Viewed"));
    let answer = paper.form(
        &cookie,
        "/newsroom/theme",
        "light-paper=%23ffffff&light-ink=%23112233&part=lead&part=second&part=most_viewed&part=strips&show=lead&show=second&show=strips",
    );
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(css(&paper).contains("--ink: #112233;"));
    let front = paper.get("/").text();
    assert!(!front.contains("Most Viewed") && front.contains("content=\"#ffffff\""), "{front}");
    assert_eq!(paper.form(&cookie, "/newsroom/theme", "light-ink=%23777777").status, 303, "told, not forbidden");
    let page = paper.shown(&cookie, "/newsroom/theme");
    assert!(page.contains("Hard to read") && page.contains("Light: text on ground has a contrast of 4.5"), "{page}");
    assert_eq!(paper.form(&cookie, "/newsroom/theme", "do=undo").status, 303);
    assert!(css(&paper).contains("--ink: #112233;"));
    assert_eq!(paper.form(&cookie, "/newsroom/theme", "do=house").status, 303);
    assert!(!css(&paper).contains("#112233") && paper.get("/").text().contains("Most Viewed"));
}

#[test]
fn a_colour_cannot_carry_anything_into_page_or_style_sheet() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    let hostile = "light-ink=%23fff%7D%3C/style%3E%3Cscript%3Ealert(1)%3C/script%3E";
    let refused = paper.form(&cookie, "/newsroom/theme", hostile);
    assert!(refused.status == 422 && refused.text().contains("is no colour") && !refused.text().contains("<script>alert"), "{}", refused.text());
    assert!(!css(&paper).contains("<script"));
    let preview = paper.send("GET", &format!("/newsroom/theme/preview?{hostile}"), &[("cookie", &cookie)], b"");
    assert!(preview.status == 422 && !preview.text().contains("<script>alert"));
    let style = paper.send("GET", &format!("/newsroom/theme/preview.css?{hostile}"), &[("cookie", &cookie)], b"");
    assert!(style.status == 422 && !style.text().contains("<script"));
    let sound = paper.send("GET", "/newsroom/theme/preview?light-ink=%23112233", &[("cookie", &cookie)], b"");
    assert!(sound.status == 200 && sound.text().contains("/newsroom/theme/preview.css?light-ink=%23112233"), "{}", sound.text());
    assert!(!css(&paper).contains("#112233"), "a preview changes nothing");
}

#[test]
fn a_folder_is_used_as_it_was_when_it_was_taken() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    paper.publish("Harbour wakes", "world", "Text.");
    let about = "{% extends \"base.html\" %}\n{% block content %}<h1 class=\"evening\">{{ page.title }}</h1>{{ body_html|safe }}{% endblock %}";
    folder(&paper, "evening", &[("theme.toml", "name = \"Evening\"\n[light]\nink = \"#223344\"\n"), ("templates/about.html", about)]);
    assert!(paper.shown(&cookie, "/newsroom/theme").contains("evening"));
    assert_eq!(paper.form(&cookie, "/newsroom/theme", "do=folder&folder=evening").status, 303);
    assert!(paper.get("/about").text().contains("class=\"evening\"") && css(&paper).contains("#223344"));
    // A mistake on the disk changes nothing, and taking it is refused with file and line.
    folder(
        &paper,
        "evening",
        &[("templates/about.html", "{% extends \"base.html\" %}\n{% block content %}\n{{ page.title|nothing }}{% endblock %}")],
    );
    assert!(paper.get("/about").text().contains("class=\"evening\""));
    let refused = paper.form(&cookie, "/newsroom/theme", "do=folder&folder=evening");
    assert!(refused.status == 422 && refused.text().contains("about.html, line 3"), "{}", refused.text());
    assert!(paper.get("/about").text().contains("class=\"evening\""), "the last good one stays");
}

/// Name of a folder, its files, and what is said of it.
type Case<'a> = (&'a str, Vec<(&'a str, &'a str)>, &'a str);

#[test]
fn a_hostile_folder_is_refused_with_file_and_line_and_the_paper_stays_up() {
    let paper = Paper::new();
    let cookie = paper.sign_in();
    paper.publish("Harbour wakes", "world", "Text.");
    let before = paper.get("/").bytes;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let plain = "name = \"x\"\n";
    let looped = "{% for a in second %}".repeat(14) + "x" + &"{% endfor %}".repeat(14);
    let cases: [Case<'_>; 9] = [
        ("loop", vec![("theme.toml", plain), ("templates/front.html", &looped)], "front.html, line 1"),
        ("deep", vec![("theme.toml", plain), ("templates/front.html", "\n{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}")], "front.html, line 2"),
        ("outside", vec![("theme.toml", plain), ("templates/list.html", "{% include \"/etc/passwd\" %}")], "list.html, line 1"),
        ("drafts", vec![("theme.toml", plain), ("templates/front.html", "{{ store.drafts[0].headline }}")], "front.html, line 1"),
        ("toml", vec![("theme.toml", "name = \"x\"\nunknown = 1\n")], "theme.toml, line 2"),
        ("colour", vec![("theme.toml", "[dark]\nink = \"red;}\"\n")], "dark.ink is no colour"),
        ("svg", vec![("theme.toml", "logo = \"logo.svg\"\n"), ("logo.svg", svg)], "logo names no file"),
        ("masked", vec![("theme.toml", "logo = \"logo.png\"\n"), ("logo.png", svg)], "logo.png"),
        ("font", vec![("theme.toml", "[fonts]\nserif = \"a.woff2\"\n"), ("a.woff2", "<script>")], "a.woff2 is no WOFF2 font"),
    ];
    for (name, files, says) in cases {
        folder(&paper, name, &files);
        let refused = paper.form(&cookie, "/newsroom/theme", &format!("do=folder&folder={name}"));
        assert!(refused.status == 422 && refused.text().contains(says), "{name}: {}", refused.text());
    }
    assert_eq!(paper.form(&cookie, "/newsroom/theme", "do=folder&folder=../..").status, 422);
    #[cfg(unix)]
    {
        folder(&paper, "link", &[("theme.toml", plain)]);
        std::os::unix::fs::symlink("/etc/hostname", paper.app.data.join("themes/link/templates/about.html")).expect("linked");
        let refused = paper.form(&cookie, "/newsroom/theme", "do=folder&folder=link");
        assert!(refused.status == 422 && refused.text().contains("no plain file"), "{}", refused.text());
    }
    assert_eq!(paper.get("/").bytes, before);
}
