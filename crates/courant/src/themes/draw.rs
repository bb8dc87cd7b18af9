//! Pages drawn by templates of somebody else's, each in a thread that is watched: whatever they do, whoever asked for the
//! page waits only so long.

use courant_render::theme::value::{Serde, Value};
use courant_render::theme::{Stop, Theme, ThemeProblem};
use serde::Serialize;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Longest that a page may take where the configuration says nothing.
pub const PATIENCE: Duration = Duration::from_millis(250);
/// How long a page that was stopped has for saying where it was.
const LAST_WORDS: Duration = Duration::from_millis(20);

/// Draws a page. The templates of the house are drawn at once; they are bounded by what the tests measure.
///
/// # Errors
/// [`ThemeProblem`]; `slow` when the page was not ready in its time.
pub fn draw<T: Serialize>(theme: &Arc<Theme>, patience: Duration, template: &str, data: &T) -> Result<String, ThemeProblem> {
    if !theme.is_foreign() {
        return theme.page(template, data);
    }
    // A thread could be quicker than the look at the clock.
    if patience.is_zero() {
        return Err(ThemeProblem::slow(template));
    }
    // Data of the thread's own: it may go on for a moment after nobody waits for it any more.
    let (data, stop, name) = (Value::from(Serde(data)), Stop::default(), template.to_owned());
    let (give, take) = sync_channel(1);
    let (inside, flag) = (Arc::clone(theme), stop.clone());
    let begun = std::thread::Builder::new().name("theme".into()).spawn(move || {
        let _ = give.send(inside.stoppable(&name, data, &flag));
    });
    if begun.is_err() {
        return Err(ThemeProblem::slow(template));
    }
    match take.recv_timeout(patience) {
        Ok(drawn) => drawn,
        Err(RecvTimeoutError::Timeout) => {
            stop.set();
            // Fuel ends what does not look at the flag; until then the thread is nobody's.
            match take.recv_timeout(LAST_WORDS) {
                Ok(Err(problem)) if problem.slow => Err(problem),
                _ => Err(ThemeProblem::slow(template)),
            }
        }
        Err(RecvTimeoutError::Disconnected) => Err(ThemeProblem::broke(template)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_render::theme::fixture;
    use courant_render::theme::look::Look;

    #[test]
    fn whoever_asked_for_a_page_waits_only_so_long() {
        let text = "{% for a in second %}".repeat(6) + "{{ a.headline|replace(\"e\", a.headline) }}" + &"{% endfor %}".repeat(6);
        let theme = Arc::new(Theme::with(&[("front.html".to_owned(), text)].into()).expect("a sound theme"));
        let data = fixture::pages(&Default::default(), &Look::default()).remove(0).1;
        draw(&theme, Duration::from_secs(60), "front.html", &data).expect("it is drawn where there is time");
        let late = draw(&theme, Duration::ZERO, "front.html", &data).expect_err("no time is left");
        assert!(late.slow && late.to_string().contains("the page takes too long"), "{late}");
        let house = Arc::new(Theme::house().expect("house"));
        draw(&house, Duration::ZERO, "front.html", &data).expect("the house is not watched");
    }
}
