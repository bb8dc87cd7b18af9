//! Markdown and HTML → document.

use crate::wire::{html, markdown_html, read_copy};
use serde_json::Value;

fn body(text: &str) -> Value {
    let copy = format!("---\nheadline: A\nsection: world\n---\n\n{text}\n");
    read_copy("a.md", copy.as_bytes()).unwrap_or_else(|problem| panic!("{problem}")).body.to_json()
}

fn from_html(text: &str) -> Value {
    html::document(text).expect("a document").to_json()
}

/// A block a line.
fn lines(document: &Value) -> String {
    let blocks = document["content"].as_array().cloned().unwrap_or_default();
    blocks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_part_of_markdown_has_its_place_in_the_model() {
    let text = r##"# One

### Three

###### Six

Kim said [he is ready](claim:ready) [on *Tuesday*](date:2018-03-27), by [Xinhua](source:xinhua).[^1]  
A new line & a [link](https://example.org/a?b=1&c=2 "title"), [ours](/world), <a@b.example>, <https://example.org>.

- a
- b

  more
  1. c
  7. d

> Quoted
>
> > deeper
>
> ## head

<aside class="pull-quote">
Large <em>words</em>
<p class="cite">Kim</p>
</aside>

| a | b |
|:--|--:|
| c<br>d | `e` |

***

    code
      <b>

~~~yaml
x: y
~~~

[^1]: A note with **weight**.

    And more.

[^2]: Nobody refers to it.
"##;
    insta::assert_snapshot!(lines(&body(text)));
}

#[test]
fn a_picture_splits_the_paragraph_it_stands_in() {
    let id = "a".repeat(64);
    insta::assert_snapshot!(lines(&body(&format!(
        "before ![A ship](./pictures/a%20ship.jpg \"It comes\") after\n\n![Stored]({id})\n\n- item ![in a list](x.jpg) goes on\n\n<figure><img src=\"y.jpg\" alt=\"Y\"><figcaption>Caption <cite>Credit</cite></figcaption></figure>"
    ))));
}

#[test]
fn files_of_pictures_are_told_with_their_lines() {
    let copy = "---\nheadline: A\nsection: world\n---\n\nx\n\n![a](p/a.jpg)\n\n<figure><img src=\"c.jpg\" alt=c></figure>\n\n![b](b.jpg)\n";
    let expected = [("p/a.jpg".to_owned(), 8), ("c.jpg".to_owned(), 10), ("b.jpg".to_owned(), 12)];
    assert_eq!(read_copy("a.md", copy.as_bytes()).expect("copy").body_pictures, expected);
}

#[test]
fn html_of_other_systems_is_read_for_what_it_means() {
    insta::assert_snapshot!(lines(&from_html(
        "<div><h1>Head</h1>loose <b>bold<p>para</b> on</p><blockquote><h3>h</h3><blockquote>in</blockquote><img src=a.jpg alt=A></blockquote>\
        <ul><ul><li>x</ul><li><p>y<pre>z\n w</pre></ul><table><caption>Cap</caption><tr><th>1<td colspan=2>2<tr><td rowspan=0>3</table>\
        <span data-claim=a>one <a href='date:2018'>two</a></span> <a href='/p/%D9%82%D9%85%D8%A9'>قمة</a> a&nbsp;b <font color=red>red</font><hr></div>"
    )));
}

#[test]
fn white_space_is_what_a_browser_shows() {
    assert_eq!(from_html("<p>\n a  <b> b </b>\t<br>\n c </p>  <p> \n </p>"), from_html("<p>a <b>b </b><br>c</p>"));
}

#[test]
fn markdown_for_a_page_is_html_without_pictures() {
    let html = markdown_html("We print *the* [news](/world).\n\n![x](x.jpg)\n\n<script>alert(1)</script>\n");
    assert_eq!(html, "<p>We print <em>the</em> <a href=\"/world\">news</a>.</p>\n");
    assert_eq!(markdown_html(""), "");
}
