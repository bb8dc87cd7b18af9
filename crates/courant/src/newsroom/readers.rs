//! Waiting until readers have what was just changed, so that whoever changed it sees it at once.

use crate::app::App;
use std::time::{Duration, Instant};

/// The longest wait: what takes longer is seen when it is there.
const LONGEST: Duration = Duration::from_millis(500);

/// Blocks until pages and both searches have followed the journal to its present end, or half a second has passed.
pub(super) fn wait(app: &App) {
    let Ok(Some((last, _))) = app.store.read(|read| read.journal_last()) else { return };
    let start = Instant::now();
    while (app.pages.cursor() < last || app.search.cursor() < last || app.finder.cursor() < last) && start.elapsed() < LONGEST {
        std::thread::sleep(Duration::from_millis(4));
    }
}
