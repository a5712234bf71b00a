//! A letter is decided or withdrawn, never both and never neither.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::thread;

use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place};
use chrono::{DateTime, Duration, Utc};

use super::{Busy, Inbound, Inbox, Patience, Who};

fn letter(number: usize) -> Inbound {
    Inbound {
        delivery: DeliveryId(format!("slack:{number}")),
        who: Who::Person(PersonId::new("unix-1")),
        place: Place::channel("unix"),
        thread: None,
        text: "/incident list".to_owned(),
        slash: Slash::Required,
    }
}

#[tokio::test]
async fn what_is_withdrawn_is_never_decided() {
    let (inbox, mut letters) = Inbox::new(3);
    let answers: Vec<_> = (0..3).map(|number| inbox.offer(letter(number)).unwrap()).collect();
    assert!(answers[1].withdraw());
    assert!(!answers[1].withdraw(), "once");
    assert!(matches!(inbox.offer(letter(3)), Err(Busy)));
    let (first, _to) = letters.recv().await.unwrap();
    let (third, _to) = letters.try_recv().unwrap();
    assert_eq!([first.delivery.0, third.delivery.0], ["slack:0", "slack:2"]);
    assert!(letters.try_recv().is_err());
}

#[tokio::test]
async fn what_is_being_decided_cannot_be_withdrawn_and_is_answered() {
    let (inbox, mut letters) = Inbox::new(1);
    let answers = inbox.offer(letter(0)).unwrap();
    let (_, to) = letters.recv().await.unwrap();
    assert!(!answers.withdraw());
    to.send(Vec::new()).unwrap();
    assert!(answers.await.unwrap().is_empty());
}

/// That is not too much being said: what is said comes again, or is told that nothing was done.
#[tokio::test]
async fn what_is_said_when_the_engine_has_stopped_was_begun_with_by_nobody() {
    let (inbox, letters) = Inbox::new(1);
    drop(letters);
    let mut answers = inbox.offer(letter(0)).expect("it is not busy");
    assert!((&mut answers).await.is_err());
    assert!(answers.withdraw());
}

/// Both at the same time, many times over: one of them has it.
#[test]
fn of_the_engine_and_the_sender_one_has_the_letter() {
    const LETTERS: usize = 20_000;
    let (inbox, mut letters) = Inbox::new(LETTERS);
    let answers: Vec<_> = (0..LETTERS).map(|number| inbox.offer(letter(number)).unwrap()).collect();
    let withdrawn = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&withdrawn);
    let sender = thread::spawn(move || {
        // From the other end, so that they meet.
        for answers in answers.iter().rev() {
            count.fetch_add(usize::from(answers.withdraw()), Ordering::Relaxed);
        }
        answers
    });
    let mut decided = 0;
    while letters.try_recv().is_ok() {
        decided += 1;
    }
    drop(sender.join().unwrap());
    assert_eq!(decided + withdrawn.load(Ordering::Relaxed), LETTERS);
}

/// Moved by hand.
static NOW: AtomicI64 = AtomicI64::new(0);

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Duration::milliseconds(NOW.load(Ordering::SeqCst))
}

/// Another, for another test.
static LATER: AtomicI64 = AtomicI64::new(0);

fn later() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Duration::milliseconds(LATER.load(Ordering::SeqCst))
}

/// However much room there is: who would wait too long is told at once.
#[tokio::test]
async fn no_more_is_taken_while_letters_wait_for_too_long() {
    let patience = Patience { within: Duration::seconds(1), clock: now };
    let (inbox, mut letters) = Inbox::with_patience(4_096, patience);
    let offered_at = |millis, number| {
        NOW.store(millis, Ordering::SeqCst);
        inbox.offer(letter(number)).map(drop).is_ok()
    };
    assert!(offered_at(10_000, 0) && offered_at(10_400, 1) && offered_at(11_000, 2));
    assert!(!offered_at(11_001, 3), "the first has waited for a second");
    letters.recv().await.unwrap();
    assert!(!offered_at(11_001, 4), "the next came soon after it, as far as anybody knows");
    letters.recv().await.unwrap();
    assert!(offered_at(11_400, 5));
    letters.recv().await.unwrap();
    letters.recv().await.unwrap();
    // After a rest nobody has waited, however long ago the last one came.
    assert!(offered_at(90_000, 6) && offered_at(91_000, 7) && !offered_at(91_001, 8));
}

/// As many may wait as are taken in a second; what that is, is seen while they wait.
#[tokio::test]
async fn as_many_may_wait_as_can_be_begun_with_in_time() {
    let patience = Patience { within: Duration::seconds(1), clock: later };
    let (inbox, mut letters) = Inbox::with_patience(4_096, patience);
    LATER.store(50_000, Ordering::SeqCst);
    for number in 0..400 {
        inbox.offer(letter(number)).expect("nobody knows how fast it goes");
    }
    // Two hundred a second.
    for _ in 0..40 {
        LATER.fetch_add(5, Ordering::SeqCst);
        letters.recv().await.unwrap();
    }
    assert!(inbox.offer(letter(400)).is_err(), "360 wait, and 200 can be begun with");
    for _ in 0..170 {
        LATER.fetch_add(1, Ordering::SeqCst);
        letters.recv().await.unwrap();
    }
    assert!(inbox.offer(letter(401)).is_ok(), "190 wait, and it goes faster now");
    while letters.try_recv().is_ok() {}
    for number in 500..900 {
        assert!(inbox.offer(letter(number)).is_ok(), "after a rest nobody knows again");
    }
}
