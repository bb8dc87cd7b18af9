//! A change in words.

use courant_news::assignment::{Assignment, Priority};
use courant_news::change::Change;
use courant_news::story::StoryId;
use courant_store::{Problem, Read};

/// What happened, to follow the name of who did it.
pub(super) fn what(read: &Read<'_>, change: &Change) -> Result<String, Problem> {
    Ok(match change {
        Change::StoryCreated { story } => format!("began the story {}", headline(read, *story)?),
        Change::StoryMoved { story, from, to, note, revision } => {
            let said = match revision {
                Some(revision) => format!(", {}", version(read, *revision)?),
                None => String::new(),
            };
            format!("moved the story {} from {from} to {to}{said}{}", headline(read, *story)?, noted(note))
        }
        Change::StoryPlanned { story, to } => format!("planned the story {}: {}", headline(read, *story)?, assignment(read, to)?),
        Change::StoryAssigned { story, from, to } => {
            format!(
                "changed who does what by when of the story {}, from {} to {}",
                headline(read, *story)?,
                assignment(read, from)?,
                assignment(read, to)?
            )
        }
        Change::StoryRestored { story, number, kept, revision } => {
            let (now, before) = (version(read, *revision)?, version(read, *kept)?);
            format!("restored version {number} of the story {} as {now}; what stood there is {before}", headline(read, *story)?)
        }
        Change::CorrectionFiled { story, corrects, .. } => {
            format!(
                "filed a correction on the story {}{}",
                headline(read, *story)?,
                if corrects.is_some() { " of an earlier correction" } else { "" }
            )
        }
        Change::StoryPublished { story, revision, previous, note } => {
            let from = match previous {
                Some(previous) => format!(", in place of {}", version(read, *previous)?),
                None => String::new(),
            };
            format!("published the story {}: {}{from}{}", headline(read, *story)?, version(read, *revision)?, noted(note))
        }
        Change::StoryScheduled { story, revision, at, .. } => {
            format!("set the time {at:.0} for the story {}: {}", headline(read, *story)?, version(read, *revision)?)
        }
        Change::StoryUnscheduled { story, revision } => {
            format!("took back the time of the story {}: {}", headline(read, *story)?, version(read, *revision)?)
        }
        Change::StoryWithdrawn { story, note } => format!("withdrew the story {}{}", headline(read, *story)?, noted(note)),
        Change::FrontArranged { front, version } => format!("arranged the front ‘{front}’, from version {} to {version}", version - 1),
        Change::BreakingSwitched { words, .. } if words.is_empty() => "switched the breaking bar off".into(),
        Change::BreakingSwitched { words, .. } => format!("switched the breaking bar to ‘{words}’"),
        Change::MediaFileAdded { file } => format!("brought in the file {}", short(file)),
        Change::PictureAdded { picture } => format!("brought in the picture {}", short(picture)),
        Change::PictureChanged { picture, what } if what.is_empty() => format!("changed the picture {}", short(picture)),
        Change::PictureChanged { picture, what } => format!("changed the picture {}: {what}", short(picture)),
        Change::PictureEnded { picture, last_day } => {
            format!("took the picture {} from readers, as {last_day}, the last day of its rights, is over", short(picture))
        }
        Change::PictureReplaced { picture, by, stories } => {
            let stories = if *stories == 1 { "one story".to_owned() } else { format!("{stories} stories") };
            format!("put the picture {} in place of {} in {stories}", short(by), short(picture))
        }
        Change::StoryPictureReplaced { story, picture, by, revision, previous, waiting } => {
            let live = match (revision, previous) {
                (Some(now), Some(before)) => format!(": readers have {}, in place of {}", version(read, *now)?, version(read, *before)?),
                _ => String::new(),
            };
            let waits = match waiting {
                Some(waiting) => format!("; {} waits for its time", version(read, *waiting)?),
                None => String::new(),
            };
            format!("put the picture {} in place of {} in the story {}{live}{waits}", short(by), short(picture), headline(read, *story)?)
        }
        Change::SiteChanged { what } => format!("changed the site: {what}"),
        Change::NoteWritten { story, note } => format!("left the note {note} on the story {}", headline(read, *story)?),
        Change::NoteAnswered { story, note, .. } => format!("answered the note {note} on the story {}", headline(read, *story)?),
        Change::NoteEdited { story, note, .. } => format!("changed what they had said in the note {note} on the story {}", headline(read, *story)?),
        Change::NoteDeleted { story, note, .. } => {
            format!("deleted what they had said in the note {note} on the story {}; the words are not kept", headline(read, *story)?)
        }
        Change::NoteDone { story, note } => format!("marked the note {note} on the story {} done", headline(read, *story)?),
        Change::NoteReopened { story, note } => format!("opened the note {note} on the story {} again", headline(read, *story)?),
        other => site(other).map_or_else(|| person(read, other), Ok)?,
    })
}

