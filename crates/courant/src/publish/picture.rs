//! Taking a picture into the library and changing its words. The file is on the disk, synced, before this is called.

use super::Refusal;
use courant_news::change::Change;
use courant_news::permit::{Edit, Permit};
use courant_store::Store;
use courant_store::pictures::Picture;
use jiff::Timestamp;

/// Kind of the job that makes a picture's files.
pub const RENDITIONS: &str = "renditions";

/// Adds a picture; the same file again is the one there is.
///
/// # Errors
/// [`Refusal::Store`].
pub fn add_picture(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, picture: &Picture) -> Result<Picture, Refusal> {
    store.act(permit.actor(), now, |tx| {
        if let Some(there) = tx.picture(&picture.id)? {
            return Ok((there, None));
        }
        tx.add_picture(picture)?;
        // Files of every width are made before the first reader asks for one.
        tx.add_job(RENDITIONS, &format!("{RENDITIONS}:{}", picture.id), &serde_json::json!({ "picture": picture.id }), now)?;
        Ok((picture.clone(), Some(Change::PictureAdded { picture: picture.id.clone() })))
    })
}

/// Changes a picture's words, rights and focal point.
///
/// # Errors
/// [`Refusal::Missing`] when there is none of that id.
pub fn change_picture(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, picture: &Picture) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        if !tx.change_picture(picture)? {
            return Err(Refusal::Missing("such picture".into()));
        }
        Ok(((), Change::PictureChanged { picture: picture.id.clone() }))
    })
}
