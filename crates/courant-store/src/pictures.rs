//! Pictures: their record, and the library's search. The files lie beside the database, named by their hash.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant, maybe_instant};
use jiff::Timestamp;
use jiff::civil::Date;

macro_rules! picture_columns {
    () => {
        "SELECT id, file_name, format, width, height, bytes, alt, caption, credit, creator, rights, focus_x, focus_y, added_at, added_by, \
         made_on, rights_end, ended_at, replaced_by FROM pictures "
    };
}

/// What is asked of the library, by the parameters 1 to 15; see [`Wanted`].
macro_rules! wanted {
    () => {
        "WHERE words LIKE ?1 ESCAPE '!' AND words LIKE ?2 ESCAPE '!' AND words LIKE ?3 ESCAPE '!' AND words LIKE ?4 ESCAPE '!' \
         AND words LIKE ?5 ESCAPE '!' AND words LIKE ?6 ESCAPE '!' AND added_at >= ?7 AND added_at < ?8 \
         AND (CAST(?9 AS TEXT) = '' OR made_on >= ?9) AND (CAST(?10 AS TEXT) = '' OR made_on <= ?10) \
         AND CASE CAST(?11 AS TEXT) WHEN 'free' THEN rights_end IS NULL AND replaced_by IS NULL \
           WHEN 'ending' THEN ended_at IS NULL AND replaced_by IS NULL AND rights_end IS NOT NULL AND rights_end <= CAST(?12 AS TEXT) \
           WHEN 'ended' THEN ended_at IS NOT NULL AND replaced_by IS NULL \
           WHEN 'replaced' THEN replaced_by IS NOT NULL \
           ELSE replaced_by IS NULL END \
         AND CASE CAST(?13 AS TEXT) \
           WHEN 'used' THEN EXISTS (SELECT 1 FROM live_pictures u WHERE u.picture_id = pictures.id) OR EXISTS (SELECT 1 FROM draft_pictures u WHERE u.picture_id = pictures.id) \
           WHEN 'unused' THEN NOT EXISTS (SELECT 1 FROM live_pictures u WHERE u.picture_id = pictures.id) AND NOT EXISTS (SELECT 1 FROM draft_pictures u WHERE u.picture_id = pictures.id) \
           ELSE 1 = 1 END \
         AND CASE CAST(?14 AS TEXT) WHEN 'alt' THEN alt = '' WHEN 'credit' THEN credit = '' ELSE 1 = 1 END "
    };
}

statements! {
    PICTURE_ADD = "INSERT INTO pictures (id, short, file_name, format, width, height, bytes, alt, caption, credit, creator, rights, focus_x, focus_y, added_at, added_by, made_on, rights_end, ended_at, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20) ON CONFLICT (id) DO NOTHING";
    PICTURE_GET = concat!(picture_columns!(), "WHERE id = ?1");
    PICTURE_BY_SHORT = concat!(picture_columns!(), "WHERE short = ?1");
    PICTURES = concat!(picture_columns!(), "ORDER BY added_at DESC, id LIMIT ?1");
    PICTURES_FOUND = concat!(picture_columns!(), wanted!(), "AND (added_at, id) < (?15, ?16) ORDER BY added_at DESC, id DESC LIMIT ?17");
    PICTURES_COUNT = concat!("SELECT count(*) FROM pictures ", wanted!());
    PICTURE_WORDS = "UPDATE pictures SET alt = ?2, caption = ?3, credit = ?4, creator = ?5, rights = ?6, focus_x = ?7, focus_y = ?8, made_on = ?9, rights_end = ?10, ended_at = ?11, words = ?12 WHERE id = ?1";
    PICTURE_NEXT_END = concat!(picture_columns!(), "WHERE rights_end IS NOT NULL AND ended_at IS NULL ORDER BY rights_end, id LIMIT 1");
    PICTURE_END = "UPDATE pictures SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL";
    PICTURES_ENDING = concat!(picture_columns!(), "WHERE rights_end >= ?1 AND rights_end <= ?2 AND replaced_by IS NULL AND EXISTS (SELECT 1 FROM live_pictures u JOIN stories s ON s.id = u.story_id WHERE u.picture_id = pictures.id AND s.state = 'published') ORDER BY rights_end, id LIMIT ?3");
}

