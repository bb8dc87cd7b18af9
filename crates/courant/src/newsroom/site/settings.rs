//! `/newsroom/settings`: what the paper says of itself. It holds at once and wins over the configuration file.

use super::{all, done, part, value, wait};
use crate::app::App;
use crate::config::{Follow, Kept, Publisher, Site};
use crate::http::{Form, Query, Signed};
use crate::newsroom::desk::Desk;
use crate::newsroom::shell::{Answer, render, see};
use crate::publish;
use axum::extract::State;
use courant_news::body::Href;
use courant_news::permit::ManageSite;
use courant_render::newsroom::{Field, Flash, Settings};
use courant_store::Problem;
use std::sync::Arc;

/// Most ways to follow, and most characters of a line.
const MOST_FOLLOW: usize = 20;
const LONGEST: usize = 300;

/// What is wrong, by field.
type Errors = Vec<(String, String)>;

/// The page.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub(in crate::newsroom) async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| {
        let site = app.pages.paper().site;
        page(app, &signed, 200, &site, &Errors::new(), done(&query))
    })
    .await
}

/// Saves what was typed.
///
/// # Errors
/// [`crate::http::Failure`] of the store; what can be mended comes back with the page.
pub(in crate::newsroom) async fn save(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let file = &app.config.site;
        let typed = typed(&form, file);
        let errors = check(&typed);
        if !errors.is_empty() {
            return page(app, &signed, 422, &typed, &errors, None);
        }
        let (kept, changed) = (kept(&typed, file), changed(&typed, &app.pages.paper().site));
        let json = serde_json::to_string(&kept).map_err(Problem::from)?;
        publish::set_site(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), &json, &changed)?;
        wait(app);
        Ok(see("/newsroom/settings?done=settings"))
    })
    .await
}

fn typed(form: &Form, file: &Site) -> Site {
    let text = |name: &str| form.text(name).to_owned();
    let (names, whats, urls) = (all(form, "follow_name"), all(form, "follow_what"), all(form, "follow_url"));
    let at = |list: &[String], n: usize| list.get(n).cloned().unwrap_or_default();
    let follow = names.into_iter().enumerate().map(|(n, name)| Follow { name, what: at(&whats, n), url: at(&urls, n) });
    Site {
        name: text("name"),
        strapline: text("strapline"),
        language: text("language"),
        time_zone: text("time_zone"),
        follow: follow.filter(|f| !f.name.is_empty()).take(MOST_FOLLOW).collect(),
        publisher: Publisher {
            legal_name: text("legal_name"),
            email: text("email"),
            telephone: text("telephone"),
            address: text("address"),
            founded: text("founded"),
        },
        ..file.clone()
    }
}

fn check(site: &Site) -> Errors {
    let mut errors = Errors::new();
    let mut wrong = |field: &str, sentence: String| errors.push((field.to_owned(), sentence));
    if site.name.is_empty() {
        wrong("name", "A paper has a name. Write it.".into());
    }
    let subtags = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let first = site.language.split('-').next().unwrap_or_default();
    if !(2..=3).contains(&first.len()) || !first.bytes().all(|b| b.is_ascii_alphabetic()) || !site.language.split('-').all(subtags) {
        wrong("language", "This is no language tag. Write one such as en, fr or pt-BR.".into());
    }
    if let Err(problem) = site.zone() {
        wrong("time_zone", format!("{} Choose an IANA name such as Europe/Berlin or Asia/Seoul.", problem.sentence));
    }
    let founded = &site.publisher.founded;
    let year = founded.len() == 4 && founded.bytes().all(|b| b.is_ascii_digit());
    if !founded.is_empty() && !year && founded.parse::<jiff::civil::Date>().is_err() {
        wrong("founded", "Write a year or a day, such as 1921 or 1921-03-01.".into());
    }
    if !site.publisher.email.is_empty() && !site.publisher.email.contains('@') {
        wrong("email", "This is no mail address. Write one such as desk@paper.example.".into());
    }
    let p = &site.publisher;
    for (field, text) in [("name", &site.name), ("strapline", &site.strapline), ("legal_name", &p.legal_name), ("address", &p.address)] {
        if text.chars().count() > LONGEST {
            wrong(field, format!("This is longer than {LONGEST} characters. Shorten it."));
        }
    }
    for (n, follow) in site.follow.iter().enumerate() {
        let own = follow.url.starts_with('/') || follow.url.starts_with("https://") || follow.url.starts_with("mailto:");
        if !own || Href::parse(&follow.url).is_err() {
            wrong(&format!("follow-{n}"), "Write a path on this paper, an https address or mailto: and an address.".into());
        }
    }
    errors
}

/// What differs from the file; the rest follows the file.
fn kept(site: &Site, file: &Site) -> Kept {
    let text = |typed: &String, file: &String| (typed != file).then(|| typed.clone());
    Kept {
        name: text(&site.name, &file.name),
        strapline: text(&site.strapline, &file.strapline),
        language: text(&site.language, &file.language),
        time_zone: text(&site.time_zone, &file.time_zone),
        follow: (site.follow != file.follow).then(|| site.follow.clone()),
        publisher: (site.publisher != file.publisher).then(|| site.publisher.clone()),
    }
}

/// Names of what changed, for the journal.
fn changed(site: &Site, before: &Site) -> String {
    let fields = [
        ("name", site.name != before.name),
        ("tagline", site.strapline != before.strapline),
        ("language", site.language != before.language),
        ("time zone", site.time_zone != before.time_zone),
        ("ways to follow", site.follow != before.follow),
        ("publisher", site.publisher != before.publisher),
    ];
    fields.iter().filter(|(_, changed)| *changed).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn page(app: &App, signed: &Signed, status: u16, site: &Site, errors: &Errors, flash: Option<Flash>) -> Answer {
    let (page, tabs) = part(app, signed, "Settings", flash);
    let error = |name: &str| errors.iter().find(|(field, _)| field == name).map(|(_, e)| e.clone()).unwrap_or_default();
    let field = |name: &str, text: &String| Field { value: text.clone(), error: error(name) };
    let follow = site.follow.iter().enumerate().map(|(n, f)| [value(&f.name), value(&f.what), field(&format!("follow-{n}"), &f.url)]);
    let now = app.store.read(|read| Ok::<_, Problem>(Desk::new(app, read)?.when(app.clock.now())))?;
    let view = Settings {
        page,
        tabs,
        name: field("name", &site.name),
        strapline: field("strapline", &site.strapline),
        language: field("language", &site.language),
        time_zone: field("time_zone", &site.time_zone),
        zones: jiff::tz::db().available().map(|name| name.to_string()).collect(),
        now,
        follow: follow.chain([[Field::default(), Field::default(), Field::default()]]).collect(),
        legal_name: field("legal_name", &site.publisher.legal_name),
        email: field("email", &site.publisher.email),
        telephone: field("telephone", &site.publisher.telephone),
        address: field("address", &site.publisher.address),
        founded: field("founded", &site.publisher.founded),
    };
    render(app, status, "settings.html", &view)
}
