//! Two lines compared by words; formatting is looked at only where the words are the same.

use super::lines::Token;
use super::myers;

/// What a piece was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Was {
    /// There, set as it is.
    There,
    /// There, but set otherwise: what was taken off and what was put on, in words.
    Styled(String),
    /// Not there.
    Absent,
}

/// A run of words with one fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// What they were before.
    pub was: Was,
    /// Whether they are gone now.
    pub gone: bool,
}

pub(super) fn same(tokens: &[Token]) -> Vec<Piece> {
    let mut out = Vec::new();
    tokens.iter().for_each(|t| push(&t.text, Was::There, false, &mut out));
    out
}

pub(super) fn compare(old: &[Token], new: &[Token]) -> Vec<Piece> {
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (a, b) in joined(old, new).into_iter().chain([(old.len(), new.len())]) {
        old[i..a].iter().for_each(|t| push(&t.text, Was::There, true, &mut out));
        new[j..b].iter().for_each(|t| push(&t.text, Was::Absent, false, &mut out));
        if let (Some(was), Some(now)) = (old.get(a), new.get(b)) {
            let how = if was.marks == now.marks { Was::There } else { Was::Styled(restyled(&was.marks, &now.marks)) };
            push(&now.text, how, false, &mut out);
        }
        (i, j) = (a + 1, b + 1);
    }
    out
}

/// What both have, but for a lone space between two changes: ‘red ~ old’ → ‘new ~ blue’ reads better as one change.
fn joined(old: &[Token], new: &[Token]) -> Vec<(usize, usize)> {
    let found = myers::common(old, new, |a, b| a.text == b.text);
    let is_gap = |before: Option<&(usize, usize)>, at: &(usize, usize)| before.is_none_or(|b| b.0 + 1 < at.0 && b.1 + 1 < at.1);
    let mut out = Vec::with_capacity(found.len());
    for (n, at) in found.iter().enumerate() {
        let alone = is_gap(n.checked_sub(1).and_then(|n| found.get(n)), at)
            && found.get(n + 1).map_or(at.0 + 1 < old.len() && at.1 + 1 < new.len(), |next| at.0 + 1 < next.0 && at.1 + 1 < next.1);
        if !(alone && old[at.0].text.trim().is_empty() && at.0 > 0 && at.1 > 0) {
            out.push(*at);
        }
    }
    out
}

/// 'no longer strong; now em, link to /world'.
fn restyled(was: &[String], now: &[String]) -> String {
    let lost: Vec<&str> = was.iter().filter(|m| !now.contains(m)).map(String::as_str).collect();
    let won: Vec<&str> = now.iter().filter(|m| !was.contains(m)).map(String::as_str).collect();
    match (lost.is_empty(), won.is_empty()) {
        (true, false) => format!("now {}", won.join(", ")),
        (false, true) => format!("no longer {}", lost.join(", ")),
        (false, false) => format!("no longer {}; now {}", lost.join(", "), won.join(", ")),
        (true, true) => "in another order".into(),
    }
}

fn push(text: &str, was: Was, gone: bool, out: &mut Vec<Piece>) {
    match out.last_mut() {
        Some(last) if last.was == was && last.gone == gone => last.text.push_str(text),
        _ => out.push(Piece { text: text.to_owned(), was, gone }),
    }
}
