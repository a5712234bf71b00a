//! The client's clocks of a change, as a table: what was said, what was told of them, how they stand (SLA-1 … SLA-11).

use super::told;
use crate::change::Event;
use crate::ids::ChangeId;
use crate::world;

/// What was told, with the minute of the day, and then how each clock stands: `response at_50 11:00, response met`.
fn clocks(lines: &str) -> String {
    let desk = told(lines);
    let told = desk.facts.iter().filter_map(|fact| match &fact.event {
        world::Event::Change(Event::Reached(reached)) => {
            let (kind, point) = (&reached.target.kind, reached.reached.point.name());
            Some(format!("{kind} {point} {}", fact.at.format("%H:%M")))
        }
        _ => None,
    });
    let change = desk.world.change(ChangeId(1)).expect("it was opened");
    let stands = change.targets.iter().map(|target| {
        let stands = target.outcome().map_or("runs".to_owned(), |it| format!("{it:?}"));
        format!("{} {}", target.kind(), stands.to_lowercase())
    });
    told.chain(stands).collect::<Vec<_>>().join(", ")
}

/// Promised: a response within an hour, all done within ten. The clock begins at 09:00.
const OPEN: &str = "/change open \"Work\" --client acme --type emergency
    /change task CHG-1 \"A\" --dept unix --estimate 2h
    /change start CHG-1\n";

const CASES: &[(&str, &str, &str)] = &[
    ("who plans has not answered", "/task note CHG-1.1 soon", "response runs, resolution runs"),
    (
        "a department's first action answers",
        "by unix-1 /task note CHG-1.1 soon",
        "response met, resolution runs",
    ),
    (
        "nobody does",
        "+60",
        "response at_50 09:30, response at_75 09:45, response at_90 09:54, response breached 10:00, \
         response runs, resolution runs",
    ),
    ("all work ends", "by unix-1 /task done CHG-1.1", "response met, resolution met"),
    (
        "it ends too late",
        "by unix-1 /task start CHG-1.1
         +601
         by unix-1 /task done CHG-1.1",
        "resolution at_50 14:00, resolution at_75 16:30, resolution at_90 18:00, \
         resolution breached 19:00, response met, resolution missed",
    ),
    (
        "the client is waited for",
        "by unix-1 /task start CHG-1.1
         /change hold CHG-1 --for client wait
         +600
         /change resume CHG-1
         +300",
        "resolution at_50 00:00, response met, resolution runs",
    ),
    (
        "somebody whose waiting the contract does not count, and nobody is told while it is held",
        "by unix-1 /task start CHG-1.1
         /change hold CHG-1 --for vendor wait
         +480
         /change resume CHG-1",
        "resolution at_75 17:00, response met, resolution runs",
    ),
    (
        "it is called off",
        "/change cancel CHG-1 not wanted",
        "response cancelled, resolution cancelled",
    ),
    (
        "work begins again without the time between",
        "by unix-1 /task done CHG-1.1
         +540
         by unix-1 /task reopen CHG-1.1 not right
         +299",
        "response met, resolution runs",
    ),
];

#[test]
fn a_policy_of_kind_change_gives_a_change_clocks_of_its_own() {
    for (why, lines, expected) in CASES {
        assert_eq!(clocks(&format!("{OPEN}{lines}")), *expected, "{why}");
    }
}

#[test]
fn a_policy_that_names_no_kind_speaks_of_incidents_alone() {
    let open = "/change open \"Work\" --client globex --type emergency";
    assert_eq!(clocks(open), "", "silver says nothing of changes");
}
