//! What one commit writes: events, documents, messages, the deliveries answered.

use std::collections::VecDeque;
use std::sync::Arc;

use anyhow::Context as _;
use baton_commands::decision::Answer;
use baton_commands::ids::{DeliveryId, RecordId};
use baton_commands::notice::Told;
use baton_commands::world::{Document, DocumentChange, Event, Fact, Outcome, Stamp, World};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rows::{self, Homes};
use crate::store::{self, Batch, NewEvent, Seen};

/// Bytes of a draft above which no more is added; the largest single decision still fits on top.
const DRAFT_MAX: usize = 340 << 10;
/// Bytes of a commit above which its documents are written after it.
const COMMIT_MAX: usize = 1 << 20;
/// The key of the mark that documents are missing: a start that meets it makes all of them anew.
const UNFINISHED: &str = "UNFINISHED";
/// What the document of a touched record is reckoned at, in bytes.
const DOCUMENT_SIZE: usize = 4 * 1024;

/// Few bodies are larger, in bytes.
const BODY_USUAL: usize = 2_048;

/// Decisions on their way into one commit.
pub struct Draft {
    /// The World it was begun on.
    before: World,
    pub world: World,
    facts: Vec<Fact>,
    batch: Batch,
    homes: Arc<Homes>,
}

impl Draft {
    pub fn new(world: &World, homes: &Arc<Homes>) -> Draft {
        let (before, world) = (world.clone(), world.clone());
        let homes = Arc::clone(homes);
        Draft { before, world, facts: Vec::new(), batch: Batch::default(), homes }
    }

    /// Whether the next decision goes into another commit: the store takes batches of bounded size.
    pub fn is_full(&self) -> bool {
        self.batch.size() + self.facts.len() * DOCUMENT_SIZE > DRAFT_MAX
    }

    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.batch.rows.is_empty() && self.batch.seen.is_empty()
    }

    /// Takes over what a line led to, and how its delivery is answered if it comes again.
    pub fn take(
        &mut self,
        outcome: Outcome,
        seen: Option<(&DeliveryId, &Answer, DateTime<Utc>)>,
    ) -> anyhow::Result<()> {
        self.world = outcome.after;
        self.add(outcome.facts, &outcome.notices)?;
        if let Some((delivery, answer, at)) = seen {
            let answer = written(answer).context("writing an answer")?;
            self.batch.seen.push(Seen { delivery: delivery.clone(), at, answer });
        }
        Ok(())
    }

    /// Applies events of the clock or the operator.
    pub fn advance(&mut self, events: Vec<(RecordId, Event)>, stamp: &Stamp) -> anyhow::Result<()> {
        let (facts, notices) = self.world.advance(events, stamp);
        self.add(facts, &notices)
    }

    /// Applies events without their messages: for records that are made up.
    pub fn advance_silently(
        &mut self,
        events: Vec<(RecordId, Event)>,
        stamp: &Stamp,
    ) -> anyhow::Result<()> {
        let (facts, _) = self.world.advance(events, stamp);
        self.add(facts, &[])
    }

    fn add(&mut self, facts: Vec<Fact>, notices: &[Told]) -> anyhow::Result<()> {
        for fact in &facts {
            self.batch.events.push(event(fact)?);
        }
        for told in notices {
            let at = facts.last().map(|fact| fact.at);
            self.batch.rows.extend(rows::of(&self.world, &self.homes, told, at)?);
        }
        self.facts.extend(facts);
        Ok(())
    }

    /// The World after it, and what the store shall keep.
    pub fn finish(self) -> anyhow::Result<(World, Writing)> {
        let documents = self.world.documents(&self.before, &self.facts);
        Ok((self.world, Writing::of(self.batch, documents)?))
    }
}

/// A commit, and the documents that did not fit into it: an edited calendar can move those of every record (SLA-16).
///
/// They are written right after it, in batches of their own. Until the last of them is there a mark stands among the
/// documents that no start can read: whoever starts in between makes all of them anew from the events.
pub struct Writing {
    pub commit: Batch,
    left: VecDeque<DocumentChange>,
}

