//! What templates are given. Plain data, already worded, zoned and addressed: a template only places it.
//!
//! Every `url` is an absolute path on this site (`/world`) unless the field says otherwise. Texts are
//! plain text and are escaped by the template; fields that end in `_html` were rendered by this crate
//! from the document model and are safe to place as they are.

use crate::sentence::Sentence;
use serde::Serialize;

/// A link with its words.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Link {
    /// Words of the link.
    pub name: String,
    /// Address.
    pub url: String,
    /// Whether this is the page being shown (`aria-current`).
    pub current: bool,
}

/// A feed in one format.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Feed {
    /// Media type.
    pub media_type: &'static str,
    /// Address.
    pub url: String,
    /// What the feed calls itself: the paper's name, after the list's where it is one list's.
    pub title: String,
}

/// An instant, for people and for machines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct When {
    /// RFC 3339 in the site's zone, with offset.
    pub iso: String,
    /// '28 March 2018, 09:30 KST', in the page's language.
    pub text: String,
}

/// One file of a picture at one width.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Rendition {
    /// Address under `/media/`.
    pub url: String,
    /// Pixels.
    pub width: u32,
}

/// A picture with its words and files.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Picture {
    /// Fallback file (JPEG, middle width).
    pub url: String,
    /// Pixels of the part of the original that is shown, for the aspect ratio.
    pub width: u32,
    /// Pixels of the part of the original that is shown, for the aspect ratio.
    pub height: u32,
    /// WebP files, narrow to wide.
    pub webp: Vec<Rendition>,
    /// JPEG files, narrow to wide.
    pub jpeg: Vec<Rendition>,
    /// Words for those who cannot see it.
    pub alt: String,
    /// Caption, may be empty.
    pub caption: String,
    /// Credit, may be empty.
    pub credit: String,
    /// Focal point in tenths of the width and height, 0 to 10, for the classes `fx-N` and `fy-N`.
    pub focus: (u8, u8),
    /// Whether readers may not have it any more: then it has no files, and a line says so where it stood in a text.
    pub gone: bool,
}

/// A media file of the newsroom's own: a sound, a film, or captions.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MediaFile {
    /// Address under `/media/files/`.
    pub url: String,
    /// Media type, `audio/mpeg`.
    pub media_type: String,
    /// What people call the format: 'MP3'.
    pub format: String,
    /// Bytes.
    pub bytes: u64,
    /// Whole seconds; 0 when it is not known.
    pub seconds: u32,
    /// Pixels of a film; 0 otherwise.
    pub width: u32,
    /// Pixels of a film; 0 otherwise.
    pub height: u32,
}

/// A story as it stands in a list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Teaser {
    /// Address of the story.
    pub url: String,
    /// Headline.
    pub headline: String,
    /// Standfirst, may be empty.
    pub standfirst: String,
    /// Kicker set on the front; may be empty.
    pub kicker: String,
    /// Its section.
    pub section: Link,
    /// BCP 47.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Bylines in order.
    pub bylines: Vec<Link>,
    /// Published on.
    pub published: When,
    /// Updated on, when it was.
    pub updated: Option<When>,
    /// Lead picture.
    pub picture: Option<Picture>,
    /// Whether a correction stands on it.
    pub corrected: bool,
    /// Where search words occur, with `<mark>`; only in search results.
    pub excerpt_html: String,
}

/// A teaser with its rank in Most Viewed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MostViewed {
    /// Today (the last 24 hours), most viewed first.
    pub today: Vec<Teaser>,
    /// The last seven days, most viewed first.
    pub week: Vec<Teaser>,
}

/// The breaking bar.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Breaking {
    /// Words of the bar.
    pub words: String,
    /// Story it leads to; may be empty.
    pub url: String,
}

/// A way to follow the paper.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Follow {
    /// 'Atom feed', 'Mastodon'.
    pub name: String,
    /// What it gives, one sentence.
    pub what: String,
    /// Address; may be on another host.
    pub url: String,
}

