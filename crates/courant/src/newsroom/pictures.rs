//! `/newsroom/pictures`: the library, and the door by which a picture comes in.

use super::desk::{Desk, capital, number};
use super::picture_words::{card, record};
use super::shell::{Answer, render, shell, with_flash};
use crate::app::App;
use crate::http::form::encode;
use crate::http::{Failure, Form, Query, Signed, read_body, wants_html};
use crate::pictures::PictureProblem;
use crate::pictures::inspect::MAX_BYTES;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use courant_news::permit::Edit;
use courant_news::rights::{day, warned_until};
use courant_render::newsroom::{Choice, Field, Paging, Pictures};
use courant_store::pictures::{Place, Wanted};
use courant_store::{Problem, Read};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::sync::Arc;

/// Pictures on a page.
pub(super) const PER_PAGE: usize = 48;
/// Most pictures that end soon which are counted.
const MOST_ENDING: i64 = 100;

/// What may be sent.
pub(super) fn limits() -> String {
    format!("JPEG, PNG, WebP or GIF, up to {} MB each.", MAX_BYTES >> 20)
}

/// Value of a file field's `accept`.
pub(super) const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif";

/// The library: a page, or JSON for the editor, which asks for it by `Accept`.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, headers: HeaderMap, query: Query) -> Answer {
    let json = !wants_html(&headers) && headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("application/json"));
    app.blocking(move |app| if json { offered(app, &query.0) } else { page(app, &signed, &query) }).await
}

/// Takes a picture in: the body is the file, `name` in the query is what it was called.
///
/// # Errors
/// [`Failure`] 413 before a byte of a larger one is read, 422 for what is no sound picture, or of the disk.
pub async fn upload(State(app): State<Arc<App>>, signed: Signed, query: Query, headers: HeaderMap, body: Body) -> Answer {
    let too_large = |bytes: u64| {
        let problem = PictureProblem::TooManyBytes { bytes };
        Failure::new(413, problem.to_string(), problem.next())
    };
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if let Some(bytes) = declared.filter(|n| *n > MAX_BYTES as u64) {
        return Err(too_large(bytes));
    }
    let bytes = read_body(body, MAX_BYTES, "picture").await?;
    let name = query.0.text("name").to_owned();
    app.blocking(move |app| {
        let picture = app.media.take_in(&app.store, signed.actor.permit::<Edit>()?, app.clock.now(), &name, &bytes)?;
        Ok((StatusCode::CREATED, Json(record(&picture))).into_response())
    })
    .await
}

fn offered(app: &App, form: &Form) -> Answer {
    let asked = Asked::read(form, &app.pages.paper().zone, app.clock.now());
    let (found, total) = app.store.read(|read| {
        Ok::<_, Problem>((read.pictures_found(&asked.wanted, asked.before.as_ref(), PER_PAGE as i64 + 1)?, read.pictures_count(&asked.wanted)?))
    })?;
    let next =
        found.get(PER_PAGE).and(found.get(PER_PAGE - 1)).map(|last| asked.address("/newsroom/pictures", Some(&place(last)))).unwrap_or_default();
    let pictures: Vec<Value> = found.iter().take(PER_PAGE).map(record).collect();
    Ok(Json(json!({ "pictures": pictures, "total": total, "next": next })).into_response())
}

pub(super) fn place(picture: &courant_store::pictures::Picture) -> Place {
    Place { added_at: picture.added_at, id: picture.id.clone() }
}

fn page(app: &App, signed: &Signed, query: &Query) -> Answer {
    let page = with_flash(shell(app, &signed.actor, "Pictures", "pictures"), query);
    let view = app.store.read(|read| {
        let desk = Desk::new(app, read)?;
        let asked = Asked::read(&query.0, &desk.paper.zone, desk.now);
        let (cards, paging) = asked.page(&desk, "/newsroom/pictures")?;
        let choice = |value: &str, name: &str, now: &str| Choice { value: value.into(), name: name.into(), chosen: value == now };
        let choices = |list: &[(&str, &str)], now: &str| list.iter().map(|(value, name)| choice(value, name, now)).collect();
        let wanted = &asked.wanted;
        Ok::<_, Problem>(Pictures {
            page,
            q: wanted.words.clone(),
            dates: choices(&[("added", "Came in"), ("made", "Taken or made")], asked.date),
            from: asked.field(asked.from, "from"),
            to: asked.field(asked.to, "to"),
            rights: choices(
                &[
                    ("", "Any rights"),
                    ("free", "No known end"),
                    ("ending", "Ending within 30 days"),
                    ("ended", "Ended"),
                    ("replaced", "Replaced by another"),
                ],
                wanted.rights,
            ),
            uses: choices(&[("", "Used or not"), ("used", "Used in a story"), ("unused", "In no story")], wanted.uses),
            missing: choices(&[("", "With or without words"), ("alt", "Without alternative text"), ("credit", "Without credit")], wanted.missing),
            filtered: asked.is_filtered(),
            narrowed: Asked { wanted: Wanted { words: String::new(), ..wanted.clone() }, ..asked.clone() }.is_filtered(),
            ending: ending(read, desk.now, &desk.paper.zone)?,
            limits: limits(),
            accept: ACCEPT.into(),
            paging,
            pictures: cards,
        })
    })?;
    render(app, 200, "pictures.html", &view)
}

