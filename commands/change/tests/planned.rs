//! How a change is laid out, as tables: what was said of it, and where its tasks lie then (CHG-11).

use super::super::planning::planned;
use super::told;
use crate::desk::Desk;
use crate::ids::ChangeId;

/// Each task as `2 10:00-12:00`, with the day of the month before the hour where it is not Monday the 2nd, and the end.
fn laid(desk: &Desk, change: u32) -> String {
    let change = desk.world.change(ChangeId(change)).expect("it was opened");
    let laid = planned(&desk.world, change, desk.now).expect("it can be laid out");
    let clock = |at: chrono::DateTime<chrono::Utc>| match at.format("%d").to_string().as_str() {
        "02" => at.format("%H:%M").to_string(),
        _ => at.format("%d %H:%M").to_string(),
    };
    let tasks = laid.tasks.iter().map(|(task, placed)| {
        let mark = if placed.critical { "!" } else { "" };
        let (start, finish) = (clock(placed.start), clock(placed.finish));
        format!("{} {start}-{finish}{mark}", task.id.number)
    });
    format!("{} | {}", tasks.collect::<Vec<_>>().join(", "), clock(laid.end))
}

/// A change whose tasks are of `unix`, which works at all hours, unless they say otherwise.
const OPEN: &str = "/change open \"Work\" --type emergency\n";

/// What it shows, what is said, how the change lies then.
const CASES: &[(&str, &str, &str)] = &[
    (
        "one after the other, with a lag",
        "/change task CHG-1 \"A\" --dept unix --estimate 2h
             /change task CHG-1 \"B\" --dept dba --estimate 1h --after 1 --lag 30m",
        "1 09:00-11:00!, 2 11:30-12:30! | 12:30",
    ),
    (
        "side by side: the longer one is what the end waits for",
        "/change task CHG-1 \"A\" --dept unix --estimate 2h
             /change task CHG-1 \"B\" --dept dba --estimate 1h
             /change task CHG-1 \"C\" --dept unix --estimate 1h --after 1,2",
        "1 09:00-11:00!, 2 09:00-10:00, 3 11:00-12:00! | 12:00",
    ),
    (
        "of any, the first is enough",
        "/change task CHG-1 \"A\" --dept unix --estimate 2h
             /change task CHG-1 \"B\" --dept dba --estimate 1h
             /change task CHG-1 \"C\" --dept unix --estimate 4h --after 1,2 --any",
        "1 09:00-11:00, 2 09:00-10:00!, 3 10:00-14:00! | 14:00",
    ),
    (
        "work waits for the hours of its department",
        "/change task CHG-1 \"A\" --dept lab --estimate 10h
             /change task CHG-1 \"B\" --dept unix --estimate 1h --after 1",
        "1 09:00-03 11:00!, 2 03 11:00-03 12:00! | 03 12:00",
    ),
    (
        "what was worked on is not left any more",
        "/change task CHG-1 \"A\" --dept unix --estimate 2h
             /change task CHG-1 \"B\" --dept unix --estimate 1h --after 1
             /change start CHG-1
             /task start CHG-1.1
             +90",
        "1 09:00-11:00!, 2 11:00-12:00! | 12:00",
    ),
    (
        "of what takes longer than was thought, a minute is left",
        "/change task CHG-1 \"A\" --dept unix --estimate 2h
             /change task CHG-1 \"B\" --dept unix --estimate 1h --after 1
             /change start CHG-1
             /task start CHG-1.1
             +180",
        "1 09:00-12:01!, 2 12:01-13:01! | 13:01",
    ),
    (
        "what is done stays where it was, what is skipped took no time",
        "/change task CHG-1 \"A\" --dept unix --estimate 2h
             /change task CHG-1 \"B\" --dept unix --estimate 1h
             /change task CHG-1 \"C\" --dept unix --estimate 1h --after 1,2
             /change start CHG-1
             /task start CHG-1.1
             +30
             /task done CHG-1.1
             /task skip CHG-1.2 not needed
             +30",
        "1 09:00-09:30, 2 09:30-09:30, 3 10:00-11:00! | 11:00",
    ),
    (
        "what is cancelled is left out, and what waited for it goes on without it",
        "/change task CHG-1 \"A\" --dept unix --estimate 5h
             /change task CHG-1 \"B\" --dept unix --estimate 1h --after 1
             /change start CHG-1
             /task cancel CHG-1.1 not wanted",
        "2 09:00-10:00! | 10:00",
    ),
    (
        "before its window only what may be done early",
        "/change task CHG-1 \"A\" --dept unix --estimate 1h --early
             /change task CHG-1 \"B\" --dept unix --estimate 1h
             /change schedule CHG-1 2026-03-02T22:00..2026-03-02T23:30",
        "1 09:00-10:00, 2 22:00-23:00! | 23:00",
    ),
    (
        "its window is agreed for the work, whatever the hours of the department",
        "/change task CHG-1 \"A\" --dept lab --estimate 2h
             /change task CHG-1 \"B\" --dept lab --estimate 3h --after 1
             /change schedule CHG-1 2026-03-02T22:00..2026-03-03T02:00",
        "1 22:00-03 00:00!, 2 03 00:00-03 10:00! | 03 10:00",
    ),
];

#[test]
fn chg_11_a_change_is_laid_out_from_what_is_left_of_its_tasks() {
    for (why, lines, expected) in CASES {
        assert_eq!(laid(&told(&format!("{OPEN}{lines}")), 1), *expected, "{why}");
    }
}

#[test]
fn chg_11_what_other_changes_hold_back_begins_when_their_plans_say_so() {
    let chain = "/change open \"First\" --type emergency
        /change open \"Second\" --type emergency
        /change open \"Third\" --type emergency
        /change task CHG-1 \"A\" --dept unix --estimate 2h
        /change task CHG-2 \"B\" --dept unix --estimate 3h --after CHG-1.1
        /change task CHG-3 \"C\" --dept unix --estimate 1h --after CHG-2.1 --lag 1h\n";
    let desk = told(chain);
    assert_eq!(laid(&desk, 2), "1 11:00-14:00! | 14:00");
    assert_eq!(laid(&desk, 3), "1 15:00-16:00! | 16:00", "through another change");
    let desk = told(&format!("{chain} /task estimate CHG-1.1 6h\n"));
    assert_eq!(laid(&desk, 3), "1 19:00-20:00! | 20:00", "what is late there is late here");
    let desk = told(&format!("{chain} /change unlink CHG-3.1 CHG-2.1\n"));
    assert_eq!(laid(&desk, 3), "1 09:00-10:00! | 10:00", "what is not waited for is not counted");
}

#[test]
fn chg_11_two_changes_that_wait_for_each_others_tasks_are_laid_out_together() {
    let desk = told(
        "/change open \"First\" --type emergency
         /change open \"Second\" --type emergency
         /change task CHG-1 \"A\" --dept unix --estimate 2h
         /change task CHG-2 \"B\" --dept unix --estimate 3h --after CHG-1.1
         /change task CHG-1 \"C\" --dept unix --estimate 1h --after CHG-2.1
         /change task CHG-2 \"D\" --dept unix --estimate 1h --after CHG-1.2",
    );
    assert_eq!(laid(&desk, 1), "1 09:00-11:00, 2 14:00-15:00! | 15:00");
    assert_eq!(laid(&desk, 2), "1 11:00-14:00, 2 15:00-16:00! | 16:00");
}
