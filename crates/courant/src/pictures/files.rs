//! Picture files on disk, named by their content.
//!
//! ```text
//! <data>/pictures/4f/4fa3…(64 hex).jpg     masters: written once, never changed
//! <data>/renditions/4f/4fa3…(32 hex)/640.webp   may be deleted at any time; made again on demand
//!                                   c0-0-500-1000-640.webp   of a part, in thousandths: left, top, width, height
//! ```
//!
//! A file appears whole or not at all: temporary file, fsync, rename, fsync of the folder (promise 1).

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use courant_news::framing::Crop;
use sha2::{Digest, Sha256};

use super::rendition::{Format, Master, MasterFormat};

/// Start of the names of unfinished files.
const UNFINISHED: &str = ".unfinished-";

/// Address of a picture: SHA-256 of its master, as 64 lower-case hex digits. Safe as a file name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PictureId(String);

impl PictureId {
    /// The id of a digest.
    #[must_use]
    pub fn of(digest: &[u8; 32]) -> Self {
        use std::fmt::Write as _;
        let mut hex = String::with_capacity(64);
        for byte in digest {
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex)
    }

    /// Reads an id; `None` unless it is exactly 64 lower-case hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 64 && is_hex(text)).then(|| Self(text.to_owned()))
    }

    /// All 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first 32 digits, which stand in public addresses.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0[..32]
    }
}

impl std::fmt::Display for PictureId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Why a file could not be kept or read. `Display` is one sentence; [`FileProblem::next`] says what to do.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    /// No space, or over quota.
    #[error("The disk is full, so the picture was not kept.")]
    Full(#[source] io::Error),
    /// The file system or folder cannot be written.
    #[error("The data folder cannot be written, so the picture was not kept.")]
    ReadOnly(#[source] io::Error),
    /// There is no such picture.
    #[error("This picture is not in the data folder.")]
    Missing,
    /// The bytes are not those that the name promises.
    #[error("This picture is damaged on the disk.")]
    Damaged,
    /// Anything else.
    #[error("The disk failed while working on the picture.")]
    Failed(#[source] io::Error),
}

impl FileProblem {
    /// The next step, one sentence.
    #[must_use]
    pub fn next(&self) -> &'static str {
        match self {
            Self::Full(_) => "Free some space on the server and send the picture again.",
            Self::ReadOnly(_) => "Make the data folder writable for the server and send the picture again.",
            Self::Missing | Self::Damaged => "Restore it from a backup, or send the picture again.",
            Self::Failed(_) => "Look into the server's log, then send the picture again.",
        }
    }
}

impl From<io::Error> for FileProblem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::Full(error),
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Self::ReadOnly(error),
            ErrorKind::NotFound => Self::Missing,
            _ => Self::Failed(error),
        }
    }
}

/// The two folders of picture files. Cheap to clone; safe to use from several threads.
#[derive(Debug, Clone)]
pub struct Files {
    pictures: PathBuf,
    renditions: PathBuf,
}

impl Files {
    /// Opens, and makes where missing, `pictures/` and `renditions/` in the data folder. Several processes may have them
    /// open.
    ///
    /// # Errors
    /// If the folders cannot be made or listed.
    pub fn open(data_dir: &Path) -> Result<Self, FileProblem> {
        let files = Self { pictures: data_dir.join("pictures"), renditions: data_dir.join("renditions") };
        for folder in [&files.pictures, &files.renditions] {
            fs::create_dir_all(folder)?;
        }
        sync_folder(data_dir)?;
        Ok(files)
    }

    /// Clears away what a crash left unfinished: for the server, as it starts. What a command is writing beside it stays.
    ///
    /// # Errors
    /// If the folders cannot be listed.
    pub fn clear_unfinished(&self) -> Result<(), FileProblem> {
        for folder in [&self.pictures, &self.renditions] {
            clear_unfinished(folder)?;
        }
        Ok(())
    }

    /// Where a master lies.
    #[must_use]
    pub fn picture_path(&self, id: &PictureId, format: MasterFormat) -> PathBuf {
        self.pictures.join(&id.as_str()[..2]).join(format!("{id}.{}", format.extension()))
    }

    /// Where a rendition lies, whether it is there or not.
    #[must_use]
    pub fn rendition_path(&self, id: &PictureId, crop: Option<Crop>, width: u32, format: Format) -> PathBuf {
        let cut = crop.map_or(String::new(), |crop| format!("c{}-", crop.in_name()));
        self.rendition_folder(id).join(format!("{cut}{width}.{}", format.extension()))
    }

