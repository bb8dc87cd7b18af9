//! `/newsroom/account`: one's own name, password, second factor, passkeys and sessions.

use super::shell::{Answer, render, see, shell, with_flash};
use super::times;
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::people::attempts::Try;
use crate::people::{self};
use crate::publish::Refusal;
use axum::extract::State;
use courant_render::newsroom::{Account, OwnPasskey, Session};
use courant_store::Problem;
use std::net::IpAddr;
use std::sync::Arc;

/// The page.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| {
        let mut view = view(app, &signed)?;
        view.page = with_flash(view.page, &query);
        render(app, 200, "account.html", &view)
    })
    .await
}

/// Where the page stood before: bookmarks go on.
///
/// # Errors
/// None.
pub async fn moved() -> Answer {
    Ok(see("/newsroom/account"))
}

/// Changes one's name.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn rename(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| match people::rename(&app.store, app.clock.now(), signed.actor.person.unwrap_or_default(), form.text("name")) {
        Ok(()) => Ok(see("/newsroom/account?done=name")),
        Err(refusal @ Refusal::Invalid { .. }) => {
            let mut view = view(app, &signed)?;
            view.name.value = form.text("name").to_owned();
            view.name.error = format!("{refusal} {}", refusal.next());
            render(app, 422, "account.html", &view)
        }
        Err(other) => Err(other.into()),
    })
    .await
}

/// Whether this is the password of who asks. A session that was left open must not be a way to try passwords, so it is
/// counted as signing in is.
///
/// # Errors
/// [`Failure`] 429, or of the store.
pub(super) fn right_password(app: &App, signed: &Signed, address: IpAddr, password: &str) -> Result<bool, Failure> {
    let account = app.store.read(|read| read.account_of(signed.actor.person.unwrap_or_default()))?;
    let account = account.ok_or_else(|| Failure::missing("such account"))?;
    let session = format!("session {}", signed.session);
    let tried = Try { email: &account.email, address, known_device: Some(&session) };
    if !app.entrance.attempts.begin(&tried, app.clock.now()) {
        return Err(Failure::new(429, "Too many attempts.", "Wait a quarter of an hour."));
    }
    let right = people::check_password(&app.store, &account.email, password)?.is_some();
    if right {
        app.entrance.attempts.succeeded(&tried);
    }
    Ok(right)
}

/// What the page shows.
pub(super) fn view(app: &App, signed: &Signed) -> Result<Account, Failure> {
    let (now, paper) = (app.clock.now(), app.pages.paper());
    let person = signed.actor.person.unwrap_or_default();
    let (member, sessions, keys, left) = app.store.read(|read| {
        Ok::<_, Problem>((read.member(person)?, read.sessions_of(person, now)?, read.passkeys_of(person)?, read.recovery_codes_left(person)?))
    })?;
    let member = member.ok_or_else(|| Failure::missing("such account"))?;
    let mut list = sessions;
    list.sort_by_key(|s| (s.id != signed.session, std::cmp::Reverse(s.seen_at)));
    let when = |at| times::short(at, now, &paper.zone, paper.words("en"));
    let others = list.iter().any(|s| s.id != signed.session);
    let sessions = list.into_iter().map(|s| Session {
        device: s.device,
        began: when(s.created_at),
        last_seen: when(s.seen_at),
        current: s.id == signed.session,
        end: format!("/newsroom/sessions/{}/end", s.id),
        id: s.id.to_string(),
    });
    let passkeys = keys.into_iter().map(|k| OwnPasskey {
        end: format!("/newsroom/account/passkeys/{}/end", k.id),
        added: when(k.added_at),
        used: k.used_at.map(when).unwrap_or_default(),
        name: k.name,
    });
    Ok(Account {
        page: shell(app, &signed.actor, "Your account", "account"),
        name: courant_render::newsroom::Field { value: member.name.clone(), error: String::new() },
        role: member.role.word().to_owned(),
        has_factor: member.has_factor(),
        codes: member.codes,
        recovery_left: left,
        passkeys: passkeys.collect(),
        email: member.email,
        sessions: sessions.collect(),
        end_others: if others { "/newsroom/sessions/end-others".into() } else { String::new() },
        ..Account::default()
    })
}
