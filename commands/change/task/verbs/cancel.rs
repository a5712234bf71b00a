//! `/task cancel`: it is given up; the TAM says whether what waits for it goes on (CHG-2).

use clap::Args;

use super::TaskEvent;
use crate::ask::Ask;
use crate::card::Card;
use crate::decision::{Decision, Refusal};
use crate::grammar::Text;
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Gives a task up; you are asked whether those that wait for it go on
#[derive(Args, Debug)]
#[command(after_help = "/task cancel CHG-12.4 the client buys its own backup")]
pub struct Cancel {
    #[arg(value_name = "ID")]
    id: TaskId,
    /// Why
    #[arg(value_name = "TEXT")]
    text: Text,
}

impl Verb for Cancel {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (id, (_, task)) = (self.id, super::open(world, self.id)?);
        let what = TaskEvent::Cancelled { because: self.text.to_string() };
        if matches!(task.state, super::State::Cancelled { .. }) {
            return Ok(super::same(id, what, say!("task-cancelled-already", id = id)));
        }
        if task.has_ended() {
            return Err(super::stands_at(task));
        }
        let mut card = Card::line(say!("task-cancel-done", id = id));
        let waiting = task.before.iter().filter_map(|id| world.task(*id));
        let waiting: Vec<Arg> =
            waiting.filter(|it| !it.has_ended()).map(|it| it.id.into()).collect();
        if !waiting.is_empty() {
            let line = |word: &str| Arg::Line(format!("/task proceed {id} {word}"));
            let (yes, no) = (line("yes"), line("no"));
            card = card.and(say!("task-cancel-question", tasks = waiting, yes = yes, no = no));
        }
        Ok(super::decided(id, what, card))
    }
}
