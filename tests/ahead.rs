//! What is decided ahead of the disk is answered once it is there, decided again when the log had moved on, and never
//! heard of when the disk fails.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use baton::chat::{Act, Inbound, Outgoing, Who};
use baton::engine::verify::verify;
use baton::engine::{Due, Engine, Seeding, Terms, load};
use baton::rows::Homes;
use baton::store::sled::Tuning;
use baton::store::sled::durability::{Disk, Durability, Files};
use baton::store::{Batch, MemoryStore, SledStore, Store};
use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place};
use chrono::{DateTime, Duration, Utc};

use crate::simulation::office::{FixedLots, Office};
use crate::stores::group::{Script, begin, scripted};

const OPEN: &str = "/incident open \"Mail is slow\" --dept unix --severity 3";

fn now() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().expect("an instant")
}

async fn engine(store: impl Store + 'static) -> Engine {
    engine_of(store, &Arc::new(Office::demo())).await
}

async fn engine_of(store: impl Store + 'static, office: &Arc<Office>) -> Engine {
    engine_on(Arc::new(store), office).await
}

async fn engine_on(store: Arc<dyn Store>, office: &Arc<Office>) -> Engine {
    let terms = Terms {
        version: "0".to_owned(),
        homes: Arc::new(Homes::new(["none"])),
        store: "some".to_owned(),
        seen_for: Duration::hours(24),
    };
    let (office, lots) = (Arc::clone(office), Arc::new(FixedLots));
    Engine::open(store, office, lots, terms, now()).await.expect("it opens")
}

fn letter(delivery: &str, text: &str) -> Inbound {
    Inbound {
        delivery: DeliveryId(delivery.to_owned()),
        who: Who::Person(PersonId::new("unix-1")),
        place: Place::channel("unix"),
        thread: None,
        text: text.to_owned(),
        slash: Slash::Required,
    }
}

/// Takes and decides a letter, and sends it on its way if nothing is.
async fn decided(engine: &mut Engine, delivery: &str, text: &str) {
    engine.take(letter(delivery, text), now());
    engine.decide().await.expect("it is decided");
    engine.launch();
}

/// Waits for what is on its way; the answers to it, or none when it was refused.
async fn landed(engine: &mut Engine) -> Option<Vec<Vec<Outgoing>>> {
    engine.launch();
    let flown = engine.flown().await;
    engine.land(flown).await.expect("the store is good")
}

/// What the answers are about, in their order.
fn about(answers: &[Vec<Outgoing>]) -> Vec<String> {
    let all = answers.iter().flatten();
    all.inspect(|answer| assert_eq!(answer.act, Act::Reply, "{answer:?}"))
        .map(|answer| answer.about.iter().map(ToString::to_string).collect())
        .collect()
}

#[tokio::test]
async fn the_next_letters_are_decided_while_the_first_is_on_its_way() {
    let store = MemoryStore::new();
    let mut engine = engine(store.clone()).await;
    decided(&mut engine, "1", OPEN).await;
    decided(&mut engine, "2", "/incident note INC-1 it is the disk").await;
    decided(&mut engine, "3", OPEN).await;
    assert_eq!(engine.world().borrow().last_incident, 0, "nobody sees what is not on disk");
    assert_eq!(about(&landed(&mut engine).await.expect("it is on disk")), ["INC-1"]);
    assert_eq!(engine.world().borrow().last_incident, 1);
    assert_eq!(about(&landed(&mut engine).await.expect("it is on disk")), ["INC-1", "INC-2"]);
    assert!(!engine.is_busy());
    assert_eq!(store.history("INC-1").await.expect("a history").len(), 2);
}

/// An engine whose disk waits to be told how each sync ends; it is open already.
async fn scripted_engine(folder: &Path) -> (Engine, Arc<SledStore>, Script) {
    let (store, script) = scripted(folder);
    let store = Arc::new(store);
    script.end(Ok(()));
    let engine = engine_on(Arc::clone(&store) as _, &Arc::new(Office::demo())).await;
    script.begun();
    (engine, store, script)
}

/// How many events of INC-1 readers know of.
fn events_of_first(engine: &Engine) -> u32 {
    engine.world().borrow().incidents[&1].events
}

