//! Whether a message arrived whose fate is unknown: our name stands in its metadata.

use anyhow::Context as _;
use chrono::Duration;
use serde_json::Value;

use super::api::Api;
use super::letter::{self, Stamp};
use super::workspace::next;
use crate::chat::begun::{Begun, Found, Unfinished};
use crate::chat::{Act, Outgoing, Receipt};

/// How far back one looks: what is older is not unknown any more.
const BACK: Duration = Duration::hours(24);
/// Messages on one page.
const PAGE: &str = "200";
/// Pages that are read, the newest first.
const PAGES_MAX: usize = 10;

/// Looks where the message would stand. Of one whose later parts are missing, what stands is kept in `begun`.
///
/// # Errors
/// Slack could not be asked, or there is nowhere to look.
pub async fn find(api: &Api, begun: &Begun, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
    let root = message.root.as_ref().and_then(Stamp::of);
    if let (Act::Update, Some(root)) = (message.act, &root) {
        // Whoever edits twice has edited once.
        let card = root_of(api, &root.channel, &root.ts).await?;
        let named = card.filter(|it| letter::part_of(it, &message.name).is_some());
        return Ok(named.map(|_| root.receipt()));
    }
    let thread = root.filter(|_| message.act == Act::Thread);
    let channel = match &thread {
        Some(root) => root.channel.clone(),
        None => api.channel(&message.place).await.context("finding where it would be")?,
    };
    let mut found = Found::default();
    let thread = thread.map(|root| root.ts);
    look(Pages::of(api, message, &channel, thread.as_deref()), &message.name, &mut found).await?;
    let Some((first, names)) = found.first.clone() else { return Ok(None) };
    if thread.is_none() && !found.is_whole() {
        look(Pages::of(api, message, &channel, Some(&first)), &message.name, &mut found).await?;
    }
    let is_whole = found.is_whole();
    let first = Stamp { channel, ts: first }.receipt();
    if is_whole {
        return Ok(Some(first));
    }
    begun.keep(Unfinished { first, names, sent: found.sent });
    Ok(None)
}

/// Looks for parts until all are found or there is nothing more.
async fn look(mut pages: Pages<'_>, name: &str, found: &mut Found<String>) -> anyhow::Result<()> {
    let in_thread = pages.thread.is_some();
    while let Some(page) = pages.next().await? {
        for said in &page {
            let Some(number) = letter::part_of(said, name) else { continue };
            found.note(number);
            if number.of_part == 0 {
                let ts = said["ts"].as_str().unwrap_or_default().to_owned();
                found.first = Some((ts, letter::names(said)));
            }
        }
        // Those after the first stand in threads.
        if found.is_whole() || (found.first.is_some() && !in_thread) {
            break;
        }
    }
    Ok(())
}

/// What was said in a channel, or in a thread, page by page.
struct Pages<'a> {
    api: &'a Api,
    channel: &'a str,
    thread: Option<&'a str>,
    oldest: String,
    /// None: that was the last.
    cursor: Option<String>,
    left: usize,
}

impl<'a> Pages<'a> {
    fn of(
        api: &'a Api,
        message: &Outgoing,
        channel: &'a str,
        thread: Option<&'a str>,
    ) -> Pages<'a> {
        let oldest = (message.at - BACK).timestamp().to_string();
        Pages { api, channel, thread, oldest, cursor: Some(String::new()), left: PAGES_MAX }
    }

    async fn next(&mut self) -> anyhow::Result<Option<Vec<Value>>> {
        let Some(cursor) = self.cursor.take().filter(|_| self.left > 0) else { return Ok(None) };
        self.left -= 1;
        let mut words = vec![
            ("channel", self.channel),
            ("include_all_metadata", "true"),
            ("limit", PAGE),
            ("oldest", &self.oldest),
        ];
        let method = match self.thread {
            Some(ts) => {
                words.push(("ts", ts));
                "conversations.replies"
            }
            None => "conversations.history",
        };
        if !cursor.is_empty() {
            words.push(("cursor", &cursor));
        }
        let page = self.api.ask(method, &words).await.context("looking for a message in Slack")?;
        self.cursor = Some(next(&page)).filter(|cursor| !cursor.is_empty());
        Ok(Some(page["messages"].as_array().cloned().unwrap_or_default()))
    }
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
