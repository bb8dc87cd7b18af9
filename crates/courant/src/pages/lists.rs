//! Lists of stories: section, storyline, person, tag, corrections; and the pages of plain text.

use super::address::List;
use super::page::NO_CACHE;
use super::{Page, PageProblem, Sheet};
use courant_news::front::Layout;
use courant_render::json_ld::{self, Collection};
use courant_render::view::{Correction, CorrectionsPage, ErrorPage, Link, ListPage, Teaser, TextPage};
use courant_store::lists::{Live, Place, Which};

/// Stories on a page of a list.
pub(super) const PER_PAGE: usize = 20;

/// Stories of a storyline that is read from the first on: all on one page.
const MOST_IN_ORDER: i64 = 200;

/// The key of a section's front.
pub(super) fn front_of(section: &str) -> String {
    format!("section:{section}")
}

/// A list's own words.
pub(super) struct Heading {
    pub kind: &'static str,
    pub title: String,
    pub intro: String,
    pub which: Which,
}

impl Sheet<'_> {
    /// What a list is called; `None` when there is none that readers may know of.
    pub(super) fn heading(&self, list: &List) -> Result<Option<Heading>, PageProblem> {
        let heading = |kind, title: Option<String>, intro: String, which| title.map(|title| Heading { kind, title, intro, which });
        Ok(match list {
            List::Section(slug) => {
                let found = self.read.sections()?.into_iter().find(|s| s.slug == *slug);
                let intro = found.as_ref().map(|s| s.intro.clone()).unwrap_or_default();
                heading("section", found.map(|s| s.name), intro, Which::Section(slug.clone()))
            }
            List::Storyline(slug) => {
                let which = Which::Storyline(slug.clone());
                // A storyline whose only stories wait for their time must not be known of.
                let seen = !self.read.live(&which, self.now, None, 1)?.is_empty();
                let found = self.read.storyline(slug)?.filter(|_| seen);
                let intro = found.as_ref().map(|s| s.intro.clone()).unwrap_or_default();
                heading("storyline", found.map(|s| s.title), intro, which)
            }
            List::Person(slug) => {
                let which = Which::Person(slug.clone());
                let seen = !self.read.live(&which, self.now, None, 1)?.is_empty();
                heading("person", self.read.person(slug)?.filter(|_| seen).map(|p| p.name), String::new(), which)
            }
            List::Tag(slug) => heading("tag", self.read.tag_name(slug, self.now)?, String::new(), Which::Tag(slug.clone())),
        })
    }

    pub(super) fn list(&self, list: &List, before: Option<Place>) -> Result<Page, PageProblem> {
        let Some(heading) = self.heading(list)? else { return self.error(404) };
        let mut stories = self.read.live(&heading.which, self.now, before, PER_PAGE as i64 + 1)?;
        let more = stories.len() > PER_PAGE;
        stories.truncate(PER_PAGE);
        let path = list.path();
        let older = stories.last().filter(|_| more).map_or(String::new(), |l| format!("{path}?before={}", l.place()));
        let teasers = match list {
            List::Section(slug) if before.is_none() => {
                let (layout, _) = self.read.front(&front_of(slug))?;
                self.led(&layout, &self.with_chosen(&layout, slug, stories)?)?
            }
            List::Storyline(slug) if before.is_none() && self.read.storyline(slug)?.is_some_and(|s| s.oldest_first) => {
                let mut all = self.read.live(&heading.which, self.now, None, MOST_IN_ORDER)?;
                all.reverse();
                return self.list_page(list, heading, self.teasers(&all)?, None, String::new());
            }
            _ => self.teasers(&stories)?,
        };
        self.list_page(list, heading, teasers, before, older)
    }

    fn list_page(&self, list: &List, heading: Heading, teasers: Vec<Teaser>, before: Option<Place>, older: String) -> Result<Page, PageProblem> {
        Ok(Page::html(self.paper.draw("list.html", &self.list_view(list, heading, teasers, before, older)?)?))
    }

    pub(super) fn list_view(
        &self,
        list: &List,
        heading: Heading,
        teasers: Vec<Teaser>,
        before: Option<Place>,
        older: String,
    ) -> Result<ListPage, PageProblem> {
        let path = list.path();
        let description = if heading.intro.is_empty() { format!("{} — {}", heading.title, self.paper.site.name) } else { heading.intro.clone() };
        let mut page = self.frame("", &heading.title, &description)?;
        page.mark_current(&path);
        page.canonical = self.paper.absolute(&before.map_or(path.clone(), |b| format!("{path}?before={b}")));
        page.feeds = self.paper.feeds_of(&heading.title, &path);
        let url = self.paper.absolute(&path);
        let collection = Collection {
            person: (heading.kind == "person").then(|| (heading.title.clone(), url.clone())),
            url,
            name: heading.title.clone(),
            description,
            language: self.paper.site.language.clone(),
            stories: teasers.iter().map(|t| (t.headline.clone(), self.paper.absolute(&t.url))).collect(),
        };
        page.json_ld = json_ld::script(&[json_ld::collection_page(&collection, &self.paper.publisher())]);
        Ok(ListPage {
            page,
            kind: heading.kind,
            title: heading.title,
            intro: heading.intro,
            teasers,
            older,
            newest: if before.is_some() { path } else { String::new() },
            most_viewed: self.most_viewed()?,
            preview: String::new(),
        })
    }

    /// A section's stories with those that its front names, where they are of the section and may be seen.
    fn with_chosen(&self, layout: &Layout, section: &str, mut stories: Vec<Live>) -> Result<Vec<Live>, PageProblem> {
        for slot in layout.lead.iter().chain(&layout.pinned) {
            if !stories.iter().any(|l| l.story == slot.story) {
                stories.extend(self.read.live_story(slot.story, self.now)?.filter(|live| live.head.section == section));
            }
        }
        Ok(stories)
    }

    /// Teasers with the lead and the pinned first, under their kickers, then the rest as they come.
    pub(super) fn led(&self, layout: &Layout, stories: &[Live]) -> Result<Vec<Teaser>, PageProblem> {
        let chosen: Vec<_> = layout.lead.iter().chain(&layout.pinned).collect();
        let first = chosen.iter().filter_map(|slot| Some((stories.iter().find(|l| l.story == slot.story)?, slot.kicker.as_str())));
        let rest = stories.iter().filter(|l| !chosen.iter().any(|slot| slot.story == l.story)).map(|l| (l, ""));
        let teaser = |(live, kicker): (&Live, &str)| {
            let teaser = self.teaser(live)?;
            Ok(if kicker.is_empty() { teaser } else { Teaser { kicker: kicker.to_owned(), ..teaser } })
        };
        first.chain(rest).map(teaser).collect()
    }

    pub(super) fn corrections(&self, before: Option<Place>) -> Result<Page, PageProblem> {
        let mut filed = self.read.corrections_live(self.now, before.map(|p| p.story), PER_PAGE as i64 + 1)?;
        let more = filed.len() > PER_PAGE;
        filed.truncate(PER_PAGE);
        let words = self.paper.words("");
        let mut corrections = Vec::with_capacity(filed.len());
        for c in &filed {
            if let Some(live) = self.read.live_story(c.story, self.now)? {
                corrections.push(Correction { url: live.path(), headline: live.head.headline.clone(), ..self.correction(c, words) });
            }
        }
        let older =
            filed.last().filter(|_| more).map_or(String::new(), |c| format!("/corrections?before={}", Place { published_at: c.at, story: c.id }));
        let mut page = self.frame("", self.paper.word("corrections"), self.paper.word("corrections_line"))?;
        page.canonical = self.paper.absolute("/corrections");
        page.feeds = self.paper.feeds();
        Ok(Page::html(self.paper.draw("corrections.html", &CorrectionsPage { page, corrections, older })?))
    }

    pub(super) fn connect(&self) -> Result<Page, PageProblem> {
        let mut page = self.frame("", self.paper.word("connect"), self.paper.word("connect_line"))?;
        page.canonical = self.paper.absolute("/connect");
        page.feeds = self.paper.feeds();
        let mut feed_list: Vec<Link> = Vec::new();
        for section in self.read.sections()? {
            feed_list.push(Link { url: format!("{}/feed.atom", List::Section(section.slug).path()), name: section.name, current: false });
        }
        for storyline in self.read.storylines()? {
            if !self.read.live(&Which::Storyline(storyline.slug.clone()), self.now, None, 1)?.is_empty() {
                feed_list.push(Link { url: format!("{}/feed.atom", List::Storyline(storyline.slug).path()), name: storyline.title, current: false });
            }
        }
        Ok(Page::html(self.paper.draw("connect.html", &TextPage { page, feed_list, ..TextPage::default() })?))
    }

    /// The page for an error: the same bytes whatever was asked for.
    pub(super) fn error(&self, status: u16) -> Result<Page, PageProblem> {
        let word = |part: &str| {
            let own = self.paper.word(&format!("error_{status}_{part}"));
            if own.is_empty() { self.paper.word(&format!("error_500_{part}")).to_owned() } else { own.to_owned() }
        };
        let (what, next) = (word("what"), word("next"));
        let mut page = self.frame("", &what, &what)?;
        page.noindex = true;
        let html = self.paper.draw("error.html", &ErrorPage { page, status, what, next })?;
        Ok(Page { cache: NO_CACHE, ..Page::with_status(status, "text/html; charset=utf-8", html) })
    }
}
