//! `/task show`: all that is known of one task, to the asker alone.

use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::change::card::{task_buttons, task_line};
use crate::change::{Task, history, links};
use crate::decision::{Decision, Refusal};
use crate::ids::TaskId;
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// Shows how a task stands: what it waits for, who waits for it, its deadlines
#[derive(Args, Debug)]
#[command(after_help = "/task show CHG-12.4")]
pub struct Show {
    #[arg(value_name = "ID")]
    id: TaskId,
}

impl Verb for Show {
    fn decide(&self, world: &World, _ask: &Ask) -> Result<Decision, Refusal> {
        let (change, task) = links::task(world, self.id)?;
        let mut card = Card::line(task_line(task));
        let mut field = |name: Words, value: Arg| card.body.push(Block::Field { name, value });
        field(say!("field-change"), change.title.as_str().into());
        field(say!("field-estimate"), task.estimate.to_string().into());
        for (name, ids) in [
            (say!("field-after"), task.after.iter().map(|link| link.to).collect::<Vec<_>>()),
            (say!("field-before"), task.before.clone()),
        ] {
            let known: Vec<Arg> = ids.into_iter().map(|id| named(world, id).into()).collect();
            if !known.is_empty() {
                field(name, known.into());
            }
        }
        if !task.devices.is_empty() {
            let devices: Vec<Arg> = task.devices.iter().map(|it| it.as_str().into()).collect();
            field(say!("field-devices"), devices.into());
        }
        if let Some(module) = &task.module {
            field(say!("field-module"), module.as_str().into());
        }
        let customised = task.module.iter().flat_map(|it| change.customisations_of(it));
        card = customised.fold(card, |card, it| card.and(it.line()));
        if let Some(words) = history::join_words(task.join) {
            card = card.and(words);
        }
        if let Some(text) = &task.instructions {
            card = card.and(say!("task-instructions", text = text.as_str()));
        }
        if let Some(hold) = task.hold.as_ref().or(change.hold.as_ref()) {
            let because = hold.because.as_str();
            card = card.and(say!("change-held", by = &hold.by, because = because));
            return Ok(Decision::question(card));
        }
        Ok(Decision::question(task_buttons(card, task)))
    }
}

fn named(world: &World, id: TaskId) -> Words {
    let state = |task: &Task| crate::change::card::state_words(task);
    match world.task(id) {
        Some(task) => {
            say!("task-and-state", id = id, department = &task.department, state = state(task))
        }
        None => say!("task-gone", id = id),
    }
}
