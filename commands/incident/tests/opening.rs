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
fn inc_1_a_service_is_named_in_a_title_by_whole_words() {
    let more = |directory: &mut crate::directory::Directory| {
        let shop = directory.services.values().next().unwrap().clone();
        for (slug, name) in [("web", "Web"), ("mail-relay", "Relay"), ("wd", "网店")] {
            let service = crate::directory::Service {
                name: name.to_owned(),
                client: Some(crate::ids::ClientId::new("acme")),
                ..shop.clone()
            };
            directory.services.insert(crate::ids::ServiceId::new(slug), service);
        }
    };
    for (title, service) in [
        ("Webcam in hall 2 is black", None),
        ("Cobweb on the rack", None),
        ("The WEB is down", Some("web")),
        ("web: 502 since nine", Some("web")),
        ("Relays click", None),
        ("mail-relay refuses all", Some("mail-relay")),
        ("今天网店打不开", Some("wd")),
    ] {
        let mut desk = Desk::of(more);
        desk.place = "#acme".parse().unwrap();
        desk.say("unix-1", &format!("/incident open \"{title}\" --client acme"));
        assert_eq!(desk.incident(1).service.as_ref().map(|it| it.as_str()), service, "{title}");
    }
}

#[test]
fn inc_2_who_is_called_twice_or_stands_already_is_not_called_again() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Slow --service shop");
    let said = desk.all("unix-1", "/incident engage 1 dba,unix,dba,network");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines, ["INC-1: dba, network are called.", "unix is called already."]);
    let said = desk.say("unix-1", "/incident engage 1 unix,unix");
    assert_eq!(said, "INC-1: unix is called already.");
}

#[test]
fn inc_1_the_answer_names_whom_the_opening_pings_and_nobody_else() {
    for (who, line, pinged) in [
        ("unix-1", "--service shop", "Pinged: unix."),
        ("solo", "--dept lab", "Nobody else is pinged."),
        ("unix-2", "--dept unix --restricted", "Pinged: @unix-1."),
        ("unix-1", "--dept unix --restricted", "Pinged: @unix-head."),
        ("net-1", "--dept network --restricted", "Pinged: @net-head."),
        ("net-head", "--dept network --restricted", "Pinged: @net-1."),
        ("solo", "--dept lab --restricted", "Nobody else is pinged."),
    ] {
        let mut desk = Desk::open();
        let said = desk.all(who, &format!("/incident open Slow {line}"));
        assert_eq!(said.lines().nth(1), Some(pinged), "{who} {line}");
        let direct = |p: &String| p.starts_with("incident.opened");
        let count = desk.pings().iter().filter(|p| direct(p)).count();
        assert_eq!(count, usize::from(!pinged.starts_with("Nobody")), "{who} {line}");
    }
}

#[test]
fn inc_7_the_same_service_alone_is_no_likeness() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Certificate expired --service shop");
    for (title, alike) in [("Disk is full", false), ("Disk and certificate", true)] {
        let said = desk.all("unix-1", &format!("/incident open {title} --service shop"));
        assert_eq!(said.contains("Certificate expired"), alike, "{title}: {said}");
    }
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
