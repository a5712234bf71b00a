//! Clocks that wait, stop, are promised late or promised again.

use super::Desk;
use crate::ids::VendorId;
use crate::sla::TargetKind;

fn uc() -> TargetKind {
    TargetKind::UcResolution(VendorId::new("netco"))
}

/// Globex pauses for vendors: the escalation puts INC-1 on hold.
fn with_netco() -> Desk {
    let mut desk = Desk::open();
    desk.say("dba-1", "/incident open Bank is slow --service bank");
    desk.say("dba-1", "/incident ack 1");
    desk.say("dba-1", "/incident escalate 1 --to vendor:netco the line is down");
    desk
}

#[test]
fn sla_6_the_end_of_a_hold_leaves_the_vendors_clock_running() {
    let mut desk = with_netco();
    desk.say("dba-1", "/incident hold 1 --for vendor --until +1h they measure");
    desk.wait(61);
    assert!(desk.incident(1).hold().is_none());
    assert_eq!(desk.clock(1, &uc()), "due 13:00", "by the clock");

    let mut desk = with_netco();
    desk.wait(60);
    let said = desk.all("dba-1", "/incident resume 1");
    let on =
        "The clock of netco runs on: `/incident release INC-1 vendor:netco` once it has delivered.";
    assert!(said.lines().any(|line| line == on), "{said}");
    assert_eq!(desk.clock(1, &uc()), "due 13:00", "by hand");
    assert_eq!(desk.incident(1).open_vendors().count(), 1);
}

#[test]
fn sla_6_a_vendors_clock_ends_when_he_gives_back_or_all_is_over() {
    let mut desk = with_netco();
    desk.wait(60);
    desk.say("dba-1", "/incident release 1 vendor:netco");
    assert_eq!(desk.clock(1, &uc()), "met at 10:00");
    assert!(desk.incident(1).hold().is_none(), "nobody else was waited for");

    let mut desk = with_netco();
    desk.wait(60);
    desk.say("dba-1", "/incident resume 1");
    desk.say("dba-1", "/incident resolve 1 line is back");
    assert_eq!(desk.clock(1, &uc()), "met at 10:00");
}

/// Gold promises nothing for severity 4.
#[test]
fn sla_7_a_promise_taken_back_and_given_again_counts_from_the_original_start() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Shop is slow --service shop --severity 2");
    desk.say("unix-1", "/incident ack 1");
    desk.wait(60);
    desk.say("unix-1", "/incident severity 1 4");
    assert_eq!(desk.clock(1, &TargetKind::Resolution), "cancelled");
    desk.wait(60);
    desk.say("unix-1", "/incident severity 1 2");
    assert_eq!(desk.clock(1, &TargetKind::Resolution), "due 2026-03-03 01:00");
    assert_eq!(
        desk.clock(1, &TargetKind::Response),
        "met at 09:00",
        "what had its verdict keeps it"
    );
}

#[test]
fn sla_7_a_promise_given_again_credits_the_waits_in_between() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Shop is slow --service shop --severity 2");
    desk.say("unix-1", "/incident hold 1 --for client their window");
    desk.wait(30);
    desk.say("unix-1", "/incident severity 1 4");
    desk.wait(30);
    desk.say("unix-1", "/incident resume 1");
    desk.say("unix-1", "/incident severity 1 2");
    assert_eq!(desk.clock(1, &TargetKind::Resolution), "due 2026-03-03 02:00");
}

#[test]
fn sla_7_a_clock_promised_late_is_credited_for_the_waits_before() {
    for (party, due) in [("client", "due 2026-03-03 02:00"), ("change", "due 2026-03-03 01:00")] {
        let mut desk = Desk::open();
        desk.say("unix-1", "/incident open Shop is slow --service shop --severity 4");
        desk.say("unix-1", "/incident ack 1");
        desk.say("unix-1", &format!("/incident hold 1 --for {party} it waits"));
        desk.wait(60);
        desk.say("unix-1", "/incident resume 1");
        desk.wait(60);
        desk.say("unix-1", "/incident severity 1 2");
        assert_eq!(desk.clock(1, &TargetKind::Resolution), due, "{party}");
        assert_eq!(desk.clock(1, &TargetKind::Response), "none", "it was answered before");
    }
}

#[test]
fn sla_11_a_clock_promised_after_a_reopening_is_credited_for_the_time_resolved() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Shop is slow --service shop --severity 4");
    desk.say("unix-1", "/incident resolve 1 restarted");
    desk.wait(120);
    desk.say("unix-1", "/incident reopen 1 it is back");
    desk.say("unix-1", "/incident severity 1 2");
    assert_eq!(desk.clock(1, &TargetKind::Resolution), "due 2026-03-03 03:00");
}

#[test]
fn sla_14_nobody_holds_a_record_while_it_is_resolved() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Shop is slow --service shop");
    desk.wait(60);
    desk.say("unix-1", "/incident resolve 1 restarted");
    desk.wait(120);
    desk.say("unix-1", "/incident reopen 1 it is back");
    desk.wait(30);
    let why = desk.all("unix-1", "/sla why 1");
    assert!(why.contains("Held by unix for 1h 30m"), "{why}");
    desk.say("unix-1", "/incident engage 1 dba");
    desk.say("unix-1", "/incident release 1 unix");
    desk.wait(60);
    desk.say("dba-1", "/incident engage 1 unix");
    desk.wait(10);
    let why = desk.all("unix-1", "/sla why 1");
    assert!(why.contains("Held by unix for 1h 40m"), "{why}");
}

#[test]
fn sla_9_a_point_that_nobody_could_be_told_of_says_so() {
    let mut desk = with_netco();
    desk.wait(185);
    let why = desk.all("dba-1", "/sla why 1");
    assert!(why.contains("At 12:00: 75 % used, with nobody to tell."), "no lead: {why}");
    desk.say("im-1", "/incident lead 1 @im-1");
    desk.wait(60);
    let why = desk.all("dba-1", "/sla why 1");
    assert!(why.contains("At 12:00: 75 % used, with nobody to tell."), "as it was then: {why}");
    assert!(why.contains("At 13:00: missed, told at once."), "{why}");
}
