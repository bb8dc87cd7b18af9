//! `courant story publish FILE.md…`, `courant story withdraw SLUG`, also while the server runs: both write the same
//! database, and the server follows its journal.

use super::{Data, Failed, actor, open};
use crate::app::{load_config, site_in_force};
use crate::import::{Filing, file_copy};
use crate::media::Media;
use crate::{publish, wire};
use clap::Subcommand;
use courant_news::permit::Publish;
use courant_store::Store;
use courant_store::stories::Story as Row;
use jiff::Timestamp;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum Story {
    /// Publish copy in Markdown. The same slug and day again is an update.
    Publish {
        /// Files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// One line of JSON a file.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        data: Data,
    },
    /// Take a published story down: readers get 410.
    Withdraw {
        /// Its slug, or its day and slug: 2018-03-28/kim-met-xi.
        slug: String,
        /// Why, for the journal.
        #[arg(long, default_value = "")]
        note: String,
        /// One line of JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        data: Data,
    },
}

impl Story {
    pub fn run(self) -> Result<(), Failed> {
        match self {
            Story::Publish { files, json, data } => publish_files(&data, &files, json),
            Story::Withdraw { slug, note, json, data } => withdraw(&data, &slug, &note, json),
        }
    }
}

/// Most bytes of a file of copy; pictures lie beside it.
const LARGEST: u64 = 4 << 20;

fn publish_files(data: &Data, files: &[PathBuf], json: bool) -> Result<(), Failed> {
    let store = open(data)?;
    let media = Media::open(&data.data)?;
    let site = load_config(&data.data, None)?.site;
    let site = store.read(|read| site_in_force(read, &site))?;
    let zone = site.zone().map_err(crate::app::StartProblem::from)?;
    let mut wrong = 0;
    for file in files {
        let filing = Filing { store: &store, media: &media, zone: &zone, origin: &site.url, language: &site.language, now: Timestamp::now() };
        match publish_file(&filing, file) {
            Ok(filed) => {
                filed.made.iter().for_each(|made| eprintln!("{}: made the {made}.", file.display()));
                if json {
                    println!("{}", serde_json::json!({ "slug": filed.slug, "address": filed.address, "state": filed.state }));
                } else {
                    println!("{}\t{}\t{}", filed.state, filed.address, file.display());
                }
            }
            Err(failed) => {
                wrong += 1;
                eprintln!("courant: {}\n  {}", failed.sentence, failed.next);
            }
        }
    }
    match wrong {
        0 => Ok(()),
        1 if files.len() == 1 => Err(Failed::new("The file was not published.", "Mend it and publish it again.")),
        n => Err(Failed::new(
            format!("{n} of {} files were not published; the others were.", files.len()),
            "Mend them and publish them again: what is published already is not doubled.",
        )),
    }
}

fn publish_file(filing: &Filing<'_>, file: &Path) -> Result<crate::import::Filed, Failed> {
    let name = file.display().to_string();
    let unreadable = |e: std::io::Error| Failed::new(format!("{name} cannot be read: {e}."), "Check its path and who may read it.");
    if std::fs::metadata(file).map_err(unreadable)?.len() > LARGEST {
        return Err(Failed::new(format!("{name} is larger than {} MB.", LARGEST >> 20), "Copy is text; put pictures into files beside it."));
    }
    let copy = wire::read_copy(&name, &std::fs::read(file).map_err(unreadable)?).map_err(|p| Failed::new(p.to_string(), p.next.clone()))?;
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    file_copy(filing, &actor(), copy, Some(folder)).map_err(|e| {
        let failed = Failed::from(e);
        Failed::new(if failed.sentence.starts_with(&name) { failed.sentence } else { format!("{name}: {}", failed.sentence) }, failed.next)
    })
}

fn withdraw(data: &Data, slug: &str, note: &str, json: bool) -> Result<(), Failed> {
    let store = open(data)?;
    let story = find(&store, slug)?;
    publish::withdraw(&store, actor().permit::<Publish>()?, Timestamp::now(), story.id, note)?;
    let (slug, address) = (story.slug.clone().unwrap_or_default(), story.path().unwrap_or_default());
    if json {
        println!("{}", serde_json::json!({ "slug": slug, "address": address, "state": "withdrawn" }));
    } else {
        println!("withdrawn\t{address}");
    }
    Ok(())
}

fn find(store: &Store, name: &str) -> Result<Row, Failed> {
    let missing = || Failed::new(format!("There is no story ‘{name}’."), "Look for its slug at the end of its address.");
    if let Some((day, slug)) = name.trim_matches('/').rsplit_once('/') {
        return store.read(|read| read.story_at(&day.replace('/', "-"), slug))?.ok_or_else(missing);
    }
    let mut found = store.read(|read| read.stories_by_slug(name))?;
    match found.len() {
        0 => Err(missing()),
        1 => Ok(found.remove(0)),
        _ => Err(Failed::new(format!("Several stories have the slug ‘{name}’."), "Name the day too, such as 2018-03-28/kim-met-xi.")),
    }
}
