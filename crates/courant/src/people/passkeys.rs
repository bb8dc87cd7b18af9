//! Passkeys: challenges, adding one, coming in by one.

use super::seal::{random, unhex};
use super::webauthn::{self, Party, base64url, from_base64url};
use super::{system, themselves};
use crate::app::App;
use crate::publish::Refusal;
use courant_news::change::Change;
use courant_store::factors::Passkey;
use courant_store::revisions::hex;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// How long a challenge is good.
const GOOD: SignedDuration = SignedDuration::from_mins(5);

/// A challenge for one purpose: `add:3` or `enter`. It carries its time and our mark, so that asking for one costs no
/// memory; once answered it is used up.
///
/// # Errors
/// When the system gives no random numbers.
pub fn challenge(app: &App, purpose: &str) -> Result<String, Refusal> {
    let random: [u8; 16] = random().map_err(|e| system(&e))?;
    let body = [&app.clock.now().as_millisecond().to_be_bytes()[..], &random].concat();
    let mark = app.entrance.seal.mark(&[purpose.as_bytes(), &body].concat());
    Ok(base64url(&[body, mark].concat()))
}

/// Whether a challenge is ours, for this purpose, and still good.
fn is_good(app: &App, purpose: &str, challenge: &[u8]) -> bool {
    let Some((body, mark)) = challenge.split_at_checked(24) else { return false };
    let Some((time, _)) = body.split_first_chunk::<8>() else { return false };
    let made = Timestamp::from_millisecond(i64::from_be_bytes(*time)).unwrap_or(Timestamp::UNIX_EPOCH);
    let age = app.clock.now().duration_since(made);
    app.entrance.seal.is_marked(&[purpose.as_bytes(), body].concat(), mark) && age <= GOOD && age >= SignedDuration::ZERO
}

fn refused() -> Refusal {
    Refusal::invalid("This passkey was not taken.", "Try again; if it stays so, use your password.")
}

fn bytes(given: &Value, name: &str) -> Result<Vec<u8>, Refusal> {
    given[name].as_str().and_then(from_base64url).ok_or_else(refused)
}

/// Adds a passkey that a browser made. Other sessions stay: who has one comes in with it from now on.
///
/// # Errors
/// [`Refusal::Invalid`] when it is not what was asked for.
pub fn add_passkey(app: &App, person: i64, given: &Value) -> Result<(), Refusal> {
    let (client, data, public_key) = (bytes(given, "client")?, bytes(given, "data")?, bytes(given, "key")?);
    let algorithm = given["algorithm"].as_i64().unwrap_or_default();
    let challenge = webauthn::challenge_of(&client).ok_or_else(refused)?;
    let party = Party::of(&app.pages.paper().origin);
    if !is_good(app, &format!("add:{person}"), &challenge) {
        return Err(refused());
    }
    let made = webauthn::registered(&party, &client, &data, &public_key, algorithm).ok_or_else(refused)?;
    let name: String = given["name"].as_str().unwrap_or_default().trim().chars().take(60).collect();
    let key = Passkey {
        id: 0,
        person,
        name: if name.is_empty() { "Passkey".into() } else { name },
        credential: hex(&made.credential),
        public_key: hex(&public_key),
        algorithm,
        uses: made.uses.into(),
        added_at: app.clock.now(),
        used_at: None,
    };
    app.store.act(&themselves(person), app.clock.now(), |tx| {
        if tx.passkey(&key.credential)?.is_some() || !app.entrance.used.first_time(&challenge, app.clock.now()) {
            return Err(refused());
        }
        tx.add_passkey(&key)?;
        Ok(((), Change::PasskeyChanged { person, name: key.name.clone(), added: true }))
    })
}

/// Takes one of one's own passkeys away.
///
/// # Errors
/// [`Refusal::Missing`].
pub fn drop_passkey(app: &App, person: i64, id: i64) -> Result<(), Refusal> {
    app.store.act(&themselves(person), app.clock.now(), |tx| {
        let key = tx.passkeys_of(person)?.into_iter().find(|k| k.id == id).ok_or_else(|| Refusal::Missing("such passkey".into()))?;
        tx.drop_passkey(id, person)?;
        if !tx.has_factor(person)? {
            tx.set_recovery_codes(person, &[])?;
        }
        Ok(((), Change::PasskeyChanged { person, name: key.name, added: false }))
    })
}

/// Whose passkey answered. Alone it must have verified its owner; after a password, being there is enough.
///
/// # Errors
/// [`Refusal::Invalid`] when it is not what was asked for.
pub fn check_passkey(app: &App, given: &Value, after_password: bool) -> Result<i64, Refusal> {
    let (client, data) = (bytes(given, "client")?, bytes(given, "data")?);
    let (id, signature) = (hex(&bytes(given, "id")?), bytes(given, "signature")?);
    let challenge = webauthn::challenge_of(&client).ok_or_else(refused)?;
    let party = Party::of(&app.pages.paper().origin);
    let key = app.store.read(|read| read.passkey(&id))?;
    let (Some(key), true) = (key, is_good(app, "enter", &challenge)) else { return Err(refused()) };
    let kept = unhex(&key.public_key);
    let uses = webauthn::answered(&party, &client, &data, &signature, (&kept, key.algorithm, key.uses), !after_password).ok_or_else(refused)?;
    if !app.entrance.used.first_time(&challenge, app.clock.now()) {
        return Err(refused());
    }
    app.store.write(&themselves(key.person), app.clock.now(), |tx| {
        tx.account_of(key.person)?.ok_or_else(refused)?;
        tx.passkey_used(key.id, uses.into())?;
        Ok(key.person)
    })
}
