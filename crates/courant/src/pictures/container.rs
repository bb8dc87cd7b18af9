//! Where things lie inside JPEG, PNG, GIF and WebP files: size in pixels and metadata, read without decoding.
//!
//! Every walk is bounded by the bytes at hand and by [`MAX_PARTS`]; a part that does not fit ends the walk.

use super::inspect::{Kind, PictureProblem};

/// The most segments or chunks looked at in one file.
const MAX_PARTS: usize = 20_000;
/// Start of an APP1 segment with EXIF (Exif 3.0, 4.7.2) and with XMP (XMP part 3, 1.1.3).
const EXIF_HEADER: &[u8] = b"Exif\0\0";
pub(super) const XMP_HEADER: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// Start of an APP13 segment with Photoshop image resources, in which IPTC-IIM travels.
const PHOTOSHOP_HEADER: &[u8] = b"Photoshop 3.0\0";

/// What a file says about itself, borrowed from its bytes.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// Width and height in pixels as stored, before orientation.
    pub size: Option<(u32, u32)>,
    /// Bytes that decoding needs for each pixel, at the most.
    pub bytes_per_pixel: u64,
    /// TIFF structure of the EXIF data, without its header.
    pub exif: Option<&'a [u8]>,
    /// XMP packet.
    pub xmp: Option<&'a [u8]>,
    /// Photoshop image resources (JPEG APP13).
    pub photoshop: Option<&'a [u8]>,
    /// PNG `tEXt` pairs: keyword, Latin-1 text.
    pub texts: Vec<(&'a [u8], &'a [u8])>,
    /// Whether the end of the picture was seen.
    pub complete: bool,
}

/// Says which kind of picture these bytes are, by their content alone.
pub(super) fn sniff(bytes: &[u8]) -> Result<Kind, PictureProblem> {
    match bytes {
        [] => Err(PictureProblem::Empty),
        [0xFF, 0xD8, 0xFF, ..] => Ok(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', 13, 10, 26, 10, ..] => Ok(Kind::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(Kind::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Kind::WebP),
        _ => Err(PictureProblem::NotAPicture { looks_like: foreign(bytes) }),
    }
}

/// Names the formats that people send by mistake, so that the refusal can say what to do.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    if let Some(b"ftyp") = bytes.get(4..8) {
        return Some(match bytes.get(8..12) {
            Some(b"heic" | b"heix" | b"hevc" | b"mif1" | b"msf1") => "HEIC",
            Some(b"avif" | b"avis") => "AVIF",
            _ => "video",
        });
    }
    if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") {
        return Some("TIFF or raw");
    }
    if head.starts_with(b"%PDF") {
        return Some("PDF");
    }
    if head.starts_with(b"BM") {
        return Some("BMP");
    }
    head.windows(4).any(|w| w.eq_ignore_ascii_case(b"<svg")).then_some("SVG")
}

/// Walks the file and notes sizes and metadata.
pub(super) fn parts(kind: Kind, bytes: &[u8]) -> Parts<'_> {
    match kind {
        Kind::Jpeg => jpeg(bytes),
        Kind::Png => png(bytes),
        Kind::Gif => gif(bytes),
        Kind::WebP => webp(bytes),
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?)))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    be16(bytes, at).map(|v| u32::from((v as u16).swap_bytes()))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    be32(bytes, at).map(u32::swap_bytes)
}

fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    Some(le16(bytes, at)? | u32::from(*bytes.get(at + 2)?) << 16)
}

/// JPEG (ITU T.81, annex B): markers with lengths, and scans that end at the next marker.
fn jpeg(bytes: &[u8]) -> Parts<'_> {
    let mut found = Parts { bytes_per_pixel: 4, ..Parts::default() };
    let mut at = 2;
    for _ in 0..MAX_PARTS {
        // Fill bytes may stand before a marker; stray ones between segments are left to the decoder.
        while bytes.get(at).is_some_and(|b| *b != 0xFF) || bytes.get(at + 1) == Some(&0xFF) {
            at += 1;
        }
        let Some(marker) = bytes.get(at + 1).copied() else {
            return found;
        };
        at += 2;
        match marker {
            0xD9 => {
                found.complete = true;
                return found;
            }
            0x00 | 0x01 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let Some(length) = be16(bytes, at).filter(|l| *l >= 2) else {
            return found;
        };
        let Some(data) = bytes.get(at + 2..at + length as usize) else {
            return found;
        };
        at += length as usize;
        match marker {
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => jpeg_frame(&mut found, marker, data),
            0xE1 => jpeg_app1(&mut found, data),
            0xED if found.photoshop.is_none() => found.photoshop = data.strip_prefix(PHOTOSHOP_HEADER),
            0xDA => at = end_of_scan(bytes, at),
            _ => {}
        }
    }
    found
}

