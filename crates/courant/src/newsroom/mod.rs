//! The newsroom's screens. One action, one file, found from its URL; what several share stands in `shell` (pages),
//! `desk` (stories in words), `times`, `flash` and `cookie`.

mod attention;
mod breaking;
mod cookie;
mod desk;
mod device;
mod draft;
mod finish;
mod flash;
mod front;
mod password;
mod picture;
mod pictures;
mod preview;
mod publication;
mod readers;
mod schedule_end;
mod sessions;
mod shell;
mod sign_in;
mod sign_out;
mod site;
mod spike;
mod start;
mod stories;
mod story;
mod times;
mod welcome;
mod withdrawal;

pub use shell::problem_page;

use crate::http::{Access, Routes};
use axum::http::Method;
use courant_news::permit::Grant;

const EDIT: Access = Access::Person(Grant::EditOwn);
const PUBLISH: Access = Access::Person(Grant::Publish);
const ARRANGE: Access = Access::Person(Grant::Arrange);
const SITE: Access = Access::Person(Grant::ManageSite);
const PUSH: Access = Access::Person(Grant::PushAlert);

/// Adds every route of the newsroom.
pub fn routes(routes: Routes) -> Routes {
    let routes = people(routes);
    let routes = stories(routes);
    let routes = pictures(routes);
    let routes = fronts(site(routes));
    routes.add(Method::GET, "/newsroom", EDIT, start::show).add(Method::GET, "/newsroom/{*rest}", Access::Own, shell::nothing_here)
}

fn site(routes: Routes) -> Routes {
    use site::{navigation, places, redirects, sections, settings, storylines, text, texts, theme};
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
        .add(Method::GET, "/newsroom/theme/preview", SITE, theme::preview)
        .add(Method::GET, "/newsroom/theme/preview.css", SITE, theme::style)
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

fn people(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/sign-in", Access::Entrance, sign_in::show)
        .add(Method::POST, "/newsroom/sessions", Access::Entrance, sign_in::enter)
        .add(Method::GET, "/newsroom/welcome/{code}", Access::Entrance, welcome::show)
        .add(Method::POST, "/newsroom/welcome/{code}", Access::Entrance, welcome::set_up)
        .add(Method::POST, "/newsroom/sign-out", Access::Own, sign_out::leave)
        .add(Method::GET, "/newsroom/sessions", Access::Own, sessions::show)
        .add(Method::POST, "/newsroom/sessions/{id}/end", Access::Own, sessions::end)
        .add(Method::POST, "/newsroom/sessions/end-others", Access::Own, sessions::end_others)
        .add(Method::GET, "/newsroom/password", Access::Own, password::show)
        .add(Method::POST, "/newsroom/password", Access::Own, password::change)
}

fn stories(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/stories", EDIT, stories::show)
        .add(Method::POST, "/newsroom/stories", EDIT, stories::begin)
        .add(Method::GET, "/newsroom/stories/{id}", EDIT, story::show)
        .add(Method::PUT, "/newsroom/stories/{id}/draft", EDIT, draft::save)
        .add(Method::GET, "/newsroom/stories/{id}/preview", EDIT, preview::show)
        .add(Method::POST, "/newsroom/stories/{id}/finish", EDIT, finish::finish)
        // Who may not publish sees the checks, and is told whom to ask.
        .add(Method::GET, "/newsroom/stories/{id}/publication", EDIT, publication::show)
        .add(Method::POST, "/newsroom/stories/{id}/publication", PUBLISH, publication::publish)
        .add(Method::POST, "/newsroom/stories/{id}/withdrawal", PUBLISH, withdrawal::withdraw)
        .add(Method::POST, "/newsroom/stories/{id}/schedule-end", PUBLISH, schedule_end::take_back)
        .add(Method::POST, "/newsroom/stories/{id}/spike", PUBLISH, spike::spike)
}

fn pictures(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/newsroom/pictures", EDIT, pictures::show)
        .add(Method::POST, "/newsroom/pictures", EDIT, pictures::upload)
        .add(Method::GET, "/newsroom/pictures/{id}", EDIT, picture::show)
        .add(Method::POST, "/newsroom/pictures/{id}", EDIT, picture::change)
        .add(Method::PUT, "/newsroom/pictures/{id}", EDIT, picture::describe)
        .add(Method::GET, "/newsroom/media/{id}/{file}", EDIT, crate::media::newsroom_file)
}
