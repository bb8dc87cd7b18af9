//! Links to other sites: what is to be asked, what was answered, which of them readers have.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, maybe_instant};
use courant_news::check::Outside;
use courant_news::check::asking::Known;
use courant_news::story::StoryId;
use jiff::Timestamp;
use rusqlite::Row;

statements! {
    LINK_KNOWN = "SELECT found, says, checked_at, dead_since, dead_days FROM link_checks WHERE url = ?1";
    LINK_WANTED = "INSERT INTO link_checks (url, host, found, says, dead_days, ask_at, urgent) VALUES (?1, ?2, '', '', 0, ?3, ?4) ON CONFLICT (url) DO UPDATE SET ask_at = CASE WHEN link_checks.ask_at < excluded.ask_at AND link_checks.ask_at > excluded.ask_at - 3600000 THEN link_checks.ask_at ELSE excluded.ask_at END, urgent = CASE WHEN link_checks.urgent > excluded.urgent THEN link_checks.urgent ELSE excluded.urgent END";
    LINK_HOSTS = "SELECT host, max(urgent) AS urgency, min(ask_at) AS since FROM link_checks WHERE ask_at <= ?1 AND ask_at > ?2 GROUP BY host ORDER BY urgency DESC, since, host LIMIT ?3";
    LINK_OF_HOST = "SELECT url FROM link_checks WHERE host = ?1 AND ask_at <= ?2 AND ask_at > ?3 ORDER BY urgent DESC, ask_at, url LIMIT 1";
    LINKS_WAITING = "SELECT count(*) FROM link_checks WHERE ask_at IS NOT NULL";
    LINKS_WAITING_OF = "SELECT count(*) FROM link_checks WHERE host = ?1 AND ask_at IS NOT NULL";
    LINK_WAITS = "SELECT 1 FROM link_checks WHERE url = ?1 AND ask_at IS NOT NULL";
    LINKS_NEVER_ASKED = "DELETE FROM link_checks WHERE ask_at <= ?1 AND checked_at IS NULL";
    LINKS_NOT_ASKED = "UPDATE link_checks SET ask_at = NULL, urgent = 0 WHERE ask_at <= ?1";
    LINK_CHECKED = "UPDATE link_checks SET found = ?2, says = ?3, checked_at = ?4, dead_since = ?5, dead_days = ?6, ask_at = NULL, urgent = 0 WHERE url = ?1";
    LINKS_FORGET = "DELETE FROM link_checks WHERE ask_at IS NULL AND checked_at < ?1 AND NOT EXISTS (SELECT 1 FROM live_links l WHERE l.url = link_checks.url)";
    STORIES_LIVE = "SELECT id, live_revision FROM stories WHERE state = 'published' AND live_revision IS NOT NULL AND id > ?1 ORDER BY id LIMIT ?2";
    LIVE_LINKS_END = "DELETE FROM live_links WHERE story_id = ?1";
    LIVE_LINK_ADD = "INSERT INTO live_links (story_id, url) VALUES (?1, ?2) ON CONFLICT (story_id, url) DO NOTHING";
    LIVE_LINKS_GONE = "DELETE FROM live_links WHERE NOT EXISTS (SELECT 1 FROM stories s WHERE s.id = live_links.story_id AND s.state = 'published' AND s.live_revision IS NOT NULL)";
    LIVE_LINKS_DEAD = "SELECT l.story_id, c.url, c.says, c.dead_since FROM link_checks c JOIN live_links l ON l.url = c.url WHERE c.dead_days >= ?1 AND c.found = 'dead' ORDER BY c.dead_since, l.story_id, c.url LIMIT ?2";
}

/// Most addresses that stand to be asked.
pub const MOST_WAITING: i64 = 20_000;
/// Most of one site.
pub const MOST_OF_HOST: i64 = 300;
/// Beyond the most, for whom somebody waits: imports must not shut out an editor. Of one site as many again.
const FOR_EDITORS: i64 = 2_000;
/// How long a question stands that nobody asks again, in milliseconds. One that is asked again keeps its place, or after
/// an hour gets a new one.
const STANDS: i64 = 24 * 60 * 60 * 1000;

/// Which questions come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// The nightly look.
    Night,
    /// A draft that was saved.
    Draft,
    /// Somebody has the last page before publishing open.
    Waited,
}

/// A dead link of what readers have.
#[derive(Clone, Debug)]
pub struct DeadLink {
    /// The story.
    pub story: StoryId,
    /// Where it leads.
    pub url: String,
    /// Why it is dead, to follow 'The link to … '.
    pub says: String,
    /// Since when.
    pub since: Option<Timestamp>,
}

