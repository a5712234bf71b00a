//! Which message goes next, case by case.

use std::collections::BTreeSet;

use baton_commands::card::Card;
use baton_commands::ids::{Place, Recipient};
use baton_commands::notice::{Notice, Say, Shape, Told, Useful};
use baton_commands::say;
use chrono::{DateTime, Duration, Utc};

use super::{Queue, Row};
use crate::chat::{Pace, Rate};
use crate::outbox::limits::Limits;
use crate::store::{Claim, NewRow};

const NOON: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn at(seconds: i64) -> DateTime<Utc> {
    NOON + Duration::seconds(seconds)
}

/// A row of so high a number, due so many seconds after noon.
fn row(number: u64, place: &str, rank: u8, due: i64, change: impl FnOnce(&mut Say)) -> Row {
    let mut say = Say {
        reason: "task.ready".into(),
        about: format!("INC-{number}").parse().unwrap(),
        rule: "PNG-1".into(),
        place: Place::channel(place),
        shape: Shape::Message,
        pings: BTreeSet::new(),
        by: None,
        card: Card::line(say!("person-unknown")),
        at: at(due),
        not_before: None,
        rank,
        useful: Useful::Always,
    };
    change(&mut say);
    let new = NewRow {
        name: format!("{}/0/0@{}", say.about, say.place),
        about: vec![say.about.to_string()],
        lane: say.place.to_string(),
        rank: say.rank,
        due_at: at(due),
        slot: None,
        body: Vec::new(),
    };
    let claim = Claim { id: number, row: new, attempt: 1, unsure: false };
    let told = Told { name: format!("{}/0/0", say.about), notice: Notice::Say(Box::new(say)) };
    Row { claim, told, platform: "slack" }
}

fn pings(say: &mut Say) {
    say.pings.insert(Recipient::Dept("unix".parse().unwrap()));
}

fn slow(place: i64, whole: i64) -> Limits {
    let rate = |millis| Rate { burst: 1, every: Duration::milliseconds(millis) };
    let mut limits = Limits::default();
    limits.add("slack", Pace { place: rate(place), whole: rate(whole), at_once: 1 });
    limits
}

/// Sends what may go at each of these seconds, one message at a time; the rows of each message, by number.
fn sent(queue: &mut Queue, limits: &mut Limits, seconds: &[i64]) -> Vec<Vec<u64>> {
    let mut all = Vec::new();
    for second in seconds {
        while let Some(rows) = queue.next(at(*second), limits) {
            let lane = rows[0].claim.row.lane.clone();
            limits.take("slack", &lane, at(*second));
            queue.served(&lane);
            all.push(rows.iter().map(|row| row.claim.id).collect());
        }
    }
    all
}

fn queue(rows: Vec<Row>) -> Queue {
    let mut queue = Queue::default();
    queue.add(rows);
    queue
}

#[test]
fn a_breach_overtakes_chatter_within_one_slot() {
    let chatter = (1..=50).map(|n| row(n, "unix", 3, 0, |_| {}));
    let mut queue = queue(chatter.collect());
    let mut limits = slow(1_000, 0);
    assert_eq!(sent(&mut queue, &mut limits, &[0, 1]), [[1], [2]]);
    queue.add(vec![row(99, "unix", 0, 1, pings)]);
    assert_eq!(sent(&mut queue, &mut limits, &[2, 3]), [[99], [3]]);
}

#[test]
fn a_busy_place_takes_turns_with_a_quiet_one() {
    let busy = (1..=6).map(|n| row(n, "unix", 3, 0, |_| {}));
    let quiet = (7..=8).map(|n| row(n, "dba", 3, 0, |_| {}));
    let mut queue = queue(busy.chain(quiet).collect());
    let mut limits = slow(0, 1_000);
    let order = sent(&mut queue, &mut limits, &[0, 1, 2, 3, 4, 5]).concat();
    assert_eq!(order, [1, 7, 2, 8, 3, 4], "one of each as long as both have some");
}

#[test]
fn one_message_at_a_time_is_under_way_to_a_place() {
    let mut queue = queue(vec![row(1, "unix", 3, 0, |_| {}), row(2, "unix", 3, 0, |_| {})]);
    let limits = slow(0, 0);
    assert_eq!(queue.next(NOON, &limits).unwrap()[0].claim.id, 1);
    assert!(queue.next(NOON, &limits).is_none());
    assert_eq!(queue.next_at(&limits), None, "it is woken by what arrives");
    queue.served("#unix");
    assert_eq!(queue.next(NOON, &limits).unwrap()[0].claim.id, 2);
}

#[test]
fn a_line_of_a_thread_is_not_overtaken_by_a_later_one_nor_its_card_by_any() {
    let about = |say: &mut Say| say.about = "INC-1".parse().unwrap();
    let card = row(1, "unix", 3, 0, |say| (about(say), say.shape = Shape::Card).1);
    let first = row(2, "unix", 3, 0, |say| (about(say), say.shape = Shape::Thread).1);
    let other = row(3, "unix", 2, 0, |_| {});
    let urgent = row(4, "unix", 1, 0, |say| (about(say), say.shape = Shape::Thread).1);
    let mut queue = queue(vec![card, first, other, urgent]);
    assert_eq!(sent(&mut queue, &mut slow(0, 0), &[0]), [[1], [2], [4], [3]]);
}

/// PNG-5
#[test]
fn pings_of_one_instant_and_reason_or_record_are_one_message() {
    let resolution = |say: &mut Say| (pings(say), say.reason = "ola.breached".into()).1;
    let rows = vec![
        row(1, "unix", 3, 0, pings),
        row(2, "unix", 3, 0, pings),
        row(3, "unix", 3, 0, resolution),
        row(4, "unix", 3, 1, pings),
        row(5, "dba", 3, 0, pings),
        row(6, "unix", 3, 0, |_| {}),
    ];
    let mut limits = slow(0, 0);
    let order = sent(&mut queue(rows), &mut limits, &[0]);
    assert_eq!(order, [vec![1, 2], vec![3], vec![5], vec![6], vec![4]]);
}
