//! What can happen to the bot, one thing after the other; a run is a list of these and a seed's only trace.

use baton::chat::{Inbound, Who};
use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place, RecordId};

/// One thing that happens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// Somebody says something now.
    Say(Letter),
    /// Several letters are read at once and share one commit.
    Together(Vec<Letter>),
    /// Time passes while the bot is up; what falls due happens at its instant. In seconds.
    Wait(i64),
    /// The clock jumps while the bot is up (a machine that slept): all that fell due on the way is late.
    Leap(i64),
    /// The clock is put back.
    Back(i64),
    /// The process dies between two things it did and starts again at once.
    Crash,
    /// The process is down that long, in seconds.
    Down(i64),
    /// The next time this can go wrong, it does.
    Trap(Trap),
    /// The organisation's files now say this edition.
    Edit(usize),
    /// The operator asks for the files to be read again (SIGHUP).
    Reload,
}

/// A fault that waits for its moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Trap {
    /// The process dies before the next commit is written.
    DieBeforeCommit,
    /// The next commit is written, then the process dies before anybody is answered.
    DieAfterCommit,
    /// The process dies before the next message leaves.
    DieBeforeDelivery,
    /// The next message arrives, then the process dies before that is written down.
    DieAfterDelivery,
    /// The platform asks to try the next message again in so many seconds.
    Later(i64),
    /// The platform refuses the next message for good.
    Never,
    /// The next message arrives, but the answer is lost.
    UnknownArrived,
    /// The next message does not arrive, and nobody can say so.
    UnknownLost,
}

/// What somebody says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Letter {
    /// The platform's number of it: the same number is the same delivery (INC-8).
    pub(crate) delivery: u32,
    /// A person's handle, or an account nobody maps to, with a colon in it.
    pub(crate) who: String,
    pub(crate) place: Place,
    /// The record in whose thread it is said.
    pub(crate) thread: Option<RecordId>,
    pub(crate) text: String,
}

impl Letter {
    pub(crate) fn inbound(&self) -> Inbound {
        let who = match self.who.contains(':') {
            true => Who::Stranger(self.who.clone()),
            false => Who::Person(PersonId::new(&self.who)),
        };
        Inbound {
            delivery: DeliveryId(format!("sim-{}", self.delivery)),
            who,
            place: self.place.clone(),
            thread: self.thread,
            text: self.text.clone(),
            slash: if self.place.is_direct() { Slash::Optional } else { Slash::Required },
        }
    }
}
