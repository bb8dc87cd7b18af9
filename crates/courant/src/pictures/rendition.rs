//! What is stored of a picture (its master) and what readers get (its renditions).

use courant_news::framing::Crop;
use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use sha2::{Digest, Sha256};

use super::colour;
use super::container;
use super::decode::{Decoded, Raster, decode};
use super::files::PictureId;
use super::inspect::{Inspected, Kind, PictureProblem, examine};
use super::metadata::Rights;

/// Widths of renditions in pixels.
pub const WIDTHS: [u32; 5] = [320, 640, 960, 1280, 1920];
/// The widest master in pixels.
pub const MASTER_WIDTH: u32 = 2560;
/// The highest master in pixels; reached only by charts that are very long.
pub const MASTER_HEIGHT: u32 = 10_240;
/// JPEG quality of masters (full chroma: text in drawings stays sharp).
const MASTER_QUALITY: u8 = 90;
/// JPEG and WebP quality of renditions.
const RENDITION_QUALITY: u8 = 78;
/// The highest picture that a lossy WebP can hold (RFC 6386: 14 bits).
const WEBP_SIDE: u32 = 16_383;

/// What a rendition is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Lossy WebP, with alpha where the master has it.
    WebP,
    /// Progressive JPEG; transparent parts become white.
    Jpeg,
}

impl Format {
    /// Ending of the file and the address, without dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::WebP => "webp",
            Self::Jpeg => "jpg",
        }
    }

    /// `Content-Type`.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::WebP => "image/webp",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// The format of an ending (`webp` or `jpg`).
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        [Self::WebP, Self::Jpeg].into_iter().find(|f| f.extension() == extension)
    }
}

/// What a master is stored as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MasterFormat {
    /// JPEG of high quality.
    Jpeg,
    /// PNG, without loss, for pictures with transparent parts.
    Png,
}

impl MasterFormat {
    /// Ending of the file, without dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// What is stored of a picture: upright, sRGB, at most 2,560 pixels wide, with no metadata but creator, credit, rights.
#[derive(Debug, Clone)]
pub struct Master {
    /// SHA-256 of `bytes`.
    pub id: PictureId,
    /// The file to store.
    pub bytes: Vec<u8>,
    /// What `bytes` are.
    pub format: MasterFormat,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// What the file that came in was and said.
    pub inspected: Inspected,
}

/// Makes the master of a file that came in, checking it as [`super::inspect()`] does.
///
/// Nothing of the file is copied: pixels are decoded and encoded anew, so location, device, serial numbers, thumbnails,
/// comments, and whatever was appended to the file (video, depth, other pictures) are gone. The same bytes give the same id.
///
/// # Errors
/// A [`PictureProblem`] for any file that cannot be taken.
pub fn master(bytes: &[u8]) -> Result<Master, PictureProblem> {
    let (inspected, _) = examine(bytes)?;
    let Decoded { raster, profile } = decode(inspected.kind, bytes)?;
    // In the stored orientation the sides may be swapped: fit first, turn the small picture afterwards.
    let (width, height) = fit(inspected.width, inspected.height);
    let lies = inspected.orientation >= 5;
    let mut raster = resize(raster, if lies { (height, width) } else { (width, height) })?;
    if let Some(profile) = profile {
        colour::to_srgb(&mut raster, &profile);
    }
    let raster = drop_opaque_alpha(turn(raster, inspected.orientation));
    let rights = &inspected.suggested.rights;
    let (format, bytes) =
        if raster.alpha { (MasterFormat::Png, png(&raster, rights)?) } else { (MasterFormat::Jpeg, jpeg(&raster, rights, MASTER_QUALITY, false)?) };
    Ok(Master { id: PictureId::of(&Sha256::digest(&bytes).into()), width: raster.width, height: raster.height, bytes, format, inspected })
}

/// The widths offered of a picture: those of [`WIDTHS`] that it has, and its own if that is under the largest.
#[must_use]
pub fn widths_for(original_width: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|w| *w <= original_width).collect();
    if original_width < WIDTHS[WIDTHS.len() - 1] && !widths.contains(&original_width) {
        widths.push(original_width);
    }
    widths
}

