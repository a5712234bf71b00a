//! What people do in Slack becomes letters for the inbox, and whoever did it is answered.
//!
//! Taking a letter never waits; when more comes than can be heard, that is the answer. What Slack is told, and when, is in
//! [`ack`](super::ack).

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place, RecordId};
use baton_commands::say;
use tokio::sync::oneshot;

use super::ack::{Ack, Carries, Deadlines, Reply};
use super::api::Api;
use super::back::{Back, Kind};
use super::cut::shortened;
use super::find;
use super::form;
use super::heard::{Command, Door, Heard, Pressed, Shortcut, Spoke, Spot, Submitted};
use super::letter;
use super::said::{self, Known};
use super::workspace::Addresses;
use crate::chat::lock::lock;
use crate::chat::{Inbound, Inbox, Who};
use crate::picture::Fonts;

/// So many words are remembered that were not acknowledged in time.
const SAID_MAX: usize = 10_000;
/// Characters of a title that is taken from a message.
const TITLE_MAX: usize = 200;

/// Words that wait to be on disk, or that came to be only after Slack was to be told: it says those again.
#[derive(Debug, Default)]
pub struct Said(Mutex<BTreeSet<DeliveryId>>);

impl Said {
    /// Whether these are not waited for already.
    fn begin(&self, delivery: &DeliveryId) -> bool {
        let mut said = lock(&self.0);
        if said.len() >= SAID_MAX {
            said.pop_first();
        }
        said.insert(delivery.clone())
    }

    /// Slack was told.
    fn end(&self, delivery: &DeliveryId) {
        lock(&self.0).remove(delivery);
    }
}

/// The ear.
pub struct Talk {
    pub api: Arc<Api>,
    pub inbox: Inbox,
    pub fonts: Fonts,
    pub deadlines: Deadlines,
    pub said: Said,
}

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
        self.offer(inbound, back, Carries::Answer)
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
        let back = Back { talk: Arc::clone(self), user, spot, door, kind };
        self.offer(inbound, back, Carries::Nothing)
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
        let back = Back { talk: Arc::clone(self), user, spot, door, kind };
        self.offer(inbound, back, Carries::Nothing)
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
        self.offer(inbound, back, filled.first.map_or(Carries::Nothing, Carries::Field))
    }

    /// Talk in a thread is about the record whose card it hangs under; who that is, the card knows.
    fn spoke(self: &Arc<Talk>, spoke: Spoke) -> Ack {
        let Spoke { user, spot, text, ts } = spoke;
        let book = self.api.book();
        let text = said::to_us(&text, &book.workspace.bot);
        let text = self.said(text, &book);
        let key = format!("said:{}:{ts}:{user}", spot.channel);
        let mut inbound = inbound(&book, &user, &spot, key, text, Slash::Optional);
        let (talk, kind) = (Arc::clone(self), Kind::Answer);
        let back = Back { talk: Arc::clone(self), user, spot, door: Door::default(), kind };
        let (tell, told) = oneshot::channel();
        tokio::spawn(async move {
            // Whose thread it is may take Slack a while to say.
            inbound.thread = talk.record_of(&back.spot).await;
            talk.listen(inbound, back, tell).await;
        });
        Ack::by(self.deadlines.words, told)
    }

    /// Has words decided, and acknowledges them when they are on disk. Who is still waited for when Slack says the same
    /// again is answered once.
    async fn listen(&self, inbound: Inbound, back: Back, tell: oneshot::Sender<Reply>) {
        let delivery = inbound.delivery.clone();
        let Ok(answers) = self.inbox.offer(inbound) else {
            // Whoever was to be told has gone.
            let _ = tell.send(Reply::Heard(None));
            return back.say(&say!("chat-busy")).await;
        };
        let is_first = self.said.begin(&delivery);
        // Without an answer we have stopped: Slack says it to whoever comes after us.
        let Ok(messages) = answers.await else { return };
        if tell.send(Reply::Heard(None)).is_ok() {
            self.said.end(&delivery);
        }
        if is_first {
            back.send(messages).await;
        }
    }

    /// Shows somebody what waits for him; `at` is when he asked.
    pub fn home(self: &Arc<Talk>, user: &str, at: &str) {
        let (book, spot) = (self.api.book(), Spot::default());
        let (key, line) = (format!("home:{user}:{at}"), "/baton mine".to_owned());
        let inbound = inbound(&book, user, &spot, key, line, Slash::Required);
        let (user, door) = (user.to_owned(), Door::default());
        let back = Back { talk: Arc::clone(self), user, spot, door, kind: Kind::Home };
        // A Home that stays as it was is answer enough: it is opened again.
        let Ok(answers) = self.inbox.offer(inbound) else { return };
        tokio::spawn(async move {
            if let Ok(messages) = answers.await {
                back.send(messages).await;
            }
        });
    }

    fn offer(&self, inbound: Inbound, back: Back, carries: Carries) -> Ack {
        match self.inbox.offer(inbound) {
            Ok(answers) => back.answer(answers, carries),
            Err(_) => back.busy(&carries),
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
