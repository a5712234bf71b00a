//! What the platforms called the cards: an update edits that message, a line of the thread hangs under it.

use std::collections::BTreeMap;

use baton_commands::ids::RecordId;
use baton_commands::notice::{Notice, Shape, Told};

use crate::chat::Receipt;
use crate::store::{Outcome, Settled, Store};

/// So many are remembered; what is forgotten stands in the store.
const REMEMBERED_MAX: usize = 8_192;

/// By lane and record; None: it was looked for and there is none.
#[derive(Debug, Default)]
pub struct Roots(BTreeMap<(String, RecordId), Option<Receipt>>);

impl Roots {
    /// The card of a record in a lane.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn of(
        &mut self,
        store: &dyn Store,
        lane: &str,
        record: RecordId,
    ) -> anyhow::Result<Option<Receipt>> {
        let key = (lane.to_owned(), record.whole());
        if let Some(known) = self.0.get(&key) {
            return Ok(known.clone());
        }
        let sent = store.sent_about(&record.whole().to_string()).await?;
        let found = sent.iter().rev().find_map(|settled| card(settled, lane, record));
        self.note(key, found.clone());
        Ok(found)
    }

    /// The card of a record is this message now.
    pub fn became(&mut self, lane: &str, record: RecordId, receipt: Receipt) {
        self.note((lane.to_owned(), record.whole()), Some(receipt));
    }

    fn note(&mut self, key: (String, RecordId), root: Option<Receipt>) {
        if self.0.len() >= REMEMBERED_MAX {
            self.0.clear();
        }
        self.0.insert(key, root);
    }
}

/// What the platform called it, if the row showed the record's card in this lane.
fn card(settled: &Settled, lane: &str, record: RecordId) -> Option<Receipt> {
    let Some(Outcome::Done { receipt, .. }) = &settled.outcome else { return None };
    if settled.row.lane != lane {
        return None;
    }
    let told: Told = serde_json::from_slice(&settled.row.body).ok()?;
    let about = match &told.notice {
        Notice::Say(say) if say.shape == Shape::Card => say.about,
        Notice::Refresh { about, .. } => *about,
        Notice::Say(_) => return None,
    };
    let receipt = String::from_utf8(receipt.clone()).ok()?;
    (about.whole() == record.whole()).then_some(Receipt(receipt))
}
