//! What would be sent to Slack, for whoever wants to read it without a workspace: `baton transcript --platform slack`.

use std::collections::BTreeSet;

use baton_commands::ids::{DeptId, PersonId, Place, Recipient};
use baton_commands::world::World;
use serde_json::{Value, json};

use super::api::SLACK;
use super::form::{Blank, Carried};
use super::letter::{self, Stamp};
use super::render::{self, Part, parts};
use super::style::{Book, SlackStyle};
use crate::chat::begun::Number;
use crate::chat::offers::Offers;
use crate::chat::{Act, Names, Outgoing};

/// The organisation's own ids, and stand-ins such as `U-unix-1` and `C-unix` for those it does not name.
struct StandIns(Names);

impl Book for StandIns {
    fn user(&self, person: &PersonId) -> Option<String> {
        let account = self.0.account(person);
        Some(account.unwrap_or_else(|| format!("U-{person}")))
    }

    fn group(&self, dept: &DeptId) -> Option<String> {
        self.0.group(dept).map(str::to_owned)
    }

    fn users(&self, recipient: &Recipient) -> Vec<String> {
        self.0.people(recipient).into_iter().filter_map(|person| self.user(person)).collect()
    }

    fn one_by_one(&self, dept: &DeptId, named: &BTreeSet<Recipient>) -> Vec<PersonId> {
        self.0.one_by_one(dept, named, |_| true)
    }

    fn channel(&self, place: &Place) -> Option<String> {
        Some(match place {
            Place::Direct(person) => format!("D-{person}"),
            Place::Channel(name) => {
                let named = self.0.world().directory().channel(place, SLACK);
                named.map_or_else(|| format!("C-{}", name.trim_start_matches('#')), str::to_owned)
            }
        })
    }
}

/// The calls that a message comes to, each as `{"method": …, "body": …}`.
pub fn calls(message: &Outgoing, world: &World) -> Vec<Value> {
    let book = StandIns(Names::new(SLACK, world.clone()));
    let home = world.directory().company.zone;
    let channel = book.channel(&message.place).unwrap_or_default();
    if let Some(form) = &message.form {
        let style = SlackStyle { book: &book };
        let carried = Carried {
            form: form.id.clone(),
            channel,
            name: message.place.to_string(),
            thread: None,
        };
        let blank = Blank {
            form,
            given: &message.given,
            carried: &carried,
            voice: &render::voice(message, home, &style),
            offers: &Offers { world: world.clone(), asker: message.to.clone() },
            book: &book,
        };
        return vec![json!({"method": "views.open", "body": {"view": blank.modal()}})];
    }
    let parts = parts(message, home, &book);
    let root = message.root.as_ref().map(|root| root.0.clone());
    let of_all = parts.len();
    let call = |(of_part, part): (usize, &Part)| match (message.act, &root) {
        (Act::Reply | Act::Refused, _) => {
            let user = message.to.as_ref().and_then(|to| book.user(to)).unwrap_or_default();
            let body = letter::whisper(&channel, &user, part);
            json!({"method": "chat.postEphemeral", "body": body})
        }
        (Act::Thread, Some(root)) => {
            let body = letter::body(&channel, message, part, Number { of_part, of_all });
            let body = body.with_thread_ts(root.clone().into());
            json!({"method": "chat.postMessage", "body": body})
        }
        _ => {
            let body = letter::body(&channel, message, part, Number { of_part, of_all });
            json!({"method": "chat.postMessage", "body": body})
        }
    };
    match (message.act, &root, parts.first()) {
        (Act::Update, Some(root), Some(first)) => {
            let card = Stamp { channel: channel.clone(), ts: root.clone() };
            vec![json!({"method": "chat.update", "body": letter::edit(&card, message, first)})]
        }
        _ => parts.iter().enumerate().map(call).collect(),
    }
}
