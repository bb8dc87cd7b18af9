//! `/metrics` in the Prometheus text format (version 0.0.4), on a listener of its own.

use crate::app::App;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counters of the front door.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Answers by class of status: 1xx to 5xx.
    pub answers: [AtomicU64; 5],
    /// Connections open now.
    pub connections: AtomicU64,
}

impl Metrics {
    /// Counts an answer.
    pub fn answered(&self, status: u16) {
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        self.answers[class].fetch_add(1, Ordering::Relaxed);
    }
}

/// The whole text. Blocks for one read of the database.
pub fn text(app: &App) -> String {
    let mut out = String::new();
    let mut metric = |name: &str, kind: &str, help: &str, lines: &[(String, u64)]| {
        let _ = writeln!(out, "# HELP courant_{name} {help}\n# TYPE courant_{name} {kind}");
        for (labels, value) in lines {
            let _ = writeln!(out, "courant_{name}{labels} {value}");
        }
    };
    let one = |value: u64| [(String::new(), value)];
    let answers: Vec<_> =
        app.metrics.answers.iter().enumerate().map(|(i, n)| (format!("{{class=\"{}xx\"}}", i + 1), n.load(Ordering::Relaxed))).collect();
    metric("answers_total", "counter", "Answers by class of status.", &answers);
    metric("connections", "gauge", "Connections open now.", &one(app.metrics.connections.load(Ordering::Relaxed)));
    let (pages, bytes) = app.pages.size();
    metric("pages_kept", "gauge", "Pages in memory.", &one(pages as u64));
    metric("pages_kept_bytes", "gauge", "Bytes of pages in memory.", &one(bytes as u64));
    metric("pages_rendered_total", "counter", "Pages rendered.", &one(app.pages.rendered.load(Ordering::Relaxed)));
    let health = app.audience.health();
    metric("views_waiting", "gauge", "Views counted and not yet in their store.", &one(health.waiting));
    metric("views_spilled_total", "counter", "Views that did not fit into the ring and were flushed at once.", &one(health.spilled));
    metric("views_lost_total", "counter", "Views that could not be kept.", &one(health.lost));
    let read = app.store.read(|read| Ok::<_, courant_store::Problem>((read.journal_last()?, read.jobs_waiting()?)));
    if let Ok((last, jobs)) = read {
        let last = last.map_or(0, |(seq, _)| seq.unsigned_abs());
        metric("journal_lines", "counter", "Number of the last line of the journal.", &one(last));
        metric("jobs_waiting", "gauge", "Jobs not done yet.", &one(jobs.unsigned_abs()));
        let behind = [("search", app.search.cursor()), ("pages", app.pages.cursor())];
        let behind: Vec<_> = behind.iter().map(|(name, at)| (format!("{{follower=\"{name}\"}}"), last.saturating_sub(at.unsigned_abs()))).collect();
        metric("follower_behind", "gauge", "Lines of the journal that a follower has not read.", &behind);
    }
    out
}
