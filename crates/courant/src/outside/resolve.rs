//! Names to socket addresses. The only place where a name is looked up: what it answers is checked, and the connection
//! goes to that very socket address, so that a second answer (DNS rebinding) has no effect.

use super::Failed;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;

/// An answer that is on its way.
pub type Addresses<'a> = Pin<Box<dyn Future<Output = Result<Vec<SocketAddr>, Failed>> + Send + 'a>>;

/// Somebody who knows addresses of names.
pub trait Resolve: Send + Sync {
    /// The addresses of a name with this port.
    fn resolve<'a>(&'a self, name: &'a str, port: u16) -> Addresses<'a>;
}

/// The machine's own resolver.
#[derive(Debug)]
pub struct System;

impl Resolve for System {
    fn resolve<'a>(&'a self, name: &'a str, port: u16) -> Addresses<'a> {
        Box::pin(async move {
            // With a dot at its end a name is whole: no search list, no names that only this machine knows.
            match tokio::net::lookup_host((format!("{name}."), port)).await {
                Ok(found) => Ok(found.collect()),
                // A network that knows no name of the Internet at all says the same of every one.
                Err(e) if of(&e) == Failed::NoSuchName && tokio::net::lookup_host((ALWAYS_THERE, port)).await.is_err() => Err(Failed::NotResolved),
                Err(e) => Err(of(&e)),
            }
        })
    }
}

/// A name that is there as long as the name service of the Internet is: its first root server.
const ALWAYS_THERE: &str = "a.root-servers.net.";

/// What the libraries say of a name that does not exist (`EAI_NONAME`, `EAI_NODATA`), glibc, musl, macOS. Everything
/// else, such as a resolver that does not answer, says nothing about the name.
const NO_SUCH_NAME: [&str; 5] = [
    "Name or service not known",
    "No address associated with hostname",
    "Name does not resolve",
    "Name has no usable address",
    "nodename nor servname provided, or not known",
];

fn of(error: &io::Error) -> Failed {
    let text = error.to_string();
    if NO_SUCH_NAME.iter().any(|says| text.contains(says)) { Failed::NoSuchName } else { Failed::NotResolved }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_that_does_not_exist_is_said_not_to() {
        let failed = |text: &str| of(&io::Error::other(format!("failed to lookup address information: {text}")));
        assert!(matches!(failed("Name or service not known"), Failed::NoSuchName));
        assert!(matches!(failed("Temporary failure in name resolution"), Failed::NotResolved));
        assert!(matches!(failed("Try again"), Failed::NotResolved));
    }
}
