//! A first look at an update (Yjs' encoding v1) before yrs reads it: whether it is one at all, whether it holds only
//! what an editor makes, and from where it goes on. Reading and deleting in yrs recurse as deep as values and elements
//! nest, so nesting is bounded here; lengths are compared with the bytes that are there.

use super::document::ROOTS;

/// What an update brings.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// For each writer: from which clock on it brings anything.
    pub begins: Vec<(u64, u32)>,
    /// Whether it leaves out something in the middle.
    pub has_gaps: bool,
    /// How many elements and texts it makes: they could all stand inside one another.
    pub types: usize,
    /// Bytes of what it inserts; what it deletes follows.
    pub inserts: usize,
}

/// It is no update, or holds what no editor makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct NotOurs(&'static str);

type Scanned<T> = Result<T, NotOurs>;

const BROKEN: NotOurs = NotOurs("it breaks off or is damaged");
const FOREIGN: NotOurs = NotOurs("it holds something that no editor writes");
/// How deep a value may nest: an attribute of a mark of a text.
const DEEPEST_VALUE: usize = 16;
/// Clocks are 32 bits; half of that is more than anybody types.
const LARGEST_CLOCK: u64 = 1 << 31;

/// Looks through an update.
///
/// # Errors
/// [`NotOurs`].
pub(super) fn scan(bytes: &[u8]) -> Scanned<Scan> {
    let mut reader = Reader { rest: bytes };
    let mut scan = Scan::default();
    for _ in 0..reader.number()? {
        let structs = reader.number()?;
        let (client, mut clock) = (reader.number()?, reader.number()?);
        if client >= 1 << 53 {
            return Err(BROKEN);
        }
        let mut begun = false;
        for _ in 0..structs {
            let (len, is_skip) = reader.block(&mut scan)?;
            if len == 0 {
                return Err(BROKEN);
            }
            if is_skip {
                scan.has_gaps = true;
            } else if !begun {
                begun = true;
                scan.begins.push((client, u32::try_from(clock).map_err(|_| BROKEN)?));
            }
            clock = clock.checked_add(len).filter(|clock| *clock < LARGEST_CLOCK).ok_or(BROKEN)?;
        }
    }
    scan.inserts = bytes.len() - reader.rest.len();
    for _ in 0..reader.number()? {
        reader.number()?;
        for _ in 0..reader.number()? {
            let (at, len) = (reader.number()?, reader.number()?);
            if len == 0 || at.checked_add(len).is_none_or(|end| end >= LARGEST_CLOCK) {
                return Err(BROKEN);
            }
        }
    }
    if reader.rest.is_empty() { Ok(scan) } else { Err(BROKEN) }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Scanned<u8> {
        let (first, rest) = self.rest.split_first().ok_or(BROKEN)?;
        self.rest = rest;
        Ok(*first)
    }

    /// A number of lib0: seven bits a byte, lowest first, at most 53 of them.
    fn number(&mut self) -> Scanned<u64> {
        let (mut value, mut shift) = (0_u64, 0);
        loop {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return if value < 1 << 53 { Ok(value) } else { Err(BROKEN) };
            }
            shift += 7;
            if shift > 49 {
                return Err(BROKEN);
            }
        }
    }

    fn bytes(&mut self, len: u64) -> Scanned<&'a [u8]> {
        let len = usize::try_from(len).ok().filter(|len| *len <= self.rest.len()).ok_or(BROKEN)?;
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        Ok(taken)
    }

    fn text(&mut self) -> Scanned<&'a str> {
        let len = self.number()?;
        std::str::from_utf8(self.bytes(len)?).map_err(|_| BROKEN)
    }

    fn id(&mut self) -> Scanned<()> {
        self.number()?;
        self.number().map(drop)
    }

    /// One struct: its length, and whether it only says that something is left out.
    fn block(&mut self, scan: &mut Scan) -> Scanned<(u64, bool)> {
        let info = self.byte()?;
        match info {
            0 => return Ok((self.number()?, false)),
            10 => return Ok((self.number()?, true)),
            _ => {}
        }
        if info & 0x80 != 0 {
            self.id()?;
        }
        if info & 0x40 != 0 {
            self.id()?;
        }
        if info & 0xc0 == 0 {
            if self.number()? == 1 {
                if !ROOTS.contains(&self.text()?) {
                    return Err(FOREIGN);
                }
            } else {
                self.id()?;
            }
            if info & 0x20 != 0 {
                self.text()?;
            }
        }
        Ok((self.content(info & 0x1f, scan)?, false))
    }

    fn content(&mut self, kind: u8, scan: &mut Scan) -> Scanned<u64> {
        match kind {
            // Deleted before it came.
            1 => self.number(),
            // Text.
            4 => Ok(self.text()?.encode_utf16().count() as u64),
            // The beginning or end of a mark.
            6 => {
                self.text()?;
                self.json()?;
                Ok(1)
            }
            // Elements and texts of the body.
            7 => {
                scan.types += 1;
                match self.number()? {
                    3 => self.text().map(drop)?,
                    6 => {}
                    _ => return Err(FOREIGN),
                }
                Ok(1)
            }
            // Values.
            8 => {
                let len = self.number()?;
                if len > self.rest.len() as u64 {
                    return Err(BROKEN);
                }
                for _ in 0..len {
                    self.value(0)?;
                }
                Ok(len)
            }
            _ => Err(FOREIGN),
        }
    }

    fn json(&mut self) -> Scanned<()> {
        let text = self.text()?;
        // serde_json bounds nesting itself.
        serde_json::from_str::<serde::de::IgnoredAny>(text).map(drop).map_err(|_| BROKEN)
    }

    fn value(&mut self, depth: usize) -> Scanned<()> {
        if depth > DEEPEST_VALUE {
            return Err(FOREIGN);
        }
        match self.byte()? {
            // undefined, null, false, true
            127 | 126 | 121 | 120 => Ok(()),
            125 => {
                while self.byte()? >= 0x80 {}
                Ok(())
            }
            124 => self.bytes(4).map(drop),
            123 | 122 => self.bytes(8).map(drop),
            119 => self.text().map(drop),
            118 => {
                let len = self.number()?;
                for _ in 0..len {
                    self.text()?;
                    self.value(depth + 1)?;
                }
                Ok(())
            }
            117 => {
                let len = self.number()?;
                for _ in 0..len {
                    self.value(depth + 1)?;
                }
                Ok(())
            }
            _ => Err(FOREIGN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::together::document::Shared;
    use courant_news::body::Document;
    use courant_news::copy::{Copy, Head};
    use proptest::prelude::*;
    use serde_json::json;

    fn update() -> Vec<u8> {
        let body = json!({ "type": "doc", "content": [
            { "type": "heading", "attrs": { "level": 3 }, "content": [{ "type": "text", "text": "평양 😀", "marks": [{ "type": "link", "attrs": { "href": "/world" } }] }] },
            { "type": "ordered_list", "attrs": { "start": 4 }, "content": [{ "type": "list_item", "content": [{ "type": "paragraph" }] }] },
        ] });
        let head = Head { headline: "Harbour".into(), tags: vec!["a".into(), "b".into()], section: "world".into(), ..Head::default() };
        Shared::of(&Copy { head, body: Document::from_json(&body).expect("valid") }).whole()
    }

    #[test]
    fn what_an_editor_writes_passes() {
        let found = scan(&update()).expect("ours");
        assert_eq!((found.begins.len(), found.has_gaps), (1, false));
        assert!(found.types >= 5);
        assert_eq!(scan(&[0, 0]), Ok(Scan { inserts: 1, ..Scan::default() }));
    }

    #[test]
    fn a_value_nested_without_end_and_a_foreign_root_are_refused() {
        // One item: named parent ‘head’, key ‘x’, content of one value.
        let head: &[u8] = &[1, 1, 5, 0, 0x28, 1, 4, b'h', b'e', b'a', b'd', 1, b'x', 1];
        let deep = [head, &[117_u8, 1].repeat(1_000_000), &[126, 0]].concat();
        assert_eq!(scan(&deep), Err(FOREIGN));
        let evil = [1, 1, 5, 0, 0x04, 1, 4, b'e', b'v', b'i', b'l', 1, b'x', 0];
        assert_eq!(scan(&evil), Err(FOREIGN));
        let endless = [1, 1, 5, 0, 0x08, 1, 4, b'h', b'e', b'a', b'd', 0xff, 0xff, 0xff, 0xff, 0x0f, 126, 0];
        assert!(scan(&endless).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn bytes_of_any_kind_are_looked_through_and_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..1000, by in any::<u8>()) {
            let _ = scan(&bytes);
            let mut damaged = update();
            let at = at % damaged.len();
            damaged[at] = by;
            let _ = scan(&damaged);
            let _ = scan(&damaged[..at]);
        }
    }
}
