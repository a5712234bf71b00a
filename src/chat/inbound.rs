//! What people say, before it is read.

mod queue;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place, RecordId};
use tokio::sync::mpsc::error::{TryRecvError, TrySendError};
use tokio::sync::oneshot::error::RecvError;
use tokio::sync::{mpsc, oneshot};

use crate::chat::Outgoing;
pub use queue::Patience;
use queue::Queue;

/// Who speaks, as the platform knows him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    Person(PersonId),
    /// An account no person maps to, as `platform:id` (DIR-2).
    Stranger(String),
}

/// One thing somebody said.
#[derive(Debug, Clone)]
pub struct Inbound {
    pub delivery: DeliveryId,
    pub who: Who,
    pub place: Place,
    /// The record in whose thread it was said.
    pub thread: Option<RecordId>,
    /// A command line, a press `[Acknowledge INC-7]`, a form `[Submit incident.open title=…]` or plain talk.
    pub text: String,
    pub slash: Slash,
}

/// So much waits to be read that no more is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more is being said than can be heard")]
pub struct Busy;

/// The way in: the engine answers each with the messages for the asker alone, or none for plain talk.
#[derive(Debug, Clone)]
pub struct Inbox {
    sender: mpsc::Sender<Waiting>,
    queue: Arc<Queue>,
}

/// A letter, and whoever waits for its answer.
pub type Asked = (Inbound, oneshot::Sender<Vec<Outgoing>>);

/// A letter that nobody has begun with.
#[derive(Debug)]
struct Waiting {
    asked: Asked,
    turn: Turn,
    /// When it was offered, in milliseconds since 1970; 0 without patience.
    offered_at: i64,
}

/// Whose a letter is: he who takes it first has it, the engine to decide it or its sender to withdraw it.
#[derive(Debug, Clone, Default)]
struct Turn(Arc<AtomicBool>);

impl Turn {
    fn take(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }
}

/// The engine's end of the inbox.
#[derive(Debug)]
pub struct Letters {
    waiting: mpsc::Receiver<Waiting>,
    queue: Arc<Queue>,
}

impl Letters {
    /// The next letter that was not withdrawn; from now on it is decided and answered. None: nobody says anything more.
    pub async fn recv(&mut self) -> Option<Asked> {
        loop {
            let waiting = self.waiting.recv().await?;
            if let Some(asked) = self.begin(waiting) {
                return Some(asked);
            }
        }
    }

    /// The same without waiting.
    ///
    /// # Errors
    /// Nothing waits, or nobody says anything more.
    pub fn try_recv(&mut self) -> Result<Asked, TryRecvError> {
        loop {
            let waiting = self.waiting.try_recv()?;
            if let Some(asked) = self.begin(waiting) {
                return Ok(asked);
            }
        }
    }

    fn begin(&self, waiting: Waiting) -> Option<Asked> {
        let Waiting { asked, turn, offered_at } = waiting;
        self.queue.took(offered_at, self.waiting.is_empty());
        turn.take().then_some(asked)
    }
}

/// What a letter is answered with when it is committed; an error when the engine stopped before.
#[derive(Debug)]
pub struct Answers {
    answered: oneshot::Receiver<Vec<Outgoing>>,
    turn: Turn,
}

impl Answers {
    /// Takes the letter back, if nobody has begun with it: then nothing was done, and nothing will be. False: it is being
    /// decided, and will be answered.
    pub fn withdraw(&self) -> bool {
        self.turn.take()
    }
}

impl Future for Answers {
    type Output = Result<Vec<Outgoing>, RecvError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.answered).poll(context)
    }
}

impl Inbox {
    /// An inbox that holds at most `limit` unread, however long they wait.
    pub fn new(limit: usize) -> (Inbox, Letters) {
        Inbox::made(limit, None)
    }

    /// One that takes no more as soon as letters wait for too long: its length follows from how fast they are decided.
    pub fn with_patience(limit: usize, patience: Patience) -> (Inbox, Letters) {
        Inbox::made(limit, Some(patience))
    }

    fn made(limit: usize, patience: Option<Patience>) -> (Inbox, Letters) {
        let (sender, waiting) = mpsc::channel(limit);
        let queue = Arc::new(Queue::new(patience));
        (Inbox { sender, queue: Arc::clone(&queue) }, Letters { waiting, queue })
    }

    /// Says something without waiting for room.
    ///
    /// # Errors
    /// [`Busy`]: more is unread than the engine can get to soon. Nothing was taken; the asker is to be told.
    pub fn offer(&self, inbound: Inbound) -> Result<Answers, Busy> {
        let now = self.queue.now();
        let ahead = self.sender.max_capacity() - self.sender.capacity();
        if !self.queue.has_room(ahead, now) {
            return Err(Busy);
        }
        let (waiting, answers) = waiting(inbound, now);
        match self.sender.try_send(waiting) {
            Err(TrySendError::Full(_)) => Err(Busy),
            // When the engine has stopped nobody begins with it, and its answers are an error.
            Ok(()) | Err(TrySendError::Closed(_)) => Ok(answers),
        }
    }

    /// Says something and waits until it is committed and answered. None: the engine has stopped.
    pub async fn say(&self, inbound: Inbound) -> Option<Vec<Outgoing>> {
        let (waiting, answers) = waiting(inbound, self.queue.now());
        self.sender.send(waiting).await.ok()?;
        answers.await.ok()
    }
}

fn waiting(inbound: Inbound, offered_at: i64) -> (Waiting, Answers) {
    let (asker, answered) = oneshot::channel();
    let turn = Turn::default();
    let asked = (inbound, asker);
    (Waiting { asked, turn: turn.clone(), offered_at }, Answers { answered, turn })
}

#[cfg(test)]
mod tests;
