//! The picture library.

use serde::Serialize;

use super::{Field, Link, Paging, Shell, When};

/// A picture in the library.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PictureCard {
    /// 64 hex digits.
    pub id: String,
    /// Its page: `/newsroom/pictures/{id}`.
    pub url: String,
    /// Rendition about 640 wide.
    pub src: String,
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
    /// 'In two stories', 'Not used'.
    pub used: String,
    /// When it came in.
    pub added: When,
}

/// The picture library. Template `pictures.html`.
///
/// GET to `/newsroom/pictures`: `q`, `missing` (`alt`, `credit` or empty). Upload: the script posts raw bytes to
/// `/newsroom/pictures?name=…`, one request a file, and goes to the answer's picture page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Pictures {
    /// Around it.
    pub page: Shell,
    /// Words looked for.
    pub q: String,
    /// Which gap is looked for: `alt`, `credit` or empty.
    pub missing: String,
    /// Whether any filter is set.
    pub filtered: bool,
    /// What may be sent, one sentence: 'JPEG, PNG, WebP or GIF, up to 40 MB.'
    pub limits: String,
    /// Value of the file field's `accept`.
    pub accept: String,
    /// Newest first.
    pub pictures: Vec<PictureCard>,
    /// Which part of the list this is.
    pub paging: Paging,
}

/// One picture. Template `picture.html`.
///
/// POST to `/newsroom/pictures/{id}`: `alt`, `caption`, `credit`, `creator`, `rights`, `focus_x`, `focus_y` (per cent, 0 to 100).
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
    /// Per cent from the left.
    pub focus_x: Field,
    /// Per cent from the top.
    pub focus_y: Field,
    /// Facts: ('Size', '2400 × 1600 pixels, 1.2 MB').
    pub facts: Vec<(String, String)>,
    /// Stories it is used in.
    pub stories: Vec<Link>,
}
