//! Where the site is changed: sections, storylines, pages that are not news, navigation, settings, redirects.

pub(super) mod navigation;
pub(super) mod places;
pub(super) mod redirects;
pub(super) mod sections;
pub(super) mod settings;
pub(super) mod storylines;
pub(super) mod text;
pub(super) mod texts;
pub(super) mod theme;
pub(super) mod theme_preview;
pub(super) mod themes;

use super::shell::shell;
use super::{flash, readers};
use crate::app::App;
use crate::http::{Form, Signed};
use crate::publish::Refusal;
use courant_news::permit::{Actor, Grant};
use courant_render::newsroom::{Field, Flash, Link, Shell};

const PARTS: [(&str, &str, Grant); 7] = [
    ("Sections", "/newsroom/sections", Grant::ManageSite),
    ("Storylines", "/newsroom/storylines", Grant::Arrange),
    ("Pages", "/newsroom/pages", Grant::ManageSite),
    ("Navigation", "/newsroom/navigation", Grant::ManageSite),
    ("Settings", "/newsroom/settings", Grant::ManageSite),
    ("Redirects", "/newsroom/redirects", Grant::ManageSite),
    ("Theme", "/newsroom/theme", Grant::ManageSite),
];

/// The first part of the site that somebody may change; empty when there is none.
pub(super) fn first_part(actor: &Actor) -> &'static str {
    PARTS.iter().find(|(_, _, grant)| actor.has(*grant)).map_or("", |(_, url, _)| url)
}

/// The shell of one of the parts, with links to those that this person may change.
fn part(app: &App, signed: &Signed, name: &str, flash: Option<Flash>) -> (Shell, Vec<Link>) {
    let may = PARTS.iter().filter(|(_, _, grant)| signed.actor.has(*grant));
    let tabs = may.map(|(part, url, _)| Link { name: (*part).into(), url: (*url).into(), current: *part == name }).collect();
    (Shell { flash, ..shell(app, &signed.actor, name, "site") }, tabs)
}

fn value(text: impl Into<String>) -> Field {
    Field { value: text.into(), error: String::new() }
}

/// What is wrong as one text beside a field, where it can be mended.
///
/// # Errors
/// Every other refusal.
fn mendable(refusal: Refusal) -> Result<String, Refusal> {
    match refusal {
        Refusal::Invalid { sentence, next } => Ok(format!("{sentence} {next}")),
        other => Err(other),
    }
}

/// The name of a place that could not be made, with why, where it can be mended.
///
/// # Errors
/// As [`mendable`].
fn new_name(form: &Form, refusal: Refusal) -> Result<Field, Refusal> {
    Ok(Field { value: form.text("name").to_owned(), error: mendable(refusal)? })
}

/// A list after one of its buttons: `move-up` or `move-down` with the name of a row. Also that row, and which way.
fn moved(mut list: Vec<String>, form: &Form) -> (Vec<String>, String, &'static str) {
    for (button, way) in [("move-up", "up"), ("move-down", "down")] {
        let name = form.text(button).to_owned();
        if let Some(at) = list.iter().position(|one| *one == name) {
            let to = if way == "up" { at.saturating_sub(1) } else { (at + 1).min(list.len() - 1) };
            list.swap(at, to);
            return (list, name, way);
        }
    }
    (list, String::new(), "")
}

/// All values of a name, in order.
fn all(form: &Form, name: &str) -> Vec<String> {
    form.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.trim().to_owned()).collect()
}

/// What has just been done, as the address names it.
fn done(query: &crate::http::Query) -> Option<Flash> {
    flash::of(query.0.text("done"))
}

fn wait(app: &App) {
    readers::wait(app);
}
