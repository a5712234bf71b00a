//! `/change conflicts`: what collides with it in its window, with whom, and when it could be done instead (CHG-10).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::conflicts::{Conflict, Shared, conflicts, next_free};
use crate::change::maintenance::Kept;
use crate::change::{Change, Window, clash};
use crate::decision::{Decision, Refusal};
use crate::directory::FreezeKind;
use crate::ids::ChangeId;
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// Shows what collides with its window and the next free time of the same length; touching is not overlapping
#[derive(Args, Debug)]
#[command(after_help = "/change conflicts CHG-12")]
pub struct Conflicts {
    #[arg(value_name = "ID")]
    id: ChangeId,
}

impl Verb for Conflicts {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::live(world, self.id)?);
        let clashes = clash::lines(world, change);
        let Some(window) = change.window else {
            if !clashes.is_empty() {
                let card = Card::line(say!("change-clashes-only", id = id));
                return Ok(Decision::question(clashes.into_iter().fold(card, Card::and)));
            }
            let line = Arg::Line(format!("/change schedule {id} …"));
            let refusal = Refusal::new(say!("change-no-window", id = id)).about(id);
            return Err(refusal.hint(say!("change-no-window-hint", line = line)));
        };
        let found = seen(world, change, window, ask);
        let card = match found.len() {
            0 => Card::line(say!("change-conflicts-none", id = id)),
            count => {
                let card = Card::line(say!("change-conflicts-found", id = id, count = count));
                let lines = told(world, change, window, &found);
                lines.into_iter().fold(card, Card::and)
            }
        };
        Ok(Decision::question(clashes.into_iter().fold(card, Card::and)))
    }
}

/// What collides, without restricted incidents that who asks takes no part in (INC-9).
pub fn seen(world: &World, change: &Change, window: Window, ask: &Ask) -> Vec<Conflict> {
    let mut found = conflicts(world, change, window, ask.now, &[]);
    found.retain(|conflict| match conflict {
        Conflict::TiedUp { incident, .. } => {
            world.incident(*incident).is_some_and(|it| it.visible_to(&ask.actor, world.directory()))
        }
        _ => true,
    });
    found
}

/// Each conflict on a line, then the next free time where it is another.
pub fn told(world: &World, change: &Change, window: Window, found: &[Conflict]) -> Vec<Words> {
    let free = match next_free(world, change, window, &[]) {
        Some(free) if free == window => None,
        Some(free) => Some(say!("change-next-free", from = free.from, to = free.to)),
        None => Some(say!("change-never-free")),
    };
    found.iter().map(|conflict| line(world, conflict)).chain(free).collect()
}

fn line(world: &World, conflict: &Conflict) -> Words {
    match conflict {
        Conflict::Change { with, over, window } => {
            let over = shared(over);
            let tam = world.change(*with).and_then(|it| it.tam(world.directory()));
            let tam: Arg = tam.map_or_else(|| "–".into(), Arg::from);
            let (from, to) = (window.from, window.to);
            say!("conflict-change", id = *with, over = over, tam = tam, from = from, to = to)
        }
        Conflict::Visit { with, over, window } => {
            let (id, over, from, to) = (with.as_str(), shared(over), window.from, window.to);
            say!("conflict-visit", id = id, over = over, from = from, to = to)
        }
        Conflict::Freeze { id, kind, window } => {
            let (freeze, from, to) = (id.as_str(), window.from, window.to);
            match kind {
                FreezeKind::Hard => say!("conflict-hard", freeze = freeze, from = from, to = to),
                FreezeKind::Soft => say!("conflict-soft", freeze = freeze, from = from, to = to),
            }
        }
        Conflict::Outside(outside) => {
            let of: Vec<Arg> = outside.of.iter().map(kept).collect();
            let windows: Vec<Arg> = outside.windows.iter().map(|id| id.as_str().into()).collect();
            match outside.next {
                Some(next) => {
                    let (from, to) = (next.from, next.to);
                    say!("conflict-outside", of = of, windows = windows, from = from, to = to)
                }
                None => say!("conflict-outside-always", of = of, windows = windows),
            }
        }
        Conflict::TiedUp { who, incident } => say!("conflict-tied-up", who = who, id = *incident),
    }
}

fn shared(over: &Shared) -> Arg {
    match over {
        Shared::Device(device) => device.as_str().into(),
        Shared::Service(service) => service.as_str().into(),
        Shared::Person(who) => who.into(),
        Shared::Site(client, site) => format!("{client}/{site}").into(),
    }
}

fn kept(kept: &Kept) -> Arg {
    match kept {
        Kept::Device(serial) => serial.as_str().into(),
        Kept::Client(client) => client.as_str().into(),
    }
}
