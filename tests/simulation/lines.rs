//! Lines that people type: mostly sensible, by people who mostly may, about records that mostly are there.

use std::sync::Arc;

use baton_commands::ids::RecordId;
use baton_commands::incident::{Incident, Phase};
use baton_commands::world::World;

use super::dice::Dice;

mod change;
mod task;

/// A line and who types it.
pub(crate) struct Line {
    pub(crate) who: String,
    pub(crate) text: String,
    /// The record it is about.
    pub(crate) about: Option<RecordId>,
}

const VENDORS: [&str; 3] = ["netco", "storagecorp", "nobody"];
const PARTIES: [&str; 4] = ["client", "client", "vendor", "change"];
const UNTIL: [&str; 7] =
    ["+20m", "+3h", "+45s", "\"tomorrow 09:00\"", "18:30", "\"mon 09:00\"", "\"2026-01-01 09:00\""];
const LANGUAGES: [&str; 5] = ["en", "id", "zh-Hans", "nl", "klingon"];
const WHAT: [&str; 6] =
    ["web shop", "mail", "database", "backup job", "core switch", "Virtual desktops"];
const HOW: [&str; 5] = ["is down", "is slow", "answers 502", "fails at night", "loses “packets”"];
const NOISE: [&str; 16] = [
    "/incident",
    "/incident ack",
    "/incident ack INC-",
    "/incidnet ack 1",
    "/incident hold INC-1 --until yesterday —for client",
    "/incident open \"unclosed",
    "/incident severity INC-1 5",
    "/incident open",
    "/incident assign INC-1 @nobody-9",
    "/sla why INC-99999999999",
    "/baton help incident",
    "[Nonsense INC-1]",
    "[Submit incident.open severity=2]",
    "good morning all",
    "/incident list --dept no-such",
    "／incident list --all",
];

/// What people work on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Work {
    Incidents,
    /// Changes and their tasks, with an incident now and then.
    Changes,
}

/// One line that could be typed on this World.
pub(crate) fn draw(dice: &mut Dice, world: &World, work: Work) -> Line {
    if work == Work::Changes && dice.chance(90) {
        return change::draw(dice, world);
    }
    let record = record(dice, world);
    let number = record.as_ref().map_or(1 + dice.below(40) as u32, |incident| incident.id.0);
    let live = world.incidents.values().filter(|incident| incident.is_live()).count();
    let opens = if live < 6 { 25 } else { 4 };
    match dice.weighed(&[opens, 70, 5, 4, 3]) {
        0 => opening(dice, world),
        1 => about(dice, world, record.as_deref(), number),
        2 => question(dice, world, number),
        3 => Line { who: anybody(dice, world), text: (*dice.pick(&NOISE)).to_owned(), about: None },
        _ => company(dice, world),
    }
}

fn record(dice: &mut Dice, world: &World) -> Option<Arc<Incident>> {
    if dice.chance(3) {
        return None;
    }
    let live: Vec<_> = world.incidents.values().filter(|incident| incident.is_live()).collect();
    let ended: Vec<_> = world.incidents.values().filter(|incident| !incident.is_live()).collect();
    let of = if live.is_empty() || (dice.chance(25) && !ended.is_empty()) { &ended } else { &live };
    (!of.is_empty()).then(|| Arc::clone(*dice.pick(of.as_slice())))
}

fn anybody(dice: &mut Dice, world: &World) -> String {
    if dice.chance(8) {
        return format!("elsewhere:U{}", dice.below(3));
    }
    let people: Vec<_> = world.directory().people.keys().collect();
    dice.pick(&people).to_string()
}

/// Mostly somebody who works on it.
fn somebody(dice: &mut Dice, world: &World, record: Option<&Incident>) -> String {
    let Some(record) = record.filter(|_| dice.chance(85)) else { return anybody(dice, world) };
    let directory = world.directory();
    match dice.below(10) {
        0 => "im-1".to_owned(),
        1 => record.tam(directory).map_or("im-1".to_owned(), |tam| tam.to_string()),
        2 => record.lead.as_ref().map_or("director-1".to_owned(), |lead| lead.to_string()),
        _ => {
            let standing: Vec<_> = record.standing().collect();
            let staff = directory.staff_of(&dice.pick(&standing).department);
            dice.pick(&staff).to_string()
        }
    }
}

fn department(dice: &mut Dice, world: &World) -> String {
    if dice.chance(3) {
        return "no-such".to_owned();
    }
    let departments: Vec<_> = world.directory().departments.keys().collect();
    dice.pick(&departments).to_string()
}

fn opening(dice: &mut Dice, world: &World) -> Line {
    let directory = world.directory();
    let mut text = format!("/incident open \"{} {}\"", dice.pick(&WHAT), dice.pick(&HOW));
    if dice.chance(80) {
        text += &format!(" --severity {}", 1 + dice.below(4));
    }
    if dice.chance(60) {
        let clients: Vec<_> = directory.clients.keys().collect();
        text += &format!(" --client {}", dice.pick(&clients));
    }
    if dice.chance(30) {
        let services: Vec<_> = directory.services.keys().collect();
        text += &format!(" --service {}", dice.pick(&services));
    }
    if dice.chance(15) {
        let devices: Vec<_> = directory.devices.keys().collect();
        text += &format!(" --device {}", dice.pick(&devices));
    }
    if dice.chance(40) {
        let (one, two) = (department(dice, world), department(dice, world));
        text += &format!(" --dept {one},{two}");
    }
    if dice.chance(15) {
        text += " --restricted";
    }
    if dice.chance(4) {
        text += " --dry-run";
    }
    let form = dice.chance(5);
    if form {
        text = format!("[Submit incident.open title=\"{} by form\" severity=2]", dice.pick(&WHAT));
    }
    Line { who: anybody(dice, world), text, about: None }
}

