//! What is told of a target, once, and with its true time.

use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::*;
use crate::calendar::samples::{calendar, nine_to_five, version};

#[test]
fn sla_7_the_sixth_worked_vector_tells_at_75_at_once_and_at_90_in_time() {
    let office = nine_to_five();
    let mut target = resolution("16h", &office, "2026-03-02 09:00");
    assert_eq!(target.next_at(&office), Some(at("2026-03-02 17:00")));

    let always = Calendar::always();
    let four_hours = "4h".parse().unwrap();
    target.retarget(four_hours, &always, Arc::new(Ladder::defaults_sla()));
    let now = at("2026-03-02 12:30");
    assert_eq!(target.due_by(&always), Some(at("2026-03-02 13:00")));
    assert_eq!(target.original_by(), at("2026-03-03 17:00"));
    let reached = target.reached(now, &always).unwrap();
    assert_eq!(percent(reached.used_seconds, target.clock().seconds()), 87.5);
    assert_eq!(
        tell(&mut target, &always, "2026-03-02 12:30").unwrap(),
        "at_75 of 12:00, 30m late; superseded at_50 of 11:00"
    );
    assert_eq!(target.reached(now, &always), None);
    assert_eq!(target.next_at(&always), Some(at("2026-03-02 12:36")));
    assert_eq!(tell(&mut target, &always, "2026-03-02 12:35:59"), None);
    assert_eq!(tell(&mut target, &always, "2026-03-02 12:36").unwrap(), "at_90 of 12:36");
    assert_eq!(target.next_at(&always), Some(at("2026-03-02 13:00")));
    assert_eq!(tell(&mut target, &always, "2026-03-02 13:00").unwrap(), "breached of 13:00");
    assert_eq!(target.next_at(&always), None);
}

#[test]
fn sla_7_the_seventh_worked_vector_breaches_an_hour_ago_in_one_message() {
    let office = nine_to_five();
    let mut target = resolution("16h", &office, "2026-03-02 09:00");
    let always = Calendar::always();
    target.retarget("4h".parse().unwrap(), &always, Arc::new(Ladder::defaults_sla()));
    assert_eq!(
        tell(&mut target, &always, "2026-03-02 14:00").unwrap(),
        "breached of 13:00, 1h late; superseded at_50 of 11:00; superseded at_75 of 12:00; \
         superseded at_90 of 12:36"
    );
    assert_eq!(target.breached_at(), Some(at("2026-03-02 13:00")));
    assert_eq!(tell(&mut target, &always, "2026-03-02 18:00"), None);
    let told: Vec<_> = target.marks().iter().map(|mark| (mark.point, mark.superseded)).collect();
    let expected = [
        (Point::Percent(50), true),
        (Point::Percent(75), true),
        (Point::Percent(90), true),
        (Point::Breach, false),
    ];
    assert_eq!(told, expected);
}

#[test]
fn sla_7_what_was_told_of_a_promise_stays_told_when_the_severity_comes_back() {
    let always = Calendar::always();
    let ladder = || Arc::new(Ladder::defaults_sla());
    let mut target = resolution("8h", &always, "2026-03-02 08:00");
    assert_eq!(tell(&mut target, &always, "2026-03-02 12:00").unwrap(), "at_50 of 12:00");
    target.retarget("4h".parse().unwrap(), &always, ladder());
    let told = tell(&mut target, &always, "2026-03-02 12:10").unwrap();
    assert!(told.starts_with("breached of 12:00, 10m late"), "{told}");
    target.retarget("8h".parse().unwrap(), &always, ladder());
    assert_eq!(tell(&mut target, &always, "2026-03-02 12:20"), None);
    assert_eq!(target.next_at(&always), Some(at("2026-03-02 14:00")));
    assert_eq!(target.original_by(), target.promised_by());
    assert_eq!(target.stop(at("2026-03-02 13:00"), &always), Outcome::Missed);
}

