//! Who may do what, and who is never pinged (ACC-1 to ACC-5, PNG-4).

use super::Desk;
use crate::access::{may, people};
use crate::decision::Answer;
use crate::directory::AccessWord;
use crate::ids::{DeptId, RecordId, RoleId};

#[test]
fn acc_2_working_verbs_are_for_those_who_work_on_it() {
    for (who, may) in [
        ("unix-2", true),
        ("unix-head", true),
        ("tam-1", true),
        ("im-1", true),
        ("net-1", false),
        ("tam-2", false),
        ("sm-1", false),
        ("director-1", false),
    ] {
        let mut desk = Desk::open();
        desk.say("net-1", "/incident open Shop is down --service shop");
        let said = desk.say(who, "/incident severity 1 2");
        assert_eq!(said == "INC-1 has severity 2 now, it was 3.", may, "{who}: {said}");
    }
}

#[test]
fn acc_2_the_files_name_who_may_and_their_words_mean_people_of_the_record() {
    let dba = AccessWord::Department(DeptId::new("dba"));
    for (key, word, who, may) in [
        ("incident.close", AccessWord::Head, "unix-head", true),
        ("incident.close", AccessWord::Head, "net-head", false),
        ("incident.close", AccessWord::Duty, "unix-1", true),
        ("incident.close", AccessWord::Duty, "unix-2", false),
        ("incident.*", AccessWord::ServiceManager, "sm-1", true),
        ("incident.*", AccessWord::Role(RoleId::new("management")), "director-2", true),
        ("incident.close", dba, "tam-2", true),
        ("incident.close", AccessWord::Tam, "unix-1", false),
    ] {
        let mut desk = Desk::of(|files| {
            files.company.access.insert(key.to_owned(), vec![word.clone()]);
            files.company.access.insert("incident.open".to_owned(), vec![AccessWord::Anyone]);
        });
        desk.say("tam-1", "/incident open Slow --service shop");
        let said = desk.say(who, "/incident close 1");
        assert_eq!(said == "! INC-1 is not resolved yet.", may, "{key} {word} {who}: {said}");
    }
}

#[test]
fn acc_2_whoever_may_is_one_of_those_who_may_be_asked() {
    let mut desk = Desk::open();
    desk.say("tam-1", "/incident open Slow --service shop --dept unix,network,dba");
    desk.say("unix-2", "/incident ack 1");
    desk.say("unix-2", "/incident release 1 network");
    desk.say("unix-2", "/incident assign 1 @unix-1");
    let (world, now) = (&desk.world, desk.now);
    let record = world.record(RecordId::incident(1));
    let mut engaged = 0;
    for who in world.directory().people.keys() {
        let asked = people(world, &AccessWord::Engaged, record, now).contains(who);
        assert_eq!(may(world, &[AccessWord::Engaged], who, record, now), asked, "{who}");
        engaged += usize::from(asked);
    }
    assert!((1..world.directory().people.len()).contains(&engaged), "{engaged} are engaged");
}

#[test]
fn acc_3_and_5_a_verb_that_looks_for_itself_refuses_keeps_it_and_yields_to_an_override() {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Slow --service shop --severity 2");
    desk.say("unix-1", "/incident resolve 1 restarted");
    desk.say("unix-1", "/incident debrief 1 --cause leak --action \"watch @unix-2 2026-03-20\"");
    let before = desk.incident(1).events;
    let refused = desk.all("net-1", "/incident action 1 1");
    assert_eq!(
        refused,
        "! INC-1 action 1 is for @unix-2 or the lead to mark as done.\n@unix-2 may; the button asks.\n[Ask INC-1]"
    );
    assert_eq!(desk.incident(1).events, before + 1);
    assert_eq!(desk.say("net-1", "/incident ask 1"), "INC-1: @unix-2 is asked.");
    desk.pings();
    let done = desk.say("net-head", "/incident action 1 1 --override \"he is ill\"");
    assert_eq!(done, "INC-1 action 1 is done.");
    assert_eq!(desk.pings(), ["access.overridden: #incidents role:incident-manager"]);

    let swap = "/duty swap unix @unix-2 \"2026-03-06 18:00..2026-03-08 09:00\"";
    let before = desk.world.count(RecordId::COMPANY);
    assert!(desk.say("dba-1", swap).starts_with("! unix: its own people"));
    assert_eq!(desk.world.count(RecordId::COMPANY), before + 1);
    let done = desk.say("net-head", &format!("{swap} --override \"nobody there\""));
    assert!(done.starts_with("unix: @unix-2 is on duty from"), "{done}");
    assert_eq!(desk.pings(), ["access.overridden: #incidents role:incident-manager"]);
    let own = desk.say("unix-head", &format!("{swap} --override \"not needed\""));
    assert!(own.starts_with("unix: @unix-2"), "{own}");
    assert_eq!(desk.pings(), [""; 0]);
}

