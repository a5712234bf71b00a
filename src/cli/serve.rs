//! `baton serve`: the bot on its platforms.

use std::process::ExitCode;
use std::sync::Arc;

use baton_commands::world::World;
use clap::Args;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use crate::chat::bridge::{Bridge, Shared as SharedBridge};
use crate::chat::console::{Console, ConsoleOptions};
use crate::chat::discord::Discord;
use crate::chat::slack::Slack;
use crate::chat::{Drain, Inbox, Platform};
use crate::engine::Engine;
use crate::engine::clock::{Clock as _, SystemClock};
use crate::log::Log;
use crate::serve;
use crate::settings::{PlatformName, Settings};
use crate::store::{MemoryStore, Store};

#[derive(Args, Debug, Default)]
pub struct ServeArgs {
    /// Who you are at the console: a handle of people.toml
    #[arg(long = "as", value_name = "WHO")]
    person: Option<String>,
    /// Where you speak: a channel or `dm`
    #[arg(long = "in", value_name = "PLACE")]
    place: Option<String>,
    /// Keep nothing, and let time pass only by `:wait 2h`
    #[arg(long)]
    rehearse: bool,
}

/// Serves until the console is closed or a signal comes.
pub fn run(args: &ServeArgs, settings: &Settings, log: Log) -> anyhow::Result<ExitCode> {
    let runtime = super::runtime()?;
    runtime.block_on(async {
        match args.rehearse {
            true => rehearse(args, settings, log).await,
            false => serve(args, settings, log).await,
        }
    })?;
    // The keyboard's thread may still wait for a key.
    runtime.shutdown_background();
    Ok(ExitCode::SUCCESS)
}

fn options(
    args: &ServeArgs,
    settings: &Settings,
    session: String,
    world: &World,
) -> ConsoleOptions {
    ConsoleOptions {
        dir: serve::console_dir(settings),
        session,
        person: args.person.clone().or_else(|| configured(settings, world)),
        place: Some(args.place.clone().unwrap_or_else(|| settings.console.place.clone())),
        rehearsal: None,
        drain: None,
        log: Log::default(),
    }
}

/// Who the settings say speaks. None, so that the first of the organisation does: nobody there has that handle, as with
/// the default in somebody's own organisation.
fn configured(settings: &Settings, world: &World) -> Option<String> {
    let person = &settings.console.person;
    let known = world.directory().person(person).is_some();
    if !known {
        tracing::warn!(%person, "nobody has the handle of `console.person`; the first of people.toml speaks");
    }
    known.then(|| person.to_string())
}

async fn serve(args: &ServeArgs, settings: &Settings, log: Log) -> anyhow::Result<()> {
    let store = serve::open_store(settings)?;
    let now = SystemClock.now();
    let names: Vec<&str> = settings.chat.platforms.iter().map(|platform| platform.word()).collect();
    let engine =
        serve::open_engine(settings, Arc::clone(&store) as Arc<dyn Store>, &names, now).await?;
    let (drain, drains) = Drain::new();
    let mut platforms = Vec::new();
    for name in &settings.chat.platforms {
        platforms.push(platform(*name, args, settings, &engine, (&drain, &log))?);
    }
    let (inbox, letters) = serve::inbox();
    let listening = listen(platforms.clone(), inbox);
    serve::run(settings, engine, store, platforms, letters, drains, listening).await
}

/// The bridge takes the place of the console: both would read standard input.
pub fn onto_bridge(settings: &mut Settings) {
    let platforms = &mut settings.chat.platforms;
    platforms.retain(|platform| !matches!(platform, PlatformName::Console | PlatformName::Bridge));
    platforms.push(PlatformName::Bridge);
}

/// Makes a platform as the settings say.
fn platform(
    name: PlatformName,
    args: &ServeArgs,
    settings: &Settings,
    engine: &Engine,
    (drain, log): (&Drain, &Log),
) -> anyhow::Result<Arc<dyn Platform>> {
    let world = engine.world();
    Ok(match name {
        PlatformName::Console => {
            let session = SystemClock.now().timestamp_micros().to_string();
            let options = options(args, settings, session, &world.borrow());
            let options =
                ConsoleOptions { drain: Some(drain.clone()), log: log.clone(), ..options };
            Arc::new(Console::new(options, world)?)
        }
        PlatformName::Slack => {
            Arc::new(Slack::new(super::slack::options(&settings.slack)?, world)?)
        }
        PlatformName::Discord => Discord::new(super::discord::options(&settings.discord)?, world),
        PlatformName::Bridge => {
            let (bridge, writing) = Bridge::new(tokio::io::stdin(), tokio::io::stdout(), world);
            tokio::spawn(writing);
            Arc::new(SharedBridge(Arc::new(bridge)))
        }
    })
}

/// Listens on all platforms until one of them ends, or none is left that can be listened on.
async fn listen(platforms: Vec<Arc<dyn Platform>>, inbox: Inbox) -> anyhow::Result<()> {
    // Within one task: when it is stopped, all of them have stopped, and the terminal is as it was.
    let listen = |platform: &Arc<dyn Platform>| {
        let (platform, inbox) = (Arc::clone(platform), inbox.clone());
        async move { (platform.name(), platform.listen(inbox).await) }
    };
    let mut listening: FuturesUnordered<_> = platforms.iter().map(listen).collect();
    while let Some((platform, ended)) = listening.next().await {
        match ended {
            // The others work.
            Err(error) if !listening.is_empty() => {
                tracing::error!("{platform} is left out until the next start: {error:#}");
            }
            ended => return ended,
        }
    }
    Ok(())
}

/// On a store in memory and a clock that is moved by hand.
async fn rehearse(args: &ServeArgs, settings: &Settings, log: Log) -> anyhow::Result<()> {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let now = SystemClock.now();
    let engine = serve::open_engine(settings, Arc::clone(&store), &["console"], now).await?;
    let scratch = tempfile::tempdir()?;
    let (clock, moves) = crate::rehearsal::clock(now);
    let options = ConsoleOptions {
        dir: scratch.path().to_owned(),
        rehearsal: Some(Arc::new(clock)),
        log,
        ..options(args, settings, "rehearsal".to_owned(), &engine.world().borrow())
    };
    let console = Arc::new(Console::new(options, engine.world())?);
    let (inbox, letters) = serve::inbox();
    let listening = Arc::clone(&console);
    let listening = async move { listening.listen(inbox).await };
    crate::rehearsal::run(engine, store, console, letters, moves, now, listening).await
}
