//! HTML that wants to run, from `fixtures/hostile-html`.

use crate::wire::sanitize::{GONE, SCHEMES, TAGS, sanitize};
use crate::wire::{html, markdown_html, read_copy};
use courant_news::body::Document;
use courant_render::body::{BodyWords, ELEMENTS, Shown, story_html};
use courant_render::view;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;

/// File and payload.
fn payloads() -> Vec<(String, String)> {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/hostile-html");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the payloads") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let text = std::fs::read_to_string(&path).expect("a text");
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            found.extend(text.split("\n----\n").map(|payload| (name.clone(), payload.to_owned())));
        }
    }
    found
}

/// Every element of a fragment with its attributes, as a browser sees them in a `context` with and without scripts.
fn elements(html: &str, context: &str, scripting: bool) -> Vec<(String, Vec<(String, String)>)> {
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = scripting;
    let name = match context {
        "td" => local_name!("td"),
        "p" => local_name!("p"),
        _ => local_name!("body"),
    };
    let dom = parse_fragment(RcDom::default(), options, QualName::new(None, ns!(html), name), Vec::new(), scripting).one(html);
    let mut found = Vec::new();
    // The root element is the parser's own.
    let root = dom.document.children.borrow().first().cloned().expect("a root");
    let mut stack: Vec<Handle> = root.children.borrow().clone();
    while let Some(node) = stack.pop() {
        match &node.data {
            NodeData::Element { name, attrs, .. } => {
                assert_eq!(name.ns, ns!(html), "an element of another language in {html}");
                let attrs = attrs.borrow().iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string())).collect();
                found.push((name.local.to_string(), attrs));
            }
            NodeData::Text { .. } => {}
            _ => panic!("neither element nor text in {html}"),
        }
        stack.extend(node.children.borrow().iter().cloned());
    }
    found
}

/// What a browser would leave of an address before it looks at the scheme.
fn scheme(address: &str) -> Option<String> {
    let bare: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = bare.split_once(':')?;
    (!scheme.contains(['/', '#', '?'])).then(|| scheme.to_ascii_lowercase())
}

fn assert_harmless(html: &str, tags: &[&str], attributes: &[&str], schemes: &[&str]) {
    for (context, scripting) in [("body", true), ("body", false), ("td", true), ("p", false)] {
        for (name, attrs) in elements(html, context, scripting) {
            assert!(tags.contains(&name.as_str()), "<{name}> in {html}");
            for (attribute, value) in attrs {
                assert!(attributes.contains(&attribute.as_str()), "{attribute} in {html}");
                if matches!(attribute.as_str(), "href" | "src" | "srcset" | "poster") {
                    assert!(scheme(&value).is_none_or(|scheme| schemes.contains(&scheme.as_str())), "{value} in {html}");
                    assert!(!value.starts_with("//") && !value.contains('\\'), "{value} in {html}");
                }
            }
        }
    }
}

fn assert_clean(html: &str) {
    assert_harmless(
        html,
        &TAGS,
        &[
            "href",
            "src",
            "alt",
            "title",
            "start",
            "colspan",
            "rowspan",
            "id",
            "class",
            "data-claim",
            "data-said",
            "data-source",
            "data-date",
            "data-expectation",
        ],
        &SCHEMES,
    );
}

fn assert_body(html: &str) {
    let attributes = [
        "href",
        "rel",
        "src",
        "srcset",
        "sizes",
        "type",
        "alt",
        "width",
        "height",
        "loading",
        "decoding",
        "class",
        "id",
        "scope",
        "colspan",
        "rowspan",
        "start",
        "tabindex",
        "role",
        "aria-label",
        "aria-labelledby",
        "controls",
        "preload",
        "playsinline",
        "poster",
        "kind",
        "srclang",
        "default",
        "label",
    ];
    assert_harmless(html, &ELEMENTS, &attributes, &["http", "https", "mailto", "tel"]);
}

