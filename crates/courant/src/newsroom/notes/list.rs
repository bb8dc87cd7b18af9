//! A story's notes, put together: for the page, and for the editor.

use crate::app::App;
use crate::http::{Failure, Query, Signed};
use crate::newsroom::desk::Desk;
use crate::newsroom::shell::{Answer, render, shell, with_flash};
use crate::newsroom::{flash, times};
use courant_news::permit::Grant;
use courant_news::story::StoryId;
use courant_render::newsroom::{Field, NoteRow, Notes, RemarkRow};
use courant_store::Problem;
use courant_store::notes::{Note, Remark};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    /// The note that was to be answered; 0: none.
    pub note: i64,
    /// What was to be changed; 0: nothing.
    pub remark: i64,
    /// The words.
    pub text: String,
    /// The words it was to stand on.
    pub quote: String,
    /// What is wrong and what to do; empty: nothing.
    pub problem: String,
    /// The address's query, for what has just been done.
    pub query: Query,
}

impl Typed {
    fn field(&self, here: bool, otherwise: &str) -> Field {
        if here { Field { value: self.text.clone(), error: self.problem.clone() } } else { Field { value: otherwise.into(), error: String::new() } }
    }

    fn is_new(&self) -> bool {
        self.note == 0 && self.remark == 0
    }
}

/// Everything that a story's notes say, by note.
fn remarks(desk: &Desk<'_>, story: StoryId) -> Result<BTreeMap<i64, Vec<Remark>>, Problem> {
    let mut by_note: BTreeMap<i64, Vec<Remark>> = BTreeMap::new();
    for remark in desk.read.remarks_of(story)? {
        by_note.entry(remark.note).or_default().push(remark);
    }
    Ok(by_note)
}

/// The page with what was typed.
pub(super) fn page(app: &App, signed: &Signed, id: StoryId, status: u16, typed: &Typed) -> Answer {
    let view = app.store.read(|read| {
        let Some(story) = read.story(id)? else { return Err(Failure::missing("such story")) };
        let desk = Desk::new(app, read)?;
        let places = desk.places(&story, &read.draft_head(id)?, "notes");
        let mut page = with_flash(shell(app, &signed.actor, format!("Notes on ‘{}’", places.headline), "stories"), &typed.query);
        if !typed.problem.is_empty() {
            page.flash = Some(flash::problem("The note is not kept.", "Your words are still in their field, which says why."));
        }
        let calls = signed.actor.person.map(|person| read.notes_calling(person, id)).transpose()?.unwrap_or_default();
        let mut said = remarks(&desk, id)?;
        let (mut open, mut done) = (Vec::new(), Vec::new());
        for note in read.notes_of(id)? {
            let remarks = said.remove(&note.id).unwrap_or_default();
            let row = row(&desk, signed, &note, &remarks, calls.contains(&note.id), typed)?;
            if note.done.is_some() { done.push(row) } else { open.push(row) }
        }
        let sending = format!("page:{}:{}:{}", signed.session, desk.now.as_millisecond(), read.notes_version(id)?);
        let (text, quote) = (typed.field(typed.is_new(), ""), Field { value: typed.quote.clone(), error: String::new() });
        let zone = times::zone_name(desk.now, &desk.paper.zone);
        Ok(Notes { page, story: places, zone, action: format!("/newsroom/stories/{id}/notes"), text, quote, open, done, sending })
    })?;
    render(app, status, "notes.html", &view)
}

fn row(desk: &Desk<'_>, signed: &Signed, note: &Note, remarks: &[Remark], called: bool, typed: &Typed) -> Result<NoteRow, Problem> {
    let url = format!("/newsroom/stories/{}/notes/{}", note.story, note.id);
    let done = match note.done {
        Some((at, by)) => format!("{}, {}", desk.name(&format!("person:{by}"))?, desk.short(at).text),
        None => String::new(),
    };
    let remark = |r: &Remark| RemarkRow {
        id: r.id,
        by: r.name.clone(),
        at: desk.short(r.made_at),
        text: r.text.clone(),
        edited: r.edited_at.is_some(),
        deleted: r.deleted_at.is_some(),
        action: if signed.actor.person == Some(r.person) && r.deleted_at.is_none() { format!("{url}/remarks/{}", r.id) } else { String::new() },
        text_field: typed.field(typed.remark == r.id, &r.text),
    };
    Ok(NoteRow {
        id: note.id,
        // Who may not write has no editor to go to.
        editor_url: if signed.actor.has(Grant::EditOwn) { format!("/newsroom/stories/{}#note-{}", note.story, note.id) } else { String::new() },
        last: remarks.last().map_or(0, |r| r.id),
        quote: note.quote.clone(),
        done,
        called,
        remarks: remarks.iter().map(remark).collect(),
        reply: typed.field(typed.note == note.id, ""),
        url,
    })
}

