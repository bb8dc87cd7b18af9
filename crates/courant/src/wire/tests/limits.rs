//! Input that wants more than its share.

use crate::wire::sanitize::sanitize;
use crate::wire::{html, markdown_html, read_copy};
use std::time::{Duration, Instant};

/// Far above what any of these takes, far below what the square of it would.
const PATIENCE: Duration = Duration::from_secs(20);

fn copy(text: &str) -> Vec<u8> {
    format!("---\nheadline: A\nsection: world\n---\n\n{text}\n").into_bytes()
}

fn quickly<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let result = work();
    assert!(began.elapsed() < PATIENCE, "{what} took {:?}", began.elapsed());
    result
}

#[test]
fn nested_quotations_are_refused_with_their_line() {
    let problem = read_copy("a.md", &copy(&format!("x\n\n{}y", "> ".repeat(200)))).expect_err("a problem");
    assert_eq!(problem.to_string(), "a.md, line 8: quotations or lists stand too deep in one another; use fewer levels.");
    for text in
        ["> ".repeat(500_000), "- ".repeat(500_000), "*a **b ".repeat(50_000), "[".repeat(300_000), "![".repeat(150_000), "<b>".repeat(30_000)]
    {
        quickly(&text[..4], || {
            let _ = read_copy("a.md", &copy(&text));
            markdown_html(&text)
        });
    }
}

#[test]
fn markup_that_costs_a_parser_the_square_of_its_size_costs_us_its_size() {
    let many = |piece: &dyn Fn(usize) -> String, count: usize| (0..count).map(piece).collect::<String>();
    let texts = [
        "<div>".repeat(50_000),
        "<p><b><i>".repeat(15_000),
        format!("{}{}", many(&|n| format!("<a href=\"/{n}\"><b class={n}>"), 10_000), "<p>x".repeat(10_000)),
        format!("<p {}>x</p>", many(&|n| format!("a{n}=1 "), 300_000)),
        "<table><tr><td>".repeat(15_000),
        "<select><option>x".repeat(50_000),
        "<svg>".repeat(300_000),
        "<!--".repeat(500_000),
        "<!-- -- ".repeat(300_000),
        "</p>".repeat(500_000),
        "<p title='".repeat(300_000),
        "<script>".repeat(300_000),
        "<table>x".repeat(50_000),
        "<ul><li>".repeat(15_000),
    ];
    for text in texts {
        quickly(&text[..12], || {
            let clean = sanitize(&text);
            let _ = html::document(&text);
            assert!(clean.len() < 40 * 1024 * 1024);
        });
    }
}

#[test]
fn a_long_footnote_referred_to_thousands_of_times_is_refused() {
    let text = format!("{}\n\n[^a]: {}\n", "x[^a] ".repeat(20_000), "long ".repeat(2_000));
    let problem = quickly("footnotes", || read_copy("a.md", &copy(&text))).expect_err("a problem");
    assert!(problem.sentence.contains("footnotes"), "{problem}");
}

#[test]
fn a_link_that_is_no_address_is_refused_with_its_line() {
    let problem = read_copy("a.md", &copy("one\n\ntwo [three](javascript:x)")).expect_err("a problem");
    assert!(problem.to_string().starts_with("a.md, line 8: the link to ‘javascript:x’ is no address; use http"), "{problem}");
}

#[test]
fn a_picture_outside_the_folder_is_refused_with_its_line() {
    let problem = read_copy("a.md", &copy("![x](../x.jpg)")).expect_err("a problem");
    assert_eq!(
        problem.to_string(),
        "a.md, line 6: the picture ‘../x.jpg’ is no file inside the folder of this copy; put it there and write a path such as pictures/lead.jpg."
    );
}

#[test]
fn lists_deeper_than_the_model_keep_their_words() {
    let html = format!("{}deep{}", "<ul><li>x".repeat(30), "</ul>".repeat(30));
    let text = html::document(&html).expect("a document").plain_text();
    assert_eq!(text.matches('x').count(), 30);
    assert!(text.contains("deep"), "{text}");
}
