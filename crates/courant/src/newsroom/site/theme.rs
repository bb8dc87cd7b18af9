//! `/newsroom/theme`: colours, fonts, parts of the front and logo by form, a theme's folder, and undo.

use super::{all, done, moved, part, wait};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed, sent_file};
use crate::newsroom::desk::Desk;
use crate::newsroom::flash;
use crate::newsroom::shell::{Answer, render, see};
use crate::pictures::inspect::MAX_BYTES;
use crate::pictures::rendition::{Format, widths_for};
use crate::publish;
use crate::themes::{self, Kept, LARGEST_LOGO, Mistakes};
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use courant_news::permit::ManageSite;
use courant_render::newsroom::{Button, Choice, Flash, KeptRow, LookRow, PartRow, ThemeEditor};
use courant_render::theme::look::{FONTS, Look, PARTS, TOKENS, is_part};
use courant_store::{Problem, Read};
use std::sync::Arc;

/// Pictures offered as logo, and the widest file of one that is taken.
const OFFERED: i64 = 60;
const LOGO: &str = "logo.webp";
const WIDEST: u32 = 960;
/// What people call the parts of [`PARTS`], and where they stand.
const NAMES: [(&str, &str); 8] = [
    ("Lead", MAIN),
    ("Lines below the lead", MAIN),
    ("Second rank", MAIN),
    ("Breaking News", BESIDE),
    ("What is coming", BESIDE),
    ("Section strips", "Main column; every section that has no place of its own here"),
    ("Most Viewed", BESIDE),
    ("Connect with us", "Beside it; at the end of the list: in the foot of the page"),
];
const MAIN: &str = "Main column";
const BESIDE: &str = "Beside it";

/// What the page shows besides what is in use.
#[derive(Default)]
struct Extra {
    flash: Option<Flash>,
    mistakes: Mistakes,
    /// Order of the parts as sent, those that are not shown too.
    order: Vec<String>,
    moved: String,
    way: &'static str,
}

/// The page.
///
/// # Errors
/// [`Failure`] of the store.
pub(in crate::newsroom) async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| {
        let mut flash = done(&query);
        if query.0.text("done") == "theme"
            && let Some(flash) = &mut flash
        {
            let button = |text: &str| text.to_owned();
            flash.undo = Some(Button { action: button("/newsroom/theme"), name: button("do"), value: button("undo"), words: button("Undo") });
        }
        page(app, &signed, 200, &used(app)?, Extra { flash, ..Extra::default() })
    })
    .await
}

/// Saves the form, takes a folder, goes back to what was before, or to the house. A button that moves a part shows the page
/// again as it would be, and saves nothing.
///
/// # Errors
/// [`Failure`] of the store; what can be mended comes back with the page.
pub(in crate::newsroom) async fn save(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let now = used(app)?;
        let (order, item, way) = moved(all(&form, "part"), &form);
        if !item.is_empty() {
            let shown = typed(app, &form, now)?;
            let flash = Flash { kind: "note", says: "Not saved yet.".into(), next: "Save when the order is right.".into(), ..Flash::default() };
            return page(app, &signed, 200, &shown, Extra { flash: Some(flash), order, moved: item, way, ..Extra::default() });
        }
        let wanted = match form.text("do") {
            "folder" => themes::read(&app.data, form.text("folder")),
            "house" => Ok(Kept::default()),
            "undo" => before(app).map_err(|f| vec![f.sentence]),
            _ => typed(app, &form, now.clone()).map_err(|f| vec![f.sentence]),
        };
        match wanted.and_then(|kept| wear(app, &signed, &kept)) {
            Ok(()) => Ok(see("/newsroom/theme?done=theme")),
            Err(mistakes) => {
                let flash = flash::problem("The theme cannot be used.", "Readers keep the last good one. Mend what stands below and try again.");
                let shown = typed(app, &form, now.clone()).unwrap_or(now);
                page(app, &signed, 422, &shown, Extra { flash: Some(flash), mistakes, order, ..Extra::default() })
            }
        }
    })
    .await
}

