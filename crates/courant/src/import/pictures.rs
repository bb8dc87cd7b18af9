//! Pictures of copy: files beside it are taken into the library, ids are taken as they are.

use super::{Filing, Incoming, failure};
use crate::http::Failure;
use crate::publish;
use crate::wire::CopyProblem;
use courant_news::copy::{Copy, PictureUse};
use courant_news::framing::{Focus, Framing};
use courant_news::permit::{Actor, Edit};
use courant_store::pictures::Picture;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// Most bytes that are read of a file; pictures have a lower limit of their own, with a sentence of its own.
const LARGEST: u64 = 64 << 20;

/// Copy with its pictures in the library.
pub(super) fn take_in(filing: &Filing<'_>, actor: &Actor, file: Incoming, folder: Option<&Path>) -> Result<Copy, Failure> {
    let uses = uses(&file);
    let beside = Beside::new(&file.file_name, folder)?;
    // Every file is found before the first is taken in.
    for used in &uses {
        match &used.from {
            Source::File(path) => drop(beside.find(path, used)?),
            Source::Library(id) => drop(in_library(filing, id, used)?),
        }
    }
    let media: Vec<Used<'_>> = file.body.media_files().into_iter().map(|id| body_use(&file, id, ["", "", ""])).collect();
    for used in media.iter().filter(|used| used.written.starts_with("file:")) {
        drop(beside.find(used.written.trim_start_matches("file:"), used)?);
    }
    let recordings = super::recordings::take_in(filing, actor, &media, &beside)?;
    let mut records: HashMap<String, Picture> = HashMap::new();
    for used in &uses {
        let record = match &used.from {
            Source::Library(id) => in_library(filing, id, used)?,
            Source::File(path) => {
                let bytes = beside.read(path, used)?;
                let named = |e: Failure| Failure { sentence: format!("{}: {}", used.place(path), e.sentence), ..e };
                filing.media.take_in(filing.store, actor.permit::<Edit>()?, filing.now, path, &bytes).map_err(named)?
            }
        };
        let record = keep_words(filing, actor, record, used)?;
        records.insert(used.written.clone(), record);
    }
    let mut head = file.head;
    if let Some(lead) = file.picture
        && let Some(record) = records.get(&lead.file)
    {
        let credit = if lead.credit.is_empty() { record.credit.clone() } else { lead.credit };
        let focus = lead.focus.map(|(x, y)| (thousandths(x), thousandths(y))).filter(|focus| *focus != record.focus);
        let framing = Framing { crop: lead.crop, focus: focus.and_then(|(x, y)| Focus::new(x, y)) };
        head.picture = Some(PictureUse { picture: record.id.clone(), alt: lead.alt, caption: lead.caption, credit, framing });
    }
    let body = file.body.map_pictures(|written| records.get(written).map(|record| record.id.clone()));
    let body = body.map_media_files(|written| recordings.get(written).cloned());
    Ok(Copy { head, body })
}

/// Where a picture comes from.
enum Source {
    /// An id of the library.
    Library(String),
    /// A path beside the copy.
    File(String),
}

/// A picture as copy uses it.
pub(super) struct Used<'f> {
    /// As it stands in copy.
    pub(super) written: String,
    from: Source,
    file_name: &'f str,
    line: u32,
    key: Option<&'static str>,
    alt: &'f str,
    caption: &'f str,
    credit: &'f str,
    focus: Option<(f64, f64)>,
}

impl Used<'_> {
    pub(super) fn problem(&self, sentence: impl Into<String>, next: impl Into<String>) -> Failure {
        failure(&CopyProblem {
            file: self.file_name.to_owned(),
            line: (self.line > 0).then_some(self.line),
            key: self.key.map(str::to_owned),
            sentence: sentence.into(),
            next: next.into(),
        })
    }

    /// Before a sentence that somebody else wrote.
    pub(super) fn place(&self, path: &str) -> String {
        let file = if self.file_name.is_empty() { String::new() } else { format!("{}: ", self.file_name) };
        format!("{file}{path}")
    }
}

pub(super) fn is_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn uses(file: &Incoming) -> Vec<Used<'_>> {
    let name = file.file_name.as_str();
    let from = |path: &str| if is_id(path) { Source::Library(path.to_owned()) } else { Source::File(path.to_owned()) };
    let lead = file.picture.iter().map(|p| Used {
        written: p.file.clone(),
        from: from(&p.file),
        file_name: name,
        line: p.line,
        key: Some("picture"),
        alt: &p.alt,
        caption: &p.caption,
        credit: &p.credit,
        focus: p.focus,
    });
    let body = file.body.each_picture().map(|p| body_use(file, &p.picture, [&p.alt, &p.caption, &p.credit]));
    let posters = file.body.recordings().filter(|one| !one.poster.is_empty()).map(|one| body_use(file, &one.poster, ["", "", &one.credit]));
    lead.chain(body).chain(posters).collect()
}

