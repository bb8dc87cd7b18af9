//! The paper as it is set: the configuration file, over it what the newsroom has set, and the theme.

use crate::app::StartProblem;
use crate::config::{self, Site};
use crate::pages::{Dress, Paper};
use crate::publish::{SITE, THEME};
use crate::themes::Kept;
use courant_store::{Problem, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Makes papers: one at the start, another whenever the site's settings or its theme change.
pub(super) struct Maker {
    /// As the file says.
    pub site: Site,
    /// Public address where the file names none.
    pub origin: String,
    /// Longest that a page of somebody else's templates may take.
    pub patience: Duration,
    /// Themes that could not be used at the start, with the sentence: not tried again until somebody chooses one.
    pub refused: Mutex<Vec<(Kept, String)>>,
}

/// Why a paper is made: at the start every theme is tried on every kind of page, since this may be another version of the
/// program or another machine. Later it was tried by whoever chose it, and who follows the journal has no time for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    Start,
    Chosen,
    Settings,
}

impl Maker {
    /// The paper at the start: a setting that cannot be used is passed over with a line in the log.
    ///
    /// # Errors
    /// [`StartProblem`] when the file's own words cannot be used.
    pub fn first(&self, read: &Read<'_>) -> Result<Paper, StartProblem> {
        match self.made(read, Why::Start) {
            Ok(paper) => Ok(paper),
            Err(sentence) => {
                tracing::error!(sentence, "what the newsroom has set is passed over");
                self.site.zone()?;
                self.of(self.site.clone(), &Kept::default(), Why::Start)
                    .map_err(|sentence| StartProblem::new(sentence, "Mend the configuration and start again."))
            }
        }
    }

    /// The paper as it is set now; one sentence when it cannot be made. Behind a theme with templates of its own stands the
    /// last good one, behind that the house's templates in its colours.
    ///
    /// `chosen`: somebody chose a theme since the last time.
    pub fn make(&self, read: &Read<'_>, chosen: bool) -> Result<Paper, String> {
        self.made(read, if chosen { Why::Chosen } else { Why::Settings })
    }

    fn made(&self, read: &Read<'_>, why: Why) -> Result<Paper, String> {
        if why == Why::Chosen {
            self.refused().clear();
        }
        let site = site_in_force(read, &self.site).map_err(|e| e.to_string())?;
        let now = kept(read, THEME)?;
        let house = || self.of(site.clone(), &Kept::default(), why);
        let plain = self.of(site.clone(), &now.plain(), why);
        // What was good when it was taken may not be for another version of this program: then the house's is.
        let mut paper = plain.or_else(|sentence| house().inspect(|paper| paper.trouble.note(sentence, false, None)))?;
        if now.is_plain() {
            return Ok(paper);
        }
        let before = kept(read, &format!("{THEME}.before")).unwrap_or_default();
        // The same templates in other colours would fail as these do.
        let differs = (&before.templates, &before.css) != (&now.templates, &now.css);
        if !before.is_plain()
            && differs
            && let Ok(made) = self.of(site.clone(), &before, why)
        {
            paper = Paper { stand_in: Some(Arc::new(paper)), ..made };
        }
        match self.of(site, &now, why) {
            Ok(made) => Ok(Paper { stand_in: Some(Arc::new(paper)), ..made }),
            Err(sentence) => {
                paper.trouble.note(sentence, false, None);
                Ok(paper)
            }
        }
    }

    fn refused(&self) -> MutexGuard<'_, Vec<(Kept, String)>> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, site: Site, kept: &Kept, why: Why) -> Result<Paper, String> {
        if let Some((_, sentence)) = self.refused().iter().find(|(refused, _)| refused == kept) {
            return Err(sentence.clone());
        }
        let zone = site.zone().map_err(|e| e.to_string())?;
        let origin = if site.url.is_empty() { self.origin.clone() } else { site.url.trim_end_matches('/').to_owned() };
        let about = crate::wire::markdown_html(&site.about);
        let (theme, assets) = kept.made().map_err(|mistakes| mistakes.join(" "))?;
        let paper = Paper::new(site, zone, origin, &about, Dress { theme, look: kept.look.clone(), assets, patience: self.patience });
        if why == Why::Start
            && !kept.is_plain()
            && let Err(problem) = paper.check()
        {
            self.refused().push((kept.clone(), problem.to_string()));
            return Err(problem.to_string());
        }
        Ok(paper)
    }
}

fn kept(read: &Read<'_>, name: &str) -> Result<Kept, String> {
    let json = read.setting(name).map_err(|e| e.to_string())?;
    json.map_or_else(|| Ok(Kept::default()), |json| serde_json::from_str(&json).map_err(|e| format!("The theme that is kept cannot be read: {e}.")))
}

/// The site in force: what the newsroom has set wins over the file, field by field (decision 0013).
///
/// # Errors
/// A [`Problem`] of the database.
pub fn site_in_force(read: &Read<'_>, file: &Site) -> Result<Site, Problem> {
    let kept: config::Kept = match read.setting(SITE)? {
        Some(json) => serde_json::from_str(&json)?,
        None => config::Kept::default(),
    };
    Ok(file.with(kept))
}
