//! Socket Mode: connections that Slack speaks to us on, so that we need no address of our own.
//!
//! Two of them live at any time; each is watched, and a new one stands before an old one is left.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures_util::stream::FuturesUnordered;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::ack::{Ack, Reply};
use super::heard::{self, Heard};
use super::patience::pause;
use super::talk::Talk;
use super::wire::Wire;
use crate::secret::Secret;

/// Connections that live side by side; Slack sends each payload to one of them, and takes ten.
const LANES: usize = 2;
/// Rounds of pings without any sign of life after which a connection is dead: with a ping every 10 s that is found within 30 s.
const SILENT_MAX: u32 = 3;
/// An acknowledgement that cannot be written in so long comes too late anyway.
const WRITE_WITHIN: Duration = Duration::from_secs(3);

/// How patient connections are.
#[derive(Debug, Clone, Copy)]
pub struct Pulse {
    /// How often a sign of life is asked for.
    pub ping_every: Duration,
    /// After the first failure to connect; each further one doubles it.
    pub again_after: Duration,
    /// The longest wait between two tries.
    pub again_at_most: Duration,
}

impl Default for Pulse {
    fn default() -> Pulse {
        Pulse {
            ping_every: Duration::from_secs(10),
            again_after: Duration::from_secs(1),
            again_at_most: Duration::from_secs(30),
        }
    }
}

/// What a connection needs to be made.
#[derive(Clone)]
pub struct Socket {
    pub wire: Wire,
    /// The app's token (`xapp-…`), not the bot's.
    pub token: Secret,
    pub pulse: Pulse,
}

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Why a connection is served no longer.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// Slack will close it soon; it still carries what comes until then.
    Refresh,
    /// Slack wants no connection now: a new one at once would go the same way.
    Unwanted(&'static str),
    Lost(String),
    /// Another stands in its place.
    Left,
}

impl Socket {
    /// Listens until it is dropped.
    pub async fn listen(self, talk: Arc<Talk>) {
        let mut lanes = JoinSet::new();
        for _ in 0..LANES {
            lanes.spawn(self.clone().lane(Arc::clone(&talk)));
        }
        while lanes.join_next().await.is_some() {}
    }

    /// One connection after the other, for ever.
    async fn lane(self, talk: Arc<Talk>) {
        // Dropped with the lane, and what it serves with it.
        let mut old = JoinSet::new();
        let mut stream = self.connected().await;
        loop {
            let (end, served) = serve(stream, &talk, &self.pulse, None).await;
            match end {
                End::Refresh => {
                    tracing::debug!("Slack asks for a new connection");
                    let (leave, left) = oneshot::channel();
                    let (talk, pulse) = (Arc::clone(&talk), self.pulse);
                    old.spawn(async move { serve(served, &talk, &pulse, Some(left)).await.0 });
                    stream = self.connected().await;
                    // The old one may be gone by itself.
                    let _ = leave.send(());
                }
                End::Unwanted(why) => {
                    tracing::error!("Slack ends a connection: {why}");
                    pause(self.pulse.again_at_most).await;
                    stream = self.connected().await;
                }
                End::Lost(why) => {
                    tracing::warn!(why, "a connection to Slack is lost");
                    stream = self.connected().await;
                }
                End::Left => return,
            }
            while old.try_join_next().is_some() {}
        }
    }

    /// A connection that Slack has greeted, however often it must be tried.
    async fn connected(&self) -> Stream {
        let mut again_after = self.pulse.again_after;
        loop {
            match self.connect().await {
                Ok(stream) => return stream,
                Err(error) => tracing::warn!("connecting to Slack: {error:#}"),
            }
            pause(again_after).await;
            again_after = (again_after * 2).min(self.pulse.again_at_most);
        }
    }

    async fn connect(&self) -> anyhow::Result<Stream> {
        let within = self.wire.within();
        let opened = self.wire.tell("apps.connections.open", &self.token, &json!({})).await;
        let opened = opened.context("asking for an address (is `slack.app_token` an app-level token with `connections:write`?)")?;
        let address = opened["url"].as_str().context("Slack gave no address")?;
        let connected = timeout(within, connect_async(address)).await;
        let (mut stream, _) = connected.context("it takes too long")??;
        loop {
            let greeted = timeout(within, stream.next()).await.context("no greeting")?;
            let said = greeted.context("closed before a greeting")??;
            let Message::Text(text) = said else { continue };
            let said: Value = serde_json::from_str(&text).context("a greeting that is no JSON")?;
            anyhow::ensure!(said["type"] == "hello", "instead of a greeting: {}", said["type"]);
            return Ok(stream);
        }
    }
}

