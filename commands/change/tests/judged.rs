//! How a change is judged: by what became of others before, by incidents in its window, by those who vote (CHG-9, CHG-14).

use crate::desk::Desk;
use crate::ids::{ChangeId, PersonId};

/// A company in which `director-1` approves.
fn company() -> Desk {
    Desk::of(|directory| directory.company.approval.approvers = vec![PersonId::new("director-1")])
}

fn say_all(desk: &mut Desk, lines: &[&str]) {
    for line in lines {
        let said = desk.say("im-1", line);
        assert!(!said.starts_with('!'), "{line}: {said}");
    }
}

/// A change of one department that came to an end: closed as a success or a failure, rolled back, or called off.
fn ended(desk: &mut Desk, number: u32, department: &str, how: char) {
    let id = ChangeId(number);
    let add = format!("/change task {id} Step --dept {department}");
    say_all(desk, &["/change open Work --type emergency", &add, &format!("/change start {id}")]);
    let judged = |result| format!("/change review {id} --result {result} as it was");
    match how {
        'b' => say_all(desk, &[&format!("/change rollback {id} no")]),
        'c' => say_all(desk, &[&format!("/change cancel {id} no")]),
        _ => {
            let result = judged(if how == 's' { "success" } else { "failed" });
            say_all(desk, &[&format!("/task done {id}.1"), &result]);
            desk.say("director-1", &format!("/change approve {id}"));
            say_all(desk, &[&format!("/change close {id}")]);
        }
    }
    desk.wait(1);
}

#[test]
fn chg_9_two_failures_of_the_last_five_of_a_department_count() {
    for (before, department, history) in [
        ("", "unix", 0),
        ("b", "unix", 0),
        ("bb", "unix", 1),
        ("ff", "unix", 1),
        ("bsfss", "unix", 1),
        ("ffsss", "unix", 1),
        ("ffssss", "unix", 0),
        ("cc", "unix", 0),
        ("bcb", "unix", 1),
        ("bb", "dba", 0),
    ] {
        let mut desk = company();
        let mut number = 0;
        for how in before.chars() {
            number += 1;
            ended(&mut desk, number, "unix", how);
        }
        let id = ChangeId(number + 1);
        say_all(
            &mut desk,
            &["/change open Next", &format!("/change task {id} It --dept {department}")],
        );
        let assess = format!("/change assess {id} --impact 3 --likelihood 1 --rollback back");
        let answer = desk.all("im-1", &assess);
        let assessment = desk.world.change(id).unwrap().assessment.clone().unwrap();
        assert_eq!(assessment.history, history, "{before} of unix, then {department}");
        assert_eq!(assessment.risk(), 3 * (1 + history), "{before}");
        assert_eq!(answer.contains("two or more failed"), history == 1, "{before}: {answer}");
    }
}

#[test]
fn chg_14_incidents_on_what_it_touched_within_its_window_are_offered_as_caused() {
    for (minutes, incident, caused, offered) in [
        (30, "--device SRV-A1", "", true),
        (30, "--service shop", "", true),
        (30, "--service dns", "", false),
        (30, "--device SRV-G1", "", false),
        (0, "--service shop", "", false),
        (150, "--service shop", "", false),
        (30, "--service shop", "--caused INC-1", false),
    ] {
        let mut desk = company();
        say_all(
            &mut desk,
            &[
                "/change open Work --type emergency --window 2026-03-02T09:15..2026-03-02T11:00",
                "/change task CHG-1 Step --dept unix --device SRV-A1",
                "/change start CHG-1",
            ],
        );
        desk.wait(minutes);
        say_all(&mut desk, &[&format!("/incident open Slow {incident}"), "/task done CHG-1.1"]);
        let review = format!("/change review CHG-1 --result issues {caused} it was slow");
        let answer = desk.all("im-1", &review);
        assert_eq!(answer.contains("INC-1"), offered, "{minutes} {incident} {caused}: {answer}");
        let known = !desk.world.change(ChangeId(1)).unwrap().caused.is_empty();
        assert_eq!(known, !caused.is_empty(), "it is held to have caused what was named alone");
    }
}

#[test]
fn mine_lists_the_votes_that_are_owed_and_the_work_that_has_ended() {
    let mut desk = company();
    let mine =
        |desk: &mut Desk, who: &str, words: &str| desk.all(who, "/baton mine").contains(words);
    let (vote, review) = ("CHG-1 waits for your vote", "CHG-1: all work has ended");
    say_all(
        &mut desk,
        &[
            "/change open Work --type emergency --client acme",
            "/change task CHG-1 Step --dept unix",
        ],
    );
    for (who, line, votes, reviews) in [
        ("im-1", "/change show CHG-1", false, false),
        ("im-1", "/change start CHG-1", true, false),
        ("im-1", "/task done CHG-1.1", true, true),
        ("director-1", "/change approve CHG-1", false, true),
        ("im-1", "/change review CHG-1 --result success fine", false, true),
        ("im-1", "/change close CHG-1", false, false),
    ] {
        desk.say(who, line);
        assert_eq!(mine(&mut desk, "director-1", vote), votes, "the approver after {line}");
        assert_eq!(mine(&mut desk, "tam-1", review), reviews, "the TAM after {line}");
        assert!(!mine(&mut desk, "unix-1", vote), "nobody else votes");
        assert!(!mine(&mut desk, "unix-1", review), "nobody else reviews");
    }
    let mut desk = company();
    say_all(
        &mut desk,
        &[
            "/change open Work --type emergency",
            "/change task CHG-1 Step --dept unix",
            "/change start CHG-1",
        ],
    );
    desk.say("director-1", "/change reject CHG-1 no way back");
    assert!(!mine(&mut desk, "director-1", vote), "a no is an answer");
}
