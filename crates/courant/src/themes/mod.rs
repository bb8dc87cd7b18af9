//! Themes as data: a folder in `themes/` of the data folder is read once, checked, and kept in the database as it was
//! then. What is on the disk afterwards changes nothing until somebody takes it again, so a mistake there cannot take
//! the paper down, not even at a start.

use courant_render::assets::Assets;
use courant_render::theme::Theme;
use courant_render::theme::look::Look;
use courant_render::view::Frame;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Most bytes of `theme.toml`, of a template, of a font, of a logo; most templates.
const LONGEST_TOML: u64 = 64 << 10;
const LONGEST_TEMPLATE: u64 = 64 << 10;
const LARGEST_FONT: u64 = 300 << 10;
const LARGEST_LOGO: u64 = 512 << 10;
const MOST_TEMPLATES: usize = 40;

/// A theme as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// Folder that it came from; empty: the house theme.
    pub folder: String,
    /// Colours, fonts, parts of the front, logo.
    pub look: Look,
    /// Own templates by name.
    pub templates: BTreeMap<String, String>,
    /// Fonts and logo by name, in hex digits.
    pub files: BTreeMap<String, String>,
}

/// Names of the folders that there are.
pub fn folders(data: &Path) -> Vec<String> {
    let read = std::fs::read_dir(data.join("themes")).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        read.filter(|e| e.file_type().is_ok_and(|t| t.is_dir())).filter_map(|e| e.file_name().into_string().ok()).filter(|n| is_name(n)).collect();
    names.sort();
    names
}

/// Reads a theme's folder.
///
/// # Errors
/// One sentence with file and line.
pub fn read(data: &Path, folder: &str) -> Result<Kept, String> {
    if !is_name(folder) {
        return Err("There is no theme of this name in the folder ‘themes’.".into());
    }
    let root = data.join("themes").join(folder);
    let toml = text(&root.join("theme.toml"), "theme.toml", LONGEST_TOML)?;
    let look: Look = toml::from_str(&toml).map_err(|e| {
        let line = e.span().map_or(1, |at| toml.get(..at.start).unwrap_or_default().matches('\n').count() + 1);
        format!("theme.toml, line {line}: {}.", e.message().trim_end_matches('.'))
    })?;
    if let Some(problem) = look.problems().first() {
        return Err(format!("theme.toml: {problem}"));
    }
    let mut kept = Kept { folder: folder.to_owned(), templates: templates(&root.join("templates"))?, look, ..Kept::default() };
    for (file, most) in [(&kept.look.fonts.serif, LARGEST_FONT), (&kept.look.fonts.sans, LARGEST_FONT), (&kept.look.logo, LARGEST_LOGO)] {
        if !file.is_empty() {
            kept.files.insert(file.clone(), courant_store::revisions::hex(&bytes(&root.join(file), file, most)?));
        }
    }
    Ok(kept)
}

impl Kept {
    /// Templates and files as a paper wears them.
    ///
    /// # Errors
    /// One sentence with file and line.
    pub fn made(&self) -> Result<(Theme, Assets), String> {
        if let Some(problem) = self.look.problems().first() {
            return Err(problem.clone());
        }
        let files = self.files.iter().map(|(name, hex)| Ok((name.clone(), sound_file(name, &unhex(hex))?)));
        let files: Vec<(String, Vec<u8>)> = files.collect::<Result<_, String>>()?;
        let theme = Theme::with(&self.templates).map_err(|e| e.to_string())?;
        Ok((theme, Assets::with_theme(&files, &|address| self.look.css(address))))
    }

    /// As [`Kept::made`], and every kind of page is rendered with it before anybody sees one.
    ///
    /// # Errors
    /// As [`Kept::made`].
    pub fn tried(&self, frame: &Frame) -> Result<(Theme, Assets), String> {
        let made = self.made()?;
        made.0.check(frame).map_err(|e| e.to_string())?;
        Ok(made)
    }
}

fn templates(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".html") || name.starts_with('.') {
            continue;
        }
        if found.len() >= MOST_TEMPLATES {
            return Err(format!("A theme has at most {MOST_TEMPLATES} templates."));
        }
        let text = text(&entry.path(), &name, LONGEST_TEMPLATE)?;
        found.insert(name, text);
    }
    Ok(found)
}

fn text(path: &Path, name: &str, most: u64) -> Result<String, String> {
    let bytes = bytes(path, name, most)?;
    String::from_utf8(bytes).map_err(|e| {
        let line = e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        format!("{name}, line {line}: this is no UTF-8.")
    })
}

fn bytes(path: &Path, name: &str, most: u64) -> Result<Vec<u8>, String> {
    let known = std::fs::symlink_metadata(path).map_err(|_| format!("{name} is not in the theme’s folder."))?;
    // A link could lead anywhere on this machine.
    if !known.is_file() {
        return Err(format!("{name} is no plain file."));
    }
    if known.len() > most {
        return Err(format!("{name} is larger than {} KB.", most >> 10));
    }
    std::fs::read(path).map_err(|e| format!("{name} cannot be read: {e}."))
}

/// A font or a picture by what is in it, whatever it is called: nothing else is sent to readers.
fn sound_file(name: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    if name.ends_with(".woff2") {
        return if bytes.starts_with(b"wOF2") { Ok(bytes.to_vec()) } else { Err(format!("{name} is no WOFF2 font.")) };
    }
    let known = crate::pictures::inspect::inspect(bytes).map_err(|e| format!("{name}: {e}"))?;
    let kind = known.kind.to_string().to_lowercase();
    if matches!(kind.as_str(), "png" | "jpeg" | "webp") { Ok(bytes.to_vec()) } else { Err(format!("{name} is no PNG, WebP or JPEG.")) }
}

fn unhex(hex: &str) -> Vec<u8> {
    hex.as_bytes().chunks(2).filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 60 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}
