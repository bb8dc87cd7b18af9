//! The publication page, put together.

use super::Typed;
use super::{checks, goes};
use crate::app::App;
use crate::http::{Failure, Signed};
use crate::newsroom::desk::{Desk, capital, number};
use crate::newsroom::picture_words::file;
use crate::newsroom::shell::shell;
use crate::newsroom::{flash, times};
use courant_news::copy::Copy;
use courant_news::permit::{Actor, Grant, Refused};
use courant_news::story::{Move, State, StoryId, comes_back};
use courant_news::zone;
use courant_render::newsroom::{Button, Choice, CorrectionForm, Field, Flash, Link, Publication, Sentence, Withdrawal};
use courant_render::times::dateline;
use courant_store::stories::Story;
use courant_store::{Problem, Read};
use jiff::{SignedDuration, Timestamp};

/// How long a story stands on the breaking bar unless the desk says otherwise.
const BREAKING: SignedDuration = SignedDuration::from_hours(3);
/// How far ahead the time field stands at first.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);
/// Kinds of a correction, gravest use first.
const KINDS: [(&str, &str); 4] =
    [("correction", "Correction"), ("clarification", "Clarification"), ("update", "Update"), ("retraction", "Retraction")];

impl Typed {
    fn field(&self, name: &str, otherwise: String) -> Field {
        let value = self.form.as_ref().map_or(otherwise, |form| form.text(name).to_owned());
        Field { value, error: self.error(name) }
    }

    fn error(&self, name: &str) -> String {
        self.errors.iter().find(|(n, _)| *n == name).map(|(_, error)| error.clone()).unwrap_or_default()
    }
}

/// The page of a story, with what was typed.
pub(super) fn publication(app: &App, read: &Read<'_>, signed: &Signed, id: StoryId, typed: &Typed) -> Result<Publication, Failure> {
    let (Some(story), Some(copy)) = (read.story(id)?, read.draft(id)?) else { return Err(Failure::missing("such story")) };
    let desk = Desk::new(app, read)?;
    let may = signed.actor.has(Grant::Publish);
    let base = format!("/newsroom/stories/{id}");
    let only = |allowed: bool, end: &str| if allowed && may { format!("{base}/{end}") } else { String::new() };
    let published = story.state == State::Published;
    let looked = checks::run(&desk, &story, &copy)?;
    let mut view = Publication {
        edit_url: base.clone(),
        preview_url: format!("{base}/preview"),
        public_url: story.path().filter(|_| desk.is_shown(&story)).unwrap_or_default(),
        state: story.state.word().into(),
        state_text: desk.state_text(&story),
        version: story.draft_version.unsigned_abs(),
        goes: goes::lines(&desk, &story, &copy)?,
        blocked: looked.found.iter().any(|c| c.blocks),
        checks: looked.found,
        passed: looked.passed,
        looking: looking(looked.open, app.config.asks_other_sites()),
        asking: looked.open > 0 && app.config.asks_other_sites(),
        unclear: looked.unclear,
        published,
        action: only(true, "publication"),
        may_not: if may { String::new() } else { Refused(Grant::Publish).to_string() },
        cancel: only(story.pending_revision.is_some() && story.state.rule(Move::Unschedule).is_ok(), "schedule-end"),
        facts_url: format!("{base}/facts"),
        spike: spike(&story, &signed.actor, &base),
        address: if published && may { format!("{base}/address") } else { String::new() },
        slug: typed.field("slug", story.slug.clone().unwrap_or_default()),
        withdrawal: (published && may).then(|| withdrawal(&base, typed)),
        ..Publication::default()
    };
    head(&desk, &copy, &mut view)?;
    form(&desk, &story, typed, &mut view)?;
    let title = if view.headline.is_empty() { "Publish a story without headline".to_owned() } else { format!("Publish ‘{}’", view.headline) };
    view.page = shell(app, &signed.actor, title, "stories");
    view.page.flash = typed.problem.clone().or_else(|| said(&typed.done, &story, &view)).or_else(|| offer(&story, desk.now, may, &base));
    Ok(view)
}

/// What is said of links to other sites of which nothing is known.
fn looking(open: usize, asks: bool) -> String {
    match (open, asks) {
        (0, _) => String::new(),
        (_, false) => "Links to other sites are not looked at: this server is set not to ask them.".into(),
        (1, true) => "One link to another site is being looked at.".into(),
        (n, true) => format!("{} links to other sites are being looked at.", capital(&number(n))),
    }
}

/// Where the story is spiked, for who may.
fn spike(story: &Story, actor: &Actor, base: &str) -> String {
    let open = story.state != State::Spiked && story.state.rule(Move::Spike).is_ok_and(|rule| rule.permits(actor).is_ok());
    if open { format!("{base}/moves") } else { String::new() }
}

/// What has just been done, with the page it has led to.
fn said(done: &str, story: &Story, view: &Publication) -> Option<Flash> {
    let mut flash = flash::of(done)?;
    if matches!(done, "published" | "updated") && !view.public_url.is_empty() {
        flash.link = Some(Link { name: "See the page".into(), url: view.public_url.clone(), current: false });
    }
    if story.state == State::Spiked {
        flash.undo = Some(move_to(Move::TakeUp, &view.edit_url, "Take it up again"));
    }
    Some(flash)
}

