//! The commands on Discord are those there are, within its limits, and only what changed is told.

use std::collections::BTreeSet;

use baton::chat::discord::register::{COMMAND_MAX, OPTIONS_MAX, commands, weight};
use baton_commands::grammar::form;
use baton_commands::verbs::CATALOGUE;
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
        let fields = form(verb).fields;
        assert!(fields.len() <= OPTIONS_MAX, "{} has {} words", verb.full_name(), fields.len());
        assert_eq!(
            found["options"].as_array().unwrap().len(),
            fields.len(),
            "{}",
            verb.full_name()
        );
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
        let old = json!({"id": "5", "name": "old", "type": 1, "description": "gone"});
        house.commands.insert("old".to_owned(), old);
    }
    start().await;
    assert_eq!(told(), count + 1);
    assert_eq!(bench.fake.asked("POST /applications").last().unwrap().body["name"], "sla");
    assert_eq!(bench.fake.asked("DELETE").len(), 1);
    assert!(!bench.fake.house().commands.contains_key("old"));
    assert_eq!(bench.fake.odd(), [""; 0]);
}
