//! `/newsroom/theme`: colours and logo by form, a theme's folder, a look at it before anybody else has one, and undo.

use super::{all, done, part, wait};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::newsroom::flash;
use crate::newsroom::shell::{Answer, render, see};
use crate::pictures::rendition::{Format, widths_for};
use crate::publish;
use crate::themes::{self, Kept};
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use courant_news::permit::ManageSite;
use courant_render::newsroom::{Choice, Flash, LookRow, PartRow, ThemeEditor};
use courant_render::theme::fixture;
use courant_render::theme::look::{Look, PARTS, TOKENS};
use courant_store::Problem;
use std::sync::Arc;

/// Pictures offered as logo, and the widest file of one that is taken.
const OFFERED: i64 = 60;
const LOGO: &str = "logo.webp";
const WIDEST: u32 = 960;
const NAMES: [&str; 6] = ["Breaking News", "What is coming", "Lines below the lead", "Second rank", "Section strips", "Most Viewed"];

/// The page.
///
/// # Errors
/// [`Failure`] of the store.
pub(in crate::newsroom) async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    let flash = done(&query);
    app.blocking(move |app| page(app, &signed, 200, &kept(app)?, flash)).await
}

/// Saves the form, takes a folder, goes back to what was before, or to the house.
///
/// # Errors
/// [`Failure`] of the store; what can be mended comes back with the page.
pub(in crate::newsroom) async fn save(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let now = kept(app)?;
        let wanted = match form.text("do") {
            "folder" => themes::read(&app.data, form.text("folder")),
            "house" => Ok(Kept::default()),
            "undo" => before(app).map_err(|f| f.sentence),
            _ => typed(app, &form, now.clone()).map_err(|f| f.sentence),
        };
        let tried = wanted.and_then(|kept| {
            let frame = app.pages.frame(app.clock.now(), "", "").map_err(|e| e.to_string())?;
            kept.tried(&frame).map(|_| kept)
        });
        match tried {
            Ok(kept) => {
                let json = serde_json::to_string(&kept).map_err(Problem::from)?;
                let name = if kept.folder.is_empty() { "house" } else { &kept.folder };
                publish::set_theme(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), &json, name)?;
                wait(app);
                Ok(see("/newsroom/theme?done=theme"))
            }
            Err(sentence) => {
                let flash = flash::problem(format!("The theme cannot be used. {sentence}"), "Readers keep the last good one. Mend it and try again.");
                let shown = typed(app, &form, now.clone()).unwrap_or(now);
                page(app, &signed, 422, &shown, Some(flash))
            }
        }
    })
    .await
}

/// The front of the demo in the colours that are typed; nothing is saved.
///
/// # Errors
/// [`Failure`] when a colour is none.
pub(in crate::newsroom) async fn preview(State(app): State<Arc<App>>, uri: axum::http::Uri, query: Query) -> Answer {
    app.blocking(move |app| {
        let wanted = typed(app, &query.0, kept(app)?)?;
        let mut frame = app.pages.frame(app.clock.now(), "", "")?;
        let (theme, _) = wanted.tried(&frame).map_err(|sentence| Failure::invalid(sentence, "Go back and choose another."))?;
        frame.assets.insert("paper.css".into(), format!("/newsroom/theme/preview.css?{}", uri.query().unwrap_or_default()));
        frame.noindex = true;
        let pages = fixture::pages(&frame);
        let look = wanted.look.clone();
        let wanted = if query.0.text("page") == "story" { "story.html" } else { "front.html" };
        let (template, mut data) = pages.into_iter().find(|(t, _)| *t == wanted).ok_or_else(|| Failure::missing("such page"))?;
        if template == "front.html" {
            as_shown(&mut data, &look);
        }
        let html = theme.page(template, &data).map_err(|e| Failure::invalid(e.to_string(), "Go back and choose another."))?;
        Ok(Html(html).into_response())
    })
    .await
}

