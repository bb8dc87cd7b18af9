//! `/healthz`: whether this server can do its work, for load balancers and monitors.

use crate::app::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// 200 with `{"status":"ok"}` while the database answers; 503 otherwise. Nothing about stories is said.
pub async fn healthz(State(app): State<Arc<App>>) -> Response {
    let read = app.blocking(|app| Ok(app.store.read(|read| read.journal_last())?)).await;
    match read {
        Ok(_) => Json(serde_json::json!({ "status": "ok" })).into_response(),
        Err(failure) => (StatusCode::SERVICE_UNAVAILABLE, Json(failure.json())).into_response(),
    }
}
