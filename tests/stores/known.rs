//! What the sled store keeps in memory so as not to look, and what older stores have that newer ones need not.

use std::fs;

use baton::store::{Batch, Seen, Store};
use baton_commands::ids::DeliveryId;

use super::{about, at, event, folder, journal, open, put, refresh, row, rows, seen};

/// More than are read in one go.
const MANY: usize = 700;

fn many(from: usize) -> Vec<Seen> {
    (from..from + MANY).map(|n| seen(&format!("delivery-{n}"), n as i64, &n.to_string())).collect()
}

#[tokio::test]
async fn deliveries_from_before_are_known_however_long_ago_the_store_was_opened() {
    let dir = folder();
    let batch = |seen| Batch { seen, ..Batch::default() };
    open(dir.path()).append(0, batch(many(0))).await.unwrap();
    let store = open(dir.path());
    store.append(0, batch(many(MANY))).await.unwrap();
    let answer = async |n: usize| store.seen(&DeliveryId(format!("delivery-{n}"))).await.unwrap();
    // At once, while they are still read; then, when they have been.
    for _ in 0..20 {
        for n in [0, MANY - 1, MANY, 2 * MANY - 1] {
            assert_eq!(answer(n).await, Some(n.to_string().into_bytes()), "{n}");
        }
        assert_eq!(answer(2 * MANY).await, None);
        assert_eq!(store.check().await.unwrap(), []);
    }
    assert_eq!(store.forget_seen(at(10)).await.unwrap(), 10);
    assert_eq!((answer(9).await, answer(10).await), (None, Some(b"10".to_vec())));
    assert_eq!(store.check().await.unwrap(), []);
}

#[tokio::test]
async fn deliveries_with_the_same_sum_are_told_apart() {
    // Both have the CRC-32 4ddb0c25.
    let (one, other) = ("plumless", "buckeroo");
    assert_eq!(crc32fast::hash(one.as_bytes()), crc32fast::hash(other.as_bytes()));
    let dir = folder();
    let store = open(dir.path());
    let both = [seen(one, 0, "one"), seen(other, 100, "other")];
    let answer = async |delivery: &str| store.seen(&DeliveryId(delivery.to_owned())).await.unwrap();
    store.append(0, Batch { seen: both[..1].to_vec(), ..Batch::default() }).await.unwrap();
    assert_eq!((answer(one).await, answer(other).await), (Some(b"one".to_vec()), None));
    store.append(0, Batch { seen: both[1..].to_vec(), ..Batch::default() }).await.unwrap();
    assert_eq!(store.forget_seen(at(50)).await.unwrap(), 1);
    assert_eq!((answer(one).await, answer(other).await), (None, Some(b"other".to_vec())));
    assert_eq!(store.check().await.unwrap(), []);
}

/// Index entries, one for each row and record, as stores had them before format 3.
fn put_entries_of_before(dir: &std::path::Path, names: &[&str]) {
    let db = super::damage::raw(dir);
    for (number, name) in (1_u64..).zip(names) {
        let record = name.split('/').next().unwrap();
        let rest = [record.as_bytes(), &[0], &number.to_be_bytes()].concat();
        db.insert(super::damage::key('w', &rest), name.as_bytes()).unwrap();
    }
    db.flush().unwrap();
    fs::write(dir.join("FORMAT"), "baton store 2\n").unwrap();
}

#[tokio::test]
async fn rows_of_a_store_of_format_2_are_found_once_and_leave_nothing_behind() {
    let dir = folder();
    let names = ["INC-1/1/0@#unix", "INC-1/2/0@#unix"];
    let first = vec![row(names[0], 0), refresh(names[1], 0, "card")];
    open(dir.path()).append(0, rows(first)).await.unwrap();
    put_entries_of_before(dir.path(), &names);

    let store = open(dir.path());
    assert_eq!(store.check().await.unwrap(), []);
    assert_eq!(store.sent_about("INC-1").await.unwrap().len(), 2);
    // The card is tried, put off, and gives way to a newer one: with the entry that it had.
    let claims = store.claim(at(0), 10, chrono::Duration::seconds(9)).await.unwrap();
    let later = super::suite::later(5);
    store.settle(&[(claims[1].clone(), later)]).await.unwrap();
    store.append(0, rows(vec![refresh("INC-1/3/0@#unix", 0, "card")])).await.unwrap();
    let found = store.sent_about("INC-1").await.unwrap();
    let found: Vec<_> = found.iter().map(|settled| settled.row.name.as_str()).collect();
    assert_eq!(found, [names[0], "INC-1/3/0@#unix"]);
    assert_eq!(store.check().await.unwrap(), []);
}

#[tokio::test]
async fn a_row_of_an_event_before_is_not_queued_again() {
    let dir = folder();
    let store =
        journal::open(dir.path(), 1, std::sync::Arc::new(baton::store::sled::durability::Disk));
    let name = "INC-1/0/0@#unix";
    let batch = Batch {
        events: vec![event("INC-1/0")],
        documents: vec![put("INC-1", "x")],
        rows: vec![about(row(name, 0), &["INC-1"])],
        seen: vec![],
    };
    store.append(0, batch).await.unwrap();
    let claims = store.claim(at(0), 1, chrono::Duration::seconds(9)).await.unwrap();
    store.settle(&[(claims[0].clone(), super::suite::done())]).await.unwrap();
    // The events it comes with have names that its own only looks like.
    for other in ["INC-1/00", "INC-1/1", "INC-10/0"] {
        let head = store.head().await.unwrap();
        let again = Batch { rows: vec![row(name, 0)], ..super::events(&[other]) };
        store.append(head, again).await.unwrap();
    }
    assert_eq!(store.claim(at(0), 1, chrono::Duration::seconds(9)).await.unwrap(), []);
    assert_eq!(store.check().await.unwrap(), []);
}

#[tokio::test]
async fn what_was_carried_by_half_does_not_come_back_when_it_is_gone() {
    let (dir, lease) = (folder(), chrono::Duration::seconds(9));
    let half = |journal_max| {
        // All is written into sled, which never says that it has it: it stays in the journal too.
        journal::open(dir.path(), journal_max, std::sync::Arc::new(journal::NoWay))
    };
    half(1).append(0, rows(vec![row("INC-1/1/0@#unix", 0)])).await.unwrap();
    // That it is gone stands in the journal only.
    let store = half(u64::MAX);
    let claims = store.claim(at(0), 1, lease).await.unwrap();
    store.settle(&[(claims[0].clone(), super::suite::done())]).await.unwrap();
    drop(store);

    let store = open(dir.path());
    assert_eq!(store.check().await.unwrap(), []);
    assert_eq!(store.claim(at(100), 1, lease).await.unwrap(), []);
}
