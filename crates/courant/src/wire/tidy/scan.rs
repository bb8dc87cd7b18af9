//! Cuts HTML into text and tags in one go. Comments, declarations and everything in elements that go as a whole are
//! left out.

/// Elements whose content is raw text: skipped up to their end tag.
const RAW: [&str; 10] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"];
/// Elements that are skipped with what is nested in them.
const NESTED: [&str; 7] = ["svg", "math", "template", "select", "object", "applet", "datalist"];
/// Attributes of one tag that are read; more are skipped.
const MOST_ATTRIBUTES: usize = 32;

pub(super) enum Token<'t> {
    /// Text as written, references and all; never with a `<`.
    Text(&'t str),
    /// A `<` that begins no tag.
    LessThan,
    /// A start tag, in lower case, with its attributes as written.
    Start { name: String, attributes: Vec<(String, &'t str)> },
    /// An end tag, in lower case.
    End(String),
}

pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// The element that is being skipped, and how many of its name are open.
    skipping: Option<(String, usize)>,
}

/// Name, attributes as written, and whether it closes itself.
type ScannedTag<'t> = (String, Vec<(String, &'t str)>, bool);

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Scan { text, at: 0, skipping: None }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Goes on behind the next `end`, or to the end of the text.
    fn skip_past(&mut self, end: &str) {
        self.at = self.rest().find(end).map_or(self.text.len(), |found| self.at + found + end.len());
    }

    fn comment(&mut self) {
        let rest = self.rest();
        if rest.starts_with("<!-->") || rest.starts_with("<!--->") || !rest.starts_with("<!--") {
            self.skip_past(">");
            return;
        }
        self.at += 4;
        // One search for both ends, so that many comments are still read in one go.
        loop {
            self.skip_past("--");
            self.at = self.at.saturating_sub(usize::from(self.peek(0) == Some(b'-')));
            match (self.peek(0), self.peek(1)) {
                (Some(b'>'), _) => self.at += 1,
                (Some(b'!'), Some(b'>')) => self.at += 2,
                (Some(_), _) => continue,
                (None, _) => {}
            }
            return;
        }
    }

    /// Up to the end tag of a raw text element, which is left to be read.
    fn skip_raw(&mut self, name: &str) {
        let bytes = self.text.as_bytes();
        let is_end = |at: usize| {
            let after = at + 2 + name.len();
            bytes.get(at + 1) == Some(&b'/')
                && bytes.get(at + 2..after).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && bytes.get(after).is_none_or(|b| b" \t\n\r\x0c/>".contains(b))
        };
        let mut from = self.at;
        while let Some(found) = self.text[from..].find('<') {
            if name != "plaintext" && is_end(from + found) {
                self.at = from + found;
                return;
            }
            from += found + 1;
        }
        self.at = self.text.len();
    }

    /// A run of bytes that `inside` accepts.
    fn take(&mut self, inside: impl Fn(u8) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.bytes().position(|b| !inside(b)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A tag from its name on; nothing when the text ends in it. Says whether it closes itself.
    fn tag(&mut self) -> Option<ScannedTag<'t>> {
        let name = self.take(|b| !is_space(b) && b != b'/' && b != b'>').to_ascii_lowercase();
        let mut attributes: Vec<(String, &'t str)> = Vec::new();
        let mut closed = false;
        loop {
            self.take(is_space);
            match self.peek(0)? {
                b'>' => {
                    self.at += 1;
                    return Some((name, attributes, closed));
                }
                b'/' => {
                    closed = self.peek(1) == Some(b'>');
                    self.at += 1;
                }
                _ => {
                    let (attribute, value) = self.attribute();
                    if attributes.len() < MOST_ATTRIBUTES && !attributes.iter().any(|(known, _)| *known == attribute) {
                        attributes.push((attribute, value));
                    }
                }
            }
        }
    }

    fn attribute(&mut self) -> (String, &'t str) {
        let start = self.at;
        if self.peek(0) == Some(b'=') {
            self.at += 1;
        }
        self.take(|b| !is_space(b) && !matches!(b, b'/' | b'>' | b'='));
        let name = self.text[start..self.at].to_ascii_lowercase();
        self.take(is_space);
        if self.peek(0) != Some(b'=') {
            return (name, "");
        }
        self.at += 1;
        self.take(is_space);
        let value = match self.peek(0) {
            Some(quote @ (b'"' | b'\'')) => {
                self.at += 1;
                let value = self.take(|b| b != quote);
                self.at = (self.at + 1).min(self.text.len());
                value
            }
            _ => self.take(|b| !is_space(b) && b != b'>'),
        };
        (name, value)
    }

    fn start_tag(&mut self) -> Option<Token<'t>> {
        self.at += 1;
        let Some((name, attributes, closed)) = self.tag() else {
            self.at = self.text.len();
            return None;
        };
        if RAW.contains(&name.as_str()) {
            self.skip_raw(&name);
            return None;
        }
        if let Some((skipped, open)) = &mut self.skipping {
            *open += usize::from(*skipped == name && !closed);
            return None;
        }
        if NESTED.contains(&name.as_str()) {
            if !closed {
                self.skipping = Some((name, 1));
            }
            return None;
        }
        Some(Token::Start { name, attributes })
    }

    fn end_tag(&mut self) -> Option<Token<'t>> {
        self.at += 2;
        let Some((name, ..)) = self.tag() else {
            self.at = self.text.len();
            return None;
        };
        if let Some((skipped, open)) = &mut self.skipping {
            if *skipped == name {
                *open -= 1;
                if *open == 0 {
                    self.skipping = None;
                }
            }
            return None;
        }
        Some(Token::End(name))
    }

    fn step(&mut self) -> Option<Token<'t>> {
        let text = self.take(|b| b != b'<');
        if !text.is_empty() {
            return self.skipping.is_none().then_some(Token::Text(text));
        }
        match (self.peek(1), self.peek(2)) {
            (Some(b'/'), Some(letter)) if letter.is_ascii_alphabetic() => self.end_tag(),
            (Some(letter), _) if letter.is_ascii_alphabetic() => self.start_tag(),
            (Some(b'!' | b'?'), _) => {
                self.comment();
                None
            }
            (Some(b'/'), Some(_)) => {
                self.skip_past(">");
                None
            }
            _ => {
                self.at += 1;
                self.skipping.is_none().then_some(Token::LessThan)
            }
        }
    }
}

impl<'t> Iterator for Scan<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        while self.at < self.text.len() {
            if let Some(token) = self.step() {
                return Some(token);
            }
        }
        None
    }
}

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}
