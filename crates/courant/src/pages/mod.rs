//! Pages in memory: rendered once from the store, kept with their gzip bytes and ETag until something changes.
//!
//! A page is found by its [`Address`]. Everything is dropped when a public change is journalled, when the horizon is
//! passed (midnight, the end of the breaking bar) or when Most Viewed has moved; what is asked for again is rendered
//! again, once, however many ask at the same time.

pub mod address;
mod files;
mod frame;
mod front;
mod lists;
mod moved;
mod page;
mod preview;
mod story;
mod teasers;
mod text;
mod trouble;

pub use address::Address;
pub use frame::{Dress, Paper};
pub use page::{Page, gzip};
pub use preview::{Future, front_preview, stories_at};
pub use story::{find_picture, media_view, preview};
pub use teasers::picture_view;
pub use text::text_preview;
pub use trouble::{Said, Trouble};

use crate::pages::address::What;
use arc_swap::ArcSwap;
use courant_news::change::Change;
use courant_render::theme::ThemeProblem;
use courant_store::{Problem, Read, Store};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Most bytes kept.
const MOST_BYTES: usize = 24 * 1024 * 1024;

/// Why a page could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PageProblem {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] Problem),
    /// The theme could not be used.
    #[error(transparent)]
    Theme(#[from] ThemeProblem),
}

/// Stories most viewed, by window: today, week. Given by the audience; what may not be seen is left out here.
pub type Ranking = Box<dyn Fn() -> [Vec<i64>; 2] + Send + Sync>;

/// Makes the paper anew from what is set now, with a theme chosen anew (`true`) or as before; one sentence when it cannot
/// be. Given by the program.
pub type Remake = Box<dyn Fn(&Read<'_>, bool) -> Result<Paper, String> + Send + Sync>;

/// Pages and what they are made from.
pub struct Pages {
    store: Arc<Store>,
    paper: ArcSwap<Paper>,
    remake: Remake,
    ranking: Ranking,
    kept: RwLock<Kept>,
    generation: AtomicU64,
    horizon: AtomicI64,
    rendering: Mutex<HashMap<Address, Arc<Mutex<()>>>>,
    shown_ranking: Mutex<[Vec<i64>; 2]>,
    cursor: AtomicI64,
    /// Pages made since the start, for `/metrics`.
    pub rendered: AtomicU64,
}

#[derive(Default)]
struct Kept {
    pages: HashMap<Address, Arc<Page>>,
    bytes: usize,
}

impl Pages {
    /// Pages of a paper; none is made yet.
    pub fn new(store: Arc<Store>, paper: Paper, remake: Remake, ranking: Ranking) -> Pages {
        Pages {
            store,
            paper: ArcSwap::from_pointee(paper),
            remake,
            ranking,
            kept: RwLock::default(),
            generation: AtomicU64::new(0),
            horizon: AtomicI64::new(i64::MAX),
            rendering: Mutex::default(),
            shown_ranking: Mutex::default(),
            cursor: AtomicI64::new(0),
            rendered: AtomicU64::new(0),
        }
    }

    /// The paper as it is now. Cheap to have, and the same however long it is held.
    pub fn paper(&self) -> Paper {
        Paper::clone(&self.paper.load())
    }

    /// Makes the paper anew. What cannot be made leaves the last good one in use.
    fn remake_paper(&self, chosen: bool) {
        match self.store.read(|read| Ok::<_, Problem>((self.remake)(read, chosen))) {
            Ok(Ok(paper)) if chosen => self.paper.store(Arc::new(paper)),
            // The same themes, of which is known what went wrong with them.
            Ok(Ok(paper)) => self.paper.store(Arc::new(paper.with_trouble_of(&self.paper.load()))),
            Ok(Err(sentence)) => tracing::error!(sentence, "the paper stays as it was"),
            Err(error) => tracing::error!(%error, "the paper stays as it was"),
        }
    }

    /// The page if it is kept and still good: the hot path.
    pub fn kept(&self, address: &Address, now: Timestamp) -> Option<Arc<Page>> {
        if now.as_millisecond() >= self.horizon.load(Ordering::Relaxed) {
            return None;
        }
        self.kept.read().unwrap_or_else(PoisonError::into_inner).pages.get(address).cloned()
    }

    /// The page, made when it is not kept. Blocks; several who ask for the same page wait for one rendering.
    ///
    /// # Errors
    /// [`PageProblem`].
    pub fn get(&self, address: &Address, now: Timestamp) -> Result<Arc<Page>, PageProblem> {
        if now.as_millisecond() >= self.horizon.load(Ordering::Relaxed) {
            self.turn();
        }
        if let Some(page) = self.kept(address, now) {
            return Ok(page);
        }
        let turn = Arc::clone(lock(&self.rendering).entry(address.clone()).or_default());
        let guard = lock(&turn);
        if let Some(page) = self.kept(address, now) {
            return Ok(page);
        }
        let page = self.make(address, now);
        drop(guard);
        lock(&self.rendering).remove(address);
        page
    }

    fn make(&self, address: &Address, now: Timestamp) -> Result<Arc<Page>, PageProblem> {
        let generation = self.generation.load(Ordering::SeqCst);
        let ranking = (self.ranking)();
        let paper = self.paper.load();
        let (page, horizon) = self.store.read(|read| {
            paper.or_stand_in(now, |paper| {
                let sheet = Sheet::new(paper, read, now, &ranking);
                Ok((sheet.page(address)?, sheet.horizon()?))
            })
        })?;
        self.rendered.fetch_add(1, Ordering::Relaxed);
        let page = Arc::new(page);
        if matches!(page.status, 200 | 301) {
            self.keep(address, &page, generation, horizon);
            *lock(&self.shown_ranking) = ranking;
        }
        Ok(page)
    }

    fn keep(&self, address: &Address, page: &Arc<Page>, generation: u64, horizon: Timestamp) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        // Something changed while this was made: it is right for who asked, and too old for the next.
        if generation != self.generation.load(Ordering::SeqCst) {
            return;
        }
        if kept.bytes + page.weight() > MOST_BYTES {
            *kept = Kept::default();
        }
        kept.bytes += page.weight();
        kept.pages.insert(address.clone(), Arc::clone(page));
        self.horizon.fetch_min(horizon.as_millisecond(), Ordering::Relaxed);
    }

    /// Drops every page: something public changed.
    pub fn turn(&self) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::SeqCst);
        *kept = Kept::default();
        self.horizon.store(i64::MAX, Ordering::Relaxed);
    }

    /// How far the journal was followed; nothing is kept before the first page is made, so it begins at 0.
    pub fn cursor(&self) -> i64 {
        self.cursor.load(Ordering::SeqCst)
    }

    /// Follows the journal: what readers could notice drops the pages that could show it.
    pub fn follow(&self, lines: &[courant_store::journal::Line]) {
        let chosen = lines.iter().any(|line| matches!(line.change, Change::ThemeChanged { .. }));
        if chosen || lines.iter().any(|line| matches!(line.change, Change::SettingsChanged { .. })) {
            self.remake_paper(chosen);
        }
        if lines.iter().any(|line| line.change.is_public()) {
            self.turn();
        }
        if let Some(last) = lines.last() {
            self.cursor.store(last.seq, Ordering::SeqCst);
        }
    }

    /// Drops every page if Most Viewed is no longer what they show.
    pub fn follow_ranking(&self) {
        let now = (self.ranking)();
        if *lock(&self.shown_ranking) != now {
            *lock(&self.shown_ranking) = now;
            self.turn();
        }
    }

    /// How many pages and bytes are kept.
    pub fn size(&self) -> (usize, usize) {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        (kept.pages.len(), kept.bytes)
    }

    /// A frame around something that is no kept page (search, an error), in the site's language.
    ///
    /// # Errors
    /// [`PageProblem`].
    pub fn frame(&self, now: Timestamp, title: &str, description: &str) -> Result<courant_render::view::Frame, PageProblem> {
        let paper = self.paper.load();
        self.store.read(|read| Sheet::new(&paper, read, now, &UNRANKED).frame("", title, description))
    }

    /// The page for an error.
    ///
    /// # Errors
    /// [`PageProblem`].
    pub fn error(&self, status: u16, now: Timestamp) -> Result<Page, PageProblem> {
        let paper = self.paper.load();
        self.store.read(|read| paper.or_stand_in(now, |paper| Sheet::new(paper, read, now, &UNRANKED).error(status)))
    }

    /// A public page as readers would have it in another theme; nothing of it is kept.
    ///
    /// # Errors
    /// [`PageProblem`].
    pub fn worn(&self, paper: &Paper, address: &Address, now: Timestamp) -> Result<Page, PageProblem> {
        let ranking = (self.ranking)();
        self.store.read(|read| Sheet::new(paper, read, now, &ranking).page(address))
    }

    /// Where a path leads that is no address of a page; `None` when it leads nowhere.
    ///
    /// # Errors
    /// [`PageProblem`].
    pub fn elsewhere(&self, path: &str, now: Timestamp) -> Result<Option<Page>, PageProblem> {
        let Some(path) = address::decode(path) else { return Ok(None) };
        let paper = self.paper.load();
        self.store.read(|read| Sheet::new(&paper, read, now, &UNRANKED).moved(path.trim_end_matches('/'), ""))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One page being made: the paper, one snapshot of the store, one instant.
#[derive(Clone, Copy)]
pub(crate) struct Sheet<'a> {
    pub paper: &'a Paper,
    pub read: &'a Read<'a>,
    pub now: Timestamp,
    pub ranking: &'a [Vec<i64>; 2],
    /// Language of the page: labels and times in it, of whatever story.
    pub language: &'a str,
    /// Door of pictures: `/media`, or the newsroom's own.
    pub media: &'a str,
}

