//! `PUT /newsroom/stories/{id}/draft`: saving what is being written, about once a second.

use super::shell::{Answer, Number};
use super::times::clock;
use crate::app::App;
use crate::http::{Failure, Signed, read_body};
use crate::publish::{self, Refusal};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use courant_news::copy::Copy;
use courant_news::permit::Edit;
use courant_store::Problem;
use serde_json::{Value, json};
use std::sync::Arc;

/// Most bytes of a draft with its wrapping: twice what the document model takes.
const MOST_BYTES: usize = 8 << 20;

/// Saves over the version the writer began from; a newer one is given back with 409, and nothing is lost.
///
/// # Errors
/// [`Failure`] 413, 422, or of the store.
pub async fn save(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, body: Body) -> Answer {
    let bytes = read_body(body, MOST_BYTES, "draft").await?;
    app.blocking(move |app| {
        let (base, copy) = read(&bytes)?;
        let (now, zone) = (app.clock.now(), &app.pages.paper().zone);
        let permit = signed.actor.permit::<Edit>()?;
        match publish::save_draft(&app.store, permit, now, story, base, &copy) {
            Ok(saved) => Ok(Json(json!({ "version": saved.version, "saved_at": now, "saved": clock(now, zone) })).into_response()),
            Err(refusal @ Refusal::Moved { .. }) => {
                let at = app.store.read(|read| Ok::<_, Problem>(read.story(story)?.map(|s| s.draft_at)))?.unwrap_or(now);
                Ok(moved(&refusal, &clock(at, zone)))
            }
            Err(other) => Err(other.into()),
        }
    })
    .await
}

fn moved(refusal: &Refusal, saved: &str) -> axum::response::Response {
    let mut out = json!({ "error": refusal.to_string(), "next": refusal.next(), "saved": saved });
    if let Refusal::Moved { version, by, copy } = refusal {
        out["version"] = json!(version);
        out["by"] = json!(by);
        out["copy"] = json!(copy);
    }
    (StatusCode::CONFLICT, Json(out)).into_response()
}

/// What a parser says goes to the log; people are told which field is wrong and how it is written.
fn read(bytes: &[u8]) -> Result<(i64, Copy), Failure> {
    const NEXT: &str = "Load the page again.";
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        tracing::debug!(%error, "a draft is no JSON");
        Failure::invalid(format!("The draft is no JSON: it goes wrong at line {}, column {}.", error.line(), error.column()), NEXT)
    })?;
    let base = value["base"].as_i64().ok_or_else(|| Failure::invalid("The draft does not say which version it began from.", NEXT))?;
    if !value["copy"].is_object() {
        return Err(Failure::invalid("The draft holds no copy.", NEXT));
    }
    let copy = Copy::from_json(&value["copy"]).map_err(|refused| {
        tracing::debug!(cause = refused.cause, "a draft is no copy");
        Failure::invalid(refused.sentence, refused.next)
    })?;
    Ok((base, copy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_draft_is_refused_with_a_sentence_and_never_panics() {
        for bytes in [
            &b""[..],
            b"[]",
            b"null",
            b"{\"base\":1}",
            b"{\"base\":\"1\",\"copy\":{}}",
            b"{\"base\":1,\"copy\":{\"headline\":5}}",
            b"\xff\xfe",
            b"{\"base\":1,\"copy\":{\"body\":{\"type\":\"doc\",\"content\":[{\"type\":\"script\"}]}}}",
        ] {
            let refused = read(bytes).expect_err("refused");
            assert_eq!(refused.status, 422);
            assert!(refused.sentence.ends_with('.') && !refused.next.is_empty(), "{}", refused.sentence);
            assert!(!["expected", "invalid type", "missing field"].iter().any(|word| refused.sentence.contains(word)), "{}", refused.sentence);
        }
        let deep = format!("{{\"base\":1,\"copy\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(deep.as_bytes()).is_err());
        assert!(read(b"{\"base\":1,\"copy\":{\"headline\":\"Harbour wakes\"}}").is_ok());
    }
}
