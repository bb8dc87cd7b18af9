//! The front: what an editor chose, and the rule that fills the rest.

use crate::story::StoryId;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What an editor chose for a front. Everything may be empty; the rule fills it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// The lead.
    pub lead: Option<Slot>,
    /// Pinned below the lead, in order.
    pub pinned: Vec<Slot>,
    /// What is due next.
    pub coming: Vec<Coming>,
}

/// A story in a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The story.
    pub story: StoryId,
    /// Kicker for this front; empty: the story's own.
    #[serde(default)]
    pub kicker: String,
}

/// Something due, as the front announces it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Coming {
    /// One sentence.
    pub what: String,
    /// When, in words.
    pub due: String,
    /// Where to read about it: a path on the site, or an https address; may be empty.
    pub link: String,
}

/// A story that readers may see now, with what the rule looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The story.
    pub story: StoryId,
    /// Its section.
    pub section: String,
    /// Its storyline; may be empty.
    pub storyline: String,
    /// Whether it has a lead picture.
    pub picture: bool,
}

/// A front with every slot decided. No story stands in it twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The lead, with its kicker.
    pub lead: Option<Slot>,
    /// Up to three other stories of the lead's storyline.
    pub lead_links: Vec<StoryId>,
    /// Second rank.
    pub second: Vec<Slot>,
    /// The newest of the rest.
    pub breaking_news: Vec<StoryId>,
    /// By section, in the sections' order; sections without a story are left out.
    pub strips: Vec<(String, Vec<StoryId>)>,
}

const LEAD_LINKS: usize = 3;
const SECOND: usize = 4;
const BREAKING_NEWS: usize = 6;
const STRIP: usize = 4;

/// Arranges a front. `candidates` are all stories that may be seen, newest first; `sections` in their order.
/// A chosen story that may not be seen (withdrawn, under embargo again) is passed over and its slot filled by rule:
/// the newest with a picture leads, pinned slots come next, then the newest.
pub fn arrange(layout: &Layout, candidates: &[Candidate], sections: &[String]) -> Arrangement {
    let mut free = Free { candidates, used: HashSet::new() };
    let lead = layout.lead.as_ref().and_then(|slot| free.take(slot)).or_else(|| free.first(|c| c.picture).or_else(|| free.first(|_| true)).map(bare));
    let mut second: Vec<Slot> = layout.pinned.iter().filter_map(|slot| free.take(slot)).collect();
    let storyline = lead.as_ref().and_then(|l| candidates.iter().find(|c| c.story == l.story)).map(|c| c.storyline.clone()).unwrap_or_default();
    let lead_links = if storyline.is_empty() { Vec::new() } else { free.many(LEAD_LINKS, |c| c.storyline == storyline) };
    let breaking_news = free.many(BREAKING_NEWS, |_| true);
    while second.len() < SECOND.min(candidates.len()) {
        let Some(next) = free.first(|c| c.picture).or_else(|| free.first(|_| true)) else { break };
        second.push(bare(next));
    }
    let strips = sections.iter().map(|section| (section.clone(), free.strip(section))).filter(|(_, stories)| !stories.is_empty()).collect();
    Arrangement { lead, lead_links, second, breaking_news, strips }
}

fn bare(story: StoryId) -> Slot {
    Slot { story, kicker: String::new() }
}

/// Candidates not yet placed.
struct Free<'a> {
    candidates: &'a [Candidate],
    used: HashSet<StoryId>,
}

impl Free<'_> {
    fn take(&mut self, slot: &Slot) -> Option<Slot> {
        let known = self.candidates.iter().any(|c| c.story == slot.story);
        (known && self.used.insert(slot.story)).then(|| slot.clone())
    }

    fn first(&mut self, fits: impl Fn(&Candidate) -> bool) -> Option<StoryId> {
        let found = self.candidates.iter().find(|c| !self.used.contains(&c.story) && fits(c))?.story;
        self.used.insert(found);
        Some(found)
    }

    /// A section's newest; of those, one with a picture stands first.
    fn strip(&mut self, section: &str) -> Vec<StoryId> {
        let mut stories = self.many(STRIP, |c| c.section == section);
        let pictured = |story: &StoryId| self.candidates.iter().any(|c| c.story == *story && c.picture);
        if let Some(at) = stories.iter().position(pictured) {
            stories[..=at].rotate_right(1);
        }
        stories
    }

    fn many(&mut self, most: usize, fits: impl Fn(&Candidate) -> bool) -> Vec<StoryId> {
        std::iter::from_fn(|| self.first(&fits)).take(most).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidate(story: StoryId, section: &str) -> Candidate {
        Candidate { story, section: section.into(), storyline: if story % 3 == 0 { "talks".into() } else { String::new() }, picture: story % 2 == 0 }
    }

    #[test]
    fn a_withdrawn_lead_is_replaced_by_the_newest_with_a_picture() {
        let layout = Layout { lead: Some(bare(99)), ..Layout::default() };
        let arranged = arrange(&layout, &[candidate(5, "world"), candidate(4, "world")], &["world".into()]);
        assert_eq!(arranged.lead.map(|l| l.story), Some(4));
    }

    proptest! {
        #[test]
        fn no_story_stands_on_the_front_twice(
            lead in proptest::option::of(0i64..40),
            pinned in proptest::collection::vec(0i64..40, 0..8),
            count in 0i64..40,
        ) {
            let layout = Layout { lead: lead.map(bare), pinned: pinned.into_iter().map(bare).collect(), coming: vec![] };
            let candidates: Vec<_> = (0..count).map(|i| candidate(i, if i % 2 == 0 { "world" } else { "sport" })).collect();
            let a = arrange(&layout, &candidates, &["world".into(), "sport".into()]);
            let mut all: Vec<StoryId> = a.lead.iter().map(|s| s.story).collect();
            all.extend(&a.lead_links);
            all.extend(a.second.iter().map(|s| s.story));
            all.extend(&a.breaking_news);
            all.extend(a.strips.iter().flat_map(|(_, s)| s.clone()));
            let distinct: HashSet<_> = all.iter().collect();
            prop_assert_eq!(distinct.len(), all.len());
            prop_assert_eq!(a.lead.is_some(), count > 0);
        }
    }
}
