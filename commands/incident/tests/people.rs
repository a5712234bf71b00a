//! Who owns, leads and works: departments called, engaged and released (INC-2, SLA-4).

use super::Desk;
use crate::sla::TargetKind;

#[test]
fn sla_4_the_response_stops_at_the_first_action_of_an_engaged_department_only() {
    for (who, line, answered) in [
        ("im-1", "/incident ack 1", false),
        ("tam-1", "/incident lead 1", false),
        ("net-1", "/incident note 1 we see it too", false),
        ("tam-1", "/incident assign 1 @unix-1", false),
        ("unix-2", "/incident note 1 looking", true),
        ("unix-2", "/incident ack 1", true),
        ("unix-head", "/incident assign 1 @unix-1", true),
    ] {
        let mut desk = Desk::open();
        desk.say("net-1", "/incident open Shop is down --service shop");
        desk.wait(5);
        desk.say(who, line);
        let clock = desk.clock(1, &TargetKind::Response);
        assert_eq!(clock == "met at 09:05", answered, "{who}: {line} → {clock}");
    }
}

#[test]
fn sla_4_a_problem_suggested_when_it_is_opened_answers_nobody() {
    let mut desk = Desk::of(|directory| directory.company.incident.similar_count = 2);
    for _ in 0..2 {
        desk.say("unix-1", "/incident open Shop is down --service shop");
    }
    assert!(desk.pings().iter().any(|ping| ping.starts_with("problem.suggested")));
    let clocks = [1, 2].map(|number| desk.clock(number, &TargetKind::Response));
    assert!(clocks.iter().all(|clock| clock.starts_with("due")), "{clocks:?}");
}

#[test]
fn inc_2_a_department_that_deals_out_the_work_has_accepted_it() {
    let mut desk = Desk::open();
    desk.say("tam-1", "/incident open Shop is down --dept unix,dba");
    let accept = TargetKind::Ola(crate::ids::DeptId::new("dba"));
    desk.say("im-1", "/incident assign 1 @dba-1");
    assert_eq!(desk.clock(1, &accept), "due 09:30");
    desk.say("dba-head", "/incident assign 1 @dba-head");
    assert_eq!(desk.clock(1, &accept), "met at 09:00");
    assert!(desk.incident(1).engagements[1].engaged_at.is_some());
}

#[test]
fn inc_2_the_owner_may_go_once_another_department_stands_but_never_the_last() {
    let mut desk = Desk::open();
    desk.say("im-1", "/incident open Slow --service shop");
    let last = "! INC-1 needs unix: no other department is engaged.";
    assert_eq!(desk.say("im-1", "/incident release 1 unix"), last);
    desk.say("im-1", "/incident engage 1 dba");
    assert_eq!(desk.say("im-1", "/incident release 1 unix,dba"), last);
    let gone = desk.all("im-1", "/incident release 1 unix");
    assert_eq!(gone, "INC-1: unix is released.\nINC-1 belongs to dba now.");
    desk.wait(30);
    let half = "sla.response.at_50: #dba dept:dba".to_owned();
    assert!(desk.pings().contains(&half));
    assert_eq!(desk.say("dba-1", "/incident release 1 unix"), "INC-1: unix is released.");
    let twice = desk.incident(1).events;
    assert_eq!(desk.say("dba-1", "/incident release 1 unix"), "INC-1: unix is released.");
    assert_eq!(desk.incident(1).events, twice);
    desk.say("dba-1", "/incident engage 1 unix");
    assert_eq!(desk.incident(1).owner().unwrap().as_str(), "dba");
    desk.wait(30);
    assert_eq!(desk.incident(1).engagements[1].held_seconds(desk.now, &[]), 30 * 60);
}

#[test]
fn a_merge_takes_assignees_along_and_calls_who_had_not_answered() {
    let mut desk = Desk::open();
    desk.say("net-1", "/incident open Shop is down --service shop");
    desk.say("net-1", "/incident open Shop is slow --dept dba,network --client acme");
    desk.say("dba-1", "/incident ack 2");
    desk.pings();
    desk.say("im-1", "/incident merge 2 --into 1");
    let pings = desk.pings();
    assert_eq!(
        pings,
        [
            "incident.engaged: #network dept:network person:net-head",
            "incident.assigned: #dba person:dba-1"
        ]
    );
    let standing: Vec<_> = desk.incident(1).standing().map(|e| e.department.as_str()).collect();
    assert_eq!(standing, ["unix", "dba", "network"]);
    assert_eq!(desk.clock(1, &TargetKind::Ola(crate::ids::DeptId::new("network"))), "due 09:30");
    assert_eq!(desk.clock(2, &TargetKind::Resolution), "ended by the merge");
    assert_eq!(
        desk.say("im-1", "/incident merge 1 --into 2"),
        "! INC-2 was merged and goes on as INC-1."
    );
}
