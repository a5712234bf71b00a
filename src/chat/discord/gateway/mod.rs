//! The gateway: one connection on which Discord says what happens, watched and resumed.
//!
//! It is our own, on top of a WebSocket: the library's begins a new session where one could be resumed, forgets where to
//! resume, and does not count beginnings, of which Discord allows 1,000 a day (docs/adr/0009-discords-gateway.md).

mod session;

use std::time::Duration;

use anyhow::Context as _;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use serenity::http::Route;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::fault::{Fault, REFUSED};
use super::rest::{Call, Rest};
use crate::secret::Secret;
pub use session::Event;
use session::{End, Frame, OURS, Session, Step};

/// Beginnings that are left to others who use the token, such as a person who tries something.
const RESERVED: u64 = 50;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How long things take.
#[derive(Debug, Clone, Copy)]
pub struct Paces {
    /// A connection that does not stand by then is given up.
    pub connect_within: Duration,
    /// Between two connections that do not last; doubled each time, up to the longest.
    pub again_after: Duration,
    pub again_after_max: Duration,
}

impl Default for Paces {
    fn default() -> Paces {
        Paces {
            connect_within: Duration::from_secs(10),
            again_after: Duration::from_secs(5),
            again_after_max: Duration::from_secs(300),
        }
    }
}

impl Paces {
    /// A resume costs nothing and people wait: the first comes at once. A beginning is counted by Discord.
    fn again_after(&self, end: &End, short: u32) -> Duration {
        match (end, short) {
            (End::Resume, 0 | 1) => Duration::ZERO,
            (_, short) => {
                let doubled = self.again_after * 2_u32.pow(short.saturating_sub(2).min(10));
                doubled.min(self.again_after_max)
            }
        }
    }
}

/// The way to the gateway.
pub struct Gateway<'a> {
    pub rest: &'a Rest,
    pub token: &'a Secret,
    pub paces: Paces,
}

impl Gateway<'_> {
    /// Tells what happens, for as long as Discord lets us.
    ///
    /// # Errors
    /// Discord refuses us for good.
    pub async fn listen(&self, mut tell: impl FnMut(Event)) -> anyhow::Result<()> {
        let mut session = Session::default();
        // Connections in a row that did not last.
        let mut short = 0;
        loop {
            let mut lasted = false;
            let end = match self.open(&session).await {
                Ok(socket) => {
                    let connection = Connection { socket, lasted: &mut lasted };
                    connection.run(&mut session, self, &mut tell).await
                }
                Err(fault) => {
                    if fault.downcast_ref::<Fault>().is_some_and(Fault::is_of_token) {
                        anyhow::bail!(REFUSED);
                    }
                    tracing::warn!("Discord's gateway: {fault:#}");
                    End::Resume
                }
            };
            short = if lasted { 0 } else { short + 1 };
            if let End::Refused(why) = end {
                anyhow::bail!("{why}");
            }
            let again_after = self.paces.again_after(&end, short);
            tracing::info!(?end, ?again_after, "the connection to Discord's gateway ended");
            wait(again_after).await;
        }
    }

    async fn open(&self, session: &Session) -> anyhow::Result<Socket> {
        let url = match session.resumed_at() {
            Some(url) => url.to_owned(),
            None => self.first_address().await?,
        };
        let url = format!("{}/?v=10&encoding=json", url.trim_end_matches('/'));
        let opened = timeout(self.paces.connect_within, connect_async(url)).await;
        let (socket, _) = opened.context("no connection in time")?.context("connecting")?;
        Ok(socket)
    }

    /// Where a session begins, once one may: beginnings are counted, and whoever uses them up loses his token.
    async fn first_address(&self) -> anyhow::Result<String> {
        loop {
            let told = self.rest.call(Call::get(Route::GatewayBot)).await?;
            let limit = &told["session_start_limit"];
            if limit["remaining"].as_u64().is_none_or(|left| left > RESERVED) {
                let url = told["url"].as_str().context("Discord names no gateway")?;
                return Ok(url.to_owned());
            }
            let after = Duration::from_millis(limit["reset_after"].as_u64().unwrap_or(60_000));
            tracing::error!(
                ?after,
                "Discord allows no new session before that; look at why so many ended"
            );
            wait(after.min(self.paces.again_after_max)).await;
        }
    }
}

