//! What counts for a target: pauses, ends, verdicts, and how it is explained and stored.

use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::*;
use crate::calendar::samples::{at_in, calendar, nine_to_five, office};

#[test]
fn sla_2_the_second_worked_vector_uses_less_than_a_fifth() {
    let until_five = calendar("until-five", Tz::UTC, "mon-fri 08:00-17:00");
    let target = resolution("8h", &until_five, "2026-03-06 21:00");
    let now = at("2026-03-09 09:30");
    assert_eq!(target.clock().used(&until_five, now), 90 * 60);
    assert_eq!(target.clock().percent(&until_five, now), 18.75);
}

#[test]
fn sla_5_the_third_worked_vector_moves_the_deadline_by_the_working_part_of_the_pause() {
    let calendar = nine_to_five();
    let mut target = resolution("8h", &calendar, "2026-03-06 10:00");
    assert_eq!(target.due_by(&calendar), Some(at("2026-03-09 10:00")));
    target.pause(at("2026-03-06 16:00"), Party::Client);
    assert_eq!(target.due_by(&calendar), None);
    target.resume(at("2026-03-09 10:00"));
    assert_eq!(target.clock().credit(&calendar, at("2026-03-09 10:00")), 2 * 3600);
    assert_eq!(target.due_by(&calendar), Some(at("2026-03-09 12:00")));
    assert_eq!(target.promised_by(), at("2026-03-09 10:00"));
}

#[test]
fn sla_7_pauses_already_earned_count_for_the_new_target_too() {
    let always = Calendar::always();
    let mut target = resolution("8h", &always, "2026-03-02 09:00");
    target.pause(at("2026-03-02 10:00"), Party::Client);
    target.resume(at("2026-03-02 12:00"));
    target.retarget("4h".parse().unwrap(), &always, Arc::new(Ladder::defaults_sla()));
    assert_eq!(target.due_by(&always), Some(at("2026-03-02 15:00")));
}

#[test]
fn sla_8_a_breach_stays_whatever_comes_after() {
    let always = Calendar::always();
    let breached = || {
        let mut target = resolution("1h", &always, "2026-03-02 09:00");
        tell(&mut target, &always, "2026-03-02 10:00").unwrap();
        target
    };
    type Change = fn(&mut Target, &Calendar);
    let changes: [(&str, Change); 4] = [
        ("a longer target", |target, calendar| {
            target.retarget("99h".parse().unwrap(), calendar, Arc::new(Ladder::defaults_sla()));
        }),
        ("a pause", |target, _| {
            target.pause(at("2026-03-02 10:10"), Party::Vendor);
            target.resume(at("2026-03-02 11:00"));
        }),
        ("a reopening", |target, calendar| {
            target.stop(at("2026-03-02 10:10"), calendar);
            target.reopen(at("2026-03-02 11:00"));
        }),
        ("an edit of the calendar", |target, _| {
            let later = calendar("always", Tz::UTC, "mon-fri 20:00-24:00");
            target.recalendar(&later, at("2026-03-02 10:10"));
        }),
    ];
    for (change, apply) in changes {
        let mut target = breached();
        apply(&mut target, &always);
        assert_eq!(target.breached_at(), Some(at("2026-03-02 10:00")), "{change}");
        assert_eq!(target.original_by(), at("2026-03-02 10:00"), "{change}");
        assert_eq!(target.stop(at("2026-03-02 11:30"), &always), Outcome::Missed, "{change}");
    }
}

#[test]
fn sla_6_every_paused_second_belongs_to_one_party() {
    let office = nine_to_five();
    let mut target = resolution("8h", &office, "2026-03-02 09:00");
    target.pause(at("2026-03-02 10:00"), Party::Client);
    target.pause(at("2026-03-02 11:00"), Party::Client); // nothing new
    target.pause(at("2026-03-02 16:00"), Party::Vendor); // over the night
    target.resume(at("2026-03-03 10:00"));
    target.pause(at("2026-03-03 12:00"), Party::Change);
    let clock = target.clock();
    let now = at("2026-03-03 13:00");
    let spent = explain(clock, &office, now);
    assert_eq!(spent.of(Spent::Running), 3 * 3600);
    assert_eq!(spent.of(Spent::Paused(Party::Client)), 6 * 3600);
    assert_eq!(spent.of(Spent::Paused(Party::Vendor)), 2 * 3600);
    assert_eq!(spent.of(Spent::Paused(Party::Change)), 3600);
    assert_eq!(clock.credit(&office, now), 9 * 3600);
    assert_eq!(clock.used(&office, now), 3 * 3600);
    assert_eq!(clock.paused_for(), Some(Party::Change));
    assert_eq!(clock.pauses().len(), 3);
}

