//! Media files of copy: sounds, films and captions beside it are taken in, ids are taken as they are.

use super::Filing;
use super::pictures::{Beside, Used, is_id};
use crate::http::Failure;
use courant_news::permit::{Actor, Edit};
use std::collections::HashMap;

/// The stored id of each media file as copy names it.
pub(super) fn take_in(filing: &Filing<'_>, actor: &Actor, used: &[Used<'_>], beside: &Beside) -> Result<HashMap<String, String>, Failure> {
    let mut stored = HashMap::new();
    for one in used {
        let path = one.written.strip_prefix("file:").unwrap_or(&one.written);
        if is_id(path) {
            let found = filing.store.read(|read| read.media_file(path))?;
            found.ok_or_else(|| one.problem("there is no media file of this id here", "upload it in the newsroom and write the id that it gets"))?;
            stored.insert(one.written.clone(), path.to_owned());
            continue;
        }
        let unreadable = |e: std::io::Error| one.problem(format!("‘{path}’ cannot be read: {e}"), "check who may read it");
        let file = std::fs::File::open(beside.find(path, one)?).map_err(unreadable)?;
        let named = |e: Failure| Failure { sentence: format!("{}: {}", one.place(path), e.sentence), ..e };
        let taken = filing.media.take_in_recording(filing.store, actor.permit::<Edit>()?, filing.now, path, file).map_err(named)?;
        stored.insert(one.written.clone(), taken.id);
    }
    Ok(stored)
}
