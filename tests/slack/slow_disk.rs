//! The whole bot on a disk that does not answer: what people are told meanwhile, and what is so in the end.

use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use baton::chat::Platform as _;
use baton::chat::slack::Slack;
use baton::chat::slack::ack::Deadlines;
use baton::store::Store;
use baton::store::sled::durability::{Disk, Durability, Files};
use serde_json::Value;

use super::office::{made, socket, workspace, world};
use crate::support::slack::state::State;
use crate::support::slack::{FakeSlack, deeds};
use crate::support::whole::Place;

const PERSON: &str = "UTAM1";
const SOON: Deadlines =
    Deadlines { acts: Duration::from_millis(400), words: Duration::from_millis(400) };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Health {
    Works,
    Hangs,
    Fails,
}

/// A disk that can be stopped.
#[derive(Clone)]
struct Brake(Arc<(Mutex<Health>, Condvar)>);

impl Brake {
    fn new() -> Brake {
        Brake(Arc::new((Mutex::new(Health::Works), Condvar::new())))
    }

    fn set(&self, state: Health) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = state;
        self.0.1.notify_all();
    }
}

impl Durability for Brake {
    fn sync(&self, files: &Files<'_>) -> io::Result<()> {
        let state = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let state = self.0.1.wait_while(state, |state| *state == Health::Hangs);
        let state = *state.unwrap_or_else(PoisonError::into_inner);
        match state {
            Health::Fails => Err(io::Error::other("the disk is gone")),
            Health::Works | Health::Hangs => Disk.sync(files),
        }
    }
}

fn command(fake: &FakeSlack, id: &str) -> Value {
    deeds::command(fake, id, PERSON, "unix", "/incident open \"typed\" --dept unix")
}

fn words(fake: &FakeSlack, id: &str) -> Value {
    let channel = fake.state().direct(PERSON);
    let talk = deeds::talk(&channel, PERSON, "incident open \"said\" --dept unix");
    fake.sockets().event(id, talk)
}

/// How often each was opened, as the log has it.
async fn opened(store: &dyn Store) -> [usize; 2] {
    let log = store.read(0, 1_000).await.expect("it can be read");
    ["typed", "said"].map(|title| {
        let body = format!("\"title\":\"{title}\"");
        let says = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&body);
        log.iter().filter(|stored| says(&stored.event.body)).count()
    })
}

/// Answers by the address that came with the command.
fn answers(state: &State) -> Vec<String> {
    let answers = state.answers(PERSON);
    answers.iter().map(|it| it["text"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Both are said while the disk hangs: nobody hears that anything is done, and words are not acknowledged.
async fn said_meanwhile(fake: &FakeSlack, brake: &Brake) {
    fake.connected(2).await;
    brake.set(Health::Hangs);
    fake.sockets().send(words(fake, "words-0"));
    fake.sockets().send(command(fake, "typed"));
    let told = fake.acknowledged("typed").await["payload"]["text"].clone();
    assert!(told.as_str().is_some_and(|it| it.starts_with("This is being written")), "{told}");
    assert_eq!(fake.sockets().ack("words-0"), None);
    assert_eq!(answers(&fake.state()), [""; 0]);
}

/// One life of the bot: until what is done with it is over.
async fn lives<T>(
    dir: &Path,
    fake: &Arc<FakeSlack>,
    brake: &Brake,
    meanwhile: impl FnOnce(Arc<FakeSlack>, Brake) -> T,
) -> anyhow::Result<Arc<baton::store::SledStore>>
where
    T: Future<Output = ()> + Send + 'static,
{
    let place = Place { dir, disk: Arc::new(brake.clone()), slow: None };
    let there = Arc::clone(fake);
    let platform = |world| Arc::new(made(&there, world, socket(), SOON));
    let done = meanwhile(Arc::clone(fake), brake.clone());
    let talking = |slack: Arc<Slack>, inbox| async move {
        tokio::select! {
            ended = slack.listen(inbox) => ended,
            () = done => Ok(()),
        }
    };
    let directory = world().directory().clone();
    place.served("slack", directory, platform, talking).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hung_is_done_and_answered_when_the_disk_goes_on() {
    let dir = tempfile::tempdir().expect("a folder");
    let fake = Arc::new(workspace(&world()).await);
    let brake = Brake::new();
    let store = lives(dir.path(), &fake, &brake, |fake, brake| async move {
        said_meanwhile(&fake, &brake).await;
        // Slack says it again, and then the disk goes on.
        fake.sockets().send(words(&fake, "words-1"));
        brake.set(Health::Works);
        fake.acknowledged("words-1").await;
        let done = |state: &State| answers(state).into_iter().next();
        let answer = fake.until("the answer", done).await;
        assert!(answer.contains("opened"), "{answer}");
    });
    let store = store.await.expect("it runs to its end");
    assert_eq!(opened(&*store).await, [1, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hung_when_the_bot_died_comes_again_or_was_never_called_done() {
    let dir = tempfile::tempdir().expect("a folder");
    let fake = Arc::new(workspace(&world()).await);
    let brake = Brake::new();
    let died = lives(dir.path(), &fake, &brake, |fake, brake| async move {
        said_meanwhile(&fake, &brake).await;
        brake.set(Health::Fails);
        std::future::pending().await
    });
    assert!(died.await.is_err(), "it cannot go on without its disk");
    fake.connected(0).await;
    assert_eq!(fake.sockets().ack("words-0"), None);
    let unsure = |state: &State| answers(state).into_iter().next();
    let answer = fake.until("a sentence", unsure).await;
    assert!(answer.starts_with("I could not finish"), "{answer}");

    let brake = Brake::new();
    let store = lives(dir.path(), &fake, &brake, |fake, _| async move {
        fake.connected(2).await;
        fake.sockets().send(words(&fake, "words-1"));
        fake.acknowledged("words-1").await;
    });
    let store = store.await.expect("it runs to its end");
    let [typed, said] = opened(&*store).await;
    assert_eq!(said, 1, "what Slack said again is done once");
    assert!(typed <= 1, "whoever typed was told to look");
}
