//! What stands around every page.

use super::address::{List, text_path};
use super::trouble::Trouble;
use super::{PageProblem, Sheet};
use crate::config::Site;
use crate::themes;
use courant_news::language::direction;
use courant_news::navigation::{Entry, arranged};
use courant_render::assets::Assets;
use courant_render::json_ld::{Image, Publisher};
use courant_render::theme::look::Look;
use courant_render::theme::{Theme, ThemeProblem, Words};
use courant_render::times;
use courant_render::view::{Breaking, Feed, Follow, Frame, Link};
use courant_store::places::Section;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Duration;

/// The paper: its own words, its address, its theme. Cheap to clone; a change makes another one.
#[derive(Clone)]
pub struct Paper {
    /// What it says of itself.
    pub site: Arc<Site>,
    /// Its zone.
    pub zone: TimeZone,
    /// Absolute address without a slash at the end.
    pub origin: String,
    /// Templates and words.
    pub theme: Arc<Theme>,
    /// Colours, fonts, parts of the front, logo.
    pub look: Arc<Look>,
    /// Embedded files.
    pub assets: Arc<Assets>,
    /// About the paper, rendered.
    pub about_html: Arc<str>,
    /// Longest that a page of somebody else's templates may take.
    pub patience: Duration,
    /// What stands in where this theme fails: the last good one, at the end the house's templates.
    pub stand_in: Option<Arc<Paper>>,
    /// What went wrong with this theme.
    pub trouble: Arc<Trouble>,
}

/// What a paper wears: its theme with the files that go with it.
pub struct Dress {
    /// Templates and words.
    pub theme: Theme,
    /// Colours, fonts, parts of the front, logo.
    pub look: Look,
    /// Embedded files with the theme's own.
    pub assets: Assets,
    /// Longest that a page of somebody else's templates may take.
    pub patience: Duration,
}

impl Paper {
    /// A paper at an address. `about_html` is what the site says of itself, already rendered from its Markdown.
    pub fn new(site: Site, zone: TimeZone, origin: String, about_html: &str, dressed: Dress) -> Paper {
        let Dress { theme, look, assets, patience } = dressed;
        Paper {
            site: Arc::new(site),
            zone,
            origin,
            theme: Arc::new(theme),
            look: Arc::new(look),
            assets: Arc::new(assets),
            about_html: about_html.into(),
            patience,
            stand_in: None,
            trouble: Arc::default(),
        }
    }

    /// The same paper in another theme, without anything that stands in.
    #[must_use]
    pub fn dressed(&self, dress: Dress) -> Paper {
        let Dress { theme, look, assets, patience } = dress;
        let (theme, look, assets) = (Arc::new(theme), Arc::new(look), Arc::new(assets));
        Paper { theme, look, assets, patience, stand_in: None, trouble: Arc::default(), ..self.clone() }
    }

    /// Draws one page of every kind with the theme.
    ///
    /// # Errors
    /// [`ThemeProblem`] with file and line.
    pub fn check(&self) -> Result<(), ThemeProblem> {
        let frame = Frame {
            site_name: self.site.name.clone(),
            language: self.site.language.clone(),
            dir: direction(&self.site.language),
            assets: self.assets.addresses().clone(),
            w: self.words("").clone(),
            ..Frame::default()
        };
        // A server that starts has much to do at once.
        themes::faults(&self.theme, &frame, &self.look, self.patience * 4).into_iter().next().map_or(Ok(()), Err)
    }

    /// Words of a language, of the site's where it is empty.
    pub fn words(&self, language: &str) -> &Words {
        self.theme.words(if language.is_empty() { &self.site.language } else { language })
    }

    /// A word of the site's language.
    pub fn word(&self, key: &str) -> &str {
        self.words("").get(key).map_or("", String::as_str)
    }

    /// Host name of the address, for ids that must never change.
    pub fn host(&self) -> &str {
        self.origin.split("://").nth(1).unwrap_or(&self.origin)
    }

    /// The paper's own feeds: whatever page names them, they carry its name.
    pub(super) fn feeds(&self) -> Vec<Feed> {
        feeds("", &self.site.name)
    }

    /// The feeds of a list.
    pub(super) fn feeds_of(&self, list: &str, path: &str) -> Vec<Feed> {
        feeds(path, &self.feed_title(list))
    }

    /// What the feed of a list calls itself.
    pub(super) fn feed_title(&self, list: &str) -> String {
        format!("{list} | {}", self.site.name)
    }

    pub(super) fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub(super) fn publisher(&self) -> Publisher {
        Publisher {
            name: self.site.name.clone(),
            origin: self.origin.clone(),
            strapline: self.site.strapline.clone(),
            language: self.site.language.clone(),
            legal_name: self.site.publisher.legal_name.clone(),
            email: self.site.publisher.email.clone(),
            telephone: self.site.publisher.telephone.clone(),
            address: self.site.publisher.address.clone(),
            founded: self.site.publisher.founded.clone(),
            logo: self.asset("share.png").map(|url| Image { url, width: 1200, height: 630, ..Image::default() }),
        }
    }

    /// Absolute address of an asset.
    pub(super) fn asset(&self, name: &str) -> Option<String> {
        self.assets.addresses().get(name).map(|path| self.absolute(path))
    }
}

