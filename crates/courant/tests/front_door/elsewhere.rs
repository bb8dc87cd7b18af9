//! Sites elsewhere, for tests: servers on this machine that stand for the open Internet, and a resolver that leads
//! their names to them. Only the socket addresses that a test names can be reached.

use courant::outside::{Addresses, Client, Failed, Limits, Resolve};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A site.
#[derive(Clone)]
pub struct Site {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// One that answers each request, given its head, by writing to the stream.
    pub fn new(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let site = Site { address: listener.local_addr().expect("an address"), asked: Arc::default() };
        let (asked, answer) = (Arc::clone(&site.asked), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, asked, answer) = (stream.expect("a connection"), Arc::clone(&asked), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let mut head = String::new();
                    let mut lines = BufReader::new(stream.try_clone().expect("clones"));
                    while lines.read_line(&mut head).is_ok_and(|n| n > 2) {}
                    asked.lock().expect("unpoisoned").push(head.clone());
                    answer(&head, &mut stream);
                });
            }
        });
        site
    }

    /// One that somebody else serves.
    pub fn at(address: SocketAddr) -> Site {
        Site { address, asked: Arc::default() }
    }

    /// One that answers by path with a status, and perhaps where it sends on to; 404 for every other.
    pub fn paths(paths: Vec<(&'static str, u16, String)>) -> Site {
        Site::new(move |head, stream| {
            let path = head.split(' ').nth(1).unwrap_or_default();
            let (status, to) = paths.iter().find(|(p, ..)| *p == path).map_or((404, ""), |(_, status, to)| (*status, to.as_str()));
            let location = if to.is_empty() { String::new() } else { format!("location: {to}\r\n") };
            let _ = write!(stream, "HTTP/1.1 {status} X\r\n{location}content-length: 0\r\n\r\n");
        })
    }

    /// Heads of the requests that came, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("unpoisoned").clone()
    }
}

/// A resolver that knows names: each with what it answers first, second, and from then on.
#[derive(Default)]
pub struct Names(Mutex<HashMap<String, Vec<Vec<SocketAddr>>>>, Mutex<usize>);

impl Names {
    pub fn of(names: &[(&str, &[&[SocketAddr]])]) -> Arc<Names> {
        let known = names.iter().map(|(name, answers)| ((*name).to_owned(), answers.iter().rev().map(|a| a.to_vec()).collect())).collect();
        Arc::new(Names(Mutex::new(known), Mutex::default()))
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        *self.1.lock().expect("unpoisoned")
    }
}

impl Resolve for Names {
    fn resolve<'a>(&'a self, name: &'a str, _: u16) -> Addresses<'a> {
        *self.1.lock().expect("unpoisoned") += 1;
        let mut known = self.0.lock().expect("unpoisoned");
        let answer = match known.get_mut(name) {
            None => Err(Failed::NoSuchName),
            Some(answers) if answers.len() > 1 => Ok(answers.pop().expect("two are left")),
            Some(answers) => Ok(answers[0].clone()),
        };
        Box::pin(std::future::ready(answer))
    }
}

/// Short limits: tests wait for them.
pub fn limits() -> Limits {
    Limits { time: Duration::from_millis(1500), connect: Duration::from_millis(500), ..Limits::default() }
}

/// A client for which these names lead to these sites.
pub fn client(names: &[(&str, &Site)]) -> Client {
    let allowed: Vec<SocketAddr> = names.iter().map(|(_, site)| site.address).collect();
    let known: Vec<_> = names.iter().map(|(name, site)| (*name, [[site.address]])).collect();
    let borrowed: Vec<(&str, Vec<&[SocketAddr]>)> = known.iter().map(|(name, answers)| (*name, vec![&answers[0][..]])).collect();
    let names: Vec<(&str, &[&[SocketAddr]])> = borrowed.iter().map(|(name, answers)| (*name, &answers[..])).collect();
    Client::with(Names::of(&names), &allowed, limits())
}

/// A client for which there is no other site: no test asks the real ones.
pub fn nobody() -> Client {
    struct Silent;
    impl Resolve for Silent {
        fn resolve<'a>(&'a self, _: &'a str, _: u16) -> Addresses<'a> {
            Box::pin(std::future::ready(Err(Failed::NotResolved)))
        }
    }
    Client::with(Arc::new(Silent), &[], limits())
}
