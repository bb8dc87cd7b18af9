//! Taking one update: one transaction, in which the session, its grants and the story are asked again.

use super::kept::{self, Kept, Merge};
use super::replica::{Replica, Unfit};
use crate::http::Failure;
use crate::people::codes;
use crate::publish;
use courant_news::permit::{Actor, Edit};
use courant_news::story::StoryId;
use courant_store::shared::DraftUpdate;
use courant_store::stories::Story;
use courant_store::{Problem, Store, Write};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// An update as it came.
pub(super) struct Offer<'a> {
    pub story: StoryId,
    /// Who was signed in when the window connected.
    pub actor: &'a Actor,
    /// The session's code.
    pub code: &'a str,
    /// The last update of others that its writer had.
    pub seen: i64,
    /// Updates after it that came from the same window.
    pub own: &'a BTreeSet<i64>,
    pub bytes: &'a [u8],
}

/// What came of it.
pub(super) enum Verdict {
    /// It is on the disk, or was already (`news` is `None`).
    Saved { seq: i64, version: i64, at: Timestamp, news: Option<Vec<u8>>, kept: Option<Kept> },
    /// Not taken; the window stays open.
    Refused(Failure),
    /// The window and the server have lost each other: the window is told what the server has.
    Apart,
    /// Signed out, or the story is gone.
    Over(Failure),
}

/// What was found out on the way.
pub(super) struct Outcome {
    pub verdict: Verdict,
    /// What other processes had appended, to be told before anything else.
    pub others: Vec<DraftUpdate>,
    /// Whether the replica still says what the store says.
    pub is_sound: bool,
}

/// Why nothing was written. Leaves the transaction as an error, so that it is rolled back.
enum Halt {
    With(Verdict),
    Store(Problem),
}

impl From<Problem> for Halt {
    fn from(problem: Problem) -> Halt {
        Halt::Store(problem)
    }
}

const KEPT_HERE: &str = "Your words are kept in this browser; load the page again.";

/// Takes an update into a replica and the store. Where it is refused after the replica was touched, the replica is to
/// be thrown away.
pub(super) fn take(store: &Store, now: Timestamp, replica: &mut Replica, offer: &Offer<'_>) -> Outcome {
    let (mut others, mut is_sound) = (Vec::new(), true);
    let taken = store.write(offer.actor, now, |tx| write(tx, replica, offer, &mut others, &mut is_sound));
    let verdict = match taken {
        Ok(verdict) => verdict,
        Err(Halt::With(verdict)) => verdict,
        Err(Halt::Store(problem)) => {
            is_sound = false;
            Verdict::Refused(problem.into())
        }
    };
    if let (Verdict::Saved { seq, .. }, true) = (&verdict, is_sound) {
        replica.at.seq = *seq;
    }
    Outcome { verdict, others, is_sound }
}

fn write(tx: &Write<'_>, replica: &mut Replica, offer: &Offer<'_>, others: &mut Vec<DraftUpdate>, is_sound: &mut bool) -> Result<Verdict, Halt> {
    let over = |failure| Halt::With(Verdict::Over(failure));
    let refused = |failure| Halt::With(Verdict::Refused(failure));
    let session = tx.session(&codes::hash(offer.code), tx.at)?.filter(|(actor, ..)| actor.id == offer.actor.id);
    let Some((actor, ..)) = session else { return Err(over(super::room::signed_out())) };
    let Some(row) = tx.story(offer.story)? else { return Err(over(Failure::missing("such story"))) };
    let permit = actor.permit::<Edit>().map_err(|e| refused(e.into()))?;
    publish::may_change(tx, &actor, &row).map_err(|e| refused(e.into()))?;
    match replica.catch_up(tx, offer.story)? {
        Some(rows) => *others = rows,
        None => {
            *is_sound = false;
            return Err(Halt::With(Verdict::Apart));
        }
    }
    let applied = replica.apply(offer.bytes).map_err(|unfit| {
        *is_sound = matches!(unfit, Unfit::NotOurs(_));
        match unfit {
            Unfit::Missing => Halt::With(Verdict::Apart),
            other => refused(Failure::invalid(format!("What was written could not be taken: {other}."), KEPT_HERE)),
        }
    })?;
    let Some(news) = applied.news.clone() else {
        return Ok(Verdict::Saved { seq: replica.at.seq, version: row.draft_version, at: row.draft_at, news: None, kept: None });
    };
    // From here on the replica says more than the store until the commit.
    *is_sound = false;
    let reading =
        replica.read(tx, offer.story)?.map_err(|e| refused(Failure::invalid(format!("What was written could not be taken: {e}."), KEPT_HERE)))?;
    for repair in &reading.repairs {
        tracing::info!(story = offer.story, repair, "mended while reading a shared draft");
    }
    let kept = if applied.gone.is_empty() {
        None
    } else {
        let after = &reading.copy;
        kept::keep(
            tx,
            &Merge { story: offer.story, bytes: offer.bytes, applied: &applied, seen: offer.seen, own: offer.own, writer: &actor.name, after },
        )?
    };
    let version = append(tx, replica, &row, &news, kept.as_ref(), permit, &reading.copy).map_err(|refusal| match refusal {
        publish::Refusal::Store(problem) => Halt::Store(problem),
        other => refused(other.into()),
    })?;
    *is_sound = true;
    Ok(Verdict::Saved { seq: replica.at.seq + 1, version, at: tx.at, news: Some(news), kept })
}

fn append(
    tx: &Write<'_>,
    replica: &Replica,
    row: &Story,
    news: &[u8],
    kept: Option<&Kept>,
    permit: courant_news::permit::Permit<'_, Edit>,
    copy: &courant_news::copy::Copy,
) -> Result<i64, publish::Refusal> {
    let seq = replica.at.seq + 1;
    tx.add_draft_update(row.id, seq, news, kept.map(|kept| kept.revision))?;
    replica.keep_whole(tx, row.id, seq)?;
    publish::keep_shared(tx, permit, row, copy)
}
