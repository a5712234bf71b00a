//! `--rehearse`: the bot on a clock that is moved by hand, with nothing kept.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use tokio::sync::{mpsc, oneshot, watch};

use crate::chat::inbound::Letters;
use crate::chat::{Platform, Rehearsal};
use crate::engine::Engine;
use crate::stage::{Stage, Until};
use crate::store::Store;

/// A request to let time pass, and who waits until it has.
pub type Move = (Duration, oneshot::Sender<()>);

/// The hand on the clock.
pub struct HandMoved {
    moves: mpsc::Sender<Move>,
    shown: watch::Receiver<DateTime<Utc>>,
}

/// The moves, and what the clock shows.
pub struct Moves {
    asked: mpsc::Receiver<Move>,
    shown: watch::Sender<DateTime<Utc>>,
}

/// A clock that stands at `now` until it is moved.
pub fn clock(now: DateTime<Utc>) -> (HandMoved, Moves) {
    let (moves, asked) = mpsc::channel(1);
    let (show, shown) = watch::channel(now);
    (HandMoved { moves, shown }, Moves { asked, shown: show })
}

#[async_trait]
impl Rehearsal for HandMoved {
    fn now(&self) -> DateTime<Utc> {
        *self.shown.borrow()
    }

    async fn pass(&self, length: Duration) -> anyhow::Result<()> {
        let (done, passed) = oneshot::channel();
        self.moves.send((length, done)).await?;
        Ok(passed.await?)
    }
}

/// Runs until the platform ends.
///
/// # Errors
/// A fault of ours, or of the platform.
pub async fn run(
    engine: Engine,
    store: Arc<dyn Store>,
    platform: Arc<dyn Platform>,
    mut letters: Letters,
    mut moves: Moves,
    now: DateTime<Utc>,
    listening: impl Future<Output = anyhow::Result<()>> + Send + 'static,
) -> anyhow::Result<()> {
    let mut stage = Stage::new(engine, store, vec![platform], now);
    let mut listening = tokio::spawn(listening);
    loop {
        tokio::select! {
            Some((letter, asker)) = letters.recv() => {
                // Who stopped waiting is not told; what was decided is decided.
                let _ = asker.send(stage.hear(letter).await?);
                stage.settle().await?;
            }
            Some((length, done)) = moves.asked.recv() => {
                stage.advance(stage.now() + length, Until::Through).await?;
                moves.shown.send_replace(stage.now());
                let _ = done.send(());
            }
            ended = &mut listening => return ended?,
        }
    }
}