    fn rendition_folder(&self, id: &PictureId) -> PathBuf {
        self.renditions.join(&id.as_str()[..2]).join(id.key())
    }

    /// Keeps a master. When this returns, it survives a power cut. A picture that is there already stays as it is.
    ///
    /// # Errors
    /// If it could not be written; then nothing of it is left.
    pub fn store(&self, master: &Master) -> Result<(), FileProblem> {
        let path = self.picture_path(&master.id, master.format);
        if fs::read(&path).is_ok_and(|kept| kept == master.bytes) {
            // Its name may not have reached the disk if a crash came between rename and fsync.
            return Ok(sync_folder(parent(&path))?);
        }
        Ok(write_whole(&path, &master.bytes, &self.pictures)?)
    }

    /// Reads a master.
    ///
    /// # Errors
    /// [`FileProblem::Missing`] if it is not there.
    pub fn read(&self, id: &PictureId) -> Result<Vec<u8>, FileProblem> {
        match fs::read(self.picture_path(id, MasterFormat::Jpeg)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(fs::read(self.picture_path(id, MasterFormat::Png))?),
            other => Ok(other?),
        }
    }

    /// Reads a master and compares it with its name (for `doctor` and after a restore).
    ///
    /// # Errors
    /// [`FileProblem::Damaged`] if it differs.
    pub fn verify(&self, id: &PictureId) -> Result<(), FileProblem> {
        let bytes = self.read(id)?;
        if PictureId::of(&Sha256::digest(&bytes).into()) == *id { Ok(()) } else { Err(FileProblem::Damaged) }
    }

    /// A rendition made before, if it is there.
    #[must_use]
    pub fn read_rendition(&self, id: &PictureId, crop: Option<Crop>, width: u32, format: Format) -> Option<Vec<u8>> {
        fs::read(self.rendition_path(id, crop, width, format)).ok().filter(|bytes| !bytes.is_empty())
    }

    /// Keeps a rendition for the next reader.
    ///
    /// # Errors
    /// If it could not be written. The rendition in memory can be served all the same.
    pub fn store_rendition(&self, id: &PictureId, crop: Option<Crop>, width: u32, format: Format, bytes: &[u8]) -> Result<(), FileProblem> {
        Ok(write_whole(&self.rendition_path(id, crop, width, format), bytes, &self.renditions)?)
    }

    /// Forgets all renditions of a picture, as when its creator, credit or rights have changed.
    ///
    /// # Errors
    /// If the folder is there and cannot be removed.
    pub fn forget_renditions(&self, id: &PictureId) -> Result<(), FileProblem> {
        match fs::remove_dir_all(self.rendition_folder(id)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// The ids of all masters, in no order.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    pub fn ids(&self) -> Result<Vec<PictureId>, FileProblem> {
        let mut ids = Vec::new();
        for folder in fs::read_dir(&self.pictures)? {
            let folder = folder?.path();
            if !folder.is_dir() {
                continue;
            }
            for file in fs::read_dir(folder)? {
                let name = file?.file_name();
                ids.extend(name.to_str().and_then(|n| n.split('.').next()).and_then(PictureId::parse));
            }
        }
        Ok(ids)
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Writes a file so that it is there whole or not at all; unfinished files lie in `staging` (same file system).
fn write_whole(path: &Path, bytes: &[u8], staging: &Path) -> io::Result<()> {
    let folder = parent(path);
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        // The new folders are entries of the ones above them.
        folder.ancestors().skip(1).take_while(|f| f.starts_with(staging)).try_for_each(sync_folder)?;
    }
    let unfinished = staging.join(format!("{UNFINISHED}{:016x}", getrandom::u64().map_err(io::Error::other)?));
    let written = OpenOptions::new().write(true).create_new(true).open(&unfinished).and_then(|mut file| {
        // Held while it is written: whoever clears away knows by it that somebody is still here.
        file.lock()?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    });
    if let Err(error) = written {
        // Best effort: the next start clears what is left.
        let _ = fs::remove_file(&unfinished);
        return Err(error);
    }
    sync_folder(folder)
}

/// Removes what a crash left. A file that somebody is writing is locked.
fn clear_unfinished(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let abandoned = || File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) && abandoned() {
            // A read-only disk must not stop the start.
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}
