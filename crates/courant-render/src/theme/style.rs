//! A theme's own style sheet: any selector and any property, and nothing that fetches. It is read only as far as this
//! needs: comments, texts, at-rules, functions, brackets (CSS Syntax Level 3, section 4).

/// Most bytes of a style sheet.
pub const LONGEST: usize = 64 << 10;

/// At-rules that fetch nothing and hide nothing.
const RULES: [&str; 9] = ["media", "supports", "container", "layer", "keyframes", "page", "property", "starting-style", "scope"];
/// Functions that can name a file, with or without a prefix before them.
const FETCH: [&str; 8] = ["url", "image-set", "image", "src", "element", "cross-fade", "expression", "paint"];

/// A style sheet with every end of a line as one \n: a browser ends a line, and with it a text, at each of them (CSS Syntax
/// Level 3, section 3.3), so what is checked and what is sent must be the same.
pub fn normal(css: &str) -> String {
    css.replace("\r\n", "\n").replace(['\r', '\x0c'], "\n")
}

/// What is wrong with a style sheet: the line and one part of a sentence.
pub fn problem(css: &str) -> Option<(usize, String)> {
    if css.len() > LONGEST {
        return Some((1, "the style sheet is longer than 64 KB".into()));
    }
    let bytes = css.as_bytes();
    let line = |at: usize| bytes[..at].iter().filter(|b| **b == b'\n').count() + 1;
    let (mut at, mut open) = (0, Vec::new());
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes[at..].starts_with(b"/*") => match css[at + 2..].find("*/") {
                Some(end) => at += end + 3,
                None => return Some((line(at), "a comment is not closed; write */".into())),
            },
            quote @ (b'"' | b'\'') => match end_of_text(bytes, at, quote) {
                Some(end) => at = end,
                None => return Some((line(at), "a text is not closed on its line".into())),
            },
            // An escape could spell a name that is looked for here in another way.
            b'\\' => return Some((line(at), "a backslash cannot be used in a theme’s style sheet; write the character itself".into())),
            b'<' => return Some((line(at), "‘<’ cannot stand in a style sheet".into())),
            b'@' => {
                let name = word(&bytes[at + 1..]);
                if !RULES.contains(&name.as_str()) {
                    let why = if name == "font-face" { "; fonts are named under [fonts] in theme.toml" } else { "" };
                    return Some((line(at), format!("@{name} cannot be used in a theme{why}")));
                }
            }
            b'(' => {
                let name = word_before(bytes, at);
                if let Some(fetches) = FETCH.iter().find(|f| name == **f || name.ends_with(&format!("-{f}"))) {
                    return Some((line(at), format!("{fetches}() cannot be used: a theme fetches nothing but its fonts and its logo")));
                }
                open.push((b')', at));
            }
            b'{' => open.push((b'}', at)),
            b'[' => open.push((b']', at)),
            close @ (b')' | b'}' | b']') => match open.pop() {
                Some((wanted, _)) if wanted == close => {}
                _ => return Some((line(at), format!("‘{}’ closes nothing", char::from(close)))),
            },
            _ => {}
        }
        at += 1;
    }
    open.last().map(|(wanted, at)| (line(*at), format!("a bracket is not closed; write {}", char::from(*wanted))))
}

/// Where a text ends; `None` where its line ends first, or where it has an escape.
fn end_of_text(bytes: &[u8], from: usize, quote: u8) -> Option<usize> {
    let length = bytes[from + 1..].iter().position(|b| *b == quote || matches!(*b, b'\n' | b'\r' | 0x0c | b'\\'))?;
    (bytes[from + 1 + length] == quote).then_some(from + 1 + length)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || byte >= 0x80
}

fn word(bytes: &[u8]) -> String {
    let word: Vec<u8> = bytes.iter().take(40).take_while(|b| is_word(**b)).map(u8::to_ascii_lowercase).collect();
    String::from_utf8_lossy(&word).into_owned()
}

fn word_before(bytes: &[u8], at: usize) -> String {
    let begin = bytes[..at].iter().rposition(|b| !is_word(*b)).map_or(0, |p| p + 1);
    word(&bytes[begin..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_fetches_nothing() {
        for (css, at, says) in [
            ("a{}\n@import \"https://evil.example/x.css\";", 2, "@import"),
            ("@import url(x.css);", 1, "@import"),
            ("@font-face { font-family: x }", 1, "[fonts]"),
            ("a {\n background: URL( 'https://evil.example/?x' ) }", 2, "url()"),
            ("a { background: -webkit-image-set('x.png' 1x) }", 1, "image-set()"),
            ("a { background: image-set('//evil.example/x.png' 1x) }", 1, "image-set()"),
            ("a { background: u\\72l(x) }", 1, "backslash"),
            ("a { background: cross-fade(x, y) }", 1, "cross-fade()"),
            ("a { content: \"x\n\" }", 1, "not closed on its line"),
            ("a { content: \"x\r; background: url(//evil.example/x) \" }", 1, "not closed on its line"),
            ("a { content: \"x\x0c; background: url(//evil.example/x) \" }", 1, "not closed on its line"),
            ("a { content: \"\\0022\" }", 1, "not closed on its line"),
            ("</style><script>", 1, "<"),
            ("a { color: red", 1, "write }"),
            ("a } ", 1, "closes nothing"),
            ("/* a", 1, "comment"),
        ] {
            let (line, what) = problem(css).unwrap_or_else(|| panic!("{css} is taken"));
            assert!(line == at && what.contains(says), "{css}: line {line}: {what}");
        }
    }

    #[test]
    fn an_end_of_a_line_is_one_however_it_is_written() {
        assert_eq!(normal("a\r\nb\rc\x0cd\n"), "a\nb\nc\nd\n");
    }

    #[test]
    fn what_a_designer_writes_is_taken() {
        let css = "/* url( in a comment */ @media (min-width: 45rem) { .lead > a[href^=\"/url(x\"]::before { content: \"»\"; inline-size: calc(1px + var(--x)); } }\n\
            @keyframes in { from { opacity: 0 } } .a { color: color-mix(in srgb, var(--ink), transparent) }";
        assert_eq!(problem(css), None);
    }
}
