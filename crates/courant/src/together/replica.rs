//! A shared document as the store has it: loaded from a whole one and the updates after it, written to by updates.

use super::document::{Reading, Shared};
use super::scan;
use courant_news::copy::Copy;
use courant_news::story::StoryId;
use courant_store::shared::{DraftUpdate, SharedDraft};
use courant_store::{Problem, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use yrs::updates::decoder::Decode;
use yrs::{ClientID, IdSet, ReadTxn, Transact, Update};

/// After how many updates the whole document is kept again.
pub(super) const WHOLE_EVERY: i64 = 200;
/// Elements in one update up to which a thread's usual stack is enough, should they all stand inside one another.
const TYPES_ON_USUAL_STACK: usize = 500;
/// Stack for each element beyond.
const STACK_FOR_TYPE: usize = 2048;

/// A document with where it stands.
pub(super) struct Replica {
    pub shared: Shared,
    /// Which document of the story.
    pub at: SharedDraft,
}

/// What an update did.
pub(super) struct Applied {
    /// What of it was new, as an update of its own; `None` when all was known.
    pub news: Option<Vec<u8>>,
    /// What it took out.
    pub gone: IdSet,
    /// What of that it did not name: words in something that somebody else had taken out, or the other way round.
    pub beyond: IdSet,
    /// Writers of what it brought.
    pub writers: Vec<ClientID>,
}

/// Why an update was not applied. The replica is not to be used any more unless it says so.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unfit {
    /// It is none, or not one of ours; nothing was touched.
    #[error(transparent)]
    NotOurs(#[from] scan::NotOurs),
    /// It builds on something that is not here; nothing was touched, or the replica is spent.
    #[error("it builds on something that is not here")]
    Missing,
    /// It cannot be applied; the replica is spent.
    #[error("it cannot be applied")]
    Damaged,
}

fn damaged(story: StoryId, what: &str) -> Problem {
    Problem::Record(format!("shared draft of story {story}: {what}"))
}

impl Replica {
    /// The document of a story as the store has it.
    pub fn load(read: &Read<'_>, story: StoryId) -> Result<Option<Replica>, Problem> {
        let Some(at) = read.shared_draft(story)? else { return Ok(None) };
        let until = at.seq;
        Ok(Some(Replica::load_until(read, story, at, until)?))
    }

    /// The document as it was after an update.
    pub fn load_until(read: &Read<'_>, story: StoryId, at: SharedDraft, until: i64) -> Result<Replica, Problem> {
        let shared = Shared::new();
        let mut from = at.since - 1;
        if let Some((seq, bytes)) = read.draft_snapshot(story, at.since, until)? {
            put(&shared, &bytes).map_err(|()| damaged(story, "its whole cannot be read"))?;
            from = seq;
        }
        for row in read.draft_updates(story, from)?.into_iter().take_while(|row| row.seq <= until) {
            put(&shared, &row.bytes).map_err(|()| damaged(story, "an update cannot be read"))?;
            from = row.seq;
        }
        Ok(Replica { shared, at: SharedDraft { seq: from.max(at.since), ..at } })
    }

    /// Begins the document of a story from its draft.
    pub fn begin(tx: &Write<'_>, story: StoryId, copy: &Copy) -> Result<Replica, Problem> {
        let shared = Shared::of(copy);
        let random = getrandom::u64().map_err(|_| damaged(story, "the system gives no random numbers"))?;
        let at = tx.begin_shared_draft(story, &format!("{random:016x}"), &shared.whole())?;
        Ok(Replica { shared, at })
    }

    /// Takes in what others have appended since, and says what. An error means that the document here is another one
    /// now, or damaged: load it again.
    pub fn catch_up(&mut self, read: &Read<'_>, story: StoryId) -> Result<Option<Vec<DraftUpdate>>, Problem> {
        let Some(now) = read.shared_draft(story)? else { return Ok(None) };
        if now.epoch != self.at.epoch {
            return Ok(None);
        }
        if now.seq == self.at.seq {
            return Ok(Some(Vec::new()));
        }
        let rows = read.draft_updates(story, self.at.seq)?;
        for row in &rows {
            put(&self.shared, &row.bytes).map_err(|()| damaged(story, "an update cannot be read"))?;
            self.at.seq = row.seq;
        }
        Ok(Some(rows))
    }

    /// Applies what a browser sent. What cannot be applied whole is not applied: a document with holes says nothing.
    pub fn apply(&self, bytes: &[u8]) -> Result<Applied, Unfit> {
        let found = scan::scan(bytes)?;
        let state = self.shared.state();
        let ahead = found.begins.iter().any(|(client, clock)| *clock > state.get(&ClientID::new(*client)));
        if ahead || found.has_gaps {
            return Err(Unfit::Missing);
        }
        let work = || catch_unwind(AssertUnwindSafe(|| apply(&self.shared, bytes, &found))).unwrap_or(Err(Unfit::Damaged));
        if found.types <= TYPES_ON_USUAL_STACK {
            return work();
        }
        std::thread::scope(|scope| {
            let stack = (2 << 20) + found.types * STACK_FOR_TYPE;
            let thread = std::thread::Builder::new().name("large update".into()).stack_size(stack).spawn_scoped(scope, work);
            thread.map_err(|_| Unfit::Damaged)?.join().unwrap_or(Err(Unfit::Damaged))
        })
    }

    /// Applies what an update inserts, and nothing that it takes out.
    pub fn apply_inserts(&self, bytes: &[u8]) -> Result<Applied, Unfit> {
        let inserts = scan::scan(bytes)?.inserts;
        self.apply(&[&bytes[..inserts], &[0]].concat())
    }

    /// What it says, over the head that the story's draft has now.
    pub fn read(&self, read: &Read<'_>, story: StoryId) -> Result<Result<Reading, super::read::Unreadable>, Problem> {
        Ok(self.shared.read(&read.draft_head(story)?))
    }

    /// Keeps the whole now and then, as of the update that it has just taken in.
    pub fn keep_whole(&self, tx: &Write<'_>, story: StoryId, seq: i64) -> Result<(), Problem> {
        if seq % WHOLE_EVERY == 0 {
            tx.keep_draft_snapshot(story, seq, &self.shared.whole(), seq - 2 * WHOLE_EVERY)?;
        }
        Ok(())
    }
}

/// Applies what the store has: it was looked at when it came.
fn put(shared: &Shared, bytes: &[u8]) -> Result<(), ()> {
    let update = Update::decode_v1(bytes).map_err(drop)?;
    let mut txn = shared.doc.transact_mut();
    txn.apply_update(update).map_err(drop)
}

fn apply(shared: &Shared, bytes: &[u8], found: &scan::Scan) -> Result<Applied, Unfit> {
    let writers = found.begins.iter().map(|(client, _)| ClientID::new(*client)).collect();
    let update = Update::decode_v1(bytes).map_err(|_| Unfit::Damaged)?;
    let named = update.delete_set().clone();
    let mut txn = shared.doc.transact_mut();
    txn.apply_update(update).map_err(|_| Unfit::Damaged)?;
    if txn.has_missing_updates() {
        return Err(Unfit::Missing);
    }
    let news = txn.has_changes().then(|| txn.encode_update_v1());
    let gone = txn.delete_set().clone();
    let beyond = gone.diff(&named);
    Ok(Applied { news, gone, beyond, writers })
}

/// Whether the writer of a copy had seen all that the draft said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It began from the draft as it stands.
    All,
    /// It comes from elsewhere, a file or a program.
    Perhaps,
}

