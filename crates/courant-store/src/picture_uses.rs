//! Who uses which picture: drafts, and the revisions that readers have; what readers may fetch of it; what took its place.

use crate::lists::PictureSight;
use crate::pictures::Picture;
use crate::statement::statements;
use crate::store::{Problem, Read, Write};
use courant_news::copy::Copy;
use courant_news::framing::Crop;
use courant_news::story::StoryId;
use jiff::Timestamp;

/// The state of the story that lets most be seen, of those that readers have had.
macro_rules! sight {
    ($table:literal, $filter:literal) => {
        concat!(
            "SELECT CASE WHEN s.withdrawn_at IS NOT NULL THEN 'withdrawn' ELSE s.state END FROM ",
            $table,
            " u JOIN stories s ON s.id = u.story_id WHERE u.picture_id = ?2 ",
            $filter,
            " AND s.released_at <= ?1 AND (s.embargo_at IS NULL OR s.embargo_at <= ?1) \
             AND (s.state IN ('published', 'withdrawn') OR (s.state = 'scheduled' AND s.withdrawn_at IS NOT NULL)) ORDER BY s.state LIMIT 1"
        )
    };
}

statements! {
    CROP_SHOWN = sight!("live_crops", "AND u.crop = ?3");
    PICTURE_WAS_PUBLIC = "SELECT was_public FROM pictures WHERE id = ?1";
    USES_CLEAR = "DELETE FROM live_pictures WHERE story_id = ?1";
    USE_ADD = "INSERT INTO live_pictures (story_id, picture_id) VALUES (?1, ?2)";
    CROPS_CLEAR = "DELETE FROM live_crops WHERE story_id = ?1";
    CROP_ADD = "INSERT INTO live_crops (story_id, picture_id, crop) VALUES (?1, ?2, ?3)";
    DRAFT_USES = "SELECT picture_id FROM draft_pictures WHERE story_id = ?1 ORDER BY picture_id";
    DRAFT_USE_ADD = "INSERT INTO draft_pictures (story_id, picture_id) VALUES (?1, ?2)";
    DRAFT_USE_DROP = "DELETE FROM draft_pictures WHERE story_id = ?1 AND picture_id = ?2";
    STORIES_USING = "SELECT story_id FROM draft_pictures WHERE picture_id = ?1 UNION SELECT story_id FROM live_pictures WHERE picture_id = ?1 ORDER BY 1";
    STORIES_SHOWING = "SELECT count(*) FROM live_pictures u JOIN stories s ON s.id = u.story_id WHERE u.picture_id = ?1 AND s.state = 'published'";
    STORIES_WAITING = "SELECT id FROM stories WHERE pending_revision IS NOT NULL ORDER BY id";
    PICTURE_REPLACED = "UPDATE pictures SET replaced_by = ?2, replaced_at = ?3, was_public = ?4 WHERE id = ?1";
    PICTURES_LED_ON = "UPDATE pictures SET replaced_by = ?2 WHERE replaced_by = ?1 AND id <> ?2";
    PICTURE_TAKEN_BACK = "UPDATE pictures SET replaced_by = NULL, replaced_at = NULL, was_public = 0 WHERE id = ?1";
    REPLACED_BY = "SELECT id FROM pictures WHERE replaced_by = ?1 ORDER BY replaced_at DESC, id LIMIT ?2";
    STORY_LIVE_SWAPPED = "UPDATE stories SET live_revision = ?2 WHERE id = ?1";
    STORY_PENDING_SWAPPED = "UPDATE stories SET pending_revision = ?2 WHERE id = ?1";
    CORRECTIONS_MOVED = "UPDATE corrections SET revision_id = ?3 WHERE story_id = ?1 AND revision_id > ?2";
}

/// What is shown of a picture, as a row says it; the whole is ''.
fn cut(crop: Option<Crop>) -> String {
    crop.map_or_else(String::new, |crop| crop.to_string())
}

