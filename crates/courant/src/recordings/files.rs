//! Media files on disk, named by their content.
//!
//! ```text
//! <data>/media-files/4f/4fa3…(64 hex).mp3     written once, never changed
//! ```
//!
//! A file appears whole or not at all: temporary file, fsync, rename, fsync of the folder (promise 1).

use super::inspect::Found;
use super::source::{Patch, Source};
use courant_news::media_format::MediaFormat;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Start of the names of unfinished files.
const UNFINISHED: &str = ".unfinished-";
/// Bytes copied at once.
const PIECE: usize = 64 * 1024;

/// The folder of media files. Cheap to clone; safe to use from several threads.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

/// A file that is being written; gone again unless it is kept.
pub struct Unfinished {
    path: PathBuf,
    /// The file, held locked while somebody writes it.
    pub file: File,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Best effort: the next start clears what is left.
        let _ = fs::remove_file(&self.path);
    }
}

impl Files {
    /// Opens, and makes where missing, `media-files/` in the data folder.
    ///
    /// # Errors
    /// What the disk says; so for every function here.
    pub fn open(data: &Path) -> io::Result<Files> {
        let files = Files { folder: data.join("media-files") };
        fs::create_dir_all(&files.folder)?;
        File::open(data)?.sync_all()?;
        Ok(files)
    }

    /// Removes what a crash left. A file that somebody is writing is locked.
    pub fn clear_unfinished(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let abandoned = || File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) && abandoned() {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    /// A new file beside the others, for what comes in.
    pub fn begin(&self) -> io::Result<Unfinished> {
        let path = self.folder.join(format!("{UNFINISHED}{:016x}", getrandom::u64().map_err(io::Error::other)?));
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        file.lock()?;
        Ok(Unfinished { path, file })
    }

    /// Where a file lies, whether it is there or not.
    #[must_use]
    pub fn path(&self, id: &str, format: MediaFormat) -> PathBuf {
        self.folder.join(id.get(..2).unwrap_or("__")).join(format!("{id}.{}", format.extension()))
    }

    /// Keeps what was found worth keeping of a source; gives its id (64 hex digits) and its bytes. When this returns, it
    /// survives a power cut.
    pub fn keep(&self, source: &dyn Source, found: &Found) -> io::Result<(String, u64)> {
        let mut out = self.begin()?;
        let mut hash = Sha256::new();
        let mut at = found.keep.start;
        let mut patches = found.patches.clone();
        patches.sort_by_key(|patch| patch.at);
        let mut piece = vec![0; PIECE];
        while at < found.keep.end {
            let length = usize::try_from(found.keep.end - at).unwrap_or(PIECE).min(PIECE);
            let piece = &mut piece[..length];
            source.read_at(at, piece)?;
            patches.iter().for_each(|patch| overwrite(piece, at, patch));
            patches.retain(|patch| patch.at + patch.bytes.len() as u64 + patch.zeros > at + length as u64);
            hash.update(&piece);
            out.file.write_all(piece)?;
            at += length as u64;
        }
        self.finish(out, &hash.finalize().into(), found.format).map(|id| (id, found.keep.end - found.keep.start))
    }

    /// Keeps captions.
    pub fn keep_text(&self, text: &str) -> io::Result<(String, u64)> {
        let mut out = self.begin()?;
        out.file.write_all(text.as_bytes())?;
        self.finish(out, &Sha256::digest(text).into(), MediaFormat::Vtt).map(|id| (id, text.len() as u64))
    }

    fn finish(&self, out: Unfinished, digest: &[u8; 32], format: MediaFormat) -> io::Result<String> {
        let id = digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        out.file.sync_all()?;
        let path = self.path(&id, format);
        let folder = path.parent().unwrap_or(&self.folder).to_owned();
        fs::create_dir_all(&folder)?;
        fs::rename(&out.path, &path)?;
        File::open(&folder)?.sync_all()?;
        File::open(&self.folder)?.sync_all()?;
        Ok(id)
    }

    /// Whether a stored file is what its name says.
    pub fn verify(&self, id: &str, format: MediaFormat) -> io::Result<bool> {
        let mut file = File::open(self.path(id, format))?;
        let mut hash = Sha256::new();
        let mut piece = vec![0; PIECE];
        loop {
            let length = io::Read::read(&mut file, &mut piece)?;
            if length == 0 {
                break;
            }
            hash.update(&piece[..length]);
        }
        let digest: [u8; 32] = hash.finalize().into();
        Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>() == id)
    }
}

/// Writes the part of a patch that falls into a piece that begins at `start`.
fn overwrite(piece: &mut [u8], start: u64, patch: &Patch) {
    let end = start + piece.len() as u64;
    let middle = patch.at + patch.bytes.len() as u64;
    let part = |from: u64, to: u64| (from.max(start) < to.min(end)).then(|| (from.max(start), to.min(end)));
    if let Some((from, to)) = part(patch.at, middle) {
        let wanted = &patch.bytes[(from - patch.at) as usize..(to - patch.at) as usize];
        piece[(from - start) as usize..(to - start) as usize].copy_from_slice(wanted);
    }
    if let Some((from, to)) = part(middle, middle + patch.zeros) {
        piece[(from - start) as usize..(to - start) as usize].fill(0);
    }
}
