//! The one harness: a paper served on a port of its own, with a set clock, and a client that speaks HTTP/1.1.

use crate::elsewhere;
use courant::app::{App, Options};
use courant::clock::Clock;
use courant::config::{Config, Site};
use courant::outside::Client;
use courant::people::{self, NewPerson, passwords};
use courant::publish::{self, Outcome, Target, Wanted};
use courant::server;
use courant_news::body::Document;
use courant_news::copy::{Byline, Copy, Head};
use courant_news::permit::{Actor, Edit, GRANTS, Grant, ManagePeople, Publish, Role};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// The instant at which every test's clock stands at first: 28 March 2018, 09:30 in Seoul.
pub const MORNING: &str = "2018-03-28T00:30:00Z";

/// A paper being served.
pub struct Paper {
    pub app: Arc<App>,
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    threads: Vec<std::thread::JoinHandle<()>>,
    folder: Arc<tempfile::TempDir>,
    outside: Client,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub head: BTreeMap<String, String>,
    /// Cookies that were set, `name=value`.
    pub cookies: Vec<String>,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("no JSON ({e}): {}", self.text()))
    }

    /// The cookie of this name as it is to be sent back.
    pub fn cookie(&self, name: &str) -> String {
        self.cookies.iter().rev().find(|c| c.starts_with(&format!("{name}="))).cloned().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.head.get(name).map_or("", String::as_str)
    }
}

impl Paper {
    pub fn new() -> Paper {
        Paper::with(Config::default())
    }

    /// The same paper after the server was stopped and started, on another port.
    pub fn again(self) -> Paper {
        let (folder, outside) = (Arc::clone(&self.folder), self.outside.clone());
        drop(self);
        Paper::on(folder, Config::default(), outside)
    }

    /// A paper with a configuration of its own; its site is the harness's but for a zone that is set.
    pub fn with(config: Config) -> Paper {
        Paper::asking(config, elsewhere::nobody())
    }

    /// A paper that asks other sites by this client.
    pub fn asking(config: Config, outside: Client) -> Paper {
        Paper::on(Arc::new(tempfile::tempdir().expect("a temporary folder")), config, outside)
    }

