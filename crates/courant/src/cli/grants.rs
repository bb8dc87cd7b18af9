//! What several commands are told: grants, roles, and how they are read.

use super::Failed;
use courant_news::permit::{GRANTS, Grant, ROLES, Role};

/// Reads grants by their words.
pub(super) fn read_grants(words: &[String]) -> Result<Vec<Grant>, Failed> {
    let known = GRANTS.map(Grant::word).join(", ");
    let read = |word: &String| Grant::from_word(word).ok_or_else(|| Failed::new(format!("‘{word}’ is no grant."), format!("Choose of: {known}.")));
    words.iter().map(read).collect()
}

/// Reads a role by its word.
pub(super) fn read_role(word: &str) -> Result<Role, Failed> {
    let known = ROLES.map(Role::word).join(", ");
    Role::from_word(word).ok_or_else(|| Failed::new(format!("‘{word}’ is no role."), format!("Choose of: {known}.")))
}

/// Grants as one text.
pub(super) fn words(grants: &[Grant]) -> String {
    grants.iter().map(|g| g.word()).collect::<Vec<_>>().join(", ")
}
