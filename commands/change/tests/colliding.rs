//! What collides, as tables, and who was told of it: once for the same two sides in the same windows (CHG-10).

use super::super::conflicts::{Conflict, Shared, conflicts, next_free};
use super::{Desk, told};
use crate::change::{Change, Event, Obstacle, Visit, Window};
use crate::ids::{ChangeId, ClientId, PersonId, SiteId};
use crate::world;

fn window(from: &str, to: &str) -> Window {
    let at = |hours: &str| format!("2026-03-{}:00Z", hours.replace(' ', "T")).parse().unwrap();
    Window { from: at(from), to: at(to) }
}

fn shown(window: Window) -> String {
    format!("{}-{}", window.from.format("%d %H:%M"), window.to.format("%d %H:%M"))
}

fn change(desk: &Desk, number: u32) -> &Change {
    desk.world.change(ChangeId(number)).expect("it was opened")
}

/// Each conflict of a change as `CHG-2 shop`, and its next free time of the same length.
fn found(desk: &Desk, number: u32, visits: &[Visit]) -> (Vec<String>, Option<String>) {
    let change = change(desk, number);
    let window = change.window.expect("it was scheduled");
    let over = |over: Shared| match over {
        Shared::Device(it) => it.to_string(),
        Shared::Service(it) => it.to_string(),
        Shared::Person(it) => format!("@{it}"),
        Shared::Site(client, site) => format!("{client}/{site}"),
    };
    let all = conflicts(&desk.world, change, window, desk.now, visits).into_iter();
    let all = all.map(|conflict| match conflict {
        Conflict::Change { with, over: both, .. } => format!("{with} {}", over(both)),
        Conflict::Visit { with, over: both, .. } => format!("{with} {}", over(both)),
        Conflict::Freeze { id, .. } => id.to_string(),
        Conflict::Outside(outside) => format!("{:?}", outside.windows),
        Conflict::TiedUp { who, incident } => format!("@{who} {incident}"),
    });
    (all.collect(), next_free(&desk.world, change, window, visits).map(shown))
}

/// Two changes on devices that carry the same service.
fn two(first: &str, second: &str, more: &str) -> Desk {
    told(&format!(
        "/change open \"First\" --client acme
         /change task CHG-1 \"A\" --dept unix --device SRV-A1
         /change schedule CHG-1 {first}
         /change open \"Second\" --client acme
         /change task CHG-2 \"B\" --dept dba --device SRV-A1
         /change schedule CHG-2 {second}
         {more}"
    ))
}

#[test]
fn chg_10_touching_is_not_overlapping() {
    let one = "2026-03-04T20:00..2026-03-04T22:00";
    for (other, collides, free) in [
        ("2026-03-04T22:00..2026-03-04T23:00", false, "04 22:00-04 23:00"),
        ("2026-03-04T21:59..2026-03-04T23:00", true, "04 22:00-04 23:01"),
        ("2026-03-04T18:00..2026-03-04T20:00", false, "04 18:00-04 20:00"),
        ("2026-03-04T18:00..2026-03-04T20:01", true, "04 22:00-05 00:01"),
        ("2026-03-04T20:30..2026-03-04T21:00", true, "04 22:00-04 22:30"),
    ] {
        let desk = two(one, other, "");
        let expected = if collides { vec!["CHG-1 SRV-A1".to_owned()] } else { vec![] };
        assert_eq!(found(&desk, 2, &[]), (expected, Some(free.to_owned())), "{other}");
    }
}

#[test]
fn chg_10_what_will_not_be_done_is_in_nobodys_way() {
    let window = "2026-03-04T20:00..2026-03-04T22:00";
    for (why, more) in [
        ("it is cancelled", "/change cancel CHG-1 not wanted"),
        ("its task is", "/change start CHG-1\n/task cancel CHG-1.1 not wanted"),
    ] {
        assert_eq!(found(&two(window, window, more), 2, &[]).0, [""; 0], "{why}");
    }
}

