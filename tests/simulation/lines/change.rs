//! Lines about changes: opened from templates, manifests and nothing, planned, voted on, held, taken back, closed.

use std::sync::Arc;

use baton_commands::change::{Change, Phase};
use baton_commands::directory::ChangeKind;
use baton_commands::ids::RecordId;
use baton_commands::world::World;

use super::{Line, anybody, department, task};
use crate::simulation::dice::Dice;

const TITLES: [&str; 4] = ["Move the mail", "New storage", "Close the old hall", "Upgrade “core”"];
const SERIALS: [&str; 4] = ["SRV-A1001", "STO-A2001", "SRV-G1001", "SRV-NONE"];
const ESTIMATES: [&str; 5] = ["30m", "2h", "1bd", "eod", "6h"];
const LAGS: [&str; 3] = ["20m", "2h", "1bd"];
const WINDOWS: [&str; 8] = [
    "+1s..+9h",
    "+1s..+20h",
    "\"tomorrow 09:00..18:00\"",
    "+10m..+2h",
    "+3h..+6h",
    "\"tomorrow 22:00..03:00\"",
    "2026-12-24T20:00..2026-12-24T22:00",
    "2026-01-01T00:00..2026-01-01T02:00",
];
const LABELS: &[&str] =
    &["Approve", "Reject", "Begin", "Hold", "Resume", "Cancel", "Review", "Close", "Ask"];
const NOISE: [&str; 12] = [
    "/change",
    "/change open",
    "/change open --template landscape",
    "/change open --template landscape --set color=red --client acme",
    "/change open \"Both\" --template landscape --manifest retail-suite",
    "/task done CHG-",
    "/task start CHG-1.999",
    "/task start CHG-99999999999.1",
    "[Start CHG-1.1",
    "[Submit task.done id=CHG-1.1 text=\"by form\"]",
    "/change list --all",
    "/task list --dept no-such",
];

/// One line about changes that could be typed on this World.
pub(super) fn draw(dice: &mut Dice, world: &World) -> Line {
    let live = world.changes.values().filter(|change| change.is_live()).count();
    let opens = if live < 4 { 25 } else { 2 };
    match dice.weighed(&[opens, 66, 24, 4, 2]) {
        0 => opening(dice, world),
        1 => match record(dice, world) {
            Some(change) if is_planned(&change) && dice.chance(55) => plan(dice, world, &change),
            Some(change) => task::draw(dice, world, &change),
            None => opening(dice, world),
        },
        2 => match record(dice, world) {
            Some(change) => deed(dice, world, &change),
            None => opening(dice, world),
        },
        3 => question(dice, world),
        _ => Line { who: anybody(dice, world), text: (*dice.pick(&NOISE)).to_owned(), about: None },
    }
}

/// Mostly one that has not ended.
pub(super) fn record(dice: &mut Dice, world: &World) -> Option<Arc<Change>> {
    let live: Vec<_> = world.changes.values().filter(|change| change.is_live()).collect();
    let ended: Vec<_> = world.changes.values().filter(|change| !change.is_live()).collect();
    let of = if live.is_empty() || (dice.chance(10) && !ended.is_empty()) { &ended } else { &live };
    (!of.is_empty()).then(|| Arc::clone(*dice.pick(of.as_slice())))
}

fn is_planned(change: &Change) -> bool {
    change.tasks.len() < 5 && change.is_live()
}

/// Mostly somebody who may plan it.
fn planner(dice: &mut Dice, world: &World, change: &Change) -> String {
    match dice.below(12) {
        0 => anybody(dice, world),
        1..=3 => "im-1".to_owned(),
        4 => change.opened_by.to_string(),
        _ => change.tam(world.directory()).map_or("im-1".to_owned(), |tam| tam.to_string()),
    }
}

