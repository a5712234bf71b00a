//! What people do in Slack becomes letters for the inbox, and whoever did it is answered.
//!
//! Taking a letter never waits. Slack is acknowledged when it is on disk, or before it would give up; when more comes
//! than can be heard, that is the answer.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place, RecordId};
use baton_commands::say;
use baton_commands::words::Words;
use serde_json::Value;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::api::Api;
use super::back::{Back, Committed, Kind};
use super::cut::shortened;
use super::form;
use super::heard::{Command, Heard, Pressed, Shortcut, Spoke, Spot, Submitted};
use super::letter;
use super::said::{self, Known};
use super::workspace::Addresses;
use super::{back, find};
use crate::chat::{Act, Inbound, Inbox, Outgoing, Who};
use crate::picture::Fonts;

/// How long a form that was sent may stay open: refusals are shown in it. Slack gives up after 3 s.
const FORM_WITHIN: Duration = Duration::from_secs(2);
/// Characters of a title that is taken from a message.
const TITLE_MAX: usize = 200;

/// What Slack is told at once.
pub enum Ack {
    /// That it was heard, perhaps with an answer.
    Now(Option<Value>),
    /// The same, within 3 s.
    Soon(Pin<Box<dyn Future<Output = Option<Value>> + Send>>),
}

impl Ack {
    /// Without a word, when what was done is on disk.
    fn when(committed: Committed) -> Ack {
        Ack::Soon(Box::pin(async move {
            committed.await;
            None
        }))
    }
}

/// The ear.
pub struct Talk {
    pub api: Arc<Api>,
    pub inbox: Inbox,
    pub fonts: Fonts,
}

/// What the engine will answer with; it is dropped when the engine stops.
type Answers = oneshot::Receiver<Vec<Outgoing>>;

impl Talk {
    /// Takes what was heard.
    pub fn take(self: &Arc<Talk>, heard: Heard) -> Ack {
        match heard {
            Heard::Command(command) => self.command(command),
            Heard::Pressed(pressed) => self.pressed(pressed),
            Heard::Submitted(submitted) => self.submitted(submitted),
            Heard::Shortcut(shortcut) => self.shortcut(shortcut),
            Heard::Spoke(spoke) => self.spoke(spoke),
            Heard::HomeOpened { user, event_ts } => {
                self.home(&user, &event_ts);
                Ack::Now(None)
            }
            Heard::Nothing => Ack::Now(None),
        }
    }

    fn command(self: &Arc<Talk>, command: Command) -> Ack {
        let Command { user, spot, door, command, text } = command;
        let book = self.api.book();
        let line = format!("{command} {}", self.said(&text, &book));
        let key = format!("command:{}", door.trigger);
        let inbound = inbound(&book, &user, &spot, key, line.trim().to_owned(), Slash::Required);
        let back = Back { talk: Arc::clone(self), user, spot, door, kind: Kind::Answer };
        match self.inbox.offer(inbound) {
            Ok(answers) => Ack::when(back.answer_later(answers)),
            // The cheapest answer there is: no call is needed.
            Err(_) => Ack::Now(Some(back::whispered(&back.sentence(&say!("chat-busy"))))),
        }
    }

    fn pressed(self: &Arc<Talk>, pressed: Pressed) -> Ack {
        let Pressed { user, spot, door, line, action_ts, action_id } = pressed;
        let key = format!("press:{user}:{}:{action_ts}:{action_id}", spot.channel);
        let kind = match spot.channel.is_empty() {
            // What is pressed in a Home changes it.
            true => Kind::AnswerAndHome { at: action_ts },
            false => Kind::Answer,
        };
        let inbound = inbound(&self.api.book(), &user, &spot, key, line, Slash::Required);
        self.offer(inbound, Back { talk: Arc::clone(self), user, spot, door, kind })
    }

    /// A message becomes the title of an incident, in a form that is opened if he may open one.
    fn shortcut(self: &Arc<Talk>, shortcut: Shortcut) -> Ack {
        let Shortcut { user, spot, door, text } = shortcut;
        let book = self.api.book();
        let text = self.said(&text, &book);
        let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let given = vec![("title".to_owned(), shortened(first, TITLE_MAX))];
        let key = format!("shortcut:{}", door.trigger);
        let line = "/incident open".to_owned();
        let inbound = inbound(&book, &user, &spot, key, line, Slash::Required);
        let kind = Kind::Form { given };
        self.offer(inbound, Back { talk: Arc::clone(self), user, spot, door, kind })
    }

    /// Refusals are shown in the form, so that what was written is not lost.
    fn submitted(self: &Arc<Talk>, submitted: Submitted) -> Ack {
        let Submitted { user, door, view } = submitted;
        let book = self.api.book();
        let Some(filled) = form::filled(&view, |account| book.names.person(account)) else {
            let spot = Spot::default();
            let back = Back { talk: Arc::clone(self), user, spot, door, kind: Kind::Answer };
            back.say_later(say!("chat-old-form"));
            return Ack::Now(None);
        };
        let id = view["id"].as_str().unwrap_or_default();
        let key = format!("form:{id}:{}", door.trigger);
        let carried = filled.carried;
        let spot = Spot { channel: carried.channel, name: carried.name, thread: carried.thread };
        let inbound = inbound(&book, &user, &spot, key, filled.line, Slash::Required);
        let back = Back { talk: Arc::clone(self), user, spot, door, kind: Kind::Answer };
        let Some(first) = filled.first else {
            return self.offer(inbound, back);
        };
        match self.inbox.offer(inbound) {
            Ok(answers) => Ack::Soon(Box::pin(in_form(answers, back, first))),
            Err(_) => {
                let busy = back.plainly(&say!("chat-busy"));
                Ack::Now(Some(back::in_field(&first, &busy)))
            }
        }
    }

