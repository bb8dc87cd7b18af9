//! The doors to media files: readers get those of stories they may see, the newsroom gets all. In parts where a player
//! asks for parts (RFC 9110, section 14); never read into memory.

use crate::app::App;
use crate::http::{Failure, with_security};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use courant_store::lists::PictureSight;
use courant_store::media_files::MediaFile;
use hyper::body::{Bytes, Frame, SizeHint};
use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncSeekExt, ReadBuf};

/// Bytes read at once.
const PIECE: u64 = 64 * 1024;

/// `/media/files/{file}/{name}`: what no published story uses is answered as what never was; what only withdrawn ones
/// use, with 410.
///
/// # Errors
/// [`Failure`] 404, 410, 416, or of the disk.
pub async fn public_media_file(
    State(app): State<Arc<App>>,
    Path((short, name)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response<Body>, Failure> {
    give(app, short, name, false, &method, &headers).await
}

/// `/newsroom/media-files/{file}/{name}`; the id may be whole or short.
///
/// # Errors
/// [`Failure`] 404, 416, or of the disk.
pub async fn newsroom_media_file(
    State(app): State<Arc<App>>,
    Path((id, name)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response<Body>, Failure> {
    let short = courant_store::pictures::short(&id).to_owned();
    give(app, short, name, true, &method, &headers).await
}

async fn give(app: Arc<App>, short: String, name: String, newsroom: bool, method: &Method, asked: &HeaderMap) -> Result<Response<Body>, Failure> {
    let unknown = || Failure::missing("media file");
    let (record, path) = app
        .blocking(move |app| {
            let now = app.clock.now();
            let found = app.store.read(|read| {
                let Some(file) = read.media_file_by_short(&short)? else { return Ok(None) };
                let sight = read.media_file_sight(&file.id, now)?;
                Ok::<_, courant_store::Problem>(Some((file, sight)))
            })?;
            match found {
                // One spelling, one address.
                Some((file, _)) if file.format.file_name() != name => Err(unknown()),
                Some((file, sight)) if newsroom || sight == PictureSight::Shown => Ok((app.media.recording_path(&file), file)),
                Some((_, PictureSight::Gone)) => Err(Failure::new(410, "This recording was withdrawn.", "Start from the front page.")),
                _ => Err(unknown()),
            }
        })
        .await
        .map(|(path, file)| (file, path))?;
    let file = tokio::fs::File::open(path).await.map_err(|e| {
        tracing::error!(error = ?e, file = record.id, "a media file cannot be opened");
        Failure::new(500, "This recording cannot be read on the server.", "Try again; `courant doctor` says whether it is damaged.")
    })?;
    let response = answer(&record, file, method, asked, newsroom).await;
    response.map(with_security).map_err(|_| Failure::new(500, "This recording cannot be read on the server.", "Try again."))
}

async fn answer(record: &MediaFile, mut file: tokio::fs::File, method: &Method, asked: &HeaderMap, newsroom: bool) -> io::Result<Response<Body>> {
    let whole = u64::try_from(record.bytes).unwrap_or(0);
    let etag = format!("\"{}\"", record.short());
    let text = |name| asked.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(record.format.media_type()));
    // The address names the content, but a withdrawal must be seen: a day at most, and nothing of the newsroom's.
    let cache = if newsroom { "private, max-age=600" } else { "public, max-age=86400, stale-if-error=604800" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.extend(HeaderValue::from_str(&etag).ok().map(|v| (header::ETAG, v)));
    if text(header::IF_NONE_MATCH).is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    // A part of another file than the one the player has begun is of no use to it.
    let same = text(header::IF_RANGE).is_none_or(|known| known == etag);
    let range = text(header::RANGE).filter(|_| same && matches!(*method, Method::GET)).map_or(Asked::All, |range| parse(range, whole));
    let part = match range {
        Asked::All => 0..whole,
        Asked::Part(part) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let said = format!("bytes {}-{}/{whole}", part.start, part.end - 1);
            response.headers_mut().extend(HeaderValue::from_str(&said).ok().map(|v| (header::CONTENT_RANGE, v)));
            part
        }
        Asked::Beyond => {
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            response.headers_mut().extend(HeaderValue::from_str(&format!("bytes */{whole}")).ok().map(|v| (header::CONTENT_RANGE, v)));
            return Ok(response);
        }
    };
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(part.end - part.start));
    if *method != Method::HEAD {
        file.seek(io::SeekFrom::Start(part.start)).await?;
        *response.body_mut() = Body::new(FilePart { file, left: part.end - part.start, buffer: Vec::new() });
    }
    Ok(response)
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    All,
    Part(Range<u64>),
    Beyond,
}

/// One range of bytes. Several at once, other units and what makes no sense are answered with all of it, as RFC 9110
/// allows.
fn parse(range: &str, whole: u64) -> Asked {
    let Some((first, last)) = range.trim().strip_prefix("bytes=").and_then(|range| range.split_once('-')) else { return Asked::All };
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let (first, last) = (first.trim(), last.trim());
    let part = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(whole),
        (Some(first), None) if last.is_empty() => first..whole,
        (None, Some(length)) if first.is_empty() => whole.saturating_sub(length)..whole,
        _ => return Asked::All,
    };
    if part.start >= part.end { Asked::Beyond } else { Asked::Part(part) }
}

/// A part of a file as the body of an answer.
struct FilePart {
    file: tokio::fs::File,
    left: u64,
    buffer: Vec<u8>,
}

impl hyper::body::Body for FilePart {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = self.get_mut();
        if this.left == 0 {
            return Poll::Ready(None);
        }
        this.buffer.resize(usize::try_from(this.left.min(PIECE)).unwrap_or(0), 0);
        let mut read = ReadBuf::new(&mut this.buffer);
        ready!(Pin::new(&mut this.file).poll_read(context, &mut read))?;
        let piece = Bytes::copy_from_slice(read.filled());
        if piece.is_empty() {
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        this.left -= piece.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_given_and_what_makes_no_sense_is_answered_with_all() {
        assert_eq!(parse("bytes=0-", 10), Asked::Part(0..10));
        assert_eq!(parse("bytes=2-4", 10), Asked::Part(2..5));
        assert_eq!(parse("bytes=2-99999999999999999999", 10), Asked::All);
        assert_eq!(parse("bytes=2-99", 10), Asked::Part(2..10));
        assert_eq!(parse("bytes=-3", 10), Asked::Part(7..10));
        assert_eq!(parse("bytes=-99", 10), Asked::Part(0..10));
        assert_eq!(parse("bytes=10-", 10), Asked::Beyond);
        assert_eq!(parse("bytes=-0", 10), Asked::Beyond);
        for odd in ["bytes=4-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "lines=0-1", "bytes=+1-2"] {
            assert_eq!(parse(odd, 10), Asked::All, "{odd}");
        }
    }
}
