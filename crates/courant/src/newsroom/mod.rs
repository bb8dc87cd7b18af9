//! The newsroom's screens. One action, one file, found from its URL; what several share stands in `shell` (pages),
//! `desk` (stories in words), `times`, `flash` and `cookie`.

mod account;
mod assignment;
mod attention;
mod audit;
mod breaking;
mod calendar;
mod cookie;
mod corrections;
mod day_book;
mod desk;
mod desks;
mod device;
mod draft;
mod facts;
mod find;
mod flash;
mod front;
mod media_files;
mod media_files_page;
mod moves;
mod notes;
mod passkeys;
mod password;
mod people;
mod picture;
mod picture_words;
mod pictures;
mod preview;
mod publication;
mod readers;
mod record;
mod replacement;
mod revisions;
mod schedule_end;
mod searches;
mod second_factor;
mod second_step;
mod sessions;
mod shell;
mod sign_in;
mod sign_out;
mod site;
mod start;
mod stories;
mod story;
mod times;
mod together;
mod tokens;
mod welcome;
mod withdrawal;

pub use shell::problem_page;

use crate::http::{Access, Routes};
use axum::http::Method;
use courant_news::permit::Grant;

const COMMENT: Access = Access::Person(Grant::Comment);
const EDIT: Access = Access::Person(Grant::EditOwn);
const PUBLISH: Access = Access::Person(Grant::Publish);
const ARRANGE: Access = Access::Person(Grant::Arrange);
const SITE: Access = Access::Person(Grant::ManageSite);
const PUSH: Access = Access::Person(Grant::PushAlert);
const PEOPLE: Access = Access::Person(Grant::ManagePeople);

/// Adds every route of the newsroom.
pub fn routes(routes: Routes) -> Routes {
    let routes = people(account(entrance(routes)));
    let routes = notes(stories(routes));
    let routes = pictures(routes);
    let routes = flow(routes);
    let routes = fronts(site(routes));
    routes.add(Method::GET, "/newsroom", EDIT, start::show).add(Method::GET, "/newsroom/{*rest}", Access::Own, shell::nothing_here)
}

fn site(routes: Routes) -> Routes {
    use site::{navigation, places, redirects, sections, settings, storylines, text, texts, theme, theme_preview, themes};
    routes
        .add(Method::POST, "/newsroom/places", EDIT, places::name)
        .add(Method::GET, "/newsroom/sections", SITE, sections::show)
        .add(Method::POST, "/newsroom/sections", SITE, sections::add)
        .add(Method::POST, "/newsroom/sections/{slug}", SITE, sections::change)
        .add(Method::POST, "/newsroom/sections/{slug}/retirement", SITE, sections::retire)
        .add(Method::GET, "/newsroom/storylines", ARRANGE, storylines::show)
        .add(Method::POST, "/newsroom/storylines", ARRANGE, storylines::add)
        .add(Method::POST, "/newsroom/storylines/{slug}", ARRANGE, storylines::change)
        .add(Method::POST, "/newsroom/storylines/{slug}/merger", ARRANGE, storylines::merge)
        .add(Method::GET, "/newsroom/pages", SITE, texts::show)
        .add(Method::POST, "/newsroom/pages", SITE, texts::begin)
        .add(Method::GET, "/newsroom/pages/{slug}", SITE, text::show)
        .add(Method::POST, "/newsroom/pages/{slug}", SITE, text::act)
        .add(Method::GET, "/newsroom/pages/{slug}/preview", SITE, text::preview)
        .add(Method::GET, "/newsroom/navigation", SITE, navigation::show)
        .add(Method::POST, "/newsroom/navigation", SITE, navigation::save)
        .add(Method::GET, "/newsroom/settings", SITE, settings::show)
        .add(Method::POST, "/newsroom/settings", SITE, settings::save)
        .add(Method::GET, "/newsroom/redirects", SITE, redirects::show)
        .add(Method::POST, "/newsroom/redirects", SITE, redirects::make)
        .add(Method::POST, "/newsroom/redirects/end", SITE, redirects::end)
        .add(Method::GET, "/newsroom/theme", SITE, theme::show)
        .add(Method::POST, "/newsroom/theme", SITE, theme::save)
        .add(Method::POST, "/newsroom/theme/logo", SITE, theme::logo)
        .add(Method::GET, "/newsroom/theme/preview", SITE, theme_preview::typed)
        .add(Method::GET, "/newsroom/theme/preview.css", SITE, theme_preview::style)
        .add(Method::POST, "/newsroom/themes", SITE, themes::upload)
        .add(Method::GET, "/newsroom/themes/{id}", SITE, themes::show)
        .add(Method::POST, "/newsroom/themes/{id}/use", SITE, themes::wear)
        .add(Method::POST, "/newsroom/themes/{id}/removal", SITE, themes::remove)
        .add(Method::GET, "/newsroom/themes/{id}/zip", SITE, themes::download)
        .add(Method::GET, "/newsroom/themes/{id}/preview/{page}/{scheme}", SITE, theme_preview::kept)
        .add(Method::GET, "/newsroom/themes/{id}/assets/{scheme}/{hash}/{name}", SITE, theme_preview::asset)
        .add(Method::POST, "/newsroom/stories/{id}/address", PUBLISH, redirects::readdress)
}