#[test]
fn chg_10_a_visit_books_its_site_and_its_people() {
    let desk = two(
        "2026-03-04T20:00..2026-03-04T22:00",
        "2026-03-06T20:00..2026-03-06T22:00",
        "/task assign CHG-2.1 @dba-1",
    );
    let visit = |client: &str, site: &str, person: &str, at: Window| Visit {
        id: "WO-41".to_owned(),
        site: (ClientId::new(client), SiteId::new(site)),
        people: [PersonId::new(person)].into(),
        at,
    };
    let evening = window("06 21:00", "06 23:00");
    for (why, visit, expected, free) in [
        (
            "the same site",
            visit("acme", "hall", "solo", evening),
            vec!["WO-41 acme/hall"],
            "06 23:00-07 01:00",
        ),
        (
            "the same person",
            visit("acme", "yard", "dba-1", evening),
            vec!["WO-41 @dba-1"],
            "06 23:00-07 01:00",
        ),
        ("neither", visit("globex", "hall", "solo", evening), vec![], "06 20:00-06 22:00"),
        (
            "later",
            visit("acme", "hall", "dba-1", window("06 22:00", "06 23:00")),
            vec![],
            "06 20:00-06 22:00",
        ),
    ] {
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(found(&desk, 2, &[visit]), (expected, Some(free.to_owned())), "{why}");
    }
}

#[test]
fn chg_10_the_nearest_maintenance_windows_count() {
    for (why, task, window, expected, free) in [
        (
            "of its service, within",
            "--device SRV-G1",
            "04T10:00..2026-03-04T12:00",
            "",
            "04 10:00-04 12:00",
        ),
        (
            "of its service, past their end",
            "--device SRV-G1",
            "04T16:00..2026-03-04T18:00",
            "[lab-hours]",
            "05 09:00-05 11:00",
        ),
        (
            "of its service, over a weekend",
            "--device SRV-G1",
            "07T10:00..2026-03-07T12:00",
            "[lab-hours]",
            "09 09:00-09 11:00",
        ),
        (
            "its own, before those of its service",
            "--device SRV-G2",
            "07T10:00..2026-03-07T12:00",
            "",
            "07 10:00-07 12:00",
        ),
        (
            "of its client, where no device is named",
            "",
            "07T10:00..2026-03-07T12:00",
            "[lab-hours-again]",
            "09 09:00-09 11:00",
        ),
        (
            "longer than any of them",
            "--device SRV-G1",
            "04T08:00..2026-03-04T18:00",
            "[lab-hours]",
            "never",
        ),
    ] {
        let desk = told(&format!(
            "/change open \"Work\" --client globex
             /change task CHG-1 \"A\" --dept unix {task}
             /change schedule CHG-1 2026-03-{window}"
        ));
        let (conflicts, next) = found(&desk, 1, &[]);
        assert_eq!(conflicts.join(" "), expected, "{why}");
        assert_eq!(next.unwrap_or_else(|| "never".to_owned()), free, "{why}");
    }
}

/// Who was told of what: `CHG-2 CHG-1` for a change and another, `CHG-1 INC-1` for an incident that took somebody.
fn news(desk: &Desk) -> Vec<String> {
    let told = desk.facts.iter().filter_map(|fact| match &fact.event {
        world::Event::Change(Event::ConflictFound { with, .. }) => {
            Some(format!("{} {with}", fact.record))
        }
        world::Event::Change(Event::Obstructed { by: Obstacle::Incident { id, .. }, .. }) => {
            Some(format!("{} {id}", fact.record))
        }
        world::Event::Change(Event::Obstructed { by: Obstacle::Maintenance { .. }, .. }) => {
            Some(format!("{} maintenance", fact.record))
        }
        _ => None,
    });
    told.collect()
}

