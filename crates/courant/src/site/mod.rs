//! The public door: one look-up in the pages kept, then everything else.
//!
//! A page that is kept is answered here, by hyper alone. What is not kept is made off this thread; what is no page
//! (newsroom, API, search, pictures) goes to the router.

use crate::app::App;
use crate::audience::ViewRequest;
use crate::http::{Peer, asset, client_address, page, with_security};
use crate::pages::{Address, Page};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use std::net::IpAddr;
use std::sync::Arc;
use tower::ServiceExt;

/// First segments of paths that the router answers.
const ROUTED: &[&str] = &["newsroom", "api", "search", "media", "healthz", "metrics"];

/// Answers one request.
pub async fn answer(app: Arc<App>, router: Router, peer: IpAddr, request: Request<hyper::body::Incoming>) -> Response<Body> {
    let path = request.uri().path();
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if ROUTED.contains(&first) {
        return routed(app, router, peer, request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return not_allowed();
    }
    if first == "assets" {
        return match app.pages.paper().file(path) {
            Some(found) => asset(found, request.method(), request.headers()),
            None => error(&app, 404).await,
        };
    }
    let Some(address) = Address::parse(path, request.uri().query()) else {
        return match slashless(path) {
            Some(to) => moved(&to),
            None => elsewhere(&app, path, &request).await,
        };
    };
    let now = app.clock.now();
    let found = match app.pages.kept(&address, now) {
        Some(kept) => kept,
        None => match app.blocking(move |app| Ok(app.pages.get(&address, app.clock.now())?)).await {
            Ok(made) => made,
            Err(_) => return error(&app, 500).await,
        },
    };
    let response = page(&found, request.method(), request.headers());
    count(&app, &found, peer, &request, response.status());
    response
}

async fn routed(app: Arc<App>, router: Router, peer: IpAddr, request: Request<hyper::body::Incoming>) -> Response<Body> {
    let mut request = request.map(Body::new);
    let address = client_address(peer, request.headers(), &app.config.trusted_proxies);
    request.extensions_mut().insert(Peer(address));
    let is_picture = request.uri().path().starts_with("/media/");
    let response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
    match response.status() {
        // The same bytes for whatever is not there.
        StatusCode::NOT_FOUND | StatusCode::GONE if is_picture => error(&app, response.status().as_u16()).await,
        _ => with_security(response),
    }
}

fn count(app: &App, found: &Page, peer: IpAddr, request: &Request<hyper::body::Incoming>, status: StatusCode) {
    let Some(story) = found.story.and_then(|s| u32::try_from(s).ok()) else { return };
    let headers = request.headers();
    let header = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
    let view = ViewRequest {
        method: request.method().as_str(),
        status: status.as_u16(),
        address: client_address(peer, headers, &app.config.trusted_proxies),
        user_agent: header("user-agent"),
        sec_purpose: header("sec-purpose"),
        purpose: header("purpose").or_else(|| header("x-purpose")),
        x_moz: header("x-moz"),
    };
    // Why a request is no view is for the metrics, not for the reader.
    let _ = app.audience.view(&view, story, app.clock.now());
}

async fn error(app: &Arc<App>, status: u16) -> Response<Body> {
    match app.blocking(move |app| Ok(app.pages.error(status, app.clock.now())?)).await {
        Ok(made) => page(&made, &Method::GET, &HeaderMap::new()),
        Err(failure) => {
            let text = format!("{} {}\n", failure.sentence, failure.next);
            let mut response = Response::new(Body::from(text));
            *response.status_mut() = StatusCode::from_u16(status.max(500)).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            with_security(response)
        }
    }
}

/// What is no address of ours may have been one of the site that was here before.
async fn elsewhere(app: &Arc<App>, path: &str, request: &Request<hyper::body::Incoming>) -> Response<Body> {
    let wanted = path.to_owned();
    match app.blocking(move |app| Ok(app.pages.elsewhere(&wanted, app.clock.now())?)).await {
        Ok(Some(found)) => page(&found, request.method(), request.headers()),
        _ => error(app, 404).await,
    }
}

/// `/world/` is `/world` with a slip of the pen.
fn slashless(path: &str) -> Option<String> {
    let short = path.strip_suffix('/')?;
    // One leading slash only: `//host/` must never send anybody to another site.
    (!short.starts_with("//") && Address::parse(short, None).is_some()).then(|| short.to_owned())
}

fn moved(to: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    response.headers_mut().extend(HeaderValue::from_str(to).ok().map(|v| (header::LOCATION, v)));
    with_security(response)
}

fn not_allowed() -> Response<Body> {
    let mut response = Response::new(Body::from("This address is only for reading. Use GET.\n"));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    with_security(response)
}
