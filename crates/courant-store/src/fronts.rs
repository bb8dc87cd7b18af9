//! Fronts and the breaking bar.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant, maybe_instant};
use courant_news::front::Layout;
use courant_news::story::StoryId;
use jiff::Timestamp;

statements! {
    FRONT_GET = "SELECT layout, version FROM fronts WHERE slug = ?1";
    FRONT_SET = "INSERT INTO fronts (slug, layout, version, changed_at, changed_by) VALUES (?1, ?2, 1, ?3, ?4) ON CONFLICT (slug) DO UPDATE SET layout = excluded.layout, version = fronts.version + 1, changed_at = excluded.changed_at, changed_by = excluded.changed_by";
    FRONT_VERSION_ADD = "INSERT INTO front_versions (front, version, layout, made_at, made_by) VALUES (?1, ?2, ?3, ?4, ?5)";
    FRONT_VERSIONS = "SELECT version, layout, made_at, made_by FROM front_versions WHERE front = ?1 ORDER BY version DESC LIMIT ?2";
    FRONT_VERSION = "SELECT version, layout, made_at, made_by FROM front_versions WHERE front = ?1 AND version = ?2";
    FRONT_MOVE = "UPDATE fronts SET slug = ?2 WHERE slug = ?1";
    FRONT_VERSIONS_MOVE = "UPDATE front_versions SET front = ?2 WHERE front = ?1";
    FRONT_PLANS_MOVE = "UPDATE front_plans SET front = ?2 WHERE front = ?1";
    FRONT_DROP = "DELETE FROM fronts WHERE slug = ?1";
    FRONT_VERSIONS_DROP = "DELETE FROM front_versions WHERE front = ?1";
    FRONT_PLANS_DROP = "DELETE FROM front_plans WHERE front = ?1";
    PLAN_ADD = "INSERT INTO front_plans (front, layout, version, due_at, state, made_at, made_by) VALUES (?1, ?2, 1, ?3, 'waiting', ?4, ?5) RETURNING id";
    PLAN_GET = "SELECT id, front, layout, version, due_at, state, made_at, made_by FROM front_plans WHERE id = ?1";
    PLANS_WAITING = "SELECT id, front, layout, version, due_at, state, made_at, made_by FROM front_plans WHERE front = ?1 AND state = 'waiting' ORDER BY due_at, id";
    PLAN_SET = "UPDATE front_plans SET layout = ?2, version = version + 1, made_at = ?3, made_by = ?4 WHERE id = ?1 AND version = ?5 AND state = 'waiting'";
    PLAN_END = "UPDATE front_plans SET state = ?2 WHERE id = ?1 AND state = 'waiting'";
    BREAKING_GET = "SELECT words, story_id, ends_at FROM breaking WHERE id = 1";
    BREAKING_SET = "INSERT INTO breaking (id, words, story_id, ends_at) VALUES (1, ?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET words = excluded.words, story_id = excluded.story_id, ends_at = excluded.ends_at";
}

/// The breaking bar as it was switched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breaking {
    /// Its words; empty: off.
    pub words: String,
    /// The story it leads to.
    pub story: Option<StoryId>,
    /// Until when.
    pub until: Option<Timestamp>,
}

impl Breaking {
    /// Whether it stands at an instant.
    pub fn stands(&self, now: Timestamp) -> bool {
        !self.words.is_empty() && self.until.is_none_or(|until| until > now)
    }
}

/// One arrangement that a front had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontVersion {
    /// Number, from 1.
    pub version: i64,
    /// What was chosen.
    pub layout: Layout,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
}

/// An arrangement that a front takes at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Number.
    pub id: i64,
    /// The front.
    pub front: String,
    /// What will stand.
    pub layout: Layout,
    /// Grows with each change.
    pub version: i64,
    /// From when.
    pub due: Timestamp,
    /// Whether it still waits: neither carried out nor cancelled.
    pub waits: bool,
    /// When it was changed last.
    pub at: Timestamp,
    /// Who changed it.
    pub by: String,
}

type PlanRow = (i64, String, String, i64, i64, String, i64, String);

fn plan_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<PlanRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?))
}

fn plan((id, front, layout, version, due, state, at, by): PlanRow) -> Result<Plan, Problem> {
    let waits = state == "waiting";
    Ok(Plan { id, front, layout: serde_json::from_str(&layout)?, version, due: instant(due), waits, at: instant(at), by })
}

