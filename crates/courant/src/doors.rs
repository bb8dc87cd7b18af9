//! Every route off the hot path, in one place.

use crate::app::App;
use crate::http::{Access, Entry, Failure, Routes};
use axum::Router;
use axum::http::Method;
use std::sync::Arc;

/// The router and the table of its routes.
pub fn doors(app: &Arc<App>) -> (Router, Vec<Entry>) {
    let routes = Routes::new(app)
        .add(Method::GET, "/healthz", Access::Public, crate::observe::healthz)
        .add(Method::GET, "/search", Access::Public, crate::search::answer)
        .add(Method::GET, "/media/{picture}/{file}", Access::Public, crate::media::public_file)
        .add(Method::GET, "/media/files/{file}/{name}", Access::Public, crate::media::public_media_file);
    let routes = crate::api::routes(routes);
    let (router, table) = crate::newsroom::routes(routes).finish();
    (router.fallback(nothing_here).method_not_allowed_fallback(not_so), table)
}

async fn nothing_here() -> Failure {
    Failure::missing("page")
}

async fn not_so() -> Failure {
    Failure::new(405, "This address does not take that method.", "docs/API.md lists what each address takes.")
}