fn fronts(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/front", ARRANGE, front::show)
        .add(Method::POST, "/newsroom/front", ARRANGE, front::arrange)
        .add(Method::GET, "/newsroom/fronts/{slug}", ARRANGE, front::show_one)
        .add(Method::POST, "/newsroom/fronts/{slug}", ARRANGE, front::arrange_one)
        .add(Method::GET, "/newsroom/fronts/{slug}/preview", ARRANGE, front::plans::preview)
        .add(Method::POST, "/newsroom/fronts/{slug}/history", ARRANGE, front::plans::restore)
        .add(Method::POST, "/newsroom/fronts/{slug}/plans", ARRANGE, front::plans::begin)
        .add(Method::GET, "/newsroom/fronts/{slug}/plans/{plan}", ARRANGE, front::plans::show)
        .add(Method::POST, "/newsroom/fronts/{slug}/plans/{plan}", ARRANGE, front::plans::change)
        .add(Method::POST, "/newsroom/fronts/{slug}/plans/{plan}/cancel", ARRANGE, front::plans::cancel)
        .add(Method::POST, "/newsroom/breaking", PUSH, breaking::switch)
}

fn entrance(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/sign-in", Access::Entrance, sign_in::show)
        .add(Method::POST, "/newsroom/sessions", Access::Entrance, sign_in::enter)
        .add(Method::GET, "/newsroom/sign-in/second", Access::Entrance, second_step::show)
        .add(Method::POST, "/newsroom/sign-in/second", Access::Entrance, second_step::enter)
        .add(Method::POST, "/newsroom/sign-in/passkey/options", Access::Entrance, passkeys::entrance_options)
        .add(Method::POST, "/newsroom/sign-in/passkey", Access::Entrance, passkeys::enter)
        .add(Method::GET, "/newsroom/welcome/{code}", Access::Entrance, welcome::show)
        .add(Method::POST, "/newsroom/welcome/{code}", Access::Entrance, welcome::set_up)
        .add(Method::POST, "/newsroom/sign-out", Access::SettingUp, sign_out::leave)
}

fn account(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/account", Access::Own, account::show)
        .add(Method::POST, "/newsroom/account", Access::Own, account::rename)
        .add(Method::GET, "/newsroom/sessions", Access::Own, account::moved)
        .add(Method::GET, "/newsroom/password", Access::Own, account::moved)
        .add(Method::POST, "/newsroom/password", Access::Own, password::change)
        .add(Method::POST, "/newsroom/sessions/{id}/end", Access::Own, sessions::end)
        .add(Method::POST, "/newsroom/sessions/end-others", Access::Own, sessions::end_others)
        .add(Method::GET, "/newsroom/account/second-factor", Access::SettingUp, second_factor::show)
        .add(Method::POST, "/newsroom/account/second-factor", Access::SettingUp, second_factor::confirm)
        .add(Method::POST, "/newsroom/account/second-factor/off", Access::Own, second_factor::stop)
        .add(Method::POST, "/newsroom/account/recovery-codes", Access::Own, second_factor::new_codes)
        .add(Method::POST, "/newsroom/account/passkeys/options", Access::SettingUp, passkeys::options)
        .add(Method::POST, "/newsroom/account/passkeys", Access::SettingUp, passkeys::add)
        .add(Method::POST, "/newsroom/account/passkeys/{id}/end", Access::Own, passkeys::end)
}

fn people(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/people", PEOPLE, people::show)
        .add(Method::POST, "/newsroom/people", PEOPLE, people::invite)
        .add(Method::POST, "/newsroom/invitations/{id}/link", PEOPLE, people::invite_again)
        .add(Method::POST, "/newsroom/invitations/{id}/end", PEOPLE, people::end_invitation)
        .add(Method::POST, "/newsroom/second-factor-rule", PEOPLE, people::rule)
        .add(Method::POST, "/newsroom/desks", PEOPLE, people::desks::add)
        .add(Method::POST, "/newsroom/desks/{slug}", PEOPLE, people::desks::change)
        .add(Method::GET, "/newsroom/people/{id}", PEOPLE, people::person::show)
        .add(Method::POST, "/newsroom/people/{id}/role", PEOPLE, people::person::role)
        .add(Method::POST, "/newsroom/people/{id}/grants", PEOPLE, people::person::grants)
        .add(Method::POST, "/newsroom/people/{id}/desks", PEOPLE, people::person::desks)
        .add(Method::POST, "/newsroom/people/{id}/dismissal", PEOPLE, people::person::dismiss)
        .add(Method::POST, "/newsroom/people/{id}/return", PEOPLE, people::person::take_back)
        .add(Method::POST, "/newsroom/people/{id}/second-factor-reset", PEOPLE, people::person::reset_factors)
        .add(Method::POST, "/newsroom/people/{id}/link", PEOPLE, people::person::link)
        .add(Method::GET, "/newsroom/tokens", PEOPLE, tokens::show)
        .add(Method::POST, "/newsroom/tokens", PEOPLE, tokens::add)
        .add(Method::POST, "/newsroom/tokens/{id}/end", PEOPLE, tokens::end)
        .add(Method::GET, "/newsroom/audit", PEOPLE, audit::show)
}

