//! Who is connected to a story: what each window is told, in the order in which it was committed.

use super::commit::{self, Offer, Verdict};
use super::message::{Bytes, FromBrowser, May, ToBrowser, You};
use super::replica::Replica;
use crate::app::App;
use crate::http::Failure;
use crate::people;
use crate::publish::{self, Refusal};
use courant_news::permit::{Actor, Comment};
use courant_news::story::StoryId;
use courant_store::stories::Story;
use courant_store::{Problem, Read};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc;
use yrs::StateVector;
use yrs::updates::decoder::Decode;

/// Windows at the same time, of one person and of all.
const MOST_OF_ONE: usize = 24;
const MOST: usize = 600;
/// Colours that tell people apart.
const COLOURS: i64 = 12;

/// How the newsroom puts things in words.
#[derive(Clone, Copy)]
pub struct Words {
    /// The time of day with its zone.
    pub clock: fn(Timestamp, &TimeZone) -> String,
    /// How a story stands.
    pub story: fn(&App, &Read<'_>, &Story) -> Result<Standing, Problem>,
}

/// How a story stands, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The state's word.
    pub state: &'static str,
    /// The state with its time.
    pub text: String,
    /// Its public address, or nothing.
    pub address: String,
}

/// A person at a window.
#[derive(Clone)]
pub struct Person {
    /// Who.
    pub actor: Actor,
    /// Code of the session.
    pub code: String,
}

/// What a window is sent.
pub(super) enum Out {
    Text(String),
    /// The last thing: then the connection is closed with this code (RFC 6455, section 7.4).
    Last(String, u16),
}

struct Window {
    out: mpsc::Sender<Out>,
    person: Person,
    you: You,
    here: Value,
    /// The document it was given; none before its hello.
    epoch: Option<String>,
    may: May,
    /// Numbers of its own updates that it may not count as seen.
    own: BTreeSet<i64>,
}

/// Every room.
#[derive(Default)]
pub struct Hub {
    rooms: Mutex<HashMap<StoryId, Arc<Room>>>,
    windows: Mutex<HashMap<String, usize>>,
    next: AtomicU64,
}

/// The windows open on one story.
pub(super) struct Room {
    story: StoryId,
    words: Words,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    replica: Option<Replica>,
    windows: BTreeMap<u64, Window>,
    /// What windows were told last of the story's state.
    told: Option<Standing>,
    /// The version of the story's notes that windows were told of last.
    notes: Option<i64>,
}

