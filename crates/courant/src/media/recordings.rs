//! Media files taken in: a sound, a film, or captions.

use super::Media;
use crate::http::Failure;
use crate::recordings::files::Unfinished;
use crate::recordings::source::{FileSource, Source};
use crate::recordings::{RecordingProblem, captions, inspect};
use courant_news::media_format::MediaFormat;
use courant_news::permit::{Edit, Permit};
use courant_store::media_files::MediaFile;
use courant_store::{Problem, Store};
use jiff::Timestamp;
use std::fs::File;
use std::io;
use std::path::PathBuf;

impl From<RecordingProblem> for Failure {
    fn from(problem: RecordingProblem) -> Failure {
        match problem {
            RecordingProblem::Disk(ref error) => {
                tracing::error!(error = ?error, "a media file");
                Failure::new(507, problem.to_string(), problem.next())
            }
            RecordingProblem::TooManyBytes(_) => Failure::new(413, problem.to_string(), problem.next()),
            _ => Failure::new(422, problem.to_string(), problem.next()),
        }
    }
}

impl Media {
    /// A place for a file that comes in, piece by piece. Blocks.
    ///
    /// # Errors
    /// [`Failure`] of the disk.
    pub fn begin_recording(&self) -> Result<Unfinished, Failure> {
        Ok(self.recordings.begin().map_err(RecordingProblem::from)?)
    }

    /// Takes in what was written: checked, cleaned, stored and synced, then recorded. Blocks.
    ///
    /// # Errors
    /// [`Failure`] with a sentence about the file or the disk.
    pub fn take_in_recording(&self, store: &Store, permit: Permit<'_, Edit>, now: Timestamp, name: &str, file: File) -> Result<MediaFile, Failure> {
        let source = FileSource::new(file).map_err(RecordingProblem::from)?;
        let file = self.stored(&source, name, now, &permit.actor().id)?;
        Ok(crate::publish::add_media_file(store, permit, now, &file)?)
    }

    fn stored(&self, source: &FileSource, name: &str, now: Timestamp, by: &str) -> Result<MediaFile, RecordingProblem> {
        let mut start = vec![0; usize::try_from(source.len()).unwrap_or(usize::MAX).min(captions::MOST_BYTES + 1)];
        source.read_at(0, &mut start)?;
        let made = |id: String, bytes: u64, format, milliseconds: u64, width, height| MediaFile {
            id,
            file_name: name.chars().filter(|c| !c.is_control()).take(200).collect(),
            format,
            bytes: bytes as i64,
            milliseconds: i64::try_from(milliseconds).unwrap_or(0),
            width,
            height,
            added_at: now,
            added_by: by.to_owned(),
        };
        if captions::is_captions(&start) {
            let (id, bytes) = self.recordings.keep_text(&captions::rewrite(&start)?)?;
            return Ok(made(id, bytes, MediaFormat::Vtt, 0, 0, 0));
        }
        drop(start);
        let found = inspect(source)?;
        let (id, bytes) = self.recordings.keep(source, &found)?;
        Ok(made(id, bytes, found.format, found.milliseconds, found.width, found.height))
    }

    /// Where a media file lies.
    pub fn recording_path(&self, file: &MediaFile) -> PathBuf {
        self.recordings.path(&file.id, file.format)
    }

    /// One sentence for each stored media file that is damaged.
    ///
    /// # Errors
    /// [`Problem`] of the database.
    pub fn damaged_recordings(&self, store: &Store) -> Result<Vec<String>, Problem> {
        let files = store.read(|read| read.media_files(i64::MAX))?;
        let broken = |f: &&MediaFile| !self.recordings.verify(&f.id, f.format).unwrap_or(false);
        Ok(files
            .iter()
            .filter(broken)
            .map(|f| format!("Media file {} ({}) is missing or damaged; restore it from a backup.", f.short(), f.file_name))
            .collect())
    }

    /// Clears away what a crash left of media files.
    ///
    /// # Errors
    /// What the disk says.
    pub(super) fn clear_recordings(&self) -> io::Result<()> {
        self.recordings.clear_unfinished()
    }
}
