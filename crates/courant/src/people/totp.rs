//! Codes by an app: RFC 6238 with SHA-1, six digits and thirty seconds, which is what every app knows.

use jiff::Timestamp;
use ring::hmac;

/// Seconds of a step.
const STEP: i64 = 30;
/// Steps that clocks may differ, each way.
const DRIFT: i64 = 1;
/// Bytes of a secret: the length of the hash (RFC 4226, section 4, R6).
pub const SECRET: usize = 20;

/// The code of a step (RFC 4226, section 5.3).
pub fn code(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let at = usize::from(bytes[bytes.len() - 1] & 15);
    let number = u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) & 0x7fff_ffff;
    number % 1_000_000
}

/// The step whose code this is, now or a step to either side; the newest when several are.
pub fn step_of(secret: &[u8], given: &str, now: Timestamp) -> Option<i64> {
    let given: u32 = Some(given).filter(|g| g.len() == 6 && g.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    let here = now.as_second().div_euclid(STEP);
    (here - DRIFT..=here + DRIFT).rfind(|step| code(secret, *step) == given)
}

/// Base32 without padding (RFC 4648, section 6), as apps want to be told a secret.
pub fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |n| byte >> n & 1)).collect::<Vec<_>>();
    let letter = |five: &[u8]| char::from(LETTERS[five.iter().chain([0; 4].iter()).take(5).fold(0, |n, bit| n << 1 | usize::from(*bit))]);
    bits.chunks(5).map(letter).collect()
}

/// What an app reads from the picture (the key URI format that apps share).
pub fn uri(paper: &str, email: &str, secret: &[u8]) -> String {
    use crate::http::form::encode;
    format!("otpauth://totp/{0}:{1}?secret={2}&issuer={0}", encode(paper), encode(email), base32(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, for SHA-1, the last six digits of each.
        let secret = b"12345678901234567890";
        for (second, wanted) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(code(secret, second / STEP), wanted);
        }
        // RFC 4226, appendix D.
        assert_eq!((0..4).map(|n| code(secret, n)).collect::<Vec<_>>(), [755_224, 287_082, 359_152, 969_429]);
    }

    #[test]
    fn a_code_is_taken_a_step_early_or_late_and_not_two() {
        let secret = b"12345678901234567890";
        let at = |second| Timestamp::from_second(second).expect("in range");
        assert_eq!(step_of(secret, "287082", at(59)), Some(1));
        assert_eq!(step_of(secret, "287082", at(89)), Some(1));
        assert_eq!(step_of(secret, "287082", at(29)), Some(1));
        assert_eq!(step_of(secret, "287082", at(90)), None);
        for bad in ["", "28708", "2870820", "+28708", "２８７０８２", "abcdef"] {
            assert_eq!(step_of(secret, bad, at(59)), None, "{bad}");
        }
    }

    #[test]
    fn a_secret_is_told_in_base32() {
        // RFC 4648, section 10.
        for (bytes, text) in [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }
}