/// Takes what comes and acknowledges it. With `left`, it is an old connection: it is served until another stands.
async fn serve(
    mut stream: Stream,
    talk: &Arc<Talk>,
    pulse: &Pulse,
    left: Option<oneshot::Receiver<()>>,
) -> (End, Stream) {
    let is_old = left.is_some();
    let mut left = left.unwrap_or_else(never);
    let mut soon = FuturesUnordered::new();
    let mut silent = 0;
    let mut pings = interval(pulse.ping_every);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pings.tick().await;
    let end = loop {
        let answer = tokio::select! {
            frame = stream.next() => {
                silent = 0;
                match read(frame) {
                    Ok(Frame::Envelope(envelope)) => match take(talk, &envelope) {
                        Taken::Now(ack) => Some(ack),
                        Taken::Soon(ack) => { soon.push(ack); None }
                        Taken::Nothing => None,
                    },
                    Ok(Frame::Other) => None,
                    Err(End::Refresh) if is_old => None,
                    Err(end) => break end,
                }
            }
            Some(ack) = soon.next() => ack,
            _ = pings.tick() => {
                silent += 1;
                if silent >= SILENT_MAX {
                    break End::Lost("no sign of life".to_owned());
                }
                Some(Message::Ping(Vec::new().into()))
            }
            _ = &mut left, if is_old => break End::Left,
        };
        if let Some(answer) = answer
            && let Err(end) = write(&mut stream, answer).await
        {
            break end;
        }
    };
    if matches!(end, End::Left) {
        // What was promised soon is still said; a connection that is left is closed politely, if it can be.
        while let Some(ack) = soon.next().await {
            if let Some(ack) = ack
                && write(&mut stream, ack).await.is_err()
            {
                break;
            }
        }
        let _ = timeout(WRITE_WITHIN, stream.close(None)).await;
    }
    (end, stream)
}

/// A receiver that is told nothing: it is not looked at.
fn never() -> oneshot::Receiver<()> {
    oneshot::channel().1
}

async fn write(stream: &mut Stream, message: Message) -> Result<(), End> {
    match timeout(WRITE_WITHIN, stream.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(End::Lost(error.to_string())),
        Err(_) => Err(End::Lost("it takes nothing any more".to_owned())),
    }
}

enum Frame {
    Envelope(Value),
    /// Pings, and what is not for us.
    Other,
}

fn read(
    frame: Option<Result<Message, tokio_tungstenite::tungstenite::Error>>,
) -> Result<Frame, End> {
    let text = match frame {
        Some(Ok(Message::Text(text))) => text,
        Some(Ok(Message::Close(_))) | None => return Err(End::Lost("closed".to_owned())),
        Some(Ok(_)) => return Ok(Frame::Other),
        Some(Err(error)) => return Err(End::Lost(error.to_string())),
    };
    let Ok(said) = serde_json::from_str::<Value>(&text) else {
        tracing::warn!("Slack says what is no JSON");
        return Ok(Frame::Other);
    };
    match (said["type"].as_str(), said["reason"].as_str()) {
        (Some("disconnect"), Some("link_disabled")) => Err(End::Unwanted(
            "Socket Mode is switched off for the app; switch it on at api.slack.com/apps",
        )),
        (Some("disconnect"), Some("too_many_websockets")) => Err(End::Unwanted(
            "more than ten connections of this app; is another Baton running with its token?",
        )),
        (Some("disconnect"), _) => Err(End::Refresh),
        _ if said["envelope_id"].is_string() => Ok(Frame::Envelope(said)),
        _ => Ok(Frame::Other),
    }
}

enum Taken<F> {
    Now(Message),
    Soon(F),
    Nothing,
}

/// Hands an envelope on; what it is acknowledged with, if it is.
fn take(
    talk: &Arc<Talk>,
    envelope: &Value,
) -> Taken<impl Future<Output = Option<Message>> + Send + use<>> {
    let payload = &envelope["payload"];
    let heard = match envelope["type"].as_str() {
        Some("slash_commands") => heard::command(payload),
        Some("interactive") => heard::interaction(payload),
        Some("events_api") => heard::event(payload),
        _ => Heard::Nothing,
    };
    let Some(id) = envelope["envelope_id"].as_str().map(str::to_owned) else {
        return Taken::Nothing;
    };
    let accepts = envelope["accepts_response_payload"] == true;
    match talk.take(heard) {
        Ack::Now(answer) => Taken::Now(ack(&id, answer.filter(|_| accepts))),
        Ack::Soon(answer) => Taken::Soon(async move {
            match answer.await {
                Reply::Heard(answer) => Some(ack(&id, answer.filter(|_| accepts))),
                Reply::Silence => None,
            }
        }),
    }
}

fn ack(id: &str, answer: Option<Value>) -> Message {
    let mut ack = json!({"envelope_id": id});
    if let Some(answer) = answer {
        ack["payload"] = answer;
    }
    Message::text(ack.to_string())
}
