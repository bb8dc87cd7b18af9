//! Taking a picture into the library, changing its words and rights, and taking it from readers when its last day is
//! over. The file is on the disk, synced, before this is called.

use super::Refusal;
use courant_news::change::Change;
use courant_news::permit::{Edit, Permit, Publish};
use courant_news::rights::{day, is_over, warned_until};
use courant_store::Store;
use courant_store::pictures::Picture;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Kind of the job that makes a picture's files.
pub const RENDITIONS: &str = "renditions";

/// Adds a picture; the same file again is the one there is.
///
/// # Errors
/// [`Refusal::Store`].
pub fn add_picture(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, picture: &Picture) -> Result<Picture, Refusal> {
    store.act(permit.actor(), now, |tx| {
        if let Some(there) = tx.picture(&picture.id)? {
            return Ok((there, None));
        }
        tx.add_picture(picture)?;
        // Files of every width are made before the first reader asks for one.
        tx.add_job(RENDITIONS, &format!("{RENDITIONS}:{}", picture.id), &serde_json::json!({ "picture": picture.id }), now)?;
        Ok((picture.clone(), Some(Change::PictureAdded { picture: picture.id.clone() })))
    })
}

/// Changes a picture's words, days, rights and focal point. A last day that is over takes it from readers in the same
/// transaction; a later one, or none, gives it back. Where a published story uses the picture, either of them is publishing and
/// wants that grant, and so does any other change of a last day, and a first one within the time of warning.
///
/// # Errors
/// [`Refusal::Missing`] when there is none of that id; [`Refusal::NotPermitted`].
pub fn change_picture(store: &Store, permit: Permit<'_, Edit>, zone: &TimeZone, now: Timestamp, picture: &Picture) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let old = tx.picture(&picture.id)?.ok_or_else(|| Refusal::Missing("such picture".into()))?;
        let over = picture.rights_end.is_some_and(|day| is_over(day, zone, now));
        // A clock that has gone back gives nothing back: only another last day does.
        let stays = old.ended_at.is_some() && picture.rights_end == old.rights_end;
        let ended_at = if over || stays { old.ended_at.or(Some(now)) } else { None };
        let other_end = old.rights_end.is_some() && picture.rights_end != old.rights_end;
        let soon = picture.rights_end != old.rights_end && picture.rights_end.is_some_and(|end| end <= warned_until(day(now, zone)));
        if (ended_at.is_some() != old.ended_at.is_some() || other_end || soon) && tx.stories_showing(&picture.id)? > 0 {
            permit.actor().permit::<Publish>()?;
        }
        let new = Picture { ended_at, replaced_by: old.replaced_by.clone(), ..picture.clone() };
        if new == old {
            return Ok(((), None));
        }
        tx.change_picture(&new)?;
        Ok(((), Some(Change::PictureChanged { picture: new.id.clone(), what: differences(&old, &new) })))
    })
}

/// Takes the next picture whose last day is over from readers; its id, or none where no day is over. What is due is read
/// from the pictures themselves at that moment, in the zone of that moment, and each is taken once, however often and by
/// however many this is called.
///
/// # Errors
/// [`Refusal::Store`].
pub fn end_rights(store: &Store, permit: Permit<'_, Publish>, zone: &TimeZone, now: Timestamp) -> Result<Option<String>, Refusal> {
    store.act(permit.actor(), now, |tx| {
        let Some((picture, day)) = tx.next_rights_end()?.and_then(|p| p.rights_end.map(|day| (p, day))) else { return Ok((None, None)) };
        if !is_over(day, zone, now) || !tx.end_picture(&picture.id)? {
            return Ok((None, None));
        }
        let change = Change::PictureEnded { picture: picture.id.clone(), last_day: day.to_string() };
        Ok((Some(picture.id), Some(change)))
    })
}

/// From what to what, for the audit trail.
fn differences(old: &Picture, new: &Picture) -> String {
    let day = |day: Option<Date>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
    let text = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("‘{}’", short(text)) };
    let focus = |(x, y): (u16, u16)| format!("{x},{y}");
    let parts = [
        ("alt text", text(&old.alt), text(&new.alt)),
        ("caption", text(&old.caption), text(&new.caption)),
        ("credit", text(&old.credit), text(&new.credit)),
        ("creator", text(&old.creator), text(&new.creator)),
        ("rights", text(&old.rights), text(&new.rights)),
        ("last day of rights", day(old.rights_end), day(new.rights_end)),
        ("day it was made", day(old.made_on), day(new.made_on)),
        ("focal point", focus(old.focus), focus(new.focus)),
    ];
    let changed: Vec<String> = parts.iter().filter(|(_, a, b)| a != b).map(|(name, a, b)| format!("{name} from {a} to {b}")).collect();
    changed.join("; ")
}

fn short(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