    /// Talk in a thread is about the record whose card it hangs under; who that is, the card knows.
    fn spoke(self: &Arc<Talk>, spoke: Spoke) -> Ack {
        let Spoke { user, spot, text, ts } = spoke;
        let book = self.api.book();
        let text = said::to_us(&text, &book.workspace.bot);
        let text = self.said(text, &book);
        let key = format!("said:{}:{ts}:{user}", spot.channel);
        let mut inbound = inbound(&book, &user, &spot, key, text, Slash::Optional);
        let talk = Arc::clone(self);
        let back = Back {
            talk: Arc::clone(self),
            user,
            spot,
            door: Default::default(),
            kind: Kind::Answer,
        };
        let offered = tokio::spawn(async move {
            inbound.thread = talk.record_of(&back.spot).await;
            talk.offer(inbound, back)
        });
        Ack::Soon(Box::pin(async move {
            // Whose thread it is may take Slack a while to say.
            match timeout(FORM_WITHIN, offered).await {
                Ok(Ok(Ack::Soon(said))) => said.await,
                Ok(Ok(Ack::Now(said))) => said,
                _ => None,
            }
        }))
    }

    /// Shows somebody what waits for him; `at` is when he asked.
    pub fn home(self: &Arc<Talk>, user: &str, at: &str) {
        let (book, spot) = (self.api.book(), Spot::default());
        let (key, line) = (format!("home:{user}:{at}"), "/baton mine".to_owned());
        let inbound = inbound(&book, user, &spot, key, line, Slash::Required);
        let (user, door) = (user.to_owned(), Default::default());
        let back = Back { talk: Arc::clone(self), user, spot, door, kind: Kind::Home };
        // A Home that stays as it was is answer enough: it is opened again.
        if let Ok(answers) = self.inbox.offer(inbound) {
            drop(back.answer_later(answers));
        }
    }

    fn offer(self: &Arc<Talk>, inbound: Inbound, back: Back) -> Ack {
        match self.inbox.offer(inbound) {
            Ok(answers) => Ack::when(back.answer_later(answers)),
            Err(_) => {
                back.say_later(say!("chat-busy"));
                Ack::Now(None)
            }
        }
    }

    async fn record_of(&self, spot: &Spot) -> Option<RecordId> {
        let thread = spot.thread.as_deref()?;
        match find::root_of(&self.api, &spot.channel, thread).await {
            Ok(card) => letter::surface(&card?),
            Err(error) => {
                tracing::warn!("whose thread it is cannot be found: {error:#}");
                None
            }
        }
    }

    fn said(&self, text: &str, book: &Addresses) -> String {
        said::plain(text, &Ids(book))
    }
}

/// What becomes of a form that was sent.
async fn in_form(mut answers: Answers, back: Back, field: String) -> Option<Value> {
    let Ok(answered) = timeout(FORM_WITHIN, &mut answers).await else {
        drop(back.answer_later(answers));
        return None;
    };
    let Ok(messages) = answered else {
        back.say_later(say!("chat-unsure"));
        return None;
    };
    match messages.first() {
        Some(refused) if refused.act == Act::Refused => {
            Some(back::in_field(&field, &back.refusal(refused)))
        }
        Some(again) if again.act == Act::Form => match back.modal(again) {
            Some(view) => Some(back::in_place(view)),
            None => Some(back::in_field(&field, &back.refusal(again))),
        },
        _ => {
            back.send_later(messages);
            None
        }
    }
}

/// A letter. `key` is what makes the act the same at every redelivery.
fn inbound(
    book: &Addresses,
    user: &str,
    spot: &Spot,
    key: String,
    text: String,
    slash: Slash,
) -> Inbound {
    let who = book.names.who(user);
    let place = place(book, &who, user, spot);
    let delivery = DeliveryId(format!("slack:{key}"));
    Inbound { delivery, who, place, thread: None, text, slash }
}

/// A channel by its id, or its name; without one, or with us alone, his direct messages.
fn place(book: &Addresses, who: &Who, user: &str, spot: &Spot) -> Place {
    if spot.channel.is_empty() || spot.channel.starts_with('D') {
        return Place::Direct(match who {
            Who::Person(person) => person.clone(),
            Who::Stranger(account) => {
                book.names.person(user).unwrap_or_else(|| PersonId::new(account))
            }
        });
    }
    // Slack calls every private channel the same here.
    let said = Some(spot.name.as_str()).filter(|name| !matches!(*name, "" | "privategroup"));
    let name = book.workspace.name(&spot.channel).or(said).unwrap_or(&spot.channel);
    book.names.place(&spot.channel, name)
}

struct Ids<'a>(&'a Addresses);

impl Known for Ids<'_> {
    fn person(&self, account: &str) -> Option<String> {
        self.0.names.person(account).map(|person| person.to_string())
    }
    fn channel(&self, id: &str) -> Option<String> {
        let name = self.0.workspace.name(id).unwrap_or(id);
        let place = self.0.names.place(id, name).to_string();
        (place.trim_start_matches('#') != id).then(|| place.trim_start_matches('#').to_owned())
    }
}

impl Back {
    /// A sentence without any markup.
    pub fn plainly(&self, words: &Words) -> String {
        self.plain_voice(|voice| voice.sentence(words))
    }
}
