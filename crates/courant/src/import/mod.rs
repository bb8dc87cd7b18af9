//! Copy from outside: the one path by which a file or a request becomes a story, for the command line and the API.
//!
//! Everything that can be refused is refused before anything is changed: permits, what the checks say, where pictures
//! lie. Then pictures are taken in, then one action files the story.

mod incoming;
mod pictures;
mod recordings;
mod target;

use crate::http::Failure;
use crate::media::Media;
use crate::publish::{self, Refusal, Wanted};
use crate::wire::{CopyFile, CopyProblem};
use courant_news::copy::Copy;
use courant_news::correction::Correction;
use courant_news::permit::{Actor, Edit, Permit, Publish, PushAlert};
use courant_news::story::{State, StoryId};
use courant_news::visible::release_at;
use courant_store::Store;
use courant_store::stories::Story;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::Path;

pub use incoming::{Incoming, LeadPicture};

/// The paper that copy is filed with, as far as filing needs it.
#[derive(Clone, Copy)]
pub struct Filing<'a> {
    /// The database.
    pub store: &'a Store,
    /// Picture files.
    pub media: &'a Media,
    /// The site's zone: it says which day an address has.
    pub zone: &'a TimeZone,
    /// The site's own address, by which links to it are known; may be empty.
    pub origin: &'a str,
    /// The site's language, for copy that names none.
    pub language: &'a str,
    /// Now.
    pub now: Timestamp,
}

/// What became of the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Slug.
    pub slug: String,
    /// Path of its page; empty while it has none.
    pub address: String,
    /// Word of its state: `published`, `scheduled`, …
    pub state: &'static str,
    /// Sections and storylines that were made with it: `section world`.
    pub made: Vec<String>,
    /// Whether the story was there before.
    pub existed: bool,
}

impl Filed {
    fn of(row: &Story, slug: &str, existed: bool) -> Filed {
        let known = row.released_at.is_some() || row.state == State::Scheduled;
        let address = row.path().filter(|_| known).unwrap_or_default();
        Filed { slug: row.slug.clone().unwrap_or_else(|| slug.to_owned()), address, state: row.state.word(), made: Vec::new(), existed }
    }
}

/// Files a file of copy as the story that its day and slug say, in the state that it asks for. `folder` is where its
/// pictures lie; without one only pictures of the library can be used. Blocks.
///
/// # Errors
/// [`Failure`] with a sentence that names file, line and key where one is to blame; the story is then as it was.
pub fn file_copy(filing: &Filing<'_>, actor: &Actor, copy: CopyFile, folder: Option<&Path>) -> Result<Filed, Failure> {
    file(filing, actor, copy.into(), folder)
}

/// Files copy that came in any other way.
///
/// # Errors
/// As [`file_copy`].
pub fn file(filing: &Filing<'_>, actor: &Actor, mut copy: Incoming, folder: Option<&Path>) -> Result<Filed, Failure> {
    if copy.head.language.is_empty() {
        copy.head.language = filing.language.to_owned();
    }
    match copy.state.unwrap_or(State::Published) {
        State::Published | State::Scheduled => release(filing, actor, copy, folder),
        State::Draft | State::InReview | State::Ready => keep_draft(filing, actor, copy, folder),
        State::Withdrawn => withdraw(filing, actor, &copy),
        State::Spiked => spike(filing, actor, copy, folder),
    }
}

