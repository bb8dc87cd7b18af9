//! A theme as files again, for whoever wants to change it elsewhere. What it leaves to the house is written out too: every
//! colour, every part of the front, every template.

use super::Kept;
use courant_render::theme::Theme;
use courant_render::theme::look::{FONTS, TOKENS};
use std::collections::BTreeMap;
use std::fmt::Write;

const READ_ME: &str = "This is a theme of a paper made with Courant.\n\n\
    theme.toml   name, colours, fonts, parts of the front, logo\n\
    theme.css    style sheet that follows the house's; it fetches nothing\n\
    templates/   minijinja; leave out those that you do not change, so that they follow the house's\n\n\
    Fonts are WOFF2, a logo is PNG, WebP or JPEG, all beside theme.toml. Pack the files again as a zip and send it under\n\
    Site, Theme: it is checked whole, shown to you, and used when you say so.\n";

/// The files of a theme by name.
pub fn files(kept: &Kept) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::from([("README.txt".to_owned(), READ_ME.as_bytes().to_vec()), ("theme.toml".to_owned(), toml(kept).into_bytes())]);
    if !kept.css.is_empty() {
        files.insert("theme.css".into(), kept.css.clone().into_bytes());
    }
    let own = kept.templates.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    for (name, text) in Theme::house_templates().iter().copied().chain(own) {
        files.insert(format!("templates/{name}"), text.as_bytes().to_vec());
    }
    files.extend(kept.files.keys().filter_map(|name| Some((name.clone(), kept.file(name)?))));
    files
}

fn toml(kept: &Kept) -> String {
    let look = &kept.look;
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut out = format!("name = {}\n", quoted(kept.name()));
    if !look.logo.is_empty() {
        let _ = writeln!(out, "logo = {}", quoted(&look.logo));
    }
    let parts: Vec<String> = look.parts().into_iter().map(quoted).collect();
    let _ = write!(out, "# What is left out is not shown; strip:SLUG is the strip of one section.\nfront = [{}]\n\n[fonts]\n", parts.join(", "));
    let _ = writeln!(out, "# A WOFF2 file beside this one, or one of {}.", FONTS.map(|f| f.0).join(", "));
    for (role, file, house) in [("serif", &look.fonts.serif, "newsreader"), ("sans", &look.fonts.sans, "public-sans")] {
        let _ = writeln!(out, "{role} = {}", quoted(if file.is_empty() { house } else { file }));
    }
    for (mode, dark) in [("light", false), ("dark", true)] {
        let _ = write!(out, "\n[{mode}]\n");
        for (token, name, ..) in TOKENS {
            let _ = writeln!(out, "{token} = {} # {name}", quoted(look.colour(token, dark)));
        }
    }
    out
}
