//! One person at the console: what he types is done, said, or explained.

use anyhow::Context as _;
use baton_commands::grammar::{self, Slash};
use baton_commands::ids::{DeliveryId, Place, RecordId};

use super::line::{Line, Own};
use super::seat::{self, Seat};
use super::{Console, remarks};
use crate::chat::lock::lock;
use crate::chat::names::places;
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
            Line::Press(number) => match self.console.shown.pressed(number) {
                Some(button) => self.say(self.seat.clone(), &button).await?,
                None => self.remark(&format!(
                    "No button {number} was shown; a record's buttons come with `/incident show`."
                )),
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

    fn aside(&self, place: &str, who: &str) -> Result<Seat, String> {
        let world = self.console.world();
        let who = seat::who(&world, who)?;
        let place = seat::place(&world, &who, place)?;
        Ok(Seat { who, place, thread: None })
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
        let inbox = self.inbox.clone();
        let saying = async move { inbox.say(letter).await };
        match self.console.awaited.say(saying, |answers| self.console.show(answers)).await {
            Some(Ok(0)) => self.about_talk(),
            Some(Ok(_)) => {}
            Some(Err(fault)) => return Err(fault).context("writing the console's journal"),
            None => anyhow::bail!("the bot has stopped; what was answered before is kept"),
        }
        Ok(())
    }

    /// Plain talk is nobody's business; on a terminal that is said once.
    fn about_talk(&mut self) {
        if self.console.shown.is_terminal() && !self.told_about_talk {
            self.told_about_talk = true;
            self.remark("Plain talk is not answered. `/baton help` shows what is, `:help` the console's own lines.");
        }
    }

    async fn own(&mut self, own: Own<'_>) -> anyhow::Result<()> {
        let world = self.console.world();
        match own {
            Own::Who(None) | Own::In(None) => {
                self.remark(&format!("You are {}.", self.seat.in_words()));
            }
            Own::Who(Some(typed)) => match seat::who(&world, typed) {
                Ok(who) => self.sit(self.seat.clone().of(who)),
                Err(why) => self.remark(&why),
            },
            Own::In(Some(typed)) => self.go(typed),
            Own::Places => {
                let places = places(world.directory()).into_iter();
                let rows: Vec<_> = places.map(|(place, what)| (place.to_string(), what)).collect();
                self.columns(&rows);
            }
            Own::People => {
                self.columns(&remarks::people(world.directory()));
            }
            Own::Help(words) => self.help(words),
            Own::History(place) => self.history(place)?,
            Own::Wait(length) => {
                let until = format!("+{}", length.trim_start_matches('+'));
                self.pass(&until, ":wait 2h").await?;
            }
            Own::Until(time) => self.pass(time, ":until 14:00").await?,
            Own::Now => self.now(),
            Own::Quit => {}
        }
        Ok(())
    }

    /// A thread that he may not see is left.
    fn sit(&mut self, seat: Seat) {
        let world = self.console.world();
        let thread = seat.thread.filter(|record| seat::sees(&world, &seat.who, *record));
        self.seat = Seat { thread, ..seat };
        self.remark(&format!("You are {} now.", self.seat.in_words()));
    }

    /// Into a channel, one's direct messages, or the thread of a record.
    fn go(&mut self, typed: &str) {
        let world = self.console.world();
        if let Ok(record) = typed.parse::<RecordId>() {
            return match seat::sees(&world, &self.seat.who, record) {
                true => self.sit(Seat { thread: Some(record), ..self.seat.clone() }),
                false => self.remark(&format!("There is no {record}.")),
            };
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
        let entries = lock(&self.console.journal).last(place.as_ref(), HISTORY_SHOWN)?;
        if entries.is_empty() {
            self.remark("Nothing was said here yet.");
        }
        self.console.shown.again(&entries, self.console.zone());
        Ok(())
    }

    /// Lets time pass until a moment; `+2h` is one.
    async fn pass(&self, until: &str, example: &str) -> anyhow::Result<()> {
        let Some(rehearsal) = &self.console.options.rehearsal else {
            self.remark(NO_REHEARSAL);
            return Ok(());
        };
        let now = rehearsal.now();
        let moment = until.parse::<grammar::Moment>();
        match moment.and_then(|moment| moment.resolve(now, self.console.zone())) {
            Ok(at) if at >= now => {
                rehearsal.pass(at - now).await?;
                self.now();
            }
            Ok(_) => self.remark("That is over already; time only goes on."),
            Err(_) => self.remark(&format!("Until when? Try `{example}`.")),
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
