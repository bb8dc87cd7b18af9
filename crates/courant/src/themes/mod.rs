//! Themes as data: a zip that somebody sends, or a folder in `themes/` of the data folder, is read once, checked whole, and
//! kept in the database as it was then. What is on the disk afterwards changes nothing until somebody takes it again, so
//! a mistake there cannot take the paper down, not even at a start.

mod archive;
mod draw;
mod folder;
mod gather;
mod start;

pub use archive::{MOST_PACKED, pack, unpack};
pub use draw::{PATIENCE, draw};
pub use folder::{folders, read};
pub use gather::{LARGEST_LOGO, gather, logo};
pub use start::files as files_of;

use courant_render::assets::Assets;
use courant_render::theme::look::Look;
use courant_render::theme::{Theme, ThemeProblem, fixture};
use courant_render::view::Frame;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// What is wrong with a theme, one sentence each, with file and line.
pub type Mistakes = Vec<String>;

/// A theme as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// Folder that it came from; empty: the house theme, or a zip.
    pub folder: String,
    /// Number of the kept theme that it came from; 0: none.
    pub id: i64,
    /// Colours, fonts, parts of the front, logo.
    pub look: Look,
    /// Own templates by name.
    pub templates: BTreeMap<String, String>,
    /// Own style sheet; may be empty.
    pub css: String,
    /// Fonts and logo by name, in hex digits.
    pub files: BTreeMap<String, String>,
}

impl Kept {
    /// What people call it.
    pub fn name(&self) -> &str {
        match () {
            () if !self.look.name.is_empty() => &self.look.name,
            () if !self.folder.is_empty() => &self.folder,
            () => "House",
        }
    }

    /// Whether it has nothing that could fail: colours, fonts and a logo alone.
    pub fn is_plain(&self) -> bool {
        self.templates.is_empty() && self.css.is_empty()
    }

    /// The house's templates in its colours.
    #[must_use]
    pub fn plain(&self) -> Kept {
        Kept { templates: BTreeMap::new(), css: String::new(), ..self.clone() }
    }

    /// Adds a file, or replaces it.
    pub fn put(&mut self, name: &str, bytes: &[u8]) {
        self.files.insert(name.to_owned(), courant_store::revisions::hex(bytes));
    }

    /// A file of it.
    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        self.files.get(name).map(|hex| unhex(hex))
    }

    /// Templates and files as a paper wears them.
    ///
    /// # Errors
    /// [`Mistakes`].
    pub fn made(&self) -> Result<(Theme, Assets), Mistakes> {
        Ok((self.templates_made()?, self.assets("/assets", None)?))
    }

    fn templates_made(&self) -> Result<Theme, Mistakes> {
        Theme::with(&self.templates).map_err(|all| all.iter().map(ToString::to_string).collect())
    }

    /// Its files and style sheet under an address, always in the dark (`true`), never, or as readers prefer.
    ///
    /// # Errors
    /// [`Mistakes`].
    pub fn assets(&self, door: &str, dark: Option<bool>) -> Result<Assets, Mistakes> {
        let mut mistakes = self.look.problems();
        if let Some((line, what)) = courant_render::theme::style::problem(&self.css) {
            mistakes.push(format!("theme.css, line {line}: {what}."));
        }
        let mut files = Vec::new();
        for (name, hex) in &self.files {
            // They were decoded when they came in; this is done again and again.
            let bytes = unhex(hex);
            match gather::sound_file(name, &bytes) {
                Ok(()) => files.push((name.clone(), bytes)),
                Err(sentence) => mistakes.push(sentence),
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Ok(Assets::with_theme_at(door, &files, &|address| format!("{}{}", self.look.css(address), self.own_css()), dark))
    }

    fn own_css(&self) -> String {
        if self.css.is_empty() { String::new() } else { format!("\n{}", self.css) }
    }

    /// As [`Kept::made`], and every kind of page is drawn with it before anybody sees one.
    ///
    /// # Errors
    /// [`Mistakes`]: the first of every page.
    pub fn tried(&self, frame: &Frame, patience: Duration) -> Result<(Theme, Assets), Mistakes> {
        let (theme, assets) = self.made()?;
        let theme = Arc::new(theme);
        let mut mistakes: Mistakes = Vec::new();
        for problem in faults(&theme, frame, &self.look, patience) {
            let sentence = problem.to_string();
            if !mistakes.contains(&sentence) {
                mistakes.push(sentence);
            }
        }
        match Arc::try_unwrap(theme) {
            Ok(theme) if mistakes.is_empty() => Ok((theme, assets)),
            // A page that was stopped may hold it for a moment more.
            Err(_) if mistakes.is_empty() => self.made(),
            _ => Err(mistakes),
        }
    }
}

/// What the pages of the fixture find, the first of each page.
pub fn faults(theme: &Arc<Theme>, frame: &Frame, look: &Look, patience: Duration) -> Vec<ThemeProblem> {
    let drawn = fixture::pages(frame, look).into_iter().filter_map(|(template, data)| {
        let once = || draw(theme, patience, template, &data).err();
        // A busy machine can make a sound page late once.
        match once() {
            Some(problem) if problem.slow => once(),
            other => other,
        }
    });
    drawn.collect()
}

fn unhex(hex: &str) -> Vec<u8> {
    hex.as_bytes().chunks(2).filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
