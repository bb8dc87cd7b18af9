//! Attempts to sign in, limited by account and by address. Kept in memory for a quarter of an hour, as hashes.

use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv6Addr};
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
        let address = network(address);
        [(self.hasher.hash_one((who, address)), MOST), (self.hasher.hash_one(address), MOST * 5)]
    }

    /// Whether another attempt may be made. It counts as a failure until [`Attempts::succeeded`] takes it back, so that
    /// a hundred at the same moment are no more than ten.
    pub fn begin(&self, email: &str, address: IpAddr, now: Timestamp) -> bool {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = |since: Timestamp| now.duration_since(since) <= WINDOW;
        let keys = self.keys(email, address);
        if keys.iter().any(|(key, most)| failures.get(key).is_some_and(|(n, since)| n >= most && counts(*since))) {
            return false;
        }
        if failures.len() > MOST_KEYS {
            failures.retain(|_, (_, since)| counts(*since));
        }
        for (key, _) in keys {
            let entry = failures.entry(key).or_insert((0, now));
            *entry = if counts(entry.1) { (entry.0 + 1, entry.1) } else { (1, now) };
        }
        true
    }

    /// Forgets the failures of an account at an address: its owner is in.
    pub fn succeeded(&self, email: &str, address: IpAddr) {
        let [(account, _), (place, _)] = self.keys(email, address);
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(&account);
        if let Some((n, _)) = failures.get_mut(&place) {
            *n = n.saturating_sub(1);
        }
    }
}

/// What one person can have many addresses of counts as one: an IPv6 network of 64 bits (RFC 4291, section 2.5.4).
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from(u128::from(v6) >> 64 << 64).into(),
        v4 => v4,
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
            assert!(attempts.begin("ana@paper.example", thief, now));
        }
        assert!(!attempts.begin("Ana@paper.example ", thief, now));
        assert!(attempts.begin("ana@paper.example", owner, now));
        assert!(attempts.begin("ana@paper.example", thief, now + SignedDuration::from_mins(16)));
    }

    #[test]
    fn a_newsroom_behind_one_address_signs_in_as_often_as_it_likes() {
        let attempts = Attempts::default();
        let now = Timestamp::from_second(1_000_000).expect("in range");
        let office: IpAddr = [203, 0, 113, 9].into();
        for number in 0..200 {
            let email = format!("{number}@paper.example");
            assert!(attempts.begin(&email, office, now));
            attempts.succeeded(&email, office);
        }
    }

    #[test]
    fn the_addresses_of_one_ipv6_network_count_together() {
        let attempts = Attempts::default();
        let now = Timestamp::from_second(1_000_000).expect("in range");
        let address = |last: u16| IpAddr::from([0x2001, 0xdb8, 0, 7, 0, 0, 0, last]);
        let made = (0..100).filter(|n| attempts.begin("ana@paper.example", address(*n), now)).count();
        assert_eq!(made, MOST as usize);
    }
}
