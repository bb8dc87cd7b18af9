//! A story's page, and the newsroom's preview of one.

use super::address::List;
use super::teasers::picture_view;
use super::{Page, PageProblem, Paper, Sheet, UNRANKED};
use courant_news::body::{Inline, Medium, Recording, inline_text};
use courant_news::copy::{Copy, PictureUse};
use courant_news::framing::Framing;
use courant_news::language::direction;
use courant_news::visible::{Sight, sight};
use courant_render::body::{BodyWords, Shown, story_html};
use courant_render::json_ld::{self, Article, Image};
use courant_render::theme::Words;
use courant_render::times;
use courant_render::view::{Correction, Link, MediaFile, StoryPage, Storyline, Teaser};
use courant_store::lists::{Live, Which};
use courant_store::revisions::Filed;
use courant_store::{Read, Store};
use jiff::Timestamp;

/// Other stories of the storyline below a story: as many as stand in one row.
const IN_STORYLINE: usize = 4;

impl Sheet<'_> {
    pub(super) fn story(&self, day: &str, slug: &str) -> Result<Page, PageProblem> {
        let Some(row) = self.read.story_at(day, slug)? else { return self.error(404) };
        match sight(&row.standing(), self.now) {
            Sight::Unknown => return self.error(404),
            Sight::Gone => return self.error(410),
            Sight::Shown => {}
        }
        let (Some(live), Some(copy)) = (self.read.live_story(row.id, self.now)?, self.read.revision(row.live_revision.unwrap_or_default())?) else {
            return self.error(404);
        };
        let corrections = self.read.corrections_of(row.id)?;
        let mut copy = copy;
        // Where it belongs now: a section or storyline may have been renamed or merged since.
        (copy.head.section, copy.head.storyline) = (live.head.section.clone(), live.head.storyline.clone());
        let sheet = Sheet { language: &copy.head.language, ..*self };
        let mut page = sheet.story_view(&live, &copy, &corrections)?;
        page.update_note = row.update_note.clone();
        let article = self.article(&live, &copy, &page, &corrections);
        let section = (page.story.section.name.clone(), self.paper.absolute(&page.story.section.url));
        let trail = [(self.paper.site.name.clone(), self.paper.absolute("/")), section, (copy.head.headline.clone(), article.url.clone())];
        page.page.json_ld = json_ld::script(&[json_ld::news_article(&article, &self.paper.publisher()), json_ld::breadcrumbs(&trail)]);
        page.page.canonical = article.url.clone();
        page.page.share_type = "article";
        if let Some(image) = article.images.first() {
            page.page.share_picture = image.url.clone();
        }
        page.page.feeds = self.paper.feeds();
        let html = self.paper.draw("story.html", &page)?;
        Ok(Page { story: Some(row.id), ..Page::html(html) })
    }

    fn story_view(&self, live: &Live, copy: &Copy, corrections: &[Filed]) -> Result<StoryPage, PageProblem> {
        let head = &copy.head;
        let story = self.teaser(live)?;
        let words = self.paper.words(&story.language);
        let excerpt = if head.standfirst.is_empty() { copy.body.excerpt(200) } else { head.standfirst.clone() };
        let mut page = self.frame(&story.language, &head.headline, &excerpt)?;
        page.mark_current(&story.section.url);
        let corrections: Vec<Correction> = corrections.iter().map(|c| self.correction(c, words)).collect();
        let retracted = corrections.iter().any(|c| c.kind == "retraction" && c.corrected_by == 0);
        let corrections_first = corrections.iter().any(|c| matches!(c.kind.as_str(), "correction" | "retraction"));
        let storyline = self.storyline_box(&head.storyline, live.story)?;
        Ok(StoryPage {
            page,
            dateline: head.dateline.as_ref().map(|d| times::dateline(&d.place, d.date, words)).unwrap_or_default(),
            body_html: self.body(copy, words),
            update_note: String::new(),
            corrections_first,
            retracted,
            corrections,
            tags: head.tag_slugs().into_iter().map(|(slug, name)| Link { name, url: List::Tag(slug).path(), current: false }).collect(),
            related: self.related(live)?,
            storyline,
            most_viewed: self.most_viewed()?,
            preview: String::new(),
            story,
        })
    }

    /// The text, with pictures and recordings behind the sheet's door: `/media`, or the newsroom's own.
    pub(super) fn body(&self, copy: &Copy, words: &Words) -> String {
        let files = if self.media == "/media" { "/media/files" } else { "/newsroom/media-files" };
        let shown =
            Shown { pictures: &|id, framing| find_picture(self.read, id, framing, self.media), media: &|id| find_media(self.read, id, files) };
        story_html(&copy.body, shown, &body_words(words, self.language))
    }

    pub(super) fn correction(&self, filed: &Filed, words: &Words) -> Correction {
        let c = &filed.correction;
        Correction {
            kind: c.kind.word().to_owned(),
            was: c.was.clone(),
            now: c.now.clone(),
            why: c.why.clone(),
            at: times::when(filed.at, &self.paper.zone, words),
            id: filed.id,
            corrects: filed.corrects.unwrap_or(0),
            corrected_by: filed.corrected_by.unwrap_or(0),
            ..Correction::default()
        }
    }

    fn storyline_box(&self, slug: &str, without: i64) -> Result<Option<Storyline>, PageProblem> {
        if slug.is_empty() {
            return Ok(None);
        }
        let Some(storyline) = self.read.storyline(slug)? else { return Ok(None) };
        let mut list = self.read.live(&Which::Storyline(slug.to_owned()), self.now, None, IN_STORYLINE as i64 + 1)?;
        list.retain(|l| l.story != without);
        list.truncate(IN_STORYLINE);
        Ok(Some(Storyline { name: storyline.title, url: List::Storyline(slug.to_owned()).path(), teasers: self.teasers(&list)? }))
    }

    /// Related: the newest that share a tag and not the storyline (which stands beside them), then of the section.
    fn related(&self, live: &Live) -> Result<Vec<Teaser>, PageProblem> {
        let mut found: Vec<Live> = Vec::new();
        let tags = live.head.tag_slugs().into_iter().map(|(slug, _)| Which::Tag(slug));
        for which in tags.chain([Which::Section(live.head.section.clone())]) {
            for other in self.read.live(&which, self.now, None, 8)? {
                let same_line = !live.head.storyline.is_empty() && other.head.storyline == live.head.storyline;
                if other.story != live.story && !same_line && found.len() < 4 && !found.iter().any(|f| f.story == other.story) {
                    found.push(other);
                }
            }
        }
        self.teasers(&found)
    }

    fn article(&self, live: &Live, copy: &Copy, page: &StoryPage, corrections: &[Filed]) -> Article {
        let head = &copy.head;
        let picture = page.story.picture.iter().flat_map(|p| {
            let height = |w: u32| (u64::from(p.height) * u64::from(w) / u64::from(p.width.max(1))) as u32;
            let widest = p.jpeg.iter().rev().take(1);
            widest.map(move |r| Image {
                url: self.paper.absolute(&r.url),
                width: r.width,
                height: height(r.width),
                caption: p.caption.clone(),
                credit: p.credit.clone(),
            })
        });
        Article {
            url: self.paper.absolute(&live.path()),
            headline: head.headline.clone(),
            description: page.page.description.clone(),
            images: picture.collect(),
            published: live.published_at,
            updated: live.updated_at.unwrap_or(live.published_at),
            authors: page.story.bylines.iter().map(|b| (b.name.clone(), self.paper.absolute(&b.url))).collect(),
            section: page.story.section.name.clone(),
            keywords: page.tags.iter().map(|t| t.name.clone()).collect(),
            language: page.story.language.clone(),
            dateline: page.dateline.to_string(),
            place: head.dateline.as_ref().map(|d| d.place.clone()).unwrap_or_default(),
            corrections: corrections
                .iter()
                .map(|c| json_ld::Correction { text: correction_text(c, self.paper.words(&page.story.language)), at: c.at })
                .collect(),
            media: self.media_objects(copy, live),
        }
    }

    /// Recordings of a story, for search engines.
    fn media_objects(&self, copy: &Copy, live: &Live) -> Vec<json_ld::Media> {
        let object = |one: &Recording| {
            let file = find_media(self.read, &one.file, "/media/files")?;
            let poster = find_picture(self.read, &one.poster, &Framing::default(), "/media").filter(|p| !p.gone).map(|p| self.paper.absolute(&p.url));
            let words = |paragraphs: &[Vec<Inline>]| paragraphs.iter().map(|p| inline_text(p)).collect::<Vec<_>>().join("\n");
            let name = inline_text(one.caption());
            Some(json_ld::Media {
                video: one.medium == Medium::Video,
                name: if name.trim().is_empty() { copy.head.headline.clone() } else { name },
                url: self.paper.absolute(&file.url),
                media_type: file.media_type,
                seconds: file.seconds,
                thumbnail: poster.unwrap_or_default(),
                transcript: words(one.transcript()),
                published: live.published_at,
            })
        };
        copy.body.recordings().filter_map(object).collect()
    }
}

