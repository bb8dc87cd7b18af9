//! The browser that asks: its address, the code it is known by, and its name in words for the list of sessions.

use crate::http::{DEVICE_COOKIE, cookie};
use crate::people::entrance::Browser;
use axum::http::{HeaderMap, header};
use std::net::IpAddr;

/// The browser that asks.
pub(super) fn browser_of(address: IpAddr, headers: &HeaderMap) -> Browser {
    Browser { address, words: words(headers), device: cookie(headers, DEVICE_COOKIE).filter(|code| !code.is_empty()) }
}

/// 'Firefox on Linux', from `User-Agent`. What it says of itself is not trusted for anything but this.
pub(super) fn words(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    match (browser(agent), system(agent)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => {
            agent.split(['/', ' ']).next().filter(|w| !w.is_empty()).map_or("Unknown browser".to_owned(), |w| w.chars().take(40).collect())
        }
    }
}

/// Order matters: nearly all say that they are several others as well.
fn browser(agent: &str) -> Option<&'static str> {
    const MARKS: [(&str, &str); 9] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Vivaldi/", "Vivaldi"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    MARKS.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
}

fn system(agent: &str) -> Option<&'static str> {
    const MARKS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    MARKS.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_named_by_browser_and_system() {
        let named = |agent: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, agent.parse().expect("value"));
            words(&headers)
        };
        assert_eq!(named("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox on Linux");
        assert_eq!(
            named("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"),
            "Edge on Windows"
        );
        assert_eq!(
            named("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1"),
            "Safari on iPhone"
        );
        assert_eq!(named("curl/8.14.1"), "curl");
        assert_eq!(words(&HeaderMap::new()), "Unknown browser");
    }
}
