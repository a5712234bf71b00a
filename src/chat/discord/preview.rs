//! What would be sent to Discord, for whoever wants to read it without a server: `baton transcript --platform discord`.

use std::collections::BTreeSet;

use baton_commands::ids::{DeptId, PersonId, Place, Recipient};
use baton_commands::voice::{PlainStyle, Voice};
use baton_commands::world::World;
use serde_json::{Value, json};

use super::message::EPHEMERAL;
use super::modal;
use super::render::{Pictures, render};
use super::snowflake::Snowflake;
use super::style::Book;
use crate::chat::{Act, Names, Outgoing};

/// The organisation's own ids, and stand-ins, the same every time, for those it does not name.
struct StandIns(Names);

impl StandIns {
    fn account(&self, person: &PersonId) -> Option<Snowflake> {
        let own = self.0.account(person).and_then(|account| account.parse().ok());
        own.or_else(|| stand_in(person.as_str()))
    }
}

/// An id that nobody has: Discord's begin far above.
fn stand_in(name: &str) -> Option<Snowflake> {
    Snowflake::new(u64::from(crc32fast::hash(name.as_bytes())))
}

impl Book for StandIns {
    fn role(&self, dept: &DeptId) -> Option<Snowflake> {
        self.0.group(dept)?.parse().ok()
    }

    fn accounts(&self, recipient: &Recipient) -> Vec<Snowflake> {
        self.0.people(recipient).into_iter().filter_map(|person| self.account(person)).collect()
    }

    fn one_by_one(&self, dept: &DeptId, named: &BTreeSet<Recipient>) -> Vec<PersonId> {
        self.0.one_by_one(dept, named, |_| true)
    }

    fn channel(&self, place: &Place) -> Option<Snowflake> {
        let own = self.0.channel(place).and_then(|channel| channel.parse().ok());
        own.or_else(|| stand_in(&place.to_string()))
    }
}

/// The calls that a message comes to, each as `{"method": …, "path": …, "body": …}`.
pub fn calls(message: &Outgoing, world: &World) -> Vec<Value> {
    let book = StandIns(Names::new("discord", world.clone()));
    let channel = book.channel(&message.place).map_or(0, Snowflake::get);
    let callback = "/interactions/{id}/{token}/callback";
    let voice = Voice::new(message.language, message.zone, &PlainStyle);
    let opened = message.form.as_ref();
    if let Some(opened) = opened.and_then(|form| modal::open(form, &message.given, &voice)) {
        return vec![json!({"method": "POST", "path": callback, "body": opened})];
    }
    let root = message.root.as_ref().map(|root| root.0.as_str());
    let call = |part: super::render::Part| {
        let mut body = json!(part.message);
        let (method, path) = match (message.act, root) {
            (Act::Reply | Act::Refused | Act::Form, _) => {
                body["flags"] = json!(EPHEMERAL);
                body = json!({"type": 4, "data": body});
                ("POST", callback.to_owned())
            }
            (Act::Update, Some(root)) => {
                // An edit twice is the same as once.
                for key in ["nonce", "enforce_nonce"] {
                    body.as_object_mut().and_then(|body| body.remove(key));
                }
                ("PATCH", format!("/channels/{channel}/messages/{root}"))
            }
            // The thread of a message has the message's id.
            (Act::Thread, Some(root)) => ("POST", format!("/channels/{root}/messages")),
            _ => ("POST", format!("/channels/{channel}/messages")),
        };
        json!({"method": method, "path": path, "body": body})
    };
    render(message, &book, &Pictures::new()).into_iter().map(call).collect()
}
