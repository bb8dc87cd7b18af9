//! Notes to colleagues: written, answered, changed and taken back by who said it, done and open again. They stand beside
//! the story: no action here touches its draft, and nothing that readers can fetch is made from them.

use super::{Refusal, may_change};
use courant_news::change::Change;
use courant_news::note::{LONGEST_NAME, LONGEST_TEXT, is_anchor, mentioned, tidy_quote, tidy_text};
use courant_news::permit::{Comment, NotYours, Permit};
use courant_news::story::StoryId;
use courant_store::notes::{Anchor, Note, Remark};
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Most notes of a story that say something, most characters of all of them, and most that can be said in one.
const MOST_NOTES: i64 = 1000;
const MOST_CHARACTERS: i64 = 1_000_000;
const MOST_REMARKS: usize = 300;
/// Most people that one remark calls.
const MOST_CALLS: usize = 50;

/// What somebody says.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The words.
    pub text: String,
    /// The browser's name for this act of sending: sent twice, it stands once. Empty: it cannot be sent twice.
    pub sending: String,
    /// The last remark of the note that was in sight when it was written; `None`: all that there are.
    pub last: Option<i64>,
}

/// What a new note stands on.
#[derive(Clone, Debug, Default)]
pub struct Stands {
    /// The words, as they are now; empty: the whole story.
    pub quote: String,
    /// Where they are; empty: they are looked for.
    pub anchor: Anchor,
}

fn sound(text: &str) -> Result<String, Refusal> {
    let text = tidy_text(text);
    if text.is_empty() {
        return Err(Refusal::invalid("The note is empty.", "Write what your colleagues are to know."));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(Refusal::invalid(format!("A note has at most {LONGEST_TEXT} characters."), "Shorten it, or say the rest in a reply."));
    }
    Ok(text)
}

fn sound_anchor(anchor: &Anchor) -> Result<(), Refusal> {
    let none = anchor.epoch.is_empty() && anchor.from.is_empty() && anchor.to.is_empty();
    let named = !anchor.epoch.is_empty() && anchor.epoch.len() <= LONGEST_NAME && anchor.epoch.chars().all(|c| c.is_ascii_graphic());
    if none || (named && is_anchor(&anchor.from) && is_anchor(&anchor.to)) {
        return Ok(());
    }
    Err(Refusal::invalid("The place of the note cannot be read.", "Load the page again and select the words anew."))
}

fn writer(permit: &Permit<'_, Comment>) -> Result<i64, Refusal> {
    permit.actor().person.ok_or_else(|| Refusal::invalid("Notes are written by people.", "Sign in and write it in the story."))
}

/// A note of this very story.
fn there(tx: &Write<'_>, story: StoryId, note: i64) -> Result<Note, Refusal> {
    tx.note(note)?.filter(|found| found.story == story).ok_or_else(|| Refusal::Missing("such note".into()))
}

/// Lets words that were taken away go out of the database's log too. They are taken away whether or not that works at once.
fn forget(store: &Store) {
    if let Err(problem) = store.forget() {
        tracing::warn!(error = ?problem, "the log keeps deleted words until the next checkpoint");
    }
}

/// Refuses what would make the notes of a story more than a page can carry.
fn room(tx: &Write<'_>, story: StoryId, more: &[&str]) -> Result<(), Refusal> {
    let more: usize = more.iter().map(|words| words.chars().count()).sum();
    if tx.notes_size(story)?.saturating_add(i64::try_from(more).unwrap_or(i64::MAX)) <= MOST_CHARACTERS {
        return Ok(());
    }
    Err(Refusal::invalid("The notes of a story have at most 1,000,000 characters together.", "Delete what is settled, or say it shorter."))
}

/// What was sent before under this name. It cannot come again with other words: those would be lost.
fn sent(tx: &Write<'_>, person: i64, name: &str, text: &str) -> Result<Option<Remark>, Refusal> {
    match tx.remark_sent(person, name)? {
        // What was changed since is not what was sent.
        Some(sent) if sent.text != text && sent.edited_at.is_none() && sent.deleted_at.is_none() => Err(Refusal::SentBefore),
        sent => Ok(sent),
    }
}

