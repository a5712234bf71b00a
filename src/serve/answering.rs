//! Askers are answered on a task of their own: one who is woken would else take the engine's place on its processor, and
//! the next one again.

use tokio::sync::{mpsc, oneshot};

use crate::chat::Outgoing;

/// Those whose letters were committed together, each with his answer.
pub type Answered = Vec<(oneshot::Sender<Vec<Outgoing>>, Vec<Outgoing>)>;

/// Tells each his answer, in the order of the commits, until there are no more to come.
pub async fn tell(mut answered: mpsc::UnboundedReceiver<Answered>) {
    while let Some(together) = answered.recv().await {
        for (asker, answer) in together {
            // Who stopped waiting is not told; what was decided is decided.
            let _ = asker.send(answer);
        }
    }
}
