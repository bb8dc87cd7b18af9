//! What a theme's own templates may not do: grow without end. Fuel ends loops, a depth ends recursion, a writer ends what
//! is too long, a flag ends what takes too long. Against what those might not see — a text or a list doubled again and again — is refused when the theme is read, by
//! what it is written with: `~`, `+`, `*`, lists and maps written out. `"kind_"|cat(kind)` joins two short texts.

use super::{ThemeProblem, stop};
use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Value};

/// Steps one page of a theme may take; the largest of the house takes a third.
pub(super) const FUEL: u64 = 300_000;
/// How deep templates, blocks and macros may stand in one another.
pub(super) const DEEPEST: usize = 60;
/// Most bytes of a page.
pub(super) const LONGEST_PAGE: usize = 4 << 20;
/// Most bytes of a template.
pub(super) const LONGEST_TEMPLATE: usize = 64 << 10;
/// Most bytes of plain text between two tags: each costs one step however long it is.
const LONGEST_TEXT: usize = 2 << 10;
/// Most bytes that a filter gives.
const LONGEST_VALUE: usize = 64 << 10;

/// Words after which a bracket begins a list.
const WORDS: [&str; 8] = ["in", "not", "and", "or", "if", "else", "elif", "is"];

/// Reads a theme's template for what may not stand in it.
///
/// # Errors
/// [`ThemeProblem`] with the line.
pub(super) fn scan(name: &str, source: &str) -> Result<(), ThemeProblem> {
    if source.len() > LONGEST_TEMPLATE {
        return Err(ThemeProblem::at(name, 1, "the template is longer than 64 KB; split it".to_owned()));
    }
    let mut at = 0;
    while let Some(found) = source[at..].find("{{").into_iter().chain(source[at..].find("{%")).chain(source[at..].find("{#")).min() {
        let begin = at + found;
        short(name, source, at, begin)?;
        let (close, code) = match &source[begin..begin + 2] {
            "{{" => ("}}", true),
            "{%" => ("%}", true),
            _ => ("#}", false),
        };
        let end = if code { end_of_tag(&source[begin + 2..], close) } else { source[begin + 2..].find(close) };
        let Some(end) = end.map(|end| begin + 2 + end) else {
            return Err(ThemeProblem::at(name, line(source, begin), format!("a tag is not closed; write {close}")));
        };
        if code {
            tag(&source[begin + 2..end]).map_err(|(offset, what)| ThemeProblem::at(name, line(source, begin + 2 + offset), what.into()))?;
        }
        at = end + 2;
    }
    short(name, source, at, source.len())
}

fn short(name: &str, source: &str, from: usize, to: usize) -> Result<(), ThemeProblem> {
    if to - from > LONGEST_TEXT {
        return Err(ThemeProblem::at(name, line(source, from), "more than 2 KB of text stand without a tag; put a comment {# #} between".into()));
    }
    Ok(())
}

fn line(source: &str, at: usize) -> usize {
    source.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1
}

