//! MP4 (ISO 14496-12): boxes in boxes. What is not needed to play becomes `free` and zeros; times of making, names of
//! handlers and encoders are zeroed. A track that is neither picture nor sound (`meta`: GPS of phones, drones and
//! cameras) has its data among the rest, so a file with one is refused.

use super::inspect::{Found, milliseconds};
use super::source::{Patch, bytes, some};
use super::{RecordingProblem, Source};
use courant_news::media_format::MediaFormat;
use std::ops::Range;

const MP4: &str = "MP4";
/// Boxes that are looked at.
const MOST_BOXES: usize = 100_000;

struct Walk<'s> {
    source: &'s dyn Source,
    boxes: usize,
    patches: Vec<Patch>,
    tracks: usize,
    size: (u32, u32),
    length: u64,
}

struct Part {
    kind: [u8; 4],
    start: u64,
    body: Range<u64>,
}

fn broken() -> RecordingProblem {
    RecordingProblem::Broken(MP4)
}

pub(super) fn inspect(source: &dyn Source) -> Result<Found, RecordingProblem> {
    match &bytes::<4>(source, 8, MP4)? {
        b"qt  " => return Err(RecordingProblem::NotPlayable { format: "QuickTime film", what: "does not play in every browser".into() }),
        b"heic" | b"heix" | b"mif1" | b"avif" | b"msf1" => return Err(RecordingProblem::NotARecording("a HEIC or AVIF picture; add it as one")),
        _ => {}
    }
    let mut walk = Walk { source, boxes: 0, patches: Vec::new(), tracks: 0, size: (0, 0), length: 0 };
    let mut data = false;
    for part in walk.parts(0..source.len())? {
        match &part.kind {
            b"ftyp" | b"styp" | b"sidx" | b"mfra" | b"ssix" => {}
            b"mdat" => data = true,
            b"moov" => walk.film(&part)?,
            b"moof" => walk.keep_only(&part, &[b"mfhd", b"traf"])?,
            _ => walk.blank(&part),
        }
    }
    if walk.tracks == 0 || !data {
        return Err(broken());
    }
    let (width, height) = walk.size;
    let format = if width > 0 { MediaFormat::Mp4 } else { MediaFormat::M4a };
    Ok(Found { format, milliseconds: walk.length, width, height, keep: 0..source.len(), patches: walk.patches })
}

