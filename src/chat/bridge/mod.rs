//! The bridge: JSON lines on two pipes, for any chat system that somebody writes the other end for.
//!
//! Every message that is to be delivered waits for its answer; one that gets none in time may have arrived, and is asked
//! for before it is sent again. [`wire`] are the lines.

#[cfg(test)]
mod tests;
pub mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use baton_commands::card::Card;
use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, Place};
use baton_commands::say;
use baton_commands::voice::{PlainStyle, Voice};
use baton_commands::world::World;
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};
use tokio::sync::{mpsc, oneshot, watch};

use super::lock::lock;
use super::{
    Busy, DeliveryError, Inbound, Inbox, Names, Outgoing, Pace, Platform, Rate, Receipt, Scope,
};
use wire::{Message, Telling, Told};

/// Its name in the files and in `/baton status`.
pub const NAME: &str = "bridge";
/// The longest line that is read, in bytes.
const LINE_MAX: u64 = 256 << 10;
/// How long the other side may take to deliver a message or to look for one.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// What the other side is asked to try again after, when nobody reads any more.
const CLOSED_FOR: chrono::Duration = chrono::Duration::minutes(1);
/// Deliveries under way at once.
const AT_ONCE: usize = 16;

/// The bridge as a platform.
pub struct Bridge {
    world: watch::Receiver<World>,
    reading: Mutex<Option<Box<dyn AsyncRead + Send + Unpin>>>,
    /// To whoever writes the lines.
    lines: mpsc::UnboundedSender<String>,
    /// Who waits for an answer, by the name of the message. None: the other side has gone.
    waiting: Mutex<Option<BTreeMap<String, oneshot::Sender<Told>>>>,
    /// How long the other side may take.
    answer_within: Duration,
}

impl Bridge {
    /// A bridge that reads there, and the task that writes its lines: it ends when the bridge is dropped or nobody reads.
    pub fn new(
        reading: impl AsyncRead + Send + Unpin + 'static,
        writing: impl AsyncWrite + Send + Unpin + 'static,
        world: watch::Receiver<World>,
    ) -> (Bridge, impl Future<Output = ()> + Send) {
        let (lines, written) = mpsc::unbounded_channel();
        let waiting = Mutex::new(Some(BTreeMap::new()));
        let bridge = Bridge {
            world,
            reading: Mutex::new(Some(Box::new(reading))),
            lines,
            waiting,
            answer_within: ANSWER_WITHIN,
        };
        (bridge, write(written, writing))
    }

    fn names(&self) -> Names {
        Names::new(NAME, self.world.borrow().clone())
    }

    fn tell(&self, telling: &Telling) {
        match serde_json::to_string(telling) {
            // Who has gone is not told.
            Ok(line) => drop(self.lines.send(line)),
            Err(error) => tracing::error!(%error, "a line of the bridge cannot be written"),
        }
    }

    fn message(&self, outgoing: &Outgoing) -> Message {
        let names = self.names();
        let home = names.world().directory().company.zone;
        Message::of(outgoing, &names, home)
    }

    /// Tells and waits for the answer to that name. None: there is none in time, or nobody to give it.
    async fn asked(&self, name: &str, telling: &Telling) -> Result<Told, Unanswered> {
        let (answer, answered) = oneshot::channel();
        {
            let mut waiting = lock(&self.waiting);
            let waiting = waiting.as_mut().ok_or(Unanswered::Gone)?;
            waiting.insert(name.to_owned(), answer);
        }
        self.tell(telling);
        match tokio::time::timeout(self.answer_within, answered).await {
            Ok(Ok(told)) => Ok(told),
            Ok(Err(_)) => Err(Unanswered::Lost),
            Err(_) => {
                self.forget(name);
                Err(Unanswered::Lost)
            }
        }
    }

    fn forget(&self, name: &str) -> Option<oneshot::Sender<Told>> {
        let mut waiting = lock(&self.waiting);
        waiting.as_mut()?.remove(name)
    }

    /// Does what one line asks.
    fn hear(self: &Arc<Self>, inbox: &Inbox, line: &str, number: u64) {
        let told: Told = match serde_json::from_str(line) {
            Ok(told) => told,
            Err(error) => {
                return self.tell(&Telling::Error { line: number, why: error.to_string() });
            }
        };
        let name = match &told {
            Told::Say { .. } => return self.take(inbox, told),
            Told::Done { name, .. }
            | Told::Later { name, .. }
            | Told::Never { name, .. }
            | Told::Found { name, .. } => name.clone(),
        };
        match self.forget(&name) {
            // Who stopped waiting asks again.
            Some(waits) => drop(waits.send(told)),
            None => {
                let why = format!("nothing named `{name}` waits for an answer");
                self.tell(&Telling::Error { line: number, why });
            }
        }
    }

