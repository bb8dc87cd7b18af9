//! Ogg with one stream of Opus (RFC 7845) or Vorbis. The packet of comments is written over in place: as a maker's name
//! of spaces in Vorbis and as padding in Opus, with the checksums of its pages made anew.

use super::inspect::{Found, milliseconds};
use super::source::{Patch, bytes, some};
use super::{RecordingProblem, Source};
use courant_news::media_format::MediaFormat;

const OGG: &str = "OGG";
/// Pages of comments that are looked at: a large picture may be in them.
const MOST_COMMENT_PAGES: usize = 400;

struct Page {
    at: u64,
    head: Vec<u8>,
    body: u64,
    granule: u64,
    serial: u32,
}

impl Page {
    fn end(&self) -> u64 {
        self.at + self.head.len() as u64 + self.body
    }

    fn lacing(&self) -> &[u8] {
        &self.head[27..]
    }
}

fn page(source: &dyn Source, at: u64) -> Result<Page, RecordingProblem> {
    let fixed = bytes::<27>(source, at, OGG)?;
    if &fixed[..5] != b"OggS\0" {
        return Err(RecordingProblem::Broken(OGG));
    }
    let head = some(source, at, 27 + usize::from(fixed[26]), OGG)?;
    let body: u64 = head.get(27..).unwrap_or_default().iter().map(|lace| u64::from(*lace)).sum();
    let eight = |from: usize| fixed[from..from + 8].iter().rev().fold(0_u64, |n, byte| n << 8 | u64::from(*byte));
    let serial = u32::from_le_bytes([fixed[14], fixed[15], fixed[16], fixed[17]]);
    let page = Page { at, head, body, granule: eight(6), serial };
    if page.end() > source.len() {
        return Err(RecordingProblem::Broken(OGG));
    }
    Ok(page)
}

pub(super) fn inspect(source: &dyn Source) -> Result<Found, RecordingProblem> {
    let first = page(source, 0)?;
    let start = some(source, first.head.len() as u64, 20, OGG)?;
    let (opus, rate, skip) = match start.as_slice() {
        [b'O', b'p', b'u', b's', b'H', b'e', b'a', b'd', _, _, a, b, ..] => (true, 48_000, u64::from(u16::from_le_bytes([*a, *b]))),
        [1, b'v', b'o', b'r', b'b', b'i', b's', _, _, _, _, _, a, b, c, d, ..] => (false, u64::from(u32::from_le_bytes([*a, *b, *c, *d])), 0),
        _ => {
            let what = "holds something else than Opus or Vorbis".into();
            return Err(RecordingProblem::NotPlayable { format: OGG, what });
        }
    };
    let patches = comments(source, &first, opus)?;
    let (mut at, mut last) = (first.end(), 0);
    while at < source.len() {
        let page = page(source, at)?;
        // A second stream could be anything.
        if page.serial != first.serial {
            return Err(RecordingProblem::NotPlayable { format: OGG, what: "holds more than one stream".into() });
        }
        if page.granule != u64::MAX {
            last = page.granule;
        }
        at = page.end();
    }
    Ok(Found { patches, ..Found::sound(MediaFormat::Ogg, milliseconds(last.saturating_sub(skip), rate), 0..at) })
}

/// The pages of the second packet, with other bytes in it.
fn comments(source: &dyn Source, first: &Page, opus: bool) -> Result<Vec<Patch>, RecordingProblem> {
    let mut pages = Vec::new();
    let mut packet = Vec::new();
    let mut at = first.end();
    let mut done = false;
    while !done && pages.len() < MOST_COMMENT_PAGES {
        let page = page(source, at)?;
        let body = some(source, page.at + page.head.len() as u64, page.body as usize, OGG)?;
        let mut inside = 0;
        for lace in page.lacing() {
            inside += usize::from(*lace);
            if *lace < 255 {
                done = true;
                break;
            }
        }
        packet.extend_from_slice(&body[..inside]);
        at = page.end();
        pages.push((page, body, inside));
    }
    let mut blank = blanked(&packet, opus).filter(|_| done).ok_or(RecordingProblem::Broken(OGG))?;
    Ok(pages
        .into_iter()
        .map(|(page, mut body, inside)| {
            body[..inside].copy_from_slice(&blank[..inside]);
            blank.drain(..inside);
            let mut whole = page.head;
            whole[22..26].fill(0);
            whole.append(&mut body);
            let sum = checksum(&whole);
            whole[22..26].copy_from_slice(&sum.to_le_bytes());
            Patch { at: page.at, bytes: whole, zeros: 0 }
        })
        .collect())
}

/// A packet of the same length that says nothing.
fn blanked(packet: &[u8], opus: bool) -> Option<Vec<u8>> {
    let magic: &[u8] = if opus { b"OpusTags" } else { b"\x03vorbis" };
    let rest = packet.strip_prefix(magic)?.len();
    let mut out = magic.to_vec();
    if opus {
        // No maker, no comments; RFC 7845 section 5.2 lets anything follow, and zeros are padding.
        rest.checked_sub(8)?;
        out.resize(packet.len(), 0);
        return Some(out);
    }
    let maker = rest.checked_sub(9)?;
    out.extend_from_slice(&u32::try_from(maker).ok()?.to_le_bytes());
    out.resize(out.len() + maker, b' ');
    out.extend_from_slice(&[0, 0, 0, 0, 1]);
    Some(out)
}

/// The checksum of a page (RFC 3533, section 6): polynomial 0x04c11db7, no reflection.
fn checksum(page: &[u8]) -> u32 {
    page.iter().fold(0, |sum, byte| {
        let mut sum = sum ^ u32::from(*byte) << 24;
        for _ in 0..8 {
            sum = if sum & 0x8000_0000 == 0 { sum << 1 } else { sum << 1 ^ 0x04c1_1db7 };
        }
        sum
    })
}
