//! The wiring: the only file that names a concrete store, platform and clock.

mod answering;
mod sending;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use baton_commands::ask::{Offered, Secret};
use chrono::{DateTime, Duration, Utc};
use sha2::{Digest as _, Sha256};
use tokio::sync::{Notify, mpsc, oneshot};

use crate::chat::inbound::{Asked, Letters, Patience};
use crate::chat::{Drains, Outgoing, Platform};
use crate::engine::clock::{Clock, SystemClock};
use crate::engine::{Engine, Flown, Lots, Organisation, Terms};
use crate::outbox::Outbox;
use crate::rows::Homes;
use crate::settings::{Settings, organisation};
use crate::store::{SledStore, Store};
use answering::Answered;

/// Letters that wait for the engine; more wait at the platform.
const LETTERS_MAX: usize = 4_096;
/// Nobody is kept waiting for longer than this before his letter is begun with, or refused: Slack gives up after 3 s.
const HEARD_WITHIN: Duration = Duration::seconds(1);
/// How often answered deliveries are forgotten.
const TIDY_EVERY: Duration = Duration::hours(1);

/// The organisation's files in a folder.
pub struct Folder(pub PathBuf);

impl Organisation for Folder {
    fn read(&self) -> Offered {
        match organisation::load_checked(&self.0) {
            Ok(directory) => Offered::Good(Box::new(directory)),
            Err(faults) => Offered::Bad(faults.lines()),
        }
    }
}

/// One-time codes from the operating system's randomness.
pub struct OsLots;

impl Lots for OsLots {
    fn draw(&self) -> Secret {
        // Letters and digits that cannot be mistaken for one another; 8 of 31 are beyond guessing in ten minutes.
        const SIGNS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
        let mut drawn = [0_u8; 8];
        if getrandom::fill(&mut drawn).is_err() {
            tracing::error!("the system has no randomness; codes are refused");
            return Secret { code: String::new(), hash: "none".to_owned() };
        }
        let code: String =
            drawn.iter().map(|byte| char::from(SIGNS[usize::from(*byte) % SIGNS.len()])).collect();
        let hash = self.hash(&code);
        Secret { code, hash }
    }

