//! The whole program, built once: everything that doors and followers share.

mod followers;
mod paper;
mod start;
mod workers;

pub use paper::site_in_force;
pub use start::{Options, StartProblem, hold, load_config};

use crate::audience::Audience;
use crate::clock::{Clock, Watch};
use crate::config::Config;
use crate::finder::Finder;
use crate::http::Failure;
use crate::media::Media;
use crate::observe::Metrics;
use crate::outside;
use crate::pages::Pages;
use crate::people::entrance::Entrance;
use crate::search::Search;
use crate::together::Hub;
use courant_store::Store;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What doors and followers share.
pub struct App {
    /// The data folder.
    pub data: PathBuf,
    /// Configuration in force.
    pub config: Config,
    /// The clock.
    pub clock: Arc<Clock>,
    /// Whether the clock is to be trusted.
    pub watch: Watch,
    /// The database.
    pub store: Arc<Store>,
    /// Pages in memory.
    pub pages: Pages,
    /// Search over published text.
    pub search: Search,
    /// The newsroom's own search, over drafts too.
    pub finder: Finder,
    /// Counts of views.
    pub audience: Arc<Audience>,
    /// Picture files.
    pub media: Media,
    /// What the way into the newsroom keeps in memory.
    pub entrance: Entrance,
    /// Asks other people's sites.
    pub outside: outside::Client,
    /// Windows open on stories.
    pub together: Hub,
    /// Counters of the front door.
    pub metrics: Metrics,
    /// Set when the program is to stop.
    pub stopping: AtomicBool,
}

impl App {
    /// Runs what blocks (database, rendering, hashing) off the async threads.
    ///
    /// # Errors
    /// What `work` returns, or [`Failure`] 500 when it panicked: the cause is in the log.
    pub async fn blocking<T: Send + 'static>(self: &Arc<Self>, work: impl FnOnce(&App) -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&app))
            .await
            .unwrap_or_else(|_| Err(Failure::new(500, "Something went wrong on the server.", "Try again; the log of the server says more.")))
    }
}
