//! Who and what people, departments and places are on Discord: the organisation's names, and Discord's ids.

use std::collections::BTreeSet;
use std::sync::Arc;

use baton_commands::ids::{DeptId, PersonId, Place, Recipient};

use super::channels::Channels;
use super::snowflake::Snowflake;
use super::style::Book;
use crate::chat::Names;

/// Both as they were when it was made.
#[derive(Debug, Clone)]
pub struct Roster {
    pub names: Names,
    pub channels: Arc<Channels>,
}

impl Roster {
    /// A person's account.
    pub fn account(&self, person: &PersonId) -> Option<Snowflake> {
        self.names.account(person)?.parse().ok()
    }

    /// The department that a role stands for.
    pub fn department(&self, role: Snowflake) -> Option<&DeptId> {
        let departments = self.names.world().directory().departments.keys();
        departments.into_iter().find(|dept| self.role(dept) == Some(role))
    }

    /// The place that a channel is; of a thread, the channel it is in.
    pub fn place(&self, channel: Snowflake) -> Place {
        let known = self.channels.get(channel);
        let parent = known.filter(|it| it.is_thread()).and_then(|it| it.parent_id);
        match parent {
            Some(parent) => self.place(parent),
            None => {
                let id = channel.to_string();
                let name = known.map_or(id.as_str(), |it| it.name());
                self.names.place(&id, name)
            }
        }
    }
}

impl Book for Roster {
    fn role(&self, dept: &DeptId) -> Option<Snowflake> {
        self.channels.role(self.names.group(dept)?)
    }

    fn accounts(&self, recipient: &Recipient) -> Vec<Snowflake> {
        self.names.people(recipient).into_iter().filter_map(|person| self.account(person)).collect()
    }

    fn one_by_one(&self, dept: &DeptId, named: &BTreeSet<Recipient>) -> Vec<PersonId> {
        self.names.one_by_one(dept, named, |who| self.account(who).is_some())
    }

    fn channel(&self, place: &Place) -> Option<Snowflake> {
        self.channels.meant(&self.names.channel(place)?)
    }
}
