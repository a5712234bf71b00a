//! What happens next, drawn by the seed: who says what where, how much time passes, what goes wrong.

use baton_commands::ids::Place;
use baton_commands::world::World;

use super::dice::Dice;
use super::lines::{self, Line, Work};
use super::office::EDITIONS;
use super::step::{Letter, Step, Trap};

/// Draws one step after the other. It looks at the World only to choose; what it returns is complete.
pub(crate) struct Author {
    dice: Dice,
    work: Work,
    said: Vec<Letter>,
}

impl Author {
    pub(crate) fn new(seed: u64, work: Work) -> Author {
        Author { dice: Dice::new(seed), work, said: Vec::new() }
    }

    /// When the run begins: any hour of four weeks that have a holiday and a change to summer time in them.
    pub(crate) fn first_hour(&mut self) -> i64 {
        self.dice.between(0, 28 * 24)
    }

    pub(crate) fn next(&mut self, world: &World) -> Step {
        // A chain of tasks takes more words than an incident to come to its end.
        let (said, waited) = match self.work {
            Work::Incidents => (52, 33),
            Work::Changes => (68, 17),
        };
        match self.dice.weighed(&[said, 4, waited, 3, 1, 2, 1, 3, 1, 1]) {
            0 => Step::Say(self.letter(world)),
            1 => {
                let count = 2 + self.dice.below(3);
                Step::Together((0..count).map(|_| self.letter(world)).collect())
            }
            2 => Step::Wait(self.pause()),
            3 => Step::Leap(self.pause()),
            4 => Step::Back(self.dice.between(1, 90)),
            5 => Step::Crash,
            6 => Step::Down(self.pause()),
            7 => Step::Trap(self.trap()),
            8 => Step::Edit(self.dice.below(EDITIONS)),
            _ => Step::Reload,
        }
    }

    /// Most pauses are short, some are days.
    fn pause(&mut self) -> i64 {
        let (from, to) = *self.dice.pick(&[
            (1, 60),
            (60, 1_800),
            (60, 3_600),
            (600, 7_200),
            (600, 7_200),
            (3_600, 28_800),
            (3_600, 86_400),
            (86_400, 259_200),
        ]);
        let seconds = self.dice.between(from, to);
        // Whole minutes meet deadlines, which are made of them.
        if self.dice.chance(50) { (seconds / 60 * 60).max(60) } else { seconds }
    }

    fn trap(&mut self) -> Trap {
        let later = self.dice.between(1, 600);
        *self.dice.pick(&[
            Trap::DieBeforeCommit,
            Trap::DieAfterCommit,
            Trap::DieAfterCommit,
            Trap::DieBeforeDelivery,
            Trap::DieAfterDelivery,
            Trap::DieAfterDelivery,
            Trap::Later(later),
            Trap::Never,
            Trap::UnknownArrived,
            Trap::UnknownLost,
        ])
    }

    /// Something new or, now and then, something the platform delivers once more.
    fn letter(&mut self, world: &World) -> Letter {
        if self.dice.chance(6) && !self.said.is_empty() {
            return self.dice.pick(&self.said).clone();
        }
        let line = lines::draw(&mut self.dice, world, self.work);
        let delivery = u32::try_from(self.said.len() + 1).expect("a run has fewer letters");
        let letter = self.letter_of(line, delivery, world);
        self.said.push(letter.clone());
        letter
    }

    fn letter_of(&mut self, line: Line, delivery: u32, world: &World) -> Letter {
        let departments: Vec<Place> =
            world.directory().departments.values().map(|it| it.place.clone()).collect();
        let clients: Vec<Place> =
            world.directory().clients.values().filter_map(|it| it.place.clone()).collect();
        let place = match self.dice.below(10) {
            0 | 1 => Place::channel("#incidents"),
            2 | 3 if !line.who.contains(':') => Place::Direct(line.who.parse().expect("a handle")),
            4 | 5 => self.dice.pick(&clients).clone(),
            _ => self.dice.pick(&departments).clone(),
        };
        let in_thread = !place.is_direct() && self.dice.chance(10);
        let thread = line.about.filter(|_| in_thread);
        Letter { delivery, who: line.who, place, thread, text: line.text }
    }
}