/// The first letter waits for the disk, the second behind it, and the third is decided.
async fn two_on_their_way(engine: &mut Engine, script: &Script) {
    decided(engine, "1", OPEN).await;
    script.begun();
    decided(engine, "2", "/incident note INC-1 it is the disk").await;
    decided(engine, "3", OPEN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_commit_waits_at_the_disk_when_the_first_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut engine, _, script) = scripted_engine(folder.path()).await;
    two_on_their_way(&mut engine, &script).await;
    script.end(Ok(()));
    script.begun();
    assert_eq!(about(&landed(&mut engine).await.expect("it is on disk")), ["INC-1"]);
    assert_eq!(events_of_first(&engine), 1, "the note is not on disk");
    script.end(Ok(()));
    assert_eq!(about(&landed(&mut engine).await.expect("it is on disk")), ["INC-1"]);
    assert_eq!(events_of_first(&engine), 2);
    script.end(Ok(()));
    assert_eq!(about(&landed(&mut engine).await.expect("it is on disk")), ["INC-2"]);
    assert!(!engine.is_busy());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_on_its_way_behind_another_commit_is_decided_again_when_the_log_moves_on() {
    // Somebody else says something about the incident as soon as it has its place.
    let twin = MemoryStore::new();
    let letters = [letter("1", OPEN), letter("other", "/incident note INC-1 it is the net")];
    engine(twin.clone()).await.hear(&letters, now()).await.expect("a commit");
    let log = twin.read(0, 100).await.expect("a log");
    let (last, before) = log.split_last().expect("events");
    let other = Batch { events: vec![last.event.clone()], ..Batch::default() };

    let folder = tempfile::tempdir().expect("a folder");
    let (mut engine, store, script) = scripted_engine(folder.path()).await;
    decided(&mut engine, "1", OPEN).await;
    script.begun();
    let rival = begin(&store, before.len() as u64, other);
    decided(&mut engine, "2", "/incident note INC-1 it is the disk").await;
    decided(&mut engine, "3", OPEN).await;
    script.end(Ok(()));
    script.end(Ok(()));
    assert_eq!(about(&landed(&mut engine).await.expect("it is on disk")), ["INC-1"]);
    rival.await.expect("it came first");
    assert_eq!(landed(&mut engine).await, None, "the log had moved on");
    assert_eq!(events_of_first(&engine), 2, "it knows what the other one wrote");
    script.end(Ok(()));
    engine.decide().await.expect("they are decided");
    assert_eq!(about(&landed(&mut engine).await.expect("it is on disk")), ["INC-1", "INC-2"]);
    assert_eq!(store.history("INC-1").await.expect("a history").len(), 3);
    assert_eq!(verify(&*store).await.expect("it can be read"), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_disk_fails_nobody_hears_of_what_was_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut engine, _, script) = scripted_engine(folder.path()).await;
    two_on_their_way(&mut engine, &script).await;
    script.end(Err(io::Error::other("it is broken")));
    let flown = engine.flown().await;
    let fault = engine.land(flown).await.expect_err("nobody is answered");
    assert_eq!(fault.to_string(), "the decision was not kept");
    assert!(!engine.is_busy());
    assert_eq!(engine.world().borrow().last_incident, 0);
    assert_eq!(script.others(), 0, "nothing more was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_disk_fails_under_the_second_commit_the_first_is_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut engine, _, script) = scripted_engine(folder.path()).await;
    two_on_their_way(&mut engine, &script).await;
    script.end(Ok(()));
    script.end(Err(io::Error::other("it is broken")));
    assert_eq!(about(&landed(&mut engine).await.expect("it is on disk")), ["INC-1"]);
    let flown = engine.flown().await;
    engine.land(flown).await.expect_err("nobody is answered");
    assert!(!engine.is_busy());
    assert_eq!((engine.world().borrow().last_incident, events_of_first(&engine)), (1, 1));
}

#[tokio::test]
async fn inc_8_a_delivery_that_comes_again_while_it_is_on_its_way_is_done_once() {
    let store = MemoryStore::new();
    let mut engine = engine(store.clone()).await;
    for _ in 0..3 {
        decided(&mut engine, "1", OPEN).await;
    }
    let first = landed(&mut engine).await.expect("it is on disk");
    let again = landed(&mut engine).await.expect("nothing was to be written");
    assert_eq!((about(&first), about(&again)), (vec!["INC-1".into()], vec!["INC-1".into(); 2]));
    assert_eq!(engine.world().borrow().last_incident, 1);
}

#[tokio::test]
async fn what_was_decided_after_a_commit_that_was_refused_is_decided_again() {
    let store = MemoryStore::new();
    let mut late = engine(store.clone()).await;
    let mut early = engine(store.clone()).await;
    early.hear(&[letter("0", OPEN)], now()).await.expect("a commit");
    decided(&mut late, "1", OPEN).await;
    decided(&mut late, "2", "/incident note INC-1 it is the disk").await;
    assert_eq!(landed(&mut late).await, None, "the log had moved on");
    assert!(late.is_busy(), "both wait for another decision");
    late.decide().await.expect("they are decided");
    assert_eq!(about(&landed(&mut late).await.expect("it is on disk")), ["INC-2", "INC-1"]);
    assert_eq!(store.history("INC-1").await.expect("a history").len(), 2);
    assert_eq!(store.history("INC-2").await.expect("a history").len(), 1);
}

/// A disk that fails when it is told to: how many commits it still takes.
struct Failing(Arc<AtomicUsize>);

impl Durability for Failing {
    fn sync(&self, files: &Files<'_>) -> io::Result<()> {
        if !files.is_journal() {
            return Disk.sync(files);
        }
        let left = self.0.load(Ordering::Acquire);
        if left == 0 {
            return Err(io::Error::other("it is broken"));
        }
        self.0.store(left - 1, Ordering::Release);
        Disk.sync(files)
    }
}

#[tokio::test]
async fn what_was_decided_after_a_commit_that_failed_is_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let works = Arc::new(AtomicUsize::new(usize::MAX));
    let disk = Arc::new(Failing(Arc::clone(&works)));
    let store = SledStore::open_with(folder.path(), "acme", Tuning::small(), disk);
    let mut engine = engine(store.expect("a store")).await;
    works.store(0, Ordering::Release);
    decided(&mut engine, "1", OPEN).await;
    decided(&mut engine, "2", OPEN).await;
    let flown = engine.flown().await;
    let fault = engine.land(flown).await.expect_err("nobody is answered");
    assert_eq!(fault.to_string(), "the decision was not kept");
    assert!(!engine.is_busy());
    assert_eq!(engine.world().borrow().last_incident, 0);
}

/// Enough open incidents that an edited calendar moves more documents than one commit holds.
async fn moved(store: impl Store + 'static, office: &Arc<Office>) -> Engine {
    let mut engine = engine_of(store, office).await;
    let seeding = Seeding { incidents: 1_500, rng: 7, due: Due::Days };
    engine.seed(seeding, now()).await.expect("they are opened");
    office.edit(3);
    engine
}

#[tokio::test]
async fn sla_16_a_calendar_that_moves_every_record_is_kept_in_commits_that_fit() {
    let (store, office) = (MemoryStore::default(), Arc::new(Office::demo()));
    let mut engine = moved(store.clone(), &office).await;
    engine.reload(now() + Duration::hours(1)).await.expect("it fits");
    let (_, documents) = store.live().await.expect("documents");
    assert!(documents.iter().all(|document| document.key != "UNFINISHED"));
    assert_eq!(verify(&store).await.expect("it can be read"), []);
}

#[tokio::test]
async fn a_start_after_a_crash_between_those_commits_makes_the_documents_anew() {
    let (folder, office) = (tempfile::tempdir().expect("a folder"), Arc::new(Office::demo()));
    let works = Arc::new(AtomicUsize::new(usize::MAX));
    let disk = Arc::new(Failing(Arc::clone(&works)));
    let store = SledStore::open_with(folder.path(), "acme", Tuning::default(), disk);
    let mut engine = moved(store.expect("a store"), &office).await;
    works.store(1, Ordering::Release);
    let later = now() + Duration::hours(1);
    let fault = engine.reload(later).await.expect_err("the documents are not all there");
    assert!(fault.to_string().starts_with("the documents behind a decision"), "{fault:#}");
    drop(engine);
    let store = Arc::new(SledStore::open(folder.path(), "acme").expect("a store"));
    let (head, world) = load(&*store).await.expect("it starts");
    assert_eq!((head, world.company.organised_at), (store.head().await.expect("a head"), later));
    assert_eq!(verify(&*store).await.expect("it can be read"), []);
}
