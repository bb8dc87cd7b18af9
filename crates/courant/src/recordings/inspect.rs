//! Is this a recording that browsers play, and what in it has to go?

use super::source::{Patch, some};
use super::{RecordingProblem, Source, mp3, mp4, ogg, wav, webm};
use courant_news::media_format::MediaFormat;
use std::ops::Range;

/// Most bytes of a sound.
pub const MOST_AUDIO: u64 = 200 << 20;
/// Most bytes of a film.
pub const MOST_VIDEO: u64 = 500 << 20;

/// What a file is, and what of it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Format by content, whatever the file was called.
    pub format: MediaFormat,
    /// How long it plays; 0 when it does not say.
    pub milliseconds: u64,
    /// Pixels as people see them; 0 for a sound.
    pub width: u32,
    /// Pixels as people see them; 0 for a sound.
    pub height: u32,
    /// The part that is stored.
    pub keep: Range<u64>,
    /// What is written over in it.
    pub patches: Vec<Patch>,
}

impl Found {
    pub(super) fn sound(format: MediaFormat, milliseconds: u64, keep: Range<u64>) -> Found {
        Found { format, milliseconds, width: 0, height: 0, keep, patches: Vec::new() }
    }
}

/// Walks a file without decoding it.
///
/// # Errors
/// A [`RecordingProblem`], for any bytes whatever: nothing here panics on bad input.
pub fn inspect(source: &dyn Source) -> Result<Found, RecordingProblem> {
    if source.is_empty() {
        return Err(RecordingProblem::Empty);
    }
    if source.len() > MOST_VIDEO {
        return Err(RecordingProblem::TooManyBytes(source.len()));
    }
    let start = some(source, 0, 16, "file")?;
    let found = match start.as_slice() {
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => mp4::inspect(source)?,
        [0x1a, 0x45, 0xdf, 0xa3, ..] => webm::inspect(source)?,
        [b'O', b'g', b'g', b'S', ..] => ogg::inspect(source)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => wav::inspect(source)?,
        [b'I', b'D', b'3', ..] | [0xff, 0xe0..=0xff, ..] => mp3::inspect(source)?,
        other => return Err(RecordingProblem::NotARecording(foreign(other))),
    };
    if source.len() > MOST_AUDIO && found.width == 0 {
        return Err(RecordingProblem::TooManyBytes(source.len()));
    }
    Ok(found)
}

/// What a file is instead, where its first bytes tell.
fn foreign(start: &[u8]) -> &'static str {
    match start {
        [b'f', b'L', b'a', b'C', ..] => "FLAC, which not every browser plays",
        [b'F', b'O', b'R', b'M', ..] => "AIFF, which not every browser plays",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', ..] => "an AVI film, which browsers do not play",
        [0x30, 0x26, 0xb2, 0x75, ..] => "Windows Media, which browsers do not play",
        [b'#', b'!', b'A', b'M', b'R', ..] => "an AMR recording, which browsers do not play",
        [0xff, 0xd8, ..] | [0x89, b'P', b'N', b'G', ..] | [b'G', b'I', b'F', ..] => "a picture; add it as one",
        [b'%', b'P', b'D', b'F', ..] => "a PDF, neither sound nor film",
        _ => "neither a sound nor a film that can be read here",
    }
}

/// `part` of `whole` units a second, as milliseconds.
pub(super) fn milliseconds(units: u64, a_second: u64) -> u64 {
    u64::try_from(u128::from(units) * 1000 / u128::from(a_second.max(1))).unwrap_or(0)
}