impl Walk<'_> {
    fn parts(&mut self, inside: Range<u64>) -> Result<Vec<Part>, RecordingProblem> {
        let mut parts = Vec::new();
        let mut at = inside.start;
        while at < inside.end {
            self.boxes += 1;
            if self.boxes > MOST_BOXES || at + 8 > inside.end {
                return Err(broken());
            }
            let [a, b, c, d, kind @ ..] = bytes::<8>(self.source, at, MP4)?;
            let (head, size) = match u32::from_be_bytes([a, b, c, d]) {
                0 => (8, inside.end - at),
                1 => (16, u64::from_be_bytes(bytes(self.source, at + 8, MP4)?)),
                size => (8, u64::from(size)),
            };
            let end = at.checked_add(size).filter(|end| size >= head && *end <= inside.end).ok_or_else(broken)?;
            parts.push(Part { kind, start: at, body: at + head..end });
            at = end;
        }
        Ok(parts)
    }

    fn blank(&mut self, part: &Part) {
        self.patches.push(Patch { at: part.start + 4, bytes: b"free".to_vec(), zeros: 0 });
        self.zero(part.body.clone());
    }

    fn zero(&mut self, range: Range<u64>) {
        self.patches.push(Patch { at: range.start, bytes: Vec::new(), zeros: range.end.saturating_sub(range.start) });
    }

    fn keep_only(&mut self, part: &Part, known: &[&[u8; 4]]) -> Result<(), RecordingProblem> {
        for part in self.parts(part.body.clone())? {
            if !known.contains(&&part.kind) {
                self.blank(&part);
            }
        }
        Ok(())
    }

    fn film(&mut self, moov: &Part) -> Result<(), RecordingProblem> {
        for part in self.parts(moov.body.clone())? {
            match &part.kind {
                b"mvhd" => {
                    let (a_second, length) = self.times(&part)?;
                    self.length = milliseconds(length, a_second);
                }
                b"trak" => self.track(&part)?,
                b"mvex" => {}
                _ => self.blank(&part),
            }
        }
        Ok(())
    }

    /// Zeroes the times of making and of change at the start of a header box; gives units a second and length.
    fn times(&mut self, part: &Part) -> Result<(u64, u64), RecordingProblem> {
        let start = part.body.start;
        let version = bytes::<4>(self.source, start, MP4)?[0];
        let long = version == 1;
        let after = start + if long { 20 } else { 12 };
        if after + 12 > part.body.end {
            return Err(broken());
        }
        self.zero(start + 4..after);
        let a_second = u64::from(u32::from_be_bytes(bytes(self.source, after, MP4)?));
        let length = if long {
            u64::from_be_bytes(bytes(self.source, after + 4, MP4)?)
        } else {
            u64::from(u32::from_be_bytes(bytes(self.source, after + 4, MP4)?))
        };
        Ok((a_second, length))
    }

    fn track(&mut self, trak: &Part) -> Result<(), RecordingProblem> {
        let mut turned = false;
        let before = self.size;
        for part in self.parts(trak.body.clone())? {
            match &part.kind {
                b"tkhd" => {
                    self.times(&part)?;
                    turned = self.is_turned(&part)?;
                }
                b"mdia" => self.media(&part)?,
                b"edts" | b"tref" => {}
                _ => self.blank(&part),
            }
        }
        if turned && self.size != before {
            self.size = (self.size.1, self.size.0);
        }
        self.tracks += 1;
        Ok(())
    }

    /// Whether the matrix of a track turns it on its side, as phones do.
    fn is_turned(&self, tkhd: &Part) -> Result<bool, RecordingProblem> {
        let matrix = tkhd.body.end.checked_sub(44).filter(|at| *at > tkhd.body.start).ok_or_else(broken)?;
        let [a, _, _, _, d] = [0, 4, 8, 12, 16].map(|step| bytes::<4>(self.source, matrix + step, MP4));
        Ok(a? == [0; 4] && d? == [0; 4])
    }

    fn media(&mut self, mdia: &Part) -> Result<(), RecordingProblem> {
        let parts = self.parts(mdia.body.clone())?;
        let handler = parts.iter().find(|part| &part.kind == b"hdlr").ok_or_else(broken)?;
        let kind = bytes::<4>(self.source, handler.body.start + 8, MP4)?;
        if !matches!(&kind, b"vide" | b"soun") {
            return Err(RecordingProblem::TellsAPlace(MP4));
        }
        for part in &parts {
            match &part.kind {
                b"mdhd" => drop(self.times(part)?),
                b"hdlr" => self.zero((part.body.start + 24).min(part.body.end)..part.body.end),
                b"elng" => {}
                b"minf" => self.information(part, &kind == b"vide")?,
                _ => self.blank(part),
            }
        }
        Ok(())
    }

    fn information(&mut self, minf: &Part, picture: bool) -> Result<(), RecordingProblem> {
        const TABLES: [&[u8; 4]; 20] = [
            b"stsd", b"stts", b"stss", b"ctts", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"sgpd", b"sbgp", b"sdtp", b"cslg", b"saiz", b"saio",
            b"stps", b"subs", b"padb", b"stdp", b"stsh",
        ];
        for part in self.parts(minf.body.clone())? {
            match &part.kind {
                b"vmhd" | b"smhd" => {}
                b"dinf" => self.references(&part)?,
                b"stbl" => {
                    for table in self.parts(part.body.clone())? {
                        match &table.kind {
                            b"stsd" => self.codecs(&table, picture)?,
                            kind if TABLES.contains(&kind) => {}
                            _ => self.blank(&table),
                        }
                    }
                }
                _ => self.blank(&part),
            }
        }
        Ok(())
    }

    /// The data must be in this very file.
    fn references(&mut self, dinf: &Part) -> Result<(), RecordingProblem> {
        for part in self.parts(dinf.body.clone())? {
            if &part.kind != b"dref" || part.body.start + 8 > part.body.end {
                return Err(broken());
            }
            for entry in self.parts(part.body.start + 8..part.body.end)? {
                if bytes::<4>(self.source, entry.body.start, MP4)?[3] & 1 == 0 {
                    return Err(broken());
                }
            }
        }
        Ok(())
    }

    fn codecs(&mut self, stsd: &Part, picture: bool) -> Result<(), RecordingProblem> {
        for entry in self.parts(stsd.body.start + 8..stsd.body.end)? {
            match (&entry.kind, picture) {
                (b"avc1" | b"avc3", true) => {
                    let fields = some(self.source, entry.start + 32, 50, MP4)?;
                    if entry.start + 86 > entry.body.end || fields.len() < 50 {
                        return Err(broken());
                    }
                    self.size = (u32::from(u16::from_be_bytes([fields[0], fields[1]])), u32::from(u16::from_be_bytes([fields[2], fields[3]])));
                    self.zero(entry.start + 50..entry.start + 82);
                }
                (b"mp4a" | b".mp3" | b"Opus", false) => {}
                (kind, _) => {
                    let name = match kind {
                        b"hvc1" | b"hev1" => "HEVC (H.265)".to_owned(),
                        b"encv" | b"enca" => "locked data".to_owned(),
                        kind => format!("‘{}’", kind.escape_ascii()),
                    };
                    return Err(RecordingProblem::NotPlayable { format: MP4, what: format!("holds {name}, which many browsers cannot play") });
                }
            }
        }
        Ok(())
    }
}
