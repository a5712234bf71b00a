//! A letter is decided or withdrawn, never both and never neither.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use baton_commands::grammar::Slash;
use baton_commands::ids::{DeliveryId, PersonId, Place};

use super::{Busy, Inbound, Inbox, Who};

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
