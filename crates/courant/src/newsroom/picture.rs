//! `/newsroom/pictures/{id}`: one picture with its words, its rights and its focal point.

use super::audit;
use super::desk::Desk;
use super::picture_words::{card, file, record, used_in};
use super::shell::{Answer, render, see, shell, with_flash};
use super::{readers, times};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed, read_body};
use crate::publish;
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use courant_news::permit::{Edit, Grant};
use courant_render::newsroom::{Field, Link, PictureEditor};
use courant_render::times::date;
use courant_store::pictures::Picture;
use courant_store::{Problem, Read};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// Most characters of each of a picture's words.
const LONGEST: usize = 2000;
/// Most bytes of a description as JSON.
const MOST_BYTES: usize = 64 * 1024;
/// Lines of its history.
const HISTORY: i64 = 50;

/// The page.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>, query: Query) -> Answer {
    app.blocking(move |app| {
        let mut view = app.store.read(|read| editor(app, read, &signed, &id, None))?;
        view.page = with_flash(view.page, &query);
        render(app, 200, "picture.html", &view)
    })
    .await
}

/// Changes it by the form.
///
/// # Errors
/// [`Failure`] 404, or of the store; what can be mended comes back with the page.
pub async fn change(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| {
        let old = known(app, &id)?;
        let (new, errors) = typed(&old, &form);
        if !errors.is_empty() {
            let view = app.store.read(|read| editor(app, read, &signed, &id, Some((&form, &errors))))?;
            return render(app, 422, "picture.html", &view);
        }
        keep(app, &signed, &old, &new)?;
        Ok(see(&format!("/newsroom/pictures/{id}?done={}", done(app, &old, &id)?)))
    })
    .await
}

/// What readers notice of a change.
fn done(app: &App, old: &Picture, id: &str) -> Result<&'static str, Failure> {
    let new = known(app, id)?;
    Ok(match (old.ended_at.is_some(), new.ended_at.is_some()) {
        (false, true) => "picture-ended",
        (true, false) => "picture-back",
        _ => "picture",
    })
}

/// What the editor sends; what is left out stays as it is.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
struct Described {
    alt: Option<String>,
    caption: Option<String>,
    credit: Option<String>,
    creator: Option<String>,
    rights: Option<String>,
    rights_end: Option<String>,
    made_on: Option<String>,
    focus: Option<[f64; 2]>,
}

/// Changes it by JSON `{alt, caption, credit, creator, rights, rights_end, made_on, focus: [x, y]}`, each of which may be
/// left out; an empty day is none.
///
/// # Errors
/// [`Failure`] 404, 422, or of the store.
pub async fn describe(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>, body: Body) -> Answer {
    let bytes = read_body(body, MOST_BYTES, "description").await?;
    app.blocking(move |app| {
        let old = known(app, &id)?;
        let new = described(&old, &bytes)?;
        if new != old {
            keep(app, &signed, &old, &new)?;
        }
        Ok(Json(record(&new)).into_response())
    })
    .await
}

fn described(old: &Picture, bytes: &[u8]) -> Result<Picture, Failure> {
    let next = "Send alt, caption, credit, creator and rights as texts and focus as two numbers from 0 to 1.";
    let said: Described = serde_json::from_slice(bytes).map_err(|error| {
        tracing::debug!(%error, "a description was refused");
        Failure::invalid(misfit(bytes), next)
    })?;
    let mut new = old.clone();
    for (field, text) in [
        (&mut new.alt, said.alt),
        (&mut new.caption, said.caption),
        (&mut new.credit, said.credit),
        (&mut new.creator, said.creator),
        (&mut new.rights, said.rights),
    ] {
        if let Some(text) = text {
            *field = text.trim().to_owned();
        }
        if field.chars().count() > LONGEST {
            return Err(Failure::invalid(format!("One of the texts is longer than {LONGEST} characters."), "Shorten it."));
        }
    }
    for (field, text) in [(&mut new.rights_end, said.rights_end), (&mut new.made_on, said.made_on)] {
        if let Some(text) = text {
            *field = day(&text).ok_or_else(|| Failure::invalid("A day cannot be read.", "Write it as 2018-03-28, or leave it empty."))?;
        }
    }
    if let Some([x, y]) = said.focus {
        new.focus = (thousandths(x).ok_or_else(|| Failure::invalid("The focal point lies outside the picture.", next))?, 0);
        new.focus.1 = thousandths(y).ok_or_else(|| Failure::invalid("The focal point lies outside the picture.", next))?;
    }
    Ok(new)
}

