//! `/newsroom/themes`: themes come in as zips, are checked whole, looked at, used, sent back and deleted.

use super::theme::{self, colours, used};
use super::{done, part, wait};
use crate::app::App;
use crate::http::{Failure, Query, Signed, sent_file};
use crate::newsroom::desk::Desk;
use crate::newsroom::flash;
use crate::newsroom::shell::{Answer, Number, render, see};
use crate::publish;
use crate::themes::{self, Kept, MOST_PACKED, Mistakes};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::IntoResponse;
use courant_news::permit::ManageSite;
use courant_render::newsroom::{Flash, KeptTheme};
use courant_store::Problem;
use std::sync::Arc;

/// Kinds of pages to look at.
pub(super) const KINDS: [(&str, &str); 3] = [("front", "The front"), ("story", "A story"), ("section", "A section")];

/// Takes a zip in: checked whole it is kept, else nothing is, and every mistake is said.
///
/// # Errors
/// [`Failure`] 413, 422 where no file was sent, or of the store.
pub(in crate::newsroom) async fn upload(State(app): State<Arc<App>>, signed: Signed, headers: HeaderMap, body: Body) -> Answer {
    signed.actor.permit::<ManageSite>()?;
    let sent = sent_file(&headers, body, MOST_PACKED, "theme").await?;
    app.blocking(move |app| {
        let checked = themes::unpack(&sent.bytes).and_then(|files| themes::gather(&files)).and_then(|kept| {
            let frame = app.pages.frame(app.clock.now(), "", "").map_err(|e| vec![e.to_string()])?;
            kept.tried(&frame, app.pages.paper().patience).map(|_| kept)
        });
        match checked {
            Ok(kept) => {
                let json = serde_json::to_string(&kept).map_err(Problem::from)?;
                let id = publish::keep_theme(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), kept.name(), &json)?;
                wait(app);
                Ok(see(&format!("/newsroom/themes/{id}?done=theme-kept")))
            }
            Err(mistakes) => refused(app, &signed, &sent.name, mistakes),
        }
    })
    .await
}

fn refused(app: &App, signed: &Signed, file: &str, mistakes: Mistakes) -> Answer {
    let flash = flash::problem("The theme is not taken.", "Nothing was changed. Mend what stands below and send it again.");
    let (page, tabs) = part(app, signed, "Theme", Some(flash));
    let name = if file.is_empty() { "A theme" } else { file };
    render(app, 422, "kept-theme.html", &KeptTheme { page, tabs, name: name.into(), mistakes, ..KeptTheme::default() })
}

/// A theme that is kept.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub(in crate::newsroom) async fn show(State(app): State<Arc<App>>, signed: Signed, Number(id): Number, query: Query) -> Answer {
    app.blocking(move |app| page(app, &signed, 200, id, done(&query), Mistakes::new())).await
}

/// Gives it to readers, once more tried.
///
/// # Errors
/// As [`show`]; what is wrong with it by now comes back with the page.
pub(in crate::newsroom) async fn wear(State(app): State<Arc<App>>, signed: Signed, Number(id): Number) -> Answer {
    app.blocking(move |app| match theme::wear(app, &signed, &stored(app, id)?) {
        Ok(()) => Ok(see("/newsroom/theme?done=theme")),
        Err(mistakes) => {
            let flash = flash::problem("The theme cannot be used.", "Readers keep the last good one.");
            page(app, &signed, 422, id, Some(flash), mistakes)
        }
    })
    .await
}

/// Deletes it.
///
/// # Errors
/// As [`show`].
pub(in crate::newsroom) async fn remove(State(app): State<Arc<App>>, signed: Signed, Number(id): Number) -> Answer {
    app.blocking(move |app| {
        publish::drop_theme(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), id)?;
        Ok(see("/newsroom/theme?done=theme-gone"))
    })
    .await
}

/// A theme as a zip: a kept one by its number, the one in `use`, or the `house`'s as a start.
///
/// # Errors
/// As [`show`].
pub(in crate::newsroom) async fn download(State(app): State<Arc<App>>, Path(which): Path<String>) -> Answer {
    app.blocking(move |app| {
        let kept = match which.as_str() {
            "house" => Kept::default(),
            "used" => used(app)?,
            number => stored(app, number.parse().map_err(|_| Failure::missing("such theme"))?)?,
        };
        let zip = themes::pack(&themes::files_of(&kept)).map_err(|sentence| Failure::new(500, sentence, "Try again."))?;
        let slug = courant_news::slug::Slug::from_headline(kept.name());
        let name = format!("attachment; filename=\"{}.zip\"", if slug.as_str().is_ascii() { slug.as_str() } else { "theme" });
        let mut response = ([(header::CONTENT_TYPE, "application/zip")], zip).into_response();
        response.headers_mut().extend(HeaderValue::from_str(&name).ok().map(|v| (header::CONTENT_DISPOSITION, v)));
        Ok(response)
    })
    .await
}

/// A theme that is kept, with its number.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub(super) fn stored(app: &App, id: i64) -> Result<Kept, Failure> {
    let row = app.store.read(|read| read.theme(id))?.ok_or_else(|| Failure::missing("such theme"))?;
    let kept: Kept = serde_json::from_str(&row.theme).map_err(Problem::from)?;
    Ok(Kept { id, ..kept })
}

fn page(app: &App, signed: &Signed, status: u16, id: i64, flash: Option<Flash>, mistakes: Mistakes) -> Answer {
    let kept = stored(app, id)?;
    let now = used(app)?;
    let (page, tabs) = part(app, signed, "Theme", flash);
    let url = format!("/newsroom/themes/{id}");
    let view = app.store.read(|read| {
        let desk = Desk::new(app, read)?;
        let row = read.theme(id)?;
        let look = |(kind, name): (&str, &str)| (name.to_owned(), format!("{url}/preview/{kind}/light"), format!("{url}/preview/{kind}/dark"));
        Ok::<_, Problem>(KeptTheme {
            page,
            tabs,
            name: kept.name().to_owned(),
            mistakes,
            faint: kept.look.too_faint().into_iter().map(|f| f.says).collect(),
            holds: holds(&kept),
            previews: KINDS.map(look).into(),
            tokens: colours(&kept.look),
            used: now.id == id,
            at: row.as_ref().map(|r| desk.short(r.added_at)).unwrap_or_default(),
            by: row.map(|r| desk.name(&r.added_by)).transpose()?.unwrap_or_default(),
            url: url.clone(),
        })
    })?;
    render(app, status, "kept-theme.html", &view)
}

/// What is in a theme, in words.
fn holds(kept: &Kept) -> Vec<(String, String)> {
    let list = |names: Vec<&str>, none: &str| if names.is_empty() { none.to_owned() } else { names.join(", ") };
    let files = |ending: &str| kept.files.keys().map(String::as_str).filter(|name| name.ends_with(ending)).collect();
    let css = match kept.css.lines().count() {
        0 => "none of its own".to_owned(),
        1 => "1 line of its own".to_owned(),
        lines => format!("{lines} lines of its own"),
    };
    let front = if kept.look.front.is_empty() { "as the house has it".to_owned() } else { kept.look.front.join(", ") };
    let row = |what: &str, words: String| (what.to_owned(), words);
    vec![
        row("Templates", list(kept.templates.keys().map(String::as_str).collect(), "the house’s")),
        row("Style sheet", css),
        row("Fonts", list(files(".woff2"), "none of its own")),
        row("Logo", if kept.look.logo.is_empty() { "none: the name is set in type".into() } else { "yes".into() }),
        row("The front", front),
    ]
}
