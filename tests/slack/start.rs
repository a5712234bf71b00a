//! Before it is connected: what is installed, and what the workspace does not have.

use std::collections::BTreeMap;
use std::sync::Arc;

use baton::chat::slack::manifest::{SCOPES, manifest};
use baton::chat::slack::report::report;
use baton::chat::slack::workspace::{Addresses, Channel, Workspace};
use baton::chat::{Inbox, Names, Platform as _};
use baton_commands::directory::Directory;
use baton_commands::ids::{DeptId, Place};
use baton_commands::verbs::CATALOGUE;
use baton_commands::world::World;
use expect_test::{expect, expect_file};
use serde_json::Value;

use super::office::{slack, socket, workspace, world};
use crate::support::slack::state::Fault;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Within what Slack takes of a manifest: names, descriptions, hints.
#[test]
fn the_manifest_is_one_that_slack_takes() {
    let manifest = manifest(None);
    let pretty = serde_json::to_string_pretty(&manifest).expect("JSON");
    expect_file!["golden/manifest.json"].assert_eq(&format!("{pretty}\n"));
    assert!(text(&manifest["display_information"]["name"]).len() <= 35);
    assert!(text(&manifest["display_information"]["description"]).len() <= 140);
    let shortcuts = manifest["features"]["shortcuts"].as_array().expect("shortcuts");
    for shortcut in shortcuts {
        assert!(text(&shortcut["name"]).len() <= 24 && text(&shortcut["description"]).len() <= 150);
    }
    let commands = manifest["features"]["slash_commands"].as_array().expect("commands");
    assert_eq!(commands.len(), CATALOGUE.nouns.len());
    for command in commands {
        assert!(text(&command["command"]).len() <= 32, "{command}");
        assert!((1..=2_000).contains(&text(&command["description"]).len()), "{command}");
        assert!(text(&command["usage_hint"]).len() <= 1_000, "{command}");
    }
    let scopes = manifest["oauth_config"]["scopes"]["bot"].as_array().expect("scopes");
    assert_eq!(scopes.len(), SCOPES.len());
    assert!(SCOPES.is_sorted(), "each scope once, where one looks for it");
}

/// A department in a public channel, one in a private one, one in none; two people, one of whom has an account.
fn small() -> World {
    let mut world = world();
    let full = world.directory().clone();
    let mut few = Directory::nobody();
    few.company = full.company.clone();
    few.company.places = Default::default();
    few.company.incident.home = Some(Place::channel("incidents"));
    for handle in ["unix-1", "dba-1"] {
        let (id, person) = full.people.iter().find(|(id, _)| id.as_str() == handle).expect(handle);
        few.people.insert(id.clone(), person.clone());
    }
    for slug in ["unix", "network", "dba", "backup"] {
        let dept = DeptId::new(slug);
        few.departments.insert(dept.clone(), full.departments[&dept].clone());
    }
    let discord = BTreeMap::from([("discord".to_owned(), "1184405311681986560".to_owned())]);
    few.channels.insert(Place::channel("backup"), discord);
    Arc::make_mut(&mut world.company).directory = Arc::new(few);
    world
}

#[test]
fn what_the_workspace_does_not_have_is_said_with_the_mend() {
    let channel = |name: &str, is_member, is_private| Channel {
        name: name.to_owned(),
        is_member,
        is_private,
    };
    let workspace = Workspace {
        bot: "UBOT".to_owned(),
        channels: BTreeMap::from([
            ("C1".to_owned(), channel("unix", false, false)),
            ("C2".to_owned(), channel("incidents", true, false)),
            ("G1".to_owned(), channel("network", false, true)),
        ]),
        groups: BTreeMap::new(),
    };
    let names = Names::new("slack", small());
    let report = report(&Addresses { names, workspace: Arc::new(workspace) });
    assert_eq!(report.to_join, ["C1"]);
    // Backup lives on another platform: nothing is missing of it here.
    expect![[r#"
        #dba: there is no channel `dba`; create it, or give its id as `slack = "C…"`
        #network: the app is not in #network; `/invite` it there
        unix: there is no user group `unix-team`
        1 people have no Slack account here and cannot be pinged: dba-1; give `slack = "U…"` in people.toml, or let them type `/baton link`"#]]
    .assert_eq(&report.missing.join("\n"));
}

/// What keeps it from starting says what to do.
#[tokio::test]
async fn a_bot_that_is_not_let_in_says_what_an_admin_can_do() {
    let cases = [
        ("auth.test", "invalid_auth", "`slack.bot_token`: it begins with `xoxb-`"),
        ("conversations.list", "missing_scope", "`baton manifest slack`"),
    ];
    for (method, code, wanted) in cases {
        let world = world();
        let fake = workspace(&world).await;
        fake.fault(method, [Fault::Code(code)]);
        let (inbox, _letters) = Inbox::new(1);
        let refused = slack(&fake, &world, socket()).listen(inbox).await;
        let said = format!("{:#}", refused.expect_err("it is refused"));
        assert!(said.contains(wanted), "{said}");
    }
}