/// A name that nobody sends: every row has one.
fn name_of(said: &Said, story: StoryId, tx: &Write<'_>, person: i64) -> Result<String, Refusal> {
    if said.sending.len() > LONGEST_NAME || !said.sending.chars().all(|c| c.is_ascii_graphic()) {
        return Err(Refusal::invalid("What was sent cannot be read.", "Load the page again and send it anew."));
    }
    if !said.sending.is_empty() {
        return Ok(said.sending.clone());
    }
    let mut n = tx.notes_version(story)?;
    loop {
        let name = format!("server:{story}:{n}");
        if tx.remark_sent(person, &name)?.is_none() {
            return Ok(name);
        }
        n += 1;
    }
}

/// Asks for the attention of those who are mentioned, and of `others`, who wrote there before.
fn call(tx: &Write<'_>, remark: i64, person: i64, text: &str, others: &[i64]) -> Result<(), Refusal> {
    let names = if text.contains('@') { mentioned(text, &tx.colleagues()?) } else { Vec::new() };
    for called in names.iter().filter(|called| **called != person).take(MOST_CALLS) {
        tx.call(remark, *called, true)?;
    }
    for called in others.iter().filter(|called| **called != person) {
        tx.call(remark, *called, false)?;
    }
    Ok(())
}

/// Leaves a note. Returns its number; what was sent before under the same name is that note.
///
/// # Errors
/// [`Refusal::Missing`]; [`Refusal::Invalid`] when it is empty, too long, has no readable place, or there are too many;
/// [`Refusal::SentBefore`] when other words stand there under the same name.
pub fn write_note(store: &Store, permit: Permit<'_, Comment>, now: Timestamp, story: StoryId, said: &Said, stands: &Stands) -> Result<i64, Refusal> {
    let (person, text) = (writer(&permit)?, sound(&said.text)?);
    sound_anchor(&stands.anchor)?;
    store.act(permit.actor(), now, |tx| {
        tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))?;
        let name = name_of(said, story, tx, person)?;
        if let Some(sent) = sent(tx, person, &name, &text)? {
            return Ok((there(tx, story, sent.note)?.id, None));
        }
        let quote = tidy_quote(&stands.quote);
        room(tx, story, &[&text, &quote])?;
        if tx.notes_standing(story)? >= MOST_NOTES {
            return Err(Refusal::invalid(format!("A story has at most {MOST_NOTES} notes."), "Answer one that is there."));
        }
        let note = tx.add_note(story, &quote, &stands.anchor)?;
        let remark = tx.add_remark(note, person, &text, &name)?;
        call(tx, remark, person, &text, &[])?;
        tx.notes_changed(story)?;
        Ok((note, Some(Change::NoteWritten { story, note })))
    })
}

/// Answers a note; one that was done is open again. Who answers has seen it; who wrote there before is called.
///
/// # Errors
/// As [`write_note`].
pub fn answer_note(store: &Store, permit: Permit<'_, Comment>, now: Timestamp, story: StoryId, note: i64, said: &Said) -> Result<i64, Refusal> {
    let (person, text) = (writer(&permit)?, sound(&said.text)?);
    store.act(permit.actor(), now, |tx| {
        there(tx, story, note)?;
        let name = name_of(said, story, tx, person)?;
        if let Some(sent) = sent(tx, person, &name, &text)? {
            return Ok((sent.id, None));
        }
        room(tx, story, &[&text])?;
        let before = tx.remarks_in(note)?;
        if before.iter().filter(|said| said.deleted_at.is_none()).count() >= MOST_REMARKS {
            return Err(Refusal::invalid(format!("A note has at most {MOST_REMARKS} replies."), "Mark it done and begin another."));
        }
        tx.settle_note(note, None)?;
        let remark = tx.add_remark(note, person, &text, &name)?;
        tx.note_seen(person, note, said.last.unwrap_or(i64::MAX))?;
        let others: Vec<i64> = before.iter().map(|said| said.person).collect();
        call(tx, remark, person, &text, &others)?;
        tx.notes_changed(story)?;
        Ok((remark, Some(Change::NoteAnswered { story, note, remark })))
    })
}

/// Something that the actor said themselves in a note, and that still stands.
fn own(tx: &Write<'_>, story: StoryId, note: i64, remark: i64, person: i64) -> Result<Remark, Refusal> {
    there(tx, story, note)?;
    let found = tx.remarks_in(note)?.into_iter().find(|said| said.id == remark && said.deleted_at.is_none());
    let found = found.ok_or_else(|| Refusal::Missing("such note".into()))?;
    if found.person == person { Ok(found) } else { Err(NotYours::Words.into()) }
}

