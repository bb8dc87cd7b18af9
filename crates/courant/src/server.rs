//! Listening: connections with time-outs and limits, a graceful end.

use crate::app::{App, StartProblem};
use crate::doors::doors;
use crate::together::Takeover;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// Connections open at the same time; further ones wait to be taken.
const MOST_CONNECTIONS: usize = 20_000;
/// How long a client may take to send its request's head.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// How long open requests may take once the server is to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How long what a client still sends after the last answer is read.
const LINGER: Duration = Duration::from_secs(2);
/// Bytes of a request's head.
const HEAD_BYTES: usize = 32 * 1024;

/// Binds an address.
///
/// # Errors
/// [`StartProblem`] that says who has it, or why not.
pub fn bind(address: &str) -> Result<(std::net::TcpListener, SocketAddr), StartProblem> {
    let problem = |e: std::io::Error| {
        let (why, next) = match e.kind() {
            std::io::ErrorKind::AddrInUse => (
                "another program listens there".to_owned(),
                "Stop that program, or choose another port with --listen, such as --listen 127.0.0.1:8081.",
            ),
            std::io::ErrorKind::PermissionDenied => {
                ("this user may not use that port".to_owned(), "Choose a port above 1023 with --listen, or put a proxy in front.")
            }
            _ => (e.to_string(), "Write --listen as ADDRESS:PORT, such as 127.0.0.1:8080."),
        };
        StartProblem::new(format!("Courant cannot listen on {address}: {why}."), next)
    };
    let listener = std::net::TcpListener::bind(address).map_err(problem)?;
    listener.set_nonblocking(true).map_err(problem)?;
    let bound = listener.local_addr().map_err(problem)?;
    Ok((listener, bound))
}

/// Serves until `stop` turns true, then lets open requests end.
///
/// # Errors
/// When the listener cannot be used at all.
pub async fn serve(app: Arc<App>, listener: std::net::TcpListener, mut stop: watch::Receiver<bool>) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let (router, _) = doors(&app);
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let place = tokio::select! {
            () = told(&mut stop) => break,
            place = Arc::clone(&places).acquire_owned() => place,
        };
        let Ok(place) = place else { break };
        let accepted = tokio::select! {
            () = told(&mut stop) => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (app, router, stop) = (Arc::clone(&app), router.clone(), stop.clone());
                tokio::spawn(async move {
                    connection(app, router, stream, peer, stop).await;
                    drop(place);
                });
            }
            // Out of file descriptors: those in use will be given back.
            Err(e) => {
                tracing::warn!(error = %e, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    let all = u32::try_from(MOST_CONNECTIONS).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(DRAIN, places.acquire_many(all)).await;
    Ok(())
}

/// Returns once the server is to stop.
async fn told(stop: &mut watch::Receiver<bool>) {
    // A sender that is gone means the same.
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn connection(app: Arc<App>, router: Router, stream: TcpStream, peer: SocketAddr, mut stop: watch::Receiver<bool>) {
    // Answers are written whole; waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    app.metrics.connections.fetch_add(1, Ordering::Relaxed);
    // Filled by an answer that switches to another protocol.
    let taken_over = Arc::new(Mutex::new(None));
    let service = service_fn(|request| Box::pin(respond(Arc::clone(&app), router.clone(), peer, request, Arc::clone(&taken_over))));
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(HEAD_BYTES).pipeline_flush(true);
    let mut connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut stopping = false;
    let ended = loop {
        tokio::select! {
            ended = poll_fn(|context| connection.poll_without_shutdown(context)) => break ended,
            () = told(&mut stop), if !stopping => {
                stopping = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    if let Err(e) = ended {
        tracing::debug!(error = %e, "a connection ended early");
    }
    let parts = connection.into_parts();
    let (stream, read) = (parts.io.into_inner(), parts.read_buf);
    let taken_over = taken_over.lock().unwrap_or_else(PoisonError::into_inner).take();
    match taken_over {
        Some(takeover) => takeover.go_on(stream, read, stop).await,
        None => linger(stream).await,
    }
    app.metrics.connections.fetch_sub(1, Ordering::Relaxed);
}

/// Ends a connection so that the last answer arrives: closing while a client still sends would throw away what it has
/// not read yet, and a refused upload would look like a broken line. What still comes is read and dropped, for a moment.
async fn linger(mut stream: TcpStream) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let drop_the_rest = async {
        let mut rest = [0; 16 * 1024];
        while stream.read(&mut rest).await.is_ok_and(|n| n > 0) {}
    };
    let _ = tokio::time::timeout(LINGER, drop_the_rest).await;
}

async fn respond(
    app: Arc<App>,
    router: Router,
    peer: SocketAddr,
    request: Request<Incoming>,
    taken_over: Arc<Mutex<Option<Takeover>>>,
) -> Result<Response<Body>, Infallible> {
    let mut response = crate::site::answer(Arc::clone(&app), router, peer.ip(), request).await;
    if let Some(takeover) = response.extensions_mut().remove::<Takeover>() {
        *taken_over.lock().unwrap_or_else(PoisonError::into_inner) = Some(takeover);
    }
    app.metrics.answered(response.status().as_u16());
    Ok(response)
}

/// Serves `/metrics` on a listener of its own until `stop` turns true.
///
/// # Errors
/// When the listener cannot be used at all.
pub async fn serve_metrics(app: Arc<App>, listener: std::net::TcpListener, mut stop: watch::Receiver<bool>) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let accepted = tokio::select! {
            () = told(&mut stop) => return Ok(()),
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else { continue };
        let app = Arc::clone(&app);
        tokio::spawn(async move {
            let service = service_fn(|request: Request<Incoming>| metrics(Arc::clone(&app), request));
            let mut builder = hyper::server::conn::http1::Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn metrics(app: Arc<App>, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let mut response = Response::new(Body::empty());
    if request.uri().path() != "/metrics" {
        *response.status_mut() = axum::http::StatusCode::NOT_FOUND;
        return Ok(response);
    }
    let text = app.blocking(|app| Ok(crate::observe::metrics_text(app))).await.unwrap_or_default();
    response.headers_mut().insert(axum::http::header::CONTENT_TYPE, axum::http::HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"));
    *response.body_mut() = Body::from(text);
    Ok(response)
}