/// A picture's record.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// The day on which it was made.
    pub made_on: Option<Date>,
    /// The last day, in the paper's zone, on which readers may have it.
    pub rights_end: Option<Date>,
    /// Since when readers do not get it, because that day is over.
    pub ended_at: Option<Timestamp>,
    /// The picture that stands wherever this one stood.
    pub replaced_by: Option<String>,
}

/// How much of the id stands in addresses: 128 bits are enough and half as long.
pub const SHORT: usize = 32;

/// Words of a question that are looked for; those after them are not.
pub const MOST_WORDS: usize = 6;

impl Picture {
    /// The part of the id that stands in addresses.
    pub fn short(&self) -> &str {
        short(&self.id)
    }

    fn words(&self) -> String {
        [&self.caption, &self.credit, &self.creator, &self.alt, &self.rights, &self.file_name].map(|text| text.to_lowercase()).join(" ")
    }
}

/// The part of an id that stands in addresses.
pub fn short(id: &str) -> &str {
    id.get(..SHORT).unwrap_or(id)
}

/// What is asked of the library. Everything empty: every picture that is not replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words, each of which stands in caption, credit, creator, alt text, rights or name of the file.
    pub words: String,
    /// Came in not before.
    pub added_from: Option<Timestamp>,
    /// Came in before.
    pub added_before: Option<Timestamp>,
    /// Made on this day or later.
    pub made_from: Option<Date>,
    /// Made on this day or earlier.
    pub made_to: Option<Date>,
    /// `free`, `ending`, `ended`, `replaced` or empty.
    pub rights: &'static str,
    /// The last day that counts as `ending`.
    pub ending_until: Option<Date>,
    /// `used`, `unused` (in any draft or story that is out) or empty.
    pub uses: &'static str,
    /// `alt` or `credit`: without it; or empty.
    pub missing: &'static str,
}

impl Wanted {
    fn patterns(&self) -> [String; MOST_WORDS] {
        let mut words = self.words.split_whitespace();
        std::array::from_fn(|_| match words.next() {
            Some(word) => pattern(word),
            None => "%".to_owned(),
        })
    }
}

/// What LIKE is asked for a word anywhere; its own signs stand for themselves, after `!`.
pub(crate) fn pattern(word: &str) -> String {
    let escaped: String = word.to_lowercase().chars().flat_map(|c| if matches!(c, '%' | '_' | '!') { vec!['!', c] } else { vec![c] }).collect();
    format!("%{escaped}%")
}

/// A place in the order of coming in, newest first, so that paging does not drift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// When it came in.
    pub added_at: Timestamp,
    /// Its id.
    pub id: String,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.added_at.as_millisecond(), self.id)
    }
}

impl std::str::FromStr for Place {
    type Err = ();
    fn from_str(text: &str) -> Result<Place, ()> {
        let (at, id) = text.rsplit_once('-').ok_or(())?;
        let added_at = at.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).ok_or(())?;
        if id.len() != 64 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(());
        }
        Ok(Place { added_at, id: id.to_owned() })
    }
}

fn picture(row: &rusqlite::Row<'_>) -> rusqlite::Result<Picture> {
    // A day that does not read is none: its picture must not keep a page from readers.
    let day = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.and_then(|text| text.parse().ok()));
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
        made_on: day(15)?,
        rights_end: day(16)?,
        ended_at: maybe_instant(row.get(17)?),
        replaced_by: row.get(18)?,
    })
}