type VersionRow = (i64, String, i64, String);

fn version_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<VersionRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn front_version((version, layout, at, by): VersionRow) -> Result<FrontVersion, Problem> {
    Ok(FrontVersion { version, layout: serde_json::from_str(&layout)?, at: instant(at), by })
}

impl Read<'_> {
    /// A front's layout with its version; the empty one, version 0, at first.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn front(&self, slug: &str) -> Result<(Layout, i64), Problem> {
        let found = self.one(&FRONT_GET, [slug], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        found.map_or(Ok((Layout::default(), 0)), |(layout, version)| Ok((serde_json::from_str(&layout)?, version)))
    }

    /// Arrangements that a front had, newest first; the first is the one it has.
    pub fn front_versions(&self, slug: &str, most: i64) -> Result<Vec<FrontVersion>, Problem> {
        self.all(&FRONT_VERSIONS, (slug, most), version_row)?.into_iter().map(front_version).collect()
    }

    /// One arrangement that a front had.
    pub fn front_version(&self, slug: &str, version: i64) -> Result<Option<FrontVersion>, Problem> {
        self.one(&FRONT_VERSION, (slug, version), version_row)?.map(front_version).transpose()
    }

    /// A planned arrangement.
    pub fn plan(&self, id: i64) -> Result<Option<Plan>, Problem> {
        self.one(&PLAN_GET, [id], plan_row)?.map(plan).transpose()
    }

    /// Planned arrangements of a front that still wait, next to come first.
    pub fn plans(&self, slug: &str) -> Result<Vec<Plan>, Problem> {
        self.all(&PLANS_WAITING, [slug], plan_row)?.into_iter().map(plan).collect()
    }

    /// The breaking bar.
    pub fn breaking(&self) -> Result<Breaking, Problem> {
        let found = self.one(&BREAKING_GET, [], |row| Ok(Breaking { words: row.get(0)?, story: row.get(1)?, until: maybe_instant(row.get(2)?) }))?;
        Ok(found.unwrap_or_default())
    }
}

impl Write<'_> {
    /// Sets a front's layout; returns its version.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn set_front(&self, slug: &str, layout: &Layout) -> Result<i64, Problem> {
        let text = serde_json::to_string(layout)?;
        self.run(&FRONT_SET, (slug, &text, self.now(), &self.actor))?;
        let version = self.front(slug)?.1;
        self.run(&FRONT_VERSION_ADD, (slug, version, &text, self.now(), &self.actor))?;
        Ok(version)
    }

    /// Gives a front another slug, with its history and plans; one that had that slug before is dropped.
    pub fn move_front(&self, from: &str, to: &str) -> Result<(), Problem> {
        for drop in [&FRONT_DROP, &FRONT_VERSIONS_DROP, &FRONT_PLANS_DROP] {
            self.run(drop, [to])?;
        }
        for move_ in [&FRONT_MOVE, &FRONT_VERSIONS_MOVE, &FRONT_PLANS_MOVE] {
            self.run(move_, [from, to])?;
        }
        Ok(())
    }

    /// Plans an arrangement; returns its number.
    pub fn add_plan(&self, slug: &str, layout: &Layout, due: Timestamp) -> Result<i64, Problem> {
        self.insert(&PLAN_ADD, (slug, serde_json::to_string(layout)?, due.as_millisecond(), self.now(), &self.actor))
    }

    /// Changes a planned arrangement over version `base`; `false` when it has moved on, or no longer waits.
    pub fn set_plan(&self, id: i64, base: i64, layout: &Layout) -> Result<bool, Problem> {
        Ok(self.run(&PLAN_SET, (id, serde_json::to_string(layout)?, self.now(), &self.actor, base))? == 1)
    }

    /// Ends a plan that waits: carried out, or cancelled. `false` when it no longer waits.
    pub fn end_plan(&self, id: i64, carried_out: bool) -> Result<bool, Problem> {
        Ok(self.run(&PLAN_END, (id, if carried_out { "done" } else { "cancelled" }))? == 1)
    }

    /// Switches the breaking bar.
    pub fn set_breaking(&self, breaking: &Breaking) -> Result<(), Problem> {
        self.run(&BREAKING_SET, (&breaking.words, breaking.story, breaking.until.map(Timestamp::as_millisecond))).map(drop)
    }
}
