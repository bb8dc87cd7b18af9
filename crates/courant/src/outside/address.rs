//! Addresses that may be asked, as browsers read them (WHATWG URL): `http://0x7f.1/` is 127.0.0.1 here as there.

use super::{Failed, ranges};
use std::net::IpAddr;
use url::{Host, Position, Url};

/// Longest address that is asked.
const LONGEST: usize = 4096;

/// An address to be asked, its parts taken apart once.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub url: Url,
    pub host: Where,
    pub port: u16,
}

/// Where it leads.
#[derive(Clone, Debug)]
pub(super) enum Where {
    /// To a name, without a dot at its end.
    Name(String),
    /// To a number.
    Number(IpAddr),
}

impl Target {
    /// # Errors
    /// [`Failed`] when it is none, is no web address, names a person or leads inside by its name. A number is looked at
    /// when the connection is made, as every other is.
    pub fn read(text: &str) -> Result<Target, Failed> {
        if text.len() > LONGEST {
            return Err(Failed::NoAddress);
        }
        Target::of(Url::parse(text).map_err(|_| Failed::NoAddress)?)
    }

    /// Where a redirect leads, against the address that sent it.
    pub fn next(&self, location: &str) -> Result<Target, Failed> {
        if location.len() > LONGEST {
            return Err(Failed::NoAddress);
        }
        Target::of(self.url.join(location).map_err(|_| Failed::NoAddress)?)
    }

    fn of(url: Url) -> Result<Target, Failed> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Failed::NoAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Failed::NamesSomebody);
        }
        let port = url.port_or_known_default().ok_or(Failed::NoAddress)?;
        let host = match url.host().ok_or(Failed::NoAddress)? {
            Host::Ipv4(number) => Where::Number(number.into()),
            Host::Ipv6(number) => Where::Number(number.into()),
            Host::Domain(name) if ranges::is_open_name(name) => Where::Name(name.trim_end_matches('.').to_owned()),
            Host::Domain(_) => return Err(Failed::Inside),
        };
        Ok(Target { url, host, port })
    }

    pub fn is_tls(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Path and query, as a request asks for them; never the fragment.
    pub fn path(&self) -> &str {
        &self.url[Position::BeforePath..Position::AfterQuery]
    }

    /// Host and, where it is not the usual one, port.
    pub fn authority(&self) -> &str {
        &self.url[Position::BeforeHost..Position::AfterPort]
    }
}

/// The host of an address in one spelling, by which sites are told apart; empty when it is no web address.
pub fn host(text: &str) -> String {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.and_then(|url| url.host_str().map(|host| host.trim_end_matches('.').to_owned())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_number_is_that_number() {
        for spelling in ["http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://０x7f000001/", "http://127.0.0.1./"]
        {
            let target = Target::read(spelling).expect("an address");
            assert!(matches!(target.host, Where::Number(n) if n.is_loopback()), "{spelling}");
        }
        assert!(matches!(Target::read("http://[::ffff:7f00:1]/").expect("an address").host, Where::Number(n) if !ranges::is_open(n)));
    }

    #[test]
    fn what_is_no_address_of_another_site_is_not_asked() {
        for (text, wanted) in [
            ("ftp://paper.example/", "NoAddress"),
            ("file:///etc/passwd", "NoAddress"),
            ("javascript:alert(1)", "NoAddress"),
            ("gopher://paper.example/", "NoAddress"),
            ("https://ana@paper.example/", "NamesSomebody"),
            ("https://ana:secret@paper.example/", "NamesSomebody"),
            ("http://localhost/", "Inside"),
            ("http://LOCALHOST./", "Inside"),
            ("http://ｌocalhost/", "Inside"),
            ("http://printer.local/", "Inside"),
            ("http://intranet/", "Inside"),
            ("http://", "NoAddress"),
            ("", "NoAddress"),
        ] {
            assert_eq!(format!("{:?}", Target::read(text).expect_err(text)), wanted, "{text}");
        }
        assert!(Target::read(&format!("http://paper.example/{}", "x".repeat(5000))).is_err());
    }

    #[test]
    fn a_request_asks_for_path_and_query_and_never_for_the_fragment() {
        let target = Target::read("https://Paper.Example:443/a%20b?c=d#e").expect("an address");
        assert_eq!((target.path(), target.authority(), target.port), ("/a%20b?c=d", "paper.example", 443));
        assert_eq!(target.next("//other.example/x").expect("an address").authority(), "other.example");
        assert_eq!(Target::read("http://paper.example:8080").expect("an address").authority(), "paper.example:8080");
        assert_eq!((host("https://Paper.Example./x"), host("mailto:a@b.example")), ("paper.example".into(), String::new()));
    }
}