fn jpeg_frame(found: &mut Parts<'_>, marker: u8, data: &[u8]) {
    let components = u64::from(data.get(5).copied().unwrap_or(3)).min(4);
    if found.size.is_none() {
        found.size = be16(data, 3).zip(be16(data, 1));
        // All but baseline keep every coefficient (two bytes each) until the last scan.
        let coefficients = if marker <= 0xC1 { 0 } else { 2 * components };
        found.bytes_per_pixel = components.max(3) + coefficients;
    }
}

fn jpeg_app1<'a>(found: &mut Parts<'a>, data: &'a [u8]) {
    if let Some(tiff) = data.strip_prefix(EXIF_HEADER) {
        found.exif.get_or_insert(tiff);
    } else if let Some(packet) = data.strip_prefix(XMP_HEADER) {
        found.xmp.get_or_insert(packet);
    }
}

/// The position of the first real marker after a scan's data (stuffed zeros and restarts belong to the data).
fn end_of_scan(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(rest) = bytes.get(at..) {
        let Some(step) = rest.iter().position(|b| *b == 0xFF) else {
            break;
        };
        at += step;
        match bytes.get(at + 1) {
            Some(0x00 | 0xD0..=0xD7) => at += 2,
            Some(0xFF) => at += 1,
            _ => return at,
        }
    }
    bytes.len()
}

/// PNG (third edition, 5): chunks of length, type, data, checksum.
fn png(bytes: &[u8]) -> Parts<'_> {
    let mut found = Parts { bytes_per_pixel: 8, ..Parts::default() };
    let mut at = 8;
    for _ in 0..MAX_PARTS {
        let Some(length) = be32(bytes, at) else { break };
        let end = (at + 8).saturating_add(length as usize);
        let (Some(kind), Some(data)) = (bytes.get(at + 4..at + 8), bytes.get(at + 8..end)) else {
            break;
        };
        at = end.saturating_add(4);
        match kind {
            b"IHDR" => found.size = be32(data, 0).zip(be32(data, 4)),
            b"eXIf" => found.exif = Some(data.strip_prefix(EXIF_HEADER).unwrap_or(data)),
            b"iTXt" => {
                // Compressed text (flag 1) is not opened: nothing needs it, and it could be a bomb.
                if let Some(rest) = data.strip_prefix(b"XML:com.adobe.xmp\0\0\0") {
                    found.xmp = rest.splitn(3, |b| *b == 0).nth(2);
                }
            }
            b"tEXt" if found.texts.len() < 32 => {
                if let Some(zero) = data.iter().position(|b| *b == 0) {
                    found.texts.push((&data[..zero], &data[zero + 1..]));
                }
            }
            b"IEND" => {
                found.complete = true;
                break;
            }
            _ => {}
        }
    }
    found
}

/// GIF89a: the logical screen; the decoder finds out whether the first frame is whole.
fn gif(bytes: &[u8]) -> Parts<'_> {
    Parts { size: le16(bytes, 6).zip(le16(bytes, 8)), bytes_per_pixel: 8, complete: true, ..Parts::default() }
}

/// WebP container (RFC 9649, 2): RIFF chunks, padded to even length.
fn webp(bytes: &[u8]) -> Parts<'_> {
    let mut found = Parts { bytes_per_pixel: 9, ..Parts::default() };
    let declared = le32(bytes, 4).map_or(usize::MAX, |n| (n as usize).saturating_add(8));
    found.complete = declared <= bytes.len();
    let mut at = 12;
    for _ in 0..MAX_PARTS {
        let Some(length) = le32(bytes, at + 4) else {
            break;
        };
        let end = (at + 8).saturating_add(length as usize);
        let (Some(kind), Some(data)) = (bytes.get(at..at + 4), bytes.get(at + 8..end)) else {
            break;
        };
        at = end.saturating_add(length as usize & 1);
        match kind {
            b"VP8X" => found.size = le24(data, 4).zip(le24(data, 7)).map(|(w, h)| (w + 1, h + 1)),
            b"VP8 " if found.size.is_none() => {
                found.size = le16(data, 6).zip(le16(data, 8)).map(|(w, h)| (w & 0x3FFF, h & 0x3FFF));
            }
            b"VP8L" if found.size.is_none() => {
                found.size = le32(data, 1).map(|v| ((v & 0x3FFF) + 1, (v >> 14 & 0x3FFF) + 1));
            }
            b"EXIF" => found.exif = Some(data.strip_prefix(EXIF_HEADER).unwrap_or(data)),
            b"XMP " => found.xmp = Some(data),
            _ => {}
        }
    }
    found
}
