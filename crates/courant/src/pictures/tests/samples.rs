//! Files to try: small, made here, with whatever a telephone or an editor may put into them.

use super::super::inspect::examine;
use super::super::*;

/// A picture of four quarters: red, green / blue, white.
pub(super) fn quarters(width: u32, height: u32) -> Vec<u8> {
    (0..height)
        .flat_map(|y| (0..width).map(move |x| (x < width / 2, y < height / 2)))
        .flat_map(|at| match at {
            (true, true) => [255, 0, 0],
            (false, true) => [0, 255, 0],
            (true, false) => [0, 0, 255],
            (false, false) => [255, 255, 255],
        })
        .collect()
}

pub(super) fn jpeg_with(width: u16, height: u16, profile: Option<&[u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 95);
    if let Some(profile) = profile {
        encoder.add_icc_profile(profile).unwrap();
    }
    let pixels = quarters(width.into(), height.into());
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    out
}

pub(super) fn jpeg(width: u16, height: u16) -> Vec<u8> {
    jpeg_with(width, height, None)
}

pub(super) fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    [&[0xFF, marker], &(data.len() as u16 + 2).to_be_bytes()[..], data].concat()
}

/// Puts segments behind a JPEG's first marker.
pub(super) fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

/// EXIF with the given ASCII and SHORT entries in its first directory, in either byte order.
pub(super) fn exif(big_endian: bool, orientation: u16, texts: &[(u16, &str)], tail: &[u8]) -> Vec<u8> {
    let b16 = |n: u16, big| {
        if big { n.to_be_bytes() } else { n.to_le_bytes() }
    };
    let b32 = |n: u32, big| {
        if big { n.to_be_bytes() } else { n.to_le_bytes() }
    };
    let count = texts.len() + 1;
    let mut values_at = 8 + 2 + 12 * count + 4;
    let mut directory = b16(count as u16, big_endian).to_vec();
    let mut values = Vec::new();
    for (tag, text) in texts {
        let bytes = [text.as_bytes(), b"\0\0\0\0"].concat();
        directory.extend([b16(*tag, big_endian), b16(2, big_endian)].concat());
        directory.extend([b32(bytes.len() as u32, big_endian), b32(values_at as u32, big_endian)].concat());
        values_at += bytes.len();
        values.extend(bytes);
    }
    directory.extend([b16(0x0112, big_endian), b16(3, big_endian)].concat());
    directory.extend(b32(1, big_endian));
    directory.extend([b16(orientation, big_endian), [0, 0]].concat());
    directory.extend([0; 4]);
    let head = if big_endian { &b"MM\0*\0\0\0\x08"[..] } else { &b"II*\0\x08\0\0\0"[..] };
    [b"Exif\0\0", head, &directory, &values, tail].concat()
}

pub(super) fn iptc(fields: &[(u8, &str)]) -> Vec<u8> {
    let mut iim = Vec::new();
    for (dataset, text) in fields {
        iim.extend([&[0x1C, 2, *dataset][..], &(text.len() as u16).to_be_bytes(), text.as_bytes()].concat());
    }
    let other = b"8BIM\x04\x22\0\0\0\0\0\x03abc\0".to_vec();
    [b"Photoshop 3.0\0", &other[..], b"8BIM\x04\x04\0\0", &(iim.len() as u32).to_be_bytes(), &iim].concat()
}

pub(super) fn xmp(inner: &str) -> Vec<u8> {
    let head = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF><rdf:Description ";
    format!("{head}{inner}</rdf:Description></rdf:RDF></x:xmpmeta>").into_bytes()
}

pub(super) fn png(width: u32, height: u32, color: png::ColorType, pixels: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(color);
    encoder.add_text_chunk("Software".into(), "SECRETSOFTWARE".into()).unwrap();
    encoder.add_text_chunk("Author".into(), "Ada Photographer".into()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(pixels).unwrap();
    writer.finish().unwrap();
    out
}

pub(super) fn transparent(width: u32, height: u32) -> Vec<u8> {
    (0..width * height).flat_map(|i| [200, 30, 30, if i % width < width / 2 { 0 } else { 255 }]).collect()
}

pub(super) fn gif_file(width: u16, height: u16) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = gif::Encoder::new(&mut out, width, height, &[255, 0, 0, 0, 0, 255]).unwrap();
    let mut frame = gif::Frame { width, height, ..gif::Frame::default() };
    frame.buffer = vec![0; usize::from(width) * usize::from(height)].into();
    encoder.write_frame(&frame).unwrap();
    drop(encoder);
    out
}

