//! Codes of links, sessions and tokens: 256 random bits, kept as their SHA-256 only.

use crate::publish::Refusal;
use courant_store::revisions::hex;
use sha2::{Digest, Sha256};

/// A code, as its owner has it.
#[derive(Clone)]
pub struct Code(String);

impl Code {
    /// A new one.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when the system gives no random numbers.
    pub fn new() -> Result<Code, Refusal> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes)
            .map_err(|_| Refusal::invalid("The system gives no random numbers.", "Try again; if it stays so, check /dev/urandom."))?;
        Ok(Code(hex(&bytes)))
    }

    /// One that its owner gives back.
    pub(super) fn from_text(text: &str) -> Code {
        Code(text.to_owned())
    }

    /// What its owner is given.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is kept.
    pub fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

/// SHA-256 of a code, hex. A code has 256 random bits, so a slow hash would protect nothing.
pub fn hash(code: &str) -> String {
    hex(&Sha256::digest(code.as_bytes()))
}
