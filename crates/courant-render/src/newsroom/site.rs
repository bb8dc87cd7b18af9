//! The pages on which the site is changed: sections, storylines, pages that are not news, navigation, settings, redirects.
//! Each has `tabs`, the links to those of them that this person may use.

use super::{Choice, Field, Link, Shell, When};
use serde::Serialize;

/// A section as it is changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SectionRow {
    /// Slug it has.
    pub slug: String,
    /// Name it has.
    pub title: String,
    /// Name as typed.
    pub name: Field,
    /// Slug as typed.
    pub new_slug: Field,
    /// Words below the name, as typed.
    pub intro: Field,
    /// Whether it is left out of the navigation.
    pub hidden: bool,
    /// What is to be known: how many stories, whether readers know it.
    pub note: String,
    /// Its public page; empty while readers do not know it.
    pub url: String,
    /// Where its front is arranged.
    pub front_url: String,
    /// Whether it can be retired without another taking it over.
    pub empty: bool,
    /// Sections that could take it over.
    pub others: Vec<Choice>,
    /// What is wrong with its retirement; may be empty.
    pub retire_error: String,
    /// Whether its form stands open.
    pub open: bool,
}

/// Sections. Template `sections.html`.
///
/// POST to `/newsroom/sections`: `name` and the button `add`; or repeated `slug` in order and the button `save`, `move-up`
/// or `move-down` = slug. POST to `/newsroom/sections/{slug}`: `name`, `slug`, `intro`, `hidden`. POST to
/// `/newsroom/sections/{slug}/retirement`: `into` (slug or empty).
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sections {
    /// Around it.
    pub page: Shell,
    /// Links to the parts of the site.
    pub tabs: Vec<Link>,
    /// Sections in order.
    pub rows: Vec<SectionRow>,
    /// Name of a new one, as typed.
    pub new_name: Field,
    /// Slug of the row whose button has the focus after a move; may be empty.
    pub moved: String,
    /// `up` or `down`: which of its buttons.
    pub way: String,
}

/// A storyline as it is changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StorylineRow {
    /// Slug it has.
    pub slug: String,
    /// Title it has.
    pub title: String,
    /// Title as typed.
    pub name: Field,
    /// Slug as typed.
    pub new_slug: Field,
    /// Words below the title, as typed.
    pub intro: Field,
    /// Whether its stories are read from the first on.
    pub oldest_first: bool,
    /// How many stories it has.
    pub note: String,
    /// Its public page; empty while readers do not know it.
    pub url: String,
    /// Storylines that could take it over.
    pub others: Vec<Choice>,
    /// Whether its form stands open.
    pub open: bool,
}

/// Storylines. Template `storylines.html`.
///
/// POST to `/newsroom/storylines`: `name`. POST to `/newsroom/storylines/{slug}`: `name`, `slug`, `intro`, `order`
/// (`newest` or `oldest`). POST to `/newsroom/storylines/{slug}/merger`: `into`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Storylines {
    /// Around it.
    pub page: Shell,
    /// Links to the parts of the site.
    pub tabs: Vec<Link>,
    /// Storylines by title.
    pub rows: Vec<StorylineRow>,
    /// Title of a new one, as typed.
    pub new_name: Field,
}

/// A page that is not news, in the list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageRow {
    /// Its editor.
    pub url: String,
    /// Title.
    pub title: String,
    /// Its address.
    pub path: String,
    /// Whether readers have it.
    pub live: bool,
    /// 'Readers have it', 'changes not published', 'not published'.
    pub note: String,
    /// When it was saved.
    pub saved: When,
    /// Who saved it.
    pub by: String,
}

/// Pages that are not news. Template `site-pages.html`. POST to `/newsroom/pages`: `title`, `slug`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PagesList {
    /// Around it.
    pub page: Shell,
    /// Links to the parts of the site.
    pub tabs: Vec<Link>,
    /// Pages.
    pub rows: Vec<PageRow>,
    /// Title of a new one.
    pub title: Field,
    /// Slug of a new one.
    pub slug: Field,
}

