//! Notes to colleagues: what one may say, what it may stand on, and whom it calls.

use serde_json::Value;

/// Most characters of a note or a reply.
pub const LONGEST_TEXT: usize = 4000;
/// Most characters of the words that a note stands on, as they are kept.
pub const LONGEST_QUOTE: usize = 1000;
/// Most bytes of one end of an anchor.
pub const LONGEST_ANCHOR: usize = 300;
/// Most bytes of the name of a shared document, and of the browser's name for one act of sending.
pub const LONGEST_NAME: usize = 64;

/// Somebody who can be mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Person.
    pub person: i64,
    /// Name, as it is written after the @.
    pub name: String,
    /// Slug, as it is written where two have one name.
    pub slug: String,
}

/// What is said, without what no reader can see and no database can keep: control characters but line breaks, and space
/// around it.
pub fn tidy_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect::<String>().trim().to_owned()
}

/// Words that a note stands on, on one line and cut where they are too long; cut ones end in '…'.
pub fn tidy_quote(quote: &str) -> String {
    let line: String = quote.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_QUOTE {
        return line;
    }
    line.chars().take(LONGEST_QUOTE - 1).chain(['…']).collect()
}

/// Whether a text is a Yjs relative position as JSON (yjs 13, `relativePositionToJSON`): `type`, `tname`, `item`, `assoc`,
/// of which one names a place. Nothing else is taken, so nothing else can be kept there.
pub fn is_anchor(text: &str) -> bool {
    const MOST: u64 = (1 << 53) - 1;
    let id = |value: &Value| {
        value.as_object().is_some_and(|id| {
            id.len() == 2 && ["client", "clock"].iter().all(|key| id.get(*key).and_then(Value::as_u64).is_some_and(|number| number <= MOST))
        })
    };
    if text.len() > LONGEST_ANCHOR {
        return false;
    }
    let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(text) else { return false };
    let sound = fields.iter().all(|(key, value)| match key.as_str() {
        "type" | "item" => value.is_null() || id(value),
        "tname" => {
            value.is_null()
                || value.as_str().is_some_and(|name| name.len() <= LONGEST_NAME && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
        }
        "assoc" => value.as_i64().is_some_and(|assoc| (-1..=0).contains(&assoc)),
        _ => false,
    });
    sound && ["type", "item", "tname"].iter().any(|key| fields.get(*key).is_some_and(|value| !value.is_null()))
}

/// Who is mentioned: by '@' and name or slug, the longest that fits. Who share a name are all mentioned.
pub fn mentioned(text: &str, colleagues: &[Colleague]) -> Vec<i64> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        // An e-mail address mentions nobody.
        if text[..at].chars().next_back().is_some_and(char::is_alphanumeric) {
            continue;
        }
        let rest = &text[at + 1..];
        let length = |c: &Colleague| begins(rest, &c.name).max(begins(rest, &c.slug));
        let Some(longest) = colleagues.iter().filter_map(length).max() else { continue };
        found.extend(colleagues.iter().filter(|c| length(c) == Some(longest)).map(|c| c.person));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// How many bytes of a text are this name, whatever its case.
fn begins(text: &str, name: &str) -> Option<usize> {
    let mut rest = text.char_indices();
    let mut last = None;
    for wanted in name.chars() {
        let (_, c) = rest.next()?;
        if !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        last = Some(c);
    }
    let last = last?;
    let end = rest.offset();
    // Scripts that write no space between words end a name anywhere: '@서미나가'.
    let goes_on = text[end..].chars().next().is_some_and(|c| c.is_alphanumeric() && u32::from(last) < 0x2E80);
    (!goes_on).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colleagues() -> Vec<Colleague> {
        [(1, "Ana Ruiz", "ana-ruiz"), (2, "Ana", "ana"), (3, "Mina Seo", "mina-seo"), (4, "Mina Seo", "mina-seo-2"), (5, "서미나", "seo-mina")]
            .map(|(person, name, slug)| Colleague { person, name: name.into(), slug: slug.into() })
            .into()
    }

    #[test]
    fn the_longest_name_after_an_at_is_mentioned() {
        let all = colleagues();
        for (text, wanted) in [
            ("@Ana Ruiz, is this right?", vec![1]),
            ("@ana ruiz’s figure", vec![1]),
            ("@Ana look", vec![2]),
            ("@Analyst look", vec![]),
            ("(@mina-seo-2)", vec![4]),
            ("@Mina Seo", vec![3, 4]),
            ("@서미나가 봤어요", vec![5]),
            ("write to ana@ana.example", vec![]),
            ("@Ana Ruiz and @Ana", vec![1, 2]),
            ("@", vec![]),
            ("@@Ana", vec![2]),
        ] {
            assert_eq!(mentioned(text, &all), wanted, "{text}");
        }
    }

    #[test]
    fn only_a_relative_position_is_an_anchor() {
        for sound in [
            r#"{"type":null,"tname":null,"item":{"client":3041563821,"clock":17},"assoc":0}"#,
            r#"{"type":{"client":1,"clock":0},"assoc":-1}"#,
            r#"{"tname":"headline","assoc":0}"#,
        ] {
            assert!(is_anchor(sound), "{sound}");
        }
        let long = format!(r#"{{"tname":"{}"}}"#, "a".repeat(400));
        for wrong in [
            "",
            "null",
            "[]",
            "{}",
            "7",
            r#"{"item":null}"#,
            r#"{"item":{"client":-1,"clock":0}}"#,
            r#"{"item":{"client":1,"clock":0,"x":1}}"#,
            r#"{"tname":"<b>"}"#,
            r#"{"tname":"body","assoc":7}"#,
            r#"{"tname":"body","secret":"words"}"#,
            r#"{"item":{"client":1e300,"clock":0}}"#,
            &long,
        ] {
            assert!(!is_anchor(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_not_kept() {
        assert_eq!(tidy_text(" One\r\ntwo\u{0}\u{7}\n "), "One\ntwo");
        assert_eq!(tidy_quote("a\n\u{0}b   c"), "a b c");
        assert_eq!(tidy_quote(&"x".repeat(2000)).chars().count(), LONGEST_QUOTE);
    }
}
