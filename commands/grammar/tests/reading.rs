//! Tables of lines and what they are read as.

use super::*;

/// Each line with its canonical form, or the misread's kind and line to copy.
fn check(context: &Context, table: &[(&str, &str)]) {
    for (line, wanted) in table {
        assert_eq!(outcome(line, context), *wanted, "{line}");
    }
}

#[test]
fn a_line_is_read_however_the_keyboard_writes_it() {
    let disk = "/incident open \"Disk isn't full\" --severity 2";
    let lines = [
        "/incident open \"Disk isn't full\" --severity 2",
        "/incident open Disk isn't full --severity 2",
        "/incident open Disk isn't full --severity=2",
        "/incident open 'Disk isn't full' --severity '2'",
        "/incident open “Disk isn't full” —severity 2",
        "/incident open ”Disk isn't full” –severity 2",
        "/incident open «Disk isn't full» ―severity 2",
        "/incident open „Disk isn't full“ ——severity 2",
        "/incident open 「Disk isn't full」 --severity 2",
        "/incident open ＂Disk isn't full＂ －－ｓｅｖｅｒｉｔｙ ２",
        "／ｉｎｃｉｄｅｎｔ　ｏｐｅｎ　＂Disk isn't full＂　－－ｓｅｖｅｒｉｔｙ＝２",
        "/inc open --severity 2 Disk isn't full",
        "/INC Open --Severity 2 Disk isn't full",
        "/baton incident open Disk isn't full --severity 2",
        "/baton inc open Disk isn't full --severity 2",
        "/baton /incident open Disk isn't full --severity 2",
        "  /incident\u{a0}open  Disk isn't full   --severity   2  ",
        "`/incident open Disk isn't full --severity 2`",
        "/incident open “Disk isn't full\" −−severity 2",
    ];
    for line in lines {
        assert_eq!(outcome(line, &Context::default()), disk, "{line}");
    }
}

#[test]
fn an_id_is_read_in_every_way_it_is_said() {
    let ack = "/incident ack INC-7";
    let typed = [
        "INC-7",
        "inc-7",
        "inc 7",
        "Inc 7",
        "inc7",
        "#7",
        "7",
        "inc #7",
        "inc-007",
        "incident 7",
        "INC-7:",
        "７",
        "＃７",
        "ＩＮＣ－７",
    ];
    for id in typed {
        assert_eq!(outcome(&format!("/incident ack {id}"), &Context::default()), ack, "{id}");
        assert_eq!(outcome(&format!("/incident ack {id}"), &in_thread_of(3)), ack, "{id}");
    }
}

#[test]
fn in_its_thread_the_id_may_be_left_out() {
    check(
        &in_thread_of(3),
        &[
            ("/incident ack", "/incident ack INC-3"),
            ("/incident note the disk is full", "/incident note INC-3 \"the disk is full\""),
            ("/incident note 2 disks are full", "/incident note INC-3 \"2 disks are full\""),
            ("/incident note inc 7 it is full", "/incident note INC-7 \"it is full\""),
            ("/incident note INC-7: it is full", "/incident note INC-7 \"it is full\""),
            ("/incident note #7 it is full", "/incident note INC-7 \"it is full\""),
            ("/incident severity 2", "/incident severity INC-3 2"),
            ("/incident severity 7 2", "/incident severity INC-7 2"),
            (
                "/incident severity 2 --because it's worse",
                "/incident severity INC-3 2 --because \"it's worse\"",
            ),
            ("/incident assign @unix-1", "/incident assign INC-3 @unix-1"),
            ("/incident assign <@U024|Tam One>", "/incident assign INC-3 <@U024|Tam One>"),
            ("/incident assign 7 @unix-1", "/incident assign INC-7 @unix-1"),
            ("/incident engage unix, network", "/incident engage INC-3 unix,network"),
            ("/incident merge --into 8", "/incident merge INC-3 --into INC-8"),
            ("/incident merge --into inc 8", "/incident merge INC-3 --into INC-8"),
            ("/incident resolve", "/incident resolve INC-3"),
            ("/incident resolve 7", "/incident resolve INC-7"),
            ("/incident resolve done", "/incident resolve INC-3 \"done\""),
            (
                "/incident hold --for client",
                "Missing: /incident hold INC-3 --for client --until tomorrow 09:00 they look for the key",
            ),
            ("/incident ack seven", "BadValue: /incident ack INC-7"),
            ("/incident note", "Missing: /incident note INC-3 the switch is back"),
        ],
    );
}

