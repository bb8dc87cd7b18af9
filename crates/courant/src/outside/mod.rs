//! Asking other people's sites, for whatever wants to know of an address that somebody has written: whether it
//! answers, what stands there. Promise 17: never a connection inside this network because of somebody else's address.
//!
//! An address is read as browsers read it ([`address`]), its name is looked up once ([`resolve`]), and the connection
//! goes to a socket address that was checked ([`ranges`]), never to a name. Each redirect begins anew. Nothing is sent
//! but the request: no cookie, no referrer, no name of the paper. Time, size of head and body, and the number of
//! redirects are limited ([`Limits`]).

mod address;
mod exchange;
mod failed;
mod ranges;
mod resolve;

pub use address::host;
pub use failed::{Certificate, Failed};
pub use ranges::{is_open, is_open_name};
pub use resolve::{Addresses, Resolve, System};

use address::{Target, Where};
use hyper::Method;
use rustls::RootCertStore;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Most socket addresses of a name that are tried.
const MOST_TRIED: usize = 4;

/// What one question may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Everything together: looking up, connecting, redirects, the answer.
    pub time: Duration,
    /// One connection.
    pub connect: Duration,
    /// Bytes of an answer's head.
    pub head: usize,
    /// Redirects.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { time: Duration::from_secs(20), connect: Duration::from_secs(5), head: 32 * 1024, redirects: 5 }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The address that answered in the end.
    pub url: String,
    /// Its status.
    pub status: u16,
    /// `Content-Type`, empty when there is none.
    pub kind: String,
    /// The body, where it was wanted.
    pub body: Vec<u8>,
}

/// Asks other sites. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    resolver: Arc<dyn Resolve>,
    /// Socket addresses that may be asked whatever range they are in: those of a test's own servers. No configuration
    /// reaches this.
    allowed: Arc<[SocketAddr]>,
    tls: TlsConnector,
    limits: Limits,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("allowed", &self.allowed).field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Default for Client {
    fn default() -> Client {
        Client::with(Arc::new(System), &[], Limits::default())
    }
}

impl Client {
    /// One with another resolver, and socket addresses that may be asked although they are closed. For tests.
    pub fn with(resolver: Arc<dyn Resolve>, allowed: &[SocketAddr], limits: Limits) -> Client {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Client { resolver, allowed: allowed.into(), tls: exchange::tls(roots), limits }
    }

    /// The same, trusting other authorities. For tests.
    #[must_use]
    pub fn trusting(self, roots: RootCertStore) -> Client {
        Client { tls: exchange::tls(roots), ..self }
    }

    /// How an address answers. It is asked for its head first; a site that refuses that, or says that nothing is
    /// there, is asked again as a browser would, and its body is not read.
    ///
    /// # Errors
    /// [`Failed`].
    pub async fn status(&self, url: &str) -> Result<Answer, Failed> {
        self.in_time(async {
            let target = Target::read(url)?;
            match self.follow(target.clone(), &Method::HEAD, None).await {
                Ok(answer) if answer.status < 400 || answer.status == 429 => Ok(answer),
                Ok(_) | Err(Failed::NoAnswer) => self.follow(target, &Method::GET, None).await,
                failed => failed,
            }
        })
        .await
    }

    /// What stands at an address, up to so many bytes.
    ///
    /// # Errors
    /// [`Failed`], of which [`Failed::TooMuch`] for a larger body and [`Failed::Packed`] for a compressed one, which
    /// was not asked for: nothing is ever unpacked here.
    pub async fn get(&self, url: &str, most: usize) -> Result<Answer, Failed> {
        self.in_time(async { self.follow(Target::read(url)?, &Method::GET, Some(most)).await }).await
    }

    async fn in_time(&self, asking: impl Future<Output = Result<Answer, Failed>>) -> Result<Answer, Failed> {
        tokio::time::timeout(self.limits.time, asking).await.unwrap_or(Err(Failed::Time))
    }

    async fn follow(&self, mut target: Target, method: &Method, most: Option<usize>) -> Result<Answer, Failed> {
        for _ in 0..=self.limits.redirects {
            let stream = self.connect(&target).await?;
            let asked = exchange::Asked { target: &target, method, most, head: self.limits.head };
            let told = if target.is_tls() {
                asked.over(exchange::encrypt(&self.tls, &target.host, stream).await?).await?
            } else {
                asked.over(stream).await?
            };
            match told {
                exchange::Told::Answer(answer) => return Ok(answer),
                exchange::Told::SentOn(location) => target = target.next(&location)?,
            }
        }
        Err(Failed::SentOn)
    }

    /// A connection to a socket address that has been checked.
    async fn connect(&self, target: &Target) -> Result<TcpStream, Failed> {
        let usual = matches!(target.port, 80 | 443);
        if !usual && !self.allowed.iter().any(|a| a.port() == target.port) {
            return Err(Failed::Port(target.port));
        }
        let found = match &target.host {
            Where::Number(number) => vec![SocketAddr::new(*number, target.port)],
            Where::Name(name) => self.resolver.resolve(name, target.port).await?,
        };
        if found.is_empty() {
            return Err(Failed::NoSuchName);
        }
        let may = |a: &&SocketAddr| self.allowed.contains(a) || (usual && is_open(a.ip()) && a.port() == target.port);
        let mut failed = Failed::Inside;
        for address in found.iter().filter(may).take(MOST_TRIED) {
            match tokio::time::timeout(self.limits.connect, TcpStream::connect(address)).await {
                Ok(Ok(stream)) if self.leads_away(&stream) => return Ok(stream),
                // Nothing has been sent; the connection ends here.
                Ok(Ok(_)) => failed = worse(failed, Failed::Inside),
                Ok(Err(e)) if e.kind() == std::io::ErrorKind::ConnectionRefused => failed = worse(failed, Failed::Refused),
                Ok(Err(_)) => failed = worse(failed, Failed::Unreachable),
                Err(_) => failed = worse(failed, Failed::Time),
            }
        }
        Err(failed)
    }

    /// Whether a connection leads to another machine: a server's own public address is in no table. Only the
    /// connection knows from which address it goes out.
    fn leads_away(&self, stream: &TcpStream) -> bool {
        match (stream.peer_addr(), stream.local_addr()) {
            (Ok(peer), Ok(local)) => self.allowed.contains(&peer) || !ranges::is_home(peer.ip(), local.ip()),
            _ => false,
        }
    }
}

/// Of several connections that failed, what is said: refused only when every one was.
fn worse(before: Failed, now: Failed) -> Failed {
    if before == Failed::Inside || before == now { now } else { Failed::Unreachable }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_to_the_address_it_goes_out_from_is_not_used() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let stream = TcpStream::connect(address).await.expect("connects");
        assert!(!Client::default().leads_away(&stream));
        assert!(Client::with(Arc::new(System), &[address], Limits::default()).leads_away(&stream));
    }
}
