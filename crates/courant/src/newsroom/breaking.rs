//! `POST /newsroom/breaking`: the switch of the breaking bar.

use super::desk::capital;
use super::front::{BarTyped, with_bar};
use super::readers;
use super::shell::{Answer, see};
use crate::app::App;
use crate::http::{Form, Signed};
use crate::publish::{self, Refusal};
use axum::extract::State;
use courant_news::permit::PushAlert;
use courant_news::zone;
use courant_render::newsroom::Field;
use courant_store::fronts::Breaking;
use std::sync::Arc;

/// Switches it on, changes it, or switches it off.
///
/// # Errors
/// [`crate::http::Failure`] of the store; what can be mended comes back with the page.
pub async fn switch(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| carry_out(app, &signed, &form)).await
}

fn carry_out(app: &App, signed: &Signed, form: &Form) -> Answer {
    let permit = signed.actor.permit::<PushAlert>()?;
    let (now, zone) = (app.clock.now(), &app.pages.paper().zone);
    let on = form.text("switch") != "off";
    let mut typed = BarTyped { words: field(form, "words"), story: form.number("story"), until: field(form, "until") };
    let mut breaking = Breaking::default();
    if on {
        breaking = Breaking { words: form.text("words").to_owned(), story: typed.story, until: None };
        if breaking.words.is_empty() {
            typed.words.error = "Write what the bar says.".into();
        }
        match zone::instant(form.text("until"), zone) {
            Ok(at) if at > now => breaking.until = Some(at),
            Ok(_) => typed.until.error = "This time is past; choose a later one.".into(),
            Err(_) if form.text("until").is_empty() => typed.until.error = "Choose until when it stands.".into(),
            Err(e) => typed.until.error = format!("{}.", capital(&e.to_string())),
        }
        if !typed.words.error.is_empty() || !typed.until.error.is_empty() {
            return with_bar(app, signed, typed);
        }
    }
    match publish::switch_breaking(&app.store, permit, now, &breaking) {
        Ok(()) => {
            readers::wait(app);
            Ok(see(if on { "/newsroom/front?done=breaking-on" } else { "/newsroom/front?done=breaking-off" }))
        }
        Err(Refusal::Invalid { sentence, next }) => {
            typed.words.error = format!("{sentence} {next}");
            with_bar(app, signed, typed)
        }
        Err(other) => Err(other.into()),
    }
}

fn field(form: &Form, name: &str) -> Field {
    Field { value: form.text(name).to_owned(), error: String::new() }
}
