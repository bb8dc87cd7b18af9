//! What a theme says without templates: colours, fonts, parts of the front, a logo. Every value is checked before it
//! comes near a style sheet.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Colours by the name of their token.
pub type Colours = BTreeMap<String, String>;

/// Tokens that a theme may set, with their house values in light and in dark.
pub const TOKENS: [(&str, &str, &str, &str); 9] = [
    ("paper", "Ground", "#fcfaf5", "#161412"),
    ("ink", "Text", "#1c1a17", "#ece6da"),
    ("soft", "Second text", "#565048", "#b5ac9d"),
    ("line", "Hairlines", "#d8d1c3", "#3b362f"),
    ("rule", "Rules", "#1c1a17", "#8d8577"),
    ("alarm", "Breaking: ground", "#a30c1c", "#a81c2a"),
    ("on-alarm", "Breaking: words on it", "#ffffff", "#ffffff"),
    ("alarm-ink", "Breaking: words on the page", "#a30c1c", "#ff9a90"),
    ("found", "Found words, selection", "#f3e2a4", "#5a4a12"),
];

/// Parts of the front in the house's order. What a theme leaves out is not shown; `strip:SLUG` is the strip of one section,
/// and `strips` all that are not named so.
pub const PARTS: [&str; 8] = ["lead", "lead_links", "second", "breaking_news", "coming", "strips", "most_viewed", "connect"];

/// Fonts that every reader gets from here, or has: the name in a theme, for people, and as CSS names it.
pub const FONTS: [(&str, &str, &str); 4] = [
    ("newsreader", "Newsreader", "Newsreader, \"Near Georgia\", \"Near Times\", \"Noto Serif\", serif"),
    ("public-sans", "Public Sans", "\"Public Sans\", \"Near Arial\", system-ui, sans-serif"),
    ("georgia", "Georgia, as readers have it", "Georgia, \"Times New Roman\", \"Noto Serif\", serif"),
    ("system", "The system’s own", "system-ui, sans-serif"),
];

/// Pairs that people read: text, ground, and the contrast that WCAG 2.2 asks for (1.4.3; 1.4.6 for what is read at length).
const READ: [(&str, &str, f64); 6] = [
    ("ink", "paper", 7.0),
    ("soft", "paper", 4.5),
    ("on-alarm", "alarm", 4.5),
    ("alarm-ink", "paper", 4.5),
    ("ink", "found", 4.5),
    ("rule", "paper", 3.0),
];

/// The look of a theme, as `theme.toml` or the form has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Look {
    /// Name for people.
    pub name: String,
    /// Colours in light.
    pub light: Colours,
    /// Colours in dark.
    pub dark: Colours,
    /// Fonts: a name of [`FONTS`], or a WOFF2 file of the theme; empty: the house's.
    pub fonts: Fonts,
    /// Parts of the front, in order; none: all, as the house has them ([`PARTS`]).
    pub front: Vec<String>,
    /// Logo in the theme's folder: PNG, WebP or JPEG.
    pub logo: String,
}

/// Font files of a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fonts {
    /// For what is read.
    pub serif: String,
    /// For labels, times, navigation.
    pub sans: String,
}

/// A contrast that is too low.
#[derive(Clone, Debug, PartialEq)]
pub struct TooFaint {
    /// One sentence.
    pub says: String,
}

