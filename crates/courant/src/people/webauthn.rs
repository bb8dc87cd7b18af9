//! Passkeys as browsers give them: what Web Authentication Level 2 asks a site to check, for keys without attestation.
//!
//! Browsers give the parts already taken apart (`getAuthenticatorData`, `getPublicKey`), so there is no CBOR here.

use ring::digest::{SHA256, digest};
use ring::signature::{self, UnparsedPublicKey};
use serde::Deserialize;

/// Algorithms that are taken, as COSE numbers (RFC 9053, RFC 8812), best first: Ed25519, ECDSA over P-256, RSA.
pub const ALGORITHMS: [i64; 3] = [-8, -7, -257];

/// The site as authenticators know it (section 4, 'Relying Party').
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its host.
    pub id: String,
    /// Its origins.
    pub origins: Vec<String>,
}

impl Party {
    /// The site of a public address. An authenticator knows names only, so a paper that is looked at on a loopback
    /// address has its passkeys at `localhost`.
    pub fn of(origin: &str) -> Party {
        let (scheme, rest) = origin.split_once("://").unwrap_or(("http", origin));
        let host = rest.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(rest, |(host, _)| host);
        if !matches!(host, "127.0.0.1" | "[::1]") {
            return Party { id: host.to_owned(), origins: vec![origin.to_owned()] };
        }
        let port = &rest[host.len()..];
        Party { id: "localhost".into(), origins: vec![origin.to_owned(), format!("{scheme}://localhost{port}")] }
    }
}

/// What the authenticator says of itself (section 6.1).
#[derive(Clone, Debug, PartialEq, Eq)]
struct AuthenticatorData<'a> {
    site_hash: &'a [u8],
    flags: u8,
    uses: u32,
    rest: &'a [u8],
}

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const HAS_CREDENTIAL: u8 = 64;

fn authenticator_data(bytes: &[u8]) -> Option<AuthenticatorData<'_>> {
    let (site_hash, bytes) = bytes.split_at_checked(32)?;
    let (&flags, bytes) = bytes.split_first()?;
    let (uses, rest) = bytes.split_first_chunk::<4>()?;
    Some(AuthenticatorData { site_hash, flags, uses: u32::from_be_bytes(*uses), rest })
}

/// What the browser says of the request (section 5.8.1).
#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
}

/// The challenge that an answer names, to be looked up before it is checked.
pub fn challenge_of(client_data: &[u8]) -> Option<Vec<u8>> {
    from_base64url(&serde_json::from_slice::<ClientData>(client_data).ok()?.challenge)
}

fn is_ours(party: &Party, client_data: &[u8], kind: &str, data: &AuthenticatorData<'_>) -> bool {
    let Ok(said) = serde_json::from_slice::<ClientData>(client_data) else { return false };
    said.kind == kind
        && !said.cross_origin
        && party.origins.contains(&said.origin)
        && data.site_hash == digest(&SHA256, party.id.as_bytes()).as_ref()
        && data.flags & PRESENT != 0
}

/// A new passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Its id.
    pub credential: Vec<u8>,
    /// How often it says that it was used.
    pub uses: u32,
}

/// Checks a new passkey (section 7.1); its challenge was checked before.
pub fn registered(party: &Party, client_data: &[u8], data: &[u8], public_key: &[u8], algorithm: i64) -> Option<Registered> {
    let data = authenticator_data(data)?;
    let sound = is_ours(party, client_data, "webauthn.create", &data) && data.flags & HAS_CREDENTIAL != 0;
    // 16 bytes name the authenticator's model, then length and id (section 6.5.1).
    let (length, rest) = data.rest.get(16..)?.split_first_chunk::<2>()?;
    let credential = rest.get(..usize::from(u16::from_be_bytes(*length)))?;
    let fits = sound && !credential.is_empty() && credential.len() <= 1023 && key(public_key, algorithm).is_some();
    fits.then(|| Registered { credential: credential.to_vec(), uses: data.uses })
}

/// Checks an answer by a passkey (section 7.2); gives how often it says that it was used. With `verified` the
/// authenticator must have seen a finger, a face or a PIN.
pub fn answered(
    party: &Party,
    client_data: &[u8],
    data: &[u8],
    given: &[u8],
    (public_key, algorithm, uses): (&[u8], i64, i64),
    verified: bool,
) -> Option<u32> {
    let said = authenticator_data(data)?;
    let sound = is_ours(party, client_data, "webauthn.get", &said) && (!verified || said.flags & VERIFIED != 0);
    let signed = [data, digest(&SHA256, client_data).as_ref()].concat();
    key(public_key, algorithm)?.verify(&signed, given).ok()?;
    // A count that does not grow is a copied key (section 6.1.1); one that is always 0 says nothing.
    let copied = (said.uses != 0 || uses != 0) && i64::from(said.uses) <= uses;
    (sound && !copied).then_some(said.uses)
}

