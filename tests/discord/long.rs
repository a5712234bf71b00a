//! What is too long for one message of Discord's: every part is said once, and a card is cut.

use baton::chat::{Act, DeliveryError, Outgoing, Platform as _};
use baton_commands::card::Card;
use baton_commands::ids::RecordId;

use super::bench::{Bench, message, words};
use super::delivering::id_of;
use crate::support::discord::Trap;

fn much() -> Card {
    let line = |nth: u32| words(&format!("{nth}: {}", "word ".repeat(20)));
    (0..110).map(line).fold(Card::line(words("head")), Card::and)
}

fn long() -> Outgoing {
    message(2, Act::Post, much())
}

/// What stands below the messages of a channel or thread: a name, and which part it is.
fn marks(bench: &Bench, channel: u64) -> Vec<String> {
    let house = bench.fake.house();
    let said = house.messages.get(&channel).into_iter().flatten();
    let marks = said.filter_map(|it| it["embeds"].as_array()?.last()?["footer"]["text"].as_str());
    marks.map(str::to_owned).collect()
}

#[tokio::test]
async fn what_is_too_long_goes_on_in_the_thread() {
    let bench = Bench::new().await;
    let posted = bench.discord.deliver(&long()).await.unwrap();
    assert_eq!(bench.said(bench.unix).len(), 1);
    assert_eq!(marks(&bench, bench.unix), ["INC-1/2/0 (1/3)"]);
    assert_eq!(marks(&bench, id_of(&posted)), ["INC-1/2/0 (2/3)", "INC-1/2/0 (3/3)"]);
    assert_eq!(bench.fake.odd(), [""; 0]);
}

/// A crash, or a connection that breaks, before and after each part got there; minutes later, so that no nonce is known.
#[tokio::test]
async fn after_a_crash_in_a_long_message_its_missing_parts_are_said_and_none_twice() {
    for (parts, trap) in [(1, Trap::Lost), (2, Trap::Lost), (1, Trap::Reset), (2, Trap::Reset)] {
        for in_thread in [false, true] {
            let bench = Bench::new().await;
            let root = bench.discord.deliver(&message(1, Act::Post, words("card"))).await.unwrap();
            let line = Outgoing { root: Some(root.clone()), ..message(9, Act::Thread, words("a")) };
            bench.discord.deliver(&line).await.unwrap();
            let act = if in_thread { Act::Thread } else { Act::Post };
            let root = in_thread.then_some(root);
            let also = vec!["INC-1/3/0@#unix".to_owned()];
            let long = Outgoing { act, root: root.clone(), also, ..long() };
            break_off(&bench, &long, parts, trap).await;
            bench.fake.house().forget_nonces();

            let after = bench.restarted();
            let merged = Outgoing { also: Vec::new(), ..message(3, act, much()) };
            let merged = Outgoing { root, ..merged };
            let is_whole = parts == 2 && trap == Trap::Reset;
            let found = after.find(&merged).await.unwrap();
            assert_eq!(found.is_some(), is_whole, "{trap:?}");
            if !is_whole {
                let names = after.begun(&merged.name);
                assert_eq!(names, ["INC-1/2/0@#unix", "INC-1/3/0@#unix"]);
                after.deliver(&long).await.unwrap();
            }
            let first = after.find(&long).await.unwrap().expect("it is whole");
            let thread = first.0.split(':').next().unwrap().parse().unwrap();
            let mut said = marks(&bench, if in_thread { thread } else { bench.unix });
            if !in_thread {
                said.extend(marks(&bench, id_of(&first)));
            }
            let number = |nth| format!("INC-1/2/0 · INC-1/3/0 ({nth}/3)");
            assert_eq!(said, [number(1), number(2), number(3)], "{trap:?} {parts} {in_thread}");
            assert_eq!(bench.fake.odd(), [""; 0]);
        }
    }
}

/// Sends so many parts of a message and breaks the connection at the next.
async fn break_off(bench: &Bench, long: &Outgoing, parts: usize, trap: Trap) {
    // Below a channel the thread is asked for, and made, before the second part gets there.
    let around = if long.root.is_none() { 2 } else { 0 };
    for _ in 0..parts + around {
        bench.fake.trap("POST /channels", Trap::None);
    }
    bench.fake.trap("POST /channels", trap);
    let error = bench.discord.deliver(long).await.expect_err("a fault");
    assert!(matches!(error, DeliveryError::Unknown { .. }), "{error}");
}

/// Its rest would have to be hung into the thread again at each edit.
#[tokio::test]
async fn a_card_that_is_too_long_is_cut_and_says_where_the_rest_is() {
    let bench = Bench::new().await;
    let surface = Some(RecordId::incident(1));
    let root = bench.discord.deliver(&Outgoing { surface, ..long() }).await.unwrap();
    for number in [3, 4] {
        let edit =
            Outgoing { surface, root: Some(root.clone()), ..message(number, Act::Update, much()) };
        bench.discord.deliver(&edit).await.unwrap();
        let house = bench.fake.house();
        assert_eq!(house.all_messages().count(), 1);
        let card = house.all_messages().next().unwrap();
        let last = card["embeds"].as_array().unwrap().last().unwrap();
        assert_eq!(last["description"], "… `/incident show INC-1` shows the rest.");
        assert_eq!(last["footer"]["text"], format!("INC-1/{number}/0"));
    }
    assert_eq!(bench.fake.odd(), [""; 0]);
}
