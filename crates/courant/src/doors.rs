//! Every route off the hot path, in one place.

use crate::app::App;
use crate::http::{Access, Entry, Routes};
use axum::Router;
use axum::http::Method;
use std::sync::Arc;

/// The router and the table of its routes.
pub fn doors(app: &Arc<App>) -> (Router, Vec<Entry>) {
    let routes = Routes::new(app)
        .add(Method::GET, "/healthz", Access::Public, crate::observe::healthz)
        .add(Method::GET, "/search", Access::Public, crate::search::answer)
        .add(Method::GET, "/media/{picture}/{file}", Access::Public, crate::media::public_file);
    let routes = crate::api::routes(routes);
    crate::newsroom::routes(routes).finish()
}