/// Notes for the editor: `{version, note, me, people: [{name, as}], notes: [{id, quote, epoch, from, to, done, called,
/// remarks: [{id, by, mine, at, iso, text, edited, deleted}]}]}`. `note` is the one that was just written or changed, `me` the name of who asks; `as`
/// is how a person is named after an @; `done` is `{by, at}` or null.
pub(super) fn json(app: &App, signed: &Signed, id: StoryId, written: Option<i64>) -> Result<Value, Failure> {
    app.store.read(|read| {
        if read.story(id)?.is_none() {
            return Err(Failure::missing("such story"));
        }
        let desk = Desk::new(app, read)?;
        let calls = signed.actor.person.map(|person| read.notes_calling(person, id)).transpose()?.unwrap_or_default();
        let mut said = remarks(&desk, id)?;
        let mut notes = Vec::new();
        for note in read.notes_of(id)? {
            notes.push(note_json(&desk, signed, &note, said.remove(&note.id).unwrap_or_default(), calls.contains(&note.id))?);
        }
        let all = read.colleagues()?;
        let mut names: HashMap<String, usize> = HashMap::new();
        for colleague in &all {
            *names.entry(colleague.name.to_lowercase()).or_default() += 1;
        }
        let shared = |name: &str| names.get(&name.to_lowercase()).is_some_and(|many| *many > 1);
        let people: Vec<Value> = all
            .iter()
            .filter(|c| Some(c.person) != signed.actor.person)
            .map(|c| json!({ "name": c.name, "as": if shared(&c.name) { &c.slug } else { &c.name } }))
            .collect();
        Ok(json!({ "version": read.notes_version(id)?, "note": written, "me": signed.actor.name, "people": people, "notes": notes }))
    })
}

fn note_json(desk: &Desk<'_>, signed: &Signed, note: &Note, said: Vec<Remark>, called: bool) -> Result<Value, Problem> {
    let done = match note.done {
        Some((at, by)) => json!({ "by": desk.name(&format!("person:{by}"))?, "at": desk.short(at).text }),
        None => Value::Null,
    };
    let remark = |r: Remark| {
        let at = desk.short(r.made_at);
        json!({ "id": r.id, "by": r.name, "mine": signed.actor.person == Some(r.person), "at": at.text, "iso": at.iso, "text": r.text,
                "edited": r.edited_at.is_some(), "deleted": r.deleted_at.is_some() })
    };
    let remarks: Vec<Value> = said.into_iter().map(remark).collect();
    Ok(json!({ "id": note.id, "quote": note.quote, "epoch": note.anchor.epoch, "from": note.anchor.from, "to": note.anchor.to,
               "done": done, "called": called, "remarks": remarks }))
}

/// `{version}`.
pub(super) fn version(app: &App, id: StoryId) -> Result<Value, Failure> {
    Ok(json!({ "version": app.store.read(|read| read.notes_version(id))? }))
}

/// One note for the editor: `{version, one}`, as in [`json`].
pub(super) fn one(app: &App, signed: &Signed, id: StoryId, note: i64) -> Result<Value, Failure> {
    app.store.read(|read| {
        let Some(note) = read.note(note)?.filter(|found| found.story == id) else { return Err(Failure::missing("such note")) };
        let calls = signed.actor.person.map(|person| read.notes_calling(person, id)).transpose()?.unwrap_or_default();
        let one = note_json(&Desk::new(app, read)?, signed, &note, read.remarks_in(note.id)?, calls.contains(&note.id))?;
        Ok(json!({ "version": read.notes_version(id)?, "one": one }))
    })
}
