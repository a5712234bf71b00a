//! Commands, presses, forms and words to the bot, and the answers to them.

use baton::chat::{Inbound, Who};
use baton_commands::ids::{PersonId, Place};
use serde_json::{Value, json};

use super::bench::{
    Bench, COMMAND, COMPONENT, FORM, UNIX_1, command, connected, interaction, listen, pressed,
    reply,
};
use crate::support::discord::{BOT, House, deeds};

/// What a letter of this interaction says, and what its asker gets when it is answered so.
async fn heard(bench: &Bench, kind: u8, told: Value) -> (Inbound, Value) {
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(bench).await;
    bench.fake.gateway().event("INTERACTION_CREATE", interaction(bench, 7, kind, told));
    let (letter, asker) = letters.recv().await.unwrap();
    asker.send(vec![reply(&letter, "It is done")]).unwrap();
    let answer = bench.fake.until(|fake| fake.begun("7").answer).await;
    listening.abort();
    (letter, answer)
}

#[tokio::test]
async fn a_command_becomes_a_line_and_its_asker_alone_gets_the_answer() {
    let bench = Bench::new().await;
    let options =
        [("id", json!("INC-1")), ("text", json!("It's \"down\" for <@1100000000000000101>"))];
    let (letter, answer) = heard(&bench, COMMAND, command("incident", "note", &options)).await;
    assert_eq!(letter.text, r#"/incident note INC-1 "It's \"down\" for @unix-1""#);
    assert_eq!(letter.who, Who::Person(PersonId::new("unix-1")));
    assert_eq!(letter.place, Place::channel("unix"));
    assert_eq!(letter.delivery.to_string(), "discord:i:7");
    assert_eq!(answer["type"], 4);
    assert_eq!(answer["data"]["content"], "It is done");
    assert_eq!(answer["data"]["flags"], 64);
    assert_eq!(bench.fake.odd(), [""; 0]);
}

#[tokio::test]
async fn presses_choices_and_forms_say_the_line_they_stand_for() {
    let chosen = deeds::chosen(&["/incident show INC-2"]);
    let switched = command(
        "incident",
        "open",
        &[("title", json!("x")), ("severity", json!(2)), ("restricted", json!(true))],
    );
    let off = command("incident", "open", &[("title", json!("x")), ("restricted", json!(false))]);
    let tried = command(
        "incident",
        "ack",
        &[("override", json!("nobody answers")), ("id", json!("INC-1")), ("dry-run", json!(true))],
    );
    let texts = [("text", "two\nlines"), ("until", "")];
    let filled = deeds::filled("incident.hold\nid=INC-7", ("whom", "client"), &texts);
    let cases = [
        (COMPONENT, pressed("/incident ack INC-1"), "/incident ack INC-1"),
        (COMPONENT, chosen, "/incident show INC-2"),
        (COMMAND, switched, r#"/incident open "x" --severity 2 --restricted"#),
        (COMMAND, tried, r#"/incident ack INC-1 --dry-run --override "nobody answers""#),
        (COMMAND, off, r#"/incident open "x""#),
        (COMMAND, command("incident", "ack", &[]), "/incident ack"),
        (FORM, filled, "/incident hold INC-7 \"two\nlines\" --for client"),
    ];
    for (kind, told, wanted) in cases {
        let bench = Bench::new().await;
        let (letter, _) = heard(&bench, kind, told).await;
        assert_eq!(letter.text, wanted);
        assert_eq!(bench.fake.odd(), [""; 0]);
    }
}

#[tokio::test]
async fn what_takes_long_is_promised_and_kept() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    bench
        .fake
        .gateway()
        .event("INTERACTION_CREATE", interaction(&bench, 7, COMPONENT, pressed("/x")));
    let (letter, asker) = letters.recv().await.unwrap();
    let promise = bench.fake.until(|fake| fake.begun("7").answer).await;
    assert_eq!(promise, json!({"type": 5, "data": {"flags": 64}}));
    let long = "word ".repeat(1_500);
    asker.send(vec![reply(&letter, &long)]).unwrap();
    let edited = bench.fake.until(|fake| fake.begun("7").edited).await;
    assert!(edited["content"].as_str().unwrap().starts_with("word word"));
    let said = bench.fake.begun("7");
    assert!(said.more.iter().all(|part| part["flags"] == 64));
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

#[tokio::test]
async fn an_answer_that_may_be_lost_is_said_again_where_it_would_stand() {
    use crate::support::discord::Trap;
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    bench.fake.trap("POST /interactions", Trap::Reset);
    bench
        .fake
        .gateway()
        .event("INTERACTION_CREATE", interaction(&bench, 7, COMPONENT, pressed("/x")));
    let (letter, asker) = letters.recv().await.unwrap();
    asker.send(vec![reply(&letter, "It is done")]).unwrap();
    let edited = bench.fake.until(|fake| fake.begun("7").edited).await;
    assert_eq!(edited["content"], "It is done");
    listening.abort();
}

#[tokio::test]
async fn whoever_is_heard_too_late_is_told_in_direct_messages() {
    for engine_is_slow in [false, true] {
        let bench = Bench::new().await;
        let (listening, mut letters) = listen(&bench.discord, 8);
        connected(&bench).await;
        bench.fake.house().late.insert("7".to_owned());
        let press = interaction(&bench, 7, COMPONENT, pressed("/x"));
        bench.fake.gateway().event("INTERACTION_CREATE", press);
        let (letter, asker) = letters.recv().await.unwrap();
        if engine_is_slow {
            bench.fake.until(|fake| fake.asked("POST /interactions").pop()).await;
        }
        asker.send(vec![reply(&letter, "It is done")]).unwrap();
        let direct = |house: &House| house.all_messages().any(|it| it["content"] == "It is done");
        bench.fake.until(|fake| direct(&fake.house()).then_some(())).await;
        assert_eq!(bench.said(bench.unix), [""; 0]);
        assert_eq!(bench.fake.odd(), [""; 0]);
        listening.abort();
    }
}

#[tokio::test]
async fn when_the_engine_stops_nobody_is_left_without_a_word() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    bench
        .fake
        .gateway()
        .event("INTERACTION_CREATE", interaction(&bench, 7, COMPONENT, pressed("/x")));
    drop(letters.recv().await.unwrap());
    let answer = bench.fake.until(|fake| fake.begun("7").answer).await;
    assert!(
        answer["data"]["content"].as_str().unwrap().starts_with("I could not finish"),
        "{answer}"
    );
    listening.abort();
}

#[tokio::test]
async fn ten_times_what_can_be_heard_is_answered_all_the_same() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 10);
    connected(&bench).await;
    for id in 1..=100 {
        let told = interaction(&bench, id, COMPONENT, pressed("/incident show INC-1"));
        bench.fake.gateway().event("INTERACTION_CREATE", told);
    }
    let busy = |fake: &crate::support::discord::FakeDiscord| {
        let answers = (1..=100).filter_map(|id| fake.begun(&id.to_string()).answer);
        let is = |it: &Value| {
            it["data"]["content"].as_str().is_some_and(|text| text.starts_with("More is"))
        };
        answers.filter(is).count()
    };
    bench.fake.until(|fake| (busy(fake) == 90).then_some(())).await;
    for _ in 0..10 {
        let (letter, asker) = letters.recv().await.unwrap();
        asker.send(vec![reply(&letter, "It is done")]).unwrap();
    }
    let all = |fake: &crate::support::discord::FakeDiscord| {
        let answered = (1..=100).filter(|id| fake.begun(&id.to_string()).answer.is_some());
        (answered.count() == 100).then_some(())
    };
    bench.fake.until(all).await;
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

/// A message in `#unix`, or a direct one where there is no server.
pub fn written(bench: &Bench, id: u64, server: bool, text: &str) -> Value {
    deeds::written(bench.unix, id, UNIX_1, server, text)
}

#[tokio::test]
async fn words_to_the_bot_are_heard_and_all_others_are_not() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    let gateway = bench.fake.gateway();
    gateway.event("MESSAGE_CREATE", written(&bench, 1, true, ""));
    let mut own = written(&bench, 2, false, "from a bot");
    (own["author"]["id"], own["author"]["bot"]) = (json!("9"), json!(true));
    gateway.event("MESSAGE_CREATE", own);
    gateway.event("MESSAGE_CREATE", written(&bench, 3, true, &format!("<@{BOT}> incident ack 7")));
    let (letter, asker) = letters.recv().await.unwrap();
    assert_eq!(
        (letter.text.as_str(), letter.delivery.to_string().as_str()),
        ("incident ack 7", "discord:m:3")
    );
    assert_eq!(letter.place, Place::channel("unix"));
    asker.send(vec![reply(&letter, "for you alone")]).unwrap();
    let direct = bench.fake.until(|fake| {
        let house = fake.house();
        let said = house
            .messages
            .iter()
            .find(|(_, all)| all.iter().any(|it| it["content"] == "for you alone"));
        said.map(|(channel, _)| *channel)
    });
    assert_ne!(direct.await, bench.unix, "others read there");
    gateway.event("MESSAGE_CREATE", written(&bench, 4, false, "baton mine"));
    let (letter, _) = letters.recv().await.unwrap();
    assert_eq!(letter.place, Place::Direct(PersonId::new("unix-1")));
    assert_eq!(bench.fake.odd(), [""; 0]);
    listening.abort();
}

#[tokio::test]
async fn what_cannot_be_read_is_counted_and_harms_nobody() {
    let bench = Bench::new().await;
    let (listening, mut letters) = listen(&bench.discord, 8);
    connected(&bench).await;
    bench.fake.gateway().event("INTERACTION_CREATE", json!({"id": "not an id", "type": 2}));
    let press = interaction(&bench, 7, COMPONENT, pressed("/incident ack INC-1"));
    bench.fake.gateway().event("INTERACTION_CREATE", press);
    letters.recv().await.unwrap();
    assert_eq!(bench.discord.unread(), 1);
    listening.abort();
}
