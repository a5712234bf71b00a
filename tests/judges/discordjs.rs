//! What discord.js, a framework of others', makes of our Discord: the deeds of a day, the ends of a session, every no.

use std::process::Command;

use serde_json::{Value, json};

use super::guest::{Guest, brought};
use crate::support::discord::deeds::{self, COMMAND, COMPONENT, FORM, TYPING};
use crate::support::discord::{BOT, Close, FakeDiscord, SERVER, TOKEN, Trap};

/// Who does it all.
const SOMEBODY: &str = "1100000000000000101";

/// A server with a channel and a role, and the bot connected to it.
async fn open() -> (FakeDiscord, u64, Guest) {
    let fake = FakeDiscord::open().await;
    fake.be_host();
    let unix = fake.house().add_channel("unix");
    fake.house().add_role("Unix group");
    let mut bot = Guest::start(
        Command::new(brought("node"))
            .arg(brought("guest.mjs"))
            .env("DISCORD", format!("https://127.0.0.1:{}", fake.port()))
            .env("TOKEN", TOKEN),
    );
    fake.until(|fake| (!fake.gateway().begun().is_empty()).then_some(())).await;
    fake.gateway().event("GUILD_CREATE", server(&fake));
    assert_eq!(bot.line().await, json!({"gateway": "ready"}));
    assert_eq!(bot.line().await, json!({"ready": "baton", "guilds": ["Demo"]}));
    (fake, unix, bot)
}

/// A server as the gateway tells of it to whoever comes in.
fn server(fake: &FakeDiscord) -> Value {
    let house = fake.house();
    json!({
        "id": SERVER, "name": "Demo", "owner_id": SOMEBODY, "unavailable": false, "large": false,
        "member_count": 2, "joined_at": "2026-01-01T00:00:00+00:00", "preferred_locale": "en-US",
        "channels": house.channels.values().collect::<Vec<_>>(),
        "roles": house.roles.values().collect::<Vec<_>>(),
        "members": [], "threads": [], "emojis": [], "features": [], "presences": [],
        "voice_states": [], "stage_instances": [], "guild_scheduled_events": [], "stickers": [],
        "soundboard_sounds": [],
    })
}

/// What is the same of all that is done.
fn heard(kind: &str, id: u64, more: Value) -> Value {
    let mut heard = json!({
        "heard": kind, "id": id.to_string(), "user": "unix-1", "member": SOMEBODY, "guild": SERVER,
        "channel": "unix", "locale": "en-US", "context": 0,
    });
    for (key, value) in more.as_object().expect("fields") {
        heard[key] = value.clone();
    }
    heard
}

