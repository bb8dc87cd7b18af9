//! Languages of stories: BCP 47 tags and the direction of their script.

/// Whether a text has the form of a BCP 47 language tag (RFC 5646): subtags of one to eight letters or digits,
/// the first of two or three letters.
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    matches!(first.len(), 2..=3)
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && text.len() <= 35
        && parts.all(|p| matches!(p.len(), 1..=8) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// `rtl` for languages written from right to left, otherwise `ltr`. A script subtag decides before the language.
pub fn direction(tag: &str) -> &'static str {
    let lower = tag.to_ascii_lowercase();
    let mut parts = lower.split('-');
    let language = parts.next().unwrap_or_default();
    if let Some(script) = parts.find(|p| p.len() == 4) {
        return if matches!(script, "arab" | "hebr" | "thaa" | "syrc" | "nkoo" | "adlm") { "rtl" } else { "ltr" };
    }
    if matches!(language, "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "iw" | "ks" | "nqo" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi") {
        "rtl"
    } else {
        "ltr"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_decides_the_direction() {
        assert_eq!(direction("ar"), "rtl");
        assert_eq!(direction("az-Arab"), "rtl");
        assert_eq!(direction("ur-Latn"), "ltr");
        assert_eq!(direction("fr-CA"), "ltr");
    }

    #[test]
    fn a_tag_is_told_from_a_word() {
        assert!(is_tag("en") && is_tag("zh-Hant-TW"));
        assert!(!is_tag("english") && !is_tag("") && !is_tag("e n"));
    }
}
