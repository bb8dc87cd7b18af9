//! What writers have linked to since it was looked last.

use super::{due, of, readable, want};
use crate::app::App;
use courant_news::check::asking::Asks;
use courant_news::copy::Copy;
use courant_news::story::{State, StoryId};
use courant_store::links::Urgency;
use courant_store::{Problem, Read};
use jiff::Timestamp;
use std::collections::HashMap;

/// Drafts looked at in one read.
const AT_ONCE: i64 = 50;
/// At a start, drafts of the last day are looked at again: their links may not have been noted.
const BACK_MS: i64 = 24 * 60 * 60 * 1000;
/// Saves that were under way when it was looked last get an earlier instant than those that were seen.
const OVERLAP_MS: i64 = 5000;

/// How far it has been looked.
pub(super) struct Drafts {
    from: i64,
    /// Versions seen in the overlap.
    seen: HashMap<StoryId, i64>,
}

impl Drafts {
    pub fn new(now: Timestamp) -> Drafts {
        Drafts { from: now.as_millisecond() - BACK_MS, seen: HashMap::new() }
    }

    /// Notes the links of every draft that was saved since.
    pub fn look(&mut self, app: &App) -> Result<(), Problem> {
        let (origin, now) = (app.pages.paper().origin.clone(), app.clock.now());
        let (mut place, mut seen) = ((self.from, 0), HashMap::new());
        loop {
            let (saved, urls) = app.store.read(|read| {
                let saved = read.drafts_saved(place, AT_ONCE)?;
                let mut urls = Vec::new();
                for (story, version, _) in &saved {
                    if self.seen.get(story) != Some(version)
                        && let Some(copy) = wanted(read, *story)?
                    {
                        urls.extend(due(read, of(&copy, &origin), Asks::Writer, now)?);
                    }
                }
                Ok::<_, Problem>((saved, urls))
            })?;
            want(app, &urls, Urgency::Draft)?;
            let Some((last, _, at)) = saved.last().copied() else { break };
            place = (at, last);
            seen.extend(saved.into_iter().map(|(story, version, at)| (story, (version, at))));
        }
        // A draft of tomorrow, after a clock that was wrong, hides none of today.
        self.from = self.from.max((place.0 - OVERLAP_MS).min(now.as_millisecond()));
        self.seen = seen.into_iter().filter(|(_, (_, at))| *at >= self.from).map(|(story, (version, _))| (story, version)).collect();
        Ok(())
    }
}

/// The draft whose links are noted: none of a story that was spiked, which nobody is going to publish.
fn wanted(read: &Read<'_>, story: StoryId) -> Result<Option<Copy>, Problem> {
    if read.story(story)?.is_none_or(|row| row.state == State::Spiked) {
        return Ok(None);
    }
    readable(read.draft(story), story)
}
