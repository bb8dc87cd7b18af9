//! The one answer to 'may this be seen at T?', asked by every surface.

use crate::story::State;
use jiff::Timestamp;

/// What decides whether readers may see a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: State,
    /// From when its live revision may be seen; none before the first release.
    pub released_at: Option<Timestamp>,
    /// Not before, whatever else is set.
    pub embargo: Option<Timestamp>,
    /// Whether it was taken down and is not out again, also while a time is set.
    pub withdrawn: bool,
}

/// What a reader who asks for a story gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The story.
    Shown,
    /// 410: it was there and was taken down.
    Gone,
    /// Exactly what is answered for a story that never was.
    Unknown,
}

/// What may be seen at `now`.
pub fn sight(standing: &Standing, now: Timestamp) -> Sight {
    let Some(released) = standing.released_at else { return Sight::Unknown };
    if standing.withdrawn && released <= now && matches!(standing.state, State::Withdrawn | State::Scheduled) {
        return Sight::Gone;
    }
    if released > now || standing.embargo.is_some_and(|embargo| embargo > now) {
        return Sight::Unknown;
    }
    match standing.state {
        State::Published => Sight::Shown,
        State::Withdrawn => Sight::Gone,
        State::Draft | State::InReview | State::Ready | State::Scheduled | State::Spiked => Sight::Unknown,
    }
}

/// The instant from which a publication may be seen: the later of its time and its embargo, and never before `now`.
pub fn release_at(published: Option<Timestamp>, embargo: Option<Timestamp>, now: Timestamp) -> Timestamp {
    published.unwrap_or(now).max(embargo.unwrap_or(now)).max(now)
}

/// The time that stands as Published on: a past time that the desk gave is kept (an archive, an import),
/// otherwise it is the instant of release.
pub fn published_on(published: Option<Timestamp>, embargo: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let wanted = published.unwrap_or(now);
    match embargo {
        Some(embargo) if embargo > now => wanted.max(embargo),
        _ => wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    #[test]
    fn a_story_under_embargo_is_unknown_to_the_last_second() {
        let standing = Standing { state: State::Published, released_at: Some(at(10)), embargo: Some(at(100)), withdrawn: false };
        assert_eq!(sight(&standing, at(99)), Sight::Unknown);
        assert_eq!(sight(&standing, at(100)), Sight::Shown);
    }

    #[test]
    fn a_withdrawn_story_stays_gone_while_a_new_time_is_set() {
        let standing = Standing { state: State::Scheduled, released_at: Some(at(10)), embargo: Some(at(100)), withdrawn: true };
        assert_eq!(sight(&standing, at(50)), Sight::Gone);
    }

    #[test]
    fn an_old_time_is_kept_as_published_on() {
        assert_eq!(published_on(Some(at(5)), None, at(50)), at(5));
        assert_eq!(published_on(Some(at(5)), Some(at(20)), at(50)), at(5));
        assert_eq!(published_on(Some(at(5)), Some(at(80)), at(50)), at(80));
        assert_eq!(release_at(Some(at(5)), None, at(50)), at(50));
    }

    proptest! {
        #[test]
        fn nothing_is_seen_before_its_release(now in 0i64..1000, published in proptest::option::of(0i64..1000), embargo in proptest::option::of(0i64..1000), later in 0i64..1000) {
            let (published, embargo) = (published.map(at), embargo.map(at));
            let released = release_at(published, embargo, at(now));
            prop_assert!(embargo.is_none_or(|e| released >= e));
            prop_assert!(published.is_none_or(|p| released >= p));
            let standing = Standing { state: State::Published, released_at: Some(released), embargo, withdrawn: false };
            prop_assert_eq!(sight(&standing, at(later)) == Sight::Shown, at(later) >= released);
        }
    }
}
