//! WAV: PCM in RIFF chunks. Whatever is neither format nor sound is blanked: comments, cue labels, `bext` with its
//! originator, and what recorders add of their own.

use super::inspect::{Found, milliseconds};
use super::source::{Patch, bytes};
use super::{RecordingProblem, Source};
use courant_news::media_format::MediaFormat;

const WAV: &str = "WAV";
/// Chunks that are looked at.
const MOST_CHUNKS: usize = 1000;

pub(super) fn inspect(source: &dyn Source) -> Result<Found, RecordingProblem> {
    let whole = u64::from(u32::from_le_bytes(bytes(source, 4, WAV)?)) + 8;
    let end = whole.min(source.len());
    let mut patches = Vec::new();
    let (mut at, mut a_second, mut data) = (12, 0, None);
    for _ in 0..MOST_CHUNKS {
        if at + 8 > end {
            break;
        }
        let kind = bytes::<4>(source, at, WAV)?;
        let size = u64::from(u32::from_le_bytes(bytes(source, at + 4, WAV)?));
        let next = at + 8 + size + size % 2;
        if at + 8 + size > end {
            return Err(RecordingProblem::Broken(WAV));
        }
        match &kind {
            b"fmt " => a_second = format(source, at + 8, size)?,
            b"data" => data = Some(size),
            b"fact" => {}
            _ => patches.push(Patch { at, bytes: [*b"JUNK", (size as u32).to_le_bytes()].concat(), zeros: size }),
        }
        at = next;
    }
    let data = data.filter(|size| *size > 0 && a_second > 0).ok_or(RecordingProblem::Broken(WAV))?;
    if at + 8 <= end {
        return Err(RecordingProblem::Broken(WAV));
    }
    let keep = 0..at.min(end);
    // What follows the last chunk is left out, and the header says so.
    patches.push(Patch { at: 4, bytes: (keep.end.saturating_sub(8) as u32).to_le_bytes().to_vec(), zeros: 0 });
    Ok(Found { patches, ..Found::sound(MediaFormat::Wav, milliseconds(data, a_second), keep) })
}

/// Bytes a second; only plain PCM plays everywhere.
fn format(source: &dyn Source, at: u64, size: u64) -> Result<u64, RecordingProblem> {
    if size < 16 {
        return Err(RecordingProblem::Broken(WAV));
    }
    let code = u16::from_le_bytes(bytes(source, at, WAV)?);
    if !matches!(code, 1 | 3 | 0xfffe) {
        return Err(RecordingProblem::NotPlayable { format: WAV, what: "holds packed sound, which browsers do not play".into() });
    }
    Ok(u64::from(u32::from_le_bytes(bytes(source, at + 8, WAV)?)))
}
