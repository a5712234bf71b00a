//! The console: a place to talk to the bot without any chat system, on a terminal or through a pipe.
//!
//! In reading order: [`line`] is what somebody typed, [`seat`] who he is and where; [`desk`] does what he asked,
//! [`remarks`] is what the console itself has to say. [`journal`] remembers what leaves, [`render`] makes lines of it,
//! [`pictures`] keeps what cannot be printed, [`shown`] and [`screen`] print them, an answer before what follows from it ([`awaited`]); [`buttons`] are pressed by number. [`keyboard`] is the terminal's line editor,
//! [`prompt`] how the line looks while it is typed, [`completion`] how it may go on.

mod awaited;
mod buttons;
mod completion;
mod desk;
mod journal;
mod keyboard;
mod line;
mod pictures;
mod prompt;
mod remarks;
mod render;
mod screen;
mod seat;
mod shown;
#[cfg(test)]
mod tests;

use std::io::{IsTerminal as _, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anyhow::Context as _;
use async_trait::async_trait;
use baton_commands::world::World;
use chrono::Duration;
use chrono_tz::Tz;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::sync::watch;

use crate::chat::lock::lock;
use crate::chat::{DeliveryError, Drain, Inbox, Outgoing, Platform, Receipt, Rehearsal, Scope};
use crate::log::Log;
use awaited::Awaited;
use desk::{Desk, Flow};
use journal::{BYTES_MAX, Journal};
use render::Look;
use screen::Screen;
use seat::Seat;
use shown::Shown;

/// What a console is started with.
pub struct ConsoleOptions {
    /// Where its journal and the history of lines are kept.
    pub dir: PathBuf,
    /// Different at every start, so that no delivery is taken for one of an earlier session.
    pub session: String,
    /// Who speaks at first: a handle; without one, a technical account manager.
    pub person: Option<String>,
    /// Where he speaks: a channel or `dm`.
    pub place: Option<String>,
    /// There only with `--rehearse`.
    pub rehearsal: Option<Arc<dyn Rehearsal>>,
    /// None where the bot does one thing after the other anyway.
    pub drain: Option<Drain>,
    /// Shown above what is being typed, where both are on one terminal.
    pub log: Log,
}

/// The console as a platform.
pub struct Console {
    options: ConsoleOptions,
    world: watch::Receiver<World>,
    journal: Mutex<Journal>,
    shown: Arc<Shown>,
    awaited: Awaited,
    seat: Seat,
    /// None: it is being read already.
    input: Mutex<Option<Input>>,
}

/// Where lines come from.
enum Input {
    Terminal(keyboard::Printer),
    Pipe(Box<dyn AsyncRead + Send + Unpin>),
}

impl Console {
    /// A console on this process's terminal or, where there is none, on its pipes.
    ///
    /// # Errors
    /// The journal cannot be opened; the first person or place does not exist.
    pub fn new(options: ConsoleOptions, world: watch::Receiver<World>) -> anyhow::Result<Console> {
        if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
            return Console::between(tokio::io::stdin(), std::io::stdout(), options, world);
        }
        let printer = keyboard::Printer::new();
        let shown = Shown::new(Screen::above_prompt(printer.sender()), Look::of_terminal);
        let mut console = Console::on(shown, options, world)?;
        console.input = Mutex::new(Some(Input::Terminal(printer)));
        Ok(console)
    }

    /// A console that reads lines there and prints here, as in a pipe.
    ///
    /// # Errors
    /// As those of [`Console::new`].
    pub fn between(
        reading: impl AsyncRead + Send + Unpin + 'static,
        printing: impl Write + Send + 'static,
        options: ConsoleOptions,
        world: watch::Receiver<World>,
    ) -> anyhow::Result<Console> {
        let shown = Shown::new(Screen::on(Box::new(printing)), Look::default);
        let mut console = Console::on(shown, options, world)?;
        console.input = Mutex::new(Some(Input::Pipe(Box::new(reading))));
        Ok(console)
    }

    /// A console that prints there; nothing is read yet.
    fn on(
        shown: Shown,
        options: ConsoleOptions,
        world: watch::Receiver<World>,
    ) -> anyhow::Result<Console> {
        let journal =
            Journal::open(&options.dir, BYTES_MAX).context("opening the console's journal")?;
        let seat = first_seat(&options, &world.borrow())?;
        let (journal, shown) = (Mutex::new(journal), Arc::new(shown));
        Ok(Console {
            options,
            world,
            journal,
            shown,
            awaited: Awaited::default(),
            seat,
            input: Mutex::default(),
        })
    }

    fn world(&self) -> World {
        self.world.borrow().clone()
    }

    /// Waits until what followed from the last line has been shown.
    async fn all_shown(&self) -> anyhow::Result<()> {
        match (&self.options.rehearsal, &self.options.drain) {
            (Some(rehearsal), _) => rehearsal.pass(Duration::zero()).await,
            (None, Some(drain)) => {
                drain.run().await;
                Ok(())
            }
            (None, None) => Ok(()),
        }
    }

    fn zone(&self) -> Tz {
        self.world.borrow().directory().company.zone
    }

    /// Writes messages down and shows them, each once: whatever name one has is known from then on.
    fn show(&self, messages: &[Outgoing]) -> std::io::Result<()> {
        let zone = self.zone();
        for message in messages {
            let mut journal = lock(&self.journal);
            let mut names = message.names();
            if names.any(|name| journal.holds(name)) {
                continue;
            }
            let mut entry = render::entry(message, zone);
            for picture in pictures::keep(message, zone, &self.options.dir) {
                entry.text += &format!("\n{}", picture.display());
            }
            journal.append(&entry)?;
            drop(journal);
            self.shown.message(&entry, zone);
        }
        Ok(())
    }
}

