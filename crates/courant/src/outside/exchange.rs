//! One request over one connection, and what came back.

use super::address::{Target, Where};
use super::{Answer, Failed};
use axum::body::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::header::{ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_TYPE, HOST, LOCATION, USER_AGENT};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Names the program and nothing else: which newsroom looks at what is its own affair.
const AGENT: &str = concat!("Courant/", env!("CARGO_PKG_VERSION"), " (a newsroom looks whether a link answers)");
/// Most lines of an answer's head.
const MOST_LINES: usize = 100;

/// TLS 1.2 and 1.3 by ring; no session is taken up again, so that two questions cannot be told to come from one asker by it.
pub(super) fn tls(roots: RootCertStore) -> TlsConnector {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = [&rustls::version::TLS13, &rustls::version::TLS12];
    // ring has suites for both versions, which is all that can be wrong here.
    #[allow(clippy::expect_used)]
    let builder = ClientConfig::builder_with_provider(provider).with_protocol_versions(&versions).expect("ring speaks TLS 1.2 and 1.3");
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.resumption = Resumption::disabled();
    TlsConnector::from(Arc::new(config))
}

pub(super) async fn encrypt(tls: &TlsConnector, host: &Where, stream: TcpStream) -> Result<TlsStream<TcpStream>, Failed> {
    let name = match host {
        Where::Name(name) => ServerName::try_from(name.clone()).map_err(|_| Failed::NoAddress)?,
        Where::Number(number) => ServerName::from(*number),
    };
    tls.connect(name, stream).await.map_err(|e| match e.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(error) => Failed::from(error),
        None => Failed::NoTls,
    })
}

/// What is asked.
pub(super) struct Asked<'a> {
    pub target: &'a Target,
    pub method: &'a Method,
    /// Most bytes of the body; none: the body is not read.
    pub most: Option<usize>,
    /// Most bytes of the head.
    pub head: usize,
}

/// What came back.
pub(super) enum Told {
    Answer(Answer),
    SentOn(String),
}

/// Ends the connection when the question is answered, or given up.
struct Ended(tokio::task::AbortHandle);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Asked<'_> {
    pub async fn over(&self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Result<Told, Failed> {
        let mut builder = hyper::client::conn::http1::Builder::new();
        builder.max_buf_size(self.head).max_headers(MOST_LINES);
        let (mut send, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(|_| Failed::NoAnswer)?;
        let _ended = Ended(tokio::spawn(connection).abort_handle());
        let response = send.send_request(self.request()?).await.map_err(|_| Failed::NoAnswer)?;
        let line = |name| response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let status = response.status().as_u16();
        // Sites send addresses as they are, whatever RFC 9110 says.
        let location = response.headers().get(LOCATION).map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned()).unwrap_or_default();
        if matches!(status, 301 | 302 | 303 | 307 | 308) && !location.is_empty() {
            return Ok(Told::SentOn(location));
        }
        let kind = line(CONTENT_TYPE);
        let body = match self.most {
            Some(most) => read(response, most).await?,
            None => Vec::new(),
        };
        Ok(Told::Answer(Answer { url: self.target.url.to_string(), status, kind, body }))
    }

    fn request(&self) -> Result<Request<Empty<Bytes>>, Failed> {
        Request::builder()
            .method(self.method)
            .uri(self.target.path())
            .header(HOST, self.target.authority())
            .header(USER_AGENT, AGENT)
            .header(ACCEPT, "*/*")
            .header(ACCEPT_ENCODING, "identity")
            .header(CONNECTION, "close")
            .body(Empty::new())
            .map_err(|_| Failed::NoAddress)
    }
}

/// The body, when it is plain and no larger than wanted.
async fn read(response: Response<Incoming>, most: usize) -> Result<Vec<u8>, Failed> {
    let packed = response.headers().get_all(CONTENT_ENCODING).iter().any(|v| !v.as_bytes().eq_ignore_ascii_case(b"identity"));
    if packed {
        return Err(Failed::Packed);
    }
    let (mut body, mut bytes) = (response.into_body(), Vec::new());
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Failed::NoAnswer)?.into_data() else { continue };
        if bytes.len() + data.len() > most {
            return Err(Failed::TooMuch);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}
