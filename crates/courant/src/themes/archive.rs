//! A theme as a zip (APPNOTE.TXT 6.3.10). What comes in is bounded before anything is unpacked: each file goes into a buffer
//! of the size that its kind may have, and nothing is written to a disk.

use super::Mistakes;
use super::gather::most_of;
use libdeflater::{CompressionLvl, Compressor, Decompressor};
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveWriter, ZipFileHeaderRecord, ZipSliceArchive};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Most bytes of a zip, of all its files unpacked, most files.
pub const MOST_PACKED: usize = 4 << 20;
pub(super) const MOST_UNPACKED: usize = 6 << 20;
pub(super) const MOST_ENTRIES: usize = 120;
/// How many times larger a file may become, past the first bytes: text that people write packs to a twentieth at best.
const MOST_RATIO: usize = 100;
const FREE: usize = 16 << 10;
/// Longest name of a file in bytes.
const LONGEST_NAME: usize = 120;

/// Takes a zip apart into its files by name. One folder around all of them is taken off; what a Mac adds is passed over.
///
/// # Errors
/// [`Mistakes`]: what is wrong with the zip, or with each file in it.
pub fn unpack(zip: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Mistakes> {
    let whole = |sentence: String| vec![sentence];
    if zip.len() > MOST_PACKED {
        return Err(whole(format!("The zip is larger than {} MB.", MOST_PACKED >> 20)));
    }
    let archive = ZipArchive::from_slice(zip).map_err(|_| whole("This file is no zip, or its end is missing.".into()))?;
    let entries = listed(&archive)?;
    let names: Vec<String> = entries.iter().map(|(name, _)| name.clone()).collect();
    let around = folder_around(&names);
    let (mut files, mut mistakes, mut left) = (BTreeMap::new(), Mistakes::new(), MOST_UNPACKED);
    let mut taken: Vec<(u64, u64)> = Vec::new();
    for (name, entry) in &entries {
        let name = &name[around.len()..];
        match file(&archive, name, entry, &mut left, &mut taken) {
            Ok(bytes) => drop(files.insert(name.to_owned(), bytes)),
            Err(sentence) => mistakes.push(sentence),
        }
    }
    if mistakes.is_empty() { Ok(files) } else { Err(mistakes) }
}

/// The entries that are files, by names that can mean nothing else on any machine.
fn listed<'a>(archive: &'a ZipSliceArchive<&[u8]>) -> Result<Vec<(String, ZipFileHeaderRecord<'a>)>, Mistakes> {
    let broken = || vec!["The zip’s list of files is broken.".to_owned()];
    if archive.entries_hint() > MOST_ENTRIES as u64 {
        return Err(vec![format!("The zip has more than {MOST_ENTRIES} files.")]);
    }
    let (mut found, mut mistakes, mut seen, mut count) = (Vec::new(), Mistakes::new(), BTreeSet::new(), 0_u64);
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().map_err(|_| broken())? {
        count += 1;
        if count > MOST_ENTRIES as u64 {
            return Err(vec![format!("The zip has more than {MOST_ENTRIES} files.")]);
        }
        let raw = entry.file_path();
        match sound_name(raw.as_bytes()) {
            Err(sentence) => mistakes.push(sentence),
            Ok(name) if name.ends_with('/') || is_of_a_mac(&name) => {}
            // Two names that differ in case alone are one file on many machines.
            Ok(name) if !seen.insert(name.to_ascii_lowercase()) => mistakes.push(format!("{name} is in the zip twice.")),
            Ok(name) => found.push((name, entry)),
        }
    }
    if count != archive.entries_hint() {
        return Err(broken());
    }
    if mistakes.is_empty() { Ok(found) } else { Err(mistakes) }
}

fn sound_name(raw: &[u8]) -> Result<String, String> {
    let shown = || raw.iter().take(60).flat_map(|b| std::ascii::escape_default(*b)).map(char::from).collect::<String>();
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-_./ ".contains(b);
    if raw.is_empty() || raw.len() > LONGEST_NAME || !raw.iter().all(plain) {
        return Err(format!("‘{}’ is no name of a file of a theme: letters from a to z, digits, ‘-’, ‘_’ and ‘.’ alone.", shown()));
    }
    let name = String::from_utf8_lossy(raw).into_owned();
    let inside = name.strip_suffix('/').unwrap_or(&name);
    if inside.split('/').any(|part| part.is_empty() || part.trim_matches('.').is_empty()) {
        return Err(format!("‘{}’ leads out of the theme.", shown()));
    }
    Ok(name)
}

