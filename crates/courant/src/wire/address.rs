//! Addresses in copy: links, marks of the ledger, and pictures beside the file.

use courant_news::body::{Href, Mark, Ref};

/// Longest path of a picture beside the copy, in bytes.
const LONGEST_PATH: usize = 500;

/// Whether a link may lead there, or is a mark of the ledger.
pub(super) fn is_link(address: &str) -> bool {
    ledger(address).is_some() || href(address).is_some()
}

/// A link to follow. Letters of other scripts that were written as `%D9%82` become letters again, as an address bar
/// shows them.
pub(super) fn href(address: &str) -> Option<Href> {
    let address = address.trim_matches([' ', '\t', '\n', '\r']);
    Href::parse(&letters(address)).or_else(|_| Href::parse(address)).ok()
}

/// A mark of the ledger: `claim:`, `said:`, `source:`, `date:`, `expectation:` and what it refers to.
pub(super) fn ledger(address: &str) -> Option<Mark> {
    let (scheme, reference) = address.split_once(':')?;
    Mark::ledger(&scheme.to_ascii_lowercase(), Ref::parse(&decode(reference)?)?)
}

/// What a picture node carries: the identifier (64 hex digits) as it is, a path beside the copy after `file:`.
pub(super) fn picture(src: &str) -> Option<String> {
    let src = decode(src)?;
    if src.len() == 64 && src.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Some(src);
    }
    beside(&src).map(|path| format!("file:{path}"))
}

/// A path inside the folder of the copy, without `./` in front: no scheme, no root, no `..`, nothing invisible.
pub(super) fn beside(path: &str) -> Option<&str> {
    let path = path.strip_prefix("./").unwrap_or(path);
    let odd = |c: char| {
        c.is_control()
            || "\\:<>\"|?*".contains(c)
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let sound = !path.is_empty()
        && path.len() <= LONGEST_PATH
        && !path.chars().any(odd)
        && path.split('/').all(|step| !step.is_empty() && step != "." && step != ".." && step.trim() == step);
    sound.then_some(path)
}

/// Undoes percent-encoding; nothing if what comes out is no UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match hex_pair(bytes, at) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}

/// `%D9%82` as letters where they are letters or digits outside ASCII; everything else as it was.
fn letters(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(percent) = rest.find('%') {
        out.push_str(&rest[..percent]);
        rest = &rest[percent..];
        let start = bytes.len() - rest.len();
        let run: Vec<u8> = (0..4).map_while(|step| hex_pair(bytes, start + 3 * step)).collect();
        let letter = (2..=run.len()).find_map(|length| {
            let text = std::str::from_utf8(&run[..length]).ok()?;
            let c = text.chars().next()?;
            (text.chars().count() == 1 && !c.is_ascii() && c.is_alphanumeric()).then_some((c, length))
        });
        match letter {
            Some((c, length)) => {
                out.push(c);
                rest = &rest[3 * length..];
            }
            None => {
                out.push('%');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The byte that `%XY` at `at` stands for.
fn hex_pair(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |offset: usize| (*bytes.get(at + offset)? as char).to_digit(16);
    if bytes.get(at) != Some(&b'%') {
        return None;
    }
    u8::try_from(digit(1)? * 16 + digit(2)?).ok()
}
