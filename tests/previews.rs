//! Every conversation, as it would be sent to Slack and to Discord: within their limits, and live for nobody else.

use std::path::PathBuf;

use baton::transcript::cli::read;
use baton::transcript::{Play, Preview, Said, play};
use baton_commands::ids::Recipient;
use serde_json::Value;

use crate::support::discord::judge::{self, Kind};
use crate::support::recorded::record;
use crate::support::slack::kit::{Surface, faults, view_faults};

/// Every act of every transcript, as this platform would get it.
fn all_said(preview: Preview) -> Vec<(PathBuf, Said)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir("tests/transcripts").expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|it| it != "md") {
            continue;
        }
        let script = read(&path).expect("a transcript");
        let how = Play { preview: Some(preview), ..Play::default() };
        let said = play(&script, how).unwrap_or_else(|fault| panic!("{fault:#}"));
        all.extend(said.into_iter().flatten().map(|said| (path.clone(), said)));
    }
    assert!(all.len() > 1_000, "{} acts", all.len());
    all
}

#[test]
fn every_transcript_is_within_slacks_limits_and_calls_only_whom_it_pings() {
    for (path, said) in all_said(Preview::Slack) {
        assert!(!said.calls.is_empty(), "{}: {}", path.display(), said.text);
        for call in &said.calls {
            let (method, body) = (call["method"].as_str().unwrap_or_default(), &call["body"]);
            record("slack", method, body);
            let wrong = match method {
                "views.open" => view_faults(&body["view"]),
                _ => faults(&body["blocks"], Surface::Message),
            };
            assert_eq!(wrong, [""; 0], "{}: {call:#}", path.display());
        }
        let mentioned = mentions(&said.calls, "<@U-");
        let pinged = persons(&said);
        let others: Vec<&String> = mentioned.iter().filter(|it| !pinged.contains(*it)).collect();
        assert!(
            others.is_empty() || calls_a_group(&said),
            "{}: {others:?}: {}",
            path.display(),
            said.text
        );
        assert!(!said.calls.iter().any(|call| call.to_string().contains("<!channel>")));
    }
}

#[test]
fn every_transcript_is_within_discords_limits_and_allows_only_its_own_mentions() {
    for (path, said) in all_said(Preview::Discord) {
        assert!(!said.calls.is_empty(), "{}: {}", path.display(), said.text);
        for call in &said.calls {
            let (verb, body) = (call["method"].as_str().unwrap_or_default(), &call["body"]);
            let is_callback = call["path"].as_str().is_some_and(|path| path.ends_with("callback"));
            let (kind, message) = match (is_callback, verb) {
                (true, _) => (Kind::Callback, &body["data"]),
                (false, "PATCH") => (Kind::Edit, body),
                (false, _) => (Kind::Post, body),
            };
            assert_eq!(judge::faults(kind, body), [""; 0], "{}: {call:#}", path.display());
            let allowed = &message["allowed_mentions"];
            let is_form = body["type"] == 9;
            assert!(is_form || allowed.is_object(), "{}: {call:#}", path.display());
            let users = allowed["users"].as_array().map_or(0, Vec::len);
            assert!(users == 0 || !said.pings.is_empty(), "{}: {call:#}", path.display());
        }
    }
}

/// What stands behind this beginning of a mention, anywhere in the calls.
fn mentions(calls: &[Value], begins: &str) -> Vec<String> {
    let text = calls.iter().map(ToString::to_string).collect::<String>();
    let after = text.split(begins).skip(1);
    after.map(|rest| rest.split('>').next().unwrap_or_default().to_owned()).collect()
}

fn persons(said: &Said) -> Vec<String> {
    let person = |it: &Recipient| match it {
        Recipient::Person(person) => Some(person.to_string()),
        Recipient::Dept(_) | Recipient::Role(_) => None,
    };
    said.pings.iter().filter_map(person).collect()
}

/// A department or role without a group is called by its people's names.
fn calls_a_group(said: &Said) -> bool {
    said.pings.iter().any(|it| matches!(it, Recipient::Dept(_) | Recipient::Role(_)))
}