fn opening(dice: &mut Dice, world: &World) -> Line {
    let clients: Vec<_> = world.directory().clients.keys().collect();
    let client = *dice.pick(&clients);
    let mut text = match dice.weighed(&[45, 15, 40]) {
        0 => format!("/change open --template landscape --client {client} --set project=Shop"),
        1 => {
            format!("/change open \"New suite\" --manifest retail-suite --client {client}")
        }
        _ => {
            let kind =
                *dice.pick(&["normal", "normal", "normal", "emergency", "emergency", "standard"]);
            let client = match dice.chance(70) {
                true => format!(" --client {client}"),
                false => String::new(),
            };
            format!("/change open \"{}\" --type {kind}{client}", dice.pick(&TITLES))
        }
    };
    if dice.chance(25) {
        text += &format!(" --window {}", dice.pick(&WINDOWS));
    }
    if dice.chance(20) {
        text += &format!(" --due {}", dice.pick(&["+5h", "\"tomorrow 12:00\"", "+30m"]));
    }
    if dice.chance(4) {
        text += " --dry-run";
    }
    let directory = world.directory();
    let tam = directory.client(client).and_then(|it| it.tam.clone());
    let who = match (dice.chance(70), tam) {
        (true, Some(tam)) => tam.to_string(),
        _ => anybody(dice, world),
    };
    Line { who, text, about: None }
}

/// One more task.
fn plan(dice: &mut Dice, world: &World, change: &Change) -> Line {
    let mut text =
        format!("/change task {} \"A step\" --dept {}", change.id, department(dice, world));
    if dice.chance(75) && !change.tasks.is_empty() {
        let links: Vec<String> =
            (0..=dice.below(3)).map(|_| task::any(dice, world, change)).collect();
        text += &format!(" --after {}", links.join(","));
        text += &join(dice, links.len());
    }
    if dice.chance(50) {
        text += &format!(" --estimate {}", dice.pick(&ESTIMATES));
    }
    if dice.chance(40) {
        text += &format!(" --device {}", dice.pick(&SERIALS));
    }
    if dice.chance(15) {
        text += " --early";
    }
    if dice.chance(10) {
        text += " --due +4h";
    }
    let who = planner(dice, world, change);
    Line { who, text, about: Some(change.id.into()) }
}

/// How many of its links a task needs, and how long after them.
pub(super) fn join(dice: &mut Dice, links: usize) -> String {
    let mut text = match dice.weighed(&[60, 20, 20]) {
        0 => String::new(),
        1 => " --any".to_owned(),
        _ => format!(" --at-least {}", 1 + dice.below(links + 1)),
    };
    if dice.chance(25) {
        text += &format!(" --lag {}", dice.pick(&LAGS));
    }
    text
}

/// Something done to a change as a whole, as a line or by a button of a card, which may be an old one.
fn deed(dice: &mut Dice, world: &World, change: &Change) -> Line {
    let id = change.id;
    let about = Some(RecordId::from(id));
    let who = planner(dice, world, change);
    if dice.chance(20) {
        return Line { who, text: format!("[{} {id}]", dice.pick(LABELS)), about };
    }
    let text = match &change.phase {
        Phase::Draft | Phase::Assessed { .. } | Phase::Rejected { .. } => early(dice, change),
        Phase::Approved { .. } | Phase::Scheduled { .. } => agreed(dice, change),
        Phase::InProgress { .. } => under_way(dice, change),
        _ => afterwards(dice, world, change),
    };
    let votes = text.starts_with("/change approve") || text.starts_with("/change reject");
    let voter = (*dice.pick(&["im-1", "director-1", "arch-1"])).to_owned();
    let who = if votes && dice.chance(85) { voter } else { who };
    let mut text = text;
    if dice.chance(5) {
        text += " --override \"it is night\"";
    }
    if dice.chance(4) {
        text += " --dry-run";
    }
    Line { who, text, about }
}

/// What is wanting next before the work may begin.
fn next_step(dice: &mut Dice, change: &Change) -> String {
    let id = change.id;
    if change.kind == ChangeKind::Emergency {
        return format!("/change start {id}");
    }
    match (change.window.is_some(), change.assessment.is_some(), change.open_ballot()) {
        (false, ..) => schedule(dice, change),
        (_, false, _) => assess(dice, change),
        (_, _, None) => format!("/change submit {id}"),
        (_, _, Some(_)) => format!("/change approve {id}"),
    }
}

