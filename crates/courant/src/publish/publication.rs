//! Publishing, scheduling and updating: one action, told apart by the times that are set.

use super::Refusal;
use courant_news::change::Change;
use courant_news::copy::Copy;
use courant_news::correction::Correction;
use courant_news::permit::{Permit, Publish};
use courant_news::slug::{RESERVED, Slug};
use courant_news::story::{Move, State, StoryId};
use courant_news::visible::{published_on, release_at};
use courant_store::stories::{Pending, Release, Story};
use courant_store::{Store, Write};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What the desk wants.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Published on: in the past it is kept, in the future it is the schedule; none: now, or as it was.
    pub published: Option<Timestamp>,
    /// Not to be seen before, whatever else is set.
    pub embargo: Option<Timestamp>,
    /// Note on an update, for readers.
    pub note: String,
    /// Correction that comes with it.
    pub correction: Option<Correction>,
    /// Version of the draft that was looked at: another one is refused. None: whatever it says now.
    pub looked_at: Option<i64>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Story.
    pub story: StoryId,
    /// `Published` or `Scheduled`.
    pub state: State,
    /// Slug.
    pub slug: String,
    /// Public path.
    pub path: String,
    /// When readers have it.
    pub at: Timestamp,
    /// Whether the story was there before.
    pub updated: bool,
    /// Sections and storylines that were made with it.
    pub made: Vec<String>,
}

/// Publishes the draft of a story, now or at a time.
///
/// # Errors
/// [`Refusal::Breaches`] when the checks found what must be mended, [`Refusal::Invalid`] when the address is taken.
pub fn publish(
    store: &Store,
    permit: Permit<'_, Publish>,
    zone: &TimeZone,
    now: Timestamp,
    story: StoryId,
    wanted: &Wanted,
) -> Result<Outcome, Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))?;
        if wanted.looked_at.is_some_and(|version| version != row.draft_version) {
            let sentence = format!("{} changed this story after you had looked at it.", tx.actor_name(&row.draft_by)?);
            return Err(Refusal::invalid(sentence, "Read what it says now and publish again."));
        }
        let copy = tx.draft(story)?.unwrap_or_default();
        carry_out(tx, zone, &row, copy, wanted)
    })
}

/// Which story a copy from outside is.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// The one at the address that its slug and day give, or a new one.
    ByAddress,
    /// This one.
    Story(StoryId),
}

/// Publishes copy that came as a file or by the API: the same slug and day again is an update of that story.
/// The draft becomes what the copy says, in the same transaction.
///
/// # Errors
/// As [`publish`].
pub fn publish_copy(
    store: &Store,
    permit: Permit<'_, Publish>,
    zone: &TimeZone,
    now: Timestamp,
    target: Target,
    copy: &Copy,
    wanted: &Wanted,
) -> Result<Outcome, Refusal> {
    store.act(permit.actor(), now, |tx| {
        let found = match target {
            Target::Story(id) => tx.story(id)?,
            Target::ByAddress => tx.story_at(&day_of(wanted, now, zone), wanted_slug(copy)?.as_str())?,
        };
        let row = match found {
            Some(row) => {
                tx.save_draft(row.id, row.draft_version, copy)?;
                row
            }
            None => {
                let id = tx.add_story(copy)?;
                tx.story(id)?.ok_or_else(|| Refusal::Missing("such story".into()))?
            }
        };
        carry_out(tx, zone, &row, copy.clone(), wanted)
    })
}

fn wanted_slug(copy: &Copy) -> Result<Slug, Refusal> {
    if copy.head.slug.is_empty() {
        return Ok(Slug::from_headline(&copy.head.headline));
    }
    Slug::new(&copy.head.slug).map_err(|e| Refusal::invalid(e.to_string(), "Write it so, or leave it out: the headline makes one."))
}

fn day_of(wanted: &Wanted, now: Timestamp, zone: &TimeZone) -> String {
    published_on(wanted.published, wanted.embargo, now).to_zoned_datetime(zone.clone()).date().to_string()
}

fn carry_out(tx: &Write<'_>, zone: &TimeZone, row: &Story, copy: Copy, wanted: &Wanted) -> Result<(Outcome, Change), Refusal> {
    row.state.may(Move::Publish)?;
    let copy = tidied(copy);
    let findings = copy.check();
    if findings.iter().any(|f| f.blocks) {
        return Err(Refusal::Breaches(findings));
    }
    let now = tx.at;
    let made = new_places(tx, &copy)?;
    check_pictures(tx, &copy)?;
    let before = row.released_at.and(row.published_at);
    // What readers have had keeps its Published on: a later time is that of the update alone.
    let kept = wanted.published.filter(|at| before.is_none() || *at <= now).or(before);
    let published_at = published_on(kept, wanted.embargo, now);
    let at = release_at(wanted.published, wanted.embargo, now);
    let (day, slug) = address(tx, zone, row, &copy, published_at)?;
    let updated = row.live_revision.is_some();
    let revision = tx.keep_revision(row.id, &copy, if updated { "updated" } else { "published" }, &wanted.note)?;
    if let Some(correction) = &wanted.correction {
        tx.file_correction(row.id, revision, correction)?;
    }
    let path = courant_store::stories::path(&day, slug.as_str());
    let outcome = |state| Outcome { story: row.id, state, slug: slug.to_string(), path, at, updated, made };
    if at > now {
        let change = set_time(tx, row, Pending { revision, at, published_at, note: wanted.note.clone(), embargo: wanted.embargo })?;
        return Ok((outcome(State::Scheduled), change));
    }
    let is_new = row.live_revision != Some(revision) || wanted.correction.is_some();
    let updated_at = if updated && is_new { Some(now) } else { row.updated_at };
    let note = if is_new { wanted.note.clone() } else { row.update_note.clone() };
    make_live(tx, row.id, &Release { revision, published_at, updated_at, note: note.clone(), embargo: wanted.embargo }, &copy)?;
    Ok((outcome(State::Published), Change::StoryPublished { story: row.id, revision, previous: row.live_revision, note }))
}

