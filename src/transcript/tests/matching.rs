//! Whether something said is what was expected, and what blessing makes of it.

use baton_commands::ids::{Place, RecordId};

use super::script;
use crate::chat::Act;
use crate::transcript::Said;
use crate::transcript::bless::blessed;
use crate::transcript::compare::difference;
use crate::transcript::said::Stamp;

/// A ping with two lines of text, because of a line.
fn ping() -> Said {
    Said {
        at: "2026-03-02T03:30:00Z".parse().unwrap(),
        stamp: Stamp { hour: 10, minute: 30, days_later: 0 },
        timed: false,
        act: Act::Ping,
        place: Place::channel("unix"),
        to: None,
        pings: ["dept:unix", "person:unix-3"].map(|it| it.parse().unwrap()).into(),
        reason: Some("incident.opened".to_owned()),
        about: vec![RecordId::incident(1), RecordId::incident(2)],
        text: "INC-1 needs you\n  id  what".to_owned(),
        calls: Vec::new(),
        caused_by_line: 3,
    }
}

/// The same because of the clock, a day later.
fn timed() -> Said {
    Said { timed: true, stamp: Stamp { hour: 10, minute: 30, days_later: 1 }, ..ping() }
}

#[test]
fn what_is_blessed_is_expected() {
    let direct = Said { act: Act::Direct, place: "dm:unix-3".parse().unwrap(), ..timed() };
    let unpinged = Said { pings: [].into(), ..direct.clone() };
    let bare = Said { reason: None, about: vec![], text: "ok".to_owned(), ..ping() };
    let empty_line = Said { text: "a\n\n b \n".to_owned(), ..ping() };
    for (said, first) in [
        (ping(), "#unix ping(dept:unix, person:unix-3) incident.opened INC-1,INC-2"),
        (timed(), "10:30+1d #unix ping(dept:unix, person:unix-3) incident.opened INC-1,INC-2"),
        (direct, "10:30+1d dm dm(dept:unix, person:unix-3) incident.opened INC-1,INC-2"),
        (unpinged, "10:30+1d dm:unix-3 dm incident.opened INC-1,INC-2"),
        (bare, "#unix ping(dept:unix, person:unix-3)"),
        (empty_line, "#unix ping(dept:unix, person:unix-3) incident.opened INC-1,INC-2"),
    ] {
        let lines = said.lines().join("\n");
        assert!(lines.starts_with(&format!("  > {first}: ")), "{lines}");
        assert_eq!(said_of(&lines, &said), None, "{lines}");
    }
}

/// The complaint about what was said after these expectations.
fn said_of(expected: &str, said: &Said) -> Option<String> {
    let script = script(&format!("@wait 1h\n{expected}"));
    let said = std::slice::from_ref(said);
    difference(&script, &script.steps[0], said).map(|difference| difference.to_string())
}

#[test]
fn expectations_may_leave_out_and_may_end_in_a_wildcard() {
    for (expected, matches) in [
        ("> #unix ping: INC-1 needs you\n  |   id  what", true),
        (
            "> #unix ping(person:unix-3,dept:unix) INC-1, INC-2: INC-1 needs you\n  |   id  what",
            true,
        ),
        ("> 10:30 #unix ping: INC-1 …", true),
        ("> #unix ping: INC-1 needs you …", true),
        ("> #unix ping: …", true),
        ("> #unix ping: INC-1 needs you\n  | …", true),
        ("> #unix ping(dept:unix, person:unix-3) …", true),
        ("> #unix ping…", true),
        ("> #unix …", true),
        ("> …", true),
        ("> #unix ping: INC-1 …\n  |   id …", true),
        ("> #unix ping: INC-1 needs you", false),
        ("> #unix ping: INC-1 needs\n  |   id  what", false),
        ("> #unix ping: INC-1 needs you\n  | id  what", false),
        ("> #unix ping: INC-1 …\n  |   id …\n  | …", false),
        ("> 10:31 #unix ping: INC-1 …", false),
        ("> #vmware ping: INC-1 …", false),
        ("> #unix post: INC-1 …", false),
        ("> #unix ping(dept:unix): INC-1 …", false),
        ("> #unix ping incident.engaged: INC-1 …", false),
        ("> #unix ping INC-1: INC-1 …", false),
        ("> dm ping: INC-1 …", false),
    ] {
        assert_eq!(said_of(&format!("  {expected}"), &ping()).is_none(), matches, "{expected}");
    }
}

#[test]
fn what_the_clock_made_carries_its_time() {
    for (expected, matches) in [
        ("> 10:30+1d #unix ping: …", true),
        ("> 10:30 #unix ping: …", false),
        ("> #unix ping: …", false),
        ("> …", true),
    ] {
        assert_eq!(said_of(&format!("  {expected}"), &timed()).is_none(), matches, "{expected}");
    }
}

#[test]
fn the_first_difference_shows_both_sides() {
    let script = script("@wait 1h\n  > …\n  > #unix post: gone");
    let step = &script.steps[0];
    let shown = |said: &[Said]| difference(&script, step, said).map(|it| it.to_string());
    let other = Said { text: "other".to_owned(), pings: [].into(), ..ping() };
    assert_eq!(
        shown(&[ping(), other]).unwrap(),
        "t.md:5: something else was expected\n\
         -   > #unix post: gone\n\
         +   > #unix ping incident.opened INC-1,INC-2: other"
    );
    let missing = shown(&[ping()]).unwrap();
    assert_eq!(missing, "t.md:5: this was expected and not said\n-   > #unix post: gone");
    let gone = Said { act: Act::Post, text: "gone".to_owned(), ..ping() };
    let unexpected = shown(&[ping(), gone.clone(), gone]).unwrap();
    assert!(unexpected.starts_with("t.md:3: this was said and not expected\n+ "), "{unexpected}");
}

#[test]
fn blessing_rewrites_what_differs_and_nothing_else() {
    let script = script(
        "@wait 1h\n  > #unix ping: INC-1 …\n  > #unix post: old\n  | older\n\n@wait 2h  \n@wait 3h\n  > #unix post: never",
    );
    let new = Said { act: Act::Post, text: "new".to_owned(), pings: [].into(), ..ping() };
    let said = [vec![ping(), new.clone(), ping()], vec![new], vec![]];
    let new = "  > #unix post incident.opened INC-1,INC-2: new\n";
    let again = ping().lines().join("\n");
    assert_eq!(
        blessed(&script, &said),
        format!(
            "```chat\n@clock 2026-03-02 09:00 Asia/Jakarta\n@wait 1h\n  > #unix ping: INC-1 …\n\
             {new}{again}\n\n@wait 2h  \n{new}@wait 3h\n```\n"
        )
    );
}

#[test]
fn json_has_every_key_in_order() {
    let zone = script("").zone;
    assert_eq!(
        ping().json(zone),
        r##"{"at":"2026-03-02T10:30:00+07:00","act":"ping","place":"#unix","to":null,"pings":["dept:unix","person:unix-3"],"reason":"incident.opened","about":"INC-1,INC-2","text":"INC-1 needs you\n  id  what","caused_by_line":3}"##
    );
    let reply = Said {
        act: Act::Reply,
        to: Some("unix-1".parse().unwrap()),
        pings: [].into(),
        reason: None,
        about: vec![],
        text: "ok".to_owned(),
        ..ping()
    };
    assert_eq!(
        reply.json(zone),
        r#"{"at":"2026-03-02T10:30:00+07:00","act":"reply","place":null,"to":"unix-1","pings":[],"reason":null,"about":null,"text":"ok","caused_by_line":3}"#
    );
}
