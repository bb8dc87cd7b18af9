//! A file sent by a form without script: `multipart/form-data` (RFC 7578) with one file in it.

use super::{Failure, read_body};
use axum::body::Body;
use axum::http::{HeaderMap, header};

/// Most bytes of what stands around the file.
const AROUND: usize = 8 << 10;

/// A file that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// What it was called, as the browser says; never a path of ours.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads the file of a form; `what` is what people call it.
///
/// # Errors
/// [`Failure`] 413 where it is larger than `most`, 422 where there is none.
pub async fn sent_file(headers: &HeaderMap, body: Body, most: usize, what: &str) -> Result<Sent, Failure> {
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<usize>().ok());
    if declared.is_some_and(|bytes| bytes > most + AROUND) {
        return Err(Failure::too_large(what, most));
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let none = || Failure::invalid(format!("There is no {what} in what was sent."), "Choose a file and send it again.");
    let boundary = boundary(kind).ok_or_else(none)?;
    let bytes = read_body(body, most + AROUND, what).await?;
    let sent = parts(&bytes, boundary).into_iter().find(|sent| !sent.bytes.is_empty()).ok_or_else(none)?;
    if sent.bytes.len() > most { Err(Failure::too_large(what, most)) } else { Ok(sent) }
}

fn boundary(kind: &str) -> Option<&str> {
    let (media_type, rest) = kind.split_once(';')?;
    if !media_type.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = rest.split(';').find_map(|p| p.trim().strip_prefix("boundary="))?.trim_matches('"');
    (1..=70).contains(&value.len()).then_some(value)
}

/// The parts that have a file's name.
fn parts(bytes: &[u8], boundary: &str) -> Vec<Sent> {
    let between = format!("\r\n--{boundary}");
    // The first one has no line before it.
    let first = format!("--{boundary}");
    let Some(mut rest) = bytes.strip_prefix(first.as_bytes()) else { return Vec::new() };
    let mut found = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let Some(end) = find(part, between.as_bytes()) else { break };
        let (inside, after) = (&part[..end], &part[end + between.len()..]);
        if let Some(head) = find(inside, b"\r\n\r\n")
            && let Some(name) = file_name(&String::from_utf8_lossy(&inside[..head]))
        {
            found.push(Sent { name, bytes: inside[head + 4..].to_vec() });
        }
        rest = after;
    }
    found
}

fn file_name(head: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let (_, name) = line.split_once("filename=\"")?;
    Some(name.split('"').next().unwrap_or_default().chars().take(120).collect())
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let mut from = 0;
    // The first byte is sought alone: files are large and rarely have it.
    while let Some(at) = bytes.get(from..)?.iter().position(|b| *b == what[0]) {
        if bytes[from + at..].starts_with(what) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_out_as_it_went_in() {
        let file = b"PK\r\n--no\r\n\0\xff--x".to_vec();
        let mut body = b"--x\r\ncontent-disposition: form-data; name=\"do\"\r\n\r\nsend\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.zip\"\r\nContent-Type: application/zip\r\n\r\n".to_vec();
        body.extend(&file);
        body.extend(b"\r\n--x--\r\n");
        assert_eq!(parts(&body, "x"), [Sent { name: "a b.zip".into(), bytes: file }]);
        for broken in [&b""[..], b"--x", b"--x--", b"--x\r\n", b"--x\r\nno head", b"--y\r\n\r\n\r\n--y--"] {
            assert_eq!(parts(broken, "x"), [], "{broken:?}");
        }
        assert_eq!(boundary("multipart/form-data; boundary=\"x\""), Some("x"));
        assert_eq!(boundary("application/x-www-form-urlencoded"), None);
    }
}
