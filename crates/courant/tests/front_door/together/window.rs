//! A window on a story: a WebSocket client with a Yjs document of its own, as a browser has one.

use crate::harness::Paper;
use courant::people::{self, NewPerson};
use courant_news::permit::{Actor, Grant, ManagePeople};
use data_encoding::BASE64;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message, WebSocket};
use yrs::types::text::YChange;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Any, Doc, GetString, Map, OffsetKind, Options, Out, ReadTxn, StateVector, Text, TextRef, Transact, TransactionMut, Update, Xml, XmlElementPrelim,
    XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut, XmlTextPrelim, XmlTextRef,
};

pub struct Window {
    socket: WebSocket<TcpStream>,
    pub doc: Doc,
    pub body: XmlFragmentRef,
    pub headline: TextRef,
    pub epoch: Option<String>,
    pub seq: i64,
    pub may: String,
    /// How much the server is known to have.
    has: StateVector,
    pub n: i64,
    pub acked: BTreeMap<i64, i64>,
    /// Every message but ticks, in order.
    pub got: Vec<Value>,
    pub closed: Option<u16>,
    /// What is written and not sent, each with what was seen when it was.
    held: Vec<(i64, Vec<u8>)>,
}

pub fn person(paper: &Paper, name: &str, grants: &[Grant]) -> String {
    let actor = Actor::command_line();
    let email = format!("{}@paper.example", name.to_lowercase());
    let known = paper.app.store.read(|read| read.account(&email)).expect("reads").map(|account| account.person);
    let id = known.unwrap_or_else(|| {
        let new = NewPerson { name: name.into(), email, password: "harbour crane tuesday".into() };
        people::add_person(&paper.app.store, actor.permit::<ManagePeople>().expect("permit"), paper.now(), &new, "no hash", grants).expect("added")
    });
    format!("courant_session={}", people::open_session(&paper.app.store, paper.now(), id, "Test").expect("session").text())
}

pub fn connect(paper: &Paper, story: i64, cookie: &str) -> WebSocket<TcpStream> {
    let mut request = format!("ws://{}/newsroom/stories/{story}/together", paper.address).into_client_request().expect("a request");
    let head = request.headers_mut();
    head.insert("cookie", cookie.parse().expect("a value"));
    head.insert("origin", format!("http://{}", paper.address).parse().expect("a value"));
    let stream = TcpStream::connect(paper.address).expect("connects");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("sets");
    let (socket, _) = tokio_tungstenite::tungstenite::client(request, stream).expect("switches");
    socket.get_ref().set_read_timeout(Some(Duration::from_millis(5))).expect("sets");
    socket
}

impl Window {
    pub fn open(paper: &Paper, story: i64, cookie: &str) -> Window {
        let doc = Doc::with_options(Options { skip_gc: true, offset_kind: OffsetKind::Utf16, ..Options::default() });
        let mut window = Window {
            socket: connect(paper, story, cookie),
            body: doc.get_or_insert_xml_fragment("body"),
            headline: doc.get_or_insert_text("headline"),
            doc,
            epoch: None,
            seq: 0,
            may: String::new(),
            has: StateVector::default(),
            n: 0,
            acked: BTreeMap::new(),
            got: Vec::new(),
            closed: None,
            held: Vec::new(),
        };
        window.hello();
        window
    }

    /// A new connection with the document that the window has; what it wrote meanwhile is sent.
    pub fn come_back(&mut self, paper: &Paper, story: i64, cookie: &str) {
        self.socket = connect(paper, story, cookie);
        (self.n, self.closed) = (0, None);
        self.acked.clear();
        self.hello();
    }

    pub fn hello(&mut self) {
        let sv = BASE64.encode(&self.doc.transact().state_vector().encode_v1());
        self.send(&json!({ "t": "hello", "epoch": self.epoch, "sv": sv, "seen": self.seq }));
        let before = self.count("doc");
        self.until("doc", |w| w.count("doc") > before);
    }

    pub fn send(&mut self, message: &Value) {
        let _ = self.socket.send(Message::text(message.to_string()));
    }

    pub fn send_update(&mut self, update: &[u8]) -> i64 {
        self.n += 1;
        let (n, seen) = (self.n, self.seq);
        self.send(&json!({ "t": "update", "n": n, "seen": seen, "u": BASE64.encode(update) }));
        n
    }

