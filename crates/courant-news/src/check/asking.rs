//! Links to other sites: when they are asked, what an answer means, when somebody should know.

use super::Outside;
use jiff::{SignedDuration, Timestamp};

/// On how many days running a link of a published story must be found dead before the newsroom is told: sites have bad
/// days.
pub const DAYS_DEAD: i64 = 3;

/// Who wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Somebody who writes the story, or is about to publish it.
    Writer,
    /// The nightly look at what readers have.
    Night,
}

/// What was found at an address, over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What was found last.
    pub found: Outside,
    /// When it was looked at last.
    pub checked_at: Option<Timestamp>,
    /// Since when it has been found dead each time that it could be looked at.
    pub dead_since: Option<Timestamp>,
    /// On how many days it has been.
    pub dead_days: i64,
}

impl Default for Known {
    fn default() -> Known {
        Known { found: Outside::Unknown, checked_at: None, dead_since: None, dead_days: 0 }
    }
}

impl Known {
    /// Whether it is to be asked again. Writers mend a link and look again: a dead one is asked after an hour, a good
    /// one after a day. The night has every published link of the paper to ask, so a good one has a week.
    #[must_use]
    pub fn is_due(&self, who: Asks, now: Timestamp) -> bool {
        let Some(at) = self.checked_at else { return true };
        let hours = match (who, &self.found) {
            (_, Outside::Unknown) => 0,
            (Asks::Writer, Outside::Answers) => 24,
            (Asks::Writer, _) => 1,
            (Asks::Night, Outside::Answers) => 7 * 24,
            // Less than a day, so that every night finds it due.
            (Asks::Night, _) => 20,
        };
        now.duration_since(at) >= SignedDuration::from_hours(hours)
    }

    /// With another finding. One that says nothing about the link ends no row of days and adds none.
    #[must_use]
    pub fn then(&self, found: Outside, now: Timestamp) -> Known {
        let day = |at: Timestamp| at.as_second().div_euclid(86_400);
        let (dead_since, dead_days) = match &found {
            Outside::Dead(_) => {
                // Several looks on one day are one.
                let another = self.checked_at.is_none_or(|last| day(last) < day(now));
                (Some(self.dead_since.unwrap_or(now)), self.dead_days.max(1) + i64::from(self.dead_days > 0 && another))
            }
            Outside::Answers => (None, 0),
            Outside::Unknown | Outside::Unclear(_) => (self.dead_since, self.dead_days),
        };
        Known { found, checked_at: Some(now), dead_since, dead_days }
    }

    /// Whether the newsroom is told of it where readers have it.
    #[must_use]
    pub fn needs_somebody(&self) -> bool {
        matches!(self.found, Outside::Dead(_)) && self.dead_days >= DAYS_DEAD
    }
}

/// What a status means, to follow 'The link to … '. Gone is gone; a site that does not talk to programs, is busy or
/// broken for the moment says nothing about its page.
#[must_use]
pub fn of_status(status: u16) -> Outside {
    match status {
        404 => Outside::Dead("leads to nothing: that site has no such page (404)".into()),
        410 => Outside::Dead("leads to nothing: that site says that the page is gone for good (410)".into()),
        401 | 402 | 403 | 405 | 406 | 407 | 429 | 451 => {
            Outside::Unclear(format!("could not be looked at: that site does not answer programs ({status})"))
        }
        500.. => Outside::Unclear(format!("could not be looked at: that site is in trouble ({status})")),
        400.. => Outside::Unclear(format!("could not be looked at: that site did not take the question ({status})")),
        200..400 => Outside::Answers,
        _ => Outside::Unclear("could not be looked at: the answer could not be read".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_522_195_200 + hours * 3600).expect("in range")
    }

    fn dead() -> Outside {
        Outside::Dead("is gone".into())
    }

    #[test]
    fn three_days_running_are_three_days_and_a_day_on_which_it_answers_begins_anew() {
        let mut known = Known::default();
        for (hours, days) in [(0, 1), (1, 1), (2, 1), (25, 2), (26, 2), (49, 3), (50, 3)] {
            known = known.then(dead(), at(hours));
            assert_eq!(known.dead_days, days, "after {hours} hours");
        }
        assert!(known.needs_somebody());
        let unclear = known.then(Outside::Unclear("did not answer".into()), at(73));
        assert!(!unclear.needs_somebody() && unclear.dead_days == 3, "nothing was found out");
        assert!(unclear.then(dead(), at(97)).needs_somebody());
        assert_eq!(known.then(Outside::Answers, at(73)).then(dead(), at(97)).dead_days, 1);
    }

    #[test]
    fn a_gap_counts_as_the_one_day_on_which_it_was_looked_at() {
        let known = Known::default().then(dead(), at(0)).then(dead(), at(24 * 30)).then(dead(), at(24 * 30 + 1));
        assert_eq!(known.dead_days, 2);
    }

    #[test]
    fn a_good_link_is_asked_after_a_day_and_a_dead_one_after_an_hour() {
        let good = Known::default().then(Outside::Answers, at(0));
        assert!(Known::default().is_due(Asks::Night, at(0)));
        assert!(!good.is_due(Asks::Writer, at(23)) && good.is_due(Asks::Writer, at(24)) && !good.is_due(Asks::Night, at(24)));
        let gone = good.then(dead(), at(30));
        assert!(
            !gone.is_due(Asks::Writer, at(30))
                && gone.is_due(Asks::Writer, at(31))
                && !gone.is_due(Asks::Night, at(31))
                && gone.is_due(Asks::Night, at(54))
        );
    }

    #[test]
    fn only_what_says_that_nothing_is_there_is_dead() {
        for status in [404, 410] {
            assert!(matches!(of_status(status), Outside::Dead(_)), "{status}");
        }
        for status in [0, 101, 400, 401, 403, 405, 418, 429, 451, 500, 503, 599] {
            assert!(matches!(of_status(status), Outside::Unclear(_)), "{status}");
        }
        for status in [200, 204, 206, 304] {
            assert_eq!(of_status(status), Outside::Answers, "{status}");
        }
    }
}
