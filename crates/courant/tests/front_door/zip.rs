//! Zips written byte by byte (APPNOTE.TXT 6.3.10), so that they can be as wrong as somebody wants them.

use libdeflater::{CompressionLvl, Compressor};

/// An entry of a zip.
#[derive(Clone)]
pub struct Entry {
    pub name: Vec<u8>,
    pub bytes: Vec<u8>,
    /// Unix mode; `0o120777` is a link.
    pub mode: u32,
    /// General purpose flags; 1: encrypted.
    pub flags: u16,
    /// Size that the zip claims; none: the true one.
    pub claims: Option<u32>,
    /// Name in front of the data; none: the same.
    pub local_name: Option<Vec<u8>>,
}

impl Entry {
    pub fn new(name: &str, bytes: impl Into<Vec<u8>>) -> Entry {
        Entry { name: name.as_bytes().to_vec(), bytes: bytes.into(), mode: 0o100644, flags: 0, claims: None, local_name: None }
    }
}

/// A zip of entries, each deflated.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let mut compressor = Compressor::new(CompressionLvl::best());
        let mut packed = vec![0; compressor.deflate_compress_bound(entry.bytes.len())];
        let length = compressor.deflate_compress(&entry.bytes, &mut packed).expect("packs");
        packed.truncate(length);
        let at = u32::try_from(out.len()).expect("small");
        let size = entry.claims.unwrap_or_else(|| u32::try_from(entry.bytes.len()).expect("small"));
        let name = |bytes: &[u8]| u16::try_from(bytes.len()).expect("short").to_le_bytes();
        // Version, flags, deflate, time and date, checksum, both sizes.
        let mut common = Vec::new();
        common.extend(20_u16.to_le_bytes());
        common.extend(entry.flags.to_le_bytes());
        common.extend(8_u16.to_le_bytes());
        common.extend([0; 4]);
        common.extend(libdeflater::crc32(&entry.bytes).to_le_bytes());
        common.extend(u32::try_from(length).expect("small").to_le_bytes());
        common.extend(size.to_le_bytes());
        let local = entry.local_name.as_ref().unwrap_or(&entry.name);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name(local));
        out.extend([0; 2]);
        out.extend(local);
        out.extend(&packed);
        directory.extend(b"PK\x01\x02");
        // Made by Unix.
        directory.extend([20, 3]);
        directory.extend(&common);
        directory.extend(name(&entry.name));
        directory.extend([0; 8]);
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(at.to_le_bytes());
        directory.extend(&entry.name);
    }
    let (at, count) = (u32::try_from(out.len()).expect("small"), u16::try_from(entries.len()).expect("few").to_le_bytes());
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(u32::try_from(directory.len()).expect("small").to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
    out
}
