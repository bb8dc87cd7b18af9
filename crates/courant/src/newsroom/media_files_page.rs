//! `/newsroom/media-files` as a page: sounds, films and captions, with who uses them and what those who cannot hear lack.

use super::desk::Desk;
use super::shell::{Answer, render, shell};
use crate::app::App;
use crate::http::form::encode;
use crate::http::{Form, Signed};
use courant_news::body::{Medium, Recording, inline_text};
use courant_render::newsroom::{Choice, Link, MediaFileRow, MediaFileUse, MediaFiles, Paging};
use courant_render::times::length;
use courant_store::Problem;
use courant_store::media_files::MediaFile;
use courant_store::pictures::Place;

/// Files on a page.
const PER_PAGE: usize = 30;
/// Most stories that are named of each.
const MOST_STORIES: i64 = 10;
/// Letters of a transcript that are shown.
const MOST_LETTERS: usize = 160;

pub(super) fn page(app: &App, signed: &Signed, form: &Form) -> Answer {
    let one_of = |name: &str, words: &[&'static str]| words.iter().copied().find(|w| *w == form.text(name)).unwrap_or_default();
    let q: String = form.text("q").chars().take(200).collect();
    let (kind, uses) = (one_of("kind", &["audio", "video", "captions"]), one_of("uses", &["used", "unused"]));
    let before: Option<Place> = form.text("before").parse().ok();
    let address = |before: &str| {
        let pairs = [("q", q.as_str()), ("kind", kind), ("uses", uses), ("before", before)];
        let pairs: Vec<String> = pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| format!("{n}={}", encode(v))).collect();
        if pairs.is_empty() { "/newsroom/media-files".to_owned() } else { format!("/newsroom/media-files?{}", pairs.join("&")) }
    };
    let view = app.store.read(|read| {
        let desk = Desk::new(app, read)?;
        let mut found = read.media_files_found(&q, kind, uses, before.as_ref(), PER_PAGE as i64 + 1)?;
        let more = found.len() > PER_PAGE;
        found.truncate(PER_PAGE);
        let last = found.last().filter(|_| more).map(|f| Place { added_at: f.added_at, id: f.id.clone() });
        let choices = |list: &[(&str, &str)], now: &str| {
            list.iter().map(|(value, name)| Choice { value: (*value).into(), name: (*name).into(), chosen: *value == now }).collect()
        };
        Ok::<_, Problem>(MediaFiles {
            page: shell(app, &signed.actor, "Sound and film", "pictures"),
            kinds: choices(&[("", "Any kind"), ("audio", "Sound"), ("video", "Film"), ("captions", "Captions")], kind),
            uses: choices(&[("", "Used or not"), ("used", "Readers have it"), ("unused", "In no published story")], uses),
            filtered: !q.is_empty() || !kind.is_empty() || !uses.is_empty(),
            files: found.iter().map(|file| row(&desk, file)).collect::<Result<_, _>>()?,
            paging: Paging {
                says: String::new(),
                before: if before.is_some() { address("") } else { String::new() },
                after: last.map(|place| address(&place.to_string())).unwrap_or_default(),
            },
            q: q.clone(),
        })
    })?;
    render(app, 200, "media-files.html", &view)
}

fn row(desk: &Desk<'_>, file: &MediaFile) -> Result<MediaFileRow, Problem> {
    let megabytes = file.bytes as f64 / f64::from(1 << 20);
    let size = if megabytes < 0.1 { format!("{} KB", (file.bytes + 1023) / 1024) } else { format!("{megabytes:.1} MB") };
    let facts = [file.format.name().to_owned(), length(u32::try_from(file.milliseconds / 1000).unwrap_or(0)), size];
    let mut stories = Vec::new();
    for id in desk.read.stories_with_media_file(&file.id, MOST_STORIES)? {
        let Some(story) = desk.read.story(id)?.filter(|story| desk.is_shown(story)) else { continue };
        let copy = desk.read.revision(story.live_revision.unwrap_or_default())?.unwrap_or_default();
        let link = Link { name: copy.head.headline.clone(), url: format!("/newsroom/stories/{id}"), current: false };
        let used = copy.body.recordings().find(|one| one.file == file.id || one.captions == file.id);
        stories.push(used.map_or(MediaFileUse { story: link.clone(), ..MediaFileUse::default() }, |one| in_story(link.clone(), one)));
    }
    Ok(MediaFileRow {
        name: file.file_name.clone(),
        kind: file.format.kind(),
        about: facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(", "),
        src: format!("/newsroom/media-files/{}/{}", file.short(), file.format.file_name()),
        added: desk.short(file.added_at),
        by: desk.name(&file.added_by)?,
        stories,
    })
}

fn in_story(story: Link, one: &Recording) -> MediaFileUse {
    let said: Vec<String> = one.transcript().iter().map(|paragraph| inline_text(paragraph)).collect();
    let said = said.join(" ");
    let transcript = match said.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said.trim().to_owned(),
    };
    let lacks = [(!one.has_transcript(), "no transcript"), (one.medium == Medium::Video && one.captions.is_empty(), "no captions")];
    let missing: Vec<&str> = lacks.iter().filter(|(is, _)| *is).map(|(_, what)| *what).collect();
    MediaFileUse { story, caption: inline_text(one.caption()), transcript, missing: missing.join(", ") }
}
