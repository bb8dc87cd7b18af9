//! A theme that fails in use: the page is drawn in what stands in for it, and the newsroom is told.

use super::{PageProblem, Paper};
use courant_render::theme::ThemeProblem;
use jiff::Timestamp;
use serde::Serialize;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// After so many pages that were not ready in their time, the theme is set aside: each of them made a reader wait.
const MOST_SLOW: u32 = 3;

/// What went wrong with a theme since it is in use.
#[derive(Debug, Default)]
pub struct Trouble {
    slow: AtomicU32,
    last: Mutex<Option<Said>>,
}

/// The last thing that went wrong.
#[derive(Clone, Debug)]
pub struct Said {
    /// One sentence with file and line.
    pub sentence: String,
    /// When; `None`: when the theme was put on.
    pub at: Option<Timestamp>,
    /// Whether the theme is used for no page any more.
    pub aside: bool,
}

impl Trouble {
    /// Notes a failure.
    pub fn note(&self, sentence: String, slow: bool, at: Option<Timestamp>) {
        tracing::warn!(sentence, "the theme failed; another stands in");
        let aside = at.is_none() || (slow && self.slow.fetch_add(1, Ordering::Relaxed) + 1 >= MOST_SLOW) || self.is_aside();
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Said { sentence, at, aside });
    }

    fn is_aside(&self) -> bool {
        self.slow.load(Ordering::Relaxed) >= MOST_SLOW
    }

    /// The last thing that went wrong.
    pub fn said(&self) -> Option<Said> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Paper {
    /// Draws a page with the theme.
    ///
    /// # Errors
    /// [`ThemeProblem`].
    pub fn draw<T: Serialize>(&self, template: &str, data: &T) -> Result<String, ThemeProblem> {
        crate::themes::draw(&self.theme, self.patience, template, data)
    }

    /// Makes something with this theme, and where the theme fails with the one that stands in for it.
    ///
    /// # Errors
    /// [`PageProblem`] where none is left.
    pub fn or_stand_in<T>(&self, now: Timestamp, make: impl Fn(&Paper) -> Result<T, PageProblem>) -> Result<T, PageProblem> {
        let mut worn = self;
        loop {
            let Some(next) = worn.stand_in.as_deref() else { return make(worn) };
            if !worn.trouble.is_aside() {
                match make(worn) {
                    Err(PageProblem::Theme(problem)) => worn.trouble.note(problem.to_string(), problem.slow, Some(now)),
                    made => return made,
                }
            }
            worn = next;
        }
    }

    /// A file of the theme, or of what stands in for it.
    pub fn file(&self, address: &str) -> Option<&courant_render::assets::Asset> {
        self.assets.get(address).or_else(|| self.stand_in.as_deref()?.file(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::Dress;
    use courant_render::theme::Theme;
    use std::cell::Cell;
    use std::sync::Arc;
    use std::time::Duration;

    fn paper() -> Paper {
        let dress = Dress {
            theme: Theme::house().expect("house"),
            look: Default::default(),
            assets: courant_render::assets::Assets::embedded(),
            patience: Duration::from_secs(5),
        };
        Paper::new(crate::config::Site::default(), jiff::tz::TimeZone::UTC, "https://paper.example".into(), "", dress)
    }

    #[test]
    fn a_theme_that_makes_readers_wait_is_set_aside_after_a_few_pages() {
        let house = paper();
        let theirs = Paper { stand_in: Some(Arc::new(house)), ..paper() };
        let tried = Cell::new(0);
        let page = |worn: &Paper| {
            if worn.stand_in.is_none() {
                return Ok("house");
            }
            tried.set(tried.get() + 1);
            Err(PageProblem::Theme(ThemeProblem::slow("front.html")))
        };
        for _ in 0..10 {
            assert_eq!(theirs.or_stand_in(Timestamp::UNIX_EPOCH, page).expect("a page"), "house");
        }
        assert_eq!(tried.get(), MOST_SLOW);
        let said = theirs.trouble.said().expect("said");
        assert!(said.aside && said.sentence.contains("front.html, line 1: the page takes too long"), "{said:?}");
    }

    #[test]
    fn a_page_that_fails_otherwise_is_the_only_one_to_be_drawn_in_another_theme() {
        let theirs = Paper { stand_in: Some(Arc::new(paper())), ..paper() };
        let broken = |worn: &Paper| if worn.stand_in.is_none() { Ok("house") } else { Err(PageProblem::Theme(ThemeProblem::broke("error.html"))) };
        for _ in 0..10 {
            assert_eq!(theirs.or_stand_in(Timestamp::UNIX_EPOCH, broken).expect("a page"), "house");
        }
        assert!(theirs.or_stand_in(Timestamp::UNIX_EPOCH, |worn| Ok(worn.stand_in.is_some())).expect("a page"));
        assert!(!theirs.trouble.said().expect("said").aside);
    }
}
