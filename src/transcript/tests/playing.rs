//! What the clock does to a conversation.

use super::script;
use crate::transcript::{Play, Said, play};

/// What was said after each line, with who was pinged and what it was about.
fn played(lines: &str) -> Vec<Vec<Said>> {
    play(&script(lines), Play::default()).unwrap_or_else(|fault| panic!("{fault:#}"))
}

/// Where each message stands in a transcript: its line without the text.
fn heads(said: &[Said]) -> Vec<String> {
    let lines = said.iter().filter_map(|said| said.lines().into_iter().next());
    let heads = lines.map(|line| line.split(": ").next().unwrap_or_default().trim().to_owned());
    heads.filter(|head| !head.contains(" update ")).collect()
}

const OPENED: &str =
    "09:00 #project-acme sm-1: /incident open Shop is down --service webshop --severity 1";

#[test]
fn what_falls_due_on_the_way_is_said_at_its_own_time_before_the_line() {
    let said = played(&format!("{OPENED}\n09:08 #unix unix-3: /incident ack INC-1"));
    let ping = "> 09:07 #unix ping(dept:unix, person:unix-3) sla.response.at_50 INC-1";
    let reply = "> #unix reply incident.acknowledged INC-1";
    let thread = "> #incidents thread incident.acknowledged INC-1";
    assert_eq!(heads(&said[1]), [ping, reply, thread]);
    assert!(said[1].iter().all(|said| said.caused_by_line == 4));
}

#[test]
fn at_one_instant_the_line_comes_before_the_clock() {
    let said = played(&format!("{OPENED}\n09:15 #unix unix-3: /incident ack INC-1\n@wait 1m"));
    assert!(said[1].iter().all(|said| said.reason.as_deref() != Some("sla.response.breached")));
    let said = played(&format!("{OPENED}\n@until 09:15"));
    assert!(said[1].iter().any(|said| said.reason.as_deref() == Some("sla.response.breached")));
}

#[test]
fn days_are_counted_from_the_one_on_which_the_line_began() {
    let said = played(&format!("{OPENED}\n09:01 #unix unix-3: /incident ack INC-1\n@wait 30h"));
    let stamps: Vec<String> = said[2].iter().map(|said| said.stamp.to_string()).collect();
    assert_eq!(stamps.first().map(String::as_str), Some("09:30"));
    let said = played(&format!("@wait 14h\n+30m{}\n@wait 90m", &OPENED[5..]));
    assert!(said[2].iter().any(|said| said.stamp.to_string() == "00:30+1d"), "{:?}", said[2]);
}

#[test]
fn a_stranger_is_answered_by_the_name_he_has() {
    let said = played("09:00 #unix visitor: /sla next\n09:01 dm visitor: /baton help");
    let to = |said: &Said| said.to.as_ref().map(ToString::to_string);
    assert_eq!(to(&said[0][0]).as_deref(), Some("visitor"));
    assert!(said[1][0].json(script("").zone).contains(r#""place":null,"to":"visitor""#));
}

#[test]
fn while_it_is_down_nothing_is_said_and_afterwards_what_is_late() {
    let said = played(&format!("{OPENED}\n@down 20m\n@restart\n@crash\n@wait 1m"));
    let pings = heads(&said[1]);
    assert!(pings.iter().all(|head| head.starts_with("> 09:20 ")), "{pings:?}");
    assert!(pings.iter().any(|head| head.contains("sla.response.breached")), "{pings:?}");
    assert!(said[2..].iter().all(Vec::is_empty), "{:?}", &said[2..]);
}

#[test]
fn the_past_and_a_missing_organisation_are_refused_with_their_line() {
    for (lines, fault) in [
        ("@until 2026-03-01 10:00", "t.md:3: `2026-03-01 10:00` is in the past"),
        ("@config no/such\n@wait 1h", "t.md:2: the organisation's files have faults:\nno/such"),
    ] {
        let told = play(&script(lines), Play::default()).expect_err(lines);
        let told = format!("{told:#}");
        assert!(told.starts_with(fault), "{told}");
    }
}
