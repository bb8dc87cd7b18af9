//! Which story copy is: slug and day are its identity.

use super::{Filing, Incoming};
use crate::http::Failure;
use crate::publish::{Refusal, Target};
use courant_news::slug::Slug;
use courant_news::story::State;
use courant_news::visible::published_on;
use courant_store::Problem;
use courant_store::stories::Story;
use jiff::Timestamp;

/// The slug that copy asks for, or that its headline makes.
pub(super) fn slug(file: &Incoming) -> Result<Slug, Failure> {
    if file.head.slug.is_empty() {
        return Ok(Slug::from_headline(&file.head.headline));
    }
    let wrong = |e: courant_news::slug::NotASlug| Refusal::invalid(format!("{e}."), "Write it so, or leave it out: the headline makes one.");
    Ok(Slug::new(&file.head.slug).map_err(wrong)?)
}

/// The day of its address.
pub(super) fn day(filing: &Filing<'_>, file: &Incoming) -> String {
    day_of(filing, published_on(file.published, file.embargo, filing.now))
}

fn day_of(filing: &Filing<'_>, at: Timestamp) -> String {
    at.to_zoned_datetime(filing.zone.clone()).date().to_string()
}

/// When it came out if it was sent before its embargo ended: its address then has the day of the embargo.
fn after_embargo(file: &Incoming) -> Option<Timestamp> {
    let embargo = file.embargo?;
    file.published.map_or(Some(embargo), |published| Some(published.max(embargo)))
}

/// The story that copy is, if it is there.
pub(super) fn find(filing: &Filing<'_>, file: &Incoming) -> Result<Option<Story>, Failure> {
    let slug = slug(file)?;
    let takes_away = matches!(file.state, Some(State::Withdrawn | State::Spiked));
    let found = filing.store.read(|read| {
        let days = [Some(day(filing, file)), after_embargo(file).map(|at| day_of(filing, at))];
        for day in days.into_iter().flatten() {
            if let Some(row) = read.story_at(&day, slug.as_str())? {
                return Ok(Some(row));
            }
        }
        // A slug alone names a story that is to go, when only one has it.
        let mut same = if takes_away && file.published.is_none() { read.stories_by_slug(slug.as_str())? } else { Vec::new() };
        Ok::<_, Problem>(if same.len() == 1 { same.pop() } else { None })
    })?;
    Ok(found)
}

/// What to publish on, and what stands as Published on. A story that came out with its embargo keeps that time when
/// the same file is sent again later.
pub(super) fn choose(filing: &Filing<'_>, file: &Incoming, found: Option<Story>) -> (Target, Option<Timestamp>) {
    match found {
        Some(row) if row.day.as_deref() != Some(&day(filing, file)) => (Target::Story(row.id), after_embargo(file)),
        _ => (Target::ByAddress, file.published),
    }
}
