//! Stories as a desk reads them: names for slugs and ids, states with their times, rows of lists.

use super::desks;
use super::times as short_times;
use crate::app::App;
use crate::pages::Paper;
use crate::publish::tidied;
use courant_news::assignment::{Assignment, Priority};
use courant_news::copy::Head;
use courant_news::language::direction;
use courant_news::story::State;
use courant_news::visible::{Sight, sight};
use courant_render::newsroom::{Sentence, StoryPlaces, StoryRow, When};
use courant_render::theme::Words;
use courant_render::times;
use courant_store::places::Section;
use courant_store::stories::Story;
use courant_store::{Problem, Read};
use jiff::Timestamp;
use std::cell::RefCell;
use std::collections::HashMap;

/// One page being made: the paper, one snapshot of the store, one instant.
pub(super) struct Desk<'a> {
    pub paper: Paper,
    pub read: &'a Read<'a>,
    pub now: Timestamp,
    sections: Vec<Section>,
    desks: Vec<(String, String)>,
    names: RefCell<HashMap<String, String>>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(app: &'a App, read: &'a Read<'a>) -> Result<Desk<'a>, Problem> {
        let paper = app.pages.paper();
        let desks = read.desks()?.into_iter().map(|d| (d.slug, d.name)).collect();
        Ok(Desk { paper, read, now: app.clock.now(), sections: read.sections_all()?, desks, names: RefCell::default() })
    }

    /// The newsroom speaks English whatever the paper's language.
    pub(super) fn words(&self) -> &Words {
        self.paper.words("en")
    }

    /// Sections in order.
    pub(super) fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Desks in order, each with its slug and name.
    pub(super) fn desks(&self) -> &[(String, String)] {
        &self.desks
    }

    /// A section's name, also by a slug that it had before; one that is not there yet by its slug.
    pub(super) fn section(&self, slug: &str) -> String {
        let now = self.read.section_now(slug).unwrap_or_default();
        let slug = if now.is_empty() { slug } else { now.as_str() };
        self.sections.iter().find(|s| s.slug == slug).map_or(slug, |s| s.name.as_str()).to_owned()
    }

    /// Whether a slug is a section's, or was before that was renamed or merged.
    pub(super) fn is_section(&self, slug: &str) -> Result<bool, Problem> {
        let now = self.read.section_now(slug)?;
        Ok(self.sections.iter().any(|s| s.slug == now))
    }

    /// Who an actor of the record is.
    pub(super) fn name(&self, actor: &str) -> Result<String, Problem> {
        if let Some(name) = self.names.borrow().get(actor) {
            return Ok(name.clone());
        }
        let name = self.read.actor_name(actor)?;
        self.names.borrow_mut().insert(actor.to_owned(), name.clone());
        Ok(name)
    }

    /// An instant in full: '28 March 2018, 09:30 KST'.
    pub(super) fn when(&self, at: Timestamp) -> When {
        times::when(at, &self.paper.zone, self.words())
    }

    /// An instant as short as a list allows.
    pub(super) fn short(&self, at: Timestamp) -> When {
        short_times::short(at, self.now, &self.paper.zone, self.words())
    }

    /// Language of a headline, the site's when it names none, and its direction.
    pub(super) fn language(&self, head: &Head) -> (String, &'static str) {
        let language = if head.language.is_empty() { &self.paper.site.language } else { &head.language };
        (language.clone(), direction(language))
    }

    /// Whether readers have the story now.
    pub(super) fn is_shown(&self, story: &Story) -> bool {
        sight(&story.standing(), self.now) == Sight::Shown
    }

    /// The state with its time: 'Scheduled for 29 March 2018, 06:00 KST'.
    pub(super) fn state_text(&self, story: &Story) -> String {
        let at = |label: &str, at: Option<Timestamp>| at.map_or(label.to_owned(), |at| format!("{label} {}", self.when(at).text));
        let waits = story.pending_at.map(|at| self.when(at).text);
        match story.state {
            State::Scheduled => waits.map_or("Scheduled".into(), |at| format!("Scheduled for {at}")),
            State::Published => {
                let published = at("Published", story.published_at);
                waits.map_or(published.clone(), |at| format!("{published}; an update waits for {at}"))
            }
            State::Withdrawn => at("Withdrawn", story.withdrawn_at),
            other => other.label().to_owned(),
        }
    }

    /// Whether the draft says something else than the revision that readers have, or had.
    pub(super) fn has_changes(&self, story: &Story) -> Result<bool, Problem> {
        self.differs(story, story.live_revision)
    }

    /// Whether the draft says something else than the revision that waits for its time.
    pub(super) fn has_changes_since_set(&self, story: &Story) -> Result<bool, Problem> {
        self.differs(story, story.pending_revision)
    }

    fn differs(&self, story: &Story, revision: Option<i64>) -> Result<bool, Problem> {
        let Some(revision) = revision else { return Ok(false) };
        // The two texts are read only where somebody saved since.
        if self.read.revision_made(revision)?.is_some_and(|made| made >= story.draft_at) {
            return Ok(false);
        }
        Ok(self.read.draft(story.id)?.map(tidied) != self.read.revision(revision)?)
    }

    /// What a story's own pages say of it; `here` is which of them it is.
    pub(super) fn places(&self, story: &Story, head: &Head, here: &'static str) -> StoryPlaces {
        let (language, dir) = self.language(head);
        StoryPlaces {
            url: format!("/newsroom/stories/{}", story.id),
            headline: named(head),
            language,
            dir,
            state: story.state.word().to_owned(),
            state_text: self.state_text(story),
            public_url: story.path().filter(|_| self.is_shown(story)).unwrap_or_default(),
            here,
        }
    }

    /// Who writes it and for whom, in a phrase: 'Mina Seo, World, 600 words'; a desk that is called as the section stands
    /// there already.
    fn plan(&self, plan: &Assignment, section: &str) -> Result<String, Problem> {
        let writer = plan.person.map(|id| self.name(&format!("person:{id}"))).transpose()?;
        let desk = Some(plan.desk.as_str()).filter(|d| !d.is_empty() && *d != section).map(|d| desks::name(self, d));
        let length = plan.length.map(|n| format!("{n} words"));
        Ok([writer, desk, length].into_iter().flatten().collect::<Vec<_>>().join(", "))
    }

    /// A story as it stands in a list, with the headline of `head`.
    pub(super) fn row(&self, story: &Story, head: &Head) -> Result<StoryRow, Problem> {
        let (language, dir) = self.language(head);
        let shown = self.is_shown(story);
        let waits = matches!(story.state, State::Draft | State::InReview | State::Ready);
        let published = match story.state {
            State::Scheduled => story.pending_at,
            _ => story.published_at.filter(|_| story.released_at.is_some()),
        };
        Ok(StoryRow {
            url: format!("/newsroom/stories/{}", story.id),
            public_url: story.path().filter(|_| shown).unwrap_or_default(),
            headline: named(head),
            language,
            dir,
            state: story.state.word().to_owned(),
            state_text: story.state.label().to_owned(),
            note: self.note(story)?,
            section: self.section(&head.section),
            byline: Sentence::new().list(head.bylines.iter().map(|b| b.name.trim())),
            changed: self.short(story.draft_at),
            changed_by: self.name(&story.draft_by)?,
            published: published.map(|at| self.short(at)).unwrap_or_default(),
            plan: self.plan(&story.assignment, &head.section)?,
            due: story.assignment.due.filter(|_| waits).map(|at| self.short(at)).unwrap_or_default(),
            late: waits && story.assignment.due.is_some_and(|at| at < self.now),
            priority: if waits && story.assignment.priority != Priority::Normal { story.assignment.priority.word() } else { "" },
            brief: String::new(),
        })
    }

    fn note(&self, story: &Story) -> Result<String, Problem> {
        Ok(match (story.state, story.embargo, story.pending_at) {
            (State::Scheduled, Some(embargo), _) if embargo > self.now => format!("embargo until {}", self.short(embargo).text),
            (State::Published, _, Some(at)) => format!("an update waits for {}", self.short(at).text),
            (State::Published, ..) if self.has_changes(story)? => "changes not published".into(),
            _ => String::new(),
        })
    }
}

/// A small number in a sentence: 'nine', '13'.
pub(super) fn number(n: usize) -> String {
    const WORDS: [&str; 13] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// A sentence begins with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The headline, or the working label while there is none.
fn named(head: &Head) -> String {
    [&head.headline, &head.slugline].into_iter().map(|t| t.trim()).find(|t| !t.is_empty()).unwrap_or_default().to_owned()
}
