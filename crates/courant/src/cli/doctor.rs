//! `courant doctor`: is everything as it was written?

use super::{Data, Failed, open};
use crate::media::Media;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    data: Data,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

impl Doctor {
    pub fn run(self) -> Result<(), Failed> {
        let store = open(&self.data)?;
        let mut found = store.integrity()?;
        found.extend(store.read(|read| read.broken_revisions())?);
        found.extend(store.read(|read| read.broken_journal())?);
        found.extend(store.read(|read| read.broken_texts())?);
        let (last, mark) = store.read(|read| read.journal_end())?;
        let media = Media::open(&self.data.data)?;
        found.extend(media.damaged(&store)?);
        found.extend(media.damaged_recordings(&store)?);
        if self.json {
            println!("{}", serde_json::json!({ "sound": found.is_empty(), "found": found, "journal": { "last": last, "hash": mark } }));
        } else {
            found.iter().for_each(|sentence| println!("{sentence}"));
        }
        if found.is_empty() {
            if !self.json {
                println!("Everything is as it was written: database, revisions, journal, pictures, media files.");
                println!("The journal ends with line {last}, hash {mark}; note both elsewhere to tell later that nothing before was touched.");
            }
            return Ok(());
        }
        Err(Failed::new(format!("{} things are damaged.", found.len()), "Restore the last backup into a new folder and compare before you go on."))
    }
}
