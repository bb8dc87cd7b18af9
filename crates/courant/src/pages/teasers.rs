//! Stories as they stand in lists, and pictures with their files.

use super::address::List;
use super::{PageProblem, Sheet};
use crate::pictures::rendition::widths_for;
use courant_news::copy::PictureUse;
use courant_news::language::direction;
use courant_render::times;
use courant_render::view::{Link, MostViewed, Picture, Rendition, Teaser};
use courant_store::lists::{Live, Which};
use courant_store::pictures::short;

/// Ranks shown in Most Viewed.
const RANKS: usize = 5;

impl Sheet<'_> {
    pub(super) fn teaser(&self, live: &Live) -> Result<Teaser, PageProblem> {
        let head = &live.head;
        let language = if head.language.is_empty() { &self.paper.site.language } else { &head.language };
        let words = self.paper.words(self.language);
        Ok(Teaser {
            url: live.path(),
            headline: head.headline.clone(),
            standfirst: head.standfirst.clone(),
            kicker: head.kicker.clone(),
            section: self.section_link(&head.section)?,
            language: language.clone(),
            dir: direction(language),
            bylines: head.byline_slugs().into_iter().map(|(slug, name)| Link { name, url: List::Person(slug).path(), current: false }).collect(),
            published: times::when(live.published_at, &self.paper.zone, words),
            updated: live.updated_at.map(|at| times::when(at, &self.paper.zone, words)),
            picture: head.picture.as_ref().map(|p| self.picture(p)).transpose()?.flatten(),
            corrected: live.corrected,
            excerpt_html: String::new(),
        })
    }

    pub(super) fn teasers(&self, list: &[Live]) -> Result<Vec<Teaser>, PageProblem> {
        list.iter().map(|live| self.teaser(live)).collect()
    }

    /// Teasers of stories in the order given, without those that may not be seen.
    pub(crate) fn teasers_of(&self, stories: &[i64]) -> Result<Vec<Teaser>, PageProblem> {
        let mut out = Vec::with_capacity(stories.len());
        for story in stories {
            if let Some(live) = self.read.live_story(*story, self.now)? {
                out.push(self.teaser(&live)?);
            }
        }
        Ok(out)
    }

    pub(super) fn section_link(&self, slug: &str) -> Result<Link, PageProblem> {
        let name = self.read.sections()?.into_iter().find(|s| s.slug == slug).map_or_else(|| slug.to_owned(), |s| s.name);
        Ok(Link { name, url: List::Section(slug.to_owned()).path(), current: false })
    }

    /// A picture as a story uses it, with the files there are; `None` when the library has none of that id, or readers may
    /// not have it any more: a story without its lead picture is a story.
    pub(super) fn picture(&self, used: &PictureUse) -> Result<Option<Picture>, PageProblem> {
        Ok(self.read.picture_now(&used.picture)?.map(|p| picture_view(&p, used, self.media)).filter(|p| !p.gone))
    }

    /// Most Viewed: the audience's ranking, without what may not be seen; filled with the newest while few were viewed.
    pub(super) fn most_viewed(&self) -> Result<MostViewed, PageProblem> {
        let newest: Vec<i64> = self.read.live(&Which::All, self.now, None, 2 * RANKS as i64)?.iter().map(|l| l.story).collect();
        let rank = |viewed: &[i64]| -> Result<Vec<Teaser>, PageProblem> {
            let mut teasers = self.teasers_of(viewed)?;
            teasers.truncate(RANKS);
            let rest: Vec<i64> = newest.iter().copied().filter(|s| !viewed.contains(s)).collect();
            teasers.extend(self.teasers_of(&rest)?.into_iter().take(RANKS - teasers.len().min(RANKS)));
            Ok(teasers)
        };
        Ok(MostViewed { today: rank(&self.ranking[0])?, week: rank(&self.ranking[1])? })
    }
}

/// A picture's record and use as templates are given it; `base` is `/media`, or the newsroom's own door. One whose rights
/// have ended has no files.
pub fn picture_view(p: &courant_store::pictures::Picture, used: &PictureUse, base: &str) -> Picture {
    if p.ended_at.is_some() {
        return Picture { gone: true, ..Picture::default() };
    }
    let key = short(&p.id);
    let crop = used.framing.crop;
    let [_, _, width, height] = crop.map_or([0, 0, p.width, p.height], |crop| crop.pixels(p.width, p.height));
    let cut = crop.map_or(String::new(), |crop| format!("c{}-", crop.in_name()));
    let focus = used.framing.focus_within(p.focus);
    let widths = widths_for(width);
    let files = |extension: &str| widths.iter().map(|w| Rendition { url: format!("{base}/{key}/{cut}{w}.{extension}"), width: *w }).collect();
    let middle = widths.iter().copied().filter(|w| *w <= 960).max().or(widths.first().copied()).unwrap_or(width);
    let tenths = |thousandths: u16| u8::try_from((thousandths + 50) / 100).unwrap_or(5).min(10);
    Picture {
        url: format!("{base}/{key}/{cut}{middle}.jpg"),
        width,
        height,
        webp: files("webp"),
        jpeg: files("jpg"),
        alt: used.alt.clone(),
        caption: used.caption.clone(),
        credit: used.credit.clone(),
        focus: (tenths(focus.0), tenths(focus.1)),
        gone: false,
    }
}
