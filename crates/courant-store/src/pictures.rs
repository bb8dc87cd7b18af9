//! Pictures: their record. The files lie beside the database, named by their hash.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant};
use jiff::Timestamp;
use std::collections::HashMap;

macro_rules! picture_columns {
    () => {
        "SELECT id, file_name, format, width, height, bytes, alt, caption, credit, creator, rights, focus_x, focus_y, added_at, added_by FROM pictures "
    };
}

statements! {
    PICTURE_ADD = "INSERT INTO pictures (id, short, file_name, format, width, height, bytes, alt, caption, credit, creator, rights, focus_x, focus_y, added_at, added_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) ON CONFLICT (id) DO NOTHING";
    PICTURE_GET = concat!(picture_columns!(), "WHERE id = ?1");
    PICTURE_BY_SHORT = concat!(picture_columns!(), "WHERE short = ?1");
    PICTURES = concat!(picture_columns!(), "ORDER BY added_at DESC, id LIMIT ?1");
    PICTURES_USED = "SELECT u.picture_id, count(*) FROM live_pictures u JOIN stories s ON s.id = u.story_id WHERE s.state = 'published' GROUP BY u.picture_id";
    PICTURE_WORDS = "UPDATE pictures SET alt = ?2, caption = ?3, credit = ?4, creator = ?5, rights = ?6, focus_x = ?7, focus_y = ?8 WHERE id = ?1";
}

/// A picture's record.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// SHA-256 of the stored file, 64 hex digits.
    pub id: String,
    /// Name of the file as it came.
    pub file_name: String,
    /// `jpg`, `png` or `webp`.
    pub format: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Size of the stored file.
    pub bytes: i64,
    /// Suggested alt text.
    pub alt: String,
    /// Suggested caption.
    pub caption: String,
    /// Credit.
    pub credit: String,
    /// Who made it.
    pub creator: String,
    /// Rights.
    pub rights: String,
    /// Focal point in thousandths of width and height.
    pub focus: (u16, u16),
    /// When it came in.
    pub added_at: Timestamp,
    /// Who brought it in.
    pub added_by: String,
}

/// How much of the id stands in addresses: 128 bits are enough and half as long.
pub const SHORT: usize = 32;

impl Picture {
    /// The part of the id that stands in addresses.
    pub fn short(&self) -> &str {
        short(&self.id)
    }
}

/// The part of an id that stands in addresses.
pub fn short(id: &str) -> &str {
    id.get(..SHORT).unwrap_or(id)
}

fn picture(row: &rusqlite::Row<'_>) -> rusqlite::Result<Picture> {
    Ok(Picture {
        id: row.get(0)?,
        file_name: row.get(1)?,
        format: row.get(2)?,
        width: row.get(3)?,
        height: row.get(4)?,
        bytes: row.get(5)?,
        alt: row.get(6)?,
        caption: row.get(7)?,
        credit: row.get(8)?,
        creator: row.get(9)?,
        rights: row.get(10)?,
        focus: (row.get(11)?, row.get(12)?),
        added_at: instant(row.get(13)?),
        added_by: row.get(14)?,
    })
}

impl Read<'_> {
    /// A picture by id.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn picture(&self, id: &str) -> Result<Option<Picture>, Problem> {
        self.one(&PICTURE_GET, [id], picture)
    }

    /// A picture by the part of its id that stands in addresses.
    pub fn picture_by_short(&self, short: &str) -> Result<Option<Picture>, Problem> {
        self.one(&PICTURE_BY_SHORT, [short], picture)
    }

    /// How many published stories use each picture that any uses.
    pub fn pictures_used(&self) -> Result<HashMap<String, i64>, Problem> {
        Ok(self.all(&PICTURES_USED, [], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
    }

    /// Pictures, newest first.
    pub fn pictures(&self, most: i64) -> Result<Vec<Picture>, Problem> {
        self.all(&PICTURES, [most], picture)
    }
}

impl Write<'_> {
    /// Adds a picture; the same file again is the one there is.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn add_picture(&self, p: &Picture) -> Result<(), Problem> {
        let params = rusqlite::params![
            p.id,
            p.short(),
            p.file_name,
            p.format,
            p.width,
            p.height,
            p.bytes,
            p.alt,
            p.caption,
            p.credit,
            p.creator,
            p.rights,
            p.focus.0,
            p.focus.1,
            self.now(),
            self.actor
        ];
        self.run(&PICTURE_ADD, params).map(drop)
    }

    /// Changes a picture's words, rights and focal point.
    pub fn change_picture(&self, p: &Picture) -> Result<bool, Problem> {
        Ok(self.run(&PICTURE_WORDS, (&p.id, &p.alt, &p.caption, &p.credit, &p.creator, &p.rights, p.focus.0, p.focus.1))? == 1)
    }
}
