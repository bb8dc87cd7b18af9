//! How one use of a picture cuts it: a crop and a focal point, in thousandths of the picture's width and height, so that
//! they hold for every file of it. Written as text (`100,50,800,600`), because a shared document keeps one text as one
//! value: whoever writes last wins, and never half of it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The whole of a side.
pub const WHOLE: u16 = 1000;
/// The smallest side of a crop: below it nothing is to be seen.
pub const SMALLEST: u16 = 50;

/// Why a text is no crop, or no focal point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFraming {
    /// No four whole numbers inside the picture.
    #[error("a crop that does not lie inside the picture")]
    Crop,
    /// No two whole numbers inside the picture.
    #[error("a focal point that does not lie inside the picture")]
    Focus,
}

/// A rectangle of a picture. Inside it by construction, and never all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Crop {
    x: u16,
    y: u16,
    width: u16,
    height: u16,
}

impl Crop {
    /// The rectangle; `None` where it leaves the picture, is smaller than [`SMALLEST`], or is the whole picture.
    #[must_use]
    pub fn new(x: u16, y: u16, width: u16, height: u16) -> Option<Crop> {
        let inside = |from: u16, length: u16| length >= SMALLEST && u32::from(from) + u32::from(length) <= u32::from(WHOLE);
        let whole = width == WHOLE && height == WHOLE;
        (inside(x, width) && inside(y, height) && !whole).then_some(Crop { x, y, width, height })
    }

    /// Reads a crop as it is written in a use; empty, and the whole picture, are none.
    ///
    /// # Errors
    /// [`NotAFraming::Crop`].
    pub fn read(text: &str) -> Result<Option<Crop>, NotAFraming> {
        if matches!(text, "" | "0,0,1000,1000") { Ok(None) } else { text.parse().map(Some) }
    }

    /// Left, top, width and height in pixels of a picture of this size; at least one pixel each way, inside it.
    #[must_use]
    pub fn pixels(self, width: u32, height: u32) -> [u32; 4] {
        let part = |of: u32, share: u16| ((u64::from(of) * u64::from(share) + 500) / 1000) as u32;
        let side = |of: u32, from: u16, length: u16| {
            let start = part(of, from).min(of.saturating_sub(1));
            (start, part(of, length).max(1).min(of - start))
        };
        let ((left, wide), (top, high)) = (side(width, self.x, self.width), side(height, self.y, self.height));
        [left, top, wide, high]
    }

    /// As it stands in the name of a file: `100-50-800-600`.
    #[must_use]
    pub fn in_name(self) -> String {
        self.to_string().replace(',', "-")
    }

    /// Reads it from the name of a file; one spelling only.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Crop> {
        if text.contains(',') { None } else { text.replace('-', ",").parse().ok() }
    }
}

impl fmt::Display for Crop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{},{}", self.x, self.y, self.width, self.height)
    }
}

impl FromStr for Crop {
    type Err = NotAFraming;
    fn from_str(text: &str) -> Result<Crop, NotAFraming> {
        let [x, y, width, height] = numbers(text).ok_or(NotAFraming::Crop)?;
        Crop::new(x, y, width, height).ok_or(NotAFraming::Crop)
    }
}

/// A point of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Focus {
    x: u16,
    y: u16,
}

impl Focus {
    /// The point; `None` outside the picture.
    #[must_use]
    pub fn new(x: u16, y: u16) -> Option<Focus> {
        (x <= WHOLE && y <= WHOLE).then_some(Focus { x, y })
    }

    /// Reads a focal point as it is written in a use; empty is none.
    ///
    /// # Errors
    /// [`NotAFraming::Focus`].
    pub fn read(text: &str) -> Result<Option<Focus>, NotAFraming> {
        if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
    }

    /// Thousandths from the left and from the top.
    #[must_use]
    pub fn point(self) -> (u16, u16) {
        (self.x, self.y)
    }
}

impl fmt::Display for Focus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.x, self.y)
    }
}