impl Read<'_> {
    /// Whether readers may fetch a picture, or the part of it that a crop shows.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn picture_sight(&self, picture: &Picture, crop: Option<Crop>, now: Timestamp) -> Result<PictureSight, Problem> {
        if picture.replaced_by.is_some() {
            // Which parts of it readers had, nobody knows any more; each is as gone as the picture.
            let was_public = self.one(&PICTURE_WAS_PUBLIC, [&picture.id], |row| row.get::<_, i64>(0))? == Some(1);
            return Ok(if was_public { PictureSight::Gone } else { PictureSight::Unknown });
        }
        let now = now.as_millisecond();
        let state: Option<String> = self.one(&CROP_SHOWN, (now, &picture.id, cut(crop)), |row| row.get(0))?;
        Ok(match state.as_deref() {
            Some("published") if picture.ended_at.is_none() => PictureSight::Shown,
            Some(_) => PictureSight::Gone,
            None => PictureSight::Unknown,
        })
    }

    /// Stories whose draft or live revision uses a picture.
    pub fn stories_using(&self, picture: &str) -> Result<Vec<StoryId>, Problem> {
        self.all(&STORIES_USING, [picture], |row| row.get(0))
    }

    /// How many published stories use a picture.
    pub fn stories_showing(&self, picture: &str) -> Result<i64, Problem> {
        Ok(self.one(&STORIES_SHOWING, [picture], |row| row.get(0))?.unwrap_or(0))
    }

    /// Stories with a revision that waits for its time.
    pub fn stories_waiting(&self) -> Result<Vec<StoryId>, Problem> {
        self.all(&STORIES_WAITING, [], |row| row.get(0))
    }

    /// Pictures in whose place this one stands.
    pub fn replaced_by(&self, picture: &str, most: i64) -> Result<Vec<String>, Problem> {
        self.all(&REPLACED_BY, (picture, most), |row| row.get(0))
    }
}

impl Write<'_> {
    /// Writes down which pictures, and which parts of them, a story's live revision shows.
    pub(crate) fn set_picture_uses(&self, story: StoryId, copy: &Copy) -> Result<(), Problem> {
        self.run(&USES_CLEAR, [story])?;
        for picture in copy.pictures() {
            self.run(&USE_ADD, (story, picture))?;
        }
        self.run(&CROPS_CLEAR, [story])?;
        for (picture, crop) in copy.cuts() {
            self.run(&CROP_ADD, (story, picture, cut(crop)))?;
        }
        Ok(())
    }

    /// Writes down which pictures a draft uses; nothing where it uses the same as before.
    pub(crate) fn set_draft_uses(&self, story: StoryId, copy: &Copy) -> Result<(), Problem> {
        let (old, new) = (self.all(&DRAFT_USES, [story], |row| row.get::<_, String>(0))?, copy.pictures());
        for gone in old.iter().filter(|id| !new.contains(id)) {
            self.run(&DRAFT_USE_DROP, (story, gone))?;
        }
        for come in new.iter().filter(|id| !old.contains(id)) {
            self.run(&DRAFT_USE_ADD, (story, come))?;
        }
        Ok(())
    }

    /// Writes down that a picture stands wherever another stood, also where that one had taken the place of others.
    /// `was_public`: readers had had it. A picture that comes back is what it was.
    pub fn set_replaced(&self, old: &str, new: &str, was_public: bool) -> Result<(), Problem> {
        self.run(&PICTURE_TAKEN_BACK, [new])?;
        self.run(&PICTURES_LED_ON, (old, new))?;
        self.run(&PICTURE_REPLACED, (old, new, self.now(), i64::from(was_public))).map(drop)
    }

    /// Lets another revision be the live one without a new release: times, state and note stay.
    pub fn swap_live(&self, story: StoryId, revision: i64, copy: &Copy) -> Result<(), Problem> {
        self.run(&STORY_LIVE_SWAPPED, (story, revision))?;
        self.set_picture_uses(story, copy)
    }

    /// Lets another revision wait, with every correction that readers do not have: those of revisions after `live`, the
    /// one that readers had until now.
    pub fn swap_pending(&self, story: StoryId, live: Option<i64>, new: i64) -> Result<(), Problem> {
        self.run(&STORY_PENDING_SWAPPED, (story, new))?;
        self.run(&CORRECTIONS_MOVED, (story, live.unwrap_or(0), new)).map(drop)
    }
}

/// Writes down what the drafts there are use.
pub(crate) fn fill_draft_uses(connection: &rusqlite::Connection) -> Result<(), Problem> {
    let mut drafts = connection.prepare("SELECT id, draft FROM stories")?;
    let mut add = connection.prepare("INSERT INTO draft_pictures (story_id, picture_id) VALUES (?1, ?2)")?;
    let mut rows = drafts.query([])?;
    while let Some(row) = rows.next()? {
        let (story, draft): (StoryId, String) = (row.get(0)?, row.get(1)?);
        for picture in serde_json::from_str::<Copy>(&draft)?.pictures() {
            add.execute((story, picture))?;
        }
    }
    Ok(())
}