fn stories(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/stories", EDIT, stories::show)
        .add(Method::POST, "/newsroom/stories", EDIT, stories::begin)
        .add(Method::GET, "/newsroom/stories/{id}", EDIT, story::show)
        .add(Method::PUT, "/newsroom/stories/{id}/draft", EDIT, draft::save)
        .add(Method::GET, "/newsroom/stories/{id}/together", COMMENT, together::open)
        .add(Method::GET, "/newsroom/stories/{id}/preview", EDIT, preview::show)
        .add(Method::GET, "/newsroom/stories/{id}/facts", EDIT, facts::show)
        // Which move needs which grant stands in the table of moves.
        .add(Method::POST, "/newsroom/stories/{id}/moves", EDIT, moves::make)
        .add(Method::POST, "/newsroom/stories/{id}/assignment", EDIT, assignment::assign)
        .add(Method::GET, "/newsroom/stories/{id}/revisions", EDIT, revisions::show)
        .add(Method::POST, "/newsroom/stories/{id}/revisions/{number}/restoration", EDIT, revisions::restore)
        .add(Method::GET, "/newsroom/stories/{id}/corrections", EDIT, corrections::show)
        .add(Method::POST, "/newsroom/stories/{id}/corrections", PUBLISH, corrections::file)
        // Who may not publish sees the checks, and is told whom to ask.
        .add(Method::GET, "/newsroom/stories/{id}/publication", EDIT, publication::show)
        .add(Method::POST, "/newsroom/stories/{id}/publication", PUBLISH, publication::publish)
        .add(Method::POST, "/newsroom/stories/{id}/withdrawal", PUBLISH, withdrawal::withdraw)
        .add(Method::POST, "/newsroom/stories/{id}/schedule-end", PUBLISH, schedule_end::take_back)
}

/// Whoever may read what is being written may say something about it to colleagues.
fn notes(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/stories/{id}/notes", COMMENT, notes::show)
        .add(Method::POST, "/newsroom/stories/{id}/notes", COMMENT, notes::write)
        .add(Method::POST, "/newsroom/stories/{id}/notes/{note}/replies", COMMENT, notes::reply)
        .add(Method::POST, "/newsroom/stories/{id}/notes/{note}/remarks/{remark}", COMMENT, notes::change)
        .add(Method::POST, "/newsroom/stories/{id}/notes/{note}/remarks/{remark}/deletion", COMMENT, notes::take_back)
        .add(Method::POST, "/newsroom/stories/{id}/notes/{note}/state", COMMENT, notes::settle)
        .add(Method::POST, "/newsroom/stories/{id}/notes/{note}/seen", COMMENT, notes::seen)
        .add(Method::POST, "/newsroom/stories/{id}/notes/{note}/anchor", COMMENT, notes::put_on)
}

fn flow(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/find", EDIT, find::find)
        .add(Method::POST, "/newsroom/searches", EDIT, searches::keep)
        .add(Method::POST, "/newsroom/searches/{id}/end", EDIT, searches::end)
        .add(Method::GET, "/newsroom/day-book", EDIT, day_book::show)
        .add(Method::POST, "/newsroom/day-book", EDIT, day_book::plan)
        .add(Method::POST, "/newsroom/day-book/calendar", EDIT, calendar::give)
        .add(Method::POST, "/newsroom/day-book/calendar-end", EDIT, calendar::end)
        // A calendar program has no session: the address itself is the secret.
        .add(Method::GET, "/newsroom/calendar/{file}", Access::Public, calendar::file)
}

fn pictures(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/pictures", EDIT, pictures::show)
        .add(Method::POST, "/newsroom/pictures", EDIT, pictures::upload)
        .add(Method::GET, "/newsroom/pictures/{id}", EDIT, picture::show)
        .add(Method::POST, "/newsroom/pictures/{id}", EDIT, picture::change)
        .add(Method::PUT, "/newsroom/pictures/{id}", EDIT, picture::describe)
        // Who may not publish sees where it stands, and is told whom to ask.
        .add(Method::GET, "/newsroom/pictures/{id}/replacement", EDIT, replacement::show)
        .add(Method::POST, "/newsroom/pictures/{id}/replacement", PUBLISH, replacement::replace)
        .add(Method::GET, "/newsroom/media/{id}/{file}", EDIT, crate::media::newsroom_file)
        .add(Method::GET, "/newsroom/media-files", EDIT, media_files::list)
        .add(Method::POST, "/newsroom/media-files", EDIT, media_files::upload)
        .add(Method::GET, "/newsroom/media-files/{file}/{name}", EDIT, crate::media::newsroom_media_file)
}