fn ending(read: &Read<'_>, now: Timestamp, zone: &TimeZone) -> Result<String, Problem> {
    let today = day(now, zone);
    let count = read.pictures_ending(today, warned_until(today), MOST_ENDING)?.len();
    Ok(match count {
        0 => String::new(),
        1 => "The rights of one picture in a published story end within 30 days.".into(),
        n if n as i64 == MOST_ENDING => "The rights of a hundred or more pictures in published stories end within 30 days.".into(),
        n => format!("The rights of {} pictures in published stories end within 30 days.", number(n)),
    })
}

/// What is asked for.
#[derive(Clone, Default)]
pub(super) struct Asked {
    pub wanted: Wanted,
    pub before: Option<Place>,
    date: &'static str,
    from: Option<Date>,
    to: Option<Date>,
    errors: Vec<(&'static str, String)>,
}

impl Asked {
    pub(super) fn read(form: &Form, zone: &TimeZone, now: Timestamp) -> Asked {
        let one_of = |name: &str, words: &[&'static str]| words.iter().copied().find(|w| *w == form.text(name)).unwrap_or_default();
        let mut asked =
            Asked { date: if form.text("date") == "made" { "made" } else { "added" }, before: form.text("before").parse().ok(), ..Asked::default() };
        for (name, slot) in [("from", &mut asked.from), ("to", &mut asked.to)] {
            match form.text(name).parse::<Date>() {
                Ok(date) => *slot = Some(date),
                Err(_) if form.text(name).is_empty() => {}
                Err(_) => asked.errors.push((name, "Write a day such as 2018-03-28.".into())),
            }
        }
        let start = |day: Date| day.to_zoned_datetime(zone.clone()).ok().map(|at| at.timestamp());
        let (by_made, by_added) = (asked.date == "made", asked.date == "added");
        asked.wanted = Wanted {
            words: form.text("q").chars().take(200).collect(),
            added_from: asked.from.filter(|_| by_added).and_then(start),
            added_before: asked.to.filter(|_| by_added).and_then(|day| day.tomorrow().ok()).and_then(start),
            made_from: asked.from.filter(|_| by_made),
            made_to: asked.to.filter(|_| by_made),
            rights: one_of("rights", &["free", "ending", "ended", "replaced"]),
            ending_until: Some(warned_until(day(now, zone))),
            uses: one_of("uses", &["used", "unused"]),
            missing: one_of("missing", &["alt", "credit"]),
        };
        asked
    }

    fn is_filtered(&self) -> bool {
        let w = &self.wanted;
        !w.words.is_empty() || self.from.is_some() || self.to.is_some() || [w.rights, w.uses, w.missing].iter().any(|word| !word.is_empty())
    }

    fn field(&self, day: Option<Date>, name: &str) -> Field {
        let error = self.errors.iter().find(|(n, _)| *n == name).map(|(_, error)| error.clone()).unwrap_or_default();
        Field { value: day.map(|day| day.to_string()).unwrap_or_default(), error }
    }

    /// The address of the same question, from a place on.
    pub(super) fn address(&self, path: &str, before: Option<&Place>) -> String {
        let w = &self.wanted;
        let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let date = if self.date == "made" { "made" } else { "" };
        let pairs = [
            ("q", w.words.clone()),
            ("date", date.to_owned()),
            ("from", text(self.from)),
            ("to", text(self.to)),
            ("rights", w.rights.to_owned()),
            ("uses", w.uses.to_owned()),
            ("missing", w.missing.to_owned()),
            ("before", before.map(Place::to_string).unwrap_or_default()),
        ];
        let pairs: Vec<String> = pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| format!("{n}={}", encode(v))).collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }

    /// One page of what is asked for. The page after is named by the last picture here, so that it stays what it was
    /// while pictures come in.
    pub(super) fn page(&self, desk: &Desk<'_>, path: &str) -> Result<(Vec<courant_render::newsroom::PictureCard>, Paging), Problem> {
        let mut found = desk.read.pictures_found(&self.wanted, self.before.as_ref(), PER_PAGE as i64 + 1)?;
        let more = found.len() > PER_PAGE;
        found.truncate(PER_PAGE);
        let total = usize::try_from(desk.read.pictures_count(&self.wanted)?).unwrap_or(0);
        let says = match total {
            0 => String::new(),
            1 => "One picture".into(),
            n => format!("{} pictures", capital(&number(n))),
        };
        let paging = Paging {
            says,
            before: if self.before.is_some() { self.address(path, None) } else { String::new() },
            after: found.last().filter(|_| more).map(|last| self.address(path, Some(&place(last)))).unwrap_or_default(),
        };
        let cards = found.iter().map(|picture| card(desk, picture)).collect::<Result<_, _>>()?;
        Ok((cards, paging))
    }
}
