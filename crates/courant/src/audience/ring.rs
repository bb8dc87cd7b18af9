//! A memory-mapped file of single views: what was stored here is kept when the process is killed.
//!
//! ```text
//! 4,096 bytes header: magic · format · id of this ring · head · tail (64-bit words)
//! 262,144 slots of 8 bytes: story (32 bits) | lap (6 bits) | minutes since 2020-01-01 UTC (26 bits); 0 = empty
//! ```
//!
//! `head` and `tail` are positions that only grow; a position's slot is its remainder. A writer takes a position from
//! `head`, then stores its record in one atomic store: a view is counted if and only if that store has happened. The flush
//! reads from `tail`, commits the counts **together with the new tail** in counts.db, empties the slots and only then moves
//! `tail`. After a crash the tail in counts.db decides, so nothing is counted twice.
//!
//! The pages belong to the kernel, so a killed process loses nothing. A power cut may lose the views since the last flush;
//! it cannot make any count twice: the lap number tells a record of this round from one that an unwritten page brought back.

#![allow(unsafe_code)]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use memmap2::{MmapOptions, MmapRaw};

use super::Tally;

/// Views that the ring holds between two flushes.
pub const SLOTS: u64 = 256 * 1024;
const HEADER_BYTES: usize = 4096;
const HEADER_WORDS: usize = HEADER_BYTES / 8;
const FILE_BYTES: usize = HEADER_BYTES + SLOTS as usize * 8;
const MAGIC: u64 = u64::from_le_bytes(*b"CrntView");
const FORMAT: u64 = 1;
/// 2020-01-01T00:00:00Z as a Unix second.
const EPOCH: i64 = 1_577_836_800;
const MINUTE_BITS: u32 = 26;
const LAP_BITS: u32 = 6;

/// Words of the header.
const AT_MAGIC: usize = 0;
const AT_FORMAT: usize = 1;
const AT_ID: usize = 2;
const AT_HEAD: usize = 3;
const AT_TAIL: usize = 4;

/// One view: which story, in which minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record(u64);

impl Record {
    /// A view of `story` (not 0) at `now`. Times outside 2020 to 2147 are pulled to the nearest.
    #[must_use]
    pub fn new(story: u32, now: Timestamp) -> Self {
        let minutes = (now.as_second() - EPOCH).div_euclid(60).clamp(0, (1 << MINUTE_BITS) - 1);
        Self(u64::from(story) << 32 | minutes as u64)
    }

