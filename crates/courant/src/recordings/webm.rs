//! WebM (a part of Matroska, RFC 9559): elements in elements. Tags, attachments, titles, dates become `Void`; the names of
//! the writing program become spaces. A track that is neither picture nor sound is refused.

use super::inspect::Found;
use super::source::{Patch, bytes, some};
use super::{RecordingProblem, Source};
use courant_news::media_format::MediaFormat;
use std::ops::Range;

const WEBM: &str = "WebM";
/// Elements that are looked at: a long film has a few for each second.
const MOST_ELEMENTS: usize = 2_000_000;

struct Element {
    id: u32,
    start: u64,
    body: Range<u64>,
    /// Its end is not written: live recordings.
    open: bool,
}

struct Walk<'s> {
    source: &'s dyn Source,
    elements: usize,
    patches: Vec<Patch>,
    tick: u64,
    ticks: f64,
    size: (u32, u32),
    tracks: usize,
}

fn broken() -> RecordingProblem {
    RecordingProblem::Broken(WEBM)
}

pub(super) fn inspect(source: &dyn Source) -> Result<Found, RecordingProblem> {
    let mut walk = Walk { source, elements: 0, patches: Vec::new(), tick: 1_000_000, ticks: 0.0, size: (0, 0), tracks: 0 };
    let head = walk.element(0, source.len())?;
    walk.head(&head)?;
    let segment = walk.element(head.body.end, source.len())?;
    if segment.id != 0x1853_8067 {
        return Err(broken());
    }
    let mut at = segment.body.start;
    while at < segment.body.end {
        let part = walk.element(at, segment.body.end)?;
        at = part.body.end;
        match part.id {
            0x1549_a966 => walk.information(&part)?,
            0x1654_ae6b => walk.tracks(&part)?,
            // An open cluster's parts follow as if they stood beside it.
            0x1f43_b675 if part.open => at = part.body.start,
            0x1f43_b675 | 0x114d_9b74 | 0x1c53_bb6b => {}
            0xe7 | 0xa7 | 0xab | 0xa3 | 0xa0 => {}
            _ => walk.void(&part),
        }
    }
    if walk.tracks == 0 {
        return Err(broken());
    }
    if walk.size.0 == 0 {
        return Err(RecordingProblem::NotPlayable { format: WEBM, what: "holds a sound without a picture, which not every browser plays".into() });
    }
    let nanoseconds = walk.ticks * walk.tick as f64;
    let milliseconds = if nanoseconds.is_finite() && nanoseconds > 0.0 { (nanoseconds / 1e6) as u64 } else { 0 };
    let (width, height) = walk.size;
    Ok(Found { format: MediaFormat::WebM, milliseconds, width, height, keep: 0..segment.body.end, patches: walk.patches })
}