impl FromStr for Focus {
    type Err = NotAFraming;
    fn from_str(text: &str) -> Result<Focus, NotAFraming> {
        let [x, y] = numbers(text).ok_or(NotAFraming::Focus)?;
        Focus::new(x, y).ok_or(NotAFraming::Focus)
    }
}

/// Whole numbers with commas between them, each written in the one way there is.
fn numbers<const N: usize>(text: &str) -> Option<[u16; N]> {
    let mut found = [0_u16; N];
    let mut parts = text.split(',');
    for slot in &mut found {
        let part = parts.next()?;
        *slot = part.parse().ok().filter(|n: &u16| n.to_string() == part)?;
    }
    parts.next().is_none().then_some(found)
}

/// How a use cuts a picture; where it says nothing, the whole picture and the picture's own focal point stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Framing {
    /// The part that is shown.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "write_text", deserialize_with = "read_crop")]
    pub crop: Option<Crop>,
    /// What stays to be seen where a place cuts further, a point of the whole picture.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "write_text", deserialize_with = "read_focus")]
    pub focus: Option<Focus>,
}

impl Framing {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Framing::default()
    }

    /// The focal point inside what is shown, in thousandths of that. `own` is the picture's, which stands where the use
    /// has none; a point outside the crop becomes the nearest inside.
    #[must_use]
    pub fn focus_within(&self, own: (u16, u16)) -> (u16, u16) {
        let (x, y) = self.focus.map_or(own, Focus::point);
        let Some(crop) = self.crop else { return (x, y) };
        let within = |at: u16, from: u16, length: u16| {
            let into = u32::from(at.clamp(from, from + length) - from);
            u16::try_from((into * 1000 + u32::from(length) / 2) / u32::from(length)).unwrap_or(WHOLE).min(WHOLE)
        };
        (within(x, crop.x, crop.width), within(y, crop.y, crop.height))
    }
}

fn write_text<T: fmt::Display, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

fn read_crop<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Crop>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Crop::read(text.as_deref().unwrap_or_default()).map_err(serde::de::Error::custom)
}

fn read_focus<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Focus>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Focus::read(text.as_deref().unwrap_or_default()).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_lies_inside_the_picture_and_is_written_in_one_way() {
        for good in ["0,0,500,500", "100,50,800,600", "950,950,50,50", "0,0,1000,999"] {
            let crop: Crop = good.parse().expect("a crop");
            assert_eq!(crop.to_string(), good);
            assert_eq!(Crop::from_name(&crop.in_name()), Some(crop));
        }
        for bad in [
            "",
            "1,2,3",
            "0,0,500,500,1",
            "0,0,1001,500",
            "501,0,500,500",
            "0,960,500,50",
            "0,0,49,500",
            "00,0,500,500",
            "+0,0,500,500",
            " 0,0,500,500",
            "-1,0,500,500",
            "0,0,1000,1000",
            "0.5,0,500,500",
            "65535,65535,65535,65535",
            "99999,0,500,500",
        ] {
            assert_eq!(bad.parse::<Crop>(), Err(NotAFraming::Crop), "{bad}");
        }
        assert_eq!(Crop::read("0,0,1000,1000"), Ok(None));
        assert_eq!(Crop::from_name("100,50,800,600"), None);
    }

    #[test]
    fn pixels_never_leave_the_picture() {
        let crop = Crop::new(667, 333, 333, 667).expect("a crop");
        for (w, h) in [(1, 1), (3, 2), (2560, 10_240), (999, 1001)] {
            let [left, top, wide, high] = crop.pixels(w, h);
            assert!(wide >= 1 && high >= 1 && left + wide <= w && top + high <= h, "{w}×{h}: {left} {top} {wide} {high}");
        }
    }

    #[test]
    fn a_focal_point_outside_the_crop_becomes_the_nearest_inside() {
        let framing = Framing { crop: Crop::new(500, 0, 500, 500), focus: None };
        assert_eq!(framing.focus_within((250, 250)), (0, 500));
        assert_eq!(Framing { focus: Focus::new(750, 1000), ..framing }.focus_within((0, 0)), (500, 1000));
        assert_eq!(Framing::default().focus_within((250, 400)), (250, 400));
    }
}