    /// Sends what the server is not known to have.
    pub fn send_all(&mut self) -> i64 {
        let update = self.doc.transact().encode_diff_v1(&self.has);
        self.send_update(&update)
    }

    /// Writes something and sends it.
    pub fn write(&mut self, edit: impl FnOnce(&XmlFragmentRef, &TextRef, &mut TransactionMut<'_>)) -> i64 {
        let update = self.write_apart(edit);
        self.send_update(&update)
    }

    /// Writes something and keeps it to itself.
    pub fn write_apart(&mut self, edit: impl FnOnce(&XmlFragmentRef, &TextRef, &mut TransactionMut<'_>)) -> Vec<u8> {
        let mut txn = self.doc.transact_mut();
        edit(&self.body, &self.headline, &mut txn);
        txn.encode_update_v1()
    }

    /// Writes something to be sent later, as a browser does that is offline.
    pub fn hold(&mut self, edit: impl FnOnce(&XmlFragmentRef, &TextRef, &mut TransactionMut<'_>)) {
        let seen = self.seq;
        let update = self.write_apart(edit);
        self.held.push((seen, update));
    }

    /// Sends what was held, and waits until it is acknowledged.
    pub fn send_held(&mut self) {
        for (seen, update) in std::mem::take(&mut self.held) {
            self.n += 1;
            let n = self.n;
            self.send(&json!({ "t": "update", "n": n, "seen": seen, "u": BASE64.encode(&update) }));
        }
        let n = self.n;
        self.until("every ack", |w| w.acked.len() as i64 == n);
    }

    /// Takes in what has come within a moment.
    pub fn pump(&mut self) {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => self.take(serde_json::from_str(text.as_str()).expect("JSON")),
                Ok(Message::Close(frame)) => self.closed = Some(frame.map_or(1005, |f| f.code.into())),
                Ok(_) => {}
                Err(Error::Io(e)) if matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => return,
                Err(_) => {
                    self.closed.get_or_insert(1006);
                    return;
                }
            }
        }
    }

    fn take(&mut self, message: Value) {
        let bytes = |key: &str| BASE64.decode(message[key].as_str().unwrap_or_default().as_bytes()).expect("base64");
        match message["t"].as_str().expect("a kind") {
            "tick" => return,
            "doc" => {
                self.epoch = message["epoch"].as_str().map(str::to_owned);
                self.may = message["may"].as_str().unwrap_or_default().to_owned();
                self.has = StateVector::decode_v1(&bytes("sv")).expect("a state");
                self.apply(&bytes("u"));
                self.seq = message["seq"].as_i64().expect("a number");
            }
            "update" => {
                self.apply(&bytes("u"));
                self.seq = message["seq"].as_i64().expect("a number");
            }
            "ack" => {
                self.acked.insert(message["n"].as_i64().expect("a number"), message["seq"].as_i64().expect("a number"));
            }
            "may" => self.may = message["may"].as_str().unwrap_or_default().to_owned(),
            _ => {}
        }
        self.got.push(message);
    }

    fn apply(&mut self, bytes: &[u8]) {
        self.doc.transact_mut().apply_update(Update::decode_v1(bytes).expect("decodes")).expect("applies");
    }

    pub fn until(&mut self, what: &str, wanted: impl Fn(&Window) -> bool) {
        let end = Instant::now() + Duration::from_secs(10);
        while !wanted(self) {
            assert!(Instant::now() < end, "did not come: {what}; got {:?}", self.got);
            self.pump();
        }
    }

    pub fn until_acked(&mut self, n: i64) {
        self.until("an ack", |w| w.acked.contains_key(&n));
    }

    pub fn count(&self, kind: &str) -> usize {
        self.got.iter().filter(|m| m["t"] == kind).count()
    }

    pub fn last(&self, kind: &str) -> &Value {
        self.got.iter().rev().find(|m| m["t"] == kind).unwrap_or(&Value::Null)
    }

    /// The words of the body, a line for each block.
    pub fn text(&self) -> String {
        let txn = self.doc.transact();
        let mut out = String::new();
        words(&self.body, &txn, &mut out);
        out.trim_end().to_owned()
    }

    /// The words of one block, counted round.
    pub fn block_text(&self, at: u32) -> String {
        let txn = self.doc.transact();
        let mut out = String::new();
        if let Some(block) =
            self.body.len(&txn).checked_sub(1).and_then(|last| self.body.get(&txn, at % (last + 1))).and_then(XmlOut::into_xml_element)
        {
            words(&block, &txn, &mut out);
        }
        out
    }

    pub fn headline(&self) -> String {
        self.headline.get_string(&self.doc.transact())
    }

    /// A choice of the head.
    pub fn head(&self, key: &str) -> Option<String> {
        let head = self.doc.get_or_insert_map("head");
        match head.get(&self.doc.transact(), key) {
            Some(Out::Any(Any::String(text))) => Some(text.to_string()),
            _ => None,
        }
    }

    /// Writes a choice of the head and sends it.
    pub fn set_head(&mut self, key: &str, value: &str) -> i64 {
        let head = self.doc.get_or_insert_map("head");
        self.write(|_, _, txn| {
            head.insert(txn, key, value);
        })
    }

    /// An attribute of a block.
    pub fn attribute(&self, at: u32, key: &str) -> Option<String> {
        let txn = self.doc.transact();
        match self.body.get(&txn, at).and_then(XmlOut::into_xml_element)?.get_attribute(&txn, key)? {
            Out::Any(Any::String(text)) => Some(text.to_string()),
            _ => None,
        }
    }

    /// Writes an attribute of a block and sends it.
    pub fn set_attribute(&mut self, at: u32, key: &str, value: &str) -> i64 {
        self.write(|body, _, txn| {
            let element = body.get(txn, at).and_then(XmlOut::into_xml_element).expect("an element");
            element.insert_attribute(txn, key, value);
        })
    }

    pub fn state(&self) -> StateVector {
        self.doc.transact().state_vector()
    }
}

fn words<F: XmlFragment, T: ReadTxn>(parent: &F, txn: &T, out: &mut String) {
    for at in 0..parent.len(txn) {
        match parent.get(txn, at) {
            Some(XmlOut::Text(text)) => {
                for part in text.diff(txn, YChange::identity) {
                    if let Out::Any(Any::String(words)) = part.insert {
                        out.push_str(&words);
                    }
                }
            }
            Some(XmlOut::Element(element)) => {
                words(&element, txn, out);
                if !out.ends_with('\n') {
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
}

pub fn block(body: &XmlFragmentRef, txn: &TransactionMut<'_>, at: u32) -> Option<XmlElementRef> {
    body.get(txn, at).and_then(XmlOut::into_xml_element)
}

/// The text of a block, made where there is none.
pub fn text_of(body: &XmlFragmentRef, txn: &mut TransactionMut<'_>, at: u32) -> XmlTextRef {
    let block = block(body, txn, at).expect("a block");
    match block.get(txn, 0).and_then(XmlOut::into_xml_text) {
        Some(text) => text,
        None => block.insert(txn, 0, XmlTextPrelim::new("")),
    }
}

/// Types at the end of a block.
pub fn type_into(body: &XmlFragmentRef, txn: &mut TransactionMut<'_>, at: u32, words: &str) {
    let text = text_of(body, txn, at);
    text.push(txn, words);
}

pub fn insert_block(body: &XmlFragmentRef, txn: &mut TransactionMut<'_>, at: u32, name: &str, words: &str) {
    let element = body.insert(txn, at, XmlElementPrelim::empty(name));
    if name == "heading" {
        element.insert_attribute(txn, "level", Any::from(2_i64));
    }
    let text = element.insert(txn, 0, XmlTextPrelim::new(""));
    text.push(txn, words);
}

/// Turns a block into a heading as y-prosemirror does: out with it, and another one in its place.
pub fn make_heading(body: &XmlFragmentRef, txn: &mut TransactionMut<'_>, at: u32) {
    let text = text_of(body, txn, at);
    let words: String = text.diff(txn, YChange::identity).into_iter().map(|part| part.insert.to_string(txn)).collect();
    body.remove_range(txn, at, 1);
    insert_block(body, txn, at, "heading", &words);
}
