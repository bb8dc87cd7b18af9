//! Building the program and starting it, in order; what goes wrong is one sentence and a next step.

use super::paper::Maker;
use super::{App, workers};
use crate::audience::{Audience, Window};
use crate::clock::{Clock, Watch};
use crate::config::{Config, ConfigProblem};
use crate::finder::Finder;
use crate::media::Media;
use crate::observe::Metrics;
use crate::outside;
use crate::pages::Pages;
use crate::people::entrance::Entrance;
use crate::search::Search;
use crate::together::Hub;
use courant_store::Store;
use jiff::SignedDuration;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::JoinHandle;

/// How the program is started.
pub struct Options {
    /// The data folder.
    pub data: PathBuf,
    /// Configuration.
    pub config: Config,
    /// Public address, when the configuration names none: `http://` and the address listened on.
    pub origin: String,
    /// The clock.
    pub clock: Arc<Clock>,
    /// Asks other people's sites: [`outside::Client::default`] but in tests.
    pub outside: outside::Client,
}

/// Why it did not start.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub struct StartProblem {
    /// What is wrong, one sentence.
    pub sentence: String,
    /// The next step, one sentence.
    pub next: String,
}

impl StartProblem {
    /// A problem.
    pub fn new(sentence: impl Into<String>, next: impl Into<String>) -> StartProblem {
        StartProblem { sentence: sentence.into(), next: next.into() }
    }
}

impl From<ConfigProblem> for StartProblem {
    fn from(problem: ConfigProblem) -> StartProblem {
        StartProblem { sentence: problem.sentence, next: problem.next }
    }
}

impl From<courant_store::Problem> for StartProblem {
    fn from(problem: courant_store::Problem) -> StartProblem {
        tracing::debug!(error = ?problem, "store");
        StartProblem::new(problem.to_string(), problem.next())
    }
}

/// Reads the configuration of a data folder: the named file, or `courant.toml` in the folder.
///
/// # Errors
/// [`StartProblem`] with file and line.
pub fn load_config(data: &Path, named: Option<&Path>) -> Result<Config, StartProblem> {
    let default = data.join("courant.toml");
    Ok(Config::read(named.unwrap_or(&default), named.is_some())?.with_environment())
}

/// How far ahead of the clock the journal may be: what machines that share a folder may differ.
const AHEAD: SignedDuration = SignedDuration::from_mins(2);

impl App {
    /// Opens the data folder and builds the program; no thread is started yet.
    ///
    /// # Errors
    /// [`StartProblem`].
    pub fn open(options: Options) -> Result<Arc<App>, StartProblem> {
        let Options { data, config, origin, clock, outside } = options;
        make_folder(&data)?;
        let now = clock.now();
        let store = Arc::new(Store::open(&data)?);
        if let Some((_, last)) = store.read(|read| read.journal_last())?
            && last > now + AHEAD
        {
            let sentence = format!("The clock of this machine says {now:.0}, but this paper was last changed at {last:.0}: the clock is wrong.");
            return Err(StartProblem::new(sentence, "Set the clock (timedatectl set-ntp true) and start again; nothing was released or changed."));
        }
        let audience = Audience::open(&data, now).map_err(|e| StartProblem::new(e.to_string(), e.next()))?;
        let audience = Arc::new(audience);
        let patience = config.theme_milliseconds.map_or(crate::themes::PATIENCE, std::time::Duration::from_millis);
        let maker = Maker { site: config.site.clone(), origin, patience, refused: Default::default() };
        let paper = store.read(|read| maker.first(read))?;
        let ranked = Arc::clone(&audience);
        let ranking = move || {
            [Window::Today, Window::Week].map(|window| ranked.most_viewed(window, 20).into_iter().map(|(story, _)| i64::from(story)).collect())
        };
        let media = Media::open(&data)?;
        media.clear_unfinished()?;
        let entrance = Entrance::open(&data).map_err(|e| {
            let sentence = format!("The key {} cannot be used: {e}.", data.join(crate::people::seal::FILE).display());
            StartProblem::new(sentence, "Put it back from the backup with its folder; without it nobody’s codes by an app can be checked.")
        })?;
        let pages = Pages::new(Arc::clone(&store), paper, Box::new(move |read, chosen| maker.make(read, chosen)), Box::new(ranking));
        Ok(Arc::new(App {
            search: Search::open(&data)?,
            finder: Finder::open(&data)?,
            media,
            data,
            config,
            clock,
            watch: Watch::default(),
            store,
            pages,
            audience,
            entrance,
            outside,
            together: Hub::default(),
            metrics: Metrics::default(),
            stopping: AtomicBool::new(false),
        }))
    }

    /// Starts the threads beside the doors.
    ///
    /// # Errors
    /// [`StartProblem`] when the system gives no threads.
    pub fn start(self: &Arc<Self>) -> Result<Vec<JoinHandle<()>>, StartProblem> {
        workers::start(self)
            .map_err(|e| StartProblem::new(format!("The system gives no threads: {e}."), "Raise the limit on processes and start again."))
    }
}

fn make_folder(data: &Path) -> Result<(), StartProblem> {
    std::fs::create_dir_all(data).map_err(|e| {
        StartProblem::new(
            format!("The data folder {} cannot be made: {e}.", data.display()),
            "Choose another with --data, or give this user the right to write there.",
        )
    })
}

/// Holds a data folder for one server. Dropped, or with the process killed, it is free again.
///
/// # Errors
/// [`StartProblem`] when another server has it.
pub fn hold(data: &Path) -> Result<File, StartProblem> {
    make_folder(data)?;
    let path = data.join("serve.lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(|e| {
        StartProblem::new(
            format!("The data folder {} cannot be written: {e}.", data.display()),
            "Choose another with --data, or give this user the right to write there.",
        )
    })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            let sentence = format!("Another Courant serves {} already.", data.display());
            Err(StartProblem::new(sentence, "Stop that one first, or give this one a folder of its own with --data."))
        }
        Err(std::fs::TryLockError::Error(e)) => {
            Err(StartProblem::new(format!("The data folder {} cannot be locked: {e}.", data.display()), "Use a local disk."))
        }
    }
}