#[test]
fn sla_11_reopening_goes_on_without_the_time_spent_resolved() {
    let always = Calendar::always();
    let mut target = resolution("4h", &always, "2026-03-02 08:00");
    tell(&mut target, &always, "2026-03-02 10:00").unwrap();
    assert_eq!(target.stop(at("2026-03-02 10:30"), &always), Outcome::Met);
    assert_eq!(target.next_at(&always), None);
    assert_eq!(tell(&mut target, &always, "2026-03-02 23:00"), None);
    target.reopen(at("2026-03-03 08:30"));
    assert_eq!(target.outcome(), None);
    assert_eq!(target.due_by(&always), Some(at("2026-03-03 10:00")));
    assert_eq!(target.next_at(&always), Some(at("2026-03-03 09:00"))); // 75 %: 50 % is told
    let spent = explain(target.clock(), &always, at("2026-03-03 09:00"));
    assert_eq!(spent.of(Spent::Paused(Party::Resolved)), 22 * 3600);
    assert_eq!(spent.of(Spent::Running), 3 * 3600);
}

#[test]
fn sla_11_resolved_from_hold_the_hold_ends_where_it_was_resolved() {
    let always = Calendar::always();
    let mut target = resolution("4h", &always, "2026-03-02 08:00");
    target.pause(at("2026-03-02 09:00"), Party::Client);
    assert_eq!(target.stop(at("2026-03-02 20:00"), &always), Outcome::Met);
    target.reopen(at("2026-03-02 21:00"));
    let parties: Vec<_> = target.clock().pauses().iter().map(|pause| pause.party).collect();
    assert_eq!(parties, [Party::Client, Party::Resolved]);
    assert_eq!(target.due_by(&always), Some(at("2026-03-03 00:00")));
}

#[test]
fn sla_11_a_new_cycle_is_the_same_promise_made_anew() {
    let office = nine_to_five();
    let mut first = resolution("1bd", &office, "2026-03-02 10:00");
    tell(&mut first, &office, "2026-03-03 11:00").unwrap();
    assert_eq!(first.stop(at("2026-03-03 11:00"), &office), Outcome::Missed);
    let second = first.next_cycle(at("2026-03-06 16:00"), &office);
    assert_eq!((first.cycle(), second.cycle()), (1, 2));
    assert_eq!(second.due_by(&office), Some(at("2026-03-09 16:00")));
    assert!(!second.is_breached() && second.marks().is_empty() && second.outcome().is_none());
}

#[test]
fn sla_12_at_one_instant_a_stop_comes_first_then_a_pause_then_a_resume_then_what_falls_due() {
    let always = Calendar::always();
    let due = at("2026-03-02 13:00");
    let start = || resolution("4h", &always, "2026-03-02 09:00");

    let mut stopped = start();
    assert_eq!(stopped.stop(due, &always), Outcome::Met);
    let mut a_second_late = start();
    assert_eq!(a_second_late.stop(due + TimeDelta::seconds(1), &always), Outcome::Missed);
    assert_eq!(a_second_late.breached_at(), Some(due));

    let mut paused = start();
    paused.pause(due, Party::Client);
    assert_eq!(paused.reached(due, &always), None);
    assert_eq!(paused.clone().stop(at("2026-03-02 20:00"), &always), Outcome::Met);
    paused.resume(at("2026-03-02 15:00"));
    assert_eq!(paused.due_by(&always), Some(at("2026-03-02 15:00")));
    assert_eq!(paused.reached(at("2026-03-02 15:00"), &always).unwrap().late_by, 0);

    let mut paused_and_stopped = start();
    paused_and_stopped.pause(due, Party::Client);
    let mut stopped_and_paused = start();
    stopped_and_paused.stop(due, &always);
    stopped_and_paused.pause(due, Party::Client);
    assert_eq!(paused_and_stopped.stop(due, &always), Outcome::Met);
    assert_eq!(paused_and_stopped, stopped_and_paused);

    let mut paused_and_resumed = start();
    paused_and_resumed.pause(due, Party::Client);
    paused_and_resumed.resume(due);
    assert_eq!(paused_and_resumed, start());
    assert!(paused_and_resumed.reached(due, &always).is_some());

    stopped.reopen(due);
    assert_eq!(stopped, start());
}

#[test]
fn sla_12_the_verdict_does_not_depend_on_whether_the_breach_was_noticed_in_time() {
    let office = nine_to_five();
    // Resolved on Saturday; the eight hours were over when Friday closed.
    let mut unnoticed = resolution("8h", &office, "2026-03-06 09:00");
    let mut noticed = unnoticed.clone();
    tell(&mut noticed, &office, "2026-03-06 17:00").unwrap();
    let saturday = at("2026-03-07 12:00");
    assert_eq!(unnoticed.stop(saturday, &office), Outcome::Missed);
    assert_eq!(noticed.stop(saturday, &office), Outcome::Missed);
    assert_eq!(unnoticed.breached_at(), noticed.breached_at());
}

#[test]
fn sla_13_merged_and_cancelled_targets_are_neither_met_nor_missed() {
    let always = Calendar::always();
    let now = at("2026-03-02 20:00");
    type End = fn(&mut Target, DateTime<Utc>);
    let ends: [(Outcome, End); 2] =
        [(Outcome::Merged, Target::merge), (Outcome::Cancelled, Target::cancel)];
    for (outcome, end) in ends {
        let mut target = resolution("1h", &always, "2026-03-02 09:00");
        end(&mut target, now);
        assert_eq!(target.outcome(), Some(outcome));
        assert_eq!(target.reached(now, &always), None);
        assert_eq!(target.stop(now, &always), outcome);
        assert!(!target.is_breached());
    }
    let mut met = resolution("1h", &always, "2026-03-02 09:00");
    met.stop(at("2026-03-02 09:30"), &always);
    met.merge(now);
    assert_eq!(met.outcome(), Some(Outcome::Met));
}

