//! `/newsroom/stories`: all stories, filtered and sorted; and the button that begins one.

use super::desk::Desk;
use super::shell::{Answer, render, see, shell, with_flash};
use super::{desks, searches, times};
use crate::app::App;
use crate::finder::{Order, Wanted};
use crate::http::form::encode;
use crate::http::{Form, Query, Signed};
use crate::publish;
use axum::extract::State;
use courant_news::copy::{Byline, Copy, Head};
use courant_news::permit::{Actor, Edit};
use courant_news::story::{STATES, State as StoryState};
use courant_render::newsroom::{Choice, Column, Paging, Stories};
use courant_store::stories::Story;
use courant_store::{Problem, Read};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Rows on a page.
const PER_PAGE: usize = 50;
/// Most stories passed over by paging.
const DEEPEST: usize = 1_000_000;
/// Columns with their headings; those of times are sorted newest first at first, the others from A.
const COLUMNS: [(&str, &str); 6] =
    [("headline", "Headline"), ("state", "State"), ("section", "Section"), ("byline", "Byline"), ("changed", "Changed"), ("published", "Published")];

/// The list.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| {
        let asked = Asked::read(&query.0);
        let page = with_flash(shell(app, &signed.actor, "Stories", "stories"), &query);
        let view = app.store.read(|read| {
            let desk = Desk::new(app, read)?;
            let (found, total) = find(app, &desk, &asked)?;
            let rows = found.iter().map(|(story, head)| desk.row(story, head)).collect::<Result<Vec<_>, _>>()?;
            let query = asked.query();
            Ok::<_, Problem>(Stories {
                page,
                zone: times::zone_name(desk.now, &desk.paper.zone),
                q: asked.q.clone(),
                states: STATES.map(|s| Choice { value: s.word().into(), name: s.label().into(), chosen: asked.state == Some(s) }).into(),
                sections: sections(&desk, &asked.section),
                desks: desks::choices(&desk, &asked.desk),
                people: desks::people(&desk, asked.person)?,
                day: asked.day.map(|d| d.to_string()).unwrap_or_default(),
                searches: searches::of(read, signed.actor.person, &query)?,
                query,
                sort: asked.sort_word(),
                filtered: asked.filters(),
                columns: COLUMNS.map(|(key, name)| asked.column(key, name)).into(),
                paging: asked.paging(rows.len(), total),
                stories: rows,
            })
        })?;
        render(app, 200, "stories.html", &view)
    })
    .await
}

/// Begins a story and leads to its editor.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub async fn begin(State(app): State<Arc<App>>, signed: Signed) -> Answer {
    app.blocking(move |app| {
        let permit = signed.actor.permit::<Edit>()?;
        let bylines = app.store.read(|read| own_byline(read, &signed.actor))?;
        let head = Head { language: app.pages.paper().site.language.clone(), bylines, ..Head::default() };
        let story = publish::create(&app.store, permit, app.clock.now(), &Copy { head, ..Copy::default() })?;
        Ok(see(&format!("/newsroom/stories/{story}")))
    })
    .await
}

/// Who begins a story most often signs it.
fn own_byline(read: &Read<'_>, actor: &Actor) -> Result<Vec<Byline>, Problem> {
    byline_of(read, actor.person)
}

/// The byline of a person, if it is one.
pub(super) fn byline_of(read: &Read<'_>, person: Option<i64>) -> Result<Vec<Byline>, Problem> {
    let person = read.people()?.into_iter().find(|p| Some(p.id) == person);
    Ok(person.map(|p| Byline { name: p.name, slug: p.slug }).into_iter().collect())
}

fn sections(desk: &Desk<'_>, chosen: &str) -> Vec<Choice> {
    desk.sections().iter().map(|s| Choice { value: s.slug.clone(), name: s.name.clone(), chosen: s.slug == chosen }).collect()
}

/// What is asked for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    q: String,
    state: Option<StoryState>,
    section: String,
    desk: String,
    person: Option<i64>,
    day: Option<Date>,
    /// Column sorted by.
    sort: &'static str,
    /// Whether the other way round than at first.
    back: bool,
    skip: usize,
}

impl Asked {
    pub(super) fn read(form: &Form) -> Asked {
        let word = form.text("sort");
        let (key, back) = word.strip_suffix("-back").map_or((word, false), |key| (key, true));
        let sort = COLUMNS.iter().map(|(key, _)| *key).find(|k| *k == key).unwrap_or("changed");
        let short = |name: &str| form.text(name).chars().take(200).collect();
        Asked {
            q: short("q"),
            state: StoryState::from_word(form.text("state")),
            section: short("section"),
            desk: short("desk"),
            person: form.number("person").filter(|id| *id > 0),
            day: form.text("day").parse().ok(),
            sort,
            back,
            skip: form.number("skip").and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(DEEPEST),
        }
    }

    fn filters(&self) -> bool {
        !self.q.is_empty() || self.state.is_some() || !self.section.is_empty() || !self.desk.is_empty() || self.person.is_some() || self.day.is_some()
    }

    fn is_plain(&self) -> bool {
        !self.filters() && self.sort == "changed" && !self.back
    }

