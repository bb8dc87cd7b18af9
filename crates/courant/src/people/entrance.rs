//! The way in: password, then a second factor where there is one; or a passkey alone.
//!
//! Whoever has given the right password and still owes a second factor holds a step: a code in a cookie, good for ten
//! minutes and five codes, kept in memory only.

use super::attempts::{Attempts, Try};
use super::codes::{self, Code};
use super::seal::Seal;
use super::{check_code, check_passkey, check_password, sessions, themselves};
use crate::app::App;
use crate::publish::Refusal;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// How long a step is good.
const GOOD: SignedDuration = SignedDuration::from_mins(10);
/// Codes that may be tried in one.
const TRIES: u32 = 5;
/// Most steps kept: each has cost a right password.
const MOST: usize = 5_000;

/// What the way in keeps in memory.
pub struct Entrance {
    /// Attempts, limited.
    pub attempts: Attempts,
    /// The key for what is sealed in the database.
    pub seal: Seal,
    /// Challenges that were answered.
    pub used: Used,
    steps: Mutex<HashMap<String, Step>>,
}

impl Entrance {
    /// Opens it for a data folder.
    ///
    /// # Errors
    /// When the key cannot be read or made.
    pub fn open(data: &Path) -> std::io::Result<Entrance> {
        Ok(Entrance { attempts: Attempts::default(), seal: Seal::open(data)?, used: Used::default(), steps: Mutex::default() })
    }
}

/// Challenges that were answered, until they would be too old anyway.
#[derive(Default)]
pub struct Used(Mutex<HashMap<Vec<u8>, Timestamp>>);

impl Used {
    pub(super) fn first_time(&self, challenge: &[u8], now: Timestamp) -> bool {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, at| now.duration_since(*at) < GOOD);
        used.insert(challenge.to_vec(), now).is_none()
    }
}

#[derive(Clone)]
struct Step {
    person: i64,
    email: String,
    back: String,
    until: Timestamp,
    tries: u32,
}

/// The browser that asks.
#[derive(Clone, Debug)]
pub struct Browser {
    /// From where.
    pub address: IpAddr,
    /// 'Firefox on Linux'.
    pub words: String,
    /// The code it was given when somebody last signed in with it.
    pub device: Option<String>,
}

/// Who is in: their session's code, and the browser's.
#[derive(Clone, Debug)]
pub struct In {
    /// Code of the session.
    pub session: Code,
    /// Code by which the browser is known from now on.
    pub device: Code,
    /// Path to go on to; may be empty.
    pub back: String,
}

/// What came of an attempt.
#[derive(Clone, Debug)]
pub enum Entered {
    /// They are in.
    In(Box<In>),
    /// The password is right; the code of the step in which the second factor is asked for.
    Second(Code),
    /// Address and password, or the code, are not right.
    Wrong,
    /// Too many attempts.
    TooOften,
    /// The step is over: begin again.
    Over,
}

/// Signs in by address and password. Takes as long whether or not there is such an account, up to the second factor.
///
/// # Errors
/// [`Refusal::Store`].
pub fn by_password(app: &App, email: &str, password: &str, back: &str, browser: &Browser) -> Result<Entered, Refusal> {
    let (now, email) = (app.clock.now(), email.trim().to_lowercase());
    let device = browser.device.as_deref().map(codes::hash).unwrap_or_default();
    let known = app.store.read(|read| read.is_known_device(&device, &email))?;
    let tried = Try { email: &email, address: browser.address, known_device: known.then_some(&device) };
    if !app.entrance.attempts.begin(&tried, now) {
        return Ok(Entered::TooOften);
    }
    let Some(account) = check_password(&app.store, &email, password)? else { return Ok(Entered::Wrong) };
    app.entrance.attempts.succeeded(&tried);
    after_first(app, account.person, &email, back, browser, "password")
}

