//! By the front door: bytes in, a sentence or a clean picture out.

#![allow(clippy::unwrap_used)]

mod samples;

use std::io::Cursor;

use proptest::prelude::*;

use self::samples::*;
use super::inspect::MAX_BYTES;
use super::*;

#[test]
fn a_master_tells_nobody_where_or_with_what_it_was_taken() {
    let photo = telltale_photo();
    assert!(holds(&photo, "SECRET"));
    let stored = master(&photo).unwrap();
    assert!(!holds(&stored.bytes, "SECRET") && !holds(&stored.bytes, "Exif") && !holds(&stored.bytes, "ftyp"));
    for format in [Format::Jpeg, Format::WebP] {
        let made = rendition(&stored.bytes, None, 16, format, &stored.inspected.suggested.rights).unwrap();
        assert!(!holds(&made, "SECRET"));
    }
}

#[test]
fn a_master_keeps_creator_credit_and_rights() {
    let stored = master(&telltale_photo()).unwrap();
    let expected = Rights { creator: "Ada P.".into(), credit: "Ada for Courant".into(), rights: "2018 Ada Photographer".into() };
    assert_eq!(stored.inspected.suggested.rights, expected);
    assert_eq!(stored.inspected.suggested.caption, "The bridge in rain");
    assert_eq!(inspect(&stored.bytes).unwrap().suggested.rights, expected);
}

#[test]
fn nothing_appended_to_a_picture_hides_its_end() {
    assert!(inspect(&telltale_photo()).is_ok());
}

#[test]
fn a_picture_stands_upright_whatever_its_orientation() {
    let (red, green, blue, white) = ([255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]);
    // Top left and top right after turning, by Exif's table.
    let expected =
        [(1, red, green), (2, green, red), (3, white, blue), (4, blue, white), (5, red, blue), (6, blue, red), (7, white, green), (8, green, white)];
    for (orientation, left, right) in expected {
        let photo = with_segments(&jpeg(64, 32), &[segment(0xE1, &exif(orientation % 2 == 0, orientation, &[], b""))]);
        let stored = master(&photo).unwrap();
        let size = if orientation >= 5 { (32, 64) } else { (64, 32) };
        assert_eq!((stored.width, stored.height), size, "orientation {orientation}");
        assert_eq!((stored.inspected.width, stored.inspected.height), size);
        assert!(near(&pixel(&stored.bytes, 4, 4), left), "orientation {orientation}");
        assert!(near(&pixel(&stored.bytes, stored.width - 5, 4), right), "orientation {orientation}");
        assert_eq!(inspect(&stored.bytes).unwrap().orientation, 1);
    }
}

#[test]
fn colours_become_srgb_before_the_profile_is_dropped() {
    let stored = master(&jpeg_with(64, 32, Some(&swapped_profile()))).unwrap();
    assert!(near(&pixel(&stored.bytes, 4, 4), [0, 255, 0]), "{:?}", pixel(&stored.bytes, 4, 4));
    assert!(near(&pixel(&stored.bytes, 60, 4), [255, 0, 0]));
    assert!(!holds(&stored.bytes, "acsp"));
}

#[test]
fn a_broken_profile_leaves_the_colours_alone() {
    let mut profile = swapped_profile();
    profile[140..].fill(0xFF);
    let stored = master(&jpeg_with(64, 32, Some(&profile))).unwrap();
    assert!(near(&pixel(&stored.bytes, 4, 4), [255, 0, 0]));
}

#[test]
fn a_drawing_with_transparent_parts_is_kept_without_loss() {
    let stored = master(&png(40, 20, png::ColorType::Rgba, &transparent(40, 20))).unwrap();
    assert_eq!(stored.format, MasterFormat::Png);
    assert!(!holds(&stored.bytes, "SECRET"));
    assert_eq!(pixel(&stored.bytes, 30, 10), [200, 30, 30, 255]);
    assert_eq!(pixel(&stored.bytes, 3, 10)[3], 0);
    assert_eq!(inspect(&stored.bytes).unwrap().suggested.rights.creator, "Ada Photographer");
    let made = rendition(&stored.bytes, None, 20, Format::WebP, &rights()).unwrap();
    assert_eq!(pixel(&made, 2, 5)[3], 0);
    let made = rendition(&stored.bytes, None, 20, Format::Jpeg, &rights()).unwrap();
    assert!(near(&pixel(&made, 2, 5), [255, 255, 255]));
}

#[test]
fn every_format_becomes_a_master() {
    let opaque: Vec<u8> = transparent(40, 20).chunks(4).flat_map(|p| [p[0], p[1], p[2], 255]).collect();
    let files = [
        (Kind::Jpeg, jpeg(40, 20)),
        (Kind::Png, png(40, 20, png::ColorType::Rgba, &opaque)),
        (Kind::Png, png(40, 20, png::ColorType::Grayscale, &[90; 800])),
        (Kind::Gif, gif_file(40, 20)),
        (Kind::WebP, webp_file(40, 20)),
    ];
    for (kind, file) in files {
        let stored = master(&file).unwrap();
        assert_eq!((stored.inspected.kind, stored.width, stored.height), (kind, 40, 20));
        assert_eq!(stored.format, MasterFormat::Jpeg);
    }
}

