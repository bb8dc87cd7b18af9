//! From files by name to a theme: every file is of a known kind and within its bounds, and what is wrong is said of each.

use super::{Kept, Mistakes};
use crate::pictures::metadata::Rights;
use crate::pictures::rendition::{Format, master, rendition, widths_for};
use courant_render::theme::look::{Look, is_file};
use courant_render::theme::style;
use std::collections::BTreeMap;

/// Most bytes of `theme.toml`, a template, a font, a logo, words beside them; most templates, most fonts and pictures.
const LONGEST_TEXT: usize = 64 << 10;
const LARGEST_FONT: usize = 300 << 10;
/// Most bytes of a logo.
pub const LARGEST_LOGO: usize = 512 << 10;
const MOST_TEMPLATES: usize = 40;
const MOST_FILES: usize = 12;
/// Widest file of a logo that is kept, in pixels.
const WIDEST: u32 = 960;

/// Most bytes of a file of a theme by its name; `None` for what is no file of a theme.
pub fn most_of(name: &str) -> Option<usize> {
    let ending = name.rsplit('.').next().unwrap_or_default();
    match name.rsplit_once('/') {
        None if name == "theme.toml" || name == "theme.css" => Some(LONGEST_TEXT),
        None if !is_file(name) => None,
        None => match ending {
            "woff2" => Some(LARGEST_FONT),
            "png" | "webp" | "jpg" | "jpeg" => Some(LARGEST_LOGO),
            // Licences of fonts and what is to be known: taken along by nobody, and no mistake.
            "txt" | "md" => Some(LONGEST_TEXT),
            _ => None,
        },
        Some(("templates", file)) if is_file(file) && ending == "html" => Some(LONGEST_TEXT),
        Some(_) => None,
    }
}

/// Makes a theme of its files.
///
/// # Errors
/// [`Mistakes`]: all that can be seen without drawing a page.
pub fn gather(files: &BTreeMap<String, Vec<u8>>) -> Result<Kept, Mistakes> {
    let (mut kept, mut mistakes) = (Kept::default(), Mistakes::new());
    if !files.contains_key("theme.toml") {
        mistakes.push("theme.toml is missing; a theme has one, with at least its name.".into());
    }
    for (name, bytes) in files {
        if let Err(sentence) = take(&mut kept, name, bytes) {
            mistakes.push(sentence);
        }
    }
    if let Some(toml) = files.get("theme.toml").and_then(|bytes| std::str::from_utf8(bytes).ok()) {
        mistakes.extend(kept.look.problems().into_iter().map(|problem| format!("theme.toml, line {}: {problem}", line_of(toml, &problem))));
        for file in kept.look.files().filter(|file| !kept.files.contains_key(*file)) {
            if is_file(file) {
                mistakes.push(format!("theme.toml, line {}: {file} is not in the theme.", line_with(toml, &format!("\"{file}\""))));
            }
        }
    }
    for (what, there, most) in [("templates", kept.templates.len(), MOST_TEMPLATES), ("fonts and pictures", kept.files.len(), MOST_FILES)] {
        if there > most {
            mistakes.push(format!("A theme has at most {most} {what}; this one has {there}."));
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let cleaned = clean_logo(&mut kept).and_then(|()| clean_pictures(&mut kept));
    cleaned.map_err(|sentence| vec![sentence])?;
    Ok(kept)
}

fn take(kept: &mut Kept, name: &str, bytes: &[u8]) -> Result<(), String> {
    let Some(most) = most_of(name) else {
        return Err(format!(
            "{name} is no file of a theme: there are theme.toml, theme.css, templates/….html, WOFF2 fonts, and a PNG, WebP or JPEG."
        ));
    };
    if bytes.len() > most {
        return Err(format!("{name} is larger than {} KB.", most >> 10));
    }
    match name.rsplit('.').next().unwrap_or_default() {
        "toml" => kept.look = look(text(name, bytes)?)?,
        "css" => {
            let css = style::normal(text(name, bytes)?);
            if let Some((line, what)) = style::problem(&css) {
                return Err(format!("{name}, line {line}: {what}."));
            }
            kept.css = css;
        }
        "html" => drop(kept.templates.insert(name.trim_start_matches("templates/").to_owned(), text(name, bytes)?.to_owned())),
        "txt" | "md" => {}
        _ => {
            sound_file(name, bytes)?;
            if !is_font(name) {
                crate::pictures::inspect::inspect(bytes).map_err(|e| format!("{name}: {e}"))?;
            }
            kept.put(name, bytes);
        }
    }
    Ok(())
}

fn look(toml: &str) -> Result<Look, String> {
    toml::from_str(toml).map_err(|e| {
        let line = e.span().map_or(1, |at| toml.get(..at.start).unwrap_or_default().matches('\n').count() + 1);
        format!("theme.toml, line {line}: {}.", e.message().trim_end_matches('.'))
    })
}

fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, String> {
    std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        format!("{name}, line {line}: this is no UTF-8.")
    })
}

