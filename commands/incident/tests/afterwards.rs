//! What is learned afterwards, and what was asked for: said twice, it is done once.

use super::Desk;

const DEBRIEF: &str = "/incident debrief 1 --cause \"Old certificate\" --well \"Quick\" \
                       --action \"Watch dates @unix-1 2026-03-10\"";

/// INC-1 is resolved.
fn resolved() -> Desk {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Shop is down --service shop --severity 1");
    desk.say("unix-1", "/incident resolve 1 renewed");
    desk
}

#[test]
fn inc_6_the_same_debrief_again_is_answered_and_changes_nothing() {
    let mut desk = resolved();
    assert_eq!(desk.say("unix-1", DEBRIEF), "INC-1 debrief recorded, with 1 action.");
    let before = desk.incident(1).clone();
    assert_eq!(desk.say("unix-1", DEBRIEF), "INC-1 debrief was recorded so before.");
    assert_eq!(
        desk.say("unix-2", "/incident debrief 1 --cause \"Old certificate\""),
        "INC-1 debrief was recorded so before."
    );
    assert_eq!(*desk.incident(1), before);
}

#[test]
fn inc_6_a_second_debrief_adds_to_the_first() {
    let mut desk = resolved();
    desk.say("unix-1", DEBRIEF);
    desk.say("unix-1", "/incident action 1 1");
    let second = "/incident debrief 1 --cause \"Nobody watched\" --badly \"No alarm\" \
                  --action \"Watch dates @unix-1 2026-03-10\" --action \"Renew by script @unix-2 2026-03-12\"";
    assert_eq!(desk.say("unix-2", second), "INC-1 debrief amended, with 1 further action.");
    let shown = desk.all("unix-1", "/incident show 1");
    let debrief: Vec<&str> =
        shown.lines().skip_while(|line| !line.starts_with("Debrief")).take(6).collect();
    assert_eq!(
        debrief,
        [
            "Debrief by @unix-1: Old certificate",
            "What went well: Quick",
            "Added by @unix-2: Nobody watched",
            "What did not: No alarm",
            "Action 1: Watch dates · @unix-1 · done 09:00",
            "Action 2: Renew by script · @unix-2 · due 2026-03-13 00:00",
        ]
    );
    assert_eq!(desk.say("unix-2", second), "INC-1 debrief was recorded so before.");
    assert_eq!(desk.say("unix-2", "/incident action 1 2"), "INC-1 action 2 is done.");
}

#[test]
fn inc_8_who_asks_twice_is_answered_the_same_and_one_is_pinged() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Shop is down --service shop");
    desk.say("net-1", "/incident resolve 1 done");
    desk.pings();
    let line = "/incident ask 1 @unix-1";
    let first = desk.answer("net-1", line);
    assert_eq!(desk.pings().len(), 1);
    assert_eq!(desk.answer("net-1", line), first);
    assert_eq!(desk.answer("net-1", "/incident ask 1"), first, "the first who may");
    assert_eq!(desk.pings(), Vec::<String>::new());
    assert_eq!(desk.say("net-1", "/incident ask 1 @unix-2"), "INC-1: @unix-2 is asked.");
    assert_eq!(desk.pings(), ["access.asked: #incidents person:unix-2"]);
}

#[test]
fn acc_3_who_may_not_override_is_told_who_may() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Shop is down --service shop");
    let said = desk.all("net-1", "/incident resolve 1 done --override \"it burns\"");
    let who = "Overriding is for department heads, duty engineers.";
    assert!(said.lines().any(|line| line == who), "{said}");
}
