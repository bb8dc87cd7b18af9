//! A theme that fails in use: the page is drawn in what stands in for it, and the newsroom is told.

use super::{PageProblem, Paper};
use courant_render::theme::ThemeProblem;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// After so many pages within [`WINDOW`] that were not ready in their time, the theme is set aside until somebody chooses a
/// theme: each of them made a reader wait. A page late now and then is the machine's affair.
const MOST_SLOW: usize = 3;
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// What went wrong with a theme since it is in use.
#[derive(Debug, Default)]
pub struct Trouble(Mutex<Noted>);

#[derive(Clone, Debug, Default)]
struct Noted {
    /// When pages were late, within the window.
    slow: Vec<Timestamp>,
    aside: bool,
    last: Option<Said>,
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
        let mut noted = self.noted();
        if let Some(at) = at.filter(|_| slow) {
            noted.slow.retain(|late| at.duration_since(*late) < WINDOW);
            noted.slow.push(at);
        }
        noted.aside |= noted.slow.len() >= MOST_SLOW;
        let aside = at.is_none() || noted.aside;
        noted.last = Some(Said { sentence, at, aside });
    }

    fn is_aside(&self) -> bool {
        self.noted().aside
    }

    /// The last thing that went wrong.
    pub fn said(&self) -> Option<Said> {
        self.noted().last.clone()
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// The same paper, which knows what went wrong until now, and keeps to itself what goes wrong with it from now on: for
    /// pages of the newsroom alone, which say nothing of what readers have.
    #[must_use]
    pub fn apart(&self) -> Paper {
        let trouble = Arc::new(Trouble(Mutex::new(self.trouble.noted().clone())));
        Paper { trouble, stand_in: self.stand_in.as_ref().map(|next| Arc::new(next.apart())), ..self.clone() }
    }

    /// This paper with what went wrong with another one in the same themes.
    #[must_use]
    pub(super) fn with_trouble_of(self, other: &Paper) -> Paper {
        let stand_in = match (&self.stand_in, &other.stand_in) {
            (Some(mine), Some(theirs)) => Some(Arc::new(Paper::clone(mine).with_trouble_of(theirs))),
            (mine, _) => mine.clone(),
        };
        Paper { trouble: Arc::clone(&other.trouble), stand_in, ..self }
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

    fn late(worn: &Paper) -> Result<&'static str, PageProblem> {
        if worn.stand_in.is_none() { Ok("house") } else { Err(PageProblem::Theme(ThemeProblem::slow("front.html"))) }
    }

    #[test]
    fn pages_that_are_late_now_and_then_set_no_theme_aside() {
        let theirs = Paper { stand_in: Some(Arc::new(paper())), ..paper() };
        for hour in 0..10 {
            theirs.or_stand_in(Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour), late).expect("a page");
        }
        assert!(!theirs.trouble.said().expect("said").aside);
    }

    #[test]
    fn previews_take_no_theme_off_for_readers() {
        let middle = Paper { stand_in: Some(Arc::new(paper())), ..paper() };
        let theirs = Paper { stand_in: Some(Arc::new(middle)), ..paper() };
        for _ in 0..5 {
            assert_eq!(theirs.apart().or_stand_in(Timestamp::UNIX_EPOCH, late).expect("a page"), "house");
        }
        let middle = theirs.stand_in.as_ref().expect("the one between");
        assert!(theirs.trouble.said().is_none() && middle.trouble.said().is_none());
    }

    #[test]
    fn a_theme_set_aside_stays_aside_when_the_paper_is_made_anew() {
        let theirs = || Paper { stand_in: Some(Arc::new(paper())), ..paper() };
        let old = theirs();
        for _ in 0..MOST_SLOW {
            old.or_stand_in(Timestamp::UNIX_EPOCH, late).expect("a page");
        }
        let new = theirs().with_trouble_of(&old);
        assert!(new.trouble.said().expect("said").aside && new.stand_in.expect("house").trouble.said().is_none());
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
