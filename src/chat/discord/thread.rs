//! Where something was said on Discord: in which place, and about which record. A thread is about the record whose message
//! it hangs under, whatever it is called now, and though nobody spoke in it for months.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use baton_commands::ids::{Place, RecordId};
use serde::Deserialize as _;
use serenity::http::Route;
use serenity::model::id::MessageId;
use tokio::time::timeout;

use super::Discord;
use super::api::{channel_id, id_at};
use super::channels::Channel;
use super::fault::{Fault, code};
use super::find::marks_of;
use super::mark;
use super::rest::Call;
use super::roster::Roster;
use super::snowflake::Snowflake;
use crate::chat::lock::lock;

/// Threads whose record is remembered; of others it is asked for.
const KNOWN_MAX: usize = 4_096;
/// Who speaks is answered within three seconds; so much of that may be taken to ask where he is.
const WITHIN: Duration = Duration::from_secs(1);

/// The record that each thread is about, as its message said. None: it hangs under none of ours.
#[derive(Debug, Default)]
pub struct Threads(Mutex<BTreeMap<Snowflake, Option<RecordId>>>);

/// A place, and the record whose thread it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub place: Place,
    pub thread: Option<RecordId>,
}

impl Discord {
    /// Where a channel or thread is. `told`: what Discord said of it along with what happened there.
    pub(super) async fn spot(
        &self,
        id: Snowflake,
        told: Option<&Channel>,
        roster: &Roster,
    ) -> Spot {
        let is_enough = |it: &&Channel| !it.is_thread() || it.parent_id.is_some();
        let known = told.filter(is_enough).or_else(|| roster.channels.get(id)).cloned();
        let channel = match known {
            Some(known) => Some(known),
            None => self.ask_for_channel(id).await,
        };
        let Some(channel) = channel.as_ref().or(told) else {
            return Spot { place: roster.place(id), thread: None };
        };
        let Some(parent) = channel.parent_id.filter(|_| channel.is_thread()) else {
            let place = roster.names.place(&id.to_string(), channel.name());
            return Spot { place, thread: None };
        };
        let record = self.record_of(id, parent).await;
        Spot { place: roster.place(parent), thread: record.or_else(|| named(channel)) }
    }

    /// A thread that was archived is among none that Discord tells of by itself.
    async fn ask_for_channel(&self, id: Snowflake) -> Option<Channel> {
        let route = Route::Channel { channel_id: channel_id(id) };
        let found = timeout(WITHIN, self.rest.call(Call::get(route))).await.ok()?.ok()?;
        let channel = Channel::deserialize(&found).ok()?;
        self.change(|channels| channels.put(channel.clone()));
        Some(channel)
    }

    /// The record of the message that a thread hangs under: a thread has its message's id.
    async fn record_of(&self, thread: Snowflake, parent: Snowflake) -> Option<RecordId> {
        if let Some(known) = lock(&self.threads.0).get(&thread) {
            return *known;
        }
        let found = match timeout(WITHIN, self.ask_for_record(thread, parent)).await {
            Ok(Ok(found)) => found,
            Ok(Err(fault)) => {
                tracing::warn!(%fault, "whose thread it is cannot be asked");
                return None;
            }
            Err(_) => return None,
        };
        let mut known = lock(&self.threads.0);
        if known.len() >= KNOWN_MAX {
            known.pop_first();
        }
        known.insert(thread, found);
        found
    }

    async fn ask_for_record(
        &self,
        thread: Snowflake,
        parent: Snowflake,
    ) -> Result<Option<RecordId>, Fault> {
        let me = self.me().await?;
        let (channel_id, message_id) = (channel_id(parent), MessageId::new(thread.get()));
        match self.rest.call(Call::get(Route::ChannelMessage { channel_id, message_id })).await {
            Ok(message) if id_at(&message["author"]) == Some(me) => {
                Ok(marks_of(&message).find_map(mark::record))
            }
            Ok(_) => Ok(None),
            Err(fault) if fault.is_code(code::UNKNOWN_MESSAGE) => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

/// The record that somebody named a thread of his own after: `INC-7 what the vendor says`.
fn named(thread: &Channel) -> Option<RecordId> {
    thread.name().split_whitespace().next()?.parse().ok()
}
