//! Lists of stories that readers may see, newest first, by place in the order and not by page number, so that
//! paging does not drift when stories arrive.

use crate::statement::statements;
use crate::store::{Problem, Read, instant, maybe_instant};
use courant_news::copy::Head;
use courant_news::story::StoryId;
use jiff::Timestamp;

macro_rules! live {
    ($join:literal, $filter:literal) => {
        concat!(
            "SELECT s.id, s.day, s.slug, r.head, s.published_at, s.updated_at, s.released_at, \
             (SELECT count(*) FROM corrections c WHERE c.story_id = s.id AND c.revision_id <= s.live_revision AND c.kind <> 'update'), s.section, s.storyline \
             FROM stories s JOIN revisions r ON r.id = s.live_revision ",
            $join,
            " WHERE s.state = 'published' AND s.released_at <= ?1 AND (s.embargo_at IS NULL OR s.embargo_at <= ?1) AND (s.published_at, s.id) < (?2, ?3) ",
            $filter,
            " ORDER BY s.published_at DESC, s.id DESC LIMIT ?4"
        )
    };
}

statements! {
    LIVE_ALL = live!("", "");
    LIVE_SECTION = live!("", "AND s.section = ?5");
    LIVE_STORYLINE = live!("", "AND s.storyline = ?5");
    LIVE_LANGUAGE = live!("", "AND s.language = ?5");
    LIVE_TAG = live!("JOIN live_tags t ON t.story_id = s.id", "AND t.slug = ?5");
    LIVE_PERSON = live!("JOIN live_people p ON p.story_id = s.id", "AND p.slug = ?5");
    LIVE_ONE = "SELECT s.id, s.day, s.slug, r.head, s.published_at, s.updated_at, s.released_at, (SELECT count(*) FROM corrections c WHERE c.story_id = s.id AND c.revision_id <= s.live_revision AND c.kind <> 'update'), s.section, s.storyline FROM stories s JOIN revisions r ON r.id = s.live_revision WHERE s.state = 'published' AND s.released_at <= ?1 AND (s.embargo_at IS NULL OR s.embargo_at <= ?1) AND s.id = ?2";
    LIVE_MONTHS = "SELECT DISTINCT substr(day, 1, 7) FROM stories WHERE state = 'published' AND released_at <= ?1 AND (embargo_at IS NULL OR embargo_at <= ?1) ORDER BY 1 DESC";
    LIVE_COUNT = "SELECT count(*) FROM stories WHERE state = 'published' AND released_at <= ?1 AND (embargo_at IS NULL OR embargo_at <= ?1)";
    TAG_NAME = "SELECT t.name FROM live_tags t JOIN stories s ON s.id = t.story_id WHERE t.slug = ?2 AND s.state = 'published' AND s.released_at <= ?1 AND (s.embargo_at IS NULL OR s.embargo_at <= ?1) ORDER BY s.published_at DESC LIMIT 1";
    TAGS_KNOWN = "SELECT name, count(*) AS uses FROM live_tags GROUP BY name ORDER BY uses DESC, name LIMIT ?1";
}

/// A story in a list.
#[derive(Clone, Debug)]
pub struct Live {
    /// Story.
    pub story: StoryId,
    /// Day of its address.
    pub day: String,
    /// Slug of its address.
    pub slug: String,
    /// Its copy without the text.
    pub head: Head,
    /// Published on.
    pub published_at: Timestamp,
    /// Updated.
    pub updated_at: Option<Timestamp>,
    /// When the live revision was released.
    pub released_at: Timestamp,
    /// Whether a correction stands on it.
    pub corrected: bool,
}

impl Live {
    /// Its public path.
    pub fn path(&self) -> String {
        crate::stories::path(&self.day, &self.slug)
    }

    /// Its place in lists.
    pub fn place(&self) -> Place {
        Place { published_at: self.published_at, story: self.story }
    }
}

/// A place in the order of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Published on.
    pub published_at: Timestamp,
    /// Story.
    pub story: StoryId,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.published_at.as_millisecond(), self.story)
    }
}