/// The key inside a `SubjectPublicKeyInfo` (RFC 5480, RFC 8410, RFC 8017).
fn key(info: &[u8], algorithm: i64) -> Option<UnparsedPublicKey<&[u8]>> {
    const P256: &[u8] = &[
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07,
        0x03, 0x42, 0x00,
    ];
    const ED25519: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    const RSA: &[u8] = &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x82];
    Some(match algorithm {
        -7 => UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, info.strip_prefix(P256).filter(|p| p.len() == 65)?),
        -8 => UnparsedPublicKey::new(&signature::ED25519, info.strip_prefix(ED25519).filter(|p| p.len() == 32)?),
        -257 => {
            // SEQUENCE of two length bytes, the algorithm, BIT STRING of two length bytes without unused bits.
            let rest = info.strip_prefix(&[0x30, 0x82])?.get(2..)?.strip_prefix(RSA)?.get(2..)?.strip_prefix(&[0])?;
            UnparsedPublicKey::new(&signature::RSA_PKCS1_2048_8192_SHA256, rest)
        }
        _ => return None,
    })
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64url without padding (RFC 4648, section 5).
pub fn base64url(bytes: &[u8]) -> String {
    let chunk = |three: &[u8]| {
        let number = three.iter().chain([0; 2].iter()).take(3).fold(0_usize, |n, byte| n << 8 | usize::from(*byte));
        (0..=three.len()).map(move |place| char::from(LETTERS[number >> (18 - 6 * place) & 63])).collect::<String>()
    };
    bytes.chunks(3).map(chunk).collect()
}

/// Reads it; `None` for what it is not.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut number, mut bits) = (Vec::with_capacity(text.len() * 3 / 4), 0_usize, 0_u32);
    for letter in text.bytes() {
        number = (number << 6 | LETTERS.iter().position(|l| *l == letter)?) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(number >> bits & 255).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};

    const SITE: &str = "https://paper.example";

    fn client_data(kind: &str, origin: &str) -> Vec<u8> {
        serde_json::json!({ "type": kind, "challenge": base64url(b"challenge"), "origin": origin }).to_string().into_bytes()
    }

    fn data(site: &str, flags: u8, uses: u32) -> Vec<u8> {
        [digest(&SHA256, site.as_bytes()).as_ref(), &[flags], &uses.to_be_bytes()].concat()
    }

    fn pair() -> (EcdsaKeyPair, Vec<u8>) {
        let random = ring::rand::SystemRandom::new();
        let kept = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("made");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, kept.as_ref(), &random).expect("read");
        let head = super::super::seal::unhex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
        let info = [&head, pair.public_key().as_ref()].concat();
        (pair, info)
    }

    #[test]
    fn a_signature_is_taken_for_its_site_its_request_and_its_count_only() {
        let (pair, info) = pair();
        let party = Party::of(SITE);
        let answer = |origin: &str, site: &str, flags: u8, uses: u32, kept: i64, verified: bool| {
            let (said, data) = (client_data("webauthn.get", origin), data(site, flags, uses));
            let signed = [data.as_slice(), digest(&SHA256, &said).as_ref()].concat();
            let given = pair.sign(&ring::rand::SystemRandom::new(), &signed).expect("signs");
            answered(&party, &said, &data, given.as_ref(), (&info, -7, kept), verified)
        };
        assert_eq!(answer(SITE, "paper.example", 5, 3, 2, true), Some(3));
        assert_eq!(answer(SITE, "paper.example", 1, 0, 0, false), Some(0), "a key that does not count");
        for (why, wrong) in [
            ("another site", answer("https://evil.example", "paper.example", 5, 3, 2, true)),
            ("another site's key", answer(SITE, "evil.example", 5, 3, 2, true)),
            ("nobody was there", answer(SITE, "paper.example", 4, 3, 2, true)),
            ("nobody was verified", answer(SITE, "paper.example", 1, 3, 2, true)),
            ("a copied key", answer(SITE, "paper.example", 5, 2, 2, true)),
        ] {
            assert_eq!(wrong, None, "{why}");
        }
        let (said, bytes) = (client_data("webauthn.get", SITE), data("paper.example", 5, 3));
        assert_eq!(answered(&party, &said, &bytes, b"no signature", (&info, -7, 0), true), None);
        assert_eq!(answered(&party, &said, &bytes[..30], b"", (&info, -7, 0), true), None);
    }

    #[test]
    fn a_new_passkey_is_read_and_a_broken_one_refused() {
        let (_, info) = pair();
        let party = Party::of(SITE);
        let whole = |flags: u8| [data("paper.example", flags, 0), vec![0; 16], vec![0, 3], b"key and more".to_vec()].concat();
        let said = client_data("webauthn.create", SITE);
        let found = registered(&party, &said, &whole(0x41), &info, -7).expect("taken");
        assert_eq!(found.credential, b"key");
        assert!(registered(&party, &said, &whole(0x01), &info, -7).is_none(), "no credential in it");
        assert!(registered(&party, &said, &whole(0x41), &info, -8).is_none(), "a key of another kind");
        assert!(registered(&party, &client_data("webauthn.get", SITE), &whole(0x41), &info, -7).is_none());
        for cut in 0..whole(0x41).len() - 9 {
            assert!(registered(&party, &said, &whole(0x41)[..cut], &info, -7).is_none(), "{cut}");
        }
    }

    #[test]
    fn a_paper_on_a_loopback_address_has_its_passkeys_at_localhost() {
        assert_eq!(Party::of("https://paper.example:8443").id, "paper.example");
        let here = Party::of("http://127.0.0.1:8080");
        assert_eq!((here.id.as_str(), here.origins[1].as_str()), ("localhost", "http://localhost:8080"));
    }

    #[test]
    fn base64url_is_read_back() {
        for length in 0..70_u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(37)).collect();
            assert_eq!(from_base64url(&base64url(&bytes)), Some(bytes));
        }
        assert_eq!(base64url(b"fo"), "Zm8");
        assert!(from_base64url("a=b").is_none());
    }
}
