//! `/newsroom/day-book`: what is planned and who writes it, as a list of days or a week; and planning a story before a
//! word of it is written.

use super::assignment::{self, Errors};
use super::desk::Desk;
use super::shell::{Answer, render, see, shell, with_flash};
use super::{desks, flash, times};
use crate::app::App;
use crate::http::form::encode;
use crate::http::{Failure, Form, Query, Signed};
use crate::publish::{self, Refusal};
use axum::extract::State;
use courant_news::assignment::Assignment;
use courant_news::copy::{Copy, Head};
use courant_news::permit::Edit;
use courant_render::newsroom::{Calendar, Day, DayBook, Field, Flash, StoryRow, When};
use courant_render::times::long_date;
use courant_store::stories::Story;
use courant_store::{Problem, Read};
use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan};
use std::sync::Arc;

/// Days in a list.
const DAYS: i64 = 14;
/// Most stories of all these days.
const MOST: i64 = 1000;

/// What a page shows besides the book.
#[derive(Default)]
pub(super) struct Shown {
    /// A story that was to be planned, as it was sent.
    pub form: Option<Form>,
    /// Fields with what is wrong with them.
    pub errors: Errors,
    /// What is wrong with the whole.
    pub problem: Option<Flash>,
    /// An address of a calendar that was just made.
    pub calendar: String,
}

/// The page.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| page(app, &signed, 200, &query, &Shown::default())).await
}

/// Plans a story: a slugline, and who writes it by when.
///
/// # Errors
/// [`Failure`] 403, or of the store; what can be mended comes back with the page.
pub async fn plan(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let permit = signed.actor.permit::<Edit>()?;
        let (to, mut errors) = assignment::read(&form, &app.pages.paper().zone);
        let slugline: String = form.text("slugline").chars().take(200).collect();
        if slugline.is_empty() {
            errors.push(("slugline", "Write a label by which the desk knows it.".into()));
        }
        if form.text("due").is_empty() {
            errors.push(("due", "Say by when it is wanted; it stands in the day book on that day.".into()));
        }
        let back =
            |form, errors, problem| page(app, &signed, 422, &Query::default(), &Shown { form: Some(form), errors, problem, ..Shown::default() });
        if !errors.is_empty() {
            return back(form, errors, None);
        }
        let copy = Copy { head: app.store.read(|read| head(app, read, slugline, &to))?, ..Copy::default() };
        match publish::plan(&app.store, permit, app.clock.now(), &copy, &to) {
            Ok(_) => {
                let day = to.due.map(|at| at.to_zoned_datetime(app.pages.paper().zone.clone()).date().to_string()).unwrap_or_default();
                Ok(see(&format!("/newsroom/day-book?day={day}&done=planned")))
            }
            Err(refusal @ Refusal::Invalid { .. }) => back(form, Errors::new(), Some(flash::problem(refusal.to_string(), refusal.next()))),
            Err(other) => Err(other.into()),
        }
    })
    .await
}

/// Who is to write it signs it, and a desk that is a section is where it will stand.
fn head(app: &App, read: &Read<'_>, slugline: String, to: &Assignment) -> Result<Head, Problem> {
    let bylines = super::stories::byline_of(read, to.person)?;
    let section = read.sections()?.into_iter().find(|s| s.slug == to.desk).map(|s| s.slug).unwrap_or_default();
    Ok(Head { slugline, bylines, section, language: app.pages.paper().site.language.clone(), ..Head::default() })
}

/// What is asked for.
struct Asked {
    week: bool,
    day: Date,
    desk: String,
    person: Option<i64>,
}

impl Asked {
    fn read(query: &Query, today: Date) -> Asked {
        let form = &query.0;
        let week = form.text("view") == "week";
        let day = form.text("day").parse().unwrap_or(today);
        let back = Span::new().days(i64::from(day.weekday().to_monday_zero_offset()));
        let monday = day.checked_sub(back).unwrap_or(day);
        Asked { week, day: if week { monday } else { day }, desk: form.text("desk").to_owned(), person: form.number("person") }
    }

    fn days(&self) -> i64 {
        if self.week { 7 } else { DAYS }
    }

    fn address(&self, week: bool, day: Option<Date>) -> String {
        let person = self.person.map(|p| p.to_string()).unwrap_or_default();
        let day = day.map(|d| d.to_string()).unwrap_or_default();
        let pairs = [("view", if week { "week" } else { "" }), ("day", &day), ("desk", &self.desk), ("person", &person)];
        let pairs: Vec<String> = pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| format!("{n}={}", encode(v))).collect();
        if pairs.is_empty() { "/newsroom/day-book".into() } else { format!("/newsroom/day-book?{}", pairs.join("&")) }
    }
}

