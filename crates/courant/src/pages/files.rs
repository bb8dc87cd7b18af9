//! Feeds, sitemaps and the small files that programs look for.

use super::address::{FeedFormat, List, What, text_path};
use super::lists::PER_PAGE;
use super::page::Page;
use super::story::{body_words, correction_text, find_media, find_picture};
use super::{PageProblem, Sheet};
use courant_news::body::{Recording, inline_text};
use courant_news::copy::Copy;
use courant_news::language::direction;
use courant_render::body::{Shown, story_feed_html};
use courant_render::feed::{self, Addresses, Attachment, CorrectionNote, Entry, Feed, Picture};
use courant_render::sitemap::{self, Child, Listed, News};
use courant_render::theme::Words;
use courant_render::times;
use courant_render::well_known::{self, Icon};
use courant_store::lists::{Live, Place, Which};
use jiff::Timestamp;
use jiff::civil::{Date, date};

/// A day on which the paper had its host name, for ids of feeds (RFC 4151): fixed, so that ids never change.
const FOUNDED: Date = date(2018, 1, 1);

impl Sheet<'_> {
    pub(super) fn feed(&self, list: Option<&List>, format: FeedFormat, before: Option<Place>) -> Result<Page, PageProblem> {
        let paper = self.paper;
        let (title, intro, which, path) = match list {
            None => (paper.site.name.clone(), paper.site.strapline.clone(), Which::All, String::new()),
            Some(list) => match self.heading(list)? {
                Some(h) => (paper.feed_title(&h.title), h.intro, h.which, list.path()),
                None => return self.error(404),
            },
        };
        let mut stories = self.read.live(&which, self.now, before, PER_PAGE as i64 + 1)?;
        let more = stories.len() > PER_PAGE;
        stories.truncate(PER_PAGE);
        let entries = stories.iter().map(|live| self.entry(live)).collect::<Result<Vec<_>, _>>()?;
        let stem = paper.absolute(&format!("{path}/feed"));
        let at = |place: Option<Place>| Addresses::new(&stem, &place.map_or(String::new(), |p| format!("before={p}")));
        let feed = Feed {
            id: feed::tag_uri(paper.host(), FOUNDED, &format!("feed{path}")),
            title,
            subtitle: intro,
            home: paper.absolute(if path.is_empty() { "/" } else { &path }),
            self_urls: at(before),
            updated: entries.iter().map(|e| e.updated).max().unwrap_or(Timestamp::UNIX_EPOCH),
            language: paper.site.language.clone(),
            icon: paper.absolute("/favicon.svg"),
            older: stories.last().filter(|_| more).map(|l| at(Some(l.place()))),
            newest: before.map(|_| at(None)),
            entries,
        };
        Ok(match format {
            FeedFormat::Atom => Page::new(feed::ATOM_TYPE, feed::atom(&feed)),
            FeedFormat::Rss => Page::new(feed::RSS_TYPE, feed::rss(&feed)),
            FeedFormat::Json => Page::new(feed::JSON_TYPE, feed::json(&feed)),
        })
    }

    fn entry(&self, live: &Live) -> Result<Entry, PageProblem> {
        let paper = self.paper;
        let teaser = self.teaser(live)?;
        let words = paper.words(&teaser.language);
        let revision = self.read.story(live.story)?.and_then(|s| s.live_revision).unwrap_or_default();
        let copy = self.read.revision(revision)?.unwrap_or_default();
        let corrections = self.read.corrections_of(live.story)?;
        let first_day = live.day.parse().unwrap_or(FOUNDED);
        let categories = [(live.head.section.clone(), teaser.section.name.clone())].into_iter().chain(live.head.tag_slugs());
        Ok(Entry {
            id: feed::story_id(paper.host(), first_day, live.story),
            url: paper.absolute(&live.path()),
            title: live.head.headline.clone(),
            summary: live.head.standfirst.clone(),
            content_html: self.feed_text(&copy, words, &teaser.language),
            attachments: self.attachments(&copy),
            authors: teaser.bylines.iter().map(|b| (b.name.clone(), paper.absolute(&b.url))).collect(),
            categories: categories.collect(),
            published: live.published_at,
            updated: live.updated_at.unwrap_or(live.published_at),
            picture: teaser.picture.as_ref().map(|p| self.feed_picture(p)),
            corrections: corrections
                .iter()
                .map(|c| CorrectionNote {
                    heading: format!(
                        "{}, {}",
                        words.get(&format!("kind_{}", c.correction.kind.word())).cloned().unwrap_or_default(),
                        times::when(c.at, &paper.zone, words).text
                    ),
                    text: correction_text(c, words),
                })
                .collect(),
            corrections_first: corrections.iter().any(|c| c.correction.kind.stands_first()),
            language: teaser.language,
        })
    }

    fn feed_text(&self, copy: &Copy, words: &Words, language: &str) -> String {
        let shown =
            Shown { pictures: &|id, framing| find_picture(self.read, id, framing, "/media"), media: &|id| find_media(self.read, id, "/media/files") };
        story_feed_html(&copy.body, shown, &body_words(words, language), &self.paper.origin)
    }

    /// Sounds and films, so that a player of podcasts finds them.
    fn attachments(&self, copy: &Copy) -> Vec<Attachment> {
        let attachment = |one: &Recording| {
            let file = find_media(self.read, &one.file, "/media/files")?;
            Some(Attachment {
                url: self.paper.absolute(&file.url),
                media_type: file.media_type,
                bytes: file.bytes,
                seconds: file.seconds,
                title: inline_text(one.caption()),
            })
        };
        copy.body.recordings().filter_map(attachment).collect()
    }

    fn feed_picture(&self, p: &courant_render::view::Picture) -> Picture {
        let file = p.jpeg.iter().rev().find(|r| r.width <= 1280).or(p.jpeg.first());
        let (url, width) = file.map_or((p.url.clone(), p.width), |r| (r.url.clone(), r.width));
        Picture {
            url: self.paper.absolute(&url),
            media_type: "image/jpeg".into(),
            width,
            height: (u64::from(p.height) * u64::from(width) / u64::from(p.width.max(1))) as u32,
            alt: p.alt.clone(),
            caption: p.caption.clone(),
            credit: p.credit.clone(),
        }
    }

    fn month(&self, year: i16, month: i8) -> Result<Vec<Live>, PageProblem> {
        let name = format!("{year:04}-{month:02}");
        let mut found = Vec::new();
        let mut before = self.end_of_month(year, month);
        loop {
            let list = self.read.live(&Which::All, self.now, before, 500)?;
            let last = list.last().map(Live::place);
            let oldest = list.last().map(|l| l.day.clone());
            found.extend(list.into_iter().filter(|l| l.day.starts_with(&name)));
            match (last, oldest) {
                (Some(place), Some(day)) if day.as_str() >= name.as_str() => before = Some(place),
                _ => return Ok(found),
            }
        }
    }

    /// A place after every story of a month. Addresses keep the day of first publication, so a story whose Published on
    /// was moved later is looked for up to now.
    fn end_of_month(&self, year: i16, month: i8) -> Option<Place> {
        let first = Date::new(year, month, 1).ok()?;
        let end = first.last_of_month().tomorrow().ok()?.to_zoned_datetime(self.paper.zone.clone()).ok()?;
        // Two days more: the zone may have been another one when the addresses were given.
        let end = end.timestamp() + jiff::SignedDuration::from_hours(48);
        (end < self.now).then_some(Place { published_at: end, story: 0 })
    }

    pub(super) fn sitemap_index(&self) -> Result<Page, PageProblem> {
        let newest = self.read.live(&Which::All, self.now, None, 1)?.first().map_or(Timestamp::UNIX_EPOCH, |l| l.updated_at.unwrap_or(l.released_at));
        let mut children = vec![Child { listed: Listed::Pages, pages: self.lasting_pages()?.len(), updated: newest }];
        for month in self.read.live_months(self.now)? {
            let Some((year, number)) = month.split_once('-').and_then(|(y, m)| Some((y.parse().ok()?, m.parse().ok()?))) else { continue };
            let stories = self.month(year, number)?;
            let updated = stories.iter().map(|l| l.updated_at.unwrap_or(l.published_at)).max().unwrap_or(newest);
            children.push(Child { listed: Listed::Month { year, month: number }, pages: stories.len(), updated });
        }
        Ok(Page::new(sitemap::TYPE, sitemap::index(&self.paper.origin, &children)))
    }

    fn lasting_pages(&self) -> Result<Vec<sitemap::Page>, PageProblem> {
        let mut paths: Vec<String> = ["/", "/about", "/connect", "/corrections"].map(String::from).into();
        paths.extend(self.read.shown_texts()?.iter().filter(|(slug, _)| slug != "about").map(|(slug, _)| text_path(slug)));
        paths.extend(self.read.sections()?.into_iter().map(|s| List::Section(s.slug).path()));
        for storyline in self.read.storylines()? {
            if !self.read.live(&Which::Storyline(storyline.slug.clone()), self.now, None, 1)?.is_empty() {
                paths.push(List::Storyline(storyline.slug).path());
            }
        }
        Ok(paths.into_iter().map(|path| sitemap::Page { url: self.paper.absolute(&path), ..sitemap::Page::default() }).collect())
    }

    pub(super) fn sitemap(&self, listed: Listed, part: usize) -> Result<Page, PageProblem> {
        let pages = match listed {
            Listed::Pages => self.lasting_pages()?,
            Listed::Month { year, month } => {
                let stories = self.month(year, month)?;
                let page = |live: &Live| -> Result<sitemap::Page, PageProblem> {
                    let picture = self.teaser(live)?.picture.and_then(|p| p.jpeg.last().map(|r| self.paper.absolute(&r.url)));
                    let updated = Some(live.updated_at.unwrap_or(live.published_at));
                    Ok(sitemap::Page { url: self.paper.absolute(&live.path()), updated, pictures: picture.into_iter().collect() })
                };
                stories.iter().map(page).collect::<Result<_, _>>()?
            }
        };
        match sitemap::url_set(&pages, part) {
            Some(text) => Ok(Page::new(sitemap::TYPE, text)),
            None => self.error(404),
        }
    }

    pub(super) fn sitemap_news(&self) -> Result<Page, PageProblem> {
        let list = self.read.live(&Which::All, self.now, None, 1000)?;
        let language = |live: &Live| if live.head.language.is_empty() { self.paper.site.language.clone() } else { live.head.language.clone() };
        let news: Vec<News> = list
            .iter()
            .map(|live| News {
                url: self.paper.absolute(&live.path()),
                title: live.head.headline.clone(),
                language: language(live),
                published: live.published_at,
            })
            .collect();
        Ok(Page::new(sitemap::TYPE, sitemap::news(&self.paper.site.name, &news, self.now)))
    }

    pub(super) fn file(&self, what: &What) -> Result<Page, PageProblem> {
        let paper = self.paper;
        let icon = Icon { url: "/favicon.svg".into(), media_type: "image/svg+xml".into(), sizes: "any".into(), maskable: false };
        let site = well_known::Site {
            name: paper.site.name.clone(),
            strapline: paper.site.strapline.clone(),
            origin: paper.origin.clone(),
            language: paper.site.language.clone(),
            dir: direction(&paper.site.language),
            theme_colour: "#fcfaf5".into(),
            background_colour: "#fcfaf5".into(),
            icons: vec![icon.clone()],
        };
        Ok(match what {
            What::Manifest => Page::new(well_known::MANIFEST_TYPE, well_known::manifest(&site)),
            What::OpenSearch => {
                let icon = Icon { url: paper.absolute(&icon.url), ..icon };
                Page::new(well_known::OPEN_SEARCH_TYPE, well_known::open_search(&site, Some(&icon)))
            }
            What::Favicon => Page::new("image/svg+xml", paper.assets.named("favicon.svg").map(|a| a.bytes.clone()).unwrap_or_default()),
            _ => Page::new(well_known::ROBOTS_TYPE, well_known::robots(&paper.origin)),
        })
    }
}
