//! A platform that takes everything at once and notes when.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use baton::chat::{DeliveryError, Inbox, Outgoing, Platform, Receipt};
use baton::engine::clock::{Clock as _, SystemClock};
use chrono::{DateTime, Utc};

/// The names of messages and when they left.
#[derive(Debug, Default)]
pub struct Ears {
    heard: Mutex<Vec<(String, DateTime<Utc>)>>,
}

impl Ears {
    pub fn heard(&self) -> Vec<(String, DateTime<Utc>)> {
        std::mem::take(&mut self.heard.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Platform for Ears {
    fn name(&self) -> &'static str {
        "bench"
    }

    async fn listen(&self, _inbox: Inbox) -> anyhow::Result<()> {
        Ok(())
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        let now = SystemClock.now();
        let names = message.names();
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.extend(names.map(|name| (name.clone(), now)));
        Ok(Receipt(message.name.clone()))
    }

    async fn find(&self, _message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        Ok(None)
    }
}
