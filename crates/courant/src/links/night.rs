//! The nightly look at what readers have: a job, done in parts, each in one transaction with the next, so that a
//! server that is killed goes on where it was and looks at no story twice.

use super::{due, note, of, readable};
use crate::app::App;
use courant_news::check::asking::Asks;
use courant_news::permit::Actor;
use courant_store::Problem;
use courant_store::jobs::Job;
use courant_store::links::Urgency;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::json;

/// Kind of the job. Its payload is `{"after": STORY}`.
pub const NIGHT: &str = "links";
/// Stories of one part.
const AT_ONCE: i64 = 50;
/// How long what was answered is kept where no published story links to it.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Does the part that is due, if one is; sees to it that there is a next night.
pub(super) fn step(app: &App) -> Result<(), Problem> {
    let now = app.clock.now();
    let (job, next) = app.store.read(|read| Ok::<_, Problem>((read.next_job(NIGHT, now)?, read.next_due(NIGHT)?)))?;
    match (job, next) {
        (Some(job), _) => part(app, &job, now).or_else(|e| put_off(app, &job, &e)),
        (None, None) => app.store.write(&Actor::scheduler(), now, |tx| {
            let at = night_after(now, &app.pages.paper().zone);
            tx.add_job(NIGHT, &format!("{NIGHT}:{}", at.as_millisecond()), &json!({ "after": 0 }), at)
        }),
        _ => Ok(()),
    }
}

/// A part that failed is tried again after a second, then two, four … up to five minutes.
fn put_off(app: &App, job: &Job, why: &Problem) -> Result<(), Problem> {
    tracing::error!(job = job.id, error = %why, "the nightly look at links could not go on and will be tried again");
    let wait = SignedDuration::from_secs(1 << job.attempts.clamp(0, 8)).min(SignedDuration::from_mins(5));
    let now = app.clock.now();
    app.store.write(&Actor::scheduler(), now, |tx| tx.job_failed(job.id, now + wait, &why.to_string()))
}

fn part(app: &App, job: &Job, now: Timestamp) -> Result<(), Problem> {
    let (paper, after) = (app.pages.paper(), job.payload["after"].as_i64().unwrap_or_default());
    let (mut live, mut wanted, mut last) = (Vec::new(), Vec::new(), None);
    app.store.read(|read| {
        for (story, revision) in read.stories_live(after, AT_ONCE)? {
            last = Some(story);
            let Some(copy) = readable(read.revision(revision), story)? else { continue };
            let urls: Vec<String> = of(&copy, &paper.origin).map(str::to_owned).collect();
            wanted.extend(due(read, urls.iter().map(String::as_str), Asks::Night, now)?);
            live.push((story, urls));
        }
        Ok::<_, Problem>(())
    })?;
    app.store.write(&Actor::scheduler(), now, |tx| {
        if !tx.job_done(job.id)? {
            return Ok(());
        }
        for (story, urls) in &live {
            tx.set_live_links(*story, urls.iter().map(String::as_str))?;
        }
        note(tx, &wanted, Urgency::Night)?;
        match last {
            Some(last) => tx.add_job(NIGHT, &format!("{NIGHT}:{}:{last}", now.as_millisecond()), &json!({ "after": last }), now),
            None => {
                tx.forget_links(now - KEPT)?;
                let at = night_after(now, &paper.zone);
                tx.add_job(NIGHT, &format!("{NIGHT}:{}", at.as_millisecond()), &json!({ "after": 0 }), at)
            }
        }
    })
}

/// The next half past three in the morning: readers are few, and so are those who write.
fn night_after(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let local = now.to_zoned_datetime(zone.clone());
    let on = |date: jiff::civil::Date| zone.to_ambiguous_timestamp(date.at(3, 30, 0, 0)).compatible().ok();
    let today = on(local.date()).filter(|at| *at > now);
    let at = today.or_else(|| on(local.date().checked_add(1.day()).ok()?));
    at.unwrap_or(now + SignedDuration::from_hours(24))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_night_is_always_ahead() {
        let seoul = TimeZone::get("Asia/Seoul").expect("a zone");
        let night = |text: &str| night_after(text.parse().expect("an instant"), &seoul).to_string();
        assert_eq!(night("2018-03-28T00:30:00Z"), "2018-03-28T18:30:00Z");
        assert_eq!(night("2018-03-28T18:29:59Z"), "2018-03-28T18:30:00Z");
        assert_eq!(night("2018-03-28T18:30:00Z"), "2018-03-29T18:30:00Z");
    }
}