#[test]
fn a_text_is_kept_as_it_was_typed() {
    let texts = [
        ("the disk isn't full", "the disk isn't full"),
        ("the disk isn’t full", "the disk isn’t full"),
        ("’tis full", "’tis full"),
        ("'tis full", "'tis full"),
        ("two  blanks", "two  blanks"),
        ("first line\n  second line", "first line\n  second line"),
        ("it is -5°C", "it is -5°C"),
        ("a -> b", "a -> b"),
        ("a - b -- c — d", "a - b -- c — d"),
        ("a --> b", "a --> b"),
        ("the disk —which is new— is full", "the disk —which is new— is full"),
        ("he said \"no\" twice", "he said \"no\" twice"),
        ("\"no\" he said", "\"no\" he said"),
        ("\"all of it\"", "all of it"),
        ("“all ‘of’ it”", "all ‘of’ it"),
        ("'all of it isn't'", "all of it isn't"),
        ("\"a 19\\\" rack\"", "a 19\" rack"),
        ("\"a 19\"rack\"", "a 19\"rack"),
        ("a 19\" rack", "a 19\" rack"),
        ("\\\\server\\share", "\\\\server\\share"),
        ("\"\\\\server\\share\"", "\\\\server\\share"),
        ("\"C:\\\\\"", "C:\\"),
        ("he typed \"--dry-run\" twice", "he typed \"--dry-run\" twice"),
        ("\"run --force\"", "run --force"),
        ("-- run --force", "run --force"),
        ("磁盘已满，请检查", "磁盘已满，请检查"),
        (
            "<@U024> looks at <https://status.example|the status page>",
            "<@U024> looks at <https://status.example|the status page>",
        ),
        ("rm -rf /tmp/x", "rm -rf /tmp/x"),
        ("a=b c=\"d", "a=b c=\"d"),
    ];
    for (typed, kept) in texts {
        let line = format!("/incident note INC-7 {typed}");
        let call = read(&line, &CATALOGUE, &Context::default());
        let call = call.unwrap_or_else(|misread| panic!("{line}: {misread:?}"));
        let text = call.matches.get_one::<Text>("text").map(Text::as_str);
        assert_eq!(text, Some(kept), "{line}");
        assert_eq!(outcome(&call.canonical, &Context::default()), call.canonical);
    }
}

#[test]
fn flags_may_follow_a_text_or_stand_before_it() {
    check(
        &Context::default(),
        &[
            (
                "/incident hold 7 --for client --until tomorrow 09:00 they look for the key",
                "/incident hold INC-7 \"they look for the key\" --for client --until \"tomorrow 09:00\"",
            ),
            (
                "/incident hold 7 they look for the key --until mon 14.30 --for client",
                "/incident hold INC-7 \"they look for the key\" --until \"mon 14.30\" --for client",
            ),
            (
                "/incident hold 7 --until 2026-03-02 09:00 Asia/Jakarta 5 keys --for vendor",
                "/incident hold INC-7 \"5 keys\" --until \"2026-03-02 09:00 Asia/Jakarta\" --for vendor",
            ),
            (
                "/incident hold 7 --until=\"tomorrow 09:00\" x",
                "/incident hold INC-7 \"x\" --until \"tomorrow 09:00\"",
            ),
            (
                "/incident debrief 7 --cause a loose cable --action \"label it @unix-1 2026-03-02\" --action “audit the rack”",
                "/incident debrief INC-7 --cause \"a loose cable\" --action \"label it @unix-1 2026-03-02\" --action \"audit the rack\"",
            ),
            (
                "/incident open x --dept unix, network ,dba --restricted --restricted",
                "/incident open \"x\" --dept unix,network,dba --restricted",
            ),
            (
                "/incident open x --dept unix，network、dba",
                "/incident open \"x\" --dept unix,network,dba",
            ),
            (
                "/incident merge 7 --into 8 --also 9, inc 10,#11",
                "/incident merge INC-7 --into INC-8 --also INC-9,INC-10,INC-11",
            ),
            (
                "/duty swap unix @unix-2 mon 22:00 .. 02:00",
                "/duty swap unix @unix-2 \"mon 22:00 .. 02:00\"",
            ),
            (
                "/duty swap unix @unix-2 2026-03-02 22:00..2026-03-03 02:00",
                "/duty swap unix @unix-2 \"2026-03-02 22:00..2026-03-03 02:00\"",
            ),
            ("/incident list --mine", "/incident list --mine"),
        ],
    );
}

#[test]
fn every_writing_verb_can_be_rehearsed_and_overridden() {
    let line = "/incident ack 7 —dry-run —override nobody answers the phone";
    let call = read(line, &CATALOGUE, &Context::default()).expect("a line with both flags");
    assert!(call.dry_run);
    assert_eq!(call.override_because.as_deref(), Some("nobody answers the phone"));
    let canonical = "/incident ack INC-7 --dry-run --override \"nobody answers the phone\"";
    assert_eq!(call.canonical, canonical);
    assert_eq!(
        outcome("/incident list --dry-run", &Context::default()),
        "UnknownFlag: /incident list"
    );
}

