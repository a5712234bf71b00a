//! One person at the console: what he types is done, said, or explained.

use baton_commands::grammar::{self, Slash};
use baton_commands::ids::{DeliveryId, Place};

use super::line::{Line, Own};
use super::render;
use super::seat::{self, Seat};
use super::{Console, screen};
use crate::chat::{Inbound, Inbox};

/// Messages that `:history` shows.
const HISTORY_SHOWN: usize = 20;

/// Whether to go on after a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    On,
    Quit,
}

/// The desk somebody sits at.
pub struct Desk<'c> {
    pub console: &'c Console,
    inbox: Inbox,
    pub seat: Seat,
    said: u64,
    told_about_talk: bool,
}

impl<'c> Desk<'c> {
    pub fn new(console: &'c Console, inbox: Inbox, seat: Seat) -> Desk<'c> {
        Desk { console, inbox, seat, said: 0, told_about_talk: false }
    }

    /// Does one line.
    ///
    /// # Errors
    /// The bot has stopped.
    pub async fn line(&mut self, typed: &str) -> anyhow::Result<Flow> {
        match Line::parse(typed) {
            Line::Nothing => {}
            Line::Own(Own::Quit) => return Ok(Flow::Quit),
            Line::Own(own) => self.own(own).await?,
            Line::Press(number) => match self.button(number) {
                Some(button) => self.say(self.seat.clone(), &button).await?,
                None => self.remark(&format!("There is no button {number}.")),
            },
            Line::Aside { place, who, text } => match self.aside(place, who) {
                Ok(seat) => self.say(seat, text).await?,
                Err(why) => self.remark(&why),
            },
            Line::Said(text) => self.say(self.seat.clone(), text).await?,
            Line::Unknown { typed, near: Some(near) } => {
                self.remark(&format!("`{typed}` is nothing here. Did you mean `{near}`?"));
            }
            Line::Unknown { typed, near: None } => {
                self.remark(&format!("`{typed}` is nothing here; `:help` shows what is."));
            }
        }
        Ok(Flow::On)
    }

    fn button(&self, number: usize) -> Option<String> {
        let buttons = screen::lock(&self.console.buttons);
        buttons.get(number.checked_sub(1)?).cloned()
    }

    fn aside(&self, place: &str, who: &str) -> Result<Seat, String> {
        let world = self.console.world();
        let seat = self.seat.clone().of(seat::who(&world, who)?);
        let place = seat::place(&world, &seat.who, place)?;
        Ok(seat.at(place))
    }

    /// Says something and shows the answers.
    async fn say(&mut self, seat: Seat, text: &str) -> anyhow::Result<()> {
        self.said += 1;
        let slash = if seat.place.is_direct() { Slash::Optional } else { Slash::Required };
        let letter = Inbound {
            delivery: DeliveryId(format!("console:{}-{}", self.console.options.session, self.said)),
            who: seat.who,
            place: seat.place,
            thread: seat.thread,
            text: text.to_owned(),
            slash,
        };
        let _talking = self.console.talking.lock().await;
        let Some(answers) = self.inbox.say(letter).await else {
            anyhow::bail!("the bot has stopped; what was answered before is kept");
        };
        if answers.is_empty() {
            self.about_talk();
        }
        for answer in &answers {
            self.console.show(answer)?;
        }
        Ok(())
    }

    /// Plain talk is nobody's business; on a terminal that is said once.
    fn about_talk(&mut self) {
        if self.console.look.numbered && !self.told_about_talk {
            self.told_about_talk = true;
            self.remark("Plain talk is not answered. `/baton help` shows what is, `:help` the console's own lines.");
        }
    }

    async fn own(&mut self, own: Own<'_>) -> anyhow::Result<()> {
        let world = self.console.world();
        match own {
            Own::Who(None) => self.remark(&format!("You are {}.", self.seat)),
            Own::Who(Some(typed)) => match seat::who(&world, typed) {
                Ok(who) => self.sit(self.seat.clone().of(who)),
                Err(why) => self.remark(&why),
            },
            Own::In(None) => self.remark(&format!("You are {}.", self.seat)),
            Own::In(Some(typed)) => self.go(typed),
            Own::Places => {
                let places = seat::places(world.directory());
                self.pairs(places.iter().map(|(place, what)| (place.to_string(), what.clone())));
            }
            Own::People => {
                let people = &world.directory().people;
                self.pairs(people.iter().map(|(handle, p)| (handle.to_string(), p.name.clone())));
            }
            Own::Help(words) => self.help(words),
            Own::History(place) => self.history(place)?,
            Own::Wait(length) => self.wait(length).await?,
            Own::Until(time) => self.until(time).await?,
            Own::Now => self.now(),
            Own::Quit => {}
        }
        Ok(())
    }

    fn sit(&mut self, seat: Seat) {
        self.seat = seat;
        self.remark(&format!("You are {} now.", self.seat));
    }

    /// Into a channel, one's direct messages, or the thread of a record.
    fn go(&mut self, typed: &str) {
        let world = self.console.world();
        if let Ok(record) = typed.parse() {
            let thread = Some(record);
            return self.sit(Seat { thread, ..self.seat.clone() });
        }
        match seat::place(&world, &self.seat.who, typed) {
            Ok(place) => self.sit(self.seat.clone().at(place)),
            Err(why) => self.remark(&why),
        }
    }

    fn history(&self, typed: Option<&str>) -> anyhow::Result<()> {
        let world = self.console.world();
        let place: Option<Place> = match typed {
            Some("all") => None,
            Some(typed) => match seat::place(&world, &self.seat.who, typed) {
                Ok(place) => Some(place),
                Err(why) => {
                    self.remark(&why);
                    return Ok(());
                }
            },
            None => Some(self.seat.place.clone()),
        };
        let entries = screen::lock(&self.console.journal).last(place.as_ref(), HISTORY_SHOWN)?;
        if entries.is_empty() {
            self.remark("Nothing was said here yet.");
        }
        let zone = self.console.zone();
        let mut day = None;
        for entry in entries.iter().filter(|entry| !entry.text.is_empty()) {
            let shown = render::day(entry.at, zone);
            if day.as_ref() != Some(&shown) {
                self.remark(&shown);
                day = Some(shown);
            }
            self.console.screen.print(&render::draw(entry, zone, self.console.look));
        }
        Ok(())
    }

    async fn wait(&self, length: &str) -> anyhow::Result<()> {
        let Some(rehearsal) = &self.console.options.rehearsal else {
            self.remark(NO_REHEARSAL);
            return Ok(());
        };
        let length: Result<baton_commands::directory::Lapse, _> = length.parse();
        match length {
            Ok(length) => {
                rehearsal.pass(length.delta()).await?;
                self.now();
            }
            Err(bad) => self.remark(&format!("{bad}: try `:wait 2h`.")),
        }
        Ok(())
    }

    async fn until(&self, time: &str) -> anyhow::Result<()> {
        let Some(rehearsal) = &self.console.options.rehearsal else {
            self.remark(NO_REHEARSAL);
            return Ok(());
        };
        let now = rehearsal.now();
        let moment = time.parse::<grammar::Moment>();
        match moment.and_then(|moment| moment.resolve(now, self.console.zone())) {
            Ok(at) if at > now => {
                rehearsal.pass(at - now).await?;
                self.now();
            }
            Ok(_) => self.remark("That is over already; time only goes on."),
            Err(bad) => self.remark(&format!("{bad}: try `:until 14:00`.")),
        }
        Ok(())
    }

    fn now(&self) {
        let Some(rehearsal) = &self.console.options.rehearsal else {
            return self.remark(NO_REHEARSAL);
        };
        let zone = self.console.zone();
        let now = rehearsal.now().with_timezone(&zone).format("%a %Y-%m-%d %H:%M");
        self.remark(&format!("It is {now} ({zone})."));
    }
}

const NO_REHEARSAL: &str =
    "Time passes by itself here. Start with `--rehearse` to move it by hand.";
