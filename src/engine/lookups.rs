//! Questions that the store answers: histories, archived records, what was sent, how much there is.

use anyhow::Context as _;
use baton_commands::ask::Ask;
use baton_commands::decision::Answer;
use baton_commands::ids::RecordId;
use baton_commands::lookup::{self, Found, Lookup, SentLine, SentOutcome, Status};
use baton_commands::notice::{Notice, Told};
use baton_commands::world::{Document, Fact};
use chrono::{DateTime, Utc};

use super::{Engine, commit, letter as letters};
use crate::chat::Inbound;
use crate::store::{Outcome, Settled};

/// Looks up what a question names and lets it answer.
pub async fn answer(
    engine: &Engine,
    letter: &Inbound,
    asked: &Lookup,
    now: DateTime<Utc>,
) -> anyhow::Result<Answer> {
    let found = find(engine, asked).await?;
    let person = letters::person(&engine.world, &letter.who);
    let actor = person.unwrap_or_else(baton_commands::ids::PersonId::new);
    let ask = Ask {
        actor,
        place: letter.place.clone(),
        now,
        delivery: letter.delivery.clone(),
        thread: letter.thread,
        slash: letter.slash,
        line: letter.text.clone(),
        override_because: None,
        secret: None,
        offered: None,
    };
    Ok(lookup::answer(&engine.world, &ask, asked, &found))
}

async fn find(engine: &Engine, asked: &Lookup) -> anyhow::Result<Found> {
    let store = &engine.store;
    Ok(match asked {
        Lookup::Timeline(record) => {
            let history = store.history(&record.to_string()).await?;
            let facts: anyhow::Result<Vec<Fact>> = history.iter().map(commit::fact).collect();
            Found::Timeline(facts?)
        }
        Lookup::Archived(id) => Found::Archived(archived(engine, (*id).into()).await?),
        Lookup::PastChange(id) => Found::Archived(archived(engine, (*id).into()).await?),
        Lookup::Sent(record) => {
            let sent = store.sent_about(&record.to_string()).await?;
            let sent = sent.iter().filter_map(line).collect();
            Found::Sent { sent, archived: archived(engine, *record).await? }
        }
        Lookup::Undelivered => {
            Found::Undelivered(store.undelivered().await?.iter().filter_map(line).collect())
        }
        Lookup::Status => Found::Status(status(engine).await.context("counting")?),
    })
}

/// A record that left the World.
async fn archived(engine: &Engine, record: RecordId) -> anyhow::Result<Option<Box<Document>>> {
    let document = engine.store.archived(&record.whole().to_string()).await?;
    Ok(document.as_ref().and_then(commit::document).map(Box::new))
}

/// A message and what became of it; card refreshes are no messages.
fn line(settled: &Settled) -> Option<SentLine> {
    let told: Told = serde_json::from_slice(&settled.row.body).ok()?;
    let Notice::Say(say) = told.notice else { return None };
    let outcome = match &settled.outcome {
        None => SentOutcome::Waiting { until: settled.row.due_at },
        Some(Outcome::Later { not_before, .. } | Outcome::Unsure { not_before, .. }) => {
            SentOutcome::Waiting { until: *not_before }
        }
        Some(Outcome::Done { at, .. }) => SentOutcome::Done { at: *at },
        Some(Outcome::Never { at, why }) => SentOutcome::Never { at: *at, why: why.clone() },
        Some(Outcome::Lapsed { at, .. }) => SentOutcome::Lapsed { at: *at },
        Some(Outcome::Merged { at, .. }) => SentOutcome::Merged { at: *at },
    };
    Some(SentLine { say: *say, outcome })
}

async fn status(engine: &Engine) -> anyhow::Result<Status> {
    let counts = engine.store.counts().await?;
    Ok(Status {
        version: engine.terms.version.clone(),
        platform: engine.terms.homes.to_string(),
        store: engine.terms.store.clone(),
        events: counts.events,
        archived: counts.archived,
        pending: counts.pending,
        undelivered: counts.undelivered,
        disk_bytes: counts.bytes_on_disk,
    })
}
