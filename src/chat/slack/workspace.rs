//! What there is in the workspace: channels and user groups by name and by id, and who we are there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use baton_commands::ids::{DeptId, PersonId, Place, Recipient};
use serde_json::Value;

use super::style::Book;
use super::trouble;
use super::wire::{Trouble, Wire};
use crate::chat::Names;
use crate::secret::Secret;

/// Channels or groups on one page.
const PAGE: &str = "200";
/// Pages that are read; a workspace with more names its channels by id.
const PAGES_MAX: usize = 100;

/// A workspace as it was when it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workspace {
    /// Our own account, which people mention.
    pub bot: String,
    /// Those that are not archived, by id.
    pub channels: BTreeMap<String, Channel>,
    /// Ids by handle.
    pub groups: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    pub name: String,
    /// Whether we are in it: only then can we see what was said there.
    pub is_member: bool,
    pub is_private: bool,
}

impl Workspace {
    /// Reads it anew.
    ///
    /// # Errors
    /// What kept it from being read; user groups that may not be read are none.
    pub async fn read(wire: &Wire, token: &Secret) -> Result<Workspace, Trouble> {
        let us = wire.ask("auth.test", token, &[]).await?;
        let bot = us["user_id"].as_str().unwrap_or_default().to_owned();
        let mut channels = BTreeMap::new();
        let types = ("types", "public_channel,private_channel");
        let mut cursor = String::new();
        for _ in 0..PAGES_MAX {
            let words = [types, ("exclude_archived", "true"), ("limit", PAGE), ("cursor", &cursor)];
            let words = if cursor.is_empty() { &words[..3] } else { &words[..] };
            let page = wire.ask("conversations.list", token, words).await?;
            channels.extend(page["channels"].as_array().into_iter().flatten().filter_map(channel));
            cursor = next(&page);
            if cursor.is_empty() {
                break;
            }
        }
        let groups = match wire.ask("usergroups.list", token, &[]).await {
            Ok(answer) => {
                answer["usergroups"].as_array().into_iter().flatten().filter_map(group).collect()
            }
            // A free workspace has none, and a token may not read them.
            Err(trouble @ Trouble::Refused { .. }) => {
                let trouble = trouble::mended(&trouble);
                tracing::warn!(
                    trouble,
                    "Slack shows no user groups; departments are called by their people"
                );
                BTreeMap::new()
            }
            Err(trouble) => return Err(trouble),
        };
        Ok(Workspace { bot, channels, groups })
    }

    /// The id of a channel that the files name by its id or its name.
    pub fn channel(&self, known: &str) -> Option<String> {
        if is_id(known, &['C', 'G', 'D']) {
            return Some(known.to_owned());
        }
        let named = self.channels.iter().find(|(_, channel)| channel.name == known);
        named.map(|(id, _)| id.clone())
    }

    /// The id of a user group that the files name by its id or its handle.
    pub fn group(&self, known: &str) -> Option<String> {
        let known = known.trim_start_matches('@');
        if is_id(known, &['S']) {
            return Some(known.to_owned());
        }
        self.groups.get(known).cloned()
    }

    /// A channel's name. None: it is not one that we know, such as a direct message.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.channels.get(id).map(|channel| channel.name.as_str())
    }
}

/// Where the next page begins; empty: there is none.
pub fn next(page: &Value) -> String {
    page["response_metadata"]["next_cursor"].as_str().unwrap_or_default().to_owned()
}

fn channel(said: &Value) -> Option<(String, Channel)> {
    let channel = Channel {
        name: said["name"].as_str()?.to_owned(),
        is_member: said["is_member"].as_bool().unwrap_or(false),
        is_private: said["is_private"].as_bool().unwrap_or(false),
    };
    Some((said["id"].as_str()?.to_owned(), channel))
}

fn group(said: &Value) -> Option<(String, String)> {
    Some((said["handle"].as_str()?.to_owned(), said["id"].as_str()?.to_owned()))
}

/// `C0123456789`: a capital of that kind, then capitals and digits. Names are in small letters.
fn is_id(known: &str, kinds: &[char]) -> bool {
    let mut signs = known.chars();
    let is_kind = signs.next().is_some_and(|kind| kinds.contains(&kind));
    is_kind && known.len() > 2 && signs.all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// The organisation's files and the workspace together.
pub struct Addresses {
    pub names: Names,
    pub workspace: Arc<Workspace>,
}

impl Book for Addresses {
    fn user(&self, person: &PersonId) -> Option<String> {
        self.names.account(person)
    }

    fn group(&self, dept: &DeptId) -> Option<String> {
        self.workspace.group(self.names.group(dept)?)
    }

    fn users(&self, recipient: &Recipient) -> Vec<String> {
        self.names.people(recipient).into_iter().filter_map(|person| self.user(person)).collect()
    }

    fn one_by_one(&self, dept: &DeptId, named: &BTreeSet<Recipient>) -> Vec<PersonId> {
        self.names.one_by_one(dept, named, |who| self.user(who).is_some())
    }

    fn channel(&self, place: &Place) -> Option<String> {
        self.workspace.channel(&self.names.channel(place)?)
    }
}
