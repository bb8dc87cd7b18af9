//! `courant demo`: a small paper with the 2018 talks, ready to read and edit.

use super::Failed;
use super::serve::{Ready, Running};
use crate::app::load_config;
use crate::config::{Config, Site};
use crate::import::{Filing, file_copy};
use crate::media::Media;
use crate::people::{self, NewPerson, codes::Code, passwords};
use crate::{publish, wire};
use clap::Args;
use courant_news::front::{Coming, Layout, Slot};
use courant_news::permit::{Actor, Arrange, GRANTS, ManagePeople, ManageSite};
use courant_store::Store;
use courant_store::places::{Section, Storyline};
use jiff::Timestamp;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Files of the demo paper: copy, and the pictures it names.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/demo_files.rs"));
const SITE: &str = include_str!("../../../../demo/site.toml");
const FRONT: &str = include_str!("../../../../demo/front.toml");
const EMAIL: &str = "editor@demo.example";

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where the demo paper is kept; made at the first run.
    #[arg(long, default_value = "courant-demo")]
    data: PathBuf,
    /// Address and port of the site [default: 127.0.0.1:8080].
    #[arg(long)]
    listen: Option<String>,
    /// Say that it is ready as one line of JSON.
    #[arg(long)]
    json: bool,
}

impl Demo {
    pub fn run(self) -> Result<(), Failed> {
        if !self.data.join("newsroom.db").exists() {
            make(&self.data)?;
        }
        let mut config = load_config(&self.data, None)?;
        config.listen = self.listen.or(config.listen);
        let link = |app: &crate::app::App| {
            let editor = app.store.read(|read| read.account(EMAIL))?;
            editor.map(|account| people::sign_in_link(&app.store, app.clock.now(), account.person)).transpose().map_err(Failed::from)
        };
        Running::open(self.data, config)?.serve(link, Ready { json: self.json })
    }
}

#[derive(Deserialize)]
struct Place {
    slug: String,
    name: Option<String>,
    title: Option<String>,
    #[serde(default)]
    intro: String,
}

#[derive(Deserialize)]
struct DemoSite {
    name: String,
    strapline: String,
    time_zone: String,
    language: String,
    about: String,
    sections: Vec<Place>,
    storylines: Vec<Place>,
    pages: Vec<DemoPage>,
}

/// A page that is not news.
#[derive(Clone, Deserialize)]
struct DemoPage {
    slug: String,
    title: String,
    text: String,
}

#[derive(Deserialize)]
struct Chosen {
    slug: String,
    day: String,
    #[serde(default)]
    kicker: String,
}

#[derive(Deserialize)]
struct DemoFront {
    lead: Chosen,
    pinned: Vec<Chosen>,
    coming: Vec<Coming>,
}

/// Makes the paper in a folder beside the wanted one and moves it there when it is whole: a kill in between leaves none.
/// So nothing need be synced on the way.
fn make(data: &Path) -> Result<(), Failed> {
    let unreadable =
        |e: toml::de::Error| Failed::new(format!("The demo paper cannot be read: {e}."), "This is a mistake in the program; please report it.");
    let site: DemoSite = toml::from_str(SITE).map_err(unreadable)?;
    let front: DemoFront = toml::from_str(FRONT).map_err(unreadable)?;
    let mut name = data.file_name().unwrap_or_default().to_owned();
    name.push(".being-made");
    let folder = data.with_file_name(name);
    let problem = |e: std::io::Error| {
        Failed::new(
            format!("The demo paper cannot be made in {}: {e}.", data.display()),
            "Choose another folder with --data, on a disk with 50 MB of room.",
        )
    };
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(problem)?;
    }
    let copy = folder.join("copy");
    for inside in ["pictures", "recordings"] {
        std::fs::create_dir_all(copy.join(inside)).map_err(problem)?;
    }
    for (name, bytes) in FILES {
        std::fs::write(copy.join(name), bytes).map_err(problem)?;
    }
    fill(&folder, &site, &front)?;
    std::fs::remove_dir_all(&copy).map_err(problem)?;
    // A folder that is there and empty may be replaced by one of ours; any other is left alone.
    let _ = std::fs::remove_dir(data);
    std::fs::rename(&folder, data).map_err(problem)
}