pub(super) fn webp_file(width: u32, height: u32) -> Vec<u8> {
    webp::Encoder::from_rgb(&quarters(width, height), width, height).encode(80.0).to_vec()
}

pub(super) fn pixel(file: &[u8], x: u32, y: u32) -> Vec<u8> {
    let (inspected, _) = examine(file).unwrap();
    let raster = decode::decode(inspected.kind, file).unwrap().raster;
    let at = (y * raster.width + x) as usize * raster.channels();
    raster.data[at..at + raster.channels()].to_vec()
}

pub(super) fn near(pixel: &[u8], colour: [u8; 3]) -> bool {
    pixel.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 24)
}

pub(super) fn holds(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|w| w == text.as_bytes())
}

pub(super) fn rights() -> Rights {
    Rights { creator: "Ada & Bo <Ltd>".into(), credit: "Courant".into(), rights: "© 2018 Ädä".into() }
}

/// Everything a telephone may put into a photo, with the word SECRET in every private part.
pub(super) fn telltale_photo() -> Vec<u8> {
    let private = b"GPS\0SECRETPLACE MakerNote SECRETSERIAL \xFF\xD8\xFF\xE0 SECRETTHUMBNAIL";
    let entries = [
        (0x010F, "SECRETMAKE"),
        (0x0110, "SECRETMODEL"),
        (0x0131, "SECRETSOFTWARE"),
        (0x010E, "The bridge in rain"),
        (0x013B, "Ada Photographer"),
        (0x8298, "2018 Ada Photographer"),
    ];
    let packet = xmp("exif:GPSLatitude=\"SECRETLATITUDE\" xmp:CreatorTool=\"SECRETTOOL\" photoshop:Credit=\"Ada for Courant\">");
    let clean = with_segments(
        &jpeg(64, 32),
        &[
            segment(0xE1, &exif(true, 6, &entries, private)),
            segment(0xE1, &packet),
            segment(0xED, &iptc(&[(90, "SECRETCITY"), (80, "Ada P.")])),
            segment(0xE2, b"MPF\0SECRETPREVIEW"),
            segment(0xFE, b"SECRETCOMMENT"),
        ],
    );
    [&clean[..], b"\0\0\0\x18ftypmp42SECRETVIDEO"].concat()
}

/// An ICC profile of matrix and gamma in which red and green have changed places.
pub(super) fn swapped_profile() -> Vec<u8> {
    let fixed = |n: f64| ((n * 65536.0).round() as i32).to_be_bytes();
    let xyz = |x, y, z| [&b"XYZ \0\0\0\0"[..], &fixed(x), &fixed(y), &fixed(z)].concat();
    let gamma = [&b"curv\0\0\0\0\0\0\0\x01"[..], &[2, 51, 0, 0]].concat();
    let tags = [
        (b"rXYZ", xyz(0.3851, 0.7169, 0.0971)),
        (b"gXYZ", xyz(0.4361, 0.2225, 0.0139)),
        (b"bXYZ", xyz(0.1431, 0.0606, 0.7139)),
        (b"wtpt", xyz(0.9642, 1.0, 0.8249)),
        (b"rTRC", gamma.clone()),
        (b"gTRC", gamma.clone()),
        (b"bTRC", gamma),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut values = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    for (name, value) in &tags {
        table.extend([&name[..], &((start + values.len()) as u32).to_be_bytes(), &(value.len() as u32).to_be_bytes()].concat());
        values.extend(value);
    }
    let mut profile = vec![0; 128];
    profile[8] = 2;
    profile[12..24].copy_from_slice(b"mntrRGB XYZ ");
    profile[36..40].copy_from_slice(b"acsp");
    profile.extend([table, values].concat());
    let length = (profile.len() as u32).to_be_bytes();
    profile[..4].copy_from_slice(&length);
    profile
}

/// A PNG that declares its size and has no pixels.
pub(super) fn bomb(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR", &header[..], &[0; 4], b"\0\0\0\0IEND\0\0\0\0"].concat()
}