    fn hash(&self, code: &str) -> String {
        let digest = Sha256::digest(code.trim().to_ascii_uppercase().as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Opens the sled store of the settings.
///
/// # Errors
/// As [`SledStore::open`].
pub fn open_store(settings: &Settings) -> anyhow::Result<Arc<SledStore>> {
    let dir = store_dir(settings);
    Ok(Arc::new(SledStore::open(&dir, &settings.company.slug)?))
}

/// Where under the data directory the store lies.
pub fn store_dir(settings: &Settings) -> PathBuf {
    settings.store.dir.join("store")
}

/// What the engine is told about this process.
pub fn terms(settings: &Settings, platforms: &[&str], store: &str) -> Terms {
    Terms {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        homes: Arc::new(Homes::new(platforms.iter().copied())),
        store: store.to_owned(),
        seen_for: settings.store.seen_for.delta(),
    }
}

/// Opens the engine on a store, with the organisation of the settings.
///
/// # Errors
/// As [`Engine::open`].
pub async fn open_engine(
    settings: &Settings,
    store: Arc<dyn Store>,
    platforms: &[&str],
    now: DateTime<Utc>,
) -> anyhow::Result<Engine> {
    let organisation = Arc::new(Folder(settings.company.organisation.clone()));
    let terms = terms(settings, platforms, "sled");
    Engine::open(store, organisation, Arc::new(OsLots), terms, now).await
}

/// Runs the bot until its platform ends or a signal comes.
///
/// # Errors
/// What keeps it from starting; a store that fails while it runs.
pub async fn run(
    settings: &Settings,
    engine: Engine,
    store: Arc<SledStore>,
    platforms: Vec<Arc<dyn Platform>>,
    letters: Letters,
    drains: Drains,
    listening: impl Future<Output = anyhow::Result<()>> + Send + 'static,
) -> anyhow::Result<()> {
    let woken = Arc::new(Notify::new());
    let lease = settings.outbox.lease_for.delta();
    let at_once = platforms.iter().map(|platform| platform.pace().at_once).max().unwrap_or(1);
    let outbox = Outbox::new(store.clone(), platforms, engine.world(), lease);
    let (stop_outbox, stopped) = oneshot::channel();
    let outbox = tokio::spawn(sending::empty(outbox, at_once, Arc::clone(&woken), drains, stopped));
    let control = crate::control::serve(&settings.store.dir, Arc::clone(&store))?;
    let listening = tokio::spawn(listening);
    let heard = listening.abort_handle();
    let (answer, answered) = mpsc::unbounded_channel();
    let answering = tokio::spawn(answering::tell(answered));
    let counter = Counter { engine, askers: VecDeque::new(), woken: &woken, answer };
    let ended = work(counter, letters, settings.store.batch_max, listening).await;
    // However it ended: nobody is heard whom nobody answers.
    heard.abort();
    control.abort();
    answering.await.context("the answers ended badly")?;
    // Whatever was committed leaves before we do; what cannot leave now waits in the store.
    let _ = stop_outbox.send(());
    outbox.await.context("the outbox ended badly")??;
    ended
}

/// The engine's loop: letters and the clock, until the platform ends or a signal comes. While one commit is on its way
/// to the disk the next is decided.
async fn work(
    mut counter: Counter<'_>,
    mut letters: Letters,
    batch_max: usize,
    mut listening: tokio::task::JoinHandle<anyhow::Result<()>>,
) -> anyhow::Result<()> {
    let clock = SystemClock;
    let mut signals = crate::signals::Signals::listen()?;
    let mut tidied_at = clock.now();
    loop {
        let now = clock.now();
        let due = counter.go_on(now).await?;
        if now - tidied_at > TIDY_EVERY {
            tidied_at = now;
            counter.engine.tidy(now).await?;
        }
        let has_room = counter.engine.has_room();
        tokio::select! {
            biased;
            flown = counter.engine.flown() => counter.answer(flown).await?,
            Some(first) = letters.recv(), if has_room => {
                let now = clock.now();
                counter.take(first, now);
                for _ in 1..batch_max {
                    let Ok(next) = letters.try_recv() else { break };
                    counter.take(next, now);
                }
            }
            () = wait_until(&clock, due), if has_room => {}
            signal = signals.next() => match signal {
                crate::signals::Signal::Stop => {
                    listening.abort();
                    // It gives the terminal back before it goes.
                    let _ = (&mut listening).await;
                    tracing::info!("stopping");
                    return counter.finish(now).await;
                }
                crate::signals::Signal::Reload => {
                    counter.finish(now).await?;
                    counter.engine.reload(clock.now()).await?;
                }
            },
            ended = &mut listening => {
                counter.finish(now).await?;
                return ended.context("the platform ended badly")?;
            }
        }
    }
}

/// Where letters are taken and answered: the engine, and those who wait for it, in the order in which they came.
struct Counter<'a> {
    engine: Engine,
    askers: VecDeque<oneshot::Sender<Vec<Outgoing>>>,
    /// Told when there may be something to send.
    woken: &'a Notify,
    answer: mpsc::UnboundedSender<Answered>,
}

impl Counter<'_> {
    fn take(&mut self, (letter, asker): Asked, now: DateTime<Utc>) {
        self.engine.take(letter, now);
        self.askers.push_back(asker);
    }

    /// Decides what waits and what is due, and sends it on its way; answers when something falls due next.
    async fn go_on(&mut self, now: DateTime<Utc>) -> anyhow::Result<Option<DateTime<Utc>>> {
        self.engine.decide().await?;
        self.engine.decide_due(now, now)?;
        self.engine.launch();
        Ok(self.engine.next_wake())
    }

    /// Answers those whose commit is on disk.
    async fn answer(&mut self, flown: Flown) -> anyhow::Result<()> {
        let answers = self.engine.land(flown).await?.unwrap_or_default();
        self.woken.notify_one();
        let askers = self.askers.drain(..answers.len());
        self.answer.send(askers.zip(answers).collect()).context("the answers ended before")
    }

    /// Commits and answers everything that was taken.
    async fn finish(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        while self.engine.is_busy() {
            self.go_on(now).await?;
            let flown = self.engine.flown().await;
            self.answer(flown).await?;
        }
        Ok(())
    }
}

pub(crate) async fn wait_until(clock: &impl Clock, at: Option<DateTime<Utc>>) {
    match at {
        Some(at) => {
            let left = (at - clock.now()).to_std().unwrap_or_default();
            tokio::time::sleep(left).await;
        }
        None => std::future::pending().await,
    }
}

/// An inbox and its letters, as many as the engine gets to soon.
pub fn inbox() -> (crate::chat::Inbox, Letters) {
    let clock = || SystemClock.now();
    crate::chat::Inbox::with_patience(LETTERS_MAX, Patience { within: HEARD_WITHIN, clock })
}

/// Where the console keeps its journal and history.
pub fn console_dir(settings: &Settings) -> PathBuf {
    settings.store.dir.join("console")
}
