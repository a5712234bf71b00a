//! A company with very many devices is kept, started again, and not written anew with every little thing.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use baton::engine::verify::verify;
use baton::engine::{Engine, Terms};
use baton::rows::Homes;
use baton::serve::{Folder, OsLots};
use baton::settings::organisation::ORGANISATION_MAX;
use baton::store::batch::BODY_MAX;
use baton::store::sled::Tuning;
use baton::store::sled::durability::Disk;
use baton::store::{SledStore, Store as _};
use baton_commands::ids::Serial;
use chrono::{DateTime, Duration, Utc};

use crate::support::files::copied;

const DEVICES: usize = 10_000;

fn now() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().expect("an instant")
}

/// The demo, with so many devices more.
fn organisation(dir: &Path) {
    copied(&Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo"), dir);
    let path = dir.join("devices.csv");
    let mut list = fs::read_to_string(&path).expect("the demo has devices");
    for number in 0..DEVICES {
        let line = "acme,jakarta,hall 2 rack 07 U12,webshop,high,R740,active";
        writeln!(list, "SRV-X{number:05},{line}").expect("memory");
    }
    fs::write(path, list).expect("it is written");
}

async fn engine(store: &Arc<SledStore>, organisation: &Path) -> Engine {
    let terms = Terms {
        version: "0".to_owned(),
        homes: Arc::new(Homes::new(["none"])),
        store: "sled".to_owned(),
        seen_for: Duration::hours(24),
    };
    let folder = Arc::new(Folder(organisation.to_owned()));
    let opened = Engine::open(Arc::clone(store) as _, folder, Arc::new(OsLots), terms, now()).await;
    opened.expect("it starts")
}

fn store(dir: &Path) -> Arc<SledStore> {
    let store = SledStore::open_with(dir, "acme", Tuning::small(), Arc::new(Disk));
    Arc::new(store.expect("a store"))
}

#[tokio::test]
async fn ten_thousand_devices_are_kept_apart_from_what_changes_every_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let (company, data) = (folder.path().join("company"), folder.path().join("data"));
    organisation(&company);
    let first = store(&data);
    drop(engine(&first, &company).await);
    let (_, documents) = first.live().await.expect("documents");
    let sizes: Vec<_> = documents.iter().map(|it| (it.key.as_str(), it.body.len())).collect();
    let size = |key: &str| sizes.iter().find(|(it, _)| *it == key).map_or(0, |(_, size)| *size);
    assert!(size("DIRECTORY") > 1 << 20, "{sizes:?}");
    assert!((1..1_024).contains(&size("COMPANY")), "{sizes:?}");
    drop(first);

    let again = store(&data);
    let before = again.head().await.expect("a head");
    let engine = engine(&again, &company).await;
    let world = engine.world().borrow().clone();
    assert!(world.directory().device(&Serial::new("SRV-X09999")).is_some());
    // The files say the same, so nothing is written.
    assert_eq!(again.head().await.expect("a head"), before);
    assert_eq!(verify(&*again).await.expect("it can be read"), []);
}

#[test]
fn what_passes_the_check_can_be_kept() {
    const { assert!(ORGANISATION_MAX < BODY_MAX) };
}
