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
mod media_files;
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
const PUSH: Access = Access::Person(Grant::PushAlert);

/// Adds every route of the newsroom.
pub fn routes(routes: Routes) -> Routes {
    let routes = people(routes);
    let routes = stories(routes);
    let routes = pictures(routes);
    routes
        .add(Method::GET, "/newsroom", EDIT, start::show)
        .add(Method::GET, "/newsroom/front", ARRANGE, front::show)
        .add(Method::POST, "/newsroom/front", ARRANGE, front::arrange)
        .add(Method::POST, "/newsroom/breaking", PUSH, breaking::switch)
        .add(Method::GET, "/newsroom/{*rest}", Access::Own, shell::nothing_here)
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
        .add(Method::GET, "/newsroom/media-files", EDIT, media_files::list)
        .add(Method::POST, "/newsroom/media-files", EDIT, media_files::upload)
        .add(Method::GET, "/newsroom/media-files/{file}/{name}", EDIT, crate::media::newsroom_media_file)
}