/// Changes what one said oneself. It is marked as changed; whoever it mentions now is called.
///
/// # Errors
/// As [`write_note`]; [`Refusal::NotYours`] when somebody else said it.
pub fn edit_remark(
    store: &Store,
    permit: Permit<'_, Comment>,
    now: Timestamp,
    story: StoryId,
    (note, remark): (i64, i64),
    text: &str,
) -> Result<(), Refusal> {
    let (person, text) = (writer(&permit)?, sound(text)?);
    store
        .act(permit.actor(), now, |tx| {
            if own(tx, story, note, remark, person)?.text == text {
                return Ok(((), None));
            }
            room(tx, story, &[&text])?;
            tx.edit_remark(remark, &text)?;
            tx.drop_mentions(remark)?;
            // Who wrote before is called by the reply still, also when it named them and does no more.
            let others: Vec<i64> = tx.remarks_in(note)?.iter().filter(|said| said.id < remark).map(|said| said.person).collect();
            call(tx, remark, person, &text, &others)?;
            tx.notes_changed(story)?;
            Ok(((), Some(Change::NoteEdited { story, note, remark })))
        })
        .inspect(|()| forget(store))
}

/// Takes back what one said oneself. The words are nowhere any more; the journal says that there were some. A note in which
/// nothing is left is gone.
///
/// # Errors
/// As [`edit_remark`].
pub fn delete_remark(store: &Store, permit: Permit<'_, Comment>, now: Timestamp, story: StoryId, (note, remark): (i64, i64)) -> Result<(), Refusal> {
    let person = writer(&permit)?;
    store
        .act(permit.actor(), now, |tx| {
            own(tx, story, note, remark, person)?;
            tx.delete_remark(remark, note)?;
            tx.notes_changed(story)?;
            Ok(((), Change::NoteDeleted { story, note, remark }))
        })
        .inspect(|()| forget(store))
}

/// Marks a note done, or open again; nothing happens when it is so already.
///
/// # Errors
/// As [`write_note`].
pub fn settle_note(store: &Store, permit: Permit<'_, Comment>, now: Timestamp, story: StoryId, note: i64, done: bool) -> Result<(), Refusal> {
    let person = writer(&permit)?;
    store.act(permit.actor(), now, |tx| {
        there(tx, story, note)?;
        if !tx.settle_note(note, done.then_some(person))? {
            return Ok(((), None));
        }
        tx.note_seen(person, note, i64::MAX)?;
        tx.notes_changed(story)?;
        Ok(((), Some(if done { Change::NoteDone { story, note } } else { Change::NoteReopened { story, note } })))
    })
}

/// Somebody has seen a note up to the remark `last` (`None`: all of it): that does not call them any more. No change of the
/// paper, so no line of the journal.
///
/// # Errors
/// As [`write_note`].
pub fn see_note(store: &Store, permit: Permit<'_, Comment>, now: Timestamp, story: StoryId, note: i64, last: Option<i64>) -> Result<(), Refusal> {
    let person = writer(&permit)?;
    store.write(permit.actor(), now, |tx| {
        there(tx, story, note)?;
        tx.note_seen(person, note, last.unwrap_or(i64::MAX))?;
        Ok(())
    })
}

/// Keeps a note on its words where the document has them anew: after a block was split or moved, or by its quote. Whoever
/// may write there may; no line of the journal, as for saving a draft. An anchor in a document that the story has no more
/// is left out: another window may have found the words in the new one. So is one from a window that does not know where
/// the note is now (`was`): what it lacks it takes for gone.
///
/// # Errors
/// As [`write_note`]; [`Refusal::NotYours`] when the actor may not write in the story.
pub fn anchor_note(
    store: &Store,
    permit: Permit<'_, Comment>,
    now: Timestamp,
    story: StoryId,
    note: i64,
    was: &Anchor,
    anchor: &Anchor,
) -> Result<(), Refusal> {
    writer(&permit)?;
    sound_anchor(anchor)?;
    store.write(permit.actor(), now, |tx| {
        let row = tx.story(story)?.ok_or_else(|| Refusal::Missing("such story".into()))?;
        let found = there(tx, story, note)?;
        may_change(tx, permit.actor(), &row)?;
        if found.anchor == *anchor || tx.shared_draft(story)?.is_none_or(|shared| shared.epoch != anchor.epoch) {
            return Ok(());
        }
        if tx.anchor_note(note, was, anchor)? {
            tx.notes_changed(story)?;
        }
        Ok(())
    })
}
