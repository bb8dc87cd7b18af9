//! Copy: what a reporter writes and a revision freezes.

mod json;

pub use json::NoCopy;

use crate::body::{Document, Medium};
use crate::framing::{Crop, Framing};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

/// Everything in a story that people write. `C` fixes nothing but words: states and times are not copy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Copy {
    /// All but the text.
    #[serde(flatten)]
    pub head: Head,
    /// The text.
    pub body: Document,
}

/// Copy without its text: what a list of stories needs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Head {
    /// Headline.
    pub headline: String,
    /// One or two sentences below the headline.
    pub standfirst: String,
    /// Wanted slug; empty: made from the headline at first publication.
    pub slug: String,
    /// Working label in the newsroom; never public.
    pub slugline: String,
    /// BCP 47; empty: the site's.
    pub language: String,
    /// Short label above the headline.
    pub kicker: String,
    /// Who wrote it, in order.
    pub bylines: Vec<Byline>,
    /// Where and when it was filed.
    pub dateline: Option<Dateline>,
    /// Slug of its section.
    pub section: String,
    /// Slug of its storyline; empty: none.
    pub storyline: String,
    /// Tags as written.
    pub tags: Vec<String>,
    /// Lead picture.
    pub picture: Option<PictureUse>,
}

/// A name over a story. A person can have one without an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Byline {
    /// As printed.
    pub name: String,
    /// Slug of the person; empty: made from the name.
    pub slug: String,
}

/// Where and when a story was filed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dateline {
    /// Place.
    pub place: String,
    /// Day.
    #[serde(deserialize_with = "maybe_day")]
    pub date: Option<Date>,
}

/// A day that is not written yet comes as an empty text from a form; it must not keep the rest from being saved.
fn maybe_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    match Option::<String>::deserialize(deserializer)?.as_deref() {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(serde::de::Error::custom),
    }
}

/// A picture as one story uses it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureUse {
    /// Id of the picture: 64 hex digits.
    pub picture: String,
    /// Words for those who cannot see it.
    pub alt: String,
    /// Caption.
    pub caption: String,
    /// Credit.
    pub credit: String,
    /// How this use cuts it.
    #[serde(flatten)]
    pub framing: Framing,
}

/// What takes the place of a picture wherever it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Id of the picture that comes.
    pub picture: String,
    /// Alt text, caption and credit that come with it; `None`: each use keeps its own.
    pub words: Option<[String; 3]>,
    /// Whether crops and focal points of uses stay, as for another version of the same picture.
    pub keeps_framing: bool,
}

/// Most characters of a headline.
pub const LONGEST_HEADLINE: usize = 300;
/// Most characters of any other line of copy.
pub const LONGEST_LINE: usize = 1000;
/// Most bylines, and most tags.
pub const MOST_NAMES: usize = 40;

/// Something that has to be mended, or is worth a look, before publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong, one sentence.
    pub sentence: String,
    /// The field of the copy it is about: `headline`, `section`, `picture`, `body`, …
    pub place: &'static str,
    /// Whether it forbids publication.
    pub blocks: bool,
}

impl Finding {
    fn breach(place: &'static str, sentence: impl Into<String>) -> Finding {
        Finding { sentence: sentence.into(), place, blocks: true }
    }
    fn warning(place: &'static str, sentence: impl Into<String>) -> Finding {
        Finding { sentence: sentence.into(), place, blocks: false }
    }
}

impl Copy {
    /// What must be mended before publication (`blocks`) and what an editor may want to see first.
    pub fn check(&self) -> Vec<Finding> {
        let mut found = self.head.check();
        if self.body.is_empty() {
            found.push(Finding::warning("body", "There is no text yet."));
        }
        for (_, alt) in self.body.pictures_with_alt() {
            if alt.trim().is_empty() {
                found.push(Finding::breach("body", "A picture in the text has no alt text; say in a few words what it shows."));
            }
        }
        found.extend(self.check_blocks());
        found
    }

    /// Cards and recordings that are not finished: they are shown without what is missing, or not at all.
    fn check_blocks(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut warn = |is: bool, sentence: &str| {
            if is {
                found.push(Finding::warning("body", sentence));
            }
        };
        for card in self.body.link_cards() {
            let untitled = crate::body::inline_text(card.title()).trim().is_empty();
            warn(card.href.is_none(), "A link card has no address, so readers will not see it; write one, or take the card out.");
            warn(card.href.is_some() && untitled, "A link card has no title; readers will see only where it leads.");
        }
        for one in self.body.recordings() {
            let film = one.medium == Medium::Video;
            warn(one.file.is_empty(), "A recording has no file, so readers will not see it; choose one, or take it out.");
            warn(
                !one.file.is_empty() && !one.has_transcript(),
                "A recording has no transcript for those who cannot hear it; write down what is said.",
            );
            warn(film && !one.file.is_empty() && one.captions.is_empty(), "A film has no captions for those who cannot hear it; add a WebVTT file.");
        }
        found
    }

