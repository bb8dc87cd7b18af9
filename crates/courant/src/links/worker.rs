//! Asks what is to be asked: a few sites at a time, one question a site, with a pause between two of the same.

use super::drafts::Drafts;
use super::{judge, night};
use crate::app::App;
use crate::outside::{Answer, Failed};
use courant_news::permit::Actor;
use courant_store::Problem;
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Sites asked at the same time.
const AT_ONCE: usize = 4;
/// Pause between two questions to one site.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it is looked whether something is to be asked.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How often drafts are looked at.
const DRAFTS_EVERY: Duration = Duration::from_secs(2);
/// How long a site is left alone whose answer could not be kept, or never came.
const LEFT_ALONE: Duration = Duration::from_secs(60);

/// Longest pause after something failed.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

type Asked = (String, String, Result<Answer, Failed>);

/// Asks until the program is to stop. A newsroom that is set not to ask asks nobody.
pub fn run(app: &App) {
    if !app.config.asks_other_sites() {
        return;
    }
    // A runtime of its own: a resolver that hangs takes no thread of those that serve readers.
    match tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(AT_ONCE * 2).build() {
        Ok(runtime) => {
            runtime.block_on(work(app));
            runtime.shutdown_background();
        }
        Err(e) => tracing::error!(error = %e, "links to other sites are not looked at: the system gives no runtime"),
    }
}

async fn work(app: &App) {
    let mut asking: JoinSet<Asked> = JoinSet::new();
    // Until when a site is left alone.
    let mut busy: HashMap<String, Instant> = HashMap::new();
    let (mut drafts, mut looked) = (Drafts::new(app.clock.now()), None::<Instant>);
    let mut tries = [Tries::default(), Tries::default(), Tries::default()];
    while !app.stopping.load(Ordering::Relaxed) {
        if looked.is_none_or(|at| at.elapsed() >= DRAFTS_EVERY) {
            looked = Some(Instant::now());
            tries[0].again(|| drafts.look(app), "drafts could not be looked at for links");
        }
        busy.retain(|_, until| *until > Instant::now());
        tries[1].again(|| begin(app, &mut asking, &mut busy), "links to ask could not be read");
        if asking.is_empty() {
            tries[2].again(|| night::step(app), "the nightly look at links could not go on");
        }
        tokio::select! {
            Some(asked) = asking.join_next(), if !asking.is_empty() => if let Ok(asked) = asked { keep(app, asked, &mut busy) },
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Something that is tried again and again: after it failed with a pause of a second, then two, four … up to five
/// minutes, so that what is broken fills no log.
#[derive(Default)]
struct Tries {
    failed: u32,
    not_before: Option<Instant>,
}

impl Tries {
    fn again(&mut self, what: impl FnOnce() -> Result<(), Problem>, says: &str) {
        if self.not_before.is_some_and(|at| Instant::now() < at) {
            return;
        }
        match what() {
            Ok(()) => *self = Tries::default(),
            Err(e) => {
                tracing::error!(error = %e, "{says}");
                let wait = Duration::from_secs(1 << self.failed.min(9)).min(LONGEST_WAIT);
                *self = Tries { failed: self.failed + 1, not_before: Some(Instant::now() + wait) };
            }
        }
    }
}

/// Asks as many more as may be asked at the same time.
fn begin(app: &App, asking: &mut JoinSet<Asked>, busy: &mut HashMap<String, Instant>) -> Result<(), Problem> {
    if asking.len() >= AT_ONCE {
        return Ok(());
    }
    let now = app.clock.now();
    // So many more than can be busy that one that is free is among them, if there is any.
    let most = i64::try_from(busy.len() + AT_ONCE).unwrap_or(i64::MAX);
    let hosts = app.store.read(|read| read.link_hosts(now, most))?;
    let free = hosts.into_iter().filter(|host| !busy.contains_key(host)).take(AT_ONCE - asking.len()).collect::<Vec<_>>();
    for host in free {
        let Some(url) = app.store.read(|read| read.link_of_host(&host, now))? else { continue };
        busy.insert(host.clone(), Instant::now() + LEFT_ALONE);
        let client = app.outside.clone();
        asking.spawn(async move {
            let told = client.status(&url).await;
            (host, url, told)
        });
    }
    Ok(())
}

fn keep(app: &App, (host, url, told): Asked, busy: &mut HashMap<String, Instant>) {
    let now = app.clock.now();
    tracing::debug!(host, ?told, "a link was looked at");
    let kept = app.store.write(&Actor::scheduler(), now, |tx| {
        let known = tx.link_known(&url)?.unwrap_or_default();
        tx.link_checked(&url, &known.then(judge::judge(&told), now))
    });
    match kept {
        Ok(()) => drop(busy.insert(host, Instant::now() + PAUSE)),
        // It stays to be asked; the site is not asked again and again because this disk is full.
        Err(e) => tracing::error!(error = %e, "what a link answered could not be kept"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_left_alone_for_a_while_and_what_went_well_is_not() {
        let (mut tries, mut done) = (Tries::default(), 0);
        for _ in 0..3 {
            tries.again(
                || {
                    done += 1;
                    Ok(())
                },
                "",
            );
        }
        assert_eq!(done, 3);
        for _ in 0..3 {
            tries.again(
                || {
                    done += 1;
                    Err(Problem::Busy)
                },
                "",
            );
        }
        assert_eq!((done, tries.failed), (4, 1));
    }
}
