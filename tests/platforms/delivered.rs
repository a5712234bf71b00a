//! What is sent: it arrives once, where it should, is found again, and notifies those it is for.

use std::collections::BTreeSet;

use baton::chat::{Act, DeliveryError, Outgoing, Receipt};
use baton_commands::card::Card;
use baton_commands::ids::{PersonId, Place, Recipient};

use super::{SOMEBODY, Seen, Town};
use crate::discord::bench::{dept, message, words};

/// Sends a message that arrives.
async fn sent(town: &impl Town, message: &Outgoing) -> Receipt {
    let receipt = town.platform().deliver(message).await.expect("it arrives");
    assert!(!receipt.0.is_empty());
    receipt
}

fn post(number: u32, text: &str) -> Outgoing {
    message(number, Act::Post, words(text))
}

fn seen_once(town: &impl Town, text: &str) -> Seen {
    let mut seen: Vec<Seen> =
        town.seen().into_iter().filter(|seen| seen.text.contains(text)).collect();
    assert_eq!(seen.len(), 1, "{text}: {:#?}", town.seen());
    seen.remove(0)
}

pub(super) async fn a_message_is_seen_once_where_it_belongs<T: Town>() {
    let town = T::open(8).await;
    let elsewhere = Outgoing { place: Place::channel("incidents"), ..post(2, "The mail is down") };
    let first = sent(&town, &post(1, "The shop is down")).await;
    let second = sent(&town, &elsewhere).await;
    assert_eq!(town.seen().len(), 2);
    let seen = seen_once(&town, "The shop is down");
    assert_eq!((seen.place, seen.under), (Place::channel("unix"), None));
    assert_eq!(seen.receipt, first);
    let seen = seen_once(&town, "The mail is down");
    assert_eq!((seen.place, seen.under), (Place::channel("incidents"), None));
    assert_eq!(seen.receipt, second);
    town.is_content();
}

pub(super) async fn a_message_is_found_by_its_name_and_no_other<T: Town>() {
    let town = T::open(8).await;
    let (one, other) = (post(1, "The shop is down"), post(2, "The shop is down"));
    assert_eq!(town.platform().find(&one).await.expect("it can be asked"), None);
    let receipt = sent(&town, &one).await;
    assert_eq!(town.platform().find(&one).await.expect("it can be asked"), Some(receipt));
    assert_eq!(town.platform().find(&other).await.expect("it can be asked"), None);
    assert_eq!(town.seen().len(), 1, "who looks posts nothing");
    town.is_content();
}

pub(super) async fn a_message_is_found_by_the_names_of_those_merged_into_it<T: Town>() {
    let town = T::open(8).await;
    let parts = [post(1, "The shop is down"), post(2, "The mail is down")];
    let card = Card::line(words("The shop is down")).and(words("The mail is down"));
    let also = parts.iter().map(|part| part.name.clone()).collect();
    let receipt = sent(&town, &Outgoing { also, ..message(3, Act::Ping, card) }).await;
    for part in &parts {
        let found = town.platform().find(part).await.expect("it can be asked");
        assert!(found.is_some(), "{}", part.name);
        // Who edits must learn which message it became.
        assert!(!town.platform().edits() || found.as_ref() == Some(&receipt), "{found:?}");
    }
    let other = post(4, "The shop is down");
    assert_eq!(town.platform().find(&other).await.expect("it can be asked"), None);
}

pub(super) async fn a_direct_message_reaches_that_person_alone<T: Town>() {
    let town = T::open(8).await;
    let person = PersonId::new(SOMEBODY);
    let direct = Outgoing {
        place: Place::Direct(person.clone()),
        to: Some(person.clone()),
        ..message(1, Act::Direct, words("For your eyes"))
    };
    sent(&town, &direct).await;
    assert_eq!(town.seen().len(), 1);
    assert_eq!(seen_once(&town, "For your eyes").place, Place::Direct(person));
    town.is_content();
}

