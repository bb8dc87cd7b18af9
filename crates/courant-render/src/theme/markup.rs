//! What a page drawn by somebody else's templates may not have in it. The content security policy refuses scripts and
//! files of other hosts already; this refuses the page, and what no policy stops: a page that leads on by itself, or
//! names another host before anybody clicks.

/// The one script element of the house: data, not code.
const DATA: &str = "<script type=\"application/ld+json\">";
/// Elements that run, frame, or change what addresses mean.
const NEVER: [&str; 7] = ["script", "iframe", "object", "embed", "base", "frame", "portal"];

/// Reads a page as it would be sent; one part of a sentence that says what may not be in it.
pub(super) fn problem(html: &str) -> Option<String> {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let begin = at + found;
        at = begin + 1;
        let name: String =
            bytes[at..].iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).map(|b| char::from(b.to_ascii_lowercase())).collect();
        if NEVER.contains(&name.as_str()) && !html[begin..].starts_with(DATA) {
            return Some(format!("a theme writes no <{name}>"));
        }
        let tag = || html[begin..].split('>').next().unwrap_or_default().to_ascii_lowercase();
        if name == "meta" && tag().contains("http-equiv") {
            return Some("a theme writes no <meta http-equiv>".into());
        }
        if name == "link" && ["prefetch", "preconnect", "prerender"].iter().any(|word| tag().contains(word)) {
            return Some("a theme fetches nothing ahead".into());
        }
        if name == "form" && tag().contains("/newsroom") {
            return Some("a theme’s form leads to no address of the newsroom".into());
        }
    }
    None
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
        ] {
            assert!(problem(hostile).is_some(), "{hostile}");
        }
        let sound = format!("{DATA}{{}}</script><link rel=\"stylesheet\" href=\"/assets/x.css\"><p>a < b <3</p><form action=\"/search\">");
        assert_eq!(problem(&sound), None);
    }
}