/// Writes a copy into the shared document of a story, if it has one, in the transaction that saves it as the draft:
/// what others are writing stays where the copy does not say otherwise. Words that the writer may not have seen and
/// that go are kept in a revision. Returns what the draft says then.
///
/// # Errors
/// [`Problem`] of the store.
pub fn write_copy(tx: &Write<'_>, story: StoryId, copy: &Copy, seen: Seen) -> Result<Copy, Problem> {
    let mut replica = match Replica::load(tx, story) {
        Ok(None) => return Ok(copy.clone()),
        Ok(Some(replica)) => replica,
        Err(Problem::Record(why)) => {
            // The draft's copy is what was acknowledged; a document that cannot be read is begun again from it.
            tracing::error!(story, why, "a shared draft is given up and begun again");
            Replica::begin(tx, story, copy)?;
            return Ok(copy.clone());
        }
        Err(other) => return Err(other),
    };
    let before = tx.draft(story)?.unwrap_or_default();
    let Some(bytes) = replica.shared.write(copy) else { return Ok(before) };
    let kept = match seen {
        Seen::Perhaps if super::kept::loses_words(&before, copy) => {
            let revision = tx.keep_revision(story, &before, super::kept::NAME, "What the draft said before a file or a program wrote it")?;
            tx.revision_number(revision)?
        }
        _ => None,
    };
    replica.at.seq += 1;
    tx.add_draft_update(story, replica.at.seq, &bytes, kept)?;
    replica.keep_whole(tx, story, replica.at.seq)?;
    Ok(replica.shared.read(&copy.head).map_or_else(|_| copy.clone(), |reading| reading.copy))
}
