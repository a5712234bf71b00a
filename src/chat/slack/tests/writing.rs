//! Nothing foreign is markup, and only those who are pinged are mentioned.

use std::collections::BTreeSet;

use baton_commands::ids::{DeptId, PersonId, Place, Recipient, RoleId};
use baton_commands::say;
use baton_commands::voice::{Language, Moment, Style, Voice};
use baton_commands::words::{Arg, Words};
use chrono_tz::Tz;

use super::super::style::{Book, SlackStyle};

/// One person with an account, one department with a group, one role, one channel.
struct Few;

impl Book for Few {
    fn user(&self, person: &PersonId) -> Option<String> {
        (person.as_str() == "unix-1").then(|| "U1".to_owned())
    }
    fn group(&self, dept: &DeptId) -> Option<String> {
        (dept.as_str() == "unix").then(|| "S1".to_owned())
    }
    fn users(&self, recipient: &Recipient) -> Vec<String> {
        match recipient {
            Recipient::Person(person) => self.user(person).into_iter().collect(),
            Recipient::Dept(_) => vec!["U1".to_owned(), "U2".to_owned()],
            Recipient::Role(_) => vec!["U3".to_owned()],
        }
    }
    fn one_by_one(&self, dept: &DeptId, _: &BTreeSet<Recipient>) -> Vec<PersonId> {
        vec![PersonId::new(format!("{dept}-1"))]
    }

    fn channel(&self, place: &Place) -> Option<String> {
        (*place == Place::channel("unix")).then(|| "C1".to_owned())
    }
}

const STYLE: SlackStyle<'static> = SlackStyle { book: &Few };

/// What somebody could write into a title, and how it comes out.
#[test]
fn no_foreign_text_is_markup() {
    let cases = [
        ("<!channel> look", "&lt;!channel&gt; look"),
        ("<!here|here>", "&lt;!here|here&gt;"),
        ("<@U024BE7LH> hi", "&lt;@U024BE7LH&gt; hi"),
        ("<!subteam^S1>", "&lt;!subteam^S1&gt;"),
        ("<https://evil.example|your bank>", "&lt;https://evil.example|your bank&gt;"),
        ("&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"),
        ("&amp;", "&amp;amp;"),
        ("*bold* _slanted_ ~gone~", "∗bold∗ ˍslantedˍ ∼gone∼"),
        ("db_primary_1", "db_primary_1"),
        ("`code`", "'code'"),
        ("> quoted", "\u{2060}&gt; quoted"),
        ("a > b", "a &gt; b"),
        ("@channel @here @everyone", "@channel @here @everyone"),
        ("line\n<!channel>", "line ⏎ &lt;!channel&gt;"),
    ];
    let voice = Voice::new(Language::English, Tz::UTC, &STYLE);
    for (foreign, wanted) in cases {
        assert_eq!(voice.argument(&Arg::Text(foreign.to_owned())), wanted, "{foreign:?}");
    }
}

/// In what can be copied, and in tables, the same.
#[test]
fn code_and_tables_hold_no_markup_either() {
    assert_eq!(
        STYLE.code("/incident open <!channel> & `x`"),
        "`/incident open &lt;!channel&gt; &amp; 'x'`"
    );
    assert_eq!(STYLE.preformatted("a ``` <!here>"), "```\na ''' &lt;!here&gt;\n```");
}

#[test]
fn only_those_who_are_pinged_are_mentioned() {
    let pinged: BTreeSet<Recipient> = [
        Recipient::Person(PersonId::new("unix-1")),
        Recipient::Person(PersonId::new("unix-9")),
        Recipient::Dept(DeptId::new("unix")),
        Recipient::Dept(DeptId::new("network")),
        Recipient::Role(RoleId::new("management")),
    ]
    .into();
    let quiet = Voice::new(Language::English, Tz::UTC, &STYLE);
    let loud = quiet.pinging(&pinged);
    let cases: [(Arg, &str, &str); 6] = [
        (PersonId::new("unix-1").into(), "@unix-1", "<@U1>"),
        // He has no account here: he is named.
        (PersonId::new("unix-9").into(), "@unix-9", "@unix-9"),
        (DeptId::new("unix").into(), "unix", "<!subteam^S1>"),
        // It has no group here: its people are called.
        (DeptId::new("network").into(), "network", "network (<@U1> <@U2>)"),
        (RoleId::new("management").into(), "management", "management (<@U3>)"),
        (Place::channel("unix").into(), "<#C1>", "<#C1>"),
    ];
    for (arg, named, called) in cases {
        assert_eq!(quiet.argument(&arg), named);
        assert_eq!(loud.argument(&arg), called);
    }
}

/// A line to copy carries no mention, whoever is pinged.
#[test]
fn a_line_to_copy_pings_nobody() {
    let pinged: BTreeSet<Recipient> = [Recipient::Person(PersonId::new("unix-1"))].into();
    let voice = Voice::new(Language::English, Tz::UTC, &STYLE).pinging(&pinged);
    let words: Words =
        say!("access-ask-hint", whom = Arg::Line("/incident ask INC-7 @unix-1".into()));
    assert!(!voice.sentence(&words).contains("<@"), "{}", voice.sentence(&words));
}

#[test]
fn a_time_is_the_readers_own() {
    let at = "2026-03-02T02:15:00Z".parse().expect("a time");
    let zone = Tz::Asia__Jakarta;
    let moment = Moment { at, zone, home: zone, now: Some(at) };
    assert_eq!(STYLE.time(&moment), "<!date^1772417700^{time}|09:15>");
    let moment = Moment { now: None, home: Tz::UTC, ..moment };
    assert_eq!(
        STYLE.time(&moment),
        "<!date^1772417700^{date_short_pretty} {time}|2026-03-02 09:15 WIB>"
    );
}
