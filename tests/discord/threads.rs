//! The thread of a record stays its thread, renamed, archived or after a restart; one that is gone loses no line.

use baton::chat::{Act, Inbound, Outgoing, Platform as _, Receipt};
use baton_commands::ids::Place;
use serde_json::{Value, json};

use super::bench::{Bench, COMMAND, command, connected, interaction, listen, message, words};
use super::delivering::id_of;
use super::talking::written;
use crate::support::discord::BOT;

#[tokio::test]
async fn a_command_in_a_thread_is_about_its_record() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    let mut told = interaction(&bench, 7, COMMAND, command("incident", "ack", &[]));
    told["channel"] = json!({
        "id": "5", "type": 11, "name": "INC-7 Web shop", "parent_id": bench.unix.to_string(),
    });
    bench.fake.gateway().event("INTERACTION_CREATE", told);
    let (letter, _) = letters.recv().await.unwrap();
    assert_eq!(letter.place, Place::channel("unix"));
    assert_eq!(letter.thread, "INC-7".parse().ok());
    listening.abort();
}

/// A card with a thread, which somebody has renamed.
async fn renamed(bench: &Bench) -> u64 {
    let root = bench.discord.deliver(&message(1, Act::Post, words("the card"))).await.unwrap();
    bench.discord.deliver(&line(&root, 2)).await.unwrap();
    let thread = id_of(&root);
    let mut house = bench.fake.house();
    house.channels.get_mut(&thread).unwrap()["name"] = json!("INC-9 is not it");
    thread
}

fn line(root: &Receipt, number: u32) -> Outgoing {
    Outgoing { root: Some(root.clone()), ..message(number, Act::Thread, words("a line")) }
}

/// What a bot that has just started hears, of a thread that Discord did not tell of.
async fn heard(bench: &Bench, kind: &'static str, told: Value) -> Inbound {
    let discord = bench.restarted();
    let (listening, mut letters) = listen(&discord, 8);
    connected(bench).await;
    bench.fake.gateway().event(kind, told);
    let (letter, _) = letters.recv().await.unwrap();
    listening.abort();
    letter
}

#[tokio::test]
async fn a_renamed_thread_is_still_about_its_record() {
    for case in ["a command", "a command of a channel half known", "words"] {
        let bench = Bench::new().await;
        let thread = renamed(&bench).await.to_string();
        let parent = bench.unix.to_string();
        let mut used = interaction(&bench, 7, COMMAND, command("incident", "ack", &[]));
        let mut said = written(&bench, 9, true, &format!("<@{BOT}> incident ack"));
        said["channel_id"] = json!(thread);
        let (kind, told) = match case {
            "a command" => {
                used["channel"] = json!({
                    "id": thread, "type": 11, "name": "INC-9 is not it", "parent_id": parent,
                });
                ("INTERACTION_CREATE", used)
            }
            "words" => ("MESSAGE_CREATE", said),
            _ => {
                used["channel"] = json!({"id": thread, "type": 11});
                ("INTERACTION_CREATE", used)
            }
        };
        let letter = heard(&bench, kind, told).await;
        assert_eq!(letter.place, Place::channel("unix"), "{case}");
        assert_eq!(letter.thread, "INC-1".parse().ok(), "{case}");
        assert_eq!(bench.fake.odd(), [""; 0]);
    }
}

#[tokio::test]
async fn whose_thread_it_is_is_asked_once() {
    let bench = Bench::new().await;
    let thread = renamed(&bench).await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    for id in [7, 8] {
        let mut said = written(&bench, id, true, &format!("<@{BOT}> incident ack"));
        said["channel_id"] = json!(thread.to_string());
        bench.fake.gateway().event("MESSAGE_CREATE", said);
        assert_eq!(letters.recv().await.unwrap().0.thread, "INC-1".parse().ok());
    }
    let path = format!("GET /channels/{}/messages/{thread}", bench.unix);
    assert_eq!(bench.fake.asked(&path).len(), 1);
    listening.abort();
}

#[tokio::test]
async fn a_thread_that_was_deleted_is_made_anew_or_its_lines_stand_below_the_card() {
    for for_good in [false, true] {
        let bench = Bench::new().await;
        let root = bench.discord.deliver(&message(1, Act::Post, words("the card"))).await.unwrap();
        bench.discord.deliver(&line(&root, 2)).await.unwrap();
        let thread = id_of(&root);
        bench.fake.house().delete_thread(thread, for_good);
        let three = line(&root, 3);
        bench.discord.deliver(&three).await.unwrap();
        let (below, inside) = if for_good { (2, 1) } else { (1, 2) };
        assert_eq!(bench.said(bench.unix).len(), below);
        assert_eq!(bench.said(thread).len(), inside);
        assert!(bench.discord.find(&three).await.unwrap().is_some());
        assert_eq!(bench.fake.odd(), [""; 0]);
    }
}

#[tokio::test]
async fn an_archived_thread_is_opened_again_unless_it_is_locked() {
    let bench = Bench::new().await;
    let root = bench.discord.deliver(&message(1, Act::Post, words("the card"))).await.unwrap();
    bench.discord.deliver(&line(&root, 2)).await.unwrap();
    let thread = id_of(&root);
    let archive = || {
        let mut house = bench.fake.house();
        house.channels.get_mut(&thread).unwrap()["thread_metadata"]["archived"] = true.into();
    };
    archive();
    bench.discord.deliver(&line(&root, 3)).await.unwrap();
    archive();
    bench.fake.house().locked.insert(thread);
    let refused = bench.discord.deliver(&line(&root, 4)).await;
    assert!(format!("{refused:?}").contains("unlock it"), "{refused:?}");
    assert_eq!(bench.said(thread).len(), 2);
    assert_eq!(bench.fake.odd(), [""; 0]);
}
