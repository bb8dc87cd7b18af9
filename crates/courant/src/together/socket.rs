//! The WebSocket of one window (RFC 6455): who may open it, its limits, its end.

use super::message::{FromBrowser, ToBrowser};
use super::room::{Out, Person, Room, Words};
use super::takeover::Takeover;
use crate::app::App;
use crate::http::{Failure, is_cross_site};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use courant_news::story::StoryId;
use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

/// Most bytes of a message that is taken: a whole story of the largest size fits.
const MOST_BYTES: usize = 8 << 20;
/// Most bytes of a message that is read at all; between the two it is refused with a sentence.
const READ_BYTES: usize = 24 << 20;
/// Most bytes of where somebody is.
const MOST_HERE: usize = 4 << 10;
/// Messages a second, and how many may come at once; beyond it, the window waits.
const A_SECOND: f64 = 30.0;
const AT_ONCE: f64 = 60.0;
/// Presence a second; beyond it, presence is dropped.
const HERE_A_SECOND: f64 = 10.0;
/// How often a window is told that the server is there.
const TICK: Duration = Duration::from_millis(400);
/// How often session and grants are asked again.
const CHECK: Duration = Duration::from_secs(2);
/// How often the other side is asked for a sign of life, and after what silence it is given up.
const PING: Duration = Duration::from_secs(20);
const IDLE: Duration = Duration::from_secs(60);
/// How long sending one message may take.
const SEND: Duration = Duration::from_secs(10);
/// Messages that wait to be sent; a window that is further behind is closed and comes again.
const WAITING: usize = 512;

/// A window that is to be opened.
pub struct Seat {
    /// The program.
    pub app: Arc<App>,
    /// Who is at it.
    pub person: Person,
    /// On what.
    pub story: StoryId,
    /// How things are put in words.
    pub words: Words,
}

