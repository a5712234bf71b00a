//! The demo company in a chat system at the other end of a bridge, which does what `docs/bridge.md` asks of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use baton::chat::bridge::{Bridge, Shared};
use baton::chat::inbound::Letters;
use baton::chat::{Platform, Receipt};
use baton_commands::ids::{PersonId, Place};
use baton_commands::world::World;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream};
use tokio::sync::{mpsc, watch};

use super::{Answer, PATIENCE, SOMEBODY, STRANGER, Seen, Town};

pub(super) struct OverBridge {
    bridge: Arc<Shared>,
    chat: watch::Sender<Chat>,
    /// What people say, to be written on the bridge.
    saying: mpsc::UnboundedSender<Value>,
    letters: Letters,
    // Kept so that the bridge can go on reading it.
    _world: watch::Sender<World>,
}

/// The chat system: what stands in its rooms.
#[derive(Default)]
struct Chat {
    /// Each message with all its names.
    seen: Vec<(BTreeSet<String>, Seen)>,
    answers: BTreeMap<u64, Answer>,
    made: u64,
    /// Lines that it does not understand.
    odd: Vec<Value>,
}

impl Town for OverBridge {
    async fn open(room: usize) -> OverBridge {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
        let mut directory = baton::settings::organisation::load_checked(&demo).expect("the demo");
        let person = directory.people.get_mut(&PersonId::new(SOMEBODY)).expect("a person");
        person.accounts.insert("bridge".to_owned(), account(SOMEBODY));
        let mut world = World::default();
        Arc::make_mut(&mut world.company).directory = Arc::new(directory);
        let (sender, world) = watch::channel(world);
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (reading, writing) = tokio::io::split(ours);
        let (bridge, write) = Bridge::new(reading, writing, world);
        tokio::spawn(write);
        let (chat, (saying, said)) =
            (watch::Sender::new(Chat::default()), mpsc::unbounded_channel());
        tokio::spawn(other_end(theirs, chat.clone(), said));
        let bridge = Arc::new(Shared(Arc::new(bridge)));
        let letters = super::listen(&bridge, room);
        OverBridge { bridge, chat, saying, letters, _world: sender }
    }

    fn platform(&self) -> &dyn Platform {
        &*self.bridge
    }

    fn account(&self, who: &str) -> String {
        account(who)
    }

    fn seen(&self) -> Vec<Seen> {
        self.chat.borrow().seen.iter().map(|(_, seen)| seen.clone()).collect()
    }

    fn lose(&self, receipt: &Receipt) {
        self.chat.send_modify(|chat| chat.seen.retain(|(_, seen)| seen.receipt != *receipt));
    }

    async fn says(&mut self, act: u64, who: &str, line: &str) {
        let (id, account) = (act.to_string(), account(who));
        let line = json!({
            "type": "say", "id": id, "account": account, "channel": "unix", "text": line,
        });
        self.saying.send(line).expect("the other end is there");
    }

    fn letters(&mut self) -> &mut Letters {
        &mut self.letters
    }

    async fn answers(&self, count: usize) -> BTreeMap<u64, Answer> {
        let mut chat = self.chat.subscribe();
        let enough = chat.wait_for(|chat| chat.answers.len() >= count);
        let chat = tokio::time::timeout(PATIENCE, enough).await.expect("answers in time");
        chat.expect("the other end is there").answers.clone()
    }

    fn is_content(&self) {
        assert_eq!(self.chat.borrow().odd, [Value::Null; 0]);
    }
}

fn account(who: &str) -> String {
    if who == STRANGER { "u-nobody".to_owned() } else { format!("u-{who}") }
}

/// Reads what comes over the bridge and answers it; writes what people say.
async fn other_end(
    stream: DuplexStream,
    chat: watch::Sender<Chat>,
    mut said: mpsc::UnboundedReceiver<Value>,
) {
    let (reading, mut writing) = tokio::io::split(stream);
    let mut lines = BufReader::new(reading).lines();
    loop {
        let line = tokio::select! {
            Some(line) = said.recv() => Some(line),
            Ok(Some(told)) = lines.next_line() => {
                let told = serde_json::from_str(&told).expect("JSON");
                let mut line = None;
                chat.send_modify(|chat| line = chat.hear(&told));
                line
            }
            else => return,
        };
        if let Some(line) = line
            && writing.write_all(format!("{line}\n").as_bytes()).await.is_err()
        {
            return;
        }
    }
}

impl Chat {
    /// Does what a line asks. None: it wants no answer.
    fn hear(&mut self, told: &Value) -> Option<Value> {
        let name = &told["name"];
        match told["type"].as_str() {
            Some("deliver") => Some(match self.deliver(told) {
                Ok(receipt) => json!({"type": "done", "name": name, "receipt": receipt.0}),
                Err(why) => json!({"type": "never", "name": name, "why": why}),
            }),
            Some("find") => {
                let is = |(names, _): &&(BTreeSet<String>, Seen)| names.contains(&word(name));
                let found = self.seen.iter().find(is).map(|(_, seen)| &seen.receipt.0);
                Some(json!({"type": "found", "name": name, "receipt": found}))
            }
            Some("answer") => {
                let act = word(&told["id"]).parse().expect("the number of an act");
                // It shows an answer to whoever said the words; one that names another is not for him.
                let for_him = told["message"]["account"].as_str();
                let alone = for_him.is_none_or(|to| to == account(SOMEBODY));
                self.answers.insert(act, Answer { text: word(&told["message"]["text"]), alone });
                None
            }
            _ => {
                self.odd.push(told.clone());
                None
            }
        }
    }

    fn deliver(&mut self, told: &Value) -> Result<Receipt, String> {
        let message = &told["message"];
        let place = match (message["account"].as_str(), message["channel"].as_str()) {
            (Some(to), _) if to == account(SOMEBODY) => Place::Direct(PersonId::new(SOMEBODY)),
            (None, Some(room @ ("unix" | "incidents"))) => Place::channel(room),
            (to, room) => return Err(format!("there is no {to:?} and no {room:?}")),
        };
        let root = message["root"].as_str().map(|root| Receipt(root.to_owned()));
        let text = word(&message["text"]);
        let stands = |seen: &Seen| Some(&seen.receipt) == root.as_ref();
        let also = told["also"].as_array().into_iter().flatten();
        let names: BTreeSet<String> = also.chain([&told["name"]]).map(word).collect();
        let card = self.seen.iter_mut().find(|(_, seen)| stands(seen));
        if let ("update", Some((known, card))) = (word(&message["act"]).as_str(), card) {
            card.text = text;
            known.extend(names);
            return Ok(card.receipt.clone());
        }
        self.made += 1;
        let receipt = Receipt(format!("m{}", self.made));
        let under = root.filter(|_| message["act"] == "thread");
        let pings = message["pings"].as_object().into_iter().flatten();
        let notified = pings.map(|(whom, _)| whom.clone()).collect();
        self.seen.push((names, Seen { place, receipt: receipt.clone(), under, text, notified }));
        Ok(receipt)
    }
}

fn word(told: &Value) -> String {
    told.as_str().unwrap_or_default().to_owned()
}