fn site(change: &Change) -> Option<String> {
    Some(match change {
        Change::PlaceNamed { what } => format!("named the {what}"),
        Change::SectionChanged { section, what } => format!("changed the section ‘{section}’: {what}"),
        Change::SectionMoved { from, to } => format!("moved the stories of the section ‘{from}’ to ‘{to}’"),
        Change::StorylineChanged { storyline, what } => format!("changed the storyline ‘{storyline}’: {what}"),
        Change::LedgerFiled { storyline, added, changed } => {
            format!("filed records in the ledger of the storyline ‘{storyline}’: {added} new, {changed} changed")
        }
        Change::PagePublished { page, .. } => format!("published the page ‘{page}’"),
        Change::PageWithdrawn { page } => format!("took down the page ‘{page}’"),
        Change::SettingsChanged { what } => format!("changed the settings: {what}"),
        Change::RedirectMade { from, to } => format!("made a redirect from {from} to {to}"),
        Change::RedirectEnded { from } => format!("ended the redirect from {from}"),
        Change::StoryReaddressed { from, to, .. } => format!("moved a story from {from} to {to}; the old address leads there"),
        Change::FrontPlanned { front, at, .. } => format!("planned an arrangement of the front ‘{front}’ from {at:.0} on"),
        Change::FrontPlanCancelled { front, .. } => format!("took back a planned arrangement of the front ‘{front}’"),
        Change::ThemeChanged { theme } => format!("chose the theme ‘{theme}’"),
        Change::ThemeKept { name, .. } => format!("brought in the theme ‘{name}’"),
        Change::ThemeDropped { name, .. } => format!("deleted the theme ‘{name}’"),
        _ => return None,
    })
}

fn person(read: &Read<'_>, change: &Change) -> Result<String, Problem> {
    let name = |person: &i64| read.actor_name(&format!("person:{person}"));
    Ok(match change {
        Change::PersonAdded { person } => format!("gave {} an account", name(person)?),
        Change::SignedIn { by, .. } => format!("signed in by {by}"),
        Change::SignedOut { .. } => "signed out".into(),
        Change::SessionsEnded { person, which } if which == "one" => format!("ended a session of {}", name(person)?),
        Change::SessionsEnded { person, .. } => format!("ended all other sessions of {}", name(person)?),
        Change::Invited { name, role, again: false, .. } => format!("invited {name} as {role}"),
        Change::Invited { name, role, .. } => format!("made the invitation of {name} as {role} again"),
        Change::InvitationEnded { name, .. } => format!("took back the invitation of {name}"),
        Change::LinkMade { person } => format!("made a link that signs {} in once", name(person)?),
        Change::PersonRenamed { person, from, to } => format!("changed the name of {} from ‘{from}’ to ‘{to}’", name(person)?),
        Change::RoleChanged { person, from, to } => format!("changed the role of {} from {from} to {to}", name(person)?),
        Change::GrantsChanged { person, given, taken } => {
            let part = |verb: &str, words: &[String]| if words.is_empty() { String::new() } else { format!("{verb} {}", words.join(", ")) };
            let parts = [part("gave", given), part("took", taken)];
            format!("changed the grants of {}: {}", name(person)?, parts.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join("; "))
        }
        Change::DesksChanged { person, from, to } => format!("changed the desks of {} from {} to {}", name(person)?, listed(from), listed(to)),
        Change::PersonDismissed { person } => format!("dismissed {}", name(person)?),
        Change::PersonReturned { person } => format!("took {} back", name(person)?),
        Change::PasswordChanged { person } => format!("changed the password of {}", name(person)?),
        Change::FactorChanged { person, what } => format!("second factor of {}: {what}", name(person)?),
        Change::PasskeyChanged { person, name: key, added } => {
            format!("{} the passkey ‘{key}’ of {}", if *added { "added" } else { "took away" }, name(person)?)
        }
        Change::CalendarGiven { person } => format!("gave {} an address of the day book for calendars", name(person)?),
        Change::CalendarEnded { person } => format!("ended the calendar address of {}", name(person)?),
        Change::FactorRolesChanged { from, to } => format!("changed which roles need a second factor from {} to {}", listed(from), listed(to)),
        Change::DeskChanged { desk, from, .. } if from.is_empty() => format!("added the desk ‘{desk}’"),
        Change::DeskChanged { desk, from, to } => format!("changed the desk ‘{desk}’ from {from} to {to}"),
        Change::TokenAdded { token } => format!("made the {}", read.actor_name(&format!("token:{token}"))?),
        Change::TokenEnded { token } => format!("ended the {}", read.actor_name(&format!("token:{token}"))?),
        other => kind(other),
    })
}

/// Who writes it, by when, how long, how urgent, in a few words.
fn assignment(read: &Read<'_>, to: &Assignment) -> Result<String, Problem> {
    let who = to.person.map(|person| read.actor_name(&format!("person:{person}"))).transpose()?;
    let parts = [
        Some(who.unwrap_or_else(|| "nobody".into())),
        (!to.desk.is_empty()).then(|| format!("desk {}", to.desk)),
        to.due.map(|due| format!("due {due:.0}")),
        to.length.map(|length| format!("{length} words")),
        (to.priority != Priority::Normal).then(|| to.priority.word().to_owned()),
    ];
    Ok(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// The kind of a change that has no words of its own yet.
fn kind(change: &Change) -> String {
    let value = serde_json::to_value(change).unwrap_or_default();
    value["kind"].as_str().unwrap_or("a change").replace('_', " ")
}

fn headline(read: &Read<'_>, story: StoryId) -> Result<String, Problem> {
    let headline = read.draft_head(story)?.headline;
    Ok(if headline.trim().is_empty() { format!("{story} without headline") } else { format!("‘{headline}’") })
}

fn version(read: &Read<'_>, revision: i64) -> Result<String, Problem> {
    Ok(match read.revision_number(revision)? {
        Some(number) => format!("version {number}"),
        None => format!("revision {revision}"),
    })
}

fn noted(note: &str) -> String {
    if note.is_empty() { String::new() } else { format!(" (‘{note}’)") }
}

fn short(picture: &str) -> &str {
    picture.get(..8).unwrap_or(picture)
}

fn listed(words: &[String]) -> String {
    if words.is_empty() { "none".into() } else { words.join(", ") }
}