/// The answer that turns a connection into a WebSocket.
///
/// # Errors
/// [`Failure`] 403 when another site asks, 426 when it is no WebSocket's request.
pub fn upgrade(headers: &HeaderMap, seat: Seat) -> Result<Response, Failure> {
    // A browser sends the cookie with a WebSocket that any page opens, so this GET is looked at like a POST.
    if is_cross_site(&Method::POST, headers) {
        return Err(Failure::new(403, "This request came from another site.", "Open the newsroom in a tab of its own and do it there."));
    }
    let says = |name: header::HeaderName, word: &str| {
        let listed = headers.get_all(name).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
        listed.map(str::trim).any(|v| v.eq_ignore_ascii_case(word))
    };
    let sound = says(header::UPGRADE, "websocket") && says(header::CONNECTION, "upgrade") && says(header::SEC_WEBSOCKET_VERSION, "13");
    let (true, Some(key)) = (sound, headers.get(header::SEC_WEBSOCKET_KEY)) else {
        return Err(Failure::new(426, "This address speaks WebSocket only.", "Open the story in the newsroom; the editor connects by itself."));
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let out = response.headers_mut();
    out.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    out.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    out.extend(HeaderValue::from_str(&derive_accept_key(key.as_bytes())).ok().map(|v| (header::SEC_WEBSOCKET_ACCEPT, v)));
    response.extensions_mut().insert(Takeover::new(move |stream, read, stop| serve(seat, stream, read, stop)));
    Ok(response)
}

async fn serve(seat: Seat, stream: TcpStream, read: Bytes, stop: watch::Receiver<bool>) {
    let config = WebSocketConfig::default().max_message_size(Some(READ_BYTES)).max_frame_size(Some(READ_BYTES));
    let socket = WebSocketStream::from_partially_read(stream, read.to_vec(), Role::Server, Some(config)).await;
    let (sink, stream) = socket.split();
    let (out, queue) = mpsc::channel(WAITING);
    let writer = tokio::spawn(write(sink, queue));
    let (story, words, person, sender) = (seat.story, seat.words, seat.person.clone(), out.clone());
    match seat.app.blocking(move |app| app.together.enter(story, words, person, sender)).await {
        Ok((room, client)) => {
            let (app, person) = (Arc::clone(&seat.app), seat.person.clone());
            let mut window = Open {
                seat,
                room: Arc::clone(&room),
                client,
                out,
                pace: Pace::new(A_SECOND, AT_ONCE),
                here: Pace::new(HERE_A_SECOND, HERE_A_SECOND),
            };
            window.listen(stream, stop).await;
            drop(window);
            let left = app.blocking(move |app| {
                app.together.leave(&room, client, &person);
                Ok(())
            });
            let _ = left.await;
        }
        Err(failure) => {
            let end = ToBrowser::End { error: failure.sentence, next: failure.next }.text();
            let _ = out.send(Out::Last(end, CloseCode::Again.into())).await;
            drop(out);
        }
    }
    let _ = writer.await;
}

type Sink = SplitSink<WebSocketStream<TcpStream>, Message>;

/// Sends what is queued, ticks and pings; ends with the queue.
async fn write(mut sink: Sink, mut queue: mpsc::Receiver<Out>) {
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut ping = interval(PING);
    let tick_text = ToBrowser::Tick.text();
    let code = loop {
        let message = tokio::select! {
            out = queue.recv() => match out {
                Some(Out::Text(text)) => Message::text(text),
                Some(Out::Last(text, code)) => {
                    if !text.is_empty() {
                        let _ = timeout(SEND, sink.send(Message::text(text))).await;
                    }
                    break code;
                }
                // Nobody sends any more: it is over.
                None => break CloseCode::Again.into(),
            },
            _ = tick.tick() => Message::text(tick_text.clone()),
            _ = ping.tick() => Message::Ping(Bytes::new()),
        };
        if !matches!(timeout(SEND, sink.send(message)).await, Ok(Ok(()))) {
            return;
        }
    };
    let frame = CloseFrame { code: code.into(), reason: Cow::<str>::default().into_owned().into() };
    let _ = timeout(SEND, sink.send(Message::Close(Some(frame)))).await;
    let _ = timeout(SEND, sink.close()).await;
}

async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

struct Open {
    seat: Seat,
    room: Arc<Room>,
    client: u64,
    out: mpsc::Sender<Out>,
    pace: Pace,
    here: Pace,
}

impl Open {
    async fn listen(&mut self, mut stream: futures_util::stream::SplitStream<WebSocketStream<TcpStream>>, mut stop: watch::Receiver<bool>) {
        let mut check = interval(CHECK);
        check.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        loop {
            let said = tokio::select! {
                () = told(&mut stop) => return self.last(String::new(), CloseCode::Restart).await,
                _ = check.tick() => {
                    if heard.elapsed() > IDLE {
                        return;
                    }
                    // The room has let go of a window that fell behind: it comes back and is given what it lacks.
                    if !self.room.has(self.client) {
                        return self.last(String::new(), CloseCode::Again).await;
                    }
                    let (room, client, person) = (Arc::clone(&self.room), self.client, self.seat.person.clone());
                    let checked = self.seat.app.blocking(move |app| Ok(room.check(app, client, &person))).await;
                    match checked {
                        Ok(Err(over)) if over.status < 500 => return self.over(over).await,
                        _ => continue,
                    }
                }
                said = stream.next() => said,
            };
            heard = Instant::now();
            match said {
                Some(Ok(Message::Text(text))) => {
                    if let Err(over) = self.heard(text.as_str()).await {
                        return self.over(over).await;
                    }
                }
                Some(Ok(Message::Binary(_))) => return self.last(String::new(), CloseCode::Unsupported).await,
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(Error::Capacity(_))) => {
                    let refused = self.refusal(None, &Failure::too_large("message", READ_BYTES));
                    return self.last(refused, CloseCode::Size).await;
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            }
        }
    }

    async fn heard(&mut self, text: &str) -> Result<(), Failure> {
        self.pace.wait().await;
        let said = match serde_json::from_str::<FromBrowser>(text) {
            Ok(FromBrowser::Update { n, .. }) if text.len() > MOST_BYTES => {
                return self
                    .say(self.refusal(
                        Some(n),
                        &Failure::new(
                            413,
                            "What was written at once is larger than the server takes.",
                            "Your words are kept in this browser; take out what is not needed, or split the story.",
                        ),
                    ))
                    .await;
            }
            Ok(FromBrowser::Here { .. }) if text.len() > MOST_HERE || !self.here.take() => return Ok(()),
            Ok(said) => said,
            Err(e) => {
                tracing::debug!(error = %e, "a message that cannot be read");
                return self
                    .say(self.refusal(
                        None,
                        &Failure::invalid(
                            "The server could not read what this page sent.",
                            "Your words are kept in this browser; load the page again.",
                        ),
                    ))
                    .await;
            }
        };
        let (room, client) = (Arc::clone(&self.room), self.client);
        self.seat.app.blocking(move |app| room.hear(app, client, said)).await
    }

    fn refusal(&self, n: Option<i64>, failure: &Failure) -> String {
        ToBrowser::Refused { n, error: failure.sentence.clone(), next: failure.next.clone() }.text()
    }

    async fn say(&self, text: String) -> Result<(), Failure> {
        let _ = self.out.send(Out::Text(text)).await;
        Ok(())
    }

    async fn over(&self, failure: Failure) {
        self.last(ToBrowser::End { error: failure.sentence, next: failure.next }.text(), CloseCode::Policy).await;
    }

    async fn last(&self, text: String, code: CloseCode) {
        let _ = timeout(SEND, self.out.send(Out::Last(text, code.into()))).await;
    }
}

/// So many a second, with some in hand.
struct Pace {
    a_second: f64,
    most: f64,
    left: f64,
    at: Instant,
}

impl Pace {
    fn new(a_second: f64, most: f64) -> Pace {
        Pace { a_second, most, left: most, at: Instant::now() }
    }

    fn take(&mut self) -> bool {
        let now = Instant::now();
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * self.a_second).min(self.most);
        self.at = now;
        let has = self.left >= 1.0;
        if has {
            self.left -= 1.0;
        }
        has
    }

    async fn wait(&mut self) {
        while !self.take() {
            tokio::time::sleep(Duration::from_secs_f64(1.0 / self.a_second)).await;
        }
    }
}