fn is_of_a_mac(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.rsplit('/').next() == Some(".DS_Store")
}

/// The one folder that everything stands in, with its slash; empty when there is none.
fn folder_around(names: &[String]) -> String {
    let first = names.first().and_then(|name| name.split_once('/')).map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let around = !first.is_empty() && first != "templates/" && names.iter().all(|name| name.starts_with(&first));
    if around { first } else { String::new() }
}

fn file(
    archive: &ZipSliceArchive<&[u8]>,
    name: &str,
    entry: &ZipFileHeaderRecord<'_>,
    left: &mut usize,
    taken: &mut Vec<(u64, u64)>,
) -> Result<Vec<u8>, String> {
    let Some(most) = most_of(name) else {
        return Err(format!(
            "{name} is no file of a theme: there are theme.toml, theme.css, templates/….html, WOFF2 fonts, and a PNG, WebP or JPEG."
        ));
    };
    if entry.mode().is_symlink() {
        return Err(format!("{name} is a link; put the file itself into the zip."));
    }
    if entry.flags().is_encrypted() || entry.flags().has_strong_encryption() {
        return Err(format!("{name} is locked with a password; pack it without one."));
    }
    let size = usize::try_from(entry.uncompressed_size_hint()).unwrap_or(usize::MAX);
    let packed = usize::try_from(entry.compressed_size_hint()).unwrap_or(usize::MAX);
    if size > most {
        return Err(format!("{name} is larger than {} KB.", most >> 10));
    }
    if size > FREE && size / MOST_RATIO > packed {
        return Err(format!("{name} unpacks to more than {MOST_RATIO} times its size."));
    }
    *left = left.checked_sub(size).ok_or_else(|| format!("The zip unpacks to more than {} MB.", MOST_UNPACKED >> 20))?;
    let broken = || format!("{name} is broken in the zip.");
    let found = archive.get_entry(entry.wayfinder()).map_err(|_| broken())?;
    // Two readers of a zip must not see two names, nor the same bytes serve for two files.
    let (from, to) = found.compressed_data_range();
    if found.local_header().file_path().as_bytes() != entry.file_path().as_bytes() || taken.iter().any(|(a, b)| from < *b && *a < to) {
        return Err(broken());
    }
    taken.push((from, to));
    let bytes = match entry.compression_method() {
        CompressionMethod::STORE if found.data().len() == size => found.data().to_vec(),
        CompressionMethod::DEFLATE => inflate(found.data(), size).ok_or_else(broken)?,
        CompressionMethod::STORE => return Err(broken()),
        _ => return Err(format!("{name} is packed in a way that is not read here; pack the zip with the usual settings.")),
    };
    if rawzip::crc32(&bytes) == entry.crc32() { Ok(bytes) } else { Err(broken()) }
}

/// Exactly `size` bytes, or nothing: more is never made room for.
fn inflate(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; size];
    let made = Decompressor::new().deflate_decompress(packed, &mut bytes).ok()?;
    (made == size).then_some(bytes)
}

/// Packs files into a zip.
///
/// # Errors
/// One sentence; only where a name or a size is none of a zip's.
pub fn pack(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, String> {
    let said = |e: rawzip::Error| format!("The zip cannot be made: {e}.");
    let mut out = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut out);
    let mut compressor = Compressor::new(CompressionLvl::default());
    for (name, bytes) in files {
        let mut packed = vec![0; compressor.deflate_compress_bound(bytes.len())];
        let length = compressor.deflate_compress(bytes, &mut packed).map_err(|_| format!("{name} cannot be packed."))?;
        let (mut entry, _) = archive.new_file(name.as_str()).compression_method(CompressionMethod::DEFLATE).start().map_err(said)?;
        entry.write_all(&packed[..length]).map_err(|e| format!("The zip cannot be made: {e}."))?;
        entry.finish(rawzip::DataDescriptorOutput::new(rawzip::crc32(bytes), bytes.len() as u64)).map_err(said)?;
    }
    archive.finish().map_err(said)?;
    Ok(out)
}