/// Something done: its kind, what Discord tells of it, what discord.js makes of that, what became of its answer.
type Deed = (u8, Value, &'static str, Value, Value);

fn commands(unix: u64) -> Vec<Deed> {
    let words = [("id", json!("INC-1")), ("severity", json!(2)), ("restricted", json!(true))];
    let options = json!([["id", 3, "INC-1"], ["severity", 4, 2], ["restricted", 5, true]]);
    let note = json!({"command": "incident", "verb": "note", "options": options});
    let answered = json!({
        "edited": ["It is done", "baton", 1, true], "more": ["and more", "baton", 0, true],
    });
    let below = json!(["the shop is down", "somebody", 0, true]);
    let menu = json!({"command": "Open an incident", "message": below});
    let mut typing = deeds::command("incident", "show", &[("id", json!("INC"))]);
    typing["options"][0]["options"][0]["focused"] = json!(true);
    vec![
        (COMMAND, deeds::command("incident", "note", &words), "command", note, answered),
        (COMMAND, deeds::menu(unix, "the shop is down"), "menu", menu, json!({})),
        (TYPING, typing, "typing", json!({"name": "id", "value": "INC"}), json!({})),
    ]
}

fn components() -> Vec<Deed> {
    let press = json!({"line": "/incident ack INC-1", "below": ["a card", "baton", 0, true]});
    let filled = deeds::filled("incident.hold", ("whom", "client"), &[("text", "two\nlines")]);
    let fields = json!([["whom", ["client"]], ["text", "two\nlines"]]);
    let form = json!({"form": "incident.hold", "fields": fields});
    vec![
        (COMPONENT, deeds::pressed("/incident ack INC-1"), "press", press, json!({})),
        (COMPONENT, deeds::chosen(&["/x"]), "choice", json!({"values": ["/x"]}), json!({})),
        (FORM, filled, "form", form, json!({})),
    ]
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs discord.js: tests/judges/run"]
async fn discordjs_hears_all_that_people_do_and_answers_it() {
    let (fake, unix, mut bot) = open().await;
    let deeds = commands(unix).into_iter().chain(components());
    for (id, (kind, told, what, more, did)) in (101..).zip(deeds) {
        let told = deeds::interaction(unix, id, SOMEBODY, kind, told);
        fake.gateway().event("INTERACTION_CREATE", told);
        assert_eq!(bot.line().await, heard(what, id, more));
        let mut came_of_it = bot.line().await;
        assert_eq!(came_of_it["did"].take(), what);
        let came_of_it = came_of_it.as_object_mut().expect("fields");
        came_of_it.remove("did");
        assert_eq!(json!(came_of_it), did, "{what}");
        assert!(fake.begun(&id.to_string()).answer.is_some(), "{what}");
    }
    let said = deeds::written(unix, 7_000, SOMEBODY, true, &format!("<@{BOT}> incident list"));
    fake.gateway().event("MESSAGE_CREATE", said);
    let shown = json!([format!("<@{BOT}> incident list"), "unix-1", 0, true]);
    let talk = json!({"heard": "talk", "shown": shown, "called": true, "guild": SERVER});
    assert_eq!(bot.line().await, talk);
    assert_eq!(fake.odd(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs discord.js: tests/judges/run"]
async fn discordjs_comes_back_however_a_session_ends() {
    let (fake, unix, mut bot) = open().await;
    let gateway = fake.gateway();
    for (nth, end) in [Close::Broken, Close::Code(4000), Close::Code(4002)].into_iter().enumerate()
    {
        gateway.end(end);
        gateway.event(
            "MESSAGE_CREATE",
            deeds::written(unix, 7_000 + nth as u64, SOMEBODY, true, "missed"),
        );
        assert_eq!(bot.line().await, json!({"gateway": "again"}), "{nth}");
        let heard = bot.line().await;
        assert_eq!(heard["heard"], "talk", "{nth}: {heard}, {:?}", gateway.begun());
        assert_eq!(bot.line().await, json!({"gateway": "resumed"}), "{nth}");
    }
    gateway.say(json!({"op": 7, "d": null}));
    assert_eq!(bot.line().await, json!({"gateway": "again"}));
    assert_eq!(bot.line().await, json!({"gateway": "resumed"}));
    gateway.say(json!({"op": 1, "d": null}));
    fake.until(|fake| (fake.gateway().heartbeats() > 0).then_some(())).await;
    gateway.forget_sessions();
    gateway.end(Close::Code(4000));
    assert_eq!(bot.line().await, json!({"gateway": "again"}));
    fake.until(|fake| (fake.gateway().begun().last()? == "identify").then_some(())).await;
    assert_eq!(fake.odd(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs discord.js: tests/judges/run"]
async fn discordjs_takes_what_our_discord_answers() {
    let (fake, _, mut bot) = open().await;
    let card = json!({
        "once": true, "shown": ["a card", "baton", 1, true], "embed": "a *card*",
        "edited": ["an edited card", "baton", 0, true, true],
        "thread": ["INC-1 a card", true, true, false],
        "found": ["an edited card"], "direct": SOMEBODY,
    });
    assert_eq!(bot.sent("post a card").await, card);
    let around = json!({
        "me": true, "guild": "Demo", "channels": ["unix"], "roles": ["Unix group"],
        "commands": [["incident", "Incidents", 1]], "left": 0,
    });
    assert_eq!(bot.sent("look around").await, around);
    assert_eq!(fake.odd(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs discord.js: tests/judges/run"]
async fn discordjs_understands_every_no() {
    let (fake, unix, mut bot) = open().await;
    fake.house().mute.insert(unix);
    fake.trap("POST /channels/12", Trap::Limited { after: 0.05, global: false });
    fake.trap("POST /channels/12", Trap::Limited { after: 0.05, global: true });
    let no = json!({
        "nowhere": [404, 10_003, "Unknown Channel"],
        "lost": [404, 10_003, "Unknown Channel"],
        "slowed": [403, 50_013, "Missing Permissions"],
        "limited": [[true, true]],
    });
    assert_eq!(bot.sent("be refused").await, no);
    assert_eq!(fake.asked("POST /channels/12").len(), 3, "it asked again, twice");
}
