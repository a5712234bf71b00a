//! What people say, before it is read.

use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place, RecordId};
use tokio::sync::{mpsc, oneshot};

use crate::chat::Outgoing;

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
    sender: mpsc::Sender<Asked>,
}

/// A letter, and whoever waits for its answer.
pub type Asked = (Inbound, oneshot::Sender<Vec<Outgoing>>);

/// The engine's end of the inbox.
pub type Letters = mpsc::Receiver<Asked>;

impl Inbox {
    /// An inbox that holds at most `limit` unread; more wait at the platform.
    pub fn new(limit: usize) -> (Inbox, Letters) {
        let (sender, letters) = mpsc::channel(limit);
        (Inbox { sender }, letters)
    }

    /// Says something without waiting for room; the answer comes when it is committed, and never when the engine stops.
    ///
    /// # Errors
    /// [`Busy`]: more is unread than the engine can get to soon. Nothing was taken; the asker is to be told.
    pub fn offer(&self, inbound: Inbound) -> Result<oneshot::Receiver<Vec<Outgoing>>, Busy> {
        let (answer, answered) = oneshot::channel();
        self.sender.try_send((inbound, answer)).map_err(|_| Busy)?;
        Ok(answered)
    }

    /// Says something and waits until it is committed and answered. None: the engine has stopped.
    pub async fn say(&self, inbound: Inbound) -> Option<Vec<Outgoing>> {
        let (answer, answered) = oneshot::channel();
        self.sender.send((inbound, answer)).await.ok()?;
        answered.await.ok()
    }
}