/// A problem of copy as a refusal: file, line and key, then what to do.
pub fn failure(problem: &CopyProblem) -> Failure {
    let mut place = problem.file.clone();
    if let Some(line) = problem.line {
        place.push_str(&format!("{}ine {line}", if place.is_empty() { "L" } else { ", l" }));
    }
    if let Some(key) = &problem.key {
        place.push_str(&format!("{}`{key}`", if place.is_empty() { "" } else { ": " }));
    }
    let sentence = if place.is_empty() { capital(&problem.sentence) } else { format!("{place}: {}", problem.sentence) };
    Failure::invalid(format!("{sentence}."), format!("{}.", capital(&problem.next)))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn release(filing: &Filing<'_>, actor: &Actor, file: Incoming, folder: Option<&Path>) -> Result<Filed, Failure> {
    let permit = actor.permit::<Publish>()?;
    let bar = breaking(filing, actor, &file)?;
    check(&file)?;
    let found = target::find(filing, &file)?;
    let existing = found.as_ref().map(|row| row.id);
    let (target, published) = target::choose(filing, &file, found);
    let correction = match (&file.correction, existing) {
        // One that stands there already came with the same copy before; it is no news.
        (Some(correction), Some(story)) if stands(filing, story, correction)? => None,
        (correction, _) => correction.clone(),
    };
    let wanted = Wanted { published, embargo: file.embargo, correction, bar, origin: filing.origin.to_owned(), ..Wanted::default() };
    let copy = pictures::take_in(filing, actor, file, folder)?;
    let outcome = publish::publish_copy(filing.store, permit, filing.zone, filing.now, target, &copy, &wanted)?;
    Ok(Filed { slug: outcome.slug, address: outcome.path, state: outcome.state.word(), made: outcome.made, existed: existing.is_some() })
}

fn stands(filing: &Filing<'_>, story: StoryId, correction: &Correction) -> Result<bool, Failure> {
    Ok(filing.store.read(|read| read.corrections_of(story))?.iter().any(|filed| filed.correction == *correction))
}

/// What the checks say, before any picture is taken in.
fn check(file: &Incoming) -> Result<(), Failure> {
    let copy = Copy { head: file.head.clone(), body: file.body.clone() };
    let findings = copy.check();
    if findings.iter().any(|f| f.blocks) { Err(Refusal::Breaches(findings).into()) } else { Ok(()) }
}

/// The end of the breaking bar, for who may switch it. One that is past is a story of the archive, which switches nothing.
fn breaking(filing: &Filing<'_>, actor: &Actor, file: &Incoming) -> Result<Option<Timestamp>, Failure> {
    let Some(until) = file.breaking_until.filter(|until| *until > filing.now) else { return Ok(None) };
    actor.permit::<PushAlert>()?;
    if release_at(file.published, file.embargo, filing.now) > filing.now {
        // The bar that stands now would give way to one that may not be seen, and so give it away.
        let sentence = place(file, "`breaking_until`: a story that is not out yet cannot be breaking.");
        return Err(Failure::invalid(sentence, "Leave it out, and switch the breaking bar when the story is out."));
    }
    Ok(Some(until))
}

fn place(file: &Incoming, text: &str) -> String {
    if file.file_name.is_empty() { text.to_owned() } else { format!("{}: {text}", file.file_name) }
}

fn keep_draft(filing: &Filing<'_>, actor: &Actor, file: Incoming, folder: Option<&Path>) -> Result<Filed, Failure> {
    let permit = actor.permit::<Edit>()?;
    let lost = [("embargo", file.embargo.is_some()), ("breaking_until", file.breaking_until.is_some()), ("correction", file.correction.is_some())];
    if let Some((key, _)) = lost.iter().find(|(_, given)| *given) {
        let sentence = place(&file, &format!("`{key}`: a draft keeps none, so it would be lost."));
        return Err(Failure::invalid(sentence, "Leave it out, or send the copy with the state published when that is decided."));
    }
    let finished = file.state == Some(State::Ready);
    let slug = target::slug(&file)?;
    let found = target::find(filing, &file)?;
    let day = found.as_ref().and_then(|row| row.day.clone()).unwrap_or_else(|| target::day(filing, &file));
    let copy = pictures::take_in(filing, actor, file, folder)?;
    let story = publish::file_draft(filing.store, permit, filing.now, (&day, &slug), &copy, finished)?;
    filed(filing, story, slug.as_str(), found.is_some())
}

fn withdraw(filing: &Filing<'_>, actor: &Actor, file: &Incoming) -> Result<Filed, Failure> {
    let permit = actor.permit::<Publish>()?;
    let slug = target::slug(file)?;
    let Some(row) = target::find(filing, file)? else {
        let sentence = place(file, &format!("there is no story ‘{slug}’ of {} to withdraw.", target::day(filing, file)));
        return Err(Failure::new(404, capital(&sentence), "Check its slug, and give the day of its address as published."));
    };
    take_down(filing, permit, &row, "")
}

/// Takes a story down; one that is down already stays as it is.
///
/// # Errors
/// [`Failure`] 409 when readers never had it.
pub fn take_down(filing: &Filing<'_>, permit: Permit<'_, Publish>, row: &Story, note: &str) -> Result<Filed, Failure> {
    if row.state != State::Withdrawn {
        publish::withdraw(filing.store, permit, filing.now, row.id, note)?;
    }
    filed(filing, row.id, "", true)
}

fn spike(filing: &Filing<'_>, actor: &Actor, file: Incoming, folder: Option<&Path>) -> Result<Filed, Failure> {
    let permit = actor.permit::<Edit>()?;
    let slug = target::slug(&file)?;
    let found = target::find(filing, &file)?;
    let existed = found.is_some();
    let story = match found {
        Some(row) if row.state == State::Spiked => return filed(filing, row.id, slug.as_str(), true),
        Some(row) => row.id,
        None => {
            let day = target::day(filing, &file);
            let copy = pictures::take_in(filing, actor, file, folder)?;
            publish::file_draft(filing.store, permit, filing.now, (&day, &slug), &copy, false)?
        }
    };
    publish::spike(filing.store, permit, filing.now, story)?;
    filed(filing, story, slug.as_str(), existed)
}

fn filed(filing: &Filing<'_>, story: StoryId, slug: &str, existed: bool) -> Result<Filed, Failure> {
    let row = filing.store.read(|read| read.story(story))?.ok_or_else(|| Failure::missing("story"))?;
    Ok(Filed::of(&row, slug, existed))
}
