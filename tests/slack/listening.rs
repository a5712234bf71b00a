//! What people do is heard once, acknowledged at once, and answered to them alone.

use baton::chat::{Act, Outgoing, Who};
use baton_commands::card::Card;
use baton_commands::grammar::Slash;
use baton_commands::ids::{PersonId, Place};
use baton_commands::say;
use serde_json::{Value, json};

use super::cards;
use super::office::{Office, PATIENT, answer, record};
use crate::support::slack::deeds;
use crate::support::slack::state::Fault;

pub fn reply(text: &'static str) -> Outgoing {
    let card = Card::line(say!("mine-head", count = text.len()));
    cards::message(Act::Reply, card)
}

pub async fn answers(office: &Office, user: &str, count: usize) -> Vec<Value> {
    let got = |state: &crate::support::slack::state::State| {
        let answers = state.answers(user);
        (answers.len() >= count).then_some(answers)
    };
    office.fake.until("answers", got).await
}

#[tokio::test]
async fn a_command_is_acknowledged_and_answered_when_it_is_decided() {
    let mut office = Office::open(8).await;
    let line = "/incident open \"Shop &amp; mail\" --dept <#C99|unix>";
    let command = office.command("e1", "UTAM1", "unix", line);
    office.fake.sockets().send(command);
    let (letter, to) = office.letter().await;
    assert_eq!(letter.text, "/incident open \"Shop & mail\" --dept #unix");
    assert_eq!(letter.who, Who::Person(PersonId::new("tam-1")));
    assert_eq!(letter.place, Place::channel("unix"));
    assert_eq!(letter.slash, Slash::Required);
    assert_eq!(office.fake.sockets().ack("e1"), None, "nobody says that it is done");
    answer(to, vec![reply("x")]);
    assert_eq!(office.fake.acknowledged("e1").await, json!({"envelope_id": "e1"}));
    let answers = answers(&office, "UTAM1", 1).await;
    assert_eq!(answers[0]["response_type"], "ephemeral");
    assert_eq!(answers[0]["text"], "1 thing waits for you");
    office.fake.nothing_wrong();
}

/// An account of nobody is somebody too (DIR-2).
#[tokio::test]
async fn a_stranger_is_heard_by_his_account() {
    let mut office = Office::open(8).await;
    office.fake.sockets().send(office.command("e1", "U0NOBODY", "unix", "/baton link ABC"));
    let (letter, _to) = office.letter().await;
    assert_eq!(letter.who, Who::Stranger("slack:U0NOBODY".to_owned()));
}

#[tokio::test]
async fn a_press_is_the_line_of_its_button_and_the_same_at_every_redelivery() {
    let mut office = Office::open(8).await;
    let press = office.press("e1", "UUNIX1", "unix", "/incident ack INC-7");
    let again = json!({"envelope_id": "e2", "retry_attempt": 1});
    office.fake.sockets().send(press.clone());
    let (first, to) = office.letter().await;
    assert_eq!(first.text, "/incident ack INC-7");
    answer(to, vec![reply("x")]);
    let mut again_sent = press.clone();
    again_sent["envelope_id"] = again["envelope_id"].clone();
    again_sent["retry_attempt"] = json!(1);
    office.fake.sockets().send(again_sent);
    let (second, _to) = office.letter().await;
    assert_eq!(first.delivery, second.delivery);
    answers(&office, "UUNIX1", 1).await;
}

/// The same message eleven times, each with an id of its own.
#[tokio::test]
async fn talk_is_named_by_its_message_and_not_by_its_event() {
    let mut office = Office::open(32).await;
    let channel = office.fake.state().direct("UUNIX1");
    let mut names = std::collections::BTreeSet::new();
    for nth in 0..11 {
        let mut event = deeds::talk(&channel, "UUNIX1", "baton mine");
        event["client_msg_id"] = json!(format!("c{nth}"));
        let id = format!("e{nth}");
        office.fake.sockets().send(office.fake.sockets().event(&id, event));
        let (letter, to) = office.letter().await;
        names.insert(letter.delivery);
        assert_eq!((letter.text.as_str(), letter.slash), ("baton mine", Slash::Optional));
        assert_eq!(letter.place, Place::Direct(PersonId::new("unix-1")));
        answer(to, if nth == 0 { vec![reply("x")] } else { Vec::new() });
    }
    assert_eq!(names.len(), 1);
    let said = |state: &crate::support::slack::state::State| {
        (state.rooms[&channel].messages.len() == 1).then_some(())
    };
    office.fake.until("an answer where he is", said).await;
}

