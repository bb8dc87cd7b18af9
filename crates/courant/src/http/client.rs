//! Whose request it is, behind proxies that are trusted.

use super::Failure;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::net::IpAddr;

/// The reader's address, as handlers behind the router are given it.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Peer, Failure> {
        parts.extensions.get().copied().ok_or_else(|| Failure::new(500, "The address of this request is not known.", "Try again."))
    }
}

/// The reader's address: the peer's, or, where the peer is a trusted proxy, the last one in `X-Forwarded-For` that is
/// not a trusted proxy itself. What stands further left could have been written by anybody.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let listed = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let mut address = peer;
    for hop in listed.collect::<Vec<_>>().into_iter().rev() {
        let Ok(hop) = hop.trim().parse::<IpAddr>() else { break };
        address = hop;
        if !trusted.contains(&hop) {
            break;
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().expect("address");
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "203.0.113.9, 198.51.100.7".parse().expect("value"));
        assert_eq!(client_address(ip("192.0.2.1"), &headers, &[]), ip("192.0.2.1"));
        assert_eq!(client_address(ip("127.0.0.1"), &headers, &[ip("127.0.0.1")]), ip("198.51.100.7"));
    }
}