/// Makes a rendition of a master, or of a part of it, `width` pixels wide (never wider than that), with `rights` inside.
///
/// # Errors
/// A [`PictureProblem`] if the master is damaged or the result cannot be written.
pub fn rendition(master: &[u8], crop: Option<Crop>, width: u32, format: Format, rights: &Rights) -> Result<Vec<u8>, PictureProblem> {
    let kind = container::sniff(master)?;
    let Decoded { raster, .. } = decode(kind, master)?;
    let raster = match crop {
        Some(crop) => cut(&raster, crop)?,
        None => raster,
    };
    let width = width.clamp(1, raster.width);
    let mut size = (width, scaled(raster.height, width, raster.width));
    if size.1 > WEBP_SIDE && format == Format::WebP {
        size = (scaled(width, WEBP_SIDE, size.1), WEBP_SIDE);
    }
    let raster = resize(raster, size)?;
    match format {
        Format::WebP => webp(&raster, rights),
        Format::Jpeg => jpeg(&on_white(raster), rights, RENDITION_QUALITY, true),
    }
}

/// The part of a raster that a crop shows.
fn cut(raster: &Raster, crop: Crop) -> Result<Raster, PictureProblem> {
    let [left, top, width, height] = crop.pixels(raster.width, raster.height).map(|n| n as usize);
    let (row, channels) = (raster.width as usize, raster.channels());
    let mut data = Vec::with_capacity(width * height * channels);
    for y in top..top + height {
        let start = (y * row + left) * channels;
        data.extend_from_slice(raster.data.get(start..start + width * channels).ok_or(PictureProblem::NotConverted)?);
    }
    Ok(Raster { width: width as u32, height: height as u32, alpha: raster.alpha, data })
}

/// `length × to ÷ from`, rounded, at least 1.
fn scaled(length: u32, to: u32, from: u32) -> u32 {
    let (length, to, from) = (u64::from(length), u64::from(to), u64::from(from.max(1)));
    ((length * to + from / 2) / from).clamp(1, u64::from(u32::MAX)) as u32
}

/// The size of a master: inside [`MASTER_WIDTH`] × [`MASTER_HEIGHT`], never larger than the original.
fn fit(width: u32, height: u32) -> (u32, u32) {
    let (mut w, mut h) = (width, height);
    if w > MASTER_WIDTH {
        (w, h) = (MASTER_WIDTH, scaled(h, MASTER_WIDTH, w));
    }
    if h > MASTER_HEIGHT {
        (w, h) = (scaled(w, MASTER_HEIGHT, h), MASTER_HEIGHT);
    }
    (w, h)
}

fn resize(raster: Raster, (width, height): (u32, u32)) -> Result<Raster, PictureProblem> {
    if (raster.width, raster.height) == (width, height) {
        return Ok(raster);
    }
    let alpha = raster.alpha;
    let pixel = if alpha { PixelType::U8x4 } else { PixelType::U8x3 };
    let source = Image::from_vec_u8(raster.width, raster.height, raster.data, pixel).map_err(|_| PictureProblem::NotConverted)?;
    let mut target = Image::new(width, height, pixel);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&source, &mut target, &options).map_err(|_| PictureProblem::NotConverted)?;
    Ok(Raster { width, height, alpha, data: target.into_vec() })
}

/// Applies an EXIF orientation (Exif 3.0, 4.6.5.1.6): the picture becomes upright.
fn turn(raster: Raster, orientation: u8) -> Raster {
    if !(2..=8).contains(&orientation) {
        return raster;
    }
    let (w, h, channels) = (raster.width as usize, raster.height as usize, raster.channels());
    let (out_w, out_h) = if orientation >= 5 { (h, w) } else { (w, h) };
    let mut data = Vec::with_capacity(raster.data.len());
    for y in 0..out_h {
        for x in 0..out_w {
            let (sx, sy) = match orientation {
                2 => (w - 1 - x, y),
                3 => (w - 1 - x, h - 1 - y),
                4 => (x, h - 1 - y),
                5 => (y, x),
                6 => (y, h - 1 - x),
                7 => (w - 1 - y, h - 1 - x),
                _ => (w - 1 - y, x),
            };
            let at = (sy * w + sx) * channels;
            data.extend_from_slice(&raster.data[at..at + channels]);
        }
    }
    Raster { width: out_w as u32, height: out_h as u32, alpha: raster.alpha, data }
}

/// RGBA in which nothing is transparent becomes RGB.
fn drop_opaque_alpha(raster: Raster) -> Raster {
    if !raster.alpha || raster.data.chunks_exact(4).any(|p| p[3] != 255) {
        return raster;
    }
    let data = raster.data.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    Raster { alpha: false, data, ..raster }
}

