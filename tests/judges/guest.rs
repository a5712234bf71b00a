//! A bot that is not ours, as a process of its own: what it says, line by line.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// How long it may think; nothing takes a fraction of it.
const PATIENCE: Duration = Duration::from_secs(30);

/// What `tests/judges/run` brought: Python and Node, each with what the bots are made of.
pub fn brought(what: &str) -> PathBuf {
    let folder = std::env::var("JUDGES").expect("JUDGES is a folder: tests/judges/run makes it");
    Path::new(&folder).join(what)
}

/// It ends when it is dropped.
pub struct Guest {
    process: Child,
    input: ChildStdin,
    said: UnboundedReceiver<Value>,
}

impl Guest {
    pub fn start(command: &mut Command) -> Guest {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("what was brought can be started");
        let input = process.stdin.take().expect("an input");
        let output = BufReader::new(process.stdout.take().expect("an output"));
        let (tell, said) = unbounded_channel();
        std::thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            let lines =
                lines.map(|line| serde_json::from_str(&line).unwrap_or(Value::String(line)));
            lines.take_while(|line| tell.send(line.clone()).is_ok()).for_each(drop);
        });
        Guest { process, input, said }
    }

    /// The next thing it says.
    pub async fn line(&mut self) -> Value {
        let line = tokio::time::timeout(PATIENCE, self.said.recv()).await;
        let line = line.expect("it says something in time").expect("it goes on");
        assert!(line.get("wrong").is_none(), "it says: {line:#}");
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

impl Drop for Guest {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
