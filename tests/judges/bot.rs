//! The bot on Bolt (`bolt.py`), a process of its own: what it says, line by line.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::support::slack::FakeSlack;
use crate::support::slack::signed::SECRET;
use crate::support::slack::state::{APP_TOKEN, BOT_TOKEN};

/// How long it may think; nothing takes a fraction of it.
const PATIENCE: Duration = Duration::from_secs(30);

/// It ends when it is dropped.
pub struct Bot {
    process: Child,
    input: ChildStdin,
    said: UnboundedReceiver<Value>,
    /// Where it listens: `socket`, or an address.
    pub ready: String,
}

impl Bot {
    /// Starts it with the Python that `BOLT` names, which has Bolt, and waits until it listens.
    pub async fn start(way: &str, fake: &FakeSlack) -> Bot {
        let python =
            std::env::var("BOLT").expect("BOLT names a Python with Bolt: tests/judges/run");
        let mut process = Command::new(python)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/bolt.py"))
            .arg(way)
            .env("SLACK_API", format!("{}/", fake.api()))
            .env("BOT_TOKEN", BOT_TOKEN)
            .env("APP_TOKEN", APP_TOKEN)
            .env("SIGNING_SECRET", SECRET)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("BOLT can be started");
        let input = process.stdin.take().expect("an input");
        let output = BufReader::new(process.stdout.take().expect("an output"));
        let (tell, said) = unbounded_channel();
        std::thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            let lines =
                lines.map(|line| serde_json::from_str(&line).unwrap_or(Value::String(line)));
            lines.take_while(|line| tell.send(line.clone()).is_ok()).for_each(drop);
        });
        let mut bot = Bot { process, input, said, ready: String::new() };
        let line = bot.line().await;
        bot.ready = line["ready"].as_str().unwrap_or_else(|| panic!("{line:#}")).to_owned();
        bot
    }

    /// The next thing it says.
    pub async fn line(&mut self) -> Value {
        let line = tokio::time::timeout(PATIENCE, self.said.recv()).await;
        let line = line.expect("Bolt says something in time").expect("Bolt goes on");
        assert!(line.get("wrong").is_none(), "Bolt says: {line:#}");
        line
    }

    /// Sends it on an errand; answers what came of it.
    pub async fn sent(&mut self, errand: &str) -> Value {
        writeln!(self.input, "{errand}").expect("it listens");
        let mut line = self.line().await;
        assert_eq!(line["errand"], errand, "{line:#}");
        line["result"].take()
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