/// A correction as one text; one that was itself wrong says so first.
pub(super) fn correction_text(filed: &Filed, words: &Words) -> String {
    let c = &filed.correction;
    let text = [&c.was, &c.now, &c.why].into_iter().filter(|t| !t.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" — ");
    let said = |key: &str| words.get(key).map_or("", String::as_str);
    match (filed.corrected_by, filed.corrects) {
        (Some(_), _) => format!("{} {text}", said("was_corrected")),
        (None, Some(_)) => format!("{} {text}", said("corrects_earlier")),
        (None, None) => text,
    }
}

pub(super) fn body_words(words: &Words, language: &str) -> BodyWords {
    BodyWords::from_words(&|key| words.get(key).cloned(), language)
}

/// A picture as a text shows it: cut as it says, and gone where readers may not have it any more.
pub fn find_picture(read: &Read<'_>, id: &str, framing: &Framing, media: &str) -> Option<courant_render::view::Picture> {
    // A picture that cannot be read now is left out of the text; the story itself stays.
    let record = read.picture_now(id).ok().flatten()?;
    Some(picture_view(&record, &PictureUse { framing: *framing, ..PictureUse::default() }, media))
}

pub(super) fn find_media(read: &Read<'_>, id: &str, base: &str) -> Option<MediaFile> {
    // As with pictures: what cannot be read now is left out.
    let record = read.media_file(id).ok().flatten()?;
    Some(media_view(&record, base))
}

