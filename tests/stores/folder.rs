//! A folder belongs to one process, to this program, and to a store.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use baton::store::{Fault, SledStore, Store};

use super::{ACME, event, events, folder, open};
use crate::support::files::copied;

/// Why a folder is not opened.
fn refusal(dir: &Path) -> Fault {
    SledStore::open(dir, ACME).err().expect("it is refused")
}

#[tokio::test]
async fn a_folder_that_is_open_elsewhere_is_refused_with_the_pid() {
    let dir = folder();
    let first = open(dir.path());
    let fault = refusal(dir.path());
    assert!(matches!(&fault, Fault::InUse { pid, .. } if *pid == std::process::id().to_string()));
    assert!(fault.to_string().contains(&format!("another process (pid {})", std::process::id())));
    first.append(0, events(&["INC-1/0"])).await.unwrap();
    drop(first);
    assert_eq!(open(dir.path()).head().await.unwrap(), 1);
}

#[test]
fn a_newer_format_is_refused_with_both_numbers() {
    let dir = folder();
    drop(open(dir.path()));
    fs::write(dir.path().join("FORMAT"), "baton store 7\n").unwrap();
    let fault = refusal(dir.path());
    assert!(matches!(fault, Fault::Newer { found: 7, known: 3, .. }), "{fault:?}");
    fs::write(dir.path().join("FORMAT"), "something else").unwrap();
    assert!(matches!(refusal(dir.path()), Fault::Damaged { .. }));
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let dir = folder();
    fs::write(dir.path().join("letter.txt"), "dear").unwrap();
    assert!(matches!(refusal(dir.path()), Fault::NotEmpty { .. }));
    assert_eq!(fs::read_to_string(dir.path().join("letter.txt")).unwrap(), "dear");
    assert!(!dir.path().join("sled").exists());
}

#[tokio::test]
async fn a_log_that_is_gone_is_missed() {
    let dir = folder();
    open(dir.path()).append(0, events(&["INC-1/0"])).await.unwrap();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let fault = refusal(dir.path());
    assert!(fault.to_string().contains("its log is gone"), "{fault}");
    assert!(fault.to_string().contains("restore"), "{fault}");
    assert!(!dir.path().join("sled").exists(), "nothing is put in its place");
}

#[tokio::test]
async fn a_log_that_lost_its_end_is_missed() {
    let (dir, old) = (folder(), folder());
    open(dir.path()).append(0, events(&["INC-1/0", "INC-1/1"])).await.unwrap();
    let put = |name: &str, from: &Path, to: &Path| {
        let _ = fs::remove_dir_all(to.join(name));
        copied(&from.join(name), &to.join(name));
    };
    ["sled", "journal"].iter().for_each(|name| put(name, dir.path(), old.path()));
    open(dir.path()).append(2, events(&["INC-1/2"])).await.unwrap();
    put("sled", old.path(), dir.path());
    let fault = refusal(dir.path()).to_string();
    assert!(fault.contains("the journal") && fault.contains("a part of it is gone"), "{fault}");
    put("journal", old.path(), dir.path());
    let fault = refusal(dir.path()).to_string();
    assert!(fault.contains("it ends at event 2, and once went on to event 3"), "{fault}");
}

#[tokio::test]
async fn a_log_of_other_events_is_noticed() {
    let (dir, other) = (folder(), folder());
    open(dir.path()).append(0, events(&["INC-1/0"])).await.unwrap();
    open(other.path()).append(0, events(&["INC-9/0", "INC-9/1"])).await.unwrap();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    copied(&other.path().join("sled"), &dir.path().join("sled"));
    let fault = refusal(dir.path()).to_string();
    assert!(fault.contains("event 1 is not the one that was written"), "{fault}");
}

#[tokio::test]
async fn companies_in_one_folder_do_not_see_each_other() {
    let dir = folder();
    let acme = open(dir.path());
    let globex = acme.company("globex").unwrap();
    acme.append(0, events(&["INC-1/0", "INC-1/1"])).await.unwrap();
    globex.append(0, events(&["INC-1/0"])).await.unwrap();
    assert_eq!((acme.head().await.unwrap(), globex.head().await.unwrap()), (2, 1));
    assert_eq!(globex.history("INC-1").await.unwrap().len(), 1);
    assert_eq!((acme.check().await.unwrap(), globex.check().await.unwrap()), (vec![], vec![]));
    drop(acme);
    globex.append(1, events(&["INC-1/1"])).await.unwrap();
    drop(globex);

    let globex = SledStore::open(dir.path(), "globex").unwrap();
    assert_eq!(globex.head().await.unwrap(), 2);
    assert_eq!(globex.company(ACME).unwrap().head().await.unwrap(), 2);
}

#[tokio::test]
async fn a_copy_is_read_without_touching_the_folder() {
    let (dir, scratch) = (folder(), folder());
    let scratch = scratch.path().join("copy");
    let missing = SledStore::open_copy(dir.path(), ACME, &scratch).err().unwrap();
    assert!(matches!(missing, Fault::Missing { .. }), "{missing:?}");

    let store = open(dir.path());
    store.append(0, events(&["INC-1/0"])).await.unwrap();
    let in_use = SledStore::open_copy(dir.path(), ACME, &scratch).err().unwrap();
    assert!(matches!(in_use, Fault::InUse { .. }), "{in_use:?}");
    drop(store);

    let before = files(dir.path());
    let copy = SledStore::open_copy(dir.path(), ACME, &scratch).unwrap();
    assert_eq!(copy.read(0, 10).await.unwrap()[0].event, event("INC-1/0"));
    assert_eq!(copy.check().await.unwrap(), []);
    let refused = copy.append(1, events(&["INC-1/1"])).await.unwrap_err();
    assert!(refused.to_string().contains("syncing"), "{refused}");
    drop(copy);
    assert!(files(dir.path()) == before);
    assert!(!scratch.exists());
}

/// Every file under a folder, with its content.
pub(super) fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.display().to_string(), fs::read(&path).unwrap());
        }
    }
    found
}
