//! Asking other people's sites: what may not be reached is not, and nobody can take more than their share.

use crate::elsewhere::{Names, Site, client, limits};
use courant::outside::{Answer, Certificate, Client, Failed};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn run<T>(asking: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(asking)
}

fn status(client: &Client, url: &str) -> Result<u16, Failed> {
    run(client.status(url)).map(|answer| answer.status)
}

fn get(client: &Client, url: &str, most: usize) -> Result<Answer, Failed> {
    run(client.get(url, most))
}

#[test]
fn a_site_is_asked_for_the_head_only_and_told_no_more_than_needed() {
    let site = Site::paths(vec![("/a?b=c", 200, String::new())]);
    assert_eq!(status(&client(&[("alive.example", &site)]), "http://alive.example/a?b=c#d"), Ok(200));
    let asked = site.asked();
    assert_eq!(asked.len(), 1);
    let head = asked[0].to_ascii_lowercase();
    assert!(head.starts_with("head /a?b=c http/1.1\r\nhost: alive.example\r\nuser-agent: courant/"), "{head}");
    assert!(
        head.contains("accept-encoding: identity") && !["cookie", "referer", "authorization", "small paper"].iter().any(|n| head.contains(n)),
        "{head}"
    );
}

#[test]
fn a_site_that_refuses_to_be_asked_for_the_head_is_asked_as_a_browser_would() {
    let site = Site::new(|head, stream| {
        let status = if head.starts_with("HEAD") { "405 No" } else { "200 Yes" };
        let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 3\r\n\r\nabc");
    });
    assert_eq!(status(&client(&[("alive.example", &site)]), "http://alive.example/"), Ok(200));
    assert_eq!(site.asked().iter().map(|head| head.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>(), ["HEAD", "GET"]);
}

#[test]
fn each_redirect_is_looked_at_anew_and_none_leads_inside() {
    let inside = Site::paths(vec![("/", 200, String::new())]);
    let port = inside.address.port();
    let ways = [
        "http://127.0.0.1/".to_owned(),
        format!("http://127.0.0.1:{port}/"),
        format!("http://0x7f000001:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://inside.example:{port}/"),
        "http://inside.example/".into(),
        "http://169.254.169.254/latest/meta-data/".into(),
        "//10.0.0.1/".into(),
        "http://localhost/".into(),
        "https://router.local/".into(),
        "http://[fd00::1]/".into(),
        "http://[64:ff9b::a00:1]/".into(),
        "file:///etc/passwd".into(),
        "http://ana:secret@alive.example/".into(),
    ];
    for to in ways {
        let site = Site::paths(vec![("/", 302, to.clone())]);
        let names = Names::of(&[("alive.example", &[&[site.address]]), ("inside.example", &[&[inside.address]])]);
        let told = status(&Client::with(names, &[site.address], limits()), "http://alive.example/");
        let wanted = matches!(told, Err(Failed::Inside | Failed::NoAddress | Failed::NamesSomebody | Failed::Port(_)));
        assert!(wanted && site.asked().len() == 1, "{to}: {told:?}");
    }
    assert!(inside.asked().is_empty());
}

#[test]
fn redirects_are_followed_to_their_end_and_not_for_ever() {
    let hops: [&str; 6] = ["/1", "/2", "/3", "/4", "/5", "/6"];
    let sent = |n: usize| (hops[n], 301, format!("http://alive.example{}", hops[n + 1]));
    let site = Site::paths(vec![sent(0), sent(1), sent(2), sent(3), sent(4), ("/6", 200, String::new()), ("/round", 302, "round".into())]);
    let client = client(&[("alive.example", &site)]);
    assert_eq!(get(&client, "http://alive.example/1", 10).expect("arrives").url, "http://alive.example/6");
    let before = site.asked().len();
    assert_eq!(status(&client, "http://alive.example/round"), Err(Failed::SentOn));
    assert_eq!(site.asked().len() - before, 6, "the first and five more");
}

#[test]
fn a_name_that_leads_elsewhere_when_it_is_looked_up_again_gains_nothing() {
    let site = Site::paths(vec![("/", 200, String::new()), ("/on", 302, "/".into())]);
    let inside = Site::paths(vec![("/", 200, String::new())]);
    let (open, closed): (&[SocketAddr], &[SocketAddr]) = (&[site.address], &[inside.address]);
    let names = Names::of(&[("turns.example", &[open, closed])]);
    let asker = Client::with(Arc::<Names>::clone(&names), &[site.address], limits());
    assert_eq!(status(&asker, "http://turns.example/"), Ok(200));
    assert_eq!(names.asked(), 1, "looked up once, and connected to what was looked at");
    assert_eq!(status(&asker, "http://turns.example/"), Err(Failed::Inside));
    let names = Names::of(&[("turns.example", &[open, closed])]);
    assert_eq!(status(&Client::with(names, &[site.address], limits()), "http://turns.example/on"), Err(Failed::Inside), "between two redirects");
    let names = Names::of(&[("both.example", &[&[inside.address, "10.0.0.1:80".parse().expect("an address"), site.address]])]);
    assert_eq!(status(&Client::with(names, &[site.address], limits()), "http://both.example/"), Ok(200), "what is closed is passed over");
    assert!(inside.asked().is_empty());
}

#[test]
fn whoever_answers_slowly_is_left_in_time() {
    let drip = |first: &'static str| {
        Site::new(move |_, stream| {
            let _ = write!(stream, "{first}");
            while stream.write_all(b"x").is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        })
    };
    let (head, body, mute) =
        (drip("HTTP/1.1 200 OK\r\nx: "), drip("HTTP/1.1 200 OK\r\n\r\n"), Site::new(|_, _| std::thread::sleep(Duration::from_secs(30))));
    let asker = client(&[("head.example", &head), ("body.example", &body), ("mute.example", &mute)]);
    let begun = Instant::now();
    assert_eq!(status(&asker, "http://head.example/"), Err(Failed::Time));
    assert_eq!(get(&asker, "http://body.example/", 1 << 20), Err(Failed::Time));
    assert_eq!(status(&asker, "http://mute.example/"), Err(Failed::Time));
    assert_eq!(status(&asker, "http://body.example/"), Ok(200), "the body is of no interest then");
    assert!(begun.elapsed() < limits().time * 4);
}

