//! What a transcript may say, and the mend for what it may not.

use baton_commands::ids::Place;

use super::{read, script};
use crate::transcript::parse;
use crate::transcript::script::{Input, Spoken};

#[test]
fn only_chat_blocks_count_and_they_continue_one_conversation() {
    let source = "09:00 #a b: prose\n\
        ```chat\n@clock 2026-03-02 09:00 Asia/Jakarta\n\n@wait 1h\n```\n\
        ```text\n09:00 #a b: not played\n```\n\
        ````markdown\n```chat\n09:00 #a b: only shown\n```\n````\n\
        ~~~chat\n10:00 #a b: played\n~~~\n";
    let script = parse("t.md", source).unwrap();
    let lines: Vec<_> = script.steps.iter().map(|step| (step.line_no, &*step.line)).collect();
    assert_eq!(lines, [(5, "@wait 1h"), (16, "10:00 #a b: played")]);
    assert_eq!(script.header, ["@clock 2026-03-02 09:00 Asia/Jakarta"]);
    assert_eq!(script.clock.to_rfc3339(), "2026-03-02T02:00:00+00:00");
}

#[test]
fn the_first_config_is_where_it_starts_and_a_later_one_a_step() {
    let script = script("@config one\n@wait 1h\n@config two");
    assert_eq!(script.config.to_str(), Some("one"));
    assert_eq!(script.steps[1].input, Input::Config("two".into()));
    assert_eq!(super::script("").config.to_str(), Some("config/demo"));
}

#[test]
fn somebody_says_something_somewhere() {
    for (line, place, thread, who, text) in [
        ("09:00 #unix unix-1: /sla next", "#unix", "", "unix-1", "/sla next"),
        ("09:00 dm unix-1: [Done INC-1]", "dm:unix-1", "", "unix-1", "[Done INC-1]"),
        ("+2h30m #unix @unix-1：  a: b ", "#unix", "", "unix-1", "a: b"),
        ("9:00 #unix/INC-7 unix-1: “x” —y", "#unix", "INC-7", "unix-1", "“x” —y"),
    ] {
        let spoken = spoken(line);
        assert_eq!(spoken.place.to_string(), place, "{line}");
        assert_eq!(spoken.thread.map(|it| it.to_string()).unwrap_or_default(), thread, "{line}");
        assert_eq!((spoken.who.as_str(), &*spoken.text), (who, text), "{line}");
    }
    assert!(matches!(spoken("09:00 dm a: b").place, Place::Direct(_)));
}

fn spoken(line: &str) -> Spoken {
    match script(line).steps.remove(0).input {
        Input::Line { spoken, .. } => spoken,
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn times_are_moments_of_the_transcripts_zone() {
    for (line, at) in [
        ("10:30 #a b: c", "2026-03-02T10:30:00+07:00"),
        ("08:30 #a b: c", "2026-03-03T08:30:00+07:00"),
        ("09:00 #a b: c", "2026-03-02T09:00:00+07:00"),
        ("+1d2h #a b: c", "2026-03-03T11:00:00+07:00"),
        ("@wait 3d", "2026-03-05T09:00:00+07:00"),
        ("@until 2026-03-05 10:30", "2026-03-05T10:30:00+07:00"),
        ("@until 08:00", "2026-03-03T08:00:00+07:00"),
        ("@down 90m", "2026-03-02T10:30:00+07:00"),
    ] {
        let script = script(line);
        let (Input::Line { when, .. } | Input::Move(when) | Input::Down(when)) =
            &script.steps[0].input
        else {
            panic!("{line} has no time");
        };
        let meant = when.resolve(script.clock, script.zone).unwrap();
        assert_eq!(meant.with_timezone(&script.zone).to_rfc3339(), at, "{line}");
    }
}

#[test]
fn what_is_no_line_of_a_transcript_is_refused_with_its_place_and_the_mend() {
    for (lines, fault) in [
        ("@clock 2026-03-02 09:00 UTC", "t.md:3: the clock is set already"),
        ("@fault irc 5xx", "t.md:3: `irc` is no platform"),
        ("@fault slack 6xx", "t.md:3: `6xx` is no fault"),
        ("@fault slack 429", "t.md:3: `429` does not say for how long"),
        ("@fault slack archived unix", "t.md:3: `unix` is not a channel"),
        ("@fault slack 5xx soon", "t.md:3: `soon` is not a length of time"),
        ("@alert zabbix a.json", "t.md:3: `@alert` is not understood yet: it comes later"),
        ("@alert zabbix a.json", "t.md:3: `@alert` is not understood yet: it comes later"),
        ("@sleep 1h", "t.md:3: `@sleep` is no command of transcripts"),
        ("@wait soon", "t.md:3: `soon` is not a length of time for `@wait`"),
        ("@until +2h", "t.md:3: `+2h` is not a time"),
        ("@crash now", "t.md:3: `@crash` takes no words"),
        ("@config", "t.md:3: `@config` names no directory"),
        ("hello", "t.md:3: `hello` is neither a time nor a command"),
        ("09:00 unix unix-1: x", "t.md:3: `unix` is not a place"),
        ("09:00 #unix hello", "t.md:3: nobody says it"),
        ("09:00 #unix two people: x", "t.md:3: `two people` is not one person"),
        ("09:00 #unix unix-1:", "t.md:3: unix-1 says nothing"),
        ("  > #a reply: x", "t.md:3: nothing was said yet that this could follow"),
        ("@wait 1h\n  | x", "t.md:4: `|` goes on with no text"),
        ("@wait 1h\n  > #a shout: x", "t.md:4: `shout` is no act"),
        ("@wait 1h\n  > a reply: x", "t.md:4: `a reply` does not begin with a place"),
        ("@wait 1h\n  > #a reply", "t.md:4: there is no `: text` in this output line"),
        ("@wait 1h\n  > #a ping(unix): x", "t.md:4: `unix` is nobody who can be pinged"),
        ("@wait 1h\n  > #a ping(dept:unix: x", "t.md:4: the `(` of the pings is never closed"),
    ] {
        let faults = read(lines).expect_err(lines);
        let (what, mend) = faults.split_once(" → ").unwrap_or_else(|| panic!("no mend: {faults}"));
        assert_eq!((what, mend.is_empty()), (fault, false));
    }
}

#[test]
fn the_clock_comes_first() {
    for source in ["", "```chat\n@wait 1h\n```", "```chat\n@clock tomorrow\n```"] {
        let faults = parse("t.md", source).expect_err(source).to_string();
        assert!(faults.contains("@clock 2026-03-02 09:00 Asia/Jakarta"), "{faults}");
    }
}
