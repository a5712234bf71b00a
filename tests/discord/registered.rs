//! The commands on Discord are those there are, within its limits, and only what changed is told.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;

use baton::chat::Names;
use baton::chat::discord::NAME;
use baton::chat::discord::channels::{Channel, Channels, Role};
use baton::chat::discord::register::{COMMAND_MAX, OPTIONS_MAX, commands, weight};
use baton::chat::discord::report::missing;
use baton::chat::discord::roster::Roster;
use baton_commands::grammar::{FieldKind, fields_of_a_deed, form};
use baton_commands::verbs::CATALOGUE;
use serde::Deserialize as _;
use serde_json::{Value, json};

use super::bench::{Bench, listen};
use crate::support::discord::judge::{self, Kind};

#[test]
fn all_commands_are_within_discords_limits() {
    let commands = commands();
    assert!(commands.len() <= 100);
    assert_eq!(judge::faults(Kind::Commands, &Value::Array(commands.clone())), [""; 0]);
    for command in &commands {
        assert!(weight(command) <= COMMAND_MAX, "{} weighs {}", command["name"], weight(command));
        let mut verbs = command["options"].as_array().cloned().unwrap_or_default();
        let groups = verbs.iter().filter(|it| it["type"] == 2);
        let grouped: Vec<Value> =
            groups.filter_map(|it| it["options"].as_array()).flatten().cloned().collect();
        verbs.extend(grouped);
        for options in
            std::iter::once(&verbs).chain(verbs.iter().filter_map(|it| it["options"].as_array()))
        {
            let names: BTreeSet<String> = options.iter().map(|it| it["name"].to_string()).collect();
            assert_eq!(names.len(), options.len(), "a name twice in {}", command["name"]);
        }
    }
}

#[test]
fn every_verb_can_be_used_with_all_its_words() {
    let commands = commands();
    for verb in CATALOGUE.verbs() {
        let command = commands.iter().find(|it| it["name"] == verb.noun).unwrap();
        let below = command["options"].as_array().unwrap();
        let grouped = below.iter().filter(|it| it["type"] == 2);
        let grouped = grouped.flat_map(|group| group["options"].as_array().unwrap());
        let found =
            below.iter().chain(grouped).find(|it| it["name"] == verb.name && it["type"] == 1);
        let found = found.unwrap_or_else(|| panic!("{}", verb.full_name()));
        let fields = [form(verb).fields, fields_of_a_deed(verb)].concat();
        assert!(fields.len() <= OPTIONS_MAX, "{} has {} words", verb.full_name(), fields.len());
        let options = found["options"].as_array().unwrap();
        assert_eq!(options.len(), fields.len(), "{}", verb.full_name());
        let named = |name: &str| options.iter().find(|it| it["name"] == name);
        for field in &fields {
            let option = named(&field.name).unwrap_or_else(|| panic!("{}", field.name));
            // Numbers are not looked up; all else that can be is completed while it is typed.
            let is_looked_up = matches!(field.kind, FieldKind::Lookup(_)) && option["type"] == 3;
            assert!(!is_looked_up || option["autocomplete"] == true, "{option}");
        }
        // What is typed as `--dry-run` and `--override` elsewhere, can be chosen here.
        for (name, kind) in [("dry-run", 5), ("override", 3)] {
            assert_eq!(named(name).is_some(), verb.writes, "{}", verb.full_name());
            assert!(named(name).is_none_or(|it| it["type"] == kind));
        }
    }
}

#[tokio::test]
async fn only_what_changed_is_told() {
    let bench = Bench::new().await;
    let count = commands().len();
    let start = || async {
        let (listening, _letters) = listen(&bench.restarted(), 8);
        let before = bench.fake.asked("GET /guilds").len();
        // The channels are asked for after the commands were told.
        bench
            .fake
            .until(|fake| (fake.asked("GET /guilds").len() >= before + 2).then_some(()))
            .await;
        listening.abort();
    };
    start().await;
    let told = || bench.fake.asked("POST /applications").len();
    assert_eq!(told(), count);
    start().await;
    assert_eq!(told(), count);
    {
        let mut house = bench.fake.house();
        house.commands.get_mut("sla").unwrap()["description"] = json!("of an earlier version");
        house.register(&json!({"name": "old", "type": 1, "description": "gone"}));
    }
    start().await;
    assert_eq!(told(), count + 1);
    assert_eq!(bench.fake.asked("POST /applications").last().unwrap().body["name"], "sla");
    assert_eq!(bench.fake.asked("DELETE").len(), 1);
    assert!(!bench.fake.house().commands.contains_key("old"));
    assert_eq!(bench.fake.odd(), [""; 0]);
}

#[test]
fn the_manifest_names_the_invitation_and_all_commands() {
    let manifest = |application: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("BATON_CONFIG");
        command.env_remove("BATON_DISCORD_APPLICATION").args(["manifest", "discord"]);
        command.envs(application.map(|id| ("BATON_DISCORD_APPLICATION", id)));
        command.output().expect("the program starts")
    };
    let printed = manifest(Some("1184405311681986560"));
    let printed: Value = serde_json::from_slice(&printed.stdout).unwrap();
    let link = printed["invitation"].as_str().unwrap();
    assert!(
        link.contains("client_id=1184405311681986560&scope=bot+applications.commands"),
        "{link}"
    );
    assert_eq!(printed["commands"], Value::Array(commands()));
    for (application, wanted) in
        [(None, "`discord.application` is missing"), (Some("me"), "not the id")]
    {
        let refused = manifest(application);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(wanted), "{said}");
    }
}

#[tokio::test]
async fn what_discord_does_not_have_is_said_with_its_mend() {
    let bench = Bench::new().await;
    let again = bench.fake.house().add_channel("unix");
    let channels = channels(&bench);
    let names = Names::new(NAME, bench.world.borrow().clone());
    let lines = missing(&Roster { names, channels: Arc::new(channels) });
    let about = |place: &str| lines.iter().find(|line| line.starts_with(&format!("{place}:")));
    assert!(about("#network").unwrap().contains("no channel of Discord is called `network`"));
    let unix = about("#unix").unwrap();
    assert!(unix.contains("several") && !unix.contains(&again.to_string()), "{unix}");
    assert_eq!(about("#incidents"), None);
    assert!(lines.last().unwrap().contains("people cannot be called on Discord"), "{lines:#?}");
    assert!(about("unix").is_none(), "the role is there");
    bench.fake.house().roles.clear();
    let names = Names::new(NAME, bench.world.borrow().clone());
    let lines = missing(&Roster { names, channels: Arc::new(self::channels(&bench)) });
    assert!(lines.iter().any(|line| line.starts_with("unix: no role")), "{lines:#?}");
}

/// As the bot reads them.
fn channels(bench: &Bench) -> Channels {
    let house = bench.fake.house();
    let mut channels = Channels::default();
    house.channels.values().for_each(|it| channels.put(Channel::deserialize(it).unwrap()));
    house.roles.values().for_each(|it| channels.put_role(Role::deserialize(it).unwrap()));
    channels
}
