//! Passwords: argon2id (RFC 9106) in PHC form, a few at a time so that sign-in is no memory bomb.

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
    let lower = password.to_lowercase();
    let same = lower.chars().collect::<std::collections::HashSet<_>>().len() < 4;
    if same || about.iter().any(|a| !a.is_empty() && lower == a.to_lowercase()) || COMMON.contains(&lower.as_str()) {
        return Err("This password is easily guessed; use four words that do not belong together.".into());
    }
    Ok(())
}

/// The commonest passwords of ten characters and more; the next release of the newsroom's people page brings the long list.
const COMMON: [&str; 16] = [
    "1234567890",
    "0123456789",
    "password12",
    "password123",
    "password1234",
    "qwertyuiop",
    "1q2w3e4r5t",
    "iloveyou12",
    "administrator",
    "letmein123",
    "welcome123",
    "changeme123",
    "passwort123",
    "football123",
    "sunshine123",
    "princess123",
];

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
        for bad in ["short", "aaaaaaaaaaaa", "Password123", "ana@paper.example"] {
            assert!(check(bad, &["ana@paper.example"]).is_err(), "{bad}");
        }
        assert!(check("harbour crane tuesday", &[]).is_ok());
    }
}
