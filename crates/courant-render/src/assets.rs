//! Assets: style sheets, fonts and scripts, embedded, each under an address with its hash, so that it may be kept for ever.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    /// `/assets/{hash}/{name}`.
    pub address: String,
    /// Media type.
    pub media_type: &'static str,
    /// Content.
    pub bytes: Vec<u8>,
}

/// All embedded files.
#[derive(Debug)]
pub struct Assets {
    by_address: BTreeMap<String, Asset>,
    addresses: BTreeMap<String, String>,
}

/// Gives the address of a theme's file by its name.
pub type FindFile<'a> = &'a dyn Fn(&str) -> Option<String>;

macro_rules! files {
    ($($name:literal => $path:literal),* $(,)?) => { &[$(($name, include_bytes!($path) as &[u8])),*] };
}

const FONTS: &[(&str, &[u8])] = files! {
    "newsreader.woff2" => "../theme/assets/fonts/newsreader.woff2",
    "newsreader-italic.woff2" => "../theme/assets/fonts/newsreader-italic.woff2",
    "public-sans.woff2" => "../theme/assets/fonts/public-sans.woff2",
};

const FILES: &[(&str, &[u8])] = files! {
    "paper.css" => "../theme/assets/paper.css",
    "favicon.svg" => "../theme/assets/favicon.svg",
    "share.png" => "../theme/assets/share.png",
    "newsroom-passkeys.js" => "../newsroom/assets/newsroom-passkeys.js",
    "newsroom.js" => "../../../editor/dist/newsroom.js",
    "newsroom-pages.js" => "../../../editor/dist/newsroom-pages.js",
    "newsroom-editor.css" => "../../../editor/dist/newsroom-editor.css",
};

/// The newsroom's style sheet, served as one: files in order, each for pages that belong together.
const NEWSROOM_CSS: &[(&str, &[u8])] = files! {
    "newsroom.css" => "../newsroom/assets/newsroom.css",
    "newsroom-flow.css" => "../newsroom/assets/newsroom-flow.css",
    "newsroom-theme.css" => "../newsroom/assets/newsroom-theme.css",
};

impl Assets {
    /// The files that are built in. A style sheet's `url("fonts/…")` is turned into the font's address.
    pub fn embedded() -> Assets {
        let mut assets = Assets { by_address: BTreeMap::new(), addresses: BTreeMap::new() };
        for (name, bytes) in FONTS {
            assets.add(name, bytes.to_vec());
        }
        for (name, bytes) in FILES {
            let bytes = if name.ends_with(".css") { assets.with_fonts(bytes) } else { bytes.to_vec() };
            assets.add(name, bytes);
        }
        let newsroom: Vec<u8> = NEWSROOM_CSS.iter().flat_map(|(_, bytes)| bytes.iter().copied().chain([b'\n'])).collect();
        let newsroom = assets.with_fonts(&newsroom);
        assets.add("newsroom.css", newsroom);
        assets
    }

    /// The built-in files with what a theme adds: its own, and a style sheet that follows the house's. `css` is given the
    /// address of a file by its name.
    pub fn with_theme(files: &[(String, Vec<u8>)], css: &dyn Fn(FindFile<'_>) -> String) -> Assets {
        Assets::with_theme_at("/assets", files, css, None)
    }

    /// As [`Assets::with_theme`], with what is the theme's under an address of its own, and drawn always in the dark
    /// (`true`) or never: for looking at it before readers do.
    pub fn with_theme_at(door: &str, files: &[(String, Vec<u8>)], css: &dyn Fn(FindFile<'_>) -> String, dark: Option<bool>) -> Assets {
        let mut assets = Assets::embedded();
        for (name, bytes) in files {
            // Never in the place of a file of our own: its address is another one, by its name.
            assets.add_at(door, &format!("theme-{name}"), bytes.clone());
        }
        let own = css(&|name| assets.addresses.get(&format!("theme-{name}")).cloned());
        if own.is_empty() && dark.is_none() {
            return assets;
        }
        if let Some(paper) = assets.named("paper.css").map(|a| a.bytes.clone()) {
            let old = assets.addresses.get("paper.css").cloned().unwrap_or_default();
            assets.by_address.remove(&old);
            let mut css = [paper, own.into_bytes()].concat();
            if let Some(dark) = dark {
                css = in_scheme(&css, dark);
            }
            assets.add_at(door, "paper.css", css);
        }
        assets
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.add_at("/assets", name, bytes);
    }

    fn add_at(&mut self, door: &str, name: &str, bytes: Vec<u8>) {
        let hash = Sha256::digest(&bytes);
        let hash: String = hash.iter().take(8).map(|b| format!("{b:02x}")).collect();
        let address = format!("{door}/{hash}/{name}");
        self.addresses.insert(name.to_owned(), address.clone());
        self.by_address.insert(address.clone(), Asset { address, media_type: media_type(name), bytes });
    }

    fn with_fonts(&self, css: &[u8]) -> Vec<u8> {
        let mut text = String::from_utf8_lossy(css).into_owned();
        for (name, _) in FONTS {
            let address = &self.addresses[*name];
            text = text.replace(&format!("\"fonts/{name}\""), &format!("\"{address}\"")).replace(&format!("\"{name}\""), &format!("\"{address}\""));
        }
        text.into_bytes()
    }

    /// Gives a file another address, under which somebody else sends it.
    pub fn readdress(&mut self, name: &str, address: String) {
        self.addresses.insert(name.to_owned(), address);
    }

    /// The file at an address.
    pub fn get(&self, address: &str) -> Option<&Asset> {
        self.by_address.get(address)
    }

    /// The file of a name.
    pub fn named(&self, name: &str) -> Option<&Asset> {
        self.by_address.get(self.addresses.get(name)?)
    }

    /// Addresses by name, as templates are given them.
    pub fn addresses(&self) -> &BTreeMap<String, String> {
        &self.addresses
    }
}

/// A style sheet as it is where the dark is always preferred, or never.
fn in_scheme(css: &[u8], dark: bool) -> Vec<u8> {
    let (dark_holds, light_holds) = if dark { ("all", "not all") } else { ("not all", "all") };
    let css =
        String::from_utf8_lossy(css).replace("not (prefers-color-scheme: dark)", light_holds).replace("(prefers-color-scheme: dark)", dark_holds);
    let css = css.replace("(prefers-color-scheme: light)", light_holds);
    format!("{css}\n:root {{ color-scheme: {}; }}", if dark { "dark" } else { "light" }).into_bytes()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_name_fonts_by_their_hashed_address() {
        let assets = Assets::embedded();
        for name in ["paper.css", "newsroom.css"] {
            let css = String::from_utf8_lossy(&assets.named(name).expect("embedded").bytes).into_owned();
            assert!(css.contains("/assets/"), "{name}");
            assert!(!css.contains("fonts/") && !css.contains("\"newsreader"), "{name} still names a font by its file");
        }
    }

    #[test]
    fn readers_fetch_at_most_seventy_kilobytes_of_fonts() {
        let bytes: usize = FONTS.iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(bytes <= 70 * 1024, "{bytes} bytes");
    }
}
