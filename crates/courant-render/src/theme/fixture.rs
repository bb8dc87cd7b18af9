//! One page of every kind, with something in every part: a theme is rendered with these before anybody sees it.

use super::look::Look;
use crate::view::*;
use serde_json::{Value, json};

/// Template and data of every kind of page. `frame` is that of the paper itself; the front has the parts of `look`.
pub fn pages(frame: &Frame, look: &Look) -> Vec<(&'static str, Value)> {
    let page = |title: &str| Frame {
        title: title.into(),
        description: "A page of the demo, with something in every part.".into(),
        breaking: Some(Breaking { words: "The crane wakes the harbour at four".into(), url: "/2018/03/28/crane".into() }),
        ..frame.clone()
    };
    let drawing = frame.assets.get("share.png").map_or("", String::as_str);
    let (lead, other) = (teaser("The crane wakes the harbour at four", drawing), teaser("Ferry & <fares> rise “again”", ""));
    let list = vec![lead.clone(), other.clone(), teaser("قمة في بكين", "")];
    let ranked = MostViewed { today: list.clone(), week: list.clone() };
    let correction = Correction {
        id: 2,
        corrects: 1,
        corrected_by: 0,
        kind: "correction".into(),
        was: "By a tenth.".into(),
        now: "By a fifth.".into(),
        why: "We misread the tariff.".into(),
        at: when(),
        url: other.url.clone(),
        headline: other.headline.clone(),
    };
    let front = FrontPage {
        page: page(&frame.site_name),
        lead: Some(lead.clone()),
        lead_links: list.clone(),
        second: list.clone(),
        breaking_news: list.clone(),
        strips: vec![Strip { slug: "world".into(), section: link("World", "/world"), teasers: list.clone() }],
        most_viewed: ranked.clone(),
        coming: vec![Coming { what: "The leaders meet".into(), due: "27 April 2018".into(), url: "/world".into() }],
        side: look.side(),
        ..FrontPage::default()
    };
    let front = crate::bands::placed(front, &look.parts());
    let story = StoryPage {
        page: page(&lead.headline),
        story: lead.clone(),
        dateline: "Haemun, 28 March 2018".into(),
        body_html: "<p>Nobody in Haemun sleeps past four.</p>\n<h2>Why</h2>\n<blockquote><p>It hums.</p></blockquote>\n".into(),
        retracted: true,
        update_note: "With what the harbour master says.".into(),
        corrections: vec![correction.clone()],
        corrections_first: true,
        tags: vec![link("Harbour", "/tags/harbour")],
        storyline: Some(Storyline { name: "The crane".into(), url: "/storylines/crane".into(), teasers: list.clone() }),
        related: list.clone(),
        most_viewed: ranked.clone(),
        preview: String::new(),
    };
    let section = ListPage {
        page: page("World"),
        kind: "section",
        title: "World".into(),
        intro: "What happens elsewhere.".into(),
        teasers: list.clone(),
        older: "/world?before=1-1".into(),
        most_viewed: ranked,
        ..ListPage::default()
    };
    let search = SearchPage { page: page("Search"), query: "crane".into(), sort: "best".into(), teasers: list, total: 3, ..SearchPage::default() };
    let text = TextPage {
        page: page("About"),
        body_html: "<p>Who we are.</p>\n".into(),
        feed_list: vec![link("World", "/world/feed.atom")],
        ..TextPage::default()
    };
    let corrections = CorrectionsPage { page: page("Corrections"), corrections: vec![correction], older: String::new() };
    let error = ErrorPage { page: page("Nothing here"), status: 404, what: "There is nothing.".into(), next: "Search.".into() };
    let tag = ListPage { kind: "tag", ..section.clone() };
    vec![
        ("front.html", json!(front)),
        ("front.html", json!(FrontPage { page: page(&frame.site_name), ..FrontPage::default() })),
        ("story.html", json!(story)),
        ("story.html", json!(StoryPage { page: page("Bare"), story: other, ..StoryPage::default() })),
        ("list.html", json!(section)),
        ("list.html", json!(tag)),
        ("search.html", json!(search)),
        ("about.html", json!(text)),
        ("connect.html", json!(text)),
        ("corrections.html", json!(corrections)),
        ("error.html", json!(error)),
    ]
}

fn link(name: &str, url: &str) -> Link {
    Link { name: name.into(), url: url.into(), current: false }
}

fn when() -> When {
    When { iso: "2018-03-28T09:30:00+09:00".into(), text: "28 March 2018, 09:30 KST".into() }
}

/// A story with a picture, where it leads: the paper's own drawing stands for it.
fn teaser(headline: &str, drawing: &str) -> Teaser {
    let pictured = headline.starts_with("The crane");
    let file = || vec![Rendition { url: drawing.to_owned(), width: 1200 }];
    let arabic = headline.starts_with('ق');
    let picture = Picture {
        url: drawing.to_owned(),
        width: 1200,
        height: 630,
        webp: file(),
        jpeg: file(),
        alt: "A crane over roofs".into(),
        caption: "The crane at four.".into(),
        credit: "Ana Ruiz".into(),
        focus: (5, 4),
        gone: false,
    };
    Teaser {
        url: "/2018/03/28/crane".into(),
        headline: headline.into(),
        standfirst: "It hums, and then it sings.".into(),
        kicker: "Harbour".into(),
        section: link("World", "/world"),
        language: if arabic { "ar" } else { "en" }.into(),
        dir: if arabic { "rtl" } else { "ltr" },
        bylines: vec![link("Ana Ruiz", "/people/ana-ruiz"), link("Tomas Reyl", "")],
        published: when(),
        updated: pictured.then(when),
        picture: pictured.then_some(picture),
        corrected: !pictured,
        excerpt_html: String::new(),
    }
}