/// An earlier state of a page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TextVersion {
    /// Number.
    pub number: i64,
    /// When.
    pub at: When,
    /// Who.
    pub by: String,
    /// Title it had.
    pub title: String,
    /// Whether readers have it.
    pub live: bool,
}

/// A page that is not news. Template `site-page.html`. POST to `/newsroom/pages/{slug}`: `version`, `title`, `markdown`
/// and the button `do` = `save`, `publish`, `withdraw`, or `restore` = number of a revision.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageEditor {
    /// Around it.
    pub page: Shell,
    /// Links to the parts of the site.
    pub tabs: Vec<Link>,
    /// Slug.
    pub slug: String,
    /// Public address.
    pub path: String,
    /// Whether readers have a version.
    pub live: bool,
    /// What readers have, in words.
    pub says: String,
    /// The version that was looked at.
    pub version: i64,
    /// Title.
    pub title: Field,
    /// Text.
    pub markdown: Field,
    /// The text that somebody else saved meanwhile; may be empty.
    pub theirs: String,
    /// Revisions, newest first.
    pub versions: Vec<TextVersion>,
}

/// A section or page in the navigation.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NavigationRow {
    /// `section:world`.
    pub item: String,
    /// Its name.
    pub name: String,
    /// 'Section' or 'Page'.
    pub kind: String,
    /// Whether it stands in the masthead.
    pub masthead: bool,
    /// Whether it stands in the footer.
    pub footer: bool,
    /// Hidden by its section's own page.
    pub hidden: bool,
}

/// Navigation. Template `navigation.html`. POST to `/newsroom/navigation`: repeated `item` in order, `masthead` and `footer` =
/// item, and the button `save`, `move-up` or `move-down` = item.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NavigationEditor {
    /// Around it.
    pub page: Shell,
    /// Links to the parts of the site.
    pub tabs: Vec<Link>,
    /// Rows in order.
    pub rows: Vec<NavigationRow>,
    /// Item whose button has the focus after a move; may be empty.
    pub moved: String,
    /// `up` or `down`: which of its buttons.
    pub way: String,
}

/// Settings. Template `settings.html`. POST to `/newsroom/settings`: the fields by their names, and repeated `follow_name`,
/// `follow_what`, `follow_url`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Settings {
    /// Around it.
    pub page: Shell,
    /// Links to the parts of the site.
    pub tabs: Vec<Link>,
    /// Name of the paper.
    pub name: Field,
    /// Tagline.
    pub strapline: Field,
    /// BCP 47.
    pub language: Field,
    /// IANA zone.
    pub time_zone: Field,
    /// Zones to choose from.
    pub zones: Vec<String>,
    /// What time it is there.
    pub now: When,
    /// Ways to follow: name, what, url; the last one is blank.
    pub follow: Vec<[Field; 3]>,
    /// Name in law.
    pub legal_name: Field,
    /// Where to write.
    pub email: Field,
    /// Where to call.
    pub telephone: Field,
    /// Postal address.
    pub address: Field,
    /// Founding.
    pub founded: Field,
}

/// A redirect.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RedirectRow {
    /// Where it begins.
    pub from: String,
    /// Where it leads.
    pub to: String,
    /// 'Made by Mina Seo', 'The slug was changed by Mina Seo'.
    pub says: String,
    /// When.
    pub at: When,
    /// Whether it can be ended.
    pub by_hand: bool,
}

/// Redirects. Template `redirects.html`. POST to `/newsroom/redirects`: `from`, `to`. POST to `/newsroom/redirects/end`: `from`.
/// GET with `try`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Redirects {
    /// Around it.
    pub page: Shell,
    /// Links to the parts of the site.
    pub tabs: Vec<Link>,
    /// Start of a new one.
    pub from: Field,
    /// Target of a new one.
    pub to: Field,
    /// Path that was tried.
    pub tried: String,
    /// What readers of it get, one sentence; empty when none was tried.
    pub gets: String,
    /// Redirects, newest first.
    pub rows: Vec<RedirectRow>,
}
