//! What slips, as a table: once for each threshold, in the change that moves and in those that wait for it (CHG-11, SLA-15).

use super::told;
use crate::change::{Event, Threshold};
use crate::world;

/// Says lines, and what slipped by them: `CHG-1 window 12:00`, with the instant that is missed.
fn slipped(lines: &str) -> Vec<String> {
    let desk = told(lines);
    let slips = desk.facts.iter().filter_map(|fact| match &fact.event {
        world::Event::Change(Event::Slipped { past, by, .. }) => {
            let past = match past {
                Threshold::Window => "window",
                Threshold::Promised => "promise",
                Threshold::Ola => "olas",
                Threshold::Sla => "sla",
            };
            Some(format!("{} {past} {}", fact.record, by.format("%H:%M")))
        }
        _ => None,
    });
    slips.collect()
}

/// A change promised by 13:00 whose two tasks take three hours.
const PROMISED: &str = "/change open \"Work\" --type emergency --due 13:00
    /change task CHG-1 \"A\" --dept unix --estimate 2h
    /change task CHG-1 \"B\" --dept dba --estimate 1h --after 1
    /change start CHG-1\n";

#[test]
fn chg_11_the_tam_is_told_once_per_threshold() {
    for (why, lines, expected) in [
        ("three hours of four", "", vec![]),
        ("to the minute is in time", "/task estimate CHG-1.1 3h", vec![]),
        ("past the promise", "/task estimate CHG-1.1 4h", vec!["CHG-1 promise 13:00"]),
        (
            "and not again when it slips further",
            "/task estimate CHG-1.1 4h
             /task estimate CHG-1.1 9h",
            vec!["CHG-1 promise 13:00"],
        ),
        (
            "nor when it is mended and slips again",
            "/task estimate CHG-1.1 4h
             /task estimate CHG-1.1 1h
             /task estimate CHG-1.1 4h",
            vec!["CHG-1 promise 13:00"],
        ),
        (
            "another window is another threshold",
            "/change schedule CHG-1 2026-03-02T09:30..2026-03-02T11:30
             /change schedule CHG-1 2026-03-02T09:30..2026-03-02T11:00",
            vec!["CHG-1 window 11:30", "CHG-1 window 11:00"],
        ),
        (
            "while it is held nothing is expected of it",
            "/change hold CHG-1 the client asks
             /task estimate CHG-1.1 9h
             +60
             /change resume CHG-1",
            vec!["CHG-1 promise 13:00"],
        ),
        (
            "an estimate that has run out, by the clock",
            "/task start CHG-1.1
             +240",
            vec!["CHG-1 promise 13:00"],
        ),
    ] {
        assert_eq!(slipped(&format!("{PROMISED}{lines}")), expected, "{why}");
    }
}

#[test]
fn chg_11_what_is_late_in_one_change_slips_in_those_that_wait_for_it() {
    let linked = "/change open \"First\" --type emergency
        /change task CHG-1 \"A\" --dept unix --estimate 2h
        /change open \"Second\" --type emergency
        /change task CHG-2 \"B\" --dept unix --estimate 1h --after CHG-1.1
        /change open \"Third\" --type emergency --due 13:00
        /change task CHG-3 \"C\" --dept unix --estimate 1h --after CHG-2.1
        /change start CHG-1
        /change start CHG-2
        /change start CHG-3\n";
    for (why, lines, expected) in [
        ("four hours of four", "/task note CHG-1.1 begun", vec![]),
        ("two changes on", "/task estimate CHG-1.1 3h", vec!["CHG-3 promise 13:00"]),
        (
            "a link that is gone carries no news",
            "/change unlink CHG-2.1 CHG-1.1
             /task estimate CHG-1.1 9h",
            vec![],
        ),
        (
            "one that is added does",
            "/change after CHG-3.1 CHG-1.1 --lag 5h",
            vec!["CHG-3 promise 13:00"],
        ),
        (
            "it is expected while the other waits in vain",
            "/task start CHG-1.1
             +180",
            vec!["CHG-3 promise 13:00"],
        ),
    ] {
        assert_eq!(slipped(&format!("{linked}{lines}")), expected, "{why}");
    }
}

#[test]
fn chg_11_the_client_is_promised_a_time_too() {
    let promised = "/change open \"Work\" --client acme --type emergency
        /change task CHG-1 \"A\" --dept unix --estimate 2h
        /change start CHG-1\n";
    for (why, lines, expected) in [
        ("ten hours are promised", "/task estimate CHG-1.1 10h", vec![]),
        ("one more slips", "/task estimate CHG-1.1 11h", vec!["CHG-1 sla 19:00"]),
        (
            "the client's own hold moves it, and it is told once",
            "/task estimate CHG-1.1 11h
             /change hold CHG-1 --for client wait
             +60
             /change resume CHG-1
             /task estimate CHG-1.1 30h",
            vec!["CHG-1 sla 19:00"],
        ),
        (
            "nobody's hold does not",
            "/change hold CHG-1 wait
             +120
             /task estimate CHG-1.1 9h
             /change resume CHG-1",
            vec!["CHG-1 sla 19:00"],
        ),
    ] {
        assert_eq!(slipped(&format!("{promised}{lines}")), expected, "{why}");
    }
    let late = "/change open \"Work\" --client acme --template long";
    assert_eq!(slipped(late), ["CHG-1 olas 19:00"], "SLA-15: by the OLAs it would be later");
}