#[test]
fn a_master_is_at_most_2560_pixels_wide_and_the_same_bytes_give_the_same_id() {
    let photo = jpeg(3000, 600);
    let stored = master(&photo).unwrap();
    assert_eq!((stored.width, stored.height), (2560, 512));
    assert_eq!(master(&photo).unwrap().id, stored.id);
    assert_eq!(stored.id.as_str().len(), 64);
}

#[test]
fn renditions_have_the_width_asked_for_and_the_rights() {
    let stored = master(&jpeg(700, 350)).unwrap();
    for format in [Format::Jpeg, Format::WebP] {
        for width in widths_for(stored.width) {
            let made = rendition(&stored.bytes, None, width, format, &rights()).unwrap();
            let seen = inspect(&made).unwrap();
            assert_eq!((seen.width, seen.height), (width, width / 2));
            assert_eq!(seen.suggested.rights, rights());
            assert!(near(&pixel(&made, 10, 10), [255, 0, 0]));
        }
        let wide = rendition(&stored.bytes, None, 1920, format, &Rights::default()).unwrap();
        assert_eq!(inspect(&wide).unwrap().width, 700);
        assert!(!holds(&wide, "xmp"));
    }
    assert!(matches!(inspect(&rendition(&stored.bytes, None, 320, Format::WebP, &rights()).unwrap()), Ok(i) if i.kind == Kind::WebP));
}

#[test]
fn widths_are_never_wider_than_the_original() {
    assert_eq!(widths_for(200), [200]);
    assert_eq!(widths_for(640), [320, 640]);
    assert_eq!(widths_for(1000), [320, 640, 960, 1000]);
    assert_eq!(widths_for(1920), WIDTHS);
    assert_eq!(widths_for(2560), WIDTHS);
}

fn words(problem: &PictureProblem) -> String {
    format!("{problem} {}", problem.next())
}

#[test]
fn a_bomb_is_refused_with_a_sentence_before_it_is_opened() {
    let problem = inspect(&bomb(60_000, 60_000)).unwrap_err();
    assert_eq!(words(&problem), "This picture is 60,000 × 60,000 pixels. Send one of at most 100 megapixels.");
    let problem = inspect(&bomb(30_000, 10)).unwrap_err();
    assert_eq!(words(&problem), "This picture is 30,000 × 10 pixels. Send one with sides of 1 to 20,000 pixels.");
    assert!(matches!(inspect(&bomb(0, 10)), Err(PictureProblem::TooManyPixels { .. })));
    assert!(matches!(inspect(&bomb(u32::MAX, u32::MAX)), Err(PictureProblem::TooManyPixels { .. })));
}

#[test]
fn a_picture_that_takes_too_much_memory_is_refused_before_it_is_opened() {
    let frame = [8, 9000u16.to_be_bytes()[0], 9000u16.to_be_bytes()[1], 0x23, 0x28, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
    let file = [&[0xFF, 0xD8], &segment(0xC2, &frame)[..], &[0xFF, 0xD9]].concat();
    let problem = inspect(&file).unwrap_err();
    assert_eq!(
        words(&problem),
        "This JPEG of 9,000 × 9,000 pixels takes too much memory to open. \
         Send one of at most 59 megapixels, or save it as an ordinary (baseline) JPEG."
    );
}

#[test]
fn what_is_no_picture_is_refused_with_its_name() {
    let file = |bytes: &[u8]| words(&inspect(bytes).unwrap_err());
    assert_eq!(file(b""), "This file is empty. Send the file again.");
    assert!(file(b"\0\0\0\x18ftypheic....").starts_with("This file is a HEIC photo, not a JPEG"));
    assert!(file(b"<?xml version='1.0'?><svg onload='alert(1)'>").starts_with("This file is an SVG drawing, not"));
    assert!(file(b"hello").starts_with("This file is something else, not a JPEG"));
    assert!(file(&vec![0xFF; MAX_BYTES + 1]).starts_with("This file has 31 MB; a picture may have at most 30 MB."));
}

#[test]
fn a_file_that_stops_early_is_refused() {
    for file in [jpeg(200, 100), png(60, 60, png::ColorType::Rgba, &transparent(60, 60)), gif_file(90, 90), webp_file(200, 100)] {
        for part in 1..20 {
            let cut = &file[..file.len() * part / 20];
            assert!(inspect(cut).is_err(), "{part}/20 of {:?}", &file[..4]);
        }
        assert!(inspect(&file[..file.len() - 6]).is_err(), "{:?}", &file[..4]);
    }
}

#[test]
fn xmp_is_read_in_both_its_forms_and_entities_never_expand() {
    let inner = "photoshop:Credit='A &amp; B'><dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Bo &#x26; Co</rdf:li></rdf:Seq></dc:creator>\
                 <dc:rightsHolder>no</dc:rightsHolder><dc:rights><rdf:Alt><rdf:li xml:lang=\"de\">Alle Rechte</rdf:li>\
                 <rdf:li xml:lang=\"x-default\">All rights &lol;</rdf:li></rdf:Alt></dc:rights>";
    let photo = with_segments(&jpeg(8, 8), &[segment(0xE1, &xmp(inner))]);
    let found = inspect(&photo).unwrap().suggested.rights;
    assert_eq!(found, Rights { creator: "Ada, Bo & Co".into(), credit: "A & B".into(), rights: "All rights &lol;".into() });
}

#[test]
fn what_a_camera_writes_by_itself_is_no_caption() {
    let photo = with_segments(&jpeg(8, 8), &[segment(0xE1, &exif(false, 1, &[(0x010E, "OLYMPUS DIGITAL CAMERA")], b""))]);
    assert_eq!(inspect(&photo).unwrap().suggested, Suggested::default());
}

#[test]
fn a_stored_picture_is_read_back_and_damage_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    let stored = master(&jpeg(64, 32)).unwrap();
    files.store(&stored).unwrap();
    files.store(&stored).unwrap();
    assert_eq!(files.read(&stored.id).unwrap(), stored.bytes);
    assert_eq!(files.ids().unwrap(), std::slice::from_ref(&stored.id));
    files.verify(&stored.id).unwrap();
    let path = files.picture_path(&stored.id, stored.format);
    std::fs::write(&path, b"damaged").unwrap();
    assert!(matches!(files.verify(&stored.id), Err(FileProblem::Damaged)));
    files.store(&stored).unwrap();
    files.verify(&stored.id).unwrap();
    assert!(matches!(files.read(&PictureId::of(&[7; 32])), Err(FileProblem::Missing)));
}

