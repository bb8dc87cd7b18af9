//! The picture library.

use serde::Serialize;

use super::{AuditRow, Choice, Field, Link, Paging, Shell, When};

/// A picture in the library.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PictureCard {
    /// 64 hex digits.
    pub id: String,
    /// Its page: `/newsroom/pictures/{id}`.
    pub url: String,
    /// Rendition about 320 wide.
    pub src: String,
    /// The same, twice as wide.
    pub src_large: String,
    /// Pixels of the original.
    pub width: u32,
    /// Pixels of the original.
    pub height: u32,
    /// Words for those who cannot see it; empty is shown as missing.
    pub alt: String,
    /// Caption.
    pub caption: String,
    /// Credit.
    pub credit: String,
    /// Rights, in words.
    pub rights: String,
    /// Focal point, per cent from the left and from the top.
    pub focus: (u8, u8),
    /// 'In two published stories', 'In no published story'.
    pub used: String,
    /// When it came in.
    pub added: When,
    /// `free`, `lasting`, `ending`, `ended` or `replaced`.
    pub state: &'static str,
    /// 'Rights end on 30 April 2018, in 12 days'; empty where nothing is known of an end.
    pub state_says: String,
}

/// The picture library. Template `pictures.html`.
///
/// GET to `/newsroom/pictures`: `q`, `date` (`added` or `made`), `from`, `to` (days), `rights` (`free`, `ending`, `ended`,
/// `replaced`), `uses` (`used`, `unused`), `missing` (`alt`, `credit`). Upload: the script posts raw bytes to
/// `/newsroom/pictures?name=…`, one request a file, and goes to the answer's picture page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Pictures {
    /// Around it.
    pub page: Shell,
    /// Words looked for.
    pub q: String,
    /// Which day the two days are about.
    pub dates: Vec<Choice>,
    /// First day; empty: any.
    pub from: Field,
    /// Last day; empty: any.
    pub to: Field,
    /// How rights stand.
    pub rights: Vec<Choice>,
    /// Whether it is used.
    pub uses: Vec<Choice>,
    /// Which gap is looked for.
    pub missing: Vec<Choice>,
    /// Whether any filter is set.
    pub filtered: bool,
    /// Whether a filter besides words is set.
    pub narrowed: bool,
    /// Pictures of published stories whose rights end soon, in a sentence; empty when there are none.
    pub ending: String,
    /// What may be sent, one sentence: 'JPEG, PNG, WebP or GIF, up to 40 MB.'
    pub limits: String,
    /// Value of the file field's `accept`.
    pub accept: String,
    /// Newest first.
    pub pictures: Vec<PictureCard>,
    /// Which part of the list this is.
    pub paging: Paging,
}

/// A story that uses a picture.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PictureUsedIn {
    /// Its headline and its editor.
    pub story: Link,
    /// 'Published', 'Draft'.
    pub state: String,
    /// Where: 'lead picture, in the text'.
    pub place: String,
    /// Whether readers see it there.
    pub shown: bool,
}

/// One picture. Template `picture.html`.
///
/// POST to `/newsroom/pictures/{id}`: `alt`, `caption`, `credit`, `creator`, `rights`, `rights_end`, `made_on` (days),
/// `focus_x`, `focus_y` (per cent, 0 to 100).
#[derive(Clone, Debug, Default, Serialize)]
pub struct PictureEditor {
    /// Around it.
    pub page: Shell,
    /// The picture as it is kept.
    pub picture: PictureCard,
    /// Rendition about 1280 wide.
    pub large: String,
    /// Words for those who cannot see it.
    pub alt: Field,
    /// Caption.
    pub caption: Field,
    /// Credit as readers see it.
    pub credit: Field,
    /// Who made it.
    pub creator: Field,
    /// Rights, in words.
    pub rights: Field,
    /// Last day on which readers may have it.
    pub rights_end: Field,
    /// Day on which it was made.
    pub made_on: Field,
    /// The paper's zone, which says when a day ends.
    pub zone: String,
    /// Per cent from the left.
    pub focus_x: Field,
    /// Per cent from the top.
    pub focus_y: Field,
    /// Facts: ('Size', '2400 × 1600 pixels, 1.2 MB').
    pub facts: Vec<(String, String)>,
    /// Stories it is used in.
    pub stories: Vec<PictureUsedIn>,
    /// How many more there are than are shown.
    pub more_stories: usize,
    /// What stands in its place; no address: nothing does.
    pub replaced_by: Link,
    /// Pictures in whose place it stands.
    pub replaces: Vec<Link>,
    /// Whether whoever looks may put another in its place.
    pub may_replace: bool,
    /// What happened to it, newest first.
    pub history: Vec<AuditRow>,
}

/// A sound, a film or captions, as its list shows it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MediaFileRow {
    /// Name of the file as it came.
    pub name: String,
    /// `audio`, `video` or `captions`.
    pub kind: &'static str,
    /// 'MP3, 4:12, 3.1 MB'.
    pub about: String,
    /// Its file, behind the newsroom's door.
    pub src: String,
    /// When it came in.
    pub added: When,
    /// Who brought it in.
    pub by: String,
    /// Stories whose readers have it.
    pub stories: Vec<MediaFileUse>,
}

/// A story that uses a media file, with what it says of it there.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MediaFileUse {
    /// Its headline and its editor.
    pub story: Link,
    /// Caption; may be empty.
    pub caption: String,
    /// The first words of the transcript; empty when there is none.
    pub transcript: String,
    /// What those who cannot hear it lack: 'no transcript, no captions'; may be empty.
    pub missing: String,
}

/// Sounds, films and captions. Template `media-files.html`. GET: `q`, `kind`, `uses`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MediaFiles {
    /// Around it.
    pub page: Shell,
    /// Words looked for.
    pub q: String,
    /// Which kind.
    pub kinds: Vec<Choice>,
    /// Whether a story uses it.
    pub uses: Vec<Choice>,
    /// Whether any filter is set.
    pub filtered: bool,
    /// Newest first.
    pub files: Vec<MediaFileRow>,
    /// Which part of the list this is.
    pub paging: Paging,
}

/// Putting another picture in place of one. Template `replacement.html`.
///
/// POST to `/newsroom/pictures/{id}/replacement`: `by` (id), `words` (`keep` or `take`), `framing` (`keep`). GET takes `q`,
/// `by` and `before`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PictureReplacement {
    /// Around it.
    pub page: Shell,
    /// The picture that goes.
    pub picture: PictureCard,
    /// What changes, one sentence.
    pub says: String,
    /// Why it cannot be done by whoever looks; empty when it can.
    pub refused: String,
    /// What is wrong with what was sent; empty at first.
    pub error: String,
    /// The picture that was chosen.
    pub chosen: Option<PictureCard>,
    /// Whether the new picture's words come with it.
    pub takes_words: bool,
    /// Whether crops and focal points stay.
    pub keeps_framing: bool,
    /// Words looked for.
    pub q: String,
    /// Pictures to choose from.
    pub pictures: Vec<PictureCard>,
    /// Which part of the list this is.
    pub paging: Paging,
    /// What may be sent, one sentence.
    pub limits: String,
    /// Value of the file field's `accept`.
    pub accept: String,
}
