//! The one list of those who follow the journal. Each keeps a cursor, may be told a line twice, and catches up after a
//! crash.

use super::App;
use courant_store::journal::Line;

/// Lines read at a time.
const AT_ONCE: i64 = 200;

/// Somebody who follows the journal.
pub(super) struct Follower {
    name: &'static str,
    /// How far it has come; pages start from nothing kept, so their cursor is in memory.
    cursor: fn(&App) -> i64,
    follow: fn(&App, &[Line]) -> Result<(), String>,
}

/// The list.
pub(super) const FOLLOWERS: &[Follower] = &[
    Follower {
        name: "search",
        cursor: |app| app.search.cursor(),
        follow: |app, lines| app.search.follow(&app.store, lines, app.clock.now()).map_err(|e| e.to_string()),
    },
    // Last, so that whoever sees a new page finds the story by search as well.
    Follower {
        name: "pages",
        cursor: |app| app.pages.cursor(),
        follow: |app, lines| {
            app.pages.follow(lines);
            Ok(())
        },
    },
];

/// The newsroom's search, in a thread of its own: a new index has a whole paper to read, and readers do not wait for it.
pub(super) const FINDER: Follower = Follower {
    name: "finder",
    cursor: |app| app.finder.cursor(),
    follow: |app, lines| app.finder.follow(&app.store, lines).map_err(|e| e.to_string()),
};

/// Lets every follower of the list catch up with the journal.
pub(super) fn catch_up(app: &App) {
    FOLLOWERS.iter().for_each(|follower| catch_up_one(app, follower));
}

/// Lets one catch up. One that fails stays where it is and is tried again at the next turn.
pub(super) fn catch_up_one(app: &App, follower: &Follower) {
    loop {
        let after = (follower.cursor)(app);
        let lines = match app.store.read(|read| read.journal_after(after, AT_ONCE)) {
            Ok(lines) if lines.is_empty() => break,
            Ok(lines) => lines,
            Err(e) => {
                tracing::error!(follower = follower.name, error = %e, "the journal cannot be read");
                break;
            }
        };
        if let Err(error) = (follower.follow)(app, &lines) {
            tracing::error!(follower = follower.name, error, "a follower failed and will try again");
            break;
        }
    }
}