    /// Hands in what somebody said; its answers follow when it is committed.
    fn take(self: &Arc<Self>, inbox: &Inbox, told: Told) {
        let Told::Say { id, account, channel, thread, text } = told else { return };
        let names = self.names();
        let who = names.who(&account);
        let direct = || names.person(&account).map(Place::Direct);
        let place = channel.as_deref().map(|channel| names.place(channel, channel));
        let slash = if place.is_some() { Slash::Required } else { Slash::Optional };
        // A stranger who writes to the bot alone has no place of his own: nothing is kept there.
        let place = place.or_else(direct).unwrap_or_else(|| Place::channel(NAME));
        let delivery = DeliveryId(format!("{NAME}:{id}"));
        let inbound = Inbound { delivery, who, place, thread, text, slash };
        match inbox.offer(inbound) {
            Err(Busy) => self.tell(&Telling::Answer { id, message: self.busy() }),
            Ok(answered) => {
                let bridge = Arc::clone(self);
                tokio::spawn(async move {
                    for answer in answered.await.unwrap_or_default() {
                        let message = bridge.message(&answer);
                        bridge.tell(&Telling::Answer { id: id.clone(), message });
                    }
                });
            }
        }
    }

    /// What is answered when more is said than can be heard.
    fn busy(&self) -> Message {
        let world = self.world.borrow();
        let company = &world.directory().company;
        let voice = Voice::new(world.directory().language(), company.zone, &PlainStyle);
        Message {
            act: "refused",
            at: chrono::DateTime::UNIX_EPOCH,
            channel: None,
            account: None,
            pings: BTreeMap::new(),
            reason: None,
            about: Vec::new(),
            text: voice.prose(&Card::line(say!("chat-busy"))),
            buttons: Vec::new(),
            root: None,
            picture: None,
            form: None,
        }
    }
}

/// Why an answer did not come.
enum Unanswered {
    /// The other side has closed its end: nothing was told.
    Gone,
    /// It was told, and nothing was heard of it.
    Lost,
}

async fn write(mut lines: mpsc::UnboundedReceiver<String>, mut writing: impl AsyncWrite + Unpin) {
    while let Some(mut line) = lines.recv().await {
        line.push('\n');
        let written = writing.write_all(line.as_bytes()).await;
        if written.is_err() || writing.flush().await.is_err() {
            return;
        }
    }
}

/// A bridge that is shared with those who wait at it.
pub struct Shared(pub Arc<Bridge>);

#[async_trait]
impl Platform for Shared {
    fn name(&self) -> &'static str {
        NAME
    }

    fn pace(&self) -> Pace {
        Pace { place: Rate::UNLIMITED, whole: Rate::UNLIMITED, at_once: AT_ONCE }
    }

    fn edits(&self) -> bool {
        true
    }

    /// Reads lines until the other side closes its end.
    async fn listen(&self, inbox: Inbox) -> anyhow::Result<()> {
        let reading = lock(&self.0.reading).take();
        let mut reading = BufReader::new(reading.context("the bridge is being read already")?);
        let (mut number, mut line) = (0, Vec::new());
        loop {
            number += 1;
            line.clear();
            let read = (&mut reading).take(LINE_MAX).read_until(b'\n', &mut line).await;
            if read.context("reading the bridge's lines")? == 0 {
                break;
            }
            match std::str::from_utf8(&line) {
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => self.0.hear(&inbox, text, number),
                Err(error) => {
                    self.0.tell(&Telling::Error { line: number, why: error.to_string() });
                }
            }
        }
        // Whoever waits for an answer hears that there will be none.
        lock(&self.0.waiting).take();
        Ok(())
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        let (name, also) = (message.name.clone(), message.also.clone());
        let telling = Telling::Deliver { name, also, message: self.0.message(message) };
        match self.0.asked(&message.name, &telling).await {
            Ok(Told::Done { receipt, .. }) => Ok(Receipt(receipt)),
            Ok(Told::Never { why, .. }) => Err(DeliveryError::Never { why }),
            Ok(Told::Later { after, everywhere, .. }) => Err(DeliveryError::Later {
                after: chrono::Duration::milliseconds(
                    (after.clamp(0.0, 86_400.0) * 1_000.0) as i64,
                ),
                scope: if everywhere { Scope::Platform } else { Scope::Place },
                why: "the other side asks to wait".to_owned(),
                said: true,
            }),
            Err(Unanswered::Gone) => Err(DeliveryError::Later {
                after: CLOSED_FOR,
                scope: Scope::Platform,
                why: "the other side has closed the bridge".to_owned(),
                said: false,
            }),
            Ok(Told::Say { .. } | Told::Found { .. }) | Err(Unanswered::Lost) => {
                Err(DeliveryError::Unknown { why: "the other side did not answer".to_owned() })
            }
        }
    }

    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        let telling = Telling::Find { name: message.name.clone() };
        match self.0.asked(&message.name, &telling).await {
            Ok(Told::Found { receipt, .. }) => Ok(receipt.map(Receipt)),
            _ => anyhow::bail!("the other side did not say whether it has the message"),
        }
    }
}
