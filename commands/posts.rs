//! What is shown without pinging anybody: posts, lines in a thread, cards (INC-3).

use crate::audience::{Address, Teller};
use crate::card::Card;
use crate::ids::Place;
use crate::notice::{Notice, Reason, Say, Shape};
use crate::say;
use crate::words::Words;

impl Teller<'_> {
    /// A message of its own that pings nobody.
    pub fn post(
        &mut self,
        reason: impl Into<Reason>,
        rule: &'static str,
        place: &Place,
        words: Words,
    ) {
        let address = Address::to(place.clone(), []);
        let say = self.say(reason.into(), rule, address, Card::line(words), Shape::Message);
        self.push(Say { not_before: None, ..say });
    }

    /// Posts the record's card where it does not stand yet, pinging nobody.
    pub fn surface(&mut self, reason: impl Into<Reason>, place: &Place) {
        if self.record.is_restricted() {
            return;
        }
        let address = Address::to(place.clone(), []);
        let head = say!("card-posted", id = self.record.id());
        let say = self.say(reason.into(), "INC-3", address, Card::line(head), Shape::Card);
        self.push(Say { not_before: None, ..say });
    }

    /// A line in the thread of the record's card.
    pub fn thread(&mut self, reason: impl Into<Reason>, place: &Place, words: Words) {
        if self.record.is_restricted() {
            return;
        }
        let address = Address::to(place.clone(), []);
        let say = self.say(reason.into(), "INC-3", address, Card::line(words), Shape::Thread);
        self.push(Say { not_before: None, ..say });
    }

    /// Shows the newest state of the record's card in a place.
    pub fn refresh(&mut self, reason: impl Into<Reason>, place: &Place) {
        if self.record.is_restricted() {
            return;
        }
        let (about, place) = (self.record.id(), place.clone());
        self.notices.push(Notice::Refresh { reason: reason.into(), about, place });
    }
}
