//! What people say: it is heard with its person and place, once, and answered to him alone.

use baton::chat::inbound::Asked;
use baton::chat::{Outgoing, Who};
use baton_commands::ids::{DeliveryId, PersonId, Place};

use super::{PATIENCE, SOMEBODY, STRANGER, Town};
use crate::discord::bench::reply;

const LINE: &str = "/incident ack";

async fn letter(town: &mut impl Town) -> Asked {
    let letter = tokio::time::timeout(PATIENCE, town.letters().recv()).await;
    letter.expect("a letter in time").expect("it listens")
}

/// What each of these acts is called, which is one `SOMEBODY` said; all are heard before the first is answered.
async fn names(town: &mut impl Town, acts: [u64; 2]) -> [DeliveryId; 2] {
    town.says(acts[0], SOMEBODY, LINE).await;
    let (first, to) = letter(town).await;
    if acts[0] != acts[1] {
        to.send(vec![reply(&first, "It is done")]).expect("somebody waits");
    }
    town.says(acts[1], SOMEBODY, LINE).await;
    let (second, _to) = letter(town).await;
    [first.delivery, second.delivery]
}

pub(super) async fn a_command_comes_with_its_person_and_place<T: Town>() {
    let mut town = T::open(8).await;
    town.says(7, SOMEBODY, LINE).await;
    let (letter, _to) = letter(&mut town).await;
    assert_eq!(letter.who, Who::Person(PersonId::new(SOMEBODY)));
    assert_eq!((letter.place, letter.thread), (Place::channel("unix"), None));
    assert_eq!(letter.text, LINE);
    let platform = town.platform().name();
    let name = letter.delivery.0;
    assert!(name.starts_with(&format!("{platform}:")), "{name} on {platform}");
    town.is_content();
}

pub(super) async fn two_acts_have_two_names<T: Town>() {
    let mut town = T::open(8).await;
    let [one, other] = names(&mut town, [7, 8]).await;
    assert_ne!(one, other);
}

pub(super) async fn an_act_has_the_same_name_at_every_delivery<T: Town>() {
    let mut town = T::open(8).await;
    let [one, again] = names(&mut town, [7, 7]).await;
    assert_eq!(one, again);
}

pub(super) async fn a_stranger_is_heard_by_his_account<T: Town>() {
    let mut town = T::open(8).await;
    town.says(7, STRANGER, LINE).await;
    let (letter, _to) = letter(&mut town).await;
    let account = format!("{}:{}", town.platform().name(), town.account(STRANGER));
    assert_eq!(letter.who, Who::Stranger(account));
    assert_eq!(letter.place, Place::channel("unix"));
}

pub(super) async fn an_answer_is_seen_by_the_asker_alone<T: Town>() {
    let mut town = T::open(8).await;
    town.says(7, SOMEBODY, LINE).await;
    let (letter, to) = letter(&mut town).await;
    let answer = Outgoing { to: Some(PersonId::new(SOMEBODY)), ..reply(&letter, "It is done") };
    to.send(vec![answer]).expect("somebody waits");
    let answers = town.answers(1).await;
    assert!(answers[&7].alone && answers[&7].text.contains("It is done"), "{answers:?}");
    assert_eq!(town.seen(), [], "others would read it");
    town.is_content();
}

pub(super) async fn what_is_too_much_is_answered_as_such<T: Town>() {
    let mut town = T::open(1).await;
    for act in 1..=3 {
        town.says(act, SOMEBODY, LINE).await;
    }
    // Nobody reads what is in the inbox before the two others are answered.
    town.answers(2).await;
    let (letter, to) = letter(&mut town).await;
    to.send(vec![reply(&letter, "It is done")]).expect("somebody waits");
    let answers = town.answers(3).await;
    let say = |words: &str| answers.values().filter(|answer| answer.text.contains(words)).count();
    assert_eq!((say("More is being said"), say("It is done")), (2, 1), "{answers:?}");
    assert!(answers.values().all(|answer| answer.alone), "{answers:?}");
    assert!(town.letters().try_recv().is_err(), "what was shed is not heard after all");
    assert_eq!(town.seen(), []);
    town.is_content();
}
