//! Changes: what one line of the journal says. Followers read them; nothing else tells them what happened.

use crate::story::StoryId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One change, as its action wrote it. The fields are what their names say; ids are those of the store.
#[allow(missing_docs)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// A story was begun.
    StoryCreated { story: StoryId },
    /// A story was marked finished, or dropped, or taken up again.
    StoryMoved { story: StoryId, from: String, to: String },
    /// A revision is live from now on.
    StoryPublished { story: StoryId, revision: i64, previous: Option<i64>, note: String },
    /// A revision will be live at an instant.
    StoryScheduled { story: StoryId, revision: i64, at: Timestamp, embargo: Option<Timestamp> },
    /// A time that was set was taken back.
    StoryUnscheduled { story: StoryId, revision: i64 },
    /// A story was taken down.
    StoryWithdrawn { story: StoryId, note: String },
    /// The front was arranged.
    FrontArranged { front: String, version: i64 },
    /// The breaking bar was switched.
    BreakingSwitched { words: String, story: Option<StoryId>, until: Option<Timestamp> },
    /// A picture came in.
    PictureAdded { picture: String },
    /// A picture's words, rights or focal point changed.
    PictureChanged { picture: String },
    /// A media file came in.
    MediaFileAdded { file: String },
    /// A section, storyline or the site's own words changed.
    SiteChanged { what: String },
    /// Somebody got an account.
    PersonAdded { person: i64 },
    /// Somebody's password changed.
    PasswordChanged { person: i64 },
    /// A token was added.
    TokenAdded { token: i64 },
    /// A token was ended.
    TokenEnded { token: i64 },
}

impl Change {
    /// The story it is about, if any.
    pub fn story(&self) -> Option<StoryId> {
        match self {
            Change::StoryCreated { story }
            | Change::StoryMoved { story, .. }
            | Change::StoryPublished { story, .. }
            | Change::StoryScheduled { story, .. }
            | Change::StoryUnscheduled { story, .. }
            | Change::StoryWithdrawn { story, .. } => Some(*story),
            Change::BreakingSwitched { story, .. } => *story,
            _ => None,
        }
    }

    /// Whether a reader could notice it: what is not public must not even refresh a page.
    pub fn is_public(&self) -> bool {
        matches!(
            self,
            Change::StoryPublished { .. }
                | Change::StoryWithdrawn { .. }
                | Change::FrontArranged { .. }
                | Change::BreakingSwitched { .. }
                | Change::PictureChanged { .. }
                | Change::SiteChanged { .. }
                | Change::StoryScheduled { .. }
        )
    }
}
