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
