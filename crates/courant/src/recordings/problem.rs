//! Why a file is refused: a sentence and a next step each.

use super::inspect::{MOST_AUDIO, MOST_VIDEO};

/// Why a file is refused. `Display` is one sentence for people; [`RecordingProblem::next`] says what to do.
#[derive(Debug, thiserror::Error)]
pub enum RecordingProblem {
    /// No bytes at all.
    #[error("This file is empty.")]
    Empty,
    /// Over the limit of its kind.
    #[error("This file has {} MB; a sound may have at most {} MB and a film {} MB.", .0.div_ceil(1 << 20), MOST_AUDIO >> 20, MOST_VIDEO >> 20)]
    TooManyBytes(u64),
    /// None of the formats.
    #[error("This file is {0}.")]
    NotARecording(&'static str),
    /// Whole, but not for browsers.
    #[error("This {format} {what}.")]
    NotPlayable {
        /// What people call the format.
        format: &'static str,
        /// 'holds HEVC, which many browsers cannot play'.
        what: String,
    },
    /// Something in it could tell where it was made, and cannot be taken out.
    #[error("This {0} holds a track that is neither picture nor sound; such tracks tell where a film was taken.")]
    TellsAPlace(&'static str),
    /// Cut short or damaged.
    #[error("This {0} is damaged or stops before its end.")]
    Broken(&'static str),
    /// Captions that cannot be read.
    #[error("These captions cannot be read: line {line} {what}.")]
    Captions {
        /// Line, from 1.
        line: usize,
        /// 'is no time'.
        what: &'static str,
    },
    /// The disk.
    #[error("The disk failed while the file was read or kept.")]
    Disk(#[from] std::io::Error),
}

impl RecordingProblem {
    /// The next step, one sentence.
    #[must_use]
    pub fn next(&self) -> &'static str {
        match self {
            Self::Empty | Self::Broken(_) => "Open it in a sound or film editor, save it again and send that.",
            Self::TooManyBytes(_) => "Save it smaller (MP3 at 128 kbit/s, or MP4 720 pixels high, is plenty) and send it again.",
            Self::NotARecording(_) => "Save a sound as MP3, M4A, OGG or WAV, a film as MP4 or WebM, captions as WebVTT, and send that.",
            Self::NotPlayable { .. } => "Export it as MP4 with H.264 and AAC, or a sound as MP3, and send that.",
            Self::TellsAPlace(_) => "Export it once more with picture and sound only, and send that.",
            Self::Captions { .. } => "Write the times as 00:01.000 --> 00:04.000, an empty line between captions, and send the file again.",
            Self::Disk(error) if error.kind() == std::io::ErrorKind::StorageFull => "Free some space on the server and send the file again.",
            Self::Disk(_) => "Look into the server's log, then send the file again.",
        }
    }
}
