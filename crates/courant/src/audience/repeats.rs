//! The same reader on the same story within minutes: one view.
//!
//! A reader is an address (of IPv6 the first 64 bits, which is what a household or phone keeps) and a user agent. Only a
//! keyed hash of reader and story is remembered, in memory, for 5 to 10 minutes; its key is random and renewed every day
//! (UTC), and neither is ever written anywhere. Memory is bounded: under a flood the span shortens.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::net::IpAddr;
use std::sync::{Mutex, RwLock};

use jiff::Timestamp;
use siphasher::sip::SipHasher13;

use super::whole;

/// Seconds of one generation; a view is remembered for one to two of them.
pub const GENERATION_SECONDS: i64 = 5 * 60;
/// Shards, so that threads seldom wait for each other.
const SHARDS: usize = 16;
/// The most entries of one generation of one shard: about 4 MB in all.
const MAX_ENTRIES: usize = 14 * 1024;

/// The hashes are even already.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

type Seen = HashSet<u64, BuildHasherDefault<AsIs>>;

#[derive(Default)]
struct Shard {
    young: Seen,
    old: Seen,
    /// When the young generation began, Unix seconds.
    began: i64,
}

impl Shard {
    /// Whether `hash` was here lately; if not, it is from now on.
    fn is_repeat(&mut self, hash: u64, second: i64) -> bool {
        let age = second - self.began;
        if !(0..2 * GENERATION_SECONDS).contains(&age) {
            // Long quiet, or a clock set back: nothing here can be trusted as recent.
            self.young.clear();
            self.old.clear();
            self.began = second;
        } else if age >= GENERATION_SECONDS || self.young.len() >= MAX_ENTRIES {
            self.old = std::mem::take(&mut self.young);
            self.began = second;
        }
        self.old.contains(&hash) || !self.young.insert(hash)
    }
}

#[derive(Clone, Copy)]
struct Salt {
    day: i64,
    key: (u64, u64),
}

impl Salt {
    fn new(day: i64) -> Result<Self, getrandom::Error> {
        Ok(Self { day, key: (getrandom::u64()?, getrandom::u64()?) })
    }
}

/// Remembers who viewed what in the last minutes, without knowing who.
pub struct Repeats {
    salt: RwLock<Salt>,
    shards: [Mutex<Shard>; SHARDS],
}

impl Repeats {
    /// Nothing remembered, and a new salt.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn new(now: Timestamp) -> Result<Self, getrandom::Error> {
        Ok(Self { salt: RwLock::new(Salt::new(day_of(now))?), shards: Default::default() })
    }

    /// Whether this reader viewed this story in the last minutes; remembers that it is viewing it now.
    ///
    /// A repeat does not lengthen the span: a page that reloads itself counts again every 5 to 10 minutes.
    pub fn is_repeat(&self, address: IpAddr, user_agent: &[u8], story: u32, now: Timestamp) -> bool {
        let (k0, k1) = self.key(day_of(now));
        let mut hasher = SipHasher13::new_with_keys(k0, k1);
        match address.to_canonical() {
            IpAddr::V4(v4) => hasher.write(&v4.octets()),
            IpAddr::V6(v6) => hasher.write(&v6.octets()[..8]),
        }
        hasher.write_u8(if address.to_canonical().is_ipv4() { 4 } else { 6 });
        hasher.write_u32(story);
        hasher.write(user_agent);
        let hash = hasher.finish();
        // Not the low bits: the table inside finds its places by those.
        whole(self.shards[(hash >> 32) as usize % SHARDS].lock()).is_repeat(hash, now.as_second())
    }

    fn key(&self, day: i64) -> (u64, u64) {
        let salt = *whole(self.salt.read());
        if salt.day == day {
            return salt.key;
        }
        let mut kept = whole(self.salt.write());
        if kept.day != day {
            // Should randomness fail now, the old salt serves on and the next view tries again.
            if let Ok(fresh) = Salt::new(day) {
                *kept = fresh;
            }
        }
        kept.key
    }

    /// Entries in memory.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shards
            .iter()
            .map(|s| {
                let s = whole(s.lock());
                s.young.len() + s.old.len()
            })
            .sum()
    }

    /// Whether nothing is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn day_of(now: Timestamp) -> i64 {
    now.as_second().div_euclid(86_400)
}
