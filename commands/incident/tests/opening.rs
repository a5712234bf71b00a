//! What an opening takes from what was said and from where it was said (INC-1), and what it recalls (INC-7).

use super::Desk;

#[test]
fn inc_1_what_was_named_counts_more_than_the_channel() {
    for (line, client, service) in [
        ("/incident open Slow", "acme", "shop"),
        ("/incident open Slow --service bank", "globex", "bank"),
        ("/incident open Slow --device SRV-G1", "globex", "bank"),
        ("/incident open Slow --service dns", "acme", "dns"),
        ("/incident open Slow --client globex", "globex", "bank"),
        ("/incident open Slow --service dns --device SRV-G1", "globex", "dns"),
    ] {
        let mut desk = Desk::open();
        desk.place = "#acme".parse().unwrap();
        desk.say("tam-1", line);
        let incident = desk.incident(1);
        let known = (incident.client.as_ref(), incident.service.as_ref());
        let known = (known.0.unwrap().as_str(), known.1.unwrap().as_str());
        assert_eq!(known, (client, service), "{line}");
    }
}

#[test]
fn inc_1_what_belongs_to_different_clients_is_refused() {
    for (line, refusal) in [
        ("--client acme --service bank", "! bank belongs to globex, not to acme."),
        ("--client acme --device SRV-G1", "! SRV-G1 belongs to globex, not to acme."),
        ("--service shop --device SRV-G1", "! SRV-G1 belongs to globex, not to acme."),
        ("--client acme --service bnak", "! There is no service “bnak”."),
    ] {
        let mut desk = Desk::open();
        assert_eq!(desk.say("tam-1", &format!("/incident open Slow {line}")), refusal);
        assert!(desk.world.incidents.is_empty());
    }
}

#[test]
fn inc_1_a_title_is_one_short_line() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open \"Web   shop\n is\tdown, isn't it\" --service shop");
    assert_eq!(desk.incident(1).title, "Web shop is down, isn't it");
    let long = "ä".repeat(201);
    let said = desk.say("unix-1", &format!("/incident open {long} --service shop"));
    assert_eq!(said, "! That title has 201 characters; at most 200 fit a list.");
}

#[test]
fn inc_7_a_problem_is_suggested_once_however_the_window_slides() {
    let mut desk = Desk::open();
    let mut suggested = Vec::new();
    for day in [0, 1, 2, 3, 60, 91, 95, 170, 175, 200, 201] {
        desk.now = "2026-03-02T09:00:00Z".parse().unwrap();
        desk.now += chrono::TimeDelta::days(day);
        desk.say("unix-1", "/incident open Disk full on node --service shop");
        let pings = desk.pings();
        suggested.extend(pings.iter().any(|p| p.starts_with("problem.suggested")).then_some(day));
    }
    assert_eq!(suggested, [2, 95, 200]);
}

#[test]
fn inc_7_what_is_suggested_survives_the_store() {
    let mut desk = Desk::open();
    for _ in 0..3 {
        desk.say("unix-1", "/incident open Disk full on node --service shop");
    }
    let documents = desk.world.all_documents();
    let mut restoration = crate::document::Restoration::default();
    documents.into_iter().for_each(|document| restoration.put(document));
    let world = restoration.world();
    assert!(world.recall.gist(crate::ids::IncidentId(3)).unwrap().suggested);
}

#[test]
fn a_record_is_spelled_as_people_do_wherever_it_is_asked_for() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Slow --service shop");
    for id in ["INC-1", "inc-1", "inc 1", "INC1", "#1", "1"] {
        for line in ["/incident show", "/sla why", "/baton why"] {
            let said = desk.say("unix-1", &format!("{line} {id}"));
            assert!(!said.starts_with('!'), "{line} {id}: {said}");
        }
    }
}