/// Takes a picture as logo: it goes the way of every picture, and stands in the place of the name at once.
///
/// # Errors
/// [`Failure`] of the store, 413, 422.
pub(in crate::newsroom) async fn logo(State(app): State<Arc<App>>, signed: Signed, headers: HeaderMap, body: Body) -> Answer {
    signed.actor.permit::<ManageSite>()?;
    let sent = sent_file(&headers, body, LARGEST_LOGO.min(MAX_BYTES), "picture").await?;
    app.blocking(move |app| {
        let mut kept = used(app)?;
        let made = themes::logo(&sent.bytes).map_err(|sentence| vec![format!("The logo: {sentence}")]).and_then(|bytes| {
            kept.look.logo = LOGO.into();
            kept.put(LOGO, &bytes);
            wear(app, &signed, &kept)
        });
        match made {
            Ok(()) => Ok(see("/newsroom/theme?done=theme")),
            Err(mistakes) => {
                let flash = flash::problem("The picture cannot be the logo.", "Readers see no change. Choose a PNG, WebP or JPEG.");
                page(app, &signed, 422, &used(app)?, Extra { flash: Some(flash), mistakes, ..Extra::default() })
            }
        }
    })
    .await
}

/// Tries a theme on every kind of page, and gives it to readers: one transaction, one line of the journal.
///
/// # Errors
/// [`Mistakes`], a refusal of the store among them.
pub(super) fn wear(app: &App, signed: &Signed, kept: &Kept) -> Result<(), Mistakes> {
    let said = |e: Failure| vec![e.sentence];
    let frame = app.pages.frame(app.clock.now(), "", "").map_err(|e| vec![e.to_string()])?;
    kept.tried(&frame, app.pages.paper().patience)?;
    let json = serde_json::to_string(kept).map_err(|e| said(Problem::from(e).into()))?;
    let permit = signed.actor.permit::<ManageSite>().map_err(|e| said(e.into()))?;
    publish::set_theme(&app.store, permit, app.clock.now(), &json, kept.name()).map_err(|e| said(e.into()))?;
    wait(app);
    Ok(())
}

/// The theme in use.
///
/// # Errors
/// [`Failure`] of the store.
pub(super) fn used(app: &App) -> Result<Kept, Failure> {
    stored(app, publish::THEME)
}

fn before(app: &App) -> Result<Kept, Failure> {
    stored(app, &format!("{}.before", publish::THEME))
}

fn stored(app: &App, name: &str) -> Result<Kept, Failure> {
    let json = app.store.read(|read| read.setting(name))?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose().map_err(Problem::from)?.unwrap_or_default())
}

/// The theme in use with the colours, fonts, parts and logo of the form.
///
/// # Errors
/// [`Failure`] where the form leaves no front, or names no picture.
pub(super) fn typed(app: &App, form: &Form, mut kept: Kept) -> Result<Kept, Failure> {
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
    for (name, font) in [("serif", &mut look.fonts.serif), ("sans", &mut look.fonts.sans)] {
        match form.text(name) {
            "" => {}
            "house" => font.clear(),
            other => other.clone_into(font),
        }
    }
    let order = all(form, "part");
    if !order.is_empty() {
        let shown = all(form, "show");
        let parts: Vec<String> = order.into_iter().filter(|part| shown.contains(part) && is_part(part)).collect();
        if !parts.iter().any(|part| part != "connect") {
            return Err(Failure::invalid("A front without any part is none.", "Tick at least one part."));
        }
        let whole = parts.iter().map(String::as_str).eq(PARTS);
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
            kept.put(LOGO, &bytes);
        }
    }
    Ok(kept)
}

/// The colours of a look, as they are shown.
pub(super) fn colours(look: &Look) -> Vec<LookRow> {
    let row = |(token, name, ..): (&str, &str, &str, &str)| LookRow {
        token: token.into(),
        name: name.into(),
        light: look.colour(token, false).to_owned(),
        dark: look.colour(token, true).to_owned(),
    };
    TOKENS.into_iter().map(row).collect()
}

fn fonts(kept: &Kept, chosen: &str, house: &str) -> Vec<Choice> {
    let choice = |value: &str, name: String| Choice { value: value.into(), name, chosen: value == chosen || (value == house && chosen.is_empty()) };
    let built_in = FONTS.into_iter().map(|(value, name, _)| choice(value, name.to_owned()));
    let own = kept.files.keys().filter(|name| name.ends_with(".woff2")).map(|name| choice(name, format!("{name}, of the theme")));
    built_in.chain(own).collect()
}