/// Where a tag ends, outside its texts.
fn end_of_tag(code: &str, close: &str) -> Option<usize> {
    let bytes = code.as_bytes();
    let (mut at, mut quote) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote != 0 => at += 1,
            b if quote != 0 && b == quote => quote = 0,
            b @ (b'"' | b'\'') if quote == 0 => quote = b,
            _ if quote == 0 && code.as_bytes()[at..].starts_with(close.as_bytes()) => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// One tag: where something stands that may not, and why.
fn tag(code: &str) -> Result<(), (usize, &'static str)> {
    let bytes = code.as_bytes();
    let first = code.trim_start_matches(['-', '+']).split_whitespace().next().unwrap_or_default();
    let (mut at, mut groups, mut seen_in) = (0, Vec::new(), false);
    // A sign right after the opening and before the closing trims white space.
    let (from, to) = (usize::from(code.starts_with(['-', '+'])), code.len() - usize::from(code.len() > 1 && code.ends_with(['-', '+'])));
    while at < bytes.len() {
        let before = word_before(code, at);
        let joined = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || b"_)]\"'".contains(&bytes[at - 1])) && !WORDS.contains(&before);
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
            }
            b'~' | b'*' => return Err((at, "‘~’ and ‘*’ cannot be used in a theme; join two texts with \"one\"|cat(\"two\")")),
            b'+' if at >= from && at < to => return Err((at, "‘+’ cannot be used in a theme; join two texts with \"one\"|cat(\"two\")")),
            b'{' => return Err((at, "a map cannot be written in a theme")),
            b'[' if !joined => return Err((at, "a list cannot be written in a theme")),
            b'(' => groups.push(joined),
            b')' => drop(groups.pop()),
            b',' => match groups.last() {
                Some(true) => {}
                Some(false) => return Err((at, "a list cannot be written in a theme")),
                None if first == "from" || (first == "for" && !seen_in) => {}
                None => return Err((at, "a list cannot be written in a theme")),
            },
            b' ' | b'\n' | b'\t' if before == "in" => seen_in = true,
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

fn word_before(code: &str, at: usize) -> &str {
    let before = &code.as_bytes()[..at];
    let begin = before.iter().rposition(|b| !(b.is_ascii_alphanumeric() || *b == b'_')).map_or(0, |p| p + 1);
    code.get(begin..at).unwrap_or_default()
}

/// The filters and tests of a theme: those that the house uses, each with a limit on what it gives.
pub(super) fn filters(environment: &mut Environment<'_>) {
    environment.add_filter("safe", |text: String| stop::check().map(|()| Value::from_safe_string(text)));
    environment.add_filter("default", default);
    environment.add_filter("d", default);
    environment.add_filter("length", |value: Value| stop::check().map(|()| value.len().unwrap_or(0)));
    environment.add_filter("lower", |text: String| limited(text.to_lowercase()));
    environment.add_filter("upper", |text: String| limited(text.to_uppercase()));
    environment.add_filter("trim", |text: String| limited(text.trim().to_owned()));
    environment.add_filter("replace", replace);
    environment.add_filter("cat", cat);
    environment.add_test("defined", |value: Value| !value.is_undefined());
    environment.add_test("undefined", |value: Value| value.is_undefined());
    environment.add_test("none", |value: Value| value.is_none());
}

fn limited(text: String) -> Result<String, Error> {
    stop::check()?;
    if text.len() > LONGEST_VALUE { Err(Error::new(ErrorKind::InvalidOperation, "a text is longer than 64 KB")) } else { Ok(text) }
}

fn default(value: Value, other: Option<Value>, empty_too: Option<bool>) -> Result<Value, Error> {
    stop::check()?;
    let none = value.is_undefined() || (empty_too == Some(true) && !value.is_true());
    Ok(if none { other.unwrap_or_else(|| Value::from("")) } else { value })
}

fn replace(text: String, from: String, to: Value) -> Result<String, Error> {
    stop::check()?;
    let to = short_text(&to)?;
    let grown = text.len().saturating_add(text.matches(&from).count().saturating_mul(to.len()));
    if from.is_empty() || grown > LONGEST_VALUE {
        return Err(Error::new(ErrorKind::InvalidOperation, "a text is longer than 64 KB, or nothing is to be replaced"));
    }
    Ok(text.replace(&from, &to))
}

/// Joins two short texts.
pub(super) fn cat(one: Value, other: Value) -> Result<String, Error> {
    limited(short_text(&one)? + &short_text(&other)?)
}

fn short_text(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::String | ValueKind::Number | ValueKind::Bool => limited(value.to_string()),
        ValueKind::Undefined | ValueKind::None => Ok(String::new()),
        _ => Err(Error::new(ErrorKind::InvalidOperation, "a list or a map is no text")),
    }
}

/// A page as it is written, until it is too long.
pub(super) struct Limited(pub Vec<u8>);

impl std::io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if stop::is_up() {
            return Err(std::io::Error::other(stop::TIME));
        }
        if self.0.len() + bytes.len() > LONGEST_PAGE {
            return Err(std::io::Error::other("the page is longer than 4 MB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_grow_without_end_is_refused_with_its_line() {
        for (code, line) in [
            ("{% set a = a ~ a %}", 1),
            ("x\n{% set a = [a, a] %}", 2),
            ("\n\n{% set a = (a, a) %}", 3),
            ("{% set a = a, a %}", 1),
            ("{{ 'ab' * 1000000000 }}", 1),
            ("{{ {'a': 1} }}", 1),
            ("{% for x in [1] %}{% endfor %}", 1),
            ("{% for x in a, a %}{% endfor %}", 1),
            ("{{ a + a }}", 1),
            ("{{ open", 1),
        ] {
            let problem = scan("front.html", code).expect_err(code).to_string();
            assert!(problem.contains(&format!("front.html, line {line}:")), "{code}: {problem}");
        }
    }

    #[test]
    fn what_the_house_writes_is_taken() {
        for (name, source) in super::super::TEMPLATES {
            scan(name, source).unwrap_or_else(|e| panic!("{e}"));
        }
        scan("x.html", "{%- for a, b in list -%}{{ a[0] }}{{ a['x~y'] }}{{ m(a, b) }}{%+ endfor %}{# [a] ~ #}").expect("taken");
    }
}
