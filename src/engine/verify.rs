//! `baton verify`: what the store holds is what its events say.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use baton_commands::ids::RecordId;
use baton_commands::invariants::{self, Broken, Log};
use baton_commands::notice::Told;
use baton_commands::world::{Document, World};

use super::commit;
use crate::store::{self, Finding, Store};

/// The byte level first, then replay against documents, the targets and wakes counted anew, and the outbox against
/// the events that caused it.
///
/// # Errors
/// The store cannot be read at all.
pub async fn verify(store: &dyn Store) -> anyhow::Result<Vec<Finding>> {
    let mut findings = store.check().await?;
    let (position, documents) = store.live().await?;
    let replayed = match replay(store).await {
        Ok(replayed) => replayed,
        Err(error) => {
            findings.push(finding("the log", format!("cannot be replayed: {error:#}")));
            return Ok(findings);
        }
    };
    if position > 0 {
        findings.extend(compare(&replayed.world, &documents));
        findings.extend(archive(store, &replayed.archived).await?);
    }
    let broken = replayed.broken.iter().map(|it| finding(&it.about, it.wrong));
    findings.extend(broken);
    findings.extend(recount(&replayed.world));
    let uncaused = replayed.sent.values().flatten().map(|told| &told.name);
    findings.extend(uncaused.map(|name| finding(name, "is a message that no event caused")));
    Ok(findings)
}

fn finding(subject: impl Into<String>, wrong: impl Into<String>) -> Finding {
    Finding { subject: subject.into(), wrong: wrong.into() }
}

#[derive(Default)]
struct Replayed {
    world: World,
    archived: BTreeMap<String, store::Document>,
    /// The messages sent, by the event that caused them, as long as that was not read.
    sent: BTreeMap<String, Vec<Told>>,
    log: Log,
    broken: Vec<Broken>,
}

async fn replay(store: &dyn Store) -> anyhow::Result<Replayed> {
    let mut replayed = Replayed::default();
    let mut after = 0;
    loop {
        let page = store.read(after, 1_000).await.context("reading the events")?;
        let Some(last) = page.last() else { return Ok(replayed) };
        after = last.seq;
        for stored in &page {
            let fact = commit::fact(stored)?;
            if fact.n == 1 {
                replayed.sent.extend(sent_about(store, fact.record).await?);
            }
            let before = replayed.world.clone();
            replayed.world.evolve(&fact);
            replayed.broken.extend(replayed.log.read(&before, &replayed.world, &fact));
            for told in replayed.sent.remove(&fact.name()).unwrap_or_default() {
                replayed.broken.extend(invariants::message(&replayed.world, &fact, &told));
            }
            let archived = commit::archived_by(&before, &replayed.world, &fact)?;
            replayed.archived.extend(archived.map(|document| (document.key.clone(), document)));
        }
    }
}

/// What was sent about a record, by the event that caused it.
async fn sent_about(
    store: &dyn Store,
    record: RecordId,
) -> anyhow::Result<BTreeMap<String, Vec<Told>>> {
    let mut sent: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    for settled in store.sent_about(&record.to_string()).await? {
        let told: Told = serde_json::from_slice(&settled.row.body)
            .with_context(|| format!("reading message {}", settled.row.name))?;
        sent.entry(told.cause().to_owned()).or_default().push(told);
    }
    Ok(sent)
}

/// Each document is what the events make of its record, and none is missing or too many.
fn compare(world: &World, documents: &[store::Document]) -> Vec<Finding> {
    let mut stored: BTreeMap<&str, &store::Document> =
        documents.iter().map(|document| (document.key.as_str(), document)).collect();
    let mut findings = Vec::new();
    for expected in world.all_documents() {
        let key = expected.key();
        let Some(found) = stored.remove(key.as_str()) else {
            findings.push(finding(format!("document {key}"), "is missing"));
            continue;
        };
        let same = match (commit::document(found), &expected) {
            (Some(Document::Company(mut found)), Document::Company(expected)) => {
                // The company's document remembers the highest numbers when it was written.
                found.last_incident = expected.last_incident;
                found.last_change = expected.last_change;
                // That is a document of its own.
                found.directory = Arc::clone(&expected.directory);
                found == *expected
            }
            (Some(found), expected) => found == *expected,
            (None, _) => false,
        };
        if !same {
            findings.push(finding(format!("document {key}"), "differs from what its events say"));
        }
    }
    let too_many =
        stored.into_keys().map(|key| finding(format!("document {key}"), "has no events"));
    findings.extend(too_many);
    findings
}

async fn archive(
    store: &dyn Store,
    archived: &BTreeMap<String, store::Document>,
) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (key, expected) in archived {
        let found = store.archived(key).await?;
        if found.as_ref().and_then(commit::document) != commit::document(expected) {
            findings.push(finding(
                format!("archived document {key}"),
                "differs from what its events say",
            ));
        }
    }
    Ok(findings)
}

/// The clocks and wake times of every record, counted again from calendars, are what the record says.
fn recount(world: &World) -> Vec<Finding> {
    let counted = |incident: &baton_commands::incident::Incident| {
        let mut anew = incident.clone();
        anew.recount(world.directory(), world.company.organised_at);
        anew.wakes_at == incident.wakes_at && anew.targets == incident.targets
    };
    let planned = |change: &baton_commands::change::Change| {
        let mut anew = change.clone();
        anew.recount(world.directory(), world.company.organised_at);
        anew == *change
    };
    let incidents = world.incidents.values().filter(|incident| !counted(incident));
    let changes = world.changes.values().filter(|change| !planned(change));
    let incidents = incidents.map(|incident| incident.id.to_string());
    incidents
        .chain(changes.map(|change| change.id.to_string()))
        .map(|id| finding(id, "has clocks that count otherwise"))
        .collect()
}
