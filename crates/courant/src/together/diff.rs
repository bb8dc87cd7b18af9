//! Differences: which stretches of one sequence have to go for which of another.

use std::ops::Range;

/// A stretch of the old sequence that becomes a stretch of the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// Largest table of the exact comparison; beyond it the middle is replaced as one.
const LARGEST: usize = 1_000_000;

/// What differs, in order. What both begin and end with is never part of it.
pub(super) fn hunks<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Hunk> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    if a.is_empty() && b.is_empty() {
        return Vec::new();
    }
    if a.is_empty() || b.is_empty() || a.len().saturating_mul(b.len()) > LARGEST {
        return vec![Hunk { old: start..start + a.len(), new: start..start + b.len() }];
    }
    gaps(&common(a, b), a.len(), b.len(), start)
}

/// Pairs of the longest common subsequence.
fn common<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut best = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i * width + j] =
                if a[i] == b[j] { best[(i + 1) * width + j + 1] + 1 } else { best[(i + 1) * width + j].max(best[i * width + j + 1]) };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

fn gaps(pairs: &[(usize, usize)], old: usize, new: usize, start: usize) -> Vec<Hunk> {
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    for (a, b) in pairs.iter().copied().chain([(old, new)]) {
        if i < a || j < b {
            found.push(Hunk { old: start + i..start + a, new: start + j..start + b });
        }
        (i, j) = (a + 1, b + 1);
    }
    found
}

/// A text in words: letters and digits together, everything else for itself; so is each sign of a script that has no
/// spaces.
pub(super) fn words(text: &str) -> Vec<&str> {
    let (mut found, mut begun) = (Vec::new(), None);
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() && !stands_alone(c) {
            begun.get_or_insert(at);
            continue;
        }
        if let Some(from) = begun.take() {
            found.push(&text[from..at]);
        }
        found.push(&text[at..at + c.len_utf8()]);
    }
    found.extend(begun.map(|from| &text[from..]));
    found
}

/// Kana and Han, which write sentences without spaces.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// What differs between two texts in words, as somebody would say it who has read both: a space or an ‘and’ that happens
/// to stand in both is no reason to take a sentence apart. Whoever types at such a place meanwhile would find their
/// words between those of the new one.
pub(super) fn word_hunks(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let mut joined: Vec<Hunk> = Vec::new();
    for mut hunk in hunks(old, new) {
        while let Some(before) = joined.pop_if(|before| is_chance(old, new, before, &hunk)) {
            hunk = Hunk { old: before.old.start..hunk.old.end, new: before.new.start..hunk.new.end };
        }
        joined.push(hunk);
    }
    match joined.as_slice() {
        // Nothing of it is left but a full stop: then that is the new sentence's own.
        [one] if !one.old.is_empty() && !one.new.is_empty() && weight(&old[..one.old.start]) + weight(&old[one.old.end..]) == 0 => {
            vec![Hunk { old: 0..old.len(), new: 0..new.len() }]
        }
        _ => joined,
    }
}

/// Whether what stands in both texts between two differences weighs no more than either of them.
fn is_chance(old: &[&str], new: &[&str], before: &Hunk, after: &Hunk) -> bool {
    let size = |hunk: &Hunk| weight(&old[hunk.old.clone()]).max(weight(&new[hunk.new.clone()]));
    let kept = weight(&old[before.old.end..after.old.start]);
    // Where nothing goes, words are only put in, and what stands may stay.
    let goes = !before.old.is_empty() || !after.old.is_empty();
    goes && kept <= size(before).min(size(after))
}

/// Letters and digits of some words.
fn weight(words: &[&str]) -> usize {
    words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patched(old: &str, new: &str) -> (String, usize) {
        let (a, b) = (words(old), words(new));
        let (mut out, mut at, mut replaced) = (String::new(), 0, 0);
        for hunk in word_hunks(&a, &b) {
            out.extend(a[at..hunk.old.start].iter().copied());
            out.extend(b[hunk.new.clone()].iter().copied());
            replaced += hunk.old.len();
            at = hunk.old.end;
        }
        out.extend(a[at..].iter().copied());
        (out, replaced)
    }

    #[test]
    fn only_the_words_that_differ_are_replaced() {
        let (text, replaced) = patched("The harbour was quiet on Monday, the crane stood.", "The harbour was loud on Monday, the old crane stood.");
        assert_eq!(text, "The harbour was loud on Monday, the old crane stood.");
        assert_eq!(replaced, 1);
    }

    #[test]
    fn another_sentence_takes_the_place_of_one_as_a_whole() {
        for (old, new) in [
            ("The harbour was quiet, and the crane stood.", "From the file, this comes again and again."),
            ("ж жжж", "From the file, again"),
            ("港は静か。", "船が着く。"),
            ("It is so.", "Was that all?"),
        ] {
            let (a, b) = (words(old), words(new));
            assert_eq!(word_hunks(&a, &b), [Hunk { old: 0..a.len(), new: 0..b.len() }], "{old} {new}");
        }
        // Words that are put in leave what stands there, and a change at either end leaves the middle.
        for (old, new, replaced) in [("a b", "new a newer b", 0), ("One stood here on Monday. Two", "Ten stood here on Monday. Six", 2)] {
            assert_eq!(patched(old, new), (new.to_owned(), replaced));
        }
    }

    #[test]
    fn any_text_becomes_any_other() {
        for (old, new) in [
            ("", "a"),
            (".", "a."),
            ("a, b", "c, d"),
            ("港 b", "b 港"),
            ("a", ""),
            ("a b", "b a"),
            ("평양 😀 x", "😀 평양"),
            ("same", "same"),
            ("x", "xx"),
        ] {
            assert_eq!(patched(old, new).0, new);
        }
    }
}
