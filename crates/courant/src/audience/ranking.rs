//! Which stories were viewed most in a sliding window.
//!
//! Windows slide in steps of an hour: 'today' is the running hour and the 23 before it, 'week' the running hour and the 167
//! before it. So no view counts that is older than the window, and a view leaves it up to an hour early. Only the sums are
//! in memory, one number for each story viewed; what leaves a window is read back from counts.db.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::counts::Row;

/// A span of time that ends now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The last 24 hours.
    Today,
    /// The last 7 × 24 hours.
    Week,
}

impl Window {
    /// Every window.
    pub const ALL: [Self; 2] = [Self::Today, Self::Week];

    /// Length in hours, the running one included.
    #[must_use]
    pub const fn hours(self) -> i64 {
        match self {
            Self::Today => 24,
            Self::Week => 7 * 24,
        }
    }
}

/// Sums of views by story, for each window.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranking {
    hour: i64,
    today: HashMap<u32, u64>,
    week: HashMap<u32, u64>,
}

impl Ranking {
    /// The ranking at `hour`, out of all rows that may matter.
    #[must_use]
    pub fn of(hour: i64, rows: Vec<Row>) -> Self {
        let mut ranking = Self { hour, ..Self::default() };
        for row in rows {
            ranking.add(row.story, row.hour, row.n);
        }
        ranking
    }

    /// The running hour, since 1970 UTC.
    #[must_use]
    pub fn hour(&self) -> i64 {
        self.hour
    }

    /// Sets the running hour, once what left the windows was forgotten.
    pub fn set_hour(&mut self, hour: i64) {
        self.hour = hour;
    }

    fn sums(&self, window: Window) -> &HashMap<u32, u64> {
        match window {
            Window::Today => &self.today,
            Window::Week => &self.week,
        }
    }

    fn sums_mut(&mut self, window: Window) -> &mut HashMap<u32, u64> {
        match window {
            Window::Today => &mut self.today,
            Window::Week => &mut self.week,
        }
    }

    /// Adds views of a story in an hour to the windows that hold that hour.
    pub fn add(&mut self, story: u32, hour: i64, n: u64) {
        for window in Window::ALL {
            if n > 0 && hour > self.hour - window.hours() {
                *self.sums_mut(window).entry(story).or_default() += n;
            }
        }
    }

    /// Takes rows out of a window.
    pub fn forget(&mut self, window: Window, rows: Vec<Row>) {
        let sums = self.sums_mut(window);
        for row in rows {
            if let Some(sum) = sums.get_mut(&row.story) {
                *sum = sum.saturating_sub(row.n);
                if *sum == 0 {
                    sums.remove(&row.story);
                }
            }
        }
        if sums.capacity() > 4 * sums.len() {
            sums.shrink_to_fit();
        }
    }

    /// The `limit` stories with most views that `keep` lets through, most first; of equals, the newer (higher number).
    #[must_use]
    pub fn top(&self, window: Window, limit: usize, keep: impl Fn(u32) -> bool) -> Vec<(u32, u64)> {
        let mut best = BinaryHeap::new();
        for (&story, &views) in self.sums(window) {
            let candidate = Reverse((views, story));
            // `keep` may be dear: ask only for those that would get a place.
            if best.len() >= limit && best.peek().is_none_or(|worst| candidate >= *worst) {
                continue;
            }
            if keep(story) {
                best.push(candidate);
                if best.len() > limit {
                    best.pop();
                }
            }
        }
        best.into_sorted_vec().into_iter().map(|Reverse((views, story))| (story, views)).collect()
    }
}
