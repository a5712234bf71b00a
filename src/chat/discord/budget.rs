//! How often Discord may refuse us: 10,000 times in ten minutes and it bans the address.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

/// We stop long before: what is refused so often will not be granted either.
pub const REFUSED_MAX: usize = 2_000;
/// How long a refusal counts.
pub const COUNTS_FOR: Duration = Duration::from_secs(600);

/// The refusals of the last ten minutes.
#[derive(Debug)]
pub struct Budget {
    left: Arc<Semaphore>,
    counts_for: Duration,
}

impl Budget {
    pub fn new(most: usize, counts_for: Duration) -> Budget {
        Budget { left: Arc::new(Semaphore::new(most)), counts_for }
    }

    /// One more; it is forgotten after its time.
    pub fn note(&self) {
        let Ok(one) = Arc::clone(&self.left).try_acquire_owned() else { return };
        let counts_for = self.counts_for;
        tokio::spawn(async move {
            // Nothing else ends the wait.
            let _ = tokio::time::timeout(counts_for, std::future::pending::<()>()).await;
            drop(one);
        });
    }

    /// Whether nothing more is to be asked for now.
    pub fn is_spent(&self) -> bool {
        self.left.available_permits() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn after_many_refusals_nothing_is_asked_for_a_time() {
        let budget = Budget::new(2, COUNTS_FOR);
        budget.note();
        assert!(!budget.is_spent());
        budget.note();
        budget.note();
        assert!(budget.is_spent());
        let short = Budget::new(1, Duration::from_millis(1));
        short.note();
        assert!(short.is_spent());
        let forgotten = async {
            while short.is_spent() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), forgotten).await.unwrap();
    }
}
