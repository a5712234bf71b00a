//! Whether a message arrived whose fate is unknown, and which parts of it: its name stands in small type below it.

use serde_json::Value;
use serenity::http::Route;

use super::Discord;
use super::api::{channel_id, id_at, stays};
use super::fault::{Fault, code};
use super::mark::{self, part_of};
use super::receipt::Posted;
use super::rest::Call;
use super::snowflake::Snowflake;
use crate::chat::begun::{Found, Unfinished};
use crate::chat::pause::pause;
use crate::chat::{Act, Outgoing};

/// Messages that one look into the past shows.
const PAGE: usize = 100;
/// Looks into the past for a message whose fate is unknown.
const PAGES_MAX: usize = 20;
/// A limit that is over after this is waited for: a look that was given up would begin from the start.
const WAITS_AT_MOST: chrono::Duration = chrono::Duration::seconds(5);

impl Discord {
    /// Looks for a message among the latest of its place. Of one whose later parts are missing, what stands is remembered.
    ///
    /// # Errors
    /// What keeps it from looking.
    pub(super) async fn look_for(&self, message: &Outgoing) -> Result<Option<Posted>, Fault> {
        let roster = self.roster().await?;
        let Ok(place) = self.channel_of(&roster, message).await else { return Ok(None) };
        let channel = match (message.act, message.root.as_ref().and_then(Posted::read)) {
            (Act::Thread, Some(root)) if root.channel == place => root.message,
            _ => place,
        };
        let mut found = Found::default();
        self.look(channel, message, &mut found).await?;
        if found.first.is_none() && channel != place {
            // What it was to hang under was gone.
            self.look(place, message, &mut found).await?;
        }
        let Some((first, names)) = found.first.clone() else { return Ok(None) };
        if !found.is_whole() && !stays(message, first, place) {
            self.look(first.message, message, &mut found).await?;
        }
        if found.is_whole() {
            return Ok(Some(first));
        }
        self.begun.keep(Unfinished { first: first.receipt(), names, sent: found.sent });
        Ok(None)
    }

    /// Looks for parts until all are found, or the first, behind which there are none of them.
    async fn look(
        &self,
        channel: Snowflake,
        message: &Outgoing,
        found: &mut Found<Posted>,
    ) -> Result<(), Fault> {
        let me = self.me().await?;
        let mut before = None;
        for _ in 0..PAGES_MAX {
            let page = self.page(channel, before).await?;
            for said in page.iter().filter(|it| id_at(&it["author"]) == Some(me)) {
                let marked = marks_of(said).find_map(|mark| Some((mark, part_of(mark, message)?)));
                let (Some((mark, number)), Some(id)) = (marked, id_at(said)) else { continue };
                found.note(number);
                if number.of_part == 0 {
                    let first = Posted { channel, message: id };
                    found.first = Some((first, mark::names(mark, message)));
                    return Ok(());
                }
            }
            before = page.last().and_then(id_at).filter(|_| page.len() == PAGE);
            if before.is_none() || found.is_whole() {
                break;
            }
        }
        Ok(())
    }

    /// The latest messages of a channel or thread; of one that is not there, none.
    async fn page(
        &self,
        channel: Snowflake,
        before: Option<Snowflake>,
    ) -> Result<Vec<Value>, Fault> {
        let mut params = vec![("limit", PAGE.to_string())];
        params.extend(before.map(|oldest| ("before", oldest.to_string())));
        loop {
            let route = Route::ChannelMessages { channel_id: channel_id(channel) };
            match self.rest.call(Call::get(route).with(params.clone())).await {
                Ok(page) => return Ok(page.as_array().cloned().unwrap_or_default()),
                // A thread that was not made yet.
                Err(fault) if fault.is_code(code::UNKNOWN_CHANNEL) => return Ok(Vec::new()),
                Err(Fault::Limited { after, global: false }) if after <= WAITS_AT_MOST => {
                    pause(after.to_std().unwrap_or_default()).await;
                }
                Err(fault) => return Err(fault),
            }
        }
    }
}

/// The marks that a message carries: below its card, or in its last line.
pub(super) fn marks_of(message: &Value) -> impl Iterator<Item = &str> {
    let embeds = message["embeds"].as_array().into_iter().flatten();
    let below = embeds.filter_map(|embed| embed["footer"]["text"].as_str());
    let content = message["content"].as_str().unwrap_or_default();
    let last = content.lines().last().and_then(|line| line.strip_prefix("-# "));
    below.chain(last)
}
