//! `/newsroom/navigation`: which sections and pages stand in masthead and footer, in order.

use super::{all, done, moved, part, wait};
use crate::app::App;
use crate::http::{Form, Query, Signed};
use crate::newsroom::shell::{Answer, render, see};
use crate::publish;
use axum::extract::State;
use courant_news::navigation::{Entry, arranged};
use courant_news::permit::ManageSite;
use courant_render::newsroom::{NavigationEditor, NavigationRow};
use courant_store::Problem;
use std::sync::Arc;

/// The page.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub(in crate::newsroom) async fn show(State(app): State<Arc<App>>, signed: Signed, query: Query) -> Answer {
    app.blocking(move |app| {
        let (page, tabs) = part(app, &signed, "Navigation", done(&query));
        let rows = app.store.read(|read| {
            let kept: Vec<Entry> = read.setting(publish::NAVIGATION)?.map(|json| serde_json::from_str(&json)).transpose()?.unwrap_or_default();
            let sections = read.sections_all()?;
            let mut names: Vec<(Entry, String, bool)> =
                sections.iter().map(|s| (Entry::section(&s.slug, s.hidden), s.name.clone(), s.hidden)).collect();
            let mut texts = read.shown_texts()?;
            if !texts.iter().any(|(slug, _)| slug == "about") {
                texts.insert(0, ("about".into(), app.pages.paper().word("about").to_owned()));
            }
            names.extend(texts.into_iter().map(|(slug, title)| (Entry::page(&slug), title, false)));
            let there: Vec<Entry> = names.iter().map(|(e, _, _)| e.clone()).collect();
            let row = |e: Entry| {
                let (name, hidden) = names.iter().find(|(n, _, _)| n.item == e.item).map_or((String::new(), false), |(_, n, h)| (n.clone(), *h));
                let kind = if e.item.starts_with("page:") { "Page" } else { "Section" };
                NavigationRow { item: e.item, name, kind: kind.into(), masthead: e.masthead, footer: e.footer, hidden }
            };
            Ok::<_, Problem>(arranged(&kept, &there).into_iter().map(row).collect())
        })?;
        let view = NavigationEditor { page, tabs, rows, moved: query.0.text("moved").to_owned(), way: query.0.text("way").to_owned() };
        render(app, 200, "navigation.html", &view)
    })
    .await
}

/// Saves it as it stands in the form, after its button.
///
/// # Errors
/// [`crate::http::Failure`] of the store.
pub(in crate::newsroom) async fn save(State(app): State<Arc<App>>, signed: Signed, form: Form) -> Answer {
    app.blocking(move |app| {
        let (order, item, way) = moved(all(&form, "item"), &form);
        let (masthead, footer) = (all(&form, "masthead"), all(&form, "footer"));
        let entry = |item: String| Entry { masthead: masthead.contains(&item), footer: footer.contains(&item), item };
        let entries: Vec<Entry> = order.into_iter().filter(|i| i.starts_with("section:") || i.starts_with("page:")).take(500).map(entry).collect();
        publish::set_navigation(&app.store, signed.actor.permit::<ManageSite>()?, app.clock.now(), &entries)?;
        wait(app);
        Ok(see(&format!("/newsroom/navigation?done=navigation&moved={}&way={way}", crate::http::form::encode(&item))))
    })
    .await
}
