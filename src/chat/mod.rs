//! What a chat platform is to Baton: words come in, messages go out.

pub mod begun;
pub mod bridge;
pub mod console;
pub mod discord;
pub mod drain;
pub mod inbound;
mod lock;
pub mod names;
pub mod offers;
pub mod outgoing;
pub mod pace;
mod pause;
pub mod slack;

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};

pub use drain::{Drain, Drains};
pub use inbound::{Busy, Inbound, Inbox, Who};
pub use names::Names;
pub use outgoing::{Act, DeliveryError, Outgoing, Receipt, Scope};
pub use pace::{Pace, Rate};

/// A chat platform. Each has its folder: inbound, render, api (invariant 6).
#[async_trait]
pub trait Platform: Send + Sync {
    /// Its name in the files and in `/baton status`: `console`, `slack` …
    fn name(&self) -> &'static str;

    /// Hands what people say to the inbox until the platform ends (a closed terminal, a shutdown).
    ///
    /// # Errors
    /// What keeps it from listening at all.
    async fn listen(&self, inbox: Inbox) -> anyhow::Result<()>;

    /// How fast it takes messages. What it says itself, by [`DeliveryError::Later`], counts beside it.
    fn pace(&self) -> Pace {
        Pace::UNLIMITED
    }

    /// Whether it edits messages and has threads, and so must be told which message a card became
    /// ([`Outgoing::root`]).
    fn edits(&self) -> bool {
        false
    }

    /// Sends one message. One at a time is under way to a place, several to different places.
    ///
    /// # Errors
    /// Whether to try later, never, or whether it may have arrived.
    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError>;

    /// Whether a message whose fate is unknown did arrive, whole. Of one that did in part, what stands is remembered: the
    /// next [`Platform::deliver`] sends the rest.
    ///
    /// # Errors
    /// What keeps the platform from looking. A [`DeliveryError::Later`] among it says how long nobody may ask.
    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>>;

    /// If the message of this name stands in part, the names of all that became one with it: they go on together, and
    /// nothing else goes with them.
    fn begun(&self, _name: &str) -> Vec<String> {
        Vec::new()
    }
}

/// Moves a clock that stands still until it is moved (`--rehearse`).
#[async_trait]
pub trait Rehearsal: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
    /// Lets time pass; what falls due on the way happens.
    ///
    /// # Errors
    /// The bot has stopped.
    async fn pass(&self, length: Duration) -> anyhow::Result<()>;
}
