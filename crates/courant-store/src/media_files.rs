//! Media files (sounds, films, captions): their record, and who uses them. The files lie beside the database.

use crate::lists::PictureSight;
use crate::pictures::{Place, pattern, short};
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
    MEDIA_FILES_FOUND = concat!(file_columns!(), "WHERE lower(file_name) LIKE ?1 ESCAPE '!' AND CASE CAST(?2 AS TEXT) WHEN 'captions' THEN format = 'vtt' WHEN 'audio' THEN format <> 'vtt' AND width = 0 WHEN 'video' THEN width > 0 ELSE 1 = 1 END AND CASE CAST(?3 AS TEXT) WHEN 'used' THEN EXISTS (SELECT 1 FROM live_media_files u WHERE u.file_id = media_files.id) WHEN 'unused' THEN NOT EXISTS (SELECT 1 FROM live_media_files u WHERE u.file_id = media_files.id) ELSE 1 = 1 END AND (added_at, id) < (?4, ?5) ORDER BY added_at DESC, id DESC LIMIT ?6");
    MEDIA_FILE_STORIES = "SELECT u.story_id FROM live_media_files u WHERE u.file_id = ?1 ORDER BY u.story_id DESC LIMIT ?2";
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

    /// Media files whose name holds `words`, of a kind (`audio`, `video`, `captions` or empty), `used` in a live revision,
    /// `unused` or either; newest first, after a place in that order.
    pub fn media_files_found(&self, words: &str, kind: &str, uses: &str, before: Option<&Place>, most: i64) -> Result<Vec<MediaFile>, Problem> {
        let (at, id) = before.map_or((i64::MAX, ""), |place| (place.added_at.as_millisecond(), place.id.as_str()));
        self.all(&MEDIA_FILES_FOUND, (pattern(words), kind, uses, at, id, most), media_file)
    }

    /// Stories whose live revision uses a media file, newest first.
    pub fn stories_with_media_file(&self, file: &str, most: i64) -> Result<Vec<StoryId>, Problem> {
        self.all(&MEDIA_FILE_STORIES, (file, most), |row| row.get(0))
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