/// The demo's front with the parts that a look shows, in its order.
fn as_shown(data: &mut serde_json::Value, look: &Look) {
    data["side"] = look.side().into();
    for (part, empty) in [("lead_links", "[]"), ("second", "[]"), ("strips", "[]"), ("most_viewed", r#"{"today":[],"week":[]}"#)] {
        if !look.shows(part) {
            data[part] = serde_json::from_str(empty).unwrap_or_default();
        }
    }
}

/// The style sheet of that page.
///
/// # Errors
/// As [`preview`].
pub(in crate::newsroom) async fn style(State(app): State<Arc<App>>, query: Query) -> Answer {
    app.blocking(move |app| {
        let wanted = typed(app, &query.0, kept(app)?)?;
        let (_, assets) = wanted.made().map_err(|sentence| Failure::invalid(sentence, "Go back and choose another."))?;
        let css = assets.named("paper.css").map(|a| a.bytes.clone()).unwrap_or_default();
        Ok(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response())
    })
    .await
}

fn kept(app: &App) -> Result<Kept, Failure> {
    stored(app, publish::THEME)
}

fn before(app: &App) -> Result<Kept, Failure> {
    stored(app, &format!("{}.before", publish::THEME))
}

fn stored(app: &App, name: &str) -> Result<Kept, Failure> {
    let json = app.store.read(|read| read.setting(name))?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose().map_err(Problem::from)?.unwrap_or_default())
}

/// The theme in use with the colours, parts and logo of the form.
fn typed(app: &App, form: &Form, mut kept: Kept) -> Result<Kept, Failure> {
    let look = &mut kept.look;
    for (prefix, dark) in [("light", false), ("dark", true)] {
        for (token, _, light_house, dark_house) in TOKENS {
            let typed = form.text(&format!("{prefix}-{token}")).to_lowercase();
            let colours = if dark { &mut look.dark } else { &mut look.light };
            if typed == if dark { dark_house } else { light_house } {
                colours.remove(token);
            } else if !typed.is_empty() {
                colours.insert(token.to_owned(), typed);
            }
        }
    }
    if form.text("parts") == "yes" {
        let mut parts: Vec<String> = all(form, "show").into_iter().filter(|p| PARTS.contains(&p.as_str())).collect();
        if form.text("first") == "coming" {
            parts.sort_by_key(|part| part != "coming");
        }
        let whole = parts.iter().map(String::as_str).eq(PARTS);
        // An empty list is the house's: a front without any part is none.
        look.front = if whole { Vec::new() } else { parts };
    }
    match form.text("logo") {
        "" => {}
        "none" => drop(kept.files.remove(&std::mem::take(&mut look.logo))),
        id => {
            let picture = app.store.read(|read| read.picture(id))?.ok_or_else(|| Failure::missing("such picture"))?;
            let width = widths_for(picture.width).into_iter().filter(|w| *w <= WIDEST).max().unwrap_or(picture.width);
            let bytes = app.media.file(&picture, None, width, Format::WebP)?.ok_or_else(|| Failure::missing("such picture"))?;
            look.logo = LOGO.into();
            kept.files.insert(LOGO.into(), courant_store::revisions::hex(&bytes));
        }
    }
    Ok(kept)
}

fn page(app: &App, signed: &Signed, status: u16, kept: &Kept, flash: Option<Flash>) -> Answer {
    let (page, tabs) = part(app, signed, "Theme", flash);
    let look: &Look = &kept.look;
    let token = |(token, name, ..): (&str, &str, &str, &str)| LookRow {
        token: token.into(),
        name: name.into(),
        light: look.colour(token, false).to_owned(),
        dark: look.colour(token, true).to_owned(),
    };
    let pictures = app.store.read(|read| read.pictures(OFFERED))?;
    let name = |p: &courant_store::pictures::Picture| [&p.caption, &p.alt, &p.file_name].into_iter().find(|t| !t.is_empty()).cloned();
    let folder = |name: String| Choice { chosen: name == kept.folder, value: name.clone(), name };
    let view = ThemeEditor {
        page,
        tabs,
        says: if kept.folder.is_empty() { "The house theme".into() } else { format!("‘{}’, as it was when it was taken", kept.folder) },
        tokens: TOKENS.into_iter().map(token).collect(),
        faint: look.too_faint().into_iter().map(|f| f.says).collect(),
        parts: PARTS.into_iter().zip(NAMES).map(|(part, name)| PartRow { part: part.into(), name: name.into(), shown: look.shows(part) }).collect(),
        coming_first: look.side().first().is_some_and(|part| part == "coming"),
        logo: !look.logo.is_empty(),
        pictures: pictures.iter().map(|p| Choice { value: p.id.clone(), name: name(p).unwrap_or_default(), chosen: false }).collect(),
        folders: themes::folders(&app.data).into_iter().map(folder).collect(),
        undo: app.store.read(|read| read.setting(&format!("{}.before", publish::THEME)))?.is_some(),
        templates: kept.templates.keys().cloned().collect(),
    };
    render(app, status, "theme.html", &view)
}
