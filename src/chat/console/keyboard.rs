//! The terminal: editing, history, completion, and messages that appear above what is being typed.

use std::borrow::Cow;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::Context as _;
use baton_commands::grammar;
use baton_commands::verbs::CATALOGUE;
use baton_commands::world::World;
use reedline::{
    ColumnarMenu, Completer, CompletionResult, DefaultHinter, Emacs, ExternalPrinter,
    FileBackedHistory, KeyCode, KeyModifiers, MenuBuilder as _, Prompt, PromptEditMode,
    PromptHistorySearch, Reedline, ReedlineEvent, ReedlineMenu, Signal, Span, Suggestion,
    default_emacs_keybindings,
};
use tokio::sync::{mpsc, watch};

use super::Console;
use super::desk::{Desk, Flow};
use super::line::USAGES;
use super::offers::{Offers, people};
use super::seat::{Seat, places};
use crate::chat::Who;

/// Messages that wait to be printed while nothing is being typed.
const WAITING_MAX: usize = 1_000;
/// Lines remembered between sessions.
const HISTORY_MAX: usize = 2_000;

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

/// Reads lines from the terminal until it is closed. The editor has a thread of its own: it waits for keys.
pub async fn listen(
    console: &Console,
    desk: &mut Desk<'_>,
    printer: Printer,
) -> anyhow::Result<()> {
    desk.greet();
    let (typed, mut lines) = mpsc::channel(1);
    let (go_on, may_go_on) = sync_channel(1);
    let (seats, seat) = watch::channel(desk.seat.clone());
    let editor = editor(
        &console.options.dir,
        console.world.clone(),
        seat.clone(),
        printer,
        console.look.colour,
    )?;
    let thread = std::thread::Builder::new()
        .name("keyboard".to_owned())
        .spawn(move || read(editor, &seat, &typed, &may_go_on))
        .context("starting the keyboard's thread")?;
    while let Some(line) = lines.recv().await {
        let flow = desk.line(&line).await?;
        seats.send_replace(desk.seat.clone());
        if flow == Flow::Quit || go_on.send(()).is_err() {
            break;
        }
    }
    drop((lines, go_on));
    // It ends with the channels it was given.
    let _ = thread.join();
    Ok(())
}

fn read(
    mut editor: Reedline,
    seat: &watch::Receiver<Seat>,
    typed: &mpsc::Sender<String>,
    may_go_on: &Receiver<()>,
) {
    loop {
        let prompt = Where(seat.borrow().to_string());
        match editor.read_line(&prompt) {
            Ok(Signal::Success(line)) => {
                if typed.blocking_send(line).is_err() || may_go_on.recv().is_err() {
                    return;
                }
            }
            Ok(Signal::CtrlC) => {}
            Ok(Signal::CtrlD) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn editor(
    dir: &Path,
    world: watch::Receiver<World>,
    seat: watch::Receiver<Seat>,
    printer: Printer,
    colour: bool,
) -> anyhow::Result<Reedline> {
    let history = FileBackedHistory::with_file(HISTORY_MAX, dir.join("history.txt"))
        .context("opening the history of lines")?;
    let mut keys = default_emacs_keybindings();
    let menu = "completion".to_owned();
    let next = ReedlineEvent::UntilFound(vec![ReedlineEvent::Menu(menu), ReedlineEvent::MenuNext]);
    keys.add_binding(KeyModifiers::NONE, KeyCode::Tab, next);
    keys.add_binding(KeyModifiers::SHIFT, KeyCode::BackTab, ReedlineEvent::MenuPrevious);
    let menu = ColumnarMenu::default().with_name("completion").with_columns(2);
    Ok(Reedline::create()
        .with_history(Box::new(history))
        .with_completer(Box::new(Words { world, seat }))
        .with_partial_completions(true)
        .with_quick_completions(true)
        .with_hinter(Box::new(DefaultHinter::default()))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(menu)))
        .with_edit_mode(Box::new(Emacs::new(keys)))
        .with_ansi_colors(colour)
        .with_external_printer(printer.0))
}

/// Completes commands from the catalogue, and the console's own lines.
struct Words {
    world: watch::Receiver<World>,
    seat: watch::Receiver<Seat>,
}

impl Completer for Words {
    fn complete(&mut self, line: &str, pos: usize) -> CompletionResult {
        let world = self.world.borrow().clone();
        let suggestions: Vec<Suggestion> = match line.starts_with([':', '：']) {
            true => own(line, pos, &world),
            false => {
                let asker = match &self.seat.borrow().who {
                    Who::Person(person) => Some(person.clone()),
                    Who::Stranger(_) => None,
                };
                let found = grammar::complete(line, pos, &CATALOGUE, &Offers { world, asker });
                let suggest = |s: grammar::Suggestion| {
                    suggestion(s.text, s.about, Span::new(s.replace.start, s.replace.end))
                };
                found.into_iter().map(suggest).collect()
            }
        };
        CompletionResult::fresh(suggestions)
    }
}

fn suggestion(value: String, about: String, span: Span) -> Suggestion {
    let description = Some(about).filter(|about| !about.is_empty());
    Suggestion { value, description, span, append_whitespace: true, ..Suggestion::default() }
}

/// The console's own lines: their names, then people or places.
fn own(line: &str, pos: usize, world: &World) -> Vec<Suggestion> {
    let line = &line[..pos.min(line.len())];
    let start = line.rfind(' ').map_or(0, |at| at + 1);
    let (before, partial) = line.split_at(start);
    let span = Span::new(start, line.len());
    let offers: Vec<(String, String)> = match before.trim() {
        "" => USAGES.iter().map(|u| (u.name.to_owned(), u.about.to_owned())).collect(),
        ":who" => people(world.directory())
            .into_iter()
            .map(|offer| (offer.text.trim_start_matches('@').to_owned(), offer.about))
            .collect(),
        ":in" | ":history" => places(world.directory())
            .into_iter()
            .map(|(place, what)| (place.to_string(), what))
            .collect(),
        _ => Vec::new(),
    };
    let fits = |(text, _): &(String, String)| {
        text.starts_with(partial) || text.trim_start_matches('#').starts_with(partial)
    };
    offers.into_iter().filter(fits).map(|(text, about)| suggestion(text, about, span)).collect()
}

/// The prompt: who one is and where.
struct Where(String);

impl Prompt for Where {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _mode: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed("> ")
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed(".. ")
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        Cow::Owned(format!("search {}: ", search.term))
    }
}