fn set_time(tx: &Write<'_>, row: &Story, pending: Pending) -> Result<Change, Refusal> {
    // An update with a time waits behind the live text; an embargo hides that too: not to be seen before, whatever else is set.
    let embargoed = pending.embargo.is_some_and(|e| e > tx.at);
    let state = if row.state == State::Published && !embargoed { State::Published } else { State::Scheduled };
    tx.set_pending(row.id, state, &pending)?;
    super::release::add_job(tx, row.id, pending.revision, pending.at)?;
    Ok(Change::StoryScheduled { story: row.id, revision: pending.revision, at: pending.at, embargo: pending.embargo })
}

/// A copy as it would be published: outer white space is nobody's wish.
pub fn tidied(mut copy: Copy) -> Copy {
    let head = &mut copy.head;
    for text in
        [&mut head.headline, &mut head.standfirst, &mut head.kicker, &mut head.language, &mut head.section, &mut head.storyline, &mut head.slug]
    {
        *text = text.trim().to_owned();
    }
    copy
}

/// Checks the section and storyline, and says which of them are new.
fn new_places(tx: &Write<'_>, copy: &Copy) -> Result<Vec<String>, Refusal> {
    let head = &copy.head;
    if RESERVED.contains(&head.section.as_str()) || Slug::new(&head.section).is_err() {
        return Err(Refusal::invalid(
            format!("‘{}’ cannot be a section.", head.section),
            "Choose another slug, of lower-case letters, digits and hyphens.",
        ));
    }
    let mut new = Vec::new();
    if !tx.sections()?.iter().any(|s| s.slug == head.section) {
        new.push(format!("section {}", head.section));
    }
    if !head.storyline.is_empty() {
        Slug::new(&head.storyline).map_err(|e| Refusal::invalid(e.to_string(), "Choose another slug for the storyline."))?;
        if tx.storyline(&head.storyline)?.is_none() {
            new.push(format!("storyline {}", head.storyline));
        }
    }
    Ok(new)
}

/// Makes a revision live, with the section and storyline it is the first of: made any earlier, they would tell readers
/// of a story that waits for its time.
pub(super) fn make_live(tx: &Write<'_>, story: StoryId, release: &Release, copy: &Copy) -> Result<(), Refusal> {
    tx.keep_section(&copy.head.section, &title_of(&copy.head.section))?;
    if !copy.head.storyline.is_empty() {
        tx.keep_storyline(&copy.head.storyline, &title_of(&copy.head.storyline), "")?;
    }
    Ok(tx.set_live(story, release, copy)?)
}

/// `korea-talks` → `Korea talks`: a first name, until somebody gives a better one.
fn title_of(slug: &str) -> String {
    let words = slug.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn check_pictures(tx: &Write<'_>, copy: &Copy) -> Result<(), Refusal> {
    for id in copy.pictures() {
        if tx.picture(&id)?.is_none() {
            return Err(Refusal::invalid("The story uses a picture that is not in the library.", "Upload it again, or take it out of the story."));
        }
    }
    for id in copy.media_files() {
        if tx.media_file(&id)?.is_none() {
            return Err(Refusal::invalid(
                "The story uses a recording or captions that are not here.",
                "Upload them again, or take them out of the story.",
            ));
        }
    }
    Ok(())
}

/// The address: for ever the same once readers have had it.
fn address(tx: &Write<'_>, zone: &TimeZone, row: &Story, copy: &Copy, published_at: Timestamp) -> Result<(String, Slug), Refusal> {
    if let (Some(day), Some(slug), true) = (&row.day, &row.slug, row.released_at.is_some()) {
        let slug = Slug::new(slug).map_err(|_| courant_store::Problem::Record(format!("slug of story {}", row.id)))?;
        return Ok((day.clone(), slug));
    }
    let day = published_at.to_zoned_datetime(zone.clone()).date().to_string();
    let base = wanted_slug(copy)?;
    let mut slug = base.clone();
    for number in 2..1000 {
        match tx.story_at(&day, slug.as_str())? {
            Some(other) if other.id != row.id => {}
            _ => {
                tx.set_address(row.id, &day, slug.as_str())?;
                return Ok((day, slug));
            }
        }
        if !copy.head.slug.is_empty() {
            let sentence = format!("Another story of {day} has the slug ‘{base}’.");
            return Err(Refusal::invalid(sentence, "Choose another slug."));
        }
        slug = Slug::from_headline(&format!("{} {number}", base.as_str().chars().take(70).collect::<String>()));
    }
    Err(Refusal::invalid(format!("A thousand stories of {day} are called ‘{base}’."), "Choose another slug."))
}
