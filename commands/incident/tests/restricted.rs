//! A restricted incident does not exist for who takes no part in it (INC-9).

use super::Desk;
use crate::decision::Answer;
use crate::ids::{DeptId, IncidentId, PersonId, Place};
use crate::lookup::{Found, SentLine, SentOutcome, is_seen};
use crate::notice::{Notice, Say};

/// INC-1 is restricted and concerns unix; INC-2 is open to all and concerns dba.
fn desk() -> Desk {
    let mut desk = Desk::open();
    desk.say("unix-1", "/incident open Salary leak --service shop --restricted");
    desk.say("dba-1", "/incident open Bank is slow --service bank");
    desk.pings();
    desk
}

#[test]
fn inc_9_every_verb_answers_an_outsider_as_if_the_number_was_never_given() {
    let lines = [
        "ack",
        "lead",
        "assign @dba-1",
        "engage dba",
        "release unix",
        "note hello",
        "severity 1",
        "hold --for client wait",
        "resume",
        "escalate help",
        "mitigate so",
        "resolve so",
        "reopen so",
        "close",
        "merge --into 2",
        "debrief --cause x",
        "action 1",
        "ask @unix-1",
        "show",
        "timeline",
        "similar",
    ];
    let mut desk = desk();
    for line in lines {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let seen = desk.answer("dba-1", &format!("/incident {verb} 1 {rest}"));
        let never = desk.answer("dba-1", &format!("/incident {verb} 99 {rest}"));
        let (seen, never) = (format!("{seen:?}"), format!("{never:?}"));
        assert_eq!(seen.replace("INC-1", "INC-99"), never, "{line}");
    }
    for line in ["/sla why 1", "/sla analyse 1 --cause x --action y", "/baton why INC-1"] {
        let seen = desk.say("dba-1", line);
        assert_eq!(seen, "! There is no INC-1 that you can see.", "{line}");
    }
    desk.say("unix-1", "/incident resolve 1 done");
    let merged = desk.say("dba-1", "/incident merge 2 --into 1");
    assert_eq!(merged, "! There is no INC-1 that you can see.");
}

#[test]
fn inc_9_lists_counts_and_searches_leave_it_out() {
    let lines = [
        "/incident list --all",
        "/incident list --client acme",
        "/sla next",
        "/baton mine",
        "/baton search salary",
        "/baton search INC-1",
        "/device show SRV-A1",
        "/client show acme",
        "/department show unix",
        "/incident open Salary leak again --service shop",
    ];
    let mut desk = desk();
    for line in lines {
        let said = desk.all("dba-1", line);
        assert!(!said.contains("Salary leak,") && !said.contains("INC-1 "), "{line}: {said}");
    }
    let shown = desk.all("dba-1", "/client show acme");
    assert!(shown.ends_with("1 incident is open."), "{shown}");
}

#[test]
fn inc_9_no_channel_learns_of_it_and_messages_go_to_participants_alone() {
    let mut desk = desk();
    desk.say("unix-2", "/incident engage 1 dba");
    desk.say("unix-2", "/incident escalate 1 --to management help");
    desk.say("unix-2", "/incident release 1 dba");
    desk.say("unix-2", "/incident severity 1 1");
    desk.wait(300);
    let told = std::mem::take(&mut desk.left);
    for told in told {
        let Notice::Say(say) = told.notice else { continue };
        if say.about.number != 1 {
            continue;
        }
        let Place::Direct(person) = &say.place else { panic!("{say:?}") };
        let of_dba = desk.world.directory().works_in(person, &DeptId::new("dba"));
        let is_guest = of_dba && say.reason.as_str() == "incident.engaged";
        let takes_part = desk.incident(1).visible_to(person, desk.world.directory());
        assert!(takes_part || is_guest, "{} {person}", say.reason);
    }
}

#[test]
fn inc_9_what_was_sent_of_a_record_long_gone_is_known_to_its_recipients() {
    let mut desk = desk();
    let say = desk_say(&mut desk);
    let (mut gone, id) = (desk.world.clone(), IncidentId(1));
    gone.incidents.remove(&1);
    for (forgotten, who, seen) in
        [(false, "unix-1", false), (true, "dba-1", false), (true, "unix-2", true)]
    {
        if forgotten {
            gone.recall.forget(id);
        }
        assert_eq!(is_seen(&gone, &desk.ask(who, ""), &say), seen, "{who}");
    }
}

/// A message about INC-1 to unix-2.
fn desk_say(desk: &mut Desk) -> Say {
    desk.say("unix-1", "/incident assign 1 @unix-2");
    let told = desk.left.pop().unwrap();
    match told.notice {
        Notice::Say(say) if say.place == Place::Direct(PersonId::new("unix-2")) => *say,
        other => panic!("{other:?}"),
    }
}

#[test]
fn inc_9_why_of_an_archived_one_answers_those_who_took_part() {
    let mut desk = desk();
    let sent =
        vec![SentLine { say: desk_say(&mut desk), outcome: SentOutcome::Done { at: desk.now } }];
    let past = desk.world.incidents.remove(&1).unwrap();
    let archived = Some(Box::new(crate::world::Document::Incident(past)));
    for (who, sees) in [("unix-2", true), ("im-1", true), ("dba-1", false)] {
        let asked = desk.answer(who, "/baton why INC-1");
        let Answer::Look(lookup) = asked else { panic!("{who}: {asked:?}") };
        let found = Found::Sent { sent: sent.clone(), archived: archived.clone() };
        let answer = crate::lookup::answer(&desk.world, &desk.ask(who, ""), &lookup, &found);
        let told = matches!(answer, Answer::Reply { .. });
        assert_eq!(told, sees, "{who}: {answer:?}");
    }
}
