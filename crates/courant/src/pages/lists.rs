//! Lists of stories: section, storyline, person, tag, corrections; and the pages of plain text.

use super::address::List;
use super::page::NO_CACHE;
use super::{Page, PageProblem, Sheet};
use courant_render::json_ld::{self, Collection};
use courant_render::view::{Correction, CorrectionsPage, ErrorPage, Link, ListPage, TextPage};
use courant_store::lists::{Place, Which};

/// Stories on a page of a list.
pub(super) const PER_PAGE: usize = 20;

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
                let name = self.read.sections()?.into_iter().find(|s| s.slug == *slug).map(|s| s.name);
                heading("section", name, String::new(), Which::Section(slug.clone()))
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
        let teasers = self.teasers(&stories)?;
        let path = list.path();
        let description = if heading.intro.is_empty() { format!("{} — {}", heading.title, self.paper.site.name) } else { heading.intro.clone() };
        let mut page = self.frame("", &heading.title, &description)?;
        for section in &mut page.sections {
            section.current = section.url == path;
        }
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
        let older = stories.last().filter(|_| more).map_or(String::new(), |l| format!("{path}?before={}", l.place()));
        let view = ListPage {
            page,
            kind: heading.kind,
            title: heading.title,
            intro: heading.intro,
            teasers,
            older,
            newest: if before.is_some() { path } else { String::new() },
            most_viewed: self.most_viewed()?,
        };
        Ok(Page::html(self.paper.theme.page("list.html", &view)?))
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
        Ok(Page::html(self.paper.theme.page("corrections.html", &CorrectionsPage { page, corrections, older })?))
    }

    pub(super) fn about(&self) -> Result<Page, PageProblem> {
        let mut page = self.frame("", self.paper.word("about"), &self.paper.site.strapline)?;
        page.canonical = self.paper.absolute("/about");
        page.feeds = self.paper.feeds();
        let view = TextPage { page, body_html: self.paper.about_html.clone(), feed_list: Vec::new() };
        Ok(Page::html(self.paper.theme.page("about.html", &view)?))
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
        Ok(Page::html(self.paper.theme.page("connect.html", &TextPage { page, body_html: String::new(), feed_list })?))
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
        let html = self.paper.theme.page("error.html", &ErrorPage { page, status, what, next })?;
        Ok(Page { cache: NO_CACHE, ..Page::with_status(status, "text/html; charset=utf-8", html) })
    }
}
