//! Whose a story is, asked inside the transaction that changes it: no door can forget it.

use super::Refusal;
use courant_news::permit::{Actor, Ownership};
use courant_news::slug::Slug;
use courant_store::stories::Story;
use courant_store::{Problem, Read};

/// Whose a story is, as its row and its draft say.
///
/// # Errors
/// A [`Problem`] of the database.
pub fn ownership(read: &Read<'_>, story: &Story) -> Result<Ownership, Problem> {
    let bylines = read.draft_head(story.id)?.bylines;
    let slug = |name: String, slug: String| if slug.is_empty() { Slug::from_headline(&name).to_string() } else { slug };
    Ok(Ownership {
        created_by: story.created_by.clone(),
        assigned_to: story.assignment.person,
        bylines: bylines.into_iter().map(|b| slug(b.name, b.slug)).collect(),
        desk: Some(story.assignment.desk.clone()).filter(|desk| !desk.is_empty()),
    })
}

/// Whether an actor may change a story.
///
/// # Errors
/// [`Refusal::NotYours`], or of the store.
pub fn may_change(read: &Read<'_>, actor: &Actor, story: &Story) -> Result<(), Refusal> {
    Ok(ownership(read, story)?.admits(actor)?)
}