fn text(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
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

    /// The picture that stands where this one is used: itself, or what has taken its place.
    pub fn picture_now(&self, id: &str) -> Result<Option<Picture>, Problem> {
        match self.picture(id)? {
            Some(Picture { replaced_by: Some(by), .. }) => self.picture(&by),
            found => Ok(found),
        }
    }

    /// Pictures, newest first.
    pub fn pictures(&self, most: i64) -> Result<Vec<Picture>, Problem> {
        self.all(&PICTURES, [most], picture)
    }

    /// Pictures as wanted, newest first, after a place in that order.
    pub fn pictures_found(&self, wanted: &Wanted, before: Option<&Place>, most: i64) -> Result<Vec<Picture>, Problem> {
        let asked = Asked::of(wanted);
        let (at, id) = before.map_or((i64::MAX, ""), |place| (place.added_at.as_millisecond(), place.id.as_str()));
        let mut params = asked.params();
        params.extend([&at as &dyn rusqlite::ToSql, &id, &most]);
        self.all(&PICTURES_FOUND, params.as_slice(), picture)
    }

    /// How many pictures are as wanted.
    pub fn pictures_count(&self, wanted: &Wanted) -> Result<i64, Problem> {
        let asked = Asked::of(wanted);
        Ok(self.one(&PICTURES_COUNT, asked.params().as_slice(), |row| row.get(0))?.unwrap_or(0))
    }

    /// The picture whose last day comes first, of those that readers may still have.
    pub fn next_rights_end(&self) -> Result<Option<Picture>, Problem> {
        self.one(&PICTURE_NEXT_END, [], picture)
    }

    /// Pictures of published stories whose last day is between two days, both included; first to end first.
    pub fn pictures_ending(&self, from: Date, to: Date, most: i64) -> Result<Vec<Picture>, Problem> {
        self.all(&PICTURES_ENDING, (from.to_string(), to.to_string(), most), picture)
    }
}

/// The parameters that the library's question has.
struct Asked {
    patterns: [String; MOST_WORDS],
    added: (i64, i64),
    made: (String, String),
    until: String,
    choices: [&'static str; 3],
}

impl Asked {
    fn of(wanted: &Wanted) -> Asked {
        let day = |day: Option<Date>| text(day).unwrap_or_default();
        Asked {
            patterns: wanted.patterns(),
            added: (wanted.added_from.map_or(i64::MIN, Timestamp::as_millisecond), wanted.added_before.map_or(i64::MAX, Timestamp::as_millisecond)),
            made: (day(wanted.made_from), day(wanted.made_to)),
            until: day(wanted.ending_until),
            choices: [wanted.rights, wanted.uses, wanted.missing],
        }
    }

    fn params(&self) -> Vec<&dyn rusqlite::ToSql> {
        let mut all: Vec<&dyn rusqlite::ToSql> = self.patterns.iter().map(|p| p as &dyn rusqlite::ToSql).collect();
        let [rights, uses, missing] = &self.choices;
        all.extend([&self.added.0 as &dyn rusqlite::ToSql, &self.added.1, &self.made.0, &self.made.1, rights, &self.until, uses, missing]);
        all
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
            self.actor,
            text(p.made_on),
            text(p.rights_end),
            p.ended_at.map(Timestamp::as_millisecond),
            p.words(),
        ];
        self.run(&PICTURE_ADD, params).map(drop)
    }

    /// Changes a picture's words, days, rights and focal point.
    pub fn change_picture(&self, p: &Picture) -> Result<bool, Problem> {
        let params = rusqlite::params![
            p.id,
            p.alt,
            p.caption,
            p.credit,
            p.creator,
            p.rights,
            p.focus.0,
            p.focus.1,
            text(p.made_on),
            text(p.rights_end),
            p.ended_at.map(Timestamp::as_millisecond),
            p.words(),
        ];
        Ok(self.run(&PICTURE_WORDS, params)? == 1)
    }

    /// Takes a picture from readers, as its last day is over; `false` when it was taken already, so that this happens once.
    pub fn end_picture(&self, id: &str) -> Result<bool, Problem> {
        Ok(self.run(&PICTURE_END, (id, self.now()))? == 1)
    }
}

/// Writes the words to search by of the pictures there are, in lower case of every script: SQL knows only English letters.
pub(crate) fn fill_words(connection: &rusqlite::Connection) -> Result<(), rusqlite::Error> {
    let mut all = connection.prepare("SELECT id, caption, credit, creator, alt, rights, file_name FROM pictures")?;
    let mut set = connection.prepare("UPDATE pictures SET words = ?2 WHERE id = ?1")?;
    let rows = all.query_map([], |row| {
        let words: Vec<String> = (1..7).map(|at| row.get::<_, String>(at)).collect::<Result<_, _>>()?;
        Ok((row.get::<_, String>(0)?, words.join(" ").to_lowercase()))
    })?;
    for row in rows.collect::<Result<Vec<_>, _>>()? {
        set.execute(row)?;
    }
    Ok(())
}