impl Sheet<'_> {
    /// A frame with a title and a description; the caller sets what its page has more.
    pub(crate) fn frame(&self, language: &str, title: &str, description: &str) -> Result<Frame, PageProblem> {
        let paper = self.paper;
        let language = if language.is_empty() { &paper.site.language } else { language };
        let words = paper.words(language);
        let sections = self.read.sections()?;
        let placed = self.placed(&sections, words)?;
        let links = |wanted: &dyn Fn(&Entry) -> bool| placed.iter().filter(|(e, _)| wanted(e)).map(|(_, l)| l.clone()).collect();
        let today = self.now.to_zoned_datetime(paper.zone.clone()).date();
        Ok(Frame {
            site_name: paper.site.name.clone(),
            strapline: paper.site.strapline.clone(),
            origin: paper.origin.clone(),
            title: title.to_owned(),
            description: description.to_owned(),
            language: language.to_owned(),
            dir: direction(language),
            today: courant_render::view::When { iso: today.to_string(), text: times::long_date(today, words) },
            sections: sections.into_iter().map(|s| Link { url: List::Section(s.slug).path(), name: s.name, current: false }).collect(),
            nav: links(&|e| e.masthead),
            foot_sections: links(&|e| e.footer && e.item.starts_with("section:")),
            foot_pages: links(&|e| e.footer && e.item.starts_with("page:")),
            breaking: self.breaking()?,
            follow: self.follow(words),
            share_picture: paper.asset("share.png").unwrap_or_default(),
            share_type: "website",
            logo: paper.assets.addresses().get(&format!("theme-{}", paper.look.logo)).cloned().unwrap_or_default(),
            ground: [false, true].map(|dark| paper.look.colour("paper", dark).to_owned()),
            assets: paper.assets.addresses().clone(),
            w: words.clone(),
            ..Frame::default()
        })
    }

    /// Everything that may stand in the navigation, in order, with its link.
    fn placed(&self, sections: &[Section], words: &Words) -> Result<Vec<(Entry, Link)>, PageProblem> {
        let kept: Vec<Entry> = match self.read.setting("navigation")? {
            Some(json) => serde_json::from_str(&json).map_err(courant_store::Problem::from)?,
            None => Vec::new(),
        };
        let link = |name: String, url: String| Link { name, url, current: false };
        let mut there: Vec<(Entry, Link)> =
            sections.iter().map(|s| (Entry::section(&s.slug, s.hidden), link(s.name.clone(), List::Section(s.slug.clone()).path()))).collect();
        let mut texts = self.read.shown_texts()?;
        if !texts.iter().any(|(slug, _)| slug == "about") {
            texts.insert(0, ("about".into(), words.get("about").cloned().unwrap_or_default()));
        }
        there.extend(texts.into_iter().map(|(slug, title)| (Entry::page(&slug), link(title, text_path(&slug)))));
        let entries: Vec<Entry> = there.iter().map(|(entry, _)| entry.clone()).collect();
        let with_link = |entry: Entry| there.iter().find(|(e, _)| e.item == entry.item).map(|(_, l)| (entry.clone(), l.clone()));
        Ok(arranged(&kept, &entries).into_iter().filter_map(with_link).collect())
    }

    fn breaking(&self) -> Result<Option<Breaking>, PageProblem> {
        let breaking = self.read.breaking()?;
        if !breaking.stands(self.now) {
            return Ok(None);
        }
        let url = match breaking.story {
            Some(story) => match self.read.live_story(story, self.now)? {
                Some(live) => live.path(),
                // A bar over a story that may not be seen would give it away.
                None => return Ok(None),
            },
            None => String::new(),
        };
        Ok(Some(Breaking { words: breaking.words, url }))
    }

    fn follow(&self, words: &Words) -> Vec<Follow> {
        let word = |key: &str| words.get(key).cloned().unwrap_or_default();
        let feeds = [("Atom", "/feed.atom"), ("RSS", "/feed.rss"), ("JSON Feed", "/feed.json")];
        let feeds = feeds.map(|(name, url)| Follow { name: name.into(), what: word("feeds_line"), url: url.into() });
        let others = self.paper.site.follow.iter().map(|f| Follow { name: f.name.clone(), what: f.what.clone(), url: f.url.clone() });
        feeds.into_iter().chain(others).collect()
    }

    /// The instant from which pages made now may be wrong though nothing was journalled.
    pub(super) fn horizon(&self) -> Result<Timestamp, PageProblem> {
        let midnight = courant_news::zone::next_midnight(self.now, &self.paper.zone);
        let breaking = self.read.breaking()?.until.filter(|until| *until > self.now);
        Ok(breaking.map_or(midnight, |until| until.min(midnight)))
    }
}

/// The feeds at an address, for `<link rel=alternate>`.
fn feeds(stem: &str, title: &str) -> Vec<Feed> {
    let formats = [("application/atom+xml", "atom"), ("application/rss+xml", "rss"), ("application/feed+json", "json")];
    formats.map(|(media_type, extension)| Feed { media_type, url: format!("{stem}/feed.{extension}"), title: title.to_owned() }).into()
}
