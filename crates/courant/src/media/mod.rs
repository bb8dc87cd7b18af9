//! Picture files: taken in from the newsroom, made into renditions, given out to whoever may see them.

mod door;
mod file_door;
mod recordings;

pub use door::{newsroom_file, public_file};
pub use file_door::{newsroom_media_file, public_media_file};

use crate::app::StartProblem;
use crate::http::Failure;
use crate::pictures::files::{FileProblem, Files, PictureId};
use crate::pictures::inspect::PictureProblem;
use crate::pictures::metadata::Rights;
use crate::pictures::rendition::{Format, rendition, widths_for};
use courant_news::framing::Crop;
use courant_news::permit::{Edit, Permit};
use courant_store::pictures::Picture;
use courant_store::{Problem, Store};
use jiff::Timestamp;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Picture files, and the turn to work on one: decoded pictures are large, so it is one at a time.
pub struct Media {
    files: Files,
    recordings: crate::recordings::Files,
    turn: Mutex<()>,
}

impl From<PictureProblem> for Failure {
    fn from(problem: PictureProblem) -> Failure {
        Failure::new(422, problem.to_string(), problem.next())
    }
}

impl From<FileProblem> for Failure {
    fn from(problem: FileProblem) -> Failure {
        tracing::error!(error = ?problem, "a picture file");
        Failure::new(507, problem.to_string(), problem.next())
    }
}

/// The id of a picture, when a file of this width is offered of it.
fn offered(picture: &Picture, crop: Option<Crop>, width: u32) -> Option<PictureId> {
    let [_, _, wide, _] = crop.map_or([0, 0, picture.width, picture.height], |crop| crop.pixels(picture.width, picture.height));
    widths_for(wide).contains(&width).then(|| PictureId::parse(&picture.id)).flatten()
}

impl Media {
    /// Opens the folders of pictures.
    ///
    /// # Errors
    /// [`StartProblem`] when they cannot be made.
    pub fn open(data: &Path) -> Result<Media, StartProblem> {
        let files = Files::open(data).map_err(|e| StartProblem::new(e.to_string(), e.next()))?;
        let recordings = crate::recordings::Files::open(data).map_err(|e| {
            StartProblem::new(format!("The folder of media files cannot be opened: {e}."), "Make the data folder writable for this user.")
        })?;
        Ok(Media { files, recordings, turn: Mutex::new(()) })
    }

    /// Clears away what a crash left: for the server, as it starts.
    ///
    /// # Errors
    /// [`StartProblem`] when the folders cannot be read.
    pub fn clear_unfinished(&self) -> Result<(), StartProblem> {
        self.files.clear_unfinished().map_err(|e| StartProblem::new(e.to_string(), e.next()))?;
        self.clear_recordings()
            .map_err(|e| StartProblem::new(format!("The folder of media files cannot be read: {e}."), "Make the data folder readable for this user."))
    }

    /// Takes a picture in: checked, stripped, stored and synced, then recorded with the job that makes its files.
    /// Blocks.
    ///
    /// # Errors
    /// [`Failure`] with a sentence about the picture or the disk.
    pub fn take_in(&self, store: &Store, permit: Permit<'_, Edit>, now: Timestamp, name: &str, bytes: &[u8]) -> Result<Picture, Failure> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let master = crate::pictures::rendition::master(bytes)?;
        self.files.store(&master)?;
        drop(turn);
        let words = &master.inspected.suggested;
        let picture = Picture {
            id: master.id.as_str().to_owned(),
            file_name: name.chars().filter(|c| !c.is_control()).take(200).collect(),
            format: master.format.extension().to_owned(),
            width: master.width,
            height: master.height,
            bytes: master.bytes.len() as i64,
            alt: String::new(),
            caption: words.caption.clone(),
            credit: if words.rights.credit.is_empty() { words.rights.creator.clone() } else { words.rights.credit.clone() },
            creator: words.rights.creator.clone(),
            rights: words.rights.rights.clone(),
            focus: (500, 500),
            added_at: now,
            added_by: permit.actor().id.clone(),
            made_on: words.made_on,
            ..Picture::default()
        };
        Ok(crate::publish::add_picture(store, permit, now, &picture)?)
    }

    /// A file of a picture, or of a part of it, made if it is not there yet. Blocks.
    ///
    /// # Errors
    /// [`Failure`] when the picture cannot be read or the file not be made.
    pub fn file(&self, picture: &Picture, crop: Option<Crop>, width: u32, format: Format) -> Result<Option<Vec<u8>>, Failure> {
        let Some(id) = offered(picture, crop, width) else { return Ok(None) };
        if let Some(bytes) = self.files.read_rendition(&id, crop, width, format) {
            return Ok(Some(bytes));
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = self.files.read_rendition(&id, crop, width, format) {
            return Ok(Some(bytes));
        }
        let bytes = self.made(picture, &id, crop, width, format)?;
        // A full disk must not keep a picture from readers: it is made again next time.
        if let Err(e) = self.files.store_rendition(&id, crop, width, format, &bytes) {
            tracing::error!(error = ?e, "a rendition could not be kept");
        }
        Ok(Some(bytes))
    }

    /// A file that is given once and not kept. Blocks.
    ///
    /// # Errors
    /// As [`Media::file`].
    pub fn try_out(&self, picture: &Picture, crop: Option<Crop>, width: u32, format: Format) -> Result<Option<Vec<u8>>, Failure> {
        let Some(id) = offered(picture, crop, width) else { return Ok(None) };
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.made(picture, &id, crop, width, format).map(Some)
    }

    fn made(&self, picture: &Picture, id: &PictureId, crop: Option<Crop>, width: u32, format: Format) -> Result<Vec<u8>, Failure> {
        let master = self.files.read(id)?;
        let rights = Rights { creator: picture.creator.clone(), credit: picture.credit.clone(), rights: picture.rights.clone() };
        Ok(rendition(&master, crop, width, format, &rights)?)
    }

    /// Makes every file of a picture. Blocks.
    ///
    /// # Errors
    /// [`Failure`], as [`Media::file`].
    pub fn make_all(&self, store: &Store, id: &str) -> Result<(), Failure> {
        let Some(picture) = store.read(|read| read.picture(id))? else { return Ok(()) };
        for width in widths_for(picture.width) {
            for format in [Format::WebP, Format::Jpeg] {
                self.file(&picture, None, width, format)?;
            }
        }
        Ok(())
    }

    /// Files with the old creator and rights in them go; they are made again when they are asked for.
    ///
    /// # Errors
    /// [`Failure`] when they cannot be removed.
    pub fn forget(&self, id: &str) -> Result<(), Failure> {
        if let Some(id) = PictureId::parse(id) {
            self.files.forget_renditions(&id)?;
        }
        Ok(())
    }

    /// One sentence for each stored picture that is damaged.
    ///
    /// # Errors
    /// [`Problem`] of the database.
    pub fn damaged(&self, store: &Store) -> Result<Vec<String>, Problem> {
        let pictures = store.read(|read| read.pictures(i64::MAX))?;
        let broken = |p: &&Picture| PictureId::parse(&p.id).is_none_or(|id| self.files.verify(&id).is_err());
        Ok(pictures
            .iter()
            .filter(broken)
            .map(|p| format!("Picture {} ({}) is missing or damaged; restore it from a backup.", p.short(), p.file_name))
            .collect())
    }
}