#[test]
fn sla_9_each_point_is_told_once_in_its_order() {
    let always = Calendar::always();
    let written = r#"{"50%":["department"],"before_30m":["lead"],"90%":["tam"]}"#;
    let ladder = Arc::new(serde_json::from_str(written).unwrap());
    let start = at("2026-03-02 09:00");
    let two_hours = Span::Seconds(7200);
    let mut target = Target::start(TargetKind::Response, two_hours, &always, ladder, start);
    let mut told = Vec::new();
    while let Some(next) = target.next_at(&always) {
        let reached = target.reached(next, &always).unwrap();
        assert_eq!(reached.true_at, next);
        assert_eq!(target.reached(next - TimeDelta::seconds(1), &always), None);
        target.mark(&reached, next);
        target.mark(&reached, next); // a second time changes nothing
        told.push(format!("{} {}", next.format("%H:%M"), reached.point));
    }
    assert_eq!(told, ["10:00 at_50", "10:30 before_30m", "10:48 at_90", "11:00 breached"]);
    assert_eq!(target.marks().len(), 4);
}

#[test]
fn sla_9_of_points_on_one_instant_one_is_told() {
    let always = Calendar::always();
    let ladder = Arc::new(serde_json::from_str(r#"{"50%":[],"before_1h":[]}"#).unwrap());
    let start = at("2026-03-02 09:00");
    let mut target = Target::start(TargetKind::Update, Span::Seconds(7200), &always, ladder, start);
    assert_eq!(
        tell(&mut target, &always, "2026-03-02 10:00").unwrap(),
        "before_1h of 10:00; superseded at_50 of 10:00"
    );
}

#[test]
fn sla_9_what_was_told_before_a_pause_is_not_told_again_after_it() {
    let always = Calendar::always();
    let mut target = resolution("4h", &always, "2026-03-02 08:00");
    assert!(tell(&mut target, &always, "2026-03-02 11:00").unwrap().starts_with("at_75"));
    target.pause(at("2026-03-02 11:10"), Party::Client);
    target.resume(at("2026-03-02 15:00"));
    assert_eq!(tell(&mut target, &always, "2026-03-02 15:00"), None);
    assert_eq!(target.next_at(&always), Some(at("2026-03-02 15:26"))); // 90 %
    assert_eq!(target.due_by(&always), Some(at("2026-03-02 15:50")));
}

#[test]
fn sla_9_a_point_that_comes_into_the_ladder_below_what_was_told_is_left_out() {
    let always = Calendar::always();
    let mut target = resolution("4h", &always, "2026-03-02 08:00");
    tell(&mut target, &always, "2026-03-02 11:00").unwrap();
    let finer = r#"{"60%":["lead"],"80%":["lead"]}"#;
    target.retarget(Span::Seconds(14_400), &always, Arc::new(serde_json::from_str(finer).unwrap()));
    assert_eq!(tell(&mut target, &always, "2026-03-02 11:00"), None);
    assert_eq!(tell(&mut target, &always, "2026-03-02 11:12").unwrap(), "at_80 of 11:12");
}

#[test]
fn sla_10_after_downtime_the_highest_is_told_and_how_late() {
    let office = nine_to_five();
    let mut target = resolution("8h", &office, "2026-03-02 09:00");
    tell(&mut target, &office, "2026-03-02 13:00").unwrap();
    assert_eq!(
        tell(&mut target, &office, "2026-03-02 16:30").unwrap(),
        "at_90 of 16:12, 18m late; superseded at_75 of 15:00"
    );
    // Down over night: the wall time since then is what it is late by.
    assert_eq!(
        tell(&mut target, &office, "2026-03-03 08:00").unwrap(),
        "breached of 17:00, 15h late"
    );
    assert_eq!(target.breached_at(), Some(at("2026-03-02 17:00")));
}

#[test]
fn sla_5_while_paused_nothing_is_told_and_later_it_is_told_with_its_true_time() {
    let always = Calendar::always();
    let mut target = resolution("4h", &always, "2026-03-02 08:00");
    target.pause(at("2026-03-02 10:30"), Party::Client);
    assert_eq!(tell(&mut target, &always, "2026-03-02 23:00"), None);
    assert_eq!(target.next_at(&always), None);
    target.resume(at("2026-03-02 23:00"));
    assert_eq!(target.next_at(&always), Some(at("2026-03-02 10:00")));
    assert_eq!(tell(&mut target, &always, "2026-03-02 23:00").unwrap(), "at_50 of 10:00, 13h late");
}

#[test]
fn sla_5_pausing_one_clock_leaves_the_others_running() {
    let always = Calendar::always();
    let response = resolution("1h", &always, "2026-03-02 09:00");
    let mut resolution = response.clone();
    resolution.pause(at("2026-03-02 09:30"), Party::Client);
    assert_eq!(response.next_at(&always), Some(at("2026-03-02 09:30")));
    assert_eq!(resolution.next_at(&always), None);
}

#[test]
fn sla_16_an_edited_calendar_moves_what_is_to_come() {
    let mut calendar = nine_to_five();
    let mut hours = resolution("16h", &calendar, "2026-03-02 09:00");
    let mut days = resolution("2bd", &calendar, "2026-03-02 10:00");
    assert_eq!(tell(&mut hours, &calendar, "2026-03-02 17:00").unwrap(), "at_50 of 17:00");

    // From Tuesday on the day is two hours shorter.
    let edited_at = at("2026-03-02 18:00");
    calendar.revise(version(Tz::UTC, "mon-fri 10:00-16:00").starting(at("2026-03-03 00:00")));
    hours.recalendar(&calendar, edited_at);
    days.recalendar(&calendar, edited_at);
    assert_eq!(hours.due_by(&calendar), Some(at("2026-03-04 12:00")));
    assert_eq!(hours.original_by(), at("2026-03-03 17:00"));
    assert_eq!(tell(&mut hours, &calendar, "2026-03-02 18:00"), None, "50 % is told");
    assert_eq!(hours.next_at(&calendar), Some(at("2026-03-03 14:00")), "75 %");
    assert_eq!(days.clock().seconds(), (7 + 6) * 3600, "until the opening of Wednesday");
    assert_eq!(days.due_by(&calendar), Some(at("2026-03-03 16:00")));
}

#[test]
fn sla_16_points_that_an_edit_puts_ahead_again_are_told_again_and_those_it_puts_behind_once() {
    let always = Calendar::always();
    let mut target = resolution("4h", &always, "2026-03-02 08:00");
    assert!(tell(&mut target, &always, "2026-03-02 11:00").unwrap().starts_with("at_75"));
    let mut nights = always.clone();
    nights.revise(version(Tz::UTC, "daily 20:00-24:00").starting(at("2026-03-02 10:30")));
    target.recalendar(&nights, at("2026-03-02 11:00"));
    assert_eq!(tell(&mut target, &nights, "2026-03-02 11:00"), None);
    assert_eq!(target.next_at(&nights), Some(at("2026-03-02 20:30")), "75 % once more");
    // And back: what is behind again is told as the highest, once.
    target.recalendar(&always, at("2026-03-02 11:50"));
    assert_eq!(tell(&mut target, &always, "2026-03-02 11:50").unwrap(), "at_90 of 11:36, 14m late");
}

#[test]
fn sla_16_what_would_breach_under_an_edit_can_be_asked_of_a_copy() {
    let calendar = nine_to_five();
    let target = resolution("16h", &calendar, "2026-03-02 09:00");
    let now = at("2026-03-03 08:00");
    let mut proposed = calendar.clone();
    proposed.revise(version(Tz::UTC, "daily 00:00-24:00").starting(at("2026-03-02 16:00")));
    let mut copy = target.clone();
    copy.recalendar(&proposed, now);
    let reached = copy.reached(now, &proposed).unwrap();
    assert_eq!((reached.point, reached.true_at), (Point::Breach, at("2026-03-03 01:00")));
    assert_eq!(target.reached(now, &calendar).unwrap().point, Point::Percent(50));
}

#[test]
fn a_target_that_is_further_than_ten_years_away_never_falls_due() {
    let one_minute = calendar("one-minute", Tz::UTC, "mon-fri 09:00-09:01; sat 09:00-09:01");
    let target = resolution("8000h", &one_minute, "2026-03-02 08:00");
    assert_eq!(target.due_by(&one_minute), None);
    assert_eq!(target.next_at(&one_minute), None);
    assert_eq!(target.reached(at("2026-04-02 08:00"), &one_minute), None);
}
