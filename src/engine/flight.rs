//! A commit on its way: handed to the store, in its place in the log, then on disk and shown to who reads.

use std::sync::Arc;

use anyhow::Context as _;
use baton_commands::world::World;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};

use super::ahead::Decided;
use super::commit::Draft;
use crate::store::{AppendError, Onlooker, Seq, Store};

/// A commit on its way to the disk.
pub(super) struct Flight {
    pub decided: Decided,
    /// The World it makes.
    pub world: World,
    append: JoinHandle<anyhow::Result<Option<Seq>>>,
    /// Where the log ends with it, as soon as nothing can come before it any more. None to the end, when more of it is
    /// written behind it.
    placed: watch::Receiver<Option<Seq>>,
}

/// How a commit went, to be handed to [`Engine::land`](super::Engine::land).
#[derive(Debug)]
pub struct Flown(Result<anyhow::Result<Option<Seq>>, JoinError>);

impl Flown {
    /// Where the log ends now. None: the log had moved on.
    ///
    /// # Errors
    /// A fault of the store.
    pub(super) fn head(self) -> anyhow::Result<Option<Seq>> {
        self.0.context("the commit ended badly").and_then(|appended| appended)
    }
}

impl Flight {
    /// Sends what was decided on its way, to be the next in a log that ends there.
    pub fn begin(
        (store, shown): (Arc<dyn Store>, Arc<watch::Sender<World>>),
        expected: Seq,
        decided: Decided,
        draft: Draft,
    ) -> Flight {
        let world = draft.world.clone();
        let (place, placed) = watch::channel(None);
        let append = tokio::spawn(append(store, shown, expected, draft, place));
        Flight { decided, world, append, placed }
    }

    /// Where the log ends with it, if it has its place and what comes behind it may follow.
    pub fn place(&self) -> Option<Seq> {
        *self.placed.borrow()
    }

    pub fn is_finished(&self) -> bool {
        self.append.is_finished()
    }

    /// Waits until it is on disk or was refused. Nothing is lost when this is dropped before it is done.
    pub async fn flown(&mut self) -> Flown {
        Flown((&mut self.append).await)
    }

    /// The same, or none as soon as it has its place.
    pub async fn flown_unless_placed(&mut self) -> Option<Flown> {
        tokio::select! {
            biased;
            flown = &mut self.append => Some(Flown(flown)),
            Ok(_) = self.placed.wait_for(Option::is_some) => None,
        }
    }
}

/// Shows the World of a commit as soon as it is on disk: whoever claims one of its rows finds it there.
struct Showing {
    /// The World to be shown, and then the one that was shown before, which is not thrown away while others wait.
    world: World,
    shown: Arc<watch::Sender<World>>,
    /// None: not all of it is in this batch, and nothing may come between.
    place: Option<watch::Sender<Option<Seq>>>,
}

impl Onlooker for Showing {
    fn placed(&mut self, head: Seq) {
        if let Some(place) = &self.place {
            place.send_replace(Some(head));
        }
    }

    fn kept(&mut self) {
        self.shown.send_modify(|shown| std::mem::swap(shown, &mut self.world));
    }
}

/// Writes a draft; none when the log had moved on.
async fn append(
    store: Arc<dyn Store>,
    shown: Arc<watch::Sender<World>>,
    expected: Seq,
    draft: Draft,
    place: watch::Sender<Option<Seq>>,
) -> anyhow::Result<Option<Seq>> {
    if draft.is_empty() {
        place.send_replace(Some(expected));
        return Ok(Some(expected));
    }
    let (world, mut writing) = draft.finish()?;
    let place = writing.is_whole().then_some(place);
    let showing = Box::new(Showing { world, shown, place });
    let commit = std::mem::take(&mut writing.commit);
    let head = match store.append_before(expected, commit, showing).await {
        Ok(head) => head,
        Err(AppendError::Moved { .. }) => return Ok(None),
        Err(AppendError::Fault(fault)) => return Err(fault).context("the decision was not kept"),
    };
    while let Some(documents) = writing.next()? {
        let written = store.append(head, documents).await;
        written
            .context("the documents behind a decision were not kept; a start makes them anew")?;
    }
    Ok(Some(head))
}
