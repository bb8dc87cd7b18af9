//! The threads beside the doors: one follows the journal, one brings news to open windows, one releases what is
//! due, one makes picture files, one asks what stands at links to other sites, one flushes counts.

use super::{App, followers};
use crate::clock::Clock;
use crate::links;
use crate::publish;
use courant_news::permit::{Actor, Arrange, Publish};
use courant_news::rights::is_over;
use courant_store::jobs::Job;
use courant_store::{Problem, Read};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Another process may write the journal: this is how long it can take to be seen here.
const LOOK_EVERY: Duration = Duration::from_millis(150);
/// How often drafts are looked at for the newsroom's search.
const DRAFTS_EVERY: Duration = Duration::from_secs(2);
/// How often counts go to their store, and Most Viewed is looked at.
const COUNT_EVERY: Duration = Duration::from_secs(5);

/// What a thread does until the program is to stop.
type Work = fn(&App);

/// Starts the threads.
pub(super) fn start(app: &Arc<App>) -> std::io::Result<Vec<JoinHandle<()>>> {
    let workers: [(&str, Work); 7] = [
        ("followers", follow),
        ("together", look),
        ("finder", find),
        ("releases", release),
        ("renditions", render_pictures),
        ("links", links::run),
        ("counts", count),
    ];
    workers
        .into_iter()
        .map(|(name, work)| {
            let app = Arc::clone(app);
            std::thread::Builder::new().name(name.into()).spawn(move || work(&app))
        })
        .collect()
}

fn stopping(app: &App) -> bool {
    app.stopping.load(Ordering::Relaxed)
}

fn follow(app: &App) {
    let mut seen = 0;
    while !stopping(app) {
        followers::catch_up(app);
        seen = app.store.wait(seen, LOOK_EVERY);
    }
}

/// Brings what was written and moved elsewhere to the windows that are open on stories.
fn look(app: &App) {
    let mut seen = 0;
    while !stopping(app) {
        app.together.look(app);
        seen = app.store.wait(seen, LOOK_EVERY);
    }
}

/// Moves are found at once, words of drafts some seconds after they were saved.
fn find(app: &App) {
    let (mut seen, mut looked): (u64, Option<Instant>) = (0, None);
    while !stopping(app) {
        if looked.is_none_or(|at| at.elapsed() >= DRAFTS_EVERY) {
            looked = Some(Instant::now());
            if let Err(e) = app.finder.look_at_drafts(&app.store, || stopping(app)) {
                tracing::error!(error = %e, "drafts could not be looked at for the newsroom's search");
            }
        }
        followers::catch_up_one(app, &followers::FINDER);
        seen = app.store.wait(seen, LOOK_EVERY);
    }
}

fn release(app: &App) {
    let mut seen = 0;
    while !stopping(app) {
        let now = app.clock.now();
        // A clock that is set goes where it is put; only the machine's can be wrong.
        let trusted = matches!(*app.clock, Clock::Set(_)) || app.watch.trusts(Instant::now(), now);
        let due = match app.store.read(|read| next(read, now)) {
            Ok(due) => due,
            Err(e) => {
                tracing::error!(error = %e, "jobs cannot be read");
                (None, None)
            }
        };
        if trusted && end_rights(app, now) {
            continue;
        }
        match due {
            (Some(job), _) if trusted => run_release(app, &job),
            (_, next) => {
                // Until the very millisecond, or until something is committed here or elsewhere.
                let until = next.map_or(LOOK_EVERY, |at| Duration::try_from(at.duration_since(now)).unwrap_or(LOOK_EVERY));
                seen = app.store.wait(seen, until.clamp(Duration::from_millis(1), LOOK_EVERY));
            }
        }
    }
}

/// Takes a picture whose last day is over from readers. `true` when there was one: there may be more. What is due is asked
/// of the pictures themselves, so an end that was moved and a zone that was changed need no job of their own.
fn end_rights(app: &App, now: Timestamp) -> bool {
    let scheduler = Actor::scheduler();
    let zone = app.pages.paper().zone;
    match app.store.read(|read| read.next_rights_end()) {
        Ok(next) if next.as_ref().and_then(|p| p.rights_end).is_some_and(|day| is_over(day, &zone, now)) => {}
        Ok(_) => return false,
        Err(e) => {
            tracing::error!(error = %e, "ends of rights cannot be read");
            return false;
        }
    }
    let permit = scheduler.permit::<Publish>().map_err(publish::Refusal::from);
    match permit.and_then(|permit| publish::end_rights(&app.store, permit, &zone, now)) {
        Ok(Some(picture)) => tracing::info!(picture, "its rights have ended; readers do not get it any more"),
        Ok(None) => return false,
        Err(e) => {
            tracing::error!(error = %e, "a picture whose rights have ended could not be taken from readers; it will be tried again");
            std::thread::sleep(Duration::from_millis(200));
            return false;
        }
    }
    true
}

