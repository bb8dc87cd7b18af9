//! `POST /newsroom/stories/{id}/moves`: hands a story in, sends it back, marks it ready, takes it up again, spikes it.

use super::shell::{Answer, Number, see};
use super::{facts, flash, publication, readers};
use crate::app::App;
use crate::http::{Failure, Form, Signed};
use crate::publish::{self, Refusal};
use axum::extract::State;
use courant_news::permit::Edit;
use courant_news::story::Move;
use std::sync::Arc;

/// Makes the move. The table of moves decides; what can be mended comes back with the page.
///
/// # Errors
/// [`Failure`] 403, 404, 409 where the state does not allow it, or of the store.
pub async fn make(State(app): State<Arc<App>>, signed: Signed, Number(story): Number, form: Form) -> Answer {
    app.blocking(move |app| {
        let Some(wanted) = Move::from_word(form.text("move")) else {
            return Err(Failure::invalid("This is no move of a story.", "Choose one on its page ‘Facts’."));
        };
        let permit = signed.actor.permit::<Edit>()?;
        match publish::make_move(&app.store, permit, app.clock.now(), story, wanted, form.text("note"), form.number("version")) {
            Ok(_) => {
                readers::wait(app);
                // Whoever has just dropped a story stays where it can be taken up again.
                Ok(see(&format!("/newsroom/stories/{story}/facts?done={}", done(wanted))))
            }
            Err(refusal @ Refusal::Invalid { .. }) => {
                let problem = flash::problem(refusal.to_string(), refusal.next());
                if wanted == Move::Spike {
                    let typed = publication::Typed { problem: Some(problem), ..Default::default() };
                    return publication::page(app, &signed, story, 422, &typed);
                }
                facts::page(app, &signed, story, 422, &facts::Typed { form: Some(form), problem: Some(problem), ..Default::default() })
            }
            Err(other) => Err(other.into()),
        }
    })
    .await
}

fn done(wanted: Move) -> &'static str {
    match wanted {
        Move::Submit => "submitted",
        Move::SendBack => "sent-back",
        Move::TakeUp => "taken-up",
        Move::Spike => "spiked",
        _ => "ready",
    }
}
