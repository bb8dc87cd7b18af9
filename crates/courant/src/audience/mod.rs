//! Views: counted at the server, without cookie, without keeping an address, exactly over a `kill -9`.
//!
//! ```text
//! request → bots::counts (a list of steps) → repeats (in memory) → ring (memory map) → counts.db → ranking → Most Viewed
//! ```
//!
//! What counts as a view is written down for people in `docs/COUNTING.md`. Time is passed in. One process at a time may
//! have the audience of a data folder open.

pub mod bots;
pub mod counts;
pub mod ranking;
pub mod repeats;
pub mod ring;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use jiff::Timestamp;

pub use bots::{NotCounted, ViewRequest};
use counts::Counts;
use ranking::Ranking;
pub use ranking::Window;
use repeats::Repeats;
use ring::{Record, Ring};

/// The most different (story, hour) pairs kept in memory while the disk takes nothing and the ring is full.
const MAX_SPILLED: usize = 65_536;
/// Seconds without a new try from the counting path after a flush has failed.
const FLUSH_BACKOFF: i64 = 1;

/// Views of stories by hour: (story, hour since 1970) → number.
pub(crate) type Tally = HashMap<(u32, i64), u64>;

/// Why views cannot be kept. `Display` is one sentence; [`AudienceProblem::next`] says what to do.
#[derive(Debug, thiserror::Error)]
pub enum AudienceProblem {
    /// The ring file cannot be made or mapped.
    #[error("The file of views (views.ring) cannot be opened.")]
    Ring(#[source] io::Error),
    /// No randomness for the salt that hides readers.
    #[error("The system gives no random numbers, so readers' addresses could not be hidden.")]
    Random,
    /// The disk is full.
    #[error("The disk is full, so views are kept in memory for now.")]
    Full(#[source] rusqlite::Error),
    /// The folder cannot be written.
    #[error("The data folder cannot be written, so views are kept in memory for now.")]
    ReadOnly(#[source] rusqlite::Error),
    /// counts.db was made by a newer Courant.
    #[error("The counts (counts.db) were written by a newer Courant (format {found}, this one knows {known}).")]
    Newer {
        /// Format in the file.
        found: i64,
        /// Format that this program writes.
        known: i64,
    },
    /// Another process has moved views out of the same ring.
    #[error("Another Courant is counting views in this data folder.")]
    Elsewhere,
    /// Any other failure of the database.
    #[error("The counts (counts.db) cannot be used.")]
    Database(#[source] rusqlite::Error),
}

impl AudienceProblem {
    /// The next step, one sentence.
    #[must_use]
    pub fn next(&self) -> &'static str {
        match self {
            Self::Full(_) => "Free some space; counting goes on by itself.",
            Self::Ring(_) | Self::ReadOnly(_) => "Make the data folder writable for the server.",
            Self::Random => "Look into the system's log; without random numbers nothing may be counted.",
            Self::Newer { .. } => "Start the newer Courant, or restore the counts that belong to this one.",
            Self::Elsewhere => "Stop one of the two.",
            Self::Database(_) => "Stop Courant, put counts.db aside or restore it from a backup, and start again.",
        }
    }
}

impl From<rusqlite::Error> for AudienceProblem {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(error),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly(error),
            _ => Self::Database(error),
        }
    }
}

/// How counting is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Views in the ring that are not in counts.db yet.
    pub waiting: u64,
    /// Room in the ring, in views.
    pub room: u64,
    /// Views held in memory only, because the ring was full and the disk took nothing.
    pub spilled: u64,
    /// Views lost since the start, because even that memory was full.
    pub lost: u64,
}

/// Counts views and ranks stories. Share it behind an `Arc`.
pub struct Audience {
    ring: Ring,
    repeats: Repeats,
    /// Held while flushing: one flush at a time.
    counts: Mutex<Counts>,
    ranking: RwLock<Ranking>,
    spilled: Mutex<Tally>,
    lost: AtomicU64,
    /// Unix second of the last failed flush.
    failed_at: AtomicI64,
}

/// A poisoned lock only says that another thread panicked; every state behind these locks is whole between statements.
fn whole<T>(locked: Result<T, PoisonError<T>>) -> T {
    locked.unwrap_or_else(PoisonError::into_inner)
}

impl Audience {
    /// Opens, or makes, `views.ring` and `counts.db` in the data folder, and counts what a crash left in the ring.
    ///
    /// # Errors
    /// If either file cannot be used.
    pub fn open(data_dir: &Path, now: Timestamp) -> Result<Self, AudienceProblem> {
        let ring = Ring::open(&data_dir.join("views.ring")).map_err(AudienceProblem::Ring)?;
        let mut counts = Counts::open(&data_dir.join("counts.db"))?;
        counts.bind(&ring);
        let hour = hour_of(now);
        let ranking = Ranking::of(hour, counts.since(hour - Window::Week.hours())?);
        let audience = Self {
            ring,
            repeats: Repeats::new(now).map_err(|_| AudienceProblem::Random)?,
            counts: Mutex::new(counts),
            ranking: RwLock::new(ranking),
            spilled: Mutex::default(),
            lost: AtomicU64::new(0),
            failed_at: AtomicI64::new(i64::MIN),
        };
        // A disk that takes nothing now may do so later; readers are not to wait for it.
        let first = audience.flush(now).and_then(|()| whole(audience.counts.lock()).compact(hour));
        match first {
            Err(AudienceProblem::Elsewhere) => Err(AudienceProblem::Elsewhere),
            Err(problem) => {
                tracing::warn!("{problem} {}", problem.next());
                Ok(audience)
            }
            Ok(()) => Ok(audience),
        }
    }

