//! `/change start`: the work begins, and with it the first tasks (CHG-1).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::{Change, Event, Phase};
use crate::decision::{Decision, Refusal};
use crate::directory::ChangeKind;
use crate::grammar::Text;
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Begins the work: the first tasks are ready, their departments are told
///
/// A normal change needs its approval and its window; a standard one neither; an emergency is approved afterwards.
#[derive(Args, Debug)]
#[command(after_help = "/change start CHG-12")]
pub struct Start {
    #[arg(value_name = "ID")]
    id: ChangeId,
    /// What those who work on it should know
    #[arg(value_name = "TEXT")]
    text: Option<Text>,
}

impl Verb for Start {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let change = super::live(world, self.id)?;
        let id = self.id;
        let text = self.text.as_ref().map(Text::to_string).unwrap_or_default();
        let started = Event::Started { text };
        match change.phase {
            Phase::InProgress { .. } => {
                return Ok(super::already(id, &started, say!("change-begun-already", id = id)));
            }
            Phase::Review { .. } => return Err(super::stands(change)),
            _ => {}
        }
        if change.tasks.is_empty() {
            let line = Arg::Line(format!("/change task {id} \"…\" --dept …"));
            let refusal = Refusal::new(say!("change-has-no-tasks", id = id)).about(id);
            return Err(refusal.hint(say!("change-has-no-tasks-hint", line = line)));
        }
        may_begin(change, ask)?;
        let mut card = Card::line(say!("change-begun", id = id, title = change.title.as_str()));
        let mut events = vec![started];
        if change.kind == ChangeKind::Emergency && !change.is_approved() && change.ballot.is_none()
        {
            events.push(crate::change::approval::asked(world.directory(), change, ask));
            card = card.and(say!("change-begun-unapproved"));
        }
        Ok(super::decided(id, events, card))
    }
}

/// CHG-9, CHG-10: a normal change begins approved and in its window.
fn may_begin(change: &Change, ask: &Ask) -> Result<(), Refusal> {
    let id = change.id;
    if change.kind != ChangeKind::Normal {
        return Ok(());
    }
    if !change.is_approved() {
        let line = Arg::Line(format!("/change submit {id}"));
        let refusal = Refusal::new(say!("change-not-approved", id = id)).about(id);
        return Err(refusal.hint(say!("change-not-approved-hint", line = line)));
    }
    let line = Arg::Line(format!("/change schedule {id} …"));
    let Some(window) = change.window else {
        let refusal = Refusal::new(say!("change-no-window", id = id)).about(id);
        return Err(refusal.hint(say!("change-no-window-hint", line = line)));
    };
    if window.contains(ask.now) {
        return Ok(());
    }
    let (from, to) = (window.from, window.to);
    let refusal = Refusal::new(say!("change-outside-window", id = id, from = from, to = to));
    Err(refusal.about(id).hint(say!("change-no-window-hint", line = line)))
}
