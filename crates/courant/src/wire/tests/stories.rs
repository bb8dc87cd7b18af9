//! The demo paper's copy, as reporters write it.

use crate::wire::{CopyState, read_copy};
use std::path::PathBuf;

pub(super) fn stories() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../demo/stories");
    let mut stories: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("the demo's stories")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), std::fs::read(&path).expect("a file")))
        .collect();
    stories.sort();
    stories
}

#[test]
fn every_story_of_the_demo_paper_reads() {
    let stories = stories();
    assert!(stories.len() >= 37, "{} stories", stories.len());
    for (name, bytes) in stories {
        let copy = read_copy(&name, &bytes).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(copy.state, CopyState::Published);
        assert!(copy.published.is_some() && !copy.head.headline.is_empty() && !copy.head.section.is_empty(), "{name}");
        assert!(copy.body.blocks().len() > 3, "{name}");
        // Nothing of a ledger mark, a footnote or a table is left as text.
        let text = copy.body.plain_text();
        for sign in ["](", "[^", "|--", "```", "**", "<"] {
            assert!(!text.contains(sign), "{name} shows {sign}");
        }
        let links = String::from_utf8_lossy(&bytes).matches("](").count();
        let pictures = String::from_utf8_lossy(&bytes).matches("![").count();
        let figures = String::from_utf8_lossy(&bytes).matches("<img ").count();
        let mut found = copy.body.link_cards().count();
        copy.body.each_inline(&mut |inline| {
            found += inline.marks().iter().filter(|mark| mark.reference().is_some() || mark.name() == "link").count();
        });
        assert!(found >= links - pictures, "{name}: {found} of {links}");
        assert_eq!(copy.body_pictures.len(), pictures + figures, "{name}");
    }
}