/// A media file as pages and feeds show it, behind a door: `/media/files`, or the newsroom's own.
pub fn media_view(record: &courant_store::media_files::MediaFile, base: &str) -> MediaFile {
    MediaFile {
        url: format!("{base}/{}/{}", record.short(), record.format.file_name()),
        media_type: record.format.media_type().to_owned(),
        format: record.format.name().to_owned(),
        bytes: u64::try_from(record.bytes).unwrap_or(0),
        seconds: u32::try_from((record.milliseconds + 500) / 1000).unwrap_or(0),
        width: record.width,
        height: record.height,
    }
}

/// The draft as its page will be, for the newsroom only: pictures come through the newsroom's own door.
///
/// # Errors
/// [`PageProblem`]; `None` when there is no such story.
pub fn preview(store: &Store, paper: &Paper, now: Timestamp, story: i64, line: &str) -> Result<Option<String>, PageProblem> {
    store.read(|read| {
        let (Some(row), Some(copy)) = (read.story(story)?, read.draft(story)?) else { return Ok(None) };
        let sheet = Sheet { language: &copy.head.language, media: "/newsroom/media", ..Sheet::new(paper, read, now, &UNRANKED) };
        let live = Live {
            story,
            day: row.day.clone().unwrap_or_default(),
            slug: row.slug.clone().unwrap_or_default(),
            head: copy.head.clone(),
            published_at: row.published_at.or(row.pending_at).unwrap_or(now),
            updated_at: row.updated_at,
            released_at: now,
            corrected: false,
        };
        let mut page = sheet.story_view(&live, &copy, &read.corrections_of(story)?)?;
        page.page.noindex = true;
        page.page.dir = direction(&page.page.language);
        page.preview = line.to_owned();
        Ok(Some(paper.draw("story.html", &page)?))
    })
}
