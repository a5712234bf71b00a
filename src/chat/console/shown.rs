//! What the reader has before his eyes: messages in order, with a line between days and numbers beside buttons.

use std::sync::Mutex;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::buttons::Buttons;
use super::journal::Entry;
use super::render::{self, Look};
use super::screen::Screen;
use crate::chat::Act;
use crate::chat::lock::lock;

/// The screen, and what is to be remembered of it.
pub struct Shown {
    screen: Screen,
    /// A terminal may become wider while it is looked at.
    look: fn() -> Look,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    buttons: Buttons,
    /// Of the latest message.
    day: Option<NaiveDate>,
}

impl Shown {
    pub fn new(screen: Screen, look: fn() -> Look) -> Shown {
        Shown { screen, look, memory: Mutex::default() }
    }

    pub fn look(&self) -> Look {
        (self.look)()
    }

    /// Whether somebody sits before it, who sees numbers and may be given hints.
    pub fn is_terminal(&self) -> bool {
        self.look().numbered
    }

    /// Whether nobody reads any more.
    pub fn is_closed(&self) -> bool {
        self.screen.is_closed()
    }

    /// What the button of that number says when it is pressed.
    pub fn pressed(&self, number: usize) -> Option<String> {
        lock(&self.memory).buttons.pressed(number).map(str::to_owned)
    }

    /// The buttons that can be pressed, as one types them.
    pub fn buttons(&self) -> Vec<String> {
        lock(&self.memory).buttons.iter().map(str::to_owned).collect()
    }

    /// A remark of the console itself: it stands back behind what the bot says.
    pub fn remark(&self, text: &str) {
        let look = self.look();
        let lines: Vec<String> = look.broken(text).iter().map(|line| look.dim(line)).collect();
        self.screen.print(&lines.join("\n"));
    }

    /// A line of the log, as it is.
    pub fn log(&self, line: &str) {
        self.screen.print(line);
    }

    /// What somebody asked the console to show: help, a list.
    pub fn page(&self, text: &str) {
        self.screen.print(&self.look().broken(text).join("\n"));
    }

    /// Shows a message that left.
    pub fn message(&self, entry: &Entry, zone: Tz) {
        let mut memory = lock(&self.memory);
        let on = date(entry.at, zone);
        if memory.day.replace(on).is_some_and(|before| before != on) {
            self.screen.print(&self.look().dim(&render::day(on)));
        }
        match self.is_terminal() && entry.act == Act::Update.word() {
            true => self.draw(&mut memory, &entry.head_only(), zone),
            false => self.draw(&mut memory, entry, zone),
        }
    }

    /// Shows messages of the journal once more, each day under its date.
    pub fn again(&self, entries: &[Entry], zone: Tz) {
        let mut memory = lock(&self.memory);
        let mut day = None;
        for entry in entries {
            let on = date(entry.at, zone);
            if day.replace(on) != Some(on) {
                self.screen.print(&self.look().dim(&render::day(on)));
            }
            self.draw(&mut memory, entry, zone);
        }
    }

    fn draw(&self, memory: &mut Memory, entry: &Entry, zone: Tz) {
        let numbers: Vec<usize> =
            entry.buttons.iter().map(|button| memory.buttons.number(button)).collect();
        self.screen.print(&render::draw(entry, &numbers, zone, self.look()));
    }
}

fn date(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}
