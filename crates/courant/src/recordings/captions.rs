//! Captions: WebVTT (W3C) and SubRip are read, and WebVTT is written anew. Only times and words stay: no styles, no
//! regions, no notes, no positions, no markup.

use super::RecordingProblem;
use std::fmt::Write;

/// Most bytes of a file of captions.
pub const MOST_BYTES: usize = 1 << 20;
/// Most captions in one file.
const MOST_CUES: usize = 20_000;

/// Whether a file looks like captions rather than a recording.
#[must_use]
pub fn is_captions(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    text.starts_with(b"WEBVTT") || text.windows(5).take(200).any(|window| window == b" --> ")
}

/// Reads captions and writes them as WebVTT.
///
/// # Errors
/// [`RecordingProblem::Captions`] with the line, or too many bytes.
pub fn rewrite(bytes: &[u8]) -> Result<String, RecordingProblem> {
    if bytes.len() > MOST_BYTES {
        return Err(RecordingProblem::Captions { line: 1, what: "begins a file of more than 1 MB" });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = 1 + bytes[..e.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        RecordingProblem::Captions { line, what: "is no UTF-8" }
    })?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::from("WEBVTT\n");
    let mut lines = (1..).zip(text.lines()).peekable();
    let mut cues = 0;
    while let Some((line, words)) = lines.next() {
        let Some((start, end)) = words.split_once("-->") else { continue };
        // The line of times ends a header, a note or a number that stands above it; what is below are the words.
        let times = time(start).zip(time(end.trim_start().split([' ', '\t']).next().unwrap_or_default()));
        let (start, end) =
            times.filter(|(start, end)| start < end).ok_or(RecordingProblem::Captions { line, what: "has no times from earlier to later" })?;
        cues += 1;
        if cues > MOST_CUES {
            return Err(RecordingProblem::Captions { line, what: "is one caption too many" });
        }
        let mut said = Vec::new();
        while let Some((_, words)) = lines.next_if(|(_, words)| !words.trim().is_empty() && !words.contains("-->")) {
            said.push(plain(words));
        }
        said.retain(|words| !words.is_empty());
        if !said.is_empty() {
            let _ = write!(out, "\n{} --> {}\n{}\n", written(start), written(end), said.join("\n"));
        }
    }
    if out.len() < 8 {
        return Err(RecordingProblem::Captions { line: 1, what: "begins a file without a caption" });
    }
    Ok(out)
}

/// Milliseconds of `01:02:03.004`, `02:03.004` or, in SubRip, `01:02:03,004`.
fn time(text: &str) -> Option<u64> {
    let (whole, part) = text.trim().split_once(['.', ','])?;
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()).then(|| text.parse::<u64>().ok()).flatten();
    if part.len() != 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut steps = whole.split(':').rev();
    let seconds = digits(steps.next()?, 2).filter(|n| *n < 60)?;
    let minutes = digits(steps.next()?, 2).filter(|n| *n < 60)?;
    let hours = steps.next().map_or(Some(0), |hours| digits(hours, 4))?;
    steps.next().is_none().then_some(((hours * 60 + minutes) * 60 + seconds) * 1000 + part.parse::<u64>().ok()?)
}

fn written(time: u64) -> String {
    let seconds = time / 1000;
    format!("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, time % 1000)
}

/// Words without tags and control characters, escaped. A name in `<v Name>` is said before the words.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[1..end];
        if let Some(name) = tag.strip_prefix("v ").or_else(|| tag.split_once(' ').filter(|(tag, _)| tag.starts_with("v.")).map(|(_, name)| name)) {
            out.push_str(name.trim());
            out.push_str(": ");
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    let out = out.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&lrm;", "").replace("&rlm;", "").replace("&amp;", "&");
    let out: String = out.chars().filter(|c| !c.is_control()).collect();
    out.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
