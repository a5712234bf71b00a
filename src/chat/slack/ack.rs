//! What Slack is told of something that was done, and by when; and the answer that follows. Nobody hears that something
//! was done before it is on disk, and what has been promised is kept or taken back.
//!
//! Slack repeats what is said to us until it is acknowledged, so that is not acknowledged before it is on disk. Commands,
//! presses and forms it says once: of those that nobody has begun with in time we say that nothing was done.

use std::pin::Pin;
use std::time::Duration;

use baton_commands::say;
use baton_commands::words::Words;
use serde_json::{Value, json};
use slack_morphism::prelude::SlackView;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::back::Back;
use super::cut::shortened;
use crate::chat::inbound::Answers;
use crate::chat::{Act, Outgoing};

/// Characters below a field of a form.
const FIELD_MAX: usize = 2_000;

/// By when Slack is told something, after it has said what was done. It gives up after 3 s.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    /// Commands, presses and forms.
    pub acts: Duration,
    /// Words to us.
    pub words: Duration,
}

impl Default for Deadlines {
    fn default() -> Deadlines {
        Deadlines { acts: Duration::from_millis(2_200), words: Duration::from_millis(2_800) }
    }
}

/// What Slack is told.
#[derive(Debug, PartialEq)]
pub enum Reply {
    /// That it was heard, perhaps with an answer.
    Heard(Option<Value>),
    /// Nothing: Slack says it again, and it is done once.
    Silence,
}

/// The same, now or within 3 s.
pub enum Ack {
    Now(Option<Value>),
    Soon(Pin<Box<dyn Future<Output = Reply> + Send>>),
}

impl Ack {
    /// What is told until then; after that, nothing.
    pub fn by(deadline: Duration, told: oneshot::Receiver<Reply>) -> Ack {
        Ack::Soon(Box::pin(async move {
            let told = timeout(deadline, told).await;
            told.ok().and_then(Result::ok).unwrap_or(Reply::Silence)
        }))
    }
}

/// How an acknowledgement can carry words.
#[derive(Debug, Clone)]
pub enum Carries {
    /// As the answer to a command.
    Answer,
    /// Below this field of the form that was sent.
    Field(String),
    Nothing,
}

impl Back {
    /// Sees to it that the act is acknowledged in time and answered, whatever becomes of the connection that it came by.
    pub fn answer(self, answers: Answers, carries: Carries) -> Ack {
        let (tell, told) = oneshot::channel();
        tokio::spawn(self.see_to(answers, carries, tell));
        // It is told in time, unless we have broken down.
        Ack::Soon(Box::pin(async { told.await.unwrap_or(Reply::Silence) }))
    }

    async fn see_to(self, mut answers: Answers, carries: Carries, tell: oneshot::Sender<Reply>) {
        match timeout(self.talk.deadlines.acts, &mut answers).await {
            Ok(Ok(messages)) => self.in_time(messages, carries, tell).await,
            // Nobody has begun with it, or will.
            Ok(Err(_)) | Err(_) if answers.withdraw() => {
                self.at_once(&say!("chat-late"), carries, tell).await
            }
            Ok(Err(_)) => self.at_once(&say!("chat-unsure"), carries, tell).await,
            Err(_) => {
                // Its form is closed: it is being done.
                let carries = match carries {
                    Carries::Field(_) => Carries::Nothing,
                    other => other,
                };
                self.at_once(&say!("chat-writing"), carries, tell).await;
                match answers.await {
                    Ok(messages) => self.send(messages).await,
                    Err(_) => self.say(&say!("chat-unsure")).await,
                }
            }
        }
    }

    async fn in_time(
        &self,
        messages: Vec<Outgoing>,
        carries: Carries,
        tell: oneshot::Sender<Reply>,
    ) {
        if let Carries::Field(field) = &carries
            && let Some(shown) = self.in_form(&messages, field)
        {
            if tell.send(Reply::Heard(Some(shown))).is_ok() {
                return;
            }
        } else {
            // Whoever was to be told has gone; the answer finds its own way.
            let _ = tell.send(Reply::Heard(None));
        }
        self.send(messages).await;
    }

    /// What becomes of a form that was sent: refusals are shown in it, so that what was written is not lost.
    fn in_form(&self, messages: &[Outgoing], field: &str) -> Option<Value> {
        let first = messages.first()?;
        match first.act {
            Act::Refused => Some(in_field(field, &self.refusal(first))),
            Act::Form => Some(match self.modal(first) {
                Some(view) => in_place(view),
                None => in_field(field, &self.refusal(first)),
            }),
            _ => None,
        }
    }

    /// Says a sentence by the acknowledgement, where it can carry one and still arrives; else after it.
    async fn at_once(&self, words: &Words, carries: Carries, tell: oneshot::Sender<Reply>) {
        let carried = self.carried(words, &carries);
        let is_carried = carried.is_some();
        let told = tell.send(Reply::Heard(carried));
        if !is_carried || told.is_err() {
            self.say(words).await;
        }
    }

    fn carried(&self, words: &Words, carries: &Carries) -> Option<Value> {
        match carries {
            Carries::Answer => Some(whispered(&self.sentence(words))),
            Carries::Field(field) => Some(in_field(field, &self.plainly(words))),
            Carries::Nothing => None,
        }
    }

    /// More is being said than can be heard: nothing was taken.
    pub fn busy(self, carries: &Carries) -> Ack {
        let busy = say!("chat-busy");
        match self.carried(&busy, carries) {
            // The cheapest answer there is: no call is needed.
            Some(carried) => Ack::Now(Some(carried)),
            None => {
                self.say_later(busy);
                Ack::Now(None)
            }
        }
    }
}

/// The answer that an acknowledgement of a command carries.
fn whispered(text: &str) -> Value {
    json!({"response_type": "ephemeral", "text": text})
}

/// A form that stays open, with a sentence below a field.
fn in_field(field: &str, text: &str) -> Value {
    let errors: serde_json::Map<String, Value> =
        [(field.to_owned(), json!(shortened(text, FIELD_MAX)))].into_iter().collect();
    json!({"response_action": "errors", "errors": errors})
}

/// A form in place of the one that was sent.
fn in_place(view: SlackView) -> Value {
    json!({"response_action": "update", "view": view})
}