/// What somebody is told who is not signed in any more.
pub(super) fn signed_out() -> Failure {
    Failure::new(401, "You are signed out.", "Sign in again; your words are kept in this browser.")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hub {
    /// Opens a window on a story; what it is sent comes out of the channel.
    pub(super) fn enter(&self, story: StoryId, words: Words, person: Person, out: mpsc::Sender<Out>) -> Result<(Arc<Room>, u64), Failure> {
        let mut windows = lock(&self.windows);
        let own = windows.get(&person.actor.id).copied().unwrap_or(0);
        if own >= MOST_OF_ONE || windows.values().sum::<usize>() >= MOST {
            return Err(Failure::new(503, "Too many windows are open on stories.", "Close some, then load this page again."));
        }
        *windows.entry(person.actor.id.clone()).or_default() += 1;
        drop(windows);
        let client = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let mut rooms = lock(&self.rooms);
        let room = rooms.entry(story).or_insert_with(|| Arc::new(Room { story, words, inner: Mutex::default() }));
        let room = Arc::clone(room);
        let colour = u8::try_from(person.actor.person.unwrap_or(0).rem_euclid(COLOURS)).unwrap_or(0);
        let you = You { id: person.actor.id.clone(), name: person.actor.name.clone(), colour };
        let window = Window { out, person, you, here: Value::Null, epoch: None, may: May::Read, own: BTreeSet::new() };
        lock(&room.inner).windows.insert(client, window);
        Ok((room, client))
    }

    /// Closes a window; the others see it go.
    pub(super) fn leave(&self, room: &Arc<Room>, client: u64, person: &Person) {
        let mut rooms = lock(&self.rooms);
        let mut inner = lock(&room.inner);
        // One that was too far behind is out already.
        let you = inner.windows.remove(&client).map(|window| window.you);
        let you = you.unwrap_or_else(|| You { id: person.actor.id.clone(), name: person.actor.name.clone(), colour: 0 });
        inner.say_here(client, &you, &Value::Null);
        // A room nobody is in costs nothing: the store has the document.
        if inner.windows.is_empty() && rooms.get(&room.story).is_some_and(|there| Arc::ptr_eq(there, room)) {
            rooms.remove(&room.story);
        }
        drop((inner, rooms));
        let mut windows = lock(&self.windows);
        if let Some(count) = windows.get_mut(&person.actor.id) {
            *count -= 1;
            if *count == 0 {
                windows.remove(&person.actor.id);
            }
        }
    }

    /// Tells every window what was written and moved elsewhere: by another process, the API, a file, the scheduler.
    pub fn look(&self, app: &App) {
        let rooms: Vec<Arc<Room>> = lock(&self.rooms).values().cloned().collect();
        for room in rooms {
            if let Err(failure) = room.look(app) {
                tracing::warn!(story = room.story, error = failure.sentence, "a shared draft cannot be looked at");
            }
        }
    }
}

impl Inner {
    /// Sends to every window that knows the document but one. One that does not keep up is closed; it comes back and
    /// is given what it lacks.
    fn say(&mut self, text: &str, but: Option<u64>) {
        self.windows
            .retain(|client, window| Some(*client) == but || window.epoch.is_none() || window.out.try_send(Out::Text(text.to_owned())).is_ok());
    }

    fn tell(&mut self, client: u64, text: String) {
        if self.windows.get(&client).is_some_and(|window| window.out.try_send(Out::Text(text)).is_err()) {
            self.windows.remove(&client);
        }
    }

    fn say_here(&mut self, client: u64, you: &You, state: &Value) {
        let text = ToBrowser::Here { client, id: &you.id, name: &you.name, colour: you.colour, state }.text();
        self.say(&text, Some(client));
    }

    fn say_kept(&mut self, by: &str, revision: i64) {
        let sentence = format!(
            "{by} and somebody else changed the same passage at the same time; the words that went out of sight are kept in revision {revision}."
        );
        self.say(&ToBrowser::Kept { revision, sentence: &sentence }.text(), None);
    }
}

impl Room {
    /// What a window says; the answers go to its channel.
    ///
    /// # Errors
    /// [`Failure`] when it is over for the window.
    pub(super) fn hear(&self, app: &App, client: u64, said: FromBrowser) -> Result<(), Failure> {
        let mut inner = lock(&self.inner);
        match said {
            FromBrowser::Hello { epoch, sv } => {
                self.ready(app, &mut inner, client)?;
                let state = sv.and_then(|sv| StateVector::decode_v1(&sv.0).ok()).unwrap_or_default();
                self.give(app, &mut inner, client, epoch, &state)
            }
            FromBrowser::Update { n, seen, u } => self.update(app, &mut inner, client, (n, seen), &u.0),
            FromBrowser::Here { state } => {
                let Some(window) = inner.windows.get_mut(&client).filter(|window| window.epoch.is_some()) else { return Ok(()) };
                window.here = state.clone();
                let you = window.you.clone();
                inner.say_here(client, &you, &state);
                Ok(())
            }
            FromBrowser::Flush => Ok(()),
        }
    }

    /// Makes sure that the document is here and says what the store says.
    fn ready(&self, app: &App, inner: &mut Inner, client: u64) -> Result<(), Failure> {
        self.catch_up(app, inner)?;
        if inner.replica.is_some() {
            return Ok(());
        }
        let loaded = match app.store.read(|read| Replica::load(read, self.story)) {
            Err(Problem::Record(why)) => {
                tracing::error!(story = self.story, why, "a shared draft is given up and begun again from the draft");
                None
            }
            other => other?,
        };
        let given_up = loaded.is_none();
        inner.replica = match loaded {
            Some(replica) => Some(replica),
            None => Some(self.begin(app, inner, client)?),
        };
        let there: Vec<u64> =
            inner.windows.iter().filter(|(other, window)| **other != client && window.epoch.is_some()).map(|(other, _)| *other).collect();
        for other in there.into_iter().filter(|_| given_up) {
            let epoch = inner.windows.get(&other).and_then(|window| window.epoch.clone());
            self.give(app, inner, other, epoch, &StateVector::default())?;
        }
        Ok(())
    }

    fn begin(&self, app: &App, inner: &Inner, client: u64) -> Result<Replica, Failure> {
        let actor = inner.windows.get(&client).map_or_else(Actor::scheduler, |window| window.person.actor.clone());
        app.store.write(&actor, app.clock.now(), |tx| {
            let Some(copy) = tx.draft(self.story)? else { return Err(Failure::missing("such story")) };
            match Replica::load(tx, self.story) {
                Ok(Some(replica)) => Ok(replica),
                Ok(None) | Err(Problem::Record(_)) => Ok(Replica::begin(tx, self.story, &copy)?),
                Err(other) => Err(other.into()),
            }
        })
    }

    /// Gives a window what it lacks, and where the others are.
    fn give(&self, app: &App, inner: &mut Inner, client: u64, epoch: Option<String>, state: &StateVector) -> Result<(), Failure> {
        let Some(person) = inner.windows.get(&client).map(|window| window.person.clone()) else { return Ok(()) };
        let (may, ..) = may_now(app, self.story, &person)?;
        if inner.told.is_none() {
            inner.told = self.standing(app)?;
        }
        if inner.notes.is_none() {
            inner.notes = Some(app.store.read(|read| read.notes_version(self.story))?);
        }
        let (Some(replica), Some(window)) = (&inner.replica, inner.windows.get_mut(&client)) else { return Ok(()) };
        let same = epoch.as_ref().is_none_or(|epoch| *epoch == replica.at.epoch);
        let lacking = if same { replica.shared.since(state) } else { replica.shared.whole() };
        window.epoch = Some(replica.at.epoch.clone());
        window.may = may;
        let doc = ToBrowser::Doc {
            epoch: &replica.at.epoch,
            seq: replica.at.seq,
            u: Bytes(lacking),
            sv: Bytes(replica.shared.state_v1()),
            reset: !same,
            you: &window.you,
            may,
            client,
        };
        let mut texts = vec![doc.text()];
        for (other, window) in inner.windows.iter().filter(|(other, window)| **other != client && !window.here.is_null()) {
            let you = &window.you;
            texts.push(ToBrowser::Here { client: *other, id: &you.id, name: &you.name, colour: you.colour, state: &window.here }.text());
        }
        texts.into_iter().for_each(|text| inner.tell(client, text));
        Ok(())
    }

    fn update(&self, app: &App, inner: &mut Inner, client: u64, (n, seen): (i64, i64), bytes: &[u8]) -> Result<(), Failure> {
        let refused = |failure: Failure| ToBrowser::Refused { n: Some(n), error: failure.sentence, next: failure.next }.text();
        if let Err(failure) = self.ready(app, inner, client) {
            inner.tell(client, refused(failure));
            return Ok(());
        }
        let Some(window) = inner.windows.get_mut(&client).filter(|window| window.epoch.is_some()) else { return Ok(()) };
        window.own.retain(|seq| *seq > seen);
        let (person, told, own) = (window.person.clone(), window.epoch.clone(), window.own.clone());
        let Some(replica) = inner.replica.as_mut() else { return Ok(()) };
        if told.as_ref() != Some(&replica.at.epoch) {
            return self.give(app, inner, client, told, &StateVector::default());
        }
        let offer = Offer { story: self.story, actor: &person.actor, code: &person.code, seen, own: &own, bytes };
        let outcome = commit::take(&app.store, app.clock.now(), replica, &offer);
        if !outcome.is_sound {
            inner.replica = None;
        }
        self.announce(app, inner, outcome.others)?;
        match outcome.verdict {
            Verdict::Saved { seq, version, at, news, kept } => {
                let saved = (self.words.clock)(at, &app.pages.paper().zone);
                inner.tell(client, ToBrowser::Ack { n, seq, version, saved }.text());
                if let Some(news) = news {
                    if let Some(window) = inner.windows.get_mut(&client) {
                        window.own.insert(seq);
                    }
                    inner.say(&ToBrowser::Update { seq, u: Bytes(news), by: person.actor.name.clone() }.text(), Some(client));
                }
                if let Some(kept) = kept {
                    inner.say_kept(&person.actor.name, kept.revision);
                }
                Ok(())
            }
            Verdict::Refused(failure) => {
                inner.tell(client, refused(failure));
                Ok(())
            }
            Verdict::Apart => {
                self.ready(app, inner, client)?;
                self.give(app, inner, client, told, &StateVector::default())?;
                let failure =
                    Failure::new(409, "A part of what was written has not arrived yet.", "It is sent again; your words are kept in this browser.");
                inner.tell(client, refused(failure));
                Ok(())
            }
            Verdict::Over(failure) => Err(failure),
        }
    }

    /// Tells what others have appended.
    fn announce(&self, app: &App, inner: &mut Inner, rows: Vec<courant_store::shared::DraftUpdate>) -> Result<(), Failure> {
        for row in rows {
            let by = app.store.read(|read| read.actor_name(&row.made_by))?;
            inner.say(&ToBrowser::Update { seq: row.seq, u: Bytes(row.bytes), by: by.clone() }.text(), None);
            if let Some(revision) = row.kept {
                inner.say_kept(&by, revision);
            }
        }
        Ok(())
    }

    fn catch_up(&self, app: &App, inner: &mut Inner) -> Result<(), Failure> {
        let Some(replica) = inner.replica.as_mut() else { return Ok(()) };
        match app.store.read(|read| replica.catch_up(read, self.story)) {
            Ok(Some(rows)) => self.announce(app, inner, rows),
            Ok(None) | Err(Problem::Record(_)) => {
                inner.replica = None;
                Ok(())
            }
            Err(other) => Err(other.into()),
        }
    }

    fn look(&self, app: &App) -> Result<(), Failure> {
        let mut inner = lock(&self.inner);
        let had = inner.replica.is_some();
        self.catch_up(app, &mut inner)?;
        if had && inner.replica.is_none() {
            // Another document stands in its place: every window is given it.
            let there: Vec<(u64, Option<String>)> =
                inner.windows.iter().filter(|(_, w)| w.epoch.is_some()).map(|(client, w)| (*client, w.epoch.clone())).collect();
            for (client, epoch) in there {
                self.ready(app, &mut inner, client)?;
                self.give(app, &mut inner, client, epoch, &StateVector::default())?;
            }
        }
        let told = self.standing(app)?;
        if let Some(now) = &told
            && inner.told.is_some()
            && inner.told != told
        {
            inner.say(&ToBrowser::Story { state: now.state, state_text: &now.text, address: &now.address }.text(), None);
        }
        inner.told = told;
        let version = app.store.read(|read| read.notes_version(self.story))?;
        if inner.notes.replace(version).is_some_and(|was| was != version) {
            inner.say(&ToBrowser::Notes { version }.text(), None);
        }
        Ok(())
    }

    fn standing(&self, app: &App) -> Result<Option<Standing>, Failure> {
        let standing = app.store.read(|read| {
            let Some(row) = read.story(self.story)? else { return Ok(None) };
            Ok::<_, Problem>(Some((self.words.story)(app, read, &row)?))
        });
        Ok(standing?)
    }

    /// Whether a window is among those that are told what happens.
    pub(super) fn has(&self, client: u64) -> bool {
        lock(&self.inner).windows.contains_key(&client)
    }

    /// Asks again whether a window may stay and write; tells it when that has changed.
    ///
    /// # Errors
    /// [`Failure`] when it is over for the window.
    pub(super) fn check(&self, app: &App, client: u64, person: &Person) -> Result<(), Failure> {
        let (may, error, next) = may_now(app, self.story, person)?;
        let mut inner = lock(&self.inner);
        if let Some(window) = inner.windows.get_mut(&client).filter(|window| window.epoch.is_some() && window.may != may) {
            window.may = may;
            inner.tell(client, ToBrowser::May { may, error, next }.text());
        }
        Ok(())
    }
}

/// Whether somebody may write a story now, with the sentence and next step when not.
fn may_now(app: &App, story: StoryId, person: &Person) -> Result<(May, String, String), Failure> {
    let session = people::session(app, &person.code)?.filter(|(actor, _)| actor.id == person.actor.id);
    let Some((actor, _)) = session else { return Err(signed_out()) };
    actor.permit::<Comment>()?;
    let asked = app.store.read(|read| {
        let Some(row) = read.story(story)? else { return Err(Refusal::Missing("such story".into())) };
        Ok(publish::may_change(read, &actor, &row))
    })?;
    match asked {
        Ok(()) => Ok((May::Edit, String::new(), String::new())),
        Err(Refusal::Store(problem)) => Err(problem.into()),
        Err(refused) => Ok((May::Read, refused.to_string(), "You can read along; your words so far are kept.".into())),
    }
}
