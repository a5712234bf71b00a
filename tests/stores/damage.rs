//! What is damaged is found, named, and left as it is. It never makes the program panic.

use std::fs;
use std::path::Path;

use baton::store::sled::Tuning;
use baton::store::{Batch, DocumentChange, Fault, Outcome, Result, SledStore, Store, Stored};
use chrono::Duration;
use tempfile::TempDir;

use super::folder::files;
use super::{ACME, about, at, event, events, folder, open, put, row, seen};
use crate::support::files::copied;

/// What is said of the entry under the second record that the fourth row is about, when that row is gone.
const AN_ENTRY_OF_NOTHING: &str = "the value at `acme\\x00wCHG-2\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x04` points at no row about its record";

/// A closed store with something of everything in it.
async fn filled() -> TempDir {
    let dir = folder();
    let store = open(dir.path());
    for n in 0..4 {
        let batch = Batch {
            events: vec![event(&format!("INC-1/{n}"))],
            documents: vec![put("INC-1", &"body ".repeat(n * 600))],
            rows: vec![about(row(&format!("INC-1/{n}/0@#unix"), 0), &["INC-1", "CHG-2"])],
            seen: vec![seen(&format!("d-{n}"), 0, "ok")],
        };
        store.append(n as u64, batch).await.unwrap();
    }
    let archive = DocumentChange::Archive { key: "INC-0".to_owned(), body: vec![] };
    store.append(4, Batch { documents: vec![archive], ..Batch::default() }).await.unwrap();
    let claims = store.claim(at(0), 2, Duration::seconds(9)).await.unwrap();
    let done = Outcome::Done { receipt: vec![], at: at(0) };
    let never = Outcome::Never { why: "gone".to_owned(), at: at(0) };
    store.settle(&claims.into_iter().zip([done, never]).collect::<Vec<_>>()).await.unwrap();
    dir
}

/// The key of something of the company, by its letter and name.
pub(super) fn key(letter: char, rest: &[u8]) -> Vec<u8> {
    [ACME.as_bytes(), &[0, letter as u8], rest].concat()
}

fn seq(seq: u64) -> [u8; 8] {
    seq.to_be_bytes()
}

/// The same value with a byte changed and the checksum made right again.
fn forged(key: &[u8], value: &[u8]) -> Vec<u8> {
    let mut payload = value[5..].to_vec();
    *payload.last_mut().unwrap() ^= 1;
    let crc = crc32fast::hash(&[key, &payload].concat()).to_le_bytes();
    [&value[..1], &crc, &payload].concat()
}

/// What is under the store.
pub(super) fn raw(dir: &Path) -> sled::Db {
    // The last threads of the store, or a program that another test begins, hold the lock a moment longer.
    let log = fs::File::open(dir.join("sled/db")).unwrap();
    fs2::FileExt::lock_exclusive(&log).and_then(|()| fs2::FileExt::unlock(&log)).unwrap();
    let segment = Tuning::default().segment;
    sled::Config::new().path(dir.join("sled")).segment_size(segment).open().unwrap()
}

type Deed = fn(&sled::Db);