/// What is wrong with a description that cannot be read, by its field: a parser's words are about types.
fn misfit(bytes: &[u8]) -> String {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return format!("The description is no JSON: it goes wrong at line {}, column {}.", error.line(), error.column()),
    };
    let Some(map) = value.as_object() else { return "The description is no object.".into() };
    let wrong = map.iter().find_map(|(key, value)| match key.as_str() {
        "alt" | "caption" | "credit" | "creator" | "rights" | "rights_end" | "made_on" => {
            (!value.is_string() && !value.is_null()).then(|| format!("The field ‘{key}’ is no text."))
        }
        "focus" => None,
        other => Some(format!("There is no field ‘{}’.", other.chars().filter(|c| !c.is_control()).take(60).collect::<String>())),
    });
    wrong.unwrap_or_else(|| "The field ‘focus’ is not two numbers.".into())
}

/// A day as a form sends it; empty is none. `None` when it is no day.
fn day(text: &str) -> Option<Option<Date>> {
    let text = text.trim();
    if text.is_empty() { Some(None) } else { text.parse::<Date>().ok().filter(|day| (1800..=2999).contains(&day.year())).map(Some) }
}

fn thousandths(part: f64) -> Option<u16> {
    (0.0..=1.0).contains(&part).then(|| (part * 1000.0).round() as u16)
}

fn known(app: &App, id: &str) -> Result<Picture, Failure> {
    app.store.read(|read| read.picture(id))?.ok_or_else(|| Failure::missing("such picture"))
}

fn keep(app: &App, signed: &Signed, old: &Picture, new: &Picture) -> Result<(), Failure> {
    publish::change_picture(&app.store, signed.actor.permit::<Edit>()?, &app.pages.paper().zone, app.clock.now(), new)?;
    // Creator and rights stand in the files too, so those are made anew.
    let stands_in_files = (&old.creator, &old.credit, &old.rights) != (&new.creator, &new.credit, &new.rights);
    if stands_in_files && let Err(failure) = app.media.forget(&new.id) {
        // The words are kept; files with the old ones go out until somebody can remove them.
        tracing::error!(picture = new.id, error = failure.sentence, "files with old rights could not be removed");
    }
    readers::wait(app);
    Ok(())
}

fn typed(old: &Picture, form: &Form) -> (Picture, Vec<(&'static str, String)>) {
    let mut errors = Vec::new();
    let mut text = |name: &'static str| {
        let text = form.text(name).to_owned();
        if text.chars().count() > LONGEST {
            errors.push((name, format!("This is longer than {LONGEST} characters; shorten it.")));
        }
        text
    };
    let [alt, caption, credit, creator, rights] = ["alt", "caption", "credit", "creator", "rights"].map(&mut text);
    if alt.is_empty() {
        errors.push(("alt", "Say in a few words what is to be seen.".into()));
    }
    let mut per_cent = |name: &'static str, was: u16| match form.text(name).parse::<f64>().ok().and_then(|n| thousandths(n / 100.0)) {
        Some(n) => n,
        None => {
            errors.push((name, "Write a number from 0 to 100.".into()));
            was
        }
    };
    let focus = (per_cent("focus_x", old.focus.0), per_cent("focus_y", old.focus.1));
    let mut date = |name: &'static str, was: Option<Date>| {
        day(form.text(name)).unwrap_or_else(|| {
            errors.push((name, "Write a day such as 2018-03-28, or leave it empty.".into()));
            was
        })
    };
    let (rights_end, made_on) = (date("rights_end", old.rights_end), date("made_on", old.made_on));
    (Picture { alt, caption, credit, creator, rights, focus, rights_end, made_on, ..old.clone() }, errors)
}

