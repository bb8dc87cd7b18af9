//! The clock, passed in: rules and actions get an instant, and only this module reads one.

use jiff::{SignedDuration, Timestamp};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

/// Where instants come from.
#[derive(Debug)]
pub enum Clock {
    /// The machine's.
    System,
    /// A set one, in milliseconds since 1970, for tests.
    Set(AtomicI64),
}

impl Clock {
    /// Now.
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => Timestamp::now(),
            Clock::Set(ms) => Timestamp::from_millisecond(ms.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }

    /// Sets a set clock; the machine's stays as it is.
    pub fn set(&self, to: Timestamp) {
        if let Clock::Set(ms) = self {
            ms.store(to.as_millisecond(), Ordering::SeqCst);
        }
    }
}

/// A jump that is believed to be a mistake at first: longer than any correction a time server makes in one step.
const JUMP: SignedDuration = SignedDuration::from_secs(60);

/// How long releases wait after a jump forward, for the time to be put right.
const HOLD: SignedDuration = SignedDuration::from_secs(60);

/// Watches the wall clock against the monotonic one. Nothing is released early because a clock was set wrong for a
/// moment (promise 6); a clock that stays where it is, is believed after a minute.
#[derive(Debug)]
pub struct Watch {
    last: Mutex<Option<(Instant, Timestamp)>>,
    held_from: Mutex<Option<Instant>>,
}

impl Default for Watch {
    fn default() -> Watch {
        Watch { last: Mutex::new(None), held_from: Mutex::new(None) }
    }
}

impl Watch {
    /// Whether releases may go out, given both clocks as they are read now.
    pub fn trusts(&self, mono: Instant, wall: Timestamp) -> bool {
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut held = self.held_from.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((then_mono, then_wall)) = *last {
            let passed = SignedDuration::try_from(mono.duration_since(then_mono)).unwrap_or(SignedDuration::ZERO);
            let ahead = wall.duration_since(then_wall) - passed;
            if ahead > JUMP {
                tracing::warn!(seconds = ahead.as_secs(), "the clock jumped forward; releases wait a minute for it to be put right");
                *held = Some(mono);
            } else if ahead < -JUMP {
                tracing::warn!(seconds = ahead.as_secs(), "the clock went back");
                *held = None;
            }
        }
        *last = Some((mono, wall));
        if held.is_some_and(|from| SignedDuration::try_from(mono.duration_since(from)).unwrap_or(HOLD) >= HOLD) {
            *held = None;
        }
        held.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    #[test]
    fn a_clock_that_jumps_forward_holds_releases_until_it_is_put_right() {
        let (watch, start) = (Watch::default(), Instant::now());
        assert!(watch.trusts(start, at(1000)));
        assert!(!watch.trusts(start + Duration::from_secs(1), at(90_000)));
        assert!(!watch.trusts(start + Duration::from_secs(2), at(90_001)));
        assert!(watch.trusts(start + Duration::from_secs(3), at(1003)));
    }

    #[test]
    fn a_clock_that_stays_after_its_jump_is_believed_after_a_minute() {
        let (watch, start) = (Watch::default(), Instant::now());
        watch.trusts(start, at(1000));
        assert!(!watch.trusts(start + Duration::from_secs(1), at(90_000)));
        assert!(watch.trusts(start + Duration::from_secs(62), at(90_061)));
    }
}