/// A card with whatever calls people on one chat system or another, in its head and below.
fn loud(town: &impl Town) -> Card {
    let account = town.account(SOMEBODY);
    let text = format!("Down! @everyone @here <!channel> <!here> <@U1> <@123> <@{account}> <@&1>");
    Card::line(words(&text)).and(words(&text))
}

pub(super) async fn what_people_write_notifies_nobody<T: Town>() {
    let town = T::open(8).await;
    let person = PersonId::new(SOMEBODY);
    sent(&town, &message(1, Act::Post, loud(&town))).await;
    sent(&town, &message(2, Act::Thread, loud(&town))).await;
    let direct = Outgoing {
        place: Place::Direct(person.clone()),
        to: Some(person),
        ..message(3, Act::Direct, loud(&town))
    };
    sent(&town, &direct).await;
    let seen = town.seen();
    assert_eq!(seen.len(), 3);
    for seen in seen {
        assert!(seen.text.contains("Down!"), "{seen:?}");
        assert_eq!(seen.notified, BTreeSet::new(), "{seen:?}");
    }
    town.is_content();
}

pub(super) async fn a_ping_notifies_those_it_is_for_alone<T: Town>() {
    let town = T::open(8).await;
    let pings = [dept("unix"), Recipient::Person(PersonId::new(SOMEBODY))].into();
    sent(&town, &Outgoing { pings, ..message(1, Act::Ping, loud(&town)) }).await;
    let wanted = ["dept:unix", "person:unix-1"].map(str::to_owned);
    assert_eq!(seen_once(&town, "Down!").notified, wanted.into());
    town.is_content();
}

/// A newer state of a card.
fn update(root: &Receipt) -> Outgoing {
    Outgoing { root: Some(root.clone()), ..message(2, Act::Update, words("The shop is slow")) }
}

pub(super) async fn a_card_is_edited_in_its_place<T: Town>() {
    let town = T::open(8).await;
    assert!(town.platform().edits());
    let root = sent(&town, &post(1, "The shop is down")).await;
    sent(&town, &post(5, "Another card")).await;
    assert_eq!(sent(&town, &update(&root)).await, root);
    assert_eq!(town.seen().len(), 2);
    assert_eq!(seen_once(&town, "The shop is slow"), town.seen()[0], "where it stood");
    assert_eq!(seen_once(&town, "The shop is slow").receipt, root);
    town.is_content();
}

pub(super) async fn a_card_that_is_gone_is_posted_anew<T: Town>() {
    let town = T::open(8).await;
    let root = sent(&town, &post(1, "The shop is down")).await;
    town.lose(&root);
    assert_eq!(town.seen(), []);
    let anew = sent(&town, &update(&root)).await;
    assert_ne!(anew, root);
    let seen = seen_once(&town, "The shop is slow");
    assert_eq!((seen.receipt, seen.place), (anew, Place::channel("unix")));
}

pub(super) async fn a_line_of_a_thread_hangs_under_its_card<T: Town>() {
    let town = T::open(8).await;
    let root = sent(&town, &post(1, "The shop is down")).await;
    let line = message(2, Act::Thread, words("It is the disk"));
    let line = Outgoing { root: Some(root.clone()), ..line };
    let receipt = sent(&town, &line).await;
    let seen = seen_once(&town, "It is the disk");
    assert_eq!((seen.under, seen.place), (Some(root), Place::channel("unix")));
    assert_eq!(seen.receipt, receipt);
    assert_eq!(town.platform().find(&line).await.expect("it can be asked"), Some(receipt));
    town.is_content();
}

pub(super) async fn what_goes_nowhere_never_arrives_and_says_why<T: Town>() {
    let town = T::open(8).await;
    let nowhere = Outgoing { place: Place::channel("nowhere"), ..post(1, "The shop is down") };
    let sent = town.platform().deliver(&nowhere).await;
    let Err(DeliveryError::Never { why }) = sent else { panic!("{sent:?}") };
    assert!(why.split_whitespace().count() >= 3, "{why}");
    assert_eq!(town.seen(), []);
}
