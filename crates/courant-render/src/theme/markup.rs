//! What a page drawn by somebody else's templates may not have in it. The content security policy refuses scripts and
//! files of other hosts already; this refuses the page, and what no policy stops: a page that leads on by itself, names
//! another host before anybody clicks, or sends a form into the newsroom with the session of whoever looks at it.
//!
//! Every ‘<’ before a letter is read as the begin of a tag (HTML, 13.2.5), also in a comment: so nothing that a browser takes for a tag is
//! missed. No tag may have a ‘<’ in it, quoted or not, so the whole page is read once, whatever is in it.

use super::stop;

/// The one script element of the house: data, not code.
const DATA: &str = "<script type=\"application/ld+json\">";
/// Elements that run, frame, or change what addresses mean.
const NEVER: [&str; 7] = ["script", "iframe", "object", "embed", "base", "frame", "portal"];
/// Attributes that send something elsewhere than the form does, or send something at a click on a link.
const SENDS: [&str; 7] = ["formaction", "formmethod", "formenctype", "formtarget", "form", "ping", "imagesrcset"];
/// What a page may say of files that belong to it; none of them leads ahead.
const RELS: [&str; 8] = ["stylesheet", "icon", "apple-touch-icon", "alternate", "canonical", "manifest", "search", "preload"];
/// Most bytes of one tag: the longest of the house is a picture with all its widths.
const LONGEST: usize = 16 << 10;

/// Reads a page as it would be sent; one part of a sentence that says what may not be in it. `canonical`: the one address
/// with a host that a link of the page may have. Ends early, and says nothing, when the time of the page is over.
pub(super) fn problem(html: &str, canonical: &str) -> Option<String> {
    let bytes = html.as_bytes();
    let canonical = crate::body::escape(canonical);
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        if stop::is_up() {
            return None;
        }
        let begin = at + found;
        at = begin + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let name: String =
            bytes[at..].iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).map(|b| char::from(b.to_ascii_lowercase())).collect();
        if NEVER.contains(&name.as_str()) && !html[begin..].starts_with(DATA) {
            return Some(format!("a theme writes no <{name}>"));
        }
        let mut end = html.len().min(begin + LONGEST);
        while !html.is_char_boundary(end) {
            end -= 1;
        }
        let Some((attributes, length)) = attributes(&html[at..end]) else {
            return Some(format!("the tag <{name}> is not closed, is longer than {} KB, or has a ‘<’ in it; write &lt;", LONGEST >> 10));
        };
        at += length;
        if let Some(what) = wrong(&name, &attributes, &canonical) {
            return Some(what);
        }
    }
    None
}

/// What a tag may not have.
fn wrong(name: &str, attributes: &[(String, &str)], canonical: &str) -> Option<String> {
    if let Some((sends, _)) = attributes.iter().find(|(attribute, _)| SENDS.contains(&attribute.as_str())) {
        return Some(format!("a theme writes no {sends}=\"…\""));
    }
    let all = |wanted: &str, sound: &dyn Fn(&str) -> bool| attributes.iter().filter(|(a, _)| a == wanted).all(|(_, value)| sound(value));
    let has = |wanted: &str| attributes.iter().any(|(attribute, _)| attribute == wanted);
    match name {
        "meta" if has("http-equiv") => Some("a theme writes no <meta http-equiv>".into()),
        // Compared as it is written: what is spelt with ‘&’ is none of these words.
        "link" if !has("rel") || !all("rel", &|rel| rel.split_ascii_whitespace().all(|word| RELS.contains(&word.to_ascii_lowercase().as_str()))) => {
            Some(format!("a theme fetches nothing ahead; the rel of a <link> is one of {}", RELS.join(", ")))
        }
        "link" if !all("href", &|href| is_own(href) || (!canonical.is_empty() && href == canonical)) => {
            Some("a <link> leads to another host; its href begins with one ‘/’".into())
        }
        "form" if !has("action") || !all("action", &|action| action == "/search") || !all("method", &|way| way.eq_ignore_ascii_case("get")) => {
            Some("a theme’s form leads to the search alone: action=\"/search\", and no method but get".into())
        }
        _ => None,
    }
}

/// Whether an address, as it is written, stays on this host: a slash, and then nothing that could be or become another.
fn is_own(href: &str) -> bool {
    href.is_empty() || href.strip_prefix('/').is_some_and(|rest| rest.chars().next().is_none_or(|c| c.is_alphanumeric() || "-_.%?#".contains(c)))
}