#[test]
fn chg_10_a_pair_of_windows_is_told_once_whichever_side_moves() {
    let (one, other) = ("2026-03-04T20:00..2026-03-04T22:00", "2026-03-04T21:00..2026-03-04T23:00");
    let away = "2026-03-05T21:00..2026-03-05T23:00";
    for (why, second, more, expected) in [
        ("apart", away, String::new(), vec![]),
        ("at once", other, String::new(), vec!["CHG-2 CHG-1"]),
        (
            "away and back",
            other,
            format!("/change schedule CHG-2 {away}\n/change schedule CHG-2 {other}"),
            vec!["CHG-2 CHG-1"],
        ),
        (
            "the other one away and back",
            other,
            format!("/change schedule CHG-1 {away}\n/change schedule CHG-1 {one}"),
            vec!["CHG-2 CHG-1"],
        ),
        (
            "at another time",
            other,
            "/change schedule CHG-2 2026-03-04T21:30..2026-03-04T23:00".to_owned(),
            vec!["CHG-2 CHG-1", "CHG-2 CHG-1"],
        ),
        (
            "by a person",
            other,
            "/task assign CHG-1.1 @unix-1\n/task assign CHG-1.1 @unix-2".to_owned(),
            vec!["CHG-2 CHG-1"],
        ),
        (
            "while it is held, when it goes on",
            away,
            format!(
                "/change hold CHG-2 wait\n/change schedule CHG-2 {other}\n/change resume CHG-2"
            ),
            vec!["CHG-2 CHG-1"],
        ),
        (
            "held, and moved away before it goes on",
            away,
            format!(
                "/change hold CHG-2 wait\n/change schedule CHG-2 {other}
                 /change schedule CHG-2 {away}\n/change resume CHG-2"
            ),
            vec![],
        ),
    ] {
        assert_eq!(news(&two(one, second, &more)), expected, "{why}");
    }
}

#[test]
fn chg_10_an_incident_of_severity_1_takes_people_from_what_is_near() {
    let assigned = "/task assign CHG-1.1 @unix-1\n";
    let opens = "/incident open \"Down\" --client acme --dept unix --severity";
    for (why, day, more, expected) in [
        ("today", "02", format!("{opens} 1\n/incident assign INC-1 @unix-1"), vec!["CHG-1 INC-1"]),
        ("somebody else", "02", format!("{opens} 1\n/incident assign INC-1 @unix-2"), vec![]),
        ("in a week", "09", format!("{opens} 1\n/incident assign INC-1 @unix-1"), vec![]),
        ("not so severe", "02", format!("{opens} 2\n/incident assign INC-1 @unix-1"), vec![]),
        (
            "severe by now",
            "02",
            format!("{opens} 2\n/incident assign INC-1 @unix-1\n/incident severity INC-1 1"),
            vec!["CHG-1 INC-1"],
        ),
        (
            "restricted: nobody hears of it",
            "02",
            format!("{opens} 1 --restricted\n/incident assign INC-1 @unix-1"),
            vec![],
        ),
        (
            "once, whatever else happens to it",
            "02",
            format!(
                "{opens} 1\n/incident assign INC-1 @unix-1\n/incident lead INC-1 @unix-1\n/incident note INC-1 on it"
            ),
            vec!["CHG-1 INC-1"],
        ),
    ] {
        let desk = told(&format!(
            "/change open \"First\" --client acme
             /change task CHG-1 \"A\" --dept unix
             /change schedule CHG-1 2026-03-{day}T20:00..2026-03-{day}T22:00
             {assigned}{more}"
        ));
        assert_eq!(news(&desk), expected, "{why}");
    }
}

#[test]
fn chg_10_a_maintenance_window_is_told_once_for_the_same_time() {
    let desk = told(
        "/change open \"Work\" --client globex --window 2026-03-07T10:00..2026-03-07T12:00
         /change task CHG-1 \"A\" --dept unix --device SRV-G1
         /change schedule CHG-1 2026-03-04T10:00..2026-03-04T12:00
         /change schedule CHG-1 2026-03-07T10:00..2026-03-07T12:00",
    );
    let told = news(&desk);
    assert_eq!(told, ["CHG-1 maintenance", "CHG-1 maintenance"], "of its client, then its service");
}