#[test]
fn png_4_who_acted_is_not_pinged_alone_or_as_all_of_a_role_or_department() {
    let mut desk = Desk::open();
    for title in ["Slow checkout", "Slow search", "Slow login"] {
        desk.say("im-1", &format!("/incident open {title} --service shop"));
    }
    assert!(desk.pings().iter().all(|ping| ping.starts_with("incident.opened")));
    desk.say("solo", "/incident open Bench is broken --dept lab");
    assert_eq!(desk.pings(), [""; 0]);
    desk.say("im-1", "/incident lead 1 @director-1");
    desk.pings();
    desk.say("director-1", "/incident escalate 1 --to management we need money");
    assert_eq!(desk.pings(), ["incident.escalated: #management person:director-2"]);
    let own = desk.say("unix-head", "/incident escalate 1 --to head help");
    assert_eq!(own, "! You are the head of unix yourself.");
}

#[test]
fn png_4_what_falls_due_by_a_command_spares_the_one_who_gave_it() {
    let mut desk = Desk::open();
    desk.say("net-1", "/incident open Shop is down --service shop");
    desk.say("unix-2", "/incident ack 1");
    desk.wait(300);
    desk.pings();
    desk.say("tam-1", "/incident severity 1 1");
    assert_eq!(
        desk.pings(),
        [
            "sla.resolution.breached: #unix dept:unix person:unix-2 person:unix-head",
            "sla.resolution.breached: #acme person:sm-1"
        ]
    );
}

#[test]
fn what_would_have_changed_something_carries_its_reason_and_record_also_when_refused() {
    for (line, reason, about) in [
        ("/incident resolve 1 done", Some("access.refused"), Some("INC-1")),
        ("/incident severity INC-1 9", Some("command.refused"), Some("INC-1")),
        ("/incident severity 1 9", Some("command.refused"), Some("INC-1")),
        ("/incident ack 1 --because x", Some("command.refused"), Some("INC-1")),
        ("/incident ack 99", Some("command.refused"), Some("INC-99")),
        ("/incident engage 1 nobody", Some("command.refused"), Some("INC-1")),
        ("/incident open Slow --severity 9", Some("command.refused"), Some("COMPANY")),
        ("/incident open Slow --service nobody", Some("command.refused"), Some("COMPANY")),
        ("/duty swap nobody @unix-1 09:00..10:00", Some("command.refused"), Some("COMPANY")),
        ("/incident opne Slow", Some("command.unknown"), Some("COMPANY")),
        ("/incidnet open Slow", Some("command.unknown"), Some("COMPANY")),
        ("/incident show 99", None, None),
        ("/incident list --state odd", None, None),
        ("/sla why 99", None, None),
    ] {
        let mut desk = Desk::open();
        desk.say("unix-1", "/incident open Shop is down --service shop");
        let Answer::Refused { reason: why, about: of, .. } = desk.answer("net-1", line) else {
            panic!("{line} is not refused")
        };
        let said = (why.map(|it| it.to_string()), of.map(|it| it.to_string()));
        assert_eq!(said, (reason.map(str::to_owned), about.map(str::to_owned)), "{line}");
    }
}

#[test]
fn the_line_to_copy_is_about_the_record_that_was_typed() {
    for (line, hint) in [
        ("/incident severity INC-1 9", "Try `/incident severity INC-1 1"),
        ("/incident ack INC-1 so what", "Try `/incident ack INC-1`"),
        ("/incident hold INC-1 --xyz 3 wait", "Try `/incident hold INC-1 "),
    ] {
        let mut desk = Desk::open();
        desk.say("unix-1", "/incident open Shop is down --service shop");
        let said = desk.all("unix-1", line);
        assert!(said.contains(hint), "{line}: {said}");
    }
}
