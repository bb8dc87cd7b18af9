//! The doors to picture files: readers get those of stories they may see, the newsroom gets all.

use crate::app::App;
use crate::http::{Failure, with_security};
use crate::pictures::rendition::Format;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Response, header};
use courant_store::lists::PictureSight;
use std::sync::Arc;

fn parse(file: &str) -> Option<(u32, Format)> {
    let (width, extension) = file.split_once('.')?;
    let number: u32 = width.parse().ok()?;
    // One spelling, one address.
    (number.to_string() == width).then_some(())?;
    Some((number, Format::from_extension(extension)?))
}

/// `/media/{picture}/{width}.{format}`: what no published story uses is answered as what never was; what only
/// withdrawn ones use, with 410.
///
/// # Errors
/// [`Failure`] 404, 410, or of the disk.
pub async fn public_file(State(app): State<Arc<App>>, Path((short, file)): Path<(String, String)>) -> Result<Response<Body>, Failure> {
    give(app, short, file, false).await
}

/// `/newsroom/media/{picture}/{width}.{format}`; the id may be whole or short.
///
/// # Errors
/// [`Failure`] 404, or of the disk.
pub async fn newsroom_file(State(app): State<Arc<App>>, Path((id, file)): Path<(String, String)>) -> Result<Response<Body>, Failure> {
    let short = courant_store::pictures::short(&id).to_owned();
    give(app, short, file, true).await
}

async fn give(app: Arc<App>, short: String, file: String, newsroom: bool) -> Result<Response<Body>, Failure> {
    let unknown = || Failure::missing("picture");
    let (width, format) = parse(&file).ok_or_else(unknown)?;
    let bytes = app
        .blocking(move |app| {
            let now = app.clock.now();
            let found = app.store.read(|read| {
                let Some(picture) = read.picture_by_short(&short)? else { return Ok(None) };
                let sight = read.picture_sight(&picture.id, now)?;
                Ok::<_, courant_store::Problem>(Some((picture, sight)))
            })?;
            match found {
                Some((picture, sight)) if newsroom || sight == PictureSight::Shown => app.media.file(&picture, width, format),
                Some((_, PictureSight::Gone)) => Err(Failure::new(410, "This picture was withdrawn.", "Start from the front page.")),
                _ => Ok(None),
            }
        })
        .await?
        .ok_or_else(unknown)?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    // The address names the content, but a withdrawal must be seen: a day at most, and nothing of the newsroom's.
    let cache = if newsroom { "private, max-age=600" } else { "public, max-age=86400, stale-if-error=604800" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    Ok(with_security(response))
}
