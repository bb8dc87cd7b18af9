//! The front.

use super::address::List;
use super::{Page, PageProblem, Sheet};
use courant_news::front::{Candidate, Layout, Slot, arrange};
use courant_render::bands::placed;
use courant_render::json_ld;
use courant_render::view::{Coming, FrontPage, Link, Strip, Teaser};
use courant_store::lists::{Live, Which};
use courant_store::places::Section;
use std::collections::HashMap;

/// How many of the newest stories the rule looks at.
pub(super) const LOOKED_AT: i64 = 120;

impl Sheet<'_> {
    pub(super) fn front(&self) -> Result<Page, PageProblem> {
        let (layout, _) = self.read.front("front")?;
        let list = self.read.live(&Which::All, self.now, None, LOOKED_AT)?;
        let view = self.front_view(&layout, list, &self.read.sections()?)?;
        Ok(Page::html(self.paper.draw("front.html", &view)?))
    }

    /// The front of a layout and the newest stories; what the layout names and is older is looked up.
    pub(super) fn front_view(&self, layout: &Layout, mut list: Vec<Live>, sections: &[Section]) -> Result<FrontPage, PageProblem> {
        for slot in layout.lead.iter().chain(&layout.pinned) {
            if !list.iter().any(|l| l.story == slot.story)
                && let Some(older) = self.read.live_story(slot.story, self.now)?
            {
                list.push(older);
            }
        }
        let slugs: Vec<String> = sections.iter().map(|s| s.slug.clone()).collect();
        let arranged = arrange(layout, &list.iter().map(candidate).collect::<Vec<_>>(), &slugs);
        let by_story: HashMap<i64, &Live> = list.iter().map(|l| (l.story, l)).collect();
        let one = |story: &i64| by_story.get(story).map(|live| self.teaser(live));
        let many = |stories: &[i64]| stories.iter().filter_map(one).collect::<Result<Vec<_>, _>>();
        let slot = |slot: &Slot| -> Option<Result<Teaser, PageProblem>> {
            let teaser = one(&slot.story)?;
            Some(teaser.map(|t| if slot.kicker.is_empty() { t } else { Teaser { kicker: slot.kicker.clone(), ..t } }))
        };
        let look = &self.paper.look;
        let mut strips = Vec::new();
        for (slug, stories) in &arranged.strips {
            let name = sections.iter().find(|s| s.slug == *slug).map_or(slug.clone(), |s| s.name.clone());
            strips.push(Strip {
                slug: slug.clone(),
                section: Link { name, url: List::Section(slug.clone()).path(), current: false },
                teasers: many(stories)?,
            });
        }
        let site = &self.paper.site;
        let mut page = self.frame("", &site.name, if site.strapline.is_empty() { &site.name } else { &site.strapline })?;
        page.canonical = self.paper.absolute("/");
        page.feeds = self.paper.feeds();
        page.json_ld = json_ld::script(&[json_ld::web_site(&self.paper.publisher())]);
        let front = FrontPage {
            lead: arranged.lead.as_ref().and_then(slot).transpose()?,
            lead_links: many(&arranged.lead_links)?,
            second: arranged.second.iter().filter_map(slot).collect::<Result<_, _>>()?,
            breaking_news: many(&arranged.breaking_news)?,
            strips,
            most_viewed: if look.shows("most_viewed") { self.most_viewed()? } else { Default::default() },
            coming: layout.coming.iter().map(|c| Coming { what: c.what.clone(), due: c.due.clone(), url: c.link.clone() }).collect(),
            side: look.side(),
            page,
            ..FrontPage::default()
        };
        Ok(placed(front, &look.parts()))
    }
}

fn candidate(live: &Live) -> Candidate {
    Candidate { story: live.story, section: live.head.section.clone(), storyline: live.head.storyline.clone(), picture: live.head.picture.is_some() }
}
