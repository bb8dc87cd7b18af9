//! Creator, credit, rights, caption and orientation out of EXIF, IPTC-IIM and XMP, and a small XMP packet back in.
//!
//! The readers are deliberately small: a fixed handful of fields, bounded walks, no entity expansion beyond the five of
//! XML and character references, nothing allocated by a length that the file claims.

use super::container::{Parts, XMP_HEADER};
use jiff::civil::Date;

/// The longest creator, credit or rights text kept, in characters.
const MAX_LINE: usize = 500;
/// The longest caption suggested, in characters.
const MAX_CAPTION: usize = 2_000;
/// The longest XMP packet read, in bytes.
const MAX_XMP: usize = 512 * 1024;
/// The most entries read from one directory, resource list or record list.
const MAX_ENTRIES: usize = 512;
/// What cameras write into the description when nobody wrote anything.
const CAMERA_WORDS: [&str; 5] = ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "KONICA MINOLTA DIGITAL CAMERA", "SAMSUNG", "MINOLTA DIGITAL CAMERA"];

/// What must stay with a picture wherever it goes. Empty text: not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Rights {
    /// Who made it (IPTC Creator, `dc:creator`); several names joined by `, `.
    pub creator: String,
    /// How the provider wants to be named (IPTC Credit Line, `photoshop:Credit`).
    pub credit: String,
    /// Copyright notice (`dc:rights`).
    pub rights: String,
}

/// What a file says about itself: filled into the form for a person to check.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Suggested {
    /// Creator, credit line and copyright notice.
    pub rights: Rights,
    /// Description of the picture (IPTC Caption, `dc:description`).
    pub caption: String,
    /// The day on which it was taken (`photoshop:DateCreated`; by the camera's clock, Exif DateTimeOriginal).
    pub made_on: Option<Date>,
}

#[derive(Debug, Default)]
struct Found {
    creator: Vec<String>,
    credit: String,
    rights: String,
    caption: String,
    made_on: Option<Date>,
}

/// Reads orientation (1 to 8) and suggestions. XMP is believed before IPTC, IPTC before EXIF, EXIF before PNG texts.
pub(super) fn read(parts: &Parts<'_>) -> (u8, Suggested) {
    let (orientation, exif) = parts.exif.map_or((1, Found::default()), read_exif);
    let sources =
        [parts.xmp.map(read_xmp).unwrap_or_default(), parts.photoshop.map(read_photoshop).unwrap_or_default(), exif, read_texts(&parts.texts)];
    let first = |pick: fn(&Found) -> String, limit| sources.iter().map(|s| clean(&pick(s), limit)).find(|t| !t.is_empty()).unwrap_or_default();
    let suggested = Suggested {
        rights: Rights {
            creator: first(|s| s.creator.join(", "), MAX_LINE),
            credit: first(|s| s.credit.clone(), MAX_LINE),
            rights: first(|s| s.rights.clone(), MAX_LINE),
        },
        caption: first(|s| written_by_hand(&s.caption), MAX_CAPTION),
        made_on: sources.iter().find_map(|s| s.made_on),
    };
    (orientation, suggested)
}

/// One line of text: no control characters, no runs of white space, at most `limit` characters.
fn clean(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}') {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    if let Some((end, _)) = out.char_indices().nth(limit) {
        out.truncate(end);
    }
    out
}

/// The day of `DateTimeOriginal` (`2018:03:28 09:30:05`) in the Exif directory at an offset.
fn made_on(tiff: &Tiff<'_>, start: usize) -> Option<Date> {
    let count = usize::from(tiff.u16(start)?).min(MAX_ENTRIES);
    let entry = (0..count).filter_map(|i| start.checked_add(2 + 12 * i)).find(|entry| tiff.u16(*entry) == Some(0x9003))?;
    let said = text(tiff.ascii(entry)?);
    said.get(..10)?.replace(':', "-").parse().ok().filter(|day: &Date| day.year() > 1800)
}

/// A caption, unless it is one of the [`CAMERA_WORDS`].
fn written_by_hand(caption: &str) -> String {
    if CAMERA_WORDS.contains(&clean(caption, MAX_LINE).as_str()) { String::new() } else { caption.to_owned() }
}

/// UTF-8 if it is that, Latin-1 otherwise.
fn text(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
}