/// A picture or media file of the text, as copy names it, with its alt text, caption and credit.
fn body_use<'f>(file: &'f Incoming, written: &str, [alt, caption, credit]: [&'f str; 3]) -> Used<'f> {
    let path = written.strip_prefix("file:").unwrap_or(written);
    let line = file.body_pictures.iter().find(|(file, _)| file == path).map_or(0, |(_, line)| *line);
    let from = if is_id(path) { Source::Library(path.to_owned()) } else { Source::File(path.to_owned()) };
    Used { written: written.to_owned(), from, file_name: &file.file_name, line, key: None, alt, caption, credit, focus: None }
}

/// The folder of the copy, with links resolved.
pub(super) struct Beside {
    folder: Option<PathBuf>,
}

impl Beside {
    fn new(name: &str, folder: Option<&Path>) -> Result<Beside, Failure> {
        let gone = |e: std::io::Error| Failure::new(500, format!("The folder of {name} cannot be read: {e}."), "Check who may read it.");
        Ok(Beside { folder: folder.map(|f| f.canonicalize().map_err(gone)).transpose()? })
    }

    /// The file itself. A path that leads out of the folder, by its steps or by a link, is refused.
    pub(super) fn find(&self, path: &str, used: &Used<'_>) -> Result<PathBuf, Failure> {
        let Some(folder) = &self.folder else {
            let sentence = format!("‘{path}’ cannot be used, as no file comes with copy sent here");
            return Err(used.problem(sentence, "upload the picture in the newsroom and write its id in place of the file"));
        };
        let outside = || {
            used.problem(format!("‘{path}’ leads out of the folder of the copy"), "put the picture into that folder and write its path from there")
        };
        if path.is_empty() || !Path::new(path).components().all(|step| matches!(step, Component::Normal(_))) {
            return Err(outside());
        }
        let missing = |_| used.problem(format!("there is no file ‘{path}’ that can be read beside the copy"), "put it there, or correct its name");
        let real = folder.join(path).canonicalize().map_err(missing)?;
        if !real.starts_with(folder) {
            return Err(outside());
        }
        let about = real.metadata().map_err(missing)?;
        if !about.is_file() {
            return Err(used.problem(format!("‘{path}’ is no file"), "name the picture itself"));
        }
        if about.len() > LARGEST {
            return Err(used.problem(format!("‘{path}’ is larger than {} MB", LARGEST >> 20), "make it smaller"));
        }
        Ok(real)
    }

    fn read(&self, path: &str, used: &Used<'_>) -> Result<Vec<u8>, Failure> {
        let real = self.find(path, used)?;
        let unreadable = |e: std::io::Error| used.problem(format!("‘{path}’ cannot be read: {e}"), "check who may read it");
        let mut bytes = Vec::new();
        std::fs::File::open(real).map_err(unreadable)?.take(LARGEST).read_to_end(&mut bytes).map_err(unreadable)?;
        Ok(bytes)
    }
}

fn in_library(filing: &Filing<'_>, id: &str, used: &Used<'_>) -> Result<Picture, Failure> {
    // A picture that another has taken the place of is that one, wherever it is still written.
    let found = filing.store.read(|read| read.picture_now(id))?;
    found.ok_or_else(|| used.problem("there is no picture of this id in the library", "upload it in the newsroom and write the id that it gets"))
}

/// Gives a picture of a file the words and the focus that copy gives it. Words that somebody wrote in the library stay.
fn keep_words(filing: &Filing<'_>, actor: &Actor, record: Picture, used: &Used<'_>) -> Result<Picture, Failure> {
    let mut wanted = record.clone();
    if matches!(used.from, Source::File(_)) {
        for (own, given) in [(&mut wanted.alt, used.alt), (&mut wanted.caption, used.caption), (&mut wanted.credit, used.credit)] {
            if own.is_empty() {
                given.clone_into(own);
            }
        }
    }
    // Of a picture that comes with the copy it is the picture's own; of one that others use too, this use's.
    if let Some((x, y)) = used.focus.filter(|_| matches!(used.from, Source::File(_))) {
        wanted.focus = (thousandths(x), thousandths(y));
    }
    if wanted == record {
        return Ok(record);
    }
    publish::change_picture(filing.store, actor.permit::<Edit>()?, filing.zone, filing.now, &wanted)?;
    if wanted.credit != record.credit {
        filing.media.forget(&wanted.id)?;
    }
    Ok(wanted)
}

fn thousandths(share: f64) -> u16 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u16
}
