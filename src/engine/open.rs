//! Starting on a store: from its documents or, when they are old, from its events.

use std::collections::VecDeque;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use baton_commands::ask::Offered;
use baton_commands::company;
use baton_commands::document::Restoration;
use baton_commands::ids::RecordId;
use baton_commands::world::{self, By, Stamp, World};
use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, spawn_blocking};

use super::ahead::Decided;
use super::commit::{self, Draft};
use super::{Engine, Lots, Organisation, Terms};
use crate::store::{Document, Seq, Store};

/// Events read at once.
const PAGE: usize = 1_000;
/// Portions of documents that were read and wait to be decoded.
const PORTIONS_MAX: usize = 4;
/// Portions that are decoded at once.
const DECODED_MAX: usize = 2;

impl Engine {
    /// Opens the company's store and puts its organisation into force if the files say something new.
    ///
    /// # Errors
    /// The store cannot be read, or there is no good organisation yet. Bad files leave the old set in force.
    pub async fn open(
        store: Arc<dyn Store>,
        organisation: Arc<dyn Organisation>,
        lots: Arc<dyn Lots>,
        terms: Terms,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Engine> {
        let (head, world) = load(&*store).await?;
        let draft = Draft::new(&world, &terms.homes);
        let mut engine = Engine {
            store,
            organisation,
            lots,
            terms,
            head,
            shown: Arc::new(watch::channel(world.clone()).0),
            waiting: VecDeque::new(),
            draft,
            decided: Decided::default(),
            flights: VecDeque::new(),
            world,
        };
        engine.organise(now).await?;
        Ok(engine)
    }

    /// Reads the organisation's files again, as the operator asks by SIGHUP. Bad files leave the old set in force.
    ///
    /// # Errors
    /// A fault of the store. It is refused while letters wait for their answers ([`Engine::is_busy`]).
    pub async fn reload(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        anyhow::ensure!(!self.is_busy(), "the organisation is read between two commits");
        tracing::info!("reading the organisation's files again");
        self.organise(now).await
    }

    async fn organise(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        let first = self.world.company.events == 0;
        let directory = match self.organisation.read() {
            Offered::Good(directory) => directory,
            Offered::Bad(faults) if first => {
                bail!("the organisation's files have faults:\n{}", faults.join("\n"))
            }
            Offered::Bad(faults) => {
                let faults = faults.join("\n");
                tracing::warn!(%faults, "the organisation's files have faults; the old set stays in force");
                return Ok(());
            }
        };
        if !first && directory.says_the_same_as(self.world.directory(), now, now) {
            return Ok(());
        }
        let event =
            company::Event::Organised { directory: (*directory).into(), calendars_from: now };
        let stamp = Stamp { at: now, by: By::Operator, place: None, line: None };
        self.draft.advance(vec![(RecordId::COMPANY, event.into())], &stamp)?;
        if self.commit().await?.is_none() {
            bail!("another process changed the log while this one started; start again");
        }
        Ok(())
    }

    /// Reads what others appended since.
    pub(super) async fn catch_up(&mut self) -> anyhow::Result<()> {
        let mut world = self.world.clone();
        self.head = replay(&*self.store, &mut world, self.head).await?;
        self.world = world;
        self.shown.send_replace(self.world.clone());
        Ok(())
    }
}

/// The World of a store, and its position.
///
/// # Errors
/// An event that cannot be read.
pub async fn load(store: &dyn Store) -> anyhow::Result<(Seq, World)> {
    let (portions, read) = mpsc::channel(PORTIONS_MAX);
    let (position, world) = tokio::join!(store.live_in(portions), restore(read));
    let position = position.context("reading the documents")?;
    match world {
        Some(mut world) if position == store.head().await? || position > 0 => {
            let head = replay(store, &mut world, position).await?;
            Ok((head, world))
        }
        _ => rebuild(store).await,
    }
}

type Decoding = JoinHandle<Option<Vec<world::Document>>>;

/// The World of documents, made while the next ones are read; none when one of them is of another format.
async fn restore(mut read: mpsc::Receiver<Vec<Document>>) -> Option<World> {
    let mut restoration = Restoration::default();
    let mut decoding: VecDeque<Decoding> = VecDeque::new();
    while let Some(portion) = read.recv().await {
        decoding.push_back(spawn_blocking(|| decode(portion)));
        if decoding.len() > DECODED_MAX {
            put(&mut restoration, decoding.pop_front()?).await?;
        }
    }
    for portion in decoding {
        put(&mut restoration, portion).await?;
    }
    Some(restoration.world())
}

async fn put(restoration: &mut Restoration, portion: Decoding) -> Option<()> {
    portion.await.ok()??.into_iter().for_each(|document| restoration.put(document));
    Some(())
}

fn decode(portion: Vec<Document>) -> Option<Vec<world::Document>> {
    portion.iter().map(commit::document).collect()
}

/// Makes the documents anew from all events.
///
/// # Errors
/// An event that cannot be read; the documents are then left as they were.
pub async fn rebuild(store: &dyn Store) -> anyhow::Result<(Seq, World)> {
    tracing::info!("making the documents anew from the events");
    let mut world = World::default();
    let mut archived = Vec::new();
    let head = replay_keeping(store, &mut world, 0, &mut archived).await?;
    let live: anyhow::Result<Vec<Document>> = world
        .all_documents()
        .iter()
        .map(|document| {
            Ok(Document { key: document.key(), body: commit::document_body(document)? })
        })
        .collect();
    store.reset_documents(head, live?, archived).await.context("writing the documents anew")?;
    Ok((head, world))
}

async fn replay(store: &dyn Store, world: &mut World, after: Seq) -> anyhow::Result<Seq> {
    replay_keeping(store, world, after, &mut Vec::new()).await
}

async fn replay_keeping(
    store: &dyn Store,
    world: &mut World,
    mut after: Seq,
    archived: &mut Vec<Document>,
) -> anyhow::Result<Seq> {
    loop {
        let page = store.read(after, PAGE).await.context("reading the events")?;
        let Some(last) = page.last() else { return Ok(after) };
        after = last.seq;
        for stored in &page {
            let fact = commit::fact(stored)?;
            let before = world.clone();
            world.evolve(&fact);
            archived.extend(commit::archived_by(&before, world, &fact)?);
        }
    }
}
