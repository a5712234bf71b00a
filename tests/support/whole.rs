//! The whole program on one platform, in this process: its own loop, its store on disk, and whoever talks to it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use baton::chat::inbound::Letters;
use baton::chat::{Drain, Inbox, Platform};
use baton::engine::clock::{Clock as _, SystemClock};
use baton::engine::{Engine, Organisation};
use baton::serve::{self, OsLots};
use baton::settings::Settings;
use baton::store::sled::Tuning;
use baton::store::sled::durability::{Disk, Durability};
use baton::store::{SledStore, Store};
use baton_commands::ask::Offered;
use baton_commands::directory::Directory;
use baton_commands::world::World;
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::time::interval;

struct Files(Directory);

impl Organisation for Files {
    fn read(&self) -> Offered {
        Offered::Good(Box::new(self.0.clone()))
    }
}

/// The way in. With `slow`, an engine that begins with no more than one letter in that time.
fn slowed(slow: Option<Duration>) -> (Inbox, Letters) {
    let (inbox, mut letters) = serve::inbox();
    let Some(slow) = slow else { return (inbox, letters) };
    let (to_engine, taken) = serve::inbox();
    tokio::spawn(async move {
        let mut turns = interval(slow);
        loop {
            turns.tick().await;
            let Some((letter, asker)) = letters.recv().await else { return };
            let to_engine = to_engine.clone();
            tokio::spawn(async move {
                if let Some(answers) = to_engine.say(letter).await {
                    // Who stopped waiting is not told.
                    let _ = asker.send(answers);
                }
            });
        }
    });
    (inbox, taken)
}

/// Serves until nobody talks any more; the store as it is then, which is gone with its folder.
pub async fn served<P, T>(
    name: &str,
    directory: Directory,
    slow: Option<Duration>,
    platform: impl FnOnce(watch::Receiver<World>) -> Arc<P>,
    talking: impl FnOnce(Arc<P>, Inbox) -> T,
) -> (Arc<SledStore>, TempDir)
where
    P: Platform + 'static,
    T: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let dir = tempfile::tempdir().expect("a folder");
    let place = Place { dir: dir.path(), disk: Arc::new(Disk), slow };
    let store = place.served(name, directory, platform, talking).await;
    (store.expect("it runs to its end"), dir)
}

/// Where a bot is, and how fast.
pub struct Place<'a> {
    pub dir: &'a Path,
    pub disk: Arc<dyn Durability>,
    pub slow: Option<Duration>,
}

impl Place<'_> {
    /// Serves until nobody talks any more.
    ///
    /// # Errors
    /// What ended it before.
    pub async fn served<P, T>(
        self,
        name: &str,
        directory: Directory,
        platform: impl FnOnce(watch::Receiver<World>) -> Arc<P>,
        talking: impl FnOnce(Arc<P>, Inbox) -> T,
    ) -> anyhow::Result<Arc<SledStore>>
    where
        P: Platform + 'static,
        T: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
        let flags = [
            ("store.dir", self.dir.display().to_string()),
            ("company.organisation", demo.display().to_string()),
        ];
        let settings = Settings::read(None, [], &flags).expect("settings");
        let (home, slug) = (serve::store_dir(&settings), &settings.company.slug);
        let store = SledStore::open_with(&home, slug, Tuning::default(), self.disk);
        let store = Arc::new(store.expect("a store"));
        let (files, lots) = (Arc::new(Files(directory)), Arc::new(OsLots));
        let terms = serve::terms(&settings, &[name], "sled");
        let as_store = Arc::clone(&store) as Arc<dyn Store>;
        let engine = Engine::open(as_store, files, lots, terms, SystemClock.now()).await?;
        let platform = platform(engine.world());
        let (inbox, letters) = slowed(self.slow);
        let (_drain, drains) = Drain::new();
        let talking = talking(Arc::clone(&platform), inbox);
        let platforms: Vec<Arc<dyn Platform>> = vec![platform];
        let kept = Arc::clone(&store);
        serve::run(&settings, engine, store, platforms, letters, drains, talking).await?;
        Ok(kept)
    }
}
