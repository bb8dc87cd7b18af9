//! Protection against requests that another site makes with somebody's cookie.

use axum::http::{HeaderMap, Method, header};

/// Whether a request that changes something comes from another site. Browsers say so in `Sec-Fetch-Site`
/// (W3C Fetch Metadata); older ones in `Origin` (RFC 6454), which is compared with `Host`. A request with neither
/// comes from no browser, and no other site can have made it.
pub fn is_cross_site(method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let text = |name: &header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok()) {
        return !matches!(site, "same-origin" | "none");
    }
    match (text(&header::ORIGIN), text(&header::HOST)) {
        (None, _) => false,
        (Some(origin), Some(host)) => origin.split("://").nth(1) != Some(host),
        (Some(_), None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (header::HeaderName::from_static(n), header::HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn a_form_on_another_site_is_refused() {
        let post = Method::POST;
        assert!(is_cross_site(&post, &headers(&[("sec-fetch-site", "cross-site")])));
        assert!(is_cross_site(&post, &headers(&[("sec-fetch-site", "same-site")])));
        assert!(is_cross_site(&post, &headers(&[("origin", "https://evil.example"), ("host", "paper.example")])));
        assert!(is_cross_site(&post, &headers(&[("origin", "null"), ("host", "paper.example")])));
        assert!(!is_cross_site(&post, &headers(&[("origin", "http://paper.example"), ("host", "paper.example")])));
        assert!(!is_cross_site(&post, &headers(&[("sec-fetch-site", "same-origin"), ("origin", "http://a"), ("host", "b")])));
        assert!(!is_cross_site(&Method::GET, &headers(&[("sec-fetch-site", "cross-site")])));
    }
}
