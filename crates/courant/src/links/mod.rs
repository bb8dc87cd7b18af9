//! Links to other sites that stories hold: noted when a draft is saved or somebody is about to publish, asked in the
//! background, kept with what was found. Nobody waits for another site.
//!
//! What is to be asked stands in the database until its answer is kept, so a crash loses no question and answers none
//! twice. `worker` asks, a few sites at a time and each with a pause; `drafts` notes what writers have linked to;
//! `night` notes what readers have.

mod drafts;
mod judge;
mod night;
mod worker;

pub use night::NIGHT;
pub use worker::run;

use crate::app::App;
use crate::outside;
use courant_news::check::{self, asking::Asks};
use courant_news::copy::Copy;
use courant_news::story::StoryId;
use courant_store::links::Urgency;
use courant_store::{Problem, Read, Write};
use jiff::Timestamp;

/// Most links of a story that are asked.
const MOST: usize = 300;
/// Longest address that is asked and kept.
const LONGEST: usize = 2000;

/// Links of a copy to other sites, as far as they are asked.
pub fn of<'c>(copy: &'c Copy, origin: &'c str) -> impl Iterator<Item = &'c str> {
    check::elsewhere(copy, origin).filter(|url| url.len() <= LONGEST).take(MOST)
}

/// Notes the links of a story's draft whose answers are not known or old. Somebody is about to publish it. A disk that
/// takes nothing is no reason not to show them the page.
pub fn look_at(app: &App, story: StoryId) {
    if !app.config.asks_other_sites() {
        return;
    }
    let origin = app.pages.paper().origin.clone();
    let noted = app.store.read(|read| {
        let copy = read.draft(story)?.unwrap_or_default();
        due(read, of(&copy, &origin), Asks::Writer, app.clock.now())
    });
    if let Err(e) = noted.and_then(|urls| want(app, &urls, Urgency::Waited)) {
        tracing::warn!(story, error = %e, "links to other sites could not be noted");
    }
}

/// Those of some links that are to be asked again.
fn due<'u>(read: &Read<'_>, urls: impl Iterator<Item = &'u str>, who: Asks, now: Timestamp) -> Result<Vec<String>, Problem> {
    let mut found = Vec::new();
    for url in urls {
        if read.link_known(url)?.is_none_or(|known| known.is_due(who, now)) {
            found.push(url.to_owned());
        }
    }
    Ok(found)
}

fn want(app: &App, urls: &[String], urgency: Urgency) -> Result<(), Problem> {
    if urls.is_empty() {
        return Ok(());
    }
    app.store.write(&courant_news::permit::Actor::scheduler(), app.clock.now(), |tx| note(tx, urls, urgency))
}

/// Asked once more whether they are due: an answer may have come since that was read.
fn note(tx: &Write<'_>, urls: &[String], urgency: Urgency) -> Result<(), Problem> {
    let who = if urgency == Urgency::Night { Asks::Night } else { Asks::Writer };
    let due = due(tx, urls.iter().map(String::as_str), who, tx.at)?;
    let links: Vec<(&str, String)> = due.iter().map(|url| (url.as_str(), outside::host(url))).collect();
    tx.want_links(&links, urgency)
}

/// A copy, or none where its record cannot be read: one such story must not keep the links of all others from being
/// looked at.
fn readable(copy: Result<Option<Copy>, Problem>, story: StoryId) -> Result<Option<Copy>, Problem> {
    match copy {
        Err(Problem::Record(why)) => {
            tracing::warn!(story, why, "the links of a story are passed over: its record cannot be read");
            Ok(None)
        }
        other => other,
    }
}
