//! The paper in a theme that readers do not have: for who may choose it, and for nobody else. What is shown is what readers
//! see now; only its theme is another.

use super::theme::{typed as typed_theme, used};
use super::themes::stored;
use crate::app::App;
use crate::http::{Failure, Query, asset as file};
use crate::newsroom::shell::Answer;
use crate::pages::{Address, Dress};
use crate::themes::Kept;
use axum::extract::{Path, Request, State};
use axum::http::header;
use axum::response::{Html, IntoResponse};
use courant_render::assets::Assets;
use courant_render::theme::fixture;
use courant_store::lists::Which;
use std::sync::Arc;

const BACK: &str = "Go back and choose another.";

/// The paper in what is typed; nothing is saved.
///
/// # Errors
/// [`Failure`] when it cannot be used.
pub(in crate::newsroom) async fn typed(State(app): State<Arc<App>>, uri: axum::http::Uri, query: Query) -> Answer {
    app.blocking(move |app| {
        let wanted = typed_theme(app, &query.0, used(app)?)?;
        let mut assets = wanted.assets("/assets", dark(query.0.text("scheme"))).map_err(refused)?;
        assets.readdress("paper.css", format!("/newsroom/theme/preview.css?{}", uri.query().unwrap_or_default()));
        drawn(app, wanted, assets, query.0.text("page"))
    })
    .await
}

/// The style sheet of that page.
///
/// # Errors
/// As [`typed`].
pub(in crate::newsroom) async fn style(State(app): State<Arc<App>>, query: Query) -> Answer {
    app.blocking(move |app| {
        let wanted = typed_theme(app, &query.0, used(app)?)?;
        let assets = wanted.assets("/assets", dark(query.0.text("scheme"))).map_err(refused)?;
        let css = assets.named("paper.css").map(|a| a.bytes.clone()).unwrap_or_default();
        Ok(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response())
    })
    .await
}

/// The paper in a theme that is kept: `front`, `story`, `section`; `light`, `dark`, or `any` as readers prefer.
///
/// # Errors
/// [`Failure`] 404, or 422 when it cannot be used any more.
pub(in crate::newsroom) async fn kept(State(app): State<Arc<App>>, Path((id, page, scheme)): Path<(String, String, String)>) -> Answer {
    app.blocking(move |app| {
        let (kept, assets) = of(app, &id, &scheme)?;
        drawn(app, kept, assets, &page)
    })
    .await
}

/// A file of a theme that is kept.
///
/// # Errors
/// [`Failure`] 404.
pub(in crate::newsroom) async fn asset(
    State(app): State<Arc<App>>,
    Path((id, scheme, _, _)): Path<(String, String, String, String)>,
    request: Request,
) -> Answer {
    let (parts, _) = request.into_parts();
    app.blocking(move |app| {
        let (_, assets) = of(app, &id, &scheme)?;
        let found = assets.get(parts.uri.path()).ok_or_else(|| Failure::missing("such file"))?;
        let mut response = file(found, &parts.method, &parts.headers);
        response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, max-age=3600"));
        Ok(response)
    })
    .await
}

fn of(app: &App, id: &str, scheme: &str) -> Result<(Kept, Assets), Failure> {
    let id: i64 = id.parse().map_err(|_| Failure::missing("such theme"))?;
    let kept = stored(app, id)?;
    let assets = kept.assets(&format!("/newsroom/themes/{id}/assets/{scheme}"), dark(scheme)).map_err(refused)?;
    Ok((kept, assets))
}

fn dark(scheme: &str) -> Option<bool> {
    match scheme {
        "dark" => Some(true),
        "light" => Some(false),
        _ => None,
    }
}

fn refused(mistakes: Vec<String>) -> Failure {
    Failure::invalid(mistakes.join(" "), BACK)
}

/// A page of the paper in a theme; of the demo where the paper has nothing of its kind yet.
fn drawn(app: &App, kept: Kept, assets: Assets, page: &str) -> Answer {
    let now = app.clock.now();
    let (theme, _) = kept.made().map_err(refused)?;
    let paper = app.pages.paper();
    let patience = paper.patience;
    let paper = paper.dressed(Dress { theme, look: kept.look, assets, patience });
    let newest = app.store.read(|read| read.live(&Which::All, now, None, 30))?;
    let told = newest.iter().find(|live| live.head.picture.is_some()).or_else(|| newest.first());
    let path = told.map(|live| match page {
        "story" => live.path(),
        "section" => format!("/{}", courant_news::slug::in_address(&live.head.section)),
        _ => "/".to_owned(),
    });
    let said = |e: crate::pages::PageProblem| match e {
        crate::pages::PageProblem::Theme(problem) => refused(vec![problem.to_string()]),
        store => store.into(),
    };
    let html = match path.and_then(|path| Address::parse(&path, None)) {
        Some(address) => {
            let made = app.pages.worn(&paper, &address, now).map_err(said)?;
            String::from_utf8_lossy(&made.identity).into_owned()
        }
        None => {
            let mut frame = app.pages.frame(now, "", "")?;
            frame.assets = paper.assets.addresses().clone();
            let template = if page == "front" { "front.html" } else { "story.html" };
            let pages = fixture::pages(&frame, &paper.look);
            let data = pages.into_iter().find(|(name, _)| *name == template).map(|(_, data)| data).ok_or_else(|| Failure::missing("such page"))?;
            paper.draw(template, &data).map_err(|problem| refused(vec![problem.to_string()]))?
        }
    };
    Ok(Html(html).into_response())
}