    fn sort_word(&self) -> String {
        match (self.sort, self.back) {
            ("changed", false) => String::new(),
            (key, false) => key.to_owned(),
            (key, true) => format!("{key}-back"),
        }
    }

    fn wanted(&self, zone: &TimeZone) -> Wanted {
        let start = |day: Date| day.to_zoned_datetime(zone.clone()).map(|z| z.timestamp().as_millisecond()).ok();
        Wanted {
            q: self.q.clone(),
            state: self.state,
            section: self.section.clone(),
            desk: self.desk.clone(),
            person: self.person,
            between: self.day.and_then(|day| Some((start(day)?, start(day.tomorrow().ok()?)?))),
            order: match self.sort {
                "headline" => Order::Headline,
                "state" => Order::State,
                "section" => Order::Section,
                "byline" => Order::Byline,
                "published" => Order::Published,
                _ => Order::Changed,
            },
            back: self.back,
            skip: self.skip,
        }
    }

    /// The filter and order as the query of an address.
    pub(super) fn query(&self) -> String {
        let address = self.address(&self.sort_word(), 0);
        address.split_once('?').map_or(String::new(), |(_, query)| query.to_owned())
    }

    fn address(&self, sort: &str, skip: usize) -> String {
        let skip = if skip == 0 { String::new() } else { skip.to_string() };
        let state = self.state.map_or("", StoryState::word);
        let person = self.person.map(|p| p.to_string()).unwrap_or_default();
        let day = self.day.map(|d| d.to_string()).unwrap_or_default();
        let pairs = [
            ("q", self.q.as_str()),
            ("state", state),
            ("section", &self.section),
            ("desk", &self.desk),
            ("person", &person),
            ("day", &day),
            ("sort", sort),
            ("skip", &skip),
        ];
        let pairs: Vec<String> = pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| format!("{n}={}", encode(v))).collect();
        if pairs.is_empty() { "/newsroom/stories".into() } else { format!("/newsroom/stories?{}", pairs.join("&")) }
    }

    fn column(&self, key: &'static str, name: &'static str) -> Column {
        let (chosen, times) = (self.sort == key, matches!(key, "changed" | "published"));
        let sort = if chosen && !self.back { format!("{key}-back") } else { key.to_owned() };
        let sorted = match (chosen, times != self.back) {
            (false, _) => "",
            (true, true) => "descending",
            (true, false) => "ascending",
        };
        Column { key, name, url: self.address(&sort, 0), sorted }
    }

    fn paging(&self, rows: usize, total: usize) -> Paging {
        let noun = if total == 1 { "story" } else { "stories" };
        let says = if rows == total { format!("{total} {noun}") } else { format!("{}–{} of {total} {noun}", self.skip + 1, self.skip + rows) };
        let sort = self.sort_word();
        Paging {
            says: if rows == 0 { String::new() } else { says },
            before: if self.skip > 0 { self.address(&sort, self.skip.saturating_sub(PER_PAGE)) } else { String::new() },
            after: if self.skip + rows < total { self.address(&sort, self.skip + PER_PAGE) } else { String::new() },
        }
    }
}

/// The stories of this page, and how many there are in all. The first page without a filter is that of the stories
/// themselves, to the second; everything else is asked of the index, which is a moment behind.
fn find(app: &App, desk: &Desk<'_>, asked: &Asked) -> Result<(Vec<(Story, Head)>, usize), Problem> {
    if asked.is_plain() && asked.skip == 0 {
        let total = usize::try_from(desk.read.stories_count()?).unwrap_or(0);
        return Ok((desk.read.stories_with_heads(None, PER_PAGE as i64)?, total));
    }
    let (stories, total) = app.finder.find(&asked.wanted(&desk.paper.zone), PER_PAGE)?;
    let mut found = Vec::with_capacity(stories.len());
    for id in stories {
        if let Some(story) = desk.read.story(id)? {
            found.push((story, desk.read.draft_head(id)?));
        }
    }
    Ok((found, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asked {
        Asked::read(&Form(crate::http::form::pairs(query)))
    }

    #[test]
    fn a_heading_sorts_by_its_column_and_then_the_other_way_round() {
        assert_eq!(asked("q=a+b&state=draft").column("headline", "").url, "/newsroom/stories?q=a%20b&state=draft&sort=headline");
        let by_headline = asked("sort=headline").column("headline", "");
        assert_eq!((by_headline.url.as_str(), by_headline.sorted), ("/newsroom/stories?sort=headline-back", "ascending"));
        assert_eq!(asked("").column("changed", "").sorted, "descending");
        assert_eq!(asked("sort=changed-back").column("changed", "").sorted, "ascending");
    }

    #[test]
    fn pages_say_which_part_of_the_list_they_are() {
        let paging = asked("skip=50").paging(50, 312);
        assert_eq!(
            (paging.says.as_str(), paging.before.as_str(), paging.after.as_str()),
            ("51–100 of 312 stories", "/newsroom/stories", "/newsroom/stories?skip=100")
        );
        assert_eq!(asked("").paging(1, 1).says, "1 story");
    }
}
