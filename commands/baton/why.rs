//! `/baton why`: which rule pinged whom, when, and what became of it (PNG-6).

use std::collections::BTreeSet;

use clap::Args;

use crate::ask::Ask;
use crate::card::{Block, Card};
use crate::decision::{Decision, Refusal};
use crate::ids::{AnyRecord, ChangeId, IncidentId, RecordId, RecordKind};
use crate::incident::verbs::unknown;
use crate::lookup::{Lookup, SentLine, SentOutcome};
use crate::say;
use crate::verbs::Verb;
use crate::words::{Arg, Words};
use crate::world::World;

/// Explains which rules pinged whom about a record, and when
#[derive(Args, Debug)]
#[command(after_help = "/baton why INC-7")]
pub struct Why {
    /// In a record's own thread it may be left out
    #[arg(value_name = "ID")]
    id: Option<AnyRecord>,
}

impl Verb for Why {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let Some(record) = self.id.map(|id| id.0).or(ask.thread) else {
            let line = Arg::Line("/baton why INC-7".to_owned());
            return Err(Refusal::new(say!("why-of-what", line = line)));
        };
        if matches!(record.kind, RecordKind::Change | RecordKind::Task) {
            if record.number > world.last_change {
                return Err(crate::change::verbs::unknown(world, ChangeId(record.number)));
            }
            return Ok(Decision::look(Lookup::Sent(record)));
        }
        let id = IncidentId(record.number);
        let hidden = world
            .incident(id)
            .is_some_and(|incident| !incident.visible_to(&ask.actor, world.directory()));
        if id.0 > world.last_incident || hidden {
            return Err(unknown(world, id));
        }
        Ok(Decision::look(Lookup::Sent(record)))
    }
}

/// Older pings than these do not fit a message.
const SHOWN_MAX: usize = 20;

/// The answer from what was sent: pings with their rule; plain posts are counted.
pub fn answer(record: RecordId, sent: &[SentLine]) -> Card {
    let pings: Vec<&SentLine> = sent.iter().filter(|line| !line.say.pings.is_empty()).collect();
    let quiet = sent.len() - pings.len();
    let mut card = Card::line(match pings.len() {
        0 => say!("why-nobody-pinged", id = record),
        count => say!("why-pinged", id = record, count = count),
    });
    let more = pings.len().saturating_sub(SHOWN_MAX);
    if more > 0 {
        card = card.and(say!("why-earlier", more = more));
    }
    for line in pings.iter().skip(more) {
        card.body.push(Block::Line(ping(line)));
    }
    let rules: BTreeSet<&str> = pings.iter().map(|line| &*line.say.rule).collect();
    card.body.extend(rules.into_iter().map(|name| Block::Line(rule(name))));
    if quiet > 0 {
        card = card.and(say!("why-quiet", count = quiet));
    }
    card
}

fn ping(line: &SentLine) -> Words {
    let who: Vec<Arg> = line.say.pings.iter().cloned().map(Arg::Recipient).collect();
    let (reason, place) = (line.say.reason.to_string(), line.say.place.clone());
    let outcome = match &line.outcome {
        SentOutcome::Waiting { until } => say!("sent-waiting", at = *until),
        SentOutcome::Done { at } => say!("sent-done", at = *at),
        SentOutcome::Never { at, why } => say!("sent-never", at = *at, why = why.as_str()),
        SentOutcome::Lapsed { at } => say!("sent-lapsed", at = *at),
        SentOutcome::Merged { at } => say!("sent-merged", at = *at),
    };
    let at = line.say.at;
    say!("why-ping", at = at, reason = reason, who = who, place = place, outcome = outcome)
}

/// The rule in words that can be read out to a client.
fn rule(rule: &str) -> Words {
    match rule {
        "INC-1" => say!("rule-inc-1"),
        "INC-2" => say!("rule-inc-2"),
        "INC-5" => say!("rule-inc-5"),
        "INC-6" => say!("rule-inc-6"),
        "INC-7" => say!("rule-inc-7"),
        "SLA-5" => say!("rule-sla-5"),
        "SLA-9" => say!("rule-sla-9"),
        "ACC-3" => say!("rule-acc-3"),
        "CHG-1" => say!("rule-chg-1"),
        "CHG-2" => say!("rule-chg-2"),
        "CHG-3" => say!("rule-chg-3"),
        "CHG-6" => say!("rule-chg-6"),
        "CHG-7" => say!("rule-chg-7"),
        "CHG-8" => say!("rule-chg-8"),
        "CHG-9" => say!("rule-chg-9"),
        "CHG-10" => say!("rule-chg-10"),
        "CHG-11" => say!("rule-chg-11"),
        "CHG-14" => say!("rule-chg-14"),
        other => say!("rule-other", rule = other),
    }
}