    /// Counts a view of a story, or says why not. Cheap and never waits for the disk, except when the ring is full.
    ///
    /// Call it after the answer's status is known.
    ///
    /// # Errors
    /// [`NotCounted`], which is no failure: most requests on the web are no views.
    pub fn view(&self, request: &ViewRequest<'_>, story: u32, now: Timestamp) -> Result<(), NotCounted> {
        if story == 0 {
            return Err(NotCounted::NoStory);
        }
        bots::counts(request)?;
        if self.repeats.is_repeat(request.address, request.user_agent.unwrap_or_default(), story, now) {
            return Err(NotCounted::Repeat);
        }
        self.note(Record::new(story, now), now);
        Ok(())
    }

    /// Keeps a record; when the ring is full, makes room at once.
    fn note(&self, record: Record, now: Timestamp) {
        if self.ring.push(record) {
            return;
        }
        if now.as_second().saturating_sub(self.failed_at.load(Ordering::Relaxed)) > FLUSH_BACKOFF {
            // Whoever held the lock may have made room meanwhile.
            let counts = whole(self.counts.lock());
            if self.ring.push(record) || (self.flush_with(counts, now).is_ok() && self.ring.push(record)) {
                return;
            }
        }
        let mut spilled = whole(self.spilled.lock());
        let key = (record.story(), record.hour());
        if spilled.len() < MAX_SPILLED || spilled.contains_key(&key) {
            *spilled.entry(key).or_default() += 1;
        } else {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Moves what was counted into counts.db and the ranking. Call it every few seconds, and soon when
    /// [`Audience::health`] shows the ring half full.
    ///
    /// # Errors
    /// If the disk takes nothing: then everything stays where it is, and the next call tries again.
    pub fn flush(&self, now: Timestamp) -> Result<(), AudienceProblem> {
        self.flush_with(whole(self.counts.lock()), now)
    }

    fn flush_with(&self, mut counts: MutexGuard<'_, Counts>, now: Timestamp) -> Result<(), AudienceProblem> {
        let (mut tally, tail) = self.ring.pending();
        let spilled = std::mem::take(&mut *whole(self.spilled.lock()));
        for (key, n) in &spilled {
            *tally.entry(*key).or_default() += n;
        }
        let moved = counts.add(&tally, tail);
        if let Err(problem) = moved {
            let mut back = whole(self.spilled.lock());
            for (key, n) in spilled {
                *back.entry(key).or_default() += n;
            }
            self.failed_at.store(now.as_second(), Ordering::Relaxed);
            return Err(problem);
        }
        // Only now: had we died before, the committed tail would have said that these records are counted.
        self.ring.release(tail);
        {
            let mut ranking = whole(self.ranking.write());
            for ((story, hour), n) in tally {
                ranking.add(story, hour, n);
            }
        }
        self.slide(&mut counts, hour_of(now))
    }

    /// Moves the windows on when the hour has changed.
    fn slide(&self, counts: &mut Counts, hour: i64) -> Result<(), AudienceProblem> {
        let before = whole(self.ranking.read()).hour();
        if before == hour {
            return Ok(());
        }
        let ranking = if hour > before && hour - before < Window::Today.hours() {
            let mut next = whole(self.ranking.read()).clone();
            for window in Window::ALL {
                let (from, to) = (before - window.hours(), hour - window.hours());
                next.forget(window, counts.between(from, to)?);
            }
            next.set_hour(hour);
            next
        } else {
            // After a long sleep, or a clock that was set back.
            Ranking::of(hour, counts.since(hour - Window::Week.hours())?)
        };
        *whole(self.ranking.write()) = ranking;
        counts.compact(hour)
    }

    /// The stories most viewed in a window, most first; of two with equal views, the newer. As fresh as the last flush.
    #[must_use]
    pub fn most_viewed(&self, window: Window, limit: usize) -> Vec<(u32, u64)> {
        self.most_viewed_among(window, limit, |_| true)
    }

    /// The same among the stories that `keep` lets through: withdrawn and embargoed ones never take a place.
    #[must_use]
    pub fn most_viewed_among(&self, window: Window, limit: usize, keep: impl Fn(u32) -> bool) -> Vec<(u32, u64)> {
        whole(self.ranking.read()).top(window, limit, keep)
    }

    /// All views of a story, ever. As fresh as the last flush.
    ///
    /// # Errors
    /// If counts.db cannot be read.
    pub fn views_of(&self, story: u32) -> Result<u64, AudienceProblem> {
        whole(self.counts.lock()).total(story)
    }

    /// How counting is doing.
    #[must_use]
    pub fn health(&self) -> Health {
        Health {
            waiting: self.ring.waiting(),
            room: ring::SLOTS,
            spilled: whole(self.spilled.lock()).values().sum(),
            lost: self.lost.load(Ordering::Relaxed),
        }
    }
}

/// Hours since 1970 UTC.
fn hour_of(now: Timestamp) -> i64 {
    now.as_second().div_euclid(3600)
}