fn early(dice: &mut Dice, change: &Change) -> String {
    let id = change.id;
    if dice.chance(65) {
        return next_step(dice, change);
    }
    match dice.weighed(&[12, 20, 30, 4, 14, 16, 2, 2, 1]) {
        0 => assess(dice, change),
        1 => match change.assessment.is_some() {
            true => format!("/change submit {id}"),
            false => assess(dice, change),
        },
        2 => format!("/change approve {id}"),
        3 => format!("/change reject {id} there is no way back"),
        4 => schedule(dice, change),
        5 => format!("/change start {id}"),
        6 => format!("/change hold {id} not now"),
        7 => format!("/change resume {id}"),
        _ => format!("/change cancel {id} not wanted"),
    }
}

fn assess(dice: &mut Dice, change: &Change) -> String {
    let (impact, likelihood) = (1 + dice.below(3), 1 + dice.below(3));
    format!(
        "/change assess {} --impact {impact} --likelihood {likelihood} --rollback \"as before\"",
        change.id
    )
}

fn schedule(dice: &mut Dice, change: &Change) -> String {
    let because = if dice.chance(30) { " --because \"it can't wait\"" } else { "" };
    format!("/change schedule {} {}{because}", change.id, dice.pick(&WINDOWS))
}

fn agreed(dice: &mut Dice, change: &Change) -> String {
    let id = change.id;
    match dice.weighed(&[50, 30, 8, 5, 5, 1]) {
        0 => format!("/change start {id} take care"),
        1 => schedule(dice, change),
        2 => assess(dice, change),
        3 => format!("/change hold {id} not now"),
        4 => format!("/change resume {id}"),
        _ => format!("/change cancel {id} not wanted"),
    }
}

fn under_way(dice: &mut Dice, change: &Change) -> String {
    let id = change.id;
    if change.hold.is_some() && dice.chance(60) {
        return format!("/change resume {id}");
    }
    match dice.weighed(&[12, 45, 12, 1, 1, 10, 4, 10, 5]) {
        0 => format!("/change hold {id} the client asks"),
        1 => format!("/change resume {id}"),
        2 => schedule(dice, change),
        3 => format!("/change rollback {id} it does not work"),
        4 => format!("/change cancel {id} not wanted"),
        5 => format!("/change approve {id}"),
        6 => format!("/change reject {id} there is no way back"),
        7 => format!("/change submit {id}"),
        _ => format!("/change close {id}"),
    }
}

fn afterwards(dice: &mut Dice, world: &World, change: &Change) -> String {
    let id = change.id;
    let incident = world.incidents.keys().next().copied().unwrap_or(1);
    match dice.weighed(&[40, 10, 40, 8, 2, 4]) {
        0 => format!(
            "/change review {id} --result {} as planned",
            dice.pick(&["success", "issues", "failed"])
        ),
        1 => format!("/change review {id} --result issues --caused INC-{incident} it broke"),
        2 => format!("/change close {id}"),
        3 => format!("/change approve {id}"),
        4 => format!("/change rollback {id} it does not work"),
        _ => format!("/change start {id}"),
    }
}

fn question(dice: &mut Dice, world: &World) -> Line {
    let id = record(dice, world).map_or("CHG-1".to_owned(), |change| change.id.to_string());
    let text = match dice.below(9) {
        0 => format!("/change show {id}"),
        1 => format!("/change waiting {id}"),
        2 => format!("/change plan {id}"),
        3 => format!("/change graph {id}"),
        4 => format!("/change conflicts {id}"),
        5 => format!("/change timeline {id}"),
        6 => format!("/task show {id}.1"),
        7 => "/baton mine".to_owned(),
        _ => format!("/baton why {id}"),
    };
    Line { who: anybody(dice, world), text, about: None }
}
