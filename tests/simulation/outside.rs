//! What survives a crash: the messages that arrived, what was written down, and the faults still to come.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use baton::chat::{DeliveryError, Inbox, Outgoing, Platform, Receipt, Scope};
use baton::store::{NewRow, Outcome};
use chrono::Duration;

use super::step::Trap;

/// The chat and the disk, as an observer sees them.
#[derive(Default)]
pub(crate) struct Outside(Mutex<Seen>);

#[derive(Default)]
pub(crate) struct Seen {
    /// Every commit, in order.
    pub(crate) commits: Vec<Commit>,
    /// What became of them, in order.
    pub(crate) notes: Vec<Note>,
    traps: Vec<Trap>,
    /// The process is dead: nothing it still tries has any effect.
    dead: bool,
}

/// What was written at once.
pub(crate) struct Commit {
    /// How many events.
    pub(crate) events: usize,
    pub(crate) rows: Vec<NewRow>,
}

/// Something that happened to messages.
pub(crate) enum Note {
    /// People got to see it.
    Arrived(Box<Outgoing>),
    /// It was written down how an attempt at a row ended.
    Settled(String, Outcome),
}

impl Outside {
    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    pub(crate) fn set(&mut self, trap: Trap) {
        self.traps.push(trap);
    }

    /// Disarms what has not happened.
    pub(crate) fn calm(&mut self) {
        self.traps.clear();
    }

    /// Whether such a trap was set; it is gone then.
    pub(crate) fn springs(&mut self, which: impl Fn(Trap) -> bool) -> Option<Trap> {
        let at = self.traps.iter().position(|trap| which(*trap))?;
        Some(self.traps.remove(at))
    }

    pub(crate) fn die(&mut self) {
        self.dead = true;
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.dead
    }

    pub(crate) fn live(&mut self) {
        self.dead = false;
    }

    fn knows(&self, name: &str) -> bool {
        self.notes.iter().any(|note| match note {
            Note::Arrived(it) => it.name == name || it.also.iter().any(|also| also == name),
            Note::Settled(..) => false,
        })
    }
}

#[async_trait]
impl Platform for Outside {
    fn name(&self) -> &'static str {
        "simulated"
    }

    async fn listen(&self, _inbox: Inbox) -> anyhow::Result<()> {
        Ok(())
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        let mut seen = self.seen();
        let unknown = || DeliveryError::Unknown { why: "the connection broke".to_owned() };
        if seen.dead {
            return Err(unknown());
        }
        let at_delivery = |trap| !matches!(trap, Trap::DieBeforeCommit | Trap::DieAfterCommit);
        let trap = seen.springs(at_delivery);
        match trap {
            Some(Trap::DieBeforeDelivery) => {
                seen.die();
                return Err(unknown());
            }
            Some(Trap::UnknownLost) => return Err(unknown()),
            Some(Trap::Never) => {
                return Err(DeliveryError::Never { why: "the channel is archived".to_owned() });
            }
            Some(Trap::Later(seconds)) => {
                let after = Duration::seconds(seconds);
                return Err(DeliveryError::Later {
                    after,
                    scope: Scope::Place,
                    why: "slower, please".to_owned(),
                    said: true,
                });
            }
            _ => {}
        }
        seen.notes.push(Note::Arrived(Box::new(message.clone())));
        match trap {
            Some(Trap::DieAfterDelivery) => {
                seen.die();
                Err(unknown())
            }
            Some(Trap::UnknownArrived) => Err(unknown()),
            _ => Ok(Receipt(format!("receipt of {}", message.name))),
        }
    }

    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        let seen = self.seen();
        anyhow::ensure!(!seen.dead, "the process is dead");
        Ok(seen.knows(&message.name).then(|| Receipt(format!("receipt of {}", message.name))))
    }
}
