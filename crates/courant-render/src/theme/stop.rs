//! The end of a page's time. This crate has no clock: whoever draws a page sets the flag when its time is up, and the
//! filters, the writer of values and the writer of the page look at it. What none of them sees, fuel ends.

use minijinja::{Error, ErrorKind};
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

thread_local! {
    /// The flag of the page that this thread draws.
    static HERE: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

/// Ends the drawing of one page from another thread.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Time is up.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Holds the flag of the page that this thread draws, until it goes.
pub(super) struct Watched;

impl Watched {
    pub(super) fn begin(stop: &Stop) -> Watched {
        HERE.with_borrow_mut(|here| *here = Some(stop.clone()));
        Watched
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        HERE.with_borrow_mut(|here| *here = None);
    }
}

/// Whether the time of the page is up that this thread draws.
pub(super) fn is_up() -> bool {
    HERE.with_borrow(|here| here.as_ref().is_some_and(Stop::is_set))
}

/// # Errors
/// When the time of the page is up.
pub(super) fn check() -> Result<(), Error> {
    if is_up() { Err(Error::new(ErrorKind::InvalidOperation, TIME)) } else { Ok(()) }
}

/// What such an error says.
pub(super) const TIME: &str = "the time of the page is over";
