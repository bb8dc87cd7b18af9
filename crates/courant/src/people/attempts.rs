//! Attempts to sign in, limited by account and by address. Kept in memory for a quarter of an hour, as hashes.

use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Failures after which an account or an address waits.
const MOST: u32 = 10;
/// How long they count.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Most keys kept, so that a flood of addresses costs no memory.
const MOST_KEYS: usize = 20_000;

/// Failures by hashed key. An account is counted together with the address that tries it, so that somebody else's
/// attempts never lock its owner out; an address is counted alone as well.
#[derive(Default)]
pub struct Attempts {
    failures: Mutex<HashMap<u64, (u32, Timestamp)>>,
    hasher: RandomState,
}

impl Attempts {
    fn keys(&self, email: &str, address: IpAddr) -> [(u64, u32); 2] {
        let who = email.trim().to_lowercase();
        [(self.hasher.hash_one((who, address)), MOST), (self.hasher.hash_one(address), MOST * 5)]
    }

    /// Whether another attempt may be made.
    pub fn may(&self, email: &str, address: IpAddr, now: Timestamp) -> bool {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        self.keys(email, address).iter().all(|(key, most)| failures.get(key).is_none_or(|(n, since)| n < most || now.duration_since(*since) > WINDOW))
    }

    /// Counts a failure.
    pub fn failed(&self, email: &str, address: IpAddr, now: Timestamp) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() > MOST_KEYS {
            failures.retain(|_, (_, since)| now.duration_since(*since) <= WINDOW);
        }
        for (key, _) in self.keys(email, address) {
            let entry = failures.entry(key).or_insert((0, now));
            *entry = if now.duration_since(entry.1) > WINDOW { (1, now) } else { (entry.0 + 1, entry.1) };
        }
    }

    /// Forgets the failures of an account at an address: its owner is in.
    pub fn succeeded(&self, email: &str, address: IpAddr) {
        let key = self.keys(email, address)[0].0;
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_from_one_address_never_lock_the_owner_out() {
        let attempts = Attempts::default();
        let now = Timestamp::from_second(1_000_000).expect("in range");
        let (thief, owner): (IpAddr, IpAddr) = ([203, 0, 113, 9].into(), [198, 51, 100, 7].into());
        for _ in 0..MOST {
            assert!(attempts.may("ana@paper.example", thief, now));
            attempts.failed("ana@paper.example", thief, now);
        }
        assert!(!attempts.may("Ana@paper.example ", thief, now));
        assert!(attempts.may("ana@paper.example", owner, now));
        assert!(attempts.may("ana@paper.example", thief, now + SignedDuration::from_mins(16)));
    }
}