fn on_white(raster: Raster) -> Raster {
    if !raster.alpha {
        return raster;
    }
    let blend = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    let data = raster.data.chunks_exact(4).flat_map(|p| [blend(p[0], p[3]), blend(p[1], p[3]), blend(p[2], p[3])]).collect();
    Raster { alpha: false, data, ..raster }
}

/// Writes an RGB raster as JPEG with the rights as its only metadata.
fn jpeg(raster: &Raster, rights: &Rights, quality: u8, small: bool) -> Result<Vec<u8>, PictureProblem> {
    use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
    let side = |n: u32| u16::try_from(n).map_err(|_| PictureProblem::NotConverted);
    let (width, height) = (side(raster.width)?, side(raster.height)?);
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, quality);
    encoder.set_sampling_factor(if small { SamplingFactor::F_2_2 } else { SamplingFactor::F_1_1 });
    encoder.set_progressive(small);
    encoder.set_optimized_huffman_tables(true);
    if let Some(data) = rights.app1() {
        encoder.add_app_segment(1, data).map_err(|_| PictureProblem::NotConverted)?;
    }
    encoder.encode(&raster.data, width, height, ColorType::Rgb).map_err(|_| PictureProblem::NotConverted)?;
    Ok(out)
}

/// Writes an RGBA raster as PNG with the rights as its only metadata.
fn png(raster: &Raster, rights: &Rights) -> Result<Vec<u8>, PictureProblem> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, raster.width, raster.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    if let Some(xmp) = rights.xmp() {
        encoder.add_itxt_chunk("XML:com.adobe.xmp".into(), xmp).map_err(|_| PictureProblem::NotConverted)?;
    }
    let mut writer = encoder.write_header().map_err(|_| PictureProblem::NotConverted)?;
    writer.write_image_data(&raster.data).map_err(|_| PictureProblem::NotConverted)?;
    writer.finish().map_err(|_| PictureProblem::NotConverted)?;
    Ok(out)
}

fn webp(raster: &Raster, rights: &Rights) -> Result<Vec<u8>, PictureProblem> {
    let (width, height) = (raster.width, raster.height);
    let encoder =
        if raster.alpha { webp::Encoder::from_rgba(&raster.data, width, height) } else { webp::Encoder::from_rgb(&raster.data, width, height) };
    let encoded = encoder.encode_simple(false, f32::from(RENDITION_QUALITY)).map_err(|_| PictureProblem::NotConverted)?;
    match rights.xmp() {
        Some(xmp) => webp_with_xmp(&encoded, xmp.as_bytes(), raster).ok_or(PictureProblem::NotConverted),
        None => Ok(encoded.to_vec()),
    }
}

/// Puts an XMP chunk into a WebP file (RFC 9649, 2.7), with the `VP8X` header that this needs.
fn webp_with_xmp(file: &[u8], xmp: &[u8], raster: &Raster) -> Option<Vec<u8>> {
    const HAS_XMP: u8 = 0b0000_0100;
    let chunks = file.strip_prefix(b"RIFF")?.get(4..)?.strip_prefix(b"WEBP")?;
    let mut body = b"WEBP".to_vec();
    if chunks.starts_with(b"VP8X") {
        body.extend_from_slice(chunks);
        *body.get_mut(12)? |= HAS_XMP;
    } else {
        body.extend_from_slice(b"VP8X\x0A\0\0\0");
        body.extend_from_slice(&[HAS_XMP, 0, 0, 0]);
        body.extend_from_slice(&(raster.width - 1).to_le_bytes()[..3]);
        body.extend_from_slice(&(raster.height - 1).to_le_bytes()[..3]);
        body.extend_from_slice(chunks);
    }
    body.extend_from_slice(b"XMP ");
    body.extend_from_slice(&u32::try_from(xmp.len()).ok()?.to_le_bytes());
    body.extend_from_slice(xmp);
    if xmp.len() % 2 == 1 {
        body.push(0);
    }
    let length = u32::try_from(body.len()).ok()?.to_le_bytes();
    Some([b"RIFF", &length[..], &body].concat())
}

/// The kind that a stored master has, for `Content-Type`.
#[must_use]
pub fn master_media_type(master: &[u8]) -> &'static str {
    match container::sniff(master) {
        Ok(Kind::Png) => "image/png",
        _ => "image/jpeg",
    }
}
