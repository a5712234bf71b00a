//! `/baton mine`: all that waits for me.

use clap::Args;

use crate::ask::Ask;
use crate::card::Card;
use crate::change;
use crate::decision::{Decision, Refusal};
use crate::directory::Duty;
use crate::ids::DeptId;
use crate::incident::{Incident, State, state_words};
use crate::say;
use crate::verbs::Verb;
use crate::words::Words;
use crate::world::World;

/// More lines than these leave no room for the changes that he leads.
const SHOWN_MAX: usize = 15;

/// Lists all that waits for you: incidents, tasks, votes, debriefs, actions; and the changes that you lead
#[derive(Args, Debug)]
pub struct Mine {}

impl Verb for Mine {
    fn decide(&self, world: &World, ask: &Ask) -> Result<Decision, Refusal> {
        let duties = duties(world, ask);
        let seen = |i: &&std::sync::Arc<Incident>| i.visible_to(&ask.actor, world.directory());
        let mut lines: Vec<(u8, Words)> = Vec::new();
        for incident in world.incidents.values().filter(seen) {
            lines.extend(waiting(incident, world, ask, &duties));
        }
        lines.extend(change::mine::waiting(world, &ask.actor, &duties, ask.now));
        lines.sort_by_key(|(rank, _)| *rank);
        let mut card = Card::line(match lines.len() {
            0 => say!("mine-nothing"),
            count => say!("mine-head", count = count),
        });
        let more = lines.len().saturating_sub(SHOWN_MAX);
        for (_, line) in lines.into_iter().take(SHOWN_MAX) {
            card = card.and(line);
        }
        if more > 0 {
            card = card.and(say!("list-more", more = more));
        }
        card = change::mine::overview(world, &ask.actor, ask.now).into_iter().fold(card, Card::and);
        for department in duties {
            card = card.and(say!("mine-on-duty", department = department));
        }
        Ok(Decision::question(card))
    }
}

/// The departments the asker is on duty for now.
fn duties(world: &World, ask: &Ask) -> Vec<DeptId> {
    let mine = Duty::Person(ask.actor.clone());
    let departments = world.directory().departments.keys();
    departments.filter(|dept| world.on_duty(dept, ask.now) == mine).cloned().collect()
}

/// What of one incident waits for the asker, most urgent first.
fn waiting(incident: &Incident, world: &World, ask: &Ask, duties: &[DeptId]) -> Vec<(u8, Words)> {
    let mut lines = Vec::new();
    if incident.is_live() {
        lines.extend(part(incident, ask, duties).map(|part| (incident.severity.number(), part)));
    }
    let lead = incident.lead.as_ref() == Some(&ask.actor);
    if let Some(due) = incident.debrief_by.filter(|_| lead) {
        lines.push((5, say!("mine-debrief", id = incident.id, due = due)));
    }
    for (number, tracked) in incident.open_actions() {
        if tracked.action.owner == ask.actor {
            let (text, due) = (tracked.action.text.as_str(), tracked.action.due);
            lines.push((
                5,
                say!("mine-action", id = incident.id, number = number, text = text, due = due),
            ));
        }
    }
    let tam = incident.tam(world.directory()).as_ref() == Some(&ask.actor);
    if tam && incident.unanalysed().next().is_some() {
        let title = incident.title.as_str();
        lines.push((6, say!("mine-violation", id = incident.id, title = title)));
    }
    lines
}

/// My part in a live incident: it is assigned to me, I lead it, or nobody took it and I am on duty.
fn part(incident: &Incident, ask: &Ask, duties: &[DeptId]) -> Option<Words> {
    let (id, title) = (incident.id, incident.title.as_str());
    let severity = i64::from(incident.severity.number());
    let state = state_words(incident.state());
    let assigned = incident.standing().find(|e| e.assignee.as_ref() == Some(&ask.actor));
    if assigned.is_some() {
        return Some(say!(
            "mine-assigned",
            id = id,
            severity = severity,
            state = state,
            title = title
        ));
    }
    if incident.lead.as_ref() == Some(&ask.actor) {
        return Some(say!(
            "mine-leading",
            id = id,
            severity = severity,
            state = state,
            title = title
        ));
    }
    let called =
        |e: &&crate::incident::Engagement| e.assignee.is_none() && duties.contains(&e.department);
    let called = incident.standing().find(called).filter(|_| incident.state() != State::OnHold)?;
    let department = &called.department;
    Some(say!("mine-called", id = id, severity = severity, department = department, title = title))
}