/// One connection.
struct Connection<'a> {
    socket: Socket,
    /// Whether it stood for a heartbeat at least.
    lasted: &'a mut bool,
}

impl Connection<'_> {
    async fn run(
        mut self,
        session: &mut Session,
        gateway: &Gateway<'_>,
        tell: &mut impl FnMut(Event),
    ) -> End {
        let greeted = timeout(gateway.paces.connect_within, self.greeted(session)).await;
        let Ok(Ok(every)) = greeted else { return self.left(session).await };
        if self.send(&session.opening(gateway.token)).await.is_err() {
            return End::Resume;
        }
        let mut beats = tokio::time::interval(every);
        // The first beat of an interval comes at once; ours is due after one.
        beats.tick().await;
        let mut acknowledged = true;
        loop {
            let step = tokio::select! {
                _ = beats.tick() => {
                    // Nothing was heard of the last one: it is open and deaf.
                    if !std::mem::take(&mut acknowledged) {
                        tracing::warn!("Discord's gateway does not answer");
                        return self.left(session).await;
                    }
                    Step::Send(session.heartbeat())
                }
                heard = self.next(session) => heard,
            };
            match step {
                Step::Nothing | Step::Greet(_) => {}
                Step::Acknowledged => {
                    acknowledged = true;
                    *self.lasted = true;
                }
                Step::Send(frame) => {
                    if self.send(&frame).await.is_err() {
                        return End::Resume;
                    }
                }
                Step::Tell(event) => tell(event),
                Step::End(End::Resume) => return self.left(session).await,
                Step::End(end) => return end,
            }
        }
    }

    /// How often to beat, which the gateway says first.
    async fn greeted(&mut self, session: &mut Session) -> Result<Duration, End> {
        loop {
            match self.next(session).await {
                Step::Greet(every) => return Ok(Duration::from_millis(every.max(1))),
                Step::End(end) => return Err(end),
                _ => {}
            }
        }
    }

    /// The next frame; one that cannot be read is left out.
    async fn next(&mut self, session: &mut Session) -> Step {
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => match serde_json::from_str::<Frame>(&text) {
                Ok(frame) => session.hear(frame),
                Err(error) => {
                    tracing::warn!(%error, "a frame of Discord's gateway cannot be read");
                    Step::Nothing
                }
            },
            Some(Ok(Message::Close(frame))) => {
                Step::End(session.closed(frame.map(|frame| frame.code.into())))
            }
            Some(Ok(_)) => Step::Nothing,
            Some(Err(_)) | None => Step::End(session.closed(None)),
        }
    }

    async fn send(&mut self, frame: &Value) -> anyhow::Result<()> {
        Ok(self.socket.send(Message::text(frame.to_string())).await?)
    }

    /// We go, such that the session stays: a plain goodbye would end it.
    async fn left(mut self, session: &Session) -> End {
        let frame = CloseFrame { code: OURS.into(), reason: "back soon".into() };
        let closing = self.socket.close(Some(frame));
        // Whoever does not answer is left without a word.
        let _ = timeout(Duration::from_secs(1), closing).await;
        if session.resumed_at().is_some() { End::Resume } else { End::Anew }
    }
}

async fn wait(length: Duration) {
    // Nothing else ends the wait.
    let _ = timeout(length, std::future::pending::<()>()).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_last_is_tried_less_and_less_often() {
        let paces = Paces::default();
        let seconds = |end: &End| -> Vec<u64> {
            (0..10).map(|short| paces.again_after(end, short).as_secs()).collect()
        };
        assert_eq!(seconds(&End::Resume), [0, 0, 5, 10, 20, 40, 80, 160, 300, 300]);
        assert_eq!(seconds(&End::Anew), [5, 5, 5, 10, 20, 40, 80, 160, 300, 300]);
    }
}
