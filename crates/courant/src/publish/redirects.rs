//! Redirects made by hand, and a story's change of address.

use super::Refusal;
use courant_news::body::Href;
use courant_news::change::Change;
use courant_news::permit::{ManageSite, Permit, Publish};
use courant_news::slug::Slug;
use courant_news::story::{State, StoryId};
use courant_store::redirects::story_path;
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Most characters of an address.
const LONGEST: usize = 1000;
/// First segments that the program answers itself, whatever anybody redirects.
const OWN: &[&str] = &["newsroom", "api", "assets", "media", "search", "healthz", "metrics"];

/// Makes a redirect. `from` is a path of this site, percent-decoded, without a query; `to` a path or an https address.
///
/// # Errors
/// [`Refusal::Invalid`] when one of the two cannot be taken, or the redirect would lead back to where it begins.
pub fn make_redirect(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, from: &str, to: &str) -> Result<(), Refusal> {
    let from = sound_start(from)?;
    let to = sound_end(to)?;
    store.act(permit.actor(), now, |tx| {
        if tx.redirect(&from)?.is_some_and(|there| !there.by_hand) {
            let sentence = format!("{from} was the address of something that has moved, and leads there for ever.");
            return Err(Refusal::invalid(sentence, "Begin at another path."));
        }
        let (end, story) = end_of(tx, &to)?;
        if end == from {
            return Err(Refusal::invalid(format!("{to} leads back to {from}, so readers would go round for ever."), "Choose another target."));
        }
        tx.set_redirect(&from, &end, story, true)?;
        Ok(((), Change::RedirectMade { from: from.clone(), to: to.clone() }))
    })
}

/// Ends a redirect that was made by hand.
///
/// # Errors
/// [`Refusal::Invalid`] when a changed slug made it.
pub fn end_redirect(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, from: &str) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let there = tx.redirect(from)?.ok_or_else(|| Refusal::Missing("such redirect".into()))?;
        if !there.by_hand {
            return Err(Refusal::invalid("A changed address leads on for ever.", "Readers may have kept it anywhere."));
        }
        tx.drop_redirect(from)?;
        Ok(((), Change::RedirectEnded { from: from.to_owned() }))
    })
}

/// Gives a story that readers have another slug. The old address leads to it for ever; one that it had before is its
/// address again.
///
/// # Errors
/// [`Refusal::Invalid`] when it is no slug, or is or was another story's of that day.
pub fn readdress(store: &Store, permit: Permit<'_, Publish>, now: Timestamp, story: StoryId, slug: &str) -> Result<String, Refusal> {
    let slug = Slug::new(slug).map_err(|e| Refusal::invalid(format!("{e}."), "Write it so, or leave the address as it is."))?;
    store.act(permit.actor(), now, |tx| {
        let row = tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))?;
        let (Some(day), Some(old), true) = (&row.day, &row.slug, row.state == State::Published && row.released_at.is_some()) else {
            return Err(Refusal::invalid("Readers do not have this story, so its address is not settled.", "Set the slug in the story."));
        };
        if *old == slug.as_str() {
            return Ok((row.path().unwrap_or_default(), None));
        }
        if tx.story_once_at(day, slug.as_str())?.is_some_and(|other| other.id != story) {
            let sentence = format!("Another story of {day} has the slug ‘{slug}’, or had it and is found by it for ever.");
            return Err(Refusal::invalid(sentence, "Choose another slug."));
        }
        let (from, to) = (story_path(day, old), story_path(day, slug.as_str()));
        tx.drop_redirect(&to)?;
        tx.set_redirect(&from, "", Some(story), false)?;
        tx.set_address(story, day, slug.as_str())?;
        Ok((courant_store::stories::path(day, slug.as_str()), Some(Change::StoryReaddressed { story, from, to })))
    })
}

/// Where a target leads in the end: no redirect leads to another one.
fn end_of(tx: &Write<'_>, to: &str) -> Result<(String, Option<StoryId>), Refusal> {
    let path = to.split(['?', '#']).next().unwrap_or_default();
    Ok(match tx.redirect(path)? {
        Some(next) => (next.to, next.story),
        None => (to.to_owned(), None),
    })
}

fn sound_start(from: &str) -> Result<String, Refusal> {
    let from = from.trim();
    let from = if from.len() > 1 { from.trim_end_matches('/') } else { from };
    let refused = |sentence: &str| Err(Refusal::invalid(sentence, "Write a path on this paper, such as /2014/old-page.html."));
    if !from.starts_with('/') || from.starts_with("//") || from.len() < 2 {
        return refused("A redirect begins at a path on this paper, which begins with one slash.");
    }
    if from.contains(['?', '#', '\\']) || from.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return refused("The path where a redirect begins has no question mark, no # and no spaces.");
    }
    if from.len() > LONGEST {
        return refused("This path is too long.");
    }
    let first = from.trim_start_matches('/').split('/').next().unwrap_or_default();
    if OWN.contains(&first) {
        return refused("The program answers that address itself.");
    }
    Ok(from.to_owned())
}

fn sound_end(to: &str) -> Result<String, Refusal> {
    let to = to.trim();
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
    let bad = to.len() > LONGEST || to.chars().any(|c| c.is_control() || c.is_whitespace()) || Href::parse(to).is_err();
    if bad || !(own || to.starts_with("https://")) {
        return Err(Refusal::invalid(
            "A redirect leads to a path on this paper or to an https address.",
            "Write /world or https://paper.example/page.",
        ));
    }
    Ok(to.to_owned())
}
