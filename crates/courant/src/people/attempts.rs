//! Attempts to sign in, limited by account, address and browser. Kept in memory, as hashes.

use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

/// How many failures a bucket holds, and how long one takes to run out of it.
#[derive(Clone, Copy)]
struct Rule {
    most: f64,
    each: SignedDuration,
}

/// One account from one address, or in a browser that has signed in with it before.
const PLACE: Rule = Rule { most: 10.0, each: SignedDuration::from_secs(90) };
/// All accounts from one address.
const ADDRESS: Rule = Rule { most: 50.0, each: SignedDuration::from_secs(18) };
/// One account from all addresses that have never signed in with it: ten thousand of them get a guess in two minutes.
const STRANGERS: Rule = Rule { most: 30.0, each: SignedDuration::from_secs(120) };
/// Most buckets kept, so that a flood of addresses costs no memory.
const MOST_BUCKETS: usize = 20_000;

#[derive(Clone, Copy)]
struct Bucket {
    level: f64,
    at: Timestamp,
    each: SignedDuration,
}

impl Bucket {
    fn level(&self, now: Timestamp) -> f64 {
        (self.level - now.duration_since(self.at).as_secs_f64().max(0.0) / self.each.as_secs_f64()).max(0.0)
    }
}

/// Who tries: an account from an address, with the code of a browser that is known to the account, if it is.
#[derive(Clone, Copy, Debug)]
pub struct Try<'a> {
    /// What is tried: an address to sign in with, as typed.
    pub email: &'a str,
    /// From where.
    pub address: IpAddr,
    /// A browser that has signed in with this account before keeps a budget of its own, so that nobody can lock its
    /// owner out.
    pub known_device: Option<&'a str>,
}

/// Failures by hashed key.
#[derive(Default)]
pub struct Attempts {
    buckets: Mutex<HashMap<u64, Bucket>>,
    hasher: RandomState,
}

impl Attempts {
    fn key(&self, what: impl Hash) -> u64 {
        self.hasher.hash_one(what)
    }

    /// The first key is that of the place, which success empties.
    fn keys(&self, tried: &Try<'_>) -> Vec<(u64, Rule)> {
        let (who, address) = (tried.email.trim().to_lowercase(), network(tried.address));
        match tried.known_device {
            Some(device) => vec![(self.key(("device", &who, device)), PLACE)],
            None => vec![
                (self.key(("place", &who, address)), PLACE),
                (self.key(("address", address)), ADDRESS),
                (self.key(("strangers", &who)), STRANGERS),
            ],
        }
    }

    /// Whether another attempt may be made. It counts as a failure until [`Attempts::succeeded`] takes it back, so that
    /// a hundred at the same moment are no more than ten.
    pub fn begin(&self, tried: &Try<'_>, now: Timestamp) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = self.keys(tried);
        if keys.iter().any(|(key, rule)| level(&buckets, *key, now) + 1.0 > rule.most) {
            return false;
        }
        if buckets.len() > MOST_BUCKETS {
            make_room(&mut buckets, now);
        }
        for (key, rule) in keys {
            let level = level(&buckets, key, now) + 1.0;
            buckets.insert(key, Bucket { level, at: now, each: rule.each });
        }
        true
    }

    /// Forgets the failures of an account at a place: its owner is in.
    pub fn succeeded(&self, tried: &Try<'_>) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let mut keys = self.keys(tried).into_iter();
        if let Some((place, _)) = keys.next() {
            buckets.remove(&place);
        }
        for (key, _) in keys {
            if let Some(bucket) = buckets.get_mut(&key) {
                bucket.level = (bucket.level - 1.0).max(0.0);
            }
        }
    }
}

fn level(buckets: &HashMap<u64, Bucket>, key: u64, now: Timestamp) -> f64 {
    buckets.get(&key).map_or(0.0, |b| b.level(now))
}

/// Drops what has run out; where that is not enough, the emptier half: a bucket that is nearly full is somebody guessing.
fn make_room(buckets: &mut HashMap<u64, Bucket>, now: Timestamp) {
    buckets.retain(|_, b| b.level(now) > 0.0);
    if buckets.len() > MOST_BUCKETS / 2 {
        let mut levels: Vec<f64> = buckets.values().map(|b| b.level(now)).collect();
        levels.sort_by(f64::total_cmp);
        let middle = levels[levels.len() / 2];
        buckets.retain(|_, b| b.level(now) > middle);
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

    fn tried(email: &str, address: IpAddr) -> Try<'_> {
        Try { email, address, known_device: None }
    }

    fn begin() -> (Attempts, Timestamp) {
        (Attempts::default(), Timestamp::from_second(1_000_000).expect("in range"))
    }

    #[test]
    fn attempts_from_one_address_never_lock_the_owner_out() {
        let (attempts, now) = begin();
        let (thief, owner): (IpAddr, IpAddr) = ([203, 0, 113, 9].into(), [198, 51, 100, 7].into());
        for _ in 0..10 {
            assert!(attempts.begin(&tried("ana@paper.example", thief), now));
        }
        assert!(!attempts.begin(&tried("Ana@paper.example ", thief), now));
        assert!(attempts.begin(&tried("ana@paper.example", owner), now));
        assert!(attempts.begin(&tried("ana@paper.example", thief), now + SignedDuration::from_mins(16)));
    }

    #[test]
    fn attempts_from_everywhere_leave_a_browser_that_is_known_alone() {
        let (attempts, now) = begin();
        let address = |n: u32| IpAddr::from((0xCB00_7100 + n).to_be_bytes());
        let made = (0..10_000).filter(|n| attempts.begin(&tried("ana@paper.example", address(*n)), now)).count();
        assert_eq!(made, 30, "ten thousand addresses are thirty guesses");
        assert!(attempts.begin(&Try { email: "ana@paper.example", address: address(1), known_device: Some("d") }, now));
        let later = now + SignedDuration::from_mins(10);
        let made = (0..10_000).filter(|n| attempts.begin(&tried("ana@paper.example", address(*n)), later)).count();
        assert_eq!(made, 5, "and then one in two minutes");
    }

    #[test]
    fn a_newsroom_behind_one_address_signs_in_as_often_as_it_likes() {
        let (attempts, now) = begin();
        let office: IpAddr = [203, 0, 113, 9].into();
        for number in 0..200 {
            let email = format!("{number}@paper.example");
            assert!(attempts.begin(&tried(&email, office), now));
            attempts.succeeded(&tried(&email, office));
        }
    }

    #[test]
    fn the_addresses_of_one_ipv6_network_count_together() {
        let (attempts, now) = begin();
        let address = |last: u16| IpAddr::from([0x2001, 0xdb8, 0, 7, 0, 0, 0, last]);
        let made = (0..100).filter(|n| attempts.begin(&tried("ana@paper.example", address(*n)), now)).count();
        assert_eq!(made, 10);
    }

    #[test]
    fn a_flood_of_addresses_costs_no_memory() {
        let (attempts, now) = begin();
        for n in 0..100_000_u32 {
            attempts.begin(&tried(&format!("{n}@paper.example"), IpAddr::from(n.to_be_bytes())), now);
        }
        assert!(attempts.buckets.lock().expect("lock").len() <= MOST_BUCKETS + 3);
    }
}