/// What `check` says after something was done behind the store's back.
async fn findings_after(deed: Deed) -> Vec<String> {
    let dir = filled().await;
    let db = raw(dir.path());
    deed(&db);
    db.flush().unwrap();
    drop(db);
    // The second opinion would refuse some of it at once.
    fs::remove_file(dir.path().join("HEAD")).unwrap();
    let findings = open(dir.path()).check().await.unwrap();
    findings.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn whatever_is_done_behind_its_back_is_found() {
    let cases: &[(&str, Deed, &[&str])] = &[
        ("nothing", |_| {}, &[]),
        (
            "a flipped bit",
            |db| {
                let key = key('e', &seq(2));
                let mut value = db.get(&key).unwrap().unwrap().to_vec();
                value[70] ^= 4;
                db.insert(key, value).unwrap();
            },
            &[
                "the value at `acme\\x00e\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02` is damaged: its checksum is wrong",
            ],
        ),
        (
            "an event made another",
            |db| {
                let key = key('e', &seq(2));
                let value = db.get(&key).unwrap().unwrap();
                db.insert(&key, forged(&key, &value)).unwrap();
            },
            &["event 3 does not follow from the one before: one of them was changed"],
        ),
        (
            "an event removed",
            |db| drop(db.remove(key('e', &seq(2))).unwrap()),
            &[
                "event 2 is missing from the log",
                "the value at `acme\\x00rINC-1\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02` points at no event of its record",
            ],
        ),
        (
            "two events removed",
            |db| {
                for n in [2, 3] {
                    db.remove(key('e', &seq(n))).unwrap();
                    db.remove(key('r', &[b"INC-1\0", &seq(n)[..]].concat())).unwrap();
                }
            },
            &["events 2 to 3 are missing from the log"],
        ),
        (
            "an event out of its history",
            |db| drop(db.remove(key('r', &[b"INC-1\0", &seq(3)[..]].concat())).unwrap()),
            &["event 3 is not in the history of its record"],
        ),
        (
            "an event in another's history",
            |db| drop(db.insert(key('r', &[b"INC-2\0", &seq(3)[..]].concat()), b"").unwrap()),
            &[
                "the value at `acme\\x00rINC-2\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03` points at no event of its record",
            ],
        ),
        (
            "a row removed",
            |db| drop(db.remove(key('o', b"INC-1/3/0@#unix")).unwrap()),
            &[AN_ENTRY_OF_NOTHING, "the number of rows is 3, not 4 as counted"],
        ),
        (
            "an orphan row",
            |db| drop(db.remove(key('w', &[b"CHG-2\0", &seq(4)[..]].concat())).unwrap()),
            &["the row INC-1/3/0@#unix is not in the history of CHG-2"],
        ),
        (
            "a failure hidden",
            |db| drop(db.remove(key('u', &seq(2))).unwrap()),
            &["the row INC-1/1/0@#unix was given up and is not in that list"],
        ),
        (
            "a document in two places",
            |db| {
                let document = db.get(key('a', b"INC-0")).unwrap().unwrap();
                let payload = &document[5..];
                let live = key('l', b"INC-0");
                let crc = crc32fast::hash(&[&live, payload].concat()).to_le_bytes();
                db.insert(live, [&[1], &crc[..], payload].concat()).unwrap();
            },
            &[
                "the document INC-0 is both live and archived",
                "the number of live documents is 2, not 1 as counted",
            ],
        ),
        (
            "a piece of a large value removed",
            |db| {
                let piece = db.scan_prefix(key('c', b"")).keys().next().unwrap().unwrap();
                db.remove(piece).unwrap();
            },
            &["the value at `acme\\x00lINC-1` is damaged: a piece is missing"],
        ),
        (
            "a value nobody knows",
            |db| drop(db.insert(key('z', b"what"), b"?").unwrap()),
            &["the value at `acme\\x00zwhat` belongs to nothing"],
        ),
    ];
    for (what, deed, expected) in cases {
        assert_eq!(findings_after(*deed).await, *expected, "{what}");
    }
}

#[tokio::test]
async fn a_log_that_does_not_end_as_its_head_says_is_not_opened() {
    let dir = filled().await;
    let db = raw(dir.path());
    db.remove(key('e', &seq(4))).unwrap();
    drop(db);
    fs::remove_file(dir.path().join("HEAD")).unwrap();
    let fault = SledStore::open(dir.path(), ACME).err().expect("it is refused");
    assert!(matches!(fault, Fault::Damaged { .. }), "{fault:?}");
    assert!(fault.to_string().contains("event 4 of `acme`"), "{fault}");
}

#[tokio::test]
async fn damaged_files_are_an_error_or_a_finding_and_never_a_panic() {
    let dir = filled().await;
    let whole = fs::read(dir.path().join("sled/db")).unwrap();
    let used = whole.iter().rposition(|byte| *byte != 0).unwrap();
    let expected = open(dir.path()).read(0, 100).await.unwrap();
    let mut tally = [0; 3];
    for step in 0..60 {
        let place = folder();
        copied(dir.path(), place.path());
        let path = place.path().join("sled/db");
        let mut bytes = whole.clone();
        match step % 3 {
            0 => bytes[used * step / 60] ^= 0x10,
            1 => bytes[used * step / 60..][..64].fill(0),
            _ => bytes.truncate(used * step / 60),
        }
        fs::write(&path, &bytes).unwrap();
        let before = files(place.path());
        let scratch = place.path().with_extension("copy");
        let found = read_copy(place.path(), &scratch).await;
        assert!(files(place.path()) == before, "step {step}: the folder was written to");
        match found {
            Err(_) => tally[0] += 1,
            Ok((_, findings)) if findings > 0 => tally[1] += 1,
            Ok((events, _)) => {
                assert!(events == expected, "step {step}: events are lost and nobody says so");
                tally[2] += 1;
            }
        }
    }
    assert!(tally[0] > 0 && tally[2] > 0, "errors, findings, unharmed: {tally:?}");
}

/// The events of a copy, and how many findings there are.
async fn read_copy(dir: &Path, scratch: &Path) -> Result<(Vec<Stored>, usize)> {
    let store = SledStore::open_copy(dir, ACME, scratch)?;
    let events = store.read(0, 100).await?;
    Ok((events, store.check().await?.len()))
}

#[tokio::test]
async fn a_damaged_event_is_named_when_it_is_read() {
    let dir = filled().await;
    let db = raw(dir.path());
    db.insert(key('e', &seq(2)), b"nonsense").unwrap();
    drop(db);
    let store = open(dir.path());
    for fault in [store.read(0, 10).await.unwrap_err(), store.history("INC-1").await.unwrap_err()] {
        assert!(fault.to_string().contains("e\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02"), "{fault}");
    }
    // What can be read is read, and the log goes on.
    assert_eq!(store.read(2, 10).await.unwrap().len(), 2);
    store.append(4, events(&["INC-1/4"])).await.unwrap();
}
