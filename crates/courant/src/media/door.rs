//! The doors to picture files: readers get those of stories they may see, the newsroom gets all.

use crate::app::App;
use crate::http::{Failure, with_security};
use crate::pictures::rendition::Format;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Response, header};
use courant_news::framing::Crop;
use courant_news::rights::{end_of, is_over};
use courant_store::lists::PictureSight;
use courant_store::pictures::Picture;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Name of a file: `640.webp`, or `c100-50-800-600-640.webp` for a part of the picture.
struct Name {
    crop: Option<Crop>,
    width: u32,
    format: Format,
}

fn parse(file: &str) -> Option<Name> {
    let (stem, extension) = file.split_once('.')?;
    let (crop, width) = match stem.strip_prefix('c') {
        Some(cut) => {
            let (crop, width) = cut.rsplit_once('-')?;
            (Some(Crop::from_name(crop)?), width)
        }
        None => (None, stem),
    };
    let number: u32 = width.parse().ok()?;
    // One spelling, one address.
    (number.to_string() == width).then_some(())?;
    Some(Name { crop, width: number, format: Format::from_extension(extension)? })
}

/// `/media/{picture}/{width}.{format}`: what no published story uses is answered as what never was, and so is a part of a
/// picture that none shows; what only withdrawn ones use, whose rights have ended or whose place another has taken, with 410.
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

fn over(picture: &Picture, zone: &TimeZone, now: Timestamp) -> bool {
    picture.rights_end.is_some_and(|day| is_over(day, zone, now))
}

fn gone() -> Failure {
    Failure::new(410, "This picture was withdrawn.", "Start from the front page.")
}

async fn give(app: Arc<App>, short: String, file: String, newsroom: bool) -> Result<Response<Body>, Failure> {
    let unknown = || Failure::missing("picture");
    let Name { crop, width, format } = parse(&file).ok_or_else(unknown)?;
    let (bytes, cache) = app
        .blocking(move |app| {
            let now = app.clock.now();
            let found = app.store.read(|read| {
                let Some(picture) = read.picture_by_short(&short)? else { return Ok(None) };
                let sight = read.picture_sight(&picture, crop, now)?;
                Ok::<_, courant_store::Problem>(Some((picture, sight)))
            })?;
            match found {
                // Also where the disk has not taken the end yet.
                Some((picture, PictureSight::Shown)) if !newsroom && over(&picture, &app.pages.paper().zone, now) => Err(gone()),
                Some((picture, PictureSight::Shown)) => {
                    let cache = if newsroom { NEWSROOM.to_owned() } else { kept_for(&picture, &app.pages.paper().zone, now) };
                    Ok(app.media.file(&picture, crop, width, format)?.map(|bytes| (bytes, cache)))
                }
                // What an editor tries out is not kept: there is no end of crops.
                Some((picture, _)) if newsroom && crop.is_some() => {
                    Ok(app.media.try_out(&picture, crop, width, format)?.map(|bytes| (bytes, NEWSROOM.to_owned())))
                }
                Some((picture, _)) if newsroom => Ok(app.media.file(&picture, None, width, format)?.map(|bytes| (bytes, NEWSROOM.to_owned()))),
                Some((_, PictureSight::Gone)) => Err(gone()),
                _ => Ok(None),
            }
        })
        .await?
        .ok_or_else(unknown)?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.extend(HeaderValue::from_str(&cache).ok().map(|cache| (header::CACHE_CONTROL, cache)));
    Ok(with_security(response))
}

/// Nothing of the newsroom's is kept by others.
const NEWSROOM: &str = "private, max-age=600";

/// How long caches may keep a file. The address names the content, but a withdrawal must be seen: a day at most, and never
/// beyond the last instant at which the picture may be shown.
fn kept_for(picture: &Picture, zone: &TimeZone, now: Timestamp) -> String {
    match picture.rights_end.and_then(|day| end_of(day, zone)) {
        None => "public, max-age=86400, stale-if-error=604800".into(),
        Some(end) => format!("public, max-age={}, must-revalidate", end.duration_since(now).as_secs().clamp(0, 86_400)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_picture_has_one_name() {
        let name = parse("c100-50-800-600-640.webp").expect("a name");
        assert_eq!((name.crop.map(|c| c.to_string()).as_deref(), name.width, name.format), (Some("100,50,800,600"), 640, Format::WebP));
        for odd in [
            "c100-50-800-600.webp",
            "c-640.webp",
            "c0100-50-800-600-640.webp",
            "c100-50-800-600-0640.webp",
            "c0-0-1000-1000-640.jpg",
            "c1,1,500,500-640.jpg",
            "c900-0-200-200-640.jpg",
        ] {
            assert!(parse(odd).is_none(), "{odd}");
        }
    }
}