/// The attributes of a tag from its name on, as they are written, names in small letters, and its length with the ‘>’;
/// `None` where it does not end, or has a ‘<’ in it.
fn attributes(tag: &str) -> Option<(Vec<(String, &str)>, usize)> {
    let bytes = tag.as_bytes();
    let until = |from: usize, ends: &dyn Fn(u8) -> bool| {
        let length = bytes.get(from..)?.iter().position(|b| *b == b'<' || ends(*b))?;
        (bytes[from + length] != b'<').then_some(from + length)
    };
    let space = |b: u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c);
    let mut found = Vec::new();
    let mut at = until(0, &|b| space(b) || b == b'/' || b == b'>')?;
    loop {
        at = until(at, &|b| !space(b) && b != b'/')?;
        if bytes[at] == b'>' {
            return Some((found, at + 1));
        }
        // A ‘=’ in the first place is part of the name.
        let begin = at;
        at = until(at + 1, &|b| space(b) || matches!(b, b'/' | b'>' | b'='))?;
        let name = tag.get(begin..at)?.to_ascii_lowercase();
        let after = until(at, &|b| !space(b))?;
        if bytes[after] != b'=' {
            found.push((name, ""));
            continue;
        }
        at = until(after + 1, &|b| !space(b))?;
        let (from, to, next) = match bytes[at] {
            quote @ (b'"' | b'\'') => until(at + 1, &|b| b == quote).map(|to| (at + 1, to, to + 1))?,
            // Also where nothing stands: then the tag ends here.
            _ => until(at, &|b| space(b) || b == b'>').map(|to| (at, to, to))?,
        };
        found.push((name, tag.get(from..to)?));
        at = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_runs_frames_or_leads_on_by_itself_is_refused() {
        for hostile in [
            "<p>x</p><SCRIPT>alert(1)</SCRIPT>",
            "<script src=\"/assets/x.js\"></script>",
            "<script type=\"application/ld+json\" src=x>",
            "<iframe src=\"https://evil.example\">",
            "<base href=\"https://evil.example\">",
            "<meta HTTP-EQUIV=refresh content=\"0;url=https://evil.example\">",
            "<link rel=\"dns-prefetch\" href=\"//secret.evil.example\">",
            "<form action=\"/newsroom/people\" method=post>",
            "<é<object>",
            "<meta name=\">\" http-equiv=\"refresh\" content=\"0;url=https://evil.example\">",
            "<meta/name='>'/HTTP-EQUIV=refresh>",
            "<link rel=\"dns-pre&#102;etch\" href=\"//evil.example\">",
            "<link rel=\"stylesheet\" title=\">\" rel=prefetch href=/x>",
            "<link title='>' rel=modulepreload href=/x>",
            "<link rel=icon href=\"//evil.example/x\">",
            "<link rel=icon href=\"/&sol;evil.example/x\">",
            "<link rel=icon href=\"/\t/evil.example/x\">",
            "<link rel=icon href=\"/\\evil.example/x\">",
            "<link rel=icon href=https://evil.example/x>",
            "<link rel=preload as=image imagesrcset=\"//evil.example/x 1x\">",
            "<link href=/x>",
            "<form action=\"&#47;newsroom/people\" method=post>",
            "<form title=\">\" action=\"/newsroom/people\" method=post>",
            "<form action=\"../people\">",
            "<form action=\"/search\" method=post>",
            "<form action=\"/search\" method=g&#101;t>",
            "<form method=get>",
            "<form/action=/search/x>",
            "<button formaction=\"/newsroom/people\" formmethod=post>",
            "<input type=image FORMACTION=/newsroom/people>",
            "<input form=other>",
            "<a href=/ ping=/newsroom/stories>",
            "<!-- <a title=\" --><form action=/newsroom>\">",
            "<a title='<link rel=prefetch>'>",
            "<p",
        ] {
            assert!(problem(hostile, "https://paper.example/a").is_some(), "{hostile}");
        }
        let sound = format!(
            "{DATA}{{}}</script><link rel=\"stylesheet\" href=\"/assets/x.css\"><p>a < b <3</p><form action=\"/search\">\
            <link rel=canonical href=\"https://paper.example/a\"><link rel=\"alternate\" href=\"/feed.atom\"/><a title=\"a > b\" href=https://other.example/>x</a>\
            <form class='x' ACTION='/search' Method=GET><input name = q value=''><input checked></form>"
        );
        assert_eq!(problem(&sound, "https://paper.example/a"), None);
    }

    #[test]
    fn a_page_of_tags_that_do_not_end_is_read_once() {
        for begun in ["<link", "<link ", "<a title=\"<link", "<p title=\"", "<meta x"] {
            let begin = std::time::Instant::now();
            assert!(problem(&begun.repeat(400_000), "").is_some(), "{begun}");
            assert!(begin.elapsed() < std::time::Duration::from_secs(2), "{begun}");
        }
    }
}
