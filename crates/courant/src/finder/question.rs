//! What is asked of the index, and its statements: one for each order, none put together from what was typed.

use courant_news::story::{State, StoryId};
use courant_store::Problem;
use rusqlite::Connection;

/// Order of a list; each the other way round too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Last changed first.
    #[default]
    Changed,
    /// Published or to be published last first.
    Published,
    /// From A.
    Headline,
    /// From A.
    Byline,
    /// From A, then last changed.
    Section,
    /// As a story takes them, then last changed.
    State,
}

/// What is wanted; empty and none mean whatever it is.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words; the last one may be unfinished.
    pub q: String,
    /// State.
    pub state: Option<State>,
    /// Slug of a section.
    pub section: String,
    /// Slug of a desk.
    pub desk: String,
    /// Somebody who began it or is to write it.
    pub person: Option<i64>,
    /// Changed, due or published from the first instant and before the second, in milliseconds.
    pub between: Option<(i64, i64)>,
    /// Order.
    pub order: Order,
    /// Whether the other way round.
    pub back: bool,
    /// Stories to pass over.
    pub skip: usize,
}

/// Of words that nearly every story has, the newest stories are looked at.
macro_rules! filter {
    ($first:literal) => {
        concat!(
            " FROM found WHERE ",
            $first,
            " AND (?1 = '' OR story IN (SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT 5000))
 AND (?2 = '' OR state = ?2) AND (?3 = '' OR section = ?3) AND (?4 = '' OR desk = ?4) AND (?5 = 0 OR writer = ?5 OR author = ?6)
 AND (?7 = 0 OR (changed_at >= ?7 AND changed_at < ?8) OR (published_at >= ?7 AND published_at < ?8) OR (due_at >= ?7 AND due_at < ?8))"
        )
    };
}
/// The first condition is what the database looks up; the others are looked at one by one.
macro_rules! list {
    ($order:literal) => {
        list!("1 = 1", $order)
    };
    ($first:literal, $order:literal) => {
        concat!("SELECT story", filter!($first), " ORDER BY ", $order, " LIMIT ?9 OFFSET ?10")
    };
}

const COUNT: &str = concat!("SELECT count(*)", filter!("1 = 1"));
const COUNT_STATE: &str = concat!("SELECT count(*)", filter!("state = ?2"));
const COUNT_SECTION: &str = concat!("SELECT count(*)", filter!("section = ?3"));
const CHANGED: [&str; 2] = [list!("changed_at DESC, story DESC"), list!("changed_at, story")];
const CHANGED_STATE: [&str; 2] = [list!("state = ?2", "changed_at DESC, story DESC"), list!("state = ?2", "changed_at, story")];
const CHANGED_SECTION: [&str; 2] = [list!("section = ?3", "changed_at DESC, story DESC"), list!("section = ?3", "changed_at, story")];
const PUBLISHED: [&str; 2] = [list!("published_at DESC, story DESC"), list!("published_at, story")];
const HEADLINE: [&str; 2] = [list!("headline, story"), list!("headline DESC, story DESC")];
const BYLINE: [&str; 2] = [list!("byline, story"), list!("byline DESC, story DESC")];
const SECTION: [&str; 2] = [list!("section, changed_at DESC, story DESC"), list!("section DESC, changed_at DESC, story DESC")];
const STATE: [&str; 2] = [list!("rank, changed_at DESC, story DESC"), list!("rank DESC, changed_at DESC, story DESC")];

impl Wanted {
    /// Whether anything is asked for but an order.
    pub fn filters(&self) -> bool {
        !self.q.is_empty()
            || self.state.is_some()
            || !self.section.is_empty()
            || !self.desk.is_empty()
            || self.person.is_some()
            || self.between.is_some()
    }

    fn statement(&self) -> &'static str {
        let both = match self.order {
            Order::Changed if self.state.is_some() => CHANGED_STATE,
            Order::Changed if !self.section.is_empty() => CHANGED_SECTION,
            Order::Changed => CHANGED,
            Order::Published => PUBLISHED,
            Order::Headline => HEADLINE,
            Order::Byline => BYLINE,
            Order::Section => SECTION,
            Order::State => STATE,
        };
        both[usize::from(self.back)]
    }

    fn count(&self) -> &'static str {
        match (self.state.is_some(), self.section.is_empty()) {
            (true, _) => COUNT_STATE,
            (false, false) => COUNT_SECTION,
            (false, true) => COUNT,
        }
    }

    pub(super) fn run(&self, reader: &Connection, most: usize) -> Result<(Vec<StoryId>, usize), Problem> {
        let words = prefix(&self.q);
        if words.is_none() && !self.q.trim().is_empty() {
            // Signs alone are in no story.
            return Ok((Vec::new(), 0));
        }
        let words = words.unwrap_or_default();
        let state = self.state.map_or("", State::word);
        let person = self.person.unwrap_or(0);
        let author = format!("person:{person}");
        let (from, to) = self.between.unwrap_or((0, 0));
        let total: i64 = reader
            .prepare_cached(self.count())?
            .query_row(rusqlite::params![words, state, self.section, self.desk, person, author, from, to], |row| row.get(0))?;
        let stories = reader
            .prepare_cached(self.statement())?
            .query_map(rusqlite::params![words, state, self.section, self.desk, person, author, from, to, most as i64, self.skip as i64], |row| {
                row.get(0)
            })?
            .collect::<Result<_, _>>()?;
        Ok((stories, usize::try_from(total).unwrap_or(0)))
    }
}

/// What was typed as a question for FTS5: every word must be there, the last one may be unfinished. Quoted, so that
/// nothing typed is an operator.
pub(super) fn prefix(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(12).collect();
    let (last, before) = words.split_last()?;
    let mut out: String = before.iter().map(|w| format!("\"{w}\" ")).collect();
    // One letter begins too many words to mean any.
    out.push_str(&if last.chars().count() > 1 { format!("\"{last}\" *") } else { format!("\"{last}\"") });
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_typed_is_an_operator() {
        assert_eq!(prefix("talks NEAR(be").as_deref(), Some("\"talks\" \"NEAR\" \"be\" *"));
        assert_eq!(prefix("\"*-"), None);
        assert_eq!(prefix("north k").as_deref(), Some("\"north\" \"k\""));
    }
}