#[test]
fn an_answer_is_taken_up_to_its_limit_and_never_unpacked() {
    let endless = Site::new(|_, stream| {
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n");
        while stream.write_all(&[b'x'; 4096]).is_ok() {}
    });
    let long = Site::new(|_, stream| {
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n");
        while stream.write_all(&[b'x'; 4096]).is_ok() {}
    });
    let bomb = Site::new(|_, stream| {
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\n\x1f\u{8}\0");
    });
    let fits = Site::new(|_, stream| {
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n\r\nabc");
    });
    let asker = client(&[("endless.example", &endless), ("long.example", &long), ("bomb.example", &bomb), ("fits.example", &fits)]);
    assert_eq!(get(&asker, "http://endless.example/", 10_000), Err(Failed::TooMuch));
    assert_eq!(get(&asker, "http://long.example/", 10_000), Err(Failed::TooMuch));
    assert_eq!(get(&asker, "http://bomb.example/", 10_000), Err(Failed::Packed));
    assert_eq!(get(&asker, "http://fits.example/", 2), Err(Failed::TooMuch));
    let answer = get(&asker, "http://fits.example/", 3).expect("fits");
    assert_eq!((answer.kind.as_str(), answer.body.as_slice()), ("text/plain", &b"abc"[..]));
}

#[test]
fn a_flood_of_lines_and_what_is_no_answer_are_refused() {
    let flood = Site::new(|_, stream| {
        let _ = write!(stream, "HTTP/1.1 200 OK\r\n");
        while write!(stream, "x-flood: {}\r\n", "y".repeat(1000)).is_ok() {}
    });
    let many = Site::new(|_, stream| {
        let _ = write!(stream, "HTTP/1.1 200 OK\r\n{}\r\n", "a: b\r\n".repeat(500));
    });
    let continues = Site::new(|_, stream| while stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").is_ok() {});
    let other = Site::new(|_, stream| drop(stream.write_all(b"220 mail.example ESMTP\r\n")));
    let names = [("flood.example", &flood), ("many.example", &many), ("other.example", &other), ("continues.example", &continues)];
    let asker = client(&names);
    for (name, _) in &names[..3] {
        assert_eq!(status(&asker, &format!("http://{name}/")), Err(Failed::NoAnswer), "{name}");
    }
    assert!(matches!(status(&asker, "http://continues.example/"), Err(Failed::NoAnswer | Failed::Time)));
}

#[test]
fn only_usual_ports_are_asked_and_a_port_at_which_nobody_listens_is_told() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let names = Names::of(&[("closed.example", &[&[closed]]), ("empty.example", &[&[]])]);
    let asker = Client::with(names, &[closed], limits());
    assert_eq!(status(&asker, "http://closed.example/"), Err(Failed::Refused));
    assert_eq!(status(&asker, "http://closed.example:8080/"), Err(Failed::Port(8080)));
    assert_eq!(status(&asker, "https://paper.example:22/"), Err(Failed::Port(22)));
    assert_eq!(status(&asker, "http://empty.example/"), Err(Failed::NoSuchName));
    assert_eq!(status(&asker, "http://unknown.example/"), Err(Failed::NoSuchName));
}

/// A site with a certificate of `alive.example` that the tests' own authority has signed.
fn encrypted(certificate: &'static [u8]) -> Site {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(&include_bytes!("../certificates/site.key.der")[..]));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
    let config = Arc::new(builder.with_no_client_auth().with_single_cert(vec![CertificateDer::from(certificate)], key).expect("a certificate"));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut line = rustls::ServerConnection::new(Arc::clone(&config)).expect("a line");
            let mut over = rustls::Stream::new(&mut line, &mut stream);
            let mut head = [0; 2048];
            if std::io::Read::read(&mut over, &mut head).is_ok() {
                let _ = over.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            }
        }
    });
    Site::at(address)
}

#[test]
fn a_certificate_that_is_not_right_is_told_from_one_that_is() {
    let (site, ended) = (encrypted(include_bytes!("../certificates/site.der")), encrypted(include_bytes!("../certificates/ended.der")));
    let asker = client(&[("alive.example", &site), ("other.example", &site)]);
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from(&include_bytes!("../certificates/authority.der")[..])).expect("an authority");
    let trusting = asker.clone().trusting(roots.clone());
    assert_eq!(status(&trusting, "https://alive.example/"), Ok(200));
    assert_eq!(status(&asker, "https://alive.example/"), Err(Failed::Certificate(Certificate::Unknown)));
    assert_eq!(status(&trusting, "https://other.example/"), Err(Failed::Certificate(Certificate::OtherName)));
    let late = client(&[("alive.example", &ended)]).trusting(roots);
    assert_eq!(status(&late, "https://alive.example/"), Err(Failed::Certificate(Certificate::Expired)));
    let plain = Site::paths(vec![("/", 200, String::new())]);
    assert_eq!(status(&client(&[("alive.example", &plain)]), "https://alive.example/"), Err(Failed::NoTls));
}