#[test]
fn renditions_are_kept_until_they_are_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    let id = PictureId::of(&[7; 32]);
    assert_eq!(files.read_rendition(&id, None, 320, Format::WebP), None);
    files.store_rendition(&id, None, 320, Format::WebP, b"made").unwrap();
    assert_eq!(files.read_rendition(&id, None, 320, Format::WebP).unwrap(), b"made");
    files.forget_renditions(&id).unwrap();
    files.forget_renditions(&id).unwrap();
    assert_eq!(files.read_rendition(&id, None, 320, Format::WebP), None);
}

#[test]
fn what_a_crash_left_unfinished_is_cleared_and_never_what_somebody_is_writing() {
    let folder = tempfile::tempdir().unwrap();
    Files::open(folder.path()).unwrap();
    let (left, young) = (folder.path().join("pictures/.unfinished-1"), folder.path().join("pictures/.unfinished-2"));
    std::fs::write(&left, b"half").unwrap();
    std::fs::write(&young, b"half").unwrap();
    let writing = std::fs::File::options().write(true).open(&young).unwrap();
    writing.lock().unwrap();
    let files = Files::open(folder.path()).unwrap();
    assert!(left.exists(), "a command clears nothing");
    files.clear_unfinished().unwrap();
    assert!(files.ids().unwrap().is_empty());
    assert!(!left.exists() && young.exists());
}

#[test]
fn only_an_id_is_taken_as_a_file_name() {
    assert!(PictureId::parse(&"a0".repeat(32)).is_some());
    for bad in ["", "../../etc/passwd", &"A0".repeat(32), &"a".repeat(63), &"é".repeat(32)] {
        assert!(PictureId::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn a_full_disk_and_a_read_only_one_have_their_own_sentences() {
    let words = |kind: std::io::ErrorKind| FileProblem::from(std::io::Error::from(kind)).to_string();
    assert_eq!(words(std::io::ErrorKind::StorageFull), "The disk is full, so the picture was not kept.");
    assert_eq!(words(std::io::ErrorKind::ReadOnlyFilesystem), "The data folder cannot be written, so the picture was not kept.");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_bytes_make_it_panic_or_leak(kind in 0..5usize, hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut file = [
            telltale_photo(),
            png(16, 16, png::ColorType::Rgba, &transparent(16, 16)),
            gif_file(16, 16),
            webp_file(16, 16),
            [b"RIFF\xFF\0\0\0WEBP", &telltale_photo()[..]].concat(),
        ][kind].clone();
        for (at, value) in hits {
            let at = at.index(file.len());
            file[at] = value;
        }
        if let Ok(stored) = master(&file) {
            prop_assert!(!holds(&stored.bytes, "SECRETPLACE"));
            prop_assert!(inspect(&stored.bytes).is_ok());
        }
        let _ = inspect(&file);
    }

    #[test]
    fn rights_come_back_as_they_went_in(creator in "[ -~à-ü一-三]{1,40}", credit in "[ -~]{0,20}") {
        let words = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
        let rights = Rights { creator: words(&creator), credit: words(&credit), rights: String::new() };
        let made = rendition(&jpeg(8, 8), None, 8, Format::WebP, &rights).unwrap();
        prop_assert_eq!(inspect(&made).unwrap().suggested.rights, rights);
        image_webp::WebPDecoder::new(Cursor::new(&made)).unwrap();
    }
}