/// Every part that a front of this paper could have: those that are shown in their order, then the rest.
fn parts(read: &Read<'_>, look: &Look, order: &[String]) -> Result<Vec<PartRow>, Problem> {
    let sections = read.sections_all()?;
    let strips: Vec<String> = sections.iter().map(|s| format!("strip:{}", s.slug)).collect();
    let mut all: Vec<String> = if order.is_empty() { look.parts().into_iter().map(String::from).collect() } else { order.to_vec() };
    let there: Vec<String> = PARTS.map(String::from).into_iter().chain(strips).collect();
    all.retain(|part| there.contains(part));
    for part in there {
        if !all.contains(&part) {
            all.push(part);
        }
    }
    let row = |part: String| {
        let house = PARTS.iter().position(|p| *p == part).map(|at| NAMES[at]);
        let section = sections.iter().find(|s| part.strip_prefix("strip:") == Some(&s.slug)).map(|s| s.name.as_str());
        let (name, place) = match house {
            Some((name, place)) => (name.to_owned(), place),
            None => (format!("Strip: {}", section.unwrap_or_default()), MAIN),
        };
        PartRow { shown: look.parts().contains(&part.as_str()), name, place: place.into(), part }
    };
    Ok(all.into_iter().map(row).collect())
}

/// Themes that are kept.
pub(super) fn kept_rows(desk: &Desk<'_>, used: &Kept) -> Result<Vec<KeptRow>, Problem> {
    let row = |kept: courant_store::themes::KeptTheme| {
        let (by, at) = (desk.name(&kept.added_by)?, desk.short(kept.added_at));
        Ok(KeptRow { url: format!("/newsroom/themes/{}", kept.id), name: kept.name, used: kept.id == used.id, at, by })
    };
    desk.read.themes()?.into_iter().map(row).collect()
}

fn page(app: &App, signed: &Signed, status: u16, kept: &Kept, extra: Extra) -> Answer {
    let (page, tabs) = part(app, signed, "Theme", extra.flash);
    let look: &Look = &kept.look;
    let name = |p: &courant_store::pictures::Picture| [&p.caption, &p.alt, &p.file_name].into_iter().find(|t| !t.is_empty()).cloned();
    let folder = |name: String| Choice { chosen: name == kept.folder, value: name.clone(), name };
    let said = app.pages.paper().trouble.said();
    let view = app.store.read(|read| {
        let desk = Desk::new(app, read)?;
        let choice = |p: &courant_store::pictures::Picture| Choice { value: p.id.clone(), name: name(p).unwrap_or_default(), chosen: false };
        Ok::<_, Problem>(ThemeEditor {
            page,
            tabs,
            says: format!("‘{}’ is in use", kept.name()),
            trouble_at: said.as_ref().and_then(|s| s.at).map(|at| desk.short(at)).unwrap_or_default(),
            trouble: said.map(|s| in_words(&s)).unwrap_or_default(),
            mistakes: extra.mistakes,
            tokens: colours(look),
            faint: look.too_faint().into_iter().map(|f| f.says).collect(),
            serif: fonts(kept, &look.fonts.serif, "newsreader"),
            sans: fonts(kept, &look.fonts.sans, "public-sans"),
            parts: parts(read, look, &extra.order)?,
            moved: extra.moved,
            way: extra.way.into(),
            logo: !look.logo.is_empty(),
            pictures: read.pictures(OFFERED)?.iter().map(choice).collect(),
            folders: themes::folders(&app.data).into_iter().map(folder).collect(),
            kept: kept_rows(&desk, kept)?,
            undo: read.setting(&format!("{}.before", publish::THEME))?.is_some(),
            templates: kept.templates.keys().cloned().collect(),
        })
    })?;
    render(app, status, "theme.html", &view)
}

fn in_words(said: &crate::pages::Said) -> String {
    let what = if said.aside {
        "It failed and is set aside: readers have the last good theme on every page."
    } else {
        "It failed on a page: readers have that page in the last good theme."
    };
    format!("{what} {}", said.sentence)
}