/// What happens at a set time: the job that is due longest, and when the next one will be.
fn next(read: &Read<'_>, now: Timestamp) -> Result<(Option<Job>, Option<Timestamp>), Problem> {
    // A story comes out before the front that it leads is arranged.
    let job = match read.next_job(publish::RELEASE, now)? {
        Some(job) => Some(job),
        None => read.next_job(publish::ARRANGE, now)?,
    };
    let times = [read.next_due(publish::RELEASE)?, read.next_due(publish::ARRANGE)?];
    Ok((job, times.into_iter().flatten().min()))
}

fn run_release(app: &App, job: &Job) {
    let now = app.clock.now();
    let scheduler = Actor::scheduler();
    let refused = publish::Refusal::from;
    let released = if job.kind == publish::ARRANGE {
        scheduler.permit::<Arrange>().map_err(refused).and_then(|permit| publish::carry_out_plan(&app.store, permit, now, job))
    } else {
        scheduler.permit::<Publish>().map_err(refused).and_then(|permit| publish::release(&app.store, permit, now, job))
    };
    match released {
        Ok(true) => tracing::info!(job = job.id, due = %job.due, late_ms = now.duration_since(job.due).as_millis() as i64, "released"),
        Ok(false) => tracing::info!(job = job.id, "nothing to release: the time was taken back or set anew"),
        Err(e) => put_off(app, job, &e.to_string()),
    }
}

/// A job that failed is tried again after a second, then two, four … up to five minutes.
fn put_off(app: &App, job: &Job, why: &str) {
    tracing::error!(job = job.id, kind = job.kind, error = why, "a job failed and will be tried again");
    let wait = SignedDuration::from_secs(1 << job.attempts.clamp(0, 8)).min(SignedDuration::from_mins(5));
    let now = app.clock.now();
    if let Err(e) = app.store.write(&Actor::scheduler(), now, |tx| tx.job_failed(job.id, now + wait, why)) {
        tracing::error!(error = %e, "a job could not be put off");
        std::thread::sleep(Duration::from_secs(1));
    }
}

fn render_pictures(app: &App) {
    // The first readers after a start come first; whoever asks for a file that is not there gets it made at once anyway.
    for _ in 0..20 {
        if stopping(app) {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let mut seen = 0;
    while !stopping(app) {
        let now = app.clock.now();
        match app.store.read(|read| read.next_job(publish::RENDITIONS, now)) {
            Ok(Some(job)) => {
                let picture = job.payload["picture"].as_str().unwrap_or_default().to_owned();
                match app.media.make_all(&app.store, &picture) {
                    Ok(()) => {
                        if let Err(e) = app.store.write(&Actor::scheduler(), now, |tx| tx.job_done(job.id)) {
                            tracing::error!(error = %e, "a job could not be marked done");
                            std::thread::sleep(Duration::from_secs(1));
                        }
                    }
                    Err(e) => put_off(app, &job, &e.sentence),
                }
            }
            Ok(None) => seen = app.store.wait(seen, Duration::from_secs(1)),
            Err(e) => {
                tracing::error!(error = %e, "jobs cannot be read");
                seen = app.store.wait(seen, Duration::from_secs(1));
            }
        }
    }
}

fn count(app: &App) {
    let mut last = Instant::now();
    while !stopping(app) {
        std::thread::sleep(Duration::from_millis(100));
        if last.elapsed() >= COUNT_EVERY {
            last = Instant::now();
            if let Err(e) = app.audience.flush(app.clock.now()) {
                tracing::error!(error = %e, "views could not be flushed; they are kept in memory");
            }
            app.pages.follow_ranking();
        }
    }
    if let Err(e) = app.audience.flush(app.clock.now()) {
        tracing::error!(error = %e, "views could not be flushed; they are kept in the ring");
    }
}