fn editor(
    app: &App,
    read: &Read<'_>,
    signed: &Signed,
    id: &str,
    typed: Option<(&Form, &[(&'static str, String)])>,
) -> Result<PictureEditor, Failure> {
    let picture = read.picture(id)?.ok_or_else(|| Failure::missing("such picture"))?;
    let desk = Desk::new(app, read)?;
    let card = card(&desk, &picture)?;
    let field = |name: &str, kept: &str| match typed {
        Some((form, errors)) => {
            let error = errors.iter().find(|(n, _)| *n == name).map(|(_, e)| e.clone()).unwrap_or_default();
            Field { value: form.text(name).to_owned(), error }
        }
        None => Field { value: kept.to_owned(), error: String::new() },
    };
    let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (stories, more_stories) = used_in(&desk, &picture)?;
    let title = if picture.caption.is_empty() { "Picture".to_owned() } else { picture.caption.chars().take(80).collect() };
    Ok(PictureEditor {
        page: shell(app, &signed.actor, title, "pictures"),
        large: file(&picture, 1280),
        alt: field("alt", &picture.alt),
        caption: field("caption", &picture.caption),
        credit: field("credit", &picture.credit),
        creator: field("creator", &picture.creator),
        rights: field("rights", &picture.rights),
        focus_x: field("focus_x", &card.focus.0.to_string()),
        focus_y: field("focus_y", &card.focus.1.to_string()),
        rights_end: field("rights_end", &text(picture.rights_end)),
        made_on: field("made_on", &text(picture.made_on)),
        zone: times::zone_name(desk.now, &desk.paper.zone),
        facts: facts(&desk, &picture)?,
        stories,
        more_stories,
        replaced_by: picture.replaced_by.as_deref().map(|by| linked(read, by)).transpose()?.unwrap_or_default(),
        replaces: read.replaced_by(id, HISTORY)?.iter().map(|old| linked(read, old)).collect::<Result<_, _>>()?,
        may_replace: signed.actor.has(Grant::Publish) && picture.replaced_by.is_none(),
        history: audit::rows(&desk, &read.journal_of_picture(id, HISTORY)?)?,
        picture: card,
    })
}

fn facts(desk: &Desk<'_>, picture: &Picture) -> Result<Vec<(String, String)>, Problem> {
    let megabytes = picture.bytes as f64 / f64::from(1 << 20);
    let size = if megabytes < 0.1 { format!("{} KB", (picture.bytes + 1023) / 1024) } else { format!("{megabytes:.1} MB") };
    let facts = [
        ("File", picture.file_name.clone()),
        ("Size", format!("{} × {} pixels, {size}", picture.width, picture.height)),
        ("Taken", picture.made_on.map(|day| date(day, desk.words())).unwrap_or_default()),
        ("Came in", format!("{}, by {}", desk.when(picture.added_at).text, desk.name(&picture.added_by)?)),
    ];
    Ok(facts.into_iter().filter(|(_, says)| !says.is_empty()).map(|(name, says)| (name.to_owned(), says)).collect())
}

/// A picture as others name it.
fn linked(read: &Read<'_>, id: &str) -> Result<Link, Problem> {
    let caption = read.picture(id)?.map(|p| p.caption).filter(|c| !c.is_empty()).unwrap_or_else(|| "Picture without caption".into());
    Ok(Link { name: caption, url: format!("/newsroom/pictures/{id}"), current: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32) -> Picture {
        Picture { id: "a".repeat(64), width, height: 400, alt: "A crane".into(), creator: "Ana".into(), focus: (500, 500), ..Picture::default() }
    }

    #[test]
    fn what_a_description_leaves_out_stays() {
        let new = described(&picture(800), br#"{"alt":" A harbour crane ","focus":[0.25,1]}"#).expect("read");
        assert_eq!((new.alt.as_str(), new.creator.as_str(), new.focus), ("A harbour crane", "Ana", (250, 1000)));
    }

    #[test]
    fn a_focal_point_outside_the_picture_is_refused() {
        for bad in [&br#"{"focus":[1.5,0]}"#[..], br#"{"focus":[0,-1]}"#, br#"{"focus":[0]}"#, br#"{"alt":5}"#, b"", br#"{"focus":[1e999,0]}"#] {
            assert_eq!(described(&picture(800), bad).expect_err("refused").status, 422);
        }
    }

    #[test]
    fn a_description_that_cannot_be_read_names_its_field() {
        let refused = |bytes: &str| described(&picture(800), bytes.as_bytes()).expect_err("refused").sentence;
        assert_eq!(refused(r#"{"alt":5}"#), "The field ‘alt’ is no text.");
        assert_eq!(refused(r#"{"alt":"A crane","focus":[0]}"#), "The field ‘focus’ is not two numbers.");
        assert_eq!(refused(r#"{"alt":"A crane","size":1}"#), "There is no field ‘size’.");
        assert_eq!(refused("5"), "The description is no object.");
        assert!(refused("{").starts_with("The description is no JSON"));
    }
}
