//! A held thing pings nobody, and what was missed meanwhile is said when it goes on (CHG-7).

use crate::change::TaskState;
use crate::desk::Desk;
use crate::ids::ChangeId;

/// An emergency at work: CHG-1.1 of unix is ready, CHG-1.2 of the dba waits for it.
fn at_work() -> Desk {
    let mut desk = Desk::open();
    for line in [
        "/change open \"Move the mail\" --type emergency --client acme",
        "/change task CHG-1 First --dept unix",
        "/change task CHG-1 Second --dept dba --after 1",
        "/change start CHG-1",
    ] {
        desk.say("tam-1", line);
    }
    desk.pings();
    desk
}

#[test]
fn who_gets_a_task_while_it_is_held_hears_of_it_when_it_goes_on() {
    for (hold, resume) in [
        ("/task hold CHG-1.1 no disks", "/task resume CHG-1.1"),
        ("/change hold CHG-1 not now", "/change resume CHG-1"),
    ] {
        let mut desk = at_work();
        desk.say("tam-1", hold);
        desk.say("tam-1", "/task assign CHG-1.1 @unix-2");
        assert_eq!(desk.pings(), Vec::<String>::new(), "{hold}");
        desk.say("tam-1", resume);
        assert_eq!(desk.pings(), ["task.assigned: #unix person:unix-2"], "{resume}");
        desk.say("tam-1", hold);
        desk.say("tam-1", resume);
        assert_eq!(desk.pings(), Vec::<String>::new(), "once: {resume}");
    }
}

#[test]
fn he_hears_of_it_once_both_holds_are_over() {
    let mut desk = at_work();
    for line in [
        "/change hold CHG-1 not now",
        "/task hold CHG-1.1 no disks",
        "/task assign CHG-1.1 @unix-2",
        "/task resume CHG-1.1",
    ] {
        desk.say("tam-1", line);
    }
    assert_eq!(desk.pings(), Vec::<String>::new());
    desk.say("tam-1", "/change resume CHG-1");
    assert_eq!(desk.pings(), ["task.assigned: #unix person:unix-2"]);
}

#[test]
fn what_is_held_is_not_taken_up_again() {
    let mut desk = at_work();
    desk.say("unix-1", "/task done CHG-1.1");
    desk.say("tam-1", "/change hold CHG-1 not now");
    desk.pings();
    let said = desk.say("tam-1", "/task reopen CHG-1.1 not right");
    assert_eq!(said, "! CHG-1.1 is on hold by @tam-1 · not now");
    assert_eq!(desk.pings(), Vec::<String>::new());
}

#[test]
fn a_task_does_not_go_back_to_a_change_that_is_held() {
    let mut desk = at_work();
    for line in [
        "/change open \"Next\" --type emergency --client acme",
        "/change task CHG-2 Third --dept network --after CHG-1.1",
        "/change start CHG-2",
        "/task done CHG-1.1",
        "/change hold CHG-1 not now",
    ] {
        desk.say("tam-1", line);
    }
    desk.pings();
    let said = desk.say("net-1", "/task return CHG-2.1 no addresses");
    assert_eq!(said, "! CHG-1.1 is on hold by @tam-1 · not now");
    assert_eq!(desk.pings(), Vec::<String>::new());
}

#[test]
fn a_deadline_that_passed_during_a_hold_is_told_with_the_release_in_one_commit() {
    let mut desk = Desk::open().watched(|desk, _, facts, _| {
        let due = desk.world.next_wake();
        assert!(due.is_none_or(|due| due > desk.now), "{facts:?} leaves something due");
    });
    for line in [
        "/change open \"Move the mail\" --type emergency --client acme",
        "/change task CHG-1 First --dept unix --due +1h",
        "/change hold CHG-1 not now",
        "/change start CHG-1",
    ] {
        desk.say("tam-1", line);
    }
    desk.wait(120);
    desk.pings();
    desk.say("im-1", "/change resume CHG-1");
    let pings = desk.pings();
    let reasons: Vec<&str> = pings.iter().filter_map(|ping| ping.split(':').next()).collect();
    assert_eq!(reasons, ["task.ready", "task.overdue", "task.overdue"]);
}

#[test]
fn a_link_whose_lag_has_passed_already_does_not_take_a_turn_back() {
    for (minutes, ready) in [(30, true), (10, false)] {
        let mut desk = at_work();
        desk.say("tam-1", "/change task CHG-1 Other --dept network");
        desk.say("net-1", "/task done CHG-1.3");
        desk.wait(minutes);
        desk.pings();
        desk.say("tam-1", "/change after CHG-1.1 CHG-1.3 --lag 20m");
        let task = desk.world.task(ChangeId(1).task(1)).unwrap();
        assert_eq!(matches!(task.state, TaskState::Ready { .. }), ready, "{minutes} min after it");
        let pinged = desk.pings().iter().any(|ping| ping.starts_with("task.re"));
        assert_eq!(pinged, !ready, "{minutes} min after it");
    }
}