fn known(row: &Row<'_>) -> rusqlite::Result<Known> {
    let (word, says): (String, String) = (row.get(0)?, row.get(1)?);
    let found = match word.as_str() {
        "answers" => Outside::Answers,
        "dead" => Outside::Dead(says),
        "unclear" => Outside::Unclear(says),
        _ => Outside::Unknown,
    };
    Ok(Known { found, checked_at: maybe_instant(row.get(2)?), dead_since: maybe_instant(row.get(3)?), dead_days: row.get(4)? })
}

impl Read<'_> {
    /// What is known of an address; `None` when nobody has wanted to know.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn link_known(&self, url: &str) -> Result<Option<Known>, Problem> {
        self.one(&LINK_KNOWN, [url], known)
    }

    /// Sites of which an address is to be asked, those first for whom somebody waits.
    pub fn link_hosts(&self, now: Timestamp, most: i64) -> Result<Vec<String>, Problem> {
        self.all(&LINK_HOSTS, (now.as_millisecond(), now.as_millisecond() - STANDS, most), |row| row.get(0))
    }

    /// The address of a site that is to be asked next.
    pub fn link_of_host(&self, host: &str, now: Timestamp) -> Result<Option<String>, Problem> {
        self.one(&LINK_OF_HOST, (host, now.as_millisecond(), now.as_millisecond() - STANDS), |row| row.get(0))
    }

    /// Stories that readers have, after a number, each with the revision that they have.
    pub fn stories_live(&self, after: StoryId, most: i64) -> Result<Vec<(StoryId, i64)>, Problem> {
        self.all(&STORIES_LIVE, (after, most), |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Links of what readers have that were found dead on so many days running, longest dead first.
    pub fn dead_live_links(&self, days: i64, most: i64) -> Result<Vec<DeadLink>, Problem> {
        self.all(&LIVE_LINKS_DEAD, (days, most), |row| {
            Ok(DeadLink { story: row.get(0)?, url: row.get(1)?, says: row.get(2)?, since: maybe_instant(row.get(3)?) })
        })
    }
}

impl Write<'_> {
    /// Notes that addresses, each with its host, are to be asked. One that is to be asked already keeps its place and
    /// may become more urgent. Where too many wait, the rest is left out: whoever wants to know asks again. Questions
    /// that nobody has asked again for a day are dropped.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn want_links(&self, links: &[(&str, String)], urgency: Urgency) -> Result<(), Problem> {
        self.run(&LINKS_NEVER_ASKED, [self.now() - STANDS])?;
        self.run(&LINKS_NOT_ASKED, [self.now() - STANDS])?;
        let (most, most_of_host) = match urgency {
            Urgency::Waited => (MOST_WAITING + FOR_EDITORS, MOST_OF_HOST * 2),
            Urgency::Draft | Urgency::Night => (MOST_WAITING, MOST_OF_HOST),
        };
        let mut waiting: i64 = self.one(&LINKS_WAITING, [], |row| row.get(0))?.unwrap_or(0);
        for (url, host) in links {
            if self.one(&LINK_WAITS, [url], |_| Ok(()))?.is_none() {
                let of_host: i64 = self.one(&LINKS_WAITING_OF, [host], |row| row.get(0))?.unwrap_or(0);
                if waiting >= most || of_host >= most_of_host {
                    continue;
                }
                waiting += 1;
            }
            self.run(&LINK_WANTED, (url, host, self.now(), urgency as i64))?;
        }
        Ok(())
    }

    /// Keeps what is known of an address now; it is not to be asked any more.
    pub fn link_checked(&self, url: &str, known: &Known) -> Result<(), Problem> {
        let (word, says) = match &known.found {
            Outside::Answers => ("answers", ""),
            Outside::Dead(says) => ("dead", says.as_str()),
            Outside::Unclear(says) => ("unclear", says.as_str()),
            Outside::Unknown => ("", ""),
        };
        let ms = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
        self.run(&LINK_CHECKED, (url, word, says, ms(known.checked_at), ms(known.dead_since), known.dead_days)).map(drop)
    }

    /// Keeps which links to other sites readers of a story have.
    pub fn set_live_links<'u>(&self, story: StoryId, urls: impl Iterator<Item = &'u str>) -> Result<(), Problem> {
        self.run(&LIVE_LINKS_END, [story])?;
        urls.into_iter().try_for_each(|url| self.run(&LIVE_LINK_ADD, (story, url)).map(drop))
    }

    /// Forgets links of stories that readers have no more, and what was answered before an instant at addresses to
    /// which nothing links that they have.
    pub fn forget_links(&self, before: Timestamp) -> Result<(), Problem> {
        self.run(&LIVE_LINKS_GONE, [])?;
        self.run(&LINKS_FORGET, [before.as_millisecond()]).map(drop)
    }
}