/// The page with what was typed.
pub(super) fn page(app: &App, signed: &Signed, status: u16, query: &Query, shown: &Shown) -> Answer {
    let mut page = with_flash(shell(app, &signed.actor, "Day book", "day-book"), query);
    page.flash = shown.problem.clone().or(page.flash);
    let view = app.store.read(|read| {
        let desk = Desk::new(app, read)?;
        let today = desk.now.to_zoned_datetime(desk.paper.zone.clone()).date();
        let asked = Asked::read(query, today);
        let mut view = book(&desk, &asked, today)?;
        view.page = page;
        let error = |name: &str| shown.errors.iter().find(|(n, _)| *n == name).map(|(_, e)| e.clone()).unwrap_or_default();
        view.slugline = Field { value: shown.form.as_ref().map(|f| f.text("slugline").to_owned()).unwrap_or_default(), error: error("slugline") };
        let plan = Assignment { desk: asked.desk.clone(), person: asked.person, ..Assignment::default() };
        view.plan_form = assignment::form(&desk, "/newsroom/day-book".into(), &plan, shown.form.as_ref(), &shown.errors)?;
        view.planning = shown.form.is_some();
        view.calendar = calendar(&desk, signed.actor.person, &shown.calendar)?;
        Ok::<_, Failure>(view)
    })?;
    render(app, status, "day-book.html", &view)
}

fn book(desk: &Desk<'_>, asked: &Asked, today: Date) -> Result<DayBook, Failure> {
    let far = || Failure::invalid("This day is too far away.", "Choose another.");
    let zone = &desk.paper.zone;
    let start = |day: Date| day.to_zoned_datetime(zone.clone()).map(|z| z.timestamp()).map_err(|_| far());
    let moved = |days: i64| asked.day.checked_add(days.days()).map_err(|_| far());
    let (from, to) = (start(asked.day)?, start(moved(asked.days())?)?);
    let mut planned = desk.read.stories_planned(from, to, MOST)?;
    planned
        .retain(|(s, _)| (asked.desk.is_empty() || s.assignment.desk == asked.desk) && asked.person.is_none_or(|p| s.assignment.person == Some(p)));
    let mut days = Vec::new();
    for n in 0..asked.days() {
        let day = moved(n)?;
        let at = |story: &Story| story.assignment.due.or(story.pending_at).map(|at: Timestamp| at.to_zoned_datetime(zone.clone()).date());
        let of_day = planned.iter().filter(|(story, _)| at(story) == Some(day));
        let rows: Vec<StoryRow> = of_day.map(|(story, head)| entry(desk, story, head)).collect::<Result<_, _>>()?;
        // A list of days has those on which something is planned; a week has all seven.
        if asked.week || !rows.is_empty() || day == today || n == 0 {
            days.push(Day { day: When { iso: day.to_string(), text: long_date(day, desk.words()) }, today: day == today, rows });
        }
    }
    let last = moved(asked.days() - 1)?;
    Ok(DayBook {
        zone: times::zone_name(desk.now, zone),
        week: asked.week,
        span: format!("{} to {}", long_date(asked.day, desk.words()), long_date(last, desk.words())),
        day: asked.day.to_string(),
        before: asked.address(asked.week, Some(moved(-asked.days())?)),
        after: asked.address(asked.week, Some(moved(asked.days())?)),
        now: Asked { desk: String::new(), person: None, week: asked.week, day: asked.day }.address(asked.week, None),
        other: asked.address(!asked.week, Some(asked.day)),
        desks: desks::choices(desk, &asked.desk),
        people: desks::people(desk, asked.person)?,
        filtered: !asked.desk.is_empty() || asked.person.is_some(),
        days,
        ..DayBook::default()
    })
}

fn entry(desk: &Desk<'_>, story: &Story, head: &Head) -> Result<StoryRow, Problem> {
    let row = desk.row(story, head)?;
    // On its day the time is enough, also when it is out already.
    let time = |at: Timestamp| When { text: at.to_zoned_datetime(desk.paper.zone.clone()).strftime("%H:%M").to_string(), ..desk.short(at) };
    Ok(StoryRow { due: story.assignment.due.map(time).unwrap_or_default(), brief: story.assignment.note.clone(), ..row })
}

fn calendar(desk: &Desk<'_>, person: Option<i64>, url: &str) -> Result<Calendar, Problem> {
    let kept = person.map(|person| desk.read.calendar_of(person)).transpose()?.flatten();
    Ok(Calendar {
        url: url.to_owned(),
        holds: kept.as_ref().map_or(String::new(), |c| match (c.desk.as_str(), c.mine) {
            ("", false) => "every desk".into(),
            ("", true) => "what you write".into(),
            (slug, false) => format!("the desk {}", desks::name(desk, slug)),
            (slug, true) => format!("what you write for the desk {}", desks::name(desk, slug)),
        }),
        since: kept.map(|c| desk.short(c.created_at)).unwrap_or_default(),
    })
}
