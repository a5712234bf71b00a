//! Whether a message arrived whose fate is unknown: our name stands in its metadata.

use anyhow::Context as _;
use chrono::Duration;
use serde_json::Value;

use super::api::Api;
use super::letter::{self, Stamp};
use super::workspace::next;
use crate::chat::{Act, Outgoing, Receipt};

/// How far back one looks: what is older is not unknown any more.
const BACK: Duration = Duration::hours(24);
/// Messages on one page.
const PAGE: &str = "200";
/// Pages that are read, the newest first.
const PAGES_MAX: usize = 10;

/// Looks where the message would stand.
///
/// # Errors
/// Slack could not be asked, or there is nowhere to look.
pub async fn find(api: &Api, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
    let root = message.root.as_ref().and_then(Stamp::of);
    if let (Act::Update, Some(root)) = (message.act, &root) {
        // Whoever edits twice has edited once.
        let card = root_of(api, &root.channel, &root.ts).await?;
        return Ok(card.filter(|it| letter::is_named(it, &message.name)).map(|_| root.receipt()));
    }
    let thread = root.filter(|_| message.act == Act::Thread);
    let channel = match &thread {
        Some(root) => root.channel.clone(),
        None => api.channel(&message.place).await.context("finding where it would be")?,
    };
    let oldest = (message.at - BACK).timestamp().to_string();
    let mut cursor = String::new();
    for _ in 0..PAGES_MAX {
        let mut words = vec![
            ("channel", channel.as_str()),
            ("include_all_metadata", "true"),
            ("limit", PAGE),
            ("oldest", &oldest),
        ];
        let method = match &thread {
            Some(root) => {
                words.push(("ts", &root.ts));
                "conversations.replies"
            }
            None => "conversations.history",
        };
        if !cursor.is_empty() {
            words.push(("cursor", &cursor));
        }
        let page = api.ask(method, &words).await.context("looking for a message in Slack")?;
        let said = page["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
        if let Some(found) = said.iter().find(|said| letter::is_named(said, &message.name)) {
            let ts = found["ts"].as_str().unwrap_or_default().to_owned();
            return Ok(Some(Stamp { channel, ts }.receipt()));
        }
        cursor = next(&page);
        if cursor.is_empty() {
            break;
        }
    }
    Ok(None)
}

/// The message that a thread hangs under. None: it is gone.
///
/// # Errors
/// Slack could not be asked.
pub async fn root_of(api: &Api, channel: &str, ts: &str) -> anyhow::Result<Option<Value>> {
    let words =
        [("channel", channel), ("ts", ts), ("limit", "1"), ("include_all_metadata", "true")];
    match api.ask("conversations.replies", &words).await {
        Ok(page) => Ok(page["messages"].as_array().and_then(|said| said.first()).cloned()),
        Err(trouble) if super::trouble::is_gone(&trouble) => Ok(None),
        Err(trouble) => Err(trouble).context("looking for a card in Slack"),
    }
}
