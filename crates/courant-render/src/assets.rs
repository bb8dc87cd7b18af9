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
    "newsroom.css" => "../newsroom/assets/newsroom.css",
    "newsroom-passkeys.js" => "../newsroom/assets/newsroom-passkeys.js",
    "newsroom.js" => "../../../editor/dist/newsroom.js",
    "newsroom-pages.js" => "../../../editor/dist/newsroom-pages.js",
    "newsroom-editor.css" => "../../../editor/dist/newsroom-editor.css",
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
        assets
    }

    /// The built-in files with what a theme adds: its own, and a style sheet that follows the house's. `css` is given the
    /// address of a file by its name.
    pub fn with_theme(files: &[(String, Vec<u8>)], css: &dyn Fn(FindFile<'_>) -> String) -> Assets {
        let mut assets = Assets::embedded();
        for (name, bytes) in files {
            // Never in the place of a file of our own: its address is another one, by its name.
            assets.add(&format!("theme-{name}"), bytes.clone());
        }
        let own = css(&|name| assets.addresses.get(&format!("theme-{name}")).cloned());
        if !own.is_empty()
            && let Some(paper) = assets.named("paper.css").map(|a| a.bytes.clone())
        {
            let old = assets.addresses.get("paper.css").cloned().unwrap_or_default();
            assets.by_address.remove(&old);
            assets.add("paper.css", [paper, own.into_bytes()].concat());
        }
        assets
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let hash = Sha256::digest(&bytes);
        let hash: String = hash.iter().take(8).map(|b| format!("{b:02x}")).collect();
        let address = format!("/assets/{hash}/{name}");
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
