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
    while !app.stopping.load(Ordering::Relaxed) {
        if looked.is_none_or(|at| at.elapsed() >= DRAFTS_EVERY) {
            looked = Some(Instant::now());
            log(drafts.look(app), "drafts could not be looked at for links");
        }
        busy.retain(|_, until| *until > Instant::now());
        log(begin(app, &mut asking, &mut busy), "links to ask could not be read");
        if asking.is_empty() {
            log(night::step(app), "the nightly look at links could not go on");
        }
        tokio::select! {
            Some(asked) = asking.join_next(), if !asking.is_empty() => if let Ok(asked) = asked { keep(app, asked, &mut busy) },
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

fn log(done: Result<(), Problem>, what: &str) {
    if let Err(e) = done {
        tracing::error!(error = %e, "{what}");
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