#[test]
fn a_wrong_word_gets_the_nearest_right_one_in_a_line_to_copy() {
    check(
        &Context::default(),
        &[
            ("", "NotACommand: /baton help"),
            ("good morning", "NotACommand: /baton help"),
            ("incident ack 7", "NotACommand: /baton help"),
            ("/incidnet ack 7", "UnknownNoun: /incident ack 7"),
            ("/ack 7", "UnknownNoun: /incident ack 7"),
            ("/banana 7", "UnknownNoun: /baton help"),
            ("/baton incidnet ack 7", "UnknownNoun: /baton /incident ack 7"),
            ("/incident akc 7", "UnknownVerb: /incident ack 7"),
            ("/incident acknowledge 7", "UnknownVerb: /incident ack 7"),
            ("/incident report x", "UnknownVerb: /incident open x"),
            ("/incident banana", "UnknownVerb: /baton help incident"),
            ("/incident open x --severty 2", "UnknownFlag: /incident open x --severity 2"),
            ("/incident open x —severty 2", "UnknownFlag: /incident open x --severity 2"),
            ("/incident note 7 x --force", "UnknownFlag: /incident note INC-7 the switch is back"),
            (
                "/incident open",
                "Missing: /incident open \"Web shop is down\" --severity 1 --client acme",
            ),
            (
                "/incident open x --severity",
                "Missing: /incident open \"Web shop is down\" --severity 1 --client acme",
            ),
            ("/incident ack", "Missing: /incident ack INC-7"),
            ("/incident assign 7", "Missing: /incident assign ID @WHO"),
            ("/incident ack CHG-1", "BadValue: /incident ack INC-7"),
            ("/incident note the disk", "BadValue: /incident note INC-7 the switch is back"),
            ("/incident hold 7 --for cleint x", "BadValue: /incident hold 7 --for client x"),
            (
                "/incident open x --severity 9",
                "BadValue: /incident open \"Web shop is down\" --severity 1 --client acme",
            ),
            (
                "/incident open x --restricted=maybe",
                "BadValue: /incident open \"Web shop is down\" --severity 1 --client acme",
            ),
            ("/incident ack 7 8", "Extra: /incident ack INC-7"),
            (
                "/incident open x --severity 2 y",
                "Extra: /incident open \"Web shop is down\" --severity 1 --client acme",
            ),
            (
                "/incident severity 7 2 --because a --because b",
                "Conflict: /incident severity INC-7 2 --because the standby took over",
            ),
            ("/incident resolve 7 --done --pending", "Conflict: /incident resolve ID"),
            ("/incident open \"Disk full", "Unbalanced: /incident open \"Disk full\""),
            (
                "/incident open x --client \"Acme Inc",
                "Unbalanced: /incident open x --client \"Acme Inc\"",
            ),
            ("/incident help", "HelpAsked: "),
            ("/incident", "HelpAsked: "),
            ("/baton", "HelpAsked: "),
            ("/help", "HelpAsked: "),
        ],
    );
    let long = format!("/incident note 7 {}", "x".repeat(LINE_MAX));
    assert_eq!(outcome(&long, &Context::default()), "TooLong: ");
}

#[test]
fn help_is_asked_for_in_many_ways() {
    let asked = |noun, verb| Misread::HelpAsked { noun, verb };
    let cases = [
        ("/help", asked(None, None)),
        ("/baton help", asked(None, None)),
        ("/baton help incident", asked(Some("incident"), None)),
        ("/baton help inc ack", asked(Some("incident"), Some("ack"))),
        ("/baton help /incident ack", asked(Some("incident"), Some("ack"))),
        ("/help incident ack", asked(Some("incident"), Some("ack"))),
        ("/incident help ack", asked(Some("incident"), Some("ack"))),
        ("/incident ack --help", asked(Some("incident"), Some("ack"))),
        ("/incident ack 7 —help", asked(Some("incident"), Some("ack"))),
        ("/incident ?", asked(Some("incident"), None)),
    ];
    for (line, wanted) in cases {
        let misread = read(line, &CATALOGUE, &Context::default()).err();
        assert_eq!(misread, Some(wanted), "{line}");
    }
}

#[test]
fn without_a_slash_only_a_noun_makes_a_command() {
    let direct = Context { thread: None, slash: Slash::Optional };
    check(
        &direct,
        &[
            ("incident ack 7", "/incident ack INC-7"),
            ("Inc ack 7", "/incident ack INC-7"),
            ("baton incident ack 7", "/incident ack INC-7"),
            ("help", "HelpAsked: "),
            ("good morning", "NotACommand: /baton help"),
            ("/banana", "UnknownNoun: /baton help"),
        ],
    );
}

#[test]
fn a_verb_that_lacks_words_says_which_and_keeps_what_was_given() {
    let line = "/incident hold 7 --for client";
    let Err(Misread::Missing { verb, what, given, .. }) =
        read(line, &CATALOGUE, &Context::default())
    else {
        panic!("the text is missing");
    };
    assert_eq!(verb.to_string(), "/incident hold");
    assert_eq!(what, ["TEXT"]);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(given, [pair("id", "INC-7"), pair("whom", "client")]);
}
