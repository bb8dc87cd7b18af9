//! Coming in, and who is in: set-up link, sign-in, sessions, and the page for what went wrong.

use serde::Serialize;

use super::{Field, Link, Shell, When};

/// The page behind a set-up link. Template `welcome.html`.
///
/// POST to `action`: `name`, `email`, `password`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Welcome {
    /// Around it.
    pub page: Shell,
    /// Whether the link was used or has ended; then there is no form, only `next`.
    pub ended: bool,
    /// What to do when the link has ended; may be empty: the page then says whom to ask.
    pub next: String,
    /// `/newsroom/welcome/{code}`.
    pub action: String,
    /// Whether this is the first person of the paper.
    pub first: bool,
    /// Role of who was invited.
    pub role: String,
    /// The person's name as bylines show it.
    pub name: Field,
    /// Address to sign in with.
    pub email: Field,
    /// The password itself is never sent back; only what is wrong with it.
    pub password_error: String,
    /// When the link ends, worded; may be empty.
    pub ends: String,
}

/// Sign-in. Template `sign-in.html`.
///
/// POST to `/newsroom/sessions`: `email`, `password`, and `back` (path to return to) when it is set.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SignIn {
    /// Around it.
    pub page: Shell,
    /// Address as it was sent.
    pub email: String,
    /// Path to return to, starting with `/newsroom`; may be empty.
    pub back: String,
    /// Why it did not work, in the same words whether or not the account exists; empty at first.
    pub error: String,
}

/// One session of the person who is signed in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Session {
    /// 'Firefox on Linux'.
    pub device: String,
    /// When it began.
    pub began: When,
    /// When it was last seen.
    pub last_seen: When,
    /// Whether this page was asked for with it.
    pub current: bool,
    /// Where its End button posts to, with `session` = `id`.
    pub end: String,
    /// What tells it apart; not the secret itself.
    pub id: String,
}

/// The second factor, after the password. Template `second-step.html`.
///
/// POST to `/newsroom/sign-in/second`: `code`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SecondStep {
    /// Around it.
    pub page: Shell,
    /// Whether an app gives them codes.
    pub codes: bool,
    /// Whether they have passkeys.
    pub passkeys: bool,
    /// Why it did not work.
    pub error: String,
}

/// One of one's own passkeys.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OwnPasskey {
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub added: When,
    /// When it was used last.
    pub used: When,
    /// Where its button posts to.
    pub end: String,
}

/// One's own page. Template `account.html`.
///
/// POST to each session's `end`: `session`. POST to `end_others`: nothing. POST to `/newsroom/account`: `name`. POST to
/// `/newsroom/password`: `current`, `password`. POST to `/newsroom/account/second-factor/off` and `/newsroom/account/recovery-codes`: `current`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Account {
    /// Around it.
    pub page: Shell,
    /// As bylines print it.
    pub name: Field,
    /// The person's sign-in address, for password managers.
    pub email: String,
    /// Role.
    pub role: String,
    /// Whether there is a second factor.
    pub has_factor: bool,
    /// Whether an app gives codes.
    pub codes: bool,
    /// How many recovery codes are left.
    pub recovery_left: i64,
    /// Passkeys, oldest first.
    pub passkeys: Vec<OwnPasskey>,
    /// The current one first.
    pub sessions: Vec<Session>,
    /// Where 'End all others' posts to; empty when there are no others.
    pub end_others: String,
    /// What is wrong with the present password as sent.
    pub current_error: String,
    /// What is wrong with the new password as sent.
    pub password_error: String,
}

/// Setting up an app that gives codes. Template `second-factor.html`.
///
/// POST to `/newsroom/account/second-factor`: `code`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SecondFactor {
    /// Around it.
    pub page: Shell,
    /// Whether the role requires it, and nothing else can be done before.
    pub owed: bool,
    /// The secret in groups of four letters.
    pub secret: String,
    /// The picture to photograph, as one SVG path on a grid of `size` squares.
    pub path: String,
    /// How many squares a side has.
    pub size: i32,
    /// Why the code was not taken.
    pub error: String,
}

/// Recovery codes, shown once. Template `recovery-codes.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RecoveryCodes {
    /// Around it.
    pub page: Shell,
    /// The codes.
    pub codes: Vec<String>,
}

/// Anything that went wrong. Template `problem.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Problem {
    /// Around it.
    pub page: Shell,
    /// HTTP status code.
    pub status: u16,
    /// What happened, one sentence.
    pub what: String,
    /// The next step, one sentence.
    pub next: String,
    /// Where that is done.
    pub link: Option<Link>,
    /// What the log knows it by; may be empty.
    pub reference: String,
}
