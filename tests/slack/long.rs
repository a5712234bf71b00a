//! What is too long for one message of Slack's: every part is said once, and a card is cut.

use baton::chat::{Act, DeliveryError, Outgoing, Platform as _};
use baton_commands::card::{Block, Card};
use baton_commands::say;
use serde_json::Value;

use super::cards;
use super::delivery::{bench, line, update};
use super::office::{slack, socket};
use crate::support::slack::FakeSlack;
use crate::support::slack::kit::{Surface, faults};
use crate::support::slack::state::Fault;

fn much() -> Card {
    let card = Card::line(say!("card-posted", id = cards::record()));
    let part = |nth| Block::Verbatim(format!("part {nth} {}", "word ".repeat(500)));
    (0..12).map(part).fold(card, Card::with)
}

fn long() -> Outgoing {
    Outgoing { card: much(), ..line(Act::Post, "long") }
}

/// The numbers of the parts in `#unix`, in the order in which they were said; those after the first in its thread.
fn numbers(fake: &FakeSlack) -> Vec<Value> {
    let said = fake.state().said("unix");
    assert!(said[1..].iter().all(|part| part["thread_ts"] == said[0]["ts"]));
    said.iter().map(|said| said["metadata"]["event_payload"]["part"].clone()).collect()
}

/// What has begun goes on where it was stopped.
#[tokio::test]
async fn a_long_message_is_said_once_however_often_it_is_stopped() {
    let (fake, slack, _) = bench().await;
    let slow = Fault::Slow("0.2");
    fake.fault("chat.postMessage", [slow.clone(), Fault::None, slow.clone(), Fault::None, slow]);
    let mut stopped = 0;
    while let Err(error) = slack.deliver(&long()).await {
        assert!(matches!(error, DeliveryError::Later { .. }), "{error}");
        stopped += 1;
    }
    assert_eq!(stopped, 3);
    assert_eq!(numbers(&fake), ["0", "1", "2"].map(Value::from));
    let first = fake.state().said("unix")[0]["ts"].as_str().map(str::to_owned);
    assert_eq!(slack.find(&long()).await.unwrap().unwrap().0.split(':').nth(1), first.as_deref());
    fake.nothing_wrong();
}

/// A crash, or a connection that breaks, before and after each part got there.
#[tokio::test]
async fn after_a_crash_in_a_long_message_its_missing_parts_are_said_and_none_twice() {
    for (parts, fault) in
        [(1, Fault::Reset), (2, Fault::Reset), (1, Fault::ResetAfter), (2, Fault::ResetAfter)]
    {
        for in_thread in [false, true] {
            let (fake, before, world) = bench().await;
            let root = before.deliver(&line(Act::Post, "root")).await.unwrap();
            let root = in_thread.then_some(root);
            let act = if in_thread { Act::Thread } else { Act::Post };
            let also = vec!["merged".to_owned()];
            let long = Outgoing { act, root, also, ..long() };
            let faults = std::iter::repeat_n(Fault::None, parts).chain([fault.clone()]);
            fake.fault("chat.postMessage", faults.collect::<Vec<_>>());
            let error = before.deliver(&long).await.expect_err("a fault");
            assert!(matches!(error, DeliveryError::Unknown { .. }), "{error}");
            drop(before);

            let after = slack(&fake, &world, socket());
            let merged = Outgoing { name: "merged".to_owned(), also: Vec::new(), ..long.clone() };
            let is_whole = parts == 2 && fault == Fault::ResetAfter;
            assert_eq!(after.find(&merged).await.unwrap().is_some(), is_whole, "{fault:?}");
            if !is_whole {
                // They go on together, and nothing else goes with them.
                assert_eq!(after.begun("merged"), ["long", "merged"]);
                after.deliver(&long).await.unwrap();
            }
            assert_eq!(after.begun("merged"), [""; 0]);
            let said = fake.state().said("unix");
            let numbers =
                said[1..].iter().map(|it| it["metadata"]["event_payload"]["part"].clone());
            let numbers: Vec<Value> = numbers.collect();
            assert_eq!(numbers, ["0", "1", "2"].map(Value::from), "{fault:?} {parts} {in_thread}");
            assert!(after.find(&merged).await.unwrap().is_some());
            fake.nothing_wrong();
        }
    }
}

/// Its rest would have to be hung into the thread again at each edit.
#[tokio::test]
async fn a_card_that_is_too_long_is_cut_and_says_where_the_rest_is() {
    let (fake, slack, _) = bench().await;
    let card = Outgoing { surface: Some(cards::record()), ..long() };
    let root = slack.deliver(&card).await.unwrap();
    let edits = [("INC-7/8/0@#unix", much()), ("INC-7/9/0@#unix", much())];
    for (name, card) in edits {
        slack.deliver(&Outgoing { card, ..update(&root, name) }).await.unwrap();
        let said = fake.state().said("unix");
        assert_eq!(said.len(), 1);
        assert_eq!(faults(&said[0]["blocks"], Surface::Message), [""; 0]);
        let blocks = said[0]["blocks"].as_array().unwrap();
        let last = blocks.last().unwrap()["text"]["text"].as_str().unwrap();
        assert_eq!(last, "… `/incident show INC-7` shows the rest.");
        assert!(blocks.len() > 3);
        assert!(said[0]["text"].as_str().unwrap().ends_with(last));
    }
    fake.nothing_wrong();
}
