//! The pages on which the theme is changed: what is in use, and themes that are kept.

use super::{Choice, Link, Shell, When};
use serde::Serialize;

/// A colour of the theme.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LookRow {
    /// Name in the style sheet.
    pub token: String,
    /// Name for people.
    pub name: String,
    /// `#fcfaf5`, in light.
    pub light: String,
    /// `#161412`, in dark.
    pub dark: String,
}

/// A part of the front, in its order.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PartRow {
    /// Its name in a theme.
    pub part: String,
    /// Its name for people.
    pub name: String,
    /// Where it stands: 'Main column', 'Beside it'.
    pub place: String,
    /// Whether it is shown.
    pub shown: bool,
}

/// A theme that is kept.
#[derive(Clone, Debug, Default, Serialize)]
pub struct KeptRow {
    /// Its page.
    pub url: String,
    /// Its name.
    pub name: String,
    /// Whether it is in use.
    pub used: bool,
    /// When it came in.
    pub at: When,
    /// Who brought it in.
    pub by: String,
}

/// The theme. Template `theme.html`. POST to `/newsroom/theme`: `light-TOKEN` and `dark-TOKEN`, `serif`, `sans`, repeated `part` in
/// order, `show` = part, `logo` (picture id, `none` or empty), and the button `save`, or `move-up` or `move-down` = part, which
/// shows the page again and saves nothing; or `do` = `folder` with `folder`, `undo`, `house`. GET `/newsroom/theme/preview` with the
/// same fields, `page` (`front`, `story`, `section`) and `scheme` (`dark`). POST a file to `/newsroom/theme/logo` or `/newsroom/themes`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ThemeEditor {
    /// Around it.
    pub page: Shell,
    /// Links to the parts of the site.
    pub tabs: Vec<Link>,
    /// What is in use.
    pub says: String,
    /// What went wrong with it in use; may be empty.
    pub trouble: String,
    /// When.
    pub trouble_at: When,
    /// What cannot be taken of what was sent, one sentence each.
    pub mistakes: Vec<String>,
    /// Colours.
    pub tokens: Vec<LookRow>,
    /// Pairs that are hard to read, one sentence each.
    pub faint: Vec<String>,
    /// Fonts for what is read.
    pub serif: Vec<Choice>,
    /// Fonts for labels.
    pub sans: Vec<Choice>,
    /// Parts of the front in order, those that are not shown too.
    pub parts: Vec<PartRow>,
    /// Part whose button has the focus after a move; may be empty.
    pub moved: String,
    /// `up` or `down`: which of its buttons.
    pub way: String,
    /// Whether there is a logo.
    pub logo: bool,
    /// Pictures that could be one.
    pub pictures: Vec<Choice>,
    /// Folders that there are.
    pub folders: Vec<Choice>,
    /// Themes that are kept, newest first.
    pub kept: Vec<KeptRow>,
    /// Whether there is a theme to go back to.
    pub undo: bool,
    /// Own templates of the theme in use.
    pub templates: Vec<String>,
}

/// A theme that is kept, or one that was not taken. Template `kept-theme.html`. POST to its address with `/use` or `/removal`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct KeptTheme {
    /// Around it.
    pub page: Shell,
    /// Links to the parts of the site.
    pub tabs: Vec<Link>,
    /// Its address; empty: it was not taken.
    pub url: String,
    /// Its name; of one that was not taken the name of the file.
    pub name: String,
    /// What is wrong with it, one sentence each.
    pub mistakes: Vec<String>,
    /// Pairs that are hard to read, one sentence each.
    pub faint: Vec<String>,
    /// What is in it, one line each: what, and its words.
    pub holds: Vec<(String, String)>,
    /// Kinds of pages to look at: name, in light, in dark.
    pub previews: Vec<(String, String, String)>,
    /// Its colours.
    pub tokens: Vec<LookRow>,
    /// Whether it is in use.
    pub used: bool,
    /// When it came in.
    pub at: When,
    /// Who brought it in.
    pub by: String,
}
