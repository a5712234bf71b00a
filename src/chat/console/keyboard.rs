//! The terminal: editing, history, completion, and messages that appear above what is being typed.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Context as _;
use chrono_tz::Tz;
use reedline::{
    ColumnarMenu, DefaultHinter, Emacs, ExternalPrinter, FileBackedHistory, KeyCode, KeyModifiers,
    MenuBuilder as _, Reedline, ReedlineEvent, ReedlineMenu, Signal, default_emacs_keybindings,
};
use tokio::sync::{mpsc, watch};

use super::Console;
use super::completion::Completion;
use super::desk::{Desk, Flow};
use super::prompt::{Known, Where};
use super::seat::Seat;
use super::shown::Shown;
use crate::chat::Rehearsal;

/// Messages that wait to be printed while nothing is being typed.
const WAITING_MAX: usize = 1_000;
/// Lines remembered between sessions.
const HISTORY_MAX: usize = 2_000;
/// How often the editor looks for messages to print, and whether it is to stop.
const LOOKS_EVERY: Duration = Duration::from_millis(30);

/// How often it is looked whether the terminal is still there.
const LOOKS_FOR_TERMINAL_EVERY: Duration = Duration::from_millis(200);

/// The way to print above the prompt.
pub struct Printer(ExternalPrinter<String>);

impl Printer {
    pub fn new() -> Printer {
        Printer(ExternalPrinter::new(WAITING_MAX))
    }

    pub fn sender(&self) -> SyncSender<String> {
        self.0.sender()
    }
}

/// Reads lines from the terminal until it is closed, by whoever types or under him.
///
/// # Errors
/// The terminal cannot be read; the bot has stopped.
pub async fn listen(
    console: &Console,
    desk: &mut Desk<'_>,
    printer: Printer,
) -> anyhow::Result<()> {
    desk.greet();
    let (seats, seat) = watch::channel(desk.seat.clone());
    let mut keyboard = Keyboard::start(console, seat, printer)?;
    let shown = Arc::clone(&console.shown);
    let _log = one_terminal().then(|| console.options.log.to(move |line| shown.log(line)));
    loop {
        let line = tokio::select! {
            line = keyboard.line() => line,
            () = gone() => {
                keyboard.leave();
                return Ok(());
            }
        };
        let Some(line) = line else { break };
        let flow = desk.line(&line).await?;
        seats.send_replace(desk.seat.clone());
        if flow == Flow::Quit || !keyboard.go_on() {
            break;
        }
    }
    match keyboard.end() {
        // A terminal that is gone cannot be read either, and that is no fault.
        Err(_) if !std::io::stdin().is_terminal() => Ok(()),
        ended => ended,
    }
}

/// Returns when the terminal is gone: its window was closed, its connection lost. Then it answers nothing any more.
async fn gone() {
    let mut looks = tokio::time::interval(LOOKS_FOR_TERMINAL_EVERY);
    while std::io::stdin().is_terminal() {
        looks.tick().await;
    }
}

/// Whether standard error goes to the terminal that is typed at.
fn one_terminal() -> bool {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd as _;
        use std::os::unix::fs::MetadataExt as _;
        let device = |end: std::os::fd::BorrowedFd<'_>| {
            let file = std::fs::File::from(end.try_clone_to_owned().ok()?);
            Some(file.metadata().ok()?.rdev())
        };
        std::io::stderr().is_terminal()
            && device(std::io::stderr().as_fd()) == device(std::io::stdout().as_fd())
    }
    #[cfg(not(unix))]
    {
        std::io::stderr().is_terminal()
    }
}

/// The editor's thread: it waits for keys. When this is dropped, the thread has ended and the terminal is as it was.
struct Keyboard {
    /// The ends of its channels; taken away, it stops waiting.
    ends: Option<(mpsc::Receiver<String>, SyncSender<()>)>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<anyhow::Result<()>>>,
}

impl Keyboard {
    fn start(
        console: &Console,
        seat: watch::Receiver<Seat>,
        printer: Printer,
    ) -> anyhow::Result<Keyboard> {
        let stop = Arc::new(AtomicBool::new(false));
        let editor = editor(console, seat.clone(), printer, Arc::clone(&stop))?;
        let (typed, lines) = mpsc::channel(1);
        let (go_on, may_go_on) = sync_channel(1);
        let front = Front {
            seat,
            zone: console.zone(),
            rehearsal: console.options.rehearsal.clone(),
            shown: Arc::clone(&console.shown),
        };
        let thread = std::thread::Builder::new()
            .name("keyboard".to_owned())
            .spawn(move || read(editor, &front, &typed, &may_go_on))
            .context("starting the keyboard's thread")?;
        Ok(Keyboard { ends: Some((lines, go_on)), stop, thread: Some(thread) })
    }

