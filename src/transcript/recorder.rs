//! The platform of transcripts: it delivers at once, and remembers what it delivered when the process does not.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::chat::{DeliveryError, Inbox, Outgoing, Platform, Receipt};

/// Records what goes out, in order.
#[derive(Debug, Default)]
pub(super) struct Recorder(Mutex<Record>);

#[derive(Debug, Default)]
struct Record {
    /// Not yet taken by the player.
    sent: Vec<Outgoing>,
    /// Everything ever delivered, by name.
    known: BTreeSet<String>,
}

impl Recorder {
    /// What was delivered since this was last asked.
    pub fn take(&self) -> Vec<Outgoing> {
        std::mem::take(&mut self.record().sent)
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Platform for Recorder {
    fn name(&self) -> &'static str {
        "transcript"
    }

    /// Nobody speaks on his own in a transcript: its lines do.
    async fn listen(&self, _inbox: Inbox) -> anyhow::Result<()> {
        Ok(())
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        let mut record = self.record();
        record.known.insert(message.name.clone());
        record.known.extend(message.also.iter().cloned());
        record.sent.push(message.clone());
        Ok(Receipt(message.name.clone()))
    }

    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        let name = &message.name;
        Ok(self.record().known.contains(name).then(|| Receipt(name.clone())))
    }
}
