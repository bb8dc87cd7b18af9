//! `/newsroom/pictures/{id}/replacement`: putting another picture wherever one is used.

use super::desk::{Desk, number};
use super::picture_words::card;
use super::pictures::{ACCEPT, Asked, limits};
use super::readers;
use super::shell::{Answer, render, see, shell};
use crate::app::App;
use crate::http::{Failure, Form, Query, Signed};
use crate::publish::{self, Refusal, Replace};
use axum::extract::{Path, State};
use courant_news::permit::Publish;
use courant_render::newsroom::PictureReplacement;
use courant_store::pictures::Picture;
use std::sync::Arc;

/// The page: the picture that goes, and those to choose from.
///
/// # Errors
/// [`Failure`] 404, or of the store.
pub async fn show(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>, Query(form): Query) -> Answer {
    // The new picture's own words are what a reader should get: the old credit under a new picture would be wrong.
    app.blocking(move |app| page(app, &signed, &id, &form, 200, (true, false), String::new())).await
}

/// Replaces it.
///
/// # Errors
/// [`Failure`] 403, 404, or of the store; what can be mended comes back with the page.
pub async fn replace(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>, form: Form) -> Answer {
    app.blocking(move |app| {
        let permit = signed.actor.permit::<Publish>()?;
        let how = Replace { takes_words: form.text("words") != "keep", keeps_framing: form.text("framing") == "keep" };
        match publish::replace_picture(&app.store, permit, app.clock.now(), &id, form.text("by"), how) {
            Ok(_) => {
                readers::wait(app);
                Ok(see(&format!("/newsroom/pictures/{}?done=replaced", form.text("by"))))
            }
            Err(refusal @ Refusal::Invalid { .. }) => {
                let error = format!("{refusal} {}", refusal.next());
                page(app, &signed, &id, &form, 422, (how.takes_words, how.keeps_framing), error)
            }
            Err(other) => Err(other.into()),
        }
    })
    .await
}

fn page(app: &App, signed: &Signed, id: &str, form: &Form, status: u16, (takes_words, keeps_framing): (bool, bool), error: String) -> Answer {
    let view = app.store.read(|read| {
        let desk = Desk::new(app, read)?;
        let picture = read.picture(id)?.ok_or_else(|| Failure::missing("such picture"))?;
        let asked = Asked::read(form, &desk.paper.zone, desk.now);
        let (mut pictures, mut paging) = asked.page(&desk, &format!("/newsroom/pictures/{id}/replacement"))?;
        pictures.retain(|card| card.id != id && card.state != "ended");
        paging.says.clear();
        let chosen = read.picture(form.text("by"))?.filter(|p| p.id != id);
        Ok::<_, Failure>(PictureReplacement {
            page: shell(app, &signed.actor, "Replace a picture", "pictures"),
            says: says(&desk, &picture)?,
            refused: signed.actor.permit::<Publish>().err().map(|refused| refused.to_string()).unwrap_or_default(),
            picture: card(&desk, &picture)?,
            error,
            chosen: chosen.map(|p| card(&desk, &p)).transpose()?,
            takes_words,
            keeps_framing,
            q: asked.wanted.words.clone(),
            pictures,
            paging,
            limits: limits(),
            accept: ACCEPT.into(),
        })
    })?;
    render(app, status, "replacement.html", &view)
}

fn says(desk: &Desk<'_>, picture: &Picture) -> Result<String, Failure> {
    let (all, shown) = (desk.read.stories_using(&picture.id)?.len(), desk.read.stories_showing(&picture.id)?);
    let stories = |n: usize| if n == 1 { "one story".to_owned() } else { format!("{} stories", number(n)) };
    Ok(match (all, usize::try_from(shown).unwrap_or(0)) {
        (0, _) => "No story uses it.".into(),
        (all, 0) => format!("It stands in {}, none of which readers have.", stories(all)),
        (all, shown) if all == shown => format!("It stands in {} that readers have.", stories(all)),
        (all, shown) => format!("It stands in {}; readers have {} of them.", stories(all), number(shown)),
    })
}