    /// The next line; None at the end.
    async fn line(&mut self) -> Option<String> {
        self.ends.as_mut()?.0.recv().await
    }

    /// Lets the next line be typed. False: the thread has ended.
    fn go_on(&self) -> bool {
        self.ends.as_ref().is_some_and(|(_, go_on)| go_on.send(()).is_ok())
    }

    fn end(mut self) -> anyhow::Result<()> {
        self.stopped()
    }

    /// Goes without the thread: the editor never comes back from a terminal that is gone. It ends with the process.
    fn leave(mut self) {
        self.ends = None;
        self.thread = None;
    }

    /// Waits for the thread: a moment, since it looks up that often.
    fn stopped(&mut self) -> anyhow::Result<()> {
        self.stop.store(true, Ordering::Relaxed);
        self.ends = None;
        match self.thread.take().map(JoinHandle::join) {
            Some(Err(_)) => anyhow::bail!("the line editor broke down"),
            Some(Ok(ended)) => ended,
            None => Ok(()),
        }
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        // Whoever dropped it does not listen any more.
        let _ = self.stopped();
    }
}

/// What stands in front of a line, and where hints go.
struct Front {
    seat: watch::Receiver<Seat>,
    zone: Tz,
    rehearsal: Option<Arc<dyn Rehearsal>>,
    shown: Arc<Shown>,
}

impl Front {
    fn prompt(&self) -> Where {
        let seat = self.seat.borrow().to_string();
        Where(match &self.rehearsal {
            Some(clock) => {
                format!("{} {seat}", clock.now().with_timezone(&self.zone).format("%H:%M"))
            }
            None => seat,
        })
    }
}

fn read(
    mut editor: Reedline,
    front: &Front,
    typed: &mpsc::Sender<String>,
    may_go_on: &Receiver<()>,
) -> anyhow::Result<()> {
    let mut interrupted = false;
    loop {
        match editor.read_line(&front.prompt()).context("reading the terminal")? {
            Signal::Success(line) => {
                interrupted = false;
                if typed.blocking_send(line).is_err() || may_go_on.recv().is_err() {
                    return Ok(());
                }
            }
            Signal::CtrlC if interrupted => front.shown.remark("`:quit` or Ctrl-D leaves."),
            Signal::CtrlC => interrupted = true,
            Signal::CtrlD => return Ok(()),
            Signal::ExternalBreak(_) => {
                // What was being typed stays where it is; whatever comes next begins below it.
                let _ = writeln!(std::io::stdout());
                return Ok(());
            }
            _ => {}
        }
    }
}

fn editor(
    console: &Console,
    seat: watch::Receiver<Seat>,
    printer: Printer,
    stop: Arc<AtomicBool>,
) -> anyhow::Result<Reedline> {
    let file = console.options.dir.join("history.txt");
    let history =
        FileBackedHistory::with_file(HISTORY_MAX, file).context("opening the history of lines")?;
    let mut keys = default_emacs_keybindings();
    let menu = "completion".to_owned();
    let next = ReedlineEvent::UntilFound(vec![ReedlineEvent::Menu(menu), ReedlineEvent::MenuNext]);
    keys.add_binding(KeyModifiers::NONE, KeyCode::Tab, next);
    keys.add_binding(KeyModifiers::SHIFT, KeyCode::BackTab, ReedlineEvent::MenuPrevious);
    let menu = ColumnarMenu::default().with_name("completion").with_columns(2);
    let (world, shown) = (console.world.clone(), Arc::clone(&console.shown));
    let colour = shown.look().colour;
    let mut editor = Reedline::create()
        .with_history(Box::new(history))
        .with_completer(Box::new(Completion { world, seat, shown }))
        .with_partial_completions(true)
        .with_quick_completions(true)
        .with_hinter(Box::new(DefaultHinter::default()))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(menu)))
        .with_edit_mode(Box::new(Emacs::new(keys)))
        .with_ansi_colors(colour)
        .with_break_signal(stop)
        .with_poll_interval(LOOKS_EVERY)
        .with_external_printer(printer.0);
    if colour {
        editor = editor.with_highlighter(Box::new(Known));
    }
    Ok(editor)
}
