//! The gateway of the made-up Discord: it greets, identifies, resumes, and ends in every documented way.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::routing::any;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

use super::house::{BOT, SERVER};
use super::shapes::user;
use super::{TOKEN, lock};
use crate::support::recorded::record;

/// How a connection ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Close {
    /// With a code.
    Code(u16),
    /// Without a word.
    Broken,
}

/// What a connection is told to do.
enum Order {
    Send(Value),
    End(Close),
}

/// The gateway.
#[derive(Clone)]
pub struct Gateway {
    inner: Arc<Inner>,
}

struct Inner {
    port: u16,
    told: Mutex<Told>,
    news: watch::Sender<u64>,
}

/// What there is and what has been.
#[derive(Default)]
struct Told {
    /// The connection that is served now.
    now: Option<mpsc::UnboundedSender<Order>>,
    /// The events of the session, to be told again after a resume.
    events: Vec<Value>,
    session: u64,
    /// Heartbeats are not acknowledged any more.
    deaf: bool,
    /// Every connection is asked to begin anew.
    unresumable: bool,
    /// What was said first by each connection: `identify`, `resume 3`.
    begun: Vec<String>,
    heartbeats: u64,
    identified: u64,
    left: u64,
    interval: u64,
    odd: Vec<String>,
    url: Option<String>,
    /// The close code that each connection was ended with by the bot.
    closed: Vec<Option<u16>>,
}