    /// Pictures used anywhere in it, each once.
    pub fn pictures(&self) -> Vec<String> {
        let lead = self.head.picture.iter().map(|p| p.picture.clone());
        let mut all: Vec<String> = lead.chain(self.body.pictures().into_iter().map(str::to_owned)).collect();
        all.sort();
        all.dedup();
        all
    }

    /// Pictures with what is shown of them, a crop or (none) the whole, each once.
    pub fn cuts(&self) -> Vec<(String, Option<Crop>)> {
        let lead = self.head.picture.iter().map(|p| (p.picture.clone(), p.framing.crop));
        let body = self.body.each_picture().map(|p| (p.picture.clone(), p.framing.crop));
        let posters = self.body.posters().map(|id| (id.to_owned(), None));
        let mut all: Vec<(String, Option<Crop>)> = lead.chain(body).chain(posters).collect();
        all.sort();
        all.dedup();
        all
    }

    /// Puts another picture in the place of one, in every use: lead, text, galleries, still pictures of films. `false`
    /// when it is not used.
    pub fn replace_picture(&mut self, old: &str, new: &Replacement) -> bool {
        if !self.pictures().iter().any(|id| id == old) {
            return false;
        }
        if let Some(lead) = self.head.picture.as_mut().filter(|lead| lead.picture == old) {
            lead.picture.clone_from(&new.picture);
            if let Some([alt, caption, credit]) = &new.words {
                (lead.alt, lead.caption, lead.credit) = (alt.clone(), caption.clone(), credit.clone());
            }
            if !new.keeps_framing {
                lead.framing = Framing::default();
            }
        }
        self.body = std::mem::take(&mut self.body).with_replaced(old, new);
        true
    }

    /// Media files used anywhere in it, each once.
    pub fn media_files(&self) -> Vec<String> {
        self.body.media_files().into_iter().map(str::to_owned).collect()
    }
}

impl Head {
    fn check(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        if self.headline.trim().is_empty() {
            found.push(Finding::breach("headline", "The story has no headline; write one."));
        }
        if self.headline.chars().count() > LONGEST_HEADLINE {
            found.push(Finding::breach("headline", format!("The headline is longer than {LONGEST_HEADLINE} characters; shorten it.")));
        } else if self.headline.chars().count() > 110 {
            found.push(Finding::warning("headline", "The headline is longer than 110 characters; feeds and search engines will cut it."));
        }
        if self.section.is_empty() {
            found.push(Finding::breach("section", "The story has no section; choose one."));
        }
        if !self.language.is_empty() && !crate::language::is_tag(&self.language) {
            found.push(Finding::breach("language", format!("‘{}’ is no language tag; write one such as en, fr or ar.", self.language)));
        }
        if !self.slug.is_empty() && crate::slug::Slug::new(&self.slug).is_err() {
            found.push(Finding::breach("slug", crate::slug::NotASlug(self.slug.clone()).to_string()));
        }
        match &self.picture {
            Some(p) if p.alt.trim().is_empty() => {
                found.push(Finding::breach("picture", "The lead picture has no alt text; say in a few words what it shows."));
            }
            Some(p) if p.credit.trim().is_empty() => found.push(Finding::warning("picture", "The lead picture has no credit.")),
            _ => {}
        }
        if self.bylines.is_empty() {
            found.push(Finding::warning("bylines", "The story has no byline."));
        }
        if self.standfirst.trim().is_empty() {
            found.push(Finding::warning("standfirst", "The story has no standfirst; lists and feeds will show its first words."));
        }
        if self.bylines.len() > MOST_NAMES || self.tags.len() > MOST_NAMES {
            found.push(Finding::breach("bylines", format!("A story carries at most {MOST_NAMES} bylines and {MOST_NAMES} tags.")));
        }
        if [&self.standfirst, &self.slugline, &self.kicker].iter().any(|t| t.chars().count() > LONGEST_LINE) {
            found.push(Finding::breach("standfirst", format!("A line of the story is longer than {LONGEST_LINE} characters; shorten it.")));
        }
        found
    }

    /// The slug of each byline with its printed name, in order.
    pub fn byline_slugs(&self) -> Vec<(String, String)> {
        self.bylines
            .iter()
            .filter(|b| !b.name.trim().is_empty())
            .map(|b| {
                (if b.slug.is_empty() { crate::slug::Slug::from_headline(&b.name).to_string() } else { b.slug.clone() }, b.name.trim().to_owned())
            })
            .collect()
    }

    /// The slug of each tag with its printed name, each slug once.
    pub fn tag_slugs(&self) -> Vec<(String, String)> {
        let mut seen = Vec::new();
        for tag in self.tags.iter().map(|t| t.trim()).filter(|t| !t.is_empty()) {
            let slug = crate::slug::Slug::from_headline(tag).to_string();
            if !seen.iter().any(|(s, _)| *s == slug) {
                seen.push((slug, tag.to_owned()));
            }
        }
        seen
    }
}
