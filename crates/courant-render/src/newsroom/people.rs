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

/// Sessions and password. Template `sessions.html`, for `/newsroom/sessions` and `/newsroom/password`.
///
/// POST to each session's `end`: `session`. POST to `end_others`: nothing. POST to `/newsroom/password`: `current`, `password`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sessions {
    /// Around it.
    pub page: Shell,
    /// The person's sign-in address, for password managers.
    pub email: String,
    /// The current one first.
    pub sessions: Vec<Session>,
    /// Where 'End all others' posts to; empty when there are no others.
    pub end_others: String,
    /// What is wrong with the present password as sent.
    pub current_error: String,
    /// What is wrong with the new password as sent.
    pub password_error: String,
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
