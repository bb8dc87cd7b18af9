//! What every door needs: answers, refusals, who is asking, and the table of routes.

mod answer;
mod client;
mod cross_site;
mod failure;
pub mod form;
mod multipart;
mod routes;

pub use answer::{SECURITY, asset, page, with_security};
pub use client::{Peer, client_address};
pub use cross_site::is_cross_site;
pub use failure::Failure;
pub use form::{Form, Query};
pub use multipart::{Sent, sent_file};
pub use routes::{Access, Entry, Routes, Signed};
pub(crate) use routes::{cookie, session_code, wants_html};

/// Name of the newsroom's cookie. Readers get none.
pub const COOKIE: &str = "courant_session";

/// Name of the cookie of who still owes a second factor.
pub const STEP_COOKIE: &str = "courant_step";
/// Name of the cookie by which a browser is known in which somebody has signed in before.
pub const DEVICE_COOKIE: &str = "courant_device";

use axum::body::Body;
use http_body_util::{BodyExt, Limited};

/// Reads a body of at most `most` bytes.
///
/// # Errors
/// [`Failure`] 413 when it is larger, 400 when it breaks off.
pub async fn read_body(body: Body, most: usize, what: &str) -> Result<Vec<u8>, Failure> {
    match Limited::new(body, most).collect().await {
        Ok(collected) => Ok(collected.to_bytes().to_vec()),
        Err(e) if e.downcast_ref::<http_body_util::LengthLimitError>().is_some() => Err(Failure::too_large(what, most)),
        Err(_) => Err(Failure::new(400, format!("The {what} broke off before its end."), "Send it again.")),
    }
}