// ---- EXIF: a TIFF directory (TIFF 6.0, section 2; Exif 3.0, 4.6) ----

struct Tiff<'a> {
    bytes: &'a [u8],
    big_endian: bool,
}

impl<'a> Tiff<'a> {
    fn u16(&self, at: usize) -> Option<u16> {
        let raw = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big_endian { u16::from_be_bytes(raw) } else { u16::from_le_bytes(raw) })
    }

    fn u32(&self, at: usize) -> Option<usize> {
        let raw = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some((if self.big_endian { u32::from_be_bytes(raw) } else { u32::from_le_bytes(raw) }) as usize)
    }

    /// The bytes of an ASCII (or, by Exif 3.0, UTF-8) value.
    fn ascii(&self, entry: usize) -> Option<&'a [u8]> {
        let count = self.u32(entry + 4)?;
        let at = if count <= 4 { entry + 8 } else { self.u32(entry + 8)? };
        self.bytes.get(at..at.checked_add(count)?)
    }
}

fn read_exif(bytes: &[u8]) -> (u8, Found) {
    let mut found = Found::default();
    let mut orientation = 1;
    let tiff = Tiff { bytes, big_endian: bytes.starts_with(b"MM") };
    if !(tiff.big_endian || bytes.starts_with(b"II")) || tiff.u16(2) != Some(42) {
        return (orientation, found);
    }
    let Some((start, count)) = tiff.u32(4).and_then(|at| Some((at, tiff.u16(at)?))) else {
        return (orientation, found);
    };
    for i in 0..usize::from(count).min(MAX_ENTRIES) {
        let Some(entry) = start.checked_add(2 + 12 * i) else {
            break;
        };
        let (Some(tag), Some(kind)) = (tiff.u16(entry), tiff.u16(entry + 2)) else {
            break;
        };
        if (tag, kind) == (0x0112, 3) {
            orientation = tiff.u16(entry + 8).filter(|o| (1..=8).contains(o)).map_or(1, |o| o as u8);
        }
        if (tag, kind) == (0x8769, 4) {
            found.made_on = tiff.u32(entry + 8).and_then(|at| made_on(&tiff, at));
        }
        if !matches!(kind, 2 | 129) {
            continue;
        }
        let value = || tiff.ascii(entry).map(text).unwrap_or_default();
        match tag {
            0x010E => found.caption = value(),
            0x013B => found.creator = value().split(['\0', ';']).map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect(),
            // Photographer's notice, zero, editor's notice.
            0x8298 => found.rights = value().replace('\0', " "),
            _ => {}
        }
    }
    (orientation, found)
}

// ---- IPTC-IIM 4.2 inside Photoshop image resources ----

fn read_photoshop(bytes: &[u8]) -> Found {
    let mut at = 0;
    for _ in 0..MAX_ENTRIES {
        let Some(rest) = bytes.get(at..).and_then(|b| b.strip_prefix(b"8BIM")) else {
            break;
        };
        let [id_high, id_low, name_length, ..] = rest else {
            break;
        };
        // The name is a Pascal string, padded so that it takes an even number of bytes.
        let name = (usize::from(*name_length) + 2) & !1;
        let Some(size) = rest.get(2 + name..6 + name).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes) else {
            break;
        };
        let start = 6 + name;
        let Some(data) = rest.get(start..start.saturating_add(size as usize)) else {
            break;
        };
        if (*id_high, *id_low) == (0x04, 0x04) {
            return read_iim(data);
        }
        at += 4 + start + size as usize + (size as usize & 1);
    }
    Found::default()
}

fn read_iim(mut bytes: &[u8]) -> Found {
    let mut found = Found::default();
    for _ in 0..MAX_ENTRIES {
        let [0x1C, record, dataset, high, low, rest @ ..] = bytes else {
            break;
        };
        // Lengths of 32 KB and more ('extended') are not used by any field read here.
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let Some(value) = rest.get(..length).filter(|_| length < 0x8000) else {
            break;
        };
        match (record, dataset) {
            (2, 80) => found.creator.push(text(value)),
            (2, 110) => found.credit = text(value),
            (2, 116) => found.rights = text(value),
            (2, 120) => found.caption = text(value),
            _ => {}
        }
        bytes = &rest[length..];
    }
    found
}

// ---- PNG texts (PNG, 11.3.3.1: predefined keywords) ----

