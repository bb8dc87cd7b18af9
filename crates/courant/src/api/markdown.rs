//! Stories as Markdown copy.

use super::read::{StoryPath, look_at};
use super::story::Stories;
use super::{answer, day, no_story, unreadable_address};
use crate::app::App;
use crate::pages::Page;
use crate::wire::CopyState;
use crate::wire::export::{Export, ExportPicture};
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::Response;
use courant_store::Problem;
use courant_store::lists::Live;
use std::sync::Arc;

/// `GET /api/v1/stories/{year}/{month}/{day}/{slug}/markdown`.
pub(super) async fn story(State(app): State<Arc<App>>, path: StoryPath, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    answer(app, parts.method, parts.headers, move |app| {
        let Path((year, month, date, slug)) = path.map_err(unreadable_address)?;
        let day = day(&year, &month, &date)?;
        let text = look_at(app, &day, &slug, |stories, live| copy(stories, live).map(Some))?;
        Ok(Page::new("text/markdown; charset=utf-8", text.ok_or_else(no_story)?))
    })
    .await
}

/// The live copy as it would be sent to give the same story again. The working label stays in the newsroom.
fn copy(stories: &Stories<'_>, live: &Live) -> Result<String, Problem> {
    let mut copy = stories.live_copy(live)?;
    copy.head.slugline.clear();
    // What readers may not have any more is named nowhere.
    copy.body = stories.shown_body(copy.body)?;
    if let Some(lead) = &copy.head.picture
        && stories.read.picture(&lead.picture)?.is_some_and(|picture| picture.ended_at.is_some())
    {
        copy.head.picture = None;
    }
    live.slug.clone_into(&mut copy.head.slug);
    let corrections = stories.read.corrections_of(live.story)?;
    // Pictures are named by their ids, which any client of this paper can send back.
    let picture = |id: &str| {
        let focus = stories.read.picture(id).ok().flatten()?.focus;
        let share = |thousandths: u16| f64::from(thousandths) / 1000.0;
        Some(ExportPicture { file: id.to_owned(), focus: Some((share(focus.0), share(focus.1))) })
    };
    let export = Export {
        copy: &copy,
        state: CopyState::Published,
        published: Some(live.published_at),
        embargo: None,
        breaking_until: None,
        correction: corrections.first().map(|filed| &filed.correction),
        zone: &stories.paper.zone,
        pictures: &picture,
    };
    Ok(export.markdown())
}
