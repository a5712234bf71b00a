//! Slack's end: signed commands, each waiting for its answer before the next is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use baton::engine::clock::{Clock as _, SystemClock};
use chrono::{DateTime, Duration, Utc};
use sha2::{Digest as _, Sha256};

/// The app's secret.
pub const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// Waits until the command of this number is answered.
pub trait Answers: Send + Sync + 'static {
    fn expect(&self, number: u64) -> tokio::sync::oneshot::Receiver<()>;
    /// Where the answer to it is to be sent.
    fn address(&self, number: u64) -> String;
}

/// Commands a second at this address, so many at once, for so long. `answers`: none, when the response is the answer.
pub async fn rate(
    address: &str,
    answers: Option<Arc<dyn Answers>>,
    in_flight: usize,
    lasting: Duration,
) -> anyhow::Result<f64> {
    let numbers = Arc::new(AtomicU64::new(0));
    let client = reqwest::Client::builder().no_proxy().build()?;
    let began = SystemClock.now();
    let mut speakers = tokio::task::JoinSet::new();
    for _ in 0..in_flight {
        let (client, answers, numbers) = (client.clone(), answers.clone(), Arc::clone(&numbers));
        let address = address.to_owned();
        speakers.spawn(async move {
            speak(&client, &address, answers.as_deref(), &numbers, began + lasting).await
        });
    }
    let mut said = 0_u32;
    while let Some(spoken) = speakers.join_next().await {
        said += spoken??;
    }
    Ok(f64::from(said) / (SystemClock.now() - began).as_seconds_f64())
}

async fn speak(
    client: &reqwest::Client,
    address: &str,
    answers: Option<&dyn Answers>,
    numbers: &AtomicU64,
    until: DateTime<Utc>,
) -> anyhow::Result<u32> {
    let mut said = 0;
    while SystemClock.now() < until {
        let number = numbers.fetch_add(1, Ordering::Relaxed);
        let answered = answers.map(|answers| answers.expect(number));
        let url = answers.map_or(String::new(), |answers| answers.address(number));
        let body = command(number, &url)?;
        let stamp = SystemClock.now().timestamp().to_string();
        let request = client
            .post(address)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-slack-request-timestamp", &stamp)
            .header("x-slack-signature", signature(&stamp, &body))
            .body(body);
        request.send().await?.error_for_status()?;
        if let Some(answered) = answered {
            answered.await.context("an answer is missing")?;
        }
        said += 1;
    }
    Ok(said)
}

/// `/incident open …`, as Slack writes it.
fn command(number: u64, response_url: &str) -> anyhow::Result<String> {
    let mut url = reqwest::Url::parse("http://slack.invalid")?;
    let (text, trigger) = (format!("open \"case {number}\" --dept unix"), format!("t{number}"));
    let fields = [
        ("command", "/incident"),
        ("text", &text),
        ("user_id", "UNIX1"),
        ("user_name", "unix-1"),
        ("channel_id", "CUNIX"),
        ("channel_name", "unix"),
        ("team_id", "T1"),
        ("trigger_id", &trigger),
        ("response_url", response_url),
    ];
    url.query_pairs_mut().extend_pairs(fields);
    Ok(url.query().unwrap_or_default().to_owned())
}

/// `v0=` and HMAC-SHA256 (RFC 2104) of version, stamp and body.
fn signature(stamp: &str, body: &str) -> String {
    let mut key = [0_u8; 64];
    key[..SECRET.len()].copy_from_slice(SECRET.as_bytes());
    let padded = |with: u8| key.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(format!("v0:{stamp}:{body}"));
    let outer = Sha256::new().chain_update(padded(0x5c)).chain_update(inner.finalize());
    let hex: String = outer.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("v0={hex}")
}
