//! The platform of transcripts: it delivers at once, and remembers what it delivered when the process does not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use baton_commands::ids::Place;
use chrono::{DateTime, Duration, Utc};

use super::fault::{Fault, What};
use crate::chat::{DeliveryError, Inbox, Outgoing, Platform, Receipt, Scope};

/// Records what goes out, in order. Several platforms of one conversation share what they record.
#[derive(Debug, Clone)]
pub(super) struct Recorder {
    name: &'static str,
    /// It wants to be told which message a card became: what is sent depends on it.
    edits: bool,
    shared: Arc<Mutex<Record>>,
}

/// The name of the platform that stands for all, where the organisation's files name none.
const ANY: &str = "transcript";
/// The platforms on which places have names in the organisation's files.
const NAMED: [&str; 3] = ["bridge", "discord", "slack"];

#[derive(Debug, Default)]
struct Record {
    /// Not yet taken by the player.
    sent: Vec<Outgoing>,
    /// Everything ever delivered, by name.
    known: BTreeSet<String>,
    /// What goes wrong, the latest last.
    faults: Vec<Fault>,
}

impl Recorder {
    /// One for each platform on which the organisation names a place; one for all, if it names none.
    pub fn for_places(
        channels: &BTreeMap<Place, BTreeMap<String, String>>,
        edits: bool,
    ) -> Vec<Recorder> {
        let shared = Arc::default();
        let recorder = |name| Recorder { name, edits, shared: Arc::clone(&shared) };
        let is_named = |name: &&str| channels.values().any(|names| names.contains_key(*name));
        let named: Vec<Recorder> = NAMED.into_iter().filter(is_named).map(recorder).collect();
        if named.is_empty() { vec![recorder(ANY)] } else { named }
    }

    /// What was delivered since this was last asked.
    pub fn take(&self) -> Vec<Outgoing> {
        std::mem::take(&mut self.record().sent)
    }

    /// From now on this goes wrong.
    pub fn break_down(&self, fault: Fault) {
        self.record().faults.push(fault);
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Record {
    /// What goes wrong with this message; what happens once has happened then.
    fn fault_for(
        &mut self,
        platform: &str,
        message: &Outgoing,
    ) -> Option<(What, Option<DateTime<Utc>>)> {
        self.faults.retain(|fault| fault.until.is_none_or(|until| message.at < until));
        let hits = |fault: &Fault| {
            let is_there = platform == ANY || fault.platform == "all" || fault.platform == platform;
            is_there
                && match &fault.what {
                    What::Archived(place) => message.place == *place,
                    _ => true,
                }
        };
        let at = self.faults.iter().position(hits)?;
        let fault = self.faults[at].clone();
        if fault.until.is_none() && !matches!(fault.what, What::Archived(_)) {
            self.faults.remove(at);
        }
        Some((fault.what, fault.until))
    }
}

/// How the platform refuses; None: it takes the message.
fn refusal(what: &What, until: Option<DateTime<Utc>>, at: DateTime<Utc>) -> Option<DeliveryError> {
    let later = |why: &str, said| DeliveryError::Later {
        after: until.map_or(Duration::zero(), |until| until - at),
        scope: Scope::Platform,
        why: why.to_owned(),
        said,
    };
    match what {
        What::TooMany => Some(later("too many messages", true)),
        What::Disconnected => Some(later("it cannot be reached", false)),
        What::Fails => Some(unknown("it failed")),
        What::Archived(_) => {
            Some(DeliveryError::Never { why: "the channel is archived".to_owned() })
        }
        What::AcceptsSilently => None,
    }
}

fn unknown(why: &str) -> DeliveryError {
    DeliveryError::Unknown { why: why.to_owned() }
}

#[async_trait]
impl Platform for Recorder {
    fn name(&self) -> &'static str {
        self.name
    }

    fn edits(&self) -> bool {
        self.edits
    }

    /// Nobody speaks on his own in a transcript: its lines do.
    async fn listen(&self, _inbox: Inbox) -> anyhow::Result<()> {
        Ok(())
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        let mut record = self.record();
        let what = record.fault_for(self.name, message);
        let refused = what.as_ref().and_then(|(what, until)| refusal(what, *until, message.at));
        if let Some(refused) = refused {
            return Err(refused);
        }
        record.known.insert(message.name.clone());
        record.known.extend(message.also.iter().cloned());
        record.sent.push(message.clone());
        match what {
            Some((What::AcceptsSilently, _)) => Err(unknown("nothing was heard of it")),
            _ => Ok(Receipt(message.name.clone())),
        }
    }

    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        let name = &message.name;
        Ok(self.record().known.contains(name).then(|| Receipt(name.clone())))
    }
}
