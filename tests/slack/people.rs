//! A small company on Slack: who has which account, which group, which channel.

use std::collections::BTreeSet;

use baton::chat::slack::style::Book;
use baton_commands::ids::{DeptId, PersonId, Place, Recipient, RoleId};

/// Accounts `U-…` by handle, the group `S1` for the department `unix`, and a few channels.
pub struct Workspace;

impl Book for Workspace {
    fn user(&self, person: &PersonId) -> Option<String> {
        (!person.as_str().starts_with("guest")).then(|| account(person.as_str()))
    }

    fn group(&self, dept: &DeptId) -> Option<String> {
        (dept.as_str() == "unix").then(|| "S1".to_owned())
    }

    fn users(&self, recipient: &Recipient) -> Vec<String> {
        match recipient {
            Recipient::Person(person) => self.user(person).into_iter().collect(),
            Recipient::Dept(dept) => vec![account(&format!("{dept}-1"))],
            Recipient::Role(role) if *role == RoleId::new("nobody") => Vec::new(),
            Recipient::Role(role) => vec![account(role.as_str())],
        }
    }

    fn one_by_one(&self, dept: &DeptId, _: &BTreeSet<Recipient>) -> Vec<PersonId> {
        vec![PersonId::new(format!("{dept}-1"))]
    }

    fn channel(&self, place: &Place) -> Option<String> {
        match place {
            Place::Channel(name) if &**name == "#unix" => Some("C0UNIX".to_owned()),
            _ => None,
        }
    }
}

/// `unix-1` is `UUNIX1`.
pub fn account(handle: &str) -> String {
    let plain: String = handle.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("U{}", plain.to_uppercase())
}
