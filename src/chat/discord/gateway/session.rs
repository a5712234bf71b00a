//! A session at the gateway: what has to be said to begin or go on, and what follows from what is heard. No socket here.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::chat::discord::fault::REFUSED;
use crate::secret::Secret;

/// What the gateway tells us of, and nothing else: servers and their channels, messages there and to us. The words of
/// messages come only where the bot is mentioned, and in direct messages.
const INTENTS: u32 = 1 | 1 << 9 | 1 << 12;

/// The close code of ours after which a session can still be resumed.
pub const OURS: u16 = 4_000;

/// A frame of the gateway.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Frame {
    op: u8,
    #[serde(default, rename = "d")]
    body: Value,
    #[serde(default, rename = "s")]
    number: Option<u64>,
    #[serde(default, rename = "t")]
    name: Option<String>,
}

/// Something that happened on Discord.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// `INTERACTION_CREATE`
    pub name: String,
    pub body: Value,
}

/// What follows from a frame.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Nothing,
    /// Beat so often from now on, in milliseconds; then say how the session begins.
    Greet(u64),
    Send(Value),
    Acknowledged,
    Tell(Event),
    End(End),
}

/// How a connection ended, and with it what comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The session goes on at another connection, and tells what was missed.
    Resume,
    /// Another session has to begin.
    Anew,
    /// Nothing helps but a change of what we were told.
    Refused(&'static str),
}

/// What is known of the session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    known: Option<Known>,
    /// The number of the last event that was heard.
    heard: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Known {
    #[serde(rename = "session_id")]
    id: String,
    /// Where it is resumed.
    #[serde(rename = "resume_gateway_url")]
    url: String,
}

impl Session {
    /// Where to resume; None: a session has to begin.
    pub fn resumed_at(&self) -> Option<&str> {
        self.known.as_ref().map(|known| known.url.as_str())
    }

    /// What is said first.
    pub fn opening(&self, token: &Secret) -> Value {
        match &self.known {
            Some(known) => json!({"op": 6, "d": {
                "token": token.expose(), "session_id": known.id, "seq": self.heard,
            }}),
            None => json!({"op": 2, "d": {
                "token": token.expose(), "intents": INTENTS,
                "properties": {"os": std::env::consts::OS, "browser": "baton", "device": "baton"},
            }}),
        }
    }

    pub fn heartbeat(&self) -> Value {
        json!({"op": 1, "d": self.heard})
    }

    /// Takes a frame in.
    pub fn hear(&mut self, frame: Frame) -> Step {
        match frame.op {
            0 => {
                self.heard = frame.number.or(self.heard);
                self.dispatch(frame)
            }
            1 => Step::Send(self.heartbeat()),
            7 => Step::End(End::Resume),
            9 if frame.body == true => Step::End(End::Resume),
            9 => Step::End(self.forgotten()),
            10 => Step::Greet(frame.body["heartbeat_interval"].as_u64().unwrap_or(41_250)),
            11 => Step::Acknowledged,
            _ => Step::Nothing,
        }
    }

    fn dispatch(&mut self, frame: Frame) -> Step {
        let Some(name) = frame.name else { return Step::Nothing };
        if name == "READY" {
            self.known = Known::deserialize(&frame.body).ok();
        }
        Step::Tell(Event { name, body: frame.body })
    }

    /// Takes in that the gateway closed the connection; None: it broke.
    pub fn closed(&mut self, code: Option<u16>) -> End {
        match code {
            Some(4_004) => End::Refused(REFUSED),
            Some(4_010 | 4_011) => {
                End::Refused("the bot is on more servers than one connection may serve")
            }
            Some(4_012) => End::Refused("Discord has given up this version of its gateway"),
            Some(4_013 | 4_014) => {
                End::Refused("Discord refuses what the bot wants to hear; look at its intents")
            }
            Some(4_003 | 4_007 | 4_009) => self.forgotten(),
            _ => End::Resume,
        }
    }

    /// The session cannot be resumed.
    pub fn forgotten(&mut self) -> End {
        *self = Session::default();
        End::Anew
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(value: Value) -> Frame {
        Frame::deserialize(value).unwrap()
    }

    fn ready() -> Session {
        let mut session = Session::default();
        let body = json!({"session_id": "s", "resume_gateway_url": "wss://there.example"});
        session.hear(frame(json!({"op": 0, "t": "READY", "s": 1, "d": body})));
        session
    }

    #[test]
    fn every_end_that_discord_knows_is_followed_by_the_right_beginning() {
        let cases = [
            (None, End::Resume),
            (Some(1000), End::Resume),
            (Some(1006), End::Resume),
            (Some(4000), End::Resume),
            (Some(4001), End::Resume),
            (Some(4002), End::Resume),
            (Some(4003), End::Anew),
            (Some(4005), End::Resume),
            (Some(4007), End::Anew),
            (Some(4008), End::Resume),
            (Some(4009), End::Anew),
        ];
        for (code, wanted) in cases {
            let mut session = ready();
            let end = session.closed(code);
            assert_eq!(session.resumed_at().is_some(), end == End::Resume, "{code:?}");
            assert_eq!(end, wanted, "{code:?}");
        }
        for code in [4004, 4010, 4011, 4012, 4013, 4014] {
            assert!(matches!(ready().closed(Some(code)), End::Refused(_)), "{code}");
        }
    }

    #[test]
    fn a_session_goes_on_where_it_was_heard_last() {
        let mut session = ready();
        assert_eq!(session.resumed_at(), Some("wss://there.example"));
        session.hear(frame(json!({"op": 0, "t": "MESSAGE_CREATE", "s": 7, "d": {}})));
        let token = Secret::new("t");
        assert_eq!(
            session.opening(&token),
            json!({"op": 6, "d": {"token": "t", "session_id": "s", "seq": 7}})
        );
        assert_eq!(session.hear(frame(json!({"op": 9, "d": true}))), Step::End(End::Resume));
        assert_eq!(session.hear(frame(json!({"op": 7, "d": null}))), Step::End(End::Resume));
        assert_eq!(session.opening(&token)["op"], 6);
        assert_eq!(session.hear(frame(json!({"op": 9, "d": false}))), Step::End(End::Anew));
        assert_eq!(session.opening(&token)["op"], 2);
        assert_eq!(session.heartbeat(), json!({"op": 1, "d": null}));
    }

    #[test]
    fn nothing_is_asked_to_be_heard_that_needs_discords_leave() {
        // Members, presences and the words of messages.
        let privileged = 1 << 1 | 1 << 8 | 1 << 15;
        assert_eq!(INTENTS & privileged, 0);
    }
}
