//! The paper as it is set: the configuration file, over it what the newsroom has set, and the theme.

use crate::app::StartProblem;
use crate::config::{Kept, Site};
use crate::pages::Paper;
use crate::publish::SITE;
use courant_render::assets::Assets;
use courant_render::theme::Theme;
use courant_store::{Problem, Read};
use std::path::PathBuf;

/// Makes papers: one at the start, another whenever the site's settings or its theme change.
pub(super) struct Maker {
    /// As the file says.
    pub site: Site,
    /// Public address where the file names none.
    pub origin: String,
    /// The data folder.
    #[allow(dead_code)]
    pub data: PathBuf,
}

impl Maker {
    /// The paper at the start: a setting that cannot be used is passed over with a line in the log.
    ///
    /// # Errors
    /// [`StartProblem`] when the file's own words cannot be used.
    pub fn first(&self, read: &Read<'_>) -> Result<Paper, StartProblem> {
        match self.make(read) {
            Ok(paper) => Ok(paper),
            Err(sentence) => {
                tracing::error!(sentence, "what the newsroom has set is passed over");
                self.site.zone()?;
                self.of(self.site.clone()).map_err(|sentence| StartProblem::new(sentence, "Mend the configuration and start again."))
            }
        }
    }

    /// The paper as it is set now; one sentence when it cannot be made.
    pub fn make(&self, read: &Read<'_>) -> Result<Paper, String> {
        self.of(site_in_force(read, &self.site).map_err(|e| e.to_string())?)
    }

    fn of(&self, site: Site) -> Result<Paper, String> {
        let zone = site.zone().map_err(|e| e.to_string())?;
        let origin = if site.url.is_empty() { self.origin.clone() } else { site.url.trim_end_matches('/').to_owned() };
        let about = crate::wire::markdown_html(&site.about);
        let theme = Theme::house().map_err(|e| e.to_string())?;
        Ok(Paper::new(site, zone, origin, &about, theme, Assets::embedded()))
    }
}

/// The site in force: what the newsroom has set wins over the file, field by field (decision 0013).
///
/// # Errors
/// A [`Problem`] of the database.
pub fn site_in_force(read: &Read<'_>, file: &Site) -> Result<Site, Problem> {
    let kept: Kept = match read.setting(SITE)? {
        Some(json) => serde_json::from_str(&json)?,
        None => Kept::default(),
    };
    Ok(file.with(kept))
}
