//! MP3 and AAC in ADTS: frame after frame. Tags (ID3v1, ID3v2, APEv2, Lyrics3) stand before and after the frames and are
//! left out of the stored copy: they carry comments, pictures, places and private data of devices.

use super::inspect::{Found, milliseconds};
use super::source::{bytes, some};
use super::{RecordingProblem, Source};
use courant_news::media_format::MediaFormat;

/// Tags of each kind that are looked for at an end.
const MOST_TAGS: usize = 16;
/// Bytes that may stand between a tag and the first frame.
const LONGEST_GAP: u64 = 64 * 1024;

pub(super) fn inspect(source: &dyn Source) -> Result<Found, RecordingProblem> {
    let start = after_tags(source)?;
    let end = before_tags(source, start)?;
    let first = first_frame(source, start, end)?;
    let mut at = first.0;
    let mut samples = 0_u64;
    let rate = u64::from(first.1.rate);
    let format = first.1.format;
    let mut frames = 0_u64;
    while at + 4 <= end {
        let Some(frame) = frame(source, at)?.filter(|frame| frame.format == format && at + frame.bytes <= end) else { break };
        samples += frame.samples;
        at += frame.bytes;
        frames += 1;
    }
    // A last frame that was cut off is dropped; a file that is mostly something else is not one of these.
    if frames < 3 || at.saturating_sub(first.0) * 10 < (end - first.0) * 9 {
        return Err(RecordingProblem::Broken(format.name()));
    }
    Ok(Found::sound(format, milliseconds(samples, rate), first.0..at))
}

struct Frame {
    format: MediaFormat,
    bytes: u64,
    samples: u64,
    rate: u32,
}

fn first_frame(source: &dyn Source, start: u64, end: u64) -> Result<(u64, Frame), RecordingProblem> {
    for at in start..end.min(start + LONGEST_GAP) {
        if at + 4 <= end
            && let Some(found) = frame(source, at)?
            && at + found.bytes + 4 <= end
            && frame(source, at + found.bytes)?.is_some_and(|next| next.format == found.format && next.rate == found.rate)
        {
            return Ok((at, found));
        }
    }
    Err(RecordingProblem::NotARecording("neither MP3 nor AAC, whatever it is called"))
}

/// The frame whose header stands at a place.
fn frame(source: &dyn Source, at: u64) -> Result<Option<Frame>, RecordingProblem> {
    let [a, b, c, d] = bytes::<4>(source, at, "MP3")?;
    if a != 0xff || b & 0xe0 != 0xe0 {
        return Ok(None);
    }
    // In ADTS the two bits of the layer are 0 and the sync word has twelve bits.
    if b & 0xf6 == 0xf0 {
        return adts(source, at, [a, b, c, d]);
    }
    Ok(mpeg([a, b, c, d]))
}

/// A header of layer III (ISO 11172-3, 2.4.2.3; ISO 13818-3 for half rates).
fn mpeg([_, b, c, _]: [u8; 4]) -> Option<Frame> {
    const ONE: [u64; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const TWO: [u64; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let (version, layer) = (b >> 3 & 3, b >> 1 & 3);
    if layer != 1 || version == 1 {
        return None;
    }
    let one = version == 3;
    let kilobits = *(if one { ONE } else { TWO }).get(usize::from(c >> 4)).filter(|rate| **rate > 0)?;
    let rate = [44_100, 48_000, 32_000].get(usize::from(c >> 2 & 3)).map(|rate: &u32| rate >> [2, 0, 1, 0][usize::from(version)])?;
    let samples = if one { 1152 } else { 576 };
    let bytes = samples / 8 * kilobits * 1000 / u64::from(rate) + u64::from(c >> 1 & 1);
    Some(Frame { format: MediaFormat::Mp3, bytes, samples, rate })
}

/// A header of ADTS (ISO 13818-7, 6.2).
fn adts(source: &dyn Source, at: u64, [_, _, c, d]: [u8; 4]) -> Result<Option<Frame>, RecordingProblem> {
    const RATES: [u32; 13] = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
    if at + 7 > source.len() {
        return Ok(None);
    }
    let [e, f, g] = bytes::<3>(source, at + 4, "AAC")?;
    let length = u64::from(d & 3) << 11 | u64::from(e) << 3 | u64::from(f >> 5);
    let blocks = u64::from(g & 3) + 1;
    let rate = RATES.get(usize::from(c >> 2 & 15)).copied();
    Ok(rate.filter(|_| length > 7).map(|rate| Frame { format: MediaFormat::Aac, bytes: length, samples: 1024 * blocks, rate }))
}

/// Where the ID3v2 tags at the start end (id3.org, ID3v2.4, section 3.1).
fn after_tags(source: &dyn Source) -> Result<u64, RecordingProblem> {
    let mut at = 0;
    for _ in 0..MOST_TAGS {
        let head = some(source, at, 10, "MP3")?;
        let [b'I', b'D', b'3', _, _, flags, a, b, c, d] = head.as_slice() else { break };
        let size = [a, b, c, d].iter().fold(0, |size, byte| size << 7 | u64::from(**byte & 0x7f));
        at += 10 + size + if flags & 0x10 == 0 { 0 } else { 10 };
        if at >= source.len() {
            return Err(RecordingProblem::Broken("MP3"));
        }
    }
    Ok(at)
}

/// Where the tags at the end begin.
fn before_tags(source: &dyn Source, start: u64) -> Result<u64, RecordingProblem> {
    let mut end = source.len();
    for _ in 0..MOST_TAGS {
        let room = end - start;
        let tag =
            |back: u64, word: &[u8]| -> Result<bool, RecordingProblem> { Ok(room >= back && some(source, end - back, word.len(), "MP3")? == word) };
        let length = if tag(128, b"TAG")? {
            128
        } else if tag(32, b"APETAGEX")? {
            let size = bytes::<4>(source, end - 20, "MP3")?;
            let has_header = bytes::<4>(source, end - 12, "MP3")?[3] & 0x80 != 0;
            u64::from(u32::from_le_bytes(size)) + if has_header { 32 } else { 0 }
        } else if tag(9, b"LYRICS200")? && room >= 15 {
            let digits = bytes::<6>(source, end - 15, "MP3")?;
            digits.iter().fold(0, |size, digit| size * 10 + u64::from(digit.wrapping_sub(b'0') % 10)) + 15
        } else if tag(10, b"3DI")? {
            let size = bytes::<4>(source, end - 4, "MP3")?;
            size.iter().fold(0, |size, byte| size << 7 | u64::from(byte & 0x7f)) + 20
        } else {
            break;
        };
        if length > room || length == 0 {
            return Err(RecordingProblem::Broken("MP3"));
        }
        end -= length;
    }
    Ok(end)
}
