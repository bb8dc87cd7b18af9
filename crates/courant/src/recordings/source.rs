//! Bytes that are read here and there: a file on the disk, or a test's own.

use super::RecordingProblem;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Mutex;

/// Bytes of a known length.
pub trait Source {
    /// How many there are.
    fn len(&self) -> u64;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Fills `into` from `at`.
    ///
    /// # Errors
    /// `UnexpectedEof` when there are fewer bytes, or what the disk says.
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()>;
}

impl Source for [u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(at).unwrap_or(usize::MAX);
        let found = start.checked_add(into.len()).and_then(|end| self.get(start..end)).ok_or(io::ErrorKind::UnexpectedEof)?;
        into.copy_from_slice(found);
        Ok(())
    }
}

/// A file, read through a window so that walking it costs few system calls.
pub struct FileSource {
    inner: Mutex<(File, u64, Vec<u8>)>,
    len: u64,
}

/// Bytes of the window.
const WINDOW: usize = 64 * 1024;

impl FileSource {
    /// Takes a file; its length must not change meanwhile.
    ///
    /// # Errors
    /// What the disk says.
    pub fn new(file: File) -> io::Result<FileSource> {
        let len = file.metadata()?.len();
        Ok(FileSource { inner: Mutex::new((file, 0, Vec::new())), len })
    }
}

impl Source for FileSource {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        let mut inner = self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (file, start, window) = &mut *inner;
        let inside = |start: u64, have: usize| at >= start && at + into.len() as u64 <= start + have as u64;
        if !inside(*start, window.len()) {
            file.seek(SeekFrom::Start(at))?;
            if into.len() > WINDOW {
                return file.read_exact(into);
            }
            window.clear();
            *start = at;
            Read::take(&mut *file, WINDOW as u64).read_to_end(window)?;
        }
        if !inside(*start, window.len()) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let from = usize::try_from(at - *start).unwrap_or(0);
        into.copy_from_slice(&window[from..from + into.len()]);
        Ok(())
    }
}

/// Bytes that are written over what stands at a place of the stored copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// Where, from the start of the file as it came.
    pub at: u64,
    /// These bytes, then
    pub bytes: Vec<u8>,
    /// this many zeros.
    pub zeros: u64,
}

/// `N` bytes at a place; a file that ends before is broken.
pub(super) fn bytes<const N: usize>(source: &dyn Source, at: u64, format: &'static str) -> Result<[u8; N], RecordingProblem> {
    let mut out = [0; N];
    source.read_at(at, &mut out).map_err(|e| broken(e, format))?;
    Ok(out)
}

/// Up to `most` bytes at a place, fewer at the end.
pub(super) fn some(source: &dyn Source, at: u64, most: usize, format: &'static str) -> Result<Vec<u8>, RecordingProblem> {
    let length = usize::try_from(source.len().saturating_sub(at)).unwrap_or(most).min(most);
    let mut out = vec![0; length];
    source.read_at(at, &mut out).map_err(|e| broken(e, format))?;
    Ok(out)
}

fn broken(error: io::Error, format: &'static str) -> RecordingProblem {
    if error.kind() == io::ErrorKind::UnexpectedEof { RecordingProblem::Broken(format) } else { error.into() }
}
