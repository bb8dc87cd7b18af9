//! Filing a correction by itself: the text that readers have stays, and the correction stands on it.

use super::Refusal;
use courant_news::change::Change;
use courant_news::correction::Correction;
use courant_news::permit::{Permit, Publish};
use courant_news::story::{NotNow, State, StoryId};
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Files a correction with the revision that readers have. `corrects` is the one that was itself wrong: both stand.
///
/// # Errors
/// [`Refusal::NotNow`] unless readers have the story, [`Refusal::Invalid`] for one without reason or that is filed already.
pub fn file_correction(
    store: &Store,
    permit: Permit<'_, Publish>,
    now: Timestamp,
    story: StoryId,
    correction: &Correction,
    corrects: Option<i64>,
) -> Result<i64, Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))?;
        let Some(revision) = row.live_revision.filter(|_| row.state == State::Published) else {
            return Err(NotNow("Readers do not have this story, so there is nothing to correct.").into());
        };
        check(tx, story, correction, corrects)?;
        let filed = tx.file_correction(story, revision, correction, corrects)?;
        tx.set_corrected(story)?;
        Ok((filed, Change::CorrectionFiled { story, correction: filed, corrects }))
    })
}

/// What keeps a correction from being filed.
pub(super) fn check(tx: &Write<'_>, story: StoryId, correction: &Correction, corrects: Option<i64>) -> Result<(), Refusal> {
    if let Some((_, sentence)) = correction.check().into_iter().next() {
        return Err(Refusal::invalid(sentence, "Nothing was filed."));
    }
    let filed = tx.corrections_filed(story)?;
    if filed.iter().any(|f| f.correction == *correction) {
        return Err(Refusal::invalid("This very correction stands on the story already.", "Say what is new, or leave it as it is."));
    }
    match corrects.map(|id| filed.iter().find(|f| f.id == id)) {
        Some(None) => Err(Refusal::invalid("The correction that this one corrects is not of this story.", "Choose one of this story’s.")),
        Some(Some(wrong)) if wrong.corrected_by.is_some() => {
            Err(Refusal::invalid("That correction was corrected already.", "Correct the newer one if that is wrong too."))
        }
        _ => Ok(()),
    }
}