#[test]
fn sla_14_the_pieces_of_a_clock_add_up_to_its_total() {
    let office = office();
    let local = |shown| at_in(Tz::Asia__Jakarta, shown);
    let mut clock = Clock::start(Span::Seconds(8 * 3600), &office, local("2026-04-30 11:30"));
    clock.pause(local("2026-04-30 17:00"), Party::Vendor);
    clock.resume(local("2026-05-04 09:15"));
    clock.stop(local("2026-05-04 10:00"));
    let explained = explain(&clock, &office, local("2026-06-01 00:00"));
    let drawn: Vec<String> = explained
        .pieces
        .iter()
        .map(|piece| {
            let from = piece.from.with_timezone(&Tz::Asia__Jakarta).format("%a %H:%M");
            format!("{from} {:?} {}", piece.spent, exact(piece.seconds()))
        })
        .collect();
    let expected = [
        "Thu 11:30 Running 30m",
        "Thu 12:00 Outside 1h",
        "Thu 13:00 Running 4h",
        "Thu 17:00 Paused(Vendor) 1h",
        "Thu 18:00 Outside 6h",
        "Fri 00:00 Holiday 24h",
        "Sat 00:00 Outside 57h",
        "Mon 09:00 Paused(Vendor) 15m",
        "Mon 09:15 Running 45m",
    ];
    assert_eq!(drawn, expected);
    let wall = local("2026-05-04 10:00") - local("2026-04-30 11:30");
    assert_eq!(explained.total(), wall.num_seconds());
    assert_eq!(explained.of(Spent::Running), clock.used(&office, local("2026-05-04 10:00")));
}

#[test]
fn turns_told_out_of_order_count_from_what_was_told_last() {
    let always = Calendar::always();
    let mut target = resolution("4h", &always, "2026-03-02 09:00");
    target.pause(at("2026-03-02 08:00"), Party::Client); // before it began
    target.resume(at("2026-03-02 10:00"));
    target.pause(at("2026-03-02 09:30"), Party::Vendor); // before the resume
    target.stop(at("2026-03-02 09:45"), &always);
    assert_eq!(target.clock().stopped_at(), Some(at("2026-03-02 10:00")));
    assert_eq!(target.clock().credit(&always, at("2026-03-02 12:00")), 3600);
}

#[test]
fn fractions_of_a_second_are_dropped() {
    let always = Calendar::always();
    let half = TimeDelta::milliseconds(500);
    let ladder = Arc::new(Ladder::defaults_sla());
    let start = at("2026-03-02 09:00") + half;
    let mut target = Target::start(TargetKind::Response, Span::Seconds(60), &always, ladder, start);
    assert_eq!(target.due_by(&always), Some(at("2026-03-02 09:01")));
    assert_eq!(target.stop(at("2026-03-02 09:01") + half, &always), Outcome::Met);
}

#[test]
fn a_target_is_small_and_stored_shortly() {
    assert!(size_of::<Target>() <= 256, "{}", size_of::<Target>());
    let office = office();
    let mut target = resolution("3bd", &office, "2026-03-02 03:00");
    let fresh = serde_json::to_string(&target).unwrap();
    assert_eq!(
        fresh,
        concat!(
            r#"{"kind":"resolution","cycle":1,"clock":{"calendar":"office","allowed":"3bd","#,
            r#""seconds":86400,"started_at":"2026-03-02T03:00:00Z"},"#,
            r#""ladder":{"at_50":["department"],"at_75":["department","lead"],"#,
            r#""at_90":["department","lead","tam","head"],"#,
            r#""breached":["department","lead","tam","head","service-manager"]},"#,
            r#""promised_by":"2026-03-05T03:00:00Z"}"#
        )
    );
    target.pause(at("2026-03-02 04:00"), Party::Client);
    target.resume(at("2026-03-03 04:00"));
    tell(&mut target, &office, "2026-03-09 04:00").unwrap();
    target.stop(at("2026-03-09 05:00"), &office);
    let full = serde_json::to_string(&target).unwrap();
    assert_eq!(serde_json::from_str::<Target>(&full).unwrap(), target);
}

#[test]
fn targets_read_from_the_store_can_share_one_ladder() {
    let always = Calendar::always();
    let mut shared = Shared::default();
    let mut targets = [1, 2].map(|_| resolution("4h", &always, "2026-03-02 09:00"));
    assert!(!Arc::ptr_eq(targets[0].ladder(), targets[1].ladder()));
    targets.iter_mut().for_each(|target| target.share(&mut shared));
    assert!(Arc::ptr_eq(targets[0].ladder(), targets[1].ladder()));
}
