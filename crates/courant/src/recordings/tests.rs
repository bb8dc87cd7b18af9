//! Recordings that were made by ordinary programs, and files that try something.

use super::source::{FileSource, Source};
use super::{Files, Found, captions, inspect};
use courant_news::media_format::MediaFormat;
use std::path::Path;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/recordings").join(name);
    std::fs::read(path).expect("a fixture")
}

fn stored(bytes: &[u8]) -> (Vec<u8>, Found) {
    let folder = tempfile::tempdir().expect("a folder");
    let files = Files::open(folder.path()).expect("opens");
    let found = inspect(&Bytes(bytes)).expect("a recording");
    let (id, length) = files.keep(&Bytes(bytes), &found).expect("keeps");
    assert!(files.verify(&id, found.format).expect("reads"));
    let kept = std::fs::read(files.path(&id, found.format)).expect("reads");
    assert_eq!(kept.len() as u64, length);
    (kept, found)
}

struct Bytes<'b>(&'b [u8]);

impl Source for Bytes<'_> {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }
    fn read_at(&self, at: u64, into: &mut [u8]) -> std::io::Result<()> {
        Source::read_at(self.0, at, into)
    }
}

const ALL: [(&str, MediaFormat, u64, u32); 8] = [
    ("tone.mp3", MediaFormat::Mp3, 1000, 0),
    ("tone.aac", MediaFormat::Aac, 1000, 0),
    ("tone.m4a", MediaFormat::M4a, 1000, 0),
    ("tone-opus.ogg", MediaFormat::Ogg, 1000, 0),
    ("tone-vorbis.ogg", MediaFormat::Ogg, 1000, 0),
    ("tone.wav", MediaFormat::Wav, 300, 0),
    ("film.mp4", MediaFormat::Mp4, 1500, 160),
    ("film.webm", MediaFormat::WebM, 1500, 160),
];

#[test]
fn every_format_is_told_by_its_content_with_its_length_and_size() {
    for (name, format, milliseconds, width) in ALL {
        let found = inspect(&Bytes(&fixture(name))).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!((found.format, found.width), (format, width), "{name}");
        assert!(found.milliseconds.abs_diff(milliseconds) < 120, "{name}: {} ms", found.milliseconds);
    }
}

#[test]
fn what_is_stored_names_no_place_person_or_device_and_is_the_same_recording() {
    for (name, format, ..) in ALL {
        let bytes = fixture(name);
        let (kept, first) = stored(&bytes);
        let text = String::from_utf8_lossy(&kept).to_lowercase();
        for word in ["zanzibar", "06.16", "apple.quicktime", "lavf", "handler"] {
            assert!(!text.contains(word), "{name} still says {word}");
        }
        let again = inspect(&Bytes(&kept)).unwrap_or_else(|problem| panic!("{name} is no {format:?} any more: {problem}"));
        assert_eq!((again.format, again.milliseconds, again.width, again.height), (first.format, first.milliseconds, first.width, first.height));
        assert_eq!(stored(&kept).0, kept, "{name}: cleaning is done once");
    }
    assert!(ALL.iter().filter(|(name, ..)| String::from_utf8_lossy(&fixture(name)).contains("Zanzibar")).count() >= 6, "the fixtures say it");
}

#[test]
fn a_file_that_stops_early_is_never_taken_for_a_whole_one_with_a_crash() {
    for (name, ..) in ALL {
        let bytes = fixture(name);
        for part in 0..60 {
            let cut = bytes.len() * part / 60;
            drop(inspect(&Bytes(&bytes[..cut])));
        }
        assert!(inspect(&Bytes(&bytes[..40])).is_err(), "{name}");
    }
}

#[test]
fn bytes_that_were_turned_over_are_refused_or_read_but_never_a_crash() {
    for (name, ..) in ALL {
        let bytes = fixture(name);
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        for _ in 0..400 {
            let mut odd = bytes.clone();
            for _ in 0..8 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let at = (state >> 8) as usize % odd.len().min(4096);
                odd[at] = state as u8;
            }
            if let Ok(found) = inspect(&Bytes(&odd)) {
                assert!(found.keep.end <= odd.len() as u64 && found.keep.start < found.keep.end);
            }
        }
    }
}

fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let mut count = 0;
    for at in 0..out.len().saturating_sub(old.len()) {
        if &out[at..at + old.len()] == old {
            out[at..at + new.len()].copy_from_slice(new);
            count += 1;
        }
    }
    assert!(count > 0, "nothing to replace");
    out
}

#[test]
fn what_browsers_do_not_play_is_refused_with_a_sentence() {
    let film = fixture("film.mp4");
    let says = |bytes: &[u8]| inspect(&Bytes(bytes)).expect_err("refused").to_string();
    assert_eq!(says(&replaced(&film, b"avc1", b"hvc1")), "This MP4 holds HEVC (H.265), which many browsers cannot play.");
    assert_eq!(says(&replaced(&film, b"ftypisom", b"ftypqt  ")), "This QuickTime film does not play in every browser.");
    assert!(says(&replaced(&film, b"soun", b"meta")).contains("neither picture nor sound"), "a track of places");
    assert!(says(&replaced(&fixture("film.webm"), b"webm", b"matr")).contains("Matroska"));
    assert!(says(&replaced(&fixture("tone-opus.ogg"), b"OpusHead", b"Speex   ")).contains("something else than Opus"));
    assert!(says(b"fLaC....................").contains("FLAC"));
    assert!(says(b"<html><script>alert(1)</script></html>").contains("neither a sound nor a film"));
    assert!(says(b"").contains("empty"));
    assert!(says(b"ID3\x04\0\0\0\0\0\0<script>alert(1)</script>").contains("neither MP3 nor AAC"));
}

#[test]
fn a_file_is_read_through_a_window_as_from_memory() {
    let bytes: Vec<u8> = (0..300_000_u32).map(|n| (n * 7 + n / 251) as u8).collect();
    let mut file = tempfile::tempfile().expect("a file");
    std::io::Write::write_all(&mut file, &bytes).expect("writes");
    let source = FileSource::new(file).expect("opens");
    for (at, length) in [(0, 10), (5, 65_536), (65_530, 20), (299_990, 10), (1, 200_000), (100, 1)] {
        let mut out = vec![0; length];
        source.read_at(at as u64, &mut out).expect("reads");
        assert_eq!(out, bytes[at..at + length], "{at}");
    }
    assert!(source.read_at(299_991, &mut [0; 10]).is_err());
}

#[test]
fn captions_keep_times_and_words_and_nothing_else() {
    let text = captions::rewrite(&fixture("captions.vtt")).expect("captions");
    assert_eq!(
        text,
        "WEBVTT\n\n00:00:00.000 --> 00:00:00.900\nAna: The tone begins &amp; goes on\n\n00:00:00.900 --> 00:00:01.400\nalert(1)It ends &lt; now\n"
    );
    assert_eq!(captions::rewrite(text.as_bytes()).expect("its own").len(), text.len());
    let subrip = "1\r\n00:00:01,000 --> 00:00:02,500\r\nHe is ready.\r\n\r\n2\r\n00:01:01,000 --> 01:00:02,500\r\nSo am I.\r\n";
    assert_eq!(
        captions::rewrite(subrip.as_bytes()).expect("SubRip"),
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nHe is ready.\n\n00:01:01.000 --> 01:00:02.500\nSo am I.\n"
    );
    for (bad, line) in [
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nx\n", "line 3"),
        ("WEBVTT\n\na --> b\n", "line 3"),
        ("WEBVTT\n", "line 1"),
        ("WEBVTT\n\n\u{e9}", "line 1"),
    ] {
        assert!(captions::rewrite(bad.as_bytes()).expect_err("refused").to_string().contains(line), "{bad}");
    }
    assert!(captions::rewrite(b"WEBVTT\n\n\xff").expect_err("refused").to_string().contains("UTF-8"));
}