/// Something that is due.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coming {
    /// What is due, one sentence.
    pub what: String,
    /// 'by 30 April 2018', worded.
    pub due: String,
    /// Where to read about it; may be empty.
    pub url: String,
}

/// What every page carries around its own content.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Frame {
    /// The paper's name.
    pub site_name: String,
    /// One line under the name.
    pub strapline: String,
    /// Absolute address of the site without a slash at the end.
    pub origin: String,
    /// Title of this page, for `<title>`, without the paper's name.
    pub title: String,
    /// One or two sentences for search engines and sharing.
    pub description: String,
    /// Absolute canonical address; empty on error pages.
    pub canonical: String,
    /// BCP 47 of the page.
    pub language: String,
    /// `ltr` or `rtl` of the page.
    pub dir: &'static str,
    /// Today's date in the paper's zone, in the page's language.
    pub today: When,
    /// Every section in order, for the form of search.
    pub sections: Vec<Link>,
    /// What stands in the masthead, in order: sections and pages.
    pub nav: Vec<Link>,
    /// Sections that stand in the footer.
    pub foot_sections: Vec<Link>,
    /// Pages that stand in the footer.
    pub foot_pages: Vec<Link>,
    /// Set while something breaks.
    pub breaking: Option<Breaking>,
    /// Every way to follow, for Connect with us.
    pub follow: Vec<Follow>,
    /// Feeds of what this page shows, for `<link rel=alternate>`.
    pub feeds: Vec<Feed>,
    /// Absolute address of the sharing picture; empty when there is none.
    pub share_picture: String,
    /// Open Graph type: `website` or `article`.
    pub share_type: &'static str,
    /// JSON-LD, ready to place inside a script element; empty when there is none.
    pub json_ld: String,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// Address of the logo; empty: the name is set in type.
    pub logo: String,
    /// Whether the foot goes without Connect with us: it stands elsewhere on the page, or nowhere.
    pub no_connect: bool,
    /// Colour of the ground in light and in dark, for the browser's own bars.
    pub ground: [String; 2],
    /// Hashed addresses of assets by plain name: `assets["paper.css"]`.
    pub assets: std::collections::BTreeMap<String, String>,
    /// Words of the page's language by key: `w.published_on`.
    pub w: std::collections::BTreeMap<String, String>,
}

impl Frame {
    /// Marks the link to an address as that of the page being shown.
    pub fn mark_current(&mut self, url: &str) {
        for link in self.sections.iter_mut().chain(&mut self.nav).chain(&mut self.foot_sections).chain(&mut self.foot_pages) {
            link.current = link.url == url;
        }
    }
}

/// A ruled strip of one section on the front.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Strip {
    /// Slug of the section.
    pub slug: String,
    /// The section.
    pub section: Link,
    /// Its stories, first is the largest.
    pub teasers: Vec<Teaser>,
}

/// The front. Template `front.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FrontPage {
    /// Around it.
    pub page: Frame,
    /// The lead.
    pub lead: Option<Teaser>,
    /// Two or three linked lines below the lead: its storyline's other stories.
    pub lead_links: Vec<Teaser>,
    /// Second rank, two to four.
    pub second: Vec<Teaser>,
    /// The newest stories that stand nowhere else on the page: the list headed Breaking News.
    pub breaking_news: Vec<Teaser>,
    /// Sections.
    pub strips: Vec<Strip>,
    /// Most Viewed.
    pub most_viewed: MostViewed,
    /// What is coming.
    pub coming: Vec<Coming>,
    /// `breaking_news` and `coming` in the order in which they stand beside the lead.
    pub side: Vec<String>,
    /// Every part that is shown, in its place: what `front.html` walks through.
    pub bands: Vec<crate::bands::Band>,
    /// Set in the newsroom's preview: one line that says what this is; empty for readers.
    pub preview: String,
}