    /// The story viewed.
    #[must_use]
    pub fn story(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The hour of the view, since 1970 UTC.
    #[must_use]
    pub fn hour(self) -> i64 {
        let minutes = (self.0 & ((1 << MINUTE_BITS) - 1)) as i64;
        EPOCH / 3600 + minutes / 60
    }

    fn in_lap_of(self, position: u64) -> Self {
        Self(self.0 | lap(position) << MINUTE_BITS)
    }

    fn belongs_to(self, position: u64) -> bool {
        self.story() != 0 && self.0 >> MINUTE_BITS & ((1 << LAP_BITS) - 1) == lap(position)
    }
}

fn lap(position: u64) -> u64 {
    (position / SLOTS) & ((1 << LAP_BITS) - 1)
}

/// The mapped file. Writers need no lock; [`Ring::pending`] and [`Ring::release`] are for one flusher at a time.
pub struct Ring {
    map: MmapRaw,
    /// Positions below this were taken by a process that is gone: an empty one will never be filled.
    settled: AtomicU64,
}

impl Ring {
    /// Opens the ring, making it where it is missing. A file that is no ring is put aside as `views.ring.damaged`.
    ///
    /// # Errors
    /// If the file cannot be made or mapped.
    pub fn open(path: &Path) -> io::Result<Self> {
        match Self::map(path) {
            Ok(Some(ring)) => return Ok(ring),
            Ok(None) => {
                tracing::warn!("views.ring is damaged and was put aside; views since the last flush are lost");
                fs::rename(path, path.with_extension("ring.damaged"))?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        create(path)?;
        Self::map(path)?.ok_or_else(|| io::Error::other("a new ring cannot be read back"))
    }

    /// Maps the file; `None` if it is no ring of this format.
    fn map(path: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        if file.metadata()?.len() != FILE_BYTES as u64 {
            return Ok(None);
        }
        let map = MmapOptions::new().len(FILE_BYTES).map_raw(&file)?;
        let ring = Self { map, settled: AtomicU64::new(0) };
        let word = |at: usize| ring.words()[at].load(Ordering::Acquire);
        let (head, tail) = (word(AT_HEAD), word(AT_TAIL));
        let sound = word(AT_MAGIC) == MAGIC && word(AT_FORMAT) == FORMAT && head.checked_sub(tail).is_some_and(|n| n <= SLOTS);
        if !sound {
            return Ok(None);
        }
        ring.settled.store(head, Ordering::Relaxed);
        Ok(Some(ring))
    }

    fn words(&self) -> &[AtomicU64] {
        // SAFETY: the map is FILE_BYTES long (checked in `map` against the file's length), lives as long as `self`, begins
        // at a page and so is aligned for u64, and is reached in this process through atomics only. AtomicU64 has the size
        // and validity of u64, for which all bit patterns are valid. The file is ours alone: Courant never shortens it, and
        // its blocks are written out when it is made, so a full disk cannot fault a store.
        unsafe { std::slice::from_raw_parts(self.map.as_mut_ptr().cast::<AtomicU64>(), FILE_BYTES / 8) }
    }

    fn slot(&self, position: u64) -> &AtomicU64 {
        &self.words()[HEADER_WORDS + (position % SLOTS) as usize]
    }

    fn head(&self) -> &AtomicU64 {
        &self.words()[AT_HEAD]
    }

    fn tail(&self) -> &AtomicU64 {
        &self.words()[AT_TAIL]
    }

    /// The random number that tells this ring from one that stood here before.
    pub fn id(&self) -> u64 {
        self.words()[AT_ID].load(Ordering::Relaxed)
    }

    /// The position up to which records were moved out.
    pub fn position(&self) -> u64 {
        self.tail().load(Ordering::Acquire)
    }

    /// Records taken but not moved out.
    pub fn waiting(&self) -> u64 {
        self.head().load(Ordering::Relaxed).saturating_sub(self.position())
    }

    /// Stores a record; `false` if the ring is full, and then nothing has happened.
    #[must_use]
    pub fn push(&self, record: Record) -> bool {
        // Not a plain `fetch_add`: a position past the end could not be given back.
        let taken =
            self.head().fetch_update(Ordering::AcqRel, Ordering::Relaxed, |head| (head.wrapping_sub(self.position()) < SLOTS).then_some(head + 1));
        if let Ok(position) = taken {
            self.slot(position).store(record.in_lap_of(position).0, Ordering::Release);
        }
        taken.is_ok()
    }

    /// Leaves the position of a writer that died between taking and storing.
    #[cfg(test)]
    pub(super) fn take_without_storing(&self) {
        self.head().fetch_add(1, Ordering::AcqRel);
    }

    /// What stands between tail and head, and the position where it ends: a position that a writer has taken and not
    /// stored yet ends it, unless that writer's process is gone.
    pub fn pending(&self) -> (Tally, u64) {
        let mut tally = Tally::new();
        let (mut position, head) = (self.position(), self.head().load(Ordering::Acquire));
        let settled = self.settled.load(Ordering::Relaxed);
        while position < head {
            let record = Record(self.slot(position).load(Ordering::Acquire));
            if record.belongs_to(position) {
                *tally.entry((record.story(), record.hour())).or_default() += 1;
            } else if position >= settled {
                break;
            }
            position += 1;
        }
        (tally, position)
    }

    /// Empties the slots below `tail` and gives them back to the writers.
    pub fn release(&self, tail: u64) {
        for position in self.position()..tail {
            self.slot(position).store(0, Ordering::Relaxed);
        }
        self.tail().store(tail, Ordering::Release);
    }

    /// After opening, before the first view: believes the tail that counts.db has, and empties every slot outside.
    pub fn settle(&self, counted: u64) {
        let tail = self.position().max(counted);
        // A power cut may leave a head older than the tail that was committed.
        let head = self.head().load(Ordering::Acquire).max(tail);
        for position in head..tail + SLOTS {
            if self.slot(position).load(Ordering::Relaxed) != 0 {
                self.slot(position).store(0, Ordering::Relaxed);
            }
        }
        self.head().store(head, Ordering::Release);
        self.tail().store(tail, Ordering::Release);
        self.settled.store(head, Ordering::Relaxed);
    }
}

/// Writes an empty ring with all its blocks, whole or not at all.
fn create(path: &Path) -> io::Result<()> {
    let id = getrandom::u64().map_err(|_| io::Error::other("no random numbers"))?;
    let mut bytes = vec![0; FILE_BYTES];
    for (at, word) in [(AT_MAGIC, MAGIC), (AT_FORMAT, FORMAT), (AT_ID, id)] {
        bytes[at * 8..at * 8 + 8].copy_from_slice(&word.to_ne_bytes());
    }
    let unfinished = path.with_extension("ring.unfinished");
    let mut file = File::create(&unfinished)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}
