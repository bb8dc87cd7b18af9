//! `/newsroom/media-files`: the door by which a sound, a film or captions come in, and the list of those that are here.

use super::shell::Answer;
use crate::app::App;
use crate::http::{Failure, Query, Signed, wants_html};
use crate::recordings::{MOST_VIDEO, RecordingProblem};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use courant_news::permit::Edit;
use courant_store::media_files::MediaFile;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::io::AsyncWriteExt;

/// Most media files that the editor offers.
const OFFERED: i64 = 300;

/// Media files on a page; as JSON for the editor, which asks for it by `Accept`, of one kind where `kind` in the query says
/// `audio`, `video` or `captions`.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn list(State(app): State<Arc<App>>, signed: Signed, headers: HeaderMap, query: Query) -> Answer {
    if wants_html(&headers) {
        return app.blocking(move |app| super::media_files_page::page(app, &signed, &query.0)).await;
    }
    let kind = query.0.text("kind").to_owned();
    app.blocking(move |app| {
        let files = app.store.read(|read| read.media_files(OFFERED))?;
        let files = files.iter().filter(|file| kind.is_empty() || file.format.kind() == kind);
        Ok(Json(files.map(record).collect::<Vec<Value>>()).into_response())
    })
    .await
}

/// Takes a file in: the body is the file, `name` in the query is what it was called. It goes to the disk as it comes.
///
/// # Errors
/// [`Failure`] 413 before a byte of a larger one is read, 422 for what is no recording that browsers play, or of the disk.
pub async fn upload(State(app): State<Arc<App>>, signed: Signed, query: Query, headers: HeaderMap, body: Body) -> Answer {
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if let Some(bytes) = declared.filter(|bytes| *bytes > MOST_VIDEO) {
        return Err(RecordingProblem::TooManyBytes(bytes).into());
    }
    signed.actor.permit::<Edit>()?;
    let unfinished = app.blocking(|app| app.media.begin_recording()).await?;
    let disk = |e: std::io::Error| Failure::from(RecordingProblem::from(e));
    let mut file = tokio::fs::File::from_std(unfinished.file.try_clone().map_err(disk)?);
    receive(body, &mut file).await?;
    let name = query.0.text("name").to_owned();
    app.blocking(move |app| {
        let file = unfinished.file.try_clone().map_err(RecordingProblem::from)?;
        let taken = app.media.take_in_recording(&app.store, signed.actor.permit::<Edit>()?, app.clock.now(), &name, file)?;
        Ok((StatusCode::CREATED, Json(record(&taken))).into_response())
    })
    .await
}

async fn receive(mut body: Body, file: &mut tokio::fs::File) -> Result<(), Failure> {
    let disk = |e: std::io::Error| Failure::from(RecordingProblem::from(e));
    let mut bytes = 0_u64;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Failure::new(400, "The recording broke off before its end.", "Send it again."))?;
        let Ok(piece) = frame.into_data() else { continue };
        bytes += piece.len() as u64;
        if bytes > MOST_VIDEO {
            return Err(RecordingProblem::TooManyBytes(bytes).into());
        }
        file.write_all(&piece).await.map_err(disk)?;
    }
    file.flush().await.map_err(disk)
}

/// A media file as the editor knows it.
pub(super) fn record(file: &MediaFile) -> Value {
    json!({
        "id": file.id,
        "kind": file.format.kind(),
        "format": file.format.name(),
        "media_type": file.format.media_type(),
        "bytes": file.bytes,
        "seconds": file.milliseconds / 1000,
        "width": file.width,
        "height": file.height,
        "src": format!("/newsroom/media-files/{}/{}", file.short(), file.format.file_name()),
        "name": file.file_name,
    })
}
