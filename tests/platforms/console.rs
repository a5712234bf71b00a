//! The demo company at a console between two pipes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use baton::chat::console::{Console, ConsoleOptions};
use baton::chat::inbound::Letters;
use baton::chat::{Act, Platform, Receipt};
use baton_commands::ids::Recipient;
use baton_commands::world::World;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncWriteExt as _, DuplexStream};
use tokio::sync::watch;

use super::{Answer, PATIENCE, STRANGER, Seen, Town};

/// What was printed; whoever waits for it is told.
#[derive(Clone)]
struct Paper(Arc<watch::Sender<String>>);

impl Write for Paper {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        self.0.send_modify(|paper| paper.push_str(&String::from_utf8_lossy(text)));
        Ok(text.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(super) struct AtConsole {
    console: Arc<Console>,
    typing: DuplexStream,
    paper: Paper,
    dir: TempDir,
    letters: Letters,
    /// In the order in which they were typed, which is that of their answers.
    acts: Vec<u64>,
    // Kept so that the console can go on reading it.
    _world: watch::Sender<World>,
}

impl AtConsole {
    /// The messages of the journal that stand on the paper as well, answers or all others.
    fn entries(&self, answers: bool) -> Vec<Value> {
        let journal = std::fs::read_to_string(self.dir.path().join("journal.jsonl"));
        let journal = journal.expect("a journal");
        let entries = journal.lines().map(|line| serde_json::from_str(line).expect("JSON"));
        let paper = self.paper.0.borrow().clone();
        let printed = |entry: &Value| text(entry).lines().all(|line| paper.contains(line));
        let private = [Act::Reply, Act::Refused, Act::Form].map(Act::word);
        let is_answer = |entry: &Value| private.iter().any(|act| entry["act"] == *act);
        entries.filter(|entry| printed(entry) && is_answer(entry) == answers).collect()
    }
}

impl Town for AtConsole {
    async fn open(room: usize) -> AtConsole {
        let dir = tempfile::tempdir().expect("a folder for tests");
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
        let directory = baton::settings::organisation::load_checked(&demo).expect("the demo");
        let mut world = World::default();
        Arc::make_mut(&mut world.company).directory = Arc::new(directory);
        let (sender, world) = watch::channel(world);
        let paper = Paper(Arc::new(watch::channel(String::new()).0));
        let (typing, typed) = tokio::io::duplex(1 << 12);
        let options = ConsoleOptions {
            dir: dir.path().to_owned(),
            session: "7".to_owned(),
            person: None,
            place: None,
            rehearsal: None,
            drain: None,
            log: Default::default(),
        };
        let console = Console::between(typed, paper.clone(), options, world).expect("a console");
        let console = Arc::new(console);
        let letters = super::listen(&console, room);
        AtConsole { console, typing, paper, dir, letters, acts: Vec::new(), _world: sender }
    }

    fn platform(&self) -> &dyn Platform {
        &*self.console
    }

    fn account(&self, who: &str) -> String {
        who.to_owned()
    }

    fn seen(&self) -> Vec<Seen> {
        let seen = |entry: &Value| {
            let pings: BTreeSet<Recipient> =
                serde_json::from_value(entry["pings"].clone()).unwrap_or_default();
            Seen {
                place: serde_json::from_value(entry["place"].clone()).expect("a place"),
                receipt: Receipt(entry["name"].as_str().unwrap_or_default().to_owned()),
                under: None,
                text: text(entry),
                notified: pings.iter().map(ToString::to_string).collect(),
            }
        };
        self.entries(false).iter().map(seen).collect()
    }

    fn lose(&self, receipt: &Receipt) {
        panic!("what was printed stays: {}", receipt.0);
    }

    async fn says(&mut self, act: u64, who: &str, line: &str) {
        self.acts.push(act);
        let who = if who == STRANGER { "console:stranger" } else { who };
        let typed = format!("#unix {who}: {line}\n");
        self.typing.write_all(typed.as_bytes()).await.expect("it is read");
    }

    fn letters(&mut self) -> &mut Letters {
        &mut self.letters
    }

    async fn answers(&self, count: usize) -> BTreeMap<u64, Answer> {
        let mut printed = self.paper.0.subscribe();
        let answered = async {
            while self.entries(true).len() < count {
                printed.changed().await.expect("the paper is kept");
            }
        };
        tokio::time::timeout(PATIENCE, answered).await.expect("answers in time");
        // Nobody else sits at this screen.
        let answer = |entry: &Value| Answer { text: text(entry), alone: true };
        let answers = self.entries(true);
        self.acts.iter().copied().zip(answers.iter().map(answer)).collect()
    }

    fn is_content(&self) {}
}

fn text(entry: &Value) -> String {
    entry["text"].as_str().unwrap_or_default().to_owned()
}
