//! The console: a place to talk to the bot without any chat system, on a terminal or through a pipe.
//!
//! In reading order: [`line`] is what somebody typed, [`seat`] who he is and where; [`desk`] does what he asked; [`render`]
//! and [`screen`] show what leaves, [`journal`] remembers it; [`keyboard`] is the terminal's line editor.

mod desk;
mod journal;
mod keyboard;
mod line;
mod offers;
mod remarks;
mod render;
mod screen;
mod seat;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anyhow::Context as _;
use async_trait::async_trait;
use baton_commands::world::World;
use chrono::Duration;
use chrono_tz::Tz;
use tokio::sync::watch;

use crate::chat::{Act, DeliveryError, Inbox, Outgoing, Platform, Receipt, Rehearsal};
use desk::Desk;
use journal::{BYTES_MAX, Journal};
use render::Look;
use screen::Screen;
use seat::Seat;

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
}

/// The console as a platform.
pub struct Console {
    options: ConsoleOptions,
    world: watch::Receiver<World>,
    journal: Mutex<Journal>,
    screen: Screen,
    look: Look,
    /// The latest message's buttons, as they are pressed in text.
    buttons: Mutex<Vec<String>>,
    seat: Seat,
    editor: Mutex<Option<keyboard::Printer>>,
    /// Held from a line until its answer is shown, so that the answer stands before what follows from it.
    talking: tokio::sync::Mutex<()>,
}

impl Console {
    /// A console on this process's terminal or, where there is none, on its pipes.
    ///
    /// # Errors
    /// The journal cannot be opened; the first person or place does not exist.
    pub fn new(options: ConsoleOptions, world: watch::Receiver<World>) -> anyhow::Result<Console> {
        let journal =
            Journal::open(&options.dir, BYTES_MAX).context("opening the console's journal")?;
        let seat = first_seat(&options, &world.borrow())?;
        let on_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        let (screen, look, editor) = match on_terminal {
            true => {
                let printer = keyboard::Printer::new();
                let screen = Screen::above_prompt(printer.sender());
                (screen, Look::of_terminal(), Some(printer))
            }
            false => (Screen::on(Box::new(std::io::stdout())), Look::default(), None),
        };
        Ok(Console {
            options,
            world,
            journal: Mutex::new(journal),
            screen,
            look,
            buttons: Mutex::default(),
            seat,
            editor: Mutex::new(editor),
            talking: tokio::sync::Mutex::default(),
        })
    }

    fn world(&self) -> World {
        self.world.borrow().clone()
    }

    fn zone(&self) -> Tz {
        self.world.borrow().directory().company.zone
    }

    /// Shows a message, once: whatever name it has is known from then on.
    fn show(&self, message: &Outgoing) -> std::io::Result<()> {
        let entry = render::entry(message, self.zone());
        let mut journal = screen::lock(&self.journal);
        let known = std::iter::once(&message.name).chain(&message.also);
        if known.into_iter().any(|name| journal.holds(name)) {
            return Ok(());
        }
        journal.append(&entry)?;
        for name in &message.also {
            journal.append(&journal::Entry {
                name: name.clone(),
                text: String::new(),
                ..entry.clone()
            })?;
        }
        drop(journal);
        let shown = match (message.act, self.look.numbered) {
            (Act::Update, true) => entry.head_only(),
            _ => entry,
        };
        if self.look.numbered && !shown.buttons.is_empty() {
            screen::lock(&self.buttons).clone_from(&shown.buttons);
        }
        self.screen.print(&render::draw(&shown, self.zone(), self.look));
        Ok(())
    }
}

fn first_seat(options: &ConsoleOptions, world: &World) -> anyhow::Result<Seat> {
    let mut seat = Seat::first(world);
    if let Some(typed) = &options.person {
        seat = seat.of(seat::who(world, typed).map_err(anyhow::Error::msg)?);
    }
    if let Some(typed) = &options.place {
        let place = seat::place(world, &seat.who, typed).map_err(anyhow::Error::msg)?;
        seat = seat.at(place);
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
        let editor = screen::lock(&self.editor).take();
        match editor {
            Some(printer) => keyboard::listen(self, &mut desk, printer).await,
            None => piped(self, &mut desk).await,
        }
    }

    async fn deliver(&self, message: &Outgoing) -> Result<Receipt, DeliveryError> {
        let _answered = self.talking.lock().await;
        match self.show(message) {
            Ok(()) => Ok(Receipt(message.name.clone())),
            Err(error) => Err(DeliveryError::Later {
                after: Duration::seconds(10),
                why: format!("the journal cannot be written: {error}"),
            }),
        }
    }

    async fn find(&self, message: &Outgoing) -> anyhow::Result<Option<Receipt>> {
        let known = screen::lock(&self.journal).holds(&message.name);
        Ok(known.then(|| Receipt(message.name.clone())))
    }
}

/// The longest line taken from a pipe, in bytes; the grammar refuses shorter ones already.
const PIPED_LINE_MAX: usize = 64 * 1024;

/// Lines from a pipe, each answered before the next is read.
async fn piped(console: &Console, desk: &mut Desk<'_>) -> anyhow::Result<()> {
    use tokio::io::AsyncBufReadExt as _;
    let mut input = tokio::io::BufReader::new(tokio::io::stdin());
    loop {
        let mut typed = Vec::new();
        if input.read_until(b'\n', &mut typed).await.context("reading the pipe")? == 0 {
            return Ok(());
        }
        typed.truncate(PIPED_LINE_MAX);
        let typed = String::from_utf8_lossy(&typed).into_owned();
        if desk.line(typed.trim_end()).await? == desk::Flow::Quit || console.screen.is_closed() {
            return Ok(());
        }
    }
}