/// No ranking: where Most Viewed is not shown, or is not to be given.
pub(crate) static UNRANKED: [Vec<i64>; 2] = [Vec::new(), Vec::new()];

impl<'a> Sheet<'a> {
    /// A page in the site's language with pictures as readers get them.
    pub fn new(paper: &'a Paper, read: &'a Read<'a>, now: Timestamp, ranking: &'a [Vec<i64>; 2]) -> Sheet<'a> {
        Sheet { paper, read, now, ranking, language: &paper.site.language, media: "/media" }
    }
}

impl Sheet<'_> {
    fn page(&self, address: &Address) -> Result<Page, PageProblem> {
        let page = self.here(address)?;
        match address.to_be_moved().filter(|_| page.status == 404) {
            Some((path, tail)) => Ok(self.moved(&path, &tail)?.unwrap_or(page)),
            None => Ok(page),
        }
    }

    fn here(&self, address: &Address) -> Result<Page, PageProblem> {
        match &address.what {
            What::Front => self.front(),
            What::Story { day, slug } => self.story(day, slug),
            What::List(list) => self.list(list, address.before),
            What::Feed(list, format) => self.feed(list.as_ref(), *format, address.before),
            What::Corrections => self.corrections(address.before),
            What::Text(slug) => self.text(slug),
            What::Connect => self.connect(),
            What::SitemapIndex => self.sitemap_index(),
            What::Sitemap(listed, part) => self.sitemap(*listed, *part),
            What::SitemapNews => self.sitemap_news(),
            What::Robots | What::Manifest | What::OpenSearch | What::Favicon => self.file(&address.what),
        }
    }
}
