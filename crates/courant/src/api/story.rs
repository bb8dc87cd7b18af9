//! Stories as the API gives them.

use crate::pages::{Paper, find_picture, media_view, picture_view};
use courant_news::body::Document;
use courant_news::copy::{Copy, Head, PictureUse};
use courant_news::framing::Framing;
use courant_render::body::{BodyWords, Shown, story_feed_html};
use courant_render::feed::story_id;
use courant_store::lists::Live;
use courant_store::places::Section;
use courant_store::{Problem, Read};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Widest picture that is named.
const WIDEST: u32 = 1280;

/// One snapshot of the store, one instant, and the paper they are told for.
pub(super) struct Stories<'a> {
    pub paper: &'a Paper,
    pub read: &'a Read<'a>,
    pub now: Timestamp,
    /// All sections in order.
    pub sections: Vec<Section>,
}

impl<'a> Stories<'a> {
    pub fn new(paper: &'a Paper, read: &'a Read<'a>, now: Timestamp) -> Result<Stories<'a>, Problem> {
        Ok(Stories { paper, read, now, sections: read.sections()? })
    }

    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.paper.origin)
    }

    fn language<'h>(&'h self, head: &'h Head) -> &'h str {
        if head.language.is_empty() { &self.paper.site.language } else { &head.language }
    }

    /// A story without its text.
    pub fn json(&self, live: &Live) -> Result<Value, Problem> {
        let head = &live.head;
        let section = self.sections.iter().find(|s| s.slug == head.section).map_or(&head.section, |s| &s.name);
        let storyline = if head.storyline.is_empty() { None } else { self.read.storyline(&head.storyline)? };
        let first_day = live.day.parse().unwrap_or_default();
        let named = |list: Vec<(String, String)>| list.into_iter().map(|(slug, name)| json!({ "slug": slug, "name": name })).collect::<Vec<_>>();
        Ok(json!({
            "id": story_id(self.paper.host(), first_day, live.story),
            "slug": live.slug,
            "address": live.path(),
            "url": self.absolute(&live.path()),
            "headline": head.headline,
            "standfirst": head.standfirst,
            "kicker": head.kicker,
            "language": self.language(head),
            "section": { "slug": head.section, "name": section },
            "storyline": storyline.map(|s| json!({ "slug": s.slug, "title": s.title })),
            "bylines": named(head.byline_slugs()),
            "dateline": head.dateline.as_ref().map(|d| json!({ "place": d.place, "date": d.date })),
            "tags": named(head.tag_slugs()),
            "picture": head.picture.as_ref().map(|used| self.picture(used)).transpose()?.flatten(),
            "published": live.published_at,
            "updated": live.updated_at,
            "corrected": live.corrected,
        }))
    }

    /// The copy that readers have.
    pub fn live_copy(&self, live: &Live) -> Result<Copy, Problem> {
        let revision = self.read.story(live.story)?.and_then(|row| row.live_revision).unwrap_or_default();
        Ok(self.read.revision(revision)?.unwrap_or_default())
    }

    /// A story with its text.
    pub fn with_text(&self, live: &Live) -> Result<Value, Problem> {
        let mut value = self.json(live)?;
        let whole = self.live_copy(live)?.body;
        let body = self.shown_body(whole.clone())?;
        let corrections = self.read.corrections_of(live.story)?;
        let picture = |id: &str, framing: &Framing| find_picture(self.read, id, framing, "/media");
        let media = |id: &str| Some(media_view(&self.read.media_file(id).ok().flatten()?, "/media/files"));
        let shown = Shown { pictures: &picture, media: &media };
        value["body_html"] = story_feed_html(&whole, shown, &self.words(&live.head), &self.paper.origin).into();
        value["body"] = body.to_json();
        value["markdown_url"] = self.absolute(&format!("{}{}/markdown", super::STORIES, live.path())).into();
        value["corrections"] = corrections
            .iter()
            .map(|filed| {
                let c = &filed.correction;
                json!({ "kind": c.kind.word(), "was": c.was, "now": c.now, "why": c.why, "at": filed.at })
            })
            .collect();
        Ok(value)
    }

    /// A text without the pictures that readers may not have any more.
    pub fn shown_body(&self, body: Document) -> Result<Document, Problem> {
        let mut gone = Vec::new();
        for id in body.pictures() {
            if self.read.picture(id)?.is_some_and(|picture| picture.ended_at.is_some()) {
                gone.push(id.to_owned());
            }
        }
        Ok(if gone.is_empty() { body } else { body.map_pictures(|id| (!gone.iter().any(|g| g == id)).then(|| id.to_owned())) })
    }

    fn words(&self, head: &Head) -> BodyWords {
        let words = self.paper.words(self.language(head));
        BodyWords::from_words(&|key| words.get(key).cloned(), self.language(head))
    }

    fn picture(&self, used: &PictureUse) -> Result<Option<Value>, Problem> {
        let Some(record) = self.read.picture_now(&used.picture)? else { return Ok(None) };
        let view = picture_view(&record, used, "/media");
        let Some(file) = view.jpeg.iter().rev().find(|file| file.width <= WIDEST).or(view.jpeg.first()) else { return Ok(None) };
        let height = u64::from(view.height) * u64::from(file.width) / u64::from(view.width.max(1));
        Ok(Some(json!({
            "url": self.absolute(&file.url),
            "width": file.width,
            "height": height.max(1),
            "alt": view.alt,
            "caption": view.caption,
            "credit": view.credit,
        })))
    }
}
