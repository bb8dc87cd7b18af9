//! Addresses that lead on. A redirect says nothing that a page would not say: towards a story that waits, or a section
//! that readers do not know, it is as if there were none (promise 7).

use super::address::{Address, What};
use super::{Page, PageProblem, Sheet};
use courant_news::visible::{Sight, sight};
use courant_store::stories::Story;

/// Steps that are followed: redirects do not lead to redirects, but a hand-made one may lead to an old address.
const STEPS: usize = 4;

impl Sheet<'_> {
    /// Where a path leads, percent-decoded, with what follows it; `None` when it leads nowhere that readers may know.
    pub(super) fn moved(&self, path: &str, tail: &str) -> Result<Option<Page>, PageProblem> {
        let mut at = path.to_owned();
        for _ in 0..STEPS {
            let plain = at.split(['?', '#']).next().unwrap_or_default();
            let Some(next) = self.read.redirect(plain)? else { break };
            if let Some(story) = next.story {
                let row = self.read.story(story)?;
                return row.map_or(Ok(None), |row| self.story_moved(&row, ""));
            }
            if !next.to.starts_with('/') {
                return Ok(Some(Page::moved(&next.to)));
            }
            at = next.to;
        }
        if at == path {
            return Ok(None);
        }
        let (plain, rest) = at.split_at(at.find(['?', '#']).unwrap_or(at.len()));
        match Address::parse(plain, None).map(|a| a.what) {
            Some(What::Story { day, slug }) => match self.read.story_once_at(&day, &slug)? {
                Some(row) => self.story_moved(&row, rest),
                None => Ok(None),
            },
            Some(What::List(list)) if self.heading(&list)?.is_none() => Ok(None),
            Some(What::List(_)) => Ok(Some(Page::moved(&format!("{plain}{tail}{rest}")))),
            _ => Ok(Some(Page::moved(&at))),
        }
    }

    fn story_moved(&self, row: &Story, rest: &str) -> Result<Option<Page>, PageProblem> {
        Ok(match sight(&row.standing(), self.now) {
            Sight::Unknown => None,
            Sight::Gone => Some(self.error(410)?),
            Sight::Shown => row.path().map(|path| Page::moved(&format!("{path}{rest}"))),
        })
    }
}
