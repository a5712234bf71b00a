//! `/change schedule`: when it is done; freezes stand in the way, and a vote binds to the window (CHG-9, CHG-10).

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change::{Assessment, Event, Phase, Window, approval, freeze};
use crate::decision::{Decision, Refusal};
use crate::directory::{ChangeKind, Directory, FreezeKind};
use crate::grammar::{Stretch, Text};
use crate::ids::{ChangeId, ClientId};
use crate::say;
use crate::verbs::Verb;
use crate::words::Arg;
use crate::world::World;

/// Says when it is done; moved after approval was asked for, it is voted on again
#[derive(Args, Debug)]
#[command(after_help = "/change schedule CHG-12 2026-04-11T22:00..2026-04-12T02:00")]
pub struct Schedule {
    #[arg(value_name = "ID")]
    id: ChangeId,
    #[arg(value_name = "START..END")]
    window: Stretch,
    /// Why it can't wait for the end of a soft freeze
    #[arg(long, value_name = "TEXT")]
    because: Option<Text>,
}

impl Verb for Schedule {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let (id, change) = (self.id, super::live(world, self.id)?);
        if matches!(change.phase, Phase::Review { .. }) {
            return Err(super::stands(change));
        }
        let directory = world.directory();
        let window = super::open::window(&self.window, directory, ask)?;
        let (from, to) = (window.from, window.to);
        let because = self.because.as_ref().map(Text::to_string);
        let event = Event::Scheduled { window, because };
        let words = say!("change-schedule-done", id = id, from = from, to = to);
        if change.window == Some(window) {
            return Ok(super::already(id, &event, words));
        }
        if to <= ask.now {
            let refusal = Refusal::new(say!("change-schedule-past", from = from, to = to));
            return Err(refusal.about(id));
        }
        let frozen = (id, change.kind, change.client.as_ref());
        passes_freezes(directory, frozen, (&window, &self.window), self.because.is_some())
            .map_err(|refusal| refusal.about(id))?;
        let mut card = Card::line(words);
        let high = change.assessment.as_ref().is_some_and(Assessment::is_high);
        let anew = approval::asked_anew(directory, change, high, Some(window), ask)?;
        if anew.is_some() {
            card = card.and(say!("change-asked-anew"));
        }
        // What it collides with is found by this event, and stands in the answer (`aside.rs`).
        Ok(super::decided(id, std::iter::once(event).chain(anew).collect(), card))
    }
}

/// A hard freeze lets only an emergency pass, a soft one whoever has a reason. `id` is of the change as it will be planned
/// with the line that the hint offers.
pub(super) fn passes_freezes(
    directory: &Directory,
    (id, kind, client): (ChangeId, ChangeKind, Option<&ClientId>),
    (window, typed): (&Window, &Stretch),
    has_reason: bool,
) -> Result<(), Refusal> {
    for frozen in freeze::in_the_way(directory, client, window) {
        let (freeze, from, to) = (frozen.id.as_str(), frozen.window.from, frozen.window.to);
        let hard = frozen.kind == FreezeKind::Hard;
        if hard && kind != ChangeKind::Emergency {
            let line = Arg::Line(format!("/change schedule {id} START..END"));
            let words = say!("change-frozen-hard", freeze = freeze, from = from, to = to);
            let refusal = Refusal::new(words);
            return Err(refusal.hint(say!("change-frozen-hard-hint", line = line)));
        }
        if !hard && !has_reason {
            let line = Arg::Line(format!("/change schedule {id} {typed} --because \"…\""));
            let words = say!("change-frozen-soft", freeze = freeze, from = from, to = to);
            let refusal = Refusal::new(words);
            return Err(refusal.hint(say!("change-frozen-soft-hint", line = line)));
        }
    }
    Ok(())
}