/// Something done to a record, as a line, a button or a form.
fn about(dice: &mut Dice, world: &World, record: Option<&Incident>, number: u32) -> Line {
    let who = somebody(dice, world, record);
    let about = Some(RecordId::incident(number));
    if dice.chance(22) {
        let labels = [
            "Acknowledge",
            "Take lead",
            "Hold",
            "Resume",
            "Resolve",
            "Reopen",
            "Close",
            "Ask",
            "Show",
            "Timeline",
        ];
        return Line { who, text: format!("[{} INC-{number}]", dice.pick(&labels)), about };
    }
    if dice.chance(4) {
        let text = format!("[Submit incident.resolve id=INC-{number} text=\"by form\"]");
        return Line { who, text, about };
    }
    let mut text = match record.map(|incident| &incident.phase) {
        Some(Phase::Live { .. }) => deed(dice, world, number),
        Some(_) if dice.chance(70) => afterwards(dice, world, number),
        _ => deed(dice, world, number),
    };
    if dice.chance(8) {
        text += " --override \"it is night\"";
    }
    if dice.chance(4) {
        text += " --dry-run";
    }
    Line { who, text, about }
}

fn deed(dice: &mut Dice, world: &World, number: u32) -> String {
    let id = format!("INC-{number}");
    let people: Vec<_> = world.directory().people.keys().collect();
    let person = dice.pick(&people);
    match dice.weighed(&[10, 5, 6, 10, 4, 8, 9, 12, 7, 3, 10, 4, 12, 4, 3, 2, 4]) {
        0 => format!("/incident ack {id}"),
        1 => format!("/incident lead {id}"),
        2 => format!("/incident assign {id} @{person}"),
        3 => {
            format!("/incident engage {id} {},{}", department(dice, world), department(dice, world))
        }
        4 => format!("/incident release {id} {}", department(dice, world)),
        5 => format!("/incident note {id} looked at it again"),
        6 => format!("/incident severity {id} {}", 1 + dice.below(4)),
        7 => hold(dice, &id),
        8 => format!("/incident resume {id}"),
        9 => format!("/incident escalate {id} because it lasts"),
        10 => format!("/incident escalate {id} --to vendor:{} their line", dice.pick(&VENDORS)),
        11 => format!("/incident mitigate {id} second line in use"),
        12 => format!("/incident resolve {id} restarted it"),
        13 => format!("/incident merge {id} --into INC-{}", other(dice, world)),
        14 => format!("/incident release {id} vendor:{}", dice.pick(&VENDORS)),
        15 => format!("/incident escalate {id} --to management it is bad"),
        _ => format!("/incident ack {id} --vendor {}", dice.pick(&VENDORS)),
    }
}

fn hold(dice: &mut Dice, id: &str) -> String {
    let party = dice.pick(&PARTIES);
    match dice.chance(60) {
        true => {
            let until = dice.pick(&UNTIL);
            format!("/incident hold {id} --for {party} --until {until} waiting for them")
        }
        false => format!("/incident hold {id} --for {party} waiting for them"),
    }
}

fn other(dice: &mut Dice, world: &World) -> u32 {
    record(dice, world).map_or(1, |incident| incident.id.0)
}

/// What is said of a record that is resolved.
fn afterwards(dice: &mut Dice, world: &World, number: u32) -> String {
    let id = format!("INC-{number}");
    let people: Vec<_> = world.directory().people.keys().collect();
    let owner = dice.pick(&people);
    match dice.below(7) {
        0 => format!("/incident reopen {id} the same again"),
        1 => format!("/incident close {id}"),
        2 => format!("/incident note {id} for the record"),
        3 => {
            format!("/incident debrief {id} --cause \"a fuse\" --action \"buy fuses @{owner} mon\"")
        }
        4 => format!("/incident debrief {id} --cause unknown"),
        5 => format!("/incident action {id} 1"),
        _ => format!("/sla analyse {id} --cause \"called late\" --action \"call sooner\""),
    }
}

fn question(dice: &mut Dice, world: &World, number: u32) -> Line {
    let text = match dice.below(8) {
        0 => format!("/incident show {number}"),
        1 => format!("/incident timeline inc {number}"),
        2 => format!("/sla why INC-{number}"),
        3 => "/incident list --all".to_owned(),
        4 => "/sla next".to_owned(),
        5 => "/baton mine".to_owned(),
        6 => format!("/baton why INC-{number}"),
        _ => "/baton status".to_owned(),
    };
    Line { who: anybody(dice, world), text, about: None }
}

/// Languages, duty, the organisation's files.
fn company(dice: &mut Dice, world: &World) -> Line {
    let departments: Vec<_> = world.directory().departments.keys().collect();
    let department = dice.pick(&departments);
    let staff = world.directory().staff_of(department);
    let who = dice.pick(&staff).to_string();
    let (who, text) = match dice.below(4) {
        0 => (anybody(dice, world), format!("/baton language {}", dice.pick(&LANGUAGES))),
        1 => (who, format!("/baton language {} --here", dice.pick(&LANGUAGES))),
        2 => {
            let text =
                format!("/duty swap {department} @{} \"tomorrow 09:00..+12h\"", dice.pick(&staff));
            (who, text)
        }
        _ if dice.chance(50) => ("im-1".to_owned(), "/baton reload".to_owned()),
        _ => ("im-1".to_owned(), "/baton reload --from \"tomorrow 00:00\"".to_owned()),
    };
    Line { who, text, about: None }
}