fn fill(folder: &Path, site: &DemoSite, front: &DemoFront) -> Result<(), Failed> {
    let config = Config {
        site: Site {
            name: site.name.clone(),
            strapline: site.strapline.clone(),
            time_zone: site.time_zone.clone(),
            language: site.language.clone(),
            about: site.about.clone(),
            ..Site::default()
        },
        // It is tried on machines of which nobody has asked that.
        ask_other_sites: Some(false),
        ..Config::default()
    };
    let text = toml::to_string(&config)
        .map_err(|e| Failed::new(format!("The configuration cannot be written: {e}."), "This is a mistake in the program; please report it."))?;
    std::fs::write(folder.join("courant.toml"), text)?;
    let zone = config.site.zone().map_err(crate::app::StartProblem::from)?;
    let store = Store::open(folder)?;
    store.relax()?;
    let media = Media::open(folder)?;
    let actor = Actor::command_line();
    let mut stories = FILES
        .iter()
        .filter(|(name, _)| name.ends_with(".md"))
        .map(|(name, bytes)| wire::read_copy(name, bytes))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|p| Failed::new(p.to_string(), p.next.clone()))?;
    stories.sort_by_key(|s| s.published);
    let begin = stories.first().and_then(|s| s.published).unwrap_or(Timestamp::UNIX_EPOCH);
    let named = |place: &Place| place.name.clone().or(place.title.clone()).unwrap_or_default();
    let sections: Vec<_> = site.sections.iter().map(|s| Section { slug: s.slug.clone(), name: named(s), ..Section::default() }).collect();
    let storylines: Vec<_> =
        site.storylines.iter().map(|s| Storyline { slug: s.slug.clone(), title: named(s), intro: s.intro.clone(), ..Storyline::default() }).collect();
    publish::keep_places(&store, actor.permit::<ManagePeople>()?, begin, &sections, &storylines)?;
    publish_pages(&store, &actor, begin, site)?;
    let mut last = begin;
    for story in stories {
        // The paper is filed as it was then, so that its journal reads like one.
        last = story.published.unwrap_or(last);
        let filing = Filing { store: &store, media: &media, zone: &zone, origin: "", language: &site.language, now: last };
        file_copy(&filing, &actor, story, Some(&folder.join("copy")))?;
    }
    let layout = layout(&store, front)?;
    publish::arrange_front(&store, actor.permit::<Arrange>()?, last, "front", 0, &layout)?;
    add_editor(&store, &actor, last)
}

fn publish_pages(store: &Store, actor: &Actor, at: Timestamp, site: &DemoSite) -> Result<(), Failed> {
    let about = DemoPage { slug: "about".into(), title: "About".into(), text: site.about.clone() };
    for page in std::iter::once(&about).chain(&site.pages) {
        let words = publish::PageWords { title: &page.title, markdown: page.text.trim_start() };
        let body = wire::markdown_document(words.markdown).map_err(|p| Failed::new(p.to_string(), p.next.clone()))?;
        publish::begin_page(store, actor.permit::<ManageSite>()?, at, &page.slug, words)?;
        publish::publish_page(store, actor.permit::<ManageSite>()?, at, &page.slug, 1, &body)?;
    }
    Ok(())
}

fn layout(store: &Store, front: &DemoFront) -> Result<Layout, Failed> {
    store.read(|read| {
        let slot = |c: &Chosen| -> Result<Option<Slot>, courant_store::Problem> {
            Ok(read.story_at(&c.day, &c.slug)?.map(|s| Slot { story: s.id, kicker: c.kicker.clone() }))
        };
        let pinned = front.pinned.iter().map(slot).collect::<Result<Vec<_>, _>>()?;
        Ok(Layout { lead: slot(&front.lead)?, pinned: pinned.into_iter().flatten().collect(), coming: front.coming.clone() })
    })
}

fn add_editor(store: &Store, actor: &Actor, now: Timestamp) -> Result<(), Failed> {
    // Nobody knows this password: the demo is entered by its link.
    let password = Code::new()?.text().to_owned();
    let new = NewPerson { name: "Demo Editor".into(), email: EMAIL.into(), password };
    let hash = passwords::hash(&new.password).map_err(|sentence| Failed::new(sentence, "Try again."))?;
    people::add_person(store, actor.permit::<ManagePeople>()?, now, &new, &hash, &GRANTS)?;
    Ok(())
}
