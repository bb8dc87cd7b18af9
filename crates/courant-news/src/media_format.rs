//! Formats of media files: what browsers of today play, and captions.

use crate::body::Medium;

/// The format of a stored media file, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaFormat {
    /// MPEG audio, layer III (ISO 11172-3).
    Mp3,
    /// AAC in ADTS frames (ISO 13818-7).
    Aac,
    /// Sound in MP4 (ISO 14496-12).
    M4a,
    /// Opus or Vorbis in Ogg (RFC 3533).
    Ogg,
    /// PCM in RIFF.
    Wav,
    /// H.264 in MP4 (ISO 14496-12).
    Mp4,
    /// VP8, VP9 or AV1 in WebM.
    WebM,
    /// Captions (W3C WebVTT).
    Vtt,
}

/// Every format.
pub const MEDIA_FORMATS: [MediaFormat; 8] =
    [MediaFormat::Mp3, MediaFormat::Aac, MediaFormat::M4a, MediaFormat::Ogg, MediaFormat::Wav, MediaFormat::Mp4, MediaFormat::WebM, MediaFormat::Vtt];

impl MediaFormat {
    /// End of its file name, and its word in the database: `mp3`.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            MediaFormat::Mp3 => "mp3",
            MediaFormat::Aac => "aac",
            MediaFormat::M4a => "m4a",
            MediaFormat::Ogg => "ogg",
            MediaFormat::Wav => "wav",
            MediaFormat::Mp4 => "mp4",
            MediaFormat::WebM => "webm",
            MediaFormat::Vtt => "vtt",
        }
    }

    /// The format of this extension.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        MEDIA_FORMATS.into_iter().find(|format| format.extension() == extension)
    }

    /// Media type (IANA).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            MediaFormat::Mp3 => "audio/mpeg",
            MediaFormat::Aac => "audio/aac",
            MediaFormat::M4a => "audio/mp4",
            MediaFormat::Ogg => "audio/ogg",
            MediaFormat::Wav => "audio/wav",
            MediaFormat::Mp4 => "video/mp4",
            MediaFormat::WebM => "video/webm",
            MediaFormat::Vtt => "text/vtt; charset=utf-8",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            MediaFormat::Mp3 => "MP3",
            MediaFormat::Aac => "AAC",
            MediaFormat::M4a => "M4A",
            MediaFormat::Ogg => "OGG",
            MediaFormat::Wav => "WAV",
            MediaFormat::Mp4 => "MP4",
            MediaFormat::WebM => "WebM",
            MediaFormat::Vtt => "WebVTT",
        }
    }

    /// Sound or film; captions are neither.
    #[must_use]
    pub fn medium(self) -> Option<Medium> {
        match self {
            MediaFormat::Mp4 | MediaFormat::WebM => Some(Medium::Video),
            MediaFormat::Vtt => None,
            _ => Some(Medium::Audio),
        }
    }

    /// `audio`, `video` or `captions`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        self.medium().map_or("captions", Medium::word)
    }

    /// Its name in addresses, the one spelling: `audio.mp3`. What the file was called stays in the newsroom, as it may
    /// name a person.
    #[must_use]
    pub fn file_name(self) -> String {
        format!("{}.{}", self.kind(), self.extension())
    }
}
