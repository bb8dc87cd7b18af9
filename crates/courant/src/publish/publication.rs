//! Publishing, scheduling and updating: one action, told apart by the times that are set.

use super::moves::open;
use super::{LONGEST_BREAKING, Refusal};
use crate::together::Seen;
use courant_news::change::Change;
use courant_news::check::{is_embargoed, own_story};
use courant_news::copy::Copy;
use courant_news::correction::Correction;
use courant_news::permit::{Permit, Publish, PushAlert};
use courant_news::slug::{RESERVED, Slug};
use courant_news::story::{Move, State, StoryId};
use courant_news::visible::{published_on, release_at};
use courant_store::fronts::Breaking;
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
    /// The correction that this one corrects, when it was itself wrong.
    pub corrects: Option<i64>,
    /// Until when the breaking bar is to carry the headline; needs the grant for it. None: the bar stays as it is.
    pub bar: Option<Timestamp>,
    /// Version of the draft that was looked at: another one is refused. None: whatever it says now.
    pub looked_at: Option<i64>,
    /// The paper's own address, by which links that spell it out are known as its own; empty: only paths are.
    pub origin: String,
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
        carry_out(tx, permit, zone, &row, copy, wanted)
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
            Target::ByAddress => tx.story_once_at(&day_of(wanted, now, zone), wanted_slug(copy)?.as_str())?,
        };
        let row = match found {
            Some(row) => {
                super::shared::put_draft(tx, &row, copy, Seen::Perhaps)?;
                row
            }
            None => {
                let id = tx.add_story(copy)?;
                tx.story(id)?.ok_or_else(|| Refusal::Missing("such story".into()))?
            }
        };
        carry_out(tx, permit, zone, &row, copy.clone(), wanted)
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

fn carry_out(
    tx: &Write<'_>,
    permit: Permit<'_, Publish>,
    zone: &TimeZone,
    row: &Story,
    copy: Copy,
    wanted: &Wanted,
) -> Result<(Outcome, Change), Refusal> {
    let at = release_at(wanted.published, wanted.embargo, tx.at);
    open(row, if at > tx.at { Move::Schedule } else { Move::Publish }, permit.actor(), tx.at)?;
    let mut copy = tidied(copy);
    if super::replacing::follow(tx, &mut copy)? {
        let row = tx.story(row.id)?.ok_or_else(|| Refusal::Missing("such story".into()))?;
        super::shared::put_draft(tx, &row, &copy, Seen::All)?;
    }
    let findings = copy.check();
    if findings.iter().any(|f| f.blocks) {
        return Err(Refusal::Breaches(findings));
    }
    let now = tx.at;
    let made = new_places(tx, &copy)?;
    check_pictures(tx, &copy)?;
    check_embargoes(tx, &copy, &wanted.origin, at)?;
    let before = row.released_at.and(row.published_at);
    // What readers have had keeps its Published on: a later time is that of the update alone.
    let kept = wanted.published.filter(|at| before.is_none() || *at <= now).or(before);
    let published_at = published_on(kept, wanted.embargo, now);
    let (day, slug) = address(tx, zone, row, &copy, published_at)?;
    let updated = row.live_revision.is_some();
    let name = match (&wanted.correction, updated) {
        (Some(_), _) => "corrected",
        (None, true) => "updated",
        (None, false) => "published",
    };
    // A correction with a time waits with a revision of its own: on the live one it would be out at once.
    let revision = if wanted.correction.is_some() && at > now {
        tx.keep_new_revision(row.id, &copy, name, &wanted.note)?
    } else {
        tx.keep_revision(row.id, &copy, name, &wanted.note)?
    };
    if let Some(correction) = &wanted.correction {
        // What came with a time that this one takes the place of has never been out.
        tx.drop_waiting_corrections(row.id)?;
        super::correcting::check(tx, row.id, correction, wanted.corrects)?;
        tx.file_correction(row.id, revision, correction, wanted.corrects)?;
    }
    raise_bar(tx, permit, row, &copy, wanted, at)?;
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

/// Why the bar is not raised with an update that waits.
pub const EARLY_BAR: &str = "The bar would show the new headline before the update is out.";

/// Puts the headline on the breaking bar in the same transaction, so that a crash leaves both or neither.
fn raise_bar(tx: &Write<'_>, permit: Permit<'_, Publish>, row: &Story, copy: &Copy, wanted: &Wanted, at: Timestamp) -> Result<(), Refusal> {
    let Some(until) = wanted.bar else { return Ok(()) };
    let push = permit.actor().permit::<PushAlert>()?;
    // The bar leads to what readers have; the words of an update that waits would be out before it.
    if at > tx.at && row.live_revision.is_some() {
        return Err(Refusal::invalid(EARLY_BAR, "Switch the bar under Front when the update is out."));
    }
    let bar = Breaking { words: bar_words(&copy.head.headline), story: Some(row.id), until: Some(until) };
    // The same copy again changes nothing.
    if tx.breaking()? != bar {
        tx.also(&super::front::set_bar(tx, push, &bar)?)?;
    }
    Ok(())
}

/// A headline as the bar holds it, cut between words.
fn bar_words(headline: &str) -> String {
    if headline.chars().count() <= LONGEST_BREAKING {
        return headline.to_owned();
    }
    let cut: String = headline.chars().take(LONGEST_BREAKING - 1).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end())
}

