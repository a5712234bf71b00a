//! Lets time pass where a chat wants to be waited for.

use std::time::Duration;

pub async fn pause(length: Duration) {
    tokio::time::sleep(length).await;
}