fn read_texts(texts: &[(&[u8], &[u8])]) -> Found {
    let mut found = Found::default();
    for (keyword, value) in texts {
        match *keyword {
            b"Author" => found.creator.push(text(value)),
            b"Copyright" => found.rights = text(value),
            b"Description" => found.caption = text(value),
            _ => {}
        }
    }
    found
}

// ---- XMP (ISO 16684-1), by the prefixes that every writer uses ----

fn read_xmp(bytes: &[u8]) -> Found {
    let Some(xml) = bytes.get(..bytes.len().min(MAX_XMP)).and_then(|b| std::str::from_utf8(b).ok()) else {
        return Found::default();
    };
    Found {
        creator: property(xml, "dc:creator"),
        credit: property(xml, "photoshop:Credit").into_iter().next().unwrap_or_default(),
        rights: property(xml, "dc:rights").into_iter().next().unwrap_or_default(),
        caption: property(xml, "dc:description").into_iter().next().unwrap_or_default(),
        made_on: property(xml, "photoshop:DateCreated").first().and_then(|said| said.get(..10)?.parse().ok()),
    }
}

/// The values of a property: its list items (the default language first), its text, or its attribute.
fn property(xml: &str, name: &str) -> Vec<String> {
    if let Some((_, inner)) = element(xml, name) {
        let mut items = Vec::new();
        let mut rest = inner;
        while let Some((tag, item)) = element(rest, "rdf:li") {
            let value = unescape(item);
            if tag.contains("x-default") {
                items.insert(0, value);
            } else {
                items.push(value);
            }
            let consumed = (item.as_ptr() as usize - rest.as_ptr() as usize) + item.len();
            rest = &rest[consumed..];
            if items.len() >= 20 {
                break;
            }
        }
        if items.is_empty() && !inner.contains('<') {
            items.push(unescape(inner));
        }
        return items.into_iter().filter(|v| !v.trim().is_empty()).collect();
    }
    attribute(xml, name).map(unescape).into_iter().collect()
}

/// The first element of that name: its start tag's attributes and its content.
fn element<'a>(xml: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let open = format!("<{name}");
    let mut rest = xml;
    loop {
        let at = rest.find(&open)?;
        let after = &rest[at + open.len()..];
        // `<dc:rights` must not match `<dc:rightsHolder`.
        if after.starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace()) {
            let end = after.find('>')?;
            if after[..end].ends_with('/') {
                return Some((&after[..end], ""));
            }
            let inner = &after[end + 1..];
            let close = inner.find(&format!("</{name}"))?;
            return Some((&after[..end], &inner[..close]));
        }
        rest = after;
    }
}

fn attribute<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let start = xml.find(&format!("{name}=\"")).map(|at| (at, '"'));
    let (at, quote) = start.or_else(|| xml.find(&format!("{name}='")).map(|at| (at, '\'')))?;
    let value = &xml[at + name.len() + 2..];
    Some(&value[..value.find(quote)?])
}

/// The five entities of XML and character references; anything else stays as written.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest.find(';').filter(|end| *end <= 10).and_then(|end| Some((reference(&rest[1..end])?, end)));
        if let Some((c, end)) = reference {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

// ---- writing ----

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Rights {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.creator.is_empty() && self.credit.is_empty() && self.rights.is_empty()
    }

    /// An XMP packet with creator, credit and rights and nothing else; `None` when nothing is known.
    pub(super) fn xmp(&self) -> Option<String> {
        let field = |value: &str, before: &str, after: &str| {
            let value = clean(value, MAX_LINE);
            if value.is_empty() { String::new() } else { format!("{before}{}{after}", escape(&value)) }
        };
        let fields = [
            field(&self.creator, "<dc:creator><rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq></dc:creator>"),
            field(&self.rights, "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li></rdf:Alt></dc:rights>"),
            field(&self.credit, "<photoshop:Credit>", "</photoshop:Credit>"),
        ]
        .concat();
        (!fields.is_empty()).then(|| {
            format!(
                "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
                 <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
                 <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
                 <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
                 xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\">{fields}</rdf:Description>\
                 </rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
            )
        })
    }

    /// The same packet as the data of a JPEG APP1 segment.
    pub(super) fn app1(&self) -> Option<Vec<u8>> {
        self.xmp().map(|xmp| [XMP_HEADER, xmp.as_bytes()].concat())
    }
}
