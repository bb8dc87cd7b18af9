//! A connection that stops speaking HTTP: an answer says who goes on with it.

use axum::body::Bytes;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpStream;
use tokio::sync::watch;

type Going = Pin<Box<dyn Future<Output = ()> + Send>>;
type Begin = Box<dyn FnOnce(TcpStream, Bytes, watch::Receiver<bool>) -> Going + Send>;

/// Put into the extensions of a 101 answer (RFC 9110, section 15.2.2): once that is sent, the server hands over the
/// connection with the bytes that were read beyond the request, and with what tells that the server stops.
#[derive(Clone)]
pub struct Takeover(Arc<Mutex<Option<Begin>>>);

impl Takeover {
    /// One that goes on so.
    pub fn new<F: Future<Output = ()> + Send + 'static>(
        begin: impl FnOnce(TcpStream, Bytes, watch::Receiver<bool>) -> F + Send + 'static,
    ) -> Takeover {
        let begin: Begin = Box::new(move |stream, read, stop| Box::pin(begin(stream, read, stop)));
        Takeover(Arc::new(Mutex::new(Some(begin))))
    }

    /// Goes on, once.
    pub async fn go_on(self, stream: TcpStream, read: Bytes, stop: watch::Receiver<bool>) {
        let begin = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(begin) = begin {
            begin(stream, read, stop).await;
        }
    }
}
