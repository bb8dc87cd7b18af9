//! Words that a merge took out of sight, kept in revisions: somebody typed into a passage that somebody else had taken
//! out meanwhile, or took one out in which somebody else was typing.

use super::document::Shared;
use super::replica::{Applied, Replica};
use courant_news::copy::Copy;
use courant_news::story::StoryId;
use courant_store::shared::DraftUpdate;
use courant_store::{Problem, Write};
use std::collections::{BTreeSet, HashMap};
use yrs::types::text::YChange;
use yrs::updates::decoder::Decode;
use yrs::{ClientID, ID, IdSet, Out, ReadTxn, Snapshot, Text, Transact, TransactionMut, Update, XmlFragment, XmlOut};

/// Name of the revisions.
pub(super) const NAME: &str = "kept";

/// What was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// Number of the revision in which the words stand.
    pub revision: i64,
}

/// One update that took something out.
pub(super) struct Merge<'a> {
    pub story: StoryId,
    /// The update as it came.
    pub bytes: &'a [u8],
    /// What it did.
    pub applied: &'a Applied,
    /// The last update of others that its writer had when writing.
    pub seen: i64,
    /// Updates after it that came from the same window.
    pub own: &'a BTreeSet<i64>,
    /// Who wrote it, as people read it.
    pub writer: &'a str,
    /// What the document says with it.
    pub after: &'a Copy,
}

/// Keeps both views where words went that whoever took them out cannot have seen: the document before the update, and
/// the writer's own.
pub(super) fn keep(tx: &Write<'_>, merge: &Merge<'_>) -> Result<Option<Kept>, Problem> {
    let Some(at) = tx.shared_draft(merge.story)? else { return Ok(None) };
    let seen = merge.seen.clamp(at.since, at.seq);
    let since = if seen == at.seq || merge.applied.gone.is_empty() { Vec::new() } else { tx.draft_updates(merge.story, seen)? };
    let unseen = unseen(merge, &since);
    if unseen.is_empty() {
        return Ok(None);
    }
    let until = at.seq;
    let before = Replica::load_until(tx, merge.story, at.clone(), until)?;
    let own = own_view(tx, merge, &before, seen, &since)?;
    let (theirs, mine) = (words_at(&before.shared, &unseen), own.as_ref().map_or(String::new(), |own| words_at(&own.shared, &unseen)));
    if theirs.trim().is_empty() && mine.trim().is_empty() {
        return Ok(None);
    }
    let mut number = None;
    let mut views = vec![(Some(&before), "What stood here before a passage was taken out".to_owned())];
    // The view with the words that went comes last: it is the one that people are told of.
    views.insert(usize::from(!mine.trim().is_empty()), (own.as_ref(), format!("What {} wrote, as they saw it", merge.writer)));
    for (view, note) in views {
        let Some(view) = view else { continue };
        let Ok(reading) = view.read(tx, merge.story)? else { continue };
        if reading.copy != *merge.after {
            let revision = tx.keep_revision(merge.story, &reading.copy, NAME, &note)?;
            number = tx.revision_number(revision)?.or(number);
        }
    }
    Ok(number.map(|revision| Kept { revision }))
}

/// What the update took out without its writer having seen it: what it did not name, and what others had brought since.
fn unseen(merge: &Merge<'_>, since: &[DraftUpdate]) -> IdSet {
    let mut brought = IdSet::new();
    for row in since.iter().filter(|row| !merge.own.contains(&row.seq)) {
        if let Ok(update) = Update::decode_v1(&row.bytes) {
            brought.merge_with(update.insertions(true));
        }
    }
    // What the same writer brought by another connection, it has seen.
    let own: &[ClientID] = &merge.applied.writers;
    let mut unseen = IdSet::new();
    for (client, ranges) in merge.applied.gone.intersect(&brought).iter().filter(|(client, _)| !own.contains(client)) {
        for range in ranges.iter() {
            unseen.insert(ID::new(*client, range.start), range.end - range.start);
        }
    }
    unseen.merge_with(merge.applied.beyond.clone());
    unseen
}

/// The document as its writer saw it: all that they had, their own updates since, and this one. Where that cannot be
/// put together, everything that anybody brought since, and nothing that anybody took out.
fn own_view(tx: &Write<'_>, merge: &Merge<'_>, now: &Replica, seen: i64, since: &[DraftUpdate]) -> Result<Option<Replica>, Problem> {
    let view = Replica::load_until(tx, merge.story, now.at.clone(), seen)?;
    let is_own = since.iter().filter(|row| merge.own.contains(&row.seq)).all(|row| view.apply(&row.bytes).is_ok());
    if is_own && view.apply(merge.bytes).is_ok() {
        return Ok(Some(view));
    }
    let view = Replica::load_until(tx, merge.story, now.at.clone(), seen)?;
    let all = since.iter().all(|row| view.apply_inserts(&row.bytes).is_ok()) && view.apply(merge.bytes).is_ok();
    Ok(all.then_some(view))
}

/// The words of a view that are among these ids.
fn words_at(view: &Shared, ids: &IdSet) -> String {
    let mut txn = view.doc.transact_mut();
    let snapshot = txn.snapshot();
    let mut found = String::new();
    collect(&view.body, &mut txn, &snapshot, ids, 0, &mut found);
    found
}

fn collect<F: XmlFragment>(parent: &F, txn: &mut TransactionMut<'_>, now: &Snapshot, ids: &IdSet, depth: usize, found: &mut String) {
    if depth > super::tree::DEEPEST {
        return;
    }
    for at in 0..parent.len(txn) {
        match parent.get(txn, at) {
            Some(XmlOut::Element(element)) => collect(&element, txn, now, ids, depth + 1, found),
            Some(XmlOut::Text(text)) => {
                // Against an empty snapshot every piece is told with its id.
                for piece in text.diff_range(txn, Some(now), Some(&Snapshot::default()), YChange::identity) {
                    let (Out::Any(yrs::Any::String(words)), Some(change)) = (piece.insert, piece.ychange) else { continue };
                    let Some(ranges) = ids.iter().find(|(client, _)| **client == change.id.client).map(|(_, ranges)| ranges) else { continue };
                    let mut clock = change.id.clock;
                    for c in words.chars() {
                        if ranges.contains_clock(clock) {
                            found.push(c);
                        }
                        clock += u32::try_from(c.len_utf16()).unwrap_or(1);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a copy lacks words that another has.
pub(super) fn loses_words(before: &Copy, after: &Copy) -> bool {
    let text = |copy: &Copy| {
        let head = &copy.head;
        format!("{} {} {} {}", head.headline, head.standfirst, head.kicker, copy.body.search_text())
    };
    let (before, after) = (text(before), text(after));
    let mut there: HashMap<&str, i64> = HashMap::new();
    for word in after.split_whitespace() {
        *there.entry(word).or_default() += 1;
    }
    before.split_whitespace().any(|word| {
        let count = there.entry(word).or_default();
        *count -= 1;
        *count < 0
    })
}
