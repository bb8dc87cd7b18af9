//! Recordings: what comes in is what browsers play, what is stored tells nobody where or with what it was made.
//!
//! ```text
//! file → inspect (kind by content, limits, structure walked) → what to keep, what to blank → stored copy, named by its hash
//! captions (WebVTT, SubRip) → read → written anew
//! ```
//!
//! Nothing is decoded and nothing is moved: whatever could name a place, a person or a device is written over in place,
//! so that no address inside the file changes. Nothing here knows HTTP or the database. A film is never read into memory.

pub mod captions;
pub mod files;
pub mod inspect;
mod mp3;
mod mp4;
mod ogg;
mod problem;
pub mod source;
#[cfg(test)]
mod tests;
mod wav;
mod webm;

pub use files::Files;
pub use inspect::{Found, MOST_AUDIO, MOST_VIDEO, inspect};
pub use problem::RecordingProblem;
pub use source::Source;