fn move_to(wanted: Move, base: &str, words: &str) -> Button {
    Button { action: format!("{base}/moves"), name: "move".into(), value: wanted.word().into(), words: words.into() }
}

/// A draft of somebody who may not publish is handed in here; a spiked one is taken up again while that is open.
fn offer(story: &Story, now: Timestamp, may: bool, base: &str) -> Option<Flash> {
    let note = |says: &str, next: &str, undo| Some(Flash { kind: "note", says: says.into(), next: next.into(), undo, ..Flash::default() });
    match story.state {
        State::Spiked if comes_back(story.moved_at.unwrap_or(story.draft_at), now).is_ok() => {
            note("This story was spiked.", "It can still be taken up.", Some(move_to(Move::TakeUp, base, "Take it up again")))
        }
        State::Spiked => note("This story was spiked more than 30 days ago.", "It cannot come back; its words stay in the record.", None),
        State::Draft if !may => note(
            "Somebody who may publish decides when it goes out.",
            "Submit it for review when it is finished, and the desk finds it on its start page.",
            Some(move_to(Move::Submit, base, "Submit for review")),
        ),
        _ => None,
    }
}

fn head(desk: &Desk<'_>, copy: &Copy, view: &mut Publication) -> Result<(), Problem> {
    let head = &copy.head;
    let names = head.byline_slugs();
    let names = Sentence::new().list(names.iter().map(|(_, name)| name.as_str()));
    let filed = head.dateline.as_ref().map(|d| dateline(&d.place, d.date, desk.words())).unwrap_or_default();
    let by = if names.is_empty() { names } else { Sentence::from("By ").then(names) };
    let between = if by.is_empty() || filed.is_empty() { "" } else { " · " };
    view.byline = by.text(between).then(filed);
    (view.language, view.dir) = desk.language(head);
    view.kicker = head.kicker.trim().to_owned();
    view.headline = head.headline.trim().to_owned();
    view.standfirst = head.standfirst.trim().to_owned();
    if let Some(used) = &head.picture
        && let Some(picture) = desk.read.picture(&used.picture)?
    {
        view.picture_url = file(&picture, 640);
        view.picture_alt = used.alt.clone();
    }
    Ok(())
}

fn form(desk: &Desk<'_>, story: &Story, typed: &Typed, view: &mut Publication) -> Result<(), Problem> {
    let (now, zone) = (desk.now, &desk.paper.zone);
    let is_set = |name: &str, value: &str, otherwise: bool| typed.form.as_ref().map_or(otherwise, |form| form.text(name) == value);
    // Of a story that waits, the time that was asked for stands in the form, and not the embargo that holds it longer.
    let embargo = story.embargo.filter(|at| story.pending_at.is_some() && *at > now);
    let at = story.pending_published_at.or(story.pending_at).filter(|at| *at > now && Some(*at) != embargo);
    let at = if story.state == State::Published { story.pending_at } else { at };
    view.later = is_set("when", "at", at.is_some());
    view.at = typed.field("at", zone::field(at.unwrap_or_else(|| next_quarter(now + AHEAD)), zone));
    view.embargo = typed.field("embargo", embargo.map(|at| zone::field(at, zone)).unwrap_or_default());
    view.zone = times::zone_with_offset(now, zone);
    view.zone_name = zone::name(zone);
    view.now = desk.when(now);
    view.note = typed.field("note", if story.state == State::Published { story.pending_note.clone() } else { String::new() });
    let kind = typed.form.as_ref().map_or("", |form| form.text("correction"));
    view.correction = CorrectionForm {
        kinds: KINDS.map(|(value, name)| Choice { value: value.into(), name: name.into(), chosen: value == kind }).into(),
        was: typed.field("was", String::new()),
        now: typed.field("now", String::new()),
        why: typed.field("why", String::new()),
        error: typed.error("correction"),
    };
    let bar = desk.read.breaking()?;
    view.breaking = is_set("breaking", "on", false);
    view.breaking_until = typed.field("breaking_until", zone::field(next_quarter(at.unwrap_or(now) + BREAKING), zone));
    view.breaking_now = match (bar.stands(now), bar.until) {
        (false, _) => String::new(),
        (true, Some(until)) => format!("The bar shows ‘{}’ until {}; this would take its place.", bar.words, desk.short(until).text),
        (true, None) => format!("The bar shows ‘{}’; this would take its place.", bar.words),
    };
    Ok(())
}

/// The next quarter of an hour: nobody schedules for 09:37.
fn next_quarter(at: Timestamp) -> Timestamp {
    let second = at.as_second();
    Timestamp::from_second(second - second.rem_euclid(900) + 900).unwrap_or(at)
}

fn withdrawal(base: &str, typed: &Typed) -> Withdrawal {
    Withdrawal {
        action: format!("{base}/withdrawal"),
        reason: typed.field("reason", String::new()),
        says: "Readers of its address, of links to it and of feeds get ‘This story was withdrawn’ (410) within two seconds. It leaves the front, lists, search and the sitemap.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_offered_is_a_full_quarter_of_an_hour_ahead() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        assert_eq!(next_quarter(at("2018-03-28T00:37:12Z")), at("2018-03-28T00:45:00Z"));
        assert_eq!(next_quarter(at("2018-03-28T00:45:00Z")), at("2018-03-28T01:00:00Z"));
    }
}
