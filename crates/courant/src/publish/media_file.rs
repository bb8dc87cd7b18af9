//! Taking a media file in. The file is on the disk, synced, before this is called.

use super::Refusal;
use courant_news::change::Change;
use courant_news::permit::{Edit, Permit};
use courant_store::Store;
use courant_store::media_files::MediaFile;
use jiff::Timestamp;

/// Adds a media file; the same file again is the one there is.
///
/// # Errors
/// [`Refusal::Store`].
pub fn add_media_file(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, file: &MediaFile) -> Result<MediaFile, Refusal> {
    store.act(permit.actor(), now, |tx| {
        if let Some(there) = tx.media_file(&file.id)? {
            return Ok((there, None));
        }
        tx.add_media_file(file)?;
        Ok((file.clone(), Some(Change::MediaFileAdded { file: file.id.clone() })))
    })
}
