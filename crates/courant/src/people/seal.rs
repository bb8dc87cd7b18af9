//! The seal: what must be read back but not by whoever reads the database alone is encrypted with a key beside it.

use courant_store::revisions::hex;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Name of the key's file in the data folder.
pub const FILE: &str = "secrets.key";

/// The key.
pub struct Seal {
    aead: LessSafeKey,
    mac: hmac::Key,
}

impl Seal {
    /// Reads the key of a data folder, or makes it: 32 random bytes, readable by their owner only.
    ///
    /// # Errors
    /// When the file cannot be read or made, or is not a key.
    pub fn open(data: &Path) -> std::io::Result<Seal> {
        let path = data.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => return Seal::of(&unhex(text.trim())),
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e),
            Err(_) => {}
        }
        // Written beside its place and moved there whole: a kill in between leaves none. The folder is held by one server.
        let (key, new): ([u8; 32], _) = (random()?, data.join("secrets.key.new"));
        let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
        file.write_all(hex(&key).as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&new, &path)?;
        Seal::of(&key)
    }

    fn of(key: &[u8]) -> std::io::Result<Seal> {
        let broken = |_| std::io::Error::other("it holds no key of 32 bytes");
        let aead = UnboundKey::new(&CHACHA20_POLY1305, key).map(LessSafeKey::new).map_err(broken)?;
        Ok(Seal { aead, mac: hmac::Key::new(hmac::HMAC_SHA256, key) })
    }

    /// Seals bytes for one place, such as `code-app:3`: moved elsewhere they cannot be opened.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn seal(&self, place: &str, bytes: &[u8]) -> std::io::Result<String> {
        let nonce: [u8; NONCE_LEN] = random()?;
        let mut out = bytes.to_vec();
        self.aead
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), &mut out)
            .map_err(|_| std::io::Error::other("it could not be sealed"))?;
        Ok(format!("{}{}", hex(&nonce), hex(&out)))
    }

    /// Opens what was sealed for a place; `None` when it was not, or by another key.
    pub fn open_sealed(&self, place: &str, sealed: &str) -> Option<Vec<u8>> {
        let mut bytes = unhex(sealed);
        let (nonce, _) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let mut rest = bytes.split_off(NONCE_LEN);
        Some(self.aead.open_in_place(nonce, Aad::from(place), &mut rest).ok()?.to_vec())
    }

    /// A mark over a text that only this key can make: 32 bytes.
    pub fn mark(&self, text: &[u8]) -> Vec<u8> {
        hmac::sign(&self.mac, text).as_ref().to_vec()
    }

    /// Whether a mark is ours.
    pub fn is_marked(&self, text: &[u8], mark: &[u8]) -> bool {
        hmac::verify(&self.mac, text, mark).is_ok()
    }
}

/// Random bytes.
///
/// # Errors
/// When the system gives none.
pub fn random<const N: usize>() -> std::io::Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|_| std::io::Error::other("the system gives no random numbers"))?;
    Ok(bytes)
}

/// Bytes from hex; what is no hex gives nothing.
pub fn unhex(text: &str) -> Vec<u8> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    digits.unwrap_or_default().chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_opened_only_in_its_place_and_by_its_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let seal = Seal::open(folder.path()).expect("opens");
        let sealed = seal.seal("code-app:3", b"secret").expect("seals");
        assert!(!sealed.contains(&hex(b"secret")));
        assert_eq!(Seal::open(folder.path()).expect("opens again").open_sealed("code-app:3", &sealed).as_deref(), Some(&b"secret"[..]));
        assert!(seal.open_sealed("code-app:4", &sealed).is_none() && seal.open_sealed("code-app:3", "00").is_none());
        let other = tempfile::tempdir().expect("a folder");
        assert!(Seal::open(other.path()).expect("opens").open_sealed("code-app:3", &sealed).is_none());
    }
}