    fn on(folder: Arc<tempfile::TempDir>, config: Config, outside: Client) -> Paper {
        // In Seoul, where clocks never change, unless a test asks for another zone.
        let time_zone = if config.site.time_zone == Site::default().time_zone { "Asia/Seoul".into() } else { config.site.time_zone.clone() };
        let site = Site { name: "The Small Paper".into(), time_zone, ..Site::default() };
        let (listener, address) = server::bind("127.0.0.1:0").expect("a port");
        let start: Timestamp = MORNING.parse().expect("an instant");
        let clock = Arc::new(Clock::Set(start.as_millisecond().into()));
        let config = Config { site, ..config };
        let app = App::open(Options { data: folder.path().into(), config, origin: format!("http://{address}"), clock, outside: outside.clone() })
            .expect("opens");
        let (stop, stopped) = watch::channel(false);
        let mut threads = app.start().expect("threads");
        let served = Arc::clone(&app);
        threads.push(std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
            runtime.block_on(server::serve(served, listener, stopped)).expect("serves");
        }));
        Paper { app, address, stop, threads, folder, outside }
    }

    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Sets the clock forward and wakes whoever waits for a time.
    pub fn pass(&self, time: SignedDuration) {
        self.app.clock.set(self.now() + time);
        self.app.store.wake();
    }

    /// Sets the clock and wakes whoever waits for a time.
    pub fn at(&self, instant: &str) {
        self.app.clock.set(instant.parse().expect("an instant"));
        self.app.store.wake();
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    pub fn send(&self, method: &str, path: &str, head: &[(&str, &str)], body: &[u8]) -> Answer {
        request(self.address, method, path, head, body)
    }

    /// Sends a form of the newsroom as a browser does.
    pub fn form(&self, cookie: &str, path: &str, body: &str) -> Answer {
        let head =
            [("cookie", cookie), ("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        self.send("POST", path, &head, body.as_bytes())
    }

    /// A page of the newsroom, as text.
    pub fn shown(&self, cookie: &str, path: &str) -> String {
        let answer = self.send("GET", path, &[("cookie", cookie), ("accept", "text/html")], b"");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    /// Asks until the answer is as wanted; fails after five seconds with the last one.
    pub fn until(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        let end = Instant::now() + Duration::from_secs(5);
        loop {
            let answer = self.get(path);
            if wanted(&answer) {
                return answer;
            }
            assert!(Instant::now() < end, "{path} did not become as wanted: {} {}", answer.status, answer.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Publishes a story by its action, as `Wanted` says.
    pub fn publish_as(&self, copy: &Copy, wanted: &Wanted) -> Outcome {
        let actor = Actor::command_line();
        let zone = &self.app.pages.paper().zone;
        publish::publish_copy(&self.app.store, actor.permit::<Publish>().expect("permit"), zone, self.now(), Target::ByAddress, copy, wanted)
            .expect("published")
    }

    /// Publishes a story now and waits until readers have it.
    pub fn publish(&self, headline: &str, section: &str, text: &str) -> Outcome {
        let outcome = self.publish_as(&copy(headline, section, text), &Wanted::default());
        self.until(&outcome.path, |a| a.status == 200);
        self.until("/feed.json", |a| a.text().contains(&outcome.path));
        outcome
    }

    /// A draft that nobody has published.
    pub fn draft(&self, copy: &Copy) -> i64 {
        publish::create(&self.app.store, Actor::command_line().permit::<Edit>().expect("permit"), self.now(), copy).expect("created")
    }

    /// A person with every grant, signed in; the cookie to send.
    pub fn sign_in(&self) -> String {
        let actor = Actor::command_line();
        let new = NewPerson { name: "Ana Ruiz".into(), email: "ana@paper.example".into(), password: "harbour crane tuesday".into() };
        let hash = passwords::hash(&new.password).expect("hashes");
        let known = self.app.store.read(|read| read.account(&new.email)).expect("reads").map(|a| a.person);
        let person = known.unwrap_or_else(|| {
            people::add_person(&self.app.store, actor.permit::<ManagePeople>().expect("permit"), self.now(), &new, &hash, &GRANTS).expect("added")
        });
        let code = people::open_session(&self.app.store, self.now(), person, "Test").expect("session");
        format!("courant_session={}", code.text())
    }
}

impl Paper {
    /// Somebody of a role, signed in: number and cookie. The password is [`PASSWORD`].
    pub fn somebody(&self, name: &str, role: Role) -> (i64, String) {
        self.somebody_with(name, role.grants())
    }

    /// Somebody with grants.
    pub fn somebody_with(&self, name: &str, grants: &[Grant]) -> (i64, String) {
        let actor = Actor::command_line();
        let new =
            NewPerson { name: name.into(), email: format!("{}@paper.example", name.to_lowercase().replace(' ', ".")), password: PASSWORD.into() };
        // Worked out once: argon2id takes its time.
        static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        let hash = HASH.get_or_init(|| passwords::hash(PASSWORD).expect("hashes"));
        let permit = actor.permit::<ManagePeople>().expect("permit");
        let id = people::add_person(&self.app.store, permit, self.now(), &new, hash, grants).expect("added");
        (id, self.cookie_of(id))
    }

    /// A session's cookie for a person.
    pub fn cookie_of(&self, person: i64) -> String {
        format!("courant_session={}", people::open_session(&self.app.store, self.now(), person, "Test").expect("session").text())
    }

    /// As `form`, with the path first.
    pub fn post(&self, path: &str, cookie: &str, body: &str) -> Answer {
        self.form(cookie, path, body)
    }

    /// Opens a page of the newsroom.
    pub fn page(&self, path: &str, cookie: &str) -> Answer {
        self.send("GET", path, &[("cookie", cookie), ("accept", "text/html")], b"")
    }
}

/// The password of everybody in tests.
pub const PASSWORD: &str = "harbour crane tuesday";

impl Drop for Paper {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        self.app.stopping.store(true, Ordering::SeqCst);
        self.app.store.wake();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// A story's copy.
pub fn copy(headline: &str, section: &str, text: &str) -> Copy {
    let body = serde_json::json!({ "type": "doc", "content": [{ "type": "paragraph", "content": [{ "type": "text", "text": text }] }] });
    Copy {
        head: Head {
            headline: headline.into(),
            standfirst: format!("{headline}, in short."),
            section: section.into(),
            bylines: vec![Byline { name: "Ana Ruiz".into(), slug: String::new() }],
            tags: vec!["Harbour".into()],
            ..Head::default()
        },
        body: Document::from_json(&body).expect("a document"),
    }
}

/// Copy that somebody signs, so that it is theirs to change.
pub fn signed(headline: &str, name: &str) -> Copy {
    let mut copy = copy(headline, "world", "Text.");
    copy.head.bylines[0].name = name.into();
    copy
}

fn request(address: SocketAddr, method: &str, path: &str, head: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("connects");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("sets");
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    for (name, value) in head {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() || method == "POST" || method == "PUT" {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    stream.write_all(text.as_bytes()).expect("sends");
    // A server may answer before it has read all of a body that it refuses.
    let _ = stream.write_all(body);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    parse(&bytes).unwrap_or_else(|| panic!("no answer to {method} {path}: {}", String::from_utf8_lossy(&bytes)))
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n")?;
    let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = text.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let lines: Vec<&str> = lines.collect();
    let set = lines.iter().filter_map(|l| l.split_once(": ")).filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie"));
    let cookies = set.map(|(_, v)| v.split(';').next().unwrap_or_default().to_owned()).collect();
    let head: BTreeMap<String, String> =
        lines.iter().filter_map(|l| l.split_once(": ")).map(|(n, v)| (n.to_ascii_lowercase(), (*v).to_owned())).collect();
    let mut body = bytes[end + 4..].to_vec();
    if head.get("transfer-encoding").is_some_and(|v| v == "chunked") {
        body = unchunk(&body)?;
    }
    Some(Answer { status, head, cookies, bytes: body })
}

fn unchunk(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = bytes.windows(2).position(|w| w == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).ok()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(bytes.get(end + 2..end + 2 + size)?);
        bytes = bytes.get(end + 4 + size..)?;
    }
}
