//! Media files (sounds, films, captions): their record, and who uses them. The files lie beside the database.

use crate::lists::PictureSight;
use crate::pictures::short;
use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use courant_news::copy::Copy;
use courant_news::media_format::MediaFormat;
use courant_news::story::StoryId;
use jiff::Timestamp;

macro_rules! file_columns {
    () => {
        "SELECT id, file_name, format, bytes, milliseconds, width, height, added_at, added_by FROM media_files "
    };
}

statements! {
    MEDIA_FILE_ADD = "INSERT INTO media_files (id, short, file_name, format, bytes, milliseconds, width, height, added_at, added_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING";
    MEDIA_FILE_GET = concat!(file_columns!(), "WHERE id = ?1");
    MEDIA_FILE_BY_SHORT = concat!(file_columns!(), "WHERE short = ?1");
    MEDIA_FILES = concat!(file_columns!(), "ORDER BY added_at DESC, id LIMIT ?1");
    MEDIA_FILE_SHOWN = "SELECT CASE WHEN s.withdrawn_at IS NOT NULL THEN 'withdrawn' ELSE s.state END FROM live_media_files u JOIN stories s ON s.id = u.story_id WHERE u.file_id = ?2 AND s.released_at <= ?1 AND (s.embargo_at IS NULL OR s.embargo_at <= ?1) AND (s.state IN ('published', 'withdrawn') OR (s.state = 'scheduled' AND s.withdrawn_at IS NOT NULL)) ORDER BY s.state LIMIT 1";
    MEDIA_USES_CLEAR = "DELETE FROM live_media_files WHERE story_id = ?1";
    MEDIA_USE_ADD = "INSERT INTO live_media_files (story_id, file_id) VALUES (?1, ?2)";
}

/// A media file's record.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaFile {
    /// SHA-256 of the stored file, 64 hex digits.
    pub id: String,
    /// Name of the file as it came; never public.
    pub file_name: String,
    /// Format by content.
    pub format: MediaFormat,
    /// Size of the stored file.
    pub bytes: i64,
    /// How long it plays; 0 when it is not known.
    pub milliseconds: i64,
    /// Pixels of a film as people see it; 0 otherwise.
    pub width: u32,
    /// Pixels of a film as people see it; 0 otherwise.
    pub height: u32,
    /// When it came in.
    pub added_at: Timestamp,
    /// Who brought it in.
    pub added_by: String,
}

impl MediaFile {
    /// The part of the id that stands in addresses.
    pub fn short(&self) -> &str {
        short(&self.id)
    }
}

fn media_file(row: &rusqlite::Row<'_>) -> rusqlite::Result<MediaFile> {
    let format: String = row.get(2)?;
    let unknown = || rusqlite::Error::InvalidColumnType(2, format.clone(), rusqlite::types::Type::Text);
    Ok(MediaFile {
        id: row.get(0)?,
        file_name: row.get(1)?,
        format: MediaFormat::from_extension(&format).ok_or_else(unknown)?,
        bytes: row.get(3)?,
        milliseconds: row.get(4)?,
        width: row.get(5)?,
        height: row.get(6)?,
        added_at: instant(row.get(7)?),
        added_by: row.get(8)?,
    })
}

impl Read<'_> {
    /// A media file by id.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn media_file(&self, id: &str) -> Result<Option<MediaFile>, Problem> {
        self.one(&MEDIA_FILE_GET, [id], media_file)
    }

    /// A media file by the part of its id that stands in addresses.
    pub fn media_file_by_short(&self, short: &str) -> Result<Option<MediaFile>, Problem> {
        self.one(&MEDIA_FILE_BY_SHORT, [short], media_file)
    }

    /// Media files, newest first.
    pub fn media_files(&self, most: i64) -> Result<Vec<MediaFile>, Problem> {
        self.all(&MEDIA_FILES, [most], media_file)
    }

    /// Whether readers may fetch a media file: as for pictures.
    pub fn media_file_sight(&self, file: &str, now: Timestamp) -> Result<PictureSight, Problem> {
        let state: Option<String> = self.one(&MEDIA_FILE_SHOWN, (now.as_millisecond(), file), |row| row.get(0))?;
        Ok(match state.as_deref() {
            Some("published") => PictureSight::Shown,
            Some(_) => PictureSight::Gone,
            None => PictureSight::Unknown,
        })
    }
}

impl Write<'_> {
    /// Adds a media file; the same file again is the one there is.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn add_media_file(&self, f: &MediaFile) -> Result<(), Problem> {
        let params =
            rusqlite::params![f.id, f.short(), f.file_name, f.format.extension(), f.bytes, f.milliseconds, f.width, f.height, self.now(), self.actor];
        self.run(&MEDIA_FILE_ADD, params).map(drop)
    }

    /// Writes down which media files a story's live revision uses.
    pub(crate) fn set_media_uses(&self, story: StoryId, copy: &Copy) -> Result<(), Problem> {
        self.run(&MEDIA_USES_CLEAR, [story])?;
        for file in copy.media_files() {
            self.run(&MEDIA_USE_ADD, (story, file))?;
        }
        Ok(())
    }
}