/// The line on which a key stands that a problem begins with: `dark.ink`, `front`.
fn line_of(toml: &str, problem: &str) -> usize {
    let key = problem.split([' ', ':']).next().unwrap_or_default();
    let begins = |line: &str, key: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    let Some((table, key)) = key.split_once('.') else {
        return toml.lines().position(|line| begins(line, key)).map_or(1, |at| at + 1);
    };
    let mut inside = false;
    for (at, line) in toml.lines().enumerate() {
        if line.trim_start().starts_with('[') {
            inside = line.trim().trim_matches(['[', ']']).trim() == table;
        } else if (inside && begins(line, key)) || begins(line, &format!("{table}.{key}")) {
            return at + 1;
        }
    }
    1
}

fn line_with(toml: &str, words: &str) -> usize {
    toml.lines().position(|line| line.contains(words)).map_or(1, |at| at + 1)
}

/// A font or a picture by its first bytes, whatever it is called: nothing else is sent to readers.
pub fn sound_file(name: &str, bytes: &[u8]) -> Result<(), String> {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    if is_font(name) {
        return if begins(b"wOF2") { Ok(()) } else { Err(format!("{name} is no WOFF2 font.")) };
    }
    let webp = begins(b"RIFF") && bytes.get(8..12).is_some_and(|kind| kind == b"WEBP");
    let known = webp || begins(b"\x89PNG\r\n\x1a\n") || begins(b"\xff\xd8\xff");
    if known { Ok(()) } else { Err(format!("{name} is no PNG, WebP or JPEG.")) }
}

fn is_font(name: &str) -> bool {
    name.ends_with(".woff2")
}

/// Every other picture goes the same way: a camera writes into a file where it was. The name stays, since templates say it.
fn clean_pictures(kept: &mut Kept) -> Result<(), String> {
    let names: Vec<String> = kept.files.keys().filter(|name| !is_font(name) && **name != kept.look.logo).cloned().collect();
    for name in names {
        let Some(bytes) = kept.file(&name) else { continue };
        let clean = drawn_anew(&name, &bytes).map_err(|sentence| format!("{name}: {sentence}"))?;
        if clean.len() > LARGEST_LOGO {
            return Err(format!("{name} is larger than {} KB when it is drawn anew; make it smaller.", LARGEST_LOGO >> 10));
        }
        kept.put(&name, &clean);
    }
    Ok(())
}

/// A picture without anything beside its pixels, in the format that its name says; a PNG as WebP, which keeps what is seen through.
fn drawn_anew(name: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let master = master(bytes).map_err(|e| e.to_string())?;
    let format = if name.ends_with(".jpg") || name.ends_with(".jpeg") { Format::Jpeg } else { Format::WebP };
    let width = widths_for(master.width).into_iter().max().unwrap_or(master.width);
    rendition(&master.bytes, None, width, format, &Rights::default()).map_err(|e| e.to_string())
}

/// The logo goes the way of every picture: decoded, made no wider than it is shown, written anew.
fn clean_logo(kept: &mut Kept) -> Result<(), String> {
    let name = kept.look.logo.clone();
    let Some(bytes) = kept.file(&name) else { return Ok(()) };
    let clean = logo(&bytes).map_err(|sentence| format!("{name}: {sentence}"))?;
    kept.files.remove(&name);
    kept.look.logo = "logo.webp".into();
    kept.put("logo.webp", &clean);
    Ok(())
}

/// A picture as a logo: WebP, at most 960 pixels wide, without anything beside its pixels.
///
/// # Errors
/// One sentence.
pub fn logo(bytes: &[u8]) -> Result<Vec<u8>, String> {
    if bytes.len() > LARGEST_LOGO {
        return Err(format!("the picture is larger than {} KB.", LARGEST_LOGO >> 10));
    }
    let master = master(bytes).map_err(|e| e.to_string())?;
    let width = widths_for(master.width).into_iter().filter(|w| *w <= WIDEST).max().unwrap_or(master.width);
    rendition(&master.bytes, None, width, Format::WebP, &Rights::default()).map_err(|e| e.to_string())
}
