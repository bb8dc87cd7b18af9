//! A page as it is kept: its bytes, packed and not, and what the answer's head says.

use sha2::{Digest, Sha256};

/// A page, ready to be sent.
#[derive(Debug)]
pub struct Page {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub media_type: &'static str,
    /// The bytes.
    pub identity: hyper::body::Bytes,
    /// The bytes packed with gzip; none where packing saves nothing.
    pub gzip: Option<hyper::body::Bytes>,
    /// Strong `ETag` of the identity bytes, in quotes.
    pub etag: String,
    /// `Cache-Control`.
    pub cache: &'static str,
    /// The story it shows, for the count of views.
    pub story: Option<i64>,
    /// Where it leads, for status 301: an address as a header may carry it.
    pub location: Option<String>,
}

/// Pages: fresh for a second, so that a withdrawal is seen everywhere within two; a cache in front may serve on while
/// it asks again, and for a day while Courant is down (RFC 5861).
pub const PAGE_CACHE: &str = "public, max-age=1, stale-while-revalidate=1, stale-if-error=86400";

/// What no cache may keep.
pub const NO_CACHE: &str = "no-store";

impl Page {
    /// A page with status 200.
    pub fn new(media_type: &'static str, text: impl Into<Vec<u8>>) -> Page {
        Page::with_status(200, media_type, text)
    }

    /// A page with a status.
    pub fn with_status(status: u16, media_type: &'static str, text: impl Into<Vec<u8>>) -> Page {
        let identity = text.into();
        let digest = Sha256::digest(&identity);
        let etag: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
        let gzip = gzip(&identity).map(Into::into);
        Page { status, media_type, identity: identity.into(), gzip, etag: format!("\"{etag}\""), cache: PAGE_CACHE, story: None, location: None }
    }

    /// An address that has moved (RFC 9110, section 15.4.2), fresh as long as any page: a slug may be changed back.
    pub fn moved(to: &str) -> Page {
        Page { location: Some(courant_news::slug::in_address(to).into_owned()), ..Page::with_status(301, "text/plain; charset=utf-8", "") }
    }

    /// An HTML page.
    pub fn html(text: String) -> Page {
        Page::new("text/html; charset=utf-8", text)
    }

    /// Bytes it takes in memory, about.
    pub fn weight(&self) -> usize {
        self.identity.len() + self.gzip.as_ref().map_or(0, hyper::body::Bytes::len) + 256
    }
}

/// Packs with gzip (RFC 1952), level 6; `None` when it would not be smaller.
pub fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() < 200 {
        return None;
    }
    let level = libdeflater::CompressionLvl::new(6).ok()?;
    let mut packer = libdeflater::Compressor::new(level);
    let mut out = vec![0; packer.gzip_compress_bound(bytes.len())];
    let length = packer.gzip_compress(bytes, &mut out).ok()?;
    out.truncate(length);
    out.shrink_to_fit();
    (length < bytes.len()).then_some(out)
}