impl Writing {
    fn of(mut commit: Batch, documents: Vec<DocumentChange>) -> anyhow::Result<Writing> {
        let mut left = VecDeque::from(documents);
        fill(&mut commit, &mut left, COMMIT_MAX)?;
        if !left.is_empty() {
            let (key, body) = (UNFINISHED.to_owned(), b"{}".to_vec());
            commit.documents.push(store::DocumentChange::Put { key, body });
        }
        Ok(Writing { commit, left })
    }

    /// Whether the commit is all there is to write.
    pub fn is_whole(&self) -> bool {
        self.left.is_empty()
    }

    /// The next documents that are left; none when all are written.
    ///
    /// # Errors
    /// A document that cannot be written as JSON: a fault of ours.
    pub fn next(&mut self) -> anyhow::Result<Option<Batch>> {
        if self.left.is_empty() {
            return Ok(None);
        }
        let mut batch = Batch::default();
        fill(&mut batch, &mut self.left, DRAFT_MAX)?;
        if self.left.is_empty() {
            batch.documents.push(store::DocumentChange::Remove { key: UNFINISHED.to_owned() });
        }
        Ok(Some(batch))
    }
}

/// Takes documents into a batch as long as it stays below so many bytes, at least one into an empty one.
fn fill(batch: &mut Batch, left: &mut VecDeque<DocumentChange>, max: usize) -> anyhow::Result<()> {
    let mut size = batch.size();
    while let Some(change) = left.pop_front() {
        let written = document_change(change.clone())?;
        size += written.size();
        if size > max && !batch.is_empty() {
            left.push_front(change);
            return Ok(());
        }
        batch.documents.push(written);
    }
    Ok(())
}

fn event(fact: &Fact) -> anyhow::Result<NewEvent> {
    let body = written(fact).with_context(|| format!("writing {}", fact.name()))?;
    Ok(NewEvent { name: fact.name(), record: fact.record.to_string(), at: fact.at, body })
}

/// JSON, in memory that need not be moved five times while it grows.
fn written(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(BODY_USUAL);
    serde_json::to_writer(&mut bytes, value)?;
    Ok(bytes)
}

/// Reads an event back.
///
/// # Errors
/// Names the event that cannot be read: it was written by a newer program or changed by hand.
pub fn fact(stored: &store::Stored) -> anyhow::Result<Fact> {
    let name = &stored.event.name;
    serde_json::from_slice(&stored.event.body).with_context(|| {
        format!(
            "event {} ({name}) is not one this version knows; was it written by a newer one?",
            stored.seq
        )
    })
}

/// A document as it is stored: with the format it was written in.
#[derive(Serialize, Deserialize)]
struct Kept<D> {
    format: u32,
    document: D,
}

fn document_change(change: DocumentChange) -> anyhow::Result<store::DocumentChange> {
    Ok(match change {
        DocumentChange::Put(document) => {
            store::DocumentChange::Put { key: document.key(), body: document_body(&document)? }
        }
        DocumentChange::Archive(document) => {
            store::DocumentChange::Archive { key: document.key(), body: document_body(&document)? }
        }
        DocumentChange::Remove(key) => store::DocumentChange::Remove { key },
    })
}

/// A document's bytes.
///
/// # Errors
/// It cannot be written as JSON: a fault of ours.
pub fn document_body(document: &Document) -> anyhow::Result<Vec<u8>> {
    let kept = Kept { format: Document::FORMAT, document };
    written(&kept).with_context(|| format!("writing document {}", document.key()))
}

/// Reads a document back; none when it is of another format and must be made anew from events.
pub fn document(stored: &store::Document) -> Option<Document> {
    let kept: Kept<Document> = serde_json::from_slice(&stored.body).ok()?;
    (kept.format == Document::FORMAT).then_some(kept.document)
}

/// The answer given to a delivery the first time.
pub fn read_answer(delivery: &DeliveryId, bytes: &[u8]) -> anyhow::Result<Answer> {
    serde_json::from_slice(bytes).with_context(|| format!("reading the answer to {delivery}"))
}

/// The document of a record that left the World by this event.
pub fn archived_by(
    before: &World,
    after: &World,
    fact: &Fact,
) -> anyhow::Result<Option<store::Document>> {
    for change in after.documents(before, std::slice::from_ref(fact)) {
        if let DocumentChange::Archive(document) = change {
            let body = document_body(&document)?;
            return Ok(Some(store::Document { key: document.key(), body }));
        }
    }
    Ok(None)
}
