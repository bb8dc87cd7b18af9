//! Answers: security headers, conditional requests, packing.

use crate::pages::Page;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use courant_render::assets::Asset;

/// On every answer: what comes in from outside cannot run in a browser (promise 10), even where the sanitizer failed.
pub const SECURITY: [(HeaderName, HeaderValue); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; font-src 'self'; connect-src 'self'; \
             manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static("camera=(), geolocation=(), microphone=(), browsing-topics=()")),
];

/// Sets the security headers on an answer.
pub fn with_security<B>(mut response: Response<B>) -> Response<B> {
    for (name, value) in SECURITY {
        response.headers_mut().insert(name, value);
    }
    response
}

/// A page as the answer to a request: 304 where the reader has it, gzip where the reader takes it.
pub fn page(page: &Page, method: &Method, request: &HeaderMap) -> Response<Body> {
    let packed = page.gzip.as_ref().filter(|_| takes_gzip(request));
    // Two encodings are two representations, so they have two strong validators (RFC 9110, section 8.8.3).
    let etag = if packed.is_some() { format!("{}-gz\"", page.etag.trim_end_matches('"')) } else { page.etag.clone() };
    let known = page.status == 200 && has(request, &etag);
    let mut response = Response::new(Body::empty());
    *response.status_mut() = if known { StatusCode::NOT_MODIFIED } else { StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK) };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(page.cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.extend(page.location.as_ref().and_then(|to| HeaderValue::from_str(to).ok()).map(|to| (header::LOCATION, to)));
    if page.status == 200 {
        headers.extend(HeaderValue::from_str(&etag).ok().map(|v| (header::ETAG, v)));
    }
    if !known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(page.media_type));
        if packed.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        let bytes = packed.unwrap_or(&page.identity);
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        if *method != Method::HEAD {
            *response.body_mut() = Body::from(bytes.clone());
        }
    }
    with_security(response)
}

/// An embedded file: its address names its hash, so it may be kept for ever.
pub fn asset(asset: &Asset, method: &Method, request: &HeaderMap) -> Response<Body> {
    let packed = if takes_gzip(request) && !asset.media_type.starts_with("font/") { crate::pages::gzip(&asset.bytes) } else { None };
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    let bytes = packed.unwrap_or_else(|| asset.bytes.clone());
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    if *method != Method::HEAD {
        *response.body_mut() = Body::from(bytes);
    }
    with_security(response)
}

/// Whether `Accept-Encoding` takes gzip (RFC 9110, section 12.5.3).
fn takes_gzip(request: &HeaderMap) -> bool {
    let listed = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    listed.map(str::trim).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let none = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0_f32));
        matches!(name.trim(), "gzip" | "x-gzip" | "*") && !none
    })
}

/// Whether `If-None-Match` names a validator; weak comparison (RFC 9110, section 13.1.2).
fn has(request: &HeaderMap, etag: &str) -> bool {
    let listed = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    listed.map(|t| t.trim().trim_start_matches("W/")).any(|t| t == etag || t == "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(request: &[(HeaderName, &str)]) -> Response<Body> {
        let headers = request.iter().map(|(n, v)| (n.clone(), v.parse().expect("value"))).collect();
        page(&Page::html("long enough to be packed ".repeat(40)), &Method::GET, &headers)
    }

    #[test]
    fn a_reader_who_has_the_page_gets_304() {
        let first = answer(&[(header::ACCEPT_ENCODING, "br;q=1, gzip;q=0.8")]);
        assert_eq!(first.headers()[header::CONTENT_ENCODING], "gzip");
        let etag = first.headers()[header::ETAG].to_str().expect("text").to_owned();
        assert_eq!(answer(&[(header::ACCEPT_ENCODING, "gzip"), (header::IF_NONE_MATCH, &format!("W/{etag}"))]).status(), 304);
        assert_eq!(answer(&[(header::IF_NONE_MATCH, &etag)]).status(), 200, "another representation");
    }

    #[test]
    fn gzip_that_is_refused_is_not_sent() {
        assert!(!answer(&[(header::ACCEPT_ENCODING, "gzip;q=0")]).headers().contains_key(header::CONTENT_ENCODING));
    }
}