/// In a channel the answer is seen by him alone; in a record's thread he speaks about the record.
#[tokio::test]
async fn a_mention_in_a_thread_is_about_its_record() {
    let mut office = Office::open(8).await;
    let (channel, thread) = {
        let mut state = office.fake.state();
        let channel = state.id("unix");
        let ts = state.say(&channel, "UBOT", "a card");
        let card = state.rooms.get_mut(&channel).unwrap().messages.last_mut().unwrap();
        card["metadata"] =
            json!({"event_type": "baton_message", "event_payload": {"surface": "INC-7"}});
        (channel, ts)
    };
    let mut event = deeds::mention(&channel, "UUNIX1", "ack");
    event["thread_ts"] = json!(thread);
    office.fake.sockets().send(office.fake.sockets().event("e1", event));
    let (letter, to) = office.letter().await;
    assert_eq!(letter.thread, Some(record("INC-7")));
    assert_eq!((letter.text.as_str(), letter.slash), ("ack", Slash::Optional));
    answer(to, vec![reply("x")]);
    let whispered = |state: &crate::support::slack::state::State| state.ephemeral.first().cloned();
    let (place, user, message) = office.fake.until("a whisper", whispered).await;
    assert_eq!((place, user.as_str()), (channel, "UUNIX1"));
    assert_eq!(message["thread_ts"], thread.as_str());
    office.fake.nothing_wrong();
}

#[tokio::test]
async fn what_bots_say_and_what_was_changed_is_not_talk() {
    let mut office = Office::open(8).await;
    let channel = office.fake.state().direct("UUNIX1");
    let events = [
        json!({"type": "message", "channel_type": "im", "channel": channel, "user": "UBOT", "bot_id": "B1", "text": "x", "ts": "1.1"}),
        json!({"type": "message", "channel_type": "im", "channel": channel, "subtype": "message_changed", "user": "UUNIX1", "text": "x", "ts": "1.2"}),
        deeds::home_opened("UUNIX1", "messages"),
    ];
    for (nth, event) in events.into_iter().enumerate() {
        let id = format!("e{nth}");
        office.fake.sockets().send(office.fake.sockets().event(&id, event));
        office.fake.acknowledged(&id).await;
    }
    // An envelope of a kind that nobody knows yet is acknowledged as well.
    office.fake.sockets().send(json!({"envelope_id": "new", "type": "surprise", "payload": 7}));
    office.fake.acknowledged("new").await;
    assert!(office.letters.try_recv().is_err());
}

/// More than can be heard is told so, by the acknowledgement itself.
#[tokio::test]
async fn what_is_too_much_is_shed_with_an_answer() {
    let mut office = Office::hurried(4, PATIENT).await;
    for nth in 0..40 {
        let command = office.command(&format!("e{nth}"), "UTAM1", "unix", "/baton mine");
        office.fake.sockets().send(command);
    }
    let mut shed = 0;
    for nth in 4..40 {
        let said = &office.fake.acknowledged(&format!("e{nth}")).await["payload"];
        assert_eq!(said["response_type"], "ephemeral");
        assert!(said["text"].as_str().unwrap().starts_with("More is being said"), "{said}");
        shed += 1;
    }
    assert_eq!(shed, 36);
    // Presses are told at their address, forms in the form.
    office.fake.sockets().send(office.press("p", "UUNIX1", "unix", "/incident ack INC-7"));
    let answers = answers(&office, "UUNIX1", 1).await;
    assert!(answers[0]["text"].as_str().unwrap().starts_with("More is being said"));
    for _ in 0..4 {
        let (_, to) = office.letter().await;
        answer(to, Vec::new());
    }
    office.fake.nothing_wrong();
}

/// Its address may be used up or broken: there are other ways to him.
#[tokio::test]
async fn an_answer_finds_another_way() {
    let mut office = Office::open(8).await;
    office.fake.fault("answer", [Fault::Status(404)]);
    office.fake.sockets().send(office.command("e1", "UTAM1", "unix", "/baton mine"));
    let (_, to) = office.letter().await;
    answer(to, vec![reply("x")]);
    let whispered = |state: &crate::support::slack::state::State| state.ephemeral.first().cloned();
    office.fake.until("a whisper", whispered).await;

    // He is in a channel that we are not in.
    let elsewhere = office.fake.state().room("elsewhere", true);
    office.fake.state().rooms.get_mut(&elsewhere).unwrap().is_member = false;
    office.fake.fault("answer", [Fault::Status(404)]);
    office.fake.sockets().send(office.command("e2", "UTAM1", "elsewhere", "/baton mine"));
    let (_, to) = office.letter().await;
    answer(to, vec![reply("x")]);
    let direct = |state: &crate::support::slack::state::State| {
        let his = |room: &&_| with(room) == Some("UTAM1");
        state.rooms.values().filter(his).find_map(|room| room.messages.first().cloned())
    };
    office.fake.until("a direct message", direct).await;
    office.fake.nothing_wrong();
}

fn with(room: &crate::support::slack::state::Room) -> Option<&str> {
    room.with.as_deref()
}

/// The engine stopped before it answered: nobody waits for ever.
#[tokio::test]
async fn who_is_never_answered_is_told() {
    let mut office = Office::open(8).await;
    office.fake.sockets().send(office.command("e1", "UTAM1", "unix", "/baton mine"));
    let (_, to) = office.letter().await;
    drop(to);
    let said = &office.fake.acknowledged("e1").await["payload"];
    assert!(said["text"].as_str().unwrap().starts_with("I could not finish"), "{said}");
}
