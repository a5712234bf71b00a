//! The wiring: the only file that names a concrete store, platform and clock.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use baton_commands::ask::{Offered, Secret};
use chrono::{DateTime, Duration, Utc};
use sha2::{Digest as _, Sha256};
use tokio::sync::{Notify, oneshot};

use crate::chat::inbound::Letters;
use crate::chat::{Drains, Inbound, Outgoing, Platform};
use crate::engine::clock::{Clock, SystemClock};
use crate::engine::{Engine, Lots, Organisation, Terms};
use crate::outbox::Outbox;
use crate::settings::{Settings, organisation};
use crate::store::{SledStore, Store};

/// Letters that wait for the engine; more wait at the platform.
const LETTERS_MAX: usize = 4_096;
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
pub fn terms(settings: &Settings, platform: &str, store: &str) -> Terms {
    Terms {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        platform: platform.to_owned(),
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
    platform: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Engine> {
    let organisation = Arc::new(Folder(settings.company.organisation.clone()));
    let terms = terms(settings, platform, "sled");
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
    platform: Arc<dyn Platform>,
    letters: Letters,
    drains: Drains,
    listening: impl Future<Output = anyhow::Result<()>> + Send + 'static,
) -> anyhow::Result<()> {
    let woken = Arc::new(Notify::new());
    let lease = settings.outbox.lease_for.delta();
    let outbox = Outbox::new(store.clone(), platform, engine.snapshots(), lease);
    let (stop_outbox, stopped) = oneshot::channel();
    let outbox = tokio::spawn(empty(outbox, Arc::clone(&woken), drains, stopped));
    let control = crate::control::serve(&settings.store.dir, Arc::clone(&store))?;
    let listening = tokio::spawn(listening);
    let ended = work(engine, letters, settings.store.batch_max, &woken, listening).await;
    control.abort();
    // Whatever was committed leaves before we do; what cannot leave now waits in the store.
    let _ = stop_outbox.send(());
    outbox.await.context("the outbox ended badly")??;
    ended
}

/// The engine's loop: letters and the clock, until the platform ends or a signal comes.
async fn work(
    mut engine: Engine,
    mut letters: Letters,
    batch_max: usize,
    woken: &Notify,
    mut listening: tokio::task::JoinHandle<anyhow::Result<()>>,
) -> anyhow::Result<()> {
    let clock = SystemClock;
    let mut signals = crate::signals::Signals::listen()?;
    let mut tidied_at = clock.now();
    loop {
        let now = clock.now();
        engine.wake(now).await?;
        woken.notify_one();
        if now - tidied_at > TIDY_EVERY {
            tidied_at = now;
            engine.tidy(now).await?;
        }
        tokio::select! {
            Some(first) = letters.recv() => answer(&mut engine, first, &mut letters, batch_max, clock.now()).await?,
            () = wait_until(&clock, engine.next_wake()) => {}
            signal = signals.next() => match signal {
                crate::signals::Signal::Stop => {
                    tracing::info!("stopping");
                    listening.abort();
                    // It gives the terminal back before it goes.
                    let _ = (&mut listening).await;
                    return Ok(());
                }
                crate::signals::Signal::Reload => engine.reload(clock.now()).await?,
            },
            ended = &mut listening => {
                return ended.context("the platform ended badly")?;
            }
        }
    }
}

/// All that waits is decided together and shares one commit.
async fn answer(
    engine: &mut Engine,
    first: (Inbound, oneshot::Sender<Vec<Outgoing>>),
    letters: &mut Letters,
    batch_max: usize,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (mut batch, mut askers) = (vec![first.0], vec![first.1]);
    while batch.len() < batch_max {
        let Ok((letter, asker)) = letters.try_recv() else { break };
        batch.push(letter);
        askers.push(asker);
    }
    let answers = engine.hear(&batch, now).await?;
    for (asker, answer) in askers.into_iter().zip(answers) {
        // Who stopped waiting is not told; what was decided is decided.
        let _ = asker.send(answer);
    }
    Ok(())
}

async fn wait_until(clock: &impl Clock, at: Option<DateTime<Utc>>) {
    match at {
        Some(at) => {
            let left = (at - clock.now()).to_std().unwrap_or_default();
            tokio::time::sleep(left).await;
        }
        None => std::future::pending().await,
    }
}

/// The outbox's loop: woken by commits, by what falls due and by who waits for it; at the stop it sends what can still be sent.
async fn empty(
    outbox: Outbox,
    woken: Arc<Notify>,
    mut drains: Drains,
    mut stopped: oneshot::Receiver<()>,
) -> anyhow::Result<()> {
    let clock = SystemClock;
    loop {
        while outbox.run_once(clock.now()).await? > 0 {}
        let next = outbox.next_due().await?;
        tokio::select! {
            () = woken.notified() => {}
            Some(drained) = drains.recv() => {
                while outbox.run_once(clock.now()).await? > 0 {}
                // Who stopped waiting is not told.
                let _ = drained.send(());
            }
            () = wait_until(&clock, next) => {}
            _ = &mut stopped => {
                while outbox.run_once(clock.now()).await? > 0 {}
                return Ok(());
            }
        }
    }
}

/// An inbox and its letters, of the size the engine takes.
pub fn inbox() -> (crate::chat::Inbox, Letters) {
    crate::chat::Inbox::new(LETTERS_MAX)
}

/// Where the console keeps its journal and history.
pub fn console_dir(settings: &Settings) -> PathBuf {
    settings.store.dir.join("console")
}