fn page(document: &Document) -> String {
    let picture = |_: &str, _: &courant_news::framing::Framing| {
        Some(view::Picture {
            url: "/media/a/640.jpg".into(),
            width: 16,
            height: 9,
            webp: Vec::new(),
            jpeg: Vec::new(),
            alt: "x".into(),
            caption: "y".into(),
            credit: "z".into(),
            focus: (5, 5),
            gone: false,
        })
    };
    let media = |_: &str| Some(view::MediaFile { url: "/media/files/a/audio.mp3".into(), ..view::MediaFile::default() });
    story_html(document, Shown { pictures: &picture, media: &media }, &BodyWords::default())
}

fn assert_all_ways_are_safe(html: &str) {
    let clean = sanitize(html);
    assert_eq!(sanitize(&clean), clean, "not a fixed point: {html}");
    assert_clean(&clean);
    if let Ok(document) = html::document(html) {
        assert_body(&page(&document));
    }
    assert_body(&markdown_html(html));
    let copy = format!("---\nheadline: A\nsection: world\n---\n\n{html}\n");
    if let Ok(copy) = read_copy("a.md", copy.as_bytes()) {
        assert_body(&page(&copy.body));
    }
}

#[test]
fn no_payload_gets_through_by_any_way() {
    let payloads = payloads();
    assert!(payloads.len() >= 120, "{} payloads", payloads.len());
    for (_, payload) in &payloads {
        assert_all_ways_are_safe(payload);
        // The same in other places: after text, in a cell, in a list, in an attribute, in a link, cut short.
        for frame in [
            "<p>before {} after</p>",
            "<table><tr><td>{}</td></tr></table>",
            "<ul><li>{}</ul>",
            "<p title=\"{}\">x</p>",
            "<a href=\"/x\">{}</a>",
            "{}{}",
            "<pre><code>{}",
            "<!-- {} -->",
        ] {
            assert_all_ways_are_safe(&frame.replace("{}", payload));
        }
        let half = payload.chars().take(payload.chars().count() * 2 / 3).collect::<String>();
        assert_all_ways_are_safe(&half);
    }
}

#[test]
fn what_is_left_of_each_payload_is_known() {
    let mut left: Vec<String> = payloads().iter().map(|(file, payload)| format!("{file}: {payload}\n=> {}\n", sanitize(payload))).collect();
    left.sort();
    insta::assert_snapshot!(left.join("\n"));
}

#[test]
fn nothing_that_goes_as_a_whole_is_on_the_list() {
    assert!(GONE.iter().all(|tag| !TAGS.contains(tag)));
}

#[test]
fn a_text_that_is_harmless_already_keeps_every_word_and_mark() {
    let html = "<h2>A</h2><p>b <strong>c <em>d</em></strong><br>e<a href=\"claim:x\">f</a> &amp; <code>g &lt;h&gt;</code></p>\
        <ul><li>i<ul><li>j</li></ul></li></ul><table><thead><tr><th colspan=\"2\">k</th></tr></thead><tbody><tr><td>l</td><td>m</td></tr></tbody></table>";
    assert_eq!(sanitize(html), html);
}

/// Pieces of markup that fit together in unexpected ways.
fn tangle() -> impl Strategy<Value = String> {
    let pieces = [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a href=\"/x\">",
        "</a>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<svg>",
        "</svg>",
        "<math>",
        "</math>",
        "<mtext>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<img title=\"",
        "<img src=x onerror=alert(1)>",
        "\">",
        "<noscript>",
        "</noscript>",
        "<template>",
        "</template>",
        "<select>",
        "</select>",
        "<form>",
        "</form>",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<script>",
        "</script>",
        "<li>",
        "<ul>",
        "</ul>",
        "<h1>",
        "<h2>",
        "x",
        "&lt;",
        "<br>",
        "</br>",
        "</p",
        "<",
        "<a href='javascript:alert(1)'>",
        "<plaintext>",
        "<foreignObject>",
        "<mglyph>",
        "<annotation-xml encoding=text/html>",
        "<sub>",
        "<s>",
        "<blockquote>",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_markup_is_tangled_it_stays_harmless(html in tangle()) {
        assert_all_ways_are_safe(&html);
    }

    #[test]
    fn however_text_is_made_up_it_stays_harmless(text in "[<>/!\"'=&;:a-e \n`*_\\[\\]()^|#-]{0,60}") {
        assert_all_ways_are_safe(&text);
    }
}
