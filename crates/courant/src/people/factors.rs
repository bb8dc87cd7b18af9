//! Codes by an app and recovery codes: setting up, using, taking away.

use super::seal::random;
use super::{codes, may_manage, system, themselves, totp};
use crate::app::App;
use crate::publish::Refusal;
use courant_news::change::Change;
use courant_news::permit::{ManagePeople, Permit};
use courant_store::{Store, Write};
use jiff::Timestamp;

/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;

fn place(person: i64) -> String {
    format!("code-app:{person}")
}

fn recovery_hash(person: i64, code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    codes::hash(&format!("recovery:{person}:{}", plain.to_ascii_uppercase()))
}

fn changed(person: i64, what: &str) -> Change {
    Change::FactorChanged { person, what: what.to_owned() }
}

/// The secret of a code app that is being set up: a new one, or the one that was shown before and waits for its first
/// code.
///
/// # Errors
/// [`Refusal::Invalid`] when one is in use, or of the store.
pub fn begin_code_app(app: &App, person: i64) -> Result<Vec<u8>, Refusal> {
    let now = app.clock.now();
    if let Some(kept) = app.store.read(|read| read.code_app(person))? {
        if kept.confirmed_at.is_some() {
            return Err(Refusal::invalid("An app gives you codes already.", "Turn it off first to set up another."));
        }
        if let Some(secret) = app.entrance.seal.open_sealed(&place(person), &kept.secret) {
            return Ok(secret);
        }
    }
    let secret: [u8; totp::SECRET] = random().map_err(|e| system(&e))?;
    let sealed = app.entrance.seal.seal(&place(person), &secret).map_err(|e| system(&e))?;
    app.store.write(&themselves(person), now, |tx| Ok::<_, Refusal>(tx.set_code_app(person, &sealed)?))?;
    Ok(secret.to_vec())
}

/// What came of the first code.
#[derive(Clone, Debug)]
pub enum Confirmed {
    /// The app is set up; the recovery codes, shown once.
    Yes(Vec<String>),
    /// The code is not the app's.
    Wrong,
}

/// Confirms a code app by its first code; other sessions end, since they came in without it.
///
/// # Errors
/// [`Refusal::Missing`] when none is being set up.
pub fn confirm_code_app(app: &App, person: i64, session: i64, code: &str) -> Result<Confirmed, Refusal> {
    let now = app.clock.now();
    let kept = app.store.read(|read| read.code_app(person))?.filter(|a| a.confirmed_at.is_none());
    let kept = kept.ok_or_else(|| Refusal::Missing("code app being set up".into()))?;
    let secret = app.entrance.seal.open_sealed(&place(person), &kept.secret).unwrap_or_default();
    let Some(step) = totp::step_of(&secret, &digits(code), now).filter(|_| !secret.is_empty()) else { return Ok(Confirmed::Wrong) };
    let recovery = fresh_codes()?;
    app.store.act(&themselves(person), now, |tx| {
        tx.confirm_code_app(person)?;
        tx.use_step(person, step)?;
        keep_codes(tx, person, &recovery)?;
        tx.end_other_sessions(person, session)?;
        Ok::<_, Refusal>(((), changed(person, "app on")))
    })?;
    Ok(Confirmed::Yes(recovery))
}

fn digits(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).collect()
}

fn fresh_codes() -> Result<Vec<String>, Refusal> {
    let code = || {
        let letters = totp::base32(&random::<10>().map_err(|e| system(&e))?);
        Ok(format!("{}-{}-{}-{}", &letters[..4], &letters[4..8], &letters[8..12], &letters[12..]))
    };
    (0..RECOVERY_CODES).map(|_| code()).collect()
}

fn keep_codes(tx: &Write<'_>, person: i64, codes: &[String]) -> Result<(), Refusal> {
    let hashes: Vec<String> = codes.iter().map(|c| recovery_hash(person, c)).collect();
    Ok(tx.set_recovery_codes(person, &hashes)?)
}

/// Makes ten new recovery codes; those before are of no use any more.
///
/// # Errors
/// [`Refusal`].
pub fn new_recovery_codes(app: &App, person: i64) -> Result<Vec<String>, Refusal> {
    let fresh = fresh_codes()?;
    app.store.act(&themselves(person), app.clock.now(), |tx| {
        keep_codes(tx, person, &fresh)?;
        Ok::<_, Refusal>(((), changed(person, "recovery codes made")))
    })?;
    Ok(fresh)
}

/// Takes one's own code app away; recovery codes go with the last factor.
///
/// # Errors
/// [`Refusal`].
pub fn stop_code_app(app: &App, person: i64) -> Result<(), Refusal> {
    app.store.act(&themselves(person), app.clock.now(), |tx| {
        tx.drop_code_app(person)?;
        if !tx.has_factor(person)? {
            tx.set_recovery_codes(person, &[])?;
        }
        Ok(((), changed(person, "app off")))
    })
}

/// Takes somebody's second factors away, for who has lost them; all their sessions end.
///
/// # Errors
/// [`Refusal::NotPermitted`] for an account that may do more than the actor.
pub fn reset_factors(store: &Store, permit: Permit<'_, ManagePeople>, now: Timestamp, person: i64) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        super::member(tx, person)?;
        may_manage(tx, permit.actor(), person)?;
        tx.drop_factors(person)?;
        tx.end_sessions(person)?;
        Ok(((), changed(person, "reset")))
    })
}

/// Uses a code up, by the app or for recovery; gives which it was, or `None` when it is neither or was used before.
///
/// # Errors
/// [`Refusal`].
pub fn check_code(app: &App, person: i64, code: &str) -> Result<Option<&'static str>, Refusal> {
    let (now, code) = (app.clock.now(), digits(code));
    let kept = app.store.read(|read| read.code_app(person))?.filter(|a| a.confirmed_at.is_some());
    let secret = kept.and_then(|a| app.entrance.seal.open_sealed(&place(person), &a.secret));
    let step = secret.and_then(|secret| totp::step_of(&secret, &code, now));
    let recovery = recovery_hash(person, &code);
    use_code(&app.store, now, person, step, &recovery)
}

fn use_code(store: &Store, now: Timestamp, person: i64, step: Option<i64>, recovery: &str) -> Result<Option<&'static str>, Refusal> {
    store.act(&themselves(person), now, |tx| {
        if let Some(step) = step {
            return Ok((tx.use_step(person, step)?.then_some("password and code"), None));
        }
        let used = tx.use_recovery_code(person, recovery)?;
        Ok((used.then_some("password and recovery code"), used.then(|| changed(person, "recovery code used"))))
    })
}
