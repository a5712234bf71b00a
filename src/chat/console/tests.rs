//! The console from the typed line to the printed one, before a bot that says what it was told.

mod completion;
mod lines;
mod messages;
mod pictures;

use std::io::Write;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use baton_commands::card::{Block, Card};
use baton_commands::directory::{Client, Department, Directory, Person, Tier};
use baton_commands::grammar::Slash;
use baton_commands::ids::{ClientId, DeptId, PersonId, Place, RecordId};
use baton_commands::say;
use baton_commands::voice::Language;
use baton_commands::world::World;
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use expect_test::{Expect, expect};
use tempfile::TempDir;
use tokio::sync::watch;

use super::desk::Desk;
use super::render::Look;
use super::screen::Screen;
use super::shown::Shown;
use super::{Console, ConsoleOptions, piped};
use crate::chat::inbound::Letters;
use crate::chat::{Act, Inbound, Inbox, Outgoing, Platform, Rehearsal, Who};

/// What was printed.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(text)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn on_terminal() -> Look {
    Look { colour: false, width: Some(60), numbered: true }
}

fn person(name: &str) -> Person {
    Person {
        name: name.to_owned(),
        accounts: Default::default(),
        also: Default::default(),
        skills: Default::default(),
        language: None,
    }
}

/// Two departments' people, one client.
fn company() -> World {
    let mut directory = Directory::nobody();
    directory.company.zone = Tz::Asia__Jakarta;
    directory.company.name = "Demo Hosting".to_owned();
    directory.company.incident.home = Some(Place::channel("incidents"));
    for handle in ["tam-1", "unix-head", "unix-1", "unix-2"] {
        directory.people.insert(PersonId::new(handle), person(handle));
    }
    let unix = Department {
        name: "Unix group".to_owned(),
        place: Place::channel("unix"),
        head: PersonId::new("unix-head"),
        members: vec![PersonId::new("unix-1"), PersonId::new("unix-2")],
        calendar: None,
        duty: None,
        groups: Default::default(),
        zone: None,
        language: None,
    };
    directory.departments.insert(DeptId::new("unix"), unix);
    let acme = Client {
        name: "Acme Retail".to_owned(),
        tier: Tier::Core,
        contract: None,
        tam: Some(PersonId::new("tam-1")),
        service_manager: None,
        key_account_manager: None,
        place: Some(Place::channel("project-acme")),
        contacts: Vec::new(),
        sites: Default::default(),
        projects: Default::default(),
    };
    directory.clients.insert(ClientId::new("acme"), acme);
    let mut world = World::default();
    Arc::make_mut(&mut world.company).directory = Arc::new(directory);
    world
}

fn at(time: &str) -> DateTime<Utc> {
    format!("2026-03-02T{time}:00+07:00").parse().unwrap()
}

pub(super) fn outgoing(name: &str, act: Act, place: Place, card: Card) -> Outgoing {
    Outgoing {
        name: name.to_owned(),
        also: Vec::new(),
        at: at("09:30"),
        act,
        place,
        to: None,
        pings: Default::default(),
        spared: Default::default(),
        reason: None,
        about: Vec::new(),
        rank: 3,
        card,
        form: None,
        given: Vec::new(),
        surface: None,
        root: None,
        language: Language::English,
        zone: Tz::Asia__Jakarta,
    }
}

/// A call of two departments with two buttons, about an incident of that number.
fn called(number: u32) -> Outgoing {
    let id = RecordId::incident(number);
    let head = say!("incident-called", id = id, severity = 2_u32, title = "Web shop answers 502");
    let line = |verb: &str| format!("/incident {verb} {id}");
    let card = Card::line(head).button(say!("button-acknowledge"), Some(id), line("ack")).button(
        say!("button-take-lead"),
        Some(id),
        line("lead"),
    );
    let mut message = outgoing(&format!("{id}/1/0"), Act::Ping, Place::channel("unix"), card);
    message.pings = ["dept:unix", "person:unix-1"].map(|who| who.parse().unwrap()).into();
    message.reason = Some("incident.opened".into());
    message.about = vec![id];
    message
}

/// One console with its paper, and the folder it keeps things in.
struct Bench {
    console: Console,
    paper: Paper,
    dir: TempDir,
    // Kept so that the console can go on reading it.
    _world: watch::Sender<World>,
}

impl Bench {
    fn new(look: fn() -> Look, rehearsal: Option<Arc<dyn Rehearsal>>) -> Bench {
        Bench::in_folder(tempfile::tempdir().unwrap(), look, rehearsal)
    }

    fn in_folder(dir: TempDir, look: fn() -> Look, rehearsal: Option<Arc<dyn Rehearsal>>) -> Bench {
        let paper = Paper::default();
        let (sender, world) = watch::channel(company());
        let options = ConsoleOptions {
            dir: dir.path().to_owned(),
            session: "7".to_owned(),
            person: None,
            place: None,
            rehearsal,
            drain: None,
            log: Default::default(),
        };
        let shown = Shown::new(Screen::on(Box::new(paper.clone())), look);
        let console = Console::on(shown, options, world).unwrap();
        Bench { console, paper, dir, _world: sender }
    }

    /// Types lines, as through a pipe; everything printed since the last time is what is expected.
    async fn types(&self, lines: &str, expected: Expect) {
        let before = self.paper.text().len();
        let (inbox, letters) = Inbox::new(8);
        let bot = tokio::spawn(answer(letters));
        let mut desk = Desk::new(&self.console, inbox, self.console.seat.clone());
        piped(&mut desk, lines.as_bytes()).await.unwrap();
        drop(desk);
        bot.await.unwrap();
        expected.assert_eq(&self.paper.text()[before..]);
    }
}

/// A bot that says to whoever speaks what it was told; plain talk it does not answer.
async fn answer(mut letters: Letters) {
    while let Some((letter, asker)) = letters.recv().await {
        let answers = if letter.text == "hello" { Vec::new() } else { vec![told(&letter)] };
        asker.send(answers).unwrap();
    }
}

fn told(letter: &Inbound) -> Outgoing {
    let who = match &letter.who {
        Who::Person(person) => person.to_string(),
        Who::Stranger(account) => format!("stranger {account}"),
    };
    let slash = if letter.slash == Slash::Optional { ", no slash needed" } else { "" };
    let thread = letter.thread.map_or(String::new(), |record| format!(", thread {record}"));
    let said = format!("{who}{thread}{slash}: {}", letter.text);
    let card = Card::line(say!("help-head")).with(Block::Verbatim(said));
    let name = format!("{}#answer", letter.delivery);
    Outgoing { to: None, ..outgoing(&name, Act::Reply, letter.place.clone(), card) }
}
