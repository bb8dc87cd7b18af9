//! Passkeys over fetch: what the browser is asked for, and what it answers. `newsroom-passkeys.js` speaks to these.

use super::account::right_password;
use super::shell::{Answer, Number, see};
use super::sign_in::{back, or_start};
use super::{cookie, device};
use crate::app::App;
use crate::http::{Failure, Form, Peer, STEP_COOKIE, Signed, cookie as cookie_of, read_body};
use crate::people::entrance::{self as way_in, Entered};
use crate::people::seal::unhex;
use crate::people::webauthn::{ALGORITHMS, Party, base64url};
use crate::people::{self};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use courant_store::Problem;
use courant_store::factors::Passkey;
use serde_json::{Value, json};
use std::sync::Arc;

/// Milliseconds a browser waits for its owner.
const PATIENCE: u32 = 120_000;

async fn given(body: Body) -> Result<Value, Failure> {
    let bytes = read_body(body, 64 << 10, "passkey").await?;
    serde_json::from_slice(&bytes).map_err(|_| Failure::invalid("This is no answer of a passkey.", "Load the page again and try once more."))
}

fn named(keys: &[Passkey]) -> Vec<Value> {
    keys.iter().map(|k| json!({ "type": "public-key", "id": base64url(&unhex(&k.credential)) })).collect()
}

/// `POST /newsroom/account/passkeys/options`: what to make a passkey for. The password is asked for here, before the
/// browser makes anything: no passkey is added but to a challenge that was given out for it. Whoever owes a second
/// factor is not asked: their session opens nothing before they have one.
///
/// # Errors
/// [`Failure`] 422 for a wrong password, 429, or of the store.
pub async fn options(State(app): State<Arc<App>>, signed: Signed, Peer(address): Peer, body: Body) -> Answer {
    let given = given(body).await?;
    app.blocking(move |app| {
        if !signed.actor.owes_factor && !right_password(app, &signed, address, given["current"].as_str().unwrap_or_default())? {
            return Err(Failure::invalid("This is not your password.", "Write your present password and try again."));
        }
        let person = signed.actor.person.unwrap_or_default();
        let (account, keys) = app.store.read(|read| Ok::<_, Problem>((read.account_of(person)?, read.passkeys_of(person)?)))?;
        let account = account.ok_or_else(|| Failure::missing("such account"))?;
        let paper = app.pages.paper();
        let parameters: Vec<Value> = ALGORITHMS.iter().map(|alg| json!({ "type": "public-key", "alg": alg })).collect();
        Ok(Json(json!({
            "challenge": people::challenge(app, &format!("add:{person}"))?,
            "rp": { "id": Party::of(&paper.origin).id, "name": paper.site.name },
            "user": { "id": base64url(&person.to_be_bytes()), "name": account.email, "displayName": account.name },
            "pubKeyCredParams": parameters,
            "excludeCredentials": named(&keys),
            "authenticatorSelection": { "residentKey": "preferred", "userVerification": "preferred" },
            "attestation": "none",
            "timeout": PATIENCE,
        }))
        .into_response())
    })
    .await
}

/// `POST /newsroom/account/passkeys`: adds the one that was made.
///
/// # Errors
/// [`Failure`] 422 when it is not what was asked for.
pub async fn add(State(app): State<Arc<App>>, signed: Signed, body: Body) -> Answer {
    let given = given(body).await?;
    app.blocking(move |app| {
        people::add_passkey(app, signed.actor.person.unwrap_or_default(), &given)?;
        Ok(Json(json!({ "to": "/newsroom/account?done=passkey" })).into_response())
    })
    .await
}

/// `POST /newsroom/account/passkeys/{id}/end`: takes one away, with the password.
///
/// # Errors
/// [`Failure`] 404 when it is somebody else's.
pub async fn end(State(app): State<Arc<App>>, signed: Signed, Peer(address): Peer, Number(id): Number, form: Form) -> Answer {
    app.blocking(move |app| {
        if !right_password(app, &signed, address, form.raw("current"))? {
            return Ok(see("/newsroom/account?done=wrong-password"));
        }
        people::drop_passkey(app, signed.actor.person.unwrap_or_default(), id)?;
        Ok(see("/newsroom/account?done=passkey-gone"))
    })
    .await
}

/// `POST /newsroom/sign-in/passkey/options`: what to answer to. After a password the person's passkeys are named;
/// before it nobody's, so that nobody learns who has an account.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn entrance_options(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let step = cookie_of(&headers, STEP_COOKIE).unwrap_or_default();
    app.blocking(move |app| {
        let known = way_in::step(app, &step)?;
        let keys = known.map(|(person, _, _)| app.store.read(|read| read.passkeys_of(person))).transpose()?.unwrap_or_default();
        Ok(Json(json!({
            "challenge": people::challenge(app, "enter")?,
            "rpId": Party::of(&app.pages.paper().origin).id,
            "allowCredentials": named(&keys),
            "userVerification": if known.is_some() { "preferred" } else { "required" },
            "timeout": PATIENCE,
        }))
        .into_response())
    })
    .await
}

/// `POST /newsroom/sign-in/passkey`: comes in by one.
///
/// # Errors
/// [`Failure`] 422 when it is not taken.
pub async fn enter(State(app): State<Arc<App>>, Peer(address): Peer, headers: HeaderMap, body: Body) -> Answer {
    let given = given(body).await?;
    let step = cookie_of(&headers, STEP_COOKIE).filter(|code| !code.is_empty());
    let browser = device::browser_of(address, &headers);
    app.blocking(move |app| {
        let wanted = back(given["back"].as_str().unwrap_or_default()).unwrap_or_default();
        match way_in::by_passkey(app, step.as_deref(), &given, wanted, &browser)? {
            Entered::In(entered) => {
                let to = Json(json!({ "to": or_start(&entered.back) })).into_response();
                Ok(cookie::into_session(app, to, &entered))
            }
            _ => Err(Failure::invalid("This passkey belongs to somebody else.", "Use your own, or a code.")),
        }
    })
    .await
}
