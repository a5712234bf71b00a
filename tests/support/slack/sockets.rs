//! Socket Mode from Slack's end: greeted connections, envelopes to any one of them, and every way they end.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::ws::{Message, WebSocket};
use baton::engine::clock::{Clock as _, SystemClock};
use chrono::{DateTime, Utc};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::Shared;
use crate::support::recorded::record;

/// What a connection is told to do.
enum Order {
    Say(Value),
    /// Close without a word.
    Close,
    /// Keep the connection open and be deaf and dumb from now on.
    Freeze,
}

#[derive(Default)]
pub struct Sockets {
    subscribed: Vec<String>,
    lines: Mutex<BTreeMap<u64, UnboundedSender<Order>>>,
    /// What each envelope was told, and when.
    acks: Mutex<BTreeMap<String, (Value, DateTime<Utc>)>>,
    made: Mutex<u64>,
    /// The most that lived at once.
    pub most: Mutex<usize>,
    refusing: AtomicBool,
}

impl Sockets {
    pub fn subscribed(events: &Value) -> Sockets {
        let events = events.as_array().into_iter().flatten();
        let subscribed = events.filter_map(|it| it.as_str().map(str::to_owned)).collect();
        Sockets { subscribed, ..Sockets::default() }
    }

    /// Connections that are greeted and not closed.
    pub fn alive(&self) -> usize {
        self.lines.lock().expect("a lock").len()
    }

    /// How many connections there ever were.
    pub fn ever(&self) -> u64 {
        *self.made.lock().expect("a lock")
    }

    /// The numbers of those that live.
    pub fn numbers(&self) -> Vec<u64> {
        self.lines.lock().expect("a lock").keys().copied().collect()
    }

    pub fn ack(&self, id: &str) -> Option<Value> {
        self.acks.lock().expect("a lock").get(id).map(|(said, _)| said.clone())
    }

    /// Every acknowledgement so far, by envelope, and when it came.
    pub fn acks(&self) -> MutexGuard<'_, BTreeMap<String, (Value, DateTime<Utc>)>> {
        self.acks.lock().expect("a lock")
    }

    /// From now on connections are closed before they are greeted; or greeted again.
    pub fn refuse(&self, refusing: bool) {
        self.refusing.store(refusing, Ordering::SeqCst);
    }

    fn order(&self, number: u64, order: Order) {
        let lines = self.lines.lock().expect("a lock");
        lines[&number].send(order).unwrap_or_else(|_| panic!("connection {number} has gone"));
    }

    /// Sends an envelope by one connection.
    pub fn send_by(&self, number: u64, envelope: Value) {
        self.order(number, Order::Say(envelope));
    }

    /// Sends an envelope by the newest connection.
    pub fn send(&self, envelope: Value) {
        let newest = *self.numbers().last().expect("a connection");
        self.send_by(newest, envelope);
    }

    pub fn disconnect(&self, number: u64, reason: &str) {
        let goodbye =
            json!({"type": "disconnect", "reason": reason, "debug_info": {"host": "wss-1"}});
        self.order(number, Order::Say(goodbye));
    }

    pub fn close(&self, number: u64) {
        self.order(number, Order::Close);
    }

    pub fn freeze(&self, number: u64) {
        self.order(number, Order::Freeze);
        self.lines.lock().expect("a lock").remove(&number);
    }

    /// An event to which the manifest subscribes.
    pub fn event(&self, id: &str, event: Value) -> Value {
        let kind = event["type"].as_str().expect("a type");
        let named = match event["channel_type"].as_str() {
            Some(place) => format!("{kind}.{place}"),
            None => kind.to_owned(),
        };
        assert!(self.subscribed.contains(&named), "the manifest does not subscribe to {named}");
        json!({
            "envelope_id": id, "type": "events_api", "accepts_response_payload": false,
            "retry_attempt": 0, "retry_reason": "",
            "payload": {
                "token": "verification", "team_id": "T1", "api_app_id": "A1",
                "type": "event_callback", "event_id": format!("Ev{id}"), "event_time": 1_900_000_000,
                "event": event,
            },
        })
    }
}

/// One connection, from greeting to end.
pub async fn served(shared: Arc<Shared>, mut socket: WebSocket) {
    let sockets = &shared.sockets;
    if sockets.refusing.load(Ordering::SeqCst) {
        return;
    }
    let hello = json!({
        "type": "hello", "num_connections": sockets.alive() + 1,
        "connection_info": {"app_id": "A1"}, "debug_info": {"host": "wss-1"},
    });
    if socket.send(Message::text(hello.to_string())).await.is_err() {
        return;
    }
    let (orders, mut ordered) = unbounded_channel();
    let number = {
        let mut made = sockets.made.lock().expect("a lock");
        *made += 1;
        let mut lines = sockets.lines.lock().expect("a lock");
        lines.insert(*made, orders);
        let mut most = sockets.most.lock().expect("a lock");
        *most = lines.len().max(*most);
        *made
    };
    shared.changed.notify_waiters();
    let (mut out, mut heard) = socket.split();
    loop {
        tokio::select! {
            order = ordered.recv() => match order {
                Some(Order::Say(said)) => {
                    if out.send(Message::text(said.to_string())).await.is_err() { break }
                }
                Some(Order::Freeze) => std::future::pending().await,
                Some(Order::Close) | None => break,
            },
            said = heard.next() => match said {
                Some(Ok(Message::Text(said))) => {
                    let said: Value = serde_json::from_str(&said).expect("JSON");
                    record("slack", "acknowledgement", &said);
                    let id = said["envelope_id"].as_str().expect("an envelope").to_owned();
                    sockets.acks().insert(id, (said, SystemClock.now()));
                    shared.changed.notify_waiters();
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => {}
            },
        }
    }
    sockets.lines.lock().expect("a lock").remove(&number);
    shared.changed.notify_waiters();
}
