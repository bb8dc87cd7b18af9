//! Passwords: argon2id (RFC 9106) in PHC form, a few at a time so that sign-in is no memory bomb.

use super::common;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use std::sync::{Condvar, Mutex, PoisonError};

/// Fewest characters.
pub const SHORTEST: usize = 10;
/// Most bytes: hashing takes longer with length.
const LONGEST: usize = 1000;
/// Hashes worked out at the same time, of 19 MiB each.
const AT_ONCE: usize = 2;

/// The hash that a wrong address is checked against, of a password nobody knows.
pub const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$Y291cmFudC1kZWNveS1zYWx0$Xk0pS1tD0l9mSx2yq2kz6E9dZ1X1r0m3bq0Xv5u8n4A";

static BUSY: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

fn one_of_few<T>(work: impl FnOnce() -> T) -> T {
    let guard = BUSY.0.lock().unwrap_or_else(PoisonError::into_inner);
    let mut busy = BUSY.1.wait_while(guard, |n| *n >= AT_ONCE).unwrap_or_else(PoisonError::into_inner);
    *busy += 1;
    drop(busy);
    let result = work();
    *BUSY.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
    BUSY.1.notify_one();
    result
}

/// Whether a password will do; the sentence says what is wrong. `about` are words about its owner that it must not be.
///
/// # Errors
/// One sentence.
pub fn check(password: &str, about: &[&str]) -> Result<(), String> {
    if password.chars().count() < SHORTEST {
        return Err(format!("The password is too short; use at least {SHORTEST} characters, such as four words."));
    }
    if password.len() > LONGEST {
        return Err(format!("The password is too long; use at most {LONGEST} bytes."));
    }
    if is_about(password, about) || common::is_common(password) {
        return Err("This password is easily guessed; use four words that do not belong together.".into());
    }
    Ok(())
}

/// Whether it is little more than a name or an address of its owner.
fn is_about(password: &str, about: &[&str]) -> bool {
    let plain = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let given = plain(password);
    let parts = about.iter().flat_map(|a| std::iter::once(plain(a)).chain(a.split(|c: char| !c.is_alphanumeric()).map(plain)));
    parts.filter(|part| part.chars().count() >= 4).any(|part| given.contains(&part) && given.replace(&part, "").chars().count() < 7)
}

/// Argon2id hash of a password in PHC form. Blocks for about 20 ms.
///
/// # Errors
/// When the hasher refuses; one sentence.
pub fn hash(password: &str) -> Result<String, String> {
    one_of_few(|| {
        Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string()).map_err(|e| format!("The password could not be hashed: {e}."))
    })
}

/// Whether a password belongs to a hash. Blocks as long as [`hash`].
pub fn verify(password: &str, hash: &str) -> bool {
    one_of_few(|| PasswordHash::new(hash).is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_no_other() {
        let kept = hash("four words that fit").expect("hashes");
        assert!(kept.starts_with("$argon2id$"));
        assert!(verify("four words that fit", &kept));
        assert!(!verify("four words that fix", &kept));
        assert!(!verify("anything at all here", DECOY), "the decoy is a hash that can be worked through");
        assert!(PasswordHash::new(DECOY).is_ok());
    }

    #[test]
    fn what_is_easily_guessed_is_refused() {
        for bad in ["short", "aaaaaaaaaaaa", "Password123", "ana@paper.example", "Mina Ruiz!2018", "ruiz2018ruiz"] {
            assert!(check(bad, &["Mina Ruiz", "ana@paper.example"]).is_err(), "{bad}");
        }
        assert!(check("harbour crane tuesday", &["Mina Ruiz", "ana@paper.example"]).is_ok());
    }
}
