//! What changed between two revisions: blocks are aligned, then words, and formatting is told apart from words.
//!
//! The document is read as the lines of text it is made of (a paragraph, a list item, a cell), whatever kinds of block
//! there are, so that a new kind needs nothing here. Text that was moved is text taken out and put in elsewhere.

mod lines;
mod myers;
mod words;

use crate::copy::{Copy, Head};
use lines::{Line, lines};
pub use words::{Piece, Was};

/// What became of a line of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// As it was.
    Same,
    /// Its words or their formatting changed.
    Changed,
    /// Only the new one has it.
    Added,
    /// Only the old one has it.
    Removed,
}

/// A line of the text with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDiff {
    /// What it is now (or was): `paragraph`, `heading 2`, `bullet list item`, `picture`.
    pub kind: String,
    /// What it was, when that is something else.
    pub kind_before: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// Its words.
    pub pieces: Vec<Piece>,
}

/// A field of the copy that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDiff {
    /// Name for people: 'Headline'.
    pub name: &'static str,
    /// Its words.
    pub pieces: Vec<Piece>,
}

/// All that differs, with the text around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Fields that differ.
    pub fields: Vec<FieldDiff>,
    /// Every line of the text, in reading order.
    pub lines: Vec<LineDiff>,
    /// Words that came in, in fields and text.
    pub added: usize,
    /// Words that went out.
    pub removed: usize,
    /// Passages whose formatting alone changed.
    pub restyled: usize,
}

impl Comparison {
    /// Whether the two say the very same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.fields.is_empty() && self.lines.iter().all(|line| line.fate == Fate::Same)
    }
}

/// Compares an older copy with a newer one.
#[must_use]
pub fn compare(old: &Copy, new: &Copy) -> Comparison {
    let mut out = Comparison { fields: fields(&old.head, &new.head), ..Comparison::default() };
    out.lines = text(&lines(&old.body.to_json()), &lines(&new.body.to_json()));
    let pieces = out.fields.iter().flat_map(|f| &f.pieces).chain(out.lines.iter().flat_map(|l| &l.pieces));
    for piece in pieces {
        match piece.was {
            Was::Absent => out.added += words_in(&piece.text),
            Was::There if piece.gone => out.removed += words_in(&piece.text),
            Was::There => {}
            Was::Styled(_) => out.restyled += 1,
        }
    }
    out
}

fn words_in(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

fn fields(old: &Head, new: &Head) -> Vec<FieldDiff> {
    let values = |head: &Head| {
        let names: Vec<&str> = head.bylines.iter().map(|b| b.name.as_str()).collect();
        let dateline = head.dateline.as_ref().map(|d| format!("{} {}", d.place, d.date.map(|d| d.to_string()).unwrap_or_default()));
        let picture = head.picture.clone().unwrap_or_default();
        [
            ("Headline", head.headline.clone()),
            ("Standfirst", head.standfirst.clone()),
            ("Kicker", head.kicker.clone()),
            ("Slugline", head.slugline.clone()),
            ("Slug", head.slug.clone()),
            ("Bylines", names.join(", ")),
            ("Dateline", dateline.unwrap_or_default().trim().to_owned()),
            ("Section", head.section.clone()),
            ("Storyline", head.storyline.clone()),
            ("Tags", head.tags.join(", ")),
            ("Language", head.language.clone()),
            ("Lead picture", picture.picture.chars().take(12).collect()),
            ("Alternative text of the lead picture", picture.alt),
            ("Caption of the lead picture", picture.caption),
            ("Credit of the lead picture", picture.credit),
        ]
    };
    let pairs = values(old).into_iter().zip(values(new)).filter(|((_, a), (_, b))| a != b);
    pairs.map(|((name, a), (_, b))| FieldDiff { name, pieces: words::compare(&lines::plain(&a), &lines::plain(&b)) }).collect()
}

fn text(old: &[Line], new: &[Line]) -> Vec<LineDiff> {
    let kept = myers::common(old, new, |a, b| a.kind == b.kind && a.tokens == b.tokens);
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (a, b) in kept.into_iter().chain([(old.len(), new.len())]) {
        gap(&old[i..a], &new[j..b], &mut out);
        if let Some(line) = new.get(b) {
            out.push(LineDiff { kind: line.kind.clone(), kind_before: None, fate: Fate::Same, pieces: words::same(&line.tokens) });
        }
        (i, j) = (a + 1, b + 1);
    }
    out
}

/// Lines between two that stayed: those that are alike are one line that changed, in order; the others went or came.
fn gap(old: &[Line], new: &[Line], out: &mut Vec<LineDiff>) {
    let pairs = pairs(old, new);
    let (mut i, mut j) = (0, 0);
    for (a, b) in pairs.into_iter().chain([(old.len(), new.len())]) {
        out.extend(old[i..a].iter().map(|line| alone(line, Fate::Removed)));
        out.extend(new[j..b].iter().map(|line| alone(line, Fate::Added)));
        if let (Some(was), Some(now)) = (old.get(a), new.get(b)) {
            let kind_before = (was.kind != now.kind).then(|| was.kind.clone());
            let pieces = words::compare(&was.tokens, &now.tokens);
            out.push(LineDiff { kind: now.kind.clone(), kind_before, fate: Fate::Changed, pieces });
        }
        (i, j) = (a + 1, b + 1);
    }
}

fn alone(line: &Line, fate: Fate) -> LineDiff {
    let pieces = if fate == Fate::Added { words::compare(&[], &line.tokens) } else { words::compare(&line.tokens, &[]) };
    LineDiff { kind: line.kind.clone(), kind_before: None, fate, pieces }
}

/// The best pairing in order, by how many words two lines share. Long gaps are paired one by one: a text that was
/// written anew from end to end has no better answer.
fn pairs(old: &[Line], new: &[Line]) -> Vec<(usize, usize)> {
    const LONGEST: usize = 80;
    if old.len() > LONGEST || new.len() > LONGEST {
        return (0..old.len().min(new.len())).filter(|i| old[*i].alike(&new[*i]) > 0).map(|i| (i, i)).collect();
    }
    let width = new.len() + 1;
    let mut best = vec![0_u32; (old.len() + 1) * width];
    let mut score = vec![0_u32; old.len() * new.len()];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let alike = old[i].alike(&new[j]);
            score[i * new.len() + j] = alike;
            let paired = if alike > 0 { alike + best[(i + 1) * width + j + 1] } else { 0 };
            best[i * width + j] = paired.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        let alike = score[i * new.len() + j];
        if alike > 0 && best[i * width + j] == alike + best[(i + 1) * width + j + 1] {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i * width + j] == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests;