impl std::str::FromStr for Place {
    type Err = ();
    fn from_str(text: &str) -> Result<Place, ()> {
        let (at, story) = text.rsplit_once('-').ok_or(())?;
        let at = at.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).ok_or(())?;
        Ok(Place { published_at: at, story: story.parse().map_err(|_| ())? })
    }
}

/// Which stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// Of a section.
    Section(String),
    /// Of a storyline.
    Storyline(String),
    /// With a tag.
    Tag(String),
    /// With a byline.
    Person(String),
    /// In a language.
    Language(String),
}

/// A row of a list: the story, its head as JSON, and where it belongs now.
type Row = (Live, String, [String; 2]);

fn live(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let head: String = row.get(3)?;
    let live = Live {
        story: row.get(0)?,
        day: row.get(1)?,
        slug: row.get(2)?,
        head: Head::default(),
        published_at: instant(row.get(4)?),
        updated_at: maybe_instant(row.get(5)?),
        released_at: instant(row.get(6)?),
        corrected: row.get::<_, i64>(7)? > 0,
    };
    Ok((live, head, [row.get(8)?, row.get(9)?]))
}

fn with_head((live, head, [section, storyline]): Row) -> Result<Live, Problem> {
    // The revision says where the story was filed; where a section was renamed or merged since, the row says where it is.
    Ok(Live { head: Head { section, storyline, ..serde_json::from_str(&head)? }, ..live })
}

/// Whether a picture may be fetched by readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureSight {
    /// A story that may be seen uses it.
    Shown,
    /// Only withdrawn stories use it; or readers have had it, and its rights have ended or another stands in its place.
    Gone,
    /// No reader has had it.
    Unknown,
}

impl Read<'_> {
    /// Stories that may be seen at `now`, newest first, after a place in that order.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn live(&self, which: &Which, now: Timestamp, before: Option<Place>, most: i64) -> Result<Vec<Live>, Problem> {
        let (at, id) = before.map_or((i64::MAX, i64::MAX), |p| (p.published_at.as_millisecond(), p.story));
        let now = now.as_millisecond();
        let rows = match which {
            Which::All => self.all(&LIVE_ALL, (now, at, id, most), live),
            Which::Section(slug) => self.all(&LIVE_SECTION, (now, at, id, most, slug), live),
            Which::Storyline(slug) => self.all(&LIVE_STORYLINE, (now, at, id, most, slug), live),
            Which::Tag(slug) => self.all(&LIVE_TAG, (now, at, id, most, slug), live),
            Which::Person(slug) => self.all(&LIVE_PERSON, (now, at, id, most, slug), live),
            Which::Language(tag) => self.all(&LIVE_LANGUAGE, (now, at, id, most, tag), live),
        }?;
        rows.into_iter().map(with_head).collect()
    }

    /// One story, if it may be seen at `now`.
    pub fn live_story(&self, story: StoryId, now: Timestamp) -> Result<Option<Live>, Problem> {
        self.one(&LIVE_ONE, (now.as_millisecond(), story), live)?.map(with_head).transpose()
    }

    /// Months with stories that may be seen, `2018-03`, newest first.
    pub fn live_months(&self, now: Timestamp) -> Result<Vec<String>, Problem> {
        self.all(&LIVE_MONTHS, [now.as_millisecond()], |row| row.get(0))
    }

    /// How many stories may be seen.
    pub fn live_count(&self, now: Timestamp) -> Result<i64, Problem> {
        Ok(self.one(&LIVE_COUNT, [now.as_millisecond()], |row| row.get(0))?.unwrap_or(0))
    }

    /// A tag as last written, if a story that may be seen carries it.
    pub fn tag_name(&self, slug: &str, now: Timestamp) -> Result<Option<String>, Problem> {
        self.one(&TAG_NAME, (now.as_millisecond(), slug), |row| row.get(0))
    }

    /// Tags in use, most used first.
    pub fn tags_known(&self, most: i64) -> Result<Vec<String>, Problem> {
        self.all(&TAGS_KNOWN, [most], |row| row.get(0))
    }
}