impl Look {
    /// What cannot be taken, one sentence each; empty when all can.
    pub fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (mode, colours) in [("light", &self.light), ("dark", &self.dark)] {
            for (token, colour) in colours {
                if !TOKENS.iter().any(|(name, ..)| name == token) {
                    found.push(format!("{mode}.{token} is no colour of a theme; docs/THEME.md lists them."));
                } else if !is_colour(colour) {
                    found.push(format!("{mode}.{token} is no colour: write # and six hex digits, such as #1c1a17."));
                }
            }
        }
        for (at, part) in self.front.iter().enumerate() {
            let name: String = part.chars().take(40).collect();
            if !is_part(part) {
                found.push(format!(
                    "front: ‘{name}’ is no part of the front; there are {}, and strip:SLUG for the strip of one section.",
                    PARTS.join(", ")
                ));
            } else if self.front[..at].contains(part) {
                found.push(format!("front: ‘{name}’ stands there twice; take one out."));
            }
        }
        if self.front.len() > MOST_PARTS {
            found.push(format!("front: a front has at most {MOST_PARTS} parts."));
        }
        if self.name.chars().count() > LONGEST_NAME {
            found.push(format!("name: the name is longer than {LONGEST_NAME} characters."));
        }
        for (key, file, endings) in [
            ("fonts.serif", &self.fonts.serif, &[".woff2"][..]),
            ("fonts.sans", &self.fonts.sans, &[".woff2"]),
            ("logo", &self.logo, &[".png", ".webp", ".jpg", ".jpeg"]),
        ] {
            let built_in = key != "logo" && FONTS.iter().any(|(name, ..)| name == file);
            let sound = file.is_empty() || built_in || is_file(file) && endings.iter().any(|ending| file.ends_with(ending));
            if !sound {
                let or = if key == "logo" { String::new() } else { format!(", and is none of {}", FONTS.map(|f| f.0).join(", ")) };
                found.push(format!("{key} names no file of the theme that ends in {}{or}.", endings.join(", ")));
            }
        }
        found
    }

    /// A colour in light (`0`) or dark (`1`), the house's where the theme sets none.
    pub fn colour(&self, token: &str, dark: bool) -> &str {
        let own = if dark { &self.dark } else { &self.light };
        let house = TOKENS.iter().find(|(name, ..)| *name == token).map_or("#000000", |t| if dark { t.3 } else { t.2 });
        own.get(token).map_or(house, String::as_str)
    }

    /// Pairs that are harder to read than WCAG 2.2 asks for.
    pub fn too_faint(&self) -> Vec<TooFaint> {
        let mut found = Vec::new();
        for (dark, mode) in [(false, "Light"), (true, "Dark")] {
            for (text, ground, wanted) in READ {
                let ratio = contrast(self.colour(text, dark), self.colour(ground, dark));
                if ratio + 0.005 < wanted {
                    let name = |token: &str| TOKENS.iter().find(|t| t.0 == token).map_or(token, |t| t.1).to_lowercase();
                    let says = format!("{mode}: {} on {} has a contrast of {ratio:.1}; readers need {wanted}.", name(text), name(ground));
                    found.push(TooFaint { says });
                }
            }
        }
        found
    }

    /// Parts of the front in order.
    pub fn parts(&self) -> Vec<&str> {
        if self.front.is_empty() { PARTS.into() } else { self.front.iter().map(String::as_str).collect() }
    }

    /// The parts beside the lead, in order.
    pub fn side(&self) -> Vec<String> {
        self.parts().into_iter().filter(|part| matches!(*part, "breaking_news" | "coming")).map(String::from).collect()
    }

    /// Whether a part of the front is shown.
    pub fn shows(&self, part: &str) -> bool {
        self.front.is_empty() || self.front.iter().any(|p| p == part)
    }

    /// Files that the look names, without the fonts of the house.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        [&self.fonts.serif, &self.fonts.sans, &self.logo]
            .into_iter()
            .map(String::as_str)
            .filter(|f| !f.is_empty() && !FONTS.iter().any(|(name, ..)| name == f))
    }

    /// The style sheet that follows the house's. `address` gives the address of a file of the theme. Only what
    /// [`Look::problems`] takes gets in: colours of hex digits, addresses of our own making.
    pub fn css(&self, address: crate::assets::FindFile<'_>) -> String {
        use std::fmt::Write;
        let mut css = String::new();
        for (family, file, token) in [("Theme Serif", &self.fonts.serif, "serif"), ("Theme Sans", &self.fonts.sans, "sans")] {
            if let Some((.., stack)) = FONTS.iter().find(|(name, ..)| name == file) {
                let _ = write!(css, "\n:root {{ --{token}: {stack}; }}");
            } else if let Some(url) = address(file).filter(|_| !file.is_empty()) {
                let _ = write!(
                    css,
                    "\n@font-face {{ font-family: \"{family}\"; src: url(\"{url}\") format(\"woff2\"); font-weight: 100 900; font-display: swap; }}"
                );
                let house = if token == "serif" { "Newsreader, \"Near Georgia\", serif" } else { "\"Public Sans\", \"Near Arial\", sans-serif" };
                let _ = write!(css, "\n:root {{ --{token}: \"{family}\", {house}; }}");
            }
        }
        let block = |colours: &Colours| {
            let sound = colours.iter().filter(|(token, colour)| TOKENS.iter().any(|t| t.0 == token.as_str()) && is_colour(colour));
            sound.fold(String::new(), |out, (token, colour)| format!("{out} --{token}: {colour};"))
        };
        let (light, dark) = (block(&self.light), block(&self.dark));
        if !light.is_empty() {
            // House values of the dark theme hold in the dark: this is for the light alone.
            let _ = write!(css, "\n@media not (prefers-color-scheme: dark) {{ :root {{{light} }} }}");
        }
        if !dark.is_empty() {
            let _ = write!(css, "\n@media (prefers-color-scheme: dark) {{ :root {{{dark} }} }}");
        }
        css
    }
}

/// Most parts of a front; longest name of a theme in characters.
const MOST_PARTS: usize = 100;
const LONGEST_NAME: usize = 60;

/// Whether a front can have a part of this name.
pub fn is_part(part: &str) -> bool {
    let slug = |s: &str| courant_news::slug::Slug::new(s).is_ok();
    PARTS.contains(&part) || part.strip_prefix("strip:").is_some_and(slug)
}

/// `#` and six hex digits, nothing else: a colour can carry nothing into a style sheet.
pub fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether a file of a theme can have this name.
pub fn is_file(name: &str) -> bool {
    name.len() <= 80 && !name.starts_with('.') && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// Contrast of two colours, 1 to 21 (WCAG 2.2, 'contrast ratio').
pub fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = colour.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let share = f64::from(value) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_colours_are_readable() {
        assert_eq!(Look::default().too_faint(), []);
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
    }

    #[test]
    fn a_colour_carries_nothing_into_the_style_sheet() {
        for hostile in ["red;} body{display:none", "#fff\"></style><script>", "#12345", "#12345g", "url(//evil)", "#１２３４５６"] {
            let look = Look { light: [("ink".to_owned(), hostile.to_owned())].into(), ..Look::default() };
            assert_eq!(look.problems().len(), 1, "{hostile}");
            assert_eq!(look.css(&|_| None), "", "{hostile}");
        }
        let look = Look { light: [("ink} *{color".to_owned(), "#000000".to_owned())].into(), ..Look::default() };
        assert!(look.problems().len() == 1 && look.css(&|_| None).is_empty());
    }

    #[test]
    fn a_drawing_that_can_carry_a_script_is_no_logo() {
        for logo in ["logo.svg", "../logo.png", ".png", "a/b.png"] {
            assert_eq!(Look { logo: logo.into(), ..Look::default() }.problems().len(), 1, "{logo}");
        }
        assert!(Look { logo: "logo.png".into(), ..Look::default() }.problems().is_empty());
    }
}
