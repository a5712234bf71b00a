//! Waiting until what was committed has left: a pipe shows what follows from a line before it reads the next.

use tokio::sync::{mpsc, oneshot};

/// Asks the outbox to send what can be sent now.
#[derive(Debug, Clone)]
pub struct Drain {
    asked: mpsc::Sender<oneshot::Sender<()>>,
}

/// The outbox's end: whoever asked waits until his sender is used or dropped.
pub type Drains = mpsc::Receiver<oneshot::Sender<()>>;

impl Drain {
    pub fn new() -> (Drain, Drains) {
        let (asked, drains) = mpsc::channel(1);
        (Drain { asked }, drains)
    }

    /// Returns when all that was committed before, and can be sent now, has been; or when the outbox has stopped.
    pub async fn run(&self) {
        let (done, drained) = oneshot::channel();
        if self.asked.send(done).await.is_ok() {
            // Dropped without a word: it has stopped.
            let _ = drained.await;
        }
    }
}