impl Walk<'_> {
    fn element(&mut self, at: u64, end: u64) -> Result<Element, RecordingProblem> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS || at >= end {
            return Err(broken());
        }
        let head = some(self.source, at, 12, WEBM)?;
        let id_length = head.first().map_or(9, |byte| byte.leading_zeros() as usize + 1);
        if id_length > 4 || head.len() <= id_length {
            return Err(broken());
        }
        let id = head[..id_length].iter().fold(0, |id, byte| id << 8 | u32::from(*byte));
        let size_length = head[id_length].leading_zeros() as usize + 1;
        let digits = head.get(id_length..id_length + size_length).filter(|_| size_length <= 8).ok_or_else(broken)?;
        let mask = (1_u64 << (7 * size_length)) - 1;
        let size = digits.iter().fold(0_u64, |size, byte| size << 8 | u64::from(*byte)) & mask;
        let start = at + (id_length + size_length) as u64;
        let open = size == mask;
        let stop = if open { end } else { start.checked_add(size).filter(|stop| *stop <= end).ok_or_else(broken)? };
        if open && !matches!(id, 0x1853_8067 | 0x1f43_b675) {
            return Err(broken());
        }
        Ok(Element { id, start: at, body: start..stop, open })
    }

    fn parts(&mut self, inside: &Element) -> Result<Vec<Element>, RecordingProblem> {
        let mut parts = Vec::new();
        let mut at = inside.body.start;
        while at < inside.body.end {
            let part = self.element(at, inside.body.end)?;
            at = part.body.end;
            parts.push(part);
        }
        Ok(parts)
    }

    /// Says nothing in as many bytes as it had.
    fn void(&mut self, part: &Element) {
        let whole = part.body.end - part.start;
        let (bytes, zeros) = match whole {
            0 | 1 => return,
            2..=128 => (vec![0xec, 0x80 | (whole - 2) as u8], whole - 2),
            _ => {
                let mut bytes = vec![0xec];
                bytes.extend_from_slice(&(1_u64 << 56 | (whole - 9)).to_be_bytes());
                (bytes, whole - 9)
            }
        };
        self.patches.push(Patch { at: part.start, bytes, zeros });
    }

    fn text(&self, part: &Element) -> Result<Vec<u8>, RecordingProblem> {
        let length = usize::try_from(part.body.end - part.body.start).unwrap_or(usize::MAX).min(64);
        some(self.source, part.body.start, length, WEBM)
    }

    fn number(&self, part: &Element) -> Result<u64, RecordingProblem> {
        Ok(self.text(part)?.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn head(&mut self, head: &Element) -> Result<(), RecordingProblem> {
        for part in self.parts(head)? {
            if part.id == 0x4282 && self.text(&part)? != b"webm" {
                let what = "is Matroska and no WebM, which browsers do not play".into();
                return Err(RecordingProblem::NotPlayable { format: "film", what });
            }
        }
        Ok(())
    }

    fn information(&mut self, info: &Element) -> Result<(), RecordingProblem> {
        for part in self.parts(info)? {
            match part.id {
                0x2a_d7b1 => self.tick = self.number(&part)?,
                0x4489 => {
                    self.ticks = match part.body.end - part.body.start {
                        4 => f64::from(f32::from_be_bytes(bytes(self.source, part.body.start, WEBM)?)),
                        8 => f64::from_be_bytes(bytes(self.source, part.body.start, WEBM)?),
                        _ => 0.0,
                    };
                }
                0x4d80 | 0x5741 => {
                    let length = usize::try_from(part.body.end - part.body.start).unwrap_or(0);
                    if length > 64 * 1024 {
                        return Err(broken());
                    }
                    self.patches.push(Patch { at: part.body.start, bytes: vec![b' '; length], zeros: 0 });
                }
                _ => self.void(&part),
            }
        }
        Ok(())
    }

    fn tracks(&mut self, tracks: &Element) -> Result<(), RecordingProblem> {
        for entry in self.parts(tracks)? {
            if entry.id != 0xae {
                self.void(&entry);
                continue;
            }
            self.tracks += 1;
            for part in self.parts(&entry)? {
                match part.id {
                    0x83 if !matches!(self.number(&part)?, 1 | 2) => return Err(RecordingProblem::TellsAPlace(WEBM)),
                    0x86 => self.codec(&part)?,
                    0xe0 => {
                        for detail in self.parts(&part)? {
                            match detail.id {
                                0xb0 => self.size.0 = u32::try_from(self.number(&detail)?).unwrap_or(0),
                                0xba => self.size.1 = u32::try_from(self.number(&detail)?).unwrap_or(0),
                                _ => {}
                            }
                        }
                    }
                    0x536e | 0x258688 | 0xbf => self.void(&part),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn codec(&self, part: &Element) -> Result<(), RecordingProblem> {
        let name = self.text(part)?;
        if [&b"V_VP8"[..], b"V_VP9", b"V_AV1", b"A_OPUS", b"A_VORBIS"].contains(&name.as_slice()) {
            return Ok(());
        }
        let what = format!("holds ‘{}’, which is no part of WebM", name.escape_ascii());
        Err(RecordingProblem::NotPlayable { format: WEBM, what })
    }
}