/// A link tells of the story it leads to: it must not be out before that story's embargo ends.
fn check_embargoes(tx: &Write<'_>, copy: &Copy, origin: &str, at: Timestamp) -> Result<(), Refusal> {
    for href in copy.body.links() {
        let Some((day, slug)) = own_story(href, origin) else { continue };
        if tx.story_at(&day, &slug)?.is_some_and(|other| is_embargoed(other.state, other.embargo, at)) {
            let sentence = format!("The link to {href} would break the embargo of that story.");
            return Err(Refusal::invalid(sentence, "Take the link out, or publish after the embargo."));
        }
    }
    Ok(())
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
    let section = tx.section_now(&head.section)?;
    if RESERVED.contains(&head.section.as_str()) || Slug::new(&head.section).is_err() {
        return Err(Refusal::invalid(
            format!("‘{}’ cannot be a section.", head.section),
            "Choose another slug, of lower-case letters, digits and hyphens.",
        ));
    }
    let mut new = Vec::new();
    if !tx.sections_all()?.iter().any(|s| s.slug == section) {
        new.push(format!("section {}", head.section));
    }
    if !head.storyline.is_empty() {
        Slug::new(&head.storyline).map_err(|e| Refusal::invalid(e.to_string(), "Choose another slug for the storyline."))?;
        if tx.storyline(&tx.storyline_now(&head.storyline)?)?.is_none() {
            new.push(format!("storyline {}", head.storyline));
        }
    }
    Ok(new)
}

/// Makes a revision live, with the section and storyline it is the first of: made any earlier, they would tell readers
/// of a story that waits for its time.
pub(super) fn make_live(tx: &Write<'_>, story: StoryId, release: &Release, copy: &Copy) -> Result<(), Refusal> {
    // The copy may name a section by a slug that it had before.
    let (section, storyline) = (tx.section_now(&copy.head.section)?, tx.storyline_now(&copy.head.storyline)?);
    tx.open_section(&section, &title_of(&section))?;
    if !storyline.is_empty() {
        tx.keep_storyline(&storyline, &title_of(&storyline), "")?;
    }
    let mut copy = copy.clone();
    (copy.head.section, copy.head.storyline) = (section, storyline);
    Ok(tx.set_live(story, release, &copy)?)
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

/// The address. Once readers have had it, only [`super::readdress`] changes it, and the old one leads there for ever.
fn address(tx: &Write<'_>, zone: &TimeZone, row: &Story, copy: &Copy, published_at: Timestamp) -> Result<(String, Slug), Refusal> {
    if let (Some(day), Some(slug), true) = (&row.day, &row.slug, row.released_at.is_some()) {
        let slug = Slug::new(slug).map_err(|_| courant_store::Problem::Record(format!("slug of story {}", row.id)))?;
        return Ok((day.clone(), slug));
    }
    let day = published_at.to_zoned_datetime(zone.clone()).date().to_string();
    let base = wanted_slug(copy)?;
    let mut slug = base.clone();
    for number in 2..1000 {
        match tx.story_once_at(&day, slug.as_str())? {
            Some(other) if other.id != row.id => {}
            _ => {
                tx.set_address(row.id, &day, slug.as_str())?;
                return Ok((day, slug));
            }
        }
        if !copy.head.slug.is_empty() {
            let sentence = format!("Another story of {day} has the slug ‘{base}’, or had it.");
            return Err(Refusal::invalid(sentence, "Choose another slug."));
        }
        slug = Slug::from_headline(&format!("{} {number}", base.as_str().chars().take(70).collect::<String>()));
    }
    Err(Refusal::invalid(format!("A thousand stories of {day} are called ‘{base}’."), "Choose another slug."))
}