/// Who is known by password or link goes in, or on to the second factor.
///
/// # Errors
/// [`Refusal::Store`].
pub fn after_first(app: &App, person: i64, email: &str, back: &str, browser: &Browser, by: &str) -> Result<Entered, Refusal> {
    if !app.store.read(|read| read.has_factor(person))? {
        return enter(app, person, email, back, browser, by);
    }
    let (code, now) = (Code::new()?, app.clock.now());
    let mut steps = app.entrance.steps.lock().unwrap_or_else(PoisonError::into_inner);
    steps.retain(|_, step| step.until > now);
    if steps.len() >= MOST {
        return Ok(Entered::TooOften);
    }
    let step = Step { person, email: email.to_owned(), back: back.to_owned(), until: now + GOOD, tries: 0 };
    steps.insert(code.hash(), step);
    Ok(Entered::Second(code))
}

fn enter(app: &App, person: i64, email: &str, back: &str, browser: &Browser, by: &str) -> Result<Entered, Refusal> {
    let (session, fresh) = (Code::new()?, Code::new()?);
    app.store.act(&themselves(person), app.clock.now(), |tx| {
        // Only a code that we gave to a browser in which this very person signed in is kept: one planted by somebody
        // else never becomes known.
        let kept = browser.device.as_deref().filter(|d| tx.is_known_device(&codes::hash(d), email).unwrap_or(false));
        let device = kept.map_or(fresh.clone(), Code::from_text);
        tx.keep_device(&device.hash(), person)?;
        let change = sessions::begin(tx, &session, person, &browser.words, by)?;
        Ok((Entered::In(Box::new(In { session: session.clone(), device, back: back.to_owned() })), change))
    })
}

/// The person of a step, while it is good, with whether an app gives them codes and whether they have passkeys.
///
/// # Errors
/// [`Refusal::Store`].
pub fn step(app: &App, code: &str) -> Result<Option<(i64, bool, bool)>, Refusal> {
    let Some(step) = get(app, code) else { return Ok(None) };
    let member = app.store.read(|read| read.member(step.person))?;
    Ok(member.map(|m| (m.person, m.codes, m.passkeys > 0)))
}

fn get(app: &App, code: &str) -> Option<Step> {
    let steps = app.entrance.steps.lock().unwrap_or_else(PoisonError::into_inner);
    steps.get(&codes::hash(code)).filter(|s| s.until > app.clock.now() && s.tries < TRIES).cloned()
}

fn end(app: &App, code: &str) {
    app.entrance.steps.lock().unwrap_or_else(PoisonError::into_inner).remove(&codes::hash(code));
}

/// Signs in by a code of the app, or for recovery, after the password.
///
/// # Errors
/// [`Refusal::Store`].
pub fn by_code(app: &App, step_code: &str, given: &str, browser: &Browser) -> Result<Entered, Refusal> {
    let Some(step) = get(app, step_code) else { return Ok(Entered::Over) };
    if let Some(kept) = app.entrance.steps.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&codes::hash(step_code)) {
        kept.tries += 1;
    }
    let counted = format!("code of {}", step.email);
    let tried = Try { email: &counted, address: browser.address, known_device: None };
    if !app.entrance.attempts.begin(&tried, app.clock.now()) {
        return Ok(Entered::TooOften);
    }
    let Some(by) = check_code(app, step.person, given)? else { return Ok(Entered::Wrong) };
    app.entrance.attempts.succeeded(&tried);
    end(app, step_code);
    enter(app, step.person, &step.email, &step.back, browser, by)
}

/// Signs in by a passkey: alone, or after the password, when it must be of the same person.
///
/// # Errors
/// [`Refusal::Invalid`] when it is not taken.
pub fn by_passkey(app: &App, step_code: Option<&str>, given: &Value, back: &str, browser: &Browser) -> Result<Entered, Refusal> {
    let step = step_code.and_then(|code| get(app, code));
    let person = check_passkey(app, given, step.is_some())?;
    if step.as_ref().is_some_and(|s| s.person != person) {
        return Ok(Entered::Wrong);
    }
    step_code.inspect(|code| end(app, code));
    let email = app.store.read(|read| read.account_of(person))?.map(|a| a.email).unwrap_or_default();
    let back = step.as_ref().map_or(back, |s| s.back.as_str());
    enter(app, person, &email, back, browser, if step.is_some() { "password and passkey" } else { "passkey" })
}
