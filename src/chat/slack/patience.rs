//! Waiting for Slack: between two tries of an answer, and between two tries to connect.

use std::time::Duration;

use super::wire::Trouble;
pub use crate::chat::pause::pause;

/// How often an answer is tried.
const TRIES: u32 = 3;
/// Who has waited longer for an answer has gone.
const WAIT_AT_MOST: Duration = Duration::from_secs(60);
/// After trouble that says nothing about how long it lasts.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Tries a call again where that helps. One whose fate is unknown is repeated: an answer that comes twice harms less
/// than one that never comes.
///
/// # Errors
/// The last trouble.
pub async fn patiently<T, F>(mut call: impl FnMut() -> F) -> Result<T, Trouble>
where
    F: Future<Output = Result<T, Trouble>>,
{
    let mut tried = 1;
    loop {
        let trouble = match call().await {
            Ok(done) => return Ok(done),
            Err(trouble) => trouble,
        };
        let after = match &trouble {
            Trouble::Slowed { after, .. } => *after,
            Trouble::Unreached { .. } | Trouble::Unsure { .. } => AGAIN_AFTER,
            Trouble::Refused { .. } => return Err(trouble),
        };
        if tried == TRIES || after > WAIT_AT_MOST {
            return Err(trouble);
        }
        tried += 1;
        pause(after).await;
    }
}
