//! A theme as a folder in `themes/` of the data folder.

use super::archive::{MOST_ENTRIES, MOST_UNPACKED};
use super::gather::{gather, most_of};
use super::{Kept, Mistakes};
use std::collections::BTreeMap;
use std::path::Path;

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
/// [`Mistakes`] with file and line.
pub fn read(data: &Path, folder: &str) -> Result<Kept, Mistakes> {
    if !is_name(folder) {
        return Err(vec!["There is no theme of this name in the folder ‘themes’.".into()]);
    }
    let root = data.join("themes").join(folder);
    let mut files = BTreeMap::new();
    let mut mistakes = Mistakes::new();
    for (under, place) in [("", root.clone()), ("templates/", root.join("templates"))] {
        for entry in std::fs::read_dir(place).into_iter().flatten().flatten().take(MOST_ENTRIES) {
            let file = entry.file_name().to_string_lossy().into_owned();
            if file.starts_with('.') || (under.is_empty() && file == "templates") {
                continue;
            }
            let name = format!("{under}{file}");
            match bytes(&entry.path(), &name) {
                Ok(bytes) => drop(files.insert(name, bytes)),
                Err(sentence) => mistakes.push(sentence),
            }
        }
    }
    if files.values().map(Vec::len).sum::<usize>() > MOST_UNPACKED {
        mistakes.push(format!("The theme is larger than {} MB.", MOST_UNPACKED >> 20));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    gather(&files).map(|kept| Kept { folder: folder.to_owned(), ..kept })
}

fn bytes(path: &Path, name: &str) -> Result<Vec<u8>, String> {
    let known = std::fs::symlink_metadata(path).map_err(|_| format!("{name} is not in the theme’s folder."))?;
    // A link could lead anywhere on this machine.
    if !known.is_file() {
        return Err(format!("{name} is no plain file."));
    }
    let most = most_of(name).unwrap_or(0);
    if known.len() > most as u64 && most > 0 {
        return Err(format!("{name} is larger than {} KB.", most >> 10));
    }
    if most == 0 {
        return Ok(Vec::new());
    }
    std::fs::read(path).map_err(|e| format!("{name} cannot be read: {e}."))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 60 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}
