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

/// A text in words: letters and digits together, everything else for itself.
pub(super) fn words(text: &str) -> Vec<&str> {
    let (mut found, mut begun) = (Vec::new(), None);
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn patched(old: &str, new: &str) -> (String, usize) {
        let (a, b) = (words(old), words(new));
        let (mut out, mut at, mut replaced) = (String::new(), 0, 0);
        for hunk in hunks(&a, &b) {
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
    fn any_text_becomes_any_other() {
        for (old, new) in [("", "a"), ("a", ""), ("a b", "b a"), ("평양 😀 x", "😀 평양"), ("same", "same"), ("x", "xx")] {
            assert_eq!(patched(old, new).0, new);
        }
    }
}
