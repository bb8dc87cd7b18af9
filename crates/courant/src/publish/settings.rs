//! The site's own settings, navigation and theme, each kept as one text. What the text means is checked by who reads it.

use super::Refusal;
use courant_news::change::Change;
use courant_news::navigation::Entry;
use courant_news::permit::{ManageSite, Permit};
use courant_store::{Problem, Store};
use jiff::Timestamp;

/// Name of the setting that holds what the paper says of itself, as JSON.
pub const SITE: &str = "site";
/// Name of the setting that holds the navigation, as JSON.
pub const NAVIGATION: &str = "navigation";
/// Name of the setting that holds the theme, as JSON.
pub const THEME: &str = "theme";

/// Sets what the paper says of itself; `what` names what changed, for the journal.
///
/// # Errors
/// [`Refusal::Store`].
pub fn set_site(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, json: &str, what: &str) -> Result<(), Refusal> {
    keep(store, permit, now, SITE, json, Change::SettingsChanged { what: what.to_owned() })
}

/// Sets which sections and pages stand in masthead and footer, in order.
///
/// # Errors
/// [`Refusal::Store`].
pub fn set_navigation(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, entries: &[Entry]) -> Result<(), Refusal> {
    let json = serde_json::to_string(entries).map_err(Problem::from)?;
    keep(store, permit, now, NAVIGATION, &json, Change::SettingsChanged { what: "navigation".into() })
}

/// Chooses a theme, or changes the one in use; `name` is for the journal.
///
/// # Errors
/// [`Refusal::Store`].
pub fn set_theme(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, json: &str, name: &str) -> Result<(), Refusal> {
    keep(store, permit, now, THEME, json, Change::ThemeChanged { theme: name.to_owned() })
}

/// Most themes that are kept.
const MOST_THEMES: i64 = 50;

/// Keeps a theme that was checked, for looking at and for later; readers have nothing of it. Its number.
///
/// # Errors
/// [`Refusal::Invalid`] where there are too many, [`Refusal::Store`].
pub fn keep_theme(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, name: &str, json: &str) -> Result<i64, Refusal> {
    store.act(permit.actor(), now, |tx| {
        if tx.themes_count()? >= MOST_THEMES {
            return Err(Refusal::invalid(format!("{MOST_THEMES} themes are kept already."), "Delete one that nobody needs."));
        }
        let theme = tx.add_theme(name, json)?;
        Ok((theme, Some(Change::ThemeKept { theme, name: name.to_owned() })))
    })
}

/// Deletes a theme that is kept. The one in use stays in use: it is a copy of its own.
///
/// # Errors
/// [`Refusal::Missing`], [`Refusal::Store`].
pub fn drop_theme(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, theme: i64) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let name = tx.theme(theme)?.map(|kept| kept.name).ok_or_else(|| Refusal::Missing("such theme".into()))?;
        tx.drop_theme(theme)?;
        Ok(((), Some(Change::ThemeDropped { theme, name })))
    })
}

fn keep(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, name: &str, json: &str, change: Change) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        if tx.setting(name)?.as_deref() == Some(json) {
            return Ok(((), None));
        }
        // What was there before, for 'undo'.
        if let Some(before) = tx.setting(name)? {
            tx.set_setting(&format!("{name}.before"), &before)?;
        }
        tx.set_setting(name, json)?;
        Ok(((), Some(change)))
    })
}
