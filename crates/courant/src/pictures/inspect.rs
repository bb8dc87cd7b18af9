//! Is this file a picture that we can take? Kind, size and limits come before decoding; then it is really decoded.

use std::fmt;

use super::container::{self, Parts};
use super::decode;
use super::metadata::{self, Suggested};

/// The most bytes of an uploaded file.
pub const MAX_BYTES: usize = 30 * 1024 * 1024;
/// The most pixels of a picture (width × height).
pub const MAX_PIXELS: u64 = 100_000_000;
/// The longest side of a picture in pixels.
pub const MAX_SIDE: u32 = 20_000;
/// The most memory in bytes that decoding one picture may take (estimated from its header).
pub const DECODE_BUDGET: u64 = 512 * 1024 * 1024;

/// The picture formats that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// JPEG (ITU T.81).
    Jpeg,
    /// PNG, third edition; of an animation the still picture.
    Png,
    /// GIF87a and GIF89a; of an animation the first frame.
    Gif,
    /// WebP (RFC 9649); of an animation the first frame.
    WebP,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
        })
    }
}

/// What a picture is, before anything is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// Format by content, whatever the file was called.
    pub kind: Kind,
    /// Width in pixels as people see it, orientation applied.
    pub width: u32,
    /// Height in pixels as people see it, orientation applied.
    pub height: u32,
    /// EXIF orientation, 1 to 8; 1 is upright.
    pub orientation: u8,
    /// Creator, credit, rights and caption found inside: suggestions for the form, never published unseen.
    pub suggested: Suggested,
}

/// Why a file is refused. `Display` is one sentence for people; [`PictureProblem::next`] says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureProblem {
    /// No bytes at all.
    #[error("This file is empty.")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("This file has {} MB; a picture may have at most {} MB.", megabytes(*.bytes), MAX_BYTES / 1024 / 1024)]
    TooManyBytes {
        /// Length of the file in bytes.
        bytes: u64,
    },
    /// None of the four formats.
    #[error("This file is {}, not a JPEG, PNG, GIF or WebP picture.", .looks_like.map_or("something else", foreign_words))]
    NotAPicture {
        /// What it is instead, where that is known.
        looks_like: Option<&'static str>,
    },
    /// More than [`MAX_PIXELS`], or a side over [`MAX_SIDE`].
    #[error("This picture is {} × {} pixels.", grouped(*.width), grouped(*.height))]
    TooManyPixels {
        /// Declared width in pixels.
        width: u32,
        /// Declared height in pixels.
        height: u32,
    },
    /// Over [`DECODE_BUDGET`] although the size is allowed.
    #[error("This {kind} of {} × {} pixels takes too much memory to open.", grouped(*.width), grouped(*.height))]
    TooMuchMemory {
        /// Format.
        kind: Kind,
        /// Declared width in pixels.
        width: u32,
        /// Declared height in pixels.
        height: u32,
        /// What would be taken, in megapixels.
        at_most: u64,
    },
    /// The file stops before the picture ends.
    #[error("This {kind} stops before the picture ends.")]
    Truncated {
        /// Format.
        kind: Kind,
    },
    /// The file cannot be decoded.
    #[error("This {kind} is damaged and cannot be opened.")]
    Broken {
        /// Format.
        kind: Kind,
    },
    /// The picture could be read, but the result could not be written.
    #[error("This picture could not be converted.")]
    NotConverted,
}

impl PictureProblem {
    /// The next step, one sentence.
    #[must_use]
    pub fn next(&self) -> String {
        match self {
            Self::Empty | Self::Truncated { .. } => "Send the file again.".into(),
            Self::TooManyBytes { .. } => "Save it smaller (a JPEG 2,560 pixels wide is plenty) and send it again.".into(),
            Self::NotAPicture { .. } => "Save or export it as JPEG or PNG and send that.".into(),
            Self::TooManyPixels { width, height } if u64::from(*width) * u64::from(*height) > MAX_PIXELS => {
                format!("Send one of at most {} megapixels.", MAX_PIXELS / 1_000_000)
            }
            Self::TooManyPixels { .. } => {
                format!("Send one with sides of 1 to {} pixels.", grouped(MAX_SIDE))
            }
            Self::TooMuchMemory { at_most, .. } => {
                format!("Send one of at most {at_most} megapixels, or save it as an ordinary (baseline) JPEG.")
            }
            Self::Broken { .. } => "Open it in a picture editor, save it again and send that.".into(),
            Self::NotConverted => "Save it as JPEG in a picture editor and send that.".into(),
        }
    }
}

fn foreign_words(kind: &'static str) -> &'static str {
    match kind {
        "HEIC" => "a HEIC photo",
        "AVIF" => "an AVIF picture",
        "video" => "a video",
        "TIFF or raw" => "a TIFF or raw photo",
        "PDF" => "a PDF",
        "BMP" => "a BMP picture",
        "SVG" => "an SVG drawing",
        other => other,
    }
}

/// Megabytes, rounded up, so that 30.1 does not read as 30.
fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

/// `60000` → `60,000`.
fn grouped(n: u32) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Checks a file against every limit without decoding it. Returns what it says of itself, and its walked parts.
pub(super) fn examine(bytes: &[u8]) -> Result<(Inspected, Parts<'_>), PictureProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(PictureProblem::TooManyBytes { bytes: bytes.len() as u64 });
    }
    let kind = container::sniff(bytes)?;
    let parts = container::parts(kind, bytes);
    let Some((width, height)) = parts.size else {
        return Err(PictureProblem::Truncated { kind });
    };
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS || pixels == 0 || width.max(height) > MAX_SIDE {
        return Err(PictureProblem::TooManyPixels { width, height });
    }
    if pixels * parts.bytes_per_pixel > DECODE_BUDGET {
        let at_most = DECODE_BUDGET / parts.bytes_per_pixel / 1_000_000;
        return Err(PictureProblem::TooMuchMemory { kind, width, height, at_most });
    }
    if !parts.complete {
        return Err(PictureProblem::Truncated { kind });
    }
    let (orientation, suggested) = metadata::read(&parts);
    // Orientations 5 to 8 lie on their side.
    let (width, height) = if orientation >= 5 { (height, width) } else { (width, height) };
    Ok((Inspected { kind, width, height, orientation, suggested }, parts))
}

/// Checks a file: kind, size and limits before decoding, then decodes it to be sure that it is whole.
///
/// Use [`super::master`] directly when the picture is to be stored: it does the same checks on its way.
///
/// # Errors
/// A [`PictureProblem`], for any bytes whatever: nothing here panics on bad input.
pub fn inspect(bytes: &[u8]) -> Result<Inspected, PictureProblem> {
    let (inspected, _) = examine(bytes)?;
    decode::decode(inspected.kind, bytes)?;
    Ok(inspected)
}