fn first_seat(options: &ConsoleOptions, world: &World) -> anyhow::Result<Seat> {
    let mut seat = Seat::first(world);
    if let Some(typed) = &options.person {
        let who = seat::who(world, typed).map_err(anyhow::Error::msg);
        seat = seat.of(who.context("who speaks at first: `--as`, or `person` under `[console]`")?);
    }
    if let Some(typed) = &options.place {
        let place = seat::place(world, &seat.who, typed).map_err(anyhow::Error::msg);
        seat = seat.at(place.context("where he speaks: `--in`, or `place` under `[console]`")?);
    }
    Ok(seat)
}

#[async_trait]
impl Platform for Console {
    fn name(&self) -> &'static str {
        "console"
    }

    /// Returns when the input ends, or when nobody reads the output any more.
    async fn listen(&self, inbox: Inbox) -> anyhow::Result<()> {
        let mut desk = Desk::new(self, inbox, self.seat.clone());
        let input = lock(&self.input).take();
        match input.context("the console is being read already")? {
            Input::Terminal(printer) => keyboard::listen(self, &mut desk, printer).await,
            Input::Pipe(reading) => piped(&mut desk, BufReader::new(reading)).await,
        }
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        self.awaited.look(|answers| self.show(answers));
        match self.show(std::slice::from_ref(message)) {
            Ok(()) => Ok(Receipt(message.name.clone())),
            Err(error) => Err(DeliveryError::Later {
                after: Duration::seconds(10),
                scope: Scope::Platform,
                why: format!("the journal cannot be written: {error}"),
                said: false,
            }),
        }
    }

    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        let known = lock(&self.journal).holds(&message.name);
        Ok(known.then(|| Receipt(message.name.clone())))
    }
}

/// The longest line taken from a pipe, in bytes; the grammar refuses shorter ones already.
const PIPED_LINE_MAX: usize = 64 * 1024;

/// Lines from a pipe, each answered, and what follows from it shown, before the next is read.
async fn piped(desk: &mut Desk<'_>, mut input: impl AsyncBufRead + Unpin) -> anyhow::Result<()> {
    loop {
        let mut typed = Vec::new();
        if input.read_until(b'\n', &mut typed).await.context("reading the pipe")? == 0 {
            return Ok(());
        }
        typed.truncate(PIPED_LINE_MAX);
        let typed = String::from_utf8_lossy(&typed);
        if desk.line(typed.trim_end()).await? == Flow::Quit || desk.console.shown.is_closed() {
            return Ok(());
        }
        desk.console.all_shown().await?;
    }
}