/// A correction as readers see it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Correction {
    /// `correction`, `clarification`, `update`, `retraction`.
    pub kind: String,
    /// What it said; may be empty.
    pub was: String,
    /// What it says now; may be empty.
    pub now: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: When,
    /// Number, its anchor: `correction-12`.
    pub id: i64,
    /// Number of the earlier one that this corrects; 0: none.
    pub corrects: i64,
    /// Number of the newer one that corrects this; 0: none.
    pub corrected_by: i64,
    /// The story, on /corrections; empty on the story itself.
    pub url: String,
    /// Its headline, on /corrections.
    pub headline: String,
}

/// A story's storyline with its other stories.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Storyline {
    /// Its title.
    pub name: String,
    /// Its page.
    pub url: String,
    /// Other stories, newest first, at most four: one row.
    pub teasers: Vec<Teaser>,
}

/// A story. Template `story.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StoryPage {
    /// Around it.
    pub page: Frame,
    /// The story itself: section, headline, standfirst, bylines, published, updated, picture.
    pub story: Teaser,
    /// 'Beijing, 28 March 2018'; may be empty.
    pub dateline: Sentence,
    /// The text.
    pub body_html: String,
    /// Note given with the last update; may be empty.
    pub update_note: String,
    /// Corrections, newest first.
    pub corrections: Vec<Correction>,
    /// Whether they stand above the text too (corrections and retractions do).
    pub corrections_first: bool,
    /// Whether the story was retracted: it says so above its headline.
    pub retracted: bool,
    /// Tags.
    pub tags: Vec<Link>,
    /// Its storyline.
    pub storyline: Option<Storyline>,
    /// Related stories.
    pub related: Vec<Teaser>,
    /// Most Viewed.
    pub most_viewed: MostViewed,
    /// Set in the newsroom's preview: one line that says what this is; empty for readers.
    pub preview: String,
}

/// A list of stories: section, storyline, person, tag. Template `list.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ListPage {
    /// Around it.
    pub page: Frame,
    /// `section`, `storyline`, `person`, `tag`.
    pub kind: &'static str,
    /// Heading.
    pub title: String,
    /// One or two sentences below it; may be empty.
    pub intro: String,
    /// Stories, newest first.
    pub teasers: Vec<Teaser>,
    /// Address of older ones; empty on the last page.
    pub older: String,
    /// Address of the first page; empty on the first page.
    pub newest: String,
    /// Most Viewed.
    pub most_viewed: MostViewed,
    /// Set in the newsroom's preview: one line that says what this is; empty for readers.
    pub preview: String,
}

/// All corrections. Template `corrections.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CorrectionsPage {
    /// Around it.
    pub page: Frame,
    /// Newest first.
    pub corrections: Vec<Correction>,
    /// Address of older ones; empty on the last page.
    pub older: String,
}

/// Search. Template `search.html`. The form sends `q`, `section`, `from`, `to`, `sort` (`newest` or `best`) to `/search` by GET.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SearchPage {
    /// Around it.
    pub page: Frame,
    /// What was asked; empty at first.
    pub query: String,
    /// Chosen section slug; may be empty.
    pub section: String,
    /// First day, `2018-03-01`; may be empty.
    pub from: String,
    /// Last day; may be empty.
    pub to: String,
    /// `newest` or `best`.
    pub sort: String,
    /// Results, with `excerpt_html`.
    pub teasers: Vec<Teaser>,
    /// How many there are in all.
    pub total: u64,
    /// Address of further results; empty on the last page.
    pub older: String,
    /// One sentence when the question could not be answered; may be empty.
    pub problem: String,
}

/// About, Connect with us. Templates `about.html`, `connect.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TextPage {
    /// Around it.
    pub page: Frame,
    /// Text, rendered.
    pub body_html: String,
    /// Feeds by section and storyline, on Connect with us: name, address of the Atom feed.
    pub feed_list: Vec<Link>,
    /// Set in the newsroom's preview: one line that says what this is; empty for readers.
    pub preview: String,
}

/// 404 and 410 and every other refusal. Template `error.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ErrorPage {
    /// Around it.
    pub page: Frame,
    /// HTTP status code.
    pub status: u16,
    /// What happened, one sentence.
    pub what: String,
    /// The next step, one sentence.
    pub next: String,
}