impl Gateway {
    pub async fn open() -> Gateway {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("it listens").port();
        let told = Told { left: 1_000, interval: 41_250, ..Told::default() };
        let inner = Inner { port, told: Mutex::new(told), news: watch::channel(0).0 };
        let gateway = Gateway { inner: Arc::new(inner) };
        let router = Router::new().fallback(any(connect)).with_state(gateway.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        gateway
    }

    /// From now on the gateway is said to be elsewhere.
    pub fn be_at(&self, url: &str) {
        lock(&self.inner.told).url = Some(url.to_owned());
    }

    /// The answer of `GET /gateway/bot`.
    pub fn address(&self) -> Value {
        let told = lock(&self.inner.told);
        let own = || format!("ws://127.0.0.1:{}", self.inner.port);
        json!({
            "url": told.url.clone().unwrap_or_else(own),
            "shards": 1,
            "session_start_limit": {
                "total": 1_000, "remaining": told.left, "reset_after": 3_600_000, "max_concurrency": 1,
            },
        })
    }

    pub fn news(&self) -> watch::Receiver<u64> {
        self.inner.news.subscribe()
    }

    pub fn odd(&self) -> Vec<String> {
        lock(&self.inner.told).odd.clone()
    }

    /// How each connection began: `identify`, or `resume` with what was heard last.
    pub fn begun(&self) -> Vec<String> {
        lock(&self.inner.told).begun.clone()
    }

    /// The codes with which the bot ended its connections.
    pub fn closed(&self) -> Vec<Option<u16>> {
        lock(&self.inner.told).closed.clone()
    }

    pub fn heartbeats(&self) -> u64 {
        lock(&self.inner.told).heartbeats
    }

    /// From the next connection on a heartbeat is wanted so often.
    pub fn beat_every(&self, interval: std::time::Duration) {
        lock(&self.inner.told).interval = u64::try_from(interval.as_millis()).unwrap_or(u64::MAX);
    }

    pub fn be_deaf(&self, deaf: bool) {
        lock(&self.inner.told).deaf = deaf;
    }

    /// Sessions cannot be resumed any more.
    pub fn forget_sessions(&self) {
        lock(&self.inner.told).unresumable = true;
    }

    pub fn leave_identifies(&self, left: u64) {
        lock(&self.inner.told).left = left;
    }

    /// Something happens; the bot is told now, or when it has resumed.
    pub fn event(&self, name: &str, body: Value) {
        record("discord", "event", &json!({"name": name, "told": body}));
        let mut told = lock(&self.inner.told);
        let number = told.events.len() as u64 + 1;
        let event = json!({"op": 0, "t": name, "s": number, "d": body});
        told.events.push(event.clone());
        if let Some(now) = &told.now {
            let _ = now.send(Order::Send(event));
        }
    }

    /// Whether an interaction is a form that was filled in.
    pub fn is_form(&self, token: &str) -> bool {
        let told = lock(&self.inner.told);
        told.events.iter().any(|event| event["d"]["token"] == token && event["d"]["type"] == 5)
    }

    /// The same event once more.
    pub fn event_again(&self) {
        let told = lock(&self.inner.told);
        if let (Some(now), Some(event)) = (&told.now, told.events.last()) {
            let _ = now.send(Order::Send(event.clone()));
        }
    }

    /// Something that is no event: `{"op": 7}`.
    pub fn say(&self, frame: Value) {
        if let Some(now) = &lock(&self.inner.told).now {
            let _ = now.send(Order::Send(frame));
        }
    }

    pub fn end(&self, close: Close) {
        if let Some(now) = lock(&self.inner.told).now.take() {
            let _ = now.send(Order::End(close));
        }
    }

    fn happened(&self) {
        self.inner.news.send_modify(|count| *count += 1);
    }

    fn is_odd(&self, what: String) {
        lock(&self.inner.told).odd.push(what);
    }

    /// What a frame of the bot is answered with.
    fn hear(&self, frame: &Value, orders: &mpsc::UnboundedSender<Order>) {
        match frame["op"].as_u64() {
            Some(1) => {
                let mut told = lock(&self.inner.told);
                told.heartbeats += 1;
                if !told.deaf {
                    let _ = orders.send(Order::Send(json!({"op": 11})));
                }
            }
            Some(2) => self.identify(&frame["d"], orders),
            Some(6) => self.resume(&frame["d"], orders),
            _ => self.is_odd(format!("the gateway does not know {frame}")),
        }
    }

    fn identify(&self, body: &Value, orders: &mpsc::UnboundedSender<Order>) {
        let mut told = lock(&self.inner.told);
        told.begun.push("identify".to_owned());
        if body["token"] != TOKEN {
            let _ = orders.send(Order::End(Close::Code(4004)));
            return;
        }
        let whole = body["intents"].is_u64() && body["properties"]["os"].is_string();
        if !whole {
            told.odd.push(format!("identify: {body}"));
        }
        told.identified += 1;
        told.left = told.left.saturating_sub(1);
        told.session += 1;
        told.unresumable = false;
        told.events.clear();
        told.now = Some(orders.clone());
        let ready = json!({
            "v": 10, "session_id": format!("session-{}", told.session),
            "resume_gateway_url": format!("ws://127.0.0.1:{}/resumed", self.inner.port),
            "user": user(BOT, "baton"), "session_type": "normal",
            "application": {"id": BOT, "flags": 0}, "guilds": [{"id": SERVER, "unavailable": true}],
        });
        let event = json!({"op": 0, "t": "READY", "s": 1, "d": ready});
        told.events.push(event.clone());
        let _ = orders.send(Order::Send(event));
    }

    fn resume(&self, body: &Value, orders: &mpsc::UnboundedSender<Order>) {
        let mut told = lock(&self.inner.told);
        let seen = body["seq"].as_u64().unwrap_or(0);
        told.begun.push(format!("resume {seen}"));
        if told.unresumable || body["session_id"] != format!("session-{}", told.session) {
            let _ = orders.send(Order::Send(json!({"op": 9, "d": false})));
            return;
        }
        told.now = Some(orders.clone());
        let missed = told.events.iter().filter(|event| event["s"].as_u64() > Some(seen));
        for event in missed {
            let _ = orders.send(Order::Send(event.clone()));
        }
        let number = told.events.len() as u64 + 1;
        let resumed = json!({"op": 0, "t": "RESUMED", "s": number, "d": {}});
        told.events.push(resumed.clone());
        let _ = orders.send(Order::Send(resumed));
    }
}

async fn connect(
    State(gateway): State<Gateway>,
    Query(query): Query<BTreeMap<String, String>>,
    upgrade: WebSocketUpgrade,
) -> axum::response::Response {
    let right = query.get("v").map(String::as_str) == Some("10")
        && query.get("encoding").map(String::as_str) == Some("json");
    if !right {
        gateway.is_odd(format!("the gateway was asked for {query:?}"));
    }
    upgrade.on_upgrade(|socket| serve(gateway, socket))
}

async fn serve(gateway: Gateway, mut socket: WebSocket) {
    let (orders, mut ordered) = mpsc::unbounded_channel();
    let interval = lock(&gateway.inner.told).interval;
    let hello = json!({"op": 10, "d": {"heartbeat_interval": interval}});
    let _ = orders.send(Order::Send(hello));
    loop {
        tokio::select! {
            order = ordered.recv() => match order {
                Some(Order::Send(frame)) => {
                    if socket.send(Message::Text(frame.to_string().into())).await.is_err() {
                        break;
                    }
                }
                Some(Order::End(Close::Code(code))) => {
                    let frame = CloseFrame { code, reason: "as ordered".into() };
                    let _ = socket.send(Message::Close(Some(frame))).await;
                    break;
                }
                Some(Order::End(Close::Broken)) | None => break,
            },
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                    Ok(frame) => gateway.hear(&frame, &orders),
                    Err(_) => gateway.is_odd(format!("the gateway was told {text}")),
                },
                Some(Ok(Message::Close(frame))) => {
                    lock(&gateway.inner.told).closed.push(frame.map(|frame| frame.code));
                    break;
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break,
            },
        }
        gateway.happened();
    }
    gateway.happened();
}
